"""Corrections: sentences that take back an earlier figure, and numbers that are given twice.

A relation of the type ``announced-correction`` marks a sentence that announces that an earlier
figure no longer holds; one of the type ``written-twice`` joins a number and its repetition in
brackets ("fifteen (15)"), members ``first`` and ``second``.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from muniment.claims.language import Language
from muniment.claims.model import DocumentClaims, Figure, Relation, relate
from muniment.claims.sentences import Sentence
from muniment.claims.vocabulary import vocabulary

_WRITTEN_TWICE = re.compile(r"\s*\(")


def find_corrections(
    claims: DocumentClaims, sentences: Sequence[Sentence], language: Language
) -> Iterator[Relation]:
    """The announced corrections of a document, then its numbers that are given twice."""
    announced = vocabulary(language.code).cues["correction"]
    for sentence in sentences:
        if announced.search(" ".join(sentence.text.split()).lower()):
            yield _correction(claims, sentence)
    for first, second in itertools.pairwise(claims.figures):
        if first.sentence == second.sentence and _written_twice(
            claims.document.text, first, second
        ):
            yield _twice(claims, first, second)


def _written_twice(text: str, first: Figure, second: Figure) -> bool:
    """Whether a figure repeats the one before it in brackets: "fifteen (15)"."""
    if first.klass != second.klass:
        return False  # "half of them nurses (640)"
    between = _WRITTEN_TWICE.fullmatch(text, first.passage.end, second.passage.start)
    return between is not None and text[second.passage.end : second.passage.end + 1] == ")"


def _twice(claims: DocumentClaims, first: Figure, second: Figure) -> Relation:
    """Two figures of which the second repeats the first in brackets."""
    start, end = first.passage.start, second.passage.end + 1
    return relate(
        claims.document,
        "written-twice",
        (start, end),
        sentence=first.sentence,
        found_by="number repeated in brackets",
        members=(("first", first.id), ("second", second.id)),
    )


def _correction(claims: DocumentClaims, sentence: Sentence) -> Relation:
    return relate(
        claims.document,
        "announced-correction",
        (sentence.start, sentence.end),
        kind="correction",
        sentence=sentence.index,
        found_by="words that announce a correction",
    )
