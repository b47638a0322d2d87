"""Text whose columns are set apart by spaces at the same places in every line.

They are read only where that is unmistakable: two blanks or more at the same places in all lines,
with a word of the header after each. Otherwise a line may be cut in the middle of a name.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from muniment.registers.reading.limits import MAX_ROWS
from muniment.registers.reading.model import Problem, UnreadableList
from muniment.registers.reading.raw import BATCH, Batch, RawSheet

_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
_LEAST_GAPS = 2
_LEAST_LINES = 3
_MOSTLY = 0.6
_LEAST_BLANKS = 2


def is_aligned(sample: Sequence[str]) -> bool:
    """Whether most lines have words set apart by several spaces."""
    lines = [line for line in sample if line.strip()]
    gaps = sum(len(_GAP.findall(line.strip())) >= _LEAST_GAPS for line in lines)
    return len(lines) >= _LEAST_LINES and gaps >= _MOSTLY * len(lines)


def starts_of(sample: Sequence[str]) -> tuple[int, ...] | None:
    """Where columns start, the first line being the header; None where that can be mistaken."""
    lines = [line.rstrip() for line in sample if line.strip() and not _is_rule(line)]
    if len(lines) < _LEAST_LINES or any("\t" in line for line in lines):
        return None
    width = max(map(len, lines))
    blank = [
        all(place >= len(line) or line[place] == " " for line in lines) for place in range(width)
    ]
    starts = [
        place
        for place in range(width)
        if not blank[place] and (place == 0 or all(blank[max(0, place - _LEAST_BLANKS) : place]))
    ]
    header = lines[0]
    # Blanks that happen to be in the same place of all lines, but not of a new column.
    headed = [place for place in starts if header[place : place + 1].strip()]
    if len(headed) < _LEAST_GAPS or headed[0] != starts[0]:
        return None
    words = len(_GAP.findall(header.strip())) + 1
    return tuple(headed) if words == len(headed) else None


def read_fixed(name: str, lines: Iterable[str], starts: Sequence[int]) -> RawSheet:
    """The sheet of lines with columns at these places; lines that do not keep to them are told."""
    sheet = RawSheet(None, iter(()), fixed=True)
    sheet.batches = _batches(name, iter(lines), starts, sheet)
    return sheet


def _batches(
    name: str, lines: Iterator[str], starts: Sequence[int], sheet: RawSheet
) -> Iterator[Batch]:
    ends = (*starts[1:], None)
    number = 0
    while some := list(itertools.islice(lines, BATCH)):
        numbers, rows = [], []
        for line in some:
            number += 1
            text = line.rstrip("\r\n")
            if _is_rule(text):
                numbers.append(number)
                rows.append([""] * len(starts))
            elif any(text[start - 1 : start].strip() for start in starts[1:]):
                sheet.refused += 1
                reason = "the line has no blank where a column ends, so it cannot be divided"
                sheet.problems.append(Problem(name, reason, row=number, value=text, refused=True))
            else:
                numbers.append(number)
                rows.append(
                    [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]
                )
        if number > MAX_ROWS:
            raise UnreadableList(name, f"has more than {MAX_ROWS:,} rows.")
        yield Batch(numbers, rows)


def _is_rule(line: str) -> bool:
    """A line of nothing but strokes, as below a header."""
    return bool(line.strip()) and not line.strip(" -=_+|\r\n")
