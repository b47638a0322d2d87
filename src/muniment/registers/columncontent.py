"""What the cells of a column look like: shares of figures, dates, words; ranges; known words."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from muniment.registers.folding import fold
from muniment.registers.kind import Field
from muniment.registers.reading.headers import is_figure
from muniment.values.period import days_in_month

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_INTEGER = re.compile(r"\d{1,9}(?:\.0+)?")
_DECIMAL = re.compile(r"[-+]?\d{1,3}[.,]\d{3,}")
_DATE = re.compile(
    r"(?P<a>\d{1,4})[./\\\-\s年]{1,2}(?P<b>\d{1,2})[./\\\-\s月]{1,2}(?P<c>\d{1,4})\s*(?:г\.?|il|թ\.?)?"
    r"(?:[T ,]\s*\d.*)?"
)
_EIGHT = re.compile(r"(1[89]|20)\d\d(0[0-9]|1[0-2])([0-2]\d|3[01])")
_WORDY_DATE = re.compile(r"(?=.*\d)(?=.*[^\W\d_]{3})[\w\s.,'’/\-]{4,40}")
_YEAR_INSIDE = re.compile(r"(?<!\d)(1[89]|20)\d\d(?!\d)")
_EDTF = re.compile(r"[\dX?~%./\-]{4,24}")
_FIRST_YEAR, _LAST_YEAR = 1850, 2035
_MOST_WORDS = 400
_FIGURES = re.compile(r"\d+")
_PARTS = re.compile(r"[;,|/+\n\s]+")


@dataclass(frozen=True)
class Content:
    """A sample of a column's cells (no empty ones) and what can be told from it.

    ``unique`` says that no two of all rows have the same value and none has none. Shares are of
    the sample, 0 to 1, and 0 for an empty column.
    """

    cells: tuple[str, ...]
    rows: int
    unique: bool

    def _share(self, good: int) -> float:
        return good / len(self.cells) if self.cells else 0.0

    @cached_property
    def _plain(self) -> tuple[str, ...]:
        return tuple(cell.strip().translate(_DIGITS) for cell in self.cells)

    @cached_property
    def figures(self) -> float:
        """The share of cells that are figures."""
        return self._share(sum(map(is_figure, self._plain)))

    @cached_property
    def integers(self) -> tuple[int, ...]:
        """The cells that are whole numbers."""
        return tuple(
            int(cell.partition(".")[0]) for cell in self._plain if _INTEGER.fullmatch(cell)
        )

    @cached_property
    def whole(self) -> float:
        """The share of cells that are whole numbers."""
        return self._share(len(self.integers))

    def within(self, low: int, high: int) -> float:
        """The share of cells that are whole numbers of a range, both ends included."""
        return self._share(sum(low <= number <= high for number in self.integers))

    @cached_property
    def years(self) -> float:
        """The share of cells that are years."""
        return self.within(_FIRST_YEAR, _LAST_YEAR)

    @cached_property
    def ages(self) -> float:
        """The share of cells that may be ages: one figure or two up to 120, words beside them."""
        good = sum(
            bool(found := _FIGURES.findall(cell))
            and len(found) <= 2
            and all(len(figure) < 4 and int(figure) <= 120 for figure in found)
            and not any(sign in cell for sign in "/.")
            for cell in self._plain
        )
        return max(self._share(good), self.within(0, 120))

    @cached_property
    def full_dates(self) -> tuple[int, ...]:
        """The years of the cells that are days of a calendar, in figures."""
        found = []
        for cell in self._plain:
            if match := _EIGHT.fullmatch(cell):
                found.append(int(cell[:4]))
            elif match := _DATE.fullmatch(cell):
                year = _year_of(int(match["a"]), int(match["b"]), int(match["c"]), match["a"])
                if year is not None:
                    found.append(year)
        return tuple(found)

    @cached_property
    def dates(self) -> float:
        """The share of cells that may be dates: days, years, or with a month in words."""
        loose = sum(
            bool(
                _EDTF.fullmatch(cell) or (_YEAR_INSIDE.search(cell) and _WORDY_DATE.fullmatch(cell))
            )
            and not _INTEGER.fullmatch(cell)
            and not _DATE.fullmatch(cell)
            for cell in self._plain
        )
        return min(1.0, self._share(len(self.full_dates) + loose) + self.years)

    @cached_property
    def decimals(self) -> tuple[float, ...]:
        """The cells that are decimal fractions of three places or more."""
        return tuple(
            float(cell.replace(",", ".")) for cell in self._plain if _DECIMAL.fullmatch(cell)
        )

    @cached_property
    def words(self) -> float:
        """How many words a cell has: the median; 0 for an empty column."""
        counts = [len(cell.split()) for cell in self.cells]
        return statistics.median(counts) if counts else 0.0

    @cached_property
    def lettered(self) -> float:
        """The share of cells of letters alone, as names are."""
        good = sum(
            not any(char.isdigit() for char in cell) and any(char.isalpha() for char in cell)
            for cell in self._plain
        )
        return self._share(good)

    @cached_property
    def capitalised(self) -> float:
        """The share of cells whose every longer word has a capital, or whose script has none."""
        good = 0
        for cell in self.cells:
            words = [word for word in re.findall(r"[^\W\d_]+", cell) if len(word) > 2]
            good += bool(words) and not any(
                word[0].islower() for word in words if word[0].upper() != word[0]
            )
        return self._share(good)

    @cached_property
    def distinct(self) -> float:
        """The share of different values among the cells."""
        return self._share(len(set(self.cells)))

    @cached_property
    def folded(self) -> Counter[str]:
        """The folded values, where there are not too many different ones; else empty."""
        counted = Counter(fold(cell) for cell in self.cells if len(cell) < 100)
        return counted if len(counted) <= _MOST_WORDS else Counter()

    def known(self, words: Sequence[str] | frozenset[str]) -> float:
        """The share of cells that are one of some folded words."""
        return self._share(sum(self.folded[word] for word in self.folded if word in words))

    def known_in_part(self, words: frozenset[str]) -> float:
        """The share of cells that have one of some folded words among others."""
        good = sum(
            word in words or any(fold(part) in words for part in _PARTS.split(cell))
            for cell in self.cells
            for word in (fold(cell),)
        )
        return self._share(good)


def _year_of(a: int, b: int, c: int, first: str) -> int | None:
    """The year of three figures of a date, None where they are none."""
    if len(first) > 2 or a > 31:
        year, month, day = a, b, c
    else:
        year, month, day = c, b, a
        if month > 12:
            month, day = day, month
    if not 0 <= month <= 12 or not 0 <= day <= 31 or not (year < 100 or 1000 < year < 2200):
        return None
    if not month or not day:
        # 00.05.1985: what is not known is often written as nothing.
        return year
    return year if day <= days_in_month(2000 if year < 100 else year, month) + 2 else None


def fits(field: Field, part: str, content: Content) -> tuple[float, str]:
    """How well cells suit a field: a factor (1 for well, under 1 for doubt), and a remark."""
    if not content.cells:
        return 0.9, "; the column is empty"
    share = _suiting(field, part, content)
    if share is None or share >= 0.6:
        return 1.0, ""
    if share >= 0.3:
        return 0.85, "; not all cells look like it"
    if len(content.cells) < 3:
        return 0.8, "; there are few cells to tell"
    return (0.6 if field.type == "choice" else 0.3), "; the cells do not look like it"


def _suiting(field: Field, part: str, content: Content) -> float | None:
    """The share of cells that look as a field's cells do; None where anything goes."""
    if field.type == "date":
        if part == "year":
            return max(content.years, content.within(0, 99))
        if part == "month":
            return max(content.within(1, 12), content.lettered)
        if part == "day":
            return content.within(0, 31)
        return content.dates
    if field.type in ("choice", "choices", "boolean"):
        assert field.vocabulary is not None
        if field.type == "choices":
            return content.known_in_part(frozenset(field.vocabulary.by_word))
        return content.known(frozenset(field.vocabulary.by_word))
    if field.type == "name":
        return 1.0 - content.figures if content.words <= 8 else 0.2
    if field.type == "place":
        return 1.0 - 0.5 * content.figures
    if field.type == "integer":
        if field.role == "age":
            return max(content.ages, 1.0 - content.whole if content.dates < 0.3 else 0)
        return max(content.figures, 1.0 - content.lettered)
    if field.type == "quantity":
        if part == "unit":
            return 1.0 - content.figures
        if part == "sign":
            return None
        return max(content.figures, 1.0 - content.lettered)
    if field.type == "position" and part not in ("zone", "system"):
        return 1.0 - content.lettered
    return None
