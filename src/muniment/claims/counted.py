"""What is counted: the words that name what a number is a number of."""

from __future__ import annotations

from collections.abc import Sequence

from muniment.claims.lexicon import Lexicon
from muniment.claims.noun_phrases import HYPHENS, NounPhrase, NounPhraseReader
from muniment.claims.number_phrase import NumberPhrase
from muniment.claims.numbers import NumberReader
from muniment.claims.tokens import Token
from muniment.claims.units import UnitPhrase, unit_of

TokenSpan = tuple[int, int]

# How many tokens of a sentence are looked through for "the number of …", and of a line for
# its label.
REACH = 40
LABEL_REACH = 20
LABEL_MARKS = frozenset((":", "=", "-", "–", "—", "."))
LONGEST_MARK = 3
# How many tokens lie between a verb of change and its number at most.
SUBJECT_REACH = 6


class CountedReader:
    """Finds what the numbers of one sentence count.

    ``label`` is the span (offsets) of the first cell of a table's row, or None.
    """

    def __init__(
        self,
        tokens: Sequence[Token],
        words: list[str],
        lexicon: Lexicon,
        nouns: NounPhraseReader,
        label: tuple[int, int] | None = None,
    ) -> None:
        self.tokens = tokens
        self.words = words
        self.lexicon = lexicon
        self.nouns = nouns
        self.label = label
        self._function = lexicon.function

    def _word(self, at: int) -> str:
        return self.words[at] if 0 <= at < len(self.words) else ""

    def _of(self, at: int) -> bool:
        return self._word(at) in self.lexicon.words["partitive"]

    def noun_after(self, phrase: NumberPhrase) -> NounPhrase | None:
        """The noun phrase right after a number: "12 houses", "10-vehicle", "five (5) bodies"."""
        at = phrase.last
        if self._hyphen(at):
            return self._compound(phrase, at)
        at = self._after_repetition(phrase, at)
        bound = self.lexicon.after.after(self.words, at)
        if bound is not None:
            at = bound[0]
        end = self._after_measured_modifier(at)
        if end > at and self._word(end - 1) in self.lexicon.age["olds"]:
            return NounPhrase(at, end, end - 1)  # two 16-year-olds
        at = end
        return self.nouns.after(at, singular=phrase.low == 1 and phrase.high == 1)

    def _hyphen(self, at: int) -> bool:
        word = self._word(at)
        return word in HYPHENS and word != "" and self.tokens[at].start == self.tokens[at - 1].end

    def _compound(self, phrase: NumberPhrase, at: int) -> NounPhrase | None:
        """The noun of "a 10-vehicle convoy": the one joined by the hyphen alone."""
        bound = self.lexicon.after.after(self.words, at)
        if bound is not None:  # forty-odd families
            return self.nouns.after(bound[0])
        after = self._word(at + 1)
        if not after[:1].isalpha() or after in self.lexicon.nouns["compound_adjectives"]:
            return None
        return NounPhrase(at + 1, at + 2, at + 1)

    def _after_repetition(self, phrase: NumberPhrase, at: int) -> int:
        """The index after the same number again in brackets: "five (5) bodies"."""
        if self._word(at) == "(" and self._word(at + 2) == ")":
            again = NumberReader(self.tokens[at + 1 : at + 2], self.lexicon).read()
            if again and again[0].low == phrase.low:
                return at + 3
        return at

    def _after_measured_modifier(self, at: int) -> int:
        """The index after a measure that describes the noun: "two 155 mm shells"."""
        if not self._word(at)[:1].isdigit():
            return at
        number = NumberReader(self.tokens[at : at + 4], self.lexicon).read()
        if not number or number[0].first != 0:
            return at
        last = at + number[0].last
        shifted = NumberPhrase(at, last, number[0].low, number[0].high, digits=number[0].digits)
        unit = unit_of(self.tokens, self.words, shifted, self.lexicon)
        if unit is None or unit.first < last:
            return at
        end = unit.last
        while self._hyphen(end) and self._word(end + 1).isalpha():
            end += 2  # 5-year-old
        return end

    def counted(
        self, phrase: NumberPhrase, unit: UnitPhrase | None, noun: NounPhrase | None
    ) -> TokenSpan | None:
        """The tokens ``[first, last)`` that name what is counted; None where the text does not.

        The unit itself for measures, durations and money in words; "them" for "71 of them";
        for a share what it is a share of.
        """
        if phrase.unit_at is not None:
            return phrase.unit_at, phrase.unit_at + 1
        if phrase.inner is not None and not self._of(phrase.last):
            return phrase.inner
        if unit is not None and unit.shared and unit.first == unit.last:
            return None  # the unit is left out
        if unit is not None and unit.klass in ("measure", "duration"):
            return self._measured(unit) if unit.first >= phrase.last else None
        if unit is not None and unit.klass == "money":
            return self._paid(phrase, unit)
        at = self._after_repetition(phrase, phrase.last) if unit is None else unit.last
        partitive = self._partitive(at)
        if partitive is not None:
            return partitive
        if phrase.kind in ("multiplier", "multiple"):
            return None
        if unit is not None:
            return self._shared(at)
        if noun is not None:
            return noun.first, noun.last
        return (
            self._nominal(phrase)
            or self._complement(at)
            or self._relative(phrase)
            or self._number_of(phrase)
            or self._labelled(phrase)
            or self._postposed(phrase)
            or self._subject(phrase)
            or self._changed(phrase)
            or self._row_label(phrase)
        )

    def _measured(self, unit: UnitPhrase) -> TokenSpan:
        """The unit, with what is measured: "tonnes of seed"; of a duration the unit alone."""
        if unit.klass == "measure" and self._of(unit.last) and not unit.shared:
            of = self.nouns.after(unit.last + 1, singular=True)
            if of is not None:
                return unit.first, of.last
        return unit.first, unit.last

    def _paid(self, phrase: NumberPhrase, unit: UnitPhrase) -> TokenSpan | None:
        """The currency's name, or what a sum after a sign is paid in: "$3 million in aid"."""
        if unit.first >= phrase.last:
            return unit.first, unit.last
        if self._of(phrase.last) or self._word(phrase.last) in self._function["within"]:
            of = self.nouns.after(phrase.last + 1, singular=True)
            if of is not None:
                return of.first, of.last
        return None

    def _partitive(self, at: int) -> TokenSpan | None:
        """Of them; of our compatriots; of the three villages; of the dead."""
        if not self._of(at):
            return None
        at += 1
        while self._word(at) in self._function["wholes"]:
            at += 2 if self._of(at + 1) else 1
        if self._word(at) in self.lexicon.nouns["pronouns"]:
            noun = self._noun_at(at + 1)
            if noun is not None and self.nouns.is_plural(at + 1):
                return noun  # 5 of them children, 236 of these women
            return self._named_of(at)
        possessive = at if self._word(at) in self._function["possessives"] else None
        while self._word(at) in self._function["determiners"]:
            at += 1
        if self._word(at) in self._function["superlatives"] and self.nouns.after(at + 1):
            at += 1
        after = self._after_number(at)
        if after > at:
            at, possessive = after, None
        if self._word(at) in self._function["predicates"]:
            return self._noun_at(at) or (at, at + 1)
        noun = self._possessed(at) or self._noun_at(at)
        if noun is None:
            single = self.nouns.after(at, singular=True)
            noun = None if single is None else (single.first, single.last)
        if noun is None:
            return None
        return (noun[0] if possessive is None else possessive), noun[1]

    def _noun_at(self, at: int) -> TokenSpan | None:
        noun = self.nouns.after(at)
        return None if noun is None else (noun.first, noun.last)

    def _after_number(self, at: int) -> int:
        """The index after the number at token ``at``; ``at`` itself where there is none."""
        number = NumberReader(self.tokens[at : at + 8], self.lexicon).read()
        if not number or number[0].first != 0:
            return at
        last = at + number[0].last
        bound = self.lexicon.after.after(self.words, last)
        return last if bound is None else bound[0]  # the 300-odd families

    def _named_of(self, pronoun: int) -> TokenSpan:
        """What "of whom" or "of which" stands for where the text says: "of whom 9 were boys".

        After "of them" the pronoun itself is what the text counts.
        """
        if self._word(pronoun) in self._function["relatives"]:
            noun = self._complement(pronoun + 1)
            if noun is not None:
                return noun
        return pronoun, pronoun + 1

    def _possessed(self, at: int) -> TokenSpan | None:
        """The noun of "of the valley's 2,100 farms" and "of the original 12 men".

        It stands after its own number.
        """
        for here in range(at, min(at + 5, len(self.words))):
            word = self.words[here]
            if here > at and self._after_number(here) > here:
                return self._noun_at(self._after_number(here))
            if word[-1] in "'’" or word[-2:-1] in ("'", "’"):
                return self._noun_at(self._after_number(here + 1))
            if word in self.lexicon.closed or not word[0].isalpha():
                return None
        return None

    def _shared(self, at: int) -> TokenSpan | None:
        """What a share is of, where no "of" says it: 50 percent increase in deaths."""
        noun = self.nouns.after(at, singular=True)
        if noun is None or self.nouns.is_verb(noun.first):
            return self._complement(at)
        if self._word(noun.last) in self._function["within"]:
            inside = self._noun_at(noun.last + 1)
            if inside is not None:
                return inside
        return noun.first, noun.last

    def _complement(self, at: int) -> TokenSpan | None:
        """The noun after a copula: "43 were civilians"."""
        while self._word(at) in self._function["perfect"]:
            at += 1
        if self._word(at) not in self._function["copulas"]:
            return None
        at += 1
        while self.nouns.is_adverb(at):
            at += 1
        noun = self.nouns.after(at)
        if noun is None or not self.nouns.is_plural(noun.head):
            return None
        if self.nouns.is_participle(noun.head):
            return None
        if self._word(noun.first).endswith(tuple(self._function["progressive"])):
            return None  # 240 are serving life sentences
        return noun.first, noun.last

    def _nominal(self, phrase: NumberPhrase) -> TokenSpan | None:
        """The adjective of "the nine dead", which stands for a noun after a determiner."""
        if self._word(phrase.last) not in self._function["predicates"]:
            return None
        if self._word(phrase.first - 1) not in self._function["determiners"]:
            return None
        return phrase.last, phrase.last + 1

    def _relative(self, phrase: NumberPhrase) -> TokenSpan | None:
        """Of which 25 were dismissed; of whom there were 17."""
        for at in range(phrase.first - 1, max(0, phrase.first - 5), -1):
            if self._word(at) in self._function["relatives"] and self._of(at - 1):
                return at, at + 1
            if self._word(at) not in self.lexicon.closed and not self.nouns.is_adverb(at):
                return None
        return None

    def _number_of(self, phrase: NumberPhrase) -> TokenSpan | None:
        """The noun of "the number of X … was N"."""
        before = phrase.first - 1
        for at in range(max(0, before - REACH), before):
            if self.words[at] in self._function["totals"] and self._of(at + 1):
                here = range(max(at, before - 3), before + 1)
                reaching = self._word(before) in self._function["reaching"]
                if reaching or any(self._links(link) for link in here):
                    return self._noun_at(at + 2) or self._hurt(at + 2)
                return None
        return None

    def _hurt(self, at: int) -> TokenSpan | None:
        """The adjective of "the number of the wounded"."""
        determined = self._word(at) in self._function["determiners"]
        determined = determined and self._word(at) not in self.lexicon.nouns["pronouns"]
        hurt = determined and self._word(at + 1) in self._function["predicates"]
        return (at + 1, at + 2) if hurt else None

    def _subject(self, phrase: NumberPhrase) -> TokenSpan | None:
        """The subject of "arrests rose from 41 to 63" and of "our losses are 14"."""
        linking = self._function["copulas"] | self._function["linking"]
        change = self.lexicon.words["change"] | linking
        for at in range(phrase.first - 1, max(0, phrase.first - SUBJECT_REACH), -1):
            word = self._word(at)
            if word in change:
                return self._subject_of(at)
            number = word[0].isdigit() or word in self.lexicon.number_words
            if not (number or word in self.lexicon.closed or self.nouns.is_adverb(at)):
                return None
        return None

    def _changed(self, phrase: NumberPhrase) -> TokenSpan | None:
        """The noun of "an increase in arrests over last year, from 41 to 63"."""
        words = self.lexicon.words
        before = self._word(phrase.first - 1)
        if before not in words["change_opener"] and before not in words["range"]:
            return None
        for at in range(phrase.first - 2, max(-1, phrase.first - REACH), -1):
            links = self._word(at + 1) in self._function["within"] or self._of(at + 1)
            if links and self._word(at) in self._function["change_nouns"]:
                return self._noun_at(at + 2)
        return None

    def _subject_of(self, verb: int) -> TokenSpan | None:
        """The plural noun phrase that ends before a verb and its auxiliaries."""
        start = verb
        while start > 0 and self._word(start - 1) not in (",", ";", ":", ".", "(", ")"):
            start -= 1
            if verb - start > REACH:
                return None
        while self._word(start) in self._function["determiners"]:
            start += 1
        noun = self.nouns.after(start)
        if noun is None or noun.last > verb or not self.nouns.is_plural(noun.head):
            return None
        return noun.first, noun.last

    def _links(self, at: int) -> bool:
        return self.nouns.is_verb(at) or self._word(at) in self._function["copulas"]

    def _labelled(self, phrase: NumberPhrase) -> TokenSpan | None:
        """The noun of a label: "Boats seen on 7 June: 21"."""
        before = phrase.first - 1
        if self._word(before) not in LABEL_MARKS or phrase.first > LABEL_REACH:
            return None
        if self._word(before) not in (":", "=") and phrase.last < len(self.words) - 1:
            return None
        if self._word(phrase.last)[:1].isalpha():
            return None  # "Losses: 12 killed, 40 wounded"
        return self._label_noun(0, before)

    def _label_noun(self, start: int, end: int) -> TokenSpan | None:
        """The noun that a label counts: "Houses burned", "- Number of wells", "Person found"."""
        while start < end:
            word = self._word(start)
            mark = len(word) <= LONGEST_MARK and self._word(start + 1) == ")"  # (b) Houses
            closed = word in self.lexicon.closed or self._total(start)
            if word[:1].isalpha() and not (mark or closed):
                break
            start += 1
        noun = self.nouns.after(start) or self.nouns.after(start, singular=True)
        if noun is None or noun.last > end or self._word(noun.head) in self.lexicon.age["before"]:
            return None
        if not self.nouns.is_plural(noun.head):
            alone = noun.last == end or self.nouns.is_verb(noun.last)
            if not (alone and self._person(noun.head)):
                return None
        return noun.first, noun.last

    def _total(self, at: int) -> bool:
        return self._word(at) in self._function["totals"] and self._of(at + 1)

    def _postposed(self, phrase: NumberPhrase) -> TokenSpan | None:
        """The noun that stands before its number in a list: "soldiers 12, civilians (7)".

        With nothing or a comma between them only where the list's marks show it.
        """
        before, after = phrase.first - 1, self._word(phrase.last)
        bounds = self.lexicon.before.before(self.words, phrase.first)
        if bounds is not None and self._word(bounds[0] - 1) == "(":
            before = bounds[0] - 1  # explosions (about 60)
        mark = self._word(before)
        if after[:1].isalnum() or before < 0:
            return None
        listed = after in (";", ")") or mark in ("(", "-", "–", "—", ":")
        end = before if not mark[:1].isalnum() else before + 1
        start = end
        while start > 0 and end - start < LABEL_REACH and self._word(start - 1)[:1].isalpha():
            start -= 1
            passed = any(map(self.nouns.is_plural, range(start + 1, end)))
            if self._word(start) in self.lexicon.closed or (passed and self.nouns.is_verb(start)):
                start += 1
                break
        opened = self._word(start - 1) in ("", ":", ";", "(")
        if mark not in ("(", ",", "-", "–", "—", ":") and end == before:
            return None
        if not (listed or opened) or start >= end:
            return None
        noun = self.nouns.after(start)
        plural = noun is not None and self.nouns.is_plural(noun.head)
        if noun is None or noun.last != end or not plural:
            return None
        return noun.first, noun.last

    def _person(self, at: int) -> bool:
        """True for a noun in the singular that labels use for those counted."""
        word = self._word(at)
        known = any(word in table for table in self.lexicon.categories.values())
        return known or word in self.lexicon.nouns["persons"]

    def _row_label(self, phrase: NumberPhrase) -> TokenSpan | None:
        """What a row of a table counts, where its first cell names it: "Mosques   64   27"."""
        if self.label is None or self.tokens[phrase.first].start < self.label[1]:
            return None
        first, last = self.label
        start = next(at for at, token in enumerate(self.tokens) if token.start >= first)
        end = next((at for at, token in enumerate(self.tokens) if token.start >= last), start)
        return self._label_noun(start, end)
