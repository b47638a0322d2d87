from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.estimation.answers import Answer, Count, Estimate, Interval, Posterior
from muniment.estimation.estimating import Settings, estimate, estimate_table, sum_strata
from muniment.estimation.methods import common_assumptions, common_criticism, methods
from muniment.estimation.overlaps import OverlapTable
from muniment.estimation.plotdata import density, overlap_bars
from muniment.estimation.readings import reading, rounded, summary
from tests.estimation.tables import independent, published

QUICK = Settings(methods=("loglinear", "chao", "coverage", "decomposable"))


def test_kosovo_stands_with_models_side_by_side() -> None:
    answer, sensitivities = estimate_table(published("kosovo"), QUICK)
    assert answer.verdict == "stands"
    assert len({each.total for each in answer.standing}) > 5
    assert {each.what.split()[0] for each in sensitivities} == {"log-linear", "prior"}
    said = summary(answer)
    assert said.startswith("4,400 people are documented.")
    assert "10,000 and 13,000" in said


@pytest.mark.parametrize("stepwise", [True, False])
def test_the_united_kingdom_is_flagged_for_disagreement(stepwise: bool) -> None:
    chosen = ("stepwise", "decomposable") if stepwise else ("loglinear",)
    answer, _ = estimate_table(
        published("united-kingdom"), replace(QUICK, methods=chosen, samples=100)
    )
    assert answer.verdict == "flagged"
    assert "disagree" in {reason.code for reason in answer.cautions}
    assert "not to be relied on" in summary(answer)


def test_a_refused_table_keeps_what_is_documented() -> None:
    table = OverlapTable.from_cells("AB", [((1, 0), 30), ((0, 1), 20), ((1, 1), 10)])
    answer, _ = estimate_table(table, QUICK)
    assert answer.verdict == "refused"
    assert answer.documented.value == 60
    assert not answer.estimates
    assert "60 people are documented. How many are not cannot be said: 2 lists" in summary(answer)


def test_every_method_has_its_page_of_words() -> None:
    for each in methods().values():
        assert each.name
        assert each.source
        assert each.assumptions
        assert each.criticism
    assert len(common_assumptions()) == 3
    assert any("Whitehead" in each for each in common_criticism())


def test_strata_are_estimated_alone_summed_and_pooled() -> None:
    tables: dict[str | None, OverlapTable] = {
        "North": independent(1500, [0.4, 0.3, 0.35], 1),
        "South": independent(2500, [0.3, 0.4, 0.3], 2),
    }
    found = estimate(tables, QUICK)
    assert found.together is not None
    assert found.pooled is not None
    documented = sum(table.documented for table in tables.values())
    assert found.together.documented.value == found.pooled.documented.value == documented
    for each in found.together.standing:
        assert each.interval is not None
        if not each.lower_bound:
            assert each.interval.low <= 4000 <= each.interval.high
    parts = [next(e for e in a.estimates if e.method == "coverage") for a in found.answers]
    whole = next(e for e in found.together.estimates if e.method == "coverage")
    assert whole.total == pytest.approx(sum(part.total or 0 for part in parts))
    widths = [part.interval.high - part.interval.low for part in parts if part.interval]
    assert whole.interval is not None
    assert max(widths) < whole.interval.high - whole.interval.low < sum(widths)


def test_a_stratum_without_estimate_leaves_no_sum() -> None:
    tables: dict[str | None, OverlapTable] = {
        "North": independent(1500, [0.4, 0.3, 0.35], 1),
        "South": independent(60, [0.3, 0.3, 0.0], 2),
    }
    found = estimate(tables, QUICK)
    assert found.together is not None
    assert found.together.verdict == "refused"
    reasons = [each.refusals[0].message for each in found.together.estimates]
    assert reasons[0] == "No estimate stands for South."
    assert "L3" in found.answers[1].notes[0]


def test_posteriors_are_summed_draw_by_draw() -> None:
    rng = np.random.default_rng(8)
    answers = []
    for mean in (1000, 3000):
        posterior = Posterior.of(rng.normal(mean, 30, 5000))
        estimated = Estimate(
            "latent", "", 500, float(mean), posterior.interval(), posterior=posterior
        )
        answers.append(Answer(str(mean), None, Count(500), (estimated,)))
    (whole,) = sum_strata(answers, replace(QUICK, methods=("latent",))).estimates
    assert whole.total == pytest.approx(4000, abs=5)
    assert whole.interval is not None
    width = whole.interval.high - whole.interval.low
    assert width == pytest.approx(2 * 1.96 * 30 * np.sqrt(2), rel=0.05)


@settings(max_examples=3, deadline=None)
@given(st.permutations(range(4)), st.permutations(["EXH", "ABA", "OSCE", "HRW"]))
def test_the_order_and_the_names_of_lists_change_nothing(
    order: list[int], names: list[str]
) -> None:
    table = published("kosovo")
    moved = OverlapTable.from_cells(
        [names[place] for place in order],
        [([pattern[place] for place in order], count) for pattern, count in table.cells().items()],
    )
    chosen = replace(QUICK, methods=("loglinear", "chao", "coverage", "decomposable"))
    one, _ = estimate_table(table, chosen)
    other, _ = estimate_table(moved, chosen)
    totals = sorted(each.total for each in one.estimates if each.total)
    assert sorted(each.total for each in other.estimates if each.total) == pytest.approx(totals)
    ends = sorted(each.interval.high for each in one.estimates if each.interval)
    moved_ends = sorted(each.interval.high for each in other.estimates if each.interval)
    assert moved_ends == pytest.approx(ends, rel=1e-4)
    assert one.verdict == other.verdict


def test_bars_are_those_of_an_upset_picture() -> None:
    bars = overlap_bars(published("kosovo"))
    assert (bars[0].lists, bars[0].count) == (("EXH",), 1131)
    assert sum(bar.count for bar in bars) == 4400


def test_a_posterior_has_mean_mode_quantiles_and_a_histogram() -> None:
    posterior = Posterior.of([3, 1, 2, 2], [1, 1, 1, 1])
    assert (posterior.mean, posterior.mode) == (2, 2)
    assert posterior.quantiles([0.25, 0.5, 1]) == (1, 2, 3)
    assert sum(density(posterior).shares) == pytest.approx(1)
    for values, weights in (([], None), ([1.0], [0.0]), ([1.0], [np.nan])):
        with pytest.raises(ValueError, match="distribution"):
            Posterior.of(values, weights)


def test_readings_promise_no_more_digits_than_there_are() -> None:
    assert rounded(10_356.5, 3_116) == "10,400"
    assert rounded(731, 9) == "731"
    told = reading(Estimate("latent", "", 4400, 10_421, Interval(8_990, 12_110, "posterior")))
    assert told == (
        "About 10,400 people in all, 4,400 documented and about 6,000 not; if the model holds, "
        "between 9,000 and 12,100 with 95% certainty."
    )


def test_hardly_anybody_is_no_reason_to_fail() -> None:
    patterns = ["00111", "01101", "01110", "10000", "11100"]
    table = OverlapTable.from_cells("ABCDE", [(list(map(int, each)), 1) for each in patterns])
    answer, _ = estimate_table(table, replace(QUICK, methods=("loglinear", "chao", "coverage")))
    assert answer.verdict != "stands"
    assert answer.documented.value == 5
