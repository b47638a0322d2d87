"""Where the words of a demand begin and end: without what only leads it in or trails behind."""

from __future__ import annotations

from muniment.claims.demandgrammar import DemandGrammar

END_MARKS = " \t\r\n.!?;,:…\"”’'»)]*_"


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
