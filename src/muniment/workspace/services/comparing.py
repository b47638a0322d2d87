"""Claims of several documents compared by the rules, as long work; what came of it is kept sealed
in the cache, under what it was made from, so that it is never out of date."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from muniment.documents.errors import UnreadableDocument
from muniment.registers.objects import private_folder
from muniment.workspace.comparing_process import File, compare_files
from muniment.workspace.decisions import decided_on, marks_of
from muniment.workspace.history import Actor
from muniment.workspace.models import Claim, Collection, Source, Work
from muniment.workspace.opened import opened
from muniment.workspace.sealing import SealBroken
from muniment.workspace.sensitive import said_of
from muniment.workspace.vault import VaultProblem
from muniment.workspace.working import WorkProblem, ask, progress, work

Json = dict[str, Any]
MOST_SOURCES = 60
MOST_CLAIMS = 300
_MOST_ASKED = 50


@dataclass(frozen=True, slots=True)
class Result:
    """What a rule says of two claims; ``claims`` are "document:claim"."""

    code: str
    outcome: str
    message: str
    working: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of comparing: results of rules, and reasons why two claims are not comparable."""

    results: tuple[Result, ...] = ()
    pairs: dict[str, str] = field(default_factory=dict)

    def reason(self, one: str, other: str) -> str | None:
        """Why two claims are not comparable, "" where they are, None where nothing is known."""
        return self.pairs.get("|".join(sorted((one, other))))


def name_of(claim: Claim) -> str:
    """A claim as comparisons name it."""
    return f"{claim.document.key}:{claim.key}"


def compared(claims: Sequence[Claim]) -> Compared | None:
    """What came of comparing these claims, or None where that was not done yet."""
    sources, names = _chosen(claims)
    mark = _mark(sources, names)
    try:
        found = json.loads(opened().sealer.open(_place(mark).read_text("ascii"), f"cache:{mark}"))
    except (OSError, SealBroken, ValueError):
        return None
    results = (Result(**{**each, "claims": tuple(each["claims"])}) for each in found["results"])
    return Compared(tuple(results), found["pairs"])


def ask_for(actor: Actor, collection: Collection, claims: Sequence[Claim]) -> Work | None:
    """Have these claims compared, unless that is under way; None where there is nothing to do."""
    sources, names = _chosen(claims)
    if len(sources) < 2:
        return None
    order = {"sources": [each.key for each in sources], "claims": names}
    asked = Work.objects.filter(kind="compare", collection=collection).order_by("-pk")
    last = next((each for each in asked[:_MOST_ASKED] if json.loads(each.order) == order), None)
    if last is not None and last.state in (Work.State.WAITING, Work.State.RUNNING):
        return last
    if last is not None and last.state == Work.State.FAILED and compared(claims) is None:
        return last
    return ask(actor, "compare", collection, order)


@work("compare")
def compare(mine: Work, order: Json) -> str:
    """Compare the claims of an order, as people decided on them."""
    rows = {each.key: each for each in Source.objects.filter(key__in=order["sources"])}
    sources = [rows[key] for key in order["sources"] if key in rows]
    files, mark = [], _mark(sources, order["claims"])  # decided on meanwhile: compared again
    try:
        for number, source in enumerate(sources):
            progress(mine, number, len(sources) + 1)
            said = said_of(source)
            data = opened().vault.get(source.sha256)
            decided = decided_on([source])
            files.append(File(source.key, said["name"], data, said["issuer"], source.date, decided))
        found = compare_files(files, order["claims"])
    except (UnreadableDocument, VaultProblem) as error:
        problem = error.problem if isinstance(error, UnreadableDocument) else str(error)
        raise WorkProblem(f"The sources could not be compared: {problem}") from error
    place = _place(mark)
    private_folder(place.parent)
    draft = place.with_suffix(f".{mine.pk}")
    draft.write_text(opened().sealer.seal(json.dumps(found), f"cache:{mark}"), "ascii")
    draft.replace(place)
    return f"{len(found['results'])} results"


def _chosen(claims: Sequence[Claim]) -> tuple[list[Source], list[str]]:
    """The sources and the names of the claims that are compared: no more than can be at once."""
    sources: dict[str, Source] = {}
    names = []
    for claim in claims[:MOST_CLAIMS]:
        source = claim.document.source
        if source.key in sources or len(sources) < MOST_SOURCES:
            sources[source.key] = source
            names.append(name_of(claim))
    return [sources[key] for key in sorted(sources)], sorted(names)


def _mark(sources: Sequence[Source], names: Sequence[str]) -> str:
    """A name for a comparison that changes with whatever it rests on."""
    facts = [[each.key, each.reading, each.issuer, each.date] for each in sources]
    whole = [facts, list(names), marks_of(sources)]
    return hashlib.sha256(json.dumps(whole).encode("utf-8")).hexdigest()


def _place(mark: str) -> Path:
    return opened().folder.cache / "compared" / f"{mark}.sealed"
