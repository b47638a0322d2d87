"""What is held, by the time it is dated: how many documents of each month or year."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count
from django.db.models.functions import Substr
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from muniment.web.dates import spoken
from muniment.workspace.history import head
from muniment.workspace.models import Document, Sensitivity

Naming = Callable[[int], str]
WIDTH, HEIGHT = 10, 100
_MOST_MONTHS, _MOST_YEARS = 48, 60
_LEAST = 2.0
_BEST, _WIDEST = 40, 760
_MOST_KEPT = 200


@dataclass(frozen=True, slots=True)
class Bar:
    """The documents of a month or a year: ``date`` is its EDTF."""

    date: str
    number: int
    place: int
    height: str

    @property
    def x(self) -> int:
        """Where it begins."""
        return self.place * WIDTH

    @property
    def y(self) -> str:
        """Where its top is."""
        return f"{HEIGHT - float(self.height):.1f}"

    @property
    def words(self) -> str:
        """The bar in words."""
        told = ngettext("%(number)s document", "%(number)s documents", self.number)
        return f"{spoken(self.date)}: {told % {'number': self.number}}"


@dataclass(frozen=True, slots=True)
class Holdings:
    """A chart of what is held; ``undated`` documents are beside it."""

    bars: tuple[Bar, ...]
    steps: int
    first: str
    last: str
    undated: int

    @property
    def width(self) -> int:
        """How wide the drawing is."""
        return self.steps * WIDTH

    @property
    def drawn(self) -> int:
        """How wide the drawing would be at its best, in pixels."""
        return min(self.steps * _BEST, _WIDEST)

    @property
    def most(self) -> int:
        """The number of the highest bar."""
        return max(each.number for each in self.bars)

    @property
    def ends(self) -> tuple[str, str]:
        """What stands at the beginning and at the end of the axis."""
        return spoken(self.first), spoken(self.last)

    @property
    def aside(self) -> str:
        """What is not drawn, in words; "" where all is."""
        if not self.undated:
            return ""
        told = ngettext(
            "%(number)s more gives no such date.",
            "%(number)s more give no such date.",
            self.undated,
        )
        return told % {"number": self.undated}

    @property
    def about(self) -> str:
        """The drawing in words."""
        return _("Documents by their date, from %(first)s to %(last)s") % {
            "first": self.ends[0],
            "last": self.ends[1],
        }


def holdings(collections: Iterable[int]) -> Holdings | None:
    """The chart of some collections; None where fewer than two times are known.

    What is restricted is left out: its date may give it away.
    """
    return _charted(head(), tuple(sorted(collections)))


@lru_cache(maxsize=_MOST_KEPT)
def _charted(now: tuple[int, str], collections: tuple[int, ...]) -> Holdings | None:
    """See ``holdings``; ``now`` is the head of the history, after which all is counted anew."""
    return _chart(_counted(collections))


def _counted(collections: tuple[int, ...]) -> dict[str, int]:
    rows = (
        Document.objects.filter(source__collection__in=collections)
        .exclude(source__sensitivity=Sensitivity.RESTRICTED)
        .order_by()
        .annotate(month=Substr("date", 1, 7))
        .values_list("month")
        .annotate(Count("pk"))
    )
    return dict(rows.values_list("month", "pk__count"))


def _chart(counts: dict[str, int]) -> Holdings | None:
    months: dict[int, int] = {}
    years: dict[int, int] = {}
    for date, number in counts.items():
        year, month = _read(date)
        if year:
            years[year] = years.get(year, 0) + number
        if year and month:
            months[year * 12 + month - 1] = number
    if len(years) < 1 or len(months) + len(years) < 3:
        return None
    total = sum(counts.values())
    if months and max(months) - min(months) < _MOST_MONTHS and _all_near(months, years):
        return _drawn(months, total, lambda at: f"{at // 12:04}-{at % 12 + 1:02}")
    last = max(years)
    shown = {year: number for year, number in years.items() if year > last - _MOST_YEARS}
    return _drawn(shown, total, lambda at: f"{at:04}")


def _all_near(months: dict[int, int], years: dict[int, int]) -> bool:
    """Whether no year lies outside the months."""
    return min(months) // 12 <= min(years) and max(years) <= max(months) // 12


def _drawn(numbers: dict[int, int], total: int, name: Naming) -> Holdings:
    first, last, most = min(numbers), max(numbers), max(numbers.values())
    bars = tuple(
        Bar(name(at), number, at - first, f"{max(_LEAST, HEIGHT * number / most):.1f}")
        for at, number in sorted(numbers.items())
    )
    undated = total - sum(numbers.values())
    return Holdings(bars, last - first + 1, name(first), name(last), undated)


def _read(date: str) -> tuple[int, int]:
    """Its year and month; 0 where there is none that a calendar has."""
    year, _dash, month = date.partition("-")
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        return 0, 0
    if not datetime.MINYEAR <= int(year) <= datetime.MAXYEAR:
        return 0, 0
    fits = month.isascii() and month.isdigit() and 1 <= int(month) <= 12
    return int(year), int(month) if fits else 0
