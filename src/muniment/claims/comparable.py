"""Which figures can be measured against each other: one class, one unit."""

from __future__ import annotations

from muniment.claims.model import Figure


def comparable(one: Figure, other: Figure) -> bool:
    """True when two figures are of one class and unit, or one has left its unit out.

    "Of 4.2 million crowns it bore 3.1 million": a bare number takes the unit of the other. A
    count a day ("1/d") is a count.
    """
    if _class(one) == _class(other):
        return one.unit is None or other.unit is None or one.unit == other.unit
    return _bare(one, other) or _bare(other, one)


def _class(figure: Figure) -> str:
    return "count" if (figure.unit or "").startswith("1/") else figure.klass


def _bare(number: Figure, other: Figure) -> bool:
    """True for a number without a noun or unit of its own ("of which 1.5 million")."""
    counted = number.counted
    own = counted is not None and counted.start >= number.number.start
    return number.klass == "count" and not own and other.klass in ("money", "measure", "duration")
