"""Counts that stay quick however much there is: beyond some number it is "more than"."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.formats import number_format

MOST = 10_000


class Count(NamedTuple):
    """How many there are, as far as it was counted."""

    number: int
    more: bool

    def __str__(self) -> str:
        return number_format(self.number, use_l10n=True, force_grouping=True) + "+" * self.more


def count(rows: QuerySet[Any], most: int = MOST) -> Count:
    """How many rows there are, counted up to ``most``."""
    found = rows.order_by()[: most + 1].count()
    return Count(min(found, most), found > most)
