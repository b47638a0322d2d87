"""Rates: so much in each unit of time, the time, and the total.

The relation "rate-over-time" has the members "rate" (left out where it is one of something),
"total" and, where figures give them, "duration" (the time), "often" (how many times in a unit of
time) and "number" (of those who get so much each). Its values: ``unit`` is the rate's unit of
time, ``low`` and ``high`` say how many of them passed, ``per`` in how many of them the rate
counts once, ``times`` how often ("twice" a week is 2); ``least`` is the part of the time that was
used at least (5/7 where work is done on working days); ``manner`` is "steady" where the text says
that the rate was the same all the time or that the total follows from it, "average", or ""
where it says neither.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from muniment.claims.expressions import Expression
from muniment.claims.frames import SENTENCE_END, Frame, expand, gap
from muniment.claims.language import Language, load_language
from muniment.claims.model import DocumentClaims, Figure, Relation, relate
from muniment.claims.rateterms import Rate, base_unit, for_each, rates_of, time_of
from muniment.claims.slots import Slot, sentence_at, sentence_span, slots_of
from muniment.claims.stretches import Stretch, stretches_of
from muniment.values.scales import scales, units_in
from muniment.values.spans import in_units

# Days of work in a week, at least.
WORKING_DAYS = 5
# A lapse is denied by a word so many tokens before it.
LAPSE = 5
# A total that follows from a rate and a time stands so many tokens behind them, at most.
BEHIND = 6
# How far apart two ways of saying one rate may stand, in characters of the frame.
APART = 160


class _Words(NamedTuple):
    steady: Expression
    follows: Expression
    average: Expression
    capacity: Expression
    for_so_long: Expression
    broken: Expression
    equals: Expression
    taken_up: Expression
    each: frozenset[str]
    never: frozenset[str]
    lapse: frozenset[str]
    priced: frozenset[str]
    times: frozenset[str]


@functools.cache
def _words(code: str) -> _Words:
    table = load_language(code).table("relations")
    rate, words = table["rate"], table["words"]
    return _Words(
        steady=Expression(rate["steady"]),
        follows=Expression(rate["follows"]),
        average=Expression(rate["average"]),
        capacity=Expression(rate["capacity"]),
        for_so_long=Expression(gap(rate["for_so_long"])),
        broken=Expression(rate["broken"]),
        equals=Expression(rf"(?<![^ ])(?:{expand(words['equals'], words)})(?![^ ])"),
        taken_up=Expression(rate["taken_up"]),
        each=frozenset(rate["each"]),
        never=frozenset(rate["never"]),
        lapse=frozenset(rate["lapse"]),
        priced=frozenset(rate["priced"]),
        times=frozenset([*rate["spans"], *rate["each_time"]]),
    )


def find_rates(claims: DocumentClaims, frame: Frame, language: Language) -> Iterator[Relation]:
    """The rates of a paragraph that a total and a time go with."""
    slots = slots_of(frame, claims.figures)
    rates = rates_of(frame, slots, language.code)
    if not rates:
        return
    words = _words(language.code)
    sentences = frame.text.split(SENTENCE_END)
    stretches = stretches_of(claims, frame, language.code)
    used: set[str] = set()
    for rate in rates:
        if rate.figure is not None and rate.figure.id in used:
            continue
        found = (
            _of_all(rate, rates, slots)
            or _conversion(claims, rate, rates, frame, words)
            or _total(claims, rate, rates, slots, stretches, frame, sentences, words)
        )
        if found is None:
            continue
        roles = {
            "rate": rate.figure,
            "total": found.total,
            "duration": found.duration,
            "often": rate.often,
            "number": found.number,
        }
        known = {role: figure for role, figure in roles.items() if figure is not None}
        used |= {figure.id for role, figure in known.items() if role in ("rate", "total")}
        spans = [(figure.passage.start, figure.passage.end) for figure in known.values()]
        spans.append(frame.span(rate.at, rate.end))
        span = min(start for start, _ in spans), max(end for _, end in spans)
        yield relate(
            claims.document,
            "rate-over-time",
            span,
            sentence=frame.first + rate.sentence,
            found_by="rate reader",
            members=((role, figure.id) for role, figure in known.items()),
            values={
                "unit": rate.unit,
                "low": str(found.low),
                "high": str(found.high),
                "per": str(rate.per),
                "times": str(rate.times),
                "least": str(found.least),
                "manner": found.manner,
            },
        )


class _Found(NamedTuple):
    """What goes with a rate: the total, how many units of time, how, and for how many."""

    total: Figure
    low: Fraction
    high: Fraction
    least: Fraction
    manner: str
    duration: Figure | None = None
    number: Figure | None = None


def _one_base(rate: Figure | None, total: Figure) -> bool:
    """True when a total is in the rate's unit, or a number of money that leaves it out."""
    bare = total.unit is None and total.counted is None
    known = units_in(base_unit(total), base_unit(rate)) is not None
    return known or (bare and rate is not None and rate.klass == "money")


def _conversion(
    claims: DocumentClaims, rate: Rate, rates: Sequence[Rate], frame: Frame, words: _Words
) -> _Found | None:
    """One rate said in two units of time: "5 loads an hour, or 120 loads a day"."""
    one = rate.figure
    for other in rates:
        if other.at <= rate.at or other.sentence > rate.sentence + 1:
            continue
        two = other.figure
        if one is None or two is None or rate.often is not None or other.often is not None:
            continue
        if not _one_base(one, two) or not _same_thing(rate, two):
            continue
        between = frame.text[rate.at : other.at]
        follows = words.follows.search(between) or words.equals.search(between)
        if other.sentence != rate.sentence and not words.taken_up.search(between):
            continue
        start, end = sentence_span(frame, rate.at)
        sentence = frame.text[start:end]
        steady = words.steady.search(sentence) or _without_lapse(sentence, words)
        beside = between.rstrip()[-1:] in (",", ":") and steady
        if len(between) > APART or not (follows or beside):
            continue
        times = in_units(other.per, other.unit, rate.unit)
        if times is None or times[0] <= rate.per:
            continue
        low, high = times
        hours = _schedule(rate.unit, other.unit, frame, claims, rate.at, other.at)
        if hours is not None:
            low = high = hours * other.per
        bound = one.modifier
        average = words.average.search(f"{sentence} {bound.text.lower() if bound else ''}")
        manner = "average" if average else "steady"
        if not steady and hours is None:
            # A day may have fewer than 24 hours of work, a week fewer than seven days.
            low = min(low, _open_part(rate.unit, other.unit, low))
        if words.broken.search(sentence):
            low = Fraction(0)
        return _Found(two, low, high, Fraction(1), manner)
    return None


def _of_all(rate: Rate, rates: Sequence[Rate], slots: Sequence[Slot]) -> _Found | None:
    """So much for each and so much for all: "500 grams a head; 80 kilos a day for the 200"."""
    if rate.figure is None or not for_each(rate.figure) or not _exact(rate):
        return None
    totals = [
        other.figure
        for other in rates
        if other.figure is not None
        and other.sentence in (rate.sentence, rate.sentence + 1)
        and not for_each(other.figure)
        and (other.unit, other.per) == (rate.unit, rate.per)
        and _one_base(rate.figure, other.figure)
        and other.often is None
    ]
    numbers = [
        slot.figure
        for slot in slots
        if slot.sentence in (rate.sentence, rate.sentence + 1)
        and slot.letter == "c"
        and slot.figure.counted is not None
    ]
    if len(totals) != 1 or len(numbers) != 1:
        return None
    once = Fraction(1)
    return _Found(totals[0], once, once, once, "steady", None, numbers[0])


def _schedule(
    unit: str, longer: str, frame: Frame, claims: DocumentClaims, start: int, end: int
) -> Fraction | None:
    """How many units of a longer one something goes on: 5 of "five days a week", None untold."""
    for slot in slots_of(frame, claims.figures):
        quantity = slot.figure.quantity
        if start <= slot.at < end and slot.figure.unit == f"{unit}/{longer}" and quantity.exact:
            return Fraction(quantity.low or 0)
    return None


def _open_part(unit: str, longer: str, times: Fraction) -> Fraction:
    """The least part of a day or week in which something may run."""
    if unit in ("s", "min") and longer in ("min", "h"):
        return times
    if unit == "d" and longer == "wk":
        return Fraction(WORKING_DAYS)
    if unit == "wk" or unit == "mo":
        return times
    return Fraction(1) if unit in ("s", "min", "h") else times * Fraction(WORKING_DAYS, 7)


def _total(
    claims: DocumentClaims,
    rate: Rate,
    rates: Sequence[Rate],
    slots: Sequence[Slot],
    stretches: Sequence[Stretch],
    frame: Frame,
    sentences: Sequence[str],
    words: _Words,
) -> _Found | None:
    """The total and the time that go with a rate, in its sentence or the next to it."""
    near = [
        slot
        for slot in slots
        if slot.figure not in (rate.figure, rate.often)
        and -1 <= slot.sentence - rate.sentence <= 2
        and time_of(slot.figure) is None
        and slot.figure.klass in ("count", "measure", "money")
        and _one_base(rate.figure, slot.figure)
        and _same_thing(rate, slot.figure)
    ]
    here = [slot for slot in near if slot.sentence == rate.sentence]
    after = [slot for slot in near if slot.sentence == rate.sentence + 1]
    later = [slot for slot in near if slot.sentence == rate.sentence + 2]
    before = [slot for slot in near if slot.sentence == rate.sentence - 1]
    if not here and _own_total(rate, slots, near):
        return None
    for totals in (here, after, later, before):
        if len(totals) != 1:
            if totals:
                return None
            continue
        total = totals[0]
        stretch = _time_for(rate, total, stretches, frame)
        if stretch is None:
            continue
        low = in_units(stretch.low, stretch.unit, rate.unit)
        high = in_units(stretch.high, stretch.unit, rate.unit)
        if low is None or high is None:
            continue
        days = _schedule(rate.unit, "wk", frame, claims, *sentence_span(frame, rate.at))
        if days is not None and rate.unit == "d":
            low = high = (low[0] * days / 7, high[1] * days / 7)
        first, last = sorted((rate.sentence, total.sentence))
        said = SENTENCE_END.join(itertools.islice(sentences, first, last + 1))
        figures = [each for each in (rate.figure, total.figure) if each is not None]
        bounds = [figure.modifier for figure in figures]
        said += " ".join(f" {bound.text.lower()}" for bound in bounds if bound is not None)
        behind = frame.text[total.end : sentence_span(frame, total.at)[1]]
        number, shared = _number(rate, total, behind, slots, sentences, words)
        manner = _manner(rate, total, stretch, said, frame, words)
        if number is not None and not manner and _exact(rate):
            manner = "steady"  # a ration: so much to each
        least = Fraction(1)
        if words.broken.search(said):
            least = Fraction(WORKING_DAYS, 7) if rate.unit == "d" else least
            manner = ""
        shared = shared and not words.follows.search(frame.text[rate.end : total.at])
        if words.capacity.search(sentences[rate.sentence]) or shared:
            manner = ""
        if _several(rate, rates, total) or _shorter(rate, stretch, stretches, frame):
            manner = ""
        duration = stretch.figure if days is None else None
        return _Found(total.figure, low[0], high[1], least, manner, duration, number)
    return None


def _own_total(rate: Rate, slots: Sequence[Slot], near: Sequence[Slot]) -> bool:
    """True where a number before a rate in its sentence is larger than all totals ``near``.

    "An additional 90 were found. The estimate of 400 comes to five a week."
    """
    least = max((slot.figure.quantity.low or 0 for slot in near), default=None)
    return least is not None and any(
        slot.sentence == rate.sentence
        and slot.end <= rate.at
        and slot.letter == "c"
        and slot.figure not in (rate.figure, rate.often)
        and (slot.figure.quantity.low or 0) > least
        for slot in slots
    )


def _several(rate: Rate, rates: Sequence[Rate], total: Slot) -> bool:
    """True where a rate is one of several of a kind: "30 a day at first, and 10 a day later"."""
    return any(
        other.figure is not None
        and other.figure is not rate.figure
        and other.figure is not rate.often
        and other.often is not rate.figure
        and other.sentence == rate.sentence
        and base_unit(other.figure) == base_unit(rate.figure)
        and _same_thing(other, total.figure)
        for other in rates
    )


def _shorter(rate: Rate, chosen: Stretch, stretches: Sequence[Stretch], frame: Frame) -> bool:
    """True where a rate is said of a shorter time: "in the first week 30 a day"."""
    start = max(frame.text.rfind(mark, 0, rate.at) for mark in (SENTENCE_END, ",", ";", ":"))
    last = in_units(chosen.low, chosen.unit, "d")
    for stretch in stretches:
        if start < stretch.at < rate.at and stretch.at != chosen.at:
            length = in_units(stretch.high, stretch.unit, "d")
            if length is not None and last is not None and length[1] < last[0]:
                return True
    return False


def _manner(
    rate: Rate, total: Slot, stretch: Stretch, said: str, frame: Frame, words: _Words
) -> str:
    """How a rate and its total go together: "steady", "average", or "" where nothing tells."""
    if words.average.search(said):
        return "average"
    between = frame.text[rate.at : total.at]
    steady = (
        words.steady.search(said)
        or words.follows.search(said)
        or words.for_so_long.search(between)
        or _in_one_breath(rate, total, stretch, frame, words)
        or _without_lapse(said, words)
        or (_exact(rate) and _priced(rate, frame, words))
    )
    return "steady" if steady else ""


def _exact(rate: Rate) -> bool:
    figure = rate.figure
    return figure is None or (figure.quantity.exact and figure.modifier is None)


def _without_lapse(said: str, words: _Words) -> bool:
    """True where a text denies any lapse: "on no day fewer", "not one was missed"."""
    tokens = said.split()
    return any(
        token in words.never and words.lapse.intersection(tokens[at + 1 : at + 1 + LAPSE])
        for at, token in enumerate(tokens)
    )


def _priced(rate: Rate, frame: Frame, words: _Words) -> bool:
    """True for a price or a wage, which is the same every time."""
    if rate.figure is None or rate.figure.klass != "money":
        return False
    start, end = sentence_span(frame, rate.at)
    return bool(words.priced.intersection(frame.text[start:end].split()))


def _in_one_breath(rate: Rate, total: Slot, stretch: Stretch, frame: Frame, words: _Words) -> bool:
    """True where an exact rate, the time and then the total share a sentence."""
    if sentence_at(frame, stretch.at) != total.sentence or rate.sentence != total.sentence:
        return False
    if rate.figure is None:
        return True
    behind = frame.text[max(rate.end, stretch.at) : total.at].split()
    words_between = {word[:5] for word in behind if len(word) > 3 and word.isalpha()}
    words_between -= _content(rate.figure) | {name[:5] for name in words.times}
    appended = 0 < len(behind) <= BEHIND and not words_between
    return _exact(rate) and appended and rate.at < total.at


def _number(
    rate: Rate,
    total: Slot,
    behind: str,
    slots: Sequence[Slot],
    sentences: Sequence[str],
    words: _Words,
) -> tuple[Figure | None, bool]:
    """For how many the rate is said of each; and whether that is so but nobody says how many.

    ``behind`` is what follows the total in its sentence.
    """
    if not _each(sentences[rate.sentence], words):
        return None, False
    if rate.sentence != total.sentence and _each(sentences[total.sentence], words):
        return None, False
    if rate.sentence == total.sentence and words.each.intersection(behind.split()[:3]):
        return None, False  # "1,760 crowns each": so much for one, like the rate
    holders = [
        slot.figure
        for slot in slots
        if slot.sentence in (rate.sentence, total.sentence, rate.sentence - 1)
        and slot.letter == "c"
        and slot.figure not in (rate.figure, rate.often, total.figure)
        and slot.figure.counted is not None
    ]
    return (holders[0], False) if len(holders) == 1 else (None, not holders)


def _each(sentence: str, words: _Words) -> bool:
    """True where a sentence says what each of several gets, not what each day brings."""
    tokens = sentence.split()
    return any(
        token in words.each
        and not any(after[:2] == "‹d" or after in words.times for after in tokens[at + 1 : at + 4])
        for at, token in enumerate(tokens)
    )


def _time_for(
    rate: Rate, total: Slot, stretches: Sequence[Stretch], frame: Frame
) -> Stretch | None:
    """The stretch of time of a total: in its sentence, or else in the rate's."""
    for at in (total.at, rate.at):
        sentence = sentence_at(frame, at)
        here = []
        for stretch in stretches:
            if sentence_at(frame, stretch.at) != sentence or rate.at <= stretch.at < rate.end:
                continue
            times = in_units(stretch.high, stretch.unit, rate.unit)
            if times is not None and times[1] > rate.per:
                here.append(stretch)
        if at == total.at:
            start, end = _clause(frame, at)
            if "‹t" in frame.text[start:end] and not any(start < s.at < end for s in here):
                return None  # "in March he paid 900": the total is of another time
        if here:
            # A stated length tells more than a date: "in the 30 days of June".
            return min(here, key=lambda each: (each.figure is None, abs(each.at - at)))
    return None


def _clause(frame: Frame, at: int) -> tuple[int, int]:
    """The span of the clause around a position, as semicolons and colons part clauses."""
    start = max(frame.text.rfind(mark, 0, at) for mark in (SENTENCE_END, ";", ":"))
    ends = [frame.text.find(mark, at) for mark in (SENTENCE_END, ";", ":")]
    return start + 1, min((end for end in ends if end >= 0), default=len(frame.text))


def _same_thing(rate: Rate, total: Figure) -> bool:
    """True when a rate and a total can be of one thing: a word in common, or none given."""
    other = _content(total)
    if rate.figure is None:
        return bool({word[:4] for word in other} & {word[:4] for word in rate.things})
    one = _content(rate.figure)
    return not one or not other or bool(one & other)


def _content(figure: Figure) -> set[str]:
    """The words of four letters or more by which a figure names what it counts, cut to a stem."""
    if figure.counted is None:
        return set()
    words = re.findall(r"\w{4,}", figure.counted.text.lower())
    if base_unit(figure) in scales():
        # "300 grams of bread": the unit is no thing.
        words = words[1:]
    return {word[:5] for word in words}
