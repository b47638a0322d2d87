"""Comparison of whole names."""

from __future__ import annotations

import itertools
import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.values.names import compare_names
from muniment.values.names.bulk import comparisons
from muniment.values.names.similarity import weights
from tests.values.names.pairs import pairs

WORDS = st.lists(
    st.sampled_from(
        "Aram Арам Արամ Petrosyan Петросян bin al-Shami محمد الحسن A. Иванов (Bill) Sasha Jr. Dr. "
        "oğlu Məmmədov Anne-Marie ბერიძე III, 12 …".split()
    ),
    max_size=6,
).map(" ".join)


@pytest.mark.parametrize(("one", "other", "same"), pairs("full"))
def test_names_are_told_apart_at_one_threshold(one: str, other: str, same: bool) -> None:
    assert (compare_names(one, other) >= weights()["whole"]["threshold"]) == same


@given(WORDS | st.text(), WORDS | st.text())
def test_it_is_symmetric_and_between_0_and_1(one: str, other: str) -> None:
    value = compare_names(one, other)
    assert 0 <= value <= 1
    assert value == compare_names(other, one)


@given(st.text())
def test_a_name_is_wholly_like_itself(text: str) -> None:
    assert compare_names(text, text) == 1
    assert compare_names(text, unicodedata.normalize("NFD", text)) == 1


@given(WORDS, WORDS)
def test_case_does_not_matter(one: str, other: str) -> None:
    assert compare_names(one.upper(), other) == pytest.approx(compare_names(one, other))


def test_the_order_of_the_parts_does_not_matter() -> None:
    values = {
        round(compare_names(" ".join(order), "Оганесян Арам"), 9)
        for order in itertools.permutations(["Aram", "Hovhannisyan"])
    }
    assert len(values) == 1


def test_more_of_a_name_says_more() -> None:
    full = "Elnur Rəşid oğlu Məmmədov"
    alone = compare_names(full, "Məmmədov")
    two = compare_names(full, "Мамедов Эльнур")
    three = compare_names(full, "Мамедов Эльнур Рашидович")
    assert alone < two < three


@given(st.lists(st.tuples(WORDS | st.text(), WORDS), max_size=8))
def test_many_pairs_at_once_give_what_each_gives_alone(names: list[tuple[str, str]]) -> None:
    first, second = [a for a, _ in names], [b for _, b in names]
    assert np.allclose(comparisons(first, second), [compare_names(*pair) for pair in names])


def test_lists_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError, match="1 names cannot be compared with 2"):
        comparisons(["a"], ["a", "b"])


def test_names_of_many_parts_are_compared_in_bounded_time() -> None:
    # Sixty different words, where only the first ones are looked at.
    many = " ".join(f"Abdul{chr(97 + i % 26)}{chr(97 + i // 26)}" for i in range(60))
    assert compare_names(many, many.upper() + " Karim") > 0.5
