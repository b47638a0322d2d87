from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from muniment.estimation.answers import GRAVE, Estimate, Interval, Reason
from muniment.estimation.judging import (
    About,
    judge_estimate,
    judge_table,
    judge_together,
    read_about,
)
from muniment.estimation.overlaps import OverlapError, OverlapTable
from tests.estimation.tables import independent, published


def codes(reasons: tuple[Reason, ...]) -> set[str]:
    return {reason.code for reason in reasons}


def made(total: float, low: float, high: float, documented: int = 500) -> Estimate:
    return Estimate("latent", "made", documented, total, Interval(low, high, "posterior"))


def test_a_good_table_has_nothing_against_it() -> None:
    assert judge_table(published("kosovo")) == ((), ())


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ([], "nobody"),
        ([((1, 0, 0), 50), ((0, 1, 0), 40), ((1, 1, 0), 9)], "few-lists"),
        ([((1, 0, 0), 50), ((0, 1, 0), 40), ((0, 0, 1), 9)], "no-overlap"),
        ([((1, 0, 0), 50), ((0, 1, 0), 40), ((0, 0, 1), 9), ((1, 1, 0), 9)], "list-apart"),
        (
            [((1, 0, 0), 50), ((0, 1, 0), 1), ((1, 1, 0), 60), ((0, 0, 1), 30), ((1, 0, 1), 9)],
            "contained",
        ),
    ],
)
def test_tables_that_carry_no_estimate_are_refused(
    cells: list[tuple[tuple[int, ...], int]], code: str
) -> None:
    refusals, _ = judge_table(OverlapTable.from_cells("ABC", cells))
    assert code in codes(refusals)


def test_a_contained_list_among_four_is_cautioned() -> None:
    rng = np.random.default_rng(5)
    held = rng.random((800, 4)) < 0.4
    held[:, 3] = held[:, 0] & (rng.random(800) < 0.5)
    refusals, cautions = judge_table(OverlapTable.from_memberships("ABCD", held))
    assert not refusals
    contained = next(reason for reason in cautions if reason.code == "contained")
    assert "D may have been made from A" in contained.message


def test_few_people_in_several_lists_are_told() -> None:
    cells = [((1, 0, 0), 90), ((0, 1, 0), 80), ((1, 1, 0), 2), ((1, 0, 1), 3), ((0, 1, 1), 2)]
    _, cautions = judge_table(OverlapTable.from_cells("ABC", cells))
    assert "few-shared" in codes(cautions)


def test_thin_overlaps_are_named() -> None:
    _, cautions = judge_table(published("united-kingdom"))
    assert "LA and GP (0), NG and GP (1)" in cautions[0].message


@pytest.mark.parametrize("what", ["kind", "period", "place"])
def test_lists_of_different_things_are_refused(what: str) -> None:
    about = {"EXH": About(**{what: "one"}), "ABA": About(**{what: "another"}), "HRW": About()}
    refusals, _ = judge_table(published("kosovo"), about)
    assert codes(refusals) == {f"different-{what}"}
    same = {"EXH": About(**{what: "One"}), "ABA": About(**{what: " one"})}
    assert judge_table(published("kosovo"), same) == ((), ())


def test_what_lists_are_of_is_read(tmp_path: Path) -> None:
    path = tmp_path / "about.toml"
    path.write_text('[A]\nkind = "casualty"\nperiod = "1999-03/1999-06"\n', encoding="utf-8")
    assert read_about(path) == {"A": About("casualty", "1999-03/1999-06")}
    for wrong in ("[A]\ncolour = 1\n", "A = 3\n", "[A\n"):
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(OverlapError, match="about"):
            read_about(path)
    with pytest.raises(OverlapError, match="cannot be read"):
        read_about(tmp_path / "absent.toml")


def test_an_order_of_magnitude_is_no_answer() -> None:
    assert codes(judge_estimate(made(2000, 600, 6000)).refusals) == {"magnitude"}
    assert codes(judge_estimate(made(2000, 600, np.inf)).refusals) == {"magnitude"}
    wide = judge_estimate(made(1500, 600, 3000))
    assert wide.stands
    assert "wide" in codes(wide.cautions)


def test_numbers_alone_and_without_end_are_refused() -> None:
    alone = Estimate("latent", "made", 500, 900.0)
    assert codes(judge_estimate(alone).refusals) == {"no-interval"}
    assert codes(judge_estimate(made(np.inf, 600, np.inf)).refusals) == {"not-finite"}


def test_what_is_mostly_the_models_is_said() -> None:
    assert codes(judge_estimate(made(5000, 4000, 6000)).cautions) == {"mostly-model"}
    assert not judge_estimate(made(900, 800, 1000)).cautions


def test_models_that_disagree_hugely_are_flagged() -> None:
    assert codes(judge_together([made(900, 800, 1000), made(1900, 1500, 2500)])) == {"disagree"}
    assert not judge_together([made(900, 800, 1200), made(1500, 1100, 2000)])
    misfit = made(1900, 1500, 2500).cautioned(Reason("misfit", "It does not fit."))
    assert not judge_together([made(900, 800, 1000), misfit])


@pytest.mark.parametrize(
    ("low", "code"), [(1000, None), (1050, "intervals-differ"), (1200, "intervals-apart")]
)
def test_intervals_that_do_not_meet_are_told(low: float, code: str | None) -> None:
    reasons = judge_together([made(900, 800, 1000), made(1500, low, 2000)])
    assert codes(reasons) == ({code} if code else set())
    assert (code in GRAVE) == (code == "intervals-apart")
    beside = replace(made(1500, low, 2000), main=False)
    assert not judge_together([made(900, 800, 1000), beside])


def test_dependence_that_fits_and_would_raise_the_total_is_told() -> None:
    free = replace(made(1000, 700, 1300), main=False, measures={"pairs_free": 1.0})
    usual = made(900, 800, 1000)
    assert codes(judge_together([usual, free])) == {"dependence"}
    assert not judge_together([made(900, 800, 1200), free])
    assert not judge_together([usual, free.cautioned(Reason("misfit", "It does not fit."))])


def test_chains_that_do_not_mix_flag_the_table() -> None:
    refused = made(900, 800, 1000).refused(Reason("not-mixed", "The chains do not mix."))
    assert codes(judge_together([refused])) == {"not-mixed"}


def test_empty_lists_count_as_none() -> None:
    table = independent(500, [0.4, 0.3, 0.0])
    assert codes(judge_table(table)[0]) == {"few-lists"}


def test_a_list_of_hardly_anybody_that_shares_nobody_flags_nothing() -> None:
    table = independent(2000, [0.3, 0.3, 0.3], 4)
    cells = [((*pattern, 0), count) for pattern, count in table.cells().items()]
    few = OverlapTable.from_cells("abcd", [*cells, ((0, 0, 0, 1), 3)])
    many = OverlapTable.from_cells("abcd", [*cells, ((0, 0, 0, 1), 30)])
    assert "list-apart" not in codes(judge_table(few)[1])
    assert "list-apart" in codes(judge_table(many)[1])


def test_a_nearly_full_list_contains_no_other() -> None:
    table = independent(3000, [0.3, 0.98, 0.3], 4)
    refusals, cautions = judge_table(table)
    assert not refusals
    assert "contained" not in codes(cautions)
