"""All files of the vault that are spoken of: what each is, and the SHA-256 it must have."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

from muniment.workspace.models import Document, Entry, Export, Intake, Source

EXPIRED = "export.expired"
"""What the history calls that the file of an export is kept no longer."""

_RECEIVED = ("return.received", "places.received")
"""What the history calls that a file came which its entry alone speaks of."""


class KeptFile(NamedTuple):
    """A file of the vault: what it is, the SHA-256 of its content, that of it sealed."""

    what: str
    sha256: str
    sealed: str


def kept_files() -> Iterator[KeptFile]:
    """Every file that the tables or the history speak of."""
    for key, sha256, sealed in Source.objects.values_list("key", "sha256", "sealed_sha256"):
        yield KeptFile(f"source {key}", sha256, sealed)
    layouts = Document.objects.exclude(layout="")
    for key, sha256, sealed in layouts.values_list("key", "layout", "layout_sealed"):
        yield KeptFile(f"the words' places of document {key}", sha256, sealed)
    for key, sha256, sealed in Intake.objects.values_list("key", "sha256", "sealed_sha256"):
        yield KeptFile(f"the list of intake {key}", sha256, sealed)
    exports = Export.objects.exclude(sha256="").filter(state=Export.State.MADE)
    over = set(Entry.objects.filter(action=EXPIRED).values_list("subject", flat=True))
    for key, sha256, sealed in exports.values_list("key", "sha256", "sealed_sha256"):
        if f"export:{key}" not in over:
            yield KeptFile(f"export {key}", sha256, sealed)
    returned = Entry.objects.filter(action__in=_RECEIVED).order_by("number")
    for number, text in returned.values_list("number", "detail"):
        detail = json.loads(text)
        yield KeptFile(
            f"the file received in entry {number}", detail["sha256"], detail["sealed_sha256"]
        )
