"""United Nations and European document symbols: what they say of body, session and number.

UN Editorial Manual: to its thirtieth session the General Assembly numbered resolutions on and
named the session, ``A/RES/3166 (XXVIII)``; from the thirty-first on the session is in the symbol,
``A/RES/60/285``, parts have letters (``31/16 A``) and special and emergency sessions their own
numbers (``S-8/1``, ``ES-11/1``). The Security Council names the year, ``S/RES/2139 (2014)``.
Other documents have their session or year in the second part, ``A/70/180``, ``S/2015/123``, after
that of a committee if there is one, ``A/C.3/70/L.3``. Acts of the European Union have the year of
publication and a number, ``2012/18/EU``; regulations before 2015 the number first, ``No 269/2014``.
"""

from __future__ import annotations

import datetime
import functools
import re
from typing import NamedTuple

from muniment.law.tables import read_table

GENERAL_ASSEMBLY, SECURITY_COUNCIL = "General Assembly", "Security Council"
HUMAN_RIGHTS_COUNCIL, PACE = "Human Rights Council", "Parliamentary Assembly"
ECONOMIC_COUNCIL, EUROPEAN_UNION = "Economic and Social Council", "European Union"
RESOLUTION, RECOMMENDATION, STATEMENT, DOCUMENT = "RES", "REC", "PRST", "document"
FIRST_SESSION_YEAR = 1946
LAST_NUMBERED_ON = 30
"""The last session of the General Assembly whose resolutions were numbered on."""
MOST_RESOLUTIONS = {GENERAL_ASSEMBLY: 450, HUMAN_RIGHTS_COUNCIL: 90}
"""More than a session of the body has ever adopted."""
YEARS_AHEAD = 10
"""A session so many years after the newest resolution known is none yet, for a slip of a digit."""

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_PATTERNS = {
    "symbol": r"(?P<body>A|S|A/HRC)/(?P<kind>RES|PRST|DEC)/(?P<rest>\S.*)",
    "document": (
        r"(?P<body>A|S|E|A/HRC)(?:(?:/(?:C|CN|SC|WG|AC|Sub)\.\d+)*/(?P<year>(?:19|20)\d\d)"
        r"|(?:/C\.\d)?/(?P<session>\d\d))/\S+"
    ),
    "numbered": (
        r"(?P<number>\d{1,4})(?: ?(?P<part>[A-Z]))? "
        r"?\((?P<special>(?:ES|S)-)?(?P<roman>[IVXLC]+)\)"
    ),
    "session": r"(?P<session>(?:ES-|S-)?\d{1,3})/(?P<number>\d{1,4})(?: ?(?P<part>[A-Z]))?",
    "yearly": r"(?P<number>\d{1,5})(?: ?\((?P<year>\d{4})\))?",
    "dated": r"(?P<rest>.+?) ?\((?P<year>(?:19|20)\d\d)\)",
    "union": (
        r"(?:\((?:EU|EC|EEC|Euratom)\) )?(?P<no>No\.? ?)?(?P<first>\d{1,4})/(?P<second>\d{1,4})"
        r"(?P<suffix>/(?:EU|EC|EEC|ECSC|Euratom|EURATOM|JHA|CFSP)\b)?"
    ),
    "statement": r"(?P<year>\d{4})/(?P<number>\d{1,3})",
    "year": r"(?:19[5-9]|20)\d\d?",
}
_LEAD = (
    r"(?i:(?:(?:PACE|UNSC|UN|Security Council|Parliamentary Assembly) )?"
    r"(?:resolution|recommendation)s? (?:no\.? ?)?)"
)


class Symbol(NamedTuple):
    """A resolution or statement as its symbol or number names it.

    ``session`` is the body's session ("ES-11" for an emergency one), ``number`` its number there
    or its running number, ``year`` the year that the symbol itself gives; ``text`` the symbol in
    its standard form.
    """

    body: str
    kind: str
    session: str | None
    number: int
    year: int | None
    text: str


class Anchor(NamedTuple):
    """A resolution whose number and day are known, from which others are bounded."""

    number: int
    session: str
    date: datetime.date


def read_symbol(symbol: str, body: str | None = None, *, words: str = "") -> Symbol | None:
    """The document that a symbol, or a number with its body, names; None when it is neither.

    ``symbol`` is such as "A/RES/60/285", "60/285", "3166 (XXVIII)", "2139 (2014)", "1588 (2007)"
    or "2012/18/EU"; ``body`` one of the bodies above where the text names it; ``words`` those
    before a bare number, which may call it a recommendation.
    """
    text = " ".join(symbol.replace("–", "-").split())
    match = _whole("symbol", text)
    if match is None:
        document = _whole("document", text)
        if document is not None:
            return _document(document)
        return _bare(re.sub(_LEAD, "", text, count=1), body, f"{words} {text}".casefold())
    kind, rest = match["kind"], match["rest"]
    if match["body"] == "S":
        return _council(kind, rest)
    named = HUMAN_RIGHTS_COUNCIL if match["body"] == "A/HRC" else GENERAL_ASSEMBLY
    dated = _whole("dated", rest)
    if dated is None:
        return _assembly(named, kind, rest)
    found = _assembly(named, kind, dated["rest"])
    return found._replace(year=int(dated["year"])) if found else None


def possible_days(symbol: Symbol) -> tuple[datetime.date, datetime.date] | None:
    """The first and the last day on which a document with this symbol can have been adopted.

    None where nothing bounds it.
    """
    if symbol.kind.startswith(DOCUMENT):
        return _document_days(symbol)
    if symbol.kind == STATEMENT and symbol.year is not None:
        return datetime.date(symbol.year, 1, 1), datetime.date(symbol.year, 12, 31)
    if symbol.session is not None:
        if symbol.body == HUMAN_RIGHTS_COUNCIL:
            return _council_session(symbol.session)
        if symbol.body == GENERAL_ASSEMBLY and symbol.session.isdecimal():
            return _session_days(int(symbol.session))
        return None  # a special session, which may sit for years
    if symbol.body in _SHORT and symbol.kind == RESOLUTION:
        return _between(symbol.body, symbol.number)
    return None


def contradiction(symbol: Symbol) -> str | None:
    """What in a symbol contradicts itself, as a sentence without a full stop; else None.

    Only what the anchors in ``un_numbers.csv`` and the calendar of sessions exclude is one.
    """
    if symbol.kind in (RESOLUTION, STATEMENT) and symbol.number < 1:
        return "numbers begin at 1"
    within = range(FIRST_SESSION_YEAR, _newest_year() + YEARS_AHEAD + 1)
    if (
        symbol.kind in (RESOLUTION, STATEMENT)
        and symbol.year is not None
        and symbol.year not in within
    ):
        return f"there are none of {symbol.year}"
    if symbol.year is not None and symbol.kind == RESOLUTION:
        days = possible_days(symbol)
        if days is not None and not days[0].year <= symbol.year <= days[1].year:
            return f"number {symbol.number} is of {_years(days)}, not of {symbol.year}"
    if symbol.kind.startswith(DOCUMENT) or symbol.session is None or not symbol.session.isdecimal():
        return None
    most = MOST_RESOLUTIONS.get(symbol.body)
    session = int(symbol.session)
    numbered_on = symbol.body == GENERAL_ASSEMBLY and session <= LAST_NUMBERED_ON
    if most is not None and symbol.number > most and not numbered_on and "(" not in symbol.text:
        return f"no session of the {symbol.body} has adopted so many resolutions"
    if symbol.body != GENERAL_ASSEMBLY:
        return None
    return _session_contradiction(symbol, session)


@functools.cache
def _newest_year() -> int:
    """The year of the newest resolution whose day is known."""
    return max(anchor.date for body in _SHORT for anchor in anchors(body)).year


def _session_contradiction(symbol: Symbol, session: int) -> str | None:
    """What in a resolution's session of the General Assembly contradicts the rest of it."""
    own = _session_days(session)
    if own[0].year > _newest_year() + YEARS_AHEAD:
        return f"session {session} of the General Assembly begins only in {own[0].year}"
    if session > LAST_NUMBERED_ON and "(" in symbol.text:
        return (
            f"from session {LAST_NUMBERED_ON + 1} on the session stands before the number, "
            f"as in A/RES/{session}/{symbol.number}"
        )
    if session <= LAST_NUMBERED_ON:
        if "(" not in symbol.text:
            return f"session {session} still numbered its resolutions on, with the session after"
        days = _between(GENERAL_ASSEMBLY, symbol.number)
        if days is not None and (days[1] < own[0] or days[0] > own[1]):
            return (
                f"resolution {symbol.number} is of {_years(days)}, "
                f"and session {session} of {_years(own)}"
            )
    return None


def _bare(text: str, body: str | None, words: str) -> Symbol | None:
    """A document by its number alone: ``words`` are all that the text has, in small letters."""
    if body == EUROPEAN_UNION:
        return _union(text)
    if match := _whole("numbered", text):
        if body in (None, GENERAL_ASSEMBLY):
            return _assembly(GENERAL_ASSEMBLY, RESOLUTION, text)
        return None
    if match := _whole("session", text):
        if body in (GENERAL_ASSEMBLY, HUMAN_RIGHTS_COUNCIL):
            return _assembly(body, RESOLUTION, text)
        if body is None and text.startswith("ES-"):
            return _assembly(GENERAL_ASSEMBLY, RESOLUTION, text)
        return None
    match = _whole("yearly", text)
    if match is None or body not in (SECURITY_COUNCIL, PACE):
        return None
    if body == SECURITY_COUNCIL:
        return _council(RESOLUTION, text)
    year = int(match["year"]) if match["year"] else None
    recommends = any(word.startswith("recom") for word in words.split())
    return Symbol(
        PACE,
        RECOMMENDATION if recommends else RESOLUTION,
        None,
        int(match["number"]),
        year,
        f"PACE {'Recommendation' if recommends else 'Resolution'} {text}",
    )


def _union(text: str) -> Symbol | None:
    """An act of the European Union; its session is the year or number that stands first."""
    match = _whole("union", text)
    if match is None:
        return None
    first, second = match["first"], match["second"]
    number_first = match["suffix"] is None and (match["no"] or not _whole("year", first))
    year = int(second if number_first else first)
    if year < 100:
        year += 1900 if year > 50 else 2000
    return Symbol(EUROPEAN_UNION, "act", first, int(second), year, text)


def _document(match: re.Match[str]) -> Symbol | None:
    """A document that is no resolution; its session (or year) bounds its day."""
    bodies = {"A": GENERAL_ASSEMBLY, "S": SECURITY_COUNCIL, "E": ECONOMIC_COUNCIL}
    body = bodies.get(match["body"], HUMAN_RIGHTS_COUNCIL)
    year = int(match["year"]) if match["year"] else None
    return Symbol(body, f"{DOCUMENT} {match.group()}", match["session"], 0, year, match.group())


def _council(kind: str, rest: str) -> Symbol | None:
    if kind == STATEMENT:
        statement = _whole("statement", rest)
        if statement is None:
            return None
        year, number = int(statement["year"]), int(statement["number"])
        return Symbol(SECURITY_COUNCIL, kind, None, number, year, f"S/PRST/{year}/{number}")
    match = _whole("yearly", rest)
    if match is None:
        return None
    year_given = int(match["year"]) if match["year"] else None
    number = int(match["number"])
    written = f"S/RES/{number}" + (f" ({year_given})" if year_given else "")
    return Symbol(SECURITY_COUNCIL, kind, None, number, year_given, written)


def _assembly(body: str, kind: str, rest: str) -> Symbol | None:
    prefix = "A/HRC" if body == HUMAN_RIGHTS_COUNCIL else "A"
    if match := _whole("numbered", rest):
        session = f"{match['special'] or ''}{roman(match['roman'])}"
        return Symbol(body, kind, session, int(match["number"]), None, f"{prefix}/{kind}/{rest}")
    if match := _whole("session", rest):
        return Symbol(
            body, kind, match["session"], int(match["number"]), None, f"{prefix}/{kind}/{rest}"
        )
    return None


def roman(text: str) -> int:
    """The value of a Roman numeral of I, V, X, L and C, as sessions are numbered."""
    values = [_ROMAN[letter] for letter in text]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))


def _whole(form: str, text: str) -> re.Match[str] | None:
    """The text as one of the forms, whose patterns are made when first asked for."""
    return re.fullmatch(_PATTERNS[form], text)


@functools.cache
def anchors(body: str) -> tuple[Anchor, ...]:
    """The anchors of a body, by number. Raises LawDataError when ``un_numbers.csv`` is broken."""
    found = []
    columns = ("body", "number", "session", "date", "source")
    for row in read_table("un_numbers.csv", columns, begins=f"{_SHORT[body]},"):
        day = row.date("date")
        if day is None or not row["number"].isdecimal():
            raise row.error("a number and a day are needed.")
        found.append(Anchor(int(row["number"]), row["session"], day))
    return tuple(sorted(found, key=lambda each: (each.number, each.date)))


_SHORT = {
    GENERAL_ASSEMBLY: "GA",
    SECURITY_COUNCIL: "SC",
    HUMAN_RIGHTS_COUNCIL: "HRC",
    PACE: "PACE",
}


def _document_days(symbol: Symbol) -> tuple[datetime.date, datetime.date] | None:
    """The days of a document: those of its year or session, and of a year about them, since papers
    are issued before a session opens, and letters after the year that they are dated in."""
    if symbol.year is not None:
        return datetime.date(symbol.year - 1, 1, 1), datetime.date(symbol.year, 12, 31)
    session = symbol.session or ""
    days = (
        _council_session(session)
        if symbol.body == HUMAN_RIGHTS_COUNCIL
        else _session_days(int(session))
    )
    if days is None:
        return None
    return days[0].replace(year=days[0].year - 1, day=1), days[1].replace(
        year=days[1].year + 1, day=1
    )


def _session_days(session: int) -> tuple[datetime.date, datetime.date]:
    """The first and last day of a regular session of the General Assembly, which opens in
    September (the first sat from January 1946) and ends when the next one opens."""
    year = FIRST_SESSION_YEAR - 1 + session
    first = datetime.date(1946, 1, 10) if session == 1 else datetime.date(year, 9, 1)
    return first, datetime.date(year + 1, 9, 30)


def _council_session(session: str) -> tuple[datetime.date, datetime.date] | None:
    days = [anchor.date for anchor in anchors(HUMAN_RIGHTS_COUNCIL) if anchor.session == session]
    return (min(days), max(days)) if days else None


def _between(body: str, number: int) -> tuple[datetime.date, datetime.date] | None:
    """The days of the nearest anchors on both sides of a running number; None without both."""
    known = anchors(body)
    below = [anchor.date for anchor in known if anchor.number <= number]
    above = [anchor.date for anchor in known if anchor.number >= number]
    return (max(below), min(above)) if below and above else None


def _years(days: tuple[datetime.date, datetime.date]) -> str:
    first, last = days[0].year, days[1].year
    return str(first) if first == last else f"{first} to {last}"
