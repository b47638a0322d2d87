"""Symbols: written in standard form they are read back, and no right one contradicts itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.law.instruments import instruments
from muniment.law.symbols import (
    EUROPEAN_UNION,
    GENERAL_ASSEMBLY,
    HUMAN_RIGHTS_COUNCIL,
    PACE,
    SECURITY_COUNCIL,
    anchors,
    contradiction,
    possible_days,
    read_symbol,
    roman,
)

ROMAN = (
    "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX "
    "XXI XXII XXIII XXIV XXV XXVI XXVII XXVIII XXIX XXX"
).split()


@given(session=st.integers(31, 80), number=st.integers(1, 300))
def test_a_session_and_number_are_read_back(session: int, number: int) -> None:
    """A/RES/60/285 has its body, session and number, and a year of the session fits."""
    symbol = read_symbol(f"A/RES/{session}/{number}")
    assert symbol is not None
    assert (symbol.body, symbol.session, symbol.number) == (GENERAL_ASSEMBLY, str(session), number)
    assert symbol.text == f"A/RES/{session}/{number}"
    assert contradiction(symbol) is None
    days = possible_days(symbol)
    assert days is not None
    assert [days[0].year, days[1].year] == [1945 + session, 1946 + session]


@given(session=st.integers(1, 60), number=st.integers(1, 60))
def test_the_human_rights_council_has_sessions_of_its_own(session: int, number: int) -> None:
    """A/HRC/RES/48/13 is of the Council, whatever the Assembly's session 48 was."""
    symbol = read_symbol(f"A/HRC/RES/{session}/{number}")
    assert symbol is not None
    assert (symbol.body, symbol.session) == (HUMAN_RIGHTS_COUNCIL, str(session))
    assert contradiction(symbol) is None


@given(number=st.integers(1, 3000), year=st.integers(1946, 2030))
def test_a_council_resolution_keeps_its_year(number: int, year: int) -> None:
    """S/RES/2139 (2014) has number and year."""
    symbol = read_symbol(f"S/RES/{number} ({year})")
    assert symbol is not None
    assert (symbol.body, symbol.number, symbol.year) == (SECURITY_COUNCIL, number, year)
    assert symbol.text == f"S/RES/{number} ({year})"
    assert read_symbol(symbol.text) == symbol


@given(session=st.integers(1, 11), number=st.integers(1, 30), kind=st.sampled_from(["ES", "S"]))
def test_special_sessions_are_not_bounded(session: int, number: int, kind: str) -> None:
    """An emergency session may sit for decades, and its numbers are not those of 1946."""
    for text in (f"A/RES/{kind}-{session}/{number}", f"A/HRC/RES/S-{session}/{number}"):
        symbol = read_symbol(text)
        assert symbol is not None
        assert contradiction(symbol) is None
    symbol = read_symbol(f"A/RES/{kind}-{session}/{number}")
    assert symbol is not None
    assert possible_days(symbol) is None


@given(st.integers(1, 30))
def test_roman_sessions_are_read(session: int) -> None:
    """Sessions to the thirtieth are Roman numerals."""
    assert roman(ROMAN[session - 1]) == session


@pytest.mark.parametrize("body", [GENERAL_ASSEMBLY, SECURITY_COUNCIL])
def test_no_known_number_contradicts_its_own_year(body: str) -> None:
    """What the data file knows fits itself."""
    for anchor in anchors(body):
        if body == SECURITY_COUNCIL:
            written = f"S/RES/{anchor.number} ({anchor.date.year})"
        else:
            kind, _, session = anchor.session.rpartition("-")
            written = (
                f"A/RES/{anchor.number} ({kind}{'-' if kind else ''}{ROMAN[int(session) - 1]})"
            )
        symbol = read_symbol(written)
        assert symbol is not None
        assert contradiction(symbol) is None, written


def test_no_symbol_of_the_register_contradicts_itself() -> None:
    """Every symbol in the register is right, and its instrument's day is possible."""
    for each in instruments().values():
        body = EUROPEAN_UNION if each.nature == "legislation" else None
        symbol = read_symbol(each.symbol, body) if each.symbol else None
        if symbol is None or each.nature == "treaty":
            continue
        assert contradiction(symbol) is None, each.symbol
        days = possible_days(symbol)
        if days is not None and each.adopted is not None:
            assert days[0].year <= each.adopted.year <= days[1].year, each.symbol


@pytest.mark.parametrize(
    "wrong",
    [
        "A/RES/3166 (XXIII)",
        "A/RES/2625 (XXX)",
        "S/RES/1325 (2003)",
        "A/RES/60 (LX)",
        "A/RES/29/12",
        "A/RES/46/900",
        "A/RES/95/12",
        "S/RES/0 (2004)",
        "S/RES/1500 (1903)",
        "S/PRST/3000/1",
    ],
)
def test_what_cannot_be_contradicts(wrong: str) -> None:
    """Session, number and year exclude each other."""
    symbol = read_symbol(wrong)
    assert symbol is not None
    assert contradiction(symbol)


@pytest.mark.parametrize("text", ["1325/2000", "12-FZ", "no. 13216/05", "A/RES/", "S/PRST/14", ""])
def test_what_is_no_symbol_is_none(text: str) -> None:
    """Numbers of laws and cases are no symbols."""
    assert read_symbol(text) is None


def test_recommendations_are_numbered_by_themselves() -> None:
    """PACE Recommendation 1690 is not resolution 1690, whose year is known."""
    resolution = read_symbol("1690 (2005)", PACE, words="PACE Resolution")
    recommendation = read_symbol("1690 (2005)", PACE, words="PACE Recommendation")
    assert resolution is not None
    assert recommendation is not None
    assert resolution.kind != recommendation.kind
    assert contradiction(recommendation) is None
    assert possible_days(recommendation) is None


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2012/18/EU", 2012),
        ("92/43/EEC", 1992),
        ("2016/679", 2016),
        ("(EU) 2016/679", 2016),
        ("(EC) No 1907/2006", 2006),
        ("No 269/2014", 2014),
        ("2000/60/EC", 2000),
    ],
)
def test_acts_of_the_union_have_a_year(text: str, year: int) -> None:
    """The year stands first, but in older regulations second."""
    symbol = read_symbol(text, EUROPEAN_UNION)
    assert symbol is not None
    assert (symbol.body, symbol.year) == (EUROPEAN_UNION, year)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("S/2015/123", 2014, 2015),
        ("S/PRST/2014/27", 2014, 2014),
        ("A/C.3/70/L.3", 2014, 2017),
        ("E/CN.4/1998/53/Add.2", 1997, 1998),
    ],
)
def test_other_documents_are_of_their_year_or_session(text: str, first: int, last: int) -> None:
    """Letters, reports and committee papers are of about the year or session in their symbol."""
    symbol = read_symbol(text)
    assert symbol is not None
    days = possible_days(symbol)
    assert days is not None
    assert (days[0].year, days[1].year) == (first, last)
