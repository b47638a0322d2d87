"""Every chart: what it says in words and figures, and that its SVG is whole."""

from collections.abc import Callable

import pytest
from lxml import etree

from muniment.reports.charts import Drawing, svg
from muniment.reports.charts.curves import Step, curve
from muniment.reports.charts.densities import density
from muniment.reports.charts.drawing import Bar, Dot, Line, Text
from muniment.reports.charts.grids import grid
from muniment.reports.charts.intervals import Row, intervals
from muniment.reports.charts.upset import Overlap, upset
from muniment.reports.charts.waterfall import waterfall

EVIL = "<script>alert(1)</script> & “lists”"


def _intervals() -> Drawing:
    rows = [Row(EVIL, 3000, 2800, 3300), Row("open", 3100, 2700, float("inf")), Row("b", 2900)]
    return intervals(EVIL, rows, documented=2244, truth=3010)


def _upset() -> Drawing:
    overlaps = [Overlap(frozenset({"a"}), 10), Overlap(frozenset({"a", EVIL}), 4, 3, 6)]
    return upset("Overlaps", ["a", EVIL], [14, 4], overlaps)


def _density() -> Drawing:
    values = [float(value) for value in range(100, 200)]
    return density("Posterior", values, [1.0] * 100, (110, 190), middle=150, documented=90)


def _curve() -> Drawing:
    steps = [Step(0.1, 10, 9, 12), Step(0.9, 20, 18, 25), Step(0.5, 15, 14, 16)]
    return curve("Curve", steps, across="threshold", up="people", band=(11, 19), chosen=0.5)


def _waterfall() -> Drawing:
    return waterfall("Why", [("prior", -10.0), ("name", 12.5), (EVIL, 0.0)])


def _grid() -> Drawing:
    cells = {("1", "1"): (20.0, "(1–2)"), ("1", EVIL): (0.0, "")}
    return grid("Grid", ["1"], ["1", EVIL], cells, down="duplicates", across="overlaps")


CHARTS = [_intervals, _upset, _density, _curve, _waterfall, _grid]


@pytest.mark.parametrize("make", CHARTS)
def test_the_picture_is_whole_and_has_its_words(make: Callable[[], Drawing]) -> None:
    drawing = make()
    root = etree.fromstring(svg(drawing, "c1").encode())
    assert root.findtext("title") == drawing.title
    assert root.findtext("desc") == drawing.description
    assert root.get("aria-labelledby") == "c1-t c1-d"
    assert not root.xpath("//*[local-name()='script']")
    assert len({len(row) for row in drawing.table}) == 1


@pytest.mark.parametrize("make", CHARTS)
def test_every_mark_lies_on_the_plane(make: Callable[[], Drawing]) -> None:
    drawing = make()
    for mark in drawing.marks:
        match mark:
            case Line(x1, y1, x2, y2, _):
                points = [(x1, y1), (x2, y2)]
            case Bar(x, y, width, height, _, _):
                points = [(x, y), (x + width, y + height)]
            case Dot(x, y, _, _, _) | Text(x, y, _, _, _):
                points = [(x, y)]
            case _:
                points = list(mark.points)
        for x, y in points:
            assert -0.01 <= x <= drawing.width + 0.01, mark
            assert -0.01 <= y <= drawing.height + 0.01, mark


def test_a_refused_estimate_is_no_answer_and_does_not_stretch_the_axis() -> None:
    rows = [Row("good", 3000, 2800, 3300), Row("wild", 90000, 100, 900000, refused=True)]
    drawing = intervals("Models", rows)
    words = [mark.words for mark in drawing.marks if isinstance(mark, Text)]
    assert "refused" in words
    assert not any("90,000" in text for text in words)
    assert drawing.table[2][-1] == "refused"


def test_a_lower_bound_says_so() -> None:
    assert Row("Chao", 100, bound=True).words == "at least 100"


def test_combinations_that_are_not_drawn_are_in_the_table() -> None:
    names = [f"list {number}" for number in range(30)]
    overlaps = [Overlap(frozenset({name}), 30 - place) for place, name in enumerate(names)]
    drawing = upset("Overlaps", names, [1] * 30, overlaps)
    assert len(drawing.table) == 31
    assert any("6 smaller combinations" in m.words for m in drawing.marks if isinstance(m, Text))


def test_the_last_bar_of_a_waterfall_is_the_sum() -> None:
    drawing = waterfall("Why", [("prior", -10.0), ("name", 12.5)])
    assert drawing.table[-1] == ("in all", "+2.50")
    assert "in all +2.5" in drawing.description
