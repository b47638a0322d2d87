"""The document's text on the page is the document's text, whatever it is and however marked."""

from __future__ import annotations

import lxml.html
from hypothesis import given
from hypothesis import strategies as st

from muniment.reports.html.highlights import Highlight
from muniment.reports.html.text import text_html
from muniment.reports.letters import visible
from tests.reports import examples

letters = st.text(alphabet="ab <>&\"'\t\n\r\u202e\x00\x1b#-1.)שא", max_size=80)
places = st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=8)


@given(letters, places)
def test_every_letter_is_there_once_and_in_order(text: str, pairs: list[tuple[int, int]]) -> None:
    document = examples.document(text)
    highlights = []
    for n, (start, end) in enumerate(pairs):
        if start < end <= len(text):
            kind = ("figure", "demand", "finding", "number")[n % 4]
            level = "error" if kind == "finding" else None
            highlights.append(Highlight(start, end, kind, f"r{n}", f"a{n}", level, n))
    html = text_html(document, highlights, "d1")
    root = lxml.html.fragment_fromstring(html, create_parent="main")
    for label in root.xpath("//a[@class='pn']"):
        label.drop_tree()
    cells = root.xpath("//td")
    for cell in cells:
        cell.tail = " "
    shown = "".join(root.itertext())
    assert "".join(shown.split()) == "".join(visible(text.replace("\r", " ")).split())


@given(letters, places)
def test_marks_cover_exactly_their_words(text: str, pairs: list[tuple[int, int]]) -> None:
    text = "".join(c for c in text if c not in "\r\x00\x1b\u202e")
    document = examples.document(text)
    highlights = [
        Highlight(start, end, "figure", f"r{n}", f"a{n}")
        for n, (start, end) in enumerate(pairs)
        if start < end <= len(text)
    ]
    root = lxml.html.fragment_fromstring(
        text_html(document, highlights, "d1"), create_parent="main"
    )
    for highlight in highlights:
        marks = root.xpath(
            "//a[contains(concat(' ', @data-refs, ' '), $ref)]", ref=f" {highlight.ref} "
        )
        marked = "".join("".join(mark.itertext()) for mark in marked_only(marks))
        words = text[highlight.start : highlight.end]
        assert "".join(marked.split()) == "".join(words.split())


def marked_only(marks: list[lxml.html.HtmlElement]) -> list[lxml.html.HtmlElement]:
    return [mark for mark in marks if "m" in mark.get("class", "").split()]
