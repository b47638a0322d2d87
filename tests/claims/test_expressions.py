"""Expressions that are compiled when first used."""

from __future__ import annotations

import re

import pytest

from muniment.claims.expressions import Expression, Expressions


def test_an_expression_is_used_as_a_compiled_one() -> None:
    expression = Expression(r"(\d+) men")
    found = expression.search("some 12 men, 4 men")
    assert found is not None
    assert found[1] == "12"
    assert expression.findall("12 men, 4 men") == ["12", "4"]
    assert expression.sub("n", "12 men") == "n"
    assert expression.fullmatch("12 men and") is None
    assert expression.pattern == r"(\d+) men"


def test_an_expression_that_is_wrong_says_so_when_used() -> None:
    expression = Expression("(")
    with pytest.raises(re.error):
        expression.search("text")


def test_expressions_are_known_by_name() -> None:
    expressions = Expressions({"men": r"\d+ men", "wrong": "("})
    assert expressions["men"].search("12 men")
    with pytest.raises(KeyError):
        expressions["women"]
