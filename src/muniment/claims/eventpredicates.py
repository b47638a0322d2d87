"""Predicates: what is said of a figure to its right, a state, a passive, what it did itself."""

from __future__ import annotations

from muniment.claims.eventlexicon import Anchor, Reading
from muniment.claims.eventrow import NOTHING, OTHER, REACH, EventRow, Verdict
from muniment.claims.rows import CLOSING, OPENING, QUOTES, Slot


class Predicates(EventRow):
    """Looks to the right of a figure."""

    def right(self, slot: Slot) -> Verdict:
        """What is said of a figure to its right: a state, a passive, what it did itself."""
        words, classes = self.words, self.classes
        counted = self.counted(slot)
        if any(classes.finite(word) for word in words[slot.number_last + 1 : slot.last + 1]):
            return Verdict(rule="copula")
        index = slot.last + 1
        start = index
        predicate = relative = joined = be = crossed = negated = asked = False
        fallback = NOTHING
        while index < len(words) and index - start <= REACH:
            word = words[index]
            if index in self.dated_at:
                index += 1
                continue
            neighbour = self.row.slot_at(index)
            if neighbour is not None and neighbour is not slot:
                if predicate and be:
                    return Verdict(rule="copula")
                if joined:
                    return (
                        Verdict(share=neighbour.order, rule="list")
                        if not fallback.event
                        else fallback
                    )
                index = neighbour.last + 1
                continue
            if word in OPENING:
                index = self.after_bracket(index)
                continue
            if word in QUOTES:
                index += 1
                continue
            if word == "," or self.row.dash_at(index):
                onward = self.over_insertion(index)
                if onward is not None:
                    index = onward
                    continue
                following = self.next_word(index)
                if (
                    word == ","
                    and not predicate
                    and fallback.rule != "copula"
                    and (following in {"and", "or"} or self.slot_next(index))
                ):
                    joined = True
                    index += 1
                    continue
                return fallback
            if word in {";", ":", ".", "!", "?"} or word in CLOSING:
                return fallback
            anchor = self.starting.get(index)
            if word in classes.transparent and self.state_follows(index + 1):
                predicate = True
                be = be or word in classes.be
                index += 1
                continue
            if anchor is not None:
                bare = not (predicate or relative)
                if bare and crossed and not anchor.kinds("do", "phrase"):
                    index = anchor.last + 1
                    continue
                found = self.says(anchor, slot, counted, be, predicate, relative)
                if found is not None:
                    if asked and found.event in self.lexicon.undone:
                        return Verdict(self.lexicon.undone[found.event], f"undone: {found.event}")
                    if negated and found.real and anchor.kinds("verb", "do", "state"):
                        return Verdict(OTHER, f"not: {words[anchor.first]}")
                    if relative and found.event is not None and not found.real:
                        fallback = found
                        relative = predicate = be = False
                        index = anchor.last + 1
                        continue
                    second = self.starting.get(anchor.last + 2)
                    if be and second is not None and self.next_word(anchor.last) == "and":
                        further = any(r.form == "participle" for r in second.kinds("verb"))
                        if further and not found.real:
                            index = second.first  # "were found and seized"
                            continue
                    reduced = found.event == OTHER and not (predicate or relative or joined)
                    if reduced and self.next_word(anchor.last) in classes.prepositions:
                        fallback = found  # "mines held in stock were destroyed"
                        crossed = True
                        index = anchor.last + 1
                        continue
                    if found.event in self.lexicon.background:
                        inner = words[anchor.first].endswith(self.lexicon.inner_endings)
                        if inner and not predicate and fallback.event is None:
                            fallback = found
                            index = anchor.last + 1
                            continue
                        return self.in_what_state(anchor.last + 1) or found
                    return found
                if not joined:
                    index = anchor.last + 1
                    continue
            if word in classes.relatives:
                if joined and words[index] == "that":
                    return fallback
                relative = True
                index += 1
                continue
            lacking = word == "without" and be
            if lacking or (word == "no" and words[index - 1] in classes.have):
                people = self.lexicon.persons(counted) is True
                if people or self.lexicon.objects["places"] & set(counted):
                    return Verdict("deprived", f"lacks: {self.next_word(index)}")
            if word in classes.negations and predicate:
                negated = True
            asked = (
                asked
                or word in classes.obliging
                or (word == "to" and words[index - 1] in classes.be)
            )
            if classes.finite(word):
                predicate = True
                be = be or word in classes.be
                index += 1
                continue
            if word in {"and", "or", "&"}:
                if not predicate and classes.finite(self.next_word(index)):
                    return fallback
                if predicate:
                    return fallback if fallback.event else Verdict(rule="copula" if be else "")
                joined = True
                index += 1
                continue
            if word in classes.transparent or word in classes.adverbs or word.endswith("ly"):
                index += 1
                continue
            if word in classes.prepositions or word == "of":
                if predicate:
                    counted_among = self.counted_among(index) if be else NOTHING
                    if counted_among.event is not None:
                        return counted_among
                    return Verdict(rule="copula") if be else fallback
                crossed = True
                index += 1
                continue
            if word in classes.subordinators:
                return fallback
            if word in (classes.granted if be else classes.undergoing):
                undergone = self.undergone(index)
                if undergone.event is not None:
                    return undergone
            if self.verb(index) and (not joined or predicate) and not self.singular(slot, index):
                if relative:
                    fallback = Verdict(OTHER, f"relative: {word}")
                    relative = predicate = be = False
                    index += 1
                    continue
                after = self.next_word(index) in classes.prepositions
                reduced = after and not predicate and word.endswith(self.lexicon.verb_endings)
                return Verdict(OTHER, f"{'participle' if reduced else 'verb'}: {word}")
            if predicate and be and relative:
                relative = predicate = be = False  # "who were mending the roof were arrested"
                crossed = True
                fallback = Verdict(rule="copula")
            if predicate and be:
                return Verdict(rule="copula")
            index += 1
        return fallback

    def singular(self, slot: Slot, index: int) -> bool:
        """Whether a verb's form does not agree with a number above one ("five with results")."""
        number = slot.figure.quantity.low or slot.figure.quantity.high or 0
        return number > 1 and self.words[index].endswith(self.lexicon.third_endings)

    def counted_among(self, index: int) -> Verdict:
        """What those are whom a predicate counts a figure among ("were among the dead")."""
        if self.words[index] not in {"among", "amongst"}:
            return NOTHING
        for at in range(index + 1, min(index + 5, len(self.words))):
            anchor = self.starting.get(at)
            for reading in anchor.general() if anchor is not None else ():
                named = reading.kind in ("state", "name", "noun") or reading.form == "participle"
                if named and reading.event not in self.lexicon.background:
                    return Verdict(reading.event, f"among: {self.words[at]}")
        return NOTHING

    def in_what_state(self, start: int) -> Verdict | None:
        """The state of those who live, stay or come somewhere ("came in with burns")."""
        for at in range(start, min(start + 4, len(self.words))):
            if self.words[at] in {",", ";", ".", ":"} or self.row.owner[at] >= 0:
                return None
            anchor = self.starting.get(at)
            for reading in anchor.kinds("state") if anchor is not None else []:
                if reading.event not in self.lexicon.background:
                    return Verdict(reading.event, f"state: {self.words[at]}")
        return None

    def says(
        self, anchor: Anchor, slot: Slot, counted: list[str], be: bool, predicate: bool, rel: bool
    ) -> Verdict | None:
        """What an anchor to the right of a figure says of it; None to read on."""
        words = self.words
        text = " ".join(words[anchor.first : anchor.last + 1])
        follows_object = self.object_follows(anchor.last + 1)
        agent = False
        if be and self.next_word(anchor.last) in self.lexicon.objects["alive"]:
            return Verdict("freed", f"predicate: {text} {self.next_word(anchor.last)}")
        for reading in anchor.readings:
            if reading.kind in ("phrase", "state") and not self.lexicon.stated(
                reading.event, counted
            ):
                continue
            if reading.kind == "phrase" and self.named_only(anchor, predicate or rel):
                continue
            if reading.kind == "phrase":
                return Verdict(reading.event, f"predicate: {text}")
            if reading.kind == "state":
                if self.noun_follows(anchor.last + 1) and (not be or self.attributive(anchor)):
                    continue
                if anchor.kinds("verb") and ((predicate and not be) or follows_object):
                    continue
                return Verdict(reading.event, f"state: {text}")
            if reading.kind not in ("verb", "do"):
                continue
            verdict = self.verbal(reading, anchor, counted, be, predicate, follows_object, rel)
            if verdict is not None and verdict.real:
                return Verdict(verdict.event, f"{verdict.rule}: {text}")
            agent = agent or verdict is not None
        if be:
            for reading in anchor.kinds("name", "noun"):
                if reading.event not in self.lexicon.background:
                    return Verdict(reading.event, f"said to be: {text}")
        harmful = any(reading.event in self.lexicon.of_harm for reading in anchor.readings)
        if agent and harmful and self.lexicon.objects["weapons"] & set(counted):
            return Verdict("attack", f"weapons: {text}")
        if agent:
            return Verdict(OTHER, f"does: {text}")
        return None

    def attributive(self, anchor: Anchor) -> bool:
        """Whether a state stands before a noun after "the" ("came from the burnt mill")."""
        before = self.words[anchor.first - 1] if anchor.first else ""
        return before in self.classes.determiners

    def named_only(self, anchor: Anchor, predicate: bool) -> bool:
        """Whether a turn of words stands as a noun ("12 men during an attack on the post")."""
        before = self.words[anchor.first - 1] if anchor.first else ""
        return not predicate and before in self.classes.determiners and len(before) < 4

    def verbal(
        self,
        reading: Reading,
        anchor: Anchor,
        counted: list[str],
        be: bool,
        predicate: bool,
        follows_object: bool,
        relative: bool,
    ) -> Verdict | None:
        """A verb to the right of a figure: an event it suffers, does (OTHER), or None."""
        form = reading.form
        if form == "past" or form == "participle":
            passive = be or (not predicate and not follows_object)
            if reading.kind == "verb":
                if passive:
                    fits = self.lexicon.fits(reading, counted)
                    return Verdict(reading.event, "passive") if fits else Verdict(OTHER, "passive")
                return Verdict(OTHER, "agent")
            if self.lexicon.fits(reading, counted) and not (be and reading.event == "deprived"):
                return Verdict(reading.event, "predicate")
            return Verdict(OTHER, "predicate")
        before = self.words[anchor.first - 1] if anchor.first else ""
        if form == "ing":
            if reading.kind == "do" and self.lexicon.fits(reading, counted):
                return Verdict(reading.event, "predicate")
            if before == "being":
                return Verdict(reading.event, "passive")
            return Verdict(OTHER, "agent") if reading.kind == "verb" else None
        if (
            before in self.classes.auxiliaries
            or before == "to"
            or relative
            or not self.as_noun(anchor)
        ):
            if reading.kind == "do" and self.lexicon.fits(reading, counted):
                return Verdict(reading.event, "predicate")
            if reading.kind == "verb" and (follows_object or predicate):
                return Verdict(OTHER, "agent")
        return None

    def undergone(self, index: int) -> Verdict:
        """What the subject of a verb like "suffered" or "described" went through."""
        for at in range(index + 1, min(index + 6, len(self.words))):
            anchor = self.starting.get(at)
            if self.words[at] in {",", ";", "that"} or self.row.owner[at] >= 0:
                break
            for reading in anchor.kinds("noun") if anchor is not None else []:
                return Verdict(reading.event, f"went through: {self.words[at]}")
        return NOTHING

    def state_follows(self, index: int) -> bool:
        """Whether a state or participle of the lexicon comes next, over adverbs."""
        while index < len(self.words):
            anchor = self.starting.get(index)
            if anchor is not None and any(
                reading.kind in ("state", "phrase") or reading.form in ("past", "participle")
                for reading in anchor.readings
            ):
                return True
            word = self.words[index]
            if not (
                word in self.classes.adverbs
                or word in self.classes.transparent
                or word[-2:] == "ly"
            ):
                return False
            index += 1
        return False

    def after_bracket(self, index: int) -> int:
        """The index after a bracket that opens at ``index``."""
        depth = 0
        while index < len(self.words):
            if self.words[index] in OPENING:
                depth += 1
            elif self.words[index] in CLOSING:
                depth -= 1
                if depth == 0:
                    return index + 1
            index += 1
        return index

    def over_insertion(self, index: int) -> int | None:
        """The index after an insertion that opens at a comma or dash, if a predicate follows.

        "of whom 38 were women, were killed": a relative or partitive opening may hold verbs of
        its own; any other insertion may not.
        """
        words, classes = self.words, self.classes
        dash = self.row.dash_at(index)
        opening = self.next_word(index)
        second = words[index + 2] if index + 2 < len(words) else ""
        loose = (
            (opening == "or" and index + 2 < len(words) and self.row.owner[index + 2] >= 0)
            or opening
            in classes.relatives | {"all", "most", "some", "many", "half", "both", "among"}
            or self.slot_next(index)
            or second in classes.relatives
            or (opening == "of" and second in {"whom", "which", "them", "these"})
        )
        verbs = 0
        for at in range(index + 1, min(index + REACH, len(words) - 1)):
            word = words[at]
            if word in {";", ":"}:
                return None
            closes = self.row.dash_at(at) if dash else word == ","
            if closes and at > index + 1:
                onward = at + 1
                while dash and onward + 1 < len(words) and self.row.dash_at(onward):
                    onward += 1
                follows = words[onward]
                if classes.finite(follows) or (self.predicate_at(onward) and not dash):
                    return onward
                if loose and follows in classes.undergoing:
                    return onward
                if dash:
                    return onward if self.predicate_at(onward) else None
            elif classes.finite(word):
                verbs += 1
                if verbs and not loose:
                    return None
        return None

    def predicate_at(self, index: int) -> bool:
        """Whether a verb of the lexicon starts a predicate at ``index``."""
        anchor = self.starting.get(index)
        if anchor is None:
            return False
        past = any(reading.form == "past" for reading in anchor.readings)
        return bool(anchor.kinds("phrase")) or (past and not self.object_follows(anchor.last + 1))
