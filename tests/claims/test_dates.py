"""Dates in every usual style, and the numbers and words that are none."""

from __future__ import annotations

import pytest

from muniment.claims.dates import find_dates
from muniment.claims.language import load_language
from muniment.claims.model import DateClaim
from muniment.claims.sentences import split_sentences
from muniment.documents.document import Document
from muniment.values.period import Period


def document_of(text: str, **known: str) -> Document:
    return Document(
        path="t.txt",
        sha256="0" * 64,
        media_type="text/plain",
        text=text,
        body=(0, len(text)),
        language="en",
        **known,  # type: ignore[arg-type]
    )


def dates_of(text: str, **known: str) -> list[DateClaim]:
    document = document_of(text, **known)
    language = load_language("en")
    return find_dates(document, split_sentences(document, language), language)


def pairs_of(text: str, **known: str) -> list[tuple[str, str]]:
    return [(claim.passage.quote, claim.edtf) for claim in dates_of(text, **known)]


STATED = [
    # full dates
    ("The bridge fell on 3 June 2019.", [("3 June 2019", "2019-06-03")]),
    ("The bridge fell on June 3rd, 2019.", [("June 3rd, 2019", "2019-06-03")]),
    ("The bridge fell on June 3, 2019, at dusk.", [("June 3, 2019", "2019-06-03")]),
    ("Signed on the 21st of March 2004 in Orla.", [("21st of March 2004", "2004-03-21")]),
    ("Signed this 21st day of March, 2004.", [("21st day of March, 2004", "2004-03-21")]),
    ("Signed on March the 21st, 2004.", [("March the 21st, 2004", "2004-03-21")]),
    ("Orla, 07.11.2016", [("07.11.2016", "2016-11-07")]),
    ("Orla, 7.11.2016 г.", [("7.11.2016", "2016-11-07")]),
    ("Received 25/11/2016.", [("25/11/2016", "2016-11-25")]),
    ("Received 11/25/2016.", [("11/25/2016", "2016-11-25")]),
    ("Received 06/06/2016.", [("06/06/2016", "2016-06-06")]),
    ("Received 05/11/2016.", [("05/11/2016", "2016")]),
    (
        "Received 05/11/2016 and 30/11/2016.",
        [("05/11/2016", "2016-11-05"), ("30/11/2016", "2016-11-30")],
    ),
    ("Date: 2016-11-07", [("2016-11-07", "2016-11-07")]),
    ("Filed 2016/11/07.", [("2016/11/07", "2016-11-07")]),
    ("ORLA, 7 NOV 86 (RADIO) -- THE ARMY SAID", [("7 NOV 86", "1986-11-07")]),
    ("ORLA, 7 NOVEMBER 1986 -- THE ARMY SAID", [("7 NOVEMBER 1986", "1986-11-07")]),
    ("Orla, 7 Nov. 2016", [("7 Nov. 2016", "2016-11-07")]),
    ("Orla, 7-Nov-2016", [("7-Nov-2016", "2016-11-07")]),
    ("He was last seen on 7 November '86.", [("7 November '86", "1986-11-07")]),
    ("Orla, 7 november 2016", [("7 november 2016", "2016-11-07")]),
    ("The letter of 7 November, 2016 was lost.", [("7 November, 2016", "2016-11-07")]),
    ("It came on 7\nNovember\n2016.", [("7\nNovember\n2016", "2016-11-07")]),
    # impossible ones stay
    ("It was signed on 31 April 2021.", [("31 April 2021", "2021-04-31")]),
    ("It was signed on February 29, 2019.", [("February 29, 2019", "2019-02-29")]),
    ("Date: 2019-13-02", [("2019-13-02", "2019-13-02")]),
    ("It was signed on 32 May 2021.", [("32 May 2021", "2021-05-32")]),
    # without a year
    ("On 4 November the guns fell silent.", [("4 November", "XXXX-11-04")]),
    ("On November 4 the guns fell silent.", [("November 4", "XXXX-11-04")]),
    ("AT 0700 ON 5 MARCH THE POST WAS HIT", [("5 MARCH", "XXXX-03-05")]),
    ("The fire of May 5 burned for two days.", [("May 5", "XXXX-05-05")]),
    # months
    ("Nobody came in May.", [("May", "XXXX-05")]),
    ("In May 2011 nobody came.", [("May 2011", "2011-05")]),
    ("As of September, 40 were held.", [("September", "XXXX-09")]),
    ("A September report said so.", [("September", "XXXX-09")]),
    ("By the end of October it was over.", [("October", "XXXX-10")]),
    ("It took office last June.", [("last June", "XXXX-06")]),
    ("In mid-June the wells ran dry.", [("June", "XXXX-06")]),
    ("In early March of 2009 it rained.", [("March of 2009", "2009-03")]),
    ("Between January and March, 30 left.", [("January", "XXXX-01"), ("March", "XXXX-03")]),
    (
        "Between March and May the wells ran dry.",
        [("March", "XXXX-03"), ("May", "XXXX-05")],
    ),
    ("From March to May it was shut.", [("March", "XXXX-03"), ("May", "XXXX-05")]),
    ("In Sept. 2010 they met.", [("Sept. 2010", "2010-09")]),
    # years
    ("It was built in 1911.", [("1911", "1911")]),
    ("the 1976 Convention", [("1976", "1976")]),
    ("resolution 1325 (2000)", [("2000", "2000")]),
    ("Resolutions 1970 (2011) and 1973 (2011) were adopted.", [("2011", "2011"), ("2011", "2011")]),
    ("Annual report for 2021", [("2021", "2021")]),
    ("in the 2008 and 2012 elections", [("2008", "2008"), ("2012", "2012")]),
    ("It remains so to 2030 and beyond.", [("2030", "2030")]),
    ("The 2030 Agenda was quoted.", [("2030", "2030")]),
    ("It dates from 1740.", []),
    ("It was founded in 1740.", [("1740", "1740")]),
    ("HELD SINCE 1983 AND 604 BY THE ARMY", [("SINCE 1983", "1983/..")]),
    ("The walls date from AD 79.", [("AD 79", "0079")]),
    ("The war was fought from 66 to 63 BC.", [("66 to 63 BC", "-0065/-0062")]),
    # seasons, decades
    ("It ended in spring 1993.", [("spring 1993", "1993-21")]),
    ("In the summer of 2004 it ended.", [("summer of 2004", "2004-22")]),
    ("after the fall 2020 fighting", [("fall 2020", "2020-23")]),
    ("In the 1990s both sides built walls.", [("1990s", "199X")]),
    ("In the early 1990’s both built walls.", [("1990’s", "199X")]),
    ("In the nineties both built walls.", [("nineties", "199X")]),
    ("In the '80s both built walls.", [("'80s", "198X")]),
    # ranges
    ("On 10-11 December it snowed.", [("10-11 December", "XXXX-12-10/XXXX-12-11")]),
    (
        "On the night of 10–11 December 2003 it snowed.",
        [("10–11 December 2003", "2003-12-10/2003-12-11")],
    ),
    ("On December 10-11 it snowed.", [("December 10-11", "XXXX-12-10/XXXX-12-11")]),
    ("The strike ran from 4 to 12 June 2020.", [("4 to 12 June 2020", "2020-06-04/2020-06-12")]),
    ("Between 4 and 12 June 2020 it was shut.", [("4 and 12 June 2020", "2020-06-04/2020-06-12")]),
    ("The war of 1991-94 is over.", [("1991-94", "1991/1994")]),
    ("The war of 1991–1994 is over.", [("1991–1994", "1991/1994")]),
    ("the 2019/20 school year", [("2019/20", "2019/2020")]),
    ("at the turn of 1999-2000", [("1999-2000", "1999/2000")]),
    (
        "From 27 February – 2 March 2022 it was shut.",
        [("27 February – 2 March 2022", "2022-02-27/2022-03-02")],
    ),
    ("March–May 2022 was quiet.", [("March–May 2022", "2022-03/2022-05")]),
    (
        "between 6 May and 17 June 2019",
        [("6 May", "2019-05-06"), ("17 June 2019", "2019-06-17")],
    ),
    (
        "from 30 November to 2 January 2020",
        [("30 November", "2019-11-30"), ("2 January 2020", "2020-01-02")],
    ),
    ("from 29 December to 6 January", [("29 December", "XXXX-12-29"), ("6 January", "XXXX-01-06")]),
    (
        "between December 2021 and April 3",
        [("December 2021", "2021-12"), ("April 3", "XXXX-04-03")],
    ),
    (
        "from 20 November 2018 until 6 February 2018",
        [("20 November 2018", "2018-11-20"), ("6 February 2018", "2018-02-06")],
    ),
    (
        "On 3, 5 and 9 May 2020 it rained.",
        [("3", "2020-05-03"), ("5", "2020-05-05"), ("9 May 2020", "2020-05-09")],
    ),
    # open ends
    ("It has been shut since 1994.", [("since 1994", "1994/..")]),
    ("Since July 2022, it has been shut.", [("Since July 2022", "2022-07/..")]),
    ("Since 24 February 2022 it is shut.", [("Since 24 February 2022", "2022-02-24/..")]),
    ("shut since May 3 this year", [("since May 3 this year", "XXXX-05-03/..")]),
    ("missing since the 1990s", [("since the 1990s", "199X/..")]),
    ("From 1991 until now it was shut.", [("From 1991 until now", "1991/..")]),
    ("from 10 November 2020 to date", [("from 10 November 2020 to date", "2020-11-10/..")]),
    ("from 2014 onwards", [("from 2014 onwards", "2014/..")]),
    ("head of mission, 2014–present", [("2014–present", "2014/..")]),
    ("since the 2014 ceasefire", [("2014", "2014")]),
    ("until 2026 and beyond", [("2026", "2026")]),
    # slashes, short forms, tables
    ("It snowed on 5/6 May.", [("5/6 May", "XXXX-05-05/XXXX-05-06")]),
    ("Period: Jan-Mar 2020", [("Jan-Mar 2020", "2020-01/2020-03")]),
    (
        "1 January 2020-31 December 2020",
        [("1 January 2020-31 December 2020", "2020-01-01/2020-12-31")],
    ),
    ("after the September 11 floods", [("September 11", "XXXX-09-11")]),
    ("On 24.02.22 the guns fell silent.", [("24.02.22", "2022-02-24")]),
    (
        "April, May and June 2021",
        [("April", "2021-04"), ("May", "2021-05"), ("June 2021", "2021-06")],
    ),
    # approximate
    ("It was built around 1911.", [("around 1911", "1911~")]),
    ("a map of c. 1890", [("c. 1890", "1890~")]),
]

SILENT = [
    "In all, 1987 were killed.",
    "Power of 2020m and 2020th.",
    "In the camp 1999 people lived.",
    "He may come and they March on; the march was long.",
    "Prisoners march to the sea. You may go.",
    "THE TROOPS MAY MARCH ON THE TOWN",
    "In paragraph 31.4 read 'shall'. Annex 30.2 is deleted.",
    "They counted 2,021 files and 1,994 letters.",
    "The number of unread letters fell from 2017 to 1988 overnight.",
    "File 1988/4 is missing a page.",
    "More than 2000 people and some 1950 houses were hit.",
    "2000 sandbags were laid.",
    "Resolution 1973 was quoted, as was article 2014.",
    "resolutions 1970, 1973 and 2009",
    "FROM 1710 TO 2250 THE POST WAS UNDER FIRE",
    "SHOTS WERE HEARD BETWEEN 1830 AND 2200.",
    "AT 1945 THE LIGHTS WENT OUT.",
    "COMMUNIQUE NO. 011-89 WAS READ",
    "A/RES/60/285, S/2020/1234 and A/HRC/2019/7",
    "Directive 2012/18/EU and Regulation (EC) No 1907/2006 apply.",
    "It stands at 40.2015 degrees north.",
    "They paid $2000 and 1999 euros.",
    "April Bolton and June Ferris spoke.",
    "Dial 1999-4512.",
    "The M-1990 rifle",
    "It weighs 30.02 tonnes.",
    "a ratio of 24/7",
    "Hill 1945 changed hands.",
    "Jan Petrov and Mar Tadeo were there.",
]


@pytest.mark.parametrize(("text", "expected"), STATED)
def test_stated(text: str, expected: list[tuple[str, str]]) -> None:
    assert pairs_of(text) == expected


@pytest.mark.parametrize("text", SILENT)
def test_none(text: str) -> None:
    assert pairs_of(text) == []


@pytest.mark.parametrize(("text", "expected"), STATED)
def test_every_date_is_a_period(text: str, expected: list[tuple[str, str]]) -> None:
    for _, edtf in expected:
        assert Period.parse(edtf).edtf == edtf


@pytest.mark.parametrize(("text", "expected"), STATED)
def test_line_breaks_and_double_spaces_change_nothing(
    text: str, expected: list[tuple[str, str]]
) -> None:
    values = [edtf for _, edtf in expected]
    assert [edtf for _, edtf in pairs_of(text.replace(" ", "  "))] == values
    assert [edtf for _, edtf in pairs_of(text.replace(" ", "\n"))] == values


@pytest.mark.parametrize(("text", "expected"), STATED)
def test_capitals_change_nothing(text: str, expected: list[tuple[str, str]]) -> None:
    assert [edtf for _, edtf in pairs_of(text.upper())] == [edtf for _, edtf in expected]


@pytest.mark.parametrize("text", SILENT)
def test_none_in_broken_lines_either(text: str) -> None:
    assert pairs_of(text.replace(" ", "\n")) == []


def test_rows_of_a_table_begin_with_years_and_go_on_with_counts() -> None:
    text = "Year\tKilled\tInjured\n2019\t41\t2003\n2020\t55\t17"
    assert pairs_of(text) == [("2019", "2019"), ("2020", "2020")]
    assert pairs_of("\t2019\t2020\nKilled\t41\t2003") == [("2019", "2019"), ("2020", "2020")]


def test_two_digit_years_follow_the_date_of_the_document() -> None:
    assert pairs_of("LIMA, 7 NOV 31 (EFE)", date="1935-01-02") == [("7 NOV 31", "1931-11-07")]
    assert pairs_of("LIMA, 7 NOV 31 (EFE)", date="2035-01-02") == [("7 NOV 31", "2031-11-07")]


def test_the_state_of_the_issuer_tells_the_order_of_day_and_month() -> None:
    assert pairs_of("Date: 05/04/2023", issuer_state="USA") == [("05/04/2023", "2023-05-04")]


@pytest.mark.parametrize(
    ("text", "weekday"),
    [
        ("On Tuesday, 14 June 2021, it rained.", 1),
        ("On Sunday, June 14, 2021, it rained.", 6),
        ("It rained on 14 June 2021 (Monday).", 0),
        ("It rained on 14 June 2021, a Monday.", 0),
        ("TUESDAY, 14 JUNE 2021", 1),
        ("In Friday's paper 9 July 2021 was given.", None),
        ("It rained on 14 June 2021.", None),
    ],
)
def test_weekdays_given_with_a_date(text: str, weekday: int | None) -> None:
    [claim] = dates_of(text)
    assert claim.weekday == weekday
