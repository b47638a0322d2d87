"""Slots: the figures of a frame one by one, with the sentence that each stands in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from muniment.claims.frames import SENTENCE_END, Frame
from muniment.claims.model import Figure

_SLOT = re.compile(r"‹([a-su-z])(\d+)›")
# Words of one stem are compared by so many first letters.
STEM = 5


class Slot(NamedTuple):
    """A figure in a frame: its span in the text, its sentence there (from 0), its letter."""

    at: int
    end: int
    sentence: int
    figure: Figure
    letter: str


def slots_of(frame: Frame, figures: Sequence[Figure]) -> list[Slot]:
    """The slots of a frame that hold figures, in order; dates are left out."""
    found = []
    sentence, last = 0, 0
    for match in _SLOT.finditer(frame.text):
        sentence += frame.text.count(SENTENCE_END, last, match.start())
        last = match.start()
        found.append(Slot(match.start(), match.end(), sentence, figures[int(match[2])], match[1]))
    return found


def sentence_at(frame: Frame, at: int) -> int:
    """Which of the frame's sentences a position of its text is in, from 0."""
    return frame.text.count(SENTENCE_END, 0, at)


def sentence_span(frame: Frame, at: int) -> tuple[int, int]:
    """The span of the sentence around a position of the frame's text, without its end mark."""
    start = frame.text.rfind(SENTENCE_END, 0, at) + 1
    end = frame.text.find(SENTENCE_END, at)
    return start, end if end >= 0 else len(frame.text)


def stem(word: str) -> str:
    """A word in small letters cut so that "boat" and "boats", "family" and "families" are one."""
    return word[:STEM].rstrip("s")


def stems(text: str) -> set[str]:
    """The words of four letters or more of a text, cut to their stems."""
    return {stem(word) for word in text.split() if len(word) > STEM - 2 and word.isalpha()}
