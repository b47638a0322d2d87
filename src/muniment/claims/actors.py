"""Actors: whom the text alleges to be responsible for what is counted.

The same grammar for every side: a "by" phrase, the subject of the governing verb, the possessor
of a deed. Instruments that are named without anybody ("mines killed ten") are no actors.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import NamedTuple

from muniment.claims.eventlexicon import Anchor, EventLexicon
from muniment.claims.language import load_language
from muniment.claims.nounphrases import all_capitals, phrase_after, phrase_before, proper, span_of
from muniment.claims.rows import CLOSING, OPENING, Row, Slot, WordClasses
from muniment.values.passage import Span

_NOT_DONE = frozenset({"other", "population", "found", "cleared"})
# What a force says that it did itself ("we have inflicted 38 casualties").
_FOUGHT = frozenset({"casualty", "destroyed", "attack"})
_REACH = 40
_FAILURES = 3


class ActorCues(NamedTuple):
    """The words of ``[actor]`` in ``circumstances.toml``."""

    nouns: frozenset[str]
    instruments: frozenset[str]
    pronouns: frozenset[str]
    deeds: frozenset[str]
    against: frozenset[str]
    attributing: frozenset[str]
    speaking: frozenset[str]


@functools.cache
def actor_cues(code: str) -> ActorCues:
    """The actor cues of a language pack.

    Raises FileNotFoundError when the pack has no ``circumstances.toml``.
    """
    table = load_language(code).glossed("circumstances")["actor"]
    return ActorCues(**{name: frozenset(table[name]) for name in ActorCues._fields})


@dataclass(slots=True)
class ActorReader:
    """Reads the actors of one row; ``last`` is the actor that "they" stands for."""

    row: Row
    text: str
    cues: ActorCues
    classes: WordClasses
    lexicon: EventLexicon
    taken: set[int]
    last: Span | None = None

    def assign(self) -> Span | None:
        """Set ``responsible`` of the row's figures; returns the actor to remember."""
        anchors = {anchor.last: anchor for anchor in self.lexicon.anchors(self.row.words)}
        previous: Span | None = None
        for slot in self.row.slots:
            if slot.figure.event in _NOT_DONE or slot.figure.klass in ("money", "duration"):
                continue
            rule = slot.figure.reasons.get("event", "")
            governed = rule.startswith(("object of", "listed with: object"))
            if governed:
                found = self.subject(slot, anchors) or self.by(slot, True)
            else:
                found = self.by(slot, False) or self.subject(slot, anchors)
            found = self.attributed(slot) or found or self.possessor(slot)
            if found is None and rule.startswith("listed with"):
                found = previous
            slot.figure.responsible = found
            previous = found
            self.last = found or self.last
        return self.last

    def by(self, slot: Slot, near: bool) -> Span | None:
        """ "… were killed by troops", "in clashes with the militia", "blamed on the rebels".

        ``near``: only up to the next comma or figure, for what a verb governs from its left.
        """
        words = self.row.words
        for index in range(slot.last + 1, min(len(words), slot.last + _REACH)):
            word = words[index]
            if word in {";", ":"} or word in self.classes.subordinators:
                return None
            neighbour = self.row.slot_at(index)
            other = neighbour is not None and neighbour is not slot
            if near and (other or word == ","):
                return None
            rule = neighbour.figure.reasons.get("event", "") if neighbour is not None else ""
            if other and rule.startswith("object of"):
                return None
            if index in self.taken or index + 1 in self.taken:
                continue
            after = " ".join(words[index : index + 2])
            if word == "by":
                return self.named_after(index + 1)
            if after in self.cues.against:
                found = self.named_after(index + 2)
                if found is not None:
                    return found
        return None

    def named_after(self, index: int) -> Span | None:
        """The actor named from a token on."""
        return self.accept(index, phrase_after(self.row, index, self.classes))

    def attributed(self, slot: Slot) -> Span | None:
        """ "… attributed 43 deaths to government troops"."""
        words = self.row.words
        if not any(
            word in self.cues.attributing
            for word in words[max(0, slot.first - _REACH) : slot.first]
        ):
            return None
        for index in range(slot.last + 1, min(len(words), slot.last + 8)):
            if words[index] in {"to", "on"}:
                last = phrase_after(self.row, index + 1, self.classes)
                if last > index:
                    return span_of(self.text, self.row.tokens, index + 1, last)
            if words[index] in {",", ";"} or self.row.owner[index] >= 0:
                return None
        return None

    def subject(self, slot: Slot, anchors: dict[int, Anchor]) -> Span | None:
        """The subject of the verb that governs a figure from its left."""
        words, classes = self.row.words, self.classes
        reason = slot.figure.reasons.get("event", "")
        if reason.startswith(("passive", "predicate", "state", "of its whole", "said")):
            return None
        helping = classes.adverbs | classes.have | classes.be | classes.auxiliaries | {"to"}
        helping -= classes.determiners
        index = slot.first - 1
        failures = 0
        while index >= 0 and slot.first - index < _REACH and failures < _FAILURES:
            word = words[index]
            if word in {";", ":"}:
                return None
            anchor = anchors.get(index)
            event_verb = anchor is not None and self.verbal(anchor)
            general = word in classes.verbs and word not in classes.adverbs
            if not (event_verb or general) or self.row.owner[index] >= 0:
                index -= 1
                continue
            if word in classes.undergoing or (word in classes.reporting and not event_verb):
                return None
            at = (anchor.first if anchor is not None else index) - 1
            infinitive = at >= 0 and (words[at] == "to" or words[at] in classes.have)
            while at >= 0 and (words[at] in helping or words[at].endswith("ly")):
                infinitive = infinitive or words[at] == "to"
                at -= 1
            if infinitive and at >= 0 and words[at] in classes.reporting:
                at -= 1
                while at >= 0 and words[at] in helping:
                    at -= 1
            if at < 0:
                return None
            if words[at] in self.cues.speaking and slot.figure.event in _FOUGHT:
                return span_of(self.text, self.row.tokens, at, at)
            if words[at] in self.cues.pronouns:
                return self.pronoun(at)
            if words[at] in {",", "and", "or"} or words[at] in classes.prepositions:
                index = at - 1
                continue
            found = self.noun_phrase(at)
            if found is not None:
                return found
            failures += 1
            index = at - 1
        return None

    def verbal(self, anchor: Anchor) -> bool:
        """Whether an anchor is a verb here, not a noun of the same form."""
        before = self.row.words[anchor.first - 1] if anchor.first else ""
        noun = before in self.classes.determiners or before in self.classes.prepositions - {"to"}
        forms = {reading.form for reading in anchor.kinds("verb")}
        return bool(forms) and not (noun and forms <= {"base", "third"})

    def pronoun(self, at: int) -> Span | None:
        """Whom a pronoun before a verb stands for."""
        if self.row.words[at] in self.classes.relatives:
            return self.noun_phrase(at - 1)
        if self.last is None and self.row.words[at] not in self.cues.speaking:
            for index in range(at - 1, -1, -1):
                if self.row.words[index] in self.cues.nouns and self.row.owner[index] < 0:
                    return self.noun_phrase(index)
        return self.last

    def noun_phrase(self, at: int) -> Span | None:
        """The actor whose noun phrase ends at a token, with what hangs on it."""
        words = self.row.words
        end = at
        if at >= 0 and words[at] in CLOSING:
            while at >= 0 and words[at] not in OPENING:
                at -= 1
            at -= 1
        if at < 0:
            return None
        start = phrase_before(self.row, at, self.classes)
        if start > at:
            return None
        head = at
        while start > 1 and words[start - 1] in self.classes.prepositions:
            outer = phrase_before(self.row, start - 2, self.classes)
            if outer > start - 2:
                break
            head, start = start - 2, outer
        found = self.accept(start, head)
        if found is None or end == head:
            return found
        return span_of(self.text, self.row.tokens, start, end if head == at else head)

    def possessor(self, slot: Slot) -> Span | None:
        """The owner of a deed named in the sentence ("during Kelmar's offensive")."""
        words = self.row.words
        first, last = max(0, slot.first - _REACH), min(len(words), slot.last + _REACH)
        for index in range(first, last):
            word = words[index]
            if not word.endswith("'s") or (index in self.taken and not proper(self.row, index)):
                continue
            if self.cues.deeds & set(words[index + 1 : index + 5]) and (
                proper(self.row, index) or word[:-2] in self.cues.nouns
            ):
                start = index
                if start and words[start - 1] == "the":
                    start -= 1
                token = self.row.tokens[index]
                first = self.row.tokens[start].start
                return Span(first, token.end - 2, self.text[first : token.end - 2])
        return None

    def accept(self, first: int, last: int) -> Span | None:
        """The span of an actor's noun phrase, or None when it names nobody."""
        if last < first or first < 0:
            return None
        if any(index in self.taken for index in range(first, last + 1)):
            return None
        words = self.row.words[first : last + 1]
        head = words[words.index("of") - 1] if "of" in words[1:] else words[-1]
        start = first + (1 if words[0] in self.classes.determiners else 0)
        named = any(proper(self.row, index) for index in range(start, last + 1))
        if words[0] in self.cues.instruments and head != words[0] and head not in self.cues.nouns:
            return None
        loose = head[-2:] == "ed" or words[0][-3:] == "ing" or words[0][-2:] == "ed"
        if loose and head not in self.cues.nouns:
            return None  # a verb's form, not a name
        if head in self.cues.nouns:
            return span_of(self.text, self.row.tokens, first, last)
        if head in self.cues.instruments:
            return span_of(self.text, self.row.tokens, first, last) if named else None
        if named and len(words) <= 8:
            return span_of(self.text, self.row.tokens, first, last)
        if all_capitals(self.row) and self.cues.nouns & set(words):
            return span_of(self.text, self.row.tokens, first, last)
        if self.lexicon.persons(words) and self.cues.nouns & set(words):
            return span_of(self.text, self.row.tokens, first, last)
        return None
