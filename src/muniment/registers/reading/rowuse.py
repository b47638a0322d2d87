"""What a sparsely filled row of a table is, if it is no record: a sum, a remark, or a heading."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Sequence
from importlib.resources import files
from typing import NamedTuple

from muniment.registers.folding import fold
from muniment.registers.reading.headers import is_figure
from muniment.registers.reading.model import RowUse

_REMARK_WORDS = 12


class Surroundings(NamedTuple):
    """What is around a row: how wide its table is, whether a blank row stands before it, whether
    the first column holds figures, and whether a merged cell goes across most of it."""

    width: int
    after_blank: bool
    figures_first: bool
    across: bool


def use_of(row: Sequence[str], cells: Sequence[str], around: Surroundings) -> RowUse | None:
    """What a row is whose filled cells are ``cells``; None where it may be a record."""
    text = fold(cells[0])
    others = cells[1:]
    words = _words()
    if text in words["totals"] or _begins(text, words["totals"], 3):
        if all(is_figure(cell) for cell in others) and (others or around.width > 2):
            return "total"
        if not others and any(char.isdecimal() for char in text):
            return "total"
    if len(cells) > 1:
        if len(cells) == 2 and _begins(text, words["remarks"], 1) and around.after_blank:
            return "remark"
        return None
    if around.width < 2:
        return None
    marked = cells[0].lstrip()[:1] in "*†‡"
    apart = around.after_blank or ":" in cells[0] or around.figures_first
    if marked or (apart and _begins(text, words["remarks"], _REMARK_WORDS)):
        return "remark"
    first = bool(row) and bool(row[0]) and not row[0].isspace()
    if around.across or (first and around.figures_first and not is_figure(cells[0])):
        return "heading"
    return None


def _begins(text: str, words: tuple[str, ...], most: int) -> bool:
    """True when a folded text of a few more words begins with one of the words."""
    return (
        any(
            text.startswith(word) and (len(text) == len(word) or text[len(word)] == " ")
            for word in words
        )
        and len(text.split()) <= most + 2
    )


@functools.cache
def _words() -> dict[str, tuple[str, ...]]:
    source = files("muniment.registers.reading") / "words.toml"
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    return {name: tuple(fold(word) for word in words) for name, words in table.items()}
