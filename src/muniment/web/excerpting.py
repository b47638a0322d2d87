"""Pieces of a text that were cut by their length: what is left of them in whole words."""

from __future__ import annotations

CUT = "…"


def last_words(text: str) -> str:
    """The end of a longer text, without the part of a word that it begins with."""
    _part, space, rest = text.partition(" ")
    return f"{CUT} {rest}" if space and rest else f"{CUT}{text}"


def first_words(text: str) -> str:
    """The beginning of a longer text, without the part of a word that it ends with."""
    rest, space, _part = text.rpartition(" ")
    return f"{rest} {CUT}" if space and rest else f"{text}{CUT}"
