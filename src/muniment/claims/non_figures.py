"""Numbers that are no figures: names, clock times, ages, years, list marks, idioms."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from muniment.claims.lexicon import Lexicon
from muniment.claims.noun_phrases import NounPhrase, NounPhraseReader
from muniment.claims.numbers import NumberPhrase
from muniment.claims.tokens import Token
from muniment.claims.units import UnitPhrase

LARGEST_CLOCK_WORD = 12
LARGEST_AGE = 120
# How many tokens after "one bank" its counterpart "the other" is looked for.
REACH = 14
HYPHENS = "-‐‑–"


class NonFigures:
    """Tells which number phrases of one sentence state no quantity."""

    def __init__(
        self,
        tokens: Sequence[Token],
        words: list[str],
        lexicon: Lexicon,
        nouns: NounPhraseReader,
        clock: dict[str, frozenset[str]],
        age: dict[str, frozenset[str]],
        years: tuple[int, int],
    ) -> None:
        self.tokens = tokens
        self.words = words
        self.lexicon = lexicon
        self.nouns = nouns
        self.clock = clock
        self.age = age
        self.years = years
        self._list_until = -1
        letters = [
            token.text for token in tokens if token.text[0].isalpha() and len(token.text) > 1
        ]
        self.capitals = bool(letters) and sum(word.isupper() for word in letters) * 2 > len(letters)

    def _word(self, at: int) -> str:
        return self.words[at] if 0 <= at < len(self.words) else ""

    def _joined(self, at: int) -> bool:
        return 0 < at < len(self.tokens) and self.tokens[at].start == self.tokens[at - 1].end

    def holds(
        self, phrase: NumberPhrase, *, unit: UnitPhrase | None, noun: NounPhrase | None
    ) -> bool:
        """True when this number is no figure.

        A unit or a plural noun after it shows that it counts, which only the strongest signs
        outweigh.
        """
        counts = unit is not None or (noun is not None and self.nouns.is_plural(noun.head))
        return (
            self._part_of_a_code(phrase)
            or self._list_mark(phrase)
            or self._idiom(phrase)
            or self._identifier(phrase, counts)
            or self._one(phrase, noun, unit is not None)
            or self._age(phrase, counts)
            or self._clock(phrase, counts)
            or (not counts and self._year(phrase))
            or self._name(phrase)
            or self._word(phrase.last) in self.lexicon.named["name_joiners"]
        )

    def _part_of_a_code(self, phrase: NumberPhrase) -> bool:
        """Digits inside a code, a symbol, a web address, a footnote mark or an ordinal."""
        first, last = phrase.first, phrase.last
        if self._word(first)[0].isdigit():
            if self._joined(first):
                before = self._word(first - 1)
                if before[0].isalpha() and before not in self.lexicon.signs.by_edge:
                    return True
                if before in "/@_\\:" or (before == "." and self._joined(first - 1)):
                    return True
                if before in HYPHENS and self._joined(first - 1):
                    return True
                if before in ',.”"' and self._joined(first - 1) and self._word(first - 2).isalpha():
                    return True
            if self._word(first - 1) in "[" and self._word(last) == "]" and first:
                return True
            if self._word(first - 1) in "#№" and first:
                return True
        if self._joined(last) and self._word(last - 1)[0].isdigit():
            after = self._word(last)
            if after in self.lexicon.named["ordinal_suffixes"]:
                return True
            if after in "/@_\\:" and self._joined(last + 1):
                return True
            if after[0].isalpha() and not self._unit_or_scale(last):
                return True
            if after in "°º" and self._joined(last + 1) and self._word(last + 1)[0].isdigit():
                return True
        return False

    def _unit_or_scale(self, at: int) -> bool:
        lexicon = self.lexicon
        return (
            self.tokens[at].text in lexicon.unit_symbols
            or lexicon.units.after(self.words, at) is not None
            or lexicon.currencies.after(self.words, at) is not None
            or self.words[at] in lexicon.scales
            or self.words[at] in lexicon.money_scales
        )

    def _list_mark(self, phrase: NumberPhrase) -> bool:
        """The number of a list item or of a heading: "1.", "2)", "(3)"."""
        first, last = phrase.first, phrase.last
        after = self._word(last)
        short = first == 0 and phrase.digits != "" and len(phrase.digits) < 4
        if short and after in (")", ".") and self._joined(last) and last + 1 < len(self.words):
            return True
        if (
            first == 0
            and not phrase.range
            and phrase.low is not None
            and self._word(first).count(".")
        ):
            return self._word(last)[:1].isalpha() and self.tokens[last].text[0].isupper()
        bracketed = self._word(first - 1) == "(" and after == ")" and self._joined(first)
        return bracketed and phrase.digits != "" and len(phrase.digits) < 3 and first == 1

    def _idiom(self, phrase: NumberPhrase) -> bool:
        for at in range(phrase.first, phrase.last):
            for offset, idiom in self.lexicon.idioms.get(self.words[at], ()):
                start = at - offset
                if start >= 0 and tuple(self.words[start : start + len(idiom)]) == idiom:
                    return True
        return False

    def _identifier(self, phrase: NumberPhrase, counts: bool) -> bool:
        """A number that names what stands before it: article 12, Pit 3, rooms 4 and 5."""
        if phrase.first == self._list_until and not (counts and not phrase.range):
            self._extend_list(phrase)
            return True
        at = phrase.first - 1
        while at > 0 and self._word(at) in ".:#(" and at > phrase.first - 3:
            if self._word(at) == ":" or (self._word(at) == "." and not self._joined(at)):
                break
            at -= 1
        if (
            at > 0
            and self._word(at) in (".", ":")
            and self._word(at - 1) + "." not in self.lexicon.named["before"]
        ):
            return False
        word = self._word(at)
        if word not in self.lexicon.named["before"]:
            return False
        coded = phrase.kind == "fraction" and not phrase.in_words
        if not coded and (phrase.kind != "plain" or (phrase.scaled and not phrase.in_words)):
            return False
        if "," in self._word(phrase.first) and word not in self.lexicon.named["strong"]:
            return False
        if counts and word not in self.lexicon.named["strong"]:
            return False
        self._extend_list(phrase)
        return True

    def _extend_list(self, phrase: NumberPhrase) -> None:
        """Remember where the next number of a list of names would start."""
        at = phrase.last
        while self._word(at) == "(" and self._word(at + 2) == ")":
            at += 3
        if self._word(at) == "," and self._word(at + 1) in ("and", "or"):
            at += 1
        if self._word(at) in (",", "and", "or", "to", "-", "–", "&"):
            self._list_until = at + 1

    def _one(self, phrase: NumberPhrase, noun: NounPhrase | None, measured: bool) -> bool:
        """ "One" counts where a noun or a participle follows: "one soldier", "one was killed"."""
        if phrase.last - phrase.first != 1 or self._word(phrase.first) != "one":
            return False
        if measured:
            return self._word(phrase.last) in self.lexicon.named["one_idioms"]
        if noun is not None and self._word(noun.first) not in self.lexicon.named["one_idioms"]:
            others = self.words[noun.last : noun.last + REACH]
            return any(
                pair in (("the", "other"), ("another", noun_word))
                for noun_word in [self._word(noun.head)]
                for pair in itertools.pairwise(others)
            )
        at = phrase.last
        after = self._word(at)
        if phrase.kind != "plain":
            return False
        if not after or not after[0].isalpha():
            if after in HYPHENS and self._joined(at) and self._word(at + 1)[:1].isalpha():
                return False
            return not self._number_before(phrase.first)
        if after in self.lexicon.named["one_idioms"]:
            return True
        if after in self.lexicon.function["predicates"] or self.nouns.is_verb(at):
            return self._adjective(phrase.first - 1)
        if after in self.lexicon.function["copulas"]:
            participle = at + 1
            while self.nouns.is_adverb(participle):
                participle += 1
            return not (self.nouns.is_verb(participle) and self._word(participle) != "being")
        if after in self.lexicon.words["partitive"]:
            pronoun = self._word(at + 1) in self.lexicon.nouns["pronouns"]
            return not (pronoun and self._word(phrase.first - 1) in (",", "(", "least", "only"))
        return True

    def _adjective(self, at: int) -> bool:
        """True where "one" stands for a noun: after an adjective or a determiner."""
        word = self._word(at)
        if not word or not word[0].isalpha() or self.nouns.is_verb(at):
            return False
        if word in self.lexicon.function["determiners"]:
            return True
        return word not in self.lexicon.closed and not self.nouns.is_adverb(at)

    def _number_before(self, at: int) -> bool:
        """True when a modifier or a colon before "one" shows that it counts."""
        return self.lexicon.before.before(self.words, at) is not None or self._word(at - 1) == ":"

    def _age(self, phrase: NumberPhrase, counts: bool) -> bool:
        """Ages of persons: an 83-year-old; Mara, 34, said; aged 18 to 60; children under five."""
        if phrase.high is not None and phrase.high > LARGEST_AGE:
            return False
        first, last = phrase.first, phrase.last
        at = last + 1 if self._word(last) in HYPHENS and self._word(last) else last
        if self._word(at) in self.age["year"]:
            after = at + 2 if self._word(at + 1) in HYPHENS and self._word(at + 1) else at + 1
            if self._word(after) in self.age["old"]:
                return True
            if self._word(after) == "of" and self._word(after + 1) == "age":
                return True
        elif counts:
            return False
        before = self._word(first - 1)
        start = first - 1
        if phrase.opener is not None:
            before, start = self._word(first - 2), first - 2
        if before in self.age["before"]:
            return True
        if before in ("of", "between", "from", "under", "over", "above", "below") and (
            self._word(start - 1) in self.age["before"]
        ):
            return True
        if self._word(last) in ("-", "–") and self._word(last + 1) == "old":
            return True
        if counts:
            return False
        if before in self.age["limits"] or before == "than":
            noun = self._word(start - 1)
            if before == "than" and self._word(start - 1) in ("younger", "older"):
                return True
            if noun in self.age["people"]:
                return True
            if before == "under" and self._word(last) in (".", ",", "s", "") and noun != "from":
                return (
                    phrase.low is not None and phrase.low <= 25 and self.nouns.is_plural(start - 1)
                )
        if before == "of" and self._word(start - 1) in self.age["people_strong"]:
            return True
        if phrase.opener is not None and before in self.lexicon.function["copulas"]:
            return True
        if self._superlative(first):
            return True
        return self._between_commas(phrase)

    def _superlative(self, first: int) -> bool:
        """The eldest is 88, the youngest 4; I am 82."""
        if self._word(first - 1) == "am" or self._word(first - 1) in self.age["superlatives"]:
            return self._word(first - 1) not in ("he", "she", "i")
        for at in range(max(0, first - 5), first):
            if self._word(at) in ("youngest", "oldest", "eldest"):
                return all(self._word(here) not in ",;." for here in range(at, first))
        return False

    def _between_commas(self, phrase: NumberPhrase) -> bool:
        """Mara Dell, 34, was freed; with her daughter, 13."""
        first, last = phrase.first, phrase.last
        if self._word(first - 1) not in (",", "(") or not phrase.digits or phrase.low is None:
            return False
        if self._word(last) not in (",", ".", ")", ";", "") or not 0 < phrase.low < 110:
            return False
        if self._word(first - 1) == "(" and self._word(last) != ")":
            return False
        name = first - 2
        if name < 0 or not self.tokens[name].text[0].isalpha():
            return False
        person = self._word(name) in self.lexicon.categories["sex"] or (
            self._word(name) in self.age["people_strong"]
        )
        if person and not self.nouns.is_plural(name):
            return True
        if self.capitals or self._word(name) in self.lexicon.named["bodies"]:
            return False
        named = self.tokens[name].text[0].isupper() and self.tokens[name].text[-1].islower()
        return named and name > 0 and self.tokens[name - 1].text[0].isupper()

    def _clock(self, phrase: NumberPhrase, counts: bool) -> bool:
        """Clock times: 0600, 06:30, 7.40 after "at", six in the morning, by ten."""
        first, last = phrase.first, phrase.last
        after, before = self._word(last), self._word(first - 1)
        if after in self.clock["after"] and not (
            after in ("hours", "hrs") and len(phrase.digits) != 4
        ):
            return True
        if (
            after == "in"
            and self._word(last + 1) == "the"
            and (self._word(last + 2) in self.clock["phases"])
        ):
            return True
        if after == ":" and self._joined(last) and self._word(last + 1)[:1].isdigit():
            return self._joined(last + 1)
        if counts or before not in self.clock["before"]:
            return False
        text = self._word(first)
        if phrase.low is None:
            return False
        if self._military_time(first) and phrase.last - first == 1:
            return before not in ("to", "and", "than") or self._military_time(first - 2)
        if phrase.range and self._military_time(first) and self._military_time(phrase.last - 1):
            return True
        if "." in text and len(text.split(".")[-1]) == 2 and phrase.low < 24:
            return before in self.clock["strict"] and text.split(".")[-1] < "60"
        if phrase.low > LARGEST_CLOCK_WORD or phrase.low != phrase.high:
            return False
        ends = (
            not after
            or not after[0].isalpha()
            or after in ("and", "on", "to", "until", "but", "when")
        )
        if before in self.clock["strict"] and ends:
            return not (before == "at" and after == "%")
        if before == "by" and ends and phrase.in_words:
            return not any(
                word in self.lexicon.words["change"]
                for word in self.words[max(0, first - 8) : first]
            )
        if before == "between" and after == "and" and phrase.in_words:
            return True
        return before == "and" and self._word(first - 3) == "between" and ends and phrase.in_words

    def _military_time(self, at: int) -> bool:
        """True for 0600 or 2350."""
        text = self._word(at)
        return len(text) == 4 and text.isdecimal() and text < "2460" and text[2:] < "60"

    def _year(self, phrase: NumberPhrase) -> bool:
        """A bare number of four digits that can be a year and counts nothing."""
        if len(phrase.digits) != 4 or phrase.low is None:
            return False
        low, high = self.years
        if not low <= phrase.low <= high:
            return False
        bounded = self.lexicon.before.before(self.words, phrase.first)
        return bounded is None or bounded[1] in ("about", "exact")

    def _name(self, phrase: NumberPhrase) -> bool:
        """A capitalised number word inside a sentence: the Seven Sisters, Group of Seven."""
        first = phrase.first
        if self.capitals or not phrase.in_words or first == 0 or phrase.kind == "fraction":
            return False
        if not self.tokens[first].text[0].isupper():
            return False
        before = self._word(first - 1)
        if not (before[0].isalpha() or before == "-"):
            return False
        return (
            not all(token.text[0].isupper() for token in self.tokens[:first] if len(token.text) > 3)
            or first > 6
        )
