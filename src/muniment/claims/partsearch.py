"""Parts by their sums: figures near a whole that make it up, whatever phrase leads to them.

Figures that count the same kind of thing, stand close behind (or before) a figure and add up to
it exactly are its parts: the larger the number and the more alike the figures, the less that is
chance. Figures that miss it narrowly are its parts only where the text says that they are all
("the remaining six"), where nothing is left over without a number, and where no other choice of
figures adds up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from muniment.claims.model import Figure
from muniment.claims.partevidence import FEW, LARGE, LEAST, Evidence, Item, value_of
from muniment.claims.partlists import PartList, breakdowns, complementary
from muniment.claims.rows import Row, Slot, counted_words
from muniment.claims.wholes import head, stem
from muniment.values.quantity import Number

_REACH = 6
"""How many sentences a list may run on behind its whole, or stand before it."""
_GAP = 3
"""How many sentences may lie between a list's parts."""
_MOST = 14
"""How many figures behind a whole are looked at, so that the work stays linear."""
_LEADING = 3
"""How many of the figures behind a whole may come before its parts."""
_LIKELY = 4
"""The least evidence that a sum is no chance; see ``Evidence``."""
_NEAR = Fraction(1, 12)
"""How far a list that words complete may miss its whole."""
_HAIR = Fraction(1, 200)
"""How far a list may miss its whole that only its form completes: bare numbers in one sentence, set
off behind the whole or joined by "and"."""
_LISTED_LEAST = 3
_MOSTLY = Fraction(3, 4)
"""The least share of a whole that a series by place or time is taken for parts of."""


class _Run(NamedTuple):
    """Figures that may make up a whole, how many of them are skipped before, and the evidence."""

    items: list[Item]
    skipped: int
    evidence: int
    singles: int = 0

    def figures(self) -> list[Figure]:
        """The figures of the run."""
        return [slot.figure for _, slot in self.items]

    def total(self) -> Number:
        """The sum of the figures and of what has no number."""
        return self.singles + sum(value_of(figure) or 0 for figure in self.figures())


class Search(Evidence):
    """Finds parts by what they add up to."""

    def search(self, rows: Sequence[Row]) -> None:
        """Find the lists of a document that add up, then those that words complete."""
        items = [(row, slot) for row in rows for slot in row.slots]
        self.by_whole: dict[str, list[PartList]] = {}
        for plist in self.lists:
            self.by_whole.setdefault(plist.whole.id, []).append(plist)
        for near in (False, True):
            for number in range(len(items)):
                if self._whole(items[number][1].figure, near=near):
                    self._following(items, number, near=near)
                    self._preceding(items, number, near=near)
        for number in range(len(items)):
            self._series(items, number)
        self._whole_of_list(items)

    def _whole(self, figure: Figure, *, near: bool) -> bool:
        """Whether a figure may be a whole of which the parts are still to be found."""
        value = value_of(figure)
        if value is None or value < LEAST or figure.klass in ("share", "rate", "score"):
            return False
        if "compared" in figure.reasons:
            return False
        return not near or value >= LARGE or not self._settled(figure, near=near)

    def _settled(self, figure: Figure, *, near: bool) -> set[str]:
        """The parts of a figure in lists that add up, or need not (``near``)."""
        found: set[str] = set()
        for plist in self.by_whole.get(figure.id, ()):
            parts = [part for part in plist.parts if self.linked.get(part.id) is plist]
            lists = breakdowns(parts, plist.singles, figure)
            summed = [self._sum(each) for each in lists]
            if len(parts) > 1 and ((near and plist.exhaustive) or value_of(figure) in summed):
                found.update(part.id for part in parts)
        return found

    def _sum(self, parts: Sequence[Figure]) -> Number | None:
        values = [value_of(part) for part in parts]
        known = [value for value in values if value is not None]
        return sum(known) if len(known) == len(values) else None

    def _following(self, items: Sequence[Item], number: int, *, near: bool) -> None:
        """Parts behind their whole."""
        row, whole = items[number]
        usable = self._usable(items, number, near=near)
        target = value_of(whole.figure) or 0
        apart = [item for item in usable if not self._example(item[1].figure)]
        for choice in (apart, usable) if len(apart) < len(usable) else (usable,):
            if len(choice) < 2:
                continue
            if near:
                rest_only = len(choice) > len(apart)
                run = self._nearly(row, whole, choice, target, rest_only=rest_only)
            else:
                run = self._exactly(row, whole, choice, target)
            if run is not None:
                self._make(whole.figure, run, "what is left" if near else "they add up to it")
                return

    def _example(self, figure: Figure) -> bool:
        """Whether a figure is in a list that gives some parts only ("including 12 women")."""
        plist = self.linked.get(figure.id)
        return plist is not None and (plist.inclusive or plist.rule.startswith("among"))

    def _usable(self, items: Sequence[Item], number: int, *, near: bool) -> list[Item]:
        """The figures behind a whole that may be its parts."""
        row, whole = items[number]
        found = [  # "four of the eight …": a part that stands before its whole
            (row, slot)
            for slot in row.slots[max(0, whole.order - 2) : whole.order]
            if (plist := self.linked.get(slot.figure.id)) is not None
            and plist.whole is whole.figure
        ]
        settled = self._settled(whole.figure, near=near)
        inner: set[str] = set()
        target = value_of(whole.figure)
        last = row.sentence.index
        for other_row, slot in items[number + 1 : number + 1 + _MOST]:
            index = other_row.sentence.index
            if index - row.sentence.index > _REACH or index - last > _GAP:
                break
            if near and not self.together(row, other_row):
                break
            figure = slot.figure
            value = value_of(figure)
            if value == target and not (
                self._settled(figure, near=True) and self.before(other_row, slot) >= 0
            ):
                continue  # As much as the whole: no part of it, whatever it counts.
            plist = self.linked.get(figure.id)
            if plist is not None and figure.id in settled:
                continue
            if plist is not None and plist.whole is not whole.figure:
                same = value_of(plist.whole) == value_of(whole.figure)
                loose = plist.rule == "left out what it counts" and plist.whole.id in inner
                if not same and not loose:
                    continue
            if not self._fits(row, whole, other_row, slot):
                continue
            if value is None:
                break
            if value > (target or 0):
                if (above := self.linked.get(whole.figure.id)) and above.whole is figure:
                    continue  # "23 of the 31"
                break
            if not found and plist is None and self._sibling(row, whole, other_row, slot):
                continue
            if value == target:
                return []
            found.append((other_row, slot))
            inner.add(figure.id)
            last = index
        return found

    def _sibling(self, row: Row, whole: Slot, part_row: Row, part: Slot) -> bool:
        """Whether a figure with a noun of its own is merely listed with the one before it."""
        named = part_row is row and not self.bare(part_row, part)
        return named and self.merely_listed(row, whole, part_row, part)

    def _fits(self, row: Row, whole: Slot, part_row: Row, part: Slot) -> bool:
        """Whether a figure may be part of another by what the two count."""
        figure = part.figure
        if "compared" in figure.reasons:
            return False
        if figure.klass == "count" and whole.figure.klass in ("measure", "money", "duration"):
            return self.bare(part_row, part) and part_row is row
        if figure.klass not in ("count", "measure", "money"):
            return False
        return self.wholes.compatible(part_row, part, row, whole)

    def _exactly(self, row: Row, whole: Slot, usable: list[Item], target: Number) -> _Run | None:
        """The likeliest run of figures that adds up exactly, with things that have no number."""
        runs = [
            _Run(items, start, self.evidence(row, whole, items, start))
            for items, start in self._sums(usable, target)
        ]
        for end in range(2, len(usable) + 1):
            items = usable[:end]
            singles = self.singles(row, whole, items)
            run = _Run(items, 0, self.evidence(row, whole, items, 0), singles)
            if singles and run.total() == target:
                runs.append(run)
        again = bool(self._settled(whole.figure, near=False))  # a second list must be plain
        fit = [
            run
            for run in runs
            if run.evidence >= _LIKELY and not (again and not all(self.bare(*i) for i in run.items))
        ]
        return max(fit, key=lambda run: (run.evidence, -run.skipped)) if fit else None

    def _sums(self, usable: list[Item], target: Number) -> Iterator[tuple[list[Item], int]]:
        """Runs of figures that add up to a number, and where each begins."""
        for start in range(min(_LEADING, len(usable) - 1)):
            summed: Number = 0
            for end in range(start, len(usable)):
                summed += value_of(usable[end][1].figure) or 0
                if summed == target and end > start:
                    yield usable[start : end + 1], start
                if summed >= target:
                    break

    def _nearly(
        self, row: Row, whole: Slot, usable: list[Item], target: Number, *, rest_only: bool
    ) -> _Run | None:
        """A list that words complete, or nothing but its sum, and that misses its whole."""
        if any(True for _ in self._sums(usable, target)):
            return None
        if not all(slot.figure.quantity.exact for slot in (whole, *(part for _, part in usable))):
            return None
        before = self.before(row, whole)
        if before >= 0 and row.words[before] in self.cues.uncounted:
            return None  # "among the 64 were …"
        for start in range(min(_LEADING, len(usable) - 1)):
            if start and not self._aside(row, whole, usable[start - 1], len(usable) - start):
                break
            for end in range(start + 2, len(usable) + 1):
                items = usable[start:end]
                rest = self.remains(*items[-1])
                ends = end == len(usable) or usable[end][0] is not items[-1][0]
                slack = _NEAR if rest else self._slack(row, whole, items)
                if not rest and not ends:
                    continue
                singles = self.singles(row, whole, items)
                run = _Run(items, start, self.evidence(row, whole, items, 0), singles)
                off = abs(Fraction(run.total()) - Fraction(target))
                if slack is None or (rest_only and not rest):
                    continue
                if off > max(Fraction(1), Fraction(target) * (_HAIR if singles else slack)):
                    continue
                if run.evidence < _LIKELY:
                    continue
                if len(items) < LEAST and self._settled(whole.figure, near=True):
                    continue
                return None if self.left_over(row, whole, items, rest=rest) else run
        return None

    def _aside(self, row: Row, whole: Slot, item: Item, count: int) -> bool:
        """Whether a figure before a list only says how many there are ("to three parties")."""
        words = counted_words(*item)
        other = bool(words) and words[-1:] != counted_words(row, whole)[-1:]
        return value_of(item[1].figure) == count or (other and not self.bare(*item))

    def _slack(self, row: Row, whole: Slot, items: list[Item]) -> Fraction | None:
        """How far a list may miss its whole; None where neither words nor its form complete it.

        That a list nearly makes up its whole completes nothing: the text may name some only.
        """
        events = {part.figure.event for _, part in items}
        if whole.figure.event == "casualty" and events == {"killed", "injured"}:
            return _NEAR
        if complementary([self.said(*item) for item in items], self.cues.complements):
            return _NEAR
        first_row, first = items[0]
        if first_row is row and self.in_series(row, whole, first):
            return None
        if all(self.bare(*item) for item in items) and items[-1][0] is first_row:
            index = self.before(first_row, first)
            marked = first_row is row and index > whole.last
            marked = marked and (row.words[index] in {",", ":", ";", "("} or row.dash_at(index))
            last_row, last = items[-1]
            joined = last_row.words[max(0, last.first - 2) : last.first]
            several = len(items) > 2 and bool(self.cues.joining & set(joined))
            if marked or several or self.singles(row, whole, items):
                return _HAIR
        return None

    def _preceding(self, items: Sequence[Item], number: int, *, near: bool) -> None:
        """Parts before their total."""
        row, whole = items[number]
        if whole.figure.id in self.linked:
            return
        target = value_of(whole.figure) or 0
        lead = row.words[max(0, whole.first - 7) : whole.number_first]
        after = row.words[whole.last + 1 : whole.last + 4]
        running = bool(self.cues.running & {*lead, *after})
        totalled = bool(self.cues.summing & {*lead, *after}) or running
        if near and (running or not totalled):
            return
        found: list[Item] = []
        last = row.sentence.index
        for other_row, slot in reversed(items[max(0, number - _MOST) : number]):
            index = other_row.sentence.index
            away = row.sentence.index - index
            if away > _REACH or last - index > 1 or not self.together(other_row, row):
                break
            figure = slot.figure
            if figure.id in self.linked or not self._fits(row, whole, other_row, slot):
                continue
            value = value_of(figure)
            if value is None or value >= target:
                break
            found.insert(0, (other_row, slot))
            last = index
            summed = self._sum([each.figure for _, each in found])
            if len(found) > 1 and summed == target and not near:
                alike = self.alike(row, whole, found)
                if alike >= 0 and (totalled or (target >= LARGE and alike > 0)):
                    self._make(whole.figure, _Run(found, 0, 0), "added up")
                return

    def _whole_of_list(self, items: Sequence[Item]) -> None:
        """Make a loose part of one of several listed parts a part of their whole.

        "There are 60 guards, 14 cooks and 10 clerks. Thirty are women": thirty of all 84.
        """
        rows = {slot.figure.id: row for row, slot in items}
        for row, slot in items:
            plist = self.linked.get(slot.figure.id)
            if plist is None or plist.rule != "left out what it counts":
                continue
            upper = self.linked.get(plist.whole.id)
            if upper is None or not upper.exhaustive or plist.whole.sentence == row.sentence.index:
                continue
            beside = [part for part in upper.parts if part.sentence == plist.whole.sentence]
            if len(beside) > 1 and rows[plist.whole.id].sentence.index + 1 == row.sentence.index:
                plist.whole = upper.whole
                self._link(slot.figure, plist)

    def _series(self, items: Sequence[Item], number: int) -> None:
        """Figures by place or time that a sentence lists right behind their whole.

        "We repelled over 60 raids. We had 21 raids in Ost, 14 in Vell and 19 in Karr."
        """
        row, whole = items[number]
        own = counted_words(row, whole)
        low = whole.figure.quantity.low
        if not own or low is None or low < FEW or whole.figure.klass != "count":
            return
        behind = items[number + 1 : number + 1 + _MOST]
        if not behind or behind[0][0].sentence.index - row.sentence.index not in (1, 2):
            return
        found = [each for each in behind if each[0] is behind[0][0]]
        found = [each for each in found if each[1].figure.klass == "count"]
        if len(found) < _LISTED_LEAST or any(part.figure.id in self.linked for _, part in found):
            return
        first_row, first = found[0]
        named = counted_words(first_row, first)
        if not named or stem(head(named)) != stem(head(own)) or whole.order + 1 < len(row.slots):
            return
        alike = all(self.bare(*each) for each in found[1:])
        summed = self._sum([part.figure for _, part in found])
        if not alike or summed is None or not low * _MOSTLY <= summed <= low:
            return
        self._make(whole.figure, _Run(found, 0, 0), "series", complete=False)

    def _make(self, whole: Figure, run: _Run, rule: str, *, complete: bool = True) -> None:
        """Keep a run of figures as the parts of a whole."""
        plist = PartList(whole, rule, exhaustive=complete, singles=run.singles)
        self.lists.append(plist)
        self.by_whole.setdefault(whole.id, []).append(plist)
        for part_row, part in run.items:
            self.add(part_row, part, plist)
