"""A105: one quantity, day or hour that a document gives two incompatible values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from muniment.checks.amounts import named
from muniment.checks.compare import likeness, same_thing
from muniment.checks.model import Outcome, Result
from muniment.checks.rulebook import check, result
from muniment.checks.sameness import (
    first_phrase_foreign,
    happening_words,
    opens_sentence,
    own,
    place_agrees,
    points_back,
    signs,
)
from muniment.checks.sametime import same_start
from muniment.checks.sides import (
    Side,
    dated_in,
    fit,
    sides_of,
    value_of,
)
from muniment.claims.language import load_language
from muniment.claims.model import Claim, DateClaim, DocumentClaims, Relation
from muniment.claims.restatements import is_collective
from muniment.values.period import Order, Period
from muniment.values.quantity import Answer

# How many sentences back a text may point with "the 24 lorries".
REACH = 30
# How far "all 24 lorries" and "the 24 lorries" point back where nothing else tells which.
CLOSE_ALL = 8
CLOSE = 4
# So many signs make two figures one quantity.
ENOUGH = 5
# How many figures before one are looked at.
LOOK_BACK = 60
# Of a relation of more figures than this the first ones are looked at.
MANY = 40
# So few people or things may be spoken of without a number before.
FEW = 6
# An announced correction counts for the figures this many sentences around it.
NEAR = 4
# From so many times as many on, "the 300 houses" are more than the ten that burned.
FAR_MORE = 3
_WORDS = re.compile(r"^[^\W\d_]")
# What may stand for any people.
_EITHER = frozenset({"", "person"})
_DEFINITE = frozenset({"all", "the", "owned"})


@check
def restated_differently(claims: DocumentClaims) -> Iterator[Result]:
    """A105 for counts, measures, durations and amounts of money."""
    shelves: dict[str, list[Side]] = {}
    corrected = [r.sentence for r in claims.relations if r.type == "announced-correction"]
    tied = _tied(claims)
    settled: set[str] = set()
    for side in sides_of(claims):
        value = value_of(side)
        if value is None or side.figure.klass in ("share", "rate", "score"):
            continue
        shelf = shelves.setdefault(value[0], [])
        earlier = [
            each
            for each in shelf[-LOOK_BACK:]
            if side.figure.sentence - each.figure.sentence <= REACH
        ]
        if _settled(side):
            settled.add(side.figure.id)
        first = _contradicted(earlier, side, tied, settled)
        if first is not None and not any(
            abs(sentence - side.figure.sentence) <= NEAR for sentence in corrected
        ):
            yield result(
                "A105",
                Outcome.FIRES,
                "The same quantity is given two values that cannot both be right.",
                [side.figure, first.figure],
                [claims.document.path],
                working=f"{named(first.figure)}, then {named(side.figure)}",
            )
        shelf.append(side)


def _tied(claims: DocumentClaims) -> set[frozenset[str]]:
    """Pairs of figures of which the text itself says how they hang together."""
    pairs: set[frozenset[str]] = set()
    for relation in claims.relations:
        members = [member for _, member in relation.members][:MANY]
        if relation.type not in ("statement", "interval", "duration", "moment"):
            pairs |= {frozenset(pair) for pair in combinations(members, 2)}
    return pairs


def _contradicted(
    earlier: list[Side], side: Side, tied: set[frozenset[str]], settled: set[str]
) -> Side | None:
    """The earlier figure that is the same quantity as this one with another value, if any.

    ``settled`` are the ids of the figures that their author gives as exact facts.
    """
    if side.figure.id not in settled:
        return None
    # To compare two values is quick; whether they are of the same quantity is a long question.
    candidates = [
        (each, fit(each, side) is Answer.DOES_NOT_FIT)
        for each in earlier
        if each.figure.id in settled and _may_be_same(each, side)
    ]
    wrong = [each for each, apart in candidates if apart]
    meant = _meant(earlier, side, settled)
    if meant is None and not wrong:
        return None
    if meant is None and _given_before(*_alike(earlier, side.get("thing")), side):
        return None
    right = (each for each, apart in candidates if not apart)
    if any(_same(each, side, tied) for each in right):
        return None
    same = next((each for each in reversed(wrong) if _same(each, side, tied)), None)
    if same is None:
        if meant is None or frozenset((meant.figure.id, side.figure.id)) in tied:
            return None
        if fit(meant, side) is not Answer.DOES_NOT_FIT:
            return None
        same = meant
    thing = same.get("thing") if meant is not None else side.get("thing")
    plain, bare = _alike(earlier, thing)
    if _given_before(plain, bare, side):
        return None
    return None if _adds_up([*plain[-5:], *bare[-3:]], side) else same


def _alike(earlier: list[Side], thing: str) -> tuple[list[Side], list[Side]]:
    """The last figures of a thing, and the last ones that leave out what they count."""
    plain = [each for each in earlier if each.get("thing") == thing][-6:]
    return plain, [each for each in earlier if not each.get("thing")][-6:]


def _given_before(plain: list[Side], bare: list[Side], side: Side) -> bool:
    """Whether one of the figures that may be the same fits: then it is a repetition."""
    return any(fit(each, side) is Answer.FITS for each in (*plain, *bare))


def _meant(earlier: list[Side], side: Side, settled: set[str]) -> Side | None:
    """The figure that "all 29" and "the 29", without a noun, can only mean, if there is one."""
    low = side.figure.quantity.low
    if side.figure.klass != "count" or side.get("thing") or low is None or low < FEW:
        return None
    if side.figure.counted is not None or side.figure.part_of is not None or side.bag("tail"):
        return None
    cue = side.get("definite")
    if cue not in ("all", "the") or side.get("running") or side.dates:
        return None
    reach = CLOSE_ALL if cue == "all" else CLOSE
    near = [
        each
        for each in earlier
        if 1 <= side.figure.sentence - each.figure.sentence <= reach
        and each.figure.klass == "count"
        and (each.figure.quantity.high or FEW) >= FEW
    ]
    subjects = [each for each in near if opens_sentence(each)]
    meant = subjects if len(subjects) == 1 else near
    if len(meant) != 1 or meant[0].figure.id not in settled or meant[0].figure.part_of is not None:
        return None
    if meant[0].get("running") or meant[0].get("changing") or side.get("changing"):
        return None
    return meant[0] if place_agrees(meant[0], side) else None


def _settled(side: Side) -> bool:
    """True for an exact figure that the author gives as a fact."""
    quantity = side.figure.quantity
    return (
        quantity.low is not None
        and quantity.low == quantity.high
        and not quantity.approximate
        and not side.get("further")
        and not (side.get("unreal") and not side.get("definite"))
        and own(side)
        and not is_collective(side.figure, load_language(side.claims.document.language).code)
    )


def _adds_up(earlier: list[Side], side: Side) -> bool:
    """Whether the figure is a sum or a difference of earlier ones of the same thing."""
    values = [Fraction(each.figure.quantity.low or 0) for each in earlier]
    target = Fraction(side.figure.quantity.low or 0)
    sums = {sum(some) for size in (2, 3, 4) for some in combinations(values, size)}
    return target in sums or any(abs(a - b) == target for a, b in combinations(values, 2))


def _same(first: Side, side: Side, tied: set[frozenset[str]]) -> bool:
    """Whether a later figure speaks of the very thing that an earlier one gave a number to."""
    if frozenset((first.figure.id, side.figure.id)) in tied:
        return False
    # "All 24 lorries of the convoy" are the whole convoy, though they are a part in form.
    whole = {None, first.figure.id} if side.get("definite") == "all" else {None}
    if first.figure.part_of is not None or side.figure.part_of not in whole:
        return False
    aside = side.get("definite") == "all" and not side.get("tail")
    if first.figure.sentence == side.figure.sentence and not aside:
        return False
    if first.bag("tail") and side.bag("tail"):
        mine, theirs = first.bag("tail") & _name_words(first), side.bag("tail") & _name_words(side)
        if mine and theirs and not mine & theirs:
            return False
    restated = (
        _restates(first, side)
        or _repeats(first, side)
        or _same_distance(first, side)
        or _same_attribute(first, side)
        or _told_again(first, side)
    )
    if not restated or first_phrase_foreign(side, first):
        return False
    if same_thing(first, side, whatever_happened=True) is not None:
        return False
    if not place_agrees(first, side):
        return False
    if first.dates and side.dates and not first.dates & side.dates:
        return False
    if first.weekdays and side.weekdays and not first.weekdays & side.weekdays:
        return False
    if (first.get("running") or side.get("running")) and same_start(first, side) is not True:
        return False
    changing = first.get("changing") or side.get("changing")
    mine, theirs = _labels(first), _labels(side)
    pointing = side.get("definite") in _DEFINITE and not (mine and theirs)
    return not changing and (pointing or mine == theirs)


def _may_be_same(first: Side, side: Side) -> bool:
    """False where none of the ways in which a text restates a figure can apply: a quick look."""
    mine, theirs = first.get("thing"), side.get("thing")
    if mine == theirs or mine in _EITHER or theirs in _EITHER:
        return True
    return bool(first.get("attribute")) or (
        bool(side.get("anchor")) and first.get("anchor") == side.get("anchor")
    )


def _labels(side: Side) -> frozenset[str]:
    """What numbers one of a row: the 3 of "ward 3"."""
    return frozenset(word for word in side.bag("words") if word.startswith("#"))


def _restates(first: Side, side: Side) -> bool:
    """True for "all 24 lorries", "the 450,000 crowns that were paid as ransom for them"."""
    cue = side.get("definite")
    if cue not in _DEFINITE or first.get("thing") != side.get("thing") or _wider(first, side):
        return False
    about = first.bag("words") | first.bag("tail") | first.bag("near_words") | _name_words(first)
    if side.bag("tail") - about:
        about |= frozenset(map(side.vocabulary.thing, first.words_around))
    tail = side.bag("tail") - {side.get("thing")}
    if side.bag("kind") - about:
        return False
    distance = side.figure.sentence - first.figure.sentence
    share, number = likeness(first, side, leaning=False)
    if cue == "owned":
        named = bool(first.names) and first.names == side.names and number == 1 and share >= 1 / 2
        whole = bool(side.get("whose") and first.get("possessed")) and distance <= CLOSE
        return named or (number >= 2 and share >= 1 / 3) or (whole and not tail - about)
    if tail - about and side.get("clause") and side.figure.klass == "count":
        # "The 12 people who fled from Ardal" are those of whom the same was said before.
        verb = side.get("tail").split()[0]
        if verb not in about:
            return False
    if not side.get("thing") or tail - about:
        return len(tail & about) >= 2 and 2 * len(tail & about) >= len(tail)
    # With nothing that tells which, only what has just been spoken of can be meant.
    return bool(tail) or distance <= (CLOSE_ALL if cue == "all" else CLOSE)


def _wider(first: Side, side: Side) -> bool:
    """True where the first may be those among the second to whom something happened.

    "Ten houses burned in Sill. The 300 houses of Sill are of wood."
    """
    less, more = first.figure.quantity.low, side.figure.quantity.low
    if less is None or more is None or more < less or side.figure.klass != "count":
        return False
    happened = first.get("happened")
    if not happened or happened == side.get("happened"):
        return False
    # A tail may name a larger whole; without one only far more than the first can be meant so.
    return bool(side.get("tail")) or more > FAR_MORE * less


def _name_words(side: Side) -> frozenset[str]:
    words = (word for name in side.names or side.near_names for word in name.split())
    return frozenset(side.vocabulary.thing(word) for word in words)


def _repeats(first: Side, side: Side) -> bool:
    """True where two sentences say the same of the same place and day."""
    thing = side.get("thing")
    if side.figure.klass == "duration" or not thing or first.get("thing") != thing:
        return False
    if first.names != side.names or first.dates != side.dates:
        return False
    if first.get("happened") != side.get("happened"):
        return False
    share, number = likeness(first, side, leaning=False)
    apart = first.bag("words") ^ side.bag("words")
    if apart & side.vocabulary.parts_of_day or apart & side.vocabulary.directions:
        return False
    if side.get("happened") and side.names and side.dates:
        return number >= 1 and share >= 2 / 3 and len(apart) <= 3
    both = first.bag("words") & side.bag("words") - {thing}
    return len(both - happening_words(side)) >= 2 and share == 1 and len(apart) <= 2


def _told_again(first: Side, side: Side) -> bool:
    """True where enough signs show that two sentences tell of one quantity."""
    strength = signs(first, side)
    near = side.figure.sentence - first.figure.sentence <= CLOSE
    same = bool(side.get("happened")) and side.get("happened") == first.get("happened")
    enough = ENOUGH - (near and same and points_back(side))
    return strength is not None and strength >= enough


def _same_distance(first: Side, side: Side) -> bool:
    """True for two distances of one thing from the same point."""
    here, there = side.get("anchor"), first.get("anchor")
    return bool(here) and here == there and bool(side.get("pointing"))


def _same_attribute(first: Side, side: Side) -> bool:
    """True for "the bridge is 340 metres long" and "the 430-metre bridge"."""
    here, there = side.tells_apart, first.tells_apart
    if here and there and not here & there:
        return False  # "at low water", "at high water"
    noun = first.get("attribute")
    if not noun or not side.get("attribute_known"):
        if noun and side.figure.klass == "measure" and _same_dimension(first, side):
            return True
        members = side.get("thing") in side.vocabulary.members
        return bool(noun) and members and noun in side.bag("tail") and bool(side.get("definite"))
    if noun != side.get("attribute"):
        return _same_dimension(first, side)
    dimensions = {first.get("dimension"), side.get("dimension")} - {""}
    if len(dimensions) > 1 or first.get("anchor") != side.get("anchor"):
        return False
    which, that = first.bag("which"), side.bag("which")
    return that <= which


def _same_dimension(first: Side, side: Side) -> bool:
    """True for "the crater before the mill is 2 metres across" and "the mill crater's diameter"."""
    mine = first.bag("which") | first.bag("attribute")
    if side.get("definite") in ("all", "the") and side.get("thing") in mine:
        return bool((mine - {side.get("thing")}) & side.bag("words"))
    dimension = side.get("dimension")
    if not dimension or dimension != first.get("dimension"):
        return False
    here, there = (each.bag("which") | each.bag("attribute") for each in (side, first))
    return len(here & there) >= 2 and (here <= there or there <= here)


@check
def written_twice(claims: DocumentClaims) -> Iterator[Result]:
    """A105 for a number that is repeated in brackets: "fifteen (16)"."""
    sides = {side.figure.id: side for side in sides_of(claims)}
    for relation in claims.relations:
        if relation.type != "written-twice":
            continue
        members = dict(relation.members)
        first, second = sides.get(members["first"]), sides.get(members["second"])
        if first is None or second is None:
            continue
        one, other = first.figure.quantity, second.figure.quantity
        if one.exact and other.exact and one.low != other.low and _WORDS.search(_number(first)):
            yield result(
                "A105",
                Outcome.FIRES,
                "The number in words and the number in brackets are not the same.",
                [relation, first.figure, second.figure],
                [claims.document.path],
                working=f"{_number(first)}, then {_number(second)}",
            )


def _number(side: Side) -> str:
    return " ".join(side.figure.number.text.split())


@check
def age_restated(claims: DocumentClaims) -> Iterator[Result]:
    """A105 for the age of a named person."""
    first: dict[str, Relation] = {}
    ages = [each for each in claims.relations if each.type == "age"]
    shared = {each.values["name"] for each in ages if "another" in each.values}
    for relation in ages:
        name = relation.values["name"]
        other = first.setdefault(name, relation)
        if name not in shared and other.values["age"] != relation.values["age"]:
            yield result(
                "A105",
                Outcome.FIRES,
                "The same person is given two different ages.",
                [relation, other],
                [claims.document.path],
                working=f"{other.values['age']}, then {relation.values['age']}",
            )


@check
def moment_restated(claims: DocumentClaims) -> Iterator[Result]:
    """A105 for the day or the hour at which one thing happened."""
    dates = {date.id: date for date in claims.dates}
    clocks = {each.id: each for each in claims.relations if each.type == "clock"}
    moments = [each for each in claims.relations if each.type == "moment"]
    corrected = [r.sentence for r in claims.relations if r.type == "announced-correction"]
    moments.sort(key=lambda each: each.passage.start)
    for number, moment in enumerate(moments):
        if any(abs(sentence - moment.sentence) <= NEAR for sentence in corrected):
            continue
        for other in reversed(moments[max(0, number - LOOK_BACK) : number]):
            if not _same_moment(other, moment):
                continue
            two = _two_times(claims, other, moment, dates, clocks)
            if two is not None:
                one, last = two
                yield result(
                    "A105",
                    Outcome.FIRES,
                    "The same event is given two different times.",
                    [moment, other, last, one],
                    [claims.document.path],
                    working=f"{_words(one)}, then {_words(last)}",
                )
            break


def _same_moment(first: Relation, second: Relation) -> bool:
    """Whether two moments are of the same happening to the same thing."""
    mine, theirs = first.values, second.values
    if mine["happened"] != theirs["happened"] or "another" in mine or "another" in theirs:
        return False
    if not ("known" in theirs or ("once" in mine and "once" in theirs)):
        return False
    if "subject" not in theirs:
        return "subject" in mine and second.sentence - first.sentence <= 2
    if mine.get("subject") != theirs["subject"] or second.sentence - first.sentence > REACH:
        return False
    which, that = set(mine.get("of", "").split()), set(theirs.get("of", "").split())
    return not which or not that or which <= that or that <= which


def _two_times(
    claims: DocumentClaims,
    first: Relation,
    second: Relation,
    dates: dict[str, DateClaim],
    clocks: dict[str, Relation],
) -> tuple[Claim, Claim] | None:
    """The two times of one happening, where they cannot both be right."""
    mine, theirs = dict(first.members), dict(second.members)
    day, that = dates.get(mine.get("date", "")), dates.get(theirs.get("date", ""))
    if day is not None and that is not None:
        order = _order(claims, day, that)
        if order in (Order.BEFORE, Order.AFTER):
            return day, that
    hour, other = clocks.get(mine.get("clock", "")), clocks.get(theirs.get("clock", ""))
    if hour is not None and other is not None and hour.values["time"] != other.values["time"]:
        return hour, other
    return None


def _order(claims: DocumentClaims, one: DateClaim, other: DateClaim) -> Order:
    try:
        first = Period.parse(dated_in(claims, one.edtf.partition("/..")[0]))
        second = Period.parse(dated_in(claims, other.edtf.partition("/..")[0]))
    except ValueError:
        return Order.CANNOT_TELL
    return first.compare(second)


def _words(claim: Claim) -> str:
    return " ".join(claim.passage.quote.split())
