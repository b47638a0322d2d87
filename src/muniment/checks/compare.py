"""Comparison: whether two figures speak of the same thing, and whether their values fit.

Two figures are comparable only if what is counted, what happened, where, when and who speaks are
compatible (DESIGN section 7). The answer is a reason why not, or how sure it is that they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from muniment.checks.narrowing import narrows, something_else
from muniment.checks.sameplace import directions, same_names, same_place
from muniment.checks.sametime import same_start, same_time
from muniment.checks.sides import Side, origins, tokens_of, value_of
from muniment.claims.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class NotComparable:
    """Two figures that speak of different things; ``reason`` completes "because …"."""

    reason: str


@dataclass(frozen=True, slots=True)
class Comparable:
    """Two figures of the same thing; ``likeness`` (0 to 1) is the share of words in common.

    ``part`` is the one that counts only some of what the other counts, as far as their words tell;
    ``loosely`` is true where no word says that the same happened and each sentence has words of
    its own: such figures may agree, but do not contradict each other.
    """

    likeness: float
    part: Side | None = field(default=None, repr=False)
    loosely: bool = False


def same_thing(
    one: Side,
    other: Side,
    *,
    whatever_happened: bool = False,
    whether_real: bool = True,
    or_some_of_it: bool = False,
) -> NotComparable | None:
    """Why two figures do not count the same thing that happened, or None if they may.

    With ``whatever_happened`` only the thing counts, not what the two sentences say of it;
    without ``whether_real`` one of them may be planned, or come on top of another; with
    ``or_some_of_it`` one may count some kind of people where the other counts just people.
    """
    mine, theirs = value_of(one), value_of(other)
    if mine is None or theirs is None or mine[0] != theirs[0]:
        return NotComparable("they are quantities of different kinds")
    thing, that = one.get("thing"), other.get("thing")
    apart = thing and that and thing != that and not _one_armys(one, other)
    if apart and not (or_some_of_it and (some_people(one, other) or some_people(other, one))):
        return NotComparable(f"one is of {_shown(one)}, the other of {_shown(other)}")
    partly = bool(one.figure.part_of) != bool(other.figure.part_of)
    if partly and not (thing and that) and not or_some_of_it:
        return NotComparable("one is a part, the other a whole")
    if not or_some_of_it and (_whose(one, other) or _whose(other, one)):
        return NotComparable("one is of some people only")
    mine_of, theirs_of = one.bag("members_of"), other.bag("members_of")
    telling = one.vocabulary.directions | one.vocabulary.tell_apart
    if mine_of and theirs_of and (not mine_of & theirs_of or (mine_of ^ theirs_of) & telling):
        return NotComparable("they belong to different groups")
    if _other_attribute(one, other):
        return NotComparable("they are of different things")
    if one.get("way") and other.get("way") and one.get("way") != other.get("way"):
        return NotComparable("one moved in, the other out")
    means, ways = one.bag("means"), other.bag("means")
    if means and ways and not means & ways:
        return NotComparable("they moved or acted in different ways")
    lacked, missed = one.bag("lacking"), other.bag("lacking")
    if lacked and missed and not lacked & missed:
        return NotComparable("they are without different things")
    kind, sort = one.bag("kind"), other.bag("kind")
    if kind and sort and not kind & sort:
        return NotComparable("they are of different kinds of the same thing")
    for mine_is, theirs_is in zip(_categories(one), _categories(other), strict=True):
        if mine_is and theirs_is and mine_is != theirs_is:
            return NotComparable("they count different people")
    if not whatever_happened and not _same_happening(one, other):
        return NotComparable("something else happened to them")
    causes, reasons = _causes(one), _causes(other)
    if causes and reasons and not causes & reasons:
        return NotComparable("they name different causes")
    if one.bag("without") != other.bag("without"):
        return NotComparable("one leaves out what the other includes")
    for side in (one, other) if whether_real else ():
        if (side.get("unreal") and not side.get("definite")) or side.get("further"):
            return NotComparable("one is planned, bounded by a rule, or comes on top of another")
    return None


def _other_attribute(one: Side, other: Side) -> bool:
    """True for the length, price or duration of two different things."""
    if one.figure.klass == "count" or not (one.get("attribute") and other.get("attribute")):
        return False
    places = {word for name in one.names | other.names for word in tokens_of(name)}
    which = one.bag("which") - places - one.vocabulary.no_names
    that = other.bag("which") - places - one.vocabulary.no_names
    if one.get("attribute") != other.get("attribute"):
        about = one.bag("words") | other.bag("which") | places
        also = other.bag("words") | one.bag("which") | places
        return not (one.get("attribute") in also and other.get("attribute") in about)
    return bool(which and that and not which & that)


def _whose(one: Side, other: Side) -> bool:
    """True when one counts some kind of people and the other does not say that it means them."""
    known = one.vocabulary
    thing = one.get("thing")
    if other.get("thing") or one.figure.klass != "count" or not other.get("happened"):
        return False
    about = other.bag("words") | other.bag("near_words")
    if thing in known.armed:
        return not about & {thing, *known.military}
    return thing not in ("", "person") and thing not in about


def some_people(one: Side, other: Side) -> bool:
    """True when one counts people by what they are or do, and the other just people."""
    known = one.vocabulary
    thing = one.get("thing")
    if other.get("thing") not in known.just_people or thing in known.just_people:
        return False
    return bool(thing) and thing in known.groups


def _one_armys(one: Side, other: Side) -> bool:
    """Whether one side speaks of what it did to the other's men, and the other of its own men."""
    either = one.vocabulary.either_side
    told = {one.get("side"), other.get("side")} == {"own", "other"}
    return told and {one.get("thing"), other.get("thing")} <= either


def _shown(side: Side) -> str:
    counted = side.figure.counted
    return " ".join(counted.text.split()) if counted is not None else side.get("thing")


def _categories(side: Side) -> tuple[str | None, str | None, str | None]:
    categories = side.figure.categories
    return categories.sex, categories.age, categories.status


def _same_happening(one: Side, other: Side) -> bool:
    mine, theirs = one.get("happened"), other.get("happened")
    if one.figure.klass not in ("count", "share") or not mine or not theirs or mine == theirs:
        return True
    if _near(mine, theirs, one.vocabulary):
        return True
    if not (one.get("loosely") or other.get("loosely")):
        return False
    # No word tells the one or the other; the same words in both say the same.
    about, also = one.bag("words"), other.bag("words")
    return bool(about & also) and not _telling(about ^ also, one, other)


def _near(happened: str, that: str, known: Vocabulary) -> bool:
    """Whether one text may word as the one what another words as the other ("lost 40 men")."""
    return frozenset((happened, that)) in known.near_happenings


def _causes(side: Side) -> frozenset[str]:
    known = side.vocabulary
    words = {word for word in side.bag("words") if word != side.get("thing")}
    return frozenset(known.causes[word] for word in words if word in known.causes)


def own_doings(one: Side, other: Side) -> bool:
    """True when both speak of what they themselves, or what each one's enemy, did or suffered."""
    if one.get("side") and one.get("side") == other.get("side"):
        return True
    if _of_the_other(one, other) or _of_the_other(other, one):
        return True
    if _other_loser(one, other) or _other_loser(other, one):
        return True
    mine, theirs = one.bag("actor"), other.bag("actor")
    return bool(mine and theirs) and not mine & theirs


def _other_loser(one: Side, other: Side) -> bool:
    """True where one tells its own loss or that of one force, and the other that of another."""
    # "The army lost": which one is not said.
    known = one.vocabulary
    theirs = other.bag("loser") - known.military - known.actors
    if not theirs:
        return False
    if one.get("side") == "own":
        mine = frozenset(map(known.stem, one.issuer_words)) | one.bag("loser")
    else:
        mine = one.bag("loser")
    return bool(mine) and not mine & theirs


def _of_the_other(one: Side, other: Side) -> bool:
    """True where one counts its enemy's, and the other those of the first one's own side."""
    known = one.vocabulary
    tell = known.tell_apart | known.linking | known.actors
    mine = frozenset(map(known.stem, one.issuer_words - tell))
    theirs = frozenset(map(known.stem, other.issuer_words - tell))
    members = other.bag("members_of")
    if one.get("side") == "other":
        return bool(members & (mine - theirs))
    return one.get("side") == "own" and bool(members & (theirs - mine))


def likeness(one: Side, other: Side, *, leaning: bool = True) -> tuple[float, int]:
    """The share of the shorter sentence's subject words that both have, and their number.

    With ``leaning``, a sentence without its own place or day leans on the ones before it.
    """
    leave = {one.get("thing"), other.get("thing")}
    mine, theirs = one.bag("words") - leave, other.bag("words") - leave
    known = one.vocabulary
    mine = frozenset(known.happening_of(word) or word for word in mine)
    theirs = frozenset(known.happening_of(word) or word for word in theirs)
    shared = mine & theirs
    bare = not (one.names and one.dates and other.names and other.dates)
    terse = bare or len(mine) < 3 or len(theirs) < 3
    if leaning and terse and one.figure.klass != "duration":
        shared |= (mine & other.bag("near_words")) | (theirs & one.bag("near_words"))
    shortest = min(len(mine), len(theirs))
    if not shortest:
        return (1.0 if mine == theirs else 0.5), 0
    return min(1.0, len(shared) / shortest), len(shared)


def across(one: Side, other: Side) -> Comparable | NotComparable:
    """Whether the figures of two issuers speak of the same thing, place and time."""
    reason = same_thing(one, other, or_some_of_it=True)
    if reason is not None:
        return reason
    people = {side.get("thing") or side.get("follows") for side in (one, other)}
    if len(people - {""} - one.vocabulary.just_people) > 1 and not _one_armys(one, other):
        return NotComparable("they may count different people")
    if something_else(one, other) or something_else(other, one):
        return NotComparable("something else may have happened to them")
    if one.get("heard") or other.get("heard"):
        return NotComparable("one is only repeated from others")
    if own_doings(one, other):
        return NotComparable("each speaks of its own")
    place = same_place(one, other)
    if place is False:
        return NotComparable("they are about different places")
    time = same_time(one, other, between_documents=True)
    if time is not True:
        return NotComparable("they are about different times, or one does not say when")
    share, number = likeness(one, other)
    settled = bool(one.get("happened")) and one.get("happened") == other.get("happened")
    if one.figure.klass == "measure" and bool(one.get("loosely")) != bool(other.get("loosely")):
        # "Cleared" and "opened" may be two doings, if no word is in both.
        settled = settled and bool(one.bag("words") & other.bag("words"))
    settled = settled or _near(one.get("happened"), other.get("happened"), one.vocabulary)
    if one.figure.event == other.figure.event == "population":
        settled = settled or _elided(one) or _elided(other)
    if {one.get("side"), other.get("side")} == {"own", "other"}:
        # What one side "shot down" the other "lost".
        settled = bool(one.get("happened") and other.get("happened"))
    named = bool(one.get("thing")) and one.get("thing") == other.get("thing")
    named = named or some_people(one, other) or some_people(other, one)
    if one.figure.klass == "duration":
        enough = share >= 1 / 3 and (number >= 2 or (number == 1 and bool(place)))
    elif settled and place and (named or _elided(one) or _elided(other)):
        enough = True
    elif one.get("thing") in map(
        one.vocabulary.thing, one.vocabulary.any_things
    ) and _each_has_its_own(one, other):
        enough = False
    elif place:
        enough = number >= 1 and (share >= 1 / 3 or named)
    else:
        enough = number >= 1 and share >= 3 / 5 and (settled or named)
        enough = enough and not _each_has_its_own(one, other)
    # "There were 1,200 people in Camp Hollin" has no words but the thing and the place.
    plain = named and place and not number and not (one.get("happened") or other.get("happened"))
    if not enough and not (plain and share == 1 / 2):
        return NotComparable("their sentences have too little in common")
    if _one_armys(one, other):
        return Comparable(share)
    if bool(one.figure.part_of) != bool(other.figure.part_of) and (_elided(one) or _elided(other)):
        if share < 1:
            return NotComparable("one is a part, the other a whole")
        return Comparable(share, one if one.figure.part_of else other)
    fewer = narrows(one, other) or _whose(one, other) or some_people(one, other)
    less = narrows(other, one) or _whose(other, one) or some_people(other, one)
    if fewer and less:
        return NotComparable("each is of some only")
    loosely = one.figure.klass != "duration" and not settled and _each_has_its_own(one, other)
    return Comparable(share, one if fewer else other if less else None, loosely)


def _each_has_its_own(one: Side, other: Side) -> bool:
    """True where each sentence has subject words that the other has not: "mill" and "depot"."""
    mine, theirs = one.bag("words"), other.bag("words")
    return bool(_telling(mine - theirs, one, other)) and bool(_telling(theirs - mine, one, other))


def _telling(words: frozenset[str], one: Side, other: Side) -> frozenset[str]:
    """Of the words that only one sentence has, those that may tell what it is about.

    Left out are the thing and the happening that both name in their own words, who did it,
    and how a total "stands at" or "has passed" its number.
    """
    known = one.vocabulary
    leave = {one.get("thing"), other.get("thing"), *known.actors, *known.military}
    told = known.amounting | known.inflicting | known.losing
    leave |= set(map(known.stem, told))
    happened = {one.get("happened"), other.get("happened")} - {""}
    return frozenset(word for word in words - leave if known.happening_of(word) not in happened)


def _elided(side: Side) -> bool:
    """True for a count that leaves out what it counts ("37 wounded")."""
    return side.figure.klass == "count" and not side.get("thing")


def running_on(earlier: Side, later: Side) -> Comparable | NotComparable:
    """Whether two figures of one issuer are the same cumulative total, later and earlier."""
    for side in (earlier, later):
        if not side.get("running") or side.get("standing"):
            return NotComparable("one is no running total")
    reason = same_thing(earlier, later)
    if reason is not None:
        return reason
    if earlier.get("heard") or later.get("heard") or origins(earlier) != origins(later):
        return NotComparable("they rest on different sources")
    if same_start(earlier, later) is not True:
        return NotComparable("they are counted from different starts")
    if (
        same_place(earlier, later) is False
        or not same_names(earlier, later)
        or directions(earlier) != directions(later)
    ):
        return NotComparable("they are about different places")
    if earlier.dates != later.dates and not (earlier.until and later.until):
        return NotComparable("they are about different times")
    spans = [frozenset(map(_span, side.dates)) - {""} for side in (earlier, later)]
    if all(spans) and spans[0] != spans[1]:
        return NotComparable("they are about different times")
    share, number = likeness(earlier, later)
    thing, that = earlier.get("thing"), later.get("thing")
    alike = thing == that
    if _elided(earlier) or _elided(later):
        differ = earlier.bag("words") ^ later.bag("words")
        alike = alike or not _telling(differ, earlier, later)
    alike = alike and _same_happening(earlier, later)
    loosely = earlier.get("loosely") or later.get("loosely")
    alike = alike and (bool(loosely) or earlier.get("happened") == later.get("happened"))
    apart = _each_has_its_own(earlier, later)
    if not alike or apart or share < 1 / 2 or not (number or earlier.get("thing")):
        return NotComparable("their sentences have too little in common")
    return Comparable(share)


def _span(days: str) -> str:
    """A stretch of more than one day, the empty text for a day."""
    first, _, last = days.partition("/")
    return days if first != last else ""
