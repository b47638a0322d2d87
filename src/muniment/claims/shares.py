"""Shares: a part, its whole, and the share that the text says it comes to.

The relation "share-of" has the members "share", "whole" and "part". Its values: ``form`` tells
"digits" ("12 percent") from "words" ("a third", "one in five"); ``equal`` is "yes" where the
text says that every one of several parts is that share ("a third of them sent by each town");
``found`` is "search" where no pattern but the search of ``sharesearch.py`` found it. The relations
"share-reading" are other numbers that a share so found may be of: they excuse and never accuse.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import NamedTuple

from muniment.claims.comparable import comparable
from muniment.claims.expressions import Expression
from muniment.claims.frames import Frame, Match, expand, gap, patterns_of, share_form, tokens_after
from muniment.claims.language import Language, load_language
from muniment.claims.lookup import Lookup
from muniment.claims.model import DocumentClaims, Figure, Relation, relate
from muniment.claims.sharesearch import bindings, words_of
from muniment.claims.slots import slots_of


class _Words(NamedTuple):
    after_part: Expression
    after_share: Expression
    change: Expression
    elsewhere: Expression
    left: Expression


@functools.cache
def _words(code: str) -> _Words:
    table = load_language(code).table("relations")
    words = table["words"]
    return _Words(
        after_part=Expression(expand(table["share"]["after_part"], words)),
        after_share=Expression(expand(table["share"]["after_share"], words)),
        elsewhere=Expression(table["share"]["elsewhere"]),
        left=Expression(table["share"]["left"]),
        change=Expression(gap(expand(table["share"]["change"], words))),
    )


def find_shares(
    claims: DocumentClaims,
    frame: Frame,
    language: Language,
    lookup: Lookup,
    changes: frozenset[str] = frozenset(),
) -> Iterator[Relation]:
    """The shares of a paragraph whose part and whole are given.

    ``changes`` are the ids of figures that say by how much something has changed.
    """
    if "‹s" not in frame.text:
        return
    used: set[str] = set()
    wholes: dict[str, Figure] = {}
    for name in ("equal", "three", "two"):
        for pattern in patterns_of(language.code, "share", name):
            for match in pattern.finditer(frame, claims.figures):
                found = _triple(frame, match, language, lookup)
                if found is None or found["share"].id in used:
                    continue
                owner = wholes.get(found["whole"].id)
                if "bare" in match.groups and owner is not None and owner is not found["part"]:
                    # "A third of the 510, 170, are gone; 85, or a sixth": both are of the 510.
                    found["whole"] = owner
                used.add(found["share"].id)
                wholes[found["part"].id] = found["whole"]
                yield _relation(claims, frame, match, found, language, equal=name == "equal")
    yield from _searched(claims, frame, language, used | changes)


def _searched(
    claims: DocumentClaims, frame: Frame, language: Language, used: set[str]
) -> Iterator[Relation]:
    """What the search finds for the shares that no pattern knows, with every other reading."""
    words = words_of(language.code)
    slots = slots_of(frame, claims.figures)
    values = [slot for slot in slots if slot.figure.id not in used or slot.letter != "s"]
    for share in values:
        if share.letter != "s" or share.figure.unit != "%":
            continue
        if _words(language.code).left.match(frame.text[share.end :].lstrip()):
            continue
        found = list(bindings(share, values, frame, words))
        if not any(binding.sure for binding in found):
            continue
        for binding in found:
            members = {"share": share, "whole": binding.whole, "part": binding.part}
            spans = [(slot.at, slot.end) for slot in members.values()]
            span = frame.span(min(spans)[0], max(end for _, end in spans))
            yield relate(
                claims.document,
                "share-of" if binding.sure else "share-reading",
                span,
                kind="share-of",
                sentence=share.figure.sentence,
                found_by="share search",
                members=((role, slot.figure.id) for role, slot in members.items()),
                values={
                    "form": share_form(claims.document, share.figure, language),
                    "found": "search",
                },
            )


def _triple(
    frame: Frame, match: Match, language: Language, lookup: Lookup
) -> dict[str, Figure] | None:
    """The share, the part and the whole of a match, or None where it is no such statement."""
    words = _words(language.code)
    share, part = match.figures["share"], match.figures["part"]
    whole = match.figures.get("whole")
    if whole is None:
        owner = part.part_of or share.part_of
        whole = lookup.by_id.get(owner or "")
    if whole is None or whole is part or not _fits_in(whole, part):
        return None
    if words.elsewhere.search(frame.text[share_end(match) : match.slots["part"][0] - 2]):
        return None
    if words.left.match(tokens_after(frame, match.slots["share"][1], share).lstrip()):
        return None
    if "bare" in match.groups and part.counted is not None:
        return None
    if words.change.search(match.text) or part.part_of == share.id:
        return None
    if "other" not in match.figures:
        last = max(match.slots, key=lambda role: match.slots[role])
        rest = tokens_after(frame, match.slots[last][1], match.figures[last])
        # "Three fifths of the 250 have come back: 150 are living there again."
        explained = frame.text[: match.slots["part"][0] - len("‹c")].endswith(": ")
        states = explained and words.after_share.match(rest)
        if last == "part" and not words.after_part.match(rest) and not states:
            return None
        bracket = frame.text[: match.slots["part"][0]].rstrip("‹cmyd").endswith("( ")
        if last == "whole" and bracket and not words.after_share.match(rest):
            return None
        if last == "share" and not words.after_share.match(rest):
            return None
    return {"share": share, "whole": whole, "part": part}


def share_end(match: Match) -> int:
    """Where the share of a match ends, or where its part begins if that is first."""
    return min(match.slots["share"][1], match.slots["part"][0] - 2)


def _fits_in(whole: Figure, part: Figure) -> bool:
    """True when a part can be measured against a whole, and is not larger."""
    high = whole.quantity.high
    low = part.quantity.low
    return comparable(whole, part) and (high is None or low is None or low <= high)


def _relation(
    claims: DocumentClaims,
    frame: Frame,
    match: Match,
    found: dict[str, Figure],
    language: Language,
    *,
    equal: bool,
) -> Relation:
    span = frame.span(match.start, match.end)
    values = {"form": share_form(claims.document, found["share"], language)}
    if equal:
        values["equal"] = "yes"
    members = [(role, figure.id) for role, figure in found.items()]
    if "other" in match.figures:
        members.append(("other", match.figures["other"].id))
    return relate(
        claims.document,
        "share-of",
        span,
        sentence=found["share"].sentence,
        found_by="share patterns",
        members=tuple(members),
        values=values,
    )
