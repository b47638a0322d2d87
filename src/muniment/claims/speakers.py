"""Speakers: who is said to say what a sentence states, the nearest to the author first."""

from __future__ import annotations

import functools
from typing import NamedTuple

from muniment.claims.language import load_language
from muniment.claims.nounphrases import (
    all_capitals,
    phrase_after,
    phrase_before,
    proper,
    span_of,
)
from muniment.claims.rows import Row, Slot, WordClasses
from muniment.values.passage import Span

_PRONOUNS = frozenset({"he", "she", "it", "they"})
_NO_SPEAKERS = frozenset({"them", "us", "him", "me", "there", "according"})
_INSERTION = 14


class SpeakerCues(NamedTuple):
    """The words of ``[speaker]`` in ``circumstances.toml``."""

    according: frozenset[tuple[str, ...]]
    citing: frozenset[tuple[str, ...]]
    first_words: frozenset[str]


@functools.cache
def speaker_cues(code: str) -> SpeakerCues:
    """The speaker cues of a language pack.

    Raises FileNotFoundError when the pack has no ``circumstances.toml``.
    """
    table = load_language(code).glossed("circumstances")["speaker"]
    according = frozenset(tuple(phrase.split()) for phrase in table["according"])
    citing = frozenset(tuple(phrase.split()) for phrase in table["citing"])
    return SpeakerCues(according, citing, frozenset(each[0] for each in according | citing if each))


class Saying(NamedTuple):
    """A clause that says who speaks: its token and the stretch of tokens that it covers."""

    at: int
    first: int
    last: int
    speaker: Span
    cited: bool = False


def sayings(
    row: Row, text: str, cues: SpeakerCues, classes: WordClasses, before: Span | None
) -> list[Saying]:
    """The sayings of a row; ``before`` is whom a pronoun stands for."""
    words = row.words
    found: list[Saying] = []
    top = len(words) - 1
    index = 0
    while index <= top:
        saying = None
        if words[index] in cues.first_words:
            saying = _phrase(row, text, cues, classes, index)
        if saying is not None:
            found.append(saying)
            index = saying.at + 1
            continue
        if words[index] in classes.reporting and row.owner[index] < 0:
            said = _said(row, text, classes, index, before)
            if said is not None:
                found.append(said)
        index += 1
    return found


def _phrase(
    row: Row, text: str, cues: SpeakerCues, classes: WordClasses, index: int
) -> Saying | None:
    """ "According to X" or "citing X" at a token."""
    words = row.words
    for size in (5, 4, 3, 2, 1):
        phrase = tuple(words[index : index + size])
        if len(phrase) < size:
            continue
        cited = phrase in cues.citing
        if not cited and phrase not in cues.according:
            continue
        last = phrase_after(row, index + size, classes)
        if last < index + size:
            return None
        speaker = span_of(text, row.tokens, index + size, last)
        first, end = _segment(row, index)
        return Saying(last, first, end, speaker, cited)
    return None


def _said(
    row: Row, text: str, classes: WordClasses, index: int, before: Span | None
) -> Saying | None:
    """ "X reported that …", "…, X said" at a reporting verb."""
    words = row.words
    at = index - 1
    helping = classes.adverbs | classes.have
    while at >= 0 and words[at] in helping:
        at -= 1
    if at > 1 and words[at] == ",":
        opening = next(
            (n for n in range(at - 1, max(-1, at - _INSERTION), -1) if words[n] == ","), 0
        )
        at = opening - 1
    if at < 0 or words[at] in classes.be or words[at] in classes.prepositions:
        return None
    if words[at] in _NO_SPEAKERS:
        return None
    if words[index][-2:] == "ed" and words[index + 1 : index + 2] in (["as"], ["by"], ["among"]):
        return None  # "soldiers listed as missing" say nothing
    if words[at] in _PRONOUNS:
        speaker = before
        start = at
    else:
        start = phrase_before(row, at, classes)
        if start > at:
            if words[at] in {",", "and"} and before is None:
                return None
            return None
        bare = start == at and words[at][-1:] not in {"s", "e", "n"}
        if bare and not (proper(row, at) or all_capitals(row)):
            return None  # an adjective or a noun that only stands before a participle
        speaker = span_of(text, row.tokens, start, at)
    if speaker is None:
        return None
    first, last = _segment(row, index)
    trailing = start > 0 and words[start - 1] in {",", '"', "”", "'"} and index + 3 >= last
    if trailing:
        return Saying(index, first, last, speaker)
    return Saying(index, index, last, speaker)


def _segment(row: Row, index: int) -> tuple[int, int]:
    """The stretch between semicolons that holds a token."""
    first, last = index, index
    while first > 0 and row.words[first - 1] != ";":
        first -= 1
    while last + 1 < len(row.words) and row.words[last + 1] != ";":
        last += 1
    return first, last


def speakers_of(slot: Slot, found: list[Saying]) -> tuple[Span, ...]:
    """The chain of speakers of a figure, the nearest to the author first.

    The last saying before the figure that covers it speaks for it, else one after it; those
    whom it cites follow.
    """
    own = [
        saying
        for saying in found
        if saying.first <= slot.number_first <= saying.last
        and not (saying.speaker.start <= slot.figure.number.start < saying.speaker.end)
    ]
    said = [saying for saying in own if not saying.cited]
    earlier = [saying for saying in said if saying.at < slot.number_first]
    chain: list[Span] = []
    if earlier:
        chain.append(earlier[-1].speaker)
    elif said:
        chain.append(said[0].speaker)
    chain.extend(saying.speaker for saying in own if saying.cited)
    return tuple(dict.fromkeys(chain))
