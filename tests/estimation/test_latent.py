"""The latent-class model: exact answers of small cases, published ones, and what is refused."""

from __future__ import annotations

import csv
import itertools
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy import stats
from scipy.special import betaln, gammaln

from muniment.estimation.calibration import calibrate_latent
from muniment.estimation.latent import LatentSettings, estimate_latent, fit_latent
from muniment.estimation.latent_kernels import binomial
from muniment.estimation.overlaps import OverlapTable
from tests.estimation.tables import independent

# Ball, Betts, Scheuren, Dudukovich and Asher 2002: deaths in Kosovo, 20 March to 22 June 1999.
KOSOVO = OverlapTable.from_cells(
    ("EXH", "ABA", "OSCE", "HRW"),
    [
        (tuple(int(bit) for bit in pattern), count)
        for pattern, count in {
            "1000": 1131, "0100": 845, "1100": 177, "0010": 936, "1010": 228, "0110": 217,
            "1110": 181, "0001": 306, "1001": 106, "0101": 31, "1101": 18, "0011": 123,
            "1011": 42, "0111": 32, "1111": 27,
        }.items()
    ],
)  # fmt: skip

# Bales, Hesketh and Silverman 2015: modern slavery in the United Kingdom, five lists.
UNITED_KINGDOM = OverlapTable.from_cells(
    ("LA", "NG", "PFNCA", "GO", "GP"),
    [
        ((1, 0, 0, 0, 0), 54), ((0, 1, 0, 0, 0), 463), ((0, 0, 1, 0, 0), 995),
        ((0, 0, 0, 1, 0), 695), ((0, 0, 0, 0, 1), 316), ((1, 1, 0, 0, 0), 15),
        ((1, 0, 1, 0, 0), 19), ((1, 0, 0, 1, 0), 3), ((0, 1, 1, 0, 0), 62),
        ((0, 1, 0, 1, 0), 19), ((0, 1, 0, 0, 1), 1), ((0, 0, 1, 1, 0), 76),
        ((0, 0, 1, 0, 1), 11), ((0, 0, 0, 1, 1), 8), ((1, 1, 1, 0, 0), 1),
        ((1, 1, 0, 1, 0), 1), ((0, 1, 1, 1, 0), 4), ((1, 1, 1, 1, 0), 1),
    ],
)  # fmt: skip

QUICK = LatentSettings(chains=4, early=1_000, first_sweeps=6_000, most_sweeps=6_000)


def read(path: Path) -> OverlapTable:
    with path.open(newline="") as file:
        header, *rows = list(csv.reader(file))
    return OverlapTable.from_cells(
        header[:-1], [(tuple(map(int, row[:-1])), int(row[-1])) for row in rows]
    )


@pytest.mark.parametrize(("n", "p"), [(5, 0.3), (40, 0.9), (200, 0.05), (3_000, 0.4), (80, 0.5)])
def test_binomial_draws_are_binomial(n: int, p: float) -> None:
    draws = np.array([binomial(n, p) for _ in range(20_000)])
    kept = [k for k in range(n + 1) if stats.binom.pmf(k, n, p) * len(draws) >= 10]
    seen = np.array([(draws == k).sum() for k in kept])
    wanted = stats.binom.pmf(kept, n, p)
    assert stats.chisquare(seen, wanted / wanted.sum() * seen.sum()).pvalue > 1e-4


def test_binomial_draws_of_the_edges() -> None:
    assert [binomial(0, 0.5), binomial(9, 0.0), binomial(9, 1.0)] == [0, 0, 9]
    assert 0 <= binomial(10**9, 1e-12) < 10
    assert binomial(10**12, 0.5) == pytest.approx(5e11, rel=1e-4)


def exact_unlisted(table: OverlapTable, classes: int, a: float, b: float, most: int) -> np.ndarray:
    """P(people in no list = 0 … most, given at most ``most``), every allocation enumerated."""
    log_alpha = np.linspace(math.log(1e-12), math.log(80), 900)
    alpha = np.exp(log_alpha)
    prior = np.exp(a * log_alpha - b * alpha)
    prior /= prior.sum()
    sticks: dict[tuple[int, ...], float] = {}

    def log_sticks(sizes: tuple[int, ...]) -> float:
        if sizes not in sticks:
            logs = sum(
                betaln(1 + sizes[k], alpha + sum(sizes[k + 1 :])) - betaln(1, alpha)
                for k in range(classes - 1)
            )
            sticks[sizes] = float(np.log(prior @ np.exp(logs - logs.max())) + logs.max())
        return sticks[sizes]

    def splits(n: int) -> list[tuple[int, ...]]:
        return [s for s in itertools.product(range(n + 1), repeat=classes) if sum(s) == n]

    weights = np.zeros(most + 1)
    for allocation in itertools.product(*(splits(int(n)) for n in table.counts)):
        m = np.array(allocation)
        by_list = table.patterns.T.astype(int) @ m
        for n0 in itertools.product(range(most + 1), repeat=classes):
            if sum(n0) > most:
                continue
            sizes = m.sum(axis=0) + n0
            log = gammaln(sizes.sum()) - gammaln(m + 1).sum() - gammaln(np.array(n0) + 1.0).sum()
            log += betaln(by_list + 1, sizes - by_list + 1).sum()
            weights[sum(n0)] += math.exp(log + log_sticks(tuple(int(s) for s in sizes)))
    return np.asarray(weights / weights.sum())


def test_a_small_case_has_its_exact_posterior() -> None:
    table = OverlapTable.from_cells(
        "abc", [((1, 0, 0), 2), ((0, 1, 0), 1), ((0, 1, 1), 1), ((1, 1, 0), 1)]
    )
    most = 12
    exact = exact_unlisted(table, 2, 0.7, 0.5, most)
    settings = LatentSettings(
        classes=2, a=0.7, b=0.5, chains=2, first_sweeps=150_000, most_sweeps=150_000
    )
    unlisted = fit_latent(table, settings).totals.ravel().astype(int) - table.documented
    kept = unlisted[unlisted <= most]
    drawn = np.bincount(kept, minlength=most + 1) / len(kept)
    assert drawn == pytest.approx(exact, abs=0.01)
    assert drawn[0] == pytest.approx(exact[0], rel=0.02)


def test_kosovo_has_the_published_posterior() -> None:
    estimate = estimate_latent(KOSOVO, LatentSettings(chains=4, most_sweeps=60_000))
    assert estimate.total == pytest.approx(10_434, abs=150)
    assert estimate.interval is not None
    assert estimate.interval.low == pytest.approx(9_010, rel=0.05)
    assert estimate.interval.high == pytest.approx(14_020, rel=0.05)
    assert not estimate.refusals
    assert estimate.measures["rhat"] < 1.05
    assert estimate.posterior is not None
    assert estimate.posterior.values.min() >= KOSOVO.documented


def test_rome_has_the_published_posterior(shared: Path) -> None:
    estimate = estimate_latent(read(shared / "data" / "mse" / "rcapture_HIV.csv"))
    assert estimate.total == pytest.approx(10_842, rel=0.02)
    assert not estimate.refusals
    assert not estimate.cautions


def test_classes_in_one_order_have_the_posterior_that_lcmcr_published(shared: Path) -> None:
    table = read(shared / "data" / "mse" / "colombia_recruitment_men1999_R2_overlap.csv")
    run = LatentSettings(
        classes=15, chains=4, first_sweeps=12_000, most_sweeps=12_000, exchange=False
    )
    found = np.quantile(fit_latent(table, run).totals, [0.025, 0.25, 0.5, 0.75])
    assert found == pytest.approx([1_417, 1_517, 1_591, 1_686], rel=0.03)
    assert "in one order" in estimate_latent(KOSOVO, replace(QUICK, exchange=False)).model
    with pytest.raises(ValueError, match="after the early ones"):
        LatentSettings(early=3_000, first_sweeps=3_000, exchange=False)


def test_chains_that_stood_apart_are_said_so() -> None:
    estimate = estimate_latent(UNITED_KINGDOM)
    reasons = {reason.code: reason for reason in (*estimate.refusals, *estimate.cautions)}
    (code,) = reasons.keys() & {"slow-mixing", "not-mixed"}
    reason = reasons[code]
    assert "not mix" in reason.message
    assert "R-hat" in reason.message


@pytest.mark.parametrize(
    ("sweeps", "refused", "cautioned"),
    [(60, {"not-settled"}, set()), (500, set(), {"few-effective"}), (4_000, set(), set())],
)
def test_chains_of_one_middle_are_told_from_chains_apart(
    sweeps: int, refused: set[str], cautioned: set[str]
) -> None:
    run = LatentSettings(chains=4, early=60, first_sweeps=sweeps, most_sweeps=sweeps)
    estimate = estimate_latent(independent(900, [0.6, 0.5, 0.5, 0.6]), run)
    assert {reason.code for reason in estimate.refusals} == refused
    assert {reason.code for reason in estimate.cautions} == cautioned


def test_chains_that_do_not_mix_are_refused_with_figures() -> None:
    short = LatentSettings(chains=4, early=300, first_sweeps=300, most_sweeps=300)
    estimate = estimate_latent(UNITED_KINGDOM, short)
    (reason,) = estimate.refusals
    assert reason.code == "not-mixed"
    assert "medians" in reason.message
    assert not estimate.stands


def test_two_lists_are_refused() -> None:
    table = OverlapTable.from_cells("abc", [((1, 0, 0), 9), ((0, 1, 0), 9), ((1, 1, 0), 3)])
    (reason,) = estimate_latent(table).refusals
    assert reason.code == "few-lists"


def test_draws_depend_on_the_seed_alone() -> None:
    one = fit_latent(KOSOVO, QUICK, seed=5, jobs=1)
    two = fit_latent(KOSOVO, QUICK, seed=5, jobs=3)
    other = fit_latent(KOSOVO, QUICK, seed=6)
    assert np.array_equal(one.totals, two.totals)
    assert not np.array_equal(one.totals, other.totals)


def test_the_order_and_names_of_lists_do_not_matter() -> None:
    turned = OverlapTable.from_cells(
        "dcba", [(tuple(reversed(cell)), count) for cell, count in KOSOVO.cells().items()]
    )
    one, two = (fit_latent(table, QUICK, seed=2) for table in (KOSOVO, turned))
    assert np.median(one.totals) == pytest.approx(np.median(two.totals), rel=0.05)


def test_independent_lists_give_back_the_truth() -> None:
    rng = np.random.default_rng(1)
    memberships = rng.random((3_000, 5)) < [0.3, 0.25, 0.4, 0.2, 0.35]
    estimate = estimate_latent(OverlapTable.from_memberships("abcde", memberships), QUICK)
    assert estimate.interval is not None
    assert estimate.interval.low < 3_000 < estimate.interval.high
    assert estimate.interval.spread < 1.3


def test_simulation_based_calibration() -> None:
    settings = LatentSettings(
        classes=5, a=0.5, b=0.5, chains=2, early=1_500, first_sweeps=1_500, most_sweeps=1_500
    )
    ranks = calibrate_latent(120, lists=3, low=30, high=200, settings=settings, seed=4)
    assert ranks.p_value("total", bins=8) > 1e-3
    assert ranks.p_value("concentration", bins=8) > 1e-3


def test_settings_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match="two classes"):
        LatentSettings(classes=1)
    with pytest.raises(ValueError, match="ascend"):
        LatentSettings(first_sweeps=100_000, most_sweeps=50_000)
    with pytest.raises(ValueError, match="holds nobody"):
        fit_latent(OverlapTable.from_cells("abc", []))
