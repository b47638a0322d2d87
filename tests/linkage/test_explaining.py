from __future__ import annotations

import re

import pytest

from muniment.demo.registers.entries import entries, linkable
from muniment.demo.registers.habits import drawn
from muniment.demo.registers.population import population
from muniment.linkage.decisions import Decision
from muniment.linkage.explaining import explain, level_words
from muniment.linkage.linking import Linked, link


@pytest.fixture(scope="module")
def linked() -> Linked:
    return link(linkable(entries(population(150, 3), drawn(3), 3)), draws=20)


def test_the_weights_add_up_to_that_of_the_pair(linked: Linked) -> None:
    for a, b in zip(*(linked.pairs[name].to_pylist()[:40] for name in "ab"), strict=True):
        told = explain(linked.records, linked.pairs, b, a)
        assert (told.a, told.b) == (a, b)
        assert told.steps[-1].total == pytest.approx(told.weight, abs=0.1)
        weights = [abs(step.weight) for step in told.steps if step.role != "together"]
        assert weights == sorted(weights, reverse=True)


def test_levels_are_told_in_words(linked: Linked) -> None:
    levels = {
        level
        for name in linked.pairs.column_names
        if name.startswith("level.")
        for level in linked.pairs[name].unique().to_pylist()
    }
    words = {level_words(level) for level in levels}
    assert not any(re.search(r" \d+$", each) for each in words)
    assert level_words("same key 3") == "the same, spelled otherwise, and rare"
    assert level_words(None) == "not said in one or both"
    assert level_words("within 0.1 km") == "within 0.1 km"


def test_a_pair_that_was_not_scored_and_a_decision(linked: Linked) -> None:
    ids = linked.records["record_id"].to_pylist()
    scored = set(zip(*(linked.pairs[name].to_pylist() for name in "ab"), strict=True))
    a, b = next((a, b) for a in ids for b in ids if a < b and (a, b) not in scored)
    said = Decision(a, b, "different", "reviewer", "2024-01-01T00:00:00Z")
    told = explain(linked.records, linked.pairs, a, b, said)
    assert (told.scored, told.steps, told.decision) == (False, (), said)


def test_what_cannot_be_explained_is_refused(linked: Linked) -> None:
    known = linked.records["record_id"][0].as_py()
    with pytest.raises(KeyError, match="nobody:1"):
        explain(linked.records, linked.pairs, known, "nobody:1")
    with pytest.raises(ValueError, match="not one with itself"):
        explain(linked.records, linked.pairs, known, known)
