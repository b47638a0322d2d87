from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.documents.document import split_paragraphs


def paragraphs(text: str) -> list[str]:
    return [text[start:end] for start, end in split_paragraphs(text, 0, len(text))]


def test_blank_lines_separate_and_single_line_feeds_do_not() -> None:
    assert paragraphs("One\ntwo.\n\n \n Three. \r\n\r\nFour") == ["One\ntwo.", "Three.", "Four"]


def test_a_sentence_that_a_blank_line_cuts_stays_one_paragraph() -> None:
    text = "The towns on the left bank lost forty-one of their houses,\n\nschools and mills."
    assert paragraphs(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "The towns on the left bank lost forty-one of their houses.\n\nand mills.",
        "A short heading\n\nand what follows",
        "THE TOWNS ON THE LEFT BANK LOST FORTY-ONE OF THEIR HOUSES\n\nand mills.",
        "Place of the loss of the houses in the towns\tKilled\n\nand mills.",
        "They ask of both of the governments on the banks of the river:\n\nto open it.",
        "They ask of both of the governments on the banks of the river\n\na) to open it.",
    ],
)
def test_other_paragraphs_stay_apart(text: str) -> None:
    assert len(paragraphs(text)) == 2


@given(st.text(alphabet="aB. \n\t,", max_size=200))
def test_paragraphs_are_in_order_and_hold_all_that_is_no_space(text: str) -> None:
    spans = split_paragraphs(text, 0, len(text))
    at = 0
    for start, end in spans:
        assert at <= start < end
        assert not text[at:start].strip()
        at = end
    assert not text[at:].strip()
