"""Clock times, which are no figures: 06:30, 0600, at 7.40, six in the morning, by ten."""

from __future__ import annotations

from collections.abc import Sequence

from muniment.claims.lexicon import Lexicon
from muniment.claims.number_phrase import NumberPhrase
from muniment.claims.tokens import Token

LARGEST_HOUR = 12
# How many tokens before "by ten" a verb of change makes it an amount.
REACH = 8


class ClockTimes:
    """Tells clock times from figures in one sentence."""

    def __init__(self, tokens: Sequence[Token], words: list[str], lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.words = words
        self.lexicon = lexicon
        self._clock = lexicon.clock

    def _word(self, at: int) -> str:
        return self.words[at] if 0 <= at < len(self.words) else ""

    def _in(self, at: int, kind: str) -> bool:
        return self._word(at) in self._clock[kind]

    def _joined(self, at: int) -> bool:
        return 0 < at < len(self.tokens) and self.tokens[at].start == self.tokens[at - 1].end

    def holds(self, phrase: NumberPhrase, *, counts: bool) -> bool:
        """True where the number is a clock time; ``counts``: a unit or a noun follows it."""
        first, last = phrase.first, phrase.last
        if phrase.kind != "plain" or phrase.scaled:
            return False
        if self._in(last, "after") or self._in_the_morning(last):
            return True
        military = self._military(first) and self._military(last - 1)
        if military and self._in(last, "military_after"):
            return True
        if self._word(last) == ":" and self._joined(last) and self._joined(last + 1):
            return self._word(last + 1)[:1].isdigit()
        if counts or not self._in(first - 1, "before"):
            return False
        shaped = self._dotted(phrase.last - 1) or self._dotted(first)
        if phrase.range and shaped:
            return True
        if military:
            paired = self._in(first - 1, "pairing")
            return phrase.range or not paired or self._military(first - 2)
        return (self._dotted(first) and self._in(first - 1, "strict")) or self._hour(phrase)

    def _in_the_morning(self, at: int) -> bool:
        return (
            self._in(at, "in")
            and self._word(at + 1) in self.lexicon.function["determiners"]
            and self._in(at + 2, "phases")
        )

    def _military(self, at: int) -> bool:
        """True for 0600 or 2350."""
        text = self._word(at)
        return len(text) == 4 and text.isdecimal() and text < "2460" and text[2:] < "60"

    def _dotted(self, at: int) -> bool:
        """True for 7.40."""
        hour, dot, minute = self._word(at).partition(".")
        if not (dot and hour.isdecimal() and len(hour) < 3 and len(minute) == 2):
            return False
        return int(hour) < 24 and minute < "60"

    def _hour(self, phrase: NumberPhrase) -> bool:
        """The doors close at ten; by ten; between nine and one."""
        first, last = phrase.first, phrase.last
        if phrase.low is None or phrase.high is None or phrase.high > LARGEST_HOUR:
            return False
        after = self._word(last)
        ends = self._in(last, "follower") or not (after[:1].isalnum() or after == "%")
        if self._in(first - 1, "strict"):
            return ends
        if not phrase.in_words:
            return False
        if self._in(first - 1, "deadline"):
            recent = self.words[max(0, first - REACH) : first]
            return ends and self.lexicon.words["change"].isdisjoint(recent)
        opener = self.lexicon.words["range_opener"]
        closer = self.lexicon.words["range_closer"]
        if self._word(first - 1) in opener and after in closer:
            return True
        return self._word(first - 1) in closer and self._word(first - 3) in opener and ends
