"""What a document says of itself: title, issuer, place, date, addressees, language.

What front matter or mail fields state outright is taken as it is. Otherwise only what the text
states in the usual places is: a dateline, a line that is a date, a letterhead, the title, the
signature, "addressed to …". What is not stated, or stated in two ways, stays unknown: a wrong
date would make honest documents look impossible.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from muniment.documents.cues import cues, states
from muniment.documents.document import Document
from muniment.documents.formats.parts import Parts
from muniment.documents.language import UNDETERMINED, detect_language
from muniment.documents.own_dates import date_of, date_pattern

_HEAD_LINES = 14
_TAIL_LINES = 14
_LONGEST_LINE = 300
_LONGEST_DATE_LINE = 60
_MARKS = re.compile(r"^[\s#>*_]+|[\s*_]+$")
_NAME = re.compile(
    r"^(?:[A-Z][\w.'’-]*\.?\s+){1,4}[A-Z][\w'’-]+,?$",
)
_STOPPED = re.compile(r"[.;:,!?…][\"'”’»)\]*_]*$")
_CODE_LINE = re.compile(r"^[A-Z0-9][A-Z0-9/._-]*\d[A-Z0-9/._-]*(?:\s*\([^)]*\))?$")


def describe(document: Document, parts: Parts) -> None:
    """Fill in what the document states of itself; what it does not state stays None."""
    stated = parts.stated
    start, end = document.body
    document.language = stated.get("language") or detect_language(document.text[start:end])
    if document.language == UNDETERMINED:
        document.language = parts.hints.get("language", UNDETERMINED)
    found = _Statements(
        _head(document), _tail(document), _first_paragraphs(document), parts.hints.get("title")
    )
    document.date = stated.get("date") or (None if _is_chronicle(document) else found.date())
    document.place = stated.get("place") or found.place()
    document.title = stated.get("title") or found.title()
    document.issuer = stated.get("issuer") or found.issuer()
    document.issuer_state = stated.get("issuer_state") or _state_of(document.issuer)
    document.addressees = parts.addressees or found.addressees()


def _rows(document: Document, paragraphs: Sequence[tuple[int, int]]) -> list[str]:
    """The lines of paragraphs, without marks of emphasis; an emphasised paragraph is one line."""
    rows: list[str] = []
    for start, end in paragraphs:
        source = document.text[start : min(end, start + 3000)]
        if source[:1] in "*_#" and "\t" not in source:
            rows.append(_MARKS.sub("", " ".join(source.split())))
        else:
            rows += [line for each in source.splitlines() if (line := _MARKS.sub("", each))]
    return rows


def _first_paragraphs(document: Document) -> list[str]:
    """The first paragraphs, each as one line; a line that is a date is no part of a title."""
    opening = []
    for start, end in document.paragraphs[:6]:
        lines = document.text[start : min(end, start + 3000)].splitlines()
        plain = [line for line in lines if _line_date(_MARKS.sub("", line)) is None]
        opening.append(_MARKS.sub("", " ".join(" ".join(plain or lines).split())))
    return opening


def _head(document: Document) -> list[str]:
    return _rows(document, document.paragraphs[:_HEAD_LINES])[:_HEAD_LINES]


def _tail(document: Document) -> list[str]:
    return _rows(document, document.paragraphs[-_TAIL_LINES:])[-_TAIL_LINES:]


def _is_chronicle(document: Document) -> bool:
    """Whether lines that are dates head the parts of the text, as in a chronicle of events."""
    dates: set[str] = set()
    for start, end in document.paragraphs:
        if end - start <= _LONGEST_DATE_LINE:
            date = _line_date(_MARKS.sub("", document.text[start:end]))
            if date is not None:
                dates.add(date)
    return len(dates) > 2


class _Statements:
    """Looks for what the first and last lines of a document state."""

    def __init__(
        self, head: list[str], tail: list[str], openings: list[str], hinted_title: str | None
    ) -> None:
        self._head = head
        self._tail = tail
        self._openings = openings
        self._hinted_title = hinted_title
        self._dateline = next(
            (found for row in head[:8] if (found := _dateline().match(row))), None
        )

    def date(self) -> str | None:
        """The one date by which the document dates itself."""
        if self._dateline is not None:
            return date_of(self._dateline)
        for row in self._head:
            found = _labelled_date().match(row)
            if found:
                return date_of(found)
        top = {date for row in self._head if (date := _line_date(row))}
        bottom = {date for row in self._tail if (date := _line_date(row))}
        titles = {date for row in self._head[:5] if (date := _title_date(row))}
        for dates in (top | bottom, titles):
            if len(dates) == 1:
                return dates.pop()
            if dates:
                return None
        return None

    def place(self) -> str | None:
        """The place before the date, in a dateline or a line of both."""
        if self._dateline is not None:
            return " ".join(self._dateline["place"].split())
        for row in [*self._head, *self._tail]:
            found = _date_line().match(row)
            if found and found["place"]:
                return " ".join(found["place"].split())
        return None

    def title(self) -> str | None:
        """The first short line that reads like a title."""
        candidates = [text for text in self._openings if _could_be_title(text)]
        if self._hinted_title:
            wanted = _plain(self._hinted_title)
            for text in candidates:
                if _plain(text) and _plain(text) in wanted:
                    return text
        kinds = re.compile(rf"(?i)\b{cues().any_of('kinds')}s?\b")
        for text in candidates:
            if kinds.search(text):
                return text
        if not candidates or candidates[0] != self._openings[0]:
            return None
        if not _is_institution(candidates[0]):
            return candidates[0]
        return candidates[1] if len(candidates) > 1 else None

    def issuer(self) -> str | None:
        """Who signs, or is named in the title, the letterhead or the dateline."""
        return (
            self._labelled_sender()
            or self._signature()
            or self._title_issuer()
            or self._letterhead()
            or (self._dateline["agency"] if self._dateline is not None else None)
        )

    def addressees(self) -> tuple[str, ...]:
        """Those whom the document says it is addressed to."""
        pattern = re.compile(rf"(?is)\b{cues().any_of('addressed')}\s+(?P<whom>.{{3,2500}})$")
        for row in [*self._tail[::-1], *self._head]:
            found = pattern.search(row)
            if found and len(row) < 3000:
                whom = re.split(r"(?<=[a-z)])\.(?:\s|$)", found["whom"])[0]
                return _listed(whom)
        label = re.compile(rf"(?i)^{cues().any_of('address_labels')}\s*:\s*(?P<whom>.{{3,300}})$")
        for row in self._head:
            found = label.match(row)
            if found:
                return _listed(found["whom"])
        return ()

    def _labelled_sender(self) -> str | None:
        label = re.compile(rf"(?i)^{cues().any_of('sender_labels')}\s*:\s*(?P<who>.{{3,160}})$")
        for row in self._head:
            found = label.match(row)
            if found:
                return _without_article(found["who"])
        return None

    def _signature(self) -> str | None:
        """A line with a name, then a line with a role and its institution, near the end."""
        role = re.compile(rf"(?i)\b{cues().any_of('roles')}\b")
        for before, row in pairwise(self._tail[-8:]):
            text = row
            if (
                row not in self._head[:3]
                and _NAME.match(before)
                and len(before) < 50
                and len(text) < 160
                and role.search(text)
                and not text.endswith((".", ":", ";", "?", "!"))
                and text[:1].isupper()
                and not _NAME_ONLY.match(text)
            ):
                return _without_article(text)
        return None

    def _title_issuer(self) -> str | None:
        title = self.title()
        if title is None:
            return None
        words = cues()
        found = re.search(
            rf"(?i)\b{words.any_of('kinds')}\s+{words.any_of('by')}\s+(?P<who>.{{4,200}}?)"
            rf"(?=\s+{words.any_of('issuer_ends')}\b|\s*[:;–—]|\s+-\s|$)",
            title,
        )
        if found and _is_institution(found["who"]):
            return _without_article(found["who"])
        return None

    def _letterhead(self) -> str | None:
        title = self.title()
        for row in self._head[:3]:
            text = row
            if text == title or len(text) >= 100:
                continue
            if _could_be_title(text) and _starts_as_letterhead(text):
                return _without_article(text)
        return None


_NAME_ONLY = re.compile(r"^\w+$")


@lru_cache(maxsize=1)
def _dateline() -> re.Pattern[str]:
    """The start of wire copy: "ORU, 20 MAY 88 (ABC) --", "Oru (12 March 2021) –"."""
    return re.compile(
        r"^(?P<place>[A-Z][\w.'’/-]*(?:[ ,]{1,2}\(?[A-Z][\w.'’/-]*\)?){0,4}),?\s*"
        rf"[( ](?i:{date_pattern()})\)?\s*(?:\((?P<agency>[^()]{{2,60}})\)\s*)?(?:--|—|–|-(?=\s))"
    )


@lru_cache(maxsize=1)
def _date_line() -> re.Pattern[str]:
    """A line that is a date: "4 May 2031", "Oru, Monday, 4 May 2031", "4 May 2031 - 15:20"."""
    return re.compile(
        r"^(?:(?P<place>[A-Z][\w.'’-]+(?:[ -][A-Z][\w.'’-]+){0,3}),\s+)?"
        rf"(?i:{date_pattern()})\.?"
        r"(?:\s*[-–—,|]?\s*\d{1,2}[:.]\d{2}(?:\s*(?:h|hrs|GMT|UTC|CET|EST))?)?$"
    )


@lru_cache(maxsize=1)
def _labelled_date() -> re.Pattern[str]:
    return re.compile(
        rf"(?i)^{cues().any_of('date_labels')}(?:\s*:\s*|\s+)(?:{date_pattern()})\.?$"
    )


@lru_cache(maxsize=1)
def _dated_title() -> re.Pattern[str]:
    return re.compile(
        rf"(?i)^.{{4,110}}?(?:\s*[|,–—(]\s*|\s+-\s+|\s+)(?:as of\s+)?(?:{date_pattern()})\)?$"
    )


def _line_date(text: str) -> str | None:
    found = _date_line().match(text)
    return date_of(found) if found else None


def _title_date(text: str) -> str | None:
    if not re.search(rf"(?i)\b{cues().any_of('kinds')}\b", text):
        return None
    found = _dated_title().match(text)
    return date_of(found) if found else None


def _could_be_title(text: str) -> bool:
    first = re.split(r"\W+", text.lower().lstrip('"“'), maxsplit=1)[0]
    return (
        6 <= len(text) <= _LONGEST_LINE
        and not _STOPPED.search(text)
        and not _CODE_LINE.match(text)
        and text.lower() not in cues().words("sections")
        and _line_date(text) is None
        and _dateline().match(text) is None
        and first not in cues().words("salutations")
        and "\t" not in text
        and "@" not in text
        and any(char.isalpha() for char in text)
        and (text[0].isupper() or text[0].isdigit() or not text[0].isascii())
    )


def _is_institution(text: str) -> bool:
    return bool(re.search(rf"(?i)\b{cues().any_of('institutions')}s?\b", text))


def _starts_as_letterhead(text: str) -> bool:
    words = text.split()
    return (
        _is_institution(text)
        and len(words) <= 14
        and not re.search(rf"(?i)\b{cues().any_of('kinds')}\b", text)
        and all(word[:1].isupper() or len(word) <= 4 or not word[:1].isalpha() for word in words)
    )


def _without_article(text: str) -> str:
    articles = cues().any_of("articles")
    return re.sub(rf"(?i)^{articles}\s+", "", " ".join(text.split()).strip(" ,;*_"))


def _listed(text: str) -> tuple[str, ...]:
    """The names in a list, as written, without articles and joining words."""
    names = []
    for piece in re.split(r"[,;]\s+", " ".join(text.split())):
        name = re.sub(r"(?i)^(?:and|or|as well as|also)\s+", "", piece.strip(" .*_"))
        name = _without_article(re.sub(r"(?i)^to\s+", "", name))
        if len(name) > 1:
            names.append(name)
    return tuple(dict.fromkeys(names))


def _plain(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def _state_of(issuer: str | None) -> str | None:
    """The state whose organ the issuer's name says it is, if it names just one."""
    if issuer is None or not re.search(rf"(?i)\b{cues().any_of('organs')}\b", issuer):
        return None
    names = sorted(states(), key=len, reverse=True)
    found: set[str] = set()
    rest = issuer.lower()
    for name in names:
        if name not in rest:
            continue  # most are not: no need to look for the ends of words
        pattern = rf"\b{re.escape(name)}\b"
        if re.search(pattern, rest):
            found.add(states()[name])
            rest = re.sub(pattern, " ", rest)
    return found.pop() if len(found) == 1 else None
