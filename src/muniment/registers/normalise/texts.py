"""Text, names, identifiers, places: the same words without what a keyboard or a program left in."""

from __future__ import annotations

import datetime
import functools
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from muniment.registers.kind import UNKNOWN, Field
from muniment.registers.normalise.model import Context, Reading, Remark
from muniment.registers.normalise.words import LOST, Gap, gap

_CUT_NUMBER = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d+")
_LOOKALIKES = Path(__file__).parent / "lookalikes.toml"
_MOST = 100_000
_INVISIBLE = re.compile(
    "[\u00ad\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\0]"
)
_SPACES = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")
_ONE_ALPHABET = re.compile(
    r"(?:[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]|[\W\d_])*"
    r"|(?:[\u0400-\u052f]|[\W\d_])*|(?:[\u0530-\u058f]|[\W\d_])*"
    r"|(?:[\u10a0-\u10ff]|[\W\d_])*|(?:[\u0600-\u06ff]|[\W\d_])*"
)
_GEOMETRY = re.compile(
    r"(?i)(?:SRID=\d+;)?\s*(?:(?:MULTI)?(?:POINT|LINESTRING|POLYGON)|GEOMETRYCOLLECTION)\s*(?:Z?M?)"
    r"\s*\(.*\)\s*$|\{.*\"(?:coordinates|geometries|geometry)\".*\}\s*$"
)
_WORD = re.compile(r"[^\W\d_]+")
_DIGIT_IN_NAME = re.compile(r"\d")
_MOJIBAKE = re.compile(r"[ÐÑÃÂ][\x80-\xbf\u00a0-\u00bf]|Ð[^\sa-z]|Ã[^\sa-z]|â€")


def cell_text(cell: Any) -> str:
    """A cell as text: whole numbers without ".0", days as ISO 8601, spaces single and trimmed."""
    if isinstance(cell, str):
        return clean(cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    if isinstance(cell, Mapping):
        return " ".join(filter(None, (cell_text(part) for part in cell.values())))
    return "" if cell is None else str(cell)


def as_written(cell: Any) -> str:
    """A cell, or the parts of one, as text for a person to find it by."""
    if cell is None:
        return ""
    if isinstance(cell, Mapping):
        return ", ".join(as_written(part) for part in cell.values() if part not in (None, ""))
    return str(cell)


def clean(text: str) -> str:
    """A text in NFC, without invisible characters, its words one space apart."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    text = _INVISIBLE.sub("", text)
    return _SPACES.sub(" ", text).strip()


def text_readings(
    field: Field, cells: Sequence[Any], context: Context
) -> tuple[list[Reading], tuple[str, ...]]:
    """The readings of a column of text, names, identifiers, places or links."""
    name = field.type in ("name", "place")

    def read(cell: Any) -> Reading:
        if cell is None:
            return _NOTHING
        text = cell_text(cell)
        missing = gap(text, name=name) if len(text) < 40 else None
        if missing is Gap.NOT_GIVEN:
            return _NOTHING
        if missing is Gap.UNKNOWN:
            return _UNKNOWN
        if missing in LOST:
            return Reading((None,), (LOST[missing],))
        if text.isascii() and not name:
            return Reading((text,), _odd_cell(text, cell, field))
        remarks = list(_odd_cell(text, cell, field))
        if field.type != "text":
            text, mended = unmixed(text)
            remarks += mended
        if field.type == "name" and _DIGIT_IN_NAME.search(text):
            remarks.append(Remark("a name with a digit in it"))
        return Reading((text,), tuple(remarks))

    return [read(cell) for cell in cells], ()


_NOTHING = Reading((None,))
_UNKNOWN = Reading((UNKNOWN,))


def _people(cell: str) -> int:
    """How many lines of a cell have a name of two words or more."""
    return 0 if "\n" not in cell else sum(len(line.split()) > 1 for line in cell.splitlines())


def _odd_cell(text: str, cell: Any, field: Field) -> tuple[Remark, ...]:
    remarks = []
    if _CONTROL.search(text):
        remarks.append(Remark("has characters that could not be read; check the file's encoding"))
    elif not text.isascii() and _MOJIBAKE.search(text):
        remarks.append(Remark("looks as if the file was read in a wrong encoding"))
    if field.type == "name" and isinstance(cell, str) and _people(cell) > 1:
        remarks.append(Remark("has several lines of names: more than one person may stand in it"))
    if field.type == "name" and not isinstance(cell, str | Mapping):
        remarks.append(Remark("a number or a date where a name is expected"))
    if field.type == "identifier" and _CUT_NUMBER.fullmatch(text):
        remarks.append(
            Remark("a spreadsheet program has cut the digits of this number; get it as text")
        )
    if field.type == "url" and not re.match(r"(?i)[a-z][a-z0-9+.-]*:\S+$|www\.\S+$", text):
        remarks.append(Remark("is no address of a page, such as https://example.org/a"))
    if field.type == "geometry" and not _GEOMETRY.match(text):
        remarks.append(Remark("is no WKT such as POINT(46.2 40.1), and no GeoJSON"))
    if len(text) > _MOST:
        remarks.append(Remark(f"is longer than {_MOST} characters"))
    return tuple(remarks)


def unmixed(text: str) -> tuple[str, list[Remark]]:
    """A text whose words are each of one alphabet, and what is odd of those that were not."""
    if text.isascii() or _ONE_ALPHABET.fullmatch(text):
        return text, []
    remarks: list[Remark] = []

    def mend(match: re.Match[str]) -> str:
        word = match.group()
        mended = _in_one_alphabet(word)
        if mended is None:
            return word
        if mended == word:
            remarks.append(Remark("has a word with letters of more than one alphabet"))
            return word
        remarks.append(
            Remark("has a word with letters of another alphabet that look alike; read as one")
        )
        return mended

    mended = _WORD.sub(mend, text)
    return mended, list(dict.fromkeys(remarks))


def _in_one_alphabet(word: str) -> str | None:
    """The word with look-alikes replaced; itself where they do not help; None if it is fine."""
    scripts = [_script(letter) for letter in word]
    kinds = set(scripts) - {""}
    if len(kinds) < 2:
        return None
    if kinds != {"LATIN", "CYRILLIC"}:
        return word
    latin, cyrillic = scripts.count("LATIN"), scripts.count("CYRILLIC")
    to_cyrillic, to_latin = _lookalikes()
    tables = [to_cyrillic, to_latin] if cyrillic >= latin else [to_latin, to_cyrillic]
    for table in tables:
        mended = word.translate(table)
        if len({_script(letter) for letter in mended} - {""}) == 1:
            return mended
    return word


@functools.lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    name = unicodedata.name(letter, "").split(" ", 1)[0]
    return (
        "" if unicodedata.category(letter)[0] != "L" or name in ("MODIFIER", "FEMININE") else name
    )


@functools.cache
def _lookalikes() -> tuple[dict[int, str], dict[int, str]]:
    table = tomllib.loads(_LOOKALIKES.read_text(encoding="utf-8"))["latin_cyrillic"]
    return str.maketrans(table), str.maketrans({there: here for here, there in table.items()})
