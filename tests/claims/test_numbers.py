"""Number phrases: digits, words, mixed, fractions, ranges, ratios."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.claims.language import load_language
from muniment.claims.lexicon import lexicon_of
from muniment.claims.number_phrase import NumberPhrase
from muniment.claims.numbers import NumberReader
from muniment.claims.tokens import tokenize

LEXICON = lexicon_of(load_language("en"))
UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()  # noqa: E501
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()


def read(text: str) -> list[NumberPhrase]:
    return NumberReader(tokenize(text, 0, len(text)), LEXICON).read()


def values(text: str) -> list[tuple[object, object]]:
    return [(phrase.low, phrase.high) for phrase in read(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3,890", 3890),
        ("3 900", 3900),
        ("3\u202f900\u202f000", 3_900_000),
        ("3'900", 3900),
        ("1.234.567", 1_234_567),
        ("1,234.5", Fraction(2469, 2)),
        ("12,5", Fraction(25, 2)),
        ("12,00,000", 1_200_000),
        ("3.9 million", 3_900_000),
        ("40.6\nmillion", 40_600_000),
        ("2 dozen", 24),
        ("half a million", 500_000),
        ("one and a half million", 1_500_000),
        ("a quarter of a million", 250_000),
        ("2½", Fraction(5, 2)),
        ("a hundred thousand", 100_000),
        ("Two hundred and twelve", 212),
        ("twenty-six", 26),
        ("two million three hundred and four thousand and five", 2_304_005),
        ("twenty-five hundred", 2500),
        ("three thousand million", 3_000_000_000),
    ],
)
def test_one_value(text: str, value: int | Fraction) -> None:
    assert values(text) == [(value, value)]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("10 to 15", 10, 15),
        ("10-15", 10, 15),
        ("10–15", 10, 15),
        ("between 10 and 15", 10, 15),
        ("17 or 18", 17, 18),
        ("six or seven", 6, 7),
        ("2 to 3 million", 2_000_000, 3_000_000),
        ("dozens", 24, None),
        ("hundreds and hundreds", 200, None),
        ("tens of thousands", 20_000, None),
        ("several hundred", 200, None),
        ("one in five", 20, 20),
        ("two out of three", Fraction(200, 3), Fraction(200, 3)),
        ("three quarters", 75, 75),
        ("two-thirds", Fraction(200, 3), Fraction(200, 3)),
        ("1/4", 25, 25),
    ],
)
def test_ranges_vague_words_and_shares(text: str, low: int, high: int | None) -> None:
    assert values(text) == [(low, high)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rose from 41 to 63", [41, 63]),
        ("rose by 40 to 160", [40, 160]),
        ("1, 2 and 3", [1, 2, 3]),
        ("nine and one", [9, 1]),
        ("15-12", [15, 12]),
        ("in 1998-99", [1998, 99]),
    ],
)
def test_several_values(text: str, expected: list[int]) -> None:
    assert values(text) == [(value, value) for value in expected]


@pytest.mark.parametrize("text", ["7" * 60, "1,2,3,4", "seventy-fifth", "a third party", "of it"])
def test_no_number(text: str) -> None:
    assert values(text) == []


def in_words(number: int) -> str:
    """A number below a thousand million in English words."""
    for size, name in ((1_000_000, "million"), (1000, "thousand")):
        if number >= size:
            rest = number % size
            tail = "" if not rest else (" and " if rest < 100 else " ") + in_words(rest)
            return f"{in_words(number // size)} {name}{tail}"
    if number >= 100:
        rest = number % 100
        return f"{UNITS[number // 100]} hundred" + (f" and {in_words(rest)}" if rest else "")
    if number >= 20:
        return TENS[number // 10] + (f"-{UNITS[number % 10]}" if number % 10 else "")
    return UNITS[number]


@given(st.integers(0, 999_999_999))
def test_numbers_in_words_are_read_back(number: int) -> None:
    assert values(in_words(number)) == [(number, number)]


@given(st.integers(0, 10**12), st.sampled_from([",", " ", "\u00a0", "\u2009"]))
def test_grouped_digits_are_read_back(number: int, mark: str) -> None:
    assert values(f"{number:,}".replace(",", mark)) == [(number, number)]


@given(st.integers(0, 10**6), st.integers(0, 999))
def test_decimals_are_exact(whole: int, thousandths: int) -> None:
    value = Fraction(whole) + Fraction(thousandths, 1000)
    assert values(f"{whole:,}.{thousandths:03d}") == [(value, value)]
