"""The latest items of a common word, found block by block."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.workspace.search import postgresql
from muniment.workspace.search.clauses import Words
from muniment.workspace.search.postgresql import BLOCK, Tsvector, _Statistics, _within

ROW = 16


def blocks_of(words: list[str]) -> list[int]:
    found: list[int] = []
    for each in words:
        kind, number = each[:3], int(each[3:])
        found += [number] if kind == "z_b" else range(number * ROW, (number + 1) * ROW)
    return found


@given(st.integers(0, 400), st.integers(0, 400))
def test_words_for_blocks_stand_for_each_of_them_once(one: int, other: int) -> None:
    first, last = sorted((one, other))
    words = list(_within(first, last))
    assert sorted(blocks_of(words)) == list(range(first, last + 1))
    assert len(words) <= 2 * ROW + (last - first) // ROW


@given(
    numbers=st.sets(st.integers(1, 120 * BLOCK), max_size=60),
    share=st.floats(0.0005, 0.9),
    most=st.integers(1, 80),
)
def test_the_latest_come_first_and_none_is_passed_over(
    numbers: set[int], share: float, most: int
) -> None:
    def hits(query: str, limit: int) -> list[int]:
        words = re.findall(r"z_[bw]\d+", query)
        asked = set(blocks_of(words))
        there = [each for each in numbers if not words or each // BLOCK in asked]
        return sorted(there, reverse=True)[:limit]

    with pytest.MonkeyPatch.context() as patch:
        known = _Statistics(120.0 * BLOCK, {"killed": share})
        patch.setattr(postgresql, "_hits", hits)
        patch.setattr(postgresql, "_statistics", lambda period: known)
        patch.setattr(postgresql, "_latest", lambda: 120 * BLOCK)
        found = Tsvector().ids(Words(("killed",)), most)
    assert found == sorted(numbers, reverse=True)[:most]
