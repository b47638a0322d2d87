"""The parts of a document with markup, and how they become one text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise


class Kind(Enum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    TABLE = "table"
    NOTE = "note"


@dataclass(slots=True)
class Block:
    """A block of text.

    In a TABLE the rows are separated by line feeds, the cells by TAB; elsewhere a line feed is
    a line break inside the block. An ITEM carries its marker ("•", "1.").
    """

    kind: Kind
    text: str


_SPACES = re.compile(r"[ \t\r\f\v]+")
_BREAKS = re.compile(r" ?\n[ \n]*")
_BULLET = re.compile(r"[^\w(\[]")
_NOTE_MARK = re.compile(r"(?:\d{1,3}|[*†‡§])(?:,\s?(?:\d{1,3}|[*†‡§]))*")
_UNIT = re.compile(r"(?:^|[^A-Za-z])[kcmdh]?m$")
_TERMINAL = re.compile(r"[.!?…:;][\"'”’»)\]*]*$")
_FULL_STOP = re.compile(r"[.!?…][\"'”’»)\]*]*$")


def tidy(text: str) -> str:
    """Text with runs of blanks made one blank and soft hyphens taken out; line feeds stay."""
    cleaned = _SPACES.sub(" ", text.replace("\u00ad", "").replace("\u200b", ""))
    return _BREAKS.sub("\n", cleaned).strip()


def tidy_cell(text: str) -> str:
    """The text of a table cell on one line."""
    return " ".join(text.replace("\u00ad", "").split())


def keep_superscript(text: str, before: str) -> str:
    """A superscript as it is to be read: the mark of a note is left out.

    "km2" and "29th" keep theirs; digits and asterisks after a word or a number are marks.
    ``before`` is the text before it.
    """
    mark = text.strip().strip("[](),")
    if not mark or not _NOTE_MARK.fullmatch(mark):
        return text
    if mark in ("2", "3") and _UNIT.search(before):
        return text
    return ""


def join_blocks(blocks: Iterable[Block]) -> str:
    """One text: paragraphs separated by blank lines.

    Items of one list stay one paragraph, an item a line, as long as they do not end as
    sentences. In a text saved with one paragraph mark a line, only empty blocks separate
    paragraphs.
    """
    listed = list(blocks)
    wrapped = _is_hard_wrapped(listed)
    pieces: list[str] = []
    before: Block | None = None
    separated = False
    for block in listed:
        if not block.text:
            separated = True
            continue
        if before is not None:
            same = not separated and wrapped and before.kind is block.kind is Kind.PARAGRAPH
            pieces.append("\n" if same or goes_on(before, block) else "\n\n")
        pieces.append(block.text)
        before = block
        separated = False
    return "".join(pieces)


def _is_hard_wrapped(blocks: list[Block]) -> bool:
    """Whether most blocks are lines of about one length that break off within a sentence."""
    pairs = broken = 0
    for before, block in pairwise(blocks):
        if before.kind is block.kind is Kind.PARAGRAPH and before.text and block.text:
            pairs += 1
            length = len(before.text)
            broken += 40 <= length <= 120 and not _TERMINAL.search(before.text)
    return pairs >= 4 and broken >= 0.6 * pairs


def goes_on(before: Block, block: Block) -> bool:
    """Whether a block is the next line of the same paragraph rather than a new one."""
    if before.kind is Kind.ITEM and block.kind is Kind.ITEM:
        first = before.text.rsplit("\n", 1)[-1]
        alike = bool(_BULLET.match(first)) == bool(_BULLET.match(block.text))
        return alike and not _FULL_STOP.search(before.text)
    return False
