"""Letters made safe to show."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.reports.letters import (
    display_width,
    isolate,
    mostly_right_to_left,
    one_line,
    split_controls,
    visible,
)


@given(st.text())
def test_no_control_or_override_is_left(text: str) -> None:
    shown = visible(text)
    for letter in shown:
        assert unicodedata.category(letter) not in ("Cc", "Cs") or letter in "\t\n"
        assert unicodedata.bidirectional(letter) not in {
            "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI",
        }  # fmt: skip
    shown.encode("utf-8")


@given(st.text())
def test_pieces_make_up_what_is_shown(text: str) -> None:
    joined = "".join(piece for _, piece in split_controls(text))
    assert joined == visible(text.replace("\r", " "))


@pytest.mark.parametrize("words", ["co\u00adoperate", "می\u200cخواهم", "a\u200db", "א\u200f."])
def test_ordinary_writing_stays_as_it_is(words: str) -> None:
    assert visible(words) == words


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("a\u202eb\u202c", "a⟨RLO⟩b⟨PDF⟩"),
        ("a\x1b[2Jb", "a␛[2Jb"),
        ("a\x7f\x9bb", "a␡⟨U+009B⟩b"),
        ("a \r\n\t b", "a b"),
    ],
)
def test_one_line_shows_what_is_there(words: str, shown: str) -> None:
    assert one_line(words) == shown


def test_only_text_from_right_to_left_is_isolated() -> None:
    assert isolate("24 persons") == "24 persons"
    assert isolate("24 نساء") == "\u206824 نساء\u2069"


def test_the_direction_of_a_document_is_that_of_most_letters() -> None:
    assert mostly_right_to_left("قالت الوزارة إن ABC")
    assert not mostly_right_to_left("The word נשים means women.")
    assert not mostly_right_to_left("1, 2, 3")


@pytest.mark.parametrize(("words", "width"), [("abc", 3), ("漢字", 4), ("e\u0301", 1), ("⟨", 1)])
def test_widths_are_those_of_a_terminal(words: str, width: int) -> None:
    assert display_width(words) == width
