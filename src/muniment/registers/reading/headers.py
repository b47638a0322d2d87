"""Where in a sheet the header stands: below preamble lines, over several rows, or not at all."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from muniment.registers.folding import fold

_LOOK = 40
"""Among how many first rows the header is looked for."""
_FIGURE = re.compile(
    r"[\s(]*[<>~≈±+\-−]?[\s\d٠-٩۰-۹.,:/\\'’%°\-–−()+]*[\d٠-٩۰-۹][\s\d٠-٩۰-۹.,:/\\'’%°\-–−()+TZ]*"
)
_LONG = 400
_DAY = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a sheet: 0-based places of its rows among those looked at.

    ``names`` has one text a column, joined over the rows; ``last`` is the place of the last row
    that belongs to it (with a row of column numbers below it, if there is one). ``first`` of
    None: there is none.
    """

    first: int | None
    last: int
    names: tuple[str, ...]


def is_figure(text: str) -> bool:
    """True for texts made of digits and the signs of numbers and dates."""
    return bool(_FIGURE.fullmatch(text))


def find_header(
    rows: Sequence[Sequence[str]],
    known: Collection[str] = (),
    groups: Sequence[tuple[int, int, int, int]] = (),
) -> Header:
    """The header among the first rows of a sheet (blank ones too, as []).

    ``known`` holds folded words that head columns: they decide where they are found. ``groups``
    are merged cells as (first row, last row, first column, last column), all 0-based.
    """
    looked = rows[:_LOOK]
    usual = _usual_width(rows)
    place = _best_row(looked, rows, known, usual)
    if place is None:
        return Header(None, -1, ())
    first, last = _block(place, looked, known, groups)
    names = _names(looked[first : last + 1], first, groups)
    if last + 1 < len(rows) and _is_numbering(rows[last + 1]):
        last += 1
    return Header(first, last, names)


def _filled(row: Sequence[str]) -> list[str]:
    return [cell for cell in row if cell and not cell.isspace()]


def _usual_width(rows: Sequence[Sequence[str]]) -> int:
    """How many cells a row of the table usually has filled: the upper quartile."""
    widths = sorted(len(_filled(row)) for row in rows if _filled(row))
    return widths[(3 * len(widths)) // 4] if widths else 0


def _best_row(
    looked: Sequence[Sequence[str]],
    rows: Sequence[Sequence[str]],
    known: Collection[str],
    usual: int,
) -> int | None:
    best: tuple[float, int] | None = None
    for place, row in enumerate(looked):
        cells = _filled(row)
        if not cells:
            continue
        hits = sum(fold(cell) in known for cell in cells)
        if hits >= 2 or (hits and hits * 3 >= len(cells) and len(cells) * 2 >= usual):
            score = hits + 0.5 * hits / len(cells)
            if best is None or score > best[0] + 0.5:
                best = (score, place)
    if best is not None:
        return best[1]
    for place, row in enumerate(looked):
        cells = _filled(row)
        if len(cells) * 5 >= usual * 3 and cells and _looks_like_header(place, row, rows):
            return place
        if len(cells) * 5 >= usual * 3 and len(cells) > 1:
            return None
    return None


def _looks_like_header(place: int, row: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Words, none twice and none again below them, over columns that look otherwise."""
    cells = _filled(row)
    if any(is_figure(cell) or len(cell) > _LONG for cell in cells):
        return False
    if any(not any(char.isalpha() for char in cell) for cell in cells if cell not in ("№", "#")):
        return False
    below = rows[place + 1 : place + 200]
    again = 0
    for column, cell in enumerate(row):
        if cell and not cell.isspace():
            again += any(
                len(other) > column and other[column] == cell and other[column] != ""
                for other in below
                if list(other) != list(row)
            )
    return not again or again * 4 < len(cells)


def _block(
    place: int,
    looked: Sequence[Sequence[str]],
    known: Collection[str],
    groups: Sequence[tuple[int, int, int, int]],
) -> tuple[int, int]:
    """The first and last row of the header around its best row: group titles, second lines."""
    first = last = place
    if place and _is_group_row(looked[place - 1], looked[place], place - 1, groups):
        first = place - 1
    deepest = max(
        (group[1] for group in groups if group[0] <= place <= group[1] and group[1] - group[0] < 4),
        default=place,
    )
    below = looked[place + 1] if place + 1 < len(looked) else ()
    if deepest > place and deepest < len(looked):
        last = deepest
    elif first == place and _is_group_row(looked[place], below, place, groups):
        words = sum(fold(cell) in known for cell in _filled(below))
        gaps = sum(
            bool(cell) and not (column < len(looked[place]) and looked[place][column])
            for column, cell in enumerate(below)
        )
        if words or (gaps and not any(is_figure(cell) for cell in _filled(below))):
            last = place + 1
    if last == place and _are_days_below(looked[place], below, known):
        last = place + 1
    return first, last


def _are_days_below(upper: Sequence[str], lower: Sequence[str], known: Collection[str]) -> bool:
    """True for a line of nothing but days below stations: the second line of a wide table."""
    days = [column for column, cell in enumerate(lower) if cell.strip()]
    if len(days) < 2 or days[0] == 0:
        return False
    titles = [upper[column] if column < len(upper) else "" for column in days]
    return all(_DAY.fullmatch(lower[column].strip()) for column in days) and not any(
        fold(title) in known for title in titles if title
    )


def _is_group_row(
    upper: Sequence[str],
    lower: Sequence[str],
    place: int,
    groups: Sequence[tuple[int, int, int, int]],
) -> bool:
    """True when a row has titles over several columns each, with a line of words below them."""
    titles, words = _filled(upper), _filled(lower)
    if not titles or not words or any(is_figure(cell) for cell in titles + words):
        return False
    merged = [
        group for group in groups if group[0] == place and group[3] > group[2] and group[3] < 10_000
    ]
    if merged:
        widest = max(group[3] - group[2] + 1 for group in merged)
        return len(titles) > 1 or widest * 2 < max(len(lower), 2)
    spans = 0
    for column, cell in enumerate(upper):
        following = upper[column + 1] if column + 1 < len(upper) else ""
        below = lower[column] if column < len(lower) else ""
        beyond = lower[column + 1] if column + 1 < len(lower) else ""
        spans += bool(cell and below and not following and beyond)
    clash = sum(
        bool(cell) and column < len(lower) and bool(lower[column])
        for column, cell in enumerate(upper)
    )
    return len(titles) > 1 and spans > 0 and clash <= max(spans, len(titles) // 2)


def _names(
    rows: Sequence[Sequence[str]], first: int, groups: Sequence[tuple[int, int, int, int]]
) -> tuple[str, ...]:
    """One text a column: the lines of the header joined, a title over several carried along."""
    width = max(map(len, rows))
    parts: list[list[str]] = [[] for _ in range(width)]
    for offset, row in enumerate(rows):
        is_last = offset == len(rows) - 1
        carried = ""
        starts = {group[2]: group for group in groups if group[0] == first + offset}
        end = -1
        for column in range(width):
            cell = " ".join(row[column].split()) if column < len(row) else ""
            if column in starts and cell:
                end = starts[column][3]
            if cell:
                carried = cell
            elif is_last or (groups and column > end):
                carried = ""
            below = any(
                column < len(other) and other[column].strip() for other in rows[offset + 1 :]
            )
            text = cell or (carried if below else "")
            if text and text not in parts[column]:
                parts[column].append(text)
    return tuple(" / ".join(part) for part in parts)


def _is_numbering(row: Sequence[str]) -> bool:
    """True for a row 1, 2, 3, … of column numbers under a header, as official forms have it."""
    cells = [cell.strip().strip("().") for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) < 3 or not all(cell.isdecimal() for cell in cells):
        return False
    figures = [int(cell) for cell in cells]
    return figures == list(range(figures[0], figures[0] + len(figures))) and figures[0] <= 1
