"""Overlapping highlights become stretches that do not overlap and lose nothing."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from muniment.reports.html.highlights import Highlight, flatten

spans = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=12)


def made(pairs: list[tuple[int, int]]) -> list[Highlight]:
    return [Highlight(a, b, "figure", f"r{n}") for n, (a, b) in enumerate(pairs)]


@given(spans)
def test_every_covered_letter_keeps_exactly_its_highlights(pairs: list[tuple[int, int]]) -> None:
    highlights = made(pairs)
    stretches = flatten(highlights)
    for left, right in pairwise(stretches):
        assert left.end <= right.start
    for letter in range(41):
        over = {h.ref for h in highlights if h.start <= letter < h.end}
        here = [s for s in stretches if s.start <= letter < s.end]
        assert len(here) == bool(over)
        assert {h.ref for s in here for h in s.highlights} == over


@given(spans)
def test_every_highlight_opens_once_where_it_starts(pairs: list[tuple[int, int]]) -> None:
    highlights = [h for h in made(pairs) if h.start < h.end]
    opened = [(s.start, h) for s in flatten(highlights) for h in s.opening]
    assert sorted(h.ref for _, h in opened) == sorted(h.ref for h in highlights)
    assert all(start == h.start for start, h in opened)


def test_the_shortest_highlight_comes_last() -> None:
    inner = Highlight(3, 5, "figure", "inner")
    outer = Highlight(0, 9, "demand", "outer")
    middle = flatten([inner, outer])[1]
    assert [h.ref for h in middle.highlights] == ["outer", "inner"]
