"""Pairs: which two values near a stated change it can be said of, whatever words join them.

The patterns of ``changes.py`` know how two values are usually put side by side; here every two
values of one thing in the sentence of a change, or in those next to it, are a pair. Many pairs
excuse a text (one of them may fit); only a pair without a rival accuses it.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from muniment.claims.comparable import comparable
from muniment.claims.expressions import Expression
from muniment.claims.frames import SENTENCE_END, Frame, expand
from muniment.claims.language import load_language
from muniment.claims.model import Figure
from muniment.claims.slots import Slot, sentence_at, sentence_span, stem, stems

# No more pairs than this are looked at for one change.
MOST_PAIRS = 12
# Where the clause that a value stands in ends.
_BREAK = re.compile(r" (?:[,;:–—()]|‹[a-su-z])")
# An apposition stands so many tokens behind the value it is said of, at most.
BESIDE = 9


class Words(NamedTuple):
    """The words that the search looks for, as sets."""

    time: frozenset[str]
    subjects: frozenset[str]
    pronouns: frozenset[str]
    telling: frozenset[str]
    earlier: frozenset[str]
    taking_up: frozenset[str]
    breaks: frozenset[str]
    verbs: Expression
    wished: Expression
    other: Expression
    to: Expression
    base: Expression


@functools.cache
def words_of(code: str) -> Words:
    """The words of a language."""
    table = load_language(code).table("relations")
    pairs = table["pairs"]
    return Words(
        time=frozenset(pairs["time"]),
        subjects=frozenset(pairs["subjects"]),
        pronouns=frozenset(pairs["pronouns"]),
        earlier=frozenset(pairs["earlier"]),
        telling=frozenset(pairs["telling"]),
        taking_up=frozenset(pairs["taking_up"]),
        breaks=frozenset(pairs["breaks"]),
        verbs=Expression(
            rf"(?<![^ ])(?:{expand(table['change']['verbs'], table['words'])})(?![^ ])"
        ),
        wished=Expression(table["baseline"]["wished"]),
        base=Expression(rf" (?:{expand(pairs['base'], table['words'])}) [^,.;:()⏎‹]+"),
        to=Expression(pairs["to"]),
        other=Expression(expand(pairs["other"], table["words"])),
    )


class Pair(NamedTuple):
    """Two values, in the order of the text."""

    first: Slot
    last: Slot


def noun_of(figure: Figure, pronouns: frozenset[str]) -> str:
    """The last word of what a figure counts, "" where it names nothing."""
    if figure.counted is None or figure.klass != "count":
        return ""
    last = figure.counted.text.lower().split()[-1]
    return "" if last in pronouns else last


def alike(one: Figure, other: Figure, pronouns: frozenset[str]) -> bool:
    """True when two figures can be two values of one thing: one class, one unit, one noun."""
    first, last = sorted((one, other), key=lambda figure: figure.number.start)
    if not comparable(one, other) or (last.klass == "duration" != first.klass):
        return False
    nouns = {noun_of(one, pronouns)[:6], noun_of(other, pronouns)[:6]} - {""}
    return len(nouns) < 2


def pairs_around(
    slots: Sequence[Slot], at: int, frame: Frame, taken: Iterable[str], words: Words
) -> list[Pair]:
    """Every pair of values in the sentence around ``at`` and those next to it.

    ``taken`` are the ids of figures that are no values.
    """
    number = sentence_at(frame, at)
    out = frozenset(taken)
    near = [
        slot
        for slot in slots
        if -2 <= slot.sentence - number <= 1
        and slot.figure.id not in out
        and slot.letter != "f"
        and slot.figure.quantity.low is not None
    ]
    pairs = [
        Pair(one, other)
        for one, other in itertools.combinations(near, 2)
        if alike(one.figure, other.figure, words.pronouns) and not _ahead(one, other, words)
    ]
    return pairs[:MOST_PAIRS]


def _ahead(one: Slot, other: Slot, words: Words) -> bool:
    """True for a bare number in one sentence and a noun in the next: it takes up none to come."""
    if one.sentence == other.sentence or one.letter != "c":
        return False
    return not noun_of(one.figure, words.pronouns) and bool(noun_of(other.figure, words.pronouns))


def only_pair(
    pairs: Sequence[Pair],
    slots: Sequence[Slot],
    start: int,
    end: int,
    frame: Frame,
    words: Words,
    *,
    verb: bool,
) -> Pair | None:
    """The pair that a change at ``start`` to ``end`` must be about, or None where that is open.

    ``verb`` tells that the change is said by a verb, whose subject may be something else.
    """
    number = sentence_at(frame, start)
    groups: dict[tuple[int, int], list[Pair]] = {}
    for pair in pairs:
        groups.setdefault((pair.first.sentence, pair.last.sentence), []).append(pair)
    order = [
        (number, number),
        (number - 1, number),
        (number - 1, number - 1),
        (number, number + 1),
        (number + 1, number + 1),
        (number - 2, number - 1),
    ]
    for group in order:
        found = groups.get(group)
        if found is None:
            continue
        if group == (number, number + 1):
            # What the next sentence tells is where the change began only if it says so.
            behind = frame.text[slice(*sentence_span(frame, found[0].last.at))].split()
            if not words.earlier.intersection(behind):
                return None
        if max(group) < number - 1 or (min(group) < number - 1 and _inside(slots, number)):
            return None
        if len(found) > 1:
            found = [pair for pair in found if _adjacent(pair, slots)]
        if len(found) != 1 or not timed(found[0], start, end, frame, words):
            return None
        return found[0] if _bound(found[0], start, end, frame, words, verb=verb) else None
    return None


def _inside(slots: Sequence[Slot], number: int) -> bool:
    """True where a sentence has values of its own."""
    return any(slot.sentence == number and slot.letter != "s" for slot in slots)


def _adjacent(pair: Pair, slots: Sequence[Slot]) -> bool:
    """True where no other value stands between those of a pair: a bare number takes up the last."""
    return not any(pair.first.at < slot.at < pair.last.at for slot in slots)


def timed(pair: Pair, start: int, end: int, frame: Frame, words: Words) -> bool:
    """True where both values of a pair are given a time, or one is and the change is beside it."""
    text = frame.text
    told = 0
    for slot, before in ((pair.first, None), (pair.last, pair.first)):
        opens, closes = sentence_span(frame, slot.at)
        if before is not None and before.sentence == slot.sentence:
            opens = before.end
        if opens <= start < slot.at:
            # "20 percent more than last year" tells nothing of the two values.
            opens = max(opens, _than(text, end))
        stop = _BREAK.search(text, slot.end, closes)
        tokens = text[opens : stop.start() if stop else closes].split()
        told += any(token[:2] == "‹t" or token in words.time for token in tokens)
    beside = pair.last.end <= start and pair.last.sentence == sentence_at(frame, start)
    return told + beside >= 2


def _than(text: str, end: int) -> int:
    """Where a "than …" right behind a change ends."""
    rest = text[end:]
    if not rest.startswith(" than "):
        return end
    stop = re.search(r" [,.;:()⏎‹]", rest)
    return end + (stop.start() if stop else len(rest))


def _bound(pair: Pair, start: int, end: int, frame: Frame, words: Words, *, verb: bool) -> bool:
    """True where nothing hints that a change is said of something else than the pair."""
    text = frame.text
    around = text[slice(*sentence_span(frame, start))]
    if words.wished.search(around) or words.other.match(text[end:]) or words.to.match(text[end:]):
        return False
    if against := words.base.match(text[end:]):
        # "Up by a fifth on last year": values of other times are not its ends.
        around_it = stems(text[slice(*sentence_span(frame, pair.first.at))])
        around_it |= stems(text[slice(*sentence_span(frame, pair.last.at))])
        if not _in_sentence(pair, start, frame) and not stems(against.group()) & around_it:
            return False
    if start < pair.first.at:
        return _announced(pair, start, end, frame, words)
    before = [slot for slot in (pair.first, pair.last) if slot.end <= start]
    nearest = before[-1] if before else pair.first
    between = text[nearest.end : start]
    if not verb:
        crossed = SENTENCE_END in between
        tokens = between.split()
        near = len(tokens) <= BESIDE and not words.breaks.intersection(tokens)
        if not crossed:
            return near
        # "An increase of a fifth in cases of measles": the next words may name something else.
        opens = sentence_span(frame, pair.first.at)[0]
        stop = _BREAK.search(text, end)
        of_what = text[end : stop.start() if stop else len(text)].partition(SENTENCE_END)[0]
        other = stems(of_what) - {stem(word) for word in (*words.subjects, *words.time)}
        known = stems(f"{text[opens : pair.last.end]} {_counted(pair)}")
        ahead = between.rpartition(SENTENCE_END)[2].split()
        subject = stems(" ".join(ahead)) - {stem(word) for word in words.subjects}
        told = bool(words.telling.intersection(ahead)) or subject <= known
        return len(ahead) <= BESIDE and told and other <= known
    said = re.split(r" (?:[,;:⏎()–—]|" + "|".join(sorted(words.breaks)) + ") ", between)[-1]
    subject = stems(words.verbs.sub(" ", said)) - {stem(word) for word in words.subjects}
    if len(between.split()) < 2 or not subject:
        return True
    opens = sentence_span(frame, pair.first.at)[0]
    return bool(subject & stems(f"{text[opens : pair.last.end]} {_counted(pair)}"))


def _in_sentence(pair: Pair, start: int, frame: Frame) -> bool:
    """True where a change stands in a sentence of its pair."""
    return sentence_at(frame, start) in (pair.first.sentence, pair.last.sentence)


def _announced(pair: Pair, start: int, end: int, frame: Frame, words: Words) -> bool:
    """True where the values behind a change are of what changed: "Complaints fell by a third:
    there were 90 in May and 60 in June."
    """
    text = frame.text
    opens = sentence_span(frame, start)[0]
    subject = stems(words.verbs.sub(" ", text[opens:start]))
    subject -= {stem(word) for word in words.subjects}
    named = stems(_counted(pair))
    between = text[end : pair.first.at]
    if subject & (named | stems(between)):
        return True
    if not subject:
        # "The number has doubled" takes up what was counted before, not what comes.
        return not named or SENTENCE_END not in between
    if named:
        return False
    led = between.rpartition(SENTENCE_END)[2].split()
    return SENTENCE_END not in between or bool(words.taking_up.intersection(led))


def _counted(pair: Pair) -> str:
    return " ".join(
        slot.figure.counted.text.lower()
        for slot in (pair.first, pair.last)
        if slot.figure.counted is not None
    )
