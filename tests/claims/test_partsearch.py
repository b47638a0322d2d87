"""Parts found by what they add up to, whatever words lead to them."""

import pytest

from muniment.checks.model import Outcome
from tests.checks.reading import results
from tests.claims.reading import parts_of


def fired(text: str) -> list[str]:
    """The codes of the rules on parts that fire."""
    found = results((None, None, text))
    return [r.code for r in found if r.outcome is Outcome.FIRES and r.code < "A104"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "We visited 76 farms. Both armies let us pass. Forty-nine were let; 27 were owned.",
            ["Forty-nine partition of 76", "27 partition of 76"],
        ),
        (
            "They buried 48 men. Of the 48, 30 were shot. Twelve more fell on mines. "
            "The remaining six froze.",
            ["30 partition of 48", "Twelve partition of 48", "six partition of 48"],
        ),
        (
            "Guards were responsible for 20 of the 34 thefts, clerks for 8, and strangers for "
            "the rest, 6.",
            ["20 partition of 34", "8 partition of 34", "6 partition of 34"],
        ),
        (
            "We repelled over 60 raids. We counted 21 raids in Ost, 14 in Vell and 19 in Karr.",
            ["21 subset of 60", "14 subset of 60", "19 subset of 60"],
        ),
        (
            "At least 90 villagers died. We ask for inquiries into these deaths, of which at "
            "least 60 were due to the army and 30 to bandits.",
            ["60 partition of 90", "30 partition of 90"],
        ),
        (
            "All 42 passengers were saved. Twenty-five were picked up by the Tern and sixteen "
            "by the Gull; another swam ashore.",
            ["Twenty-five partition of 42", "sixteen partition of 42"],
        ),
        ("Both sides exchanged 34 captives, 17 for 17.", []),
        ("They sank 14 barges, 5 ferries and 7 tugs.", []),
    ],
)
def test_figures_that_add_up_are_parts(text: str, parts: list[str]) -> None:
    assert parts_of(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "They buried 49 men. Of the 49, 30 were shot. Twelve more fell on mines. "
        "The remaining six froze.",
        "We visited 77 farms. Forty-nine were let; 27 were owned.",
        "The shelling left 37 dead. Nineteen civilians were killed, as were 12 policemen. "
        "The remaining 5 were soldiers.",
        "They burned six lorries, three at the ford and two on the road.",
        "There were nine victims; four lost their lives, six were wounded.",
    ],
)
def test_a_list_that_words_or_its_form_complete_must_add_up(text: str) -> None:
    assert fired(text) == ["A101"]


@pytest.mark.parametrize(
    "text",
    [
        "We visited 77 farms. Forty-nine were let; 27 were owned, and one lay fallow.",
        "My men held 77 rioters. Forty-nine were fined, while 19 were whipped. "
        "Some were sent home to their mothers.",
        "The registry holds 231 claims. In Ardal 118 were filed. Senn sent in 112.",
        "Eleven bodies were found on Thursday, five on Friday and three on Sunday.",
        "We met 84 exiles, among them 51 men from the hills and 34 who had been held twice.",
        "We opened 58 graves. In 41 we found rings, in several nothing, in 16 letters.",
        "My office charged 31 men. Fourteen face a charge of arson and 18 of theft; "
        "one faces both.",
    ],
)
def test_a_list_that_leaves_something_over_need_not_add_up(text: str) -> None:
    assert fired(text) == []


def test_a_row_that_is_part_of_the_row_above_is_not_added_up() -> None:
    table = (
        "| | 2018 |\n|---|---|\n| Sheep | 1,318 |\n| of which lambs | 204 |\n"
        "| Goats | 3,702 |\n| All animals | 5,020 |\n"
    )
    assert parts_of(table) == [
        "1,318 partition of 5,020",
        "204 subset of 1,318",
        "3,702 partition of 5,020",
    ]
    assert fired(table) == []
