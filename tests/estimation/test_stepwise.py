import numpy as np
import pytest

from muniment.estimation.overlaps import OverlapTable
from muniment.estimation.poisson import Cells
from muniment.estimation.stepwise import bca, step_up, stepwise
from tests.estimation.tables import independent, published


def test_the_united_kingdom_is_as_sparsemse_says() -> None:
    table = published("united-kingdom")
    steps = step_up(Cells.of(table), 5)
    assert steps is not None
    assert table.documented + steps.fit.unseen == pytest.approx(11_312.990, abs=0.005)
    assert len(steps.added) == 6


def test_kosovo_is_as_sparsemse_says() -> None:
    found = stepwise(published("kosovo"), samples=200)
    assert found.total == pytest.approx(14_341.66, abs=0.01)
    assert found.interval is not None
    assert found.interval.low == pytest.approx(12_472, rel=0.04)
    assert found.interval.high == pytest.approx(16_391, rel=0.04)
    assert {reason.code for reason in found.cautions} == {"misfit"}


@pytest.mark.parametrize(
    ("name", "total"),
    [("UKdat", 11_417.99), ("NewOrl", 1_184), ("NewOrl_5", 1_034), ("Western", 2_483)],
)
def test_other_sparse_tables_are_as_sparsemse_says(shared: object, name: str, total: float) -> None:
    from pathlib import Path

    from muniment.estimation.overlaps import read_overlaps

    path = Path(str(shared)) / "data" / "mse" / f"sparsemse_{name}.csv"
    table = read_overlaps(path).tables[None]
    steps = step_up(Cells.of(table), len(table.lists))
    assert steps is not None
    tolerance = 0.01 if total % 1 else 0.5
    assert table.documented + steps.fit.unseen == pytest.approx(total, abs=tolerance)


def test_the_seed_decides_and_progress_is_told() -> None:
    table = independent(500, [0.3, 0.4, 0.3])
    told: list[tuple[int, int]] = []
    one = stepwise(table, samples=100, seed=4, progress=lambda *now: told.append(now))
    two = stepwise(table, samples=100, seed=4)
    assert one.interval == two.interval
    assert told[-1] == (100, 100)


def test_no_estimate_where_independence_has_none() -> None:
    table = OverlapTable.from_cells("ABC", [((1, 0, 0), 40), ((0, 1, 0), 30), ((0, 0, 1), 20)])
    assert stepwise(table).refusals[0].code == "undetermined"
    many = independent(100, [0.3] * 11)
    assert stepwise(many).refusals[0].code == "too-many-lists"


def test_bca_without_bias_and_acceleration_is_the_percentile_interval() -> None:
    replicates = np.arange(1001.0)
    interval = bca(replicates, 500.5, 0.0)
    assert interval.low == pytest.approx(25, abs=1.5)
    assert interval.high == pytest.approx(975, abs=1.5)
    assert bca(replicates, 500.5, 0.05).high > interval.high
    assert bca(replicates, -1.0, 0.0).low == pytest.approx(0, abs=1e-6)
