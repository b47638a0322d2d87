"""Cues of patterns: sound (they rule out no text in which the pattern is) and useful."""

from __future__ import annotations

import re

import pytest

from muniment.claims.cues import Cues, cues_of

WORDS = {"verb": "rose|{fall}|went (?:up|down)", "fall": "fell|sank"}


@pytest.mark.parametrize(
    ("pattern", "words", "parts", "slots"),
    [
        ("from <a:c> to <b:s>", ["from", "to"], [], ["c", "s"]),
        ("{verb} (?:by )?<a>", ["rose fell sank went"], [], ["cm"]),
        ("(?:by )?{verb} <a>", [], ["rose fell sank went"], ["cm"]),
        ("ends? (?:of|\\w+) here", ["here"], ["end"], []),
        ("(?: of)?(?:(?P<x>a)|b) [a-z]+ c*", [], [], []),
        ("one|two", [], [], []),
        ("(?:of them)* <a:c>(?! more)", [], [], ["c"]),
        ("(?:x{2,3}|yes) and", ["and"], [], []),
        ("let ?up (?:one day|all)", ["one all"], ["let", "up"], []),
    ],
)
def test_cues_are_read_from_the_pattern(
    pattern: str, words: list[str], parts: list[str], slots: list[str]
) -> None:
    cues = cues_of(pattern, WORDS, "cm")
    assert cues.words == tuple(frozenset(each.split()) for each in words)
    assert cues.parts == tuple(tuple(each.split()) for each in parts)
    assert cues.slots == tuple(frozenset(each) for each in slots)


def may_match(cues: Cues, text: str, letters: str) -> bool:
    return cues.may_match(text, frozenset(text.split()), letters)


@pytest.mark.parametrize("text", ["it fell by 5", "prices went down 5", "it rose 5", "it sank 5"])
def test_cues_rule_out_no_text_that_holds_the_pattern(text: str) -> None:
    cues = cues_of("{verb} (?:by )?<a:c>", WORDS, "cm")
    assert re.search("(?:rose|fell|sank|went (?:up|down)) (?:by )?5", text)
    assert may_match(cues, text, "c")


def test_cues_rule_out_texts_without_the_words_or_the_slots() -> None:
    cues = cues_of("from <a:c> to <b:cs>", WORDS, "cm")
    assert not may_match(cues, "from ‹c0›", "c")
    assert not may_match(cues, "‹c0› to ‹c1›", "cc")
    assert not may_match(cues, "from ‹m0› to ‹m1›", "mm")
    assert may_match(cues, "from ‹c0› to ‹c1›", "cc")
