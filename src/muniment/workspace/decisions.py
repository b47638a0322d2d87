"""What people decided of the claims of some sources, as plain data for the rules across them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from muniment.workspace.models import Claim, Source
from muniment.workspace.sensitive import claim_place, plain

Json = dict[str, Any]
FIELDS = (
    *("low", "high", "approximate", "unit", "class"),
    *("counted", "event", "period", "place", "said_by"),
)
"""What people may say of a figure that bears on comparing it."""
NOT_THERE = (Claim.Status.REJECTED, Claim.Status.SPLIT)
"""What the text does not say, or says in other claims: it takes no part in comparisons."""
COUNTED = (Claim.Status.CONFIRMED, Claim.Status.CORRECTED)
_DECIDED = (*NOT_THERE, *COUNTED)


def decided_on(sources: Sequence[Source]) -> dict[str, list[Json]]:
    """For each document of some sources, by its key, what people decided of its figures.

    What waits for a second person does not count yet: such a claim is as it was read.
    """
    rows = Claim.objects.filter(
        document__source__in=sources, kind="figure", status__in=_DECIDED
    ).select_related("document__source")
    found: dict[str, list[Json]] = {}
    for claim in rows:
        decided = _decided(claim)
        if decided is not None:
            found.setdefault(claim.document.key, []).append(decided)
    return found


def marks_of(sources: Sequence[Source]) -> list[list[object]]:
    """What changes with every decision on figures of some sources."""
    rows = Claim.objects.filter(document__source__in=sources, kind="figure", status__in=_DECIDED)
    facts = rows.order_by("pk").values_list("document__key", "key", "status", "version")
    return [list(each) for each in facts]


def _decided(claim: Claim) -> Json | None:
    """What people decided of a claim; None where they hold it to be as it was read."""
    if claim.status in NOT_THERE:
        return {"id": claim.key, "there": False}
    read = _opened(claim, claim.read)
    body = _opened(claim, claim.decided) or read
    added = not claim.read
    said = {
        each: body.get(each)
        for each in FIELDS
        if each in body and (added or _words(body.get(each)) != _words(read.get(each)))
    }
    if not (added or said):
        return None
    return {"id": claim.key, "added": added, "start": claim.start, "end": claim.end, "said": said}


def _opened(claim: Claim, kept: str) -> Json:
    if not kept:
        return {}
    found: Json = json.loads(plain(claim.document.source, claim_place(claim), kept))
    return found


def _words(value: object) -> object:
    """A field without the places of its words in the text: only what it says is compared."""
    if isinstance(value, dict):
        return {name: _words(each) for name, each in value.items() if name not in ("start", "end")}
    return [_words(each) for each in value] if isinstance(value, list) else value
