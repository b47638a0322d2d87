"""Cues of patterns: sound (they rule out no text in which the pattern is) and useful."""

from __future__ import annotations

import re

import pytest

from muniment.claims.cues import cues_of

WORDS = {"verb": "rose|{fall}|went (?:up|down)", "fall": "fell|falls?"}


@pytest.mark.parametrize(
    ("pattern", "words", "slots"),
    [
        ("from <a:c> to <b:s>", (("from",), ("to",)), ("c", "s")),
        ("{verb} (?:by )?<a>", (("rose", "fell", "fall", "went"),), ("cm",)),
        ("ends? (?:of|\\w+) here", (("end",), ("here",)), ()),
        ("(?: of)?(?:(?P<x>a)|b) [a-z]+ c*", (), ()),
        ("one|two", (), ()),
        ("(?:of them)* <a:c>(?! more)", (), ("c",)),
        ("(?:x{2,3}|yes) and", (("and",),), ()),
    ],
)
def test_cues_are_read_from_the_pattern(
    pattern: str, words: tuple[tuple[str, ...], ...], slots: tuple[str, ...]
) -> None:
    cues = cues_of(pattern, WORDS, "cm")
    assert cues.words == words
    assert cues.slots == slots


@pytest.mark.parametrize("text", ["it fell by 5", "prices went down 5", "it rose 5", "it fall 5"])
def test_cues_rule_out_no_text_that_holds_the_pattern(text: str) -> None:
    cues = cues_of("{verb} (?:by )?<a:c>", WORDS, "cm")
    assert re.search("(?:rose|fell|falls?|went (?:up|down)) (?:by )?5", text)
    assert cues.may_match(text, "c")


def test_cues_rule_out_texts_without_the_words_or_the_slots() -> None:
    cues = cues_of("from <a:c> to <b:cs>", WORDS, "cm")
    assert not cues.may_match("from ‹c0›", "c")
    assert not cues.may_match("‹c0› to ‹c1›", "cc")
    assert not cues.may_match("from ‹m0› to ‹m1›", "mm")
    assert cues.may_match("from ‹c0› to ‹c1›", "cc")
