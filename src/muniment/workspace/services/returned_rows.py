"""What one row that comes back would do: to a claim, a finding, or what is said of a source."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from muniment.workspace.exporting.claimcolumns import ColumnProblem, changes_in, columns_of
from muniment.workspace.exporting.gathering import bodies
from muniment.workspace.exporting.returning import Row
from muniment.workspace.history import Actor
from muniment.workspace.models import (
    Claim,
    Collection,
    Document,
    Finding,
    Review,
    Sensitivity,
    Source,
)
from muniment.workspace.permissions import may, may_see_restricted
from muniment.workspace.sensitive import always_plain, said_of, text_of
from muniment.workspace.services import reviewing
from muniment.workspace.services.looking import MASK
from muniment.workspace.services.taking_in import Description, checked, describe
from muniment.workspace.vocabulary import kinds

Outcome = Literal["new", "changed", "same", "stale", "withheld", "problem"]
Json = dict[str, Any]
Status = Claim.Status
_KEY = re.compile(r"p?[0-9a-f]{15,16}")
_FIXED = ("id", "kind", "passage", "found_by")
_OF_VERDICT = {
    Review.Verdict.CONFIRMED: Status.CONFIRMED,
    Review.Verdict.CORRECTED: Status.CORRECTED,
    Review.Verdict.REJECTED: Status.REJECTED,
    Review.Verdict.SPLIT: Status.SPLIT,
    Review.Verdict.ADDED: Status.CONFIRMED,
}


@dataclass(slots=True)
class Planned:
    """What a row would do: ``differences`` are (what, as it stands, as the row says)."""

    table: str
    number: int
    key: str
    outcome: Outcome
    why: str = ""
    differences: list[tuple[str, Any, Any]] = field(default_factory=list)
    document: str = ""
    do: Callable[[], object] | None = None


class _Left(Exception):
    """A row that changes nothing; ``outcome`` and the message say why."""

    def __init__(self, outcome: Outcome, why: str) -> None:
        super().__init__(why)
        self.outcome: Outcome = outcome


class Here:
    """What there is to compare with in a collection, for who brings something back, and why."""

    def __init__(self, actor: Actor, collection: Collection, why: str) -> None:
        self.actor, self.collection, self.why = actor, collection, why
        self.sees_restricted = may_see_restricted(actor.user, collection)
        self._may_review = may(actor.user, "review", collection)
        self._may_add = may(actor.user, "add", collection)
        self._documents: dict[tuple[str, str, str], Document | None] = {}
        self._texts: dict[int, str] = {}
        self._claims: dict[int, dict[str, Claim]] = {}

    def document(self, row: Row) -> Document:
        """The document of a row: by its key, else by its file's SHA-256 and its number there."""
        asked = (
            str(row.get("document") or ""),
            str(row.get("source_sha256") or ""),
            str(row.get("document_number") or ""),
        )
        if asked not in self._documents:
            rows = Document.objects.filter(source__collection=self.collection)
            rows = rows.select_related("source__collection")
            found = rows.filter(key=asked[0]).first() if asked[0] else None
            if found is None and asked[1] and re.fullmatch(r"[0-9]{1,6}", asked[2]):
                found = rows.filter(source__sha256=asked[1], number=int(asked[2])).first()
            self._documents[asked] = found
        document = self._documents[asked]
        if document is None:
            raise _Left("problem", "Its document is not here: take in the source first.")
        self.allow(document.source)
        if not self._may_review:
            raise _Left("problem", "You may not decide on claims here.")
        return document

    def source(self, row: Row) -> Source:
        """The source of a row: by its key, else by its file's SHA-256."""
        rows = Source.objects.filter(collection=self.collection).select_related("collection")
        key, sha256 = str(row.get("key") or ""), str(row.get("sha256") or "")
        found = rows.filter(key=key).first() if key else None
        found = found or (rows.filter(sha256=sha256).first() if sha256 else None)
        if found is None:
            raise _Left("problem", "The file itself is not here: take it in first.")
        self.allow(found)
        if not self._may_add:
            raise _Left("problem", "You may not describe sources here.")
        return found

    def allow(self, source: Source) -> None:
        """Go on where somebody may see a source."""
        if source.sensitivity == Sensitivity.RESTRICTED and not self.sees_restricted:
            raise _Left("withheld", "It belongs to a restricted source.")

    def text(self, document: Document) -> str:
        """A document's text."""
        if document.pk not in self._texts:
            self._texts = {document.pk: text_of(document)}
        return self._texts[document.pk]

    def claim(self, document: Document, key: str) -> Claim | None:
        """A claim of a document by its key."""
        if document.pk not in self._claims:
            rows = document.claims.select_related("document__source__collection")
            rows = rows.prefetch_related("reviews")
            self._claims = {document.pk: {each.key: each for each in rows}}
        return self._claims[document.pk].get(key)


def claims(here: Here, rows: list[tuple[int, Row]]) -> Iterator[Planned]:
    """What rows of claims would do; parts of a claim that is split come with the whole."""
    parts: dict[tuple[str, str], list[Row]] = {}
    for _, row in rows:
        if row.get("split_from"):
            whole = (str(row.get("document")), str(row["split_from"]))
            parts.setdefault(whole, []).append(row)
    seen: set[tuple[str, str]] = set()
    for number, row in rows:
        name = (str(row.get("document")), str(row.get("key") or f"row {number}"))
        try:
            if name in seen:
                raise _Left("problem", "The same claim stands in the file twice.")
            seen.add(name)
            yield _claim(here, number, row, parts.get(name, []))
        except _Left as left:
            yield _left("claims", number, row, left)
        except ColumnProblem as error:
            yield _left("claims", number, row, _Left("problem", str(error)))


def findings(here: Here, rows: list[tuple[int, Row]]) -> Iterator[Planned]:
    """What rows of findings would do: what people hold of them comes back."""
    for number, row in rows:
        try:
            yield _finding(here, number, row)
        except _Left as left:
            yield _left("findings", number, row, left)


def sources(here: Here, rows: list[tuple[int, Row]]) -> Iterator[Planned]:
    """What rows of sources would do: what people said of them comes back."""
    for number, row in rows:
        try:
            yield _source(here, number, row)
        except _Left as left:
            yield _left("sources", number, row, left)


def _claim(here: Here, number: int, row: Row, parts: list[Row]) -> Planned:
    document = here.document(row)
    start, end = _passage(row, here.text(document))
    key, target = str(row.get("key") or ""), _target(row)
    planned = Planned("claims", number, key, "new", document=document.key)
    claim = here.claim(document, key)
    if claim is None:
        if row.get("split_from"):
            whole = here.claim(document, str(row["split_from"]))
            if whole is not None and whole.status != Status.SPLIT:
                planned.why = "With the claim that it is a part of."
                return planned
        if target == Status.SUGGESTED:
            raise _Left("problem", "Nobody decided on it, and the machine does not read it here.")
        body = _new_body(row, start, end)
        planned.do = lambda: _add(here, document, body, target, _reason(here, row))
        return _hidden(planned, document.source)
    read, now = bodies(claim)
    changes = _changes(row, read, now, start, end)
    standing = _standing(claim)
    planned.differences = _differences(changes, now)
    if target != standing and target != Status.SUGGESTED:
        planned.differences.append(("status", standing, target))
    if target == Status.SUGGESTED and (standing != Status.SUGGESTED or not changes):
        planned.outcome, planned.differences = "same", []
        planned.why = "" if standing == target else "It was decided here since it left."
        return planned
    if not planned.differences:
        planned.outcome = "same"
        return planned
    planned.outcome = "changed"
    _hidden(planned, document.source)
    fresh = claim.status == Status.SUGGESTED and claim.version == 1
    if not fresh and _version(row) != claim.version:
        planned.outcome, planned.why = "stale", "It was changed here since it left."
        return planned
    wanted = Status.CORRECTED if target == Status.SUGGESTED else target
    if wanted == Status.SPLIT:
        if len(parts) < 2:
            raise _Left("problem", "It was split, and its parts are not in the file.")
        made = [(_new_body(each, *_passage(each, here.text(document))), each) for each in parts]
        planned.do = lambda: _split(here, claim, made, _reason(here, row))
        return planned
    planned.do = lambda: _decide(here, claim, changes, wanted, _reason(here, row))
    return planned


def _decide(here: Here, claim: Claim, changes: Json, wanted: str, reason: str) -> None:
    """Decide on a claim as the row says, by as many decisions as that takes."""
    actor = here.actor
    if changes or wanted == Status.CORRECTED:
        reviewing.correct(actor, claim, claim.version, changes, reason)
    elif wanted == Status.CONFIRMED:
        reviewing.confirm(actor, claim, claim.version, reason)
    if wanted == Status.REJECTED:
        reviewing.reject(actor, claim, claim.version, reason)


def _add(here: Here, document: Document, body: Json, target: str, reason: str) -> None:
    _settle(here, reviewing.add(here.actor, document, body, reason), target, reason)


def _split(here: Here, claim: Claim, made: list[tuple[Json, Row]], reason: str) -> None:
    bodies_of = [body for body, _ in made]
    parts = reviewing.split(here.actor, claim, claim.version, bodies_of, reason)
    for part, (_, row) in zip(parts, made, strict=True):
        _settle(here, part, _target(row), reason)


def _settle(here: Here, claim: Claim, target: str, reason: str) -> None:
    """Bring a claim that was just added to where it stood."""
    if target == Status.CORRECTED:
        reviewing.correct(here.actor, claim, claim.version, {}, reason)
    elif target == Status.REJECTED:
        reviewing.reject(here.actor, claim, claim.version, reason)


def _finding(here: Here, number: int, row: Row) -> Planned:
    document = here.document(row)
    finding = document.findings.filter(key=str(row.get("key") or "")).first()
    if finding is None:
        raise _Left("problem", "There is no such finding here now.")
    status = str(row.get("status") or finding.status)
    if status not in Finding.Status.values:
        raise _Left("problem", f"status: a finding cannot be “{status}”.")
    planned = Planned("findings", number, finding.key, "same", document=document.key)
    fresh = finding.status == Finding.Status.OPEN and finding.version == 1
    if status == finding.status or (status == Finding.Status.OPEN and not fresh):
        return planned
    planned.differences = [("status", finding.status, status)]
    if not fresh and _version(row) != finding.version:
        planned.outcome, planned.why = "stale", "It was judged here since it left."
        return planned
    planned.outcome = "changed"
    reason = _reason(here, row)
    planned.do = lambda: reviewing.judge(here.actor, finding, finding.version, status, reason)
    return planned


def _source(here: Here, number: int, row: Row) -> Planned:
    source = here.source(row)
    place = f"source:{source.key}:obtained_from"
    now = {
        **{name: value for name, value in said_of(source).items() if name != "name"},
        "date": source.date,
        "language": source.language,
        "sensitivity": source.sensitivity,
        "obtained_from": always_plain(place, source.obtained_from),
    }
    said = now | {name: str(row[name] or "") for name in now if name in row}
    said["sensitivity"] = said["sensitivity"] or now["sensitivity"]
    if not here.sees_restricted and now["obtained_from"]:
        # Whether it is the same would tell it.
        said["obtained_from"] = now["obtained_from"]
    planned = Planned("sources", number, source.key, "same")
    planned.differences = [
        (name, *((MASK, MASK) if name == "obtained_from" else (now[name], said[name])))
        for name in now
        if now[name] != said[name]
    ]
    if not planned.differences:
        return planned
    try:
        description = checked(Description(**said))
    except ValueError as error:
        raise _Left("problem", str(error)) from error
    if _rank(said["sensitivity"]) < _rank(now["sensitivity"]):
        raise _Left("problem", "Make a source less restricted on its own page, not by a file.")
    _hidden(planned, source)
    said_before = any(now[name] for name in now if name != "sensitivity")
    if _version(row) != source.version and (said_before or source.version > 1):
        planned.outcome, planned.why = "stale", "It was described here since it left."
        return planned
    planned.outcome = "changed"
    planned.do = lambda: describe(here.actor, source, source.version, description)
    return planned


def _rank(sensitivity: str) -> int:
    return Sensitivity.values.index(sensitivity)


def _target(row: Row) -> str:
    """The status in which a row wants its claim."""
    status = str(row.get("status") or Status.CONFIRMED)
    if status == Status.PROPOSED:
        decision = str(row.get("decision") or "")
        status = next((str(s) for v, s in _OF_VERDICT.items() if v == decision), Status.CONFIRMED)
    if status not in Status.values:
        raise _Left("problem", f"status: a claim cannot be “{status}”.")
    return status


def _standing(claim: Claim) -> str:
    """How a claim stands; one that awaits a second person as the first one holds it to be."""
    if claim.status != Status.PROPOSED:
        return claim.status
    reviews = list(claim.reviews.all())
    verdict = Review.Verdict(reviews[-1].verdict) if reviews else Review.Verdict.CONFIRMED
    return str(_OF_VERDICT.get(verdict, Status.PROPOSED))


def _passage(row: Row, text: str) -> tuple[int, int]:
    """Where a row's passage stands: at its place, or where its words are, if only once."""
    quote = str(row.get("quote") or "")
    given = [str(row.get(each) if row.get(each) is not None else "") for each in ("start", "end")]
    if all(re.fullmatch(r"[0-9]{1,9}", each) for each in given):
        start, end = int(given[0]), int(given[1])
        if not 0 <= start < end <= len(text) or (quote and text[start:end] != quote):
            raise _Left("problem", "Other words stand at this passage here.")
        return start, end
    if quote and text.count(quote) == 1:
        start = text.index(quote)
        return start, start + len(quote)
    raise _Left("problem", "Say where it stands: start and end, or words that stand there once.")


def _changes(row: Row, read: Json | None, now: Json, start: int, end: int) -> Json:
    """The fields in which a row says otherwise than a claim as it stands."""
    said = row.get("changes")
    if said is not None and not isinstance(said, dict):
        raise _Left("problem", "changes: this is no JSON object as it left here.")
    base = {**(read or now), **(said or {})} if "changes" in row else dict(now)
    wanted = {**base, **changes_in(row, base)}
    changes = {
        name: value
        for name, value in wanted.items()
        if name not in _FIXED and now.get(name) != value
    }
    passage = now["passage"]
    if (passage["start"], passage["end"]) != (start, end):
        changes |= {"start": start, "end": end}
    return changes


def _differences(changes: Json, now: Json) -> list[tuple[str, Any, Any]]:
    """Changes as people read them."""
    passage = now["passage"]
    before, after = columns_of(now), columns_of({**now, **changes})
    told = [(name, before[name], after[name]) for name in before if before[name] != after[name]]
    for name in changes:
        if name in ("start", "end"):
            told.append((name, passage[name], changes[name]))
        elif name not in before:
            told.append((name, now.get(name), changes[name]))
    return told or [("changes", "", ", ".join(changes))] if changes else []


def _new_body(row: Row, start: int, end: int) -> Json:
    """A claim as somebody would add it."""
    kind = str(row.get("kind") or "")
    if kind not in kinds():
        raise _Left("problem", f"kind: “{kind}” is none of {', '.join(kinds())}.")
    said = row.get("changes") if isinstance(row.get("changes"), dict) else {}
    base: Json = {name: value for name, value in (said or {}).items() if name not in _FIXED}
    body = {**base, **changes_in(row, base), "kind": kind, "start": start, "end": end}
    low, high = body.get("low"), body.get("high")
    if low is not None and high is not None and low > high:
        raise _Left("problem", f"The lowest, {low:g}, is above the highest, {high:g}.")
    if _KEY.fullmatch(str(row.get("key") or "")):
        body["key"] = row["key"]
    return body


def _version(row: Row) -> int | None:
    text = str(row.get("version") or "")
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


def _reason(here: Here, row: Row) -> str:
    return str(row.get("reason") or "").strip() or here.why


def _hidden(planned: Planned, source: Source) -> Planned:
    """What differs of a restricted source is told only by its name."""
    if source.sensitivity == Sensitivity.RESTRICTED:
        planned.differences = [(name, MASK, MASK) for name, _, _ in planned.differences]
    return planned


def _left(table: str, number: int, row: Row, left: _Left) -> Planned:
    key, document = str(row.get("key") or "")[:40], str(row.get("document") or "")[:40]
    return Planned(table, number, key, left.outcome, str(left), document=document)
