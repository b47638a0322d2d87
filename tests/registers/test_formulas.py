"""Cells that would be run as formulas become text, and text again."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.registers.formulas import neutralise, restore, restore_column

texts = st.text(st.sampled_from("'=+-@\t\r\n ＝1a,."), max_size=8)


@given(texts)
def test_there_and_back(text: str) -> None:
    safe = neutralise(text)
    assert restore(safe) == text
    assert not safe.lstrip().startswith(("=", "@", "＝"))
    assert restore_column(pa.array([safe, None])).to_pylist() == [text, None]


@pytest.mark.parametrize("text", ['=HYPERLINK("x")', "@SUM(A1)", "+cmd|x", "-2+3", " =1", "\t=1"])
def test_what_could_run_does_not(text: str) -> None:
    assert neutralise(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "+995 555 12", "Anna", "o'clock", "'quoted'", "40.5", ""])
def test_plain_words_and_numbers_stay(text: str) -> None:
    assert neutralise(text) == text
