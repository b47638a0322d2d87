"""Parts beside a whole that no phrase links: "only two", outcomes, sums around a total."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from itertools import pairwise

from muniment.claims.model import Figure
from muniment.claims.partlists import PartList, adds_up, exact, total
from muniment.claims.partrow import PartRow
from muniment.claims.rows import Row, Slot, counted_words
from muniment.claims.wholes import head, may_exceed, stem

Item = tuple[Row, Slot]

_OUTCOMES = frozenset({"killed", "injured"})
_AWAY = 2
"""How many sentences may lie between a whole and its outcomes or the parts after a total."""
_BEHIND = 4
"""How many figures behind a whole are looked at."""
_OPEN = (5, 4)
"""How far the outcomes of "more than N" may exceed N, as a ratio."""


class Totals(PartRow):
    """Finds parts by a limit ("only two"), by their outcomes, or by a total between them."""

    dates: Sequence[int] = ()
    """Where the dates of the document begin, in order."""

    def limited(self, row: Row, slot: Slot) -> PartList | None:
        """ "23 were recorded; only two were in the north": a part of the figure before."""
        if slot.figure.klass != "count" or not slot.order:
            return None
        bound = slot.figure.modifier
        if bound is not None and bound.text.lower() not in self.cues.limiting:
            return None  # "just under 1,400" rounds what was said before
        lead = row.words[max(0, slot.number_first - 2) : slot.number_first]
        if self.cues.limiting.isdisjoint(lead):
            return None
        whole = row.slots[slot.order - 1]
        between = row.words[whole.last + 1 : slot.first]
        joined = {";", ",", *self.cues.joining} & set(between)
        told = any(self.classes.finite(w) or w in self.classes.verbs for w in between)
        mine, its = slot.figure, whole.figure
        if not joined or (not told and not self.bare(row, slot)) or its.quantity.low is None:
            return None
        if not self._same_things(row, slot, whole) or self._excludes(mine, its):
            return None
        if self._elsewhere(row, slot):
            return None
        if mine.quantity.low is None or mine.quantity.low >= its.quantity.low:
            return None
        return self.open(row, slot, its, "only", clausal=True)

    def _elsewhere(self, row: Row, slot: Slot) -> bool:
        """Whether a limited figure has a time or place: "40 died in May and only 3 in June"."""
        start = bisect.bisect_right(self.dates, row.tokens[slot.last].end)
        after = row.words[slot.last + 1 : slot.last + 2]
        placed = self.bare(row, slot) and not self.classes.prepositions.isdisjoint(after)
        return placed or (start < len(self.dates) and self.dates[start] < row.sentence.end)

    def _same_things(self, row: Row, slot: Slot, whole: Slot) -> bool:
        """Whether a figure leaves out what it counts, or counts the same as another."""
        if not self.wholes.compatible(row, slot, row, whole):
            return False
        mine, its = counted_words(row, slot), counted_words(row, whole)
        if self.bare(row, slot):
            return bool(its)
        return bool(mine and its) and stem(head(mine)) == stem(head(its))

    def _excludes(self, mine: Figure, its: Figure) -> bool:
        """Whether the two are outcomes of which nobody suffers both."""
        return mine.event != its.event and {mine.event, its.event} <= _OUTCOMES

    def totals(self, rows: Sequence[Row]) -> None:
        """Link the outcomes of casualties, and the figures around a total that make it up."""
        items = [(row, slot) for row in rows for slot in row.slots]
        divided, known = set[str](), 0
        for number, (row, whole) in enumerate(items):
            divided.update(plist.whole.id for plist in self.lists[known:])
            known = len(self.lists)
            if whole.figure.klass != "count" or whole.figure.id in divided:
                continue
            behind = [
                item
                for item in items[number + 1 : number + 1 + _BEHIND]
                if item[0].sentence.index - row.sentence.index <= _AWAY
            ]
            if whole.figure.event == "casualty":
                self._outcomes(whole.figure, behind)
            elif whole.order:
                self._beside(row, whole, behind)

    def _outcomes(self, whole: Figure, behind: Sequence[Item]) -> None:
        """ "Killed or wounded over 1,000. 655 were killed and 491 wounded"."""
        for (row, first), (other, second) in pairwise(behind):
            parts = [first.figure, second.figure]
            if row is not other or {part.event for part in parts} != _OUTCOMES:
                continue
            if any(
                p.id in self.linked or p.klass != "count" or "compared" in p.reasons for p in parts
            ):
                continue
            if self.bare(row, second) and self._come_to(whole, parts):
                self._keep(whole, [(row, first), (row, second)], "outcomes")
            return

    def _come_to(self, whole: Figure, parts: list[Figure]) -> bool:
        """Whether two outcomes come to a number of casualties, or to a little over "over N"."""
        if adds_up(parts, 0, whole):
            return True
        low, summed = whole.quantity.low, total(parts)
        if low is None or summed is None or whole.quantity.high is not None:
            return False
        return low <= summed[0] <= low * _OPEN[0] // _OPEN[1]

    def _beside(self, row: Row, whole: Slot, behind: Sequence[Item]) -> None:
        """ "With two more teachers killed, a total of six teachers were. Four teachers …"."""
        lead = row.words[max(0, whole.number_first - 3) : whole.number_first]
        if self.cues.totals.isdisjoint(lead) or exact(whole.figure) is None:
            return
        before = row.slots[whole.order - 1]
        for after_row, after in behind:
            parts = [before.figure, after.figure]
            if after_row is row or any(part.id in self.linked for part in parts):
                continue
            same = all(
                self._same_told(each, (row, whole)) for each in ((row, before), (after_row, after))
            )
            if same and adds_up(parts, 0, whole.figure):
                self._keep(whole.figure, [(row, before), (after_row, after)], "around a total")
                return

    def _same_told(self, item: Item, whole: Item) -> bool:
        """Whether two figures count the same things of which the same is said."""
        mine, its = counted_words(*item), counted_words(*whole)
        named = bool(mine and its) and stem(head(mine)) == stem(head(its))
        return (
            named
            and item[1].figure.event == whole[1].figure.event
            and not may_exceed(item[1].figure, whole[1].figure)
        )

    def _keep(self, whole: Figure, items: Sequence[Item], rule: str) -> None:
        plist = PartList(whole, rule, exhaustive=True)
        self.lists.append(plist)
        for row, slot in items:
            self.add(row, slot, plist)
