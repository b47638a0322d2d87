"""The documents that are changed in ways that must not matter, and what is compared."""

from __future__ import annotations

import collections.abc
import re
import textwrap
import tomllib
from functools import lru_cache
from pathlib import Path

from muniment.checks.checking import check_document
from muniment.checks.model import Outcome
from muniment.checks.rulebook import rule
from muniment.claims.model import DocumentClaims, Figure
from muniment.claims.reader import read_claims
from muniment.documents.document import Document, split_paragraphs

TESTS = Path(__file__).parent.parent
OWN = sorted((TESTS / "corpus").glob("*/docs/*.txt"))
SHARED = sorted((TESTS.parent.parent / "shared" / "corpus" / "docs").glob("*.txt"))
DEMO = sorted((TESTS.parent / "src" / "muniment" / "demo").glob("*.md"))
DOCUMENTS = [*OWN, *DEMO, *SHARED]
PARTIES = {
    name: [(one, other) for one, other in pairs]
    for name, pairs in tomllib.loads(
        (TESTS / "metamorphic" / "parties.toml").read_text(encoding="utf-8")
    ).items()
}

Signature = list[tuple[object, ...]]


def document_of(text: str) -> Document:
    """A document with a text, English, without a date or issuer."""
    return Document(
        path="text.txt",
        sha256="",
        media_type="text/plain",
        text=text,
        body=(0, len(text)),
        language="en",
    )


def squeeze(text: str | None) -> str | None:
    """A text with every run of white space as one space."""
    return None if text is None else " ".join(text.split())


def signature(claims: DocumentClaims, inherited: bool = True) -> Signature:
    """What must stay: every claim with its values, in order, white space apart.

    Without ``inherited``, when and where are left out if they stand in the sentence before: a
    heading may be a line of its paragraph in one format and a paragraph in another.
    """
    order = {figure.id: i for i, figure in enumerate(claims.figures)}
    rows: Signature = []
    for f in claims.figures:
        own_period = inherited or f.reasons.get("period") != "sentence before"
        own_place = inherited or f.reasons.get("place") != "sentence before"
        rows.append(
            (
                "figure",
                *core(f),
                order.get(f.part_of or ""),
                f.part_kind,
                squeeze(f.period.span.text) if f.period and own_period else None,
                f.period.edtf if f.period and own_period else None,
                squeeze(f.place.text) if f.place and own_place else None,
                squeeze(f.responsible.text) if f.responsible else None,
                tuple(squeeze(span.text) for span in f.said_by),
            )
        )
    rows += [("date", squeeze(d.passage.quote), d.edtf) for d in claims.dates]
    rows += [("citation", squeeze(c.passage.quote), c.symbol, c.year) for c in claims.citations]
    rows += [
        ("demand", squeeze(d.passage.quote), squeeze(d.addressee.text) if d.addressee else None)
        for d in claims.demands
    ]
    return rows


def core(figure: Figure) -> tuple[object, ...]:
    """What a figure says by itself."""
    return (
        squeeze(figure.number.text),
        figure.quantity,
        figure.klass,
        figure.unit,
        squeeze(figure.counted.text) if figure.counted else None,
        figure.event,
    )


def findings(claims: DocumentClaims) -> Signature:
    """What the rules that are on by default find and what holds, white space apart."""
    return sorted(
        (r.code, r.outcome.value, squeeze(r.working) or "")
        for r in check_document(claims)
        if r.outcome is not Outcome.NOT_CHECKABLE and rule(r.code).on_by_default
    )


@lru_cache(maxsize=256)
def read(text: str) -> DocumentClaims:
    """The claims of a text."""
    return read_claims(document_of(text))


def rewrapped(text: str, width: int) -> str:
    """The text with paragraphs of one line broken into lines of at most a width."""
    return _by_paragraph(
        text,
        lambda p: (
            p
            if "\n" in p
            else textwrap.fill(p, width, break_long_words=False, break_on_hyphens=False)
        ),
    )


def doubled_spaces(text: str) -> str:
    """The text with every space between two words doubled, but for tables drawn with spaces."""
    return "\n".join(
        line if re.search(r"\S {2,}\S", line) else re.sub(r"(?<=\S) (?=\S)", "  ", line)
        for line in text.split("\n")
    )


def swap(text: str, pairs: list[tuple[str, str]]) -> str:
    """The text with the two whole words of each pair exchanged."""
    other = {one: two for pair in pairs for one, two in (pair, pair[::-1])}
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, other)) + r")\b")
    return pattern.sub(lambda m: other[m.group()], text)


def rotated(text: str) -> str:
    """The text with its middle paragraphs in another order; the head and the end stay."""
    spans = split_paragraphs(text, 0, len(text))
    parts = [text[a:b] for a, b in spans]
    if len(parts) < 7:
        return text
    middle = parts[3:-1]
    return "\n\n".join([*parts[:3], *middle[1::2], *middle[::2], parts[-1]])


def _by_paragraph(text: str, change: collections.abc.Callable[[str], str]) -> str:
    pieces, at = [], 0
    for start, end in split_paragraphs(text, 0, len(text)):
        pieces += [text[at:start], change(text[start:end])]
        at = end
    return "".join([*pieces, text[at:]])
