import pytest

pytest.importorskip("numba")

from muniment.estimation.estimating import Settings, estimate
from muniment.estimation.overlaps import OverlapTable
from muniment.estimation.plotdata import ModelPoint, Sensitivity
from muniment.reports.sheets import render_sheet
from muniment.reports.sheets.estimating import answer_sections, estimate_sheet, sensitivity_section

TABLE = OverlapTable.from_cells(
    ("church", "office", "court"),
    [
        ((1, 0, 0), 120), ((0, 1, 0), 140), ((0, 0, 1), 90), ((1, 1, 0), 60),
        ((1, 0, 1), 40), ((0, 1, 1), 44), ((1, 1, 1), 21),
    ],
)  # fmt: skip
SETTINGS = Settings(methods=("loglinear", "chao"))


def test_the_page_shows_overlaps_models_and_what_they_rest_on() -> None:
    found = estimate({None: TABLE}, SETTINGS)
    text = render_sheet(estimate_sheet(found, "Missing", ["a note"]))
    for words in ("church", "515", "lowest BIC", "Chao", "takes for granted", "a note"):
        assert words in text


def test_documented_and_truth_are_told_apart_from_estimates() -> None:
    (answer,) = estimate({None: TABLE}, SETTINGS).answers
    last = answer_sections(answer, truth=900)[-1]
    assert last.truth == "900 people in all."
    assert "documented: 515" in last.drawings[0].description
    assert "truth: 900" in last.drawings[0].description


def test_what_is_refused_is_shown_as_no_answer() -> None:
    two = OverlapTable.from_cells(("a", "b"), [((1, 0), 10), ((0, 1), 12), ((1, 1), 3)])
    (answer,) = estimate({None: two}, SETTINGS).answers
    sections = answer_sections(answer)
    assert sections[-1].refused
    assert "refused" in " ".join(drawing.description for drawing in sections[-1].drawings) or (
        not sections[-1].drawings
    )


def test_strata_and_their_sum_have_sections_of_their_own() -> None:
    found = estimate({"north": TABLE, "south": TABLE}, SETTINGS)
    headings = [section.heading for section in estimate_sheet(found, "t").sections]
    assert any(heading.startswith("north") for heading in headings)
    assert len(headings) == len(set(headings))


@pytest.mark.parametrize(
    ("axes", "shown"), [(("cut",), "curve"), (("dup", "cut"), "cell"), ((), "dot")]
)
def test_sensitivity_is_a_curve_a_grid_or_rows(axes: tuple[str, ...], shown: str) -> None:
    points = tuple(
        ModelPoint(
            f"at {value}", 100.0 * value, 90.0 * value, 120.0 * value, 0.0, (value,) * len(axes)
        )
        for value in (1.0, 2.0, 3.0)
    )
    section = sensitivity_section(Sensitivity("thresholds", points, axes), (110.0, 330.0))
    looks = {getattr(mark, "look", "") for mark in section.drawings[0].marks}
    assert any(shown in look for look in looks)
    assert "110 to 330" in section.words[0]


def test_where_nothing_can_be_estimated_the_page_says_so() -> None:
    assert (
        "no choice" in sensitivity_section(Sensitivity("thresholds", (), ("cut",))).answer.lower()
    )
