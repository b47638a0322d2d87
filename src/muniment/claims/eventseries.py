"""Series: figures that leave out what was said of the one before them."""

from __future__ import annotations

from muniment.claims.eventrow import NOTHING, OTHER, EventRow, Verdict
from muniment.claims.rows import CLOSING, OPENING, Slot

_GAP = 7
_GOVERNED = ("object", "noun", "series")


class Series(EventRow):
    """Looks at the figure before a figure without noun and verb."""

    def in_series(self, slot: Slot, strict: bool) -> Verdict:
        """The event that a figure without noun and verb takes from the one before it.

        "In May 12 soldiers fell, in June 17"; ``strict``: only where the two are joined by a
        comma or "and" and a place follows ("held at Orm, five at the mill").
        """
        if slot.order == 0 or slot.last != slot.number_last or slot.figure.counted is not None:
            return NOTHING
        depth = self.depth(slot)
        same = [each for each in self.row.slots[: slot.order] if self.depth(each) == depth]
        if not same:
            return NOTHING
        earlier = same[-1]
        event = earlier.figure.event
        if "event" not in earlier.figure.reasons or event == OTHER:
            return NOTHING
        if earlier.figure.klass != "count" or slot.figure.klass != "count":
            return NOTHING
        words, classes = self.words, self.classes
        between = range(earlier.last + 1, slot.first)
        if strict and self.gapping(earlier, slot):
            return Verdict(event, "series")
        if strict:
            joined = [words[at] for at in range(slot.first - 1, earlier.last, -1)][:2]
            if not joined or joined[0] not in {",", "and"}:
                return NOTHING
            if self.next_word(slot.last) not in {"in", "at", "near", "on", "from"}:
                return NOTHING
            if slot.last + 1 in self.starting:
                return NOTHING
            for at in range(slot.last + 2, min(slot.last + 10, len(words))):
                if words[at] in {",", ";", "and", "."} or self.row.owner[at] >= 0:
                    break
                if at in self.starting and self.starting[at].kinds("verb", "do", "phrase", "state"):
                    return NOTHING
                before = words[at - 1]
                if classes.finite(words[at]) and before not in classes.pronouns | classes.relatives:
                    return NOTHING
            return Verdict(event, "series")
        if len(between) > 12:
            return NOTHING
        if words[slot.first - 1] == ";" and self.next_word(slot.last) in {",", "in", "on", "at"}:
            return Verdict(event, "series")
        for at in between:
            if classes.finite(words[at]) or words[at] in classes.relatives:
                return NOTHING
            if words[at] in classes.verbs and words[at] not in classes.reporting:
                return NOTHING
        return Verdict(event, "series")

    def depth(self, slot: Slot) -> int:
        """How many brackets are open before a figure."""
        before = self.words[: slot.first]
        return sum(word in OPENING for word in before) - sum(word in CLOSING for word in before)

    def gapping(self, earlier: Slot, slot: Slot) -> bool:
        """Whether a figure leaves its verb out: "raids caused 21 deaths, mines 14, fire 4"."""
        words = self.words
        between = range(earlier.last + 2, slot.first)
        if not 0 < len(between) < _GAP or words[earlier.last + 1] not in {",", "and"}:
            return False
        governed = earlier.figure.reasons.get("event", "").startswith(_GOVERNED)
        after = self.next_word(slot.last)
        plain = all(words[at].isalpha() or words[at] in {"-", ","} for at in between)
        acts = any(self.classes.finite(words[at]) for at in between)
        verbal = any(
            reading.form in ("past", "third")
            for at in between[-2:]
            if at in self.ending and at + 1 not in self.starting
            for reading in self.ending[at].readings
        )
        placed = verbal or words[between[-1]] in self.classes.prepositions
        return governed and plain and not acts and not placed and not after.isalnum()
