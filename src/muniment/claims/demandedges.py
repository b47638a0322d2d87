"""Where the words of a demand begin and end: without what only leads it in or trails behind."""

from __future__ import annotations

import re

from muniment.claims.demandgrammar import DemandGrammar

END_MARKS = " \t\r\n.!?;,:…\"”’'»)]*_"
_BOUNDARY = re.compile(r"[;:—]\s|\s[–-]\s|[\"“«]")
_SEGMENT = re.compile(r",\s{1,12}")


def clause_start(low: str, grammar: DemandGrammar, floor: int, at: int) -> int:
    """Where the subject of a demand's verb begins, not before ``floor``."""
    start = floor
    if floor:
        joints = list(grammar.joint.finditer(low, floor, at))
        joints = joints or list(grammar.plain_joint.finditer(low, floor, at))
        if joints:
            start = joints[-1].end()
    for mark in _BOUNDARY.finditer(low, start, at):
        if low[mark.end() : at].strip():
            start = mark.end()
    for pattern in (grammar.reporting_that, grammar.further_that):
        for that in pattern.finditer(low, start, at):
            if low[that.end() : at].strip():
                start = that.end()
    start = skip_leading(low, grammar, start, at)
    segments = [start, *(comma.end() for comma in _SEGMENT.finditer(low, start, at))]
    while len(segments) > 1 and (
        grammar.preposition.match(low, segments[0])
        or segments[1] - segments[0] < 4
        or low[segments[0]].isdigit()
    ):
        if not low[segments[1] : at].strip(" ,"):
            break
        del segments[0]
    return skip_leading(low, grammar, segments[0], at)


def skip_leading(low: str, grammar: DemandGrammar, at: int, end: int | None = None) -> int:
    """The first offset after marks and words that only lead a clause in."""
    limit = len(low) if end is None else end
    while at < limit:
        if low[at].isspace():
            at += 1
            continue
        match = grammar.leading.match(low, at, limit)
        if match is None:
            break
        at = match.end()
    return at


def trim(low: str, grammar: DemandGrammar, start: int, end: int) -> int:
    """The end of a clause without marks, spaces and a dangling "and"."""
    while end > start:
        if low[end - 1] in END_MARKS or low[end - 1].isspace():
            end -= 1
            continue
        further = grammar.that_at_end.search(low, max(start, end - 24), end)
        if further is not None:
            end = further.start()
            continue
        dangling = grammar.dangling.search(low, max(start, end - 24), end)
        if dangling is None:
            break
        end = dangling.start()
    return end
