"""Status pages of the United Nations Treaty Collection, as a reader saved them from a browser.

The page of a treaty (``ViewDetails.aspx``) has a heading with the day of which it speaks, the
totals of signatories and parties, a table of participants with a column for each kind of act, the
declarations, territorial applications and end notes.  Its parts are found by the ends of their
ids, which browsers keep, and by the words of their headings.  Days are written day first:
"STATUS AS AT : 03-02-2026" is 3 February 2026.
"""

from __future__ import annotations

import codecs
import datetime
import email
import email.policy
import functools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree, html

from muniment.law.tables import DATA

MONTH_DAY = r"\d{1,2}\s+[A-Z][a-z]{2,8}\.?\s+\d{4}"
"""A day in a page's text, as "5 Oct 1978" or "5 October 1978"."""

_AS_AT = re.compile(r"STATUS\s+AS\s+AT\s*:?\s*(\d{1,2})-(\d{1,2})-(\d{4})", re.IGNORECASE)
_FRENCH = re.compile(r"[ÉE]TAT\s*:?\s*\d{1,2}-\d{1,2}-\d{4}|[EÉ]tat au", re.IGNORECASE)
_NUMBER = re.compile(
    r"mtdsg_no(?:=|-)([IVXL]+[-~]\d+(?:[-~][0-9A-Za-z]+)*?)(?=&|-chapter|[\"'#\s]|$)"
)
_CHAPTER = re.compile(r"CHAPTER\s+([IVXL]+)\b")
_PLACE = re.compile(r"^\s*(\d+)\s*\.\s*(?:([a-z])\s*\.?\s+(?=\S))?")
_TOTAL = {
    "signatories": re.compile(r"Signatories\s*:\s*(\d+)"),
    "parties": re.compile(r"Parties\s*:\s*(\d+)"),
}
_CELL = re.compile(rf"({MONTH_DAY})\s*(AA|[A-Za-z])?(?![A-Za-z])")
_LETTER = re.compile(r"\s*\(\s*([A-Za-z]{1,2})\s*\)\s*$")
_META_CHARSET = re.compile(rb"""(?i)charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,30})""")
_XML_HEAD = re.compile(r"\A\s*<\?xml[^>]*\?>")
_RAISED = ("sup", "superscript")
_PARTED = ("br", "p", "div", "tr", "td", "th", "li", "option")


class PageProblem(Exception):
    """A page that cannot be taken in; the message says in a sentence why, and what to do."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A participant's row: its name, its acts with their days, and the marks of its end notes."""

    name: str
    acts: tuple[tuple[str, datetime.date], ...]
    marks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StatusPage:
    """What a status page says.

    ``number`` is the treaty's number in the collection ("XXVI-1"), "" where the page does not
    tell; ``day`` that of which it speaks; ``in_force`` None while the treaty is not in force;
    ``notes`` the end notes by number, one line a paragraph; ``declared``/``provisional``/
    ``territorial`` the names under which declarations or reservations, declarations of provisional
    application, and territorial applications stand; ``left_out`` the headings of columns with days
    whose meaning is not known, and of a second table, such as that of a convention's protocols.
    """

    title: str
    number: str
    day: datetime.date | None
    in_force: datetime.date | None
    signatories: int | None
    parties: int | None
    entries: tuple[Entry, ...]
    notes: dict[int, str]
    declared: tuple[str, ...]
    provisional: tuple[str, ...]
    territorial: tuple[str, ...]
    left_out: tuple[str, ...]


@functools.cache
def page_words() -> dict[str, Any]:
    """The words and patterns by which pages are read, from ``statuspage.toml``."""
    return tomllib.loads(DATA.joinpath("statuspage.toml").read_text(encoding="utf-8"))


def read_page(data: bytes) -> StatusPage:
    """What a saved status page says. Raises PageProblem when it cannot be read as one."""
    text = _XML_HEAD.sub("", _decoded(_unpacked(data)))
    parser = html.HTMLParser(no_network=True, huge_tree=True)
    try:
        root = html.document_fromstring(text.replace("\x00", "\ufffd"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise PageProblem(
            "it cannot be read as HTML; open the treaty's page in a browser and save it again."
        ) from error
    return _Reader(root, text).page()


def read_day(text: str) -> datetime.date | None:
    """The day that a text such as "5 Oct 1978" or "5 October 1978." begins with, None if none."""
    match = re.match(r"\s*(\d{1,2})\s+([A-Za-z]{3,9})\.?\s+(\d{4})", text)
    if match is None:
        return None
    months: list[str] = page_words()["months"]
    month = match[2][:3].lower()
    if month not in months:
        return None
    return _day(int(match[3]), months.index(month) + 1, int(match[1]))


def _day(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _unpacked(data: bytes) -> bytes:
    """The HTML part of a page that was saved as one file (MHTML), any other data as it is."""
    if b"multipart/related" not in data[:4096].partition(b"<html")[0].lower():
        return data
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return payload
    raise PageProblem("it is a web archive without a page in it; save the page as HTML.")


def _decoded(data: bytes) -> str:
    if not data.strip():
        raise PageProblem("it is empty; save the treaty's page again.")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    if data.startswith(b"%PDF"):
        raise PageProblem("it is a PDF; save the treaty's page from the browser as HTML.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = _META_CHARSET.search(data[:4096])
    if declared and declared[1].lower() not in (b"utf-8", b"utf8"):
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return data.decode("cp1252", errors="replace")


class _Reader:
    """Finds the parts of one page."""

    def __init__(self, root: html.HtmlElement, text: str) -> None:
        self.root, self.text = root, text
        self.by_end: dict[str, list[html.HtmlElement]] = {}
        for element in root.iter():
            id = element.get("id") if isinstance(element.tag, str) else None
            if id:
                self.by_end.setdefault(id.rsplit("_", 1)[-1], []).append(element)
        self.left_out: list[str] = []

    def page(self) -> StatusPage:
        visible = _words(self.root)
        table = self._table(visible)
        if "</html" not in self.text[-2000:].casefold():
            raise PageProblem("it breaks off before its end; save the whole page again.")
        entries = tuple(self._entries(table))
        notes = dict(self._notes())
        marks = {mark for entry in entries for mark in entry.marks}
        if marks - notes.keys():
            missing = ", ".join(str(mark) for mark in sorted(marks - notes.keys())[:5])
            raise PageProblem(
                f"its table refers to end notes that are not in the file ({missing}); the file is "
                "cut short, and withdrawals stand in the notes: save the whole page again."
            )
        declared, provisional = self._declarations()
        title = self._title()
        return StatusPage(
            _PLACE.sub("", title).strip(),
            self._number(title),
            _as_at(visible),
            self._in_force(),
            _total(visible, "signatories"),
            _total(visible, "parties"),
            entries,
            notes,
            declared,
            provisional,
            self._territorial(),
            (*self.left_out, *self._other_tables()),
        )

    def _table(self, visible: str) -> html.HtmlElement:
        """The table of participants; raises PageProblem when there is none, or several."""
        word = page_words()["participant"]
        named = [each for each in self.by_end.get("tblgrid", ()) if each.tag == "table"]
        found = named or [
            table
            for table in self.root.iter("table")
            if (head := _heading(table))
            and head[0].casefold() == word
            and any(_kind(part) for cell in head[1:] for part in cell.split(","))
        ]
        if len(found) > 1:
            raise PageProblem(
                f"it has {len(found)} tables of participants; save each treaty's page as a file "
                "of its own."
            )
        if found:
            return found[0]
        if _FRENCH.search(visible):
            raise PageProblem("it is the page in French; save the English one.")
        if _as_at(visible) is not None:
            raise PageProblem(
                "it has no table of participants; let the page load to its end, and save it whole."
            )
        raise PageProblem(
            "it is no status page of the UN Treaty Collection: there is no “STATUS AS AT” and no "
            "table of participants in it."
        )

    def _entries(self, table: html.HtmlElement) -> Iterator[Entry]:
        rows = list(_rows(table))
        columns = [_column(heading) for heading in _heading(table)]
        last: Entry | None = None
        for row in rows[1:]:
            cells = [cell for cell in row if cell.tag in ("td", "th")]
            name = _words(cells[0]) if cells else ""
            if len(cells) != len(columns):
                raise PageProblem(
                    f"the row of {name or 'nobody'} has {len(cells)} cells where the heading has "
                    f"{len(columns)}; the table is damaged or cut short: save the page again."
                )
            acts: list[tuple[str, datetime.date]] = []
            for cell, column in zip(cells[1:], columns[1:], strict=True):
                acts.extend(self._acts(name, _words(cell), column))
            marks = tuple(mark for cell in cells for mark in _marks(cell))
            if not name and last is not None:
                # A row without a name goes on with the participant above it.
                last = Entry(last.name, (*last.acts, *acts), (*last.marks, *marks))
                continue
            if last is not None:
                yield last
            last = Entry(name, tuple(acts), marks) if name else None
        if last is not None:
            yield last

    def _acts(self, name: str, text: str, column: _Column) -> Iterator[tuple[str, datetime.date]]:
        found = list(_CELL.finditer(text))
        if not column.acts and column.plain is None:
            if found and column.heading not in self.left_out:
                self.left_out.append(column.heading)
            return
        if not found and any(character.isdecimal() for character in text):
            raise PageProblem(f"{name}, column “{column.heading}”: {text!r} is no day.")
        for match in found:
            day = read_day(match[1])
            if day is None:
                raise PageProblem(f"{name}, column “{column.heading}”: {match[1]!r} is no day.")
            kind = column.acts.get(match[2]) if match[2] else column.plain
            if kind is None:
                raise PageProblem(
                    f"{name}, column “{column.heading}”: the letter {match[2] or 'missing'!r} "
                    f"after {match[1]} is not explained in the heading."
                )
            yield kind, day

    def _other_tables(self) -> Iterator[str]:
        """The headings of the table beside that of participants, where a page has one."""
        for table in self.by_end.get("Table1", ()):
            if table.tag == "table":
                yield from _heading(table)[1:]

    def _notes(self) -> Iterator[tuple[int, str]]:
        for element in self.by_end.get("divNotesAll", ()):
            name = next((each.get("name", "") for each in element.iter("a")), "")
            if name.isdecimal():
                yield int(name), re.sub(rf"^\s*{name}\s*", "", _lines(element))

    def _declarations(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        declared, provisional = [], []
        for table in self.by_end.get("dgDec", ()):
            declared += [name for name, text in _participants(table) if text]
        heading = " ".join(
            _words(each)
            for end in ("divMainDecArt", "divDecArt")
            for each in self.by_end.get(end, ())
        )
        for table in self.by_end.get("dgDecUnderArticle", ()):
            if "provisional application" in heading.casefold():
                provisional += [name for name, _ in _participants(table)]
            else:
                declared += [name for name, text in _participants(table) if text]
        return tuple(dict.fromkeys(declared)), tuple(dict.fromkeys(provisional))

    def _territorial(self) -> tuple[str, ...]:
        names = []
        for table in self.by_end.get("tblDec", ()):
            for row in list(_rows(table))[1:]:
                cells = [cell for cell in row if cell.tag == "td"]
                names += [_words(cells[0])] if cells else []
        return tuple(dict.fromkeys(name for name in names if name))

    def _title(self) -> str:
        found = self.by_end.get("tcTreaty", ())
        title = _words(found[0]) if found else ""
        if not _PLACE.sub("", title).strip():
            raise PageProblem(
                "the treaty's title is not where the UN Treaty Collection has it; save the page "
                "again, or make a CSV of it."
            )
        return title

    def _number(self, title: str) -> str:
        """The treaty's number: from the page's own address, else from its heading."""
        forms = " ".join(each.get("action") or "" for each in self.root.iter("form"))
        links = " ".join(each.get("href") or "" for each in self.by_end.get("lnkMailTo", ()))
        match = _NUMBER.search(forms) or _NUMBER.search(links) or _NUMBER.search(self.text[:4000])
        if match is not None:
            return match[1].replace("~", "-")
        heads = " ".join(_words(each) for each in self.by_end.get("tcHead", ()))
        chapter, place = _CHAPTER.search(heads), _PLACE.match(title)
        if chapter is None or place is None:
            return ""
        return "-".join(part for part in (chapter[1], place[1], place[2]) if part)

    def _in_force(self) -> datetime.date | None:
        for element in self.by_end.get("tcText", ()):
            if "rptEIF" in element.get("id", ""):
                return read_day(_words(element))
        return None


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its heading, the act of each letter, and the act of a day without a letter."""

    heading: str
    acts: dict[str, str]
    plain: str | None


def _column(heading: str) -> _Column:
    """What the days in a column mean, by its heading: "Ratification, Accession(a)"."""
    acts: dict[str, str] = {}
    plain: list[str] = []
    for part in heading.split(","):
        kind = _kind(_LETTER.sub("", part))
        letter = _LETTER.search(part)
        if kind is not None and letter is not None:
            acts[letter[1]] = kind
        elif kind is not None:
            plain.append(kind)
    if len(set(plain)) == 1:
        return _Column(heading, acts, plain[0])
    several = "participation" if plain or acts else None
    return _Column(heading, acts, next(iter(acts.values())) if len(acts) == 1 else several)


def _kind(words: str) -> str | None:
    columns: dict[str, str] = page_words()["columns"]
    words = " ".join(words.split()).casefold()
    fitting = [beginning for beginning in columns if words.startswith(beginning)]
    return columns[max(fitting, key=len)] if fitting else None


def _rows(table: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The rows of a table, without those of tables inside it."""
    for row in table.iter("tr"):
        if next(row.iterancestors("table"), None) is table:
            yield row


def _heading(table: html.HtmlElement) -> list[str]:
    """The words of the cells of a table's first row."""
    row = next(_rows(table), None)
    if row is None:
        return []
    return [_words(cell) for cell in row if cell.tag in ("td", "th")]


def _participants(table: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """The names in a table of declarations, each with the text under it ("" when withdrawn)."""
    name = ""
    for element in table.iter("div"):
        id = element.get("id", "")
        if id.endswith("_divParticipant"):
            name = _words(element)
        elif id.endswith("_divText") and name:
            text = _words(element)
            yield name, text.removeprefix(name).strip()


def _marks(cell: html.HtmlElement) -> Iterator[int]:
    """The numbers of the end notes that a cell refers to."""
    for link in cell.iter("a"):
        target = (link.get("href") or "").rpartition("#")[2]
        if target.isdecimal():
            yield int(target)


def _words(element: html.HtmlElement) -> str:
    """The words of an element without raised marks, with single spaces."""
    return " ".join("".join(_pieces(element, _RAISED)).split())


def _lines(element: html.HtmlElement) -> str:
    """The words of an element, one line a paragraph."""
    text = "".join(_pieces(element, ()))
    return "\n".join(line for each in text.split("\n") if (line := " ".join(each.split())))


def _pieces(element: html.HtmlElement, dropped: tuple[str, ...]) -> Iterator[str]:
    """The text in an element in order; a break is "\\n", scripts and dropped tags are left out."""
    waiting: list[html.HtmlElement | str] = [element]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
            continue
        if each is not element and each.tail:
            waiting.append(each.tail)
        if not isinstance(each.tag, str) or each.tag in (*dropped, "script", "style"):
            continue
        if each.tag in _PARTED:
            yield "\n"
        waiting.extend(reversed(each))
        if each.text:
            waiting.append(each.text)


def _as_at(visible: str) -> datetime.date | None:
    match = _AS_AT.search(visible)
    return _day(int(match[3]), int(match[2]), int(match[1])) if match else None


def _total(visible: str, name: str) -> int | None:
    match = _TOTAL[name].search(visible)
    return int(match[1]) if match else None
