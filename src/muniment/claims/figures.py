"""Figures: quantities with their class, unit and what is counted."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Sequence
from fractions import Fraction

from muniment.claims.categories import categories_of
from muniment.claims.language import Language, load_language
from muniment.claims.lexicon import Lexicon, lexicon_of
from muniment.claims.model import Citation, DateClaim, Figure, FigureClass, claim_id
from muniment.claims.modifiers import Bounds, bounds_after, bounds_before, quantity_of
from muniment.claims.non_figures import NonFigures
from muniment.claims.noun_phrases import NounPhrase, NounPhraseReader
from muniment.claims.numbers import NumberPhrase, NumberReader
from muniment.claims.sentences import Sentence
from muniment.claims.tokens import Token
from muniment.claims.units import UnitPhrase, rate_after, rate_around, unit_of
from muniment.documents.document import Document
from muniment.values.passage import Span
from muniment.values.quantity import Quantity

# What is counted belongs to the passage when it starts this close behind the number.
ADJACENT = 8
# How many tokens before a number a word of payment is looked for.
MONEY_REACH = 8

FOUND_BY = "number grammar 1"
_DIGIT = re.compile(r"\d|[½¼¾⅓⅔⅛⅜⅝⅞]")
_WORD = re.compile(r"[^\W\d_]+")


def find_figures(
    document: Document,
    sentences: list[Sentence],
    language: Language,
    dates: list[DateClaim],
    citations: list[Citation],
) -> list[Figure]:
    """The figures of a document, in order; numbers inside dates and citations are none."""
    lexicon = lexicon_of(language)
    taken = sorted((claim.passage.start, claim.passage.end) for claim in (*dates, *citations))
    figures: list[Figure] = []
    for sentence in sentences:
        if has_number(sentence.text, lexicon):
            figures.extend(_SentenceFigures(document, sentence, lexicon, language, taken).read())
    return figures


def has_number(text: str, lexicon: Lexicon) -> bool:
    """True when a text may hold a number: a cheap test that spares most sentences the rest."""
    if _DIGIT.search(text):
        return True
    return not lexicon.triggers.isdisjoint(_WORD.findall(text.lower()))


@functools.cache
def _tables(
    code: str,
) -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]], tuple[int, int]]:
    named = load_language(code).table("identifiers")
    return (
        {key: frozenset(words) for key, words in named["clock"].items()},
        {key: frozenset(words) for key, words in named["age"].items()},
        (named["year"]["first"], named["year"]["last"]),
    )


class _SentenceFigures:
    """Reads the figures of one sentence."""

    def __init__(
        self,
        document: Document,
        sentence: Sentence,
        lexicon: Lexicon,
        language: Language,
        taken: Sequence[tuple[int, int]],
    ) -> None:
        self.document = document
        self.sentence = sentence
        self.lexicon = lexicon
        self.tokens: Sequence[Token] = sentence.tokens_of(document)
        self.words = [token.lower for token in self.tokens]
        self.nouns = NounPhraseReader(self.tokens, self.words, lexicon)
        self.blocked = self._blocked(taken)
        clock, age, years = _tables(language.code)
        self.non_figures = NonFigures(
            self.tokens, self.words, lexicon, self.nouns, clock, age, years
        )

    def _blocked(self, taken: Sequence[tuple[int, int]]) -> set[int]:
        blocked: set[int] = set()
        at = bisect.bisect_left(taken, (self.sentence.start, 0))
        at = max(0, at - 1)
        starts = [token.start for token in self.tokens]
        while at < len(taken) and taken[at][0] < self.sentence.end:
            start, end = taken[at]
            blocked.update(
                range(bisect.bisect_left(starts, start), bisect.bisect_left(starts, end))
            )
            at += 1
        return blocked

    def _word(self, at: int) -> str:
        return self.words[at] if 0 <= at < len(self.words) else ""

    def read(self) -> list[Figure]:
        """The sentence's figures, in order."""
        phrases = NumberReader(self.tokens, self.lexicon, self.blocked).read()
        figures: list[Figure] = []
        skip_until = 0
        for at, phrase in enumerate(phrases):
            if phrase.first < skip_until:
                continue
            unit = self._unit(phrases, at)
            noun = None if unit is not None and unit.klass != "share" else self._noun_after(phrase)
            unit = unit or self._currency(phrase, noun)
            if self.non_figures.holds(phrase, unit=unit, noun=noun):
                continue
            figure, skip_until = self._figure(phrase, unit, noun)
            figures.append(figure)
        return figures

    def _currency(self, phrase: NumberPhrase, noun: NounPhrase | None) -> UnitPhrase | None:
        """A currency that is not in the list: millions or decimals, after a word of payment."""
        if noun is None or noun.last - noun.first != 1 or noun.first != phrase.last:
            return None
        if not phrase.scaled and not isinstance(phrase.low, Fraction):
            return None
        cues = self.words[max(0, phrase.first - MONEY_REACH) : phrase.first]
        if self.lexicon.money_cues.isdisjoint(cues):
            return None
        word = self._word(noun.head)
        if any(word in table for table in self.lexicon.categories.values()):
            return None
        if word in self.lexicon.nouns["plural"]:
            return None
        return UnitPhrase("money", word, noun.first, noun.last)

    def _unit(self, phrases: Sequence[NumberPhrase], at: int) -> UnitPhrase | None:
        """The unit of a number, its own or the one it shares with the next: 12, 13 and 14 km."""
        phrase = phrases[at]
        unit = unit_of(self.tokens, self.words, phrase, self.lexicon)
        if unit is not None or phrase.kind != "plain" or at + 1 == len(phrases):
            return unit
        after = phrases[at + 1]
        between = self.words[phrase.last : after.first]
        if not between or len(between) > 2 or not set(between) <= self.lexicon.words["list"]:
            return None
        shared = self._unit(phrases, at + 1)
        if shared is None or shared.first < after.last or after.kind != "plain":
            return None
        return UnitPhrase(shared.klass, shared.symbol, shared.first, shared.last, shared=True)

    # What is counted

    def _noun_after(self, phrase: NumberPhrase) -> NounPhrase | None:
        singular = phrase.low == 1 and phrase.high == 1
        at = phrase.last
        if self._word(at) in "-‐‑" and self._word(at):
            at += 1
        bound = self.lexicon.after.after(self.words, at)
        if bound is not None:
            at = bound[0]
        return self.nouns.after(at, singular=singular)

    def _counted(
        self, phrase: NumberPhrase, unit: UnitPhrase | None, noun: NounPhrase | None
    ) -> tuple[int, int] | None:
        """The tokens ``[first, last)`` that name what is counted."""
        if unit is not None and unit.klass in ("measure", "duration"):
            return self._measured(unit)
        if unit is not None and unit.klass == "money":
            return self._paid(phrase, unit)
        at = phrase.last if unit is None else unit.last
        partitive = self._partitive(at)
        if partitive is not None:
            return partitive
        if unit is not None:
            return self._shared(at)
        if noun is not None:
            return noun.first, noun.last
        return (
            self._complement_noun(at)
            or self._relative(phrase)
            or self._number_of(phrase)
            or self._row_label(phrase)
        )

    def _relative(self, phrase: NumberPhrase) -> tuple[int, int] | None:
        """Of which 25 were dismissed; of whom there were 17."""
        for at in range(phrase.first - 1, max(0, phrase.first - 5), -1):
            if self._word(at) in ("which", "whom") and self._word(at - 1) == "of":
                return at, at + 1
            if self._word(at) not in self.lexicon.closed and not self.nouns.is_adverb(at):
                return None
        return None

    def _row_label(self, phrase: NumberPhrase) -> tuple[int, int] | None:
        """What a row of a table counts, where its first cell names it: "Mosques   64   27"."""
        cells = self.sentence.cells
        if len(cells) < 2 or self.tokens[phrase.first].start < cells[0][1]:
            return None
        start = next(i for i, token in enumerate(self.tokens) if token.start >= cells[0][0])
        noun = self.nouns.after(start)
        if noun is None or not self.nouns.is_plural(noun.head):
            return None
        return (noun.first, noun.last) if self.tokens[noun.last - 1].end <= cells[0][1] else None

    def _measured(self, unit: UnitPhrase) -> tuple[int, int]:
        first, last = unit.first, unit.last
        if unit.klass == "measure" and self._word(last) in self.lexicon.words["partitive"]:
            of = self.nouns.after(last + 1, singular=True)
            if of is not None:
                return first, of.last
        return first, last

    def _paid(self, phrase: NumberPhrase, unit: UnitPhrase) -> tuple[int, int] | None:
        if unit.first >= phrase.last:
            return unit.first, unit.last
        if self._word(phrase.last) in ("in", "of"):
            of = self.nouns.after(phrase.last + 1, singular=True)
            if of is not None:
                return of.first, of.last
        return None

    def _partitive(self, at: int) -> tuple[int, int] | None:
        """Of them; of our compatriots; of the three villages."""
        if self._word(at) not in self.lexicon.words["partitive"]:
            return None
        at += 1
        while self._word(at) in ("all", "both"):
            at += 1
            if self._word(at) in self.lexicon.words["partitive"]:
                at += 1
        if self._word(at) in self.lexicon.nouns["pronouns"]:
            after = self._word(at + 1)
            if not (self.nouns.is_plural(at + 1) and after not in self.lexicon.closed):
                return self._named_of(at)
            noun = self.nouns.after(at + 1)
            if noun is not None:
                return noun.first, noun.last
        possessive = at if self._word(at) in self.lexicon.function["possessives"] else None
        while self._word(at) in self.lexicon.function["determiners"]:
            at += 1
        number = NumberReader(self.tokens[at : at + 8], self.lexicon).read()
        if number and number[0].first == 0:
            at += number[0].last
            possessive = None
        if self._word(at) in self.lexicon.function["predicates"]:
            dead = self.nouns.after(at)
            return (at, at + 1) if dead is None else (dead.first, dead.last)
        inner = self._possessor(at)
        if inner is not None:
            return inner
        noun = self.nouns.after(at)
        if noun is None:
            noun = self.nouns.after(at, singular=True)
        if noun is None:
            return None
        return (possessive if possessive is not None else noun.first), noun.last

    def _named_of(self, pronoun: int) -> tuple[int, int]:
        """What "of whom" or "of which" stands for where the text says: "of whom 9 were boys".

        After "of them" the pronoun itself is what the text counts.
        """
        if self._word(pronoun) in ("whom", "which"):
            noun = self._complement_noun(pronoun + 1)
            if noun is not None:
                return noun
        return pronoun, pronoun + 1

    def _possessor(self, at: int) -> tuple[int, int] | None:
        """The noun of "of the district's 3,400 pupils": it stands after its own number."""
        for here in range(at, min(at + 5, len(self.words))):
            word = self.words[here]
            if word.endswith(("'s", "’s", "s'", "s’")) or word in ("'", "’"):
                number = NumberReader(self.tokens[here + 1 : here + 9], self.lexicon).read()
                after = here + 1
                if number and number[0].first == 0:
                    after += number[0].last
                noun = self.nouns.after(after)
                return None if noun is None else (noun.first, noun.last)
            if word in self.lexicon.closed or not word[0].isalpha():
                return None
        return None

    def _shared(self, at: int) -> tuple[int, int] | None:
        """What a share is of, where no "of" says it: 50 percent increase in deaths."""
        noun = self.nouns.after(at, singular=True)
        if noun is not None:
            if self._word(noun.last) == "in":
                inside = self.nouns.after(noun.last + 1)
                if inside is not None:
                    return inside.first, inside.last
            return noun.first, noun.last
        return self._complement_noun(at)

    def _complement_noun(self, at: int) -> tuple[int, int] | None:
        """The noun after a copula: "43 were civilians"."""
        here = at
        while self._word(here) in ("have", "has", "had", "been"):
            here += 1
        if self._word(here) not in self.lexicon.function["copulas"]:
            return None
        here += 1
        while self.nouns.is_adverb(here):
            here += 1
        noun = self.nouns.after(here)
        if noun is None or not self.nouns.is_plural(noun.head):
            return None
        return noun.first, noun.last

    def _number_of(self, phrase: NumberPhrase) -> tuple[int, int] | None:
        """The noun of "the number of X … was N" or of a label: "Explosions heard: 38"."""
        before = phrase.first - 1
        for at in range(min(before, 40)):
            if self.words[at] in ("number", "total", "toll") and self._word(at + 1) == "of":
                verb = any(
                    self.nouns.is_verb(here) or self._word(here) in self.lexicon.function["copulas"]
                    for here in range(max(at, before - 3), before + 1)
                )
                noun = self.nouns.after(at + 2)
                if noun is not None and verb:
                    return noun.first, noun.last
                return None
        if self._word(before) in (":", "=") and phrase.first <= 20:
            noun = self.nouns.after(0) or self.nouns.after(0, singular=True)
            if noun is not None and noun.last <= before:
                head = self._word(noun.head)
                person = any(head in table for table in self.lexicon.categories.values())
                if self.nouns.is_plural(noun.head) or person or head == "person":
                    return noun.first, noun.last
        return None

    # Putting a figure together

    def _span(self, first: int, last: int) -> Span:
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        return Span(start, end, self.document.text[start:end])

    def _figure(
        self, phrase: NumberPhrase, unit: UnitPhrase | None, noun: NounPhrase | None
    ) -> tuple[Figure, int]:
        counted = self._counted(phrase, unit, noun)
        klass: FigureClass = "count" if unit is None else unit.klass
        symbol = None if unit is None else unit.symbol
        end = phrase.last
        if unit is None or not unit.shared:
            end = max(end, unit.last if unit is not None else 0)
            if counted is not None and counted[0] <= end + ADJACENT:
                end = max(end, counted[1])
        first = phrase.first if phrase.opener is None else phrase.opener
        rate = rate_after(self.words, end, self.lexicon)
        if rate is None and unit is not None and (end != unit.last or unit.shared):
            rate = rate_after(self.words, unit.last, self.lexicon)
        skip_until = 0
        if rate is not None:
            skip_until = rate[0]
            symbol = f"{symbol or '1'}/{rate[1]}"
            if klass != "money":
                klass = "rate"
        elif (
            klass == "count"
            and phrase.kind == "plain"
            and (period := rate_around(self.words, first, end, self.lexicon))
        ):
            klass, symbol = "rate", f"1/{period}"
        elif unit is None and noun is None and self._is_score(phrase):
            klass = "score"
        bounds = self._bounds(phrase, unit, end)
        if klass == "count" and phrase.thousands is not None and phrase.low is not None:
            phrase.low = phrase.high = phrase.thousands
        if unit is not None and phrase.kind == "fraction" and unit.klass != "share":
            phrase.low = phrase.high = Fraction(phrase.low or 0) / 100
        quantity: Quantity = quantity_of(phrase, bounds)
        first = phrase.first
        if unit is not None:
            first = min(first, unit.first)
        modifier = None
        if bounds is not None:
            modifier = self._span(bounds.first, bounds.last)
            first = min(first, bounds.first)
            if bounds.first >= phrase.last:
                end = max(end, bounds.last)
        whole = self._span(first, end)
        words = self.words[counted[0] : counted[1]] if counted is not None else []
        figure = Figure(
            id=claim_id(self.document, "figure", whole.start, whole.end),
            kind="figure",
            passage=self.document.passage(whole.start, whole.end),
            sentence=self.sentence.index,
            found_by=FOUND_BY,
            number=self._span(phrase.first, phrase.last),
            quantity=quantity,
            modifier=modifier,
            klass=klass,
            unit=symbol,
            counted=None if counted is None else self._span(*counted),
            categories=categories_of(words, self.lexicon),
        )
        return figure, skip_until

    def _bounds(self, phrase: NumberPhrase, unit: UnitPhrase | None, end: int) -> Bounds | None:
        start = phrase.first
        if phrase.opener is not None:
            start = phrase.opener
        if unit is not None and unit.first < start:
            start = unit.first
        before = bounds_before(self.words, start, self.lexicon)
        if before is not None and before.kind != "exact":
            return before
        after = bounds_after(self.words, phrase.last, self.lexicon)
        if after is None and unit is not None:
            after = bounds_after(self.words, unit.last, self.lexicon)
        if after is None:
            after = bounds_after(self.words, end, self.lexicon)
        return after if after is not None else before

    def _is_score(self, phrase: NumberPhrase) -> bool:
        """True right after a word for a score: "a score of 31", "rated 5.2"."""
        at = phrase.first - 1
        while self._word(at) in self.lexicon.score_between and phrase.first - at < 4:
            at -= 1
        return self._word(at) in self.lexicon.score_before
