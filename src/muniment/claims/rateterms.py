"""Terms of a rate: how much, how often, and in which unit of time.

"Nine loads a day" is one figure; "three times a week with 40 sacks" is two; "a shell fell every
six minutes" says its one without a number.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from muniment.claims.frames import SENTENCE_END, Frame
from muniment.claims.language import load_language
from muniment.claims.model import Figure
from muniment.claims.slots import Slot, sentence_at, sentence_span
from muniment.values.spans import in_units

_TIMED = re.compile(r"(\d+) (\w+)\Z")
# What a rate is for each of: the "head" of "kg/head"; symbols of units are shorter.
_HOLDER = re.compile(r"/[^\W\d_]{4,}\Z")
# "350 grams of flour per head per day": the time may follow so many tokens later.
FOLLOWS = 9


class Rate(NamedTuple):
    """A rate in a frame.

    ``at`` and ``end`` bound its words; ``figure`` says how much (None: one), ``often`` how many
    times (a figure, or ``times`` where a word says it) in ``per`` units of time ``unit``;
    ``things`` are words for the one.
    """

    at: int
    end: int
    sentence: int
    figure: Figure | None
    unit: str
    per: Fraction = Fraction(1)
    often: Figure | None = None
    times: Fraction = Fraction(1)
    things: frozenset[str] = frozenset()


class _Words(NamedTuple):
    every: frozenset[str]
    articles: frozenset[str]
    nth: dict[str, int]
    often: dict[str, int]
    times: frozenset[str]
    one: frozenset[str]
    of: frozenset[str]
    them: frozenset[str]
    holding: frozenset[str]
    kinds: dict[str, str]
    units: dict[str, tuple[Fraction, str]]


@functools.cache
def _words(code: str) -> _Words:
    rate = load_language(code).table("relations")["rate"]
    return _Words(
        every=frozenset(rate["every"]),
        articles=frozenset(rate["articles"]),
        nth=dict(rate["nth"]),
        often=dict(rate["often"]),
        times=frozenset(rate["times"]),
        one=frozenset(rate["one"]),
        of=frozenset(rate["of"]),
        them=frozenset(rate["them"]),
        holding=frozenset(rate["holding"]),
        kinds=dict(rate["kinds"]),
        units={name: (Fraction(number), unit) for name, (number, unit) in rate["spans"].items()},
    )


def time_of(figure: Figure) -> tuple[Fraction, str] | None:
    """The time of a rate: (1, "d") of "t/d", (3, "d") of "1/3 d"; None where it is none."""
    base, _, unit = (figure.unit or "").rpartition("/")
    number = _TIMED.match(unit)
    if number is not None:
        unit = number[2]
    if not base or in_units(Fraction(1), unit, "d") is None:
        return None
    return Fraction(number[1]) if number is not None else Fraction(1), unit


def base_unit(figure: Figure | None) -> str:
    """What is counted or measured, as a unit: "1" for things, "L", "USD"."""
    if figure is None:
        return "1"
    unit = figure.unit or "1"
    return unit.partition("/")[0] if time_of(figure) or _HOLDER.search(unit) else unit


def for_each(figure: Figure | None) -> bool:
    """True for so much for each of several: "500 grams per head"."""
    return figure is not None and _HOLDER.search(figure.unit or "") is not None


def rates_of(frame: Frame, slots: Sequence[Slot], code: str) -> list[Rate]:
    """The rates of a paragraph, in order."""
    words = _words(code)
    found: list[Rate] = []
    used: set[str] = set()
    for slot in slots:
        time = time_of(slot.figure) or _time_behind(slot, frame, words)
        if time is None or slot.figure.id in used:
            continue
        amounts = _amounts(slot.at, slot.end, slots, frame)
        if _is_often(slot.figure, words) and amounts:
            for other in amounts:
                used.add(other.figure.id)
                found.append(
                    Rate(slot.at, slot.end, slot.sentence, other.figure, time[1], time[0],
                         slot.figure)
                )  # fmt: skip
            continue
        found.append(Rate(slot.at, slot.end, slot.sentence, slot.figure, time[1], time[0]))
        held = _held(slot, slots, frame, words)
        if held is not None:
            used.add(held.id)
            found.append(
                Rate(slot.at, slot.end, slot.sentence, held, time[1], time[0], slot.figure)
            )
    found += [
        rate for rate in _said_in_words(frame, slots, words)
        if rate.figure is None or rate.figure.id not in used
    ]  # fmt: skip
    if not found:
        found += _said_by_adjective(frame, slots, words)
    return sorted(found, key=lambda rate: rate.at)


def _time_behind(slot: Slot, frame: Frame, words: _Words) -> tuple[Fraction, str] | None:
    """The time of a rate for each of several: "350 grams of flour per head per day"."""
    if not _HOLDER.search(slot.figure.unit or ""):
        return None
    tokens = frame.text[slot.end :].partition(SENTENCE_END)[0].split()[:FOLLOWS]
    for one, other in itertools.pairwise(tokens):
        if other[:1] == "‹":
            return None
        if one in words.articles and other in words.units:
            return words.units[other]
        if other in words.kinds:
            return words.units[words.kinds[other]]
    return None


def _is_often(figure: Figure, words: _Words) -> bool:
    return figure.counted is not None and figure.counted.text.lower() in words.times


def _amounts(at: int, end: int, slots: Sequence[Slot], frame: Frame) -> list[Slot]:
    """The only amount in the clause around a frequency: what comes each time."""
    text = frame.text
    start = max(text.rfind(mark, 0, at) for mark in (SENTENCE_END, ";", ":"))
    stops = [text.find(mark, end) for mark in (SENTENCE_END, " ; ", " : ", " , ")]
    stop = min((each for each in stops if each >= 0), default=len(text))
    inside = [
        slot
        for slot in slots
        if start < slot.at < stop
        and slot.at != at
        and slot.letter in "cmy"
        and not time_of(slot.figure)
    ]
    return inside if len(inside) == 1 else []


def _held(slot: Slot, slots: Sequence[Slot], frame: Frame, words: _Words) -> Figure | None:
    """What each of the things of a rate holds: the wagons of "eight trains of 20 wagons a day"."""
    after = next((each for each in slots if each.at > slot.at), None)
    if after is None or after.letter not in "cmyr" or slot.letter == "m":
        return None
    between = frame.text[slot.end : after.at].split()
    if 1 < len(between) <= 3 and between[-1] in words.holding:
        return after.figure
    return None


def _said_by_adjective(frame: Frame, slots: Sequence[Slot], words: _Words) -> Iterator[Rate]:
    """ "The monthly allowance is 90 crowns"."""
    for slot in slots:
        if slot.letter not in "cmy":
            continue
        before = frame.text[: slot.at].rpartition(SENTENCE_END)[2].split()[-6:]
        said = [word for word in before if word in words.kinds or word[:1] == "‹"]
        if said and said[-1] in words.kinds and not words.often.keys() & set(before):
            size, unit = words.units[words.kinds[said[-1]]]
            yield Rate(slot.at, slot.end, slot.sentence, slot.figure, unit, size)


def _said_in_words(frame: Frame, slots: Sequence[Slot], words: _Words) -> Iterator[Rate]:
    """ "Twice a week", "every second day", "every six minutes" with what comes each time."""
    tokens = frame.text.split(" ")
    by_at = {slot.at: slot for slot in slots}
    for number, token in enumerate(tokens[:-2]):
        at = frame.starts[number]
        after, third = tokens[number + 1], tokens[number + 2]
        if token in words.often and after in words.articles and third in words.units:
            size, unit = words.units[third]
            times, end = Fraction(words.often[token]), frame.starts[number + 2] + len(third)
            per = size
        elif token in words.every and after in words.nth and third in words.units:
            size, unit = words.units[third]
            times, end = Fraction(1), frame.starts[number + 2] + len(third)
            per = size * words.nth[after]
        elif token in words.every and after in words.units:
            # "For every day of delay 30 crowns are due."
            (per, unit), times = words.units[after], Fraction(1)
            end = frame.starts[number + 1] + len(after)
            if not _amounts(at, end, slots, frame):
                continue
        elif token in words.every and (each := _each_of(number, tokens, frame, by_at, words)):
            # "On each of the twelve days 20 lorries passed."
            times, per, unit, end = (
                Fraction(1),
                Fraction(1),
                (each.figure.unit or "").partition("/")[0],
                at + len(token),
            )
            if in_units(Fraction(1), unit, "d") is None:
                continue
        elif token in words.every and frame.starts[number + 1] in by_at:
            length = by_at[frame.starts[number + 1]]
            low = length.figure.quantity.low
            if length.letter != "d" or not length.figure.quantity.exact or not low:
                continue
            unit = length.figure.unit or ""
            times, end, per = Fraction(1), length.end, Fraction(low)
            if in_units(Fraction(1), unit, "d") is None:
                continue
        else:
            continue
        here = _amounts(at, end, slots, frame)
        sentence = sentence_at(frame, at)
        if here:
            yield Rate(at, end, sentence, here[0].figure, unit, per, None, times)
        elif things := _things(frame, at, end, words) | _often_once(tokens[number - 1], words):
            yield Rate(at, end, sentence, None, unit, per, None, times, things)


def _often_once(before: str, words: _Words) -> frozenset[str]:
    """What "once every four hours" counts: times."""
    return words.times if words.often.get(before) == 1 else frozenset()


def _each_of(
    number: int, tokens: Sequence[str], frame: Frame, by_at: dict[int, Slot], words: _Words
) -> Slot | None:
    """The length of time of "each of the twelve days"; ``number`` is the token "each"."""
    if tokens[number + 1] not in words.of:
        return None
    for at in range(number + 2, min(number + 5, len(tokens))):
        slot = by_at.get(frame.starts[at])
        if slot is None and tokens[at] in words.them:
            # "Open on five days a week, it sees 30 patients on each of them."
            start = sentence_span(frame, frame.starts[number])[0]
            earlier = [s for s in by_at.values() if start <= s.at < frame.starts[number]]
            slot = next((s for s in earlier if s.letter == "d"), None)
        if slot is not None:
            return slot if slot.letter == "d" else None
    return None


def _things(frame: Frame, at: int, end: int, words: _Words) -> frozenset[str]:
    """What a sentence speaks of one of: "shell" of "a shell fell every six minutes"."""
    start, close = sentence_span(frame, at)
    tokens = [*frame.text[start:at].split(), ".", *frame.text[end:close].split()]
    return frozenset(
        after
        for token, after in itertools.pairwise(tokens)
        if token in words.one and after.isalpha() and after not in words.units
    )
