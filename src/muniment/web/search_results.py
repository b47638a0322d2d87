"""What was found, as it is shown: an excerpt of the real text with the words found marked.

Nothing of a restricted source is shown here: it is opened at its own page, where the look is
logged.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from django.db import connection
from django.urls import reverse

from muniment.web.labels import Text, label
from muniment.workspace.models import Claim, Document, Item, Passage
from muniment.workspace.search.clauses import All, Clause, Without, Words
from muniment.workspace.search.clauses import Any as Either
from muniment.workspace.search.folding import placed
from muniment.workspace.sensitive import claim_place, is_sealed, plain

Json = dict[str, Any]
_AROUND, _LONGEST, _READ = 110, 360, 4_000
_SOURCE = ("key", "name", "title", "issuer", "date", "sensitivity")
_DOCUMENT = (
    *("key", "name", "title", "issuer", "date", "source_id"),
    *(f"source__{each}" for each in _SOURCE),
)


class Piece(NamedTuple):
    """A stretch of an excerpt; ``found`` where it is a word looked for, ``said`` in the claim."""

    text: str
    found: bool
    said: bool


@dataclass(slots=True)
class Hit:
    """Something found, ready to be shown.

    ``body`` is the claim's, where it is one; ``also`` is what else was found in the
    same passage.
    """

    item: Item
    address: str
    title: str
    pieces: list[Piece] = field(default_factory=list)
    before: bool = False
    after: bool = False
    page: int | None = None
    document: Document | None = None
    claim: Claim | None = None
    body: Json = field(default_factory=dict)
    also: list[Hit] = field(default_factory=list)

    @property
    def quote(self) -> str:
        """What the claim says, in the words of its passage."""
        return " ".join(self.body.get("passage", {}).get("quote", "").split())

    @property
    def restricted(self) -> bool:
        """Whether what was found is restricted, and not shown here."""
        return self.item.sensitivity == "restricted" or bool(
            self.document and is_sealed(self.document.source)
        )

    @property
    def claim_label(self) -> Text:
        """What the kind of claim is called."""
        return label("claim", self.item.claim_kind)

    @property
    def event_label(self) -> Text:
        """What the event is called, "" where there is none."""
        return label("event", self.item.event)

    @property
    def finding_label(self) -> Text:
        """What the level of the gravest open finding is called."""
        return label("finding", self.item.finding)


@dataclass(frozen=True, slots=True)
class _Span:
    """What of a document's text is to be shown: from where to where, and what of it is said."""

    start: int
    end: int
    said: tuple[int, int] | None = None
    first: int = 0
    last: int = 0


def looked_for(clause: Clause | None) -> frozenset[str]:
    """The folded words that a clause looks for."""
    match clause:
        case Words(words, _):
            return frozenset(words)
        case All(parts) | Either(parts):
            return frozenset().union(*map(looked_for, parts))
        case Without(kept, _):
            return looked_for(kept)
        case _:
            return frozenset()


def hits(
    items: Sequence[Item],
    words: frozenset[str] = frozenset(),
    beginnings: Sequence[str] = (),
    excerpts: bool = True,
) -> list[Hit]:
    """Items as they are shown, in their order; what is no longer there is left out.

    With excerpts, what was found in one passage stands together at the first of it.
    """
    documents = Document.objects.select_related("source").only(*_DOCUMENT)
    kept = documents.in_bulk([each.document_id for each in items if each.document_id])
    claims = _claims(items)
    passages = _passages(items, claims.values() if excerpts else ())
    found: list[Hit] = []
    first: dict[tuple[int, str], Hit] = {}
    spans: list[tuple[Hit, _Span]] = []
    for item in items:
        document = kept.get(item.document_id) if item.document_id else None
        if item.kind == "record":
            found.append(_record(item, words, beginnings))
        if document is None:
            continue
        if item.kind == "claim" and (claim := claims.get((document.pk, item.ref))) is not None:
            hit, at = _claim_hit(item, document, claim), (document.pk, str(claim.paragraph))
            span = _around_claim(claim, passages)
        elif (passage := passages.get((document.pk, item.ref))) is not None:
            hit, at = _passage_hit(item, document, passage), (document.pk, item.ref)
            span = _Span(passage.start, passage.end, None, passage.start, passage.end)
        else:
            continue
        if not excerpts or hit.restricted:
            found.append(hit)
        elif at in first:
            first[at].also.append(hit)
        else:
            first[at] = hit
            found.append(hit)
            spans.append((hit, span))
    for number, text in _texts(spans).items():
        _cut(*spans[number], text, words, beginnings)
    return found


def _passage_hit(item: Item, document: Document, passage: Passage) -> Hit:
    address = f"{reverse('document', args=[document.key])}?at={passage.start}-{passage.end}#at"
    return Hit(item, address, str(document), page=passage.page, document=document)


def _claim_hit(item: Item, document: Document, claim: Claim) -> Hit:
    claim.document = document
    address = reverse("claim", args=[document.key, claim.key])
    hit = Hit(item, address, str(document), page=claim.page, document=document, claim=claim)
    if not hit.restricted:
        kept = plain(document.source, claim_place(claim), claim.decided or claim.read)
        hit.body = json.loads(kept)
    return hit


def _record(item: Item, words: frozenset[str], beginnings: Sequence[str]) -> Hit:
    key = item.ref.removeprefix(f"{item.register}:")
    address = reverse("register-record", args=[item.register, key])
    hit = Hit(item, address, item.register)
    hit.pieces = list(_pieces(item.label, 0, None, words, beginnings))
    return hit


def _claims(items: Sequence[Item]) -> dict[tuple[int, str], Claim]:
    wanted = [each for each in items if each.kind == "claim"]
    rows = Claim.objects.filter(
        document__in={each.document_id for each in wanted}, key__in=[each.ref for each in wanted]
    )
    return {(each.document_id, each.key): each for each in rows}


def _passages(items: Sequence[Item], claims: Iterable[Claim]) -> dict[tuple[int, str], Passage]:
    """The passages among some items, and those in which claims stand."""
    wanted = [(each.document_id, int(each.ref)) for each in items if each.kind == "passage"]
    wanted += [(each.document_id, each.paragraph) for each in claims]
    rows = Passage.objects.filter(
        document__in={document for document, _ in wanted},
        number__in={number for _, number in wanted},
    )
    return {(each.document_id, str(each.number)): each for each in rows}


def _around_claim(claim: Claim, passages: dict[tuple[int, str], Passage]) -> _Span:
    """A claim with what stands around it in its passage."""
    passage = passages.get((claim.document_id, str(claim.paragraph)))
    first, last = max(0, claim.start - _LONGEST), claim.end + _LONGEST
    if passage is not None and passage.start <= claim.start < passage.end:
        first, last = passage.start, max(passage.end, claim.end)
    start = max(first, claim.start - _AROUND)
    end = min(last, max(claim.end + _AROUND, start + _LONGEST // 2), claim.start + _LONGEST)
    return _Span(start, end, (claim.start, claim.end), first, last)


def _texts(wanted: Sequence[tuple[Hit, _Span]]) -> dict[int, str]:
    """The texts of some spans by their numbers, in one question to the database."""
    if not wanted:
        return {}
    rows = ", ".join(["(%s, %s, %s, %s)"] * len(wanted))
    values = [
        value
        for number, (hit, span) in enumerate(wanted)
        for value in (number, hit.item.document_id, span.start + 1, span.end - span.start)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH wanted (nth, wanted, first, size) AS (VALUES {rows}) "
            "SELECT nth, substr(text, first, size) FROM wanted "
            "JOIN workspace_document ON id = wanted.wanted",
            values,
        )
        return dict(cursor.fetchall())


def _cut(
    hit: Hit, span: _Span, text: str, words: frozenset[str], beginnings: Sequence[str]
) -> None:
    """Put the part of a text that says most into a hit."""
    start = span.start
    if span.said is None and len(text) > _LONGEST:
        first = next(
            (at for at, _, word in placed(text[:_READ]) if _matches(word, words, beginnings)), 0
        )
        shift = max(0, first - _AROUND)
        text, start = text[shift : shift + _LONGEST], start + shift
    if start > span.first:  # not in the middle of a word
        shift = _to_space(text)
        if span.said is None or start + shift <= span.said[0]:
            text, start = text[shift:], start + shift
    if start + len(text) < span.last:
        kept = text[: text.rfind(" ")] if " " in text else text
        if span.said is None or start + len(kept) >= span.said[1]:
            text = kept
    hit.before = start > span.first
    hit.after = start + len(text) < span.last
    hit.pieces = list(_pieces(text, start, span.said, words, beginnings))


def _to_space(text: str) -> int:
    """Where the first whole word of a text begins."""
    for at, letter in enumerate(text[:40]):
        if letter.isspace():
            return at + 1
    return 0


def _pieces(
    text: str,
    start: int,
    said: tuple[int, int] | None,
    words: frozenset[str],
    beginnings: Sequence[str],
) -> Iterable[Piece]:
    """A text in stretches that are marked alike."""
    edges = {0, len(text)}
    marked = [(at, end) for at, end, word in placed(text) if _matches(word, words, beginnings)]
    for at, end in marked:
        edges |= {at, end}
    low, high = (said[0] - start, said[1] - start) if said else (0, 0)
    edges |= {each for each in (low, high) if 0 < each < len(text)}
    ordered = sorted(edges)
    for at, end in pairwise(ordered):
        found = any(first <= at and end <= last for first, last in marked)
        yield Piece(text[at:end], found, low <= at and end <= high)


def _matches(word: str, words: frozenset[str], beginnings: Sequence[str]) -> bool:
    return word in words or any(word.startswith(each) for each in beginnings)
