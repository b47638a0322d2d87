from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.linkage.clustering import Evidence, clusters, clusters_at, graph
from muniment.linkage.decisions import Decision, ruling
from muniment.linkage.neighbours import components
from tests.linkage.simulating import simulate


def _evidence(*pairs: tuple[int, int, float]) -> Evidence:
    a, b, chance = (np.asarray(each) for each in zip(*pairs, strict=True))
    return Evidence.of_probabilities(a, b, chance.astype(np.float64))


def _groups(ids: list[str], evidence: Evidence, *decisions: Decision) -> set[frozenset[str]]:
    known = graph(ids, evidence, ruling(decisions))
    label = clusters(known)
    return {
        frozenset(known.ids[each] for each in np.flatnonzero(label == first))
        for first in np.unique(label)
    }


def _decided(a: str, b: str, verdict: str, when: str = "2024-01-01") -> Decision:
    return Decision(a, b, verdict, "reviewer", when)  # type: ignore[arg-type]


def test_components_are_named_by_their_least_node() -> None:
    found = components(6, np.asarray([4, 2, 5]), np.asarray([2, 0, 3]))
    assert found.tolist() == [0, 1, 0, 3, 0, 3]


def test_a_likely_pair_is_one_and_an_unlikely_one_is_not() -> None:
    assert _groups(["a", "b", "c"], _evidence((0, 1, 0.9), (1, 2, 0.2))) == {
        frozenset("ab"),
        frozenset("c"),
    }


def test_what_speaks_against_the_third_side_parts_a_triangle() -> None:
    bridge = _evidence((0, 1, 0.9), (1, 2, 0.8), (0, 2, 1e-6))
    assert _groups(["a", "b", "c"], bridge) == {frozenset("ab"), frozenset("c")}
    closed = _evidence((0, 1, 0.9), (1, 2, 0.8), (0, 2, 0.6))
    assert _groups(["a", "b", "c"], closed) == {frozenset("abc")}


def test_having_nothing_in_common_is_nothing_against_a_third_side() -> None:
    prior = np.full(3, -8.0)
    said = np.asarray([[7, 9, 0], [7, 0, 0], [0, 9, 0]], dtype=np.float32)
    told = said != 0
    told[:, 2] = True
    # The names of B and C agree rarely, A and B have a code in common, A and C nothing.
    found = Evidence(np.asarray([0, 0, 1]), np.asarray([1, 2, 2]), prior, said, told)
    assert _groups(["a", "b", "c"], found) == {frozenset("abc")}


def test_decisions_override() -> None:
    pairs = _evidence((0, 1, 0.99), (1, 2, 0.01))
    assert _groups(["a", "b", "c"], pairs, _decided("a", "b", "different")) == {
        frozenset("a"),
        frozenset("b"),
        frozenset("c"),
    }
    assert _groups(["a", "b", "c"], pairs, _decided("b", "c", "same")) >= {frozenset("bc")} or (
        _groups(["a", "b", "c"], pairs, _decided("b", "c", "same")) == {frozenset("abc")}
    )
    assert frozenset("ab") in _groups(["a", "b", "c"], pairs, _decided("a", "b", "unsure"))


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_records_and_pairs_changes_nothing(seed: int) -> None:
    made = simulate(seed, records=200, people=90)
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(made.ids))
    rank = np.argsort(order)
    mixed = rng.permutation(len(made.pairs.a))
    pairs = made.pairs
    turned = Evidence(
        rank[pairs.b][mixed],
        rank[pairs.a][mixed],
        pairs.prior[mixed],
        pairs.evidence[mixed],
        pairs.given[mixed],
    )
    one = _groups(list(made.ids), pairs)
    assert _groups([made.ids[each] for each in order], turned) == one


def test_a_component_of_any_size_is_clustered() -> None:
    pairs = [(i, j, 0.95) for i in range(12) for j in range(i + 1, 12)]
    pairs += [(12 + i, 12 + j, 0.95) for i in range(9) for j in range(i + 1, 9)]
    pairs += [(0, 12, 0.6)]
    ids = [f"r{number:02}" for number in range(21)]
    found = _groups(ids, _evidence(*pairs))
    assert found == {frozenset(ids[:12]), frozenset(ids[12:])}


@given(st.integers(0, 50), st.floats(0.05, 0.95))
def test_more_certainty_never_makes_fewer_clusters_of_pairs(seed: int, threshold: float) -> None:
    made = simulate(seed, records=40, people=30)
    known = graph(made.ids, made.pairs)
    strict = len(np.unique(clusters(known, max(threshold, 0.5))))
    assert strict >= len(np.unique(clusters(known, min(threshold, 0.5))))


@pytest.mark.parametrize("seed", [1574, 1874])
def test_one_record_leaves_a_component_that_was_merged_whole(seed: int) -> None:
    rng = np.random.default_rng(seed)
    count = int(rng.integers(8, 14))
    a, b = np.triu_indices(count, 1)
    kept = rng.random(len(a)) < rng.uniform(0.5, 1)
    odds = rng.normal(rng.uniform(0, 4), 4, int(kept.sum()))
    chance = np.clip(1 / (1 + np.exp(-odds)), 1e-6, 1 - 1e-6)
    ids = [f"r{number:02}" for number in range(count)]
    known = graph(ids, Evidence.of_probabilities(a[kept], b[kept], chance))
    for threshold in (0.05, 0.5, 0.95):
        label = clusters(known, threshold)
        assert (label[label] == label).all()


def test_thresholds_together_give_what_each_gives() -> None:
    draw = np.random.default_rng(3)
    ids = [f"r{number:03}" for number in range(300)]
    a, b = draw.integers(0, 300, (2, 500))
    probability = draw.uniform(0.01, 0.99, 500)
    two = a != b
    first, last = np.minimum(a, b)[two], np.maximum(a, b)[two]
    pairs = Evidence.of_probabilities(first, last, probability[two])
    known = graph(ids, pairs)
    thresholds = (0.2, 0.5, 0.8, 0.95)
    for threshold, found in zip(thresholds, clusters_at(known, thresholds), strict=True):
        assert found.tolist() == clusters(known, threshold).tolist()
