"""Words that mean the same thing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.claims.vocabulary import vocabulary

KNOWN = vocabulary("en")


@pytest.mark.parametrize(
    "words",
    [
        ("burn", "burned", "burning", "burns"),
        ("family", "families"),
        ("stop", "stopped", "stopping"),
        ("strike", "struck", "striking"),
        ("village", "villages", "village's"),
        ("injury", "injuries"),
    ],
)
def test_forms_of_one_word_have_one_stem(words: tuple[str, ...]) -> None:
    assert len({KNOWN.stem(word) for word in words}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("houses", "dwellings"), ("lorries", "trucks"), ("people", "persons"), ("kids", "children")],
)
def test_synonyms_name_one_thing(one: str, other: str) -> None:
    assert KNOWN.thing(one) == KNOWN.thing(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("soldiers", "civilians"), ("houses", "schools"), ("men", "women"), ("vans", "lorries")],
)
def test_different_things_stay_different(one: str, other: str) -> None:
    assert KNOWN.thing(one) != KNOWN.thing(other)


@given(st.text(max_size=30))
def test_a_stem_is_never_longer_than_a_word_that_is_not_irregular(word: str) -> None:
    lower = word.lower()
    if lower not in KNOWN.irregular and len(lower) == len(word):
        assert len(KNOWN.stem(word)) <= len(word)
