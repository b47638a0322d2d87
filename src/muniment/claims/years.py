"""Bare years: whether a number of four digits is a year, a quantity, a clock time or a name."""

from __future__ import annotations

import re
from typing import Protocol

from muniment.claims.around import ends_with, window_before, words_after, words_before
from muniment.claims.dategrammar import DateGrammar

_SYMBOL_BEFORE = re.compile(r"([^\W\d_]+)[-,+]\Z")
_YEAR_IN_BRACKETS = re.compile(r"\(\d{4}\)")


class EarlierDate(Protocol):
    """The date that stands before: what the decision needs of it."""

    end: int

    @property
    def day(self) -> int | None:
        """Its day of the month, if it gives one."""

    @property
    def year(self) -> str | None:
        """Its year, if it gives one."""

    @property
    def month(self) -> int | None:
        """Its month, if it gives one."""


def is_year(
    text: str, start: int, end: int, grammar: DateGrammar, earlier: EarlierDate | None
) -> bool:
    """Whether the four digits at ``text[start:end]`` are a year.

    ``earlier`` is the date found last, if it stands close before.
    """
    year = int(text[start:end])
    previous = text[start - 1] if start else " "
    if previous.isalnum() or previous in "/.:_$€£#№@" or year not in grammar.cued_years:
        return False
    if previous in "-,+" and not _after_word(text, start):
        return False
    usual = year in grammar.usual_years
    following = text[end : end + 1]
    if previous in "([" and following in tuple(")],;"):
        return usual
    before, after = words_before(text, start), words_after(text, end)
    if after and _YEAR_IN_BRACKETS.match(after[0]):
        return False
    if ends_with(before, grammar.not_after) or grammar.numbered_list.search(
        window_before(text, start)
    ):
        return False
    if _clock_time(text, start, end, year, before, grammar, earlier):
        return False
    if _change(text, start, end, year, grammar):
        return False
    cued = bool(ends_with(before, grammar.year_cues))
    head = after[0].strip(".,;:)\"'”’") if after else ""
    definite = bool(ends_with(before, grammar.before_noun)) and year % 100 != 0
    if head in grammar.not_before and not (usual and definite):
        return cued and usual and _last_word(text, start) in grammar.year_all_the_same
    if not cued and head in grammar.plural_verbs:
        return False
    if previous == "\t" and not _years_only(text, start):
        return False
    plural = _plural(head, grammar)
    if not usual:
        return (cued or _of_a_stretch(text, start, end, year, grammar)) and not plural
    if cued or not plural:
        return True
    joined = earlier is not None and earlier.year is not None and start - earlier.end <= 12
    last = before[-1] if before else ""
    return joined or last in grammar.before_noun or last.endswith(grammar.possessives)


def _of_a_stretch(text: str, start: int, end: int, year: int, grammar: DateGrammar) -> bool:
    """Whether it is an end of "from 1817 to 1871": round numbers there may as well be counts."""
    window = window_before(text, start)
    after = grammar.clock.partner_after.match(text, end)
    before = None if after else grammar.clock.partner_before.search(window)
    other = after or before
    if other is None or grammar.change.search(window):
        return False
    if before is not None:
        window = window[: before.start()]
    partner = int(other[1])
    following = words_after(text, after.end() if after else end)
    head = following[0].strip(".,;:)") if following else ""
    return (
        bool(ends_with(window.lower().split(), grammar.stretch_of_years))
        and partner in grammar.cued_years
        and year % 10 != 0
        and partner % 10 != 0
        and head not in grammar.not_before
        and not _plural(head, grammar)
    )


def _last_word(text: str, at: int) -> str:
    """The word right before an offset as it is written."""
    return text[max(0, at - 24) : at].rstrip().rpartition(" ")[2].rpartition("\n")[2]


def _after_word(text: str, start: int) -> bool:
    """Whether a hyphen before the number joins it to a word ("Ukraine-2022") or is a comma."""
    word = _SYMBOL_BEFORE.search(text[max(0, start - 24) : start])
    return word is not None and len(word[1]) >= 3


def _years_only(text: str, at: int) -> bool:
    """Whether all numbers of a table's row are years, as in a row of headings."""
    row = text[text.rfind("\n", 0, at) + 1 : (text.find("\n", at) + 1 or len(text) + 1) - 1]
    cells = [cell.strip() for cell in row.split("\t")]
    numbers = [cell for cell in cells if cell[:1].isdigit()]
    return all(cell.isdigit() and len(cell) == 4 for cell in numbers)


def _plural(word: str, grammar: DateGrammar) -> bool:
    """A crude test for a plural noun: enough to tell "2000 sandbags" from "2000 and"."""
    return (
        len(word) > 3
        and word.isalpha()
        and word.endswith(grammar.plural)
        and not word.endswith("ss")
        and word not in grammar.no_plural
    )


def _clock_time(
    text: str,
    start: int,
    end: int,
    year: int,
    before: list[str],
    grammar: DateGrammar,
    earlier: EarlierDate | None,
) -> bool:
    """Whether the number is a time of day written with four digits: "from 1710 to 2250"."""
    if not _on_clock(year):
        return False
    clock = grammar.clock
    partner = clock.partner_after.match(text, end) or clock.partner_before.search(
        window_before(text, start)
    )
    if not ends_with(before, clock.cues):
        return False
    if partner and int(partner[1]) not in grammar.cued_years and _on_clock(int(partner[1])):
        return True
    after = [word.strip(".,;") for word in words_after(text, end)]
    if after[:1] and (after[0] in clock.before or " ".join(after[:2]) in clock.before):
        return True
    if len(after) > 1 and after[0] in clock.before_day:
        return after[1][:1].isdigit() or after[1] in grammar.months
    return (
        earlier is not None
        and earlier.day is not None
        and earlier.year is None
        and start - earlier.end <= 12
        and bool(ends_with(before, clock.after_day))
    )


def _on_clock(number: int) -> bool:
    """Whether four digits can be a time of day, 0000 to 2400."""
    return (number // 100 < 24 and number % 100 < 60) or number == 2400


def _change(text: str, start: int, end: int, year: int, grammar: DateGrammar) -> bool:
    """Whether it is an end of a change of a count: "the letters fell from 2017 to 1988"."""
    window = window_before(text, start)
    if not grammar.change.search(window):
        return False
    after = grammar.clock.partner_after.match(text, end)
    before = grammar.clock.partner_before.search(window)
    if after:
        return int(after[1]) < year
    return before is not None and int(before[1]) > year
