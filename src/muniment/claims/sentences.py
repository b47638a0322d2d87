"""Sentences: the stretches of a document that the grammar reads one at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from muniment.claims.language import Language
from muniment.claims.tokens import Token, tokenize
from muniment.documents.document import Document

_END = re.compile(r"[.!?…]+[\"'”’)\]*]*(?=\s+[\"'“‘(\[*]*[^\Wa-z])")


@dataclass(slots=True)
class Sentence:
    """A sentence: its number from 0, its span, and the number of its paragraph from 1."""

    index: int
    start: int
    end: int
    text: str
    paragraph: int
    _tokens: list[Token] | None = field(default=None, repr=False)

    def tokens_of(self, document: Document) -> list[Token]:
        """The sentence's tokens, made when first asked for; offsets are the document's."""
        if self._tokens is None:
            self._tokens = tokenize(document.text, self.start, self.end)
        return self._tokens


def split_sentences(document: Document, language: Language) -> list[Sentence]:
    """The sentences of the document's body, in order; a sentence never spans two paragraphs."""
    sentences: list[Sentence] = []
    text = document.text
    for number, (start, end) in enumerate(document.paragraphs, 1):
        at = start
        for stop in _END.finditer(text, start, end):
            sentences.append(
                Sentence(len(sentences), at, stop.end(), text[at : stop.end()], number)
            )
            at = stop.end()
            while at < end and text[at].isspace():
                at += 1
        if at < end:
            sentences.append(Sentence(len(sentences), at, end, text[at:end], number))
    return sentences
