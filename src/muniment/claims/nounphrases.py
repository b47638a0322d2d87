"""Noun phrases: where the name of a place or an actor begins and ends in a row."""

from __future__ import annotations

from muniment.claims.rows import QUOTES, Row, WordClasses
from muniment.claims.tokens import Token
from muniment.values.passage import Span

_LINKS = frozenset({"of", "and", "&", "-", "–", "'s", "for", "’"})
_ARTICLES = frozenset({"the", "a", "an", "its", "their", "our", "his", "her"})


def span_of(text: str, tokens: list[Token], first: int, last: int) -> Span:
    """The span of some tokens (inclusive) of a document's text."""
    start, end = tokens[first].start, tokens[last].end
    return Span(start, end, text[start:end])


def all_capitals(row: Row) -> bool:
    """Whether a sentence is written in capitals, so that names cannot be told by their form."""
    return row.capitals()


def proper(row: Row, index: int) -> bool:
    """Whether a token is capitalised like a name (never in a sentence in capitals)."""
    text = row.tokens[index].text
    return text[:1].isupper() and index > 0


def ends_phrase(row: Row, index: int, classes: WordClasses) -> bool:
    """Whether a token cannot belong to a noun phrase that began before it."""
    word = row.words[index]
    if word in _LINKS or word in _ARTICLES:
        return False
    if word in QUOTES:
        return False
    return (
        not (word[0].isalnum() or word in {"'", "’"})
        or classes.finite(word)
        or word in classes.prepositions
        or word in classes.relatives
        or word in classes.subordinators
        or (word in classes.reporting and not proper(row, index))
        or (word in classes.verbs and not word.endswith("s") and not proper(row, index))
        or row.owner[index] >= 0
    )


def phrase_after(row: Row, index: int, classes: WordClasses, limit: int = 14) -> int:
    """The last token of the noun phrase that begins at ``index`` (``index - 1`` if none does)."""
    last = index - 1
    at = index
    while at < len(row.words) and at - index < limit:
        word = row.words[at]
        if ends_phrase(row, at, classes):
            break
        if word in _LINKS:
            following = row.words[at + 1] if at + 1 < len(row.words) else ""
            stops = not following or (
                ends_phrase(row, at + 1, classes) and following not in _ARTICLES
            )
            if stops or (word in {"and", "for"} and not _goes_on(row, at)):
                break
        elif word not in QUOTES:
            last = at
        at += 1
    while last >= index and row.words[last] in _ARTICLES:
        last -= 1
    return last


def _goes_on(row: Row, index: int) -> bool:
    """Whether a name goes on after "and" or "for" ("Committee for Missing Persons")."""
    after = index + 1
    return after < len(row.words) and proper(row, after) and proper(row, index - 1)


def phrase_before(row: Row, index: int, classes: WordClasses, limit: int = 12) -> int:
    """The first token of the noun phrase that ends at ``index`` (``index + 1`` if none does)."""
    at = index
    first = index + 1
    while at >= 0 and index - at < limit:
        word = row.words[at]
        if word not in _LINKS and ends_phrase(row, at, classes):
            break
        if word.endswith("ly") and not proper(row, at):
            break
        if word in {"and", "for"} and not _goes_on(row, at):
            break
        if word in _ARTICLES:
            first = at
            if at and row.words[at - 1] == "of":
                at -= 1
                continue
            break
        if word not in _LINKS:
            first = at
        at -= 1
    while first <= index and row.words[first] in _LINKS:
        first += 1
    return first
