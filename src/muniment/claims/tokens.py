"""Tokens: words, numbers and marks with their offsets."""

from __future__ import annotations

import re
from typing import NamedTuple

_TOKEN = re.compile(
    r"\d+(?:[.,]\d+|['’]\d{3}(?!\d))*"  # 1,234.5  3'900
    r"|[^\W\d_]\.(?:[^\W\d_]\.)+"  # U.S.  e.g.
    r"|[^\W\d_]+(?:['’][^\W\d_]+)*"  # words, with an inner apostrophe
    r"|[^\w\s]|_",
)


class Token(NamedTuple):
    """A token and where it stands in the document's text."""

    start: int
    end: int
    text: str
    lower: str


def tokenize(text: str, start: int, end: int) -> list[Token]:
    """The tokens of ``text[start:end]``, with offsets in ``text``."""
    return [
        Token(match.start(), match.end(), match.group(), match.group().lower())
        for match in _TOKEN.finditer(text, start, end)
    ]
