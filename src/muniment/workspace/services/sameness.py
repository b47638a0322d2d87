"""The same text in another source, and what may be another version of it.

This only tells: a second copy is no second witness, but whether two sources are one is for people
to say.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from muniment.workspace.models import Document
from muniment.workspace.opened import opened
from muniment.workspace.permissions import Person, may_see_restricted, readable
from muniment.workspace.sensitive import is_sealed, said_of, text_of, title_of

SHORTEST = 80
"""Letters that a text must have: two that are shorter may be the same by chance."""
MOST, MOST_COMPARED, LONGEST_COMPARED = 20, 8, 60_000
_LIKE, _PIECE = 0.5, 8


@dataclass(frozen=True, slots=True)
class Alike:
    """Another document, and how much of both is the same: 100 for the same text.

    ``title`` and ``file`` are what everybody may see of it: what is restricted is not named.
    """

    document: Document
    title: str
    file: str
    percent: int


def mark_of(text: str, sealed: bool) -> str:
    """A mark of a text's letters: layout, spaces and signs say nothing. "" where it has too few.

    Texts that are ``sealed`` have marks of their own: who has the disk and no key cannot tell that
    one of them is the same as a text that lies open.
    """
    letters = _letters(text)
    pool = "sealed text" if sealed else "text"
    return opened().sealer.word(f"{pool}:{letters}") if len(letters) >= SHORTEST else ""


def alike(user: Person, documents: Sequence[Document]) -> list[Alike]:
    """Documents of other sources, open to a person, with the text of one of these or nearly so."""
    found: dict[int, Alike] = {}
    for document in documents:
        marks = {mark_of(text_of(document), sealed) for sealed in (False, True)} - {""}
        for each in _open(user, document, Q(sameness__in=marks))[:MOST]:
            found.setdefault(each.pk, _alike(each, 100))
    for document in documents:
        for version in _versions(user, document):
            found.setdefault(version.document.pk, version)
    return sorted(found.values(), key=lambda each: (-each.percent, each.document.pk))


def copies(documents: Iterable[Document]) -> dict[str, set[int]]:
    """The documents that have the same text, by the mark that they share."""
    found: dict[str, set[int]] = {}
    for each in documents:
        if each.sameness:
            found.setdefault(each.sameness, set()).add(each.pk)
    return {mark: numbers for mark, numbers in found.items() if len(numbers) > 1}


def _versions(user: Person, document: Document) -> list[Alike]:
    """Documents under the same title, where much of the text is the same."""
    title = title_of(document)
    if is_sealed(document.source) or len(title) < _PIECE:
        return []
    mine = _pieces(text_of(document))
    found = []
    for each in _open(user, document, Q(title=document.title))[:MOST_COMPARED]:
        theirs = _pieces(text_of(each))
        share = len(mine & theirs) / max(len(mine | theirs), 1)
        if share >= _LIKE:
            found.append(_alike(each, round(100 * share)))
    return found


def _alike(document: Document, percent: int) -> Alike:
    source = document.source
    if is_sealed(source):
        return Alike(document, str(source), "", percent)
    return Alike(document, title_of(document), said_of(source)["name"], percent)


def _open(user: Person, document: Document, wanted: Q) -> list[Document]:
    """Documents of other sources that a person may know of; what is restricted is not told of."""
    rows = Document.objects.filter(wanted, source__collection__in=readable(user))
    rows = rows.exclude(source=document.source).select_related("source__collection")
    return [
        each
        for each in rows.order_by("pk")[: 3 * MOST]
        if not is_sealed(each.source) or may_see_restricted(user, each.source.collection)
    ]


def _letters(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(each for each in folded if each.isalnum())


def _pieces(text: str) -> set[str]:
    letters = _letters(text[:LONGEST_COMPARED])
    return {letters[at : at + _PIECE] for at in range(max(len(letters) - _PIECE + 1, 0))}
