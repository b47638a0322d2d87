"""Governors: what governs a figure from its left, a verb, a noun with "of", a list it goes on."""

from __future__ import annotations

from muniment.claims.eventcounts import Counts
from muniment.claims.eventlexicon import Anchor
from muniment.claims.eventrow import NOTHING, OTHER, PRONOUNS, REACH, Verdict
from muniment.claims.rows import OPENING, QUOTES, Slot, counted_words

_PARTITIVES = frozenset({"of", "among", "amongst"})
_AWAY = 8
_NEAR = 28
_PRONOUNS = frozenset({"them", "whom", "which", "these", "those"})


class Governors(Counts):
    """Looks to the left of a figure."""

    def left(self, slot: Slot) -> Verdict:
        """What governs a figure from its left: a verb, a noun with "of", a list it goes on."""
        words, classes = self.words, self.classes
        counted = self.counted(slot)
        index = slot.first - 1
        crossed = False
        joined = ""
        preposition = ""
        while index >= 0 and slot.first - index <= REACH:
            word = words[index]
            if index in self.dated_at or (
                index + 1 in self.dated_at and word in classes.prepositions
            ):
                index -= 1
                continue
            neighbour = self.row.slot_at(index)
            if neighbour is not None and neighbour.figure.klass == "duration" and joined:
                index = min(neighbour.first, neighbour.number_first) - 1
                continue
            if neighbour is not None and neighbour is not slot:
                if not crossed and joined and not preposition:
                    return Verdict(share=neighbour.order, rule="list")
                if joined and preposition in {"", "of"} and self.plain_between(neighbour, slot):
                    return Verdict(share=neighbour.order, rule="list")
                index = min(neighbour.first, neighbour.number_first) - 1
                crossed = True
                continue
            anchor = self.ending.get(index)
            owner = (
                self.row.slot_at(anchor.first - 1) if anchor is not None and anchor.first else None
            )
            if owner is not None and owner.last == owner.number_last and index == slot.first - 1:
                index = owner.first - 1  # "of thirty wounded four died"
                crossed = True
                continue
            if anchor is not None and (anchor.first < index or word not in classes.adverbs):
                participle = any(r.form in ("past", "participle") for r in anchor.readings)
                if joined == "comma" and (participle or not self.as_noun(anchor)):
                    return NOTHING
                if words[slot.first - 1] == "at" and not crossed:
                    counted_up = self.counted_up(index, counted)
                    if counted_up.event is not None:
                        return counted_up
                apart = crossed or bool(joined)
                found = self.governs(anchor, slot, counted, preposition, apart)
                if found is not None:
                    return found
                index = anchor.first - 1
                if not preposition and not joined:
                    crossed = True
                continue
            if self.row.dash_at(index):
                index = self.before_dash(index) if preposition and not crossed else index - 1
                continue
            if f"{word} {self.next_word(index)}" in classes.summing:
                index -= 1
                continue
            if word in QUOTES:
                index -= 1
                continue
            if word == "with" and index and words[index - 1] in classes.accompanying:
                joined = "and"
                index -= 2
                continue
            if word in {",", "and", "or", "&"}:
                if word == "," and crossed and not joined:
                    return NOTHING
                joined = joined if joined == "and" else "comma" if word == "," else "and"
                if word == "and" and not crossed and self.gapped(slot):
                    return Verdict(share=slot.order - 1, rule="list")
                index -= 1
                continue
            if word == ":" or word == ";" or word in {".", "!", "?"}:
                return NOTHING
            if word in {"as", "at"} and index == slot.first - 1 and self.bare(slot):
                named = self.counted_up(index - 1, [])
                if named.real:
                    return named
            if word in OPENING:
                return Verdict(rule="part")
            if word == "of" and (crossed or joined):
                at = self.ending.get(index - 1)
                preposition = "of" if at is not None and at.kinds("noun") else ""
                crossed = True
                index -= 1
                continue
            if word == "of":
                if index and words[index - 1] in {"whom", "which"}:
                    return Verdict(rule="part")
                strength = self.strength(index - 1, slot)
                if strength.event is not None:
                    return strength
                if index and self.size_of(words[index - 1], counted):
                    return Verdict("population", f"size of: {words[index - 1]}", direct=True)
                preposition = "of"
                index -= 1
                continue
            if word in {"including", "comprising", "namely", "among"} and not crossed:
                return Verdict(rule="part")
            if word in {"include", "includes", "included"} and not (crossed or joined):
                named = self.counted_up(index - 1, counted)
                if named.event is not None and self.lexicon.likely(named.event, counted):
                    return named  # "the confiscated items included 12 pistols"
            if word in classes.have and not (crossed or joined or preposition):
                owned = self.before_finite(slot, index, False)
                if owned.event is not None:
                    return owned
            if word in classes.adverbs and not (word == "to" and not crossed):
                index -= 1
                continue
            before = words[index - 1] if index else ""
            if not crossed and before in _PARTITIVES and word in _PRONOUNS:
                return self.part_of_noun(index - 2)
            if word in classes.relatives or word in classes.subordinators:
                return NOTHING
            if word == "by":
                return self.told_by(index)
            if word in classes.prepositions:
                if crossed or joined:
                    preposition = ""
                    crossed = True
                    index -= 1
                    continue
                if preposition == "of":
                    preposition = word
                    crossed = True
                    index -= 1
                    continue
                return self.after_preposition(slot, index, counted)
            if classes.finite(word):
                return self.before_finite(slot, index, crossed or bool(joined))
            if word in classes.transparent or word in classes.counting:
                if word in classes.counting:
                    return self.counted_up(slot.first - 1, counted)
                index -= 1
                continue
            if self.verb(index):
                if crossed and joined:
                    return NOTHING
                mentioned = word in classes.reporting or word in classes.mentioning
                if self.bare(slot) and (mentioned or self.carried(slot)):
                    return Verdict(rule="told")
                return Verdict(OTHER, f"verb: {word}", direct=not crossed)
            if preposition == "of" and word not in classes.carriers:
                crossed = True
            elif preposition == "of":
                preposition = ""
            else:
                crossed = True
            index -= 1
        return NOTHING

    def bare(self, slot: Slot) -> bool:
        """Whether a figure stands without a noun of its own ("put the number at 52")."""
        return slot.figure.klass == "count" and all(
            word in PRONOUNS for word in self.own_words(slot)
        )

    def carried(self, slot: Slot) -> bool:
        """Whether a bare figure stands as a figure ("gave a total of 14", "a list of 33")."""
        before = self.words[max(0, slot.first - 2) : slot.first]
        return len(before) > 1 and before[1] == "of" and before[0] in self.classes.carriers

    def own_words(self, slot: Slot) -> list[str]:
        """The words that name what a figure counts, where they stand with it."""
        return counted_words(self.row, slot) if slot.last > slot.number_last else []

    def part_of_noun(self, index: int) -> Verdict:
        """A part of what no figure counts: "raids, of which at least four were by night".

        ``index`` is that of the token before "of which"; the noun there names the event.
        """
        part = Verdict(rule="part")
        if index >= 0 and self.words[index] == ",":
            index -= 1
        for at in range(index, max(-1, index - 4), -1):
            if self.row.owner[at] >= 0:
                return part
            anchor = self.ending.get(at)
            for reading in anchor.kinds("noun", "name") if anchor is not None else []:
                if reading.event not in self.lexicon.background:
                    return Verdict(rule=f"part of: {reading.event}")
        return part

    def gapped(self, slot: Slot) -> bool:
        """Whether a figure leaves out the verb of the one before it ("… and nine in Vey")."""
        after = self.next_word(slot.last)
        bare = slot.last == slot.number_last and slot.figure.counted is None
        return bool(slot.order) and bare and after in self.classes.prepositions

    def governs(
        self, anchor: Anchor, slot: Slot, counted: list[str], preposition: str, apart: bool
    ) -> Verdict | None:
        """What an anchor to the left of a figure says of it; None when it says nothing."""
        words = self.words
        text = " ".join(words[anchor.first : anchor.last + 1])
        nouns = anchor.kinds("noun", "phrase")
        if preposition:
            for reading in nouns:
                if preposition in {"of", "to", "on", "against"}:
                    wanted = self.classes.asking & set(
                        words[max(0, anchor.first - 4) : anchor.first]
                    )
                    if reading.event in self.lexicon.undone and wanted:
                        return Verdict(rule=f"undone: {reading.event}")
                    return Verdict(reading.event, f"noun: {text} {preposition}", direct=not apart)
            gerunds = [r for r in anchor.kinds("verb") if r.form == "ing"]
            if preposition == "of" and gerunds:
                return Verdict(gerunds[0].event, f"noun: {text} of", direct=not apart)
        passive = False
        noun_here = nouns and self.as_noun(anchor)
        for reading in anchor.kinds("verb", "phrase"):
            single = anchor.first == anchor.last
            ending = words[anchor.last]
            present = single and reading.form in ("base", "third")
            if present and (noun_here or self.plural(anchor)):
                continue
            if present and ending in self.classes.prepositions and self.particle(anchor.first):
                continue
            if (
                reading.kind == "phrase"
                and reading.event == "population"
                and ending
                not in {
                    "to",
                    "of",
                    "by",
                }
            ):
                continue
            if reading.form in ("past", "participle") and self.passive_before(anchor.first):
                passive = True
                continue
            if preposition and reading.kind != "phrase":
                continue
            if self.lexicon.fits(reading, counted):
                wanted = self.classes.asking & set(words[max(0, anchor.first - 4) : anchor.first])
                if reading.event in self.lexicon.undone and (reading.form == "base" or wanted):
                    return Verdict(rule=f"undone: {reading.event}")
                return Verdict(reading.event, f"object of: {text}", direct=not apart, anchor=anchor)
        if passive:
            return Verdict(rule="passive")
        if preposition == "of" and anchor.kinds("verb") and not noun_here and not nouns:
            return Verdict(rule="preposition")
        verbal = [r for r in anchor.kinds("verb", "do") if r.form != "ing" or not nouns]
        if verbal and not noun_here and not preposition:
            return Verdict(OTHER, f"verb: {text}", direct=not apart)
        return None

    def particle(self, index: int) -> bool:
        """Whether a preposition that may be a verb is none ("walked down the stairs")."""
        before = self.words[index - 1] if index else ""
        return before != "to" and before not in self.classes.auxiliaries

    def after_preposition(self, slot: Slot, index: int, counted: list[str]) -> Verdict:
        """A figure that directly follows a preposition."""
        word = self.words[index]
        if index and self.words[index - 1] == "including":
            return Verdict(rule="part")
        changed = self.changed(index, counted)
        if changed.event is not None:
            return changed
        two = " ".join(self.words[max(0, index - 1) : index + 1])
        if slot.order and (
            two in self.classes.comparing
            or (word == "to" and "from" in self.words[max(0, index - 8) : index])
            or (word in self.classes.comparing and slot.last == slot.number_last)
        ):
            return Verdict(share=slot.order - 1, rule="comparison")
        before = self.ending.get(index - 1)
        if before is not None:
            for reading in before.kinds("noun"):
                if word in {"to", "on", "against", "for", "of"}:
                    return Verdict(reading.event, f"noun: {self.words[index - 1]} {word}")
            for reading in before.kinds("verb", "phrase"):
                if word in {"on", "at", "upon"} and reading.event == "attack":
                    return Verdict("attack", f"verb: {self.words[index - 1]} {word}")
        if word == "to" and self.classes.raising & set(self.words[max(0, index - 12) : index]):
            counted_up = self.counted_up(index, counted)
            if counted_up.event is not None:
                return counted_up
            return Verdict(share=slot.order - 1 if slot.order else None, rule="counting")
        if word in {"against", "on", "upon", "to"}:
            nominal = self.nominal(index)
            if nominal.event is not None:
                return nominal
        if word in {"with", "to", "from", "into"}:
            return Verdict(rule="preposition")
        if word == "by":
            return self.told_by(index)
        if any(name in self.lexicon.objects["places"] for name in counted):
            for reading in before.kinds("noun") if before is not None and word == "in" else []:
                if reading.event in self.lexicon.of_places:
                    return Verdict(reading.event, f"noun: {self.words[index - 1]} in")
            nearest = NOTHING if self.said_otherwise(index) else self.nearest(slot)
            if nearest.event in self.lexicon.of_places:
                return Verdict(nearest.event, f"place of {nearest.rule}")
        return Verdict(OTHER, f"after {word}")

    def said_otherwise(self, index: int) -> bool:
        """Whether the last verb before a token is one of no event."""
        for at in range(index - 1, max(-1, index - REACH // 3), -1):
            if at in self.ending:
                return False
            if self.verb(at):
                return True
        return False

    def nominal(self, index: int) -> Verdict:
        """An event named by the subject of a passive: "charges were brought against 44 men"."""
        words, at = self.words, index - 1
        if at < 0 or at in self.ending or words[at][-2:] not in {"ed", "en", "ht", "de", "ne"}:
            return NOTHING
        passive = at - 1 in self.ending  # "autopsies performed on nine bodies"
        for before in range(at - 1, max(-1, at - REACH // 3), -1):
            owner = self.row.slot_at(before)
            if owner is not None and passive and owner.figure.event not in (OTHER, "population"):
                return Verdict(owner.figure.event, f"noun: {words[index]}")
            if owner is not None or words[before] in {",", ";", ":"}:
                break
            passive = passive or words[before] in self.classes.be
            anchor = self.ending.get(before)
            for reading in anchor.kinds("noun") if passive and anchor is not None else []:
                return Verdict(reading.event, f"noun: {words[before]} {words[index]}")
        return NOTHING

    def told_by(self, index: int) -> Verdict:
        """A figure after "by": an agent, or somebody who tells what was done to them.

        "Beatings were reported by 44 detainees, and threats by nine": ``index`` is that of "by".
        """
        told = self.words[index - 1] in self.classes.undergoing | self.classes.reporting
        listed = "told by" in self.telling and index - 1 in self.ending
        if not (told or listed):
            return Verdict(OTHER, "agent", direct=True)
        for at in range(index - 1, max(-1, index - REACH // 3), -1):
            anchor = self.ending.get(at)
            for reading in anchor.kinds("noun") if anchor is not None else []:
                self.telling.add("told by")
                return Verdict(reading.event, f"told by: {self.words[at]}", direct=True)
            if self.row.owner[at] >= 0 or self.words[at] in {";", ":"}:
                break
        return Verdict(OTHER, "agent", direct=True)

    def before_finite(self, slot: Slot, index: int, apart: bool) -> Verdict:
        """A figure after a form of be or have: "also killed were 12 soldiers", "there were 42"."""
        words = self.words
        at = index - 1
        while at >= 0 and (words[at] in self.classes.be or words[at] in self.classes.have):
            at -= 1
        subject = words[at] if at >= 0 else ""
        if words[index] in self.classes.have and not apart:
            people = self.lexicon.persons(counted_words(self.row, slot)) is True
            if people and subject in self.lexicon.objects["armed"]:
                return Verdict("deployed", f"strength of: {subject}", direct=True)
            if people and subject in self.lexicon.objects["places"]:
                return Verdict("population", f"size of: {subject}", direct=True)
        anchor = self.ending.get(at)
        before = words[max(0, anchor.first - 2) : anchor.first] if anchor is not None else []
        inner = "of" in before or not self.classes.prepositions.isdisjoint(before)
        if anchor is not None and not apart and not inner:
            for reading in anchor.general():
                if reading.form in ("past", "participle") or reading.kind in ("state", "noun"):
                    text = " ".join(words[anchor.first : anchor.last + 1])
                    return Verdict(reading.event, f"said of: {text}", direct=True)
        if words[index] in self.classes.have and not apart:
            counted = counted_words(self.row, slot)
            if any(word in self.lexicon.objects["weapons"] for word in counted):
                return Verdict("deployed", f"object of: {words[index]}")
        if words[index] in self.classes.be and not apart:
            return self.counted_up(index, counted_words(self.row, slot))
        return NOTHING

    def plain_between(self, neighbour: Slot, slot: Slot) -> bool:
        """Whether no predicate stands between two figures of one list."""
        for index in range(neighbour.last + 1, slot.first):
            word = self.words[index]
            if self.classes.finite(word) or word in self.classes.relatives or word in {";", ":"}:
                return False
            if self.verb(index) and word not in self.classes.prepositions:
                return False
            anchor = self.ending.get(index)
            if anchor is not None and anchor.first == neighbour.last + 1:
                continue
            if anchor is not None and anchor.kinds("verb", "do", "phrase"):
                return False
        return True

    def before_dash(self, index: int) -> int:
        """The index before an insertion between dashes that closes at ``index``."""
        for at in range(index - 1, max(-1, index - REACH), -1):
            if self.row.dash_at(at) and not self.row.dash_at(at - 1):
                return at - 1 if not self.row.dash_at(at + 1) or at + 1 == index else at
        return index - 1

    def nearest(self, slot: Slot) -> Verdict:
        """The nearest word of the lexicon in the sentence, when nothing governs the figure."""
        best: tuple[int, str, str] | None = None
        low, high = max(0, slot.first - REACH), min(len(self.words), slot.last + REACH)
        within = (self.starting[at] for at in range(low, high) if at in self.starting)
        for anchor in within:
            if self.row.owner[anchor.first] >= 0 and self.row.owner[anchor.last] >= 0:
                continue
            before = anchor.last < slot.first
            low, high = (anchor.last + 1, slot.first) if before else (slot.last + 1, anchor.first)
            distance = high - low
            for at in range(low, high):
                if self.words[at] in {";", ":"}:
                    distance += 20
                elif self.words[at] == ",":
                    distance += 3
                elif self.words[at] in self.classes.subordinators:
                    distance += 5
                elif self.words[at] in self.classes.relatives or self.verb(at):
                    distance += _AWAY
            for reading in anchor.readings:
                if reading.kind == "name" or reading.event in self.lexicon.background:
                    continue
                counted = self.counted(slot)
                if reading.kind == "verb" and not self.lexicon.fits(reading, counted):
                    continue
                if reading.form in ("base", "third"):
                    continue
                if not self.lexicon.likely(reading.event, counted):
                    continue
                if reading.kind == "noun" and self.lexicon.persons(counted) is False:
                    continue
                if best is None or distance < best[0]:
                    best = (distance, reading.event, self.words[anchor.first])
        if best is None or best[0] > _NEAR:
            return NOTHING
        return Verdict(best[1], f"near: {best[2]}")
