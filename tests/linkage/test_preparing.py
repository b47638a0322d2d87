from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pytest

from muniment.linkage.preparing import Prepared, prepare
from muniment.linkage.spelling import Spellings
from muniment.values.names import blocking_keys, name_key, skeleton


def _prepared(**columns: Sequence[str | None]) -> Prepared:
    size = len(next(iter(columns.values())))
    ids: dict[str, Sequence[str | None]] = {
        "record_id": [f"r{number}" for number in range(size)],
        "list": ["one"] * size,
    }
    return prepare(pa.table({k: pa.array(v, pa.string()) for k, v in {**ids, **columns}.items()}))


def _column(prepared: Prepared, name: str) -> list[object]:
    return list(prepared.table[name].to_pylist())


def test_one_name_in_three_scripts_has_one_key() -> None:
    found = _prepared(family_name=["Əliyev", "Алиев", "Aliyev", None])
    keys = _column(found, "family_name_k")
    assert len(set(keys[:3])) == 1
    assert keys[3] is None
    assert len(set(_column(found, "family_name_c")[:3])) == 2


def test_dates_keep_what_is_known_of_them() -> None:
    found = _prepared(birth_date=["1980-02-03", "1980-02", "1980", "1980~", "1980/1982", "x", None])
    assert _column(found, "birth_date_t") == ["19800203", *[None] * 6]
    assert _column(found, "birth_date_m") == [2, 2, None, None, None, None, None]
    first, last = _column(found, "birth_date_e"), _column(found, "birth_date_l")
    assert first[0] == last[0]
    assert first[3] < first[2] < last[2] < last[3]  # type: ignore[operator]
    assert first[5:] == [None, None]


def test_a_day_that_no_calendar_has_is_compared_by_its_digits() -> None:
    found = _prepared(birth_date=["1930-03-33", "1931-01-01"])
    assert _column(found, "birth_date_t")[0] == "19300333"
    first, last = _column(found, "birth_date_e"), _column(found, "birth_date_l")
    assert last[0] - first[0] == 364  # type: ignore[operator]


def test_an_age_on_a_day_leaves_two_years_of_birth() -> None:
    table = pa.table(
        {
            "record_id": ["a", "b"],
            "list": ["one", "one"],
            "age": pa.array([30, None], pa.float64()),
            "age_on": pa.array(["1992-05-10", None], pa.string()),
        }
    )
    found = prepare(table)
    first, last = found.table["birth_date_e"][0].as_py(), found.table["birth_date_l"][0].as_py()
    assert 700 <= last - first <= 731
    assert found.table["birth_date_e"][1].as_py() is None


def test_unknown_is_no_evidence() -> None:
    found = _prepared(sex=["male", "unknown", None])
    assert _column(found, "sex_k") == ["male", None, None]


def test_rare_values_have_higher_steps() -> None:
    found = _prepared(given_name=["Anna"] * 30 + ["Bela"] * 9 + ["Zinaida"])
    steps = _column(found, "given_name_b")
    assert steps[0] == 0
    assert steps[0] < steps[30] < steps[39]  # type: ignore[operator]
    known = found.common["given_name_b"]
    assert known.chance[0][0] == pytest.approx(30 * 29 / (40 * 39))


def test_full_names_are_made_where_only_their_parts_are_given() -> None:
    found = _prepared(full_name=["Mirot Selan", "Selan Mirot", None],
                      given_name=[None, None, "Anna"],
                      family_name=[None, None, "Velan"])  # fmt: skip
    keys = _column(found, "full_name_k")
    assert keys[0] != keys[2]
    assert keys[2] is not None


def test_a_full_name_whose_parts_are_known_elsewhere_is_split() -> None:
    found = _prepared(full_name=["Velan Anna", None], given_name=[None, "Anna"],
                      family_name=[None, "Velan"])  # fmt: skip
    for field in ("given_name_k", "family_name_k"):
        first, second = _column(found, field)
        assert first == second


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"list": ["one"]}, "record_id"),
        ({"record_id": ["a", "a"], "list": ["one", "one"]}, "different in every row"),
        ({"record_id": ["a"], "list": ["one"], "colour": ["red"]}, "no column"),
    ],
)
def test_what_cannot_be_linked_is_said(columns: dict[str, list[str]], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        prepare(pa.table(columns))


def test_many_words_at_once_have_the_keys_of_each() -> None:
    words = [
        "Əliyev",
        "Алиев",
        "Հակոբյան",
        "1992",
        "Aoi",
        "O'Neil",
        "Mat’s",
        "თბილისი",
        "محمد",
        "ß",
    ]
    spelled = Spellings()
    spelled.learn([words])
    for word in words:
        if not word.isdecimal():
            assert spelled.key(word) == name_key(word)
            assert spelled.skeleton(word) == (skeleton(word) or name_key(word))
            assert tuple(spelled.sounds(word, 9)) == blocking_keys(word)
            assert spelled.sounds(word, 1)[0] == blocking_keys(word)[0]
    assert spelled.key("1992") == spelled.skeleton("1992") == spelled.sounds("1992", 1)[0] == "1992"
