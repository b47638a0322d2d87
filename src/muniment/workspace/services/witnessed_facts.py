"""Accounts, members, tokens, collections, exports, questions, places and the ladder of proof, held
against what the history tells of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from muniment.workspace.models import (
    Collection,
    Export,
    Intake,
    Membership,
    Place,
    Question,
    Register,
    Rung,
    Token,
    User,
)
from muniment.workspace.opened import opened
from muniment.workspace.sealing import MARK, SealBroken
from muniment.workspace.search.gazetteer import seal_place
from muniment.workspace.services.telling import Told
from muniment.workspace.services.telling_facts import Facts, Said, moment

Json = dict[str, Any]
NAMES = {
    "account": "account",
    "collection": "collection",
    "member": "the member",
    "token": "token",
    "export": "export",
    "question": "question",
    "place": "place",
    "rung": "step of the ladder",
    "list": "list",
    "intake": "the list of intake",
}
"""What the audit calls rows by what stands first in their subject."""
_FIELDS = {
    "two_people": "rule of two people",
    "approval": "rule of approval",
    "by": "person",
    "decided_by": "person who decided",
    "sealed_sha256": "sealed file",
    "sha256": "SHA-256",
    "ended": "end",
    "until": "last day",
}


def fact_faults(told: Told, key: bool) -> Iterator[list[str]]:
    """For each row that was looked at, what does not hold of it, as sentences."""
    facts, seen = told.facts, set()
    for subject, fields in _rows(key):
        seen.add(subject)
        said = facts.rows.get(subject)
        if said is None or not (said.whole or subject.startswith("list:")):
            yield [] if _from_before(subject, facts) else [_untold(subject)]
        elif isinstance(fields, SealBroken):
            yield [f"{_named(subject)}: a sealed text of it was changed."]
        else:
            yield list(_differences(subject, fields, said, key))
    for subject in sorted(facts.rows.keys() - seen):
        said = facts.rows[subject]
        if said.whole:
            yield [
                f"{_named(subject)}: it is gone; entry {said.number} of the history tells of it."
            ]
    yield list(_ladder(facts))


def _from_before(subject: str, facts: Facts) -> bool:
    """Whether a row may be one that the history did not use to tell of."""
    return subject.startswith("rung:") and facts.ladder is None


def _untold(subject: str) -> str:
    return f"{_named(subject)}: the history does not tell of it."


def _differences(subject: str, fields: Json, said: Said, key: bool) -> Iterator[str]:
    for name, kept in fields.items():
        if name not in said.fields:
            continue
        value, number = said.fields[name]
        if not key and isinstance(value, str) and value.startswith(MARK):
            continue  # nobody can tell
        if isinstance(value, frozenset) and kept in value:
            continue
        if kept != value and not _same_moment(kept, value):
            yield (
                f"{_named(subject)}: its {_FIELDS.get(name, name)} is not what entry {number} of "
                "the history tells."
            )


def _same_moment(kept: object, value: object) -> bool:
    return isinstance(value, str) and (at := moment(value)) is not None and at == kept


def _named(subject: str) -> str:
    kind, _, rest = subject.partition(":")
    if kind == "member":
        slug, _, account = rest.partition(":")
        return f"{account} in collection {slug}"
    return f"{NAMES[kind]} {rest}"


def _ladder(facts: Facts) -> Iterator[str]:
    steps = Rung.objects.filter(rank__isnull=False).order_by("rank").values_list("pk", flat=True)
    if facts.ladder is not None and [str(each) for each in steps] != facts.ladder:
        yield "the ladder of proof: its steps are not those that the history tells, in this order."


def _rows(key: bool) -> Iterator[tuple[str, Json | SealBroken]]:
    """Each row by what the history calls it, with what it holds; texts only with the key."""
    for user in User.objects.order_by("pk"):
        held = {"administrator": user.is_superuser, "active": user.is_active}
        yield f"account:{user.username}", held
    for each in Membership.objects.select_related("user", "collection").order_by("pk"):
        subject = f"member:{each.collection.slug}:{each.user.username}"
        yield subject, {"role": each.role, "restricted": each.restricted}
    for place in Collection.objects.order_by("pk"):
        rules = {"two_people": place.two_people, "approval": place.approval}
        yield f"collection:{place.slug}", _with_texts(place, rules, ("name", "description"), key)
    for token in Token.objects.select_related("user").order_by("pk"):
        yield f"token:{token.pk}", _token(token)
    for export in Export.objects.select_related("collection", "by", "decided_by").order_by("pk"):
        subject = f"export:{export.key}"
        yield subject, _with_texts(export, _export(export), ("purpose", "recipient"), key)
    for question in Question.objects.select_related("collection", "by").order_by("pk"):
        asked = {each: getattr(question, each) for each in ("event", "period")}
        asked |= {"collection": question.collection.slug, "by": question.by.username}
        texts = ("text", "counted", "place")
        yield f"question:{question.key}", _with_texts(question, asked, texts, key)
    for row in Place.objects.select_related("collection").order_by("pk"):
        yield f"place:{row.key}", _place(row, key)
    for rung in Rung.objects.order_by("pk"):
        yield f"rung:{rung.pk}", _with_texts(rung, {}, ("name", "meaning"), key)
    for register in Register.objects.select_related("collection").order_by("pk"):
        yield f"list:{register.list}", {"collection": register.collection.slug}
    for intake in Intake.objects.select_related("collection", "by").order_by("pk"):
        brought = {each: getattr(intake, each) for each in ("sha256", "sealed_sha256", "size")}
        brought |= {"collection": intake.collection.slug, "by": intake.by.username}
        yield f"intake:{intake.key}", brought


def _with_texts(row: object, fields: Json, texts: tuple[str, ...], key: bool) -> Json | SealBroken:
    try:
        return fields | {each: getattr(row, each) for each in texts if key}
    except SealBroken as error:
        return error


def _token(token: Token) -> Json:
    held: Json = {"user": token.user.username, "scopes": token.scopes, "mark": token.sha256}
    return held | {"until": token.expires_at, "ended": token.revoked_at is not None}


def _export(export: Export) -> Json:
    held: Json = {
        "collection": export.collection.slug,
        "what": json.loads(export.what) if export.what.startswith("{") else export.what,
        "format": export.format,
        "sensitivity": export.sensitivity,
        "by": export.by.username,
        "state": export.state,
    }
    held["decided_by"] = export.decided_by.username if export.decided_by else None
    if export.state == Export.State.MADE:
        held |= {each: getattr(export, each) for each in ("sha256", "sealed_sha256", "size")}
    return held


def _place(row: Place, key: bool) -> Json | SealBroken:
    held: Json = {"collection": row.collection.slug, "sensitivity": row.sensitivity}
    if not key:
        return held
    try:
        for each in ("names", "positions", "basis"):
            text = getattr(row, each)
            sealed = text.startswith(MARK)
            held[each] = opened().sealer.open(text, seal_place(row, each)) if sealed else text
    except SealBroken as error:
        return error
    return held
