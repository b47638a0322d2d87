"""What findings quote, and the excerpts they are quoted in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from muniment.reports.excerpts import EXCERPT, excerpt
from muniment.reports.quotations import quotations
from muniment.reports.rendering import FORMATS, render
from tests.reports import examples


def test_passages_in_one_sentence_are_quoted_once() -> None:
    checked = examples.appeal()
    (only,) = quotations(checked.findings[0], {"appeal.txt": checked})
    assert only.excerpt.text.startswith("Of the 24 persons")
    assert [words for words, strong in only.excerpt.pieces if strong] == ["24", "nine", "14"]


def test_a_document_that_was_only_compared_is_quoted_too() -> None:
    report = examples.both()
    report.documents = report.documents[:1]
    ours, theirs = quotations(report.together[0], report.by_path())
    assert ours.checked is report.documents[0]
    assert theirs.checked is None
    assert theirs.path == "answer.txt"
    for form in FORMATS:
        assert "19 persons" in render(report, form).replace("*", "").replace("</b>", "").replace(
            "<b>", ""
        )


@given(
    st.lists(st.sampled_from(["a", "bb. ", " ", "\n", "word ", "24", ".", "\n\n"]), max_size=300),
    st.data(),
)
def test_an_excerpt_holds_its_passage_and_stays_in_its_bounds(
    parts: list[str], data: st.DataObject
) -> None:
    text = "x" + "".join(parts)
    document = examples.document(text)
    first, last = data.draw(st.sampled_from(document.paragraphs))
    start = data.draw(st.integers(first, last - 1))
    end = data.draw(st.integers(start + 1, last))
    shown = excerpt(document, document.passage(start, end), [(start, end)])
    assert first <= shown.span[0] <= start < shown.span[1] <= last
    assert shown.span[1] >= min(end, start + EXCERPT) or text[shown.span[1] : end].isspace()
    assert shown.span[1] - shown.span[0] <= 2 * EXCERPT
    words = "".join(piece for piece, _ in shown.pieces)
    assert words.split() == text[shown.span[0] : shown.span[1]].split()
