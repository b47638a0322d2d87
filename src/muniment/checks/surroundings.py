"""Surroundings: the words of a document around a passage, as far as its sentence goes."""

from __future__ import annotations

import re

from muniment.values.passage import Passage

# So many characters of a sentence are looked at on each side.
MOST = 400
_BREAK = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“‘(]?[^\W\d_a-z]|$)|\n\s*\n|;")


def around(text: str, passage: Passage) -> tuple[str, str]:
    """The words before and after a passage in its sentence, in small letters."""
    left, right = (
        text[max(0, passage.start - MOST) : passage.start],
        text[passage.end : passage.end + MOST],
    )
    starts = [match.end() for match in _BREAK.finditer(left)]
    stop = _BREAK.search(right)
    left, right = left[starts[-1] if starts else 0 :], right[: stop.start() if stop else None]
    return left.lower(), right.lower()
