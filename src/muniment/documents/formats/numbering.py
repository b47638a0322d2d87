"""The list markers that Word shows but does not write into the text."""

from __future__ import annotations

from collections import defaultdict

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEEPEST = 9


class Numbering:
    """Counts list paragraphs in document order and says how each is marked."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._counts: dict[str, list[int]] = defaultdict(lambda: [0] * _DEEPEST)
        self._styles: dict[str, tuple[str | None, int, bool]] = {}
        if numbering is not None:
            self._read_levels(numbering)
        if styles is not None:
            self._read_styles(styles)

    def marker(self, paragraph: etree._Element) -> tuple[str, bool]:
        """The marker of a paragraph ("" if it has none) and whether it is a heading."""
        properties = paragraph.find(_W + "pPr")
        if properties is None:
            return "", False
        style = _value(properties.find(_W + "pStyle"))
        number, level, is_heading = self._styles.get(style or "", (None, 0, False))
        own = properties.find(_W + "numPr")
        if own is not None:
            number = _value(own.find(_W + "numId")) or number
            level = _whole(_value(own.find(_W + "ilvl")), level)
        if number is None or number == "0" or not 0 <= level < _DEEPEST:
            return "", is_heading
        return self._next(number, level), is_heading

    def _next(self, number: str, level: int) -> str:
        levels = self._levels.get(number, {})
        if level not in levels:
            return ""
        form, pattern, start = levels[level]
        if form == "bullet":
            return "•"
        if form == "none":
            return ""
        counts = self._counts[number]
        counts[level] = max(counts[level] + 1, start)
        for deeper in range(level + 1, _DEEPEST):
            counts[deeper] = 0
        text = pattern
        for each in range(_DEEPEST):
            if f"%{each + 1}" in text:
                above = levels.get(each, (form, "", 1))
                text = text.replace(f"%{each + 1}", _write(max(counts[each], above[2]), above[0]))
        return text.strip()

    def _read_levels(self, numbering: etree._Element) -> None:
        abstract = {}
        for each in numbering.iter(_W + "abstractNum"):
            levels = {}
            for level in each.iter(_W + "lvl"):
                at = _whole(level.get(_W + "ilvl"), 0)
                levels[at] = (
                    _value(level.find(_W + "numFmt")) or "decimal",
                    _value(level.find(_W + "lvlText")) or "",
                    _whole(_value(level.find(_W + "start")), 1),
                )
            abstract[each.get(_W + "abstractNumId")] = levels
        for number in numbering.iter(_W + "num"):
            name = number.get(_W + "numId")
            if name is not None:
                of = _value(number.find(_W + "abstractNumId"))
                self._levels[name] = abstract.get(of, {})

    def _read_styles(self, styles: etree._Element) -> None:
        for style in styles.iter(_W + "style"):
            name = style.get(_W + "styleId")
            shown = (_value(style.find(_W + "name")) or "").lower()
            if name is None:
                continue
            own = style.find(f"{_W}pPr/{_W}numPr")
            number, level = None, 0
            if own is not None:
                number = _value(own.find(_W + "numId"))
                level = _whole(_value(own.find(_W + "ilvl")), 0)
            self._styles[name] = (number, level, shown.startswith("heading") or shown == "title")


def _value(element: etree._Element | None) -> str | None:
    return None if element is None else element.get(_W + "val")


def _whole(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() else default


def _write(number: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (number - 1) % 26) * (1 + (number - 1) // 26)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman"):
        roman = to_roman(number)
        return roman if form == "upperRoman" else roman.lower()
    if form == "decimalZero":
        return f"{number:02d}"
    return str(number)


def to_roman(number: int) -> str:
    """A number from 1 to 3,999 in Roman numerals; others as digits."""
    if not 1 <= number < 4000:
        return str(number)
    signs = (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
        (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    )  # fmt: skip
    text = ""
    for value, sign in signs:
        text += sign * (number // value)
        number %= value
    return text
