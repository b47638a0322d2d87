"""One PDF page in; its lines of text and its ruled lines out, as the page is displayed.

Layout coordinates: points from the top left corner of the page as displayed, turned by a
multiple of 90 degrees where most of the page's text stands on its side.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

LEFT_TO_RIGHT, RIGHT_TO_LEFT = "ltr", "rtl"
_NEAR_GLYPHS = 60
_BLANK = 0.15
_ASLANT = -1
_HYPHEN_AT_LINE_END = 0x02
_SCALE = 1000
_LONGEST_SIDE = 1_000_000
"""The longest side that a page is taken to have, in points; a damaged one may be endless."""
_MOST_OBJECTS = 4_000
_SPACES = frozenset((0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20, 0xA0, 0x3000, *range(0x2000, 0x200C)))
_SYMBOL_BULLETS = dict.fromkeys((0xF0B7, 0xF0A7, 0xF0D8, 0xF076, 0xF0FC), 0x2022)
_BOLD = (b"bold", b"black", b"heavy", b"demi")
_LONGEST_FONT_NAME = 200
_FAR = 1e6


@dataclass(slots=True)
class Line:
    """Characters on one baseline without a wide gap between them.

    ``text`` has one blank between words; ``left`` and ``right`` are the edges of each of its
    characters. ``broken`` says that the last character is a hyphen that breaks a word.
    ``raised`` are the positions of superscripts; ``x0`` and ``x1`` the line's edges.
    """

    text: str
    left: list[float]
    right: list[float]
    top: float
    bottom: float
    base: float
    size: float
    bold: bool
    broken: bool = False
    raised: list[int] = field(default_factory=list)

    x0: float = field(init=False)
    x1: float = field(init=False)

    def __post_init__(self) -> None:
        self.x0 = min(self.left)
        self.x1 = max(self.right)


@dataclass(slots=True)
class PageText:
    """What stands on a page.

    ``turn`` is how the layout is turned against the display, in quarters of a circle;
    ``aside`` holds the lines that stand at other angles than most. ``rows`` and ``columns`` are
    the ruled lines: (y, x0, x1) and (x, y0, y1). ``confidence`` is that of recognised text, 0 to
    100; ``unseen`` counts characters beyond the edges of the page.
    On a page that is mostly written from right to left, layout coordinates are ``mirrored``: x
    counts from the right edge, so that the text begins at the left of the layout.
    """

    number: int
    width: float
    height: float
    turn: int
    lines: list[Line]
    aside: list[PageText] = field(default_factory=list)
    rows: list[tuple[float, float, float]] = field(default_factory=list)
    columns: list[tuple[float, float, float]] = field(default_factory=list)
    confidence: float | None = None
    unseen: int = 0
    mirrored: bool = False

    @property
    def layout_size(self) -> tuple[float, float]:
        """Width and height in layout coordinates."""
        return (self.height, self.width) if self.turn % 2 else (self.width, self.height)


@dataclass(slots=True)
class _Glyph:
    code: int
    x: float
    base: float
    left: float
    right: float
    top: float
    bottom: float
    quarter: int
    bold: bool
    spaced: bool


def read_page(page: pypdfium2.PdfPage, number: int) -> PageText:
    """The lines and ruled lines of a page; what stands outside its edges is not seen."""
    width, height = map(_bounded, page.get_size())
    display = _Display(page, width, height)
    text_page = page.get_textpage()
    try:
        everything = list(_glyphs(text_page, display))
    finally:
        text_page.close()
    glyphs = [
        glyph
        for glyph in everything
        if glyph.right > 0 and glyph.left < width and glyph.bottom > 0 and glyph.top < height
    ]
    turns = Counter(glyph.quarter for glyph in glyphs if glyph.quarter != _ASLANT)
    turn = max(sorted(turns), key=lambda each: turns[each]) if turns else 0
    result = _turned_page(glyphs, number, width, height, turn)
    result.unseen = len(everything) - len(glyphs)
    result.rows, result.columns = _rules(page, display, turn, width, height)
    if result.mirrored:
        across = result.layout_size[0]
        result.rows = [(y, across - x1, across - x0) for y, x0, x1 in result.rows]
        result.columns = [(across - x, y0, y1) for x, y0, y1 in result.columns]
    for other in sorted({glyph.quarter for glyph in glyphs} - {turn}):
        result.aside.append(_turned_page(glyphs, number, width, height, other))
    return result


def _bounded(side: float) -> float:
    """A side of a page in points; one that is no length, or too long, as the longest."""
    return side if 0 <= side <= _LONGEST_SIDE else _LONGEST_SIDE


def _turned_page(
    glyphs: list[_Glyph], number: int, width: float, height: float, turn: int
) -> PageText:
    """The lines of the glyphs that stand at one angle."""
    chosen = [glyph for glyph in glyphs if glyph.quarter == turn]
    if turn == _ASLANT:
        lines = list(_aslant_lines(chosen))
    else:
        for glyph in chosen if turn else ():
            _turn_glyph(glyph, turn, width, height)
        directions = Counter(direction(glyph.code) for glyph in chosen)
        mirrored = directions[RIGHT_TO_LEFT] > directions[LEFT_TO_RIGHT]
        for glyph in chosen if mirrored else ():
            across = height if turn % 2 else width
            glyph.left, glyph.right = across - glyph.right, across - glyph.left
        lines = _downwards(list(_lines(chosen, mirrored)))
        return PageText(number, width, height, turn, lines, mirrored=mirrored)
    return PageText(number, width, height, 0, lines)


def _downwards(lines: list[Line]) -> list[Line]:
    """Lines turned round if they mostly follow one another upwards, as PDFium may give them."""
    steps = [after.base - before.base for before, after in pairwise(lines)]
    ups = sum(1 for step in steps if step < -2)
    return lines[::-1] if ups > 0.7 * len(steps) and ups > 1 else lines


class _Display:
    """From PDF page coordinates to points from the top left corner as displayed."""

    def __init__(self, page: pypdfium2.PdfPage, width: float, height: float) -> None:
        x, y = ctypes.c_int(), ctypes.c_int()
        across, down = round(width * _SCALE), round(height * _SCALE)
        corners = []
        for px, py in ((0.0, 0.0), (100.0, 0.0), (0.0, 100.0)):
            pdfium.FPDF_PageToDevice(page, 0, 0, across, down, 0, px, py, x, y)
            corners.append((x.value / _SCALE, y.value / _SCALE))
        (self.e, self.f), (ax, ay), (bx, by) = corners
        self.a, self.b = (ax - self.e) / 100, (ay - self.f) / 100
        self.c, self.d = (bx - self.e) / 100, (by - self.f) / 100
        self.quarter = round(math.degrees(math.atan2(self.b, self.a)) / 90) % 4

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f


def turn_point(x: float, y: float, turn: int, width: float, height: float) -> tuple[float, float]:
    """A displayed point in the layout of a page whose text is turned clockwise by quarters."""
    if turn == 1:
        return y, width - x
    if turn == 2:
        return width - x, height - y
    if turn == 3:
        return height - y, x
    return x, y


def _turn_glyph(glyph: _Glyph, turn: int, width: float, height: float) -> None:
    x0, y0 = turn_point(glyph.left, glyph.top, turn, width, height)
    x1, y1 = turn_point(glyph.right, glyph.bottom, turn, width, height)
    glyph.x, glyph.base = turn_point(glyph.x, glyph.base, turn, width, height)
    glyph.left, glyph.right = min(x0, x1), max(x0, x1)
    glyph.top, glyph.bottom = min(y0, y1), max(y0, y1)


def _glyphs(text_page: pypdfium2.PdfTextpage, display: _Display) -> Iterator[_Glyph]:
    """The visible characters in the order of the file, each noting whether a blank precedes."""
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    get_code, get_box = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    get_origin, point = pdfium.FPDFText_GetCharOrigin, display.point
    spaced = True
    quarter, bold = 0, False
    high = 0
    for index in range(text_page.count_chars()):
        code = get_code(text_page, index)
        if code in _SPACES:
            spaced = True
            continue
        if 0xD800 <= code < 0xE000:
            high, code = _paired(high, code)
        code = _readable(code)
        if not code or not get_box(text_page, index, box):
            continue
        get_origin(text_page, index, x, y)
        if spaced:
            angle = pdfium.FPDFText_GetCharAngle(text_page, index)
            quarter = _quarter(angle, display.quarter)
            bold = _is_bold(text_page, index)
        left, bottom = point(box.left, box.bottom)
        right, top = point(box.right, box.top)
        origin_x, origin_y = point(x.value, y.value)
        if left > right:
            left, right = right, left
        if top > bottom:
            top, bottom = bottom, top
        if left > -_FAR and top > -_FAR and right < _FAR and bottom < _FAR:
            yield _Glyph(code, origin_x, origin_y, left, right, top, bottom, quarter, bold, spaced)
            spaced = False


def _paired(high: int, code: int) -> tuple[int, int]:
    """The first half of a surrogate pair kept for its second; the character they make, or 0."""
    if code < 0xDC00:
        return code, 0
    return 0, 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD


@lru_cache(maxsize=8192)
def _readable(code: int) -> int:
    """The code point as it is read; 0 for control characters and the like."""
    if (code < 0x20 and code != _HYPHEN_AT_LINE_END) or 0x7F <= code < 0xA0:
        return 0
    if code in (0xFEFF, 0xFFFE, 0x200B) or code > 0x10FFFF:
        return 0
    return _SYMBOL_BULLETS.get(code, code)


@lru_cache(maxsize=8192)
def direction(code: int) -> str:
    """LEFT_TO_RIGHT or RIGHT_TO_LEFT for letters and digits, "" for other characters."""
    if code < 0x590:
        return LEFT_TO_RIGHT if chr(code).isalnum() else ""
    kind = unicodedata.bidirectional(chr(code))
    if kind in ("R", "AL"):
        return RIGHT_TO_LEFT
    return LEFT_TO_RIGHT if kind in ("L", "EN", "AN") else ""


def _is_bold(text_page: pypdfium2.PdfTextpage, index: int) -> bool:
    name = ctypes.create_string_buffer(_LONGEST_FONT_NAME)
    flags = ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(text_page, index, name, _LONGEST_FONT_NAME, flags)
    font = name.raw[: max(0, min(length, _LONGEST_FONT_NAME) - 1)].lower()
    return any(sign in font for sign in _BOLD)


def _quarter(angle: float, page_quarter: int) -> int:
    """The clockwise turn of text as displayed, in quarters; -1 when it stands aslant."""
    if not math.isfinite(angle) or angle < 0:
        return 0
    quarters = angle / (math.pi / 2)
    nearest = round(quarters)
    if abs(quarters - nearest) > 0.06:
        return _ASLANT
    return (page_quarter + nearest) % 4


def _lines(glyphs: list[_Glyph], mirrored: bool) -> Iterator[Line]:
    """Lines of glyphs that follow one another on a baseline."""
    current: list[_Glyph] = []
    both_ways = mirrored
    for glyph in glyphs:
        both_ways = both_ways or direction(glyph.code) == RIGHT_TO_LEFT
        if current and not (_touches if both_ways else _follows)(current, glyph):
            yield _line(in_reading_order(current, mirrored) if both_ways else current)
            current = []
            both_ways = mirrored or direction(glyph.code) == RIGHT_TO_LEFT
        current.append(glyph)
    if current:
        yield _line(in_reading_order(current, mirrored) if both_ways else current)


def _touches(line: list[_Glyph], glyph: _Glyph) -> bool:
    """Whether a glyph continues a line at either end, or lies within it."""
    last = line[-1]
    size = max(last.bottom - last.top, glyph.bottom - glyph.top, 1.0)
    if abs(glyph.base - last.base) > 0.45 * size:
        return False
    near = line[-_NEAR_GLYPHS:]
    return (
        glyph.left - max(each.right for each in near) < 0.9 * size
        and min(each.left for each in near) - glyph.right < 0.9 * size
    )


def in_reading_order(glyphs: list[_Glyph], mirrored: bool) -> list[_Glyph]:
    """The glyphs of a line of both directions in the order in which they are read.

    They are sorted along the line; then the runs of the direction that is not the line's are
    turned round (numbers, Latin words). Between glyphs that did not follow one another in the
    file, a gap is a blank.
    """
    places = {id(glyph): at for at, glyph in enumerate(glyphs)}
    blanks = [glyph.spaced for glyph in glyphs]
    other = LEFT_TO_RIGHT if mirrored else RIGHT_TO_LEFT
    ordered = sorted(glyphs, key=lambda glyph: glyph.left + glyph.right)
    start = None
    end = 0
    for at, glyph in enumerate([*ordered, None]):
        way = direction(glyph.code) if glyph is not None else ""
        if glyph is not None and way == other:
            start = at if start is None else start
            end = at + 1
        elif start is not None and (glyph is None or way):
            ordered[start:end] = ordered[start:end][::-1]
            start = None
    for before, glyph in pairwise(ordered):
        first, second = sorted((places[id(before)], places[id(glyph)]))
        gap = max(glyph.left - before.right, before.left - glyph.right)
        wide = gap > _BLANK * max(glyph.bottom - glyph.top, 1.0)
        glyph.spaced = blanks[second] if second == first + 1 else wide
    return ordered


def _aslant_lines(glyphs: list[_Glyph]) -> Iterator[Line]:
    """Glyphs that stand aslant (a stamp, a watermark), in lines as near ones follow."""
    current: list[_Glyph] = []
    for glyph in glyphs:
        if current:
            last = current[-1]
            reach = 2.5 * max(last.bottom - last.top, glyph.bottom - glyph.top, 1.0)
            if math.hypot(glyph.x - last.x, glyph.base - last.base) > reach:
                yield _line(current)
                current = []
        current.append(glyph)
    if current:
        yield _line(current)


def _follows(line: list[_Glyph], glyph: _Glyph) -> bool:
    last = line[-1]
    size = max(last.bottom - last.top, glyph.bottom - glyph.top, 1.0)
    if abs(glyph.base - last.base) > 0.45 * size:
        return False
    if abs(glyph.left - last.left) < 0.05 and abs(glyph.right - last.right) < 0.05:
        return True  # the letters of one ligature share its box
    gap = glyph.left - last.right
    return -0.6 * size < gap < 0.9 * size


def _line(glyphs: list[_Glyph]) -> Line:
    heights = Counter(round(glyph.bottom - glyph.top, 1) for glyph in glyphs)
    size = max(sorted(heights), key=lambda each: (heights[each], each))
    bases = Counter(
        round(glyph.base, 1)
        for glyph in glyphs
        if abs(round(glyph.bottom - glyph.top, 1) - size) < 0.06
    )
    base = max(sorted(bases), key=lambda each: bases[each])
    text: list[str] = []
    left: list[float] = []
    right: list[float] = []
    raised: list[int] = []
    broken = False
    for glyph in glyphs:
        if glyph.spaced and text:
            left.append(right[-1])
            right.append(max(glyph.left, right[-1]))
            text.append(" ")
        if glyph.bottom - glyph.top < 0.85 * size and base - glyph.base > 0.12 * size:
            raised.append(len(text))
        broken = glyph.code == _HYPHEN_AT_LINE_END
        text.append("-" if broken else chr(glyph.code))
        left.append(glyph.left)
        right.append(glyph.right)
    if text[-1] == "\u00ad":
        text[-1], broken = "-", True
    full = [glyph for glyph in glyphs if abs(glyph.base - base) < 0.2 * size] or glyphs
    return Line(
        text="".join(text),
        left=left,
        right=right,
        top=min(glyph.top for glyph in full),
        bottom=max(glyph.bottom for glyph in full),
        base=base,
        size=max(size, 1.0),
        bold=sum(glyph.bold for glyph in glyphs) > 0.8 * len(glyphs),
        broken=broken,
        raised=raised,
    )


def _rules(
    page: pypdfium2.PdfPage, display: _Display, turn: int, width: float, height: float
) -> tuple[list[tuple[float, float, float]], list[tuple[float, float, float]]]:
    """The horizontal (y, x0, x1) and vertical (x, y0, y1) ruled lines of a page."""
    rows: list[tuple[float, float, float]] = []
    columns: list[tuple[float, float, float]] = []
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for item in _paths(page):
        if not pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            continue
        ends = [
            turn_point(*display.point(x, y), turn, width, height)
            for x, y in ((left.value, bottom.value), (right.value, top.value))
        ]
        x0, x1 = sorted((ends[0][0], ends[1][0]))
        y0, y1 = sorted((ends[0][1], ends[1][1]))
        if not all(math.isfinite(each) for each in (x0, x1, y0, y1)):
            continue
        if y1 - y0 < 3 and x1 - x0 > 8:
            rows.append(((y0 + y1) / 2, x0, x1))
        elif x1 - x0 < 3 and y1 - y0 > 5:
            columns.append(((x0 + x1) / 2, y0, y1))
        elif y1 - y0 > 5 and x1 - x0 > 8 and _is_framed(item):
            rows += [(y0, x0, x1), (y1, x0, x1)]
            columns += [(x0, y0, y1), (x1, y0, y1)]
    return rows, columns


def _paths(page: pypdfium2.PdfPage) -> Iterator[object]:
    for index in range(min(pdfium.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
        item = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_PATH:
            yield item


def _is_framed(item: object) -> bool:
    """Whether a path is a rectangle with a drawn edge."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(item, mode, stroke):
        return False
    return bool(stroke.value) and pdfium.FPDFPath_CountSegments(item) in (4, 5)
