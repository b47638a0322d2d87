"""Labels: what is said of a figure by words that stand apart from it, with no verb between.

The label before a colon, the phrase before the sentence, brackets, the place alone.
"""

from __future__ import annotations

from muniment.claims.eventgovernors import Governors
from muniment.claims.eventlexicon import Anchor
from muniment.claims.eventrow import NOTHING, REACH, Verdict
from muniment.claims.rows import Slot, counted_words

_LINE = 60
_LABEL = 7
_JOINTS = frozenset({",", "and", "or", "/"})


class Labels(Governors):
    """Looks at what names a figure without governing it."""

    def tagged(self, slot: Slot) -> Verdict:
        """The word right before a bare number in a list: "killed 12, wounded 30; missing 2"."""
        words = self.words
        at = slot.first - 1
        if slot.figure.klass != "count" or slot.last > slot.number_last:
            return NOTHING
        inner = self.starting.get(slot.last + 2)
        if self.next_word(slot.last) == "(" and inner and self.next_word(inner.last) == ")":
            return Verdict(inner.general()[0].event, f"label: {words[inner.first]}")
        if at < 0:
            return NOTHING
        after = self.next_word(slot.number_last)
        if after.isalnum() and after not in self.classes.conjunctions:
            return NOTHING
        anchor = self.ending.get(at)
        if anchor is None:
            return NOTHING
        before = words[anchor.first - 1] if anchor.first else "."
        if before.isalnum() and before not in self.classes.conjunctions:
            return NOTHING
        things = self.lexicon.persons(words[anchor.first : at + 1]) is False
        for reading in anchor.general():
            if reading.kind == "name" and (things or reading.event in self.lexicon.background):
                continue
            named = reading.kind in ("state", "noun", "name")
            if named or reading.form in ("past", "participle"):
                return Verdict(reading.event, f"label: {words[at]}")
        return NOTHING

    def respectively(self) -> dict[int, str]:
        """The events of figures that share an order with them, by slot.

        "Those killed and wounded numbered 30 and 72 respectively."
        """
        words = self.words
        end = next((at for at, word in enumerate(words) if word in self.classes.orderly), -1)
        if end < 0:
            return {}
        run: list[str] = []
        last = -1
        for at, word in enumerate(words[:end]):
            readings = self.lexicon.entries.get((word,), ())
            if at < last or not readings or self.row.owner[at] >= 0:
                continue
            event = Anchor(at, at, readings).general()[0].event
            if event in self.lexicon.background:
                continue
            joined = all(between in _JOINTS for between in words[last + 1 : at])
            if not joined and len(run) > 1:
                break
            run = [*run, event] if joined else [event]
            last = at
        before = [slot for slot in self.row.slots if slot.last < end]
        if len(run) < 2 or len(before) < len(run):
            return {}
        return {slot.order: event for slot, event in zip(before[-len(run) :], run, strict=True)}

    def repeated(self, slot: Slot) -> Verdict:
        """What happened so many times: "opened fire 61 times", "was hit on two occasions"."""
        counted = counted_words(self.row, slot)
        if not counted or counted[-1] not in self.lexicon.objects["repetitions"]:
            return NOTHING
        found = NOTHING
        for at in range(slot.first - 1, max(-1, slot.first - REACH // 2), -1):
            if self.words[at] in {";", ":"} or self.row.owner[at] >= 0:
                break
            anchor = self.ending.get(at)
            for reading in anchor.kinds("verb", "do", "phrase", "noun") if anchor else []:
                if reading.event == "attack":
                    return Verdict(reading.event, f"repeated: {self.words[at]}")
                if found.event is None and reading.kind != "noun":
                    found = Verdict(reading.event, f"repeated: {self.words[at]}")
        return found

    def none_of(self, slot: Slot) -> bool:
        """Whether what is said holds for none of those counted ("none of the 12 was hurt")."""
        at = slot.first - 1
        while at > 0 and self.words[at] in self.classes.determiners:
            at -= 1
        if at < 1 or self.words[at] != "of":
            return False
        before = self.words[max(0, at - 2) : at]
        return bool(set(before) & self.classes.negations)

    def enclosed(self, slot: Slot) -> bool:
        """Whether a bare number stands alone in brackets ("deaths by drowning (14)")."""
        return self.bracket(slot) >= 0 and self.next_word(slot.number_last) == ")"

    def bracket(self, slot: Slot) -> int:
        """The index of the bracket that opens before a number ("(about 60)"), or -1."""
        at = min(slot.first, slot.number_first) - 1
        while at > 0 and self.words[at] in self.classes.adverbs:
            at -= 1
        return at if at >= 0 and self.words[at] == "(" else -1

    def fronted(self, slot: Slot) -> Verdict:
        """What a phrase before the sentence says of its figure: "Of the wounded, 61 are here"."""
        words = self.words
        comma = slot.first - 1
        if comma < 1 or comma > _LABEL or words[comma] != ",":
            return NOTHING
        opening = [at for at in range(2) if words[at] in {"of", "among", "for"}]
        if not opening or any(self.row.owner[at] >= 0 for at in range(comma)):
            return NOTHING
        at = opening[-1]
        for index in range(at + 1, slot.first):
            anchor = self.starting.get(index)
            for reading in anchor.general() if anchor is not None else ():
                if reading.event not in self.lexicon.background and reading.form != "base":
                    return Verdict(reading.event, f"fronted: {words[index]}")
        return NOTHING

    def label(self, slot: Slot) -> Verdict:
        """The label before a colon ("Killed: 12"), or before the number on its line."""
        index = self.colon_before(slot)
        if index < 0:
            return NOTHING
        start = self.line_start(index)
        found = NOTHING
        counted = self.own_words(slot)
        for at in range(start, index):
            anchor = self.starting.get(at)
            for reading in anchor.general() if anchor is not None else ():
                behind = reading.event in self.lexicon.background
                if reading.form in ("base", "third") or (reading.kind == "do" and behind):
                    continue
                if counted and reading.kind == "verb" and not self.lexicon.fits(reading, counted):
                    continue
                verdict = Verdict(reading.event, f"label: {self.words[at]}")
                if reading.kind != "name" and not (reading.kind == "state" and behind):
                    return verdict
                weaker = reading.kind == "name" and behind
                if not weaker and found.event is None:
                    found = verdict
        return found

    def shared_label(self, slot: Slot, left: Verdict) -> Verdict:
        """The label of a figure, or of the first of those it is listed with."""
        label = self.label(slot)
        seen: set[int] = set()
        while label.event is None and left.share is not None and left.share not in seen:
            seen.add(left.share)
            slot = self.row.slots[left.share]
            label = self.label(slot)
            left = self.left(slot)
        return label

    def numbering(self, slot: Slot) -> Verdict:
        """Those whose number stands after them: "the garrison, 340 strong", "14 in number"."""
        after = self.words[slot.number_last + 1 : slot.number_last + 3]
        marks = {*after[:1], " ".join(after)} & self.classes.numbering
        if not marks or slot.first == 0 or self.words[slot.first - 1] not in {",", "-", "–", "("}:
            return NOTHING
        for at in range(slot.first - 1, max(-1, slot.first - _LABEL), -1):
            if self.words[at] in self.lexicon.objects["armed"]:
                return Verdict("deployed", f"strength of: {self.words[at]}")
            anchor = self.ending.get(at)
            for reading in anchor.kinds("noun", "name") if anchor else []:
                return Verdict(reading.event, f"number of: {self.words[at]}")
        return NOTHING

    def colon_before(self, slot: Slot) -> int:
        """The index of the mark after a figure's label; -1 where it has none.

        Between the two may stand the name of what the number belongs to ("burnt: in Orm 71").
        """
        words, classes = self.words, self.classes
        index = slot.first - 1
        if index < 0 or words[index] in {":", "=", "-", "–", "—"}:
            return index
        if self.after_gap(slot):
            return slot.first
        listed = index - 1 if words[index] == "and" else index
        if listed > 0 and words[listed] == ";":
            return self.colon_of_list(listed)
        for at in range(index, max(-1, index - _LABEL), -1):
            if words[at] == ":":
                return at
            anchor = self.ending.get(at)
            named = anchor is not None and any(r.kind != "name" for r in anchor.readings)
            if self.row.owner[at] >= 0 or named or self.verb(at):
                break
            if classes.finite(words[at]) or words[at] in classes.relatives | {",", ";", "."}:
                break
        return -1

    def colon_of_list(self, index: int) -> int:
        """The colon that opens the list that goes on at a semicolon ("seized: 3 cars; 5 guns").

        -1 where each item has its own ("killed: 3; wounded: 5"), or no number opens the list.
        """
        for at in range(index - 1, -1, -1):
            if self.words[at] == ":":
                return at if self.slot_next(at) and index + 1 < len(self.words) else -1
        return -1

    def after_gap(self, slot: Slot) -> bool:
        """Whether a gap as in a table stands before a figure ("Missing      133")."""
        base, tokens = self.row.sentence.start, self.row.tokens
        before = self.row.sentence.text[tokens[slot.first - 1].end - base :][:_LINE]
        gap = before[: tokens[slot.first].start - tokens[slot.first - 1].end]
        return "\n" not in gap and ("\t" in gap or "  " in gap)

    def line_start(self, index: int) -> int:
        """The first token of the line that holds a token, or after the last sentence mark."""
        text, base = self.row.sentence.text, self.row.sentence.start
        tokens = self.row.tokens
        floor = max(0, index - _LINE)
        while index > floor:
            between = text[tokens[index - 1].end - base : tokens[index].start - base]
            if "\n" in between or tokens[index - 1].text in {";", "."}:
                return index
            index -= 1
        return floor

    def whereabouts(self, slot: Slot) -> Verdict:
        """What the kind of place says of those in it ("14 men are in prison")."""
        words = self.words
        at = slot.last + 1
        while at < len(words) and (
            words[at] in self.classes.be or words[at] in self.classes.adverbs
        ):
            at += 1
        if at >= len(words) or words[at] not in {"in", "at", "inside"}:
            return NOTHING
        for index in range(at + 1, min(at + 4, len(words))):
            event = self.lexicon.whereabouts.get(words[index])
            if event is not None:
                return Verdict(event, f"whereabouts: {words[index]}")
            if words[index] in self.classes.prepositions or words[index] == ",":
                break
        return NOTHING

    def located(self, slot: Slot) -> Verdict:
        """Persons of whom only their place is told."""
        following = self.words[slot.last + 1 : slot.last + 3]
        after = range(slot.last + 1, min(slot.last + 4, len(self.words)))
        if any(self.row.owner[at] >= 0 or at in self.dated_at for at in after):
            return NOTHING
        own = counted_words(self.row, slot)
        if (
            own
            and self.lexicon.persons(own) is not False
            and any(
                word in {"in", "at", "aboard", "throughout", "across", "around"}
                for word in following
            )
        ):
            return Verdict("population", f"located: {' '.join(following)}")
        return NOTHING
