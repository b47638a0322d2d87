"""Rates: so much in each unit of time, the time, and the total.

The relation "rate-over-time" has the members "rate", "total" and, where a figure gives the time,
"duration". Its values: ``low`` and ``high`` say how many of the rate's units of time passed,
``least`` what part of them was used at least (5/7 where work is done on working days); ``manner``
is "steady" where the text says that the rate was the same all the time or that the
total follows from it, "average", or "" where it says neither.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from muniment.claims.frames import SENTENCE_END, Frame, expand, gap
from muniment.claims.language import Language, load_language
from muniment.claims.model import DocumentClaims, Figure, Relation, claim_id
from muniment.values.period import Period
from muniment.values.scales import scales, units_in
from muniment.values.spans import in_units

_SLOT = re.compile(r"‹([a-z])(\d+)›")
_MONTH = re.compile(r"(\d{4}|XXXX)-(\d\d)\Z")
# Days of work in a week, at least.
WORKING_DAYS = 5
# How far apart two ways of saying one rate may stand, in characters of the frame.
APART = 160


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time in a frame: where, how long in units of a symbol, and its figure."""

    at: int
    low: Fraction
    high: Fraction
    unit: str
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class _Slot:
    at: int
    sentence: int
    figure: Figure


@dataclass(frozen=True, slots=True)
class _Words:
    steady: re.Pattern[str]
    follows: re.Pattern[str]
    average: re.Pattern[str]
    capacity: re.Pattern[str]
    for_so_long: re.Pattern[str]
    broken: re.Pattern[str]
    spans: re.Pattern[str]
    between: re.Pattern[str]
    units: dict[str, list[str]]
    over_words: frozenset[str]
    kinds: dict[str, str]


@functools.cache
def _words(code: str) -> _Words:
    table = load_language(code).table("relations")
    rate, words = table["rate"], table["words"]
    names = "|".join(sorted(rate["spans"], key=len, reverse=True))
    return _Words(
        steady=re.compile(rate["steady"]),
        follows=re.compile(rate["follows"]),
        average=re.compile(rate["average"]),
        capacity=re.compile(rate["capacity"]),
        for_so_long=re.compile(gap(rate["for_so_long"])),
        broken=re.compile(rate["broken"]),
        spans=re.compile(
            rf"(?<![^ ])(?:{expand(rate['over'], words)}(?P<name>{names})"
            rf"|{rate['owner']}(?P<owner>{names})(?:{rate['owned']})"
            rf"|(?P<kind>{'|'.join(kind for kind, _ in rate['kinds']) or '(?!)'}))(?![^ ])"
        ),
        kinds=dict(rate["kinds"]),
        between=re.compile(rate["between"]),
        units=rate["spans"],
        over_words=frozenset(rate["over_words"]),
    )


def find_rates(claims: DocumentClaims, frame: Frame, language: Language) -> Iterator[Relation]:
    """The rates of a paragraph that a total and a time go with."""
    slots = _slots(claims.figures, frame)
    rates = [slot for slot in slots if time_unit(slot.figure)]
    if not rates:
        return
    words = _words(language.code)
    sentences = frame.text.split(SENTENCE_END)
    stretches = _stretches(claims, frame, words)
    used: set[str] = set()
    for rate in rates:
        if rate.figure.id in used:
            continue
        found = _conversion(rate, rates, frame, words) or _total(
            rate, slots, stretches, frame, sentences, words
        )
        if found is None:
            continue
        total, low, high, least, manner, duration = found
        used |= {rate.figure.id, total.figure.id}
        members = [("rate", rate.figure.id), ("total", total.figure.id)]
        if duration is not None:
            members.append(("duration", duration.id))
        span = _cover(rate.figure, total.figure, duration)
        yield Relation(
            id=claim_id(claims.document, "rate-over-time", *span),
            kind="relation",
            passage=claims.document.passage(*span),
            sentence=rate.figure.sentence,
            found_by="rate reader",
            type="rate-over-time",
            members=tuple(members),
            values={"low": str(low), "high": str(high), "least": str(least), "manner": manner},
        )


_Found = tuple[_Slot, Fraction, Fraction, Fraction, str, Figure | None]


def time_unit(figure: Figure) -> str:
    """The unit of time of a rate ("d" of "t/d"), or ""."""
    base, _, unit = (figure.unit or "").rpartition("/")
    return unit if base and in_units(Fraction(1), unit, "d") is not None else ""


def base_unit(figure: Figure) -> str:
    """What is counted or measured, as a unit: "1" for things, "L", "USD"."""
    if time_unit(figure):
        return (figure.unit or "").rpartition("/")[0]
    return figure.unit or "1"


def _one_base(rate: Figure, total: Figure) -> bool:
    """True when a total is in the rate's unit, or a number of money that leaves it out."""
    bare = total.unit is None and total.counted is None
    known = units_in(base_unit(total), base_unit(rate)) is not None
    return known or (bare and rate.klass == "money")


def _slots(figures: Sequence[Figure], frame: Frame) -> list[_Slot]:
    slots = []
    sentence, last = 0, 0
    for match in _SLOT.finditer(frame.text):
        sentence += frame.text.count(SENTENCE_END, last, match.start())
        last = match.start()
        if match[1] != "t":
            slots.append(_Slot(match.start(), sentence, figures[int(match[2])]))
    return slots


def _stretches(claims: DocumentClaims, frame: Frame, words: _Words) -> list[Stretch]:
    """The stretches of time that a paragraph names, in order."""
    found = []
    for match in _SLOT.finditer(frame.text):
        if match[1] == "d":
            figure = claims.figures[int(match[2])]
            quantity, unit = figure.quantity, figure.unit
            modifier = figure.modifier.text.lower() if figure.modifier is not None else ""
            last = quantity.low if modifier in words.over_words else quantity.high
            if unit and quantity.low is not None and last is not None:
                low, high = Fraction(quantity.low), Fraction(last)
                found.append(Stretch(match.start(), low, high, unit, figure))
        elif match[1] == "t":
            length = _length(claims.dates[int(match[2])].edtf)
            if length is not None:
                found.append(Stretch(match.start(), *length, None))
    for match in words.between.finditer(frame.text):
        ends = [claims.dates[int(match[name][2:-1])].edtf for name in ("first", "last")]
        length = _length("/".join(ends))
        if length is not None:
            found.append(Stretch(match.start(), *length, None))
    for match in words.spans.finditer(frame.text):
        name = match["name"] or match["owner"] or words.kinds[match["kind"]]
        number, unit = words.units[name]
        found.append(Stretch(match.start(), Fraction(number), Fraction(number), unit, None))
    return sorted(found, key=lambda stretch: stretch.at)


def _length(edtf: str) -> tuple[Fraction, Fraction, str] | None:
    """How long a period lasts, both ends included: in months where it is given in months."""
    first, _, last = edtf.partition("/")
    begins, ends = _MONTH.match(first), _MONTH.match(last or first)
    if begins and ends:
        months = int(ends[2]) - int(begins[2]) + 1
        if "XXXX" not in (begins[1], ends[1]):
            months += 12 * (int(ends[1]) - int(begins[1]))
        elif months <= 0:
            months += 12
        return None if months <= 0 else (Fraction(months), Fraction(months), "mo")
    if not last or last == "..":
        return None
    try:
        days = Period.parse(edtf).duration()
    except ValueError:
        return None
    return None if days is None else (Fraction(days[1]), Fraction(days[1]), "d")


def _conversion(rate: _Slot, rates: Sequence[_Slot], frame: Frame, words: _Words) -> _Found | None:
    """One rate said in two units of time: "5 loads an hour, or 120 loads a day"."""
    for other in rates:
        if other.at <= rate.at or other.sentence != rate.sentence:
            continue
        if not _one_base(rate.figure, other.figure) or not _same_thing(rate.figure, other.figure):
            continue
        between = frame.text[rate.at : other.at]
        follows = words.follows.search(between) is not None
        beside = between.rstrip().endswith(",") and words.steady.search(_sentence(frame, rate.at))
        if len(between) > APART or not (follows or beside):
            continue
        unit, longer = time_unit(rate.figure), time_unit(other.figure)
        times = in_units(Fraction(1), longer, unit)
        if times is None or times[0] <= 1:
            continue
        low, high = times
        sentence = _sentence(frame, rate.at)
        bound = rate.figure.modifier
        average = words.average.search(f"{sentence} {bound.text.lower() if bound else ''}")
        manner = "average" if average else "steady"
        if not words.steady.search(sentence):
            # A day may have fewer than 24 hours of work, a week fewer than seven days.
            low = min(low, _open_part(unit, longer, low))
        if words.broken.search(sentence):
            low = Fraction(0)
        return other, low, high, Fraction(1), manner, None
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
    rate: _Slot,
    slots: Sequence[_Slot],
    stretches: Sequence[Stretch],
    frame: Frame,
    sentences: Sequence[str],
    words: _Words,
) -> _Found | None:
    """The total and the time that go with a rate, in its sentence or the next to it."""
    unit = time_unit(rate.figure)
    near = [
        slot
        for slot in slots
        if slot.figure is not rate.figure
        and -1 <= slot.sentence - rate.sentence <= 2
        and not time_unit(slot.figure)
        and slot.figure.klass in ("count", "measure", "money")
        and _one_base(rate.figure, slot.figure)
        and _same_thing(rate.figure, slot.figure)
    ]
    here = [slot for slot in near if slot.sentence == rate.sentence]
    after = [slot for slot in near if slot.sentence == rate.sentence + 1]
    later = [slot for slot in near if slot.sentence == rate.sentence + 2]
    before = [slot for slot in near if slot.sentence == rate.sentence - 1]
    for group in (here, after, later, before):
        totals = [slot for slot in group if not _is_time(slot.figure)]
        if len(totals) != 1:
            if totals:
                return None
            continue
        total = totals[0]
        stretch = _time_for(rate, total, stretches, frame, unit)
        if stretch is None:
            continue
        low_times = in_units(stretch.low, stretch.unit, unit)
        high_times = in_units(stretch.high, stretch.unit, unit)
        if low_times is None or high_times is None:
            continue
        low, high = low_times[0], high_times[1]
        first, last = sorted((rate.sentence, total.sentence))
        said = SENTENCE_END.join(itertools.islice(sentences, first, last + 1))
        bounds = [slot.figure.modifier for slot in (rate, total)]
        said += " ".join(f" {bound.text.lower()}" for bound in bounds if bound is not None)
        manner = ""
        if words.average.search(said):
            manner = "average"
        elif (
            words.steady.search(said)
            or words.follows.search(said)
            or words.for_so_long.search(frame.text[rate.at : total.at])
        ):
            manner = "steady"
        least = Fraction(1)
        if words.broken.search(said):
            least = Fraction(WORKING_DAYS, 7) if unit == "d" else least
            manner = ""
        if words.capacity.search(sentences[rate.sentence]):
            manner = ""
        return total, low, high, least, manner, stretch.figure
    return None


def _is_time(figure: Figure) -> bool:
    return figure.klass == "duration"


def _time_for(
    rate: _Slot, total: _Slot, stretches: Sequence[Stretch], frame: Frame, unit: str
) -> Stretch | None:
    """The stretch of time of a total: in its sentence, or else in the rate's."""
    for slot in (total, rate):
        sentence = frame.text.count(SENTENCE_END, 0, slot.at)
        here = []
        for stretch in stretches:
            if frame.text.count(SENTENCE_END, 0, stretch.at) != sentence:
                continue
            times = in_units(stretch.high, stretch.unit, unit)
            if times is not None and times[1] > 1:
                here.append(stretch)
        if here:
            # A stated length tells more than a date: "in the 30 days of June".
            return min(here, key=lambda each: (each.figure is None, abs(each.at - slot.at)))
    return None


def _same_thing(rate: Figure, total: Figure) -> bool:
    """True when a rate and a total can be of one thing: a word in common, or none given."""
    one, other = (_content(figure) for figure in (rate, total))
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


def _sentence(frame: Frame, at: int) -> str:
    start = frame.text.rfind(SENTENCE_END, 0, at) + 1
    end = frame.text.find(SENTENCE_END, at)
    return frame.text[start:end]


def _cover(*figures: Figure | None) -> tuple[int, int]:
    spans = [(f.passage.start, f.passage.end) for f in figures if f is not None]
    return min(start for start, _ in spans), max(end for _, end in spans)
