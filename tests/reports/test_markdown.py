"""Markdown that says the same wherever it is pasted, whatever the documents contain."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from muniment.checks.model import Outcome
from muniment.reports.markdown import escape, render_markdown
from muniment.reports.report import CheckedDocument, Report
from tests.reports import examples


def plain(words: str) -> str:
    """What a reader sees of an inline piece of Markdown."""
    (paragraph,) = (t for t in MarkdownIt("commonmark").parse(words) if t.type == "inline")
    assert paragraph.children is not None
    assert {child.type for child in paragraph.children} <= {"text", "text_special"}
    return "".join(child.content for child in paragraph.children)


@pytest.mark.parametrize(
    "words",
    [
        "**bold** _under_ `code` ~~gone~~",
        "<b>24</b> <!-- hidden --> &amp; &#64;",
        "[a link](http://a.example) ![picture](x)",
        "see https://a.example/b and www.a.example",
        "ask @somebody about #12",
        "a | b $x$ \\ back",
        "# heading",
    ],
)
def test_words_format_nothing(words: str) -> None:
    assert plain(f"x {escape(words)}") == f"x {words}"
    assert "@somebody" not in escape(words)
    assert "://" not in escape(words)


def test_the_report_quotes_with_the_numbers_in_bold() -> None:
    text = render_markdown(Report(documents=[examples.appeal()]))
    assert "> Of the **24** persons detained at Lower Esk, **nine** were women" in text
    assert "**9 + 14 = 23, not 24**" in text
    assert "- 1,284 = 1,012 + 272 (¶ 2)" in text


def test_the_structure_survives_hostile_words() -> None:
    hostile = "1. Held\n\n# 24 persons\n- <script> ``` | **"
    make = examples.Maker(examples.document(f"{hostile} 31 persons more", title=hostile))
    figure = make.figure("31 persons", "31", 31)
    make.result("A101", "error", Outcome.FIRES, hostile, hostile, figure)
    report = Report(documents=[CheckedDocument(claims=make.claims, results=make.results)])
    tokens = MarkdownIt("commonmark").parse(render_markdown(report))
    assert [t.tag for t in tokens if t.type == "heading_open"] == ["h2"]
    assert sum(t.type == "ordered_list_open" for t in tokens) == 1
    assert not [t for t in tokens if t.type in ("fence", "code_block")]
    inline = [child for t in tokens for child in t.children or [] if t.type == "inline"]
    assert {t.content for t in inline if t.type == "html_inline"} <= {"<br>", "<sub>", "</sub>"}


def test_findings_across_documents_name_both() -> None:
    text = render_markdown(examples.both())
    assert "(appeal.txt, paragraph 2)" in text
    assert "(answer.txt, paragraph 2)" in text


def test_the_instruments_cited_are_a_list_in_a_list() -> None:
    text = render_markdown(Report(documents=[examples.lawful()]))
    assert "**Instruments cited, and how the states concerned stood on 1 May 2020 (6)**" in text
    assert "\n- **ENMOD Convention** (¶ 1, ¶ 3): treaty; adopted 10 December 1976" in text
    assert "\n  - ✓ the date given fits: adopted 10 December 1976" in text
    assert "\n  - **Norway**: bound since 15 February 1979; ratified it on 15 February 1979" in text
    assert "Instruments cited" not in render_markdown(examples.both())
