"""Sentences that the program made in English, said in the language of the page.

Charts, rules, long work and refusals are written where no page is near, and many are kept as they
were written. ``sentences.txt`` lists how they read, with names for what changes in them; a
sentence that fits is said anew from its translation, one that fits none stays as it is.
"""

from __future__ import annotations

import functools
import html
import re
from dataclasses import dataclass
from importlib.resources import files

from django.utils.translation import get_language, get_language_bidi, gettext

_NAME = re.compile(r"%\((\w+)\)s")
_NUMBER = r"[-+−±]?\d[\d.,\u00a0\u202f]*(?:\s?%)?|∞"
_BETWEEN = re.compile(r"(?<=[.;:])\s+")
_IN_TAGS = re.compile(r">([^<>]*\w[^<>]*)<")
_SOURCES = "en"
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a sentence reads: ``part`` is the longest piece of it that never changes."""

    text: str
    part: str
    shape: re.Pattern[str]


@functools.cache
def _patterns() -> tuple[Pattern, ...]:
    lines = files("muniment.web").joinpath("sentences.txt").read_text("utf-8").splitlines()
    return tuple(_pattern(each) for each in lines if each and not each.startswith("#"))


def _pattern(text: str) -> Pattern:
    pieces = _NAME.split(text)
    shape = "".join(
        re.escape(piece) if place % 2 == 0 else f"(?P<{piece}>{_shape_of(piece)})"
        for place, piece in enumerate(pieces)
    )
    return Pattern(text, max(pieces[::2], key=len), re.compile(shape, re.DOTALL))


def _shape_of(name: str) -> str:
    """Names that begin with n are numbers; others are any words."""
    return _NUMBER if name.startswith("n") else ".+?"


def said(text: str) -> str:
    """A sentence, or several, in the language of the page."""
    if not text or (get_language() or _SOURCES).startswith(_SOURCES):
        return text
    return _said(text, 0)


def said_in(markup: str) -> str:
    """A drawing with its words in the language of the page; ``markup`` is safe, and stays so."""
    if (get_language() or _SOURCES).startswith(_SOURCES):
        return markup
    return _IN_TAGS.sub(
        lambda found: f">{html.escape(_said(html.unescape(found[1]).strip(), 0))}<", markup
    )


def _said(text: str, depth: int) -> str:
    for each in _patterns():
        if each.part in text and (found := each.shape.fullmatch(text)):
            told = gettext(each.text)
            return _NAME.sub(lambda name: _value(name[1], found, depth), told)
    pieces = _BETWEEN.split(text)
    if len(pieces) == 1 or depth > _DEEPEST:
        return text
    return " ".join(_said(each, depth + 1) for each in pieces)


def _value(name: str, found: re.Match[str], depth: int) -> str:
    """What stands for a name; set apart where its direction may differ from the sentence's."""
    value = found.groupdict().get(name, "")
    if name.startswith("t") and depth < _DEEPEST:
        value = _said(value, depth + 1)
    if not get_language_bidi():
        return value
    return f"\u2066{value}\u2069" if name.startswith("n") else f"\u2068{value}\u2069"
