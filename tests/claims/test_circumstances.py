from __future__ import annotations

import re
import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.claims.model import Figure
from tests.claims.reading import claims_of, figures_of

PERIODS = [
    ("On 3 May 2021 shells killed 14 people.", "On 3 May 2021", "2021-05-03"),
    ("Mines have killed 23 people since 9 May 2017.", "since 9 May 2017", "2017-05-09/.."),
    ("Over the past 24 hours 31 shells fell.", "Over the past 24 hours", None),
    ("Last week 31 shells fell on the town.", "Last week", None),
    ("During the first war 3,000 citizens disappeared.", "During the first war", None),
    ("The clinic was hit in 2019 and 12 people died.", "in 2019", "2019"),
    ("On 3 May the town was shelled. Nine people died.", "On 3 May", "XXXX-05-03"),
    ("THE REBELS KILLED 12 SOLDIERS ON THE NIGHT OF 11 MARCH.", "ON THE NIGHT OF", None),
]

PLACES = [
    ("Shells killed 14 people in the village of Arrol.", "the village of Arrol"),
    ("In Arrol 14 people were killed.", "Arrol"),
    ("Nine trucks burned on the Veyne road.", "the Veyne road"),
    ("REBELS KILLED 12 SOLDIERS ALONG THE COASTAL HIGHWAY.", "THE COASTAL HIGHWAY"),
    ("The army entered the town of Tarn. Nine people died.", "the town of Tarn"),
    ("Shelling of the port went on in Vey. It killed 9 people.", "the port"),
]

ACTORS = [
    ("Kelmar troops killed 14 people.", "Kelmar troops"),
    ("Fourteen people were killed by government forces.", "government forces"),
    ("The rebels attacked the post, killing 14 guards.", "The rebels"),
    ("In all 14 people died during Kelmar's shelling of the town.", "Kelmar"),
    ("THE GUERRILLAS KILLED 1 SOLDIER AND WOUNDED 11.", "THE GUERRILLAS"),
    ("The police who arrested 40 students have left.", "The police"),
]

SPEAKERS = [
    ("According to the Ministry of Health, 14 people died.", ["the Ministry of Health"]),
    ("The Ombudsman said that 14 people died.", ["The Ombudsman"]),
    ("Fourteen people died, the mayor said.", ["the mayor"]),
    (
        "The Ombudsman, citing the State Commission, reported that 14 people were missing.",
        ["The Ombudsman", "the State Commission"],
    ),
    ("Fourteen people died.", []),
]

PARTIES = ("Kelmar", "Orlan")
TWO_SIDES = (
    "On 3 May Kelmar troops shelled Arrol and killed 14 people, among them 5 children. "
    "According to the Orlan Ministry, 30 people were wounded by Kelmar artillery. "
    "Of the 40 soldiers whom Orlan captured, 12 have been released and 28 are still held."
)


def _period(figure: Figure) -> tuple[str, str | None] | None:
    return None if figure.period is None else (figure.period.span.text, figure.period.edtf)


@pytest.mark.parametrize(("text", "words", "edtf"), PERIODS)
def test_when(text: str, words: str, edtf: str | None) -> None:
    figures = [f for f in figures_of(text) if f.klass == "count"]
    found = _period(figures[-1])
    assert found is not None
    assert found[0].startswith(words)
    if edtf is not None:
        assert found[1] == edtf


@pytest.mark.parametrize(("text", "words"), PLACES)
def test_where(text: str, words: str) -> None:
    place = figures_of(text)[0].place
    assert place is not None
    assert place.text == words


@pytest.mark.parametrize(("text", "words"), ACTORS)
def test_by_whom_as_alleged(text: str, words: str) -> None:
    responsible = figures_of(text)[0].responsible
    assert responsible is not None
    assert responsible.text == words


@pytest.mark.parametrize(
    "text",
    [
        "Mines killed 14 people.",
        "Fourteen people were killed by mines.",
        "The earthquake killed 14 people.",
        "Fourteen people were killed by the end of May.",
    ],
)
def test_what_kills_without_anybody_named_is_no_actor(text: str) -> None:
    assert figures_of(text)[0].responsible is None


@pytest.mark.parametrize(("text", "chain"), SPEAKERS)
def test_who_says_so(text: str, chain: list[str]) -> None:
    assert [span.text for span in figures_of(text)[0].said_by] == chain


def test_a_speaker_does_not_reach_over_a_semicolon() -> None:
    first, second = figures_of("The army says 14 men died; the villagers say 20 did.")
    assert [span.text for span in first.said_by] == ["The army"]
    assert [span.text for span in second.said_by] == ["the villagers"]


def test_spans_are_exact() -> None:
    claims = claims_of(TWO_SIDES)
    for figure in claims.figures:
        spans = [figure.place, figure.responsible, *figure.said_by]
        spans.append(figure.period.span if figure.period else None)
        for span in spans:
            if span is not None:
                assert claims.document.text[span.start : span.end] == span.text


def _shape(text: str, swap: bool = False) -> list[tuple[object, ...]]:
    """Everything said of the figures of a text, with normal spaces, parties swapped back."""

    def plain(words: str | None) -> str | None:
        if words is None:
            return None
        words = " ".join(words.split())
        if swap:
            words = re.sub("Kelmar|Orlan", lambda m: PARTIES[m.group() == PARTIES[0]], words)
        return words

    figures = claims_of(text).figures
    order = {figure.id: number for number, figure in enumerate(figures)}
    return [
        (
            figure.number.text,
            figure.event,
            order.get(figure.part_of or ""),
            figure.part_kind,
            figure.breakdown,
            plain(figure.period.span.text if figure.period else None),
            plain(figure.place.text if figure.place else None),
            plain(figure.responsible.text if figure.responsible else None),
            [plain(span.text) for span in figure.said_by],
        )
        for figure in figures
    ]


def test_swapping_the_parties_changes_nothing_but_their_names() -> None:
    swapped = re.sub("Kelmar|Orlan", lambda m: PARTIES[m.group() == PARTIES[0]], TWO_SIDES)
    assert _shape(swapped, swap=True) == _shape(TWO_SIDES)


@settings(max_examples=25, deadline=None)
@given(st.integers(min_value=30, max_value=110), st.booleans())
def test_broken_lines_and_doubled_spaces_change_nothing(width: int, doubled: bool) -> None:
    wrapped = textwrap.fill(TWO_SIDES, width)
    if doubled:
        wrapped = wrapped.replace(" ", "  ")
    assert _shape(wrapped) == _shape(TWO_SIDES)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            "of the 12 40 5 whom them including killed wounded were and , ; : ( ) . by in Arrol "
            "among which remaining other said that since 2019 police a third percent - total"
            "".split()
        ),
        max_size=40,
    )
)
def test_no_words_break_the_readers(words: list[str]) -> None:
    claims = claims_of(" ".join(words))
    ids = {figure.id for figure in claims.figures}
    for figure in claims.figures:
        assert figure.part_of is None or figure.part_of in ids - {figure.id}
        assert (figure.part_of is None) == (figure.part_kind is None)


def test_a_month_is_no_place_and_a_list_of_missing_no_speaker() -> None:
    from tests.claims.reading import figures_of

    (figure,) = figures_of("Raiders killed 12 shepherds in heavy fighting near Orm.")
    assert figure.place is not None
    assert figure.place.text == "Orm"
    for figure in figures_of("Sailors listed as lost dropped from 61 to 44."):
        assert figure.said_by == ()
