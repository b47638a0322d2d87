"""Wholes: which earlier figure a part may be a part of.

A candidate is judged by what it counts (persons or things, units), by its value, by the words
that the part's phrase repeats ("of the damaged ones"), and by how near it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from muniment.claims.eventlexicon import EventLexicon
from muniment.claims.eventrow import PRONOUNS
from muniment.claims.model import Figure
from muniment.claims.rows import Row, Slot, WordClasses, counted_words
from muniment.values.quantity import Number

_SENTENCES = 3
_WIDE = 5
_NEAREST = 40
"""How many figures of a sentence are looked at, so that a long table stays linear."""
_HEAD = 2
_MODIFIER = 3
_EVENT = 1


def largest(figure: Figure) -> Number | None:
    """The largest value the words allow, or the least when they set no upper end."""
    quantity = figure.quantity
    return quantity.high if quantity.high is not None else quantity.low


def may_exceed(part: Figure, whole: Figure) -> bool:
    """Whether the part is certainly larger than the whole."""
    low = part.quantity.low if part.quantity.low is not None else 0
    high = whole.quantity.high
    if high is None or part.klass == "share":
        return False
    return low > high * Fraction(21, 20) if whole.quantity.approximate else low > high


def stem(word: str) -> str:
    """A word without its commonest endings, for comparing what is counted."""
    for ending in ("'s", "ies", "es", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def head(words: list[str]) -> str:
    """The word of a phrase that names what is counted ("villages of the plateau": villages).

    Of a compound it is the last word ("sub-districts": districts).
    """
    word = words[words.index("of") - 1] if "of" in words[1:] else words[-1]
    return word.rpartition("-")[2] or word


@dataclass(slots=True)
class Wholes:
    """Looks for wholes among the figures of a document, by sentence."""

    rows: dict[int, Row]
    lexicon: EventLexicon
    classes: WordClasses

    def persons(self, row: Row, slot: Slot) -> bool | None:
        """Whether a figure counts persons; None when it does not say."""
        return self.lexicon.persons(
            [word for word in counted_words(row, slot) if word not in ("which", "these", "those")]
        )

    def compatible(self, row: Row, part: Slot, whole_row: Row, whole: Slot) -> bool:
        """Whether one figure can be a part of another by what the two count."""
        mine, its = part.figure, whole.figure
        if "compared" in its.reasons and its.sentence != mine.sentence:
            return False
        if mine is its or its.klass in ("share", "rate", "score", "duration"):
            return False
        if mine.klass in ("duration", "rate", "score"):
            return False
        if mine.klass == "share":
            return True
        if mine.klass != its.klass or (mine.unit or "") != (its.unit or ""):
            return False
        if mine.klass in ("measure", "money"):
            return self.unit(row, part) == self.unit(whole_row, whole)
        if self.places_apart(counted_words(row, part), counted_words(whole_row, whole)):
            return False
        first, second = self.persons(row, part), self.persons(whole_row, whole)
        return first is None or second is None or first == second

    def places_apart(self, first: list[str], second: list[str]) -> bool:
        """Whether one of two phrases names places and the other names something else."""
        if not first or not second or not {first[-1], second[-1]}.isdisjoint(PRONOUNS):
            return False
        places = self.lexicon.objects["places"]
        return (head(first) in places) != (head(second) in places)

    def unit(self, row: Row, slot: Slot) -> str:
        """A measure's unit, as its claim or else its words give it."""
        words = counted_words(row, slot)
        return slot.figure.unit or " ".join(words[:1])

    def before(self, row: Row, slot: Slot) -> list[tuple[Row, Slot]]:
        """Earlier figures of the same sentence, the nearest first."""
        first = max(0, slot.order - _NEAREST)
        return [(row, other) for other in reversed(row.slots[first : slot.order])]

    def earlier(self, row: Row, count: int = _SENTENCES) -> list[list[tuple[Row, Slot]]]:
        """The figures of the sentences before, the nearest sentence first."""
        found: list[list[tuple[Row, Slot]]] = []
        number = row.sentence.index
        for index in range(number - 1, max(-1, number - 1 - count), -1):
            other = self.rows.get(index)
            if other is not None and other.slots:
                found.append([(other, slot) for slot in other.slots[-_NEAREST:]])
        return found

    def antecedent(
        self, row: Row, part: Slot, here: bool, of_persons: bool = False
    ) -> tuple[Slot | None, tuple[str, ...]]:
        """The whole that a pronoun stands for, and other figures that it may as well mean.

        In the part's own sentence (``here``) the nearest compatible figure before it; else the
        last figure of the sentences before that is no part itself.
        """
        if here:
            candidates = [
                (other_row, slot)
                for other_row, slot in self.before(row, part)
                if self.compatible(row, part, other_row, slot)
                and not (of_persons and self.persons(other_row, slot) is False)
            ]
            backgrounds = {
                slot.figure.part_of
                for _, slot in candidates
                if slot.figure.reasons.get("part") == "N of M"
            }
            fronts = [slot for _, slot in candidates if slot.figure.id not in backgrounds]
            best = self.choose(part, fronts)
            if best is None or may_exceed(part.figure, best.figure):
                best = self.choose(part, [slot for _, slot in candidates])
            if best is not None:
                return best, self.listed_with(row, part, best)
        for group in self.earlier(row):
            candidates = [
                (other_row, slot)
                for other_row, slot in reversed(group)
                if self.compatible(row, part, other_row, slot)
                and not (of_persons and self.persons(other_row, slot) is False)
            ]
            tops = [slot for _, slot in candidates if slot.figure.part_of is None]
            best = self.choose(part, tops or [slot for _, slot in candidates])
            if best is not None:
                others = tuple(
                    slot.figure.id
                    for _, slot in candidates
                    if slot is not best and not may_exceed(part.figure, slot.figure)
                )
                return best, others
        return None, ()

    def choose(self, part: Slot, candidates: list[Slot]) -> Slot | None:
        """The first candidate that is large enough, else the first."""
        for slot in candidates:
            if not may_exceed(part.figure, slot.figure):
                return slot
        return candidates[0] if candidates else None

    def listed_with(self, row: Row, part: Slot, whole: Slot) -> tuple[str, ...]:
        """Figures that the whole is listed with, or is a part of: the words may mean them too."""
        found = []
        if whole.figure.part_of is not None:
            found.append(whole.figure.part_of)
        for other in row.slots[max(0, whole.order - _NEAREST) : whole.order]:
            gap = row.words[other.last + 1 : whole.first]
            joined = bool(gap) and gap[-1] in {"and", ","} and len(gap) <= 3
            if joined and self.compatible(row, part, row, other):
                found.append(other.figure.id)
        return tuple(dict.fromkeys(found))

    def described(
        self, row: Row, part: Slot, words: list[str]
    ) -> tuple[Slot | None, tuple[str, ...]]:
        """The figure that a description without a number takes up ("of the damaged ones").

        Modifiers tell figures apart and weigh more than the noun they share; a word that names
        an event ("the dead") takes up figures of that event.
        """
        content = [
            word for word in words if word.isalpha() and len(word) > 2 and word not in self._small()
        ]
        if not content:
            return None, ()
        head, modifiers = content[-1], content[:-1]
        if head in {"ones", "cases"} and modifiers:
            head = ""
        events = self.events_of([head])
        scored: list[tuple[int, int, Slot]] = []
        groups = [self.before(row, part), *self.earlier(row, _WIDE)]
        for distance, group in enumerate(groups):
            for order, (other_row, slot) in enumerate(group):
                if not self.compatible(row, part, other_row, slot):
                    continue
                score = self.match(other_row, slot, head, modifiers, events)
                if score > 0:
                    place = distance * 50 + (order if distance == 0 else len(group) - order)
                    scored.append((score, -place, slot))
        if not scored:
            return None, ()
        fitting = [row_ for row_ in scored if not may_exceed(part.figure, row_[2].figure)]
        best = max(
            fitting or scored, key=lambda each: (each[0], each[2].figure.part_of is None, each[1])
        )
        if not fitting and best[0] <= _EVENT and not self._only(row, part, scored):
            return None, ()
        if not fitting and sum(each[0] == best[0] for each in scored) > 1:
            return None, ()  # none is large enough, and several may be meant
        rivals = [slot for score, _, slot in fitting if slot is not best[2] and score == best[0]]
        siblings = [
            s for s in rivals if s.figure.part_of and s.figure.part_of == best[2].figure.part_of
        ]
        if siblings and not modifiers:
            return None, ()
        return best[2], tuple(slot.figure.id for slot in rivals)

    def _only(self, row: Row, part: Slot, scored: list[tuple[int, int, Slot]]) -> bool:
        """Whether one figure alone can be meant, of the sentence before, and is not far smaller."""
        whole = scored[0][2].figure
        near = row.sentence.index - whole.sentence == 1 and row.words[0] != "of"
        low, high = part.figure.quantity.low, whole.quantity.high
        close = low is not None and high is not None and low <= high * Fraction(3, 2)
        said = self.classes.reporting & set(row.words[: part.first])
        return len(scored) == 1 and near and close and not said

    def match(self, row: Row, slot: Slot, head: str, modifiers: list[str], events: set[str]) -> int:
        """How well a description fits a figure: 0 not at all."""
        own = {stem(word) for word in counted_words(row, slot)}
        around = own | {stem(word) for word in self.clause(row, slot)}
        same = bool(head) and stem(head) in own
        # "those interviewed": the verb of the clause that counts them
        taken = not same and bool(head) and modifiers[:1] == ["those"] and stem(head) in around
        score = _HEAD if same or taken else 0
        if same or not head or not self._nouns(row, slot):
            score += sum(_MODIFIER for word in modifiers if stem(word) in around)
        if events and slot.figure.event in events:
            score += _EVENT
        return score

    def _nouns(self, row: Row, slot: Slot) -> bool:
        """Whether a figure names what it counts right after its number."""
        if slot.last == slot.number_last:
            return False
        after = row.words[slot.number_last + 1 : slot.last + 1]
        return not any(self.classes.finite(word) for word in after)

    def clause(self, row: Row, slot: Slot) -> list[str]:
        """The words around a figure, up to the next mark or figure on either side."""
        first, last = slot.first, slot.last
        while first > 0 and row.words[first - 1] not in {",", ";", ":", "."}:
            if row.owner[first - 1] >= 0:
                break
            first -= 1
        top = len(row.words) - 1
        while last < top and row.words[last + 1] not in {",", ";", ":", "."}:
            if row.owner[last + 1] >= 0:
                break
            last += 1
        return row.words[first : last + 1]

    def events_of(self, words: list[str]) -> set[str]:
        """The events that words name as states or names ("the dead", "the detainees")."""
        found: set[str] = set()
        for anchor in self.lexicon.anchors(words):
            for reading in anchor.readings:
                named = reading.kind in ("state", "name", "noun") or reading.form in (
                    "past",
                    "participle",
                )
                if named and reading.event not in self.lexicon.background:
                    found.add(reading.event)
        if "casualty" in found:
            found |= {"killed", "injured"}
        return found

    def _small(self) -> frozenset[str]:
        return (
            self.classes.prepositions
            | self.classes.determiners
            | self.classes.be
            | self.classes.have
            | self.classes.conjunctions
            | self.classes.relatives
        )
