"""Where another table begins below one: a header of other columns after a blank row or a title."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from muniment.registers.folding import fold
from muniment.registers.reading.headers import is_figure

_LEAST = 2


def begins_another(
    row: Sequence[str], header: Sequence[str] | None, known: Collection[str]
) -> bool:
    """Whether a row that stands apart is the header of another table.

    ``known`` are folded words that head columns; ``header`` is the last row of the table's own.
    """
    cells = [cell for cell in row if cell and not cell.isspace()]
    if header is None or len(cells) < _LEAST or any(map(is_figure, cells)):
        return False
    words = {fold(cell) for cell in cells}
    own = {fold(cell) for cell in header if cell}
    hits = [word for word in words if word in known]
    return len(hits) >= _LEAST and len(hits) * 2 >= len(cells) and len(words & own) * 2 < len(words)
