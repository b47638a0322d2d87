"""Events of figures in many turns of words, one line of ``event_cases.txt`` each."""

from pathlib import Path

import pytest

from tests.claims.reading import claims_of

LINES = (Path(__file__).parent / "event_cases.txt").read_text(encoding="utf-8").splitlines()
CASES = [line.rpartition(" | ") for line in LINES if " | " in line]


def events_in(text: str) -> list[str]:
    """The events of the counts of a text, in order."""
    return [figure.event for figure in claims_of(text).figures if figure.klass == "count"]


@pytest.mark.parametrize(("text", "expected"), [(text, events) for text, _, events in CASES])
def test_events_in_turns_of_words(text: str, expected: str) -> None:
    assert " ".join(events_in(text)) == expected


def test_the_cases_cover_the_events() -> None:
    told = {event for _, _, events in CASES for event in events.split()}
    assert len(told) > 17


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "LOSSES\n\nBrigade   Killed   Wounded\nFirst      12      40\nThird       7      22",
            "killed injured killed injured",
        ),
        (
            "Post Killed Wounded Missing\nOrm 12 40 3\nVey 7 22 1",
            "killed injured missing killed injured missing",
        ),
        ("Post;Raids;Dead\n2011;14;20\n2012;9;6", "attack killed attack killed"),
        ("| Post | Dead | Missing |\n|---|---|---|\n| Orm | 4 | 2 |", "killed missing"),
        (
            "In the order killed, wounded: Orm 4, 11; Vey 2, 9.",
            "killed injured killed injured",
        ),
        (
            "Those killed and wounded in May numbered 30 and 72 respectively.",
            "killed injured",
        ),
        ("Houses burned down:\n- Orm: 12\n- Vey: 9", "destroyed destroyed"),
        (
            "The following were killed:\n(a) in Orm, two millers;\n(b) in Vey, a family of five.",
            "killed killed",
        ),
        ("4. Villages that fled\n\nOrm - 210\nVey - 96", "displaced displaced"),
    ],
)
def test_rows_and_lists_have_what_stands_over_them(text: str, expected: str) -> None:
    assert " ".join(events_in(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Twelve men were held in Orm. Another nine are held in Vey.", "detained detained"),
        ("Forty men vanished. Their wives ask for the forty.", "missing missing"),
        ("How many have you lost?\n\nTwelve, I am told.", "killed"),
        ("How many chairs have you?\n\nTwelve, I am told.", "other"),
        ("Nine raids were counted, of which four were by night.", "attack attack"),
        ("None of the 40 passengers was hurt.", "population"),
    ],
)
def test_what_goes_on_with_what_was_said(text: str, expected: str) -> None:
    assert " ".join(events_in(text)) == expected


def test_names_are_no_events() -> None:
    assert events_in("The Orm Liberation Front has 30 offices.") == ["other"]
    assert events_in("The rebel-held district has 30 schools.") == ["other"]
