"""Full names and the roles of their parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.values.names import Name, Role


def roles(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in Name.parse(text).parts:
        found.setdefault(part.role.value, []).append(part.text)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Иванов Сергей Петрович",
            {"family": ["Иванов"], "given": ["Сергей"], "patronymic": ["Петрович"]},
        ),
        (
            "Петросян, Арам Г.",
            {"family": ["Петросян"], "given": ["Арам"], "initial": ["Г."]},
        ),
        (
            "Elnur Rəşid oğlu Məmmədov",
            {
                "given": ["Elnur"],
                "patronymic": ["Rəşid"],
                "particle": ["oğlu"],
                "family": ["Məmmədov"],
            },
        ),
        (
            "محمد بن أحمد الحسن",
            {
                "given": ["محمد"],
                "particle": ["بن", "ال"],
                "patronymic": ["أحمد"],
                "family": ["حسن"],
            },
        ),
        (
            "Abu Omar al-Shami",
            {"particle": ["Abu", "al"], "byname": ["Omar"], "name": ["Shami"]},
        ),
        (
            "Anna Petrova (née Ivanova)",
            {"given": ["Anna"], "family": ["Petrova"], "maiden": ["Ivanova"]},
        ),
        (
            "Dr. Ludwig van der Berg Jr.",
            {
                "title": ["Dr"],
                "given": ["Ludwig"],
                "particle": ["van", "der"],
                "family": ["Berg"],
                "generation": ["Jr"],
            },
        ),
        ("А.С. Сидоров", {"initial": ["А.", "С."], "family": ["Сидоров"]}),
        ("Sebastian Kurzmann", {"given": ["Sebastian"], "family": ["Kurzmann"]}),
        ("გიორგი მამედოვი", {"given": ["გიორგი"], "family": ["მამედოვი"]}),
        ("Muhammad", {"name": ["Muhammad"]}),
        ("bin", {"name": ["bin"]}),
        ("", {}),
        ("()", {}),
    ],
)
def test_parts_have_roles(text: str, expected: dict[str, list[str]]) -> None:
    assert roles(text) == expected


def test_a_column_that_holds_one_kind_says_the_role() -> None:
    name = Name.parse("García López", "family")
    assert name.of(Role.FAMILY) == ("García", "López")
    assert Name.parse("Rəşid oğlu", "patronymic").of(Role.PATRONYMIC) == ("Rəşid",)


@pytest.mark.parametrize(
    ("text", "aliases"),
    [
        ("Khalid Omarov alias Abu Zayd", ("Abu Zayd",)),
        ("Khalid Omarov a.k.a. Khalid Umar", ("Khalid Umar",)),
        ('William "Bill" Turner', ("Bill",)),
        ("Сергей Иванов (Сержик)", ("Сержик",)),
        ("alias", ()),
    ],
)
def test_other_names_are_aliases(text: str, aliases: tuple[str, ...]) -> None:
    assert Name.parse(text).aliases == aliases


def test_a_name_keeps_what_was_written() -> None:
    name = Name.parse("  Ալիև  Իլհամ ")
    assert name.written == "  Ալիև  Իլհամ "
    assert name.script == "Armenian"
    assert [part.text for part in name.carrying] == ["Ալիև", "Իլհամ"]


@given(st.text(st.sampled_from("aБج.-'\"(), /ابنбин alaskanée;"), max_size=30) | st.text())
def test_any_text_can_be_read(text: str) -> None:
    name = Name.parse(text)
    assert name.written == text
    assert all(part.text.strip() for part in name.parts)
