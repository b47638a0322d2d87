"""Tables by thresholds of linkage, answered as one."""

from __future__ import annotations

import pytest

from muniment.estimation.estimating import Settings
from muniment.estimation.overlaps import OverlapError, OverlapTable
from muniment.estimation.overthresholds import estimate_over_thresholds
from tests.estimation.test_sensitivity import GRID, known

CHAO = Settings(methods=("chao",))


def by_stratum(*strata: str) -> dict[str | None, OverlapTable]:
    return {
        ", ".join([*each, *(f"{level:g}" for level in levels)]): table
        for each in ([[stratum] for stratum in strata] or [[]])
        for levels, table in GRID.tables.items()
    }


def test_without_a_curve_every_threshold_counts_alike() -> None:
    found, notes = estimate_over_thresholds(by_stratum(), GRID.names, CHAO)
    (answer,) = found.answers
    assert answer.stratum is None
    assert answer.estimates[0].measures["draws"] == 6
    assert "as likely as another" in notes[0]
    assert "overlaps 1  " in notes[1]
    assert len(notes[1].splitlines()) == 4
    (sensitivity,) = found.sensitivities
    assert [point.label for point in sensitivity.points][:2] == [
        "duplicates 1, overlaps 1",
        "duplicates 1, overlaps 2",
    ]


def test_a_curve_weighs_them_by_name_or_by_how_it_begins() -> None:
    matches = {"d": known(1, 1), "overlaps": known(1, 1, 1)}
    found, _ = estimate_over_thresholds(by_stratum(), GRID.names, CHAO, matches=matches, draws=5)
    assert found.answers[0].documented.value == GRID.tables[1, 1].documented
    with pytest.raises(OverlapError, match="none is of “overlaps”"):
        estimate_over_thresholds(by_stratum(), GRID.names, CHAO, matches={"d": known(1, 1)})


def test_strata_stand_apart_and_are_summed() -> None:
    found, _ = estimate_over_thresholds(by_stratum("north", "south"), GRID.names, CHAO)
    assert [answer.stratum for answer in found.answers] == ["north", "south"]
    assert found.together is not None
    assert found.together.stratum == "sum over strata"
