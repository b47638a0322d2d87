"""Comparison: whether two figures speak of the same thing, and whether their values fit.

Two figures are comparable only if what is counted, what happened, where, when and who speaks are
compatible (DESIGN section 7). The answer is a reason why not, or how sure it is that they are.
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass, replace
from fractions import Fraction
from importlib import resources

from muniment.checks.amounts import Amount, Range, amount, written_rounding
from muniment.claims.language import load_language
from muniment.claims.model import DocumentClaims, Figure
from muniment.claims.vocabulary import Vocabulary, vocabulary
from muniment.values.period import Period
from muniment.values.quantity import Answer


@dataclass(frozen=True, slots=True)
class NotComparable:
    """Two figures that speak of different things; ``reason`` completes "because …"."""

    reason: str


@dataclass(frozen=True, slots=True)
class Comparable:
    """Two figures of the same thing; ``likeness`` (0 to 1) is the share of words in common."""

    likeness: float


@dataclass(frozen=True)
class Side:
    """A figure with its document and what its sentence says that bears on comparing it."""

    claims: DocumentClaims
    figure: Figure
    values: dict[str, str]

    def get(self, name: str) -> str:
        """A value of the statement, or the empty text."""
        return self.values.get(name, "")

    def bag(self, name: str) -> frozenset[str]:
        """A value of the statement as a set of words."""
        return frozenset(self.get(name).split())

    @functools.cached_property
    def names(self) -> frozenset[str]:
        """The proper names of its sentence and its place."""
        names = {name for name in self.get("names").split("|") if name}
        place = self.figure.place
        if place is not None and any(letter.isupper() for letter in place.text):
            names.add(" ".join(place.text.lower().split()).removeprefix("the "))
        return frozenset(names)

    @functools.cached_property
    def near_names(self) -> frozenset[str]:
        """The proper names of the sentences before it."""
        return frozenset(name for name in self.get("near_names").split("|") if name)

    @functools.cached_property
    def issuer_words(self) -> frozenset[str]:
        """The words of its document's issuer, title and place in small letters."""
        document = self.claims.document
        parts = (document.issuer, document.title, document.place)
        return frozenset(_tokens(" ".join(part for part in parts if part)))

    @functools.cached_property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary of its document's language."""
        return vocabulary(load_language(self.claims.document.language).code)

    @functools.cached_property
    def dates(self) -> frozenset[str]:
        """The days it happened on, with the document's year where none is given."""
        return frozenset(_days(dated(edtf, self)) for edtf in self.bag("dates"))

    @functools.cached_property
    def near_dates(self) -> frozenset[str]:
        """The days of the sentences before it."""
        return frozenset(dated(edtf, self) for edtf in self.bag("near_dates"))

    @functools.cached_property
    def near_days(self) -> frozenset[str]:
        """The days and months of the sentences before it: a year does not carry over."""
        return frozenset(_days(edtf) for edtf in self.near_dates if len(edtf) > len("2021"))

    @functools.cached_property
    def weekdays(self) -> frozenset[str]:
        """The days it happened on that are named by the weekday only."""
        return self.bag("words") & self.vocabulary.weekdays

    @functools.cached_property
    def since(self) -> frozenset[str]:
        """The start of its running total."""
        return frozenset(dated(start, self) for start in self.bag("since"))

    @functools.cached_property
    def until(self) -> frozenset[str]:
        """The day up to which it was counted: stated, or the document's own."""
        until = frozenset(dated(end, self) for end in self.bag("until"))
        return until or frozenset(filter(None, [self.claims.document.date]))


def sides_of(claims: DocumentClaims) -> list[Side]:
    """The figures of a document that have a statement, in order."""
    figures = {figure.id: figure for figure in claims.figures}
    sides = []
    for relation in claims.relations:
        if relation.type == "statement":
            figure = figures.get(dict(relation.members)["figure"])
            if figure is not None:
                sides.append(Side(claims, figure, relation.values))
    return sides


def dated(edtf: str, side: Side) -> str:
    """A date with the year of the figure's document where it gives none, else as it is."""
    return dated_in(side.claims, edtf)


def dated_in(claims: DocumentClaims, edtf: str) -> str:
    """A date with the year of the document's date where it gives none, else as it is."""
    own = claims.document.date
    if "XXXX" not in edtf or own is None or not re.match(r"\d{4}", own):
        return edtf
    year = int(own[:4])
    this = edtf.replace("XXXX", f"{year:04}")
    # A day that would lie after the document was in the year before.
    return this if this[:10] <= own.ljust(10, "9") else edtf.replace("XXXX", f"{year - 1:04}")


def _days(edtf: str) -> str:
    """A period as its first and last day, so that "1 to 31 May" and "May" are one."""
    try:
        period = Period.parse(edtf)
    except ValueError:
        return edtf
    if period.earliest is None or period.latest is None:
        return edtf
    return f"{period.earliest}/{period.latest}"


def value_of(side: Side) -> tuple[str, Amount] | None:
    """The dimension of a figure and what fits its words in that dimension's first unit."""
    figure = side.figure
    if figure.klass in ("count", "share", "score"):
        return figure.klass + (figure.unit or ""), amount(figure)
    if figure.unit is None:
        return None
    for dimension, units in _conversions().items():
        if figure.unit in units:
            factor = Fraction(str(units[figure.unit])).limit_denominator(10**15)
            return dimension, _scaled(amount(figure), factor)
    return f"{figure.klass} {figure.unit}", amount(figure)


def fit(one: Side, other: Side) -> Answer | None:
    """Whether the values of two figures can be the same, None where their units differ."""
    mine, theirs = value_of(one), value_of(other)
    if mine is None or theirs is None or mine[0] != theirs[0]:
        return None
    return _rounded(one, other, mine[1]).compare(_rounded(other, one, theirs[1]))


def _rounded(side: Side, other: Side, value: Amount) -> Amount:
    """A value in a coarser unit than the other's reaches half its last digit: 2 km, 1,900 m."""
    units = (side.figure.unit, other.figure.unit)
    if units[0] == units[1] or None in units:
        return value
    for known in _conversions().values():
        if units[0] in known and units[1] in known and known[units[0]] > known[units[1]]:
            step = written_rounding(side.figure) or Fraction(1, 2)
            reach = step * Fraction(str(known[units[0]])).limit_denominator(10**15)
            return Amount(_wider(value.certain, reach), _wider(value.possible, reach))
    return value


def _wider(part: Range, reach: Fraction) -> Range:
    return Range(
        None if part.low is None else part.low - reach,
        None if part.high is None else part.high + reach,
    )


def same_thing(one: Side, other: Side, *, whatever_happened: bool = False) -> NotComparable | None:
    """Why two figures do not count the same thing that happened, or None if they may.

    With ``whatever_happened`` only the thing counts, not what the two sentences say of it.
    """
    mine, theirs = value_of(one), value_of(other)
    if mine is None or theirs is None or mine[0] != theirs[0]:
        return NotComparable("they are quantities of different kinds")
    thing, that = one.get("thing"), other.get("thing")
    if thing and that and thing != that:
        return NotComparable(f"one is of {_shown(one)}, the other of {_shown(other)}")
    if bool(one.figure.part_of) != bool(other.figure.part_of) and not (thing and that):
        return NotComparable("one is a part, the other a whole")
    if _whose(one, other) or _whose(other, one):
        return NotComparable("one is of some people only")
    mine_of, theirs_of = one.bag("members_of"), other.bag("members_of")
    apart = one.vocabulary.directions | one.vocabulary.tell_apart
    if mine_of and theirs_of and (not mine_of & theirs_of or (mine_of ^ theirs_of) & apart):
        return NotComparable("they belong to different groups")
    if _other_attribute(one, other):
        return NotComparable("they are of different things")
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
    for side in (one, other):
        if (side.get("unreal") and not side.get("definite")) or side.get("further"):
            return NotComparable("one is planned, bounded by a rule, or comes on top of another")
    return None


def _other_attribute(one: Side, other: Side) -> bool:
    """True for the length, price or duration of two different things."""
    if one.figure.klass == "count" or not (one.get("attribute") and other.get("attribute")):
        return False
    places = {word for name in one.names | other.names for word in _tokens(name)}
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
    return frozenset((mine, theirs)) in one.vocabulary.near_happenings


def _causes(side: Side) -> frozenset[str]:
    known = side.vocabulary
    words = {word for word in side.bag("words") if word != side.get("thing")}
    return frozenset(known.causes[word] for word in words if word in known.causes)


def spoken_for(side: Side) -> bool:
    """True for a figure that its author gives as its own."""
    if side.get("heard") or origins(side):
        return False
    source = side.get("cited_source")
    return not side.get("cited") or (bool(source) and is_issuer(source, side))


def origins(side: Side) -> frozenset[str]:
    """Whom a figure rests on, other than the issuer of its document, in small letters."""
    known = side.vocabulary
    counted = frozenset(_tokens(side.figure.counted.text if side.figure.counted else ""))
    named = {" ".join(span.text.lower().split()) for span in side.figure.said_by}
    if side.get("cited_source"):
        named.add(side.get("cited_source"))
    plain = {re.sub(r"^(?:the|a|an) |['’]s?$", "", name) for name in named}
    return frozenset(
        name
        for name in plain
        if not is_issuer(name, side)
        and not counted & set(_tokens(name))
        and not set(_tokens(name)) <= known.stop | known.no_speakers
    )


def is_issuer(name: str, side: Side) -> bool:
    """Whether a speaker's name is that of a document's issuer, or a part of it."""
    known = side.vocabulary
    issuer = frozenset(_tokens(side.claims.document.issuer or "")) - known.linking
    words = frozenset(_tokens(name)) - known.linking
    return bool(words) and (bool(words & known.own) or words <= issuer)


def own_doings(one: Side, other: Side) -> bool:
    """True when both speak of what they themselves, or what each one's enemy, did or suffered."""
    if one.get("side") and one.get("side") == other.get("side"):
        return True
    mine, theirs = one.bag("actor"), other.bag("actor")
    return bool(mine and theirs) and not mine & theirs


def same_place(one: Side, other: Side) -> bool | None:
    """Whether two figures speak of the same place; None when that cannot be told."""
    mine, theirs = _with_maybe(one, other), _with_maybe(other, one)
    if any(_told_apart(a, b, one.vocabulary) for a in mine for b in theirs):
        return False
    labels, numbers = _labels(one), _labels(other)
    if labels and numbers and labels != numbers:
        return False
    for telling in (one.vocabulary.directions, one.vocabulary.ordinals):
        sides, ends = one.bag("words") & telling, other.bag("words") & telling
        if sides and ends and sides != ends:
            return False
    mine, theirs = mine or one.near_names, theirs or other.near_names
    if any(_told_apart(a, b, one.vocabulary) for a in mine for b in theirs):
        return False
    if mine and theirs:
        if any(_same_name(a, b, one.vocabulary) for a in mine for b in theirs):
            return True
        return _in_issuer(mine, other) or _in_issuer(theirs, one)
    if mine or theirs:
        if _in_issuer(mine, other) or _in_issuer(theirs, one):
            return True
        return None
    shared = _issuer_names(one) & _issuer_names(other)
    if shared:
        return True
    return None


def _labels(side: Side) -> frozenset[str]:
    """What numbers one of a row: the 3 of "ward 3"."""
    return frozenset(word for word in side.bag("words") if word.startswith("#"))


def _with_maybe(side: Side, other: Side) -> frozenset[str]:
    """A side's names, with its sentence's first word where the other text knows it as a name."""
    maybe = side.get("maybe")
    words = side.vocabulary
    if maybe in words.stop or maybe in words.linking or maybe in words.no_names:
        return side.names
    known = other.names | other.near_names | other.issuer_words
    if maybe and any(maybe in name.split() for name in known):
        return side.names | {maybe}
    return side.names


def _directions(side: Side) -> frozenset[str]:
    return side.bag("words") & side.vocabulary.directions


def _issuer_names(side: Side) -> frozenset[str]:
    """The words of an issuer's name that may name its place."""
    known = side.vocabulary
    issuer = side.claims.document.issuer or ""
    return frozenset(
        word.lower()
        for word in re.findall(r"[^\W\d_]+", issuer)
        if word[0].isupper() and word.lower() not in known.no_names | known.tell_apart
    )


def _in_issuer(names: frozenset[str], side: Side) -> bool:
    """Whether one of the names stands in the issuer, title or place of the other's document."""
    known = side.vocabulary
    return any(_base(name, known) and _base(name, known) <= side.issuer_words for name in names)


def _tokens(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", name.lower())


def _base(name: str, known: Vocabulary) -> frozenset[str]:
    return frozenset(_tokens(name)) - known.linking


def _same_name(one: str, other: str, known: Vocabulary) -> bool:
    mine, theirs = _base(one, known), _base(other, known)
    if not mine or not theirs:
        return False
    if "&" in one or "&" in other:
        return mine == theirs
    return mine == theirs or (
        (mine < theirs or theirs < mine) and not (mine ^ theirs) & known.tell_apart
    )


def _told_apart(one: str, other: str, known: Vocabulary) -> bool:
    """True for two names that share a word and differ in what tells them apart."""
    mine, theirs = _base(one, known), _base(other, known)
    if mine == theirs or not mine & theirs:
        return False
    if "&" in one or "&" in other:
        return True
    differ = mine ^ theirs
    if mine - theirs and theirs - mine:
        # "Orsel-on-the-Hill" and "Orsel-by-the-Water"; "Hollow Cross" and "Senna Cross".
        return True
    return bool(differ & known.tell_apart)


def same_time(one: Side, other: Side) -> bool | None:
    """Whether two figures speak of the same time; None when that cannot be told."""
    if bool(one.get("running")) != bool(other.get("running")):
        return False if one.since | other.since else None
    if one.get("running"):
        start = same_start(one, other)
        if start is not True:
            return start
        return bool(one.until & other.until)
    hours, parts = _parts_of_day(one), _parts_of_day(other)
    if hours and parts and hours != parts:
        return False
    if one.weekdays and other.weekdays and not one.weekdays & other.weekdays:
        return False
    mine, theirs = one.dates or one.near_days, other.dates or other.near_days
    if mine and theirs:
        return bool(mine & theirs)
    if one.get("standing") or other.get("standing"):
        return None if one.claims.document.date == other.claims.document.date else False
    return None


def _parts_of_day(side: Side) -> frozenset[str]:
    return side.bag("words") & side.vocabulary.parts_of_day


def same_start(one: Side, other: Side) -> bool | None:
    """Whether two running totals are counted from the same start."""
    known = one.vocabulary
    words = one.since | other.since
    if words & known.relative_starts and one.claims.document.date != other.claims.document.date:
        return False
    if words & known.yearly_starts and _year(one) != _year(other):
        return False
    if one.since == other.since:
        return True
    return False if one.since and other.since else None


def _year(side: Side) -> str | None:
    date = side.claims.document.date
    return date[:4] if date else None


def likeness(one: Side, other: Side, *, leaning: bool = True) -> tuple[float, int]:
    """The share of the shorter sentence's subject words that both have, and their number.

    With ``leaning``, a sentence without its own place or day leans on the ones before it.
    """
    leave = {one.get("thing"), other.get("thing")}
    mine, theirs = one.bag("words") - leave, other.bag("words") - leave
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
    reason = same_thing(one, other)
    if reason is not None:
        return reason
    if one.get("heard") or other.get("heard"):
        return NotComparable("one is only repeated from others")
    if own_doings(one, other):
        return NotComparable("each speaks of its own")
    place = same_place(one, other)
    if place is False:
        return NotComparable("they are about different places")
    time = same_time(one, other)
    if time is not True:
        return NotComparable("they are about different times, or one does not say when")
    share, number = likeness(one, other)
    settled = bool(one.get("happened")) and one.get("happened") == other.get("happened")
    named = bool(one.get("thing")) and one.get("thing") == other.get("thing")
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
    return Comparable(share)


def _each_has_its_own(one: Side, other: Side) -> bool:
    """True where each sentence has subject words that the other has not: "mill" and "depot"."""
    leave = {one.get("thing"), other.get("thing")}
    mine, theirs = one.bag("words") - leave, other.bag("words") - leave
    return bool(mine - theirs) and bool(theirs - mine)


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
        or not _same_names(earlier, later)
        or _directions(earlier) != _directions(later)
    ):
        return NotComparable("they are about different places")
    if earlier.dates != later.dates and not (earlier.until and later.until):
        return NotComparable("they are about different times")
    share, number = likeness(earlier, later)
    alike = earlier.get("thing") == later.get("thing") and (
        earlier.get("happened") == later.get("happened")
    )
    apart = _each_has_its_own(earlier, later)
    if not alike or apart or share < 1 / 2 or not (number or earlier.get("thing")):
        return NotComparable("their sentences have too little in common")
    return Comparable(share)


def _same_names(one: Side, other: Side) -> bool:
    """Whether every name of each sentence has its like in the other."""
    known = one.vocabulary
    return all(
        any(_same_name(name, that, known) for that in theirs)
        for mine, theirs in ((one.names, other.names), (other.names, one.names))
        for name in mine
    )


@functools.cache
def _conversions() -> dict[str, dict[str, float]]:
    text = (resources.files("muniment.checks") / "conversions.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _scaled(value: Amount, factor: Fraction) -> Amount:
    def times(part: Range) -> Range:
        return replace(
            part,
            low=None if part.low is None else part.low * factor,
            high=None if part.high is None else part.high * factor,
        )

    return Amount(times(value.certain), times(value.possible))
