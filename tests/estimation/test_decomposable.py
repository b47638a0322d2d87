import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import gammaln

from muniment.estimation.calibration import Ranks, calibrate_decomposable
from muniment.estimation.decomposable import average, decomposable, graphs
from muniment.estimation.overlaps import OverlapTable
from tests.estimation.tables import exact, independent, published

KOSOVO = published("kosovo")


def madigan_york(totals: NDArray[np.float64]) -> NDArray[np.float64]:
    """The prior of Madigan and York for spina bifida: Poisson with a gamma mean."""
    a, b = 13.14, 55.17
    prior: NDArray[np.float64] = (
        totals * np.log(b)
        - (totals + a) * np.log(1 + b)
        + gammaln(totals + a)
        - gammaln(totals + 1)
    )
    return prior


@pytest.mark.parametrize(("lists", "number"), [(1, 1), (2, 2), (3, 8), (4, 61), (5, 822)])
def test_all_decomposable_graphs_are_made(lists: int, number: int) -> None:
    assert len(graphs(lists)) == len(set(graphs(lists))) == number


def test_a_square_is_no_decomposable_graph() -> None:
    square = (0b1010, 0b0101, 0b1010, 0b0101)
    assert square not in graphs(4)
    assert (0b1110, 0b0101, 0b1011, 0b0101) in graphs(4)
    with pytest.raises(ValueError, match="1 to 6 lists"):
        graphs(7)


def test_spina_bifida_is_as_madigan_and_york_say() -> None:
    found = average(published("spina-bifida"), 1.0, 300, madigan_york)
    best = int(np.argmax(found.weights))
    assert found.names[best] == "[L1·L2, L3]"
    assert found.weights[best] == pytest.approx(0.37, abs=0.005)
    assert round(found.totals.least_relative_loss) == 731
    assert found.totals.mode == 728


@pytest.mark.parametrize(
    ("delta", "mean", "low", "high"),
    [(2**-4, 12_749, 9_827, 16_544), (0.5, 11_031, 4_500, 14_486), (1.0, 4_830, 4_408, 6_860)],
)
def test_kosovo_is_as_dga_says(delta: float, mean: float, low: float, high: float) -> None:
    found = average(KOSOVO, delta, 30_000).totals
    assert found.mean == pytest.approx(mean, abs=1)
    interval = found.interval()
    assert (interval.low, interval.high) == (low, high)


def test_the_defaults_are_dgas() -> None:
    found = decomposable(KOSOVO)
    assert found.total == 12_595
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == (9_827, 16_544)


def test_the_united_kingdom_is_as_dga_says() -> None:
    found = decomposable(published("united-kingdom"))
    assert found.total == pytest.approx(22_990, abs=1)
    assert found.interval is not None
    assert found.interval.low == pytest.approx(10_387, abs=1)
    assert found.interval.high == pytest.approx(33_509, abs=5)


def test_one_graph_has_the_textbook_likelihood() -> None:
    # Two lists, no edge: a product of two beta-binomials; an edge: a Dirichlet-multinomial.
    table = OverlapTable.from_cells("AB", [((1, 0), 3), ((0, 1), 2), ((1, 1), 4)])
    found = average(table, 0.5, 40, lambda totals: np.zeros_like(totals))
    unseen = np.arange(1, 41)
    total = 9 + unseen
    ways = gammaln(total + 1) - gammaln(unseen + 1)
    empty = (
        gammaln(7 + 1) + gammaln(2 + unseen + 1) + gammaln(6 + 1) + gammaln(3 + unseen + 1)
        - 4 * gammaln(1) - 2 * (gammaln(total + 2) - gammaln(2))
    )  # fmt: skip
    joined = (
        gammaln(3.5) + gammaln(2.5) + gammaln(4.5) + gammaln(unseen + 0.5)
        - 4 * gammaln(0.5) - (gammaln(total + 2) - gammaln(2))
    )  # fmt: skip
    likelihoods = np.array([np.exp(ways + empty).sum(), np.exp(ways + joined).sum()])
    assert found.weights == pytest.approx(likelihoods / likelihoods.sum())


def test_wide_steps_far_up_change_nothing_to_speak_of() -> None:
    table = exact(3000, [0.4, 0.3, 0.35])
    near, far = average(table, most_unseen=50_000), average(table, most_unseen=5_000_000)
    assert far.totals.mean == pytest.approx(near.totals.mean, rel=0.002)


def test_independent_lists_give_back_their_people() -> None:
    hits = 0
    for seed in range(20):
        interval = decomposable(independent(1500, [0.4, 0.3, 0.35], seed)).interval
        assert interval is not None
        hits += interval.low <= 1500 <= interval.high
    assert hits >= 17


def test_what_only_the_limit_bounds_is_refused() -> None:
    table = OverlapTable.from_cells(
        "ABC", [((1, 0, 0), 90), ((0, 1, 0), 80), ((0, 0, 1), 70), ((1, 1, 0), 1)]
    )
    assert decomposable(table).refusals[0].code == "prior-bound"
    assert decomposable(independent(99, [0.3] * 7)).refusals[0].code == "too-many-lists"
    with pytest.raises(ValueError, match="must be positive"):
        average(table, 0.0)


def test_simulation_based_calibration() -> None:
    ranks = calibrate_decomposable(120, lists=3, low=50, high=200)
    assert ranks.p_value("total") > 0.001
    wrong = ranks.ranks["total"] // 2
    assert Ranks(99, {"total": wrong}).p_value("total") < 1e-6
