"""Timelines: a sentence as the patterns of time see it, its dates, hours and durations as slots."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from muniment.claims.language import Language, load_language
from muniment.claims.model import Claim, DateClaim, DocumentClaims, Figure, Relation, relate
from muniment.claims.sentences import Sentence

SLOT = re.compile(r"‹([a-z])(\d+)›")


@dataclass(slots=True)
class Line:
    """A sentence as the patterns see it: its text with slots, and what stands in each slot."""

    text: str
    slots: list[Claim]
    starts: list[int]
    spans: list[tuple[int, int]]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The document's span of ``text[start:end]``."""
        inside = [
            span for at, span in zip(self.starts, self.spans, strict=True) if start <= at < end
        ]
        return inside[0][0], inside[-1][1]


@dataclass(slots=True)
class Stretch:
    """An interval found in a line: the span in the line's text, and its members."""

    start: int
    end: int
    members: dict[str, str] = field(default_factory=dict)


def _letter(claim: Claim) -> str:
    """The letter of a claim's slot."""
    if isinstance(claim, DateClaim):
        ends = claim.edtf.split("/")
        if len(ends) == 2 and not {"", ".."} & set(ends):
            return "i"
        return "o" if ends[-1] in ("", "..") else "t"
    length = isinstance(claim, Figure) or (isinstance(claim, Relation) and claim.type == "length")
    return "d" if length else "k"


@functools.cache
def _weekdays(code: str) -> frozenset[str]:
    return frozenset(
        name for names in load_language(code).table("time")["weekdays"] for name in names
    )


def _names_day(parts: list[str], weekdays: frozenset[str]) -> bool:
    """Whether the last words before a date are its weekday, with or without a comma."""
    return parts[-1] in weekdays or (parts[-1] == "," and parts[-2] in weekdays)


def line_of(
    claims: DocumentClaims, sentence: Sentence, here: Sequence[Claim], language: Language
) -> Line:
    """The sentence with the claims in it as slots."""
    ordered: list[tuple[int, int, Claim]] = []
    spans = [(each.passage.start, each.passage.end, each) for each in here]
    for start, end, claim in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not ordered or start >= ordered[-1][1]:
            ordered.append((start, end, claim))
    parts: list[str] = []
    starts: list[int] = []
    places: list[tuple[int, int]] = []
    at = slot = 0
    weekdays = _weekdays(language.code)
    for token in sentence.tokens_of(claims.document):
        if slot < len(ordered) and token.start >= ordered[slot][1]:
            slot += 1
        if slot < len(ordered) and token.start >= ordered[slot][0]:
            if places and places[-1] == ordered[slot][:2]:
                continue
            text, place = f"‹{_letter(ordered[slot][2])}{slot}›", ordered[slot][:2]
            while len(parts) > 1 and text[1] in "tio" and _names_day(parts, weekdays):
                # "from Friday 9 May": the weekday is the date's own.
                at -= len(parts.pop()) + 1
                starts.pop()
                places.pop()
        else:
            text, place = token.lower, (token.start, token.end)
        starts.append(at)
        places.append(place)
        parts.append(text)
        at += len(text) + 1
    return Line(" ".join(parts), [claim for *_, claim in ordered], starts, places)


def relation_of(
    claims: DocumentClaims,
    sentence: Sentence,
    line: Line,
    kind: str,
    stretch: Stretch,
    values: dict[str, str],
) -> Relation:
    """A relation of a type (``kind``) whose passage and members are those of a stretch."""
    start, end = line.place(stretch.start, stretch.end)
    return relate(
        claims.document,
        kind,
        (start, end),
        sentence=sentence.index,
        found_by=f"{kind} in a sentence",
        members=tuple(stretch.members.items()),
        values=values,
    )
