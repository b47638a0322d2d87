import numpy as np
import pytest

from muniment.estimation.loglinear import averaged, loglinear, profile, search
from muniment.estimation.overlaps import OverlapTable
from muniment.estimation.poisson import Cells
from tests.estimation.tables import exact, independent, published

KOSOVO = published("kosovo")


def test_kosovo_by_bic_is_as_rcapture_says() -> None:
    found = search(KOSOVO)
    best = found.candidates[0]
    assert len(found.candidates) == 113
    assert found.exhaustive
    assert found.name(best) == "[EXH·ABA·OSCE, EXH·HRW, OSCE·HRW]"
    assert best.total(4400) == pytest.approx(10_356.5, abs=0.05)
    assert best.fit.error == pytest.approx(785.9, abs=0.05)
    assert best.fit.deviance == pytest.approx(9.323, abs=0.001)
    assert best.aic == pytest.approx(132.747, abs=0.001)
    assert best.bic == pytest.approx(203.030, abs=0.001)
    interval = profile(KOSOVO, best)
    assert interval.low == pytest.approx(8_994.3, abs=0.1)
    assert interval.high == pytest.approx(12_110.4, abs=0.1)


def test_kosovo_models_stand_side_by_side() -> None:
    estimates, _ = loglinear(KOSOVO)
    by_role = {each.model.split(":")[0]: each for each in estimates}
    pairs, triples = by_role["all terms of 2 lists"], by_role["all terms of 3 lists"]
    assert pairs.total == pytest.approx(14_402.5, abs=0.05)
    assert pairs.measures["se"] == pytest.approx(1_050.9, abs=0.05)
    assert pairs.interval is not None
    assert (pairs.interval.low, pairs.interval.high) == pytest.approx((12_523, 16_668), abs=0.5)
    assert triples.total == pytest.approx(16_941.9, abs=0.05)
    assert triples.interval is not None
    assert (triples.interval.low, triples.interval.high) == pytest.approx((9_115, 35_336), abs=0.5)
    assert "misfit" in {reason.code for reason in by_role["independent lists"].cautions}
    assert [each.main for each in estimates].count(True) == 1


def test_the_average_is_wider_than_the_model_it_would_pick() -> None:
    found = search(KOSOVO)
    total, interval = averaged(found)
    assert found.candidates[0].weight < 0.5
    assert interval.low < 10_356 < total < interval.high
    assert interval.spread > profile(KOSOVO, found.candidates[0]).spread


def test_khartoum_without_covariates() -> None:
    table = OverlapTable.from_cells(
        ("public", "private", "social"),
        [
            ((1, 0, 0), 397),
            ((0, 1, 0), 858),
            ((1, 1, 0), 14),
            ((0, 0, 1), 1186),
            ((1, 0, 1), 40),
            ((0, 1, 1), 161),
            ((1, 1, 1), 8),
        ],
    )
    found = search(table)
    totals = {found.name(each): each.total(table.documented) for each in found.candidates}
    assert totals["[public·social, private·social]"] == pytest.approx(26_994, abs=0.5)
    assert totals["[private·social, public]"] == pytest.approx(16_783, abs=0.5)
    assert totals["[public, private, social]"] == pytest.approx(10_861, abs=0.5)


def test_independent_lists_give_back_their_people() -> None:
    hits = 0
    for seed in range(20):
        table = independent(3000, [0.3, 0.25, 0.4, 0.2], seed)
        found = search(table, 1)
        interval = profile(table, found.candidates[0])
        hits += interval.low <= 3000 <= interval.high
    assert hits >= 17


def test_ten_times_the_people_are_ten_times_the_total() -> None:
    table = exact(4000, [0.3, 0.25, 0.4])
    more = OverlapTable(table.lists, table.patterns, table.counts * 10)
    one, ten = search(table, 1).candidates[0], search(more, 1).candidates[0]
    assert ten.fit.unseen == pytest.approx(10 * one.fit.unseen)
    assert profile(more, ten).spread < profile(table, one).spread


def test_six_lists_are_searched_step_by_step_and_say_so() -> None:
    table = independent(2000, [0.3, 0.2, 0.25, 0.3, 0.2, 0.15])
    estimates, found = loglinear(table)
    assert found is not None
    assert not found.exhaustive
    assert "not-all-models" in {reason.code for reason in estimates[0].cautions}
    assert estimates[0].total == pytest.approx(2000, rel=0.1)


def test_too_many_lists_are_refused() -> None:
    table = independent(300, [0.2] * 14)
    (estimate,), found = loglinear(table)
    assert found is None
    assert estimate.refusals[0].code == "too-many-lists"


def test_a_profile_may_have_no_upper_end() -> None:
    # Two lists that share one person: nothing rules out very many.
    table = OverlapTable.from_cells("AB", [((1, 0), 30), ((0, 1), 30), ((1, 1), 1)])
    found = search(table)
    interval = profile(table, found.candidates[0])
    assert interval.high > 20 * interval.low
    assert interval.low >= table.documented


def test_rome_is_as_rcapture_says(shared: object) -> None:
    from pathlib import Path

    from muniment.estimation.overlaps import read_overlaps

    path = Path(str(shared)) / "data" / "mse" / "rcapture_HIV.csv"
    table = read_overlaps(path).tables[None]
    found = search(table)
    best = found.candidates[0]
    assert best.total(table.documented) == pytest.approx(11_124.6, abs=0.05)
    assert best.fit.error == pytest.approx(904.8, abs=0.05)
    pair = next(each for each in found.candidates if found.name(each) == "[c1·c2, c3, c4]")
    assert pair.total(table.documented) == pytest.approx(12_318.5, abs=0.05)
    interval = profile(table, pair)
    assert (interval.low, interval.high) == pytest.approx((10_266, 14_992), abs=0.5)
    assert np.isfinite(Cells.of(table).counts).all()
