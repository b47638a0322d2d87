import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.estimation import hierarchical
from muniment.estimation.overlaps import OverlapTable
from muniment.estimation.poisson import Cells, fit, fit_many
from tests.estimation.tables import published

ARTIFICIAL = OverlapTable.from_cells(
    "ABC", [((1, 0, 0), 40), ((0, 1, 0), 30), ((0, 0, 1), 20), ((1, 1, 0), 6)]
)
"""The artificial table of Chan, Silverman and Vincent: C shares nobody with the others."""
A, B, C = 1, 2, 4


def test_three_lists_of_two_have_the_textbook_estimate() -> None:
    # Fienberg 1972: with all pairs the undocumented are n111 n100 n010 n001 / (n110 n101 n011).
    table = published("spina-bifida")
    found = fit(Cells.of(table), hierarchical.full_model(3, 2))
    assert found.unseen == pytest.approx(12 * 60 * 49 * 247 / (4 * 112 * 142))
    assert found.variance == pytest.approx(sum(1 / each for each in table.counts))
    assert found.deviance == pytest.approx(0, abs=1e-8)


def test_a_model_with_all_pairs_is_not_identified_without_overlapping_triples() -> None:
    found = fit(Cells.of(ARTIFICIAL), (0, A, B, C, A | B, A | C, B | C))
    assert not found.identified
    assert np.isnan(found.intercept)


def test_a_pair_too_many_leaves_no_finite_estimate() -> None:
    # With the pair A·B in the model, C is at infinity: who is in A or B is not in C.
    found = fit(Cells.of(ARTIFICIAL), (0, A, B, C, A | B))
    assert not found.exists
    assert not found.identified


def test_empty_pairs_in_the_model_are_fitted_as_impossible() -> None:
    found = fit(Cells.of(ARTIFICIAL), (0, A, B, C, A | C, B | C))
    assert found.exists
    assert found.identified
    assert found.unseen == pytest.approx(40 * 30 / 6)
    assert (found.fitted == 0).sum() == 3


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 6), min_size=15, max_size=15).filter(lambda c: sum(c) > 3))
def test_many_fits_are_as_single_ones(counts: list[int]) -> None:
    patterns = [tuple(int(bit) for bit in f"{n:04b}") for n in range(1, 16)]
    cells = Cells.of(OverlapTable.from_cells("ABCD", zip(patterns, counts, strict=True)))
    models = [m for m in hierarchical.models(4, 2) or [] if len(m) % 3 == 0]
    for model, many in zip(models, fit_many(cells, models), strict=True):
        single = fit(cells, model)
        assert (many.exists, many.identified) == (single.exists, single.identified)
        assert many.deviance == pytest.approx(single.deviance, abs=1e-5)
        margins = [c for c in range(15) if cells.counts[c] and not single.fitted[c]]
        assert not margins
        assert single.fitted.sum() == pytest.approx(cells.counts.sum(), rel=1e-6)
        if single.identified:
            assert many.intercept == pytest.approx(single.intercept, abs=1e-5)


def test_all_hierarchical_models_are_counted() -> None:
    assert [len(hierarchical.models(4, order) or []) for order in (1, 2, 3)] == [1, 64, 113]
    assert len(hierarchical.models(5, 4) or []) == 6893
    assert hierarchical.models(6, 3) is None


def test_a_model_is_told_by_its_generators() -> None:
    assert hierarchical.describe((0, 1, 2, 4, 3), ("X", "Y", "Z")) == "[X·Y, Z]"
    near = hierarchical.neighbours((0, 1, 2, 4, 3, 5, 6), 3, 3)
    assert (0, 1, 2, 3, 4, 5, 6, 7) in near
    assert (0, 1, 2, 3, 4, 5) in near
