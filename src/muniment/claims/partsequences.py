"""Parts that go on with a list, and what is left of a whole."""

from __future__ import annotations

from fractions import Fraction

from muniment.claims.model import Figure
from muniment.claims.partlists import (
    PartList,
    adds_up,
    ratio_fits,
)
from muniment.claims.partrow import NEAREST, PartRow
from muniment.claims.rows import Row, Slot, counted_words
from muniment.claims.wholes import may_exceed


class Sequences(PartRow):
    """Parts that are parts because the figure before them is one."""

    def continues(self, row: Row, slot: Slot, plist: PartList, last: Slot) -> bool:
        """Whether a figure goes on with the list that the figure before it is in."""
        if slot.order == 0 or not self.starts_clause(row, slot):
            return False
        between = row.words[last.last + 1 : slot.first]
        if between and self.verb_anchor([",", between[0]]) and not self.classes.finite(between[0]):
            between = between[1:]
        apart = self.cues.apart & set(between)
        if apart and not self.bare(row, slot):
            return False
        between_slots = row.slots[last.order + 1 : slot.order]
        if self.bare(row, slot) and any(self._named(row, each) for each in between_slots):
            return False  # "12 of them loaded, and five trucks, three of them new"
        first = plist.parts[0]
        if (first.klass == "share") != (slot.figure.klass == "share"):
            return False
        if (")" in between) != ("(" in between):
            return False
        if not plist.clausal or plist.inclusive:
            for word in between:
                if self.classes.finite(word) or word in {";", ":"}:
                    return False
                if word in self.classes.verbs and word not in self.classes.prepositions:
                    return False
            if self.verb_anchor(between):
                return False
            exceeds = may_exceed(slot.figure, plist.whole)
            alike = self.bare(row, slot) and self.bare(row, last) and not exceeds
            if plist.inclusive and not alike and self.predicated(row, slot, plist):
                return False
        if self.wholes.places_apart(counted_words(row, slot), plist.words[0]):
            return False
        unlisted = any(self._named(row, each) for each in between_slots)
        if plist.inclusive and (unlisted or self._sister(row, slot, plist.whole)):
            return False  # "40 rifles, including 12 carbines, 3 mortars and 2 lorries"
        part = plist.parts[-1]
        persons = self.wholes.persons(row, slot)
        known = self.wholes.lexicon.persons(plist.words[0]) if plist.words[0] else None
        if persons is not None and known is not None and persons != known:
            return False
        if may_exceed(slot.figure, plist.whole) and not self.bare(row, slot) and plist.clausal:
            return False
        if ";" in between and plist.rule == "N of M" and len(plist.parts) == 1:
            return False
        if plist.clausal and not self.bare(row, slot):
            return slot.figure.klass == part.klass and self.same_list(row, slot, plist, between)
        if slot.figure.klass != part.klass or (slot.figure.unit or "") != (part.unit or ""):
            return False
        if self.new_whole(row, slot):
            return False
        return not (";" in between and not plist.clausal)

    def _named(self, row: Row, slot: Slot) -> bool:
        """Whether a figure is a count of things that it names, and no part."""
        named = slot.figure.klass == "count" and not self.bare(row, slot)
        index = self.before(row, slot)
        if index >= 0 and row.words[index] in self.classes.prepositions:
            return False
        return named and slot.figure.id not in self.linked

    def same_list(self, row: Row, slot: Slot, plist: PartList, between: list[str]) -> bool:
        """Whether an item of a clausal list that names what it counts is a part as well."""
        if self._acts(row, slot) and plist.rule.startswith("of "):
            return ";" not in between  # "Of these 40 struck homes, and 12 damaged roads"
        if ";" in between or any(self.classes.finite(word) for word in between):
            return False
        after = row.words[slot.last + 1 : slot.last + 2]
        relative = plist.rule.endswith(("whom", "which")) and "," in between
        if relative and after and (after[0] == "," or self.classes.finite(after[0])):
            return False
        return not self.verb_anchor(between)

    def _sister(self, row: Row, slot: Slot, whole: Figure) -> bool:
        """Whether a figure counts a kind of thing that excludes the kind its whole counts."""
        mine = set(counted_words(row, slot)[-1:])
        counted = whole.counted.text.lower().replace("-", " ").split() if whole.counted else []
        named = counted[: counted.index("of")] if "of" in counted[1:] else counted
        its = set(named[-1:])
        return any(
            mine & kind and any(its & other for other in kinds if other is not kind)
            for kinds in self.cues.kinds
            for kind in kinds
            if not its & kind
        )

    def _acts(self, row: Row, slot: Slot) -> bool:
        """Whether a verb follows a number at once, and no other in its clause ("9 hit homes")."""
        after = row.words[slot.number_last + 1 : slot.number_last + 8]
        stop = next((n for n, word in enumerate(after) if not word[0].isalnum()), len(after))
        clause = after[:stop]
        if not clause or any(self.classes.finite(word) for word in clause):
            return False
        verb = clause[0] in self.classes.verbs or clause[0].endswith("ed")
        return verb or self.verb_anchor([",", clause[0]])

    def predicated(self, row: Row, slot: Slot, plist: PartList) -> bool:
        """Whether a figure after "including …, and" has a predicate that its whole lacks."""
        index = slot.last + 1
        while index < len(row.words) and row.words[index] in self.classes.adverbs:
            index += 1
        if index >= len(row.words):
            return False
        word = row.words[index]
        predicate = self.classes.finite(word)
        reason = plist.whole.reasons.get("event", "")
        governed = reason.startswith(("object", "noun", "verb", "said", "listed"))
        if predicate and governed:
            return True
        after = row.words[index + 1] if index + 1 < len(row.words) else "."
        ends = not after[0].isalnum() or after in self.classes.prepositions | {"and"}
        fates = {slot.figure.event, plist.whole.event}
        other = may_exceed(slot.figure, plist.whole) or fates == {"killed", "injured"}
        own = governed or (reason.startswith("passive") and other)
        return own and ends and self.verb_anchor([",", word])

    def remainder(self, row: Row, slot: Slot) -> PartList | None:
        """ "The remaining 25", "the other 115", "for the rest, seven"."""
        lead = row.words[max(0, slot.number_first - 4) : slot.number_first]
        at = next((n for n, word in enumerate(lead) if word in self.cues.remainder), None)
        if at is None:
            return None
        definite = at > 0 and lead[at - 1] in self.cues.determiners
        if not definite or any(word in {";", ".", ":"} for word in lead[at:]):
            return None
        if slot.figure.klass == "share" and not self.lists:
            return None
        recent = [
            plist
            for plist in reversed(self.lists)
            if plist.parts
            and 0 <= row.sentence.index - plist.parts[-1].sentence <= 4
            and slot.figure not in plist.parts
            and plist.parts[0].klass == slot.figure.klass
            and not may_exceed(slot.figure, plist.whole)
            and plist.rule != "table"
        ]
        chosen = next(
            (plist for plist in recent if adds_up([*plist.parts, slot.figure], 0, plist.whole)),
            None,
        )
        if chosen is None:
            chosen = self.left_of(row, slot) or self.pair(row, slot)
        if chosen is None:
            near = [
                plist
                for plist in recent
                if row.sentence.index - plist.parts[-1].sentence <= 1
                and ratio_fits(
                    [*plist.parts, slot.figure],
                    plist.singles,
                    plist.whole,
                    Fraction(1, 4 if plist.parts[-1].sentence == row.sentence.index else 20),
                )
                and self.agree(row, slot, plist)
            ]
            chosen = near[0] if near else None
        if chosen is None or self._circular(slot.figure, chosen.whole):
            return None
        chosen.exhaustive = True
        self.add(row, slot, chosen)
        return chosen

    def agree(self, row: Row, slot: Slot, plist: PartList) -> bool:
        """Whether a figure may count the same kind of thing as a list's parts."""
        mine = self.wholes.persons(row, slot)
        other = self.wholes.lexicon.persons(plist.words[0]) if plist.words[0] else None
        return mine is None or other is None or mine == other

    def left_of(self, row: Row, slot: Slot) -> PartList | None:
        """A part just before, "N of the X", whose whole the remainder tells by its sum."""
        for other in reversed(row.slots[max(0, slot.order - NEAREST) : slot.order]):
            plist = self.linked.get(other.figure.id)
            if plist is None or len(plist.parts) != 1:
                continue
            for group in [self.wholes.before(row, other), *self.wholes.earlier(row)]:
                for _, candidate in group:
                    pair = [other.figure, slot.figure]
                    if candidate is not other and adds_up(pair, 0, candidate.figure):
                        plist.whole = candidate.figure
                        plist.extras = ()
                        self._link(other.figure, plist)
                        return plist
        return None

    def pair(self, row: Row, slot: Slot) -> PartList | None:
        """A figure just before that makes up an earlier one together with the remainder."""
        for other in reversed(row.slots[max(0, slot.order - NEAREST) : slot.order]):
            if other.figure.id in self.linked or other.figure.klass != slot.figure.klass:
                continue
            both = [other.figure, slot.figure]
            for group in self.wholes.earlier(row):
                for whole_row, whole in group:
                    if adds_up(both, 0, whole.figure) and self.wholes.compatible(
                        row, slot, whole_row, whole
                    ):
                        return self.open(
                            row, other, whole.figure, "with what is left", clausal=True
                        )
        return None
