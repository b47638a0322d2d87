"""Chao's bounds and the sample coverage estimate."""

import numpy as np
import pytest

from muniment.estimation.chao import chao
from muniment.estimation.coverage import coverage
from muniment.estimation.overlaps import OverlapTable
from tests.estimation.tables import exact, independent, published


def test_lists_alike_have_chaos_estimate_and_variance() -> None:
    # Chao 1987: n + f1² / 2 f2 for many lists, variance f2 (r⁴/4 + r³ + r²/2) with r = f1 / f2.
    table = exact(100_000, [0.05] * 10)
    once, twice = table.frequencies[1], table.frequencies[2]
    alike = chao(table)[1]
    assert alike.total is not None
    share = 9 / 10
    assert alike.total - table.documented == pytest.approx(share * once**2 / (2 * twice), rel=1e-3)
    ratio = share * once / twice
    published_variance = twice * (ratio**4 / 4 + ratio**3 + ratio**2 / 2)
    assert alike.measures["se"] == pytest.approx(np.sqrt(published_variance), rel=0.15)


def test_independent_lists_of_any_size_meet_the_bound_for_lists_of_different_sizes() -> None:
    table = exact(1_000_000, [0.5, 0.1, 0.02])
    different, alike = chao(table)
    assert different.total == pytest.approx(1_000_000, rel=1e-3)
    assert different.main
    assert different.lower_bound
    assert not alike.main
    assert alike.total is not None
    assert alike.total > 1_000_000


def test_people_who_differ_leave_the_bound_below_the_truth() -> None:
    rng = np.random.default_rng(3)
    ease = rng.choice([0.05, 0.6], 20_000)
    table = OverlapTable.from_memberships("ABCD", rng.random((20_000, 4)) < ease[:, None])
    for each in chao(table):
        assert each.interval is not None
        assert each.total is not None
        assert table.documented < each.interval.low < each.total < each.interval.high < 20_000


def test_no_doubles_no_bound() -> None:
    table = OverlapTable.from_cells("ABC", [((1, 0, 0), 9), ((0, 1, 0), 5), ((1, 1, 1), 2)])
    (refused,) = chao(table)
    assert refused.refusals[0].code == "no-doubles"
    assert not refused.stands


def test_the_coverage_of_three_lists_is_as_worked_by_hand() -> None:
    # Chao and others 2001: hepatitis A in Taiwan, lists P, Q, E.
    cells = {
        (1, 1, 1): 28, (1, 1, 0): 21, (1, 0, 1): 17, (1, 0, 0): 69,
        (0, 1, 1): 18, (0, 1, 0): 55, (0, 0, 1): 63,
    }  # fmt: skip
    found = coverage(OverlapTable.from_cells("PQE", cells.items()))
    assert found.documented == 271
    assert found.measures["coverage"] == pytest.approx(0.513, abs=0.001)
    assert found.total == pytest.approx(971, abs=1)
    assert found.cautions[0].code == "low-coverage"


@pytest.mark.parametrize("chances", [[0.5, 0.4, 0.6], [0.5, 0.4, 0.6, 0.3, 0.5]])
def test_independent_lists_meet_the_coverage_estimate(chances: list[float]) -> None:
    found = coverage(exact(1_000_000, chances))
    assert found.total == pytest.approx(1_000_000, rel=1e-3)
    assert not found.cautions


def test_intervals_of_coverage_cover() -> None:
    hits = 0
    for seed in range(40):
        interval = coverage(independent(2000, [0.5, 0.4, 0.6], seed)).interval
        assert interval is not None
        hits += interval.low <= 2000 <= interval.high
    assert hits >= 34


def test_coverage_is_refused_where_lists_depend_beyond_repair() -> None:
    table = OverlapTable.from_cells("ABC", [((1, 0, 0), 50), ((0, 1, 0), 50), ((0, 0, 1), 50)])
    assert coverage(table).refusals[0].code == "coverage"


def test_spina_bifida_stands_between_its_neighbours() -> None:
    table = published("spina-bifida")
    total = coverage(table).total
    assert total is not None
    assert 700 < total < 800


def test_coverage_of_lists_that_depend_is_told_for_more_than_three() -> None:
    rng = np.random.default_rng(3)
    held = rng.random((4000, 4)) < 0.4
    held[:, 1] |= held[:, 0] & (rng.random(4000) < 0.5)
    dependent = coverage(OverlapTable.from_memberships("ABCD", held))
    assert "misfit" in {reason.code for reason in dependent.cautions}
    assert not coverage(independent(4000, [0.4, 0.4, 0.5, 0.4])).cautions


def test_the_bound_for_lists_alike_is_cautioned_where_they_are_not() -> None:
    different, alike = chao(independent(4000, [0.6, 0.1, 0.3]))
    assert {reason.code for reason in alike.cautions} == {"unlike"}
    assert not different.cautions
    assert not chao(independent(4000, [0.3, 0.3, 0.3]))[1].cautions
