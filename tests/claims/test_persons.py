"""The ages of named persons."""

from __future__ import annotations

import pytest

from tests.checks.reading import claims_of


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("Vera Holt, 34, was freed on Friday.", [("vera holt", "34", None)]),
        ("There Orla Venn (aged 71) spoke.", [("orla venn", "71", None)]),
        ("A namesake, Vera Holt, 51, remains.", [("vera holt", "51", "yes")]),
        ("Mill Lane, 34 houses, burned.", []),
        ("On Friday, 12 May, it rained.", []),
    ],
)
def test_ages(text: str, ages: list[tuple[str, str, str | None]]) -> None:
    found = [each.values for each in claims_of(text).relations if each.type == "age"]
    assert [(v["name"], v["age"], v.get("another")) for v in found] == ages
