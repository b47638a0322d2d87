"""What the history tells last of each thing: heard entry by entry, kept in few bytes."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from muniment.workspace.custody import Row
from muniment.workspace.entry_words import place_of
from muniment.workspace.opened import opened
from muniment.workspace.sealing import MARK, SealBroken
from muniment.workspace.services.telling_facts import KINDS, Facts, moment

Json = dict[str, Any]
_STATES = {"read": "read", "unreadable": "unreadable", "read-again": "received"}
VERDICTS = ("confirmed", "corrected", "rejected", "split", "added", "reopened")


def mark(*words: str) -> bytes:
    """A few bytes that change with these words."""
    text = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).digest()[:16]


def seconds_of(at: str) -> int:
    """A moment of the history in seconds, 0 where it is none."""
    found = moment(at)
    return int(found.timestamp()) if found else 0


@dataclass(slots=True)
class Decided:
    """A claim as its entries tell: its statuses may be these, its decision reads so.

    ``after`` is None where it cannot be read without the key. ``reviews`` stands for all that was
    decided, by whom and why, in order; with the key also for what it was before and after.
    ``seconds`` stands for who seconded, in order; ``at`` are the moments of the entries in
    seconds. ``waits`` tells whether the last decision took a second person, None where that was
    not told.
    """

    number: int
    verdict: str
    after: bytes | None = None
    seconded: bool = False
    reviews: bytes = b""
    seconds: bytes = b""
    at: tuple[int, ...] = ()
    waits: bool | None = None
    beside: Decided | None = None
    """What counts while this waits for a second person."""

    @property
    def counts(self) -> Decided:
        """The decision by which the claim stands."""
        return self if self.beside is None or self.seconded else self.beside


class Weighed(NamedTuple):
    """An assessment as its entry tells: what stands for it (None without the key), what it
    supersedes, and when it was made."""

    number: int
    mark: bytes | None
    supersedes: int | None
    at: int


@dataclass(slots=True)
class Told:
    """What was told of sources, claims, findings and assessments, and acts of the registers.

    Without the ``key`` sealed words are passed over.
    """

    key: bool
    sources: dict[str, Json] = field(default_factory=dict)
    described: dict[str, Json] = field(default_factory=dict)
    readings: dict[str, tuple[int, str, str]] = field(default_factory=dict)
    claims: dict[str, Decided] = field(default_factory=dict)
    findings: dict[str, tuple[int, str, str]] = field(default_factory=dict)
    assessed: dict[int, Weighed] = field(default_factory=dict)
    seconded: dict[int, str] = field(default_factory=dict)
    tied: dict[int, tuple[str, int]] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    facts: Facts = field(default_factory=Facts)

    def hear(self, row: Row) -> None:
        """Take in what one entry tells."""
        try:
            detail = json.loads(row.detail)
        except ValueError:
            return  # the chain tells that it was changed
        if not isinstance(detail, dict):
            return
        if isinstance(head := detail.get("head"), str) and isinstance(detail.get("entry"), int):
            self.tied[detail["entry"]] = (head, row.number)
        kind, _, rest = row.subject.partition(":")
        what = row.action.partition(".")[2]
        if kind == "source":
            self._source(row, what, rest, detail)
        elif kind == "claim":
            self._claim(row, what, rest, detail)
        elif kind == "finding" and "status" in detail:
            self.findings[rest] = (row.number, what, row.reason)
        elif kind in KINDS:
            self.facts.hear(row, detail)

    def _source(self, row: Row, what: str, key: str, detail: Json) -> None:
        if what == "received":
            file = ("sha256", "sealed_sha256", "size", "how")
            self.sources[key] = {each: detail[each] for each in file if each in detail}
            self.sources[key] |= {"state": "received", "received_by": row.actor}
            if "collection" in detail:
                self.sources[key]["collection"] = detail["collection"]
            said = detail.get("description")
            said = said if isinstance(said, dict) else {}
            self.described[key] = {name: self._said(row, each) for name, each in said.items()}
        elif what == "received-again" and key in self.sources and "sealed_sha256" in detail:
            self.sources[key]["sealed_sha256"] = detail["sealed_sha256"]
        elif what == "described":
            known = self.described.setdefault(key, {})
            for name, both in detail.items():
                if isinstance(both, list):
                    known[name] = self._said(row, both[1])
        elif what in _STATES and key in self.sources:
            self.sources[key]["state"] = _STATES[what]
            if what == "read" and "kept" in detail:
                self.sources[key]["reading"] = detail.get("reading", "")
                self.readings[key] = (row.number, detail["kept"], detail.get("found", ""))

    def _claim(self, row: Row, what: str, rest: str, detail: Json) -> None:
        number = detail.get("assessment")
        if what == "assessed" and isinstance(number, int):
            found, at = self._assessed(row, rest, detail), seconds_of(row.at)
            self.assessed[number] = Weighed(row.number, found, detail.get("supersedes"), at)
        elif what == "assessment-seconded" and isinstance(number, int):
            self.seconded[number] = row.actor
        elif what == "seconded" and rest in self.claims:
            known = self.claims[rest]
            known.seconded, known.seconds = True, mark(known.seconds.hex(), row.actor)
        elif what in VERDICTS:
            before = self.claims.get(rest)
            now = Decided(row.number, what)
            now.after = self._plain(row, rest, detail.get("after", ""))
            if detail.get("beside") and before is not None:
                now.beside = before.counts
            now.waits = detail.get("waits")
            now.at = (*(before.at if before else ()), seconds_of(row.at))
            now.seconds = before.seconds if before else b""
            chain = before.reviews.hex() if before else ""
            texts = [self._open(row, rest, detail.get(each, "")) for each in ("before", "after")]
            now.reviews = mark(
                chain, row.actor, what, row.reason, *(each or "" for each in texts if self.key)
            )
            self.claims[rest] = now

    def _assessed(self, row: Row, rest: str, detail: Json) -> bytes | None:
        reason = self._open(row, rest, row.reason)
        if reason is None:
            return None
        return mark(
            row.actor,
            str(detail.get("against", "")),
            str(detail.get("relation", "")),
            str(detail.get("standard", "")),
            reason,
        )

    def _said(self, row: Row, text: str) -> str:
        """What an entry tells of a source; as it is kept where the source keeps it sealed too."""
        if self.key and text.startswith(MARK):
            with suppress(SealBroken):
                return opened().sealer.open(text, place_of(row.number))
        return text

    def _plain(self, row: Row, rest: str, text: str) -> bytes | None:
        found = self._open(row, rest, text)
        return None if found is None else mark(found)

    def _open(self, row: Row, rest: str, text: str) -> str | None:
        """A text of a claim, opened where it is sealed; None where it cannot be."""
        if not text.startswith(MARK):
            return text
        if not self.key:
            return None
        document, _, claim = rest.partition(":")
        place = f"source:{document.rpartition('-')[0]}:{document}:claim:{claim}"
        try:
            return opened().sealer.open(text, place)
        except SealBroken:
            self.broken.append(f"entry {row.number} of the history: its sealed text does not open.")
            return None
