"""Actors: whom the text alleges to be responsible for what is counted.

The same grammar for every side: a "by" phrase, the subject of the governing verb, the possessor
of a deed. Instruments that are named without anybody ("mines killed ten") are no actors.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from muniment.claims.eventlexicon import Anchor, EventLexicon
from muniment.claims.language import load_language
from muniment.claims.nounphrases import all_capitals, phrase_after, phrase_before, proper, span_of
from muniment.claims.rows import Row, Slot, WordClasses
from muniment.values.passage import Span

_NOT_DONE = frozenset({"other", "population", "found", "cleared"})
_REACH = 40


@dataclass(frozen=True, slots=True)
class ActorCues:
    """The words of ``[actor]`` in ``circumstances.toml``."""

    nouns: frozenset[str]
    instruments: frozenset[str]
    pronouns: frozenset[str]
    deeds: frozenset[str]


@functools.cache
def actor_cues(code: str) -> ActorCues:
    """The actor cues of a language pack.

    Raises FileNotFoundError when the pack has no ``circumstances.toml``.
    """
    table = load_language(code).table("circumstances")["actor"]
    return ActorCues(**{name: frozenset(table[name]) for name in ActorCues.__slots__})


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
            found = self.by(slot) or self.subject(slot, anchors) or self.possessor(slot)
            rule = slot.figure.reasons.get("event", "")
            if found is None and rule.startswith("listed with"):
                found = previous
            slot.figure.responsible = found
            previous = found
            self.last = found or self.last
        return self.last

    def by(self, slot: Slot) -> Span | None:
        """ "… were killed by government troops", "the killing of 12 by the militia"."""
        words = self.row.words
        for index in range(slot.last + 1, min(len(words), slot.last + _REACH)):
            word = words[index]
            if word in {";", ":"} or word in self.classes.subordinators:
                return None
            neighbour = self.row.slot_at(index)
            if neighbour is not None and neighbour is not slot:
                own = neighbour.figure.reasons.get("event", "")
                if index == neighbour.number_first and own.startswith("object of"):
                    return None
            if word == "by" and index not in self.taken and index + 1 not in self.taken:
                last = phrase_after(self.row, index + 1, self.classes)
                return self.accept(index + 1, last)
        return None

    def subject(self, slot: Slot, anchors: dict[int, Anchor]) -> Span | None:
        """The subject of the verb that governs a figure from its left."""
        words, classes = self.row.words, self.classes
        reason = slot.figure.reasons.get("event", "")
        if reason.startswith(("passive", "predicate", "state", "of its whole", "said")):
            return None
        index = slot.first - 1
        steps = 0
        while index >= 0 and steps < _REACH:
            steps += 1
            word = words[index]
            if word in {";", ":"}:
                return None
            anchor = anchors.get(index)
            event_verb = anchor is not None and bool(anchor.kinds("verb"))
            general = word in classes.verbs and word not in classes.adverbs
            if not (event_verb or general) or self.row.owner[index] >= 0:
                index -= 1
                continue
            if word in classes.reporting and not event_verb:
                return None
            first = anchor.first if anchor is not None else index
            at = first - 1
            helping = classes.adverbs | classes.have | classes.be | classes.auxiliaries | {"to"}
            while at >= 0 and words[at] in helping:
                at -= 1
            if at < 0:
                return None
            if words[at] in self.cues.pronouns:
                if words[at] in classes.relatives:
                    start = phrase_before(self.row, at - 1, classes)
                    return self.accept(start, at - 1)
                return self.last
            if words[at] in {",", "and", "or"} or words[at] in classes.prepositions:
                index = at - 1
                continue
            start = phrase_before(self.row, at, classes)
            if start > at:
                index = at
                continue
            return self.accept(start, at)
        return None

    def possessor(self, slot: Slot) -> Span | None:
        """The owner of a deed named in the sentence ("during Kelmar's offensive")."""
        words = self.row.words
        for index, word in enumerate(words):
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
