"""Rules are selected and ignored by code or prefix."""

import pytest

from muniment.checks.selection import Selection


@pytest.mark.parametrize(
    ("select", "ignore", "code", "default", "wanted"),
    [
        ((), (), "A101", True, True),
        ((), (), "S401", False, False),
        (("S",), (), "S401", False, True),
        (("S",), (), "A101", True, False),
        ((), ("A1",), "A101", True, False),
        (("A101",), ("A",), "A101", True, True),
        (("A",), ("A101",), "A101", True, False),
        (("ALL",), (), "S405", False, True),
        (("ALL",), ("S",), "S405", False, False),
        (("ALL",), ("ALL",), "A101", True, False),
        (("A101",), ("ALL",), "A101", True, True),
    ],
)
def test_wants(
    select: tuple[str, ...], ignore: tuple[str, ...], code: str, default: bool, wanted: bool
) -> None:
    assert Selection(select, ignore).wants(code, default) is wanted


def test_a_code_that_is_no_rule_is_told() -> None:
    assert Selection(("A1", "Q9", "ALL"), ("T2",)).unknown(["A101", "T201"]) == ["Q9"]
