"""Quantities: closed intervals whose ends may be open, with exact arithmetic."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from fractions import Fraction

Number = int | Fraction


class Answer(enum.Enum):
    """The three answers of every comparison of uncertain values."""

    FITS = "fits"
    DOES_NOT_FIT = "does not fit"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity as the words allow it.

    ``low`` and ``high`` are exact numbers, or None where the words leave that end open:
    "at least 95" is ``Quantity(95, None)``, "nearly 4,000" is
    ``Quantity(4000, 4000, approximate=True)``, "dozens" is ``Quantity(24, None, True)``.

    Raises ValueError when both ends are open or when low is above high.
    """

    low: Number | None
    high: Number | None
    approximate: bool = False

    def __post_init__(self) -> None:
        if self.low is None and self.high is None:
            raise ValueError("a quantity needs at least one end")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low {self.low} is above high {self.high}")

    @property
    def exact(self) -> bool:
        """True when the words allow one value only."""
        return self.low == self.high and not self.approximate
