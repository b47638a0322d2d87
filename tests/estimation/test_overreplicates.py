"""Replicates of imputation combined, documented and imputed kept apart."""

from __future__ import annotations

import pytest

from muniment.estimation.estimating import Settings
from muniment.estimation.overlaps import OverlapError, OverlapTable
from muniment.estimation.overreplicates import Replicate, estimate_over_replicates
from muniment.estimation.readings import summary
from muniment.reports.estimates import estimates_text
from tests.estimation.tables import independent

CHAO = Settings(methods=("chao", "coverage"))


def replicates(number: int, people: int = 1500) -> list[Replicate]:
    """Tables that differ in some people, as imputation would make them."""
    fixed = independent(people, [0.4, 0.3, 0.35], 0)
    return [
        {None: fixed + independent(60 + 5 * seed % 40, [0.4, 0.3, 0.35], seed + 1)}
        for seed in range(number)
    ]


def test_documented_imputed_and_estimated_are_apart() -> None:
    complete: Replicate = {None: independent(1500, [0.4, 0.3, 0.35], 0)}
    found, notes = estimate_over_replicates(replicates(12), CHAO, complete)
    (answer,) = found.answers
    assert answer.documented.value == complete[None].documented
    assert answer.documented.interval is None
    assert answer.imputed is not None
    assert answer.imputed.value > answer.documented.value
    assert answer.imputed.interval is not None
    assert not any("--complete" in note for note in notes)
    coverage = answer.estimates[1]
    assert coverage.interval is not None
    assert coverage.interval.low < 1575 < coverage.interval.high
    assert "few-replicates" not in {reason.code for reason in answer.cautions}
    assert "With what was imputed" in summary(answer)
    text = estimates_text(found)
    assert "In the lists with what was imputed" in text
    assert "total variance on the log scale" in text
    assert "Combined replicates (Rubin 1987" in text


def test_under_ten_are_few_and_what_is_documented_is_at_most_what_all_hold() -> None:
    found, notes = estimate_over_replicates(replicates(4), CHAO)
    (answer,) = found.answers
    assert "few-replicates" in {reason.code for reason in answer.cautions}
    assert any("--complete" in note for note in notes)
    assert answer.imputed is not None
    assert answer.documented.value <= min(each[None].documented for each in replicates(4))


def test_one_replicate_is_refused() -> None:
    found, _ = estimate_over_replicates(replicates(1), CHAO)
    assert found.answers[0].verdict == "refused"
    assert all(each.refusals[0].code == "one-replicate" for each in found.answers[0].estimates)


def test_a_method_that_fails_in_many_replicates_has_no_answer() -> None:
    apart = OverlapTable.from_cells(
        ("L1", "L2", "L3"), [((1, 0, 0), 500), ((0, 1, 0), 400), ((0, 0, 1), 500)]
    )
    found, _ = estimate_over_replicates([*replicates(8), {None: apart}], CHAO)
    assert {each.refusals[0].code for each in found.answers[0].estimates} == {"replicates-refused"}
    assert "share nobody" in found.answers[0].estimates[0].refusals[0].message
    found, _ = estimate_over_replicates([*replicates(19), {None: apart}], CHAO)
    assert {each.cautions[0].code for each in found.answers[0].estimates} == {"replicates-left-out"}


def test_strata_are_combined_alone_and_summed() -> None:
    north, south = replicates(10), replicates(10, 3000)
    both: list[Replicate] = [
        {"n": a[None], "s": b[None]} for a, b in zip(north, south, strict=True)
    ]
    found, _ = estimate_over_replicates(both, CHAO)
    assert [answer.stratum for answer in found.answers] == ["n", "s"]
    assert found.together is not None
    total = found.together.estimates[1].total
    assert total == pytest.approx(sum(a.estimates[1].total or 0 for a in found.answers), rel=0.02)


def test_a_list_that_some_replicates_lack_holds_nobody_there() -> None:
    wide: Replicate = {
        None: OverlapTable.from_cells(
            ("L1", "L2", "L3", "L4"), [((1, 0, 0, 0), 50), ((1, 1, 0, 0), 20), ((0, 1, 1, 1), 30)]
        )
    }
    _, notes = estimate_over_replicates([*replicates(3), wide], CHAO)
    assert any(note.startswith("L4 stands not in every replicate") for note in notes)
    other: Replicate = {None: OverlapTable.from_cells("abc", [((1, 0, 0), 50), ((1, 1, 1), 20)])}
    with pytest.raises(OverlapError, match="no replicates of one register"):
        estimate_over_replicates([*replicates(3), other], CHAO)
