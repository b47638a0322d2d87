"""Products: so many things at so much each, and the total.

The relation "product" has the members "number", "unit" (what each of them has or costs) and
"total".
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator

from muniment.claims.comparable import comparable
from muniment.claims.frames import SENTENCE_END, Frame, patterns_of
from muniment.claims.language import Language, load_language
from muniment.claims.model import DocumentClaims, Figure, Relation, relate


@functools.cache
def _words(code: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What says a total, and what says why it is less than the product."""
    table = load_language(code).table("relations")["product"]
    return re.compile(table["total"]), re.compile(table["lessened"])


def find_products(
    claims: DocumentClaims, frame: Frame, language: Language, totals: Collection[str] = ()
) -> Iterator[Relation]:
    """The products of a paragraph whose total is given; ``totals`` are told by a rate already."""
    used: set[str] = set(totals)
    concluding = patterns_of(language.code, "product", "concluding")
    for pattern in (*patterns_of(language.code, "product", "each"), *concluding):
        for match in pattern.finditer(frame, claims.figures):
            number, unit, total = (match.figures[role] for role in ("number", "unit", "total"))
            if {number.id, unit.id, total.id} & used or not _fit(number, unit, total):
                continue
            after = frame.text[match.slots["total"][1] :].partition(SENTENCE_END)[0]
            totalled, lessened = _words(language.code)
            said = totalled.search(f"{match.text}{after[:60]}")
            if said is None and pattern not in concluding:
                continue
            if _less(number, unit, total) and lessened.search(after):
                continue
            used |= {number.id, unit.id, total.id}
            span = frame.span(match.start, match.end)
            yield relate(
                claims.document,
                "product",
                span,
                sentence=number.sentence,
                found_by="product patterns",
                members=(("number", number.id), ("unit", unit.id), ("total", total.id)),
            )


def _less(number: Figure, unit: Figure, total: Figure) -> bool:
    """True where a total is less than so many times the least that a unit can be."""
    values = [figure.quantity.low for figure in (number, unit)]
    high = total.quantity.high
    if high is None or values[0] is None or values[1] is None:
        return False
    return high < values[0] * values[1]


def _fit(number: Figure, unit: Figure, total: Figure) -> bool:
    """True when a total can be so many times a unit: one class, and larger."""
    low, high = unit.quantity.low, total.quantity.high
    if not comparable(unit, total) or low is None or high is None or low >= high:
        return False
    return number.quantity.low is not None and number.quantity.low > 1
