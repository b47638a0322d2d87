"""Number phrases: numbers in digits, words or both, as exact values.

Numbers alone are read here; what bounds them is read in ``modifiers``, what they count in
``noun_phrases``. All functions look at tokens only, a few ahead, so reading is linear.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from fractions import Fraction

from muniment.claims.digits import digit_value
from muniment.claims.lexicon import Lexicon
from muniment.claims.number_phrase import REACH, NumberPhrase
from muniment.claims.number_ranges import number_range
from muniment.claims.ratios import ratio, ratio_with_noun
from muniment.claims.tokens import Token
from muniment.values.quantity import Number

# Longer runs of digits are identifiers, and costly to convert.
LONGEST_NUMBER = 24
LARGEST_DENOMINATOR = 20
# "Hundreds, if not thousands": so many tokens may stand between the two.
MOST_RAISING = 4


class NumberReader:
    """Reads the number phrases of one sentence's tokens.

    ``blocked`` are indexes of tokens that belong to something else (dates, citations);
    ``cells`` the offsets at which the cells of a table's row start.
    """

    def __init__(
        self,
        tokens: Sequence[Token],
        lexicon: Lexicon,
        blocked: Collection[int] = (),
        cells: Collection[int] = (),
    ) -> None:
        self.cells = cells
        self.tokens = tokens
        self.words = [token.lower for token in tokens]
        self.lexicon = lexicon
        self.blocked = blocked

    def read(self) -> list[NumberPhrase]:
        """The number phrases, in order; ranges and ratios are one phrase."""
        found: list[NumberPhrase] = []
        starters = self.lexicon.starters
        last = 0
        for at, word in enumerate(self.words):
            if at < last or not (word in starters or word[0].isnumeric()):
                continue
            phrase = self._phrase(at)
            if phrase is not None:
                found.append(phrase)
                last = phrase.last
        return found

    def word(self, at: int) -> str:
        """The word at a token in lower case; "" outside the sentence."""
        return self.words[at] if 0 <= at < len(self.words) else ""

    def is_kind(self, at: int, kind: str) -> bool:
        """True when token ``at`` is one of the lexicon's words of a kind."""
        return self.word(at) in self.lexicon.words[kind]

    def _joined(self, at: int) -> bool:
        """True when token ``at`` follows the one before it without space."""
        return 0 < at < len(self.tokens) and self.tokens[at].start == self.tokens[at - 1].end

    def _phrase(self, at: int) -> NumberPhrase | None:
        first = self.single(at)
        if first is None:
            return None
        if first.kind != "plain":
            return first
        return (
            ratio(self, first) or ratio_with_noun(self, first) or number_range(self, first) or first
        )

    def single(self, at: int) -> NumberPhrase | None:
        """A number that is no range: with its fraction, its vague plural or its multiplier."""
        if at in self.blocked:
            return None
        word = self.words[at]
        return (
            self._vague(at)
            or self._half(at)
            or self._multiplier_word(at)
            or self._fraction_after_article(at)
            or self._year_and_a_half(at)
            or (self._digits(at) if word[0].isdigit() else self._vulgar(at) or self._in_words(at))
        )

    # Vague plurals

    def _vague(self, at: int) -> NumberPhrase | None:
        lexicon, word = self.lexicon, self.words[at]
        if word in lexicon.vague_multipliers and self.is_kind(at + 1, "partitive"):
            scale = lexicon.vague.get(self.word(at + 2))
            if scale is not None and scale >= 1000:
                low = lexicon.vague_multipliers[word] * scale // 2
                return NumberPhrase(at, at + 3, low, None, "vague", in_words=True)
        if word in lexicon.vague:
            if word in lexicon.needs_of and not self.is_kind(at + 1, "partitive"):
                return None
            last = at + 1
            if self.word(at + 2) == word:  # hundreds and hundreds
                last = at + 3
            last = self._raised(last, lexicon.vague[word])
            return NumberPhrase(at, last, lexicon.vague[word], None, "vague", in_words=True)
        start = at + 1 if self.is_kind(at, "article") else at  # several hundred, a few dozen
        if self.is_kind(start, "several"):
            scale_at = start + 2 if self.is_kind(start + 1, "partitive") else start + 1
            scale = lexicon.scales.get(self.word(scale_at))
            if scale is not None:
                return NumberPhrase(at, scale_at + 1, 2 * scale, None, "vague", in_words=True)
        return None

    def _raised(self, at: int, low: int) -> int:
        """The index after "if not thousands" at token ``at``, else ``at``."""
        here = at
        while here - at < MOST_RAISING and self.word(here) in self.lexicon.words["raised"]:
            here += 1
        joined = here > at and self.word(here - 1) != ","
        return here + 1 if joined and self.lexicon.vague.get(self.word(here), 0) > low else at

    # Halves, other fractions, multiples

    def _half(self, at: int) -> NumberPhrase | None:
        if not self.is_kind(at, "half"):
            return None
        joined = self.word(at + 1) == "-" and self._joined(at + 1) and self._joined(at + 2)
        scale_at = at + 2 if joined or self.is_kind(at + 1, "article") else at + 1
        scale = self.lexicon.scales.get(self.word(scale_at))
        if scale is not None:  # half a million
            value = Fraction(scale, 2)
            return NumberPhrase(at, scale_at + 1, value, value, in_words=True, scaled=True)
        before, after = self.word(at - 1), self.word(at + 1)
        if before in self.lexicon.half_not_after or before == "-" or after == "-":
            return None
        if self._noun_follows(at + 1):
            return None
        return self._share(at, at + 1, Fraction(1, 2))

    def _noun_follows(self, at: int) -> bool:
        """True where a fraction's word belongs to what follows: half brother, a third party."""
        after = self.word(at)
        if not after[:1].isalnum() or after in self.lexicon.half_before:
            return False
        if self.is_kind(at, "past"):
            return True  # half past six
        return after not in self.lexicon.closed and after not in self.lexicon.function["verbs"]

    def _share(self, first: int, last: int, value: Fraction) -> NumberPhrase:
        """A share, in percent; or a number, where "of a million" follows."""
        if self.is_kind(last, "part"):
            last += 1
        if self.is_kind(last, "partitive") and self.is_kind(last + 1, "article"):
            scale = self.lexicon.scales.get(self.word(last + 2))
            if scale is not None:
                number = value * scale
                return NumberPhrase(first, last + 3, number, number, in_words=True, scaled=True)
        percent = value * 100
        return NumberPhrase(first, last, percent, percent, "fraction", in_words=True)

    def _fraction_after_article(self, at: int) -> NumberPhrase | None:
        """A third, a quarter: only where no noun follows ("a third party")."""
        if self.is_kind(at - 1, "remaining") and self.words[at] in self.lexicon.fractions:
            first, last = at, at + 1  # the remaining third
        elif self.is_kind(at, "article"):
            # A mere fifth.
            first, last = at, at + (3 if self.is_kind(at + 1, "fraction_adjective") else 2)
        elif self.is_kind(at, "ratio_every"):
            return self._every_ordinal(at)
        else:
            return None
        value = self.lexicon.fractions.get(self.word(last - 1))
        if value is None or value == Fraction(1, 2) or self._noun_follows(last):
            return None
        return self._share(first, last, value)

    def _every_ordinal(self, at: int) -> NumberPhrase | None:
        """Every fourth tree, every second house; not every third day, which is how often."""
        value = self.lexicon.fractions.get(self.word(at + 1))
        if value is None and self.is_kind(at + 1, "every_other"):
            value = Fraction(1, 2)
        noun = self.word(at + 2)
        if value is None or value.numerator != 1 or self.word(at + 1) in ("half", "quarter"):
            return None
        if not noun.isalpha() or noun in self.lexicon.closed or noun in self.lexicon.periods:
            return None
        return self._share(at, at + 2, value)

    def _denominator(self, first: int, last: int, value: Number) -> NumberPhrase | None:
        """The share that a numerator makes with a denominator after it: two thirds, two-thirds."""
        at = last + 1 if self.word(last) == "-" and self._joined(last) else last
        part = self.lexicon.fractions.get(self.word(at))
        if self.is_kind(at, "half") and value == 1 and not self._noun_follows(at + 1):
            return self._share(first, at + 1, Fraction(1, 2))  # one half
        if part is None or not 0 < value < part.denominator:
            return None
        return self._share(first, at + 1, part * Fraction(value))

    def _multiplier_word(self, at: int) -> NumberPhrase | None:
        """Threefold, twice as many, doubled, double the number."""
        word = self.words[at]
        multiple = self._multiple(at)
        if multiple is not None:
            return NumberPhrase(at, at + 1, multiple, multiple, "multiple", in_words=True)
        if self.is_kind(at, "twice"):
            if self.is_kind(at + 1, "multiplier_follower"):
                return NumberPhrase(at, at + 1, 2, 2, "multiplier", in_words=True)
            return None
        for fold in self.lexicon.words["fold"]:
            if word.endswith(fold) and len(word) > len(fold):
                stem = word[: -len(fold)]
                value = self.lexicon.cardinals.get(stem) or self.lexicon.scales.get(stem)
                if value is not None:
                    return NumberPhrase(at, at + 1, value, value, "multiplier", in_words=True)
        return None

    def _multiple(self, at: int) -> Fraction | None:
        """The factor of a word that is a multiple by itself: doubled; double the number."""
        word, after = self.words[at], at + 1
        value = self.lexicon.multiples.get(word)
        if value is not None:
            return None if self.is_kind(after, "multiple_not") else value
        value = self.lexicon.multiples_of.get(word)
        follows = self.is_kind(after, "multiplier_follower") or self.is_kind(after, "partitive")
        return value if follows else None

    def _multiplier_after(self, phrase: NumberPhrase) -> NumberPhrase:
        """Ten-fold, six times the norm, by a factor of nine."""
        last = phrase.last
        fold = last + 1 if self.word(last) == "-" and self._joined(last) else last
        if self.is_kind(fold, "fold"):
            phrase.last, phrase.kind = fold + 1, "multiplier"
            return phrase
        times = self.is_kind(last, "multiplier") and (
            self.is_kind(last + 1, "multiplier_follower")
            or self.is_kind(phrase.first - 1, "change_by")
            or self._exceeds(phrase.first)
        )
        factor = self.is_kind(phrase.first - 1, "partitive") and self.is_kind(
            phrase.first - 2, "factor"
        )
        if times or factor:
            phrase.kind = "multiplier"
        return phrase

    def _exceeds(self, at: int) -> bool:
        """True where what is said to be so many times is a level: "exceeded the norm 5 times"."""
        exceeding = self.lexicon.words["exceed"]
        return any(word in exceeding for word in self.words[max(0, at - REACH) : at])

    # Digits

    def _vulgar(self, at: int) -> NumberPhrase | None:
        value = self._vulgar_value(at)
        return None if value is None else self._share(at, at + 1, value)

    def _vulgar_value(self, at: int) -> Fraction | None:
        text = self.tokens[at].text if at < len(self.tokens) else ""
        if len(text) != 1 or unicodedata.category(text) != "No":
            return None
        value = Fraction(unicodedata.numeric(text)).limit_denominator(100)
        return value if 0 < value < 1 else None

    def _digits(self, at: int) -> NumberPhrase | None:
        token = self.tokens[at]
        if len(token.text) > LONGEST_NUMBER:
            return None
        last, text = self._spaced_groups(at)
        read = digit_value(text, self.lexicon.group, self.lexicon.decimal)
        if read is None:
            return None
        value, thousands = read
        digits = text if last == at + 1 and text.isdecimal() else ""
        phrase = NumberPhrase(at, last, value, value, digits=digits, thousands=thousands)
        if self.word(last) == "/" and self._joined(last) and self._joined(last + 1):
            below = self.word(last + 1)
            fraction = phrase.digits and below.isdecimal() and len(below) <= 3
            if fraction and 0 < value < int(below) <= LARGEST_DENOMINATOR:
                slashed = self._joined(at) and self.word(at - 1) == "/"
                if self.word(last + 2) != "/" and not slashed:
                    return self._share(at, last + 2, Fraction(int(value), int(below)))
            return None
        vulgar = self._vulgar_value(last)
        if vulgar is not None:
            value, last = value + vulgar, last + 1
        share = self._denominator(at, last, value) if phrase.digits else None
        if share is not None:
            return share
        phrase.low = phrase.high = value
        phrase.last = last
        return self._multiplier_after(self._half_after(self._scale_after(phrase)))

    def _spaced_groups(self, at: int) -> tuple[int, str]:
        """Digits grouped in threes by spaces, as one number: its end and its plain text."""
        text, last = self.tokens[at].text, at + 1
        if not text.isdecimal() or len(text) > 3 or text[0] == "0":
            return last, text
        while last < len(self.tokens) and last not in self.blocked and last - at < 6:
            group = self.tokens[last]
            gap = group.start - self.tokens[last - 1].end
            whole = group.text[:3]
            if not (1 <= gap <= 2 and len(whole) == 3 and whole.isdecimal()):
                break
            if group.start in self.cells:
                break
            tail = group.text[3:]
            if tail and tail[0] not in ".,":
                break
            if tail and not (tail[1:].isdecimal() and len(tail) != 4):
                break
            text, last = text + group.text, last + 1
            if tail:
                break
        if self._joined(last) and self.word(last).isalpha() and last - at > 1:
            return at + 1, self.tokens[at].text  # 12 3rd: no group
        return last, text

    def _scale_after(self, phrase: NumberPhrase) -> NumberPhrase:
        """The number times the scale words after it: 3.9 million, 10-thousand, $5m."""
        while True:
            at = phrase.last
            if self.word(at) == "-" and self._joined(at) and self._joined(at + 1):
                at += 1
            scale = self.lexicon.scales.get(self.word(at))
            if scale is None and at == phrase.last and self._joined(at):
                sign = self.lexicon.signs.before(self.words, phrase.first)
                counted = self.word(at + 1)
                plural = counted[-1:] == "s" or counted in self.lexicon.nouns["plural"]
                if sign is not None or plural or counted in self.lexicon.currencies.by_edge:
                    scale = self.lexicon.money_scales.get(self.word(at))
            if scale is None or phrase.low is None:
                return phrase
            value = phrase.low * scale
            phrase.low = phrase.high = value if value.denominator != 1 else int(value)
            phrase.last, phrase.scaled, phrase.digits = at + 1, True, ""
            phrase.thousands = None

    # Words

    def _in_words(self, at: int) -> NumberPhrase | None:
        lexicon = self.lexicon
        start = at
        total, current = 0, 0
        seen = False
        scaled = False
        ratio = self.is_kind(at + 1, "ratio") and self.is_kind(at + 2, "ratio_every")
        if self.words[at] in lexicon.vague:
            return None
        if self.is_kind(at, "article") and not ratio:
            if self.word(at + 1) not in lexicon.scales:
                return None
            start = at + 1
        elif self.words[at] not in lexicon.cardinals and self.words[at] not in lexicon.scales:
            return None
        here = last = start
        while here < len(self.words) and here not in self.blocked:
            word = self.words[here]
            value = lexicon.cardinals.get(word)
            scale = lexicon.scales.get(word)
            if value is not None:
                room = current % 100 == 0 and current > 0
                tens = current % 10 == 0 and current % 100 >= 20 and 0 < value < 10
                if seen and not (room or tens or (current == 0 and total > 0 and value > 0)):
                    break
                current += value
            elif scale is not None:
                if scale <= 100:
                    if current >= 100:
                        break
                    current = (current or 1) * scale
                elif scale > total:  # one thousand two hundred million
                    total, current = (total + current or 1) * scale, 0
                else:
                    total, current = total + (current or 1) * scale, 0
                scaled = True
            elif word == "-" and self._joined(here) and seen:
                nxt = self.word(here + 1)
                if nxt in lexicon.cardinals or nxt in lexicon.scales:
                    here += 1
                    continue
                break
            elif self.is_kind(here, "and") and seen and scaled and current % 100 == 0:
                nxt = self.word(here + 1)
                if nxt in lexicon.cardinals and (current or total):
                    here += 1
                    continue
                break
            elif self.is_kind(here, "tens_and") and current % 10 == 0 and current % 100 >= 20:
                if 0 < lexicon.cardinals.get(self.word(here + 1), 0) < 10:
                    here += 1
                    continue
                break
            else:
                break
            seen = True
            here += 1
            last = here
        if not seen:
            return None
        bare = self.words[start] in lexicon.scales and start == at
        if bare and (self.is_kind(at - 1, "not_before_scale") or not lexicon.cardinals):
            return None
        result: Number = total + current
        share = None if scaled else self._denominator(at, last, result)
        if share is not None:
            return share
        if self.word(last) == "-" and self.word(last + 1) in lexicon.ordinals:
            return None  # the seventy-fifth session
        phrase = NumberPhrase(at, last, result, result, in_words=True, scaled=scaled)
        half = self._and_a_half(last)
        if half == last and self.word(last) in self.lexicon.periods:
            half = self._and_a_half(last + 1)  # one hour and a half
            half, phrase.unit_at = (half, last) if half > last + 1 else (last, None)
        if half > last:
            phrase.low = phrase.high = result + Fraction(1, 2)
            phrase.last = half
        return self._multiplier_after(self._half_after(self._scale_after(phrase)))

    def _half_after(self, phrase: NumberPhrase) -> NumberPhrase:
        """ "Dos y medio", "dos millones y medio": half of one, or of the scale word before."""
        at = phrase.last
        if (
            phrase.low is None
            or not self.is_kind(at, "half_after")
            or not self.is_kind(at + 1, "half")
        ):
            return phrase
        value = phrase.low + Fraction(self.lexicon.scales.get(self.word(at - 1), 1), 2)
        phrase.low = phrase.high = value if value.denominator != 1 else int(value)
        phrase.last, phrase.digits, phrase.thousands = at + 2, "", None
        return phrase

    def _and_a_half(self, at: int) -> int:
        """The index after "and a half" or "-and-a-half" at token ``at``, else ``at``."""
        here = at
        for kind in ("and", "article", "half"):
            if self.word(here) == "-" and self._joined(here):
                here += 1
            if not self.is_kind(here, kind):
                return at
            here += 1
        return here

    def _year_and_a_half(self, at: int) -> NumberPhrase | None:
        """A year and a half: the unit stands inside the number phrase."""
        if not self.is_kind(at, "article") or self.word(at + 1) not in self.lexicon.periods:
            return None
        last = self._and_a_half(at + 2)
        if last == at + 2:
            return None
        value = Fraction(3, 2)
        return NumberPhrase(at, last, value, value, in_words=True, unit_at=at + 1)
