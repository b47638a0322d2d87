from dataclasses import replace

import pytest

from muniment.estimation.estimating import Settings, estimate
from muniment.estimation.linkage_draws import estimate_over_draws
from muniment.estimation.overlaps import OverlapTable
from muniment.estimation.overreplicates import estimate_over_replicates
from muniment.estimation.wholes import wholes
from tests.estimation.tables import independent

NORTH = independent(900, [0.4, 0.3, 0.35], 1)
SOUTH = independent(1500, [0.3, 0.4, 0.3], 2)
WEST = independent(700, [0.3, 0.3, 0.5], 3)
QUICK = Settings(methods=("loglinear", "chao"))


@pytest.mark.parametrize("name", ["all", "Total", "ВСЕГО", "Cəmi:", "all, women", "(total)"])
def test_a_stratum_is_a_whole_by_its_name(name: str) -> None:
    found = wholes({"north": NORTH, "south": SOUTH, name: WEST})
    assert set(found) == {name}
    assert found[name].code == "whole"
    assert name in found[name].message


def test_a_stratum_is_a_whole_when_others_add_up_to_it() -> None:
    both = NORTH + SOUTH
    assert set(wholes({"north": NORTH, "country": both, "south": SOUTH})) == {"country"}
    nested = wholes({"a": NORTH, "b": SOUTH, "c": WEST, "ab": both, "abc": both + WEST})
    assert set(nested) == {"ab", "abc"}
    assert "“a” and “b”" in nested["ab"].message


def test_strata_that_hold_no_others_are_left_as_they_are() -> None:
    assert not wholes({"north": NORTH, "south": SOUTH})
    assert not wholes({"tall": NORTH, "hall, men": NORTH})
    assert not wholes({"all": NORTH})
    one = OverlapTable.from_cells(NORTH.lists, [((1, 0, 0), 1)])
    assert not wholes({"a": one, "b": one, "c": one + one})


def test_a_whole_is_in_no_sum() -> None:
    found = estimate({"north": NORTH, "all": NORTH + SOUTH, "south": SOUTH}, QUICK)
    assert found.together is not None
    assert found.pooled is not None
    documented = NORTH.documented + SOUTH.documented
    assert found.together.documented.value == found.pooled.documented.value == documented
    for answer in (found.answers[1], found.together, found.pooled):
        assert "whole" in {reason.code for reason in answer.cautions}
    assert "whole" not in {reason.code for reason in found.answers[0].cautions}


def test_with_one_part_there_is_no_sum() -> None:
    found = estimate({"women": NORTH, "all": NORTH + SOUTH}, QUICK)
    assert len(found.answers) == 2
    assert found.together is None
    assert found.pooled is None


def test_wholes_are_in_no_sum_of_draws_or_replicates() -> None:
    tables: dict[str | None, OverlapTable] = {
        "north": NORTH,
        "south": SOUTH,
        "total": NORTH + SOUTH,
    }
    settings = replace(QUICK, methods=("loglinear",))
    *answers, together = estimate_over_draws([tables] * 2, settings)
    assert len(answers) == 3
    documented = NORTH.documented + SOUTH.documented
    assert together.documented.value == documented
    over, _ = estimate_over_replicates([tables] * 2, settings)
    assert over.together is not None
    assert over.together.documented.value == documented
