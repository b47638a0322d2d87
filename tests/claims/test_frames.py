"""Frames and the patterns over them."""

from __future__ import annotations

import re

import pytest

from muniment.claims.frames import MOST_SLOTS, PatternBook, build_frames, patterns_of
from muniment.claims.language import load_language
from muniment.claims.outlines import Row
from muniment.claims.sentences import MOST_NUMBERS, split_sentences
from tests.checks.reading import claims_of

ENGLISH = load_language("en")
FAMILIES = {
    name: [key for key, value in family.items() if isinstance(value, list)]
    for name, family in ENGLISH.table("relations").items()
    if name in ("change", "share", "restated", "baseline", "product")
}


def test_figures_and_dates_are_slots() -> None:
    claims = claims_of("On 3 May at least 40 percent of 1,200 wells ran dry. Five are open.")
    sentences = split_sentences(claims.document, ENGLISH)
    frame = build_frames(claims, sentences, ENGLISH)[0]
    assert frame.text == "on ‹t0› ‹s0› of ‹c1› wells ran dry . ⏎ ‹c2› are open . ⏎"


def test_a_frame_knows_where_its_text_stands() -> None:
    claims = claims_of("The  army\nfreed 12 of the\n30 prisoners.")
    sentences = split_sentences(claims.document, ENGLISH)
    frame = build_frames(claims, sentences, ENGLISH)[0]
    start = frame.text.index("‹c0›")
    end = frame.text.index(" prisoners")
    begin, finish = frame.span(start, end)
    assert claims.document.text[begin:finish] == "12 of the\n30"


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("from ~~ <from> to <to>", "rose from ‹c0› houses to ‹c1› .", False),
        ("from ~~ <from> ~~ to <to>", "rose from ‹c0› houses to ‹c1› .", True),
        ("<a> ~ {join} <b>", "‹c0› men and ‹m1› .", True),
        ("<a:m> ~ {join} <b>", "‹c0› men and ‹m1› .", False),
        ("<a> ~~ <b>", "‹c0› men ⏎ ‹c1› .", False),
        ("<a> ~~~ <b>", "‹c0› men ⏎ ‹c1› .", True),
    ],
)
def test_patterns(pattern: str, text: str, found: bool) -> None:
    compiled = PatternBook({"join": "and|or"}).pattern(pattern)
    assert any(compiled.matches(text, Row(text.split(" ")))) is found


@pytest.mark.parametrize(
    ("family", "name"), [(family, name) for family, names in FAMILIES.items() for name in names]
)
def test_every_pattern_of_the_pack_compiles(family: str, name: str) -> None:
    if any(
        isinstance(each, str) and "<" in each for each in ENGLISH.table("relations")[family][name]
    ):
        assert all(each.expression for each in patterns_of("en", family, name))


def test_a_lone_quotation_mark_like_that_of_a_slot_is_text() -> None:
    claims = claims_of("Of the 40 farms, 5 ‹ percent › burned.")
    assert claims.figures


@pytest.mark.parametrize("text", ["KILLED 12, " * 300, "5 men; " * 300, "a\t1\n" * 300, "7 " * 900])
def test_crowded_text_is_read_in_stretches_of_bounded_work(text: str) -> None:
    claims = claims_of(text)
    sentences = split_sentences(claims.document, ENGLISH)
    assert "".join(text.split()) == "".join("".join(each.text.split()) for each in sentences)
    assert max(len(re.findall(r"\d+", each.text)) for each in sentences) <= MOST_NUMBERS
    frames = build_frames(claims, sentences, ENGLISH)
    assert all(frame.text.count("‹") <= MOST_SLOTS for frame in frames)
