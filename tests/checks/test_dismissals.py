"""Dismissals: kept beside the document, applied exactly, never to a look-alike."""

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.checks.dismissals import (
    Dismissal,
    DismissalError,
    add_dismissal,
    apply_dismissals,
    dismissal_file,
    load_dismissals,
)
from muniment.checks.model import Outcome, Result
from muniment.values.passage import Passage


def finding(quote: str, code: str = "A101") -> Result:
    passage = Passage(0, len(quote), quote, "", "", None, 1)
    return Result(code=code, level="error", outcome=Outcome.FIRES, message="m", passages=(passage,))


@given(st.text(min_size=1).filter(str.strip))
def test_any_reason_comes_back_as_it_was_written(reason: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "appeal.txt"
        kept = Dismissal("0123456789ab", "A101", reason, datetime.date(2024, 5, 3))
        add_dismissal(document, kept)
        add_dismissal(document, kept)
        assert load_dismissals(document) == [kept, kept]


def test_a_finding_is_dismissed_by_key_and_code_alone() -> None:
    first, second = finding("nine of eight"), finding("ten of eight")
    kept = Dismissal(first.key, "A101", "checked by hand")
    stay, dismissed, unused = apply_dismissals([first, second], [kept])
    assert (stay, dismissed, unused) == ([second], [(first, kept)], [])


def test_a_dismissal_that_matches_nothing_is_told() -> None:
    kept = Dismissal(finding("nine of eight").key, "A102", "another rule")
    stay, dismissed, unused = apply_dismissals([finding("nine of eight")], [kept])
    assert (len(stay), dismissed, unused) == (1, [], [kept])


def test_the_key_ignores_line_ends_and_spaces() -> None:
    assert finding("nine\n of  eight").key == finding("nine of eight").key


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("[[dismissed", "cannot be read as TOML"),
        ("dismissed = 3", "under [[dismissed]]"),
        ('[[dismissed]]\nfinding = "a"\ncode = "A101"\nreason = " "', "dismissal 1 has no reason"),
        (
            '[[dismissed]]\nfinding = "a"\ncode = "A101"\nreason = "r"\non = "May"',
            "YYYY-MM-DD",
        ),
    ],
)
def test_a_broken_file_is_named_with_what_to_do(tmp_path: Path, text: str, part: str) -> None:
    document = tmp_path / "appeal.txt"
    dismissal_file(document).write_text(text)
    with pytest.raises(DismissalError) as raised:
        load_dismissals(document)
    assert part in str(raised.value)
    assert str(dismissal_file(document)) in str(raised.value)
