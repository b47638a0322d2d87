"""Cells that say that a value is missing: not known, not given, or lost in a formula."""

from __future__ import annotations

import enum
import functools
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

from muniment.registers.normalise.model import Remark

_FILE = Path(__file__).parent / "words.toml"
FAILED = Remark("the spreadsheet shows the error of a formula instead of a value", "error")

DITTO = Remark(
    "the mark says “as in the row above”, which is not so any more once rows are sorted: write "
    "the value out",
    "error",
)


class Gap(enum.Enum):
    """Why a cell has no value."""

    UNKNOWN = "unknown"
    NOT_GIVEN = "not given"
    FAILED_FORMULA = "failed formula"
    DITTO = "ditto"


LOST = {Gap.FAILED_FORMULA: FAILED, Gap.DITTO: DITTO}
"""What to say of cells whose value is lost."""


def gap(text: str, *, name: bool = False) -> Gap | None:
    """Why a text is no value, or None where it is one; in names "Na" and "X" are values."""
    word = text.casefold().strip("()[]")
    if len(word) > 2 and not word.strip("#"):
        return Gap.FAILED_FORMULA
    found = _gaps().get(word)
    return None if found is not None and name and _plain(word) in _names() else found


def _plain(text: str) -> str:
    """Small letters, no accents, single spaces; signs are kept, since "-" and "n/a" are words."""
    small = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in small if not unicodedata.combining(c)).split()).strip("()[]")


@functools.cache
def _gaps() -> dict[str, Gap]:
    words = _words()
    found = {"": Gap.NOT_GIVEN}
    for key, meaning in (
        ("not_given", Gap.NOT_GIVEN),
        ("unknown", Gap.UNKNOWN),
        ("failed_formula", Gap.FAILED_FORMULA),
        ("ditto", Gap.DITTO),
    ):
        for word in words[key]:
            # As it is written, and as somebody writes it without accents.
            found[word.casefold().strip("()[]")] = found[_plain(word)] = meaning
    return found


@functools.cache
def _names() -> frozenset[str]:
    return frozenset(_plain(word) for word in _words()["but_not_in_names"])


@functools.cache
def _words() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
