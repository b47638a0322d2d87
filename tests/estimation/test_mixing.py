"""Diagnostics of chains: known answers for known chains."""

from __future__ import annotations

import numpy as np
import pytest

from muniment.estimation.mixing import bulk_size, effective_size, mixing, r_hat, tail_size


def autoregressive(rho: float, chains: int = 4, length: int = 20_000) -> np.ndarray:
    rng = np.random.default_rng(7)
    draws = np.empty((chains, length))
    draws[:, 0] = rng.standard_normal(chains)
    for step in range(1, length):
        noise = rng.standard_normal(chains) * np.sqrt(1 - rho**2)
        draws[:, step] = rho * draws[:, step - 1] + noise
    return draws


def test_independent_draws_count_whole() -> None:
    draws = np.random.default_rng(1).standard_normal((4, 5_000))
    found = mixing(draws)
    assert found.r_hat < 1.005
    assert 0.9 < found.bulk / draws.size < 1.1
    assert 0.85 < found.tail / draws.size < 1.15
    assert found.mixed
    assert found.trouble() is None


@pytest.mark.parametrize("rho", [0.5, 0.9])
def test_effective_size_of_an_autoregression_is_its_known_one(rho: float) -> None:
    draws = autoregressive(rho)
    known = draws.size * (1 - rho) / (1 + rho)
    assert effective_size(draws) == pytest.approx(known, rel=0.15)
    assert bulk_size(draws) == pytest.approx(known, rel=0.15)


def test_antithetic_draws_count_more_than_their_number() -> None:
    draws = autoregressive(-0.5)
    assert effective_size(draws) > 2 * draws.size


def test_chains_apart_do_not_mix() -> None:
    draws = np.random.default_rng(2).standard_normal((4, 2_000)) + 100
    draws[3] += 5
    found = mixing(draws)
    assert found.r_hat > 1.5
    assert "R-hat" in (found.trouble() or "")
    assert found.shown.split(", ")[-1] == "105"


def test_a_chain_of_another_spread_shows_in_the_folded_draws() -> None:
    draws = np.random.default_rng(3).standard_normal((4, 2_000))
    draws[0] *= 4
    assert r_hat(draws) > 1.05


def test_a_trend_within_chains_shows_in_the_halves() -> None:
    draws = np.random.default_rng(4).standard_normal((4, 2_000)) + np.linspace(0, 3, 2_000)
    assert r_hat(draws) > 1.2


def test_infinite_variance_does_not_hide_apart_chains() -> None:
    draws = np.random.default_rng(5).standard_cauchy((4, 4_000))
    assert r_hat(draws) < 1.02
    draws[0] += 6
    assert r_hat(draws) > 1.1


def test_few_effective_draws_are_trouble() -> None:
    found = mixing(autoregressive(0.99, length=5_000))
    assert not found.mixed
    assert found.trouble(least=1) is None or found.r_hat > 1.05
    assert tail_size(autoregressive(0.99, length=5_000)) < 1_000


def test_draws_that_do_not_vary_agree() -> None:
    found = mixing(np.full((2, 100), 5.0))
    assert found.r_hat == 1.0
    assert found.bulk == 200


def test_one_chain_or_three_draws_tell_nothing() -> None:
    with pytest.raises(ValueError, match="two chains"):
        mixing(np.zeros((1, 100)))
    with pytest.raises(ValueError, match="four draws"):
        mixing(np.zeros((3, 3)))
