from __future__ import annotations

import numpy as np
import pytest

from muniment.linkage.calibration import Calibration
from muniment.linkage.clustering import Evidence, graph
from muniment.linkage.counting import Interval
from muniment.linkage.draws import draw, parameters
from muniment.linkage.missed import missed
from tests.linkage.simulating import simulate

EXACTLY = Calibration(shift=0.0, stretch=0.0, centre=0.0, astray=0.0)


def test_a_pair_is_one_as_often_as_it_is_likely() -> None:
    pairs = Evidence.of_probabilities(np.asarray([0]), np.asarray([1]), np.asarray([0.3]))
    drawn = draw(graph(["a", "b"], pairs), 4000, 1, EXACTLY)
    assert drawn.together(np.asarray([0]), np.asarray([1]))[0] == pytest.approx(0.3, abs=0.03)


def test_the_same_seed_gives_the_same_draws() -> None:
    made = simulate(1, records=300, people=150)
    known = graph(made.ids, made.pairs)
    one, two, other = (draw(known, 20, seed) for seed in (5, 5, 6))
    assert all(np.array_equal(one.labels(n), two.labels(n)) for n in range(20))
    assert not np.array_equal(one.entities(), other.entities())


def test_entities_are_counted_as_the_labels_say() -> None:
    made = simulate(2, records=300, people=100)
    drawn = draw(graph(made.ids, made.pairs), 10, 1)
    counted = [len(np.unique(label)) for label in drawn]
    assert (drawn.entities() == np.asarray(counted) - drawn.unreached).all()


def test_large_components_are_drawn_from_too() -> None:
    pairs = [(i, j) for i in range(10) for j in range(i + 1, 10)]
    a, b = (np.asarray(each) for each in zip(*pairs, strict=True))
    known = graph(
        [f"r{n}" for n in range(10)], Evidence.of_probabilities(a, b, np.full(len(a), 0.97))
    )
    assert (draw(known, 30, 1, EXACTLY).entities() <= 3).mean() > 0.9


def test_the_interval_covers_the_truth_as_often_as_it_says() -> None:
    held = 0
    for seed in range(30):
        made = simulate(seed, records=1000, people=850, shift=float(np.tile([0.4, -0.4], 15)[seed]))
        drawn = draw(graph(made.ids, made.pairs), 100, seed)
        interval = Interval.of(drawn.entities())
        held += interval.low <= made.entities <= interval.high
    assert 22 <= held < 30


def test_shift_and_stretch_are_drawn_as_they_are_believed() -> None:
    belief = Calibration(shift=0.5, stretch=0.1, centre=-0.3, slope=1.2)
    shift, slope = parameters(belief, 500, np.random.default_rng(1))
    assert np.mean(shift) == pytest.approx(-0.3, abs=0.01)
    assert np.std(shift) == pytest.approx(0.5, abs=0.02)
    assert np.median(slope) == pytest.approx(1.2, abs=0.01)


def test_missed_matches_are_told_by_how_many_fields_agree() -> None:
    rng = np.random.default_rng(1)
    agree = rng.uniform(size=(20000, 6)) < rng.choice([0.3, 0.8], size=(20000, 1))
    reached = agree.sum(axis=1) >= 2
    evidence = np.where(agree[reached], 3.0, -1.0).astype(np.float32)
    found = missed(np.ones(int(reached.sum())), evidence, np.full(1000, 2))
    assert 0.5 * (~reached).sum() < found.mean <= 1.2 * (~reached).sum()
