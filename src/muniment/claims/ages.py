"""Ages of persons, which are no figures: an 83-year-old; Vera Holt, 34; children under five."""

from __future__ import annotations

from collections.abc import Sequence

from muniment.claims.lexicon import Lexicon
from muniment.claims.noun_phrases import HYPHENS, NounPhraseReader
from muniment.claims.number_phrase import NumberPhrase
from muniment.claims.tokens import Token

LARGEST_AGE = 120
# "Persons under 25" is an age; under a larger number it is a count.
LARGEST_YOUTH = 25
# How many tokens before an age "the youngest" may stand.
REACH = 5


class Ages:
    """Tells ages from figures in one sentence. ``capitals``: its letters tell no names."""

    def __init__(
        self,
        tokens: Sequence[Token],
        words: list[str],
        lexicon: Lexicon,
        nouns: NounPhraseReader,
        *,
        capitals: bool,
    ) -> None:
        self.tokens = tokens
        self.words = words
        self.lexicon = lexicon
        self.nouns = nouns
        self.capitals = capitals
        self._age = lexicon.age

    def _word(self, at: int) -> str:
        return self.words[at] if 0 <= at < len(self.words) else ""

    def _in(self, at: int, kind: str) -> bool:
        return self._word(at) in self._age[kind]

    def holds(self, phrase: NumberPhrase, *, counts: bool) -> bool:
        """True where the number is an age; ``counts``: a unit or a plural noun follows it."""
        if phrase.high is None or phrase.high > LARGEST_AGE:
            return False
        if self._years_old(phrase.last) or self._who_is(phrase):
            return True
        start = phrase.first if phrase.opener is None else phrase.opener
        if self._of_years(phrase.last, start):
            return True
        if counts:
            return self._in(start - 1, "aged") and not self._in(phrase.last, "year")
        return (
            self._after_aged(start)
            or self._or_older(phrase.last)
            or self._limit(phrase, start)
            or (self._in(start - 1, "of") and self._in(start - 2, "one_person"))
            or (phrase.opener is not None and self._copula(start - 1))
            or self._said_of_a_person(start, phrase.last)
            or self._after_a_person(phrase)
        )

    def _copula(self, at: int) -> bool:
        return self._word(at) in self.lexicon.function["copulas"]

    def _of_years(self, last: int, start: int) -> bool:
        """ "Su hija de 8 años", "Ivo Orla, de 34 años": for languages that say it so."""
        if not (self._in(start - 1, "of_years") and self._in(last, "year")):
            return False
        person = self._in(start - 2, "people") or self._in(start - 2, "one_person")
        named = start > 3 and self.tokens[start - 3].text[0].isupper()
        return person or (self._word(start - 2) == "," and (named or self._person(start - 3)))

    def _hyphen(self, at: int) -> bool:
        word = self._word(at)
        return word != "" and word in HYPHENS

    def _years_old(self, last: int) -> bool:
        """83-year-old, two years old, 17 years of age, three-month-old."""
        at = last + 1 if self._hyphen(last) else last
        if at > last and self._number(at + 1):
            return self._years_old(at + 2)  # 10- to 15-year-olds
        joins = self._joins(at) or self._word(at) in self.lexicon.function["joiners"]
        if joins and self._number(at + 1) and not self._hyphen(at + 2):
            return self._years_old(at + 2)  # 14 and 15 years old
        if not self._in(at, "year"):
            return self._hyphen(last) and self._in(last + 1, "old")
        after = at + 2 if self._hyphen(at + 1) else at + 1
        if self._in(after, "old"):
            return True
        return self._in(after, "of") and self._in(after + 1, "old")

    def _who_is(self, phrase: NumberPhrase) -> bool:
        """ "Ivo, who is 19 years and lives here"; not "she was two years in prison"."""
        first, last = phrase.first, phrase.last
        at = last + 1 if self._hyphen(last) else last
        if not (self._copula(first - 1) and self._in(at, "year")):
            return False
        if not (self._in(first - 2, "person_relatives") or self._in(first - 2, "person_pronouns")):
            return False
        after = self._word(at + 1)
        return not after[:1].isalnum() or after in self.lexicon.function["joiners"]

    def _after_aged(self, start: int) -> bool:
        """Aged 15; aged between 12 and 17; the ages of 3 and 9; age: 40."""
        at = start - 1
        for _ in range(4):
            if self._in(at, "before"):
                return True
            word = self._word(at)
            inside = self._in(at, "of") or self._in(at, "limits") or self._joins(at)
            number = word[:1].isdigit() and self._word(at + 1) != ":"
            if not (inside or number):
                return False
            at -= 1
        return self._in(at, "before")

    def _or_older(self, last: int) -> bool:
        """ "Men 18 and older"."""
        joined = self._word(last) in self.lexicon.function["joiners"]
        return joined and self._in(last + 1, "older")

    def _number(self, at: int) -> bool:
        return self._word(at)[:1].isdigit() or self._word(at) in self.lexicon.cardinals

    def _joins(self, at: int) -> bool:
        """True for a colon and for a word that joins two ages: "aged between 12 and 17"."""
        words = self.lexicon.words
        word = self._word(at)
        return word == ":" or word in words["range_closer"] or word in words["range"]

    def _limit(self, phrase: NumberPhrase, start: int) -> bool:
        """Children under five; women over 60; five of them were under eighteen."""
        if not self._in(start - 1, "limits"):
            return False
        noun = start - 2
        if self._in(noun, "people") or self._in(noun, "comparatives"):
            return True
        counted = self._word(noun) in self.lexicon.cardinals or self._word(noun)[:1].isdigit()
        ends = self._word(phrase.last)
        if ends[:1].isalnum():
            return False
        young = phrase.high is not None and phrase.high <= LARGEST_YOUTH
        return counted or (young and (self.nouns.is_plural(noun) or self._copula(noun)))

    def _said_of_a_person(self, start: int, last: int) -> bool:
        """The eldest is 91, the youngest 3; I am 77; she was 8."""
        if self._word(last) in self.lexicon.words["partitive"]:
            return False
        if self._in(start - 1, "first_person"):
            return True
        if self._copula(start - 1) and self._in(start - 2, "person_pronouns"):
            return True
        determiner = self._word(start - 1) in self.lexicon.function["determiners"]
        if self._in(start - 2 if determiner else start - 1, "of"):
            return False  # the youngest of the 12
        for at in range(start - 1, max(-1, start - 1 - REACH), -1):
            if not self._word(at)[:1].isalnum():
                return False
            if self._in(at, "superlatives"):
                return True
        return False

    def _after_a_person(self, phrase: NumberPhrase) -> bool:
        """Vera Holt, 34, was freed; with her daughter, 13; Ivo Dahl (34)."""
        first, last = phrase.first, phrase.last
        if not phrase.digits or phrase.low is None or phrase.low < 1:
            return False
        opened, closed = self._word(first - 1), self._word(last)
        if (opened, closed == ")") not in ((",", False), ("(", True)):
            return False
        if closed not in ("", ",", ".", ";", ")", "!", "?"):
            return False
        name = first - 2
        if self._word(name) == "." and len(self._word(name - 1)) == 1:
            name -= 1  # Mr. P., 54
        if self._person(name):
            return self._in(name, "one_person") or not self.placed(name)
        return closed == "," and self._told_of_one(last + 1) and self._named(name, last + 1)

    def _told_of_one(self, at: int) -> bool:
        """True for what may follow a person and the age: "was shot", "a farmer from Tarn"."""
        if self._word(at) in self.lexicon.words["article"]:
            return any(self._in(here, "one_person") for here in range(at + 1, at + 4))
        return self._in(at, "person_follows")

    def _named(self, at: int, after: int) -> bool:
        """True for a single word that can be a person's name before ", 34, was shot"."""
        word = self._word(at)
        plural = self.nouns.is_plural(at) and not self._copula(after)
        if not word[:1].isalpha() or word in self.lexicon.closed or plural:
            return False
        if word in self.lexicon.named["bodies"] or self.nouns.is_verb(at):
            return False
        before = self._word(at - 1)
        return self.tokens[at].text[0].isupper() and before not in self._age["locative"]

    def placed(self, at: int) -> bool:
        """True for a name in a list of places: "in the villages of Upper Dorn and Lower Sarn"."""
        start = at
        joints = self.lexicon.function["joiners"]
        while start > 0 and (
            (self.tokens[start - 1].text[0].isupper() and not self.nouns.is_closed(start - 1))
            or self._word(start - 1) in joints
            or self._hyphen(start - 1)
            or self._hyphen(start - 2)
        ):
            start -= 1
        if self._in(start - 1, "locative"):
            return True
        of = self._word(start - 1) in self.lexicon.words["partitive"]
        return of and self._in(start - 2, "place_nouns")

    def _person(self, at: int) -> bool:
        """True for a name or for a word for one person."""
        word = self._word(at)
        if not word or not word[0].isalpha():
            return False
        if self._in(at, "one_person"):
            return True
        if self.capitals or word in self.lexicon.named["bodies"] or at == 0:
            return False
        name, before = self.tokens[at].text, self.tokens[at - 1].text
        if len(name) == 1:
            return name.isupper() and self._word(at + 1) == "."
        first = before[0].isupper() and not self.nouns.is_closed(at - 1)
        return name[0].isupper() and name[-1].islower() and first
