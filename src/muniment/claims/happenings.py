"""Happenings: dates on which the text says that something has happened, not that it will.

For each such date a relation of the type ``happened``; member ``date``; ``values``: ``verb``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from muniment.claims.language import Language, load_language
from muniment.claims.model import DateClaim, DocumentClaims, Relation
from muniment.claims.sentences import Sentence
from muniment.claims.timeline import SLOT, Line, Stretch, relation_of


def find_happenings(
    claims: DocumentClaims, sentence: Sentence, line: Line, language: Language
) -> Iterator[Relation]:
    """The dates of a sentence on which it says that something has happened."""
    words, clause = _happening_words(language.code), _clause_ends(language.code)
    for slot in SLOT.finditer(line.text):
        if slot[1] not in "tio":
            continue
        date = line.slots[int(slot[2])]
        by_day = isinstance(date, DateClaim) and len(date.edtf) >= len("2021-05-03")
        verb = _past_verb(line.text, slot, words, clause, by_day=by_day)
        if verb is not None:
            stretch = Stretch(slot.start(), slot.end(), {"date": line.slots[int(slot[2])].id})
            yield relation_of(claims, sentence, line, "happened", stretch, {"verb": verb})


@functools.cache
def _happening_words(code: str) -> dict[str, frozenset[str]]:
    table = load_language(code).table("time")["happened"]
    return {name: frozenset(words.split()) for name, words in table.items()}


@functools.cache
def _clause_ends(code: str) -> re.Pattern[str]:
    return re.compile(load_language(code).table("time")["guards"]["clause"])


def _past_verb(
    text: str,
    slot: re.Match[str],
    words: dict[str, frozenset[str]],
    clause: re.Pattern[str],
    *,
    by_day: bool,
) -> str | None:
    """The past verb of the clause in which a date stands as the time of what happened."""
    left = text[: slot.start()]
    right = text[slot.end() :]
    cut = max((m.end() for m in clause.finditer(left)), default=0)
    stop = clause.search(right)
    before = left[cut:].split()
    after = (right[: stop.start()] if stop else right).split()
    if words["looking_ahead"] & {*before, *(set(after) - words["asking"])}:
        return None
    if by_day and len(before) == 1 and _regular_past(before[0], words) and not after[1:]:
        return before[0]  # "Received 14 May 2021: 40 crates."
    if by_day and before and before[-1] in words["dating"] and words["writings"] & {*left.split()}:
        return before[-1]
    if slot[1] == "o":  # "since 3 July": the date's own words place it.
        lead: list[str] | None = before
    elif before in ([], ["the"]) and after and after[0] in words["naming"]:
        return after[0]
    elif _by(before, words) and "had" in after[:8]:
        return "had"
    else:
        lead = _before_placing(before, words)
    if lead is None:
        event = by_day and len(before) > 1 and before[-1] in ("of", "on")
        if event and before[-2] in words["past_events"]:
            return _verb_after(after, words)
        return None
    while lead and (lead[-1] in words["within_phrase"] or lead[-1].startswith("‹k")):
        lead = lead[:-1]
    if lead and lead[-1] == "at":
        lead = lead[:-1]
    if not lead or (len(lead) < 3 and lead[-1] in words["openers"]):
        return _verb_after(after, words)
    if len(lead) < 5 and lead[-1] in words["past_events"]:
        return _verb_after(after, words)
    return _verb_before(lead, words, by_day=by_day)


def _by(before: list[str], words: dict[str, frozenset[str]]) -> bool:
    """Whether a date opens its clause with "by": "by the end of July"."""
    lead = [word for word in before if word not in words["within_phrase"]]
    return lead == ["by"]


def _before_placing(before: list[str], words: dict[str, frozenset[str]]) -> list[str] | None:
    """The clause before the words that place something on the date, or None if none do."""
    at = len(before)
    if at >= 3 and before[at - 1] in words["joining"] and SLOT.fullmatch(before[at - 2]):
        at -= 2  # "between 4 July and ‹date›", "from 4 July to ‹date›"
    while at and (before[at - 1] in words["within_phrase"] or before[at - 1].startswith("‹k")):
        at -= 1
    if at and before[at - 1] in words["nouns_of_time"] | words["past_events"]:
        # "at the sitting of 3 July": the noun only names the day.
        at -= 1
        while at and before[at - 1] in words["determiners"]:
            at -= 1
        return before[: at - 1] if at and before[at - 1] in ("at", "in", "during") else None
    if not at or before[at - 1] not in words["placing"]:
        return None
    return before[: at - 1]


def _verb_before(lead: list[str], words: dict[str, frozenset[str]], *, by_day: bool) -> str | None:
    """The nearest verb before a date, where it is a past one."""
    for at in range(len(lead) - 1, max(len(lead) - 16, -1), -1):
        word = lead[at]
        following = lead[at + 1] if at + 1 < len(lead) else ""
        if word in words["present"] or word in words["nouns_of_time"] or word[0] == "‹":
            return None
        if word == "to" and following not in words["determiners"] | words["objects"]:
            return None
        aim = following.endswith("ing") or following in words["determiners"] or not by_day
        if word == "for" and aim:
            return None
        if _is_past(lead, at, words):
            same_day = by_day and word in words["done_that_day"]
            distant = word in words["making_known"] and at < len(lead) - 1 and not same_day
            return None if distant else word
    return None


def _verb_after(after: list[str], words: dict[str, frozenset[str]]) -> str | None:
    """The first verb after a date that opens its clause, where it is a past one."""
    for at, word in enumerate(after[:16]):
        if word in words["present"] or word in words["relative"] or word in words["asking"]:
            return None
        if _is_past(after, at, words):
            # "was planned", "had it set down for": what looks ahead stands beside the verb.
            return None if words["asking"] & {*after[at : at + 4]} else word
    return None


def _is_past(tokens: list[str], at: int, words: dict[str, frozenset[str]]) -> bool:
    """True for a past verb: "struck", "were killed", "has been found"; not "was to be"."""
    word = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else ""
    if word in words["perfect"]:
        ahead = tokens[at + 1 : at + 4]
        return any(each in words["past"] or _regular_past(each, words) for each in ahead)
    if word in words["auxiliaries"]:
        return following != "to"
    if word in words["past"]:
        return True
    before = tokens[at - 1] if at else ""
    if before in words["infinitive"]:
        return False
    return _regular_past(word, words) and before not in words["determiners"]


def _regular_past(word: str, words: dict[str, frozenset[str]]) -> bool:
    return len(word) > 4 and word.endswith("ed") and word not in words["no_past"]
