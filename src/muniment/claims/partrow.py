"""What the readers of parts share: the lists found so far, and small looks at a row."""

from __future__ import annotations

from muniment.claims.model import Figure
from muniment.claims.partcues import PartCues
from muniment.claims.partlists import (
    PartList,
    adds_up,
    breakdowns,
    is_partition,
    total,
)
from muniment.claims.rows import Row, Slot, counted_words
from muniment.claims.wholes import Wholes

REACH = 120
"""How many tokens back a clause or colon is looked for."""
NEAREST = 40
"""How many figures of a sentence are looked at, so that a long table stays linear."""
_STARTS = frozenset({",", ";", ":", "and", "or", "but", "while", "whereas", "with", "("})


class PartRow:
    """Keeps the lists of parts of a document."""

    def __init__(self, wholes: Wholes, cues: PartCues) -> None:
        self.wholes = wholes
        self.cues = cues
        self.classes = wholes.classes
        self.lists: list[PartList] = []
        self.sentence_of: list[int] = []
        self.linked: dict[str, PartList] = {}

    def keep(self, plist: PartList) -> None:
        """Keep a list of parts, and the links it makes."""
        self.lists.append(plist)
        for part in plist.parts:
            self._link(part, plist)

    def _link(self, part: Figure, plist: PartList) -> None:
        self.linked[part.id] = plist
        part.part_of = plist.whole.id
        part.part_kind = "subset"
        part.part_of_alternatives = tuple(i for i in plist.extras if i != plist.whole.id)
        part.reasons["part"] = plist.rule

    def open(
        self,
        row: Row,
        slot: Slot,
        whole: Figure,
        rule: str,
        *,
        exhaustive: bool = False,
        clausal: bool = False,
        inclusive: bool = False,
        extras: tuple[str, ...] = (),
    ) -> PartList | None:
        """Start a list with its first part; None when that would run in a circle."""
        if self._circular(slot.figure, whole):
            return None
        latest = self.lists[-1] if self.lists else None
        if (
            exhaustive
            and latest is not None
            and latest.whole is whole
            and latest.rule == rule
            and latest.parts[-1].sentence == slot.figure.sentence
        ):
            self.add(row, slot, latest)
            return latest
        plist = PartList(
            whole, rule, exhaustive, clausal=clausal, inclusive=inclusive, extras=extras
        )
        self.lists.append(plist)
        self.add(row, slot, plist)
        return plist

    def _circular(self, part: Figure, whole: Figure) -> bool:
        seen = whole
        for _ in range(len(self.linked) + 1):
            if seen is part:
                return True
            plist = self.linked.get(seen.id)
            if plist is None:
                return False
            seen = plist.whole
        return True

    def add(self, row: Row, slot: Slot, plist: PartList) -> None:
        """Add a part to a list."""
        plist.parts.append(slot.figure)
        after = row.words[slot.number_last + 1 : slot.last + 6]
        plist.words.append(counted_words(row, slot) or self._predicate(after))
        self._link(slot.figure, plist)

    def _predicate(self, words: list[str]) -> list[str]:
        found = []
        for word in words:
            if word in {",", "and", ";"}:
                break
            found.append(word)
        return found

    def judge(self) -> None:
        """Decide for every list whether it is a partition, and number the lists of a whole."""
        numbers: dict[str, int] = {}
        for plist in self.lists:
            parts = [part for part in plist.parts if self.linked.get(part.id) is plist]
            if not parts:
                continue
            for group in breakdowns(parts, plist.singles, plist.whole):
                numbers[plist.whole.id] = numbers.get(plist.whole.id, 0) + 1
                several = len(group) < len(parts)
                partition = (
                    adds_up(group, 0, plist.whole)
                    if several
                    else is_partition(group, plist, self.cues.complements)
                )
                if partition and self._open_rest(group, plist):
                    partition = False
                for part in group:
                    part.part_kind = "partition" if partition else "subset"
                    if plist.singles and not several:
                        part.reasons["unnumbered"] = str(plist.singles)
                    part.breakdown = numbers[plist.whole.id]

    def _open_rest(self, parts: list[Figure], plist: PartList) -> bool:
        """Whether parts come to less than their whole and words leave the rest without a number.

        "Nine at the ford, four at the mill and the rest by boat"; "a third died" after two.
        """
        low = plist.whole.quantity.low
        summed = total(parts)
        if low is None or summed is None or summed[1] + plist.singles >= low:
            return False
        sentences = {part.sentence for part in parts}
        for index in sentences:
            row = self.wholes.rows.get(index)
            if row is None:
                continue
            for at, word in enumerate(row.words):
                told = any(owner >= 0 for owner in row.owner[at : at + 4])
                if word in self.cues.remainder and not told and self._stands(row, at):
                    return True
            if plist.whole.sentence in sentences | {min(sentences) - 1} and any(
                self.cues.thirds & set(row.words[slot.number_first : slot.number_last + 1])
                and self.bare(row, slot)
                and row.words[slot.last + 1 : slot.last + 2] != ["of"]
                for slot in row.slots
                if slot.figure.klass == "share"
            ):
                return True
        return False

    def _stands(self, row: Row, at: int) -> bool:
        """Whether a word such as "rest" stands for things: "the others", "and others"."""
        before = row.words[at - 1] if at else ""
        after = row.words[at + 1] if at + 1 < len(row.words) else "."
        ends = (
            not after.isalpha() or after in self.classes.prepositions or self.classes.finite(after)
        )
        return before in self.cues.determiners | self.cues.joining | {","} and (
            ends
            or after in self.classes.verbs
            or after in self.classes.adverbs
            or after.endswith("ed")
        )

    def before(self, row: Row, slot: Slot) -> int:
        """The index of the token before a figure, over its modifiers and determiners."""
        index = slot.first - 1
        skipped = self.classes.adverbs | self.classes.determiners | {'"', "“", "'"}
        while index >= 0 and row.words[index] in skipped and row.owner[index] < 0:
            if row.words[index] in {"of", "to", "from", "between"}:
                break
            index -= 1
        return index

    def starts_clause(self, row: Row, slot: Slot) -> bool:
        """Whether a figure begins a clause or an item of a list."""
        index = self.before(row, slot)
        return index < 0 or row.words[index] in _STARTS or row.dash_at(index)

    def bare(self, row: Row, slot: Slot) -> bool:
        """Whether a figure leaves out what it counts."""
        after = self.after_number(row, slot)
        return (
            slot.figure.counted is None
            or slot.last == slot.number_last
            or (after < len(row.words) and self.classes.finite(row.words[after]))
        )

    def after_number(self, row: Row, slot: Slot) -> int:
        """The index after a figure's number and its percent sign or words."""
        index = slot.number_last + 1
        while index < len(row.words) and row.words[index] in {"percent", "%", "per", "cent"}:
            index += 1
        return index

    def new_whole(self, row: Row, slot: Slot) -> bool:
        """Whether a figure is followed by "of the", which gives it a whole of its own."""
        after = row.words[slot.number_last + 1 : slot.number_last + 3]
        return len(after) == 2 and after[0] == "of" and after[1] in self.cues.determiners

    def verb_anchor(self, words: list[str]) -> bool:
        """Whether words hold a verb of the event lexicon."""
        for anchor in self.wholes.lexicon.anchors(words):
            for reading in anchor.readings:
                if reading.kind in ("verb", "do") and reading.form in ("past", "ing"):
                    before = words[anchor.first - 1] if anchor.first else ","
                    if before in {",", "and", "or"} or reading.form == "past":
                        return True
        return False

    def located(self, row: Row, whole: Slot, part: Slot) -> bool:
        """Whether a figure only says in how many places something is ("in 3 villages")."""
        before = row.words[whole.first - 1] if whole.first else ""
        places = self.wholes.lexicon.objects["places"]
        if before not in {"in", "at", "from", "across", "throughout"}:
            return False
        return bool(places & set(counted_words(row, whole))) and not (
            places & set(counted_words(row, part))
        )

    def clause(self, row: Row, index: int) -> int:
        """-1 when only small words stand before a token in its sentence, else its index."""
        small = {"and", "but", '"', "“", "*", "-"}
        return -1 if all(word in small for word in row.words[: index + 1]) else index

    def row_owner(self, row: Row, index: int) -> bool:
        """Whether a token belongs to the number of a figure."""
        slot = row.slot_at(index) if index < len(row.words) else None
        return slot is not None and slot.number_first <= index <= slot.number_last
