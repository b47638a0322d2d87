"""Tables: what the numbers of a column count, where the head of the table names it."""

from __future__ import annotations

import bisect

from muniment.claims.lexicon import Lexicon
from muniment.claims.noun_phrases import NounPhraseReader
from muniment.claims.sentences import Sentence
from muniment.claims.tokens import tokenize
from muniment.documents.document import Document
from muniment.values.passage import Span


def is_head(sentence: Sentence) -> bool:
    """True for a row that may head a table: its cells hold words and no numbers."""
    cells = len(sentence.cells) > 1
    return cells and not any(char.isdigit() for char in sentence.text)


def row_label(document: Document, row: Sentence) -> tuple[int, tuple[int, int] | None]:
    """Where a row's serial number ends (0 without one), and the span of its label (None: none).

    The label is the first cell; after a cell that holds a short number alone, the second.
    """
    cells = row.cells
    if len(cells) < 2:
        return 0, None
    first, second = (document.text[start:end] for start, end in cells[:2])
    if not first:
        return 0, cells[1]
    number = first.strip(" .)")
    if len(cells) > 2 and number.isdecimal() and len(number) < 4 and second[:1].isalpha():
        return cells[0][1], cells[1]
    return 0, cells[0]


def column_noun(
    document: Document, head: Sentence, row: Sentence, offset: int, lexicon: Lexicon
) -> Span | None:
    """The plural noun in the head's cell above the cell of ``row`` that holds ``offset``.

    None in the first column, where the head has no such cell, or where it names no plural noun
    ("Killed").
    """
    column = bisect.bisect_right(row.cells, offset, key=lambda cell: cell[1])
    if column == 0 or column >= len(head.cells):
        return None
    start, end = head.cells[column]
    tokens = tokenize(document.text, start, end)
    nouns = NounPhraseReader(tokens, [token.lower for token in tokens], lexicon)
    noun = nouns.after(0)
    if noun is None or not nouns.is_plural(noun.head):
        return None
    first, last = tokens[noun.first].start, tokens[noun.last - 1].end
    return Span(first, last, document.text[first:last])
