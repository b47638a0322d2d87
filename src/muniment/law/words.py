"""The words of a name of an instrument as they are compared: its kind, and what it is about."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Sequence
from typing import Any, NamedTuple

from muniment.law.tables import DATA

_BROKEN = re.compile(r"(?<=\w)[-–]\s+(?=\w)")
_WORD = re.compile(r"[^\W_]+(?:[-/][^\W_]+)*")
_PART_OR_LINE = re.compile(r"[^\W_]+(?:/[^\W_]+)*|\n")
_FIGURES = re.compile(r"\b\d{1,2}[./]\d{1,2}[./]\d{4}\b")
_DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th)?")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_NUMBER = re.compile(r"0*([1-9]\d{0,2})")
_ENDINGS = ("ss", "us", "is")
_SHORTEST_PLURAL = 4


class Words(NamedTuple):
    """The words of a name as they are compared.

    ``order`` is its words without small ones, heads and years, each as its plain form, as they
    follow each other; ``heads`` the kinds of instrument it names, as the first word of their row
    in ``words.toml``; ``years`` the years in it.
    """

    order: tuple[str, ...]
    heads: frozenset[str]
    years: frozenset[str]

    @property
    def content(self) -> frozenset[str]:
        """The words that are no small ones, heads or years."""
        return frozenset(self.order)

    @property
    def numbers(self) -> frozenset[str]:
        """The numbers in it, as figures: "4" in "Fourth Geneva Convention"."""
        return frozenset(word for word in self.order if word.isdecimal())


class Lists(NamedTuple):
    """The lists of ``words.toml``."""

    small: frozenset[str]
    light: frozenset[str]
    regions: frozenset[str]
    dating: frozenset[str]
    effect: frozenset[str]
    attached: frozenset[str]
    partly: frozenset[str]
    joining: frozenset[str]
    makers: frozenset[str]
    heads: dict[str, str]
    weak_heads: dict[str, str]
    subjects: frozenset[str]
    near: tuple[frozenset[str], ...]
    by_date: frozenset[str]
    natures: dict[str, frozenset[str]]
    bodies: dict[str, list[str]]
    numbers: dict[str, str]
    phrases: dict[str, str]
    compounds: dict[str, list[str]]
    same: dict[str, str]
    months: frozenset[str]


@functools.cache
def lists() -> Lists:
    """The lists by which names are compared."""
    table: dict[str, Any] = tomllib.loads(DATA.joinpath("words.toml").read_text(encoding="utf-8"))
    return Lists(
        small=frozenset(table["small"]),
        light=frozenset(table["light"]),
        regions=frozenset(table["regions"]),
        dating=frozenset(table["dating"]),
        effect=frozenset(table["effect"]),
        attached=frozenset(table["attached"]),
        partly=frozenset(table["partly"]),
        joining=frozenset(table["joining"]),
        makers=frozenset(table["makers"]),
        heads={word: row[0] for row in table["heads"] for word in row},
        weak_heads={word: row[0] for row in table["weak_heads"] for word in row},
        subjects=frozenset(table["subjects"]),
        near=tuple(map(frozenset, table["near"])),
        by_date=frozenset(table["by_date"]),
        natures={nature: frozenset(kinds) for nature, kinds in table["natures"].items()},
        bodies=table["bodies"],
        numbers=table["numbers"],
        phrases=table["phrases"],
        compounds=table["compounds"],
        same=table["same"],
        months=frozenset(table["months"]),
    )


def tokens(name: str) -> list[str]:
    """The words of a name in small letters, compounds and words cut by a line break with their
    hyphen; dates in figures are left out."""
    return _WORD.findall(_FIGURES.sub(" ", _folded(_BROKEN.sub("-", name))))


def tokens_of_lines(text: str) -> list[str]:
    """The words of many names, one a line, with "\\n" after those of each; compounds are parted."""
    return _PART_OR_LINE.findall(_folded(text))


def _folded(text: str) -> str:
    low = text.replace("’", "'").replace("–", "-").casefold()
    for phrase, word in lists().phrases.items():
        low = low.replace(phrase, word)
    return low


def arrange(found: Sequence[str]) -> Words:
    """The words of a name by what they are; day and month of a date are left out."""
    known = lists()
    order: list[str] = []
    heads: list[str] = []
    years: list[str] = []
    led = False
    words = without_days(found, known.months)
    for word in words:
        if word in known.heads and not (led and word in known.subjects):
            heads.append(known.heads[word])
            led = True
        elif word in known.weak_heads and not heads and known.heads.keys().isdisjoint(words):
            heads.append(known.weak_heads[word])
        elif _YEAR.fullmatch(word):
            years.append(word)
        elif word not in known.small:
            order.append(plain_form(word))
    return Words(tuple(order), frozenset(heads), frozenset(years))


def without_days(words: Sequence[str], months: frozenset[str]) -> Sequence[str]:
    """Words without those that are the day and the month of a date; its year stays."""
    if months.isdisjoint(words):
        return words
    kept: list[str] = []
    at = 0
    while at < len(words):
        word, after = words[at], "".join(words[at + 1 : at + 2])
        if word in months and kept and _DAY.fullmatch(kept[-1]):
            kept.pop()
        elif word in months and _DAY.fullmatch(after):
            at += 1
        elif not (word in months and _YEAR.fullmatch(after)):
            kept.append(word)
        at += 1
    return kept


@functools.cache
def plain_form(word: str) -> str:
    """A word without its plural, spelt in one way; a number as figures."""
    known = lists()
    word = known.numbers.get(word, word)
    number = _NUMBER.fullmatch(word)
    if number:
        return number[1]
    if word in known.same:
        return known.same[word]
    if word.endswith("ies") and len(word) > _SHORTEST_PLURAL:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(_ENDINGS) and len(word) >= _SHORTEST_PLURAL:
        return known.same.get(word[:-1], word[:-1])
    return word
