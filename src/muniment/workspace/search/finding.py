"""A search: what a person may find of it, in what order, and how it can be narrowed.

Words side by side come first, then all words as they are spelled, then other endings and other
spellings; within each the latest. No more than ``MOST`` are looked at, so that a search for the
commonest word answers as quickly as any.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.db import connection
from django.db.models import Exists, OuterRef

from muniment.workspace.models import Collection, Document, Item, Membership, User
from muniment.workspace.opened import opened
from muniment.workspace.permissions import Person, readable
from muniment.workspace.search import facets
from muniment.workspace.search.asked import A_PAGE, MOST, Asked
from muniment.workspace.search.backends import Backend, backend
from muniment.workspace.search.clauses import All, Clause, Facet, Without, Words, every, some
from muniment.workspace.search.columns import Row
from muniment.workspace.search.folding import fold_word
from muniment.workspace.search.forms import forms
from muniment.workspace.search.gazetteer import Gazetteer
from muniment.workspace.search.query import Query, Term, parse
from muniment.workspace.search.spellings import latest, others

_FEW, _HOLDS = 40, 30


class _Now:
    """A moment of an index; equal to another of which the same is found."""

    def __init__(self, index: Backend, period: int) -> None:
        self.index = index
        self._told = (connection.alias, str(opened().folder.path), period, *index.moment())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Now) and self._told == other._told

    def __hash__(self) -> int:
        return hash(self._told)


@dataclass(frozen=True, slots=True)
class Rights:
    """The collections in which somebody may read, and those where also what is restricted.

    ``everywhere`` is True where there is no collection beside those.
    """

    reads: tuple[int, ...]
    restricted: tuple[int, ...]
    everywhere: bool = False

    @classmethod
    def of(cls, user: Person) -> Rights:
        """The rights of a person."""
        if not isinstance(user, User):
            return cls((), ())
        mine = Membership.objects.filter(user=user, restricted=True, collection=OuterRef("pk"))
        rows = readable(user).order_by("pk").values_list("pk", Exists(mine)).distinct()
        reads = tuple(pk for pk, _ in rows)
        if not reads:
            return cls((), ())
        closed = tuple(pk for pk, restricted in rows if restricted)
        return cls(reads, closed, not Collection.objects.exclude(pk__in=reads).exists())

    @property
    def clause(self) -> Clause | None:
        """All that may be found; None where nothing may."""
        return some(*facets.open_in(self.reads), *facets.restricted_in(self.restricted))

    def within(self, clause: Clause | None) -> Clause | None:
        """What a clause finds and may be found; None where nothing may.

        Who reads everywhere is kept from what is restricted, which is little and quickly left
        out; the mark of what is open stands at nearly all there is.
        """
        if clause is None or not self.everywhere:
            return every(clause, self.clause) if self.clause is not None else None
        closed = some(*facets.restricted_in(sorted({*self.reads} - {*self.restricted})))
        return clause if closed is None else Without(clause, closed)

    def allow(self, item: Item) -> bool:
        """Whether an item may be found, asked again of the row itself."""
        within = self.restricted if item.sensitivity == "restricted" else self.reads
        return item.collection_id in within


@dataclass
class Search:
    """One search of one person."""

    asked: Asked
    rights: Rights
    gazetteer: Gazetteer

    @cached_property
    def index(self) -> Backend:
        """The index of words, for all questions of this search."""
        return backend()

    @cached_property
    def query(self) -> Query:
        """What was typed."""
        return parse(self.asked.q)

    @cached_property
    def clause(self) -> Clause | None:
        """All that is asked for, within what may be found; None where nothing may."""
        return self._within(self._words(loosely=not self.asked.spelled), None)

    @cached_property
    def expanded(self) -> dict[str, list[str]]:
        """The other spellings of each word that are looked for too, as they stand in the index."""
        return {word: plain for word, (plain, _) in self._others.items() if plain}

    def items(self) -> list[Item]:
        """The items of the page, in their order."""
        first = (self.asked.page - 1) * A_PAGE
        numbers = self._ordered(first + A_PAGE)[first:]
        found = {each.pk: each for each in Item.objects.filter(pk__in=numbers).defer("terms")}
        return [found[each] for each in numbers if each in found and self.rights.allow(found[each])]

    def numbers(self, most: int) -> list[int]:
        """The numbers of the latest items found."""
        return self.index.ids(self.clause, most) if self.clause is not None else []

    def rows(self, columns: Sequence[str]) -> list[Row]:
        """Some columns of the latest items found."""
        return self.index.rows(self.clause, MOST, columns) if self.clause is not None else []

    @cached_property
    def counts(self) -> dict[str, dict[str, int]]:
        """How often each value of each facet is among what is found, "total" with all of it.

        The values of a facet that is chosen from are counted as if none were.
        """
        if self.clause is None:
            return {"total": {"": 0}}
        columns = {name: kind.column for name, kind in facets.KINDS.items()}
        chosen = [name for name in columns if name in self.asked.chosen]
        asked = ["kind", *(columns[name] for name in columns if name not in (*chosen, "kind"))]
        found = self._counted(self.clause, (*asked, "year_from"))
        counts = {name: found.get(columns[name], {}) for name in columns if name not in chosen}
        counts["total"] = {"": sum(found["kind"].values())}
        counts["year"] = found["year_from"]
        words = self._words(loosely=not self.asked.spelled)
        for name in chosen:
            clause = self._within(words, name)
            if clause is not None:
                counts[name] = self._counted(clause, (columns[name],))[columns[name]]
        return counts

    @property
    def places(self) -> dict[str, int]:
        """How often each place is named in what is found."""
        if self.clause is None:
            return {}
        if "place" not in self.asked.chosen:
            return self.counts["place"]
        return self._counted(self.clause, ("place",))["place"]

    def _counted(self, clause: Clause, columns: tuple[str, ...]) -> dict[str, dict[str, int]]:
        """The counts of some columns, as long as nothing has changed."""
        return _counts_at(self._now, clause, columns)

    @cached_property
    def _now(self) -> _Now:
        """The moment of the index; what does not show there is seen within ``_HOLDS`` seconds."""
        return _Now(self.index, int(time.monotonic()) // _HOLDS)

    def _ordered(self, most: int) -> list[int]:
        """The first numbers of what is found, in their order."""
        found: list[int] = []
        before: Clause | None = None
        for words in self._steps():
            clause = self._within(words, None)
            if clause is None:
                return []
            if before is not None:
                clause = Without(clause, before)
            found += self.index.ids(clause, most - len(found))
            if len(found) >= most:
                break
            before = words
        return found

    def _steps(self) -> Iterator[Clause | None]:
        """The words asked for, from the strictest reading to the loosest."""
        plain = [
            term
            for group in self.query.groups
            for term in group
            if len(group) == 1 and not term.open
        ]
        if len(plain) == len(self.query.groups) and sum(len(each.words) for each in plain) > 1:
            folded = tuple(fold_word(word) for each in plain for word in each.words)
            yield self._sealed_too(tuple(each for each in folded if each))
        strict = self._words(loosely=False)
        if strict is not None:
            yield strict
        if not self.asked.spelled or strict is None:
            yield self._words(loosely=True)

    def _within(self, words: Clause | None, but: str | None) -> Clause | None:
        """Words with the facets chosen (``but`` one) and the rights of the person."""
        narrowed = [
            clause
            for name, values in self.asked.chosen.items()
            if name != but and (clause := self._facet(name, values)) is not None
        ]
        if self.asked.first is not None or self.asked.last is not None:
            first = self.asked.first or (self.asked.last or 0) - facets.MOST_YEARS
            last = self.asked.last or first + facets.MOST_YEARS
            last = min(last, first + facets.MOST_YEARS)
            narrowed.append(facets.within(max(first, 1), last))
        clause = self.rights.within(every(words, *narrowed))
        if clause is None:
            return None
        for each in self.query.without:
            without = self._term(each, loosely=False)
            clause = clause if without is None else Without(clause, without)
        return clause

    def _facet(self, name: str, values: Sequence[str]) -> Clause | None:
        found: list[str] = []
        for value in values:
            if name == "place":
                found += self.gazetteer.keys_of(value)
            elif name == "source":
                rows = Document.objects.filter(source__key=value).values_list("pk", flat=True)
                found += [str(each) for each in rows[:_FEW]] or ["0"]
            else:
                found.append(value)
        return some(*(Facet(facets.term(name, each)) for each in dict.fromkeys(found)))

    def _words(self, loosely: bool) -> Clause | None:
        """All that must be there; None where nothing was typed."""
        groups = []
        for group in self.query.groups:
            terms = [self._term(each, loosely) for each in group]
            clause = some(*(each for each in terms if each is not None))
            if clause is not None:
                groups.append(clause)
        return every(*groups)

    def _term(self, term: Term, loosely: bool) -> Clause | None:
        if term.exact or term.open or not loosely:
            folded = tuple(filter(None, map(fold_word, term.words)))
            return self._sealed_too(folded, term.open)
        return every(*(self._loose(each) for each in term.words if fold_word(each)))

    def _loose(self, word: str) -> Clause | None:
        """A word with its endings, and a name with its other spellings."""
        plain, sealed = self._others[word]
        with_endings = forms(word)
        clauses: list[Clause] = [Words((each,)) for each in dict.fromkeys([*with_endings, *plain])]
        if self.rights.restricted:
            marks = [*(opened().sealer.word(each) for each in with_endings), *sealed]
            clauses.append(self._where_restricted([Words((each,)) for each in marks]))
        return some(*clauses)

    def _sealed_too(self, folded: tuple[str, ...], beginning: bool = False) -> Clause | None:
        """Words side by side, in sealed texts too for those who may see them."""
        if not folded:
            return None
        plain = Words(folded, beginning)
        if beginning or not self.rights.restricted:
            return plain
        marks = Words(tuple(opened().sealer.word(each) for each in folded))
        found = some(plain, self._where_restricted([marks]))
        assert found is not None
        return found

    def _where_restricted(self, marks: list[Clause]) -> Clause:
        """Marks count only in the collections where the person may see what is restricted."""
        there = some(*(Facet(facets.term("collection", str(c))) for c in self.rights.restricted))
        either = some(*marks)
        assert there is not None
        assert either is not None
        return All((either, there))

    @cached_property
    def _others(self) -> dict[str, tuple[list[str], list[str]]]:
        """The other spellings of each word typed: in open texts, in sealed ones."""
        loose = {
            word
            for group in self.query.groups
            for term in group
            if not (term.exact or term.open)
            for word in term.words
        }
        if self.asked.spelled:
            return {each: ([], []) for each in loose}
        known = latest()
        restricted = bool(self.rights.restricted)
        return {each: others(each, restricted, known) for each in sorted(loose)}


@lru_cache(maxsize=256)
def _counts_at(now: _Now, clause: Clause, columns: tuple[str, ...]) -> dict[str, dict[str, int]]:
    rows = now.index.rows(clause, MOST, columns)
    if not rows:
        return {column: {} for column in columns}
    found: dict[str, dict[str, int]] = {}
    for column, values in zip(columns, zip(*rows, strict=True), strict=True):
        counted: dict[str, int] = {}
        for value, number in Counter(values).items():
            said = str(value or "")
            counted[said] = counted.get(said, 0) + number
        found[column] = counted
    return found


def search(user: Person, asked: Asked) -> Search:
    """A search by a person."""
    rights = Rights.of(user)
    return Search(asked, rights, Gazetteer(rights.reads, rights.restricted))
