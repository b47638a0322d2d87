"""Invented and common names as sounds, written in the spelling of a list.

A name is kept as sounds so that no spelling is the first one: every list writes it from the
sounds by its own column of ``phonemes.csv``, and what one spelling cannot tell apart is lost.
"""

from __future__ import annotations

import csv
import functools
from importlib import resources
from random import Random
from typing import NamedTuple

Sounds = tuple[str, ...]

SPELLINGS = ("plain", "french", "turkic", "cyrillic", "cyrillic_old", "armenian", "georgian")
"""The spellings that write vowels; "arabic" writes the sounds it has letters for."""
_INVENTED_FAMILIES = 0.35
_INVENTED_GIVEN = 0.08
_SYLLABLES = (
    tuple("b d g k l m n p r s t v z sh ch kh".split()),
    tuple("a e i o u".split()),
)


class GivenName(NamedTuple):
    """A given name: its sounds and how friends say it ("" where they say it in full)."""

    sounds: Sounds
    short_form: str


class Ending(NamedTuple):
    """The ending of a family name for a man and for a woman."""

    male: Sounds
    female: Sounds


@functools.cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of one of the files beside this module."""
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@functools.cache
def _letters(spelling: str) -> dict[str, str]:
    return {row["sound"]: row[spelling] for row in table("phonemes.csv")}


def written(sounds: Sounds, spelling: str) -> str:
    """The sounds in a spelling, with a capital first letter where the script has capitals."""
    letters = _letters(spelling)
    word = "".join(letters[sound] for sound in sounds)
    return word[:1].upper() + word[1:] if spelling != "georgian" else word


@functools.cache
def _given(sex: str) -> tuple[tuple[GivenName, ...], tuple[float, ...]]:
    rows = [row for row in table("given_names.csv") if row["sex"] == sex]
    names = tuple(GivenName(tuple(row["sounds"].split()), row["short_form"]) for row in rows)
    return names, _falling(len(names))


@functools.cache
def _families() -> tuple[tuple[Sounds, ...], tuple[float, ...]]:
    stems = tuple(tuple(row["sounds"].split()) for row in table("family_stems.csv"))
    return stems, _falling(len(stems))


@functools.cache
def _endings() -> tuple[tuple[Ending, ...], tuple[float, ...]]:
    rows = table("endings.csv")
    endings = tuple(
        Ending(tuple(row["male"].split()), tuple(row["female"].split())) for row in rows
    )
    return endings, tuple(float(row["share"]) for row in rows)


def _falling(count: int) -> tuple[float, ...]:
    """Weights that fall with the rank, as the frequencies of names do."""
    return tuple(1 / (rank + 4) for rank in range(count))


def _invented(rng: Random, syllables: int) -> Sounds:
    consonants, vowels = _SYLLABLES
    word: list[str] = []
    for _ in range(syllables):
        word += [rng.choice(consonants), rng.choice(vowels)]
    return (*word, rng.choice(consonants))


def draw_given(rng: Random, sex: str) -> GivenName:
    """A given name for "male" or "female": common ones often, now and then a rare one."""
    if rng.random() < _INVENTED_GIVEN:
        stem = _invented(rng, 2)
        return GivenName(stem if sex == "male" else (*stem, "a"), "")
    names, weights = _given(sex)
    return rng.choices(names, weights)[0]


def draw_family(rng: Random) -> tuple[Sounds, Ending]:
    """The stem and ending of a family name."""
    endings, shares = _endings()
    ending = rng.choices(endings, shares)[0]
    if rng.random() < _INVENTED_FAMILIES:
        return _invented(rng, rng.choice((1, 2, 2))), ending
    stems, weights = _families()
    return rng.choices(stems, weights)[0], ending
