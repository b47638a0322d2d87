"""Estimates averaged over draws of linkage."""

from __future__ import annotations

import numpy as np
import pytest

from muniment.estimation.answers import Estimate, Interval
from muniment.estimation.estimating import Settings
from muniment.estimation.latent import LatentSettings
from muniment.estimation.linkage_draws import estimate_over_draws
from muniment.estimation.manytables import sample_total
from muniment.estimation.overlaps import OverlapTable
from tests.estimation.test_latent import KOSOVO

CHAO = Settings(methods=("chao",))


def scaled(shared: float) -> OverlapTable:
    """Kosovo with the overlaps of two lists and more multiplied."""
    return OverlapTable.from_cells(
        KOSOVO.lists,
        [
            (cell, round(count * shared) if sum(cell) > 1 else count)
            for cell, count in KOSOVO.cells().items()
        ],
    )


def test_equal_draws_give_the_interval_of_one() -> None:
    (answer,) = estimate_over_draws([{None: KOSOVO}] * 30, CHAO)
    (pooled,) = answer.estimates
    (alone,) = estimate_over_draws([{None: KOSOVO}], CHAO)[0].estimates
    assert pooled.measures["linkage_share"] == pytest.approx(0, abs=0.01)
    assert pooled.interval is not None
    assert alone.interval is not None
    assert pooled.interval.low == pytest.approx(alone.interval.low, rel=0.02)
    assert pooled.interval.high == pytest.approx(alone.interval.high, rel=0.02)
    assert answer.documented.value == KOSOVO.documented


def test_draws_apart_widen_the_interval_and_say_how_much_is_linkage() -> None:
    draws = [{None: scaled(share)} for share in np.linspace(0.6, 1.4, 25)]
    (answer,) = estimate_over_draws(draws, CHAO)
    (pooled,) = answer.estimates
    (alone,) = estimate_over_draws([{None: KOSOVO}], CHAO)[0].estimates
    assert pooled.interval is not None
    assert alone.interval is not None
    assert pooled.interval.spread > 1.25 * alone.interval.spread
    assert pooled.measures["linkage_share"] > 0.8
    assert pooled.lower_bound
    assert answer.documented.interval is not None
    assert answer.documented.interval.low < KOSOVO.documented < answer.documented.interval.high


def test_weights_choose_among_draws() -> None:
    draws = [{None: scaled(0.6)}, {None: scaled(1.4)}]
    only_first = estimate_over_draws(draws, CHAO, weights=[1, 0])[0].estimates[0]
    alone = estimate_over_draws(draws[:1], CHAO)[0].estimates[0]
    assert only_first.total == pytest.approx(alone.total, rel=0.01)


def test_strata_are_summed_draw_by_draw() -> None:
    draws = [{"north": scaled(share), "south": scaled(share)} for share in (0.8, 1.0, 1.2)]
    north, south, total = estimate_over_draws(draws, CHAO)
    assert [north.stratum, south.stratum, total.stratum] == ["north", "south", "sum over strata"]
    assert total.documented.value == pytest.approx(2 * KOSOVO.documented, rel=0.01)
    assert total.estimates[0].total == pytest.approx(2 * (north.estimates[0].total or 0), rel=0.02)
    assert any(reason.code == "few-draws" for reason in total.cautions)


def test_draws_without_an_estimate_are_refused_with_their_reason() -> None:
    apart = OverlapTable.from_cells("abc", [((1, 0, 0), 9), ((0, 1, 0), 9), ((0, 0, 1), 9)])
    fine = OverlapTable.from_cells(
        "abc", [((1, 0, 0), 60), ((0, 1, 0), 50), ((0, 0, 1), 40), ((1, 1, 0), 20),
                ((1, 0, 1), 20), ((0, 1, 1), 20), ((1, 1, 1), 9)]
    )  # fmt: skip
    (answer,) = estimate_over_draws([{None: apart}, {None: fine}], CHAO)
    (reason,) = answer.estimates[0].refusals
    assert reason.code == "draws-refused"
    assert "50%" in reason.message
    assert "share nobody" in reason.message
    many = [{None: apart}] + [{None: fine}] * 30
    (answer,) = estimate_over_draws(many, CHAO)
    assert answer.estimates[0].stands
    assert any(each.code == "draws-left-out" for each in answer.estimates[0].cautions)


def test_latent_classes_are_pooled_from_their_posteriors() -> None:
    settings = Settings(methods=("latent",))
    short = LatentSettings(chains=4, early=2_000, first_sweeps=20_000, most_sweeps=20_000, least=20)
    (answer,) = estimate_over_draws([{None: KOSOVO}], settings, latent=short)
    (pooled,) = answer.estimates
    assert pooled.total == pytest.approx(10_434, rel=0.04)


def test_processes_do_not_change_the_answer() -> None:
    draws = [{None: scaled(share)} for share in (0.9, 1.1)]
    one, two = (
        estimate_over_draws(draws, Settings(methods=("chao",), jobs=jobs))[0].estimates[0].total
        for jobs in (1, 2)
    )
    assert one == two


def test_an_interval_without_posterior_is_kept_on_both_sides() -> None:
    estimate = Estimate("loglinear", "m", 1_000, 3_000.0, Interval(2_000.0, 9_000.0, "profile"))
    draws = sample_total(estimate, 200_000, np.random.default_rng(0))
    assert np.quantile(draws, [0.025, 0.5, 0.975]) == pytest.approx([2_000, 3_000, 9_000], rel=0.03)


def test_draws_and_weights_must_fit() -> None:
    with pytest.raises(ValueError, match="same strata"):
        estimate_over_draws([{"a": KOSOVO}, {"b": KOSOVO}], CHAO)
    with pytest.raises(ValueError, match="weight"):
        estimate_over_draws([{None: KOSOVO}], CHAO, weights=[0])
