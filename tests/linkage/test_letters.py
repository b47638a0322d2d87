from __future__ import annotations

import duckdb
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.linkage.letters import bits, single_bytes

_WORDS = st.lists(st.text(alphabet="abcdeАбвгдеёжзÉéəłÆ漢字\x01~ ", max_size=12), max_size=8)


@given(_WORDS)
def test_values_stay_different_and_keep_their_length(values: list[str]) -> None:
    found = single_bytes(values)
    assert [len(each or "") for each in found] == [len(each) for each in values]
    assert len(set(found)) == len(set(values))


def test_letters_of_any_script_are_one_byte_each() -> None:
    found = single_bytes(["Алиев", "Əliyev", "Հակոբյան", None, ""])
    assert [len((each or "").encode()) for each in found] == [5, 6, 8, 0, 0]
    assert found[3] is None
    assert single_bytes(["Anna", None]) == ["Anna", None]


def test_with_more_letters_than_bytes_the_rarest_keep_more() -> None:
    common = [chr(code) for code in range(0x400, 0x400 + 127)]
    found = single_bytes([*common, *common, "z", "漢"])
    assert [len((each or "").encode()) for each in found[:127]] == [1] * 127
    assert len(set(found)) == 129


def test_a_letter_too_many_is_one_edit_in_any_script() -> None:
    found = single_bytes(["Алиев", "Аллиев", "Алеев", "Ализев"])
    for other in found[1:]:
        assert _edits(found[0], other) == 1


@settings(deadline=None)
@given(st.text("aabcdж~0", max_size=9), st.integers(0, 8), st.text("abж", max_size=1))
def test_what_is_one_edit_apart_differs_in_two_bits_at_most(
    word: str, place: int, letter: str
) -> None:
    swapped = word[:place] + word[place : place + 2][::-1] + word[place + 2 :]
    added, other = word[:place] + letter + word[place:], word[:place] + letter + word[place + 1 :]
    first, *rest = bits(single_bytes([word, swapped, added, other])).to_pylist()
    assert all(((first ^ each) & (2**64 - 1)).bit_count() <= 2 for each in rest)


def test_what_is_missing_has_no_bits() -> None:
    assert bits(["anna", None, ""]).null_count == 1
    assert bits([]).type == pa.int64()
    assert bits(["anna"])[0] != bits(["ana"])[0]
    assert bits(["anna"])[0] == bits(["nana"])[0]


def _edits(one: str | None, other: str | None) -> int:
    found = duckdb.execute("SELECT damerau_levenshtein(?, ?)", [one, other]).fetchone()
    assert found is not None
    return int(found[0])
