"""What people decided of figures, taken over what was read, so that rules compare what counts.

A figure that people hold not to be there is left out; one that they corrected has their values;
one that they added stands in its sentence like any other. Whatever they left alone is as read.
"""

from __future__ import annotations

import bisect
from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, cast

from muniment.claims import topics
from muniment.claims.language import load_language
from muniment.claims.model import DocumentClaims, Figure, FigureClass, PeriodMention
from muniment.claims.sentences import Sentence
from muniment.claims.squeezing import Places
from muniment.claims.vocabulary import Vocabulary, vocabulary
from muniment.documents.document import Document
from muniment.values.passage import Span
from muniment.values.period import Period
from muniment.values.quantity import Number, Quantity

FOUND_BY = "a person"
_CLASSES = frozenset(("count", "share", "measure", "money", "duration", "rate", "score"))


@dataclass(frozen=True, slots=True)
class Decided:
    """What people decided of one figure.

    ``start`` and ``end`` are its passage where nobody but a person saw it (``added``); ``there``
    is false where they hold that the text does not say it. ``said`` are the fields of the contract
    (JSON) that they gave: low, high, approximate, unit, class, counted, event, period, place,
    said_by.
    """

    id: str
    there: bool = True
    added: bool = False
    start: int = 0
    end: int = 0
    said: Mapping[str, Any] = field(default_factory=dict)


def new_figures(
    document: Document,
    sentences: Sequence[Sentence],
    decided: Iterable[Decided],
    places: Places | None,
) -> list[Figure]:
    """The figures that people added, each in the sentence that it stands in."""
    starts = [each.start for each in sentences]
    made = []
    for each in decided:
        if not (each.added and each.there):
            continue
        start, end = (each.start, each.end)
        if places is not None:
            start, end = places.copied_from(start, end)
        at = bisect.bisect_right(starts, start) - 1
        quantity = _quantity(each.said, None)
        within = at >= 0 and start < end <= len(document.text) and start < sentences[at].end
        if quantity is None or not within:
            continue
        made.append(
            Figure(
                id=each.id,
                kind="figure",
                passage=document.passage(start, end),
                sentence=at,
                found_by=FOUND_BY,
                number=Span(start, end, document.text[start:end]),
                quantity=quantity,
            )
        )
    return made


def as_decided(claims: DocumentClaims, decided: Sequence[Decided]) -> DocumentClaims:
    """The claims of a document with what people decided of its figures."""
    by_id = {each.id: each for each in decided}
    gone = {each.id for each in decided if not each.there}
    known = vocabulary(load_language(claims.document.language).code)
    told: dict[str, dict[str, str]] = {}
    for figure in claims.figures:
        mine = by_id.get(figure.id)
        if mine is not None and mine.there:
            told[figure.id] = _amend(figure, mine.said, known)
    relations = []
    for relation in claims.relations:
        members = [member for _, member in relation.members]
        if gone.intersection(members):
            continue
        if relation.type == "statement" and told.get(members[0]):
            instead = cast("Mapping[str, str]", ChainMap(told[members[0]], relation.values))  # type: ignore[arg-type]
            relation = replace(relation, values=instead)
        relations.append(relation)
    figures = [each for each in claims.figures if each.id not in gone]
    return replace(claims, figures=figures, relations=relations)


def _amend(figure: Figure, said: Mapping[str, Any], known: Vocabulary) -> dict[str, str]:
    """Give a figure the fields that people gave; what its statement says otherwise by that."""
    start = figure.passage.start
    quantity = _quantity(said, figure.quantity)
    if quantity is not None and (quantity != figure.quantity or figure.found_by == FOUND_BY):
        figure.quantity = quantity
        figure.number = Span(start, figure.passage.end, _words(quantity))
        figure.modifier = None
    if "unit" in said:
        figure.unit = said["unit"] or None
    if said.get("class") in _CLASSES:
        figure.klass = cast("FigureClass", said["class"])
    instead: dict[str, str] = {}
    if "counted" in said:
        figure.counted = _span(said["counted"], start)
        instead["thing"] = topics.thing_of(figure, "", known)
        instead["kind"] = topics.kind_of(figure, "", known)
        instead["members_of"] = topics.members_of(figure, known)
        instead["follows"] = ""
    if "event" in said:
        figure.event = said["event"] or "other"
        instead |= {"happened": topics.event_of(figure), "loosely": ""}
    if "place" in said:
        figure.place = _span(said["place"], start)
        named = figure.place.text if figure.place is not None else ""
        instead |= dict.fromkeys(("near_names", "all_names", "maybe", "spread"), "")
        instead["names"] = _proper(named)
    if "period" in said:
        instead |= _times(figure, said["period"])
    if "said_by" in said:
        spans = (_span(each, start) for each in said["said_by"] or ())
        figure.said_by = tuple(each for each in spans if each is not None)
        instead |= dict.fromkeys(("cited", "cited_source", "heard"), "")
    return instead


def _times(figure: Figure, period: Mapping[str, Any] | None) -> dict[str, str]:
    times = dict.fromkeys(("dates", "since", "until", "near_dates", "day"), "")
    edtf = (period or {}).get("edtf")
    if not isinstance(edtf, str) or not _readable(edtf):
        figure.period = None
        return times
    start = figure.passage.start
    figure.period = PeriodMention(span=Span(start, start, edtf), edtf=edtf)
    first, slash, last = edtf.partition("/")
    if slash and last in ("..", ""):
        times["since"] = first
    elif slash and first in ("..", ""):
        times["until"] = last
    else:
        times["dates"] = edtf
    return times


def _readable(edtf: str) -> bool:
    try:
        Period.parse(edtf)
    except ValueError:
        return False
    return " " not in edtf


def _quantity(said: Mapping[str, Any], before: Quantity | None) -> Quantity | None:
    """The quantity that people gave, ``before`` where they left it; None where there is none."""
    if not {"low", "high", "approximate"} & set(said):
        return before
    was = before or Quantity(0, 0)
    low = _number(said["low"]) if "low" in said else was.low if before else None
    high = _number(said["high"]) if "high" in said else was.high if before else None
    try:
        return Quantity(low, high, bool(said.get("approximate", was.approximate)))
    except ValueError:
        return before


def _number(value: object) -> Number | None:
    if not isinstance(value, int | float):
        return None
    return int(value) if value == int(value) else Fraction(str(value))


def _words(quantity: Quantity) -> str:
    """A quantity in the words that rules repeat: those of the text say something else."""
    ends = [None if end is None else f"{float(end):,.15g}" for end in (quantity.low, quantity.high)]
    low, high = ends
    if low is None:
        words = f"at most {high}"
    elif high is None:
        words = f"at least {low}"
    else:
        words = low if low == high else f"{low} to {high}"
    return f"about {words}" if quantity.approximate else words


def _span(value: object, start: int) -> Span | None:
    """Words that people gave: they stand nowhere but at the passage itself."""
    text = value.get("text") if isinstance(value, Mapping) else None
    return Span(start, start, text) if isinstance(text, str) and text.strip() else None


def _proper(place: str) -> str:
    """A place as names are compared: its capitalised words in small letters."""
    words = place.split()
    return " ".join([each for each in words if each[:1].isupper()] or words).lower()
