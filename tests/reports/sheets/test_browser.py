"""Sheets in a real browser: wide and narrow, light and dark, on paper, by keyboard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from muniment.reports.charts.curves import Step, curve
from muniment.reports.charts.grids import grid
from muniment.reports.charts.intervals import Row, intervals
from muniment.reports.charts.upset import Overlap, upset
from muniment.reports.charts.waterfall import waterfall
from muniment.reports.sheets import Section, Sheet, Table, render_sheet

pytestmark = pytest.mark.browser
GRAVE = {"serious", "critical"}


def _sheet() -> Sheet:
    drawings = [
        intervals("Models", [Row("one", 100, 80, 130), Row("two", 90, bound=True)], truth=101),
        upset(
            "Overlaps",
            ["a", "b"],
            [10, 20],
            [Overlap(frozenset("a"), 5), Overlap(frozenset("ab"), 3)],
        ),
        curve("Curve", [Step(0.1, 5, 4, 6), Step(0.9, 8, 6, 9)], across="threshold", up="people"),
        grid("Grid", ["1"], ["1"], {("1", "1"): (5.0, "4–6")}, down="d", across="o"),
        waterfall("Weights", [("prior", -9.0), ("name", 11.0)]),
    ]
    return Sheet(
        "القوائم الأربع",
        "Four lists",
        [
            Section("How many?", "About 100", drawings=drawings, truth="101"),
            Section(
                "Who?",
                tables=[
                    Table(["field", "أحمد", "weight"], [["name", "Ахмед", "+4.0"]], frozenset({2}))
                ],
                refused=["No answer."],
                beware=["Beware."],
            ),
        ],
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    page = tmp_path / "sheet.html"
    page.write_text(render_sheet(_sheet()), encoding="utf-8")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1300, 400])
def test_nothing_grave_for_people_who_cannot_see_well(
    browser: Any, path: Path, scheme: str, width: int
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(path.as_uri())
    found = axe.run(page).response["violations"]
    assert not [each["id"] for each in found if each["impact"] in GRAVE]
    context.close()


@pytest.mark.parametrize("width", [1300, 400])
def test_the_page_itself_never_scrolls_sideways(browser: Any, path: Path, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_it_asks_for_nothing_and_complains_of_nothing(browser: Any, path: Path) -> None:
    troubles: list[str] = []
    context = browser.new_context()
    page = context.new_page()
    page.on("console", lambda message: troubles.append(message.text))
    page.on(
        "request",
        lambda request: None if request.url.startswith("file:") else troubles.append(request.url),
    )
    page.goto(path.as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the answers"
    assert not troubles
    context.close()
