"""Claims: what a source says at a passage.

A figure is filled in by several recognisers, each owning some fields, so it is mutable while a
document is read and must be treated as read-only afterwards.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from muniment.documents.document import Document
from muniment.values.passage import Passage, Span
from muniment.values.quantity import Quantity

FigureClass = Literal["count", "share", "measure", "money", "duration", "rate", "score"]
PartKind = Literal["partition", "subset"]


@dataclass(slots=True, kw_only=True)
class Claim:
    """What every claim has.

    ``id`` is stable: the same document and passage give the same id on every machine.
    ``sentence`` counts the document's sentences from 0; ``found_by`` names the grammar rule.
    """

    id: str
    kind: str
    passage: Passage
    sentence: int
    found_by: str


@dataclass(slots=True, kw_only=True)
class PeriodMention:
    """When something is said to have happened: the words and their EDTF value (None: unknown)."""

    span: Span
    edtf: str | None


@dataclass(slots=True, kw_only=True)
class Categories:
    """Who is counted, where the text says so; values are those of the language data files."""

    sex: str | None = None
    age: str | None = None
    status: str | None = None


@dataclass(slots=True, kw_only=True)
class Figure(Claim):
    """A claim that states a quantity (DESIGN section 6).

    ``number`` is the number phrase alone; ``modifier`` the words that bound it ("at least");
    ``unit`` a unit's standard symbol for measures, money, durations and rates;
    ``part_of`` the id of the figure it is a part of; ``said_by`` the chain of speakers, the
    nearest to the author first; ``second_opinion`` what the optional parser makes of it.
    """

    number: Span
    quantity: Quantity
    modifier: Span | None = None
    klass: FigureClass = "count"
    unit: str | None = None
    counted: Span | None = None
    categories: Categories = field(default_factory=Categories)
    event: str = "other"
    part_of: str | None = None
    part_kind: PartKind | None = None
    part_of_alternatives: tuple[str, ...] = ()
    breakdown: int | None = None
    period: PeriodMention | None = None
    place: Span | None = None
    responsible: Span | None = None
    said_by: tuple[Span, ...] = ()
    reasons: dict[str, str] = field(default_factory=dict)
    second_opinion: dict[str, str] | None = None


@dataclass(slots=True, kw_only=True)
class DateClaim(Claim):
    """A calendar date or period stated by the text, with its EDTF value.

    ``weekday`` is the weekday the text gives with it (0 Monday to 6 Sunday), else None.
    """

    edtf: str
    weekday: int | None = None


@dataclass(slots=True, kw_only=True)
class Citation(Claim):
    """A treaty, law, resolution, judgment or statement that the text names.

    ``words`` is the name with line breaks and spaces normalised; ``symbol`` a UN or other
    document symbol; ``provision`` an article or paragraph; ``year`` the year given.
    """

    words: str
    instrument: str | None = None
    symbol: str | None = None
    provision: str | None = None
    year: int | None = None


@dataclass(slots=True, kw_only=True)
class Demand(Claim):
    """A clause that asks somebody to do or to stop something."""

    addressee: Span | None = None


@dataclass(slots=True, kw_only=True)
class Relation(Claim):
    """What the text says of several claims together, or a remark that bears on comparing them.

    ``type`` names it ("change", "rate-over-time", "rounded-restatement", "correction" …);
    ``members`` are (role, claim id) pairs; ``values`` carries plain facts (text to text), which
    may be read from the text only when asked for.
    """

    type: str
    members: tuple[tuple[str, str], ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class DocumentClaims:
    """A document and all claims read from it, in the order of their passages."""

    document: Document
    figures: list[Figure] = field(default_factory=list)
    dates: list[DateClaim] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    demands: list[Demand] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)

    def all(self) -> list[Claim]:
        """Every claim, by passage."""
        claims: list[Claim] = [
            *self.figures,
            *self.dates,
            *self.citations,
            *self.demands,
            *self.relations,
        ]
        return sorted(claims, key=lambda claim: (claim.passage.start, claim.passage.end))


def claim_id(document: Document, kind: str, start: int, end: int) -> str:
    """A claim's stable id: 16 hex digits from the source's hash, the kind and the span."""
    key = f"{document.sha256}:{kind}:{start}:{end}"
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def relate(
    document: Document,
    type_: str,
    span: tuple[int, int],
    *,
    sentence: int,
    found_by: str,
    members: Iterable[tuple[str, str]] = (),
    values: Mapping[str, str] | None = None,
    kind: str | None = None,
) -> Relation:
    """A relation of a type that a span of the document states, with an id made from the two.

    ``kind`` stands in the id instead of the type where several types are readings of one kind.
    """
    return Relation(
        id=claim_id(document, kind or type_, *span),
        kind="relation",
        passage=document.passage(*span),
        sentence=sentence,
        found_by=found_by,
        type=type_,
        members=tuple(members),
        values={} if values is None else values,
    )
