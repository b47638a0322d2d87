"""Letters: scripts, ASCII forms, and the data files behind them."""

from __future__ import annotations

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.values.names.letters import (
    alphabet,
    omits_vowels,
    plain,
    read_rows,
    romanise,
    script,
    sounds,
    symbols_of,
)

FORMS: tuple[Literal["NFC", "NFD", "NFKC", "NFKD"], ...] = ("NFC", "NFD", "NFKC", "NFKD")


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("Əliyev Çingiz", "aliyev cingiz"),
        ("Ղուկասյան", "ghukasyan"),
        ("Հակոբեան եւ որդիներ", "hakobean ev ordiner"),
        ("Оганесян Хачатур", "oganesyan khachatur"),
        ("Һүсејнов", "huseynov"),
        ("Ўладзімір Їжак", "wladzimir yizhak"),
        ("მამედოვი", "mamedovi"),
        ("محمد", "mhmd"),
        ("Łódź Straße", "lodz strasse"),
        ("O'Brien-Đorđević", "obrien-dordevic"),
        ("Παπαδόπουλος", "papadopoulos"),
        ("김정은", "gimjeongeun"),
        ("バラク・オバマ", "baraku obama"),
        ("習近平", ""),
        ("٣ III", "3 iii"),
    ],
)
def test_texts_of_any_script_are_written_in_ascii(text: str, latin: str) -> None:
    assert romanise(text) == latin


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Aliyev", "Latin"),
        ("Алиев", "Cyrillic"),
        ("Ալիև", "Armenian"),
        ("ალიევი", "Georgian"),
        ("علي", "Arabic"),
        ("习近平", "Cjk"),
        ("Али ev Алиев", "Cyrillic"),
        ("12 .", ""),
        ("", ""),
    ],
)
def test_the_script_is_that_of_most_letters(text: str, name: str) -> None:
    assert script(text) == name


def test_only_abjads_omit_vowels() -> None:
    assert omits_vowels("حسن")
    assert omits_vowels("כהן")
    assert not omits_vowels("Հասան")


@given(st.text())
def test_what_is_romanised_is_lower_case_ascii_and_stays(text: str) -> None:
    latin = romanise(text)
    assert latin.isascii()
    assert latin == latin.lower().strip()
    assert romanise(latin) == latin


@given(st.lists(st.text(max_size=12), max_size=6))
def test_forms_are_read_together_as_they_are_alone(forms: list[str]) -> None:
    assert symbols_of(forms) == [symbols_of([form])[0] for form in forms]


@given(st.text(), st.sampled_from(FORMS))
def test_the_unicode_form_does_not_matter(
    text: str, form: Literal["NFC", "NFD", "NFKC", "NFKD"]
) -> None:
    assert plain(unicodedata.normalize(form, text)) == plain(text)


def test_every_sound_of_the_data_is_declared() -> None:
    names = set(sounds())
    assert {row["sound"] for row in read_rows("folds.csv")} == names
    for row in read_rows("near.csv"):
        assert {row["one"], row["other"]} <= names, row
        assert 0 <= float(row["cost"]) <= 1, row


def test_no_letter_stands_twice_with_different_sounds() -> None:
    seen: dict[str, str] = {}
    for row in read_rows("letters.csv"):
        assert seen.setdefault(row["letters"], row["sounds"]) == row["sounds"], row
    assert len(alphabet().symbols) < 1000
