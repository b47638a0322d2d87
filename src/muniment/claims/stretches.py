"""Stretches of time that a paragraph names: "the 30 days", "from March to May", "the week"."""

from __future__ import annotations

import functools
import re
from fractions import Fraction
from typing import NamedTuple

from muniment.claims.expressions import Expression
from muniment.claims.frames import Frame, expand
from muniment.claims.language import load_language
from muniment.claims.model import DocumentClaims, Figure
from muniment.values.period import Period

_SLOT = Expression(r"‹([a-z])(\d+)›")
_MONTH = re.compile(r"(\d{4}|XXXX)-(\d\d)\Z")
# A year with a leap day and one without, for periods that name none.
_YEARS = (2000, 2001)


class Stretch(NamedTuple):
    """A stretch of time in a frame: where, how long in units of a symbol, and its figure."""

    at: int
    low: Fraction
    high: Fraction
    unit: str
    figure: Figure | None


class _Words(NamedTuple):
    spans: Expression
    between: Expression
    units: dict[str, list[str]]
    over_words: frozenset[str]
    kinds: dict[str, str]


@functools.cache
def _words(code: str) -> _Words:
    table = load_language(code).table("relations")
    rate, words = table["rate"], table["words"]
    names = "|".join(sorted(rate["spans"], key=len, reverse=True))
    return _Words(
        spans=Expression(
            rf"(?<![^ ])(?:{expand(rate['over'], words)}(?P<name>{names})"
            rf"|{rate['owner']}(?P<owner>{names})(?:{rate['owned']})"
            rf"|(?P<kind>{'|'.join(kind for kind, _ in rate['kinds']) or '(?!)'}))(?![^ ])"
        ),
        between=Expression(rate["between"]),
        units=rate["spans"],
        over_words=frozenset(rate["over_words"]),
        kinds=dict(rate["kinds"]),
    )


def stretches_of(claims: DocumentClaims, frame: Frame, code: str) -> list[Stretch]:
    """The stretches of time that a paragraph names, in order; ``code`` is the language."""
    words = _words(code)
    found: list[Stretch] = []
    for match in _SLOT.finditer(frame.text):
        if match[1] == "d":
            figure = claims.figures[int(match[2])]
            quantity, unit = figure.quantity, figure.unit
            modifier = figure.modifier.text.lower() if figure.modifier is not None else ""
            last = quantity.low if modifier in words.over_words else quantity.high
            if unit and quantity.low is not None and last is not None:
                low, high = Fraction(quantity.low), Fraction(last)
                found.append(Stretch(match.start(), low, high, unit, figure))
        elif match[1] == "t":
            length = _length(claims.dates[int(match[2])].edtf)
            if length is not None:
                found.append(Stretch(match.start(), *length, None))
    for match in words.between.finditer(frame.text):
        ends = [claims.dates[int(match[name][2:-1])].edtf for name in ("first", "last")]
        length = _length("/".join(ends))
        if length is not None:
            found.append(Stretch(match.start(), *length, None))
    for match in words.spans.finditer(frame.text):
        name = match["name"] or match["owner"] or words.kinds[match["kind"]]
        number, unit = words.units[name]
        found.append(Stretch(match.start(), Fraction(number), Fraction(number), unit, None))
    return sorted(found, key=lambda stretch: stretch.at)


def _length(edtf: str) -> tuple[Fraction, Fraction, str] | None:
    """How long a period lasts, both ends included: in months where it is given in months."""
    first, _, last = edtf.partition("/")
    begins, ends = _MONTH.match(first), _MONTH.match(last or first)
    if begins and ends:
        months = int(ends[2]) - int(begins[2]) + 1
        if "XXXX" not in (begins[1], ends[1]):
            months += 12 * (int(ends[1]) - int(begins[1]))
        elif months <= 0:
            months += 12
        return None if months <= 0 else (Fraction(months), Fraction(months), "mo")
    if not last or last == "..":
        return None
    lengths = {days for year in _YEARS if (days := _days(first, last, year)) is not None}
    return (Fraction(min(lengths)), Fraction(max(lengths)), "d") if lengths else None


def _days(first: str, last: str, year: int) -> int | None:
    """The days of a period, both ends included; ``year`` is taken where it names none."""
    begins, ends = (each.replace("XXXX", str(year)) for each in (first, last))
    if "XXXX" in first and ends < begins:
        ends = ends.replace(str(year), str(year + 1))
    try:
        days = Period.parse(f"{begins}/{ends}").duration()
    except ValueError:
        return None
    return None if days is None else days[1]
