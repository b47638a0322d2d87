"""Similarity of name parts, alone and in bulk."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.values.names import similarity
from muniment.values.names.bulk import similarities
from muniment.values.names.similarity import costs, weights
from tests.values.names.pairs import pairs

LETTERS = st.text(
    st.sampled_from("abcdefghijklmnopqrstuvwxyzəçğıöşüžабвгдежзийюяћүღჯიაմհուևմحمدعىةאב'- "),
    max_size=12,
)


@pytest.mark.parametrize(("one", "other", "same"), pairs("part"))
def test_parts_are_told_apart_at_one_threshold(one: str, other: str, same: bool) -> None:
    assert (similarity(one, other) >= weights()["whole"]["middle"]) == same


@given(LETTERS | st.text(), LETTERS | st.text())
def test_it_is_symmetric_and_between_0_and_1(one: str, other: str) -> None:
    value = similarity(one, other)
    assert 0 <= value <= 1
    assert value == similarity(other, one)


@given(st.text())
def test_a_name_is_wholly_like_itself(text: str) -> None:
    assert similarity(text, text) == 1
    for form in ("NFC", "NFD"):
        assert similarity(text, unicodedata.normalize(form, text)) == 1


@given(LETTERS, LETTERS)
def test_case_does_not_matter(one: str, other: str) -> None:
    assert similarity(one.upper(), other) == similarity(one, other)


@given(st.lists(st.tuples(LETTERS | st.text(), LETTERS), max_size=20))
def test_many_pairs_at_once_give_what_each_gives_alone(forms: list[tuple[str, str]]) -> None:
    first, second = [a for a, _ in forms], [b for _, b in forms]
    alone = [similarity(a, b) for a, b in forms]
    assert np.allclose(similarities(first, second), alone, atol=1e-12)


def test_more_pairs_than_a_chunk_are_all_compared() -> None:
    first = [f"Aliyev{'a' * (i % 7)}{'b' * (i % 3)}" for i in range(9000)]
    second = [f"Алиев{'а' * (i % 5)}" for i in range(9000)]
    found = similarities(first, second)
    for place in (0, 4095, 4096, 8999):
        assert found[place] == pytest.approx(similarity(first[place], second[place]))


def test_lists_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError, match="1 names cannot be compared with 2"):
        similarities(["a"], ["a", "b"])


def test_costs_are_symmetric() -> None:
    exchange = np.array(costs().exchange)
    assert (exchange == exchange.T).all()
    assert (np.diag(exchange) == 0).all()


def test_the_surest_says_most() -> None:
    assert similarity("Armen", "Арсен") < similarity("Armen", "Армен")
    assert similarity("Mammadov", "Махмудов") < similarity("Mammadov", "Мамедов")
    assert similarity("Hakobyan", "Акопян") > similarity("Hakobyan", "Ованесян")
