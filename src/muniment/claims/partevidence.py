"""Evidence for parts: how much speaks for figures near a whole being its parts, and their marks.

The larger the number and the more alike the figures, the less their sum is chance.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from muniment.claims.eventrow import OTHER
from muniment.claims.model import Figure
from muniment.claims.partlists import complementary
from muniment.claims.partrow import PartRow
from muniment.claims.rows import Row, Slot, counted_words
from muniment.claims.wholes import head, stem
from muniment.values.quantity import Number

Item = tuple[Row, Slot]

FEW, MANY = 6, 20
LARGE = 100
TEN = 10
_VAST = 1000
LEAST = 3
"""How many things are the fewest that a whole counts, and that make a list of parts likely."""
_LISTED = frozenset({"item", "label", "row"})


class Evidence(PartRow):
    """Tells how likely figures are the parts of a whole."""

    def evidence(self, row: Row, whole: Slot, items: list[Item], start: int) -> int:
        """How much speaks for a run of figures being the parts of a whole, by rule of thumb."""
        target = value_of(whole.figure) or 0
        linked = any(
            (plist := self.linked.get(slot.figure.id)) is not None
            and value_of(plist.whole) == value_of(whole.figure)
            for _, slot in items
        )
        first_row, first = items[0]
        marked = any(self.remains(part_row, part) for part_row, part in items)
        listed = self.merely_listed(row, whole, first_row, first)
        if listed and not linked and not marked and (target < _VAST or len(items) < LEAST):
            return 0
        if not all(self._apart(*pair) for pair in itertools.pairwise(items)):
            return 0
        score = 1 if start == 0 else -1
        away = first_row.sentence.index - row.sentence.index
        score += 1 if away <= 1 else 0 if away == 2 else -1
        refers = self._referring(first_row, first)
        score -= 0 if self.together(row, items[-1][0]) else 1 if refers else 3
        score += 1 if refers else 0
        steps = [
            later.sentence.index - earlier.sentence.index
            for (earlier, _), (later, _) in itertools.pairwise(items)
        ]
        score += 1 if max(steps) <= 1 else -1
        score += (2 if linked else 0) + (2 if marked else 0)
        score += self.alike(row, whole, items)
        opened = bool(row.words) and row.words[-1] == ":" and first_row is not row
        score += 2 if opened else 0
        clauses = all(self.bare(*item) and self.starts_clause(*item) for item in items)
        score += 1 if clauses and target < FEW else 0
        words = [self.said(part_row, part) for part_row, part in items]
        score += 1 if complementary(words, self.cues.complements) else 0
        score += 1 if target >= MANY else -1 if target < FEW else 0
        return score + (1 if target >= LARGE else 0)

    def alike(self, row: Row, whole: Slot, items: list[Item]) -> int:
        """1 where parts leave out what they count or count what the whole counts, else 0 or -1."""
        own = counted_words(row, whole)
        things = self.wholes.persons(row, whole) is False
        opened = bool(row.words) and row.words[-1] == ":"
        strange = 0
        few = (value_of(whole.figure) or 0) < TEN
        for part_row, part in items:
            words = counted_words(part_row, part)
            if self.bare(part_row, part) or not words:
                continue
            same = bool(own) and stem(head(words)) in {stem(word) for word in own}
            away = part_row is not row and not self.remains(part_row, part) and not opened
            persons = self.wholes.persons(part_row, part)
            if part.figure.reasons.get("event", "").startswith("noun: "):
                persons = persons is not False and part.figure.event != OTHER  # "12 deaths"
            if same or (persons and not things and not few):
                continue
            if away and (few or not persons):
                return -3
            strange += not (persons and not things)
        return 1 if not strange else 0 if strange < len(items) or opened else -1

    def _apart(self, item: Item, other: Item) -> bool:
        """Whether a comma or conjunction keeps two figures of a sentence apart."""
        (row, slot), (next_row, following) = item, other
        if row is not next_row:
            return True
        between = row.words[slot.number_last + 1 : following.number_first]
        marks = {",", ";", ":", "(", "|"}
        return any(
            word in marks or word in self.cues.joining or row.dash_at(slot.number_last + 1 + n)
            for n, word in enumerate(between)
        )

    def merely_listed(self, row: Row, whole: Slot, part_row: Row, part: Slot) -> bool:
        """Whether a figure is listed with the one before it, on one level."""
        if part_row is not row:
            return False
        between = row.words[whole.last + 1 : part.first]
        if self.in_series(row, whole, part):
            return (value_of(whole.figure) or 0) < MANY  # "eleven on Monday, six on Tuesday"
        bare = self.bare(part_row, part) and not self.bare(row, whole)
        if bare and between[-1:] == [","] and self.starts_clause(part_row, part):
            return False  # "six lorries, four new and two old"
        marks = {":", ";", "(", "-", "–", "—"}
        return not any(word in marks or self.classes.finite(word) for word in between)

    def in_series(self, row: Row, whole: Slot, part: Slot) -> bool:
        """Whether a figure and the next are told apart by the same preposition."""
        after = self.after_number(row, part)
        link = row.words[after] if after < len(row.words) else ""
        return link in self.classes.prepositions and link in row.words[whole.last : part.first]

    def _referring(self, row: Row, slot: Slot) -> bool:
        """Whether words at a figure say that it is of something named before ("of which 7")."""
        lead = row.words[max(0, slot.number_first - 5) : slot.number_first]
        after = row.words[slot.number_last + 1 : slot.number_last + 3]
        pairs = [*itertools.pairwise(lead), *itertools.pairwise(after)]
        return any(a in self.cues.of and b in self.cues.pronouns for a, b in pairs)

    def remains(self, row: Row, slot: Slot) -> bool:
        """Whether words before a figure say that it is what is left ("the other six")."""
        lead = row.words[max(0, slot.number_first - 4) : slot.number_first]
        at = next((n for n, word in enumerate(lead) if word in self.cues.remainder), 0)
        if not at or lead[at - 1] not in self.cues.determiners:
            return False
        return not any(word in {";", ".", ":"} for word in lead[at:])

    def said(self, row: Row, slot: Slot) -> list[str]:
        """The words that name what a figure counts, or its predicate where it leaves them out."""
        after = row.words[slot.number_last + 1 : slot.last + 6]
        return counted_words(row, slot) or self._predicate([w for w in after if w != ","])

    def singles(self, row: Row, whole: Slot, items: list[Item]) -> int:
        """How many things are named without a number behind a whole ("one swam ashore")."""
        return sum(
            part_row.words[index] in self.cues.single
            and not any(number >= 0 for number in part_row.owner[index : index + 3])
            for part_row, index in self._around(row, whole, items)
        )

    def _around(self, row: Row, whole: Slot, items: list[Item]) -> Iterator[tuple[Row, int]]:
        """The words behind a whole that belong to no figure, to the end of its list's sentence."""
        for part_row in {id(each): each for each in (row, *(r for r, _ in items))}.values():
            for index in range(whole.last + 1 if part_row is row else 0, len(part_row.words)):
                if part_row.owner[index] < 0:
                    yield part_row, index

    def left_over(self, row: Row, whole: Slot, items: list[Item], *, rest: bool) -> bool:
        """Whether words around a list tell that it leaves out or counts twice some things."""
        words = self.cues.uncounted_one if rest else self.cues.uncounted
        owned = {slot.figure.id for _, slot in items}
        for part_row, index in self._around(row, whole, items):
            word = part_row.words[index]
            if word not in words or word in self.cues.single:
                continue
            if index and part_row.words[index - 1] in self.classes.negations:
                continue  # "there were no others"
            if word in self.cues.twice and self.classes.negations & set(part_row.words):
                continue  # "nobody belonged to both"
            follow = part_row.slot_at(min(index + 1, len(part_row.words) - 1))
            if follow is None or follow.figure.id not in owned:
                return True
        return False

    def together(self, row: Row, other: Row) -> bool:
        """Whether two sentences stand in one paragraph, or in a list and the line above it."""
        one, two = row.sentence, other.sentence
        return one.paragraph == two.paragraph or two.kind in _LISTED or one.kind in _LISTED


def value_of(figure: Figure) -> Number | None:
    """A figure's value, or the least that its words allow ("at least 71"); None for a range."""
    low, high = figure.quantity.low, figure.quantity.high
    return low if high is None or high == low else None
