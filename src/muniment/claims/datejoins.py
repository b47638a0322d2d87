"""What belongs to a date beside it: neighbours read together with it, words that it takes in."""

from __future__ import annotations

import re
from dataclasses import replace

from muniment.claims.around import window_before, words_after
from muniment.claims.dategrammar import DateGrammar
from muniment.claims.dateparts import DatePart


def complete(parts: list[DatePart], text: str, grammar: DateGrammar) -> list[DatePart]:
    """The dates of a text, in order, joined with their neighbours and the words they take in."""
    surroundings = _Surroundings(text, grammar)
    joined = surroundings.join(parts)
    for part in joined:
        surroundings.add_words(part)
        surroundings.add_weekday(part)
    return joined


class _Surroundings:
    """What stands around the dates of one text."""

    def __init__(self, text: str, grammar: DateGrammar) -> None:
        self.text = text
        self.grammar = grammar

    def join(self, parts: list[DatePart]) -> list[DatePart]:
        """Lend years to the left over "to" and "and", and join dates with a dash between."""
        joined: list[DatePart] = []
        for part in reversed(parts):
            after = joined[-1] if joined else None
            if after is not None and self._near(part, after):
                gap = self.grammar.connector.fullmatch(self.text, part.end, after.start)
                if gap is not None:
                    self._lend_year(part, after)
                    if self._one_phrase(part, after):
                        joined[-1] = replace(
                            part, end=after.end, until=after.until or replace(after), form="range"
                        )
                        continue
            joined.append(part)
        return joined[::-1]

    def _near(self, part: DatePart, after: DatePart) -> bool:
        """Whether two dates stand close enough, in one paragraph, to be read together."""
        close = after.start - part.end <= 40
        return close and "\n\n" not in self.text[part.end : after.start]

    @staticmethod
    def _lend_year(part: DatePart, after: DatePart) -> None:
        if part.year is not None or part.month is None or part.month > 12:
            return
        if after.year is None or after.month is None or after.month > 12 or "X" in after.year:
            return
        year = int(after.year)
        if (part.month, part.day or 0) > (after.month, after.day or 31):
            year -= 1
        part.year = f"{year:04}"
        if part.until is not None and part.until.year is None:
            part.until.year = part.year

    def _one_phrase(self, part: DatePart, after: DatePart) -> bool:
        """Whether a dash between two dates makes them one interval."""
        if part.until is not None or after.until is not None or part.mark or after.mark:
            return False
        if not self.grammar.dash.fullmatch(self.text, part.end, after.start):
            return False
        same = (part.year is None) == (after.year is None)
        fit = (part.month is None) == (after.month is None)
        return same and fit and (part.day is None) == (after.day is None)

    def add_words(self, part: DatePart) -> None:
        """Take in "since", "from … until now", "last", "this year", "about"."""
        grammar = self.grammar
        window = window_before(self.text, part.start)
        this_year = grammar.this_year.match(self.text, part.end)
        if this_year and part.year is None:
            part.end = this_year.end()
        if part.year is None and part.day is None and part.until is None:
            last = grammar.last.search(window)
            if last:
                part.start -= len(window) - last.start()
                return
        if part.until is not None:
            return
        now = grammar.until_now.match(self.text, part.end)
        if now:
            origin = grammar.from_.search(window) or grammar.since.search(window)
            if origin:
                part.start -= len(window) - origin.start()
            part.end, part.open_end = now.end(), True
            return
        since = grammar.since.search(window)
        if since and not self._names_event(part, since):
            part.start -= len(window) - since.start()
            part.open_end = True
            return
        if part.month is None and part.year and "X" not in part.year:
            circa = grammar.circa.search(window)
            if circa:
                part.start -= len(window) - circa.start()
                part.mark = "~"

    def _names_event(self, part: DatePart, since: re.Match[str]) -> bool:
        """Whether "since the 2014 ceasefire" only dates an event: then nothing is open."""
        fill = (since["fill"] or "").lower().split()
        if self.grammar.articles.isdisjoint(fill) or (part.year and "X" in part.year):
            return False
        after = words_after(self.text, part.end)
        return bool(after) and after[0][0].isalpha()

    def add_weekday(self, part: DatePart) -> None:
        """Give a day the weekday named beside it."""
        if part.day is None or part.until is not None:
            return
        found = self.grammar.weekday_before.search(window_before(self.text, part.start))
        if found:
            word = found["weekday"]
        else:
            after = self.grammar.weekday_after.match(self.text, part.end)
            if after is None:
                return
            word = after["inside"] or after["a"]
        part.weekday = self.grammar.weekdays[word.rstrip(".").lower()]
