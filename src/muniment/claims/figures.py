"""Figures: quantities with their class, unit and what is counted."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from muniment.claims.categories import categories_of
from muniment.claims.counted import CountedReader
from muniment.claims.language import Language
from muniment.claims.lexicon import Lexicon, lexicon_of
from muniment.claims.model import Citation, DateClaim, Figure, FigureClass, claim_id
from muniment.claims.modifiers import Bounds, as_round, bounds_after, bounds_before, quantity_of
from muniment.claims.non_figures import NonFigures
from muniment.claims.noun_phrases import NounPhrase, NounPhraseReader
from muniment.claims.number_phrase import NumberPhrase
from muniment.claims.numbers import NumberReader
from muniment.claims.sentences import Sentence
from muniment.claims.tables import column_noun, is_head, row_label
from muniment.claims.tokens import Token
from muniment.claims.units import CLAUSE_MARKS, TIMES, UnitPhrase, rate_after, rate_around, unit_of
from muniment.documents.document import Document
from muniment.values.passage import Span
from muniment.values.quantity import Number

# What is counted belongs to the passage when it starts this close behind the number.
ADJACENT = 8
# A noun is shared by so many numbers before it at most: "7, 8 and 9 men".
LONGEST_LIST = 8
DEGREE = "°"
# How many tokens before a number "score" or "index" may stand.
SCORE_REACH = 9
# How many tokens after a figure another may leave out the same unit.
HUNDRED = 100
ELISION_REACH = 20
LIST_MARKS = frozenset((",", ";"))
CLAUSE_ENDS = frozenset(("", ".", ";", ",", "!", "?"))
# How many tokens before a number a word of payment is looked for.
MONEY_REACH = 8

FOUND_BY = "number grammar 1"
# Of a currency known by the words around it, not by the list.
BY_CUES = "number grammar 1, currency by its context"
# Of a multiple said in one word: "doubled".
IN_A_WORD = "number grammar 1, a multiple in one word"
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
    head: Sentence | None = None
    for sentence in sentences:
        if head is not None and head.paragraph != sentence.paragraph:
            head = None
        if head is None and is_head(sentence):
            head = sentence
        if has_number(sentence.text, lexicon):
            figures.extend(_SentenceFigures(document, sentence, lexicon, taken, head).read())
    _spread_currencies(figures)
    return figures


def _spread_currencies(figures: list[Figure]) -> None:
    """Read a currency that one sentence shows as one ("12.5 million lenns in aid") everywhere."""
    shown = {
        figure.unit.partition("/")[0]
        for figure in figures
        if figure.klass == "money" and figure.unit is not None and figure.found_by == BY_CUES
    }
    for figure in figures:
        name = figure.counted.text.lower() if figure.counted is not None else ""
        if figure.klass in ("count", "rate") and name in shown:
            figure.klass = "money"
            per = (figure.unit or "").partition("/")[2]
            figure.unit = f"{name}/{per}" if per else name


def has_number(text: str, lexicon: Lexicon) -> bool:
    """True when a text may hold a number: a cheap test that spares most sentences the rest."""
    if _DIGIT.search(text):
        return True
    return not lexicon.triggers.isdisjoint(_WORD.findall(text.lower()))


@dataclass(slots=True, kw_only=True)
class _Found:
    """What is read of one number, before it becomes a figure; indexes are of tokens.

    ``first`` and ``end`` bound the passage but for the bounds; ``direct`` tells that the noun
    follows the number directly.
    """

    phrase: NumberPhrase
    klass: FigureClass
    symbol: str | None
    counted: tuple[int, int] | None
    first: int
    end: int
    bounds: Bounds | None
    skip_until: int
    direct: bool


class _Listed(NamedTuple):
    """Bounds that may reach the next number of a list, and where the number's phrase ends."""

    bounds: Bounds
    end: int
    phrase: NumberPhrase

    @classmethod
    def of(cls, found: _Found) -> _Listed | None:
        """The bounds of a number that can head a list; None where they reach no further."""
        bounds = found.bounds
        if bounds is None or bounds.kind == "exact" or found.klass != "count" or not found.direct:
            return None
        return cls(bounds, found.end, found.phrase)


def _hundredfold(value: Number | None) -> Number | None:
    if value is None:
        return None
    percent = Fraction(value) * 100
    return percent if percent.denominator != 1 else int(percent)


def _negative(value: Number | None) -> Number | None:
    return None if value is None else -value


class _SentenceFigures:
    """Reads the figures of one sentence."""

    def __init__(
        self,
        document: Document,
        sentence: Sentence,
        lexicon: Lexicon,
        taken: Sequence[tuple[int, int]],
        head: Sentence | None = None,
    ) -> None:
        self.document = document
        self.head = head
        self.sentence = sentence
        self.lexicon = lexicon
        self.tokens: Sequence[Token] = sentence.tokens_of(document)
        self.words = [token.lower for token in self.tokens]
        self.nouns = NounPhraseReader(self.tokens, self.words, lexicon)
        self.serial, label = row_label(document, sentence)
        self.counted = CountedReader(self.tokens, self.words, lexicon, self.nouns, label)
        self.blocked = self._blocked(taken)
        self.non_figures = NonFigures(
            self.tokens, self.words, lexicon, self.nouns, row=sentence.kind == "row"
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
        cells = frozenset(start for start, _ in self.sentence.cells)
        phrases = NumberReader(self.tokens, self.lexicon, self.blocked, cells).read()
        units = self._units(phrases)
        figures: list[Figure] = []
        listed: _Listed | None = None
        measured: _Found | None = None
        skip_until = 0
        for at, (phrase, unit) in enumerate(zip(phrases, units, strict=True)):
            if phrase.first < skip_until or self._repeats(phrases, at):
                continue
            if self.tokens[phrase.first].start < self.serial:
                continue
            noun = None
            if unit is None or unit.klass == "share":
                noun = self.counted.noun_after(phrase)
            guessed = self._currency(phrase, noun) if unit is None else None
            unit = unit or guessed
            if self.non_figures.holds(phrase, unit=unit, noun=noun):
                continue
            shared = self._noun_of_next(phrases, at, unit, noun)
            if unit is None and noun is None and shared is None and measured is not None:
                unit = self._elided(measured, phrase)
            found = self._found(phrase, unit, noun, shared)
            unitary = found.symbol is not None and phrase.kind == "plain" and found.klass != "rate"
            measured = found if unitary else None
            if listed is not None and self._reaches(listed, found):
                found.bounds = listed.bounds
            listed = _Listed.of(found)
            figure = self._figure(found)
            if figure.counted is None and figures and self._after_a_place(phrase):
                figure.counted = figures[-1].counted
            if phrase.kind == "multiple":
                figure.found_by = IN_A_WORD
            elif guessed is not None:
                figure.found_by = BY_CUES
            figures.append(figure)
            skip_until = found.skip_until
        return figures

    def _after_a_place(self, phrase: NumberPhrase) -> bool:
        """True for "huts burned in Upper Dorn (27)": it counts what the number before it does."""
        bracketed = self._word(phrase.first - 1) == "(" and self._word(phrase.last) == ")"
        return bracketed and self.non_figures.ages.placed(phrase.first - 2)

    def _elided(self, before: _Found, phrase: NumberPhrase) -> UnitPhrase | None:
        """The unit that the text leaves out the second time: "58 percent for, 34 against".

        Only at the end of a clause or before a preposition, and not after a verb, where it
        would count something else ("and wounded 34").
        """
        words, function = self.lexicon.words, self.lexicon.function
        after, last = self._word(phrase.last), self._word(phrase.first - 1)
        if phrase.kind != "plain" or phrase.first - before.end > ELISION_REACH:
            return None
        duration = before.klass == "duration"
        follower = words["elided_duration"] if duration else words["elided_before"]
        if not (after in follower or (after in CLAUSE_ENDS and not (duration and after == ","))):
            return None
        verb = self.nouns.is_verb(phrase.first - 1) or any(
            last in exceptions for exceptions in self.lexicon.verb_endings.values()
        )
        if before.klass == "money" and last in self.lexicon.money_cues:
            verb = False  # a vial that cost 16 crowns now costs 20
        barred = verb or last in function["predicates"] or last in words["partitive"]
        if barred or not (last[:1].isalpha() or last in LIST_MARKS):
            return None
        if before.klass in ("measure", "duration") and self._adverbial(before):
            return None
        symbol = before.symbol or ""
        if before.klass == "share":
            # "Fell by 12 percent to 22,000": a share above 100, or after a change, is none.
            stepped = self._word(before.first - 1) in words["change_by"] and last in words["range"]
            if stepped or (phrase.low or 0) > HUNDRED:
                return None
        return UnitPhrase(before.klass, symbol, phrase.last, phrase.last, shared=True)

    def _adverbial(self, found: _Found) -> bool:
        """True where a length or a duration only says where or when: "80 km off", "in 3 days"."""
        if self._word(found.end) in self.lexicon.words["locative"]:
            return True
        at = found.first - 1
        while self._word(at) in self.lexicon.function["determiners"]:
            at -= 1
        word = self._word(at)
        opener = word in self.lexicon.words["change_opener"]
        return word in self.lexicon.function["prepositions"] and not opener

    def _repeats(self, phrases: Sequence[NumberPhrase], at: int) -> bool:
        """True for a number given again in brackets: "five (5) bodies"."""
        if at == 0:
            return False
        before, phrase = phrases[at - 1], phrases[at]
        bracketed = self._word(phrase.first - 1) == "(" and self._word(phrase.last) == ")"
        return bracketed and before.last == phrase.first - 1 and before.low == phrase.low

    def _currency(self, phrase: NumberPhrase, noun: NounPhrase | None) -> UnitPhrase | None:
        """A currency that is not in the list: millions or decimals, after a word of payment."""
        if noun is None or noun.last - noun.first != 1 or noun.first != phrase.last:
            return None
        direct = self.words[max(0, phrase.first - 2) : phrase.first]
        named = not self.lexicon.money_direct.isdisjoint(direct)
        if not (named or phrase.scaled or isinstance(phrase.low, Fraction)):
            return None
        cues = self.words[max(0, phrase.first - MONEY_REACH) : noun.last + MONEY_REACH]
        if self.lexicon.money_cues.isdisjoint(cues):
            return None
        word = self._word(noun.head)
        if word in self.lexicon.words["multiplier"]:
            return None
        if any(word in table for table in self.lexicon.categories.values()):
            return None
        if word in self.lexicon.nouns["plural"]:
            return None
        return UnitPhrase("money", word, noun.first, noun.last)

    def _units(self, phrases: Sequence[NumberPhrase]) -> list[UnitPhrase | None]:
        """The unit of each number, its own or one shared with the next: 12, 13 and 14 km."""
        units: list[UnitPhrase | None] = [
            unit_of(self.tokens, self.words, phrase, self.lexicon) for phrase in phrases
        ]
        for at in range(len(phrases) - 2, -1, -1):
            shared = units[at + 1]
            if units[at] is None and shared is not None and shared.first >= phrases[at + 1].last:
                between = self.words[phrases[at].last : phrases[at + 1].first]
                if len(between) == 2 and between[-1] in self.lexicon.words["alternative"]:
                    continue  # "37 of 310, or 12 percent" says one thing in two ways
                if self._in_list(phrases[at], phrases[at + 1]):
                    units[at] = shared._replace(shared=True)
        return units

    def _in_list(self, one: NumberPhrase, two: NumberPhrase) -> bool:
        """True where nothing but a comma or a conjunction stands between two numbers."""
        between = self.words[one.last : two.first]
        joined = 0 < len(between) <= 2 and set(between) <= self.lexicon.words["list"]
        return joined and one.kind == two.kind == "plain"

    def _noun_of_next(
        self,
        phrases: Sequence[NumberPhrase],
        at: int,
        unit: UnitPhrase | None,
        noun: NounPhrase | None,
    ) -> NounPhrase | None:
        """The noun that a number without its own shares with those after it: 7, 8 and 9 men."""
        if unit is not None or noun is not None:
            return None
        for here in range(at, min(at + LONGEST_LIST, len(phrases) - 1)):
            if not self._in_list(phrases[here], phrases[here + 1]):
                return None
            shared = self.counted.noun_after(phrases[here + 1])
            if shared is not None:
                return shared
        return None

    # Putting a figure together

    def _span(self, first: int, last: int) -> Span:
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        return Span(start, end, self.document.text[start:end])

    def _found(
        self,
        phrase: NumberPhrase,
        unit: UnitPhrase | None,
        noun: NounPhrase | None,
        shared: NounPhrase | None,
    ) -> _Found:
        """What is read of a number: class, unit, what is counted, bounds."""
        counted = self.counted.counted(phrase, unit, noun)
        if counted is None and shared is not None:
            counted = shared.first, shared.last
        end = phrase.last
        if unit is None or not unit.shared:
            end = max(end, unit.last if unit is not None else 0)
            shares = counted is not None and noun is None and shared is not None
            if counted is not None and counted[0] <= end + ADJACENT and not shares:
                end = max(end, counted[1])
        found = _Found(
            phrase=phrase,
            klass="count" if unit is None else unit.klass,
            symbol=None if unit is None else unit.symbol,
            counted=counted,
            first=min(phrase.first if unit is None else unit.first, phrase.first),
            end=end,
            bounds=self._bounds(phrase, unit, end),
            skip_until=0 if unit is None or unit.shared else unit.last,
            direct=noun is not None and unit is None,
        )
        self._rate(found, unit)
        if found.klass == "count" and unit is None and noun is None and self._is_score(phrase):
            found.klass = "score"
        if found.klass == "count" and phrase.thousands is not None:
            phrase.low = phrase.high = phrase.thousands
        if unit is not None and phrase.kind == "fraction" and unit.klass != "share":
            phrase.low = phrase.high = Fraction(phrase.low or 0) / 100
        if found.symbol == TIMES:
            phrase.low, phrase.high = _hundredfold(phrase.low), _hundredfold(phrase.high)
        below = found.symbol is not None and found.symbol.startswith(DEGREE)
        if below and self._below_zero(phrase):
            phrase.low, phrase.high = _negative(phrase.high), _negative(phrase.low)
        return found

    def _rate(self, found: _Found, unit: UnitPhrase | None) -> None:
        """Make a rate of a figure that is per something: "80 shells a day"."""
        rate = rate_after(self.words, found.end, self.lexicon)
        if rate is None and unit is not None and (found.end != unit.last or unit.shared):
            rate = rate_after(self.words, unit.last, self.lexicon)
        if rate is not None:
            found.skip_until = max(found.skip_until, rate[0])
            found.symbol = f"{found.symbol or '1'}/{rate[1]}"
            if found.klass not in ("money", "duration"):
                found.klass = "rate"
        elif found.klass == "count" and found.phrase.kind == "plain":
            start = found.phrase.opener if found.phrase.opener is not None else found.phrase.first
            period = rate_around(self.words, start, found.end, self.lexicon)
            if period is not None:
                found.klass, found.symbol = "rate", f"1/{period}"

    def _below_zero(self, phrase: NumberPhrase) -> bool:
        """True for a minus sign right before a number and after a space."""
        at = phrase.first - 1
        if self._word(at) in self.lexicon.words["minus"]:
            return True
        if self._word(at) not in ("-", "−", "–") or at < 0:
            return False
        joined = self.tokens[at].end == self.tokens[phrase.first].start
        return joined and (at == 0 or self.tokens[at - 1].end < self.tokens[at].start)

    def _reaches(self, listed: _Listed, found: _Found) -> bool:
        """True where the bounds of the number before reach this one: "at least 12 men and 5 women".

        Only where nothing but a comma or a conjunction stands between the first noun and the
        second number, and the second has no bounds of its own.
        """
        if found.bounds is not None or not found.direct or found.klass != "count":
            return False
        if not as_round(listed.phrase, found.phrase):
            return False
        between = self.words[listed.end : found.phrase.first]
        return 0 < len(between) <= 2 and set(between) <= self.lexicon.words["reach"]

    def _figure(self, found: _Found) -> Figure:
        phrase, bounds, counted = found.phrase, found.bounds, found.counted
        first, end = found.first, found.end
        if phrase.opener is not None:
            first = min(first, phrase.opener)
        named = None if counted is None else self._span(*counted)
        if named is None and self.head is not None and found.klass == "count":
            start = self.tokens[phrase.first].start
            named = column_noun(self.document, self.head, self.sentence, start, self.lexicon)
        modifier = None
        if bounds is not None:
            modifier = self._span(bounds.first, bounds.last)
            if bounds.last <= phrase.first and bounds.last >= first - 1:
                first = min(first, bounds.first)
            if bounds.first >= phrase.last:
                end = max(end, bounds.last)
        whole = self._span(first, end)
        return Figure(
            id=claim_id(self.document, "figure", whole.start, whole.end),
            kind="figure",
            passage=self.document.passage(whole.start, whole.end),
            sentence=self.sentence.index,
            found_by=FOUND_BY,
            number=self._span(phrase.first, phrase.last),
            quantity=quantity_of(phrase, bounds),
            modifier=modifier,
            klass=found.klass,
            unit=found.symbol,
            counted=named,
            categories=categories_of(named.text.lower().split() if named else (), self.lexicon),
        )

    def _bounds(self, phrase: NumberPhrase, unit: UnitPhrase | None, end: int) -> Bounds | None:
        start = phrase.first
        if phrase.opener is not None:
            start = phrase.opener
        if unit is not None and unit.first < start:
            start = unit.first
        before = bounds_before(self.words, start, self.lexicon)
        duration = unit is not None and unit.klass == "duration"
        if before is not None and duration and self._during(before):
            before = None
        if before is not None and before.kind == "most" and self._rises_to(before, phrase.last):
            before = None
        if before is not None and before.kind != "exact":
            return before
        after = bounds_after(self.words, phrase.last, self.lexicon)
        if after is None and unit is not None:
            after = bounds_after(self.words, unit.last, self.lexicon)
        if after is None:
            after = bounds_after(self.words, end, self.lexicon)
        return after if after is not None else before

    def _rises_to(self, bounds: Bounds, last: int) -> bool:
        """True for "up to 45 from 30", which says a change and no bound."""
        change = self.lexicon.words["change"]
        opened = self._word(last) in self.lexicon.words["change_opener"]
        return (
            opened
            and self._word(last + 1)[:1].isdigit()
            and any(word in change for word in self.words[bounds.first : bounds.last])
        )

    def _during(self, bounds: Bounds) -> bool:
        """True for "over 12 days" in the sense of "in the course of"."""
        if self._word(bounds.last - 1) not in self.lexicon.particles["during"]:
            return False
        before = self._word(bounds.first - 1)
        return before.isalpha() and before not in self.lexicon.particles["more_than"]

    def _is_score(self, phrase: NumberPhrase) -> bool:
        """True soon after a word for a score: "a score of 31", "the index fell from 62 to 54"."""
        for at in range(phrase.first - 1, max(-1, phrase.first - SCORE_REACH), -1):
            if self._word(at) in self.lexicon.score_before:
                return True
            if self._word(at) in CLAUSE_MARKS - {":"}:
                return False
        return False
