"""Of what a figure is the length, depth, price or number."""

from __future__ import annotations

import pytest

from tests.checks.reading import claims_of


@pytest.mark.parametrize(
    ("text", "attribute", "dimension"),
    [
        ("The bridge is 340 metres long.", "bridg", "length"),
        ("Mines lay under the 430-metre bridge.", "bridg", None),
        ("A child fell into the trench, which is 2.1 metres deep.", "trench", "depth"),
        ("The reward for the pilot, 3,000 crowns, was paid.", "reward", None),
        ("The crowd of 5,000 went home.", "crowd", None),
        ("They mined the bridge at Oln over its whole length of 204 metres.", "bridg", "length"),
        ("The outage lasted six hours.", "outag", None),
        ("They came with 340 metres of rope.", None, None),
    ],
)
def test_attributes(text: str, attribute: str | None, dimension: str | None) -> None:
    statements = [each for each in claims_of(text).relations if each.type == "statement"]
    values = statements[0].values
    assert (values.get("attribute"), values.get("dimension")) == (attribute, dimension)
