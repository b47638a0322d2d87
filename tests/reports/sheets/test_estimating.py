import pytest

pytest.importorskip("numba")

from muniment.estimation.estimating import Settings, estimate
from muniment.estimation.overlaps import OverlapTable
from muniment.reports.sheets import render_sheet
from muniment.reports.sheets.estimating import answer_sections, estimate_sheet

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
