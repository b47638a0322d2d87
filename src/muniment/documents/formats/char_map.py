"""Where on a page each character of a text stands, kept in compact arrays."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

from muniment.values.passage import Box

MIRRORED = 4
_NO_LINE = -1


class CharMap:
    """For each character the line it stands on and its left and right edge.

    A line is a page, a turn (quarters of a circle by which its coordinates are turned against
    the displayed page, and MIRRORED more where x counts from the right edge), the displayed
    page's size and the line's top and bottom. Twelve bytes a character.
    """

    __slots__ = ("_left", "_line", "_lines", "_right")

    def __init__(self) -> None:
        self._line = array("i")
        self._left = array("f")
        self._right = array("f")
        self._lines = array("f")

    def add_line(
        self, page: int, turn: int, width: float, height: float, top: float, bottom: float
    ) -> int:
        """The number under which the characters of a new line are added."""
        self._lines.extend((page, turn, width, height, top, bottom))
        return len(self._lines) // 6 - 1

    def add(self, line: int, left: Iterable[float], right: Iterable[float]) -> None:
        """Add the next characters of the text, all on one line."""
        self._left.extend(left)
        self._right.extend(right)
        self._line.extend([line] * (len(self._left) - len(self._line)))

    def add_unplaced(self, count: int = 1) -> None:
        """Add characters that stand nowhere, such as the line feeds between paragraphs."""
        self._line.extend([_NO_LINE] * count)
        self._left.extend([0.0] * count)
        self._right.extend([0.0] * count)

    def drop_last(self) -> None:
        """Take back the last character."""
        self._line.pop()
        self._left.pop()
        self._right.pop()

    def __len__(self) -> int:
        return len(self._line)

    def __call__(self, start: int, end: int) -> tuple[Box, ...]:
        """The rectangles that cover a span of the text, one a line."""
        found: dict[int, tuple[float, float]] = {}
        for at in range(max(0, start), min(end, len(self._line))):
            line = self._line[at]
            if line == _NO_LINE:
                continue
            left, right = self._left[at], self._right[at]
            if line in found:
                before = found[line]
                found[line] = (min(before[0], left), max(before[1], right))
            else:
                found[line] = (left, right)
        return tuple(self._box(line, *edges) for line, edges in found.items())

    def _box(self, line: int, left: float, right: float) -> Box:
        page, turn, width, height, top, bottom = self._lines[6 * line : 6 * line + 6]
        if turn >= MIRRORED:
            turn -= MIRRORED
            across = height if turn % 2 else width
            left, right = across - right, across - left
        x0, y0, x1, y1 = left, top, right, bottom
        if turn == 1:
            x0, y0, x1, y1 = width - bottom, left, width - top, right
        elif turn == 2:
            x0, y0, x1, y1 = width - right, height - bottom, width - left, height - top
        elif turn == 3:
            x0, y0, x1, y1 = top, height - right, bottom, height - left
        return Box(
            page=int(page),
            x0=_within(min(x0, x1), width),
            y0=_within(min(y0, y1), height),
            x1=_within(max(x0, x1), width),
            y1=_within(max(y0, y1), height),
        )

    def to_arrays(self) -> tuple[bytes, bytes, bytes, bytes]:
        """The map as bytes, to be sent to another process of the same machine."""
        return (
            self._line.tobytes(),
            self._left.tobytes(),
            self._right.tobytes(),
            self._lines.tobytes(),
        )

    @classmethod
    def from_arrays(cls, line: bytes, left: bytes, right: bytes, lines: bytes) -> CharMap:
        """The map that ``to_arrays`` gave; raises ValueError if the bytes do not fit together."""
        new = cls()
        new._line.frombytes(line)
        new._left.frombytes(left)
        new._right.frombytes(right)
        new._lines.frombytes(lines)
        count = len(new._lines) // 6
        if len(new._left) != len(new._line) or len(new._right) != len(new._line):
            raise ValueError("the edges do not fit the characters")
        if len(new._lines) % 6 or any(not _NO_LINE <= each < count for each in new._line):
            raise ValueError("the lines do not fit the characters")
        return new


def _within(value: float, most: float) -> float:
    return round(min(max(value, 0.0), most), 2)
