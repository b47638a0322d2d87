"""Numbers that are no figures: names, codes, clock times, ages, years, list marks, idioms."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from muniment.claims.ages import Ages
from muniment.claims.clock_times import ClockTimes
from muniment.claims.lexicon import Lexicon
from muniment.claims.noun_phrases import HYPHENS, NounPhrase, NounPhraseReader
from muniment.claims.number_phrase import NumberPhrase
from muniment.claims.tokens import Token
from muniment.claims.units import UnitPhrase, rate_around

# How many tokens after "one bank" its counterpart "the other" is looked for.
REACH = 14
# A change with a plus sign has so many characters at most: a longer one may be a telephone number.
LONGEST_CHANGE = 5
# So many groups of digits in a row make a telephone number.
TELEPHONE_GROUPS = 4
# Names in words ("phase two") stay small.
LARGEST_NAME = 20
LONGEST_MARK = 3
MINUTES = "°º′″’'"


def in_capitals(tokens: Sequence[Token]) -> bool:
    """True when most words are written in capitals, so that capitals tell no names."""
    starts = [token.text[:2] for token in tokens if token.text[:2].isalpha()]
    upper = sum(text.isupper() for text in starts)
    return upper * 2 > len(starts)


class NonFigures:
    """Tells which number phrases of one sentence state no quantity."""

    def __init__(
        self,
        tokens: Sequence[Token],
        words: list[str],
        lexicon: Lexicon,
        nouns: NounPhraseReader,
        *,
        row: bool = False,
    ) -> None:
        self.tokens = tokens
        self.words = words
        self.lexicon = lexicon
        self.nouns = nouns
        self.row = row
        self.capitals = in_capitals(tokens)
        self.ages = Ages(tokens, words, lexicon, nouns, capitals=self.capitals)
        self.clock = ClockTimes(tokens, words, lexicon)
        self._list_until = -1

    def _word(self, at: int) -> str:
        return self.words[at] if 0 <= at < len(self.words) else ""

    def _joined(self, at: int) -> bool:
        return 0 < at < len(self.tokens) and self.tokens[at].start == self.tokens[at - 1].end

    def _hyphen(self, at: int) -> bool:
        word = self._word(at)
        return word != "" and word in HYPHENS

    def holds(
        self, phrase: NumberPhrase, *, unit: UnitPhrase | None, noun: NounPhrase | None
    ) -> bool:
        """True when this number is no figure.

        A unit or a plural noun after it shows that it counts, which only the strongest signs
        outweigh.
        """
        measured = unit is not None and not unit.shared
        counts = measured or (noun is not None and self.nouns.is_plural(noun.head))
        return (
            self._code(phrase)
            or self._address(phrase)
            or self._list_mark(phrase)
            or self._idiom(phrase)
            or self._identifier(phrase, counts)
            or self._one(phrase, unit, noun)
            or self._age(phrase, counts)
            or self.clock.holds(phrase, counts=counts)
            or (not counts and self._year(phrase))
            or self._name(phrase)
        )

    def _age(self, phrase: NumberPhrase, counts: bool) -> bool:
        """An age; those listed after it are ages too: "aged 4, 7 and 11"."""
        if not self.ages.holds(phrase, counts=counts):
            return False
        if self._word(phrase.first - 1) in self.lexicon.age["before"]:
            self._extend_list(phrase)
        return True

    # Codes

    def _code(self, phrase: NumberPhrase) -> bool:
        """Digits inside a code, a web address, a footnote mark, an ordinal, a coordinate."""
        first, last = phrase.first, phrase.last
        if not self._word(first)[0].isdigit():
            return False
        if self._word(first - 1) == "+" and self._change(first, last):
            return False  # "+35%", "+12"
        return (
            (self._joined(first) and self._code_before(first))
            or (self._joined(last) and self._word(last - 1)[0].isdigit() and self._code_after(last))
            or (self._word(first - 1) == "[" and self._word(last) == "]")
            or self._telephone(first, last)
            or (len(self._word(first)) > 1 and self._word(first).isdecimal() and self._zero(first))
        )

    def _change(self, first: int, last: int) -> bool:
        """True for a number with a plus sign that is by how much something has grown."""
        if self._word(last) in self.lexicon.words["percent"]:
            return True
        short = len(self._word(first)) <= LONGEST_CHANGE and not self._joined(first - 1)
        after = self._word(last)
        return short and not (after[:1].isdigit() or after in HYPHENS or after in ("(", "/"))

    def _zero(self, at: int) -> bool:
        """True for digits that begin with a zero, as codes do."""
        return self._word(at)[0] == "0"

    def _code_before(self, first: int) -> bool:
        """True where what is joined to the number's start makes it part of a code."""
        before = self._word(first - 1)
        inner = self._joined(first - 1)
        if before[0].isalpha():
            return before not in self.lexicon.signs.by_edge
        if before in "/@_\\:#№§" or before in MINUTES:
            return before not in "’'" or inner
        if before == "+":
            return True
        if before in HYPHENS or before == ".":
            return inner and self._word(first - 2)[-1:].isalnum()
        if before == "(":
            return inner and self._word(first - 2)[:1].isdigit()  # article 33(2)
        return before in ',”"' and inner and self._word(first - 2).isalpha()

    def _code_after(self, last: int) -> bool:
        """True where what is joined to the number's end makes it part of a code."""
        after = self._word(last)
        if after in self.lexicon.named["ordinal_suffixes"]:
            return True
        if after in "/@_\\:":
            return self._joined(last + 1) and not self._unit(last)
        if after in HYPHENS and self._joined(last + 1):
            return self._word(last + 1)[:1].isdigit()  # sheet 30-02, a 3-2 vote
        if after in MINUTES:
            follows = self._word(last + 1)
            turn = follows in ("n", "s", "e", "w") or follows[:1].isdigit()
            return self._joined(last + 1) and turn
        return after[0].isalpha() and not self._unit(last)

    def _unit(self, at: int) -> bool:
        lexicon = self.lexicon
        return (
            self.tokens[at].text in lexicon.unit_symbols
            or lexicon.units.after(self.words, at) is not None
            or lexicon.currencies.after(self.words, at) is not None
            or self.words[at] in lexicon.scales
            or self.words[at] in lexicon.money_scales
            or self.words[at] in lexicon.per["words"]
        )

    def _telephone(self, first: int, last: int) -> bool:
        """True in a row of groups of digits, and after "call"."""
        if self.row:
            return False
        start, end = first, last
        for _ in range(TELEPHONE_GROUPS):
            start -= self._digit_gap(start - 1, -1)
            end += self._digit_gap(end, 1)
        groups = sum(self._word(at).isdecimal() for at in range(start, end))
        hyphens = sum(self._word(at) in HYPHENS for at in range(start, end))
        if groups >= TELEPHONE_GROUPS or hyphens > 1 or self._word(start - 1) == "+":
            return True
        cue = start - 1
        while self._word(cue) in (".", ":", "(", ")") and start - cue < TELEPHONE_GROUPS:
            cue -= 1
        return self._word(cue) in self.lexicon.telephone

    def _digit_gap(self, at: int, step: int) -> int:
        """How many tokens on the next group of digits ends: 1, 2 past a hyphen, else 0."""
        if self._word(at).isdecimal():
            return 1
        return 2 if self._word(at) in HYPHENS and self._word(at + step).isdecimal() else 0

    # Marks and names

    def _address(self, phrase: NumberPhrase) -> bool:
        """The number of a house: 12 Harbour Street."""
        if not phrase.digits:
            return False
        for at in range(phrase.last, min(phrase.last + 4, len(self.tokens))):
            if not self.tokens[at].text[0].isupper() or self.capitals:
                return False
            if self.words[at] in self.lexicon.named["streets"]:
                return at > phrase.last
        return False

    def _list_mark(self, phrase: NumberPhrase) -> bool:
        """The number of a list item or of a heading: "1.", "2)", "(3)", "4.2 Findings"."""
        first, last = phrase.first, phrase.last
        after = self._word(last)
        short = phrase.digits != "" and len(phrase.digits) <= LONGEST_MARK
        if first == 0 and short and after in (")", "."):
            return self._joined(last) and last + 1 < len(self.words)
        if first == 0 and "." in self._word(0) and not phrase.range and after[:1].isalpha():
            return self.tokens[last].text[0].isupper() and not phrase.scaled
        if not short or after != ")":
            return False
        if self._word(first - 1) != "(":  # "we ask that: 1) …; 2) …"
            return "(" not in self.words[max(0, first - REACH) : first]
        before = self._word(first - 2)
        listed = before in (",", ";", ":", "") or before in self.lexicon.closed
        return listed and not self._joined(first - 1)

    def _idiom(self, phrase: NumberPhrase) -> bool:
        if self._word(phrase.last) in self.lexicon.named["name_joiners"]:
            return True
        joined = self._hyphen(phrase.first - 1) and self._joined(phrase.first)
        if joined and self._word(phrase.first - 2) in self.lexicon.named["compound_prefixes"]:
            return True  # a multi-million company
        for at in range(phrase.first, phrase.last):
            for offset, idiom in self.lexicon.idioms.get(self.words[at], ()):
                start = at - offset
                here = tuple(self.words[max(0, start) : start + len(idiom)])
                whole = 0 <= start <= phrase.first and start + len(idiom) >= phrase.last
                if whole and here == idiom:
                    # "More than one dies every hour" counts.
                    return rate_around(self.words, phrase.first, phrase.last, self.lexicon) is None
        return False

    def _identifier(self, phrase: NumberPhrase, counts: bool) -> bool:
        """A number that names what stands before it: article 12, Pit 3, rooms 4 and 5."""
        if phrase.first == self._list_until and not (counts and not phrase.range):
            self._extend_list(phrase)
            return True
        at = self._named_word(phrase.first)
        if at is None:
            return False
        coded = phrase.kind == "fraction" and not phrase.in_words  # resolution 46/182
        if phrase.scaled or not (coded or phrase.kind == "plain"):
            return False
        grouped = "," in self._word(phrase.first)
        weak = self._word(at) not in self.lexicon.named["strong"]
        if weak and self.row and self.tokens[phrase.first].start > self.tokens[at].end + 1:
            return False  # another cell of a table
        if weak and (counts or grouped or self._counts_after_all(phrase, at)):
            return False
        self._extend_list(phrase)
        return True

    def _named_word(self, first: int) -> int | None:
        """The index of the word that a number names, past the full stop of "No."."""
        at = first - 1
        if self._word(at) == "(":
            at -= 1
        stop = self._word(at) == "." and self._joined(at)
        if stop or (self._word(at) == ":" and self._word(at - 1) in self.lexicon.named["strong"]):
            at -= 1
        return at if self._word(at) in self.lexicon.named["before"] else None

    def _counts_after_all(self, phrase: NumberPhrase, at: int) -> bool:
        """True for "in the camp two died": a determiner before the noun, none in "phase two"."""
        before = self._word(at - 1)
        function = self.lexicon.function
        if before in function["subjects"]:
            return True  # "they hold 19 of ours": a verb
        noun = before[:1].isalpha() and before not in self.lexicon.closed
        if noun and self._word(at) in self.lexicon.named["verbs_too"]:
            return not self.tokens[at].text[0].isupper() or self.capitals
        determined = before in function["determiners"]
        if phrase.in_words and (phrase.low is None or phrase.low > LARGEST_NAME):
            return True
        capital = self.tokens[at].text[0].isupper() and not self.capitals
        return determined and not capital

    def _extend_list(self, phrase: NumberPhrase) -> None:
        """Remember where the next number of a list of names would start."""
        at = phrase.last
        while self._word(at) == "(" and self._word(at + 2) == ")":
            at += 3
        if self._word(at) == "," and self._word(at + 1) in self.lexicon.words["list"]:
            at += 1
        if self._word(at) in self.lexicon.words["list"] or self._word(at) == "&":
            self._list_until = at + 1

    def _name(self, phrase: NumberPhrase) -> bool:
        """A capitalised number word inside a sentence: the Seven Sisters."""
        first = phrase.first
        if self.capitals or not phrase.in_words or first == 0 or phrase.kind == "fraction":
            return False
        if not self.tokens[first].text[0].isupper():
            return False
        before = self.tokens[first - 1].text
        if not before[0].isalpha():
            return False
        long = [token.text for token in self.tokens if token.text.isalpha() and len(token.text) > 3]
        title = sum(word[0].isupper() for word in long) * 3 > len(long) * 2
        return not title

    def _year(self, phrase: NumberPhrase) -> bool:
        """A bare number of four digits that can be a year and counts nothing."""
        if len(phrase.digits) != 4 or phrase.low not in self.lexicon.years or self.row:
            return self.row and self._year_of_row(phrase)
        bounded = self.lexicon.before.before(self.words, phrase.first)
        return bounded is None or bounded[1] in ("about", "exact")

    def _year_of_row(self, phrase: NumberPhrase) -> bool:
        """True in the head of a table, whose numbers are all years; and in its first cell."""
        if len(phrase.digits) != 4 or phrase.low not in self.lexicon.years:
            return False
        digits = [word for word in self.words if word[0].isdigit()]
        years = [word for word in digits if len(word) == 4 and word.isdecimal()]
        first = phrase.first == 0 or (phrase.first == 1 and self._word(0) == "|")
        return first or (len(years) == len(digits) and len(years) > 1)

    # One

    def _one(self, phrase: NumberPhrase, unit: UnitPhrase | None, noun: NounPhrase | None) -> bool:
        """True for the pronoun: "one" counts before a noun or a participle only."""
        first, at = phrase.first, phrase.last
        if at - first != 1 or self._word(first) not in self.lexicon.one or phrase.kind != "plain":
            return False
        idioms = self.lexicon.named["one_idioms"]
        if noun is None and unit is None and self._word(first - 1) in self.lexicon.one_again:
            return True
        if unit is not None:
            return self._word(at) in idioms
        if noun is not None:
            return self._word(noun.first) in idioms or self._other_follows(noun)
        after = self._word(at)
        if after in idioms:
            return True
        if not after[:1].isalpha():
            return not self._counting(first)
        if after in self.lexicon.function["predicates"] or self.nouns.is_verb(at):
            return self._adjective(first - 1)
        if after in self.lexicon.function["copulas"]:
            at += 1
            while self.nouns.is_adverb(at):
                at += 1
            return not self.nouns.is_verb(at) or self._word(at) in self.lexicon.closed
        if after in self.lexicon.words["partitive"]:
            pronoun = self._word(at + 1) in self.lexicon.nouns["pronouns"]
            if self._word(at + 1) in self.lexicon.one_not_of:
                return True
            return not (pronoun and self._word(first - 1) in self.lexicon.one_counting)
        bounded = self.lexicon.before.before(self.words, first) is not None
        return after not in self.lexicon.closed or not bounded

    def _other_follows(self, noun: NounPhrase) -> bool:
        """True for "on one bank … on the other"."""
        after = self.words[noun.last : noun.last + REACH]
        return any(pair in self.lexicon.one_other for pair in itertools.pairwise(after))

    def _counting(self, first: int) -> bool:
        """True when bounds or a colon before "one" show that it counts."""
        bounded = self.lexicon.before.before(self.words, first) is not None
        return bounded or self._word(first - 1) == ":"

    def _adjective(self, at: int) -> bool:
        """True where "one" stands for a noun: after an adjective or a determiner."""
        word = self._word(at)
        if not word or not word[0].isalpha() or self.nouns.is_verb(at):
            return False
        if word in self.lexicon.function["determiners"]:
            return True
        return word not in self.lexicon.closed and not self.nouns.is_adverb(at)
