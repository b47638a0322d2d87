"""Reads a document again, as a later reader might."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from django.db import transaction

from muniment.workspace.opened import opened
from muniment.workspace.reading_process import read_source
from muniment.workspace.services.reading import Layout, keep_reading

Json = dict[str, Any]
_READ: dict[str, list[Json]] = {}


def read_again(document: Any, change: Callable[[Json], Json | None] = lambda claim: claim) -> None:
    """Keep the reading of a document once more, with claims changed, or left out for None."""
    source = document.source
    if source.sha256 not in _READ:
        _READ[source.sha256] = read_source(source.name, opened().vault.get(source.sha256))
    found = copy.deepcopy(_READ[source.sha256])
    for each in found:
        changed = [change(claim) for claim in each["document"]["claims"]]
        each["document"]["claims"] = [claim for claim in changed if claim is not None]
    with transaction.atomic():
        keep_reading(source, found, [Layout() for _ in found])
