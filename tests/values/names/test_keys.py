"""Keys: what variants of one name share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.values.names import blocking_keys, name_key, skeleton


@pytest.mark.parametrize(
    "forms",
    [
        "Əliyev Алиев Aliyev Aliev Aliew Алиева ალიევი",
        "Hakobyan Акопян Hagopian Հակոբյան Hakobian Акопянц",
        "Hovhannisyan Оганесян Ованнисян Hovhannisian Ohanessian Հովհաննիսյան",
        "Mammadov Мамедов Məmmədov მამედოვი Мәммәдов Mamedow",
        "Cəfərov Джафаров Djafarov Jafarov Dzhafarov Ջաֆարով",
        "Khachaturyan Xaçaturyan Хачатурян Խաչատուրյան",
        "Шевченко Shevchenko Ševčenko Schewtschenko",
        "Саакашвили Saakashvili სააკაშვილი Saakaschwili",
        "محمد Muhammad Mohamed Мухаммад Məhəmməd",
        "Сергей Sergei Sergey Sergej Սերգեյ სერგეი Сергій",
    ],
)
def test_spellings_of_one_name_have_one_key(forms: str) -> None:
    assert len({name_key(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mammadov", "Mahmudov"),
        ("Иванов", "Иваненко"),
        ("Petrosyan", "Petrov"),
        ("Hasan", "Hüseyn"),
        ("Rəşid", "Rəşad"),
    ],
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Əliyev", "علییف"),
        ("Javid", "Джавид"),
        ("Hambardzumyan", "Амбарцумян"),
        ("حسين", "Гусейн"),
        ("Sasha", "Александр"),
        ("Cəfər", "جعفر"),
        ("Mkrtchyan", "Мкртычян"),
        ("الشامي", "Shami"),
        ("Çelik", "Челик"),
        ("Ali", "Əli"),
        ("Xi", "Кси"),
    ],
)
def test_spellings_of_one_name_share_a_block(one: str, other: str) -> None:
    assert set(blocking_keys(one)) & set(blocking_keys(other))


def test_a_skeleton_has_no_vowels() -> None:
    assert skeleton("Əliyev") == skeleton("Алиев") == "lv"
    assert skeleton("Aia") == ""
    assert blocking_keys("Aia")
    assert blocking_keys("…") == ()


@given(st.text())
def test_any_text_has_keys_of_ascii(text: str) -> None:
    assert name_key(text).isascii()
    assert skeleton(text).isascii()
    assert name_key(text) == name_key(text.upper().lower()) or not text.isascii()
    assert len(blocking_keys(text)) < 40
