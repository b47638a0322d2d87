"""Where everything comes from, as W3C PROV-JSON (Member Submission, 24 April 2013).

A source is an entity that somebody's taking in made; a reading, by the program, uses it and makes
claims; a decision, by a person, uses a claim and makes what people hold it to be; the export is
derived from all of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from muniment.workspace.exporting.about import About
from muniment.workspace.exporting.gathering import AT_ONCE, Row, Scope, bodies
from muniment.workspace.exporting.parts import JsonPart, draft, write_object
from muniment.workspace.models import Claim, Review, Source
from muniment.workspace.sensitive import title_of, why_decided

Json = dict[str, Any]
PREFIXES = {
    "mun": "https://muniment.invalid/ns#",
    "src": "urn:muniment:source:",
    "doc": "urn:muniment:document:",
    "clm": "urn:muniment:claim:",
    "act": "urn:muniment:activity:",
    "who": "urn:muniment:agent:",
    "exp": "urn:muniment:export:",
}
PROGRAM = "who:program-muniment"


class Lineage:
    """A PROV document in the making: records by kind and name, each kind a part of the file."""

    def __init__(self, folder: Path, drafts: ExitStack) -> None:
        """Write into drafts in a folder, which are closed with the rest of ``drafts``."""
        self._folder, self._drafts = folder, drafts
        self._parts: dict[str, JsonPart] = {}
        self._agents: set[str] = set()
        self._entities = drafts.enter_context(draft(folder))
        self._number = 0

    def count(self, kind: str) -> int:
        """How many records there are of a kind."""
        return self._parts[kind].count if kind in self._parts else 0

    def add(self, kind: str, name: str, **said: Any) -> str:
        """A named record: an entity or an activity of a name of its own, or an agent, once."""
        if name in self._agents:
            return name
        if kind == "agent":
            self._agents.add(name)
        if kind == "entity":
            self._entities.write(f"{name}\n".encode())
        self._put(
            kind, name, {each.replace("__", ":"): value for each, value in said.items() if value}
        )
        return name

    def tie(self, kind: str, **ends: str) -> None:
        """A relation between records."""
        self._number += 1
        said = {f"prov:{name}": value for name, value in ends.items()}
        self._put(kind, f"_:r{self._number}", said)

    def entities(self) -> Iterator[str]:
        """The names of all entities so far. None may be added meanwhile."""
        self._entities.seek(0)
        for line in self._entities:
            yield line.decode().rstrip("\n")

    def write(self, output: IO[bytes]) -> None:
        """All of it."""
        write_object(output, {"prefix": PREFIXES, **self._parts})

    def _put(self, kind: str, name: str, said: Json) -> None:
        if kind not in self._parts:
            file = self._drafts.enter_context(draft(self._folder))
            self._parts[kind] = JsonPart(file, "object")
        self._parts[kind].add(said, name)


def lineage(made: Lineage, scope: Scope) -> None:
    """Sources, readings, claims and decisions of what leaves."""
    made.add("agent", PROGRAM, prov__type=_name("prov:SoftwareAgent"), prov__label="Muniment")
    sources = scope.sources().select_related("received_by").order_by("pk")
    for source in sources.iterator(AT_ONCE):
        _source(made, source)
    for document in scope.documents().iterator(AT_ONCE):
        name = made.add(
            "entity",
            f"doc:{document.key}",
            prov__type=_name("mun:Document"),
            prov__label=title_of(document),
            mun__language=document.language,
        )
        made.tie("wasDerivedFrom", generatedEntity=name, usedEntity=f"src:{document.source.key}")
        made.tie("wasGeneratedBy", entity=name, activity=f"act:read-{document.source.key}")
    claims = scope.claims().prefetch_related("reviews__by", "reviews__seconded_by")
    for claim in claims.iterator(AT_ONCE):
        if scope.wanted(claim):
            _claim(made, claim)


def write_prov(made: Lineage, about: About, output: IO[bytes]) -> None:
    """PROV-JSON with the export itself as the last entity."""
    export = about.export
    name = made.add(
        "entity",
        f"exp:{export.key}",
        prov__type=_name("mun:Export"),
        mun__about=json.dumps(about.facts(), ensure_ascii=False, sort_keys=True),
    )
    activity = made.add(
        "activity", f"act:export-{export.key}", prov__endTime=about.at, prov__label=export.purpose
    )
    made.tie("wasGeneratedBy", entity=name, activity=activity)
    made.tie("wasAssociatedWith", activity=activity, agent=_person(made, export.by.username))
    if export.decided_by is not None and export.decided_by_id != export.by_id:
        approver = _person(made, export.decided_by.username)
        made.tie("wasAssociatedWith", activity=activity, agent=approver)
    for entity in made.entities():
        if entity != name:
            made.tie("used", activity=activity, entity=entity)
    made.write(output)


def _source(made: Lineage, source: Source) -> None:
    name = made.add(
        "entity",
        f"src:{source.key}",
        prov__type=_name("mun:Source"),
        prov__label=f"source {source.key}",
        mun__sha256=source.sha256,
        mun__mediaType=source.media_type,
    )
    taking = made.add(
        "activity",
        f"act:receive-{source.key}",
        prov__type=_name("mun:TakingIn"),
        prov__endTime=source.received_at.isoformat(),
        mun__how=source.how,
    )
    made.tie("wasGeneratedBy", entity=name, activity=taking)
    who = _person(made, source.received_by.username)
    made.tie("wasAssociatedWith", activity=taking, agent=who)
    if source.reading:
        reading = made.add(
            "activity",
            f"act:read-{source.key}",
            prov__type=_name("mun:Reading"),
            mun__program=f"Muniment {source.read_by}",
            mun__reading=source.reading,
        )
        made.tie("used", activity=reading, entity=name)
        made.tie("wasAssociatedWith", activity=reading, agent=PROGRAM)


def _claim(made: Lineage, claim: Claim) -> None:
    document = claim.document
    read, body = bodies(claim)
    last = f"doc:{document.key}"
    if read is not None:
        name = f"clm:{document.key}-{claim.key}-read"
        made.add("entity", name, prov__type=_name("mun:Suggestion"), **_said(read))
        made.tie("wasGeneratedBy", entity=name, activity=f"act:read-{document.source.key}")
        made.tie("wasDerivedFrom", generatedEntity=name, usedEntity=last)
        made.tie("wasAttributedTo", entity=name, agent=PROGRAM)
        last = name
    for number, review in enumerate(claim.reviews.all(), 1):
        last = _decision(made, claim, review, number, last, body)


def _decision(
    made: Lineage, claim: Claim, review: Review, number: int, last: str, body: Row
) -> str:
    """One decision, which makes the claim what it is held to be; its name."""
    document = claim.document
    activity = made.add(
        "activity",
        f"act:decide-{document.key}-{claim.key}-{number}",
        prov__type=_name("mun:Decision"),
        prov__endTime=review.at.isoformat(),
        prov__label=review.verdict,
        mun__reason=why_decided(review),
    )
    who = _person(made, review.by.username)
    made.tie("wasAssociatedWith", activity=activity, agent=who)
    made.tie("used", activity=activity, entity=last)
    if review.seconded_by is not None:
        second = _person(made, review.seconded_by.username)
        made.tie("wasAssociatedWith", activity=activity, agent=second)
    name = f"clm:{document.key}-{claim.key}-{number}"
    is_last = review == claim.decision
    status = Claim.Status.PROPOSED if review == claim.waiting else review.verdict
    made.add(
        "entity",
        name,
        prov__type=_name("mun:Claim"),
        mun__status=claim.status if is_last else status,
        **(_said(body) if is_last else {}),
    )
    made.tie("wasGeneratedBy", entity=name, activity=activity)
    made.tie("wasDerivedFrom", generatedEntity=name, usedEntity=last)
    made.tie("wasAttributedTo", entity=name, agent=who)
    return name


def _said(body: Row) -> Json:
    passage = body["passage"]
    return {
        "prov__label": passage["quote"],
        "mun__start": passage["start"],
        "mun__end": passage["end"],
        "mun__claim": json.dumps(body, ensure_ascii=False, sort_keys=True),
    }


def _person(made: Lineage, username: str) -> str:
    """A person's agent; a name that PROV could not have is written as its letters' numbers."""
    plain = "".join(
        each if each.isalnum() or each in "-_" else f".{ord(each):x}" for each in username
    )
    return made.add(
        "agent", f"who:person-{plain}", prov__type=_name("prov:Person"), prov__label=username
    )


def _name(qualified: str) -> Json:
    """A name of a vocabulary as a value."""
    return {"$": qualified, "type": "prov:QUALIFIED_NAME"}
