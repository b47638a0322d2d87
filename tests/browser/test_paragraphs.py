"""What a user does with a workspace, done by a user: the whole way, in a real browser."""

from __future__ import annotations

import re
from typing import Any

import pytest

from muniment.demo.world import PASSWORD
from tests.browser.conftest import Served
from tests.browser.walking import sign_in

pytestmark = pytest.mark.browser


def open_document(page: Any, served: Served, name: str) -> None:
    """From the list of sources to the document of one of them."""
    page.goto(f"{served.base}/sources/")
    page.locator("main tr", has_text=name).locator("a[href^='/sources/']").first.click()
    page.locator("main a[href^='/documents/']").first.click()
    page.wait_for_selector("#text")


def test_starts(page: Any, served: Served) -> None:
    assert page.locator("h1").inner_text() == "Valley of the Esk"
    assert page.locator("nav.main a").count() >= 2
    assert page.locator(".card").count() >= 4


def test_takes_in_and_knows_what_it_has(page: Any, served: Served) -> None:
    text = "Joint office\n3 May 2024\n\nOn 1 May 2024, 6 people were injured in Karvan."
    for expected in ("taken in", "here already"):
        page.goto(f"{served.base}/sources/")
        page.set_input_files(
            "#take-in input[name=files]",
            {"name": "news.txt", "mimeType": "text/plain", "buffer": text.encode()},
        )
        page.locator("#take-in button.main").click()
        page.wait_for_selector(f"text={expected}")
    page.wait_for_function(
        """async () => {
            const page = await (await fetch("/sources/")).text();
            const shown = new DOMParser().parseFromString(page, "text/html");
            const rows = [...shown.querySelectorAll("tr, li")];
            return rows.some(each => each.textContent.includes("news.txt")
                && each.querySelector(".state.read"));
        }""",
        timeout=120_000,
    )


def test_reads_beside_the_source_by_keyboard(page: Any, served: Served) -> None:
    open_document(page, served, "bulletin.html")
    page.keyboard.press("n")
    page.wait_for_selector("#claim .state.suggested")
    key = page.get_attribute("#claim", "data-open")
    with page.expect_response(re.compile("/decide")):
        page.keyboard.press("c")
    page.wait_for_selector("#claim .state.confirmed")
    listed = page.locator(f'.claim-list a[data-claim="{key}"] .state')
    assert "confirmed" in (listed.get_attribute("class") or "")
    address = page.input_value("input.cite")
    page.goto(address)
    assert page.locator("#at").count() == 1
    assert page.locator("#at").is_visible()


def test_a_rejection_takes_a_reason(page: Any, served: Served) -> None:
    open_document(page, served, "mission.html")
    page.keyboard.press("n")
    page.wait_for_selector("#claim .state.suggested")
    page.keyboard.press("x")
    page.keyboard.type("Said of another place.")
    with page.expect_response(re.compile("/decide")):
        page.keyboard.press("Enter")
    page.wait_for_selector("#claim .state.rejected, #claim .state.confirmed")
    assert page.locator("#claim .toolbar .state.rejected").count() == 1


def test_a_selected_passage_becomes_a_claim(page: Any, served: Served) -> None:
    open_document(page, served, "lend.docx")
    page.evaluate(
        """() => {
            const walk = document.createTreeWalker(document.querySelector("#text"), 4);
            while (walk.nextNode()) {
                const at = walk.currentNode.data.indexOf("the fields of Upper Lend");
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(walk.currentNode, at);
                range.setEnd(walk.currentNode, at + 10);
                getSelection().removeAllRanges();
                getSelection().addRange(range);
                return;
            }
        }"""
    )
    page.keyboard.press("a")
    page.wait_for_selector("#panel form")
    assert "the fields" in page.locator("#panel blockquote").first.inner_text()


def test_finds_in_any_script_and_spelling(page: Any, served: Served) -> None:
    page.goto(f"{served.base}/")
    page.keyboard.press("/")
    page.keyboard.type("Карван")
    page.keyboard.press("Enter")
    page.wait_for_selector(".found, main ol, main ul")
    assert "Karvan" in page.locator("main").inner_text()
    page.goto(f"{served.base}/search?q=إسك")
    assert page.locator('main [dir="auto"], main bdi').count() > 0
    for view in ("timeline", "map"):
        page.goto(f"{served.base}/{view}")
        assert page.locator("main svg").count() > 0


def test_withholds_and_logs_each_look(page: Any, served: Served) -> None:
    page.goto(f"{served.base}/sources/")
    page.locator("a", has_text="Restricted,").first.click()
    page.wait_for_selector("text=Why you look")
    assert "my son" not in page.content().lower()
    page.fill("main form input:not([type=hidden]), main form textarea", "To prepare a hearing.")
    with page.expect_navigation():
        page.locator("main form button").first.click()
    assert "withheld" not in page.locator("main").inner_text()
    page.goto(f"{served.base}/history/")
    assert "To prepare a hearing." in page.locator("main").inner_text()


def test_a_reader_changes_nothing_and_sees_nothing_restricted(visitor: Any, served: Served) -> None:
    sign_in(visitor, served.base, "reader", PASSWORD)
    open_document(visitor, served, "appeal.pdf")
    assert visitor.locator("[data-do]").count() == 0
    visitor.goto(f"{served.base}/sources/")
    assert visitor.locator("#take-in").count() == 0
    assert "Interview" not in visitor.content()


def test_nobody_sees_anything_without_signing_in(visitor: Any, served: Served) -> None:
    for address in ("/", "/sources/", "/search?q=killed", "/map"):
        visitor.goto(served.base + address)
        assert "/accounts/login/" in visitor.url


def test_the_language_of_the_page_and_that_of_the_document(page: Any, served: Served) -> None:
    page.goto(f"{served.base}/")
    page.locator("details.menu summary").click()
    page.locator('form.languages [value="ar"]').click()
    page.wait_for_selector('html[dir="rtl"]')
    open_document(page, served, "bulletin.html")
    assert page.get_attribute("#text", "dir") == "ltr"
    page.locator("details.menu summary").click()
    page.locator('form.languages [value="en"]').click()
    page.wait_for_selector('html[dir="ltr"]')
    open_document(page, served, "observers.html")
    assert page.get_attribute("#text", "dir") == "rtl"


def test_weighs_against_other_sources(page: Any, served: Served) -> None:
    open_document(page, served, "appeal.pdf")
    page.locator(".claim-list a", has_text="Twenty-four").first.click()
    page.wait_for_selector("#claim")
    page.locator("#claim a", has_text="Weigh").click()
    page.wait_for_load_state()
    text = page.locator("main").inner_text()
    for relation in ("contradicts", "corroborates"):
        assert relation in text
    assert "superseded" in text


def test_compares_the_answers_to_one_question(page: Any, served: Served) -> None:
    page.goto(f"{served.base}/questions/")
    page.locator("main a", has_text="market of Lower Esk").first.click()
    page.wait_for_load_state()
    text = page.locator("main").inner_text()
    for said in ("26", "24", "11", "Observer Mission"):
        assert said in text
    assert page.locator("main svg").count() > 0


def test_keeps_registers_and_asks_about_pairs(page: Any, served: Served) -> None:
    page.goto(f"{served.base}/registers/")
    for name in ("commission", "ministry", "families"):
        assert page.locator("main a", has_text=name).count() > 0
    page.goto(f"{served.base}/registers/ministry.c2")
    assert "•••" in page.locator("main").inner_text()
    page.goto(f"{served.base}/linkages/missing-persons.c2")
    assert "167" in page.locator("main").inner_text()
    page.goto(f"{served.base}/linkages/missing-persons.c2/review")
    assert page.locator("main button").count() >= 3


def test_hands_on_only_what_somebody_allowed(page: Any, visitor: Any, served: Served) -> None:
    page.goto(f"{served.base}/exports/")
    page.locator("main a", has_text="yearly meeting").first.click()
    page.wait_for_load_state()
    assert "Both commissions" in page.locator("main").inner_text()
    with page.expect_download() as expected:
        page.locator("main button, main a", has_text="Download").first.click()
    assert expected.value.suggested_filename.endswith(".xlsx")
    page.goto(f"{served.base}/history/")
    assert "Export downloaded" in page.locator("main").inner_text()


def test_trusts_what_the_history_tells(page: Any, served: Served) -> None:
    page.goto(f"{served.base}/history/")
    text = page.locator("main").inner_text()
    assert "Digest" in text or "digest" in text
    page.goto(f"{served.base}/history/?who=second-reviewer")
    assert "seconded" in page.locator("main").inner_text().lower()


def _drag(page: Any, one: Any, other: Any) -> None:
    """Draw the pointer from the first letter of a piece to the last of another."""
    first, last = one.bounding_box(), other.bounding_box()
    page.mouse.move(first["x"] + 1, first["y"] + first["height"] / 2)
    page.mouse.down()
    there = (last["x"] + last["width"] - 2, last["y"] + last["height"] / 2)
    page.mouse.move(*there, steps=8)
    page.mouse.up()


def test_claims_are_made_and_decided_on_the_picture_of_a_page(page: Any, served: Served) -> None:
    open_document(page, served, "market.pdf")
    page.keyboard.press("p")
    page.wait_for_selector("svg#text tspan")
    page.keyboard.press("n")
    page.wait_for_selector("#claim .state.suggested")
    with page.expect_response(re.compile("/decide")):
        page.keyboard.press("c")
    page.wait_for_selector("#claim .state.confirmed")
    assert "/pages/1?claim=" in page.url
    words = page.query_selector_all("#text tspan:not([data-claims])")
    _drag(page, words[2], words[2])
    page.keyboard.press("a")
    page.wait_for_selector("form#claim")
    assert page.inner_text("form#claim blockquote") == words[2].text_content().strip()
    page.fill("#f-low", "14")
    page.click("form#claim button.main")
    page.wait_for_url(re.compile(r"/pages/1\?claim=p"))
    page.wait_for_selector("#claim .state.confirmed")


def test_what_is_typed_outlives_the_session(page: Any, served: Served) -> None:
    from muniment.demo.world import ACCOUNT

    open_document(page, served, "market.pdf")
    page.locator(".claim-list a:has(.tag.figure)").first.click()
    page.wait_for_selector("#claim details[data-do=e]")
    page.keyboard.press("e")
    page.fill("#f-place", "the market of Upper Lend")
    page.fill("#claim details[data-do=e] [name=reason]", "as the next line says")
    other = page.context.new_page()
    other.goto(f"{served.base}/")
    other.click("details.menu summary")
    other.click("details.menu form[action*=logout] button")
    other.wait_for_url("**/login/**")
    page.click("#claim button[value=correct]")
    page.wait_for_selector(".ended")
    assert page.input_value("#f-place") == "the market of Upper Lend"
    sign_in(other, served.base, ACCOUNT, PASSWORD)
    other.close()
    page.click("#claim button[value=correct]")
    page.wait_for_selector("#claim .state.corrected")
    assert "the market of Upper Lend" in page.inner_text("#claim dl.facts")
