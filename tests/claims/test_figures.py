"""Figures: values, bounds, classes, units, what is counted; and numbers that are no figures."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.claims.figure_reading import document_of, figures_of, shown

CASES_FILE = Path(__file__).parent / "figure_cases.txt"


def cases() -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for line in CASES_FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("    "):
            found[-1][1].append(line.strip())
        elif line and not line.startswith("#"):
            found.append((line, []))
    return found


@pytest.mark.parametrize(("text", "expected"), cases())
def test_figures_of_a_sentence(text: str, expected: list[str]) -> None:
    assert [shown(figure) for figure in figures_of(text)] == expected


NO_FIGURES = [
    "See articles 7, 15 and 28 of the Code and rule 19 of its annex 3.",
    "Item 6 stays sealed under section 19 of the Statute.",
    "Ask in room 118 on any weekday.",
    "The doors close at ten. Lessons start at 7.40.",
    "Cell 13 was shut, and so was Window 3.",
    "Vera Holt, 34, was freed with her daughter, 13.",
    "The eldest is 91, the youngest 3.",
    "Runners must be between 16 and 60.",
    "One of them said that no one had come, one by one.",
    "On the one hand it rained; on one bank the tents stood, on the other they fell.",
    "The Second Army and the 4th Brigade met for the twenty-first time in the 1990s.",
    "The Seven Hills and the Group of Seven belong to quite different old stories.",
    "The talks of 2014 and those of 1998 failed.",
    "Resolution 46/182 and decree 7/2019 apply (see note 12).",
    "It was signed at 0600 on Monday and read from 0900 to 1130.",
    "Rounded to the nearest hundred, the shares agree.",
    "The half-year report fills the first half of the shelf.",
    "Call +99 12 345 67 89 or write to a7@post.example.",
    "A third explosion followed, and a third party was blamed.",
    "The children were under twelve; no woman over 60 came.",
    "We rest at 40°10′N, 45°30′E.",
]


@pytest.mark.parametrize("text", NO_FIGURES)
def test_no_figures(text: str) -> None:
    assert [shown(figure) for figure in figures_of(text)] == []


def test_modifier_and_passage() -> None:
    (figure,) = figures_of("They counted at least 70 tents there.")
    assert figure.modifier is not None
    assert figure.modifier.text == "at least"
    assert figure.passage.quote == "at least 70 tents"


def test_nearly_lies_below() -> None:
    (figure,) = figures_of("Nearly 4,000 people came.")
    assert figure.quantity.lean == "below"


@pytest.mark.parametrize(
    ("text", "sex", "age", "status"),
    [
        ("Nine women fled.", "female", "adult", None),
        ("Nine boys fled.", "male", "child", None),
        ("Nine civilians fled.", None, None, "civilian"),
        ("Nine soldiers fled.", None, None, "military"),
        ("Nine men and women fled.", None, "adult", None),
        ("Nine houses burned.", None, None, None),
    ],
)
def test_categories(text: str, sex: str | None, age: str | None, status: str | None) -> None:
    (figure,) = figures_of(text)
    found = figure.categories
    assert (found.sex, found.age, found.status) == (sex, age, status)


def test_rewrapped_text_has_the_same_figures() -> None:
    text = (
        "Some 3 900 people, at least 40 of them children, left 12 villages; twenty-six died. "
        "Between 10 and 15 trucks a day brought 20 litres of water for each of the 7,500 families."
    )
    plain = [shown(figure) for figure in figures_of(text)]
    assert len(plain) == 7
    for variant in (text.replace(" ", "  "), text.replace(" ", "\n"), text.replace(" ", " \n")):
        found = [" ".join(shown(figure).split()) for figure in figures_of(variant)]
        assert found == plain


def test_a_table_names_what_its_rows_count() -> None:
    found = figures_of("Kind\t2019\t2020\nMosques\t64\t27\nChurches\t112\t48\nTotal\t176\t75")
    assert [shown(figure) for figure in found] == [
        "64 = 64 [count] Mosques",
        "27 = 27 [count] Mosques",
        "112 = 112 [count] Churches",
        "48 = 48 [count] Churches",
        "176 = 176 [count] -",
        "75 = 75 [count] -",
    ]


@given(
    st.lists(
        st.sampled_from(
            ["12", "one", "half", "a", "million", "of", "them", "at least", "and", "or", "-", ",",
             "%", "$", "km", "(", ")", "dozen", "three", "between", "to", "a day", "per", "years",
             "old", "people", "were", "'s", "№", "1,200", "3.5", "/", "½", "twice", "as", "killed"]
        ),
        max_size=14,
    )
)  # fmt: skip
def test_any_words_give_exact_spans(words: list[str]) -> None:
    text = " ".join(words)
    document = document_of(text)
    for figure in figures_of(text):
        for span in (figure.number, figure.modifier, figure.counted):
            if span is not None:
                assert document.text[span.start : span.end] == span.text
        passage = figure.passage
        assert passage.start <= figure.number.start
        assert passage.end >= figure.number.end


@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    for figure in figures_of(text):
        assert text[figure.number.start : figure.number.end] == figure.number.text


def test_the_head_of_a_table_names_what_its_columns_count() -> None:
    found = figures_of("No.\tPlace\tHouses\tDead\n1\tOrra\t12\t4\n2\tTarn\t7\t0")
    assert [shown(figure) for figure in found] == [
        "12 = 12 [count] Houses",
        "4 = 4 [count] -",
        "7 = 7 [count] Houses",
        "0 = 0 [count] -",
    ]


def test_a_currency_shown_once_is_read_everywhere() -> None:
    found = figures_of("He was paid 12 lenns.\n\nDamage is put at 1.5 million lenns.")
    assert [figure.klass for figure in found] == ["money", "money"]
    assert {figure.unit for figure in found} == {"lenns"}


def test_lines_of_words_and_numbers() -> None:
    found = figures_of("Handed out so far:\n  tents 400\n  blankets 1,200\n  stoves 90")
    assert [shown(figure) for figure in found] == [
        "400 = 400 [count] tents",
        "1,200 = 1200 [count] blankets",
        "90 = 90 [count] stoves",
    ]
