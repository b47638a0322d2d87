"""Figures that count only some of what another one counts."""

from __future__ import annotations

import pytest

from muniment.checks.narrowing import narrows
from muniment.checks.sides import Side, sides_of
from tests.checks.reading import claims_of, fired

WHOLE = "On 3 May there were 640 patients in the hospital at Lisse."


def side(text: str) -> Side:
    return sides_of(claims_of(text, "Office of the Vale", "2021-06-15"))[0]


@pytest.mark.parametrize(
    ("text", "narrower"),
    [
        ("On 3 May there were 90 women patients in the hospital at Lisse.", True),
        ("On 3 May there were 90 typhus patients in the hospital at Lisse.", True),
        ("On 3 May there were 90 patients who had walked from Orr in the hospital.", True),
        ("At Lisse the hospital had 640 patients on 3 May.", False),
    ],
)
def test_a_word_more_singles_out_some(text: str, narrower: bool) -> None:
    assert narrows(side(text), side(WHOLE)) is narrower
    assert not narrows(side(WHOLE), side(text))


@pytest.mark.parametrize(("women", "codes"), [("90", []), ("640", ["X503"]), ("700", ["X501"])])
def test_only_the_same_or_more_than_the_whole_is_told(women: str, codes: list[str]) -> None:
    part = f"On 3 May there were {women} women patients in the hospital at Lisse."
    first = ("Hospital of Lisse", "2021-05-04", WHOLE)
    assert fired(first, ("Sisters of Orr", "2021-05-05", part), family="X") == codes
