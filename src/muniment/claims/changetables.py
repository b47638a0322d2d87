"""Tables with a column that says how much the others have changed.

A row has two values and the change between them, or one value, whose change is on the row before.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from muniment.claims.changepairs import alike
from muniment.claims.expressions import Expression
from muniment.claims.frames import expand, share_form
from muniment.claims.language import Language, load_language
from muniment.claims.model import DocumentClaims, Figure, Relation, relate
from muniment.claims.sentences import Sentence

# What a sign before a change says.
SIGNS = {"+": "up", "-": "down", "−": "down", "–": "down"}


class _Head(NamedTuple):
    """A table's head: its cells, the one of the change (0: the last of a row), its words."""

    cells: list[str]
    column: int
    change: str
    row: int


class _Words(NamedTuple):
    head: Expression
    periods: frozenset[str]
    points: Expression


@functools.cache
def _words(code: str) -> _Words:
    table = load_language(code).table("relations")
    own = table["change_table"]
    return _Words(
        head=Expression(expand(own["head"], table["words"])),
        periods=frozenset(own["periods"]),
        points=Expression(expand(r"\b(?:{points})", table["words"])),
    )


def find_change_tables(
    claims: DocumentClaims, sentences: Sequence[Sentence], language: Language
) -> Iterator[Relation]:
    """The changes that tables state, row by row."""
    words = _words(language.code)
    by_sentence: dict[int, list[Figure]] = {}
    for figure in claims.figures:
        by_sentence.setdefault(figure.sentence, []).append(figure)
    head: _Head | None = None
    before: list[Figure | None] = []
    for row in sentences:
        figures = by_sentence.get(row.index, [])
        opened = None if figures else _head(claims, row, words)
        if opened is not None or len(row.cells) < 2:
            head, before = opened, []
            continue
        if head is None:
            continue
        cells = [claims.document.text[start:end].strip().lower() for start, end in row.cells]
        column = head.column or len(cells) - 1
        values = _values(row, figures)
        by = values[column] if column < len(values) else None
        if by is not None and (head.column or cells[column][0] in SIGNS):
            ends = _ends(values, before, column, head, words)
            if ends is not None:
                yield _relation(claims, ends, by, cells[column], head, language)
        before = values


def _head(claims: DocumentClaims, row: Sentence, words: _Words) -> _Head | None:
    """The head of a table with a column of changes; None where the row is none."""
    text = claims.document.text
    if len(row.cells) > 1:
        cells = [text[start:end].strip().lower() for start, end in row.cells]
        found = [at for at, cell in enumerate(cells) if at and words.head.match(cell)]
        return _Head(cells, found[0], cells[found[0]], row.index) if len(found) == 1 else None
    # A head of words alone may be read as a heading, its cells unknown: the change is the last.
    said = row.text.lower()
    last = re.search(rf" {words.head.pattern}", said) if row.kind == "heading" else None
    return None if last is None else _Head([said.split()[0]], 0, said[last.start() :], row.index)


def _values(row: Sentence, figures: Sequence[Figure]) -> list[Figure | None]:
    """For each cell of a row its figure, None where it has none or several."""
    values: list[Figure | None] = []
    for start, end in row.cells:
        inside = [figure for figure in figures if start <= figure.number.start < end]
        values.append(inside[0] if len(inside) == 1 else None)
    return values


def _ends(
    values: Sequence[Figure | None],
    before: Sequence[Figure | None],
    column: int,
    head: _Head,
    words: _Words,
) -> tuple[Figure, Figure] | None:
    """The two values that the change of a row is between."""
    others = [at for at, each in enumerate(values) if at != column and each is not None]
    if len(others) == 2:
        years = [_year(head.cells[at]) if at < len(head.cells) else 0 for at in others]
        if all(years) and years[0] > years[1]:
            others.reverse()
        first, last = (values[at] for at in others)
    elif len(others) == 1:
        at = others[0]
        named = words.periods.intersection(re.findall(r"\w+", head.change))
        if named and not named.intersection(re.findall(r"\w+", head.cells[0])):
            return None
        first, last = before[at] if at < len(before) else None, values[at]
    else:
        return None
    if first is None or last is None or not alike(first, last, frozenset()):
        return None
    return first, last


def _year(cell: str) -> int:
    found = re.fullmatch(r"\D*(\d{4})\D*", cell)
    return int(found[1]) if found else 0


def _relation(
    claims: DocumentClaims,
    ends: tuple[Figure, Figure],
    by: Figure,
    cell: str,
    head: _Head,
    language: Language,
) -> Relation:
    direction = SIGNS.get(cell[0], "")
    kind = "absolute"
    if by.unit == "pp" or _words(language.code).points.search(f"{head.change} {cell}"):
        kind = "points"
    elif by.klass == "share":
        kind = "share" if ends[0].klass == "share" else "percent"
    figures = (*ends, by)
    span = min(f.passage.start for f in figures), max(f.passage.end for f in figures)
    return relate(
        claims.document,
        "change",
        span,
        sentence=by.sentence,
        found_by="change tables",
        members=(("from", ends[0].id), ("to", ends[1].id), ("by", by.id)),
        values={
            "kind": kind,
            "direction": direction,
            "form": share_form(claims.document, by, language),
            "step": by.id,
            "table": str(head.row),
        },
    )
