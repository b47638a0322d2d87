"""The HTML report: one safe, complete, self-contained page."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import lxml.html
import pytest
from lxml.html import HtmlElement

from muniment.checks.model import Outcome
from muniment.documents.document import Page
from muniment.reports.html import views
from muniment.reports.rendering import render
from muniment.reports.report import CheckedDocument, PagePicture, Report
from muniment.values.passage import Box
from tests.reports import examples

HOSTILE = (
    "</script><script>alert(1)</script> \"quotes\" 'single' <img src=x onerror=alert(2)> "
    "\u202egnisrever\u202c {{ 7*7 }} ]]> --> <!-- 24 persons were held"
)


def page(report: Report) -> tuple[str, HtmlElement]:
    source = render(report, "html")
    return source, lxml.html.document_fromstring(source)


def test_the_text_stands_complete_and_in_order() -> None:
    checked = examples.appeal()
    _, root = page(Report(documents=[checked]))
    shown = " ".join(
        "".join(p.xpath(".//text()[not(ancestor::*[@class='pn'])]"))
        for p in root.xpath("//*[contains(@class, 'para')]")
    )
    shown = shown.replace("▸", "")
    assert shown.split() == examples.APPEAL.split()


def test_every_claim_and_finding_is_marked_where_it_stands() -> None:
    checked = examples.appeal()
    _, root = page(Report(documents=[checked]))
    rows = {row.get("id"): row for row in root.xpath("//tr[@data-claim]")}
    claims = [c for c in checked.claims.all() if c.kind != "relation"]
    assert [row.get("data-claim") for row in rows.values()] == [c.id for c in claims]
    for number, claim in enumerate(claims, 1):
        marked = root.xpath(
            "//a[contains(@class, 'm') and contains(concat(' ', @data-refs, ' '), $ref)]",
            ref=f" d1c{number} ",
        )
        words = "".join("".join(mark.itertext()) for mark in marked)
        assert words.split() == claim.passage.quote.split()


def test_links_lead_to_places_that_are_there() -> None:
    _, root = page(examples.both())
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    for link in root.xpath("//a/@href"):
        assert link.startswith("#")
        assert link[1:] in ids
    for names in root.xpath("//@aria-describedby | //@aria-labelledby | //@data-place"):
        assert set(names.split()) <= set(ids)


def test_a_finding_across_documents_is_marked_in_both() -> None:
    _, root = page(examples.both())
    for document in ("d1", "d2"):
        assert root.xpath(f"//article[@id='{document}']//a[contains(@data-refs, 'f1')]")


def test_nothing_is_loaded_from_elsewhere_and_the_policy_names_its_own_parts() -> None:
    source, root = page(examples.both())
    policy = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert "default-src 'none'" in policy
    for tag in ("style", "script"):
        (text,) = root.xpath(f"//{tag}/text()")
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert not re.search(r"https?://|//cdn|url\(|@import|<link", source)
    assert not root.xpath(
        "//@style | //@onclick | //@onload | //iframe | //object | //form/@action"
    )


@pytest.mark.parametrize(
    "where", ["text", "title", "path", "issuer", "message", "reason", "language"]
)
def test_hostile_words_stay_words(where: str) -> None:
    make = examples.Maker(
        examples.document(
            HOSTILE if where == "text" else "On that day 24 persons were held.",
            path=HOSTILE if where == "path" else "a.txt",
            title=HOSTILE if where == "title" else None,
            issuer=HOSTILE if where == "issuer" else None,
            language='en"><script>' if where == "language" else "en",
        )
    )
    figure = make.figure("24 persons", "24", 24)
    message = HOSTILE if where == "message" else "Bad sum."
    result = make.result("A101", "error", Outcome.FIRES, message, HOSTILE, figure)
    checked = CheckedDocument(claims=make.claims, results=[result])
    if where == "reason":
        checked = examples.appeal()
        result, dismissal = checked.dismissed[0]
        checked.dismissed = [(result, replace(dismissal, reason=HOSTILE))]
    source, root = page(Report(documents=[checked], unreadable=[HOSTILE], notes=[HOSTILE]))
    assert len(root.xpath("//script")) == 1
    assert not root.xpath("//img | //@onerror")
    assert "\u202e" not in source
    assert "⟨RLO⟩" in source
    assert "{{ 7*7 }}" in source


def test_controls_are_shown_in_the_text() -> None:
    text = "Held\x1b[31m \u2067 24 persons\x00 there."
    make = examples.Maker(examples.document(text))
    make.figure("24 persons", "24", 24)
    source, root = page(Report(documents=[CheckedDocument(claims=make.claims)]))
    assert [c.text for c in root.xpath("//p//span[@class='control']")] == ["␛", "⟨RLI⟩", "␀"]
    assert not set("\x1b\u2067\x00") & set(source)


def test_tables_of_the_document_are_tables_of_the_page() -> None:
    text = "Town\tHeld\nLower Esk\t24 persons\nOrm\t31 persons\n"
    make = examples.Maker(examples.document(text))
    make.figure("24 persons", "24", 24)
    make.figure("31 persons", "31", 31)
    _, root = page(Report(documents=[CheckedDocument(claims=make.claims)]))
    cells = ["".join(cell.itertext()) for cell in root.xpath("//table[@class='grid']//td")]
    assert cells == ["Town", "Held", "Lower Esk", "24 persons", "Orm", "31 persons"]
    assert len(root.xpath("//table[@class='grid']//a[contains(@class, 'k-figure')]")) == 4


def test_a_highlight_that_runs_over_paragraphs_and_cells_is_split() -> None:
    text = "They ask that 24 persons\n\nbe freed\tat once\nand 31 persons too."
    make = examples.Maker(examples.document(text))
    make.demand(text[9:], "24 persons")
    make.figure("31 persons", "31", 31)
    _, root = page(Report(documents=[CheckedDocument(claims=make.claims)]))
    marked = [
        "".join(a.itertext())
        for a in root.xpath("//a[contains(@class, 'k-demand') and @data-refs]")
    ]
    assert marked == ["that 24 persons", "be freed", "at once", "and ", "31", " persons", " too."]
    assert len(root.xpath("//*[@id='d1c1t']")) == 1


def with_pictures() -> CheckedDocument:
    checked = examples.appeal()
    document = checked.claims.document
    half = document.text.index("On Tuesday")
    document.pages = (Page(1, 0, half, 595, 842), Page(2, half, len(document.text), 595, 842))
    document.boxes_of = lambda start, end: (
        Box(1 if start < half else 2, start % 400, start % 700, start % 400 + 60, start % 700 + 12),
    )
    checked.pictures = lambda numbers: {
        number: PagePicture("image/png", b"page %d" % number) for number in numbers
    }
    return checked


def test_highlights_are_drawn_on_the_pictures_of_pages() -> None:
    _, root = page(Report(documents=[with_pictures()]))
    sheets = root.xpath("//figure[@class='sheet']")
    assert len(sheets) == 2
    drawn = root.xpath("//*[name()='svg']//*[contains(@class, 'k-figure')]/@id")
    assert len(drawn) == 8
    assert base64.b64encode(b"page 2").decode() in root.xpath("//img/@src")[1]
    ids = set(root.xpath("//@id"))
    for link in root.xpath("//a/@href"):
        assert link[1:] in ids
    assert any(link == "#f1p1o" for link in root.xpath("//li//a/@href"))


def test_the_text_stands_beside_the_pictures() -> None:
    _, root = page(Report(documents=[with_pictures()]))
    assert "1,284" in root.xpath("string(//div[@class='text pictured'])")
    assert root.xpath("//p[@class='page-break']/text()") == ["Page 1", "Page 2"]


def test_recognised_pages_say_how_sure_their_text_is() -> None:
    checked = with_pictures()
    document = checked.claims.document
    document.pages = (document.pages[0], document.pages[1]._replace(confidence=86.6))
    _, root = page(Report(documents=[checked]))
    words = "Page 2, text recognised with confidence 87 of 100"
    assert root.xpath("//p[@class='page-break']/text()") == ["Page 1", words]
    assert root.xpath("//figcaption/text()") == ["Page 1", words]


def test_a_page_without_picture_is_left_to_the_text() -> None:
    checked = with_pictures()
    checked.pictures = lambda numbers: {1: PagePicture("image/png", b"1")}
    _, root = page(Report(documents=[checked]))
    assert "1 more page has no picture here" in root.xpath("string(//div[@class='sheets'])")
    ids = set(root.xpath("//@id"))
    assert all(link[1:] in ids for link in root.xpath("//a/@href"))


def test_the_pictures_of_a_report_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "ALL_PICTURES", 3)
    _, root = page(Report(documents=[with_pictures(), with_pictures(), with_pictures()]))
    assert len(root.xpath("//figure[@class='sheet']")) == 3
    assert len(root.xpath("//div[@class='views']")) == 2
    ids = set(root.xpath("//@id"))
    assert all(link[1:] in ids for link in root.xpath("//a/@href"))


def test_an_empty_report_is_a_page_too() -> None:
    _, root = page(Report())
    assert "nothing found" in root.xpath("string(//header)")


def test_the_same_report_gives_the_same_page() -> None:
    assert render(examples.both(), "html") == render(examples.both(), "html")
