"""Sentences: the stretches of a document that the grammar reads one at a time."""

from __future__ import annotations

import bisect
import functools
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from muniment.claims.around import alternatives
from muniment.claims.language import Language, load_language
from muniment.claims.lines import Block, BlockKind, blocks_of
from muniment.claims.tokens import Token, tokenize
from muniment.documents.document import Document

# Longer sentences, and those of more numbers, are cut: work that looks at each pair of figures of
# a sentence stays linear in the document's length. Real ones reach a third of either.
LONGEST_SENTENCE = 2500
MOST_NUMBERS = 48
# From so many numbers in a run on, it is no sentence that was written for a reader.
CROWD = 3 * MOST_NUMBERS
_NUMBER = re.compile(r"\d+(?:[.,]\d{3})*")

# A full stop with closing marks and perhaps a footnote mark, then space and what may begin a
# sentence. Runs are bounded, so that a document of full stops costs no more than another.
_END = re.compile(
    r"(?<![.!?…])([.!?…]{1,8}[\"'”’»)\]*]{0,4})(\[\d{1,3}\]|\d{1,3})?(?=\s)"
    r"|[。！？।።։؟۔]+[”」』\"']?"
)
_NEXT = re.compile(r"\s{1,40}[\"'“‘«(\[*¿¡_-]{0,4}(\w[\w'’.]{0,30})?")
_LAST_WORD = re.compile(r"([^\s(\[\"“‘«—–/-]+)\Z")
_ROMAN = re.compile(r"[IVXLC]{2,}\b|[A-HJ-Z]\b")
_MARK = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[IVXivx]{1,5})\Z")


@dataclass(slots=True)
class Sentence:
    """A sentence: its number from 0, its span, and the number of its paragraph from 1.

    ``kind`` tells prose from headings, list items, labelled lines ("Central prison: 88") and
    the rows of tables, whose ``cells`` are spans of the document's text. A ``crowded`` one was cut
    from a run of more numbers than a sentence has: its figures are read, not what they have to do
    with each other.
    """

    index: int
    start: int
    end: int
    text: str
    paragraph: int
    kind: BlockKind = "prose"
    cells: tuple[tuple[int, int], ...] = ()
    crowded: bool = False
    _tokens: list[Token] | None = field(default=None, repr=False)

    def tokens_of(self, document: Document) -> list[Token]:
        """The sentence's tokens, made when first asked for; offsets are the document's."""
        if self._tokens is None:
            self._tokens = tokenize(document.text, self.start, self.end)
        return self._tokens

    def drop_tokens(self) -> None:
        """Forget the tokens, so that what still holds the sentence holds little."""
        self._tokens = None


class _Abbreviations(NamedTuple):
    before_names: frozenset[str]
    before_numbers: frozenset[str]
    perhaps: frozenset[str]
    starters: frozenset[str]
    labels: frozenset[str]
    letters: frozenset[str]
    joints: re.Pattern[str]


@functools.cache
def _abbreviations(code: str) -> _Abbreviations:
    table = load_language(code).table("sentences")
    joints = re.compile(rf"\b{alternatives(table['joints'])}[ \t]*\Z")
    sets = {key: frozenset(words) for key, words in table.items() if key != "joints"}
    return _Abbreviations(**sets, joints=joints)


def split_sentences(document: Document, language: Language) -> list[Sentence]:
    """The sentences of the document's body, in order; a sentence never spans two paragraphs.

    Items of lists, rows of tables and labelled lines are sentences of their own.
    """
    sentences: list[Sentence] = []
    text = document.text
    abbreviations = _abbreviations(language.code)
    for number, block in blocks_in(document, language):
        for first, last, crowded in _stretches(text, block, abbreviations):
            cells = block.cells
            if last - first < block.end - block.start:
                from_cell = bisect.bisect_left(cells, (first, first))
                cells = cells[from_cell : bisect.bisect_left(cells, (last, last))]
            sentences.append(
                Sentence(
                    len(sentences),
                    first,
                    last,
                    text[first:last],
                    number,
                    block.kind,
                    cells,
                    crowded,
                )
            )
    return sentences


def blocks_in(document: Document, language: Language) -> Iterator[tuple[int, Block]]:
    """The blocks of the document's body, each with the number of its paragraph from 1."""
    joints = _abbreviations(language.code).joints
    for number, (start, end) in enumerate(document.paragraphs, 1):
        for block in blocks_of(document.text, start, end, joints):
            yield number, block


def _stretches(
    text: str, block: Block, abbreviations: _Abbreviations
) -> Iterator[tuple[int, int, bool]]:
    """The spans of a block's sentences, the overlong ones cut, and whether each is crowded."""
    if block.kind == "row":
        yield from _cut(text, block.start, block.end)
        return
    at = block.start
    for stop in _END.finditer(text, block.start, block.end):
        if stop.end() < block.end and not _ends(text, block, stop, abbreviations):
            continue
        yield from _cut(text, at, stop.end())
        at = stop.end()
        while at < block.end and text[at].isspace():
            at += 1
    if at < block.end:
        yield from _cut(text, at, block.end)


def _ends(text: str, block: Block, stop: re.Match[str], abbreviations: _Abbreviations) -> bool:
    """True when the full stop at ``stop`` ends a sentence."""
    if stop.group(1) is None:
        return True
    if stop.group(2) is not None and text[stop.start() - 1].isdigit():
        return False  # 4.5 billion
    after = _NEXT.match(text, stop.end(), block.end)
    word = after.group(1) if after is not None else None
    if word is None:
        return True
    if word[0].islower():
        return False
    if stop.group(1) != ".":
        return True
    before = _LAST_WORD.search(text, max(block.start, stop.start() - 24), stop.start())
    if before is None:
        return True
    if before.start() <= block.start + 1 and _MARK.match(text, before.start(), stop.start()):
        return False
    last = before.group(1).lower()
    if last in abbreviations.before_names:
        return False
    if last in abbreviations.before_numbers and (word[0].isdigit() or _ROMAN.match(word)):
        return False
    if len(last) == 1 and last.isalpha() and last not in abbreviations.letters:
        return _word_before(text, block.start, before.start()) in abbreviations.labels
    if "." in last.strip(".") or last in abbreviations.perhaps:
        return not last[-1].isalpha() or word.lower() in abbreviations.starters
    return True


def _word_before(text: str, start: int, at: int) -> str:
    """The word before offset ``at``, in lower case."""
    return text[max(start, at - 24) : at].rstrip().rpartition(" ")[2].lower()


def _limit(text: str, start: int, end: int) -> int:
    """Where a sentence that begins at ``start`` must end at the latest."""
    limit = min(end, start + LONGEST_SENTENCE)
    one_more = _nth_number(text, start, limit, MOST_NUMBERS)
    return limit if one_more is None else one_more


def _nth_number(text: str, start: int, end: int, nth: int) -> int | None:
    """Where the number with this many before it begins, None where there are not so many."""
    if end - start <= 2 * nth:
        return None
    found = next(itertools.islice(_NUMBER.finditer(text, start, end), nth, None), None)
    return None if found is None else found.start()


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """The span, in pieces of bounded length and numbers, cut at a space where there is one.

    The third value tells whether all of it is a run of far too many numbers.
    """
    crowded = _nth_number(text, start, end, CROWD) is not None
    while start < end:
        last = _limit(text, start, end)
        if last < end:
            space = max(text.rfind(mark, start + 1, last) for mark in ("\n", "; ", ", ", " "))
            last = space if space > start else last
        yield start, last, crowded
        start = last
        while start < end and text[start].isspace():
            start += 1
