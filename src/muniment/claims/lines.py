"""Lines: where the line breaks of a paragraph mean something.

A line break inside a paragraph is a soft one, unless the lines are those of a list, of a table
or of a form ("Central prison: 88").
"""

from __future__ import annotations

import itertools
import re
from typing import Literal, NamedTuple

BlockKind = Literal["prose", "heading", "item", "row", "label"]

_SURE_BULLET = re.compile(r"[ \t]*[•▪◦‣●■·]\s*")
_BULLET = re.compile(r"[ \t]*[-*–—+][ \t]+")
_NUMBERED = re.compile(r"[ \t]*\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)][ \t]+")
_CLOSES = re.compile(r"[.;:!?,…][\"'”’)\]]*[ \t]*\Z")
_LABEL = re.compile(
    r"[ \t]*[^\W\d_][^:=\n]{0,89}(?:[:=][ \t]+\S[^\n]{0,59}|[ ][-–—][ ]\d[\d.,% ]{0,12})\Z"
)
_PAIR = re.compile(r"[^\W\d_][^\d\n]{0,59}[ ]\d[\d.,]{0,14}[ ]?%?\Z")
_NUMBERS = re.compile(
    r"[^\d\n]{0,60}\d[\d.,]{0,14}+%?(?:(?:[ ]?[;/|][ ]?|[ ])\d[\d.,]{0,14}+%?){1,12}\Z"
)
_COLUMN_GAP = re.compile(r"(?<=\S)(?:[ ]{2,}|[ ]*\t[ ]*|[ ]?(?:\.[ ]?){3,60}[ ]?)(?=\S)")
_RULE = re.compile(r"[ \t|:=+_-]*\Z")
_NUMERIC = re.compile(r"[^\w\s]{0,2}\d[\d.,\s]*(?:%|[^\W\d]{1,12})?\*{0,2}\Z|[-–—.]+\Z|n/?a\Z")

Span = tuple[int, int]

# A heading is no longer than this, and stops this far short of the paragraph's widest line.
LONGEST_HEADING = 70
SLACK = 10


class Block(NamedTuple):
    """Lines that are read together, and the cells of a table's row (empty elsewhere)."""

    start: int
    end: int
    kind: BlockKind
    cells: tuple[Span, ...] = ()


def blocks_of(text: str, start: int, end: int, joints: re.Pattern[str]) -> list[Block]:
    """The blocks of the paragraph ``text[start:end]``, in order, without outer space.

    ``joints`` finds a word at the end of a line after which the next item of a list begins.
    """
    if "\n" not in text[start:end] and "\t" not in text[start:end] and text[start] not in "|#":
        return [Block(start, end, "prose")]
    lines = _lines(text, start, end)
    kinds = _kinds([text[a:b] for a, b in lines], joints)
    blocks: list[Block] = []
    for (first, last), kind in zip(lines, kinds, strict=True):
        if kind is None:
            continue
        if kind == "row":
            blocks.append(Block(first, last, kind, _cells(text, first, last)))
        elif kind == "prose" and blocks and blocks[-1].kind in ("prose", "item"):
            blocks[-1] = Block(blocks[-1].start, last, blocks[-1].kind)
        else:
            blocks.append(Block(first, last, kind))
    return blocks


def _lines(text: str, start: int, end: int) -> list[Span]:
    """The lines with something on them, without outer space."""
    lines: list[Span] = []
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        first, last = at, stop
        while first < last and text[first].isspace():
            first += 1
        while first < last and text[last - 1].isspace():
            last -= 1
        if first < last:
            lines.append((first, last))
        at = stop + 1
    return lines


def _kinds(lines: list[str], joints: re.Pattern[str]) -> list[BlockKind | None]:
    """What each line is; None for a line that only rules off."""
    kinds: list[BlockKind | None] = [_plain_kind(line) for line in lines]
    columns = [_has_columns(line) for line in lines]
    if sum(columns) < 2:
        columns = [False] * len(lines)
    labels = [_LABEL.match(line) is not None for line in lines]
    pairs = [_PAIR.match(line) is not None for line in lines]
    if not _forms(lines, labels):
        labels = [False] * len(lines)
    if sum(pairs) > 1 and sum(pairs) + 1 >= len(lines):
        labels = pairs
    numbers = [_NUMBERS.match(line) is not None for line in lines]
    for at in range(len(lines) - 1):
        if numbers[at] and numbers[at + 1]:
            labels[at] = labels[at + 1] = True  # rows whose gaps were lost
    heads = [
        not columns[at] and columns[at + 1] and len(_COLUMN_GAP.findall(lines[at])) > 1
        for at in range(len(lines) - 1)
    ]
    items = _items(lines, joints)
    if _heads(lines):
        kinds[0] = "heading"
    for at, kind in enumerate(kinds):
        if kind != "prose":
            continue
        if columns[at] or (at < len(heads) and heads[at]):
            kinds[at] = "row"
        elif items[at]:
            kinds[at] = "item"
        elif labels[at]:
            kinds[at] = "label"
    return kinds


def _heads(lines: list[str]) -> bool:
    """True when the first line is a heading: it ends early, though the next word would fit."""
    if len(lines) < 2 or not (lines[1][0].isupper() or lines[1][0].isdigit()):
        return False
    first = lines[0]
    width = max(len(line) for line in lines)
    fits = len(first) + 1 + len(lines[1].split(None, 1)[0]) < width - SLACK
    return fits and len(first) <= LONGEST_HEADING and first[-1].isalnum() and first[0].isupper()


def _plain_kind(line: str) -> BlockKind | None:
    if _RULE.match(line):
        return None
    if "\t" in line or (line.count("|") > 1 and (line[0] == "|" or " | " in line)):
        return "row"
    return "heading" if line[0] == "#" and line.lstrip("#")[:1] == " " else "prose"


def _has_columns(line: str) -> bool:
    """True when a line ends in numeric cells set off by two spaces or more."""
    return len(_columns(line)) > 1


def _columns(line: str) -> list[Span]:
    """The cells of a line in aligned columns: a label, then numbers; one cell for other lines.

    The gap before the numbers must be wider than any inside the label, where the spaces of a
    text may be doubled.
    """
    gaps = list(_COLUMN_GAP.finditer(line))
    edges = [(0, 0), *((gap.start(), gap.end()) for gap in gaps), (len(line), len(line))]
    cells = [(one[1], two[0]) for one, two in itertools.pairwise(edges)]
    first = len(cells)
    while first > 1 and _NUMERIC.match(line[cells[first - 1][0] : cells[first - 1][1]]):
        first -= 1
    if first == len(cells):
        return [(0, len(line))]
    inner = [gap.end() - gap.start() for gap in gaps[: first - 1]]
    before = gaps[first - 1]
    if inner and before.end() - before.start() <= max(inner):
        return [(0, len(line))]
    return [(0, cells[first - 1][1]), *cells[first:]]


def _forms(lines: list[str], labels: list[bool]) -> bool:
    """True when the lines are those of a form: most are labels, none runs on into the next."""
    count = sum(labels)
    if count < 2 or count * 2 < len(lines):
        return False
    return not any(
        labels[at] and not lines[at][-1].isdigit() and lines[at + 1][:1].islower()
        for at in range(len(lines) - 1)
    )


def _items(lines: list[str], joints: re.Pattern[str]) -> list[bool]:
    """Which lines begin an item of a list."""
    dashes = sum(_BULLET.match(line) is not None for line in lines)
    numbers = sum(_NUMBERED.match(line) is not None for line in lines)
    result = []
    for at, line in enumerate(lines):
        closed = at == 0 or bool(_CLOSES.search(lines[at - 1]) or joints.search(lines[at - 1]))
        if _SURE_BULLET.match(line):
            result.append(True)
        elif _BULLET.match(line):
            listed = dashes > 1 and line.lstrip()[0] in "-*+"
            result.append((closed and dashes > 1) or (closed and at > 0) or listed)
        elif _NUMBERED.match(line):
            result.append(numbers > 1 and (closed or numbers * 2 >= len(lines)))
        else:
            result.append(False)
    return result


def _cells(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The spans of the cells of a row; an empty cell is an empty span, to keep the columns."""
    while start > 0 and text[start - 1] in " \t":
        start -= 1  # an empty first cell
    line = text[start:end]
    if "\t" in line:
        parts = line.split("\t")
        at = start
    elif line.lstrip()[:1] == "|":
        parts = line.strip().strip("|").split("|")
        at = start + line.index("|") + 1
    else:
        return _spans(line, start)
    cells: list[Span] = []
    for part in parts:
        first = at + len(part) - len(part.lstrip())
        cells.append((first, first + len(part.strip())) if part.strip() else (at, at))
        at += len(part) + 1
    return tuple(cells)


def _spans(line: str, start: int) -> tuple[Span, ...]:
    gaps = list(_COLUMN_GAP.finditer(line))
    if not any(char.isdigit() for char in line) and len(gaps) > 1:  # the head of a table
        edges = [(0, 0), *((gap.start(), gap.end()) for gap in gaps), (len(line), len(line))]
        return tuple((start + a[1], start + b[0]) for a, b in itertools.pairwise(edges))
    return tuple((start + first, start + last) for first, last in _columns(line))
