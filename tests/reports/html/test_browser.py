"""The HTML report in a real browser: Debian's Chromium, driven by Playwright, without network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from muniment.reports.rendering import render
from muniment.reports.report import CheckedDocument, Report
from tests.reports import examples
from tests.reports.html.drawn import drawn_appeal

GRAVE = {"serious", "critical"}

pytestmark = pytest.mark.browser
Open = Callable[..., Any]


@pytest.fixture
def open_report(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Opens reports; at the end, no page has complained or asked for anything from outside."""
    troubles: list[str] = []
    contexts: list[Any] = []

    def open_one(report: Report, **options: Any) -> Any:
        path = tmp_path / f"report{len(contexts)}.html"
        path.write_text(render(report, "html"), encoding="utf-8")
        options.setdefault("viewport", {"width": 1400, "height": 900})
        context = browser.new_context(**options, reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: troubles.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith(("file:", "data:"))
                else troubles.append(f"request: {request.url}")
            ),
        )
        page.goto(path.as_uri())
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert troubles == []


def one(checked: CheckedDocument) -> Report:
    return Report(documents=[checked])


REPORTS: dict[str, Callable[[], Report]] = {
    "text": lambda: one(examples.appeal()),
    "several documents": examples.both,
    "right to left": lambda: one(examples.right_to_left()),
    "instruments": lambda: one(examples.lawful()),
    "pictures": lambda: one(drawn_appeal()),
    "nothing found": lambda: Report(documents=[CheckedDocument(claims=examples.answer().claims)]),
    "empty": Report,
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", REPORTS)
def test_nothing_stands_in_the_way_of_anyone(open_report: Open, name: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = open_report(REPORTS[name](), color_scheme=scheme)
    if page.locator(".m").count():
        page.keyboard.press("n")
        page.keyboard.press("Enter")
    found = axe.run(page).response["violations"]
    grave = [(v["id"], [n["html"] for n in v["nodes"]]) for v in found if v["impact"] in GRAVE]
    assert grave == []


def test_it_serves_a_narrow_screen(open_report: Open) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = open_report(examples.both(), viewport={"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    found = axe.run(page).response["violations"]
    assert [v["id"] for v in found if v["impact"] in GRAVE] == []


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.className"))


def test_keys_walk_from_finding_to_finding(open_report: Open) -> None:
    page = open_report(examples.both())
    walked = []
    for key in ("j", "j", "j", "k"):
        page.keyboard.press(key)
        walked.append(focused(page))
    assert walked == ["f1", "f2", "f3", "f2"]
    assert "A101" in page.locator("#status").inner_text()
    assert page.evaluate("document.querySelector('a.m.l-error').getBoundingClientRect().top") > 0


def test_keys_walk_from_highlight_to_highlight(open_report: Open) -> None:
    page = open_report(one(examples.appeal()))
    page.keyboard.press("n")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("n")
    page.keyboard.press("p")
    assert page.evaluate("document.activeElement.textContent") == first == "1,284"


def test_keys_can_be_turned_off(open_report: Open) -> None:
    page = open_report(one(examples.appeal()))
    page.keyboard.press("?")
    page.get_by_label("use single-letter keys").uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("j")
    assert focused(page) != "f1"


def test_a_card_leads_to_its_passage_and_back(open_report: Open) -> None:
    page = open_report(one(examples.appeal()), viewport={"width": 1400, "height": 300})
    page.locator("#f2 a.where").click()
    mark = page.locator("a.m.on")
    assert "Tuesday, 8 September 2023" in mark.inner_text()
    box = mark.bounding_box()
    assert 0 <= box["y"] < 300
    page.locator("a.m.l-error").first.click()
    assert focused(page) == "f1"
    assert "on" in page.locator("#f1").get_attribute("class").split()


def test_a_number_stands_before_its_words_in_either_direction(open_report: Open) -> None:
    page = open_report(one(examples.right_to_left()))
    badge = page.locator(".text .badge").first.bounding_box()
    mark = page.locator(".text a.m").first.bounding_box()
    assert badge["x"] >= mark["x"] + mark["width"] - 1
    label = page.locator(".pn").first.bounding_box()
    assert label["x"] > badge["x"]
    assert page.evaluate(
        """() => {
          const label = document.querySelector(".pn").getBoundingClientRect();
          const at = document.elementFromPoint(label.right - 4, label.top + label.height / 2);
          return at !== null && at.matches(".pn");
        }"""
    )


def test_a_highlight_opens_what_is_known_of_its_claim(open_report: Open) -> None:
    page = open_report(one(examples.appeal()))
    page.locator("a.m", has_text="272").first.click()
    card = page.locator(".claim-card")
    told = card.inner_text()
    for words in ("272 civilians", "missing", "1,284"):
        assert words in told
    page.keyboard.press("Escape")
    assert not card.is_visible()


def test_a_part_leads_to_its_whole(open_report: Open) -> None:
    page = open_report(one(examples.appeal()))
    page.locator("tr", has_text="272 civilians").get_by_role("link", name="1,284").click()
    assert "1,284 citizens of Talvera" in page.locator(".claim-card").inner_text()


def test_filters_hide_kinds_levels_and_rules(open_report: Open) -> None:
    page = open_report(one(examples.appeal()))
    rows = page.locator("tr.k-figure")
    assert rows.first.is_visible()
    page.locator("input[data-kind=figure]").uncheck()
    assert not rows.first.is_visible()
    assert page.locator("a.m.k-figure:not(.k-finding)").first.evaluate(
        "mark => getComputedStyle(mark).backgroundColor"
    ) == ("rgba(0, 0, 0, 0)")
    page.locator("input[data-level=warning]").uncheck()
    assert page.locator("#f1").is_visible()
    assert not page.locator("#f2").is_visible()
    assert page.locator(".badge.l-warning").count() == 1
    assert not page.locator(".badge.l-warning").is_visible()
    assert "1 of 2 findings shown" in page.locator("#status").inner_text()
    page.locator("input[data-level=warning]").check()
    page.locator("select[data-code]").select_option("T202")
    assert not page.locator("#f1").is_visible()
    page.keyboard.press("Escape")
    page.locator("body").press("j")
    assert focused(page) == "f2"


def test_the_table_sorts_by_value(open_report: Open) -> None:
    page = open_report(one(examples.appeal()))
    button = page.locator(".claims-table th").nth(3).get_by_role("button")
    button.click()
    button.click()
    first = page.locator(".claims-table tbody tr").first
    assert page.locator("th[aria-sort=descending]").count() == 1
    values = page.locator(".claims-table tr.k-figure .value").all_inner_texts()
    assert values[:3] == ["1,284", "1,012", "272"]
    assert first.is_visible()


def test_on_pictures_the_marks_lead_both_ways(open_report: Open) -> None:
    page = open_report(one(drawn_appeal()))
    page.locator("#f1 a.where").first.click()
    assert page.evaluate("document.activeElement.closest('svg') !== null")
    page.locator("svg .badge").first.click()
    assert focused(page) == "f1"
    page.get_by_label("Text", exact=True).check(force=True)
    page.locator("#f1 a.where").first.click()
    assert page.evaluate("document.activeElement.closest('.text') !== null")


def test_the_tab_key_reaches_only_what_is_seen(open_report: Open) -> None:
    page = open_report(one(drawn_appeal()))
    hidden, drawn = set(), set()
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.text') !== null"):
            hidden.add(focused(page))
        if page.evaluate("document.activeElement.closest('svg') !== null"):
            drawn.add(focused(page))
    assert hidden == set()
    assert drawn


def test_marks_lie_on_the_words_of_the_picture(open_report: Open) -> None:
    page = open_report(one(drawn_appeal()))
    sheet = page.locator(".paper").first.bounding_box()
    mark = page.locator("svg .k-figure rect").first.bounding_box()
    scale = sheet["width"] / 595
    assert mark["x"] - sheet["x"] == pytest.approx(100 * scale, abs=3)
    assert mark["y"] - sheet["y"] == pytest.approx(100 * scale, abs=3)


def test_instruments_lead_to_where_they_are_cited(open_report: Open) -> None:
    page = open_report(one(examples.lawful()))
    listed = page.locator(".instruments li", has_text="ENMOD Convention")
    assert listed.locator("a.place").count() == 2
    listed.locator("a.place").last.click()
    assert "ENMOD Convention" in page.locator("a.m.on").inner_text()
    rows = listed.get_by_role("row")
    assert rows.filter(has=page.get_by_role("rowheader", name="Norway")).count() == 1
    assert page.get_by_role("table", name="ENMOD Convention").count() == 1


def test_without_script_everything_is_there(open_report: Open) -> None:
    page = open_report(examples.both(), java_script_enabled=False)
    assert page.locator("form.tools").count() == 1
    assert not page.locator("form.tools").is_visible()
    assert page.locator(".card").count() == page.locator(".card:visible").count() == 4
    page.locator("#f2 a.where").first.click()
    assert page.url.endswith("#f2p1")
    page.locator("a.m.l-error").first.click()
    assert page.url.endswith(("#f1", "#f2"))


def test_it_prints_whole(open_report: Open, tmp_path: Path) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    page = open_report(examples.both())
    path = tmp_path / "report.pdf"
    page.pdf(path=str(path), format="A4")
    with pypdfium2.PdfDocument(str(path)) as pdf:
        text = " ".join(" ".join(sheet.get_textpage().get_text_bounded() for sheet in pdf).split())
    for words in ("9 + 14 = 23, not 24", "It is a working title", "Who says so", "Lower Esk"):
        assert words in text
    assert "http" not in text
    assert "file:" not in text


def test_hostile_text_runs_nothing(open_report: Open) -> None:
    text = "<script>document.title='gone'</script><img src=x onerror=alert(1)> 24 persons there"
    make = examples.Maker(examples.document(text, title="</title><script>alert(3)</script>"))
    make.figure("24 persons", "24", 24)
    page = open_report(one(CheckedDocument(claims=make.claims)))
    assert page.title().startswith("</title><script>")
    assert page.locator("img").count() == 0
    page.locator("a.m").first.click()
    assert "24 persons" in page.locator(".claim-card").inner_text()
