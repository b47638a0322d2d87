"""Axes: which numbers to mark, and where they lie."""

from __future__ import annotations

import math
from dataclasses import dataclass

_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale of numbers from ``low`` to ``high`` drawn from ``start`` to ``end``.

    ``log`` scales are for positive numbers that span more than one order of magnitude.
    """

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def at(self, value: float) -> float:
        """Where a value lies; values beyond the scale lie at its ends."""
        value = min(max(value, self.low), self.high)
        if self.log:
            share = math.log(value / self.low) / math.log(self.high / self.low)
        else:
            share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def ticks(self, wanted: int = 6) -> list[float]:
        """About so many round numbers within the scale."""
        if self.log:
            return _log_ticks(self.low, self.high, wanted)
        step = _step((self.high - self.low) / wanted)
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return [number * step for number in range(first, last + 1)]


def axis(values: list[float], start: float, end: float, *, zero: bool = False) -> Axis:
    """An axis that holds all the finite values, with some room around them.

    ``zero`` makes it begin at zero. Without it, values that are positive and span more than one
    order of magnitude get a logarithmic scale. No values at all give a scale from 0 to 1.
    """
    known = [value for value in values if math.isfinite(value)]
    if not known:
        return Axis(0.0, 1.0, start, end)
    low, high = min(known), max(known)
    if not zero and low > 0 and high > 10 * low:
        return Axis(low / 1.1, high * 1.1, start, end, log=True)
    if zero:
        return Axis(min(0.0, low), (high or 1.0) * 1.04, start, end)
    room = (high - low) * 0.06 or abs(high) * 0.1 or 1.0
    return Axis(max(0.0, low - room) if low >= 0 else low - room, high + room, start, end)


def _step(rough: float) -> float:
    size = 10 ** math.floor(math.log10(rough))
    return float(next(step * size for step in _STEPS if step * size >= rough * 0.999))


def _log_ticks(low: float, high: float, wanted: int) -> list[float]:
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for leads in ((1, 2, 3, 5, 7), (1, 2, 5), (1, 3), (1,)):
        found = [lead * 10.0**power for power in powers for lead in leads]
        found = [value for value in found if low <= value <= high]
        if len(found) <= wanted + 2:
            return found
    return found


def number(value: float) -> str:
    """A number as charts write it: thousands apart, no more digits than it needs."""
    if not math.isfinite(value):
        return "∞"
    if abs(value) >= 100 or value == round(value):
        return f"{value:,.0f}"
    return f"{value:,.3g}"
