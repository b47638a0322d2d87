from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.registers.kind import Field
from muniment.registers.kindfiles import kind, kinds

from .cells import column, reasons, values
from .test_dates import CELLS

NAME = Field(name="name", type="name", labels={"en": "Name"})
TEXT = Field(name="text", type="text", labels={"en": "Text"})
SEX = kind("person").field("sex")
DEVICES = kind("hazard_area").field("devices")
MARKED = kind("hazard_area").field("marked")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  Anna   Maria ", "Anna Maria"),
        ("Ali\u200byev\u202c", "Aliyev"),
        ("Ha\u0301rs", "Hárs"),
        ("неизвестно", "unknown"),
        ("Unknown", "unknown"),
        ("Անհայտ", "unknown"),
        ("-", None),
        ("нет данных", None),
        ("", None),
        (None, None),
        ("Na", "Na"),
        ("X.", "X."),
    ],
)
def test_names_lose_what_is_no_letter_of_theirs(cell: str | None, text: str | None) -> None:
    result = column(NAME, [cell])
    assert values(result) == [text]
    assert not reasons(result)


@pytest.mark.parametrize(
    ("cell", "text"), [("Aлиев", "Алиев"), ("Әliyev", "Əliyev"), ("Петpов", "Петров")]
)
def test_letters_of_another_alphabet_that_look_alike_are_read_as_one_and_said(
    cell: str, text: str
) -> None:
    result = column(NAME, [cell])
    assert values(result) == [text]
    assert "alphabet" in reasons(result)[0][0]
    assert result.problems[0].value == cell


def test_odd_names_are_said() -> None:
    cells = ["Ivan0v", 5, "#REF!", "Ð\u0098Ð²Ð°Ð½", "Ива\ufffdов"]
    assert sorted(reasons(column(NAME, cells))) == [0, 1, 2, 3, 4]
    assert "formula" in reasons(column(NAME, cells))[2][0]


def test_numbers_in_text_are_as_the_spreadsheet_shows_them() -> None:
    assert values(column(TEXT, [12.0, 12.5, 7, True])) == ["12", "12.5", "7", "true"]


def test_equal_cells_of_two_types_are_two_cells() -> None:
    assert values(column(TEXT, [1, True, 1.0, "1"])) == ["1", "true", "1", "1"]


def test_arrays_are_read_as_lists_are() -> None:
    cells = ["м", None, "F", "м", "?"]
    assert values(column(SEX, pa.array(cells))) == values(column(SEX, cells))
    assert values(column(SEX, pa.chunked_array([cells[:2], cells[2:]]))) == [
        "male", None, "female", "male", "unknown"
    ]  # fmt: skip


@pytest.mark.parametrize("kind_name", sorted(kinds()))
def test_a_choice_means_the_same_in_every_language(kind_name: str) -> None:
    for field in kind(kind_name).fields:
        if field.vocabulary is None or field.type == "choices":
            continue
        for term in field.vocabulary.terms:
            words = [term.code, *term.labels.values(), *term.synonyms]
            # What letters mean depends on those beside them.
            cells = [word for word in words if len(word) > 1]
            cells += [cell.upper() for cell in cells]
            result = column(field, cells)
            assert set(values(result)) == {term.code}
            assert not result.problems


def test_what_a_vocabulary_does_not_know_is_no_gap() -> None:
    result = column(SEX, ["robot", "n/a", "неизвестно"])
    assert values(result) == ["unrecognised", None, "unknown"]
    assert "none of the words known here" in reasons(result)[0][0]
    assert values(column(SEX, ["1", "2"], choices={"1": "male", "2": "female"})) == [
        "male", "female"
    ]  # fmt: skip


def test_several_choices_in_one_cell() -> None:
    cells = ["AP mine; AT mine", "antipersonnel_mine other_erw", "ппм, unicorn", None]
    result = column(DEVICES, cells)
    assert values(result) == [
        "antipersonnel_mine;antivehicle_mine",
        "antipersonnel_mine;other_erw",
        "antipersonnel_mine;unrecognised",
        None,
    ]
    assert list(reasons(result)) == [2]


def test_yes_no_and_unknown() -> None:
    assert values(column(MARKED, [True, "да", "0", "no", "не установлено", ""])) == [
        "yes", "yes", "no", "no", "unknown", None
    ]  # fmt: skip


@given(st.lists(CELLS, max_size=6), st.sampled_from([NAME, TEXT, SEX, DEVICES, MARKED]))
def test_no_cell_raises_and_every_row_has_a_value_or_none(cells: list[Any], field: Field) -> None:
    result = column(field, cells)
    assert len(values(result)) == len(cells)
    assert all(0 <= problem.row_index < len(cells) for problem in result.problems)


def test_outlines_and_links_that_are_none_are_said() -> None:
    outline = Field(name="g", type="geometry", labels={"en": "g"})
    good = ["POLYGON((1 2, 3 4, 5 6, 1 2))", '{"type": "Point", "coordinates": [1, 2]}', "-"]
    assert not reasons(column(outline, good))
    assert list(reasons(column(outline, ["near the river", *good]))) == [0]
    link = Field(name="u", type="url", labels={"en": "u"})
    assert list(reasons(column(link, ["https://example.org/a?b=1", "see above", None]))) == [1]


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        ("M F", ["male", "female"]),
        ("H M", ["male", "female"]),
        ("M W", ["male", "female"]),
        ("E K", ["male", "female"]),
        ("K Q", ["male", "female"]),
        ("М Ж", ["male", "female"]),
        ("M F U", ["male", "female", "unknown"]),
        ("M W F", ["male", "female", "female"]),
        ("M", ["male"]),
        ("K", ["unrecognised"]),
        ("Mujer M Hombre", ["female", "unrecognised", "male"]),
        ("H M F", ["male", "unrecognised", "female"]),
    ],
)
def test_what_a_letter_means_is_told_by_those_beside_it(cells: str, codes: list[str]) -> None:
    result = column(SEX, cells.split())
    assert values(result) == codes
    assert ("unrecognised" in codes) == bool(reasons(result))
