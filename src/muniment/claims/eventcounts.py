"""What a figure is the number, size or strength of: "the toll rose to 14", "a town of 3,000"."""

from __future__ import annotations

from muniment.claims.eventrow import NOTHING, REACH, EventRow, Verdict
from muniment.claims.rows import Slot

_STRENGTH = 6


class Counts(EventRow):
    """Looks at verbs and nouns of counting to the left of a figure."""

    def size_of(self, place: str, counted: list[str]) -> bool:
        """Whether "of" after a word gives a place's size ("a port of some 3,000 souls")."""
        if place not in self.lexicon.objects["places"]:
            return False
        return not counted or (len(counted) == 1 and self.lexicon.persons(counted) is True)

    def strength(self, index: int, slot: Slot) -> Verdict:
        """The strength of a force: "the garrison consists of 850 men", "made up of 300"."""
        if index < 1 or index < slot.first - _STRENGTH:
            return NOTHING
        if self.words[index] in self.lexicon.objects["armed"]:
            return Verdict("deployed", f"strength of: {self.words[index]}", direct=True)
        at = index - 1 if self.words[index] in self.classes.prepositions else index
        if self.words[at] not in self.classes.consisting:
            return NOTHING
        for before in range(at - 1, max(-1, at - _STRENGTH), -1):
            if self.words[before] in self.lexicon.objects["armed"]:
                return Verdict("deployed", f"strength of: {self.words[before]}", direct=True)
            if self.words[before] in self.lexicon.objects["places"]:
                return Verdict("population", f"size of: {self.words[before]}", direct=True)
        return NOTHING

    def changed(self, index: int, counted: list[str]) -> Verdict:
        """What a figure after "from", "to" or "by" counts, where a number before it changed.

        "The number of the missing rose by 14, from 30 to 44": the subject of the change says it.
        """
        if self.words[index] not in {"from", "to", "by", "at"}:
            return NOTHING
        for at in range(index - 1, max(-1, index - REACH // 2), -1):
            word = self.words[at]
            if word in self.classes.raising and not self.own_slot(at):
                if self.lexicon.objects["armed"] & set(self.words[at + 1 : index]):
                    return Verdict("deployed", f"strength: {word}", direct=True)
                within = self.counted_up(index - 1, counted, at)
                return within if within.event is not None else self.counted_up(at - 1, counted)
            if word in {";", ":", ".", "(", ")"} or word in self.classes.relatives:
                break
        return NOTHING

    def closes(self, index: int) -> bool:
        """Whether a word cannot belong to the noun before it."""
        word = self.words[index]
        ends = word in self.classes.prepositions or word in self.classes.conjunctions
        return ends or self.classes.finite(word) or self.verb(index) or index in self.starting

    def own_slot(self, index: int) -> bool:
        """Whether a token belongs to a figure."""
        return self.row.owner[index] >= 0

    def counted_up(self, index: int, counted: list[str], floor: int = -1) -> Verdict:
        """A figure after a verb of counting ("the death toll rose to 14"): what it counts.

        It stands after ``floor`` and not after ``index``.
        """
        named = Verdict(rule="counting")
        at = index
        while at > floor and index - at < 18:
            word = self.words[at]
            if word in self.classes.relatives and at == index and self.words[at - 1] == ",":
                at -= 2  # "the wounded, who number 30"
                continue
            if word in {";", ":"} or word in self.classes.relatives:
                break
            if word == "," and floor < 0:
                at = self.before_insertion(at)
                if at < 0:
                    break
                continue
            anchor = self.ending.get(at)
            particle = (
                word in self.classes.prepositions and word == self.words[anchor.first]
                if anchor
                else True
            )
            for reading in anchor.general() if anchor is not None and not particle else []:
                if reading.event in self.lexicon.background and reading.kind != "noun":
                    continue
                if reading.form is not None and not self.lexicon.fits(reading, counted):
                    continue
                if reading.kind in ("noun", "state") or reading.form in ("past", "participle"):
                    return Verdict(reading.event, f"number of: {word}")
                things = self.lexicon.persons([word]) is False
                if things and self.next_word(at).isalpha() and not self.closes(at + 1):
                    continue  # "mine risk education reached 60"
                if reading.kind == "name" and named.event is None:
                    named = Verdict(reading.event, f"number of: {word}")
            at -= 1
        return named

    def before_insertion(self, index: int) -> int:
        """The index before "which, according to the mayor," that closes at ``index``, or -1."""
        for at in range(index - 1, max(0, index - REACH // 3), -1):
            if self.words[at] == ",":
                return at - 2 if self.words[at - 1] in self.classes.relatives else -1
        return -1
