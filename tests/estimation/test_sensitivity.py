"""Thresholds of linkage: the curve, and tables drawn from it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from muniment.estimation.estimating import Settings
from muniment.estimation.linkage_draws import estimate_over_draws
from muniment.estimation.overlaps import OverlapError, OverlapTable, read_overlaps
from muniment.estimation.sensitivity import (
    MatchCurve,
    Thresholds,
    draw_tables,
    read_match_curves,
    sweep,
)


def table(both: int) -> OverlapTable:
    """Three lists of fixed sizes of which the first two share some people."""
    return OverlapTable.from_cells(
        "abc",
        [
            ((1, 0, 0), 200 - both), ((0, 1, 0), 150 - both), ((1, 1, 0), both),
            ((0, 0, 1), 100), ((1, 0, 1), 30), ((0, 1, 1), 25), ((1, 1, 1), 12),
        ],
    )  # fmt: skip


GRID = Thresholds.of(
    ("duplicates", "overlaps"),
    {
        (float(one), float(two)): table(80 - 20 * int(two) + 5 * int(one))
        for one in (1, 2)
        for two in (1, 2, 3)
    },
)


def known(*probabilities: float) -> MatchCurve:
    scores = tuple(float(score) for score in range(1, len(probabilities) + 1))
    return MatchCurve(scores, np.array([0.5]), np.array([probabilities]))


def test_fewer_links_more_people() -> None:
    curve = sweep(GRID, Settings(methods=("chao",)))
    totals = [point.estimates["chao"].total or 0 for point in curve.points[:3]]
    assert totals == sorted(totals)
    assert curve.levels == ((1, 2), (1, 2, 3))
    assert (curve.spread("chao") or 0) > 1.1
    assert curve.spread("latent") is None


def test_pairs_all_linked_or_none_give_the_ends() -> None:
    all_linked, none_linked = (
        draw_tables(GRID, {"duplicates": known(1, 1), "overlaps": known(p, p, p)}, 3)
        for p in (1.0, 0.0)
    )
    assert all(each.cells() == GRID.tables[1, 1].cells() for each in all_linked)
    assert all(each.cells() == GRID.tables[1, 3].cells() for each in none_linked)


def test_drawn_tables_lie_between_and_keep_the_lists_sizes() -> None:
    drawn = draw_tables(
        GRID, {"duplicates": known(0.5, 1), "overlaps": known(0.3, 0.7, 1)}, 400, seed=2
    )
    shared = np.array([each.cells()[1, 1, 0] for each in drawn])
    # 27.5 between the thresholds of duplicates, and 20 (0.3 + 0.7) more by those of overlaps.
    assert shared.mean() == pytest.approx(25 + 2.5 + 20, abs=0.6)
    assert shared.std() > 2
    sizes = np.array([each.sizes["a"] for each in drawn])
    assert abs(sizes - 242).max() <= 2


def test_uncertain_probabilities_are_drawn_once_a_draw() -> None:
    curve = MatchCurve((1.0, 2.0, 3.0), np.array([0.0, 1.0]), np.array([[0, 0, 1], [1, 1, 1]]))
    drawn = draw_tables(GRID, {"duplicates": known(1, 1), "overlaps": curve}, 400, seed=3)
    sure = draw_tables(
        GRID, {"duplicates": known(1, 1), "overlaps": known(0.5, 0.5, 1)}, 400, seed=3
    )
    spread = [np.std([each.cells()[1, 1, 0] for each in tables]) for tables in (drawn, sure)]
    assert spread[0] > 2 * spread[1]


def test_draws_depend_on_the_seed_alone() -> None:
    curves = {"duplicates": known(0.5, 1), "overlaps": known(0.3, 0.7, 1)}
    one, two, other = (draw_tables(GRID, curves, 5, seed=seed) for seed in (1, 1, 2))
    assert [each.cells() for each in one] == [each.cells() for each in two]
    assert [each.cells() for each in one] != [each.cells() for each in other]


def test_a_grid_must_be_whole_and_named() -> None:
    with pytest.raises(OverlapError, match="No table has the thresholds a 1, b 2"):
        Thresholds.of(("a", "b"), {(1.0, 1.0): table(1), (2.0, 2.0): table(1)})
    with pytest.raises(OverlapError, match="no combination of numbers"):
        Thresholds.from_strata(("a",), {"low": table(1)})
    with pytest.raises(OverlapError, match="has no curve"):
        draw_tables(GRID, {"duplicates": known(1, 1)}, 1)
    with pytest.raises(OverlapError, match="no probability for score 2"):
        draw_tables(GRID, {"duplicates": known(1, 1), "overlaps": known(1)}, 1)


def test_curves_are_read(tmp_path: Path) -> None:
    path = tmp_path / "curves.csv"
    path.write_text("par,score,prob\nd,1,0.2\nd,2,1\n")
    assert read_match_curves(path)["d"].at(0.9, [1.0]) == pytest.approx([0.2])
    path.write_text("par,score,p_cum,prob\nd,1,0,0.2\nd,1,1,0.4\n")
    assert read_match_curves(path)["d"].at(0.5, [1.0]) == pytest.approx([0.3])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("par,score,prob\nd,1,two\n", "row 2"),
        ("par,score,prob\nd,1,2\n", "between 0 and 1"),
        ("par,score\nd,1\n", "row 2"),
        ("par,score,prob\n", "no rows"),
        ("par,score,p_cum,prob\nd,1,0,0.2\nd,2,1,0.4\n", "every score"),
    ],
)
def test_curves_that_cannot_be_read_say_why(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "curves.csv"
    path.write_text(text)
    with pytest.raises(OverlapError, match=said):
        read_match_curves(path)
    with pytest.raises(OverlapError, match="cannot be read"):
        read_match_curves(tmp_path / "none.csv")


def test_khartoum_moves_with_its_thresholds(shared: Path) -> None:
    folder = shared / "data" / "mse"
    names = ("dup_threshold", "overlap_threshold")
    file = read_overlaps(folder / "khartoum_2024_3list_by_linkage_threshold.csv", ("cause", *names))
    grid = Thresholds.from_strata(
        names,
        {
            str(stratum).removeprefix("all, "): cells
            for stratum, cells in file.tables.items()
            if str(stratum).startswith("all, ")
        },
    )
    curve = sweep(grid, Settings(methods=("chao",)))
    totals = {point.levels: point.estimates["chao"].total or 0 for point in curve.points}
    # Published with covariates: 20,660 at 1, 1 and 211,334 at 5, 5.
    assert max(totals, key=lambda levels: totals[levels]) == (5.0, 5.0)
    assert min(totals, key=lambda levels: totals[levels]) == (1.0, 1.0)
    curves = read_match_curves(folder / "khartoum_published" / "score_probs.csv")
    drawn = draw_tables(
        grid, {"dup_threshold": curves["d"], "overlap_threshold": curves["o"]}, 40, seed=1
    )
    documented = np.median([each.documented for each in drawn])
    # Published: 61,201.5 estimated, of whom 57,956.5 in no list.
    assert documented == pytest.approx(61_201.5 - 57_956.5, rel=0.01)
    (answer,) = estimate_over_draws([{None: each} for each in drawn], Settings(methods=("chao",)))
    (pooled,) = answer.estimates
    assert pooled.interval is not None
    assert totals[1.0, 1.0] < pooled.interval.low < pooled.interval.high < totals[5.0, 5.0]
