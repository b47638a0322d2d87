"""Sides: a figure as one side of a comparison, with its value, its days and whose it is."""

from __future__ import annotations

import contextlib
import datetime
import functools
import re
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from fractions import Fraction

from muniment.checks.amounts import Amount, Range, amount, written_rounding
from muniment.checks.surroundings import around
from muniment.claims.language import load_language
from muniment.claims.model import DocumentClaims, Figure
from muniment.claims.vocabulary import Vocabulary, vocabulary
from muniment.values.period import Period
from muniment.values.quantity import Answer
from muniment.values.scales import scales, units_in

_TOKEN = re.compile(r"[^\W_]+")
# "The prefecture" speaks for the Prefect: words of so many letters or more that begin alike.
ROOT = 5

# Seasons have no days that all would agree on.
_SEASON = re.compile(r"-(?:2[1-9]|3\d|4[01])(?=/|$)(?<!\d-\d\d-\d\d)")


@dataclass(frozen=True)
class Side:
    """A figure with its document and what its sentence says that bears on comparing it."""

    claims: DocumentClaims
    figure: Figure
    values: Mapping[str, str]

    def get(self, name: str) -> str:
        """A value of the statement, or the empty text."""
        found = self._read.get(name)
        if found is None:
            found = self._read[name] = self.values.get(name, "")
        return found

    @functools.cached_property
    def _read(self) -> dict[str, str]:
        return {}

    def bag(self, name: str) -> frozenset[str]:
        """A value of the statement as a set of words."""
        bag = self._bags.get(name)
        if bag is None:
            bag = self._bags[name] = frozenset(self.get(name).split())
        return bag

    @functools.cached_property
    def _bags(self) -> dict[str, frozenset[str]]:
        return {}

    @functools.cached_property
    def value(self) -> tuple[str, Amount] | None:
        """Its dimension and what fits its words in that dimension's first unit."""
        return _value(self.figure)

    @functools.cached_property
    def point(self) -> int | None:
        """The only whole number that fits its words, in its dimension's first unit."""
        if self.value is None:
            return None
        certain, possible = self.value[1]
        low = certain.low
        if low is None or low != certain.high or certain != possible or low.denominator != 1:
            return None
        return low.numerator

    @functools.cached_property
    def tells_apart(self) -> frozenset[str]:
        """The words of its sentence that tell one measure of a thing from another."""
        return self.words_around & self.vocabulary.tell_apart

    @functools.cached_property
    def around(self) -> tuple[str, str]:
        """The words of its sentence before and after it, in small letters."""
        return around(self.claims.document.text, self.figure.passage)

    @functools.cached_property
    def words_around(self) -> frozenset[str]:
        """The words of its sentence as they stand."""
        return frozenset(tokens_of(" ".join(self.around)))

    @functools.cached_property
    def origins(self) -> frozenset[str]:
        """Whom it rests on, other than the issuer of its document, in small letters."""
        return _origins(self)

    @functools.cached_property
    def names(self) -> frozenset[str]:
        """The proper names of its sentence and its place."""
        names = {name for name in self.get("names").split("|") if name}
        place = self.figure.place
        if place is None or self.get("capitals"):
            return frozenset(names)
        words = " ".join(place.text.split()).removeprefix("the ")
        proper = " ".join(word for word in words.split() if word[:1].isupper()).lower()
        # "the town of Sember" is Sember, "the district of Sember" is another place.
        if proper and not any(f" {proper} " in f" {name} " for name in names):
            before = words.lower().partition(proper)[0]
            kind = self.vocabulary.forms["kind_before"].search(before)
            names.add(f"{proper} {kind[1]}" if kind is not None else proper)
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
        return frozenset(tokens_of(" ".join(part for part in parts if part)))

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
    def told_days(self) -> frozenset[str]:
        """The days it happened on, also those told by the weekday or as yesterday."""
        day = self.get("day")
        if self.dates or not day:
            return self.dates
        relative, _, dateline = day.partition("@")
        return frozenset([_days(_day_before(relative, dateline or self.claims.document.date))])

    @functools.cached_property
    def moment(self) -> frozenset[str]:
        """The days it happened on, or up to which it is said to have been counted."""
        days = self.told_days or frozenset(_days(dated(end, self)) for end in self.bag("until"))
        return days or self.near_days

    @functools.cached_property
    def weekdays(self) -> frozenset[str]:
        """The days it happened on that are named by the weekday only."""
        return self.bag("words") & self.vocabulary.weekdays

    @functools.cached_property
    def since(self) -> frozenset[str]:
        """The start of its running total."""
        started = self.bag("since")
        days = [self.vocabulary.relative_days[word] for word in started & self.vocabulary.weekdays]
        if len(days) == 1 and self.claims.document.date:
            return frozenset([_day_before(days[0], self.claims.document.date)])
        return frozenset(dated(start, self) for start in started)

    @functools.cached_property
    def until(self) -> frozenset[str]:
        """The day up to which it was counted: stated, or the document's own."""
        until = frozenset(dated(end, self) for end in self.bag("until"))
        return until or frozenset(filter(None, [self.claims.document.date]))


_SHARED: ContextVar[dict[int, list[Side]] | None] = ContextVar("_SHARED", default=None)


@contextlib.contextmanager
def shared_sides() -> Iterator[None]:
    """While this lasts no claim may change: the sides of a document are made only once."""
    token = _SHARED.set({})
    try:
        yield
    finally:
        _SHARED.reset(token)


def sides_of(claims: DocumentClaims) -> list[Side]:
    """The figures of a document that have a statement, in order."""
    shared = _SHARED.get()
    if shared is None:
        return _sides_of(claims)
    if id(claims) not in shared:
        shared[id(claims)] = _sides_of(claims)
    return shared[id(claims)]


def _sides_of(claims: DocumentClaims) -> list[Side]:
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


def _day_before(relative: str, own: str | None) -> str:
    """Yesterday ("-1d") or the last Monday to Sunday ("w0" to "w6") before a document's day."""
    try:
        day = datetime.date.fromisoformat(own or "")
    except ValueError:
        return relative
    back = 1 if relative == "-1d" else (day.weekday() - int(relative[1:])) % 7
    return (day - datetime.timedelta(days=back)).isoformat()


def _days(edtf: str) -> str:
    """A period as its first and last day, so that "1 to 31 May" and "May" are one."""
    try:
        period = Period.parse(edtf)
    except ValueError:
        return edtf
    if period.earliest is None or period.latest is None or _SEASON.search(edtf):
        return edtf
    return f"{period.earliest}/{period.latest}"


def value_of(side: Side) -> tuple[str, Amount] | None:
    """The dimension of a figure and what fits its words in that dimension's first unit."""
    return side.value


def _value(figure: Figure) -> tuple[str, Amount] | None:
    if figure.klass in ("count", "share", "score"):
        return figure.klass + (figure.unit or ""), amount(figure)
    if figure.unit is None:
        return None
    if figure.unit in scales():
        dimension, factor = scales()[figure.unit]
        return dimension, _scaled(amount(figure), factor)
    return f"{figure.klass} {figure.unit}", amount(figure)


def of_one_dimension(one: Side, other: Side) -> bool:
    """Whether the values of two figures can be compared."""
    mine, theirs = one.value, other.value
    return mine is not None and theirs is not None and mine[0] == theirs[0]


def fit(one: Side, other: Side) -> Answer | None:
    """Whether the values of two figures can be the same, None where their units differ."""
    if one.point is not None and other.point is not None and one.figure.unit == other.figure.unit:
        if one.value is None or other.value is None or one.value[0] != other.value[0]:
            return None
        return Answer.FITS if one.point == other.point else Answer.DOES_NOT_FIT
    quantity = one.figure.quantity
    if (
        quantity.low is not None
        and quantity == other.figure.quantity
        and one.figure.unit == other.figure.unit
        and one.figure.klass == other.figure.klass
        and one.value is not None
    ):
        return Answer.FITS
    mine, theirs = value_of(one), value_of(other)
    if mine is None or theirs is None or mine[0] != theirs[0]:
        return None
    return _rounded(one, other, mine[1]).compare(_rounded(other, one, theirs[1]))


def _rounded(side: Side, other: Side, value: Amount) -> Amount:
    """A value in a coarser unit than the other's reaches half its last digit: 2 km, 1,900 m."""
    units = (side.figure.unit, other.figure.unit)
    if units[0] == units[1] or None in units:
        return value
    times = units_in(units[0] or "", units[1] or "")
    if times is not None and times > 1:
        step = written_rounding(side.figure) or Fraction(1, 2)
        reach = step * scales()[units[0] or ""][1]
        return Amount(_wider(value.certain, reach), _wider(value.possible, reach))
    return value


def _wider(part: Range, reach: Fraction) -> Range:
    return Range(
        None if part.low is None else part.low - reach,
        None if part.high is None else part.high + reach,
    )


def spoken_for(side: Side) -> bool:
    """True for a figure that its author gives as its own."""
    if side.get("heard") or origins(side):
        return False
    source = side.get("cited_source")
    return not side.get("cited") or (bool(source) and is_issuer(source, side))


def origins(side: Side) -> frozenset[str]:
    """Whom a figure rests on, other than the issuer of its document, in small letters."""
    return side.origins


def _origins(side: Side) -> frozenset[str]:
    named = {" ".join(span.text.lower().split()) for span in side.figure.said_by}
    if side.get("cited_source"):
        named.add(side.get("cited_source"))
    if not named:
        return frozenset()
    known = side.vocabulary
    counted = frozenset(tokens_of(side.figure.counted.text if side.figure.counted else ""))
    # "The confirmed cases": what is no kind of people says nothing.
    speaking = known.people | {""}
    causes = _cause_stems(load_language(side.claims.document.language).code)
    plain = {re.sub(r"^(?:the|a|an) |['’]s?$", "", name) for name in named}
    return frozenset(
        name
        for name in plain
        if not is_issuer(name, side)
        and not counted & set(tokens_of(name))
        and known.things.get(name.partition(" of ")[0].rpartition(" ")[2], "") in speaking
        and not causes & set(map(known.stem, tokens_of(name.partition(" of ")[0])[-1:]))
        and not set(tokens_of(name)) <= known.stop | known.no_speakers
    )


@functools.cache
def _cause_stems(code: str) -> frozenset[str]:
    known = vocabulary(code)
    return frozenset(map(known.stem, known.causes))


def is_issuer(name: str, side: Side) -> bool:
    """Whether a speaker's name is that of a document's issuer, or a part of it."""
    known = side.vocabulary
    issuer = frozenset(tokens_of(side.claims.document.issuer or "")) - known.linking
    words = frozenset(tokens_of(name)) - known.linking - known.no_speakers - {"s"}
    if words and (words & known.own or all(_of_one_root(word, issuer) for word in words)):
        return True
    return bool(set(re.findall(r"[^\W\d_]+", name)[:1]) & _initials(side))


def _of_one_root(word: str, issuer: frozenset[str]) -> bool:
    """Whether a word is one of an issuer's name, or begins one or goes on from one of them."""
    if word in issuer:
        return True
    return len(word) >= ROOT and any(
        len(name) >= ROOT and (name.startswith(word) or word.startswith(name)) for name in issuer
    )


def _initials(side: Side) -> frozenset[str]:
    """An issuer's initials in small letters, with and without its small words."""
    words = re.findall(r"[^\W\d_]+", side.claims.document.issuer or "")
    named = [word for word in words if word.lower() not in side.vocabulary.linking]
    rows = [
        "".join(word if word.isupper() else word[0] for word in each).lower()
        for each in (words, [word for word in words if word[0].isupper()], named)
    ]
    return frozenset(row for row in rows if len(row) > 1)


def tokens_of(name: str) -> list[str]:
    """The words of a name in small letters."""
    return _TOKEN.findall(name.lower())


def _scaled(value: Amount, factor: Fraction) -> Amount:
    def times(part: Range) -> Range:
        return part._replace(
            low=None if part.low is None else part.low * factor,
            high=None if part.high is None else part.high * factor,
        )

    return Amount(times(value.certain), times(value.possible))
