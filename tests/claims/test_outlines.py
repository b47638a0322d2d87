"""Outlines of patterns: sound (they rule out no text in which the pattern is) and useful."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.claims.frames import PatternBook
from muniment.claims.outlines import Outliner, Row

WORDS = {"verb": "rose|{fall}|went (?:up|down)", "fall": "fell|sank"}
PATTERNS = (
    "from <a:c> to <b:s>",
    "{verb} (?:by )?<a>",
    "(?:by )?{verb} <a>",
    "ends? (?:of|\\w+) from",
    "<a:c>(?P<x> of them)? ~ <b>",
    "rose|fell (?:and )+<a>",
    "(?:, |and )*<a:c> (?!of)~~ them",
    "(?:sank|fell){1,2} to",
    "went ?up (?:<a:c>|by)",
    "[a-z]+ by.{0,9}them",
    "<a:cs> ~~~ ‹t\\d+›",
    "f(?:ell|rom) \\( <a>",
    "‹[a-z]\\d+› , {verb}(?: and| to)",
)
TOKENS = (
    "from to by of them rose fell sank went up down end ends and , ( . ⏎ "
    "‹c0› ‹c1› ‹s0› ‹t0› ‹m0› elsewhere"
).split()


def outline_fits(pattern: str, text: str) -> bool:
    return Outliner(WORDS, "cmyrx").outline(pattern).may_match(Row(text.split(" ")))


@given(st.sampled_from(PATTERNS), st.lists(st.sampled_from(TOKENS), min_size=1, max_size=9))
def test_no_text_that_holds_the_pattern_is_ruled_out(pattern: str, tokens: list[str]) -> None:
    text = " ".join(tokens)
    if PatternBook(WORDS).pattern(pattern).expression.search(text):
        assert outline_fits(pattern, text)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_is_found_as_without_its_outline(pattern: str) -> None:
    text = "‹c0› of them , went up by ‹c1› and fell to ‹s0› from ‹c2› to ‹s3› ⏎ ends of from ‹t4›"
    found = PatternBook(WORDS).pattern(pattern)
    spans = [match.span() for match in found.matches(text, Row(text.split(" ")))]
    assert spans == [match.span() for match in found.expression.finditer(text)]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("from <a:c> to <b:cs>", "from ‹c0›"),
        ("from <a:c> to <b:cs>", "from ‹m0› to ‹m1›"),
        ("from <a:c> to <b:cs>", "to ‹c0› from ‹c1›"),
        ("from <a:c> to <b:cs>", "from ‹c0› men to ‹c1›"),
        ("from <a:c> ~ to", "from ‹c0› , to"),
        ("from <a:c> ~ to", "from ‹c0› a b c d to"),
        ("<a:c> ~~ them", "‹c0› ⏎ them"),
        ("<a:c> ~~~ them", "‹c0› ⏎ so ⏎ them"),
        ("{verb} <a:c>", "went ‹c0›"),
        ("end\\w* <a:c>", "the ‹c0›"),
    ],
)
def test_texts_without_the_tokens_in_their_order_are_ruled_out(pattern: str, text: str) -> None:
    assert not outline_fits(pattern, text)


def test_a_list_of_words_that_is_missing_is_an_error() -> None:
    with pytest.raises(KeyError):
        Outliner(WORDS, "c").outline("{missing} <a>")
