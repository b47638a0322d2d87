"""Notes on what a reader needs to check a figure."""

from __future__ import annotations

import pytest

from tests.checks.reading import fired


@pytest.mark.parametrize(
    ("code", "date", "text", "fires"),
    [
        ("S401", "2021-06-15", "Soldiers killed 40 people in Tarnhill.", True),
        ("S401", "2021-06-15", "On 4 May soldiers killed 40 people in Tarnhill.", False),
        ("S401", "2021-06-15", "On 4 May shells fell. They killed 40 people.", False),
        ("S402", "2021-06-15", "On 4 May soldiers killed 40 people.", True),
        ("S402", "2021-06-15", "In Tarnhill shells fell. They killed 40 people.", False),
        ("S403", "2021-06-15", "Soldiers killed 40 people in Tarnhill.", True),
        ("S403", "2021-06-15", "By the parish register soldiers killed 40 people.", False),
        ("S404", "2021-06-15", "Local sources say that 40 people were killed.", True),
        ("S404", "2021-06-15", "Dr Orla Venn says that 40 people were killed.", False),
        ("S405", "2021-06-15", "They took 163 ploughs, carts etc. from Tarnhill.", True),
        ("S405", "2021-06-15", "They took 163 ploughs from Tarnhill.", False),
        ("S407", None, "Mines have killed 46 people since 2010 until now.", True),
        ("S407", "2021-06-15", "Mines have killed 46 people since 2010 until now.", False),
        ("S407", None, "Mines killed 46 people in 2010.", False),
    ],
)
def test_notes(code: str, date: str | None, text: str, fires: bool) -> None:
    assert bool(fired((None, date, text), family=code)) is fires
