"""Rows: a sentence as a row of tokens with the figures that stand in it."""

from __future__ import annotations

import bisect
import functools
from dataclasses import dataclass, field
from typing import NamedTuple

from muniment.claims.language import Language, load_language
from muniment.claims.model import DocumentClaims, Figure
from muniment.claims.sentences import Sentence
from muniment.claims.tokens import Token
from muniment.documents.document import Document

OPENING = frozenset("([")
CLOSING = frozenset(")]")
DASHES = frozenset("-–—")
QUOTES = frozenset("\"'“”‘’«»*_")


class WordClasses(NamedTuple):
    """The small words and frequent verbs of a language, from its ``clauses.toml``."""

    be: frozenset[str]
    have: frozenset[str]
    auxiliaries: frozenset[str]
    negations: frozenset[str]
    prepositions: frozenset[str]
    determiners: frozenset[str]
    conjunctions: frozenset[str]
    relatives: frozenset[str]
    subordinators: frozenset[str]
    pronouns: frozenset[str]
    adverbs: frozenset[str]
    transparent: frozenset[str]
    carriers: frozenset[str]
    counting: frozenset[str]
    reporting: frozenset[str]
    verbs: frozenset[str]
    comparing: frozenset[str]
    undergoing: frozenset[str]
    instances: frozenset[str]
    granted: frozenset[str]
    anaphoric: frozenset[str]
    anaphoric_persons: frozenset[str]
    definites: frozenset[str]
    additive: frozenset[str]
    accompanying: frozenset[str]
    mentioning: frozenset[str]
    consisting: frozenset[str]
    orderly: frozenset[str]
    numbering: frozenset[str]
    obliging: frozenset[str]
    raising: frozenset[str]
    summing: frozenset[str]
    asking: frozenset[str]

    def finite(self, word: str) -> bool:
        """True for words that show a predicate: forms of be and have, and auxiliaries."""
        return word in self.be or word in self.have or word in self.auxiliaries


@functools.cache
def word_classes(code: str) -> WordClasses:
    """The word classes of a language pack.

    Raises FileNotFoundError when the pack has no ``clauses.toml``.
    """
    table = load_language(code).glossed("clauses")
    return WordClasses(**{name: frozenset(table[name]) for name in WordClasses._fields})


@dataclass(slots=True)
class Slot:
    """A figure in its row: the tokens of its number, and of its phrase with what is counted.

    Indexes count the row's tokens; ``last`` and ``number_last`` are inclusive. ``counted`` keeps
    what ``counted_words`` found.
    """

    figure: Figure
    first: int
    number_first: int
    number_last: int
    last: int
    order: int = 0
    counted: list[str] | None = field(default=None, repr=False)


@dataclass(slots=True)
class Row:
    """A sentence with figures: its tokens, their lower-case words, and its slots in order.

    ``owner[i]`` is the number of the slot that token ``i`` belongs to, or -1.
    """

    sentence: Sentence
    tokens: list[Token]
    words: list[str]
    slots: list[Slot]
    owner: list[int]
    ends: list[int] = field(init=False, repr=False)
    _capitals: bool | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        self.ends = [token.end for token in self.tokens]

    def capitals(self) -> bool:
        """Whether the sentence is written in capitals, so that no form tells its names."""
        if self._capitals is None:
            letters = [char for char in self.sentence.text[:400] if char.isalpha()]
            upper = sum(char.isupper() for char in letters)
            self._capitals = bool(letters) and upper * 10 >= len(letters) * 8
        return self._capitals

    def slot_at(self, index: int) -> Slot | None:
        """The slot that a token belongs to, if any."""
        number = self.owner[index]
        return None if number < 0 else self.slots[number]

    def index_at(self, offset: int) -> int:
        """The index of the first token that ends after an offset of the document."""
        return bisect.bisect_right(self.ends, offset)

    def dash_at(self, index: int) -> bool:
        """True for a dash that stands between words, not inside one."""
        token = self.tokens[index]
        if token.text not in DASHES:
            return False
        if token.text != "-":
            return True
        if index and self.tokens[index - 1].text == "-":
            return True
        if index + 1 < len(self.tokens) and self.tokens[index + 1].text == "-":
            return True
        before = index == 0 or self.tokens[index - 1].end < token.start
        after = index + 1 == len(self.tokens) or self.tokens[index + 1].start > token.end
        return before and after


def rows_of(
    claims: DocumentClaims, sentences: list[Sentence], language: Language
) -> dict[int, Row]:
    """The rows of the sentences that hold figures, by sentence number; linear in the figures."""
    by_sentence: dict[int, list[Figure]] = {}
    for figure in claims.figures:
        by_sentence.setdefault(figure.sentence, []).append(figure)
    return {
        index: make_row(claims.document, sentences[index], figures, language)
        for index, figures in by_sentence.items()
        if 0 <= index < len(sentences)
    }


def make_row(
    document: Document, sentence: Sentence, figures: list[Figure], language: Language
) -> Row:
    """The row of one sentence and its figures; its small words are glossed."""
    tokens = sentence.tokens_of(document)
    words = language.gloss([token.lower.replace("’", "'") for token in tokens])
    row = Row(sentence, tokens, words, [], [-1] * len(tokens))
    if not tokens:
        return row
    top = len(tokens) - 1
    taken = -1
    ordered = sorted(figures, key=lambda figure: figure.number.start)
    for place, figure in enumerate(ordered):
        number_first = min(row.index_at(figure.number.start), top)
        number_last = max(number_first, min(row.index_at(figure.number.end - 1), top))
        first, last = number_first, number_last
        if figure.modifier is not None and figure.modifier.start < figure.number.start:
            first = min(first, row.index_at(figure.modifier.start))
        counted = figure.counted
        if counted is not None and number_last < top and counted.start >= figure.number.end:
            begin, end = row.index_at(counted.start), min(row.index_at(counted.end - 1), top)
            if counted.end <= sentence.end and begin <= number_last + 6:
                last = max(last, end)
            if place + 1 < len(ordered) and counted.end > ordered[place + 1].number.start:
                last = number_last
        slot = Slot(figure, max(first, taken + 1), number_first, number_last, last)
        slot.order = len(row.slots)
        row.slots.append(slot)
        taken = number_last
    for number, slot in enumerate(row.slots):
        if number + 1 < len(row.slots):
            following = row.slots[number + 1]
            slot.last = max(slot.number_last, min(slot.last, following.first - 1))
        for index in range(min(slot.first, slot.number_first), slot.last + 1):
            row.owner[index] = number
    return row


def counted_words(row: Row, slot: Slot) -> list[str]:
    """The lower-case words that name what a figure counts, wherever they stand."""
    if slot.counted is None:
        slot.counted = _counted_words(row, slot)
    return slot.counted


def _counted_words(row: Row, slot: Slot) -> list[str]:
    counted = slot.figure.counted
    if counted is None:
        return []
    if slot.last > slot.number_last:
        first = max(slot.number_last + 1, row.index_at(counted.start))
        return row.words[first : slot.last + 1]
    return counted.text.lower().split()
