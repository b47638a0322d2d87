"""What the driver of ``bench.kills`` does; each act gives back what was accepted."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from typing import Any

from bench.kills_texts import written
from muniment.workspace.exporting.order import Order
from muniment.workspace.history import Actor, head
from muniment.workspace.models import Claim, Collection, Document, Finding, Source
from muniment.workspace.sensitive import text_of
from muniment.workspace.services import handing, reviewing, taking_in

Json = dict[str, Any]


class Nothing(Exception):
    """There is nothing yet to act on."""


def take_in(actor: Actor, collection: Collection, chance: random.Random) -> Json:
    """A new source, restricted now and then."""
    content = written(chance).encode("utf-8")
    said = taking_in.Description(
        note="as received", sensitivity=chance.choice(("internal",) * 4 + ("restricted",))
    )
    stream = io.BytesIO(content)
    taken = taking_in.take_in(actor, collection, stream, f"{chance.random()}.txt", "command", said)
    return {"source": taken.source.key, "sha256": taken.source.sha256}


def describe(actor: Actor, collection: Collection, chance: random.Random) -> Json:
    """Something else is said of a source, which is read anew."""
    source = _any(Source.objects.all(), chance)
    title = f"Title {chance.randrange(1 << 30)}"
    sensitivity = chance.choice(("public", "internal", "restricted"))
    said = taking_in.Description(title=title, sensitivity=sensitivity)
    source = taking_in.describe(actor, source, source.version, said)
    return {"source": source.key, "version": source.version, "title": title}


def confirm(actor: Actor, collection: Collection, chance: random.Random) -> Json:
    """A claim is confirmed."""
    claim = _claim(chance)
    return _decided(reviewing.confirm(actor, claim, claim.version, _reason(chance)))


def correct(actor: Actor, collection: Collection, chance: random.Random) -> Json:
    """A figure is corrected."""
    claim = _any(Claim.objects.filter(kind="figure").exclude(status="split"), chance)
    number = chance.randrange(1, 500)
    changes = {"low": number, "high": number}
    return _decided(reviewing.correct(actor, claim, claim.version, changes, _reason(chance)))


def reject(actor: Actor, collection: Collection, chance: random.Random) -> Json:
    """A claim is rejected."""
    claim = _claim(chance)
    return _decided(reviewing.reject(actor, claim, claim.version, _reason(chance)))


def reopen(actor: Actor, collection: Collection, chance: random.Random) -> Json:
    """A decision is taken back."""
    claim = _any(Claim.objects.filter(status="confirmed", origin="machine"), chance)
    return _decided(reviewing.reopen(actor, claim, claim.version, _reason(chance)))


def add(actor: Actor, collection: Collection, chance: random.Random) -> Json:
    """A person adds a claim at a passage."""
    document = _any(Document.objects.all(), chance)
    length = len(text_of(document))
    start = chance.randrange(length - 10)
    body = {
        "kind": "figure",
        "start": start,
        "end": start + 9,
        "low": chance.randrange(99),
        "high": None,
    }
    return _decided(reviewing.add(actor, document, body, _reason(chance)))


def judge(actor: Actor, collection: Collection, chance: random.Random) -> Json:
    """A finding is accepted, dismissed or opened again."""
    finding = _any(Finding.objects.all(), chance)
    status = chance.choice(("accepted", "dismissed", "open"))
    made = reviewing.judge(actor, finding, finding.version, status, _reason(chance))
    return {"finding": f"{made.document.key}:{made.key}", "version": made.version, **_head()}


def export(actor: Actor, collection: Collection, chance: random.Random) -> Json:
    """An export is asked for."""
    sources = (_any(Source.objects.all(), chance).key,)
    order = Order(
        what="all", format=chance.choice(("csv", "json", "xlsx", "prov")), sources=sources
    )
    made = handing.ask_export(actor, collection, order, "a trial", "nobody")
    return {"export": made.key, **_head()}


def _claim(chance: random.Random) -> Claim:
    found: Claim = _any(Claim.objects.exclude(status="split"), chance)
    return found


def _any(rows: Any, chance: random.Random) -> Any:
    count = rows.count()
    found = rows.order_by("pk")[chance.randrange(count) :][:1] if count else ()
    for each in found:
        return each
    raise Nothing


def _reason(chance: random.Random) -> str:
    return f"reason {chance.randrange(1 << 40)}"


def _decided(claim: Claim) -> Json:
    review = claim.reviews.order_by("pk").last()
    assert review is not None
    return {"claim": f"{claim.document.key}:{claim.key}", "review": review.pk, "why": review.reason}


def _head() -> Json:
    number, digest = head()
    return {"entry": number, "digest": digest}


ACTS: tuple[tuple[Callable[[Actor, Collection, random.Random], Json], int], ...] = (
    (take_in, 1),
    (describe, 1),
    (confirm, 6),
    (correct, 4),
    (reject, 3),
    (reopen, 2),
    (add, 3),
    (judge, 3),
    (export, 1),
)
