import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.linkage.fullnames import with_parts

APART = [("Narine", "Levonli"), ("Aram", "Gulili"), ("Fuad", "Kazarov"), ("Anna", "Petrosyan")]


def _table(whole: list[str], lists: list[str] | None = None) -> pa.Table:
    """People with names apart on list "a", and full names on list "b" (or ``lists``)."""
    names = [given for given, _ in APART] + [None] * len(whole)
    families = [family for _, family in APART] + [None] * len(whole)
    return pa.table(
        {
            "record_id": [str(number) for number in range(len(names))],
            "list": ["a"] * len(APART) + (lists or ["b"] * len(whole)),
            "given_name": pa.array(names, pa.string()),
            "family_name": pa.array(families, pa.string()),
            "full_name": pa.array([None] * len(APART) + whole, pa.string()),
        }
    )


def _of(table: pa.Table, role: str) -> list[str | None]:
    found: list[str | None] = table[role].to_pylist()[len(APART) :]
    return found


def test_a_comma_tells_the_family_name() -> None:
    found = with_parts(_table(["Levonli, Narine", "Тигранян, Арам"]))
    assert _of(found, "family_name") == ["Levonli", "Тигранян"]
    assert _of(found, "given_name") == ["Narine", "Арам"]
    assert _of(found, "full_name") == [None, None]


@pytest.mark.parametrize("first", [True, False])
def test_a_list_tells_its_order_by_names_known_elsewhere(first: bool) -> None:
    people = [*APART, ("Aram", "Kodim"), ("Zauk", "Levonli")]
    whole = [f"{family} {given}" if first else f"{given} {family}" for given, family in people]
    found = with_parts(_table(whole))
    assert _of(found, "given_name") == [given for given, _ in people]
    assert _of(found, "family_name") == [family for _, family in people]


def test_each_list_has_an_order_of_its_own() -> None:
    whole = [f"{family} {given}" for given, family in APART]
    whole += [f"{given} {family}" for given, family in APART]
    found = with_parts(_table(whole, ["b"] * len(APART) + ["c"] * len(APART)))
    assert _of(found, "given_name") == [given for given, _ in APART] * 2


def test_names_of_a_list_that_does_not_tell_stay_whole() -> None:
    found = with_parts(_table(["Zauk Vorum", "Mirot Selan"]))
    assert _of(found, "full_name") == ["Zauk Vorum", "Mirot Selan"]
    assert _of(found, "given_name") == [None, None]


def test_a_patronymic_is_the_fathers_name() -> None:
    found = with_parts(_table(["Kazarov Fuad Rashid oghlu", "Levonli, Narine"]))
    assert _of(found, "father_name")[0] is not None


def test_arabic_names_carry_father_and_grandfather() -> None:
    found = with_parts(_table(["الحسن، محمد علي حسن", "حسن"]))
    assert _of(found, "given_name")[0] == "محمد"
    assert _of(found, "father_name")[0] == "علي"
    assert _of(found, "grandfather_name")[0] == "حسن"


def test_rows_that_keep_names_apart_are_not_touched() -> None:
    table = _table(["Levonli, Narine"])
    found = with_parts(table)
    rows = slice(0, len(APART))
    for role in ("given_name", "family_name", "full_name"):
        assert found[role].to_pylist()[rows] == table[role].to_pylist()[rows]


def test_a_table_without_full_names_is_returned_as_it_is() -> None:
    table = _table([]).drop_columns(["full_name"])
    assert with_parts(table) is table


@given(st.lists(st.text(max_size=40), max_size=12))
def test_no_row_is_lost_and_splitting_again_changes_nothing(whole: list[str]) -> None:
    once = with_parts(_table(whole))
    assert once["record_id"].to_pylist() == [str(n) for n in range(len(APART) + len(whole))]
    assert with_parts(once).equals(once)


def test_names_without_a_family_name_stay_whole() -> None:
    fathers = ["Kodim Taru", "Selan Kodim", "Taru Mirot", "Mirot Selan"]
    whole = ["Zo Kodim Selan", "Mirot Taru", "Taru Selan", "Kodim Mirot", "Selan Taru"]
    table = pa.table(
        {
            "record_id": [str(number) for number in range(9)],
            "list": ["a"] * 4 + ["b"] * 5,
            "father_name": pa.array([*fathers, *[None] * 5], pa.string()),
            "full_name": pa.array([*[None] * 4, *whole], pa.string()),
        }
    )
    assert with_parts(table)["full_name"].to_pylist()[4:] == whole


def test_two_family_names_are_cut_off_together_where_that_is_usual() -> None:
    people = [("Rosa", "Garzul Lopen"), ("Juan", "Lopen Peral"), ("Luz", "Peral Garzul")]
    apart = [given for given, _ in people], [family for _, family in people]
    whole = ["ROSA LUZ GARZUL LOPEN", "JUAN LOPEN", "LUZ PERAL LOPEN", "ROSA JUAN PERAL"]
    table = pa.table(
        {
            "record_id": [str(number) for number in range(7)],
            "list": ["a"] * 3 + ["b"] * 4,
            "given_name": pa.array([*apart[0], *[None] * 4], pa.string()),
            "family_name": pa.array([*apart[1], *[None] * 4], pa.string()),
            "full_name": pa.array([*[None] * 3, *whole], pa.string()),
        }
    )
    found = with_parts(table)
    assert found["given_name"].to_pylist()[3:] == ["ROSA LUZ", "JUAN", "LUZ", "ROSA JUAN"]
    assert found["family_name"].to_pylist()[3:] == ["GARZUL LOPEN", "LOPEN", "PERAL LOPEN", "PERAL"]


def test_names_of_one_word_are_what_other_lists_know_them_as() -> None:
    whole = ["Narine", "Aram", "Fuad", "Anna"]
    found = with_parts(_table(whole))
    assert _of(found, "given_name") == whole
    found = with_parts(_table(["Levonli", "Gulili", "Kazarov", "Petrosyan"]))
    assert _of(found, "family_name") == ["Levonli", "Gulili", "Kazarov", "Petrosyan"]


def test_a_letter_is_no_title_where_a_list_gives_initials() -> None:
    found = with_parts(_table(["N. Levonli", "M. Gulili", "F. Kazarov", "A. Petrosyan"]))
    assert _of(found, "given_name") == ["N.", "M.", "F.", "A."]
    assert _of(with_parts(_table(["M. Levonli", "M. Gulili", "M. Kazarov"])), "given_name") != [
        "M.", "M.", "M."
    ]  # fmt: skip


def test_a_name_of_two_words_is_not_cut() -> None:
    found = with_parts(_table(["الحسن، عبد الله علي", "Levonli, Abd al-Rahman"]))
    assert _of(found, "given_name") == ["عبدالله", "AbdalRahman"]
    assert _of(found, "father_name")[0] == "علي"
