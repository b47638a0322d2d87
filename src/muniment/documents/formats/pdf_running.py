"""Running headers, footers and page numbers: lines that come back from page to page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Sequence

from muniment.documents.formats.pdf_page import Line, PageText

_ZONE = 0.16
_OUTERMOST = 4
_TOLERANCE = 4.0
_SHORT = 80
_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?i)^[-–—\s|/(\[]*(?:(?:page|pages|pg|p|seite|página|pagina|str|стр|с|стор|səhifə|sayfa)\.?\s*)?"
    r"(?P<number>\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*(?:of|/|von|de|sur|из|з|din|\|)\s*(?P<count>\d{1,4}))?[-–—\s|)\].]*$"
)
_LABELLED = re.compile(r"(?i)(?:page|seite|página|pagina|стр|стор|səhifə|sayfa)|\bof\b|/")


def take_running_lines(pages: Sequence[PageText], leading: float) -> list[tuple[PageText, Line]]:
    """Take headers, footers and page numbers off the pages; they are returned, each once.

    A line runs if it stands at the same height in the top or bottom margin of at least two
    pages, with the same words and the same numbers, but for one that counts the pages, and is
    not as close to the text as its lines are to one another (``leading``, in points).
    """
    keys: dict[tuple[object, ...], list[tuple[int, Line]]] = defaultdict(list)
    for index, page in enumerate(pages):
        for edge, line in _margin_lines(page):
            for key in _keys(line, index):
                keys[(edge, *key)].append((index, line))
    running: dict[int, tuple[int, Line]] = {}
    for found in keys.values():
        for index, line in found:
            near = {
                other
                for other, again in found
                if other != index and abs(again.base - line.base) < _TOLERANCE
            }
            if near:
                running[id(line)] = (index, line)
    for page in pages:
        for line in _part_of_the_text(page, running, leading):
            running.pop(id(line), None)
    for index, page in enumerate(pages):
        for _, line in _margin_lines(page):
            if id(line) not in running and _is_page_number(line, index, len(pages), page):
                running[id(line)] = (index, line)
    for page in pages:
        page.lines = [line for line in page.lines if id(line) not in running]
    once: dict[str, tuple[PageText, Line]] = {}
    for index, line in running.values():
        once.setdefault(_NUMBER.sub("#", line.text), (pages[index], line))
    return list(once.values())


def _margin_lines(page: PageText) -> list[tuple[str, Line]]:
    """The outermost lines of the top and bottom margin."""
    _, height = page.layout_size
    top = sorted(
        (line for line in page.lines if line.bottom < height * _ZONE), key=lambda line: line.base
    )
    bottom = sorted(
        (line for line in page.lines if line.top > height * (1 - _ZONE)),
        key=lambda line: -line.base,
    )
    return [("top", line) for line in top[:_OUTERMOST]] + [
        ("bottom", line) for line in bottom[:_OUTERMOST]
    ]


def _part_of_the_text(page: PageText, running: Container[int], leading: float) -> list[Line]:
    """Lines that come back but lie within the text, or as close to it as its own lines do."""
    running_rows: list[Line] = []
    for edge in (1, -1):
        rows = _rows_from(page, edge)
        count = next(
            (at for at, row in enumerate(rows) if not all(id(line) in running for line in row)),
            len(rows),
        )
        while 0 < count < len(rows) and _is_close(rows[count - 1], rows[count], leading):
            count -= 1
        running_rows += [line for row in rows[:count] for line in row]
    kept = {id(line) for line in running_rows}
    return [line for line in page.lines if id(line) in running and id(line) not in kept]


def _rows_from(page: PageText, edge: int) -> list[list[Line]]:
    """The page's rows of lines from its top (1) or bottom (-1) edge."""
    rows: list[list[Line]] = []
    for line in sorted(page.lines, key=lambda line: edge * line.base):
        if rows and abs(rows[-1][0].base - line.base) < 2:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _is_close(row: list[Line], text: list[Line], leading: float) -> bool:
    return (
        abs(text[0].base - row[0].base) < 1.3 * leading
        and abs(row[0].size / text[0].size - 1) < 0.08
    )


def _keys(line: Line, index: int) -> list[tuple[object, ...]]:
    """What two lines must share to be the same: the text, or the text but for a page number.

    For a short line that begins or ends with a number it is enough that this counts the pages
    (titles of chapters and authors take turns).
    """
    text = " ".join(line.text.split())
    keys: list[tuple[object, ...]] = [(text,)]
    numbers = list(_NUMBER.finditer(text))
    for found in {id(each): each for each in (*numbers[:2], *numbers[-2:])}.values():
        if len(found[0]) < 5:
            rest = (text[: found.start()], text[found.end() :])
            keys.append((*rest, int(found[0]) - index))
            if len(text) < _SHORT and not (rest[0].strip() and rest[1].strip()):
                keys.append((int(found[0]) - index,))
    return keys


def _is_page_number(line: Line, index: int, count: int, page: PageText) -> bool:
    """A page number that stands alone and is the page's own, or is labelled as one."""
    found = _PAGE_NUMBER.match(line.text.strip())
    if found is None or len(line.text) > 24:
        return False
    if any(other is not line and abs(other.base - line.base) < 3 for other in page.lines):
        return False
    number = found["number"]
    if not number.isdigit():
        return False
    if _LABELLED.search(line.text):
        return found["count"] is None or int(found["count"]) >= int(number)
    nearest = min(
        (abs(other.base - line.base) for other in page.lines if other is not line), default=0.0
    )
    return int(number) == index + 1 and (nearest > 1.6 * line.size or count == 1)
