"""Entries of the history as people read them: who may, what changed, where it leads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse

from muniment.web.actions import VIA, action_label, field_label
from muniment.web.labels import label
from muniment.workspace.entry_words import words_of
from muniment.workspace.models import (
    Collection,
    Entry,
    Export,
    Place,
    Question,
    Sensitivity,
    Source,
    User,
)
from muniment.workspace.permissions import seeing_restricted, where
from muniment.workspace.sealing import MARK
from muniment.workspace.sensitive import SAID
from muniment.workspace.services.looking import MASK

Json = dict[str, Any]
A_PAGE = 50
_A_LOOK = 400
_MOST_LOOKED_AT = 20_000
_LONGEST = 240
_FEW = 4
_OF_A_DIGEST = 12
_DIGEST = re.compile(r"[0-9a-f]{40,}")
_IN_SOURCES = ("source", "document", "claim", "finding")
# What gives away what is restricted, where it was written before that.
_WORDS = ("before", "after", *SAID, "names", "positions", "basis", "recipient", "problem")
# What only shows that something is as it was.
_UNSHOWN = (
    "version",
    "head",
    "entry",
    "reading",
    "kept",
    "assessment",
    "supersedes",
    "standard",
    "who",
    "waits",
    "found",
    "ladder",
    "mark",
)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed: what, from what (None where there was nothing), to what."""

    name: str
    before: str | None
    after: str

    @property
    def label(self) -> str:
        """What is called so on the pages."""
        return field_label(self.name)

    @property
    def became(self) -> str:
        """What it is now, as the pages call it."""
        return str(label("verdict", self.after)) if self.name == "verdict" else self.after


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as it is shown."""

    entry: Entry
    label: str
    via: str
    address: str
    reason: str
    changes: list[Change]
    earlier: bool = False
    """Whether its time is earlier than that of the entry before it: a clock was set back."""

    @property
    def day(self) -> str:
        """The day on which it was written."""
        return self.entry.at[:10]

    @property
    def few(self) -> bool:
        """Whether all that changed can be shown at once."""
        return len(self.changes) <= _FEW


@dataclass(frozen=True, slots=True)
class Page:
    """Entries of a page; ``further`` is the number before which more may stand, or None."""

    entries: list[Shown]
    further: int | None


def page_of(user: User, rows: QuerySet[Entry], before: int | None) -> Page:
    """The latest entries among ``rows``, before a number, that a person may read, as shown."""
    found, further = latest_of(user, rows, before)
    return Page(_shown(found, user), further)


def latest_of(
    user: User, rows: QuerySet[Entry], before: int | None, size: int = A_PAGE
) -> tuple[list[Entry], int | None]:
    """The latest entries among ``rows``, before a number, that a person may read; and the number
    before which more may stand, or None.

    Administrators of the workspace read all; others what was done in the collections where they
    have the right, but for what is restricted and not theirs to see, and what they did themselves.
    """
    every = user.is_superuser
    within = set(where(user, "history").values_list("pk", flat=True))
    found: list[Entry] = []
    looked = 0
    while len(found) <= size and looked < _MOST_LOOKED_AT:
        part = rows if before is None else rows.filter(number__lt=before)
        entries = list(part.order_by("-number")[: size + 1 if every else _A_LOOK])
        if not entries:
            return found[:size], _further(found, size)
        looked += len(entries)
        before = entries[-1].number
        found += entries if every else _allowed(entries, within, user)
    return found[:size], _further(found, size) or before


def _further(found: Sequence[Entry], size: int) -> int | None:
    return found[size - 1].number if len(found) > size else None


def _allowed(entries: Sequence[Entry], within: set[int], user: User) -> Iterator[Entry]:
    """Those of some entries that are about a collection where somebody may read the history."""
    keys: dict[str, set[str]] = {}
    for entry in entries:
        kind, key = _about(entry.subject)
        keys.setdefault(kind, set()).add(key)
    of: dict[tuple[str, str], int] = {}
    tables: dict[str, tuple[Any, str, str]] = {
        "source": (Source, "key", "collection_id"),
        "place": (Place, "key", "collection_id"),
        "question": (Question, "key", "collection_id"),
        "export": (Export, "key", "collection_id"),
        "collection": (Collection, "slug", "pk"),
    }
    for kind, (model, column, collection) in tables.items():
        if kind in keys:
            rows = model.objects.filter(**{f"{column}__in": keys[kind]})
            of.update({(kind, key): pk for key, pk in rows.values_list(column, collection)})
    unknown = Reader.of(user, entries).unknown
    for entry in entries:
        about = _about(entry.subject)
        theirs = of.get(about) in within and about[1] not in unknown
        if theirs or entry.actor == user.username:
            yield entry


def _about(subject: str) -> tuple[str, str]:
    """What a subject belongs to: a source for all that is in one, else itself."""
    kind, _, rest = subject.partition(":")
    if kind in _IN_SOURCES:
        return "source", rest.partition(":")[0].partition("-")[0]
    return kind, rest


def _shown(entries: Sequence[Entry], user: User) -> list[Shown]:
    reader = Reader.of(user, entries)
    last = {each.number - 1 for each in entries}
    times = dict(Entry.objects.filter(number__in=last).values_list("number", "at"))
    return [
        replace(shown(each, reader), earlier=each.at < times.get(each.number - 1, ""))
        for each in entries
    ]


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose words of the history somebody reads: ``closed`` are the keys of what is restricted,
    ``unknown`` of those that they may never see, ``looks`` the collections in which they may see
    why people looked, ``exports`` the exports that are theirs to know of."""

    closed: frozenset[str]
    unknown: frozenset[str]
    looks: frozenset[str]
    exports: frozenset[str]

    @classmethod
    def of(cls, user: User, entries: Sequence[Entry]) -> Reader:
        """Who reads some entries."""
        keys = {_about(each.subject)[1] for each in entries}
        keys.update(*(_weighed_against(each) for each in entries))
        restricted = {"key__in": keys, "sensitivity": Sensitivity.RESTRICTED}
        rows = [
            *Source.objects.filter(**restricted).values_list("key", "collection__slug"),
            *Place.objects.filter(**restricted).values_list("key", "collection__slug"),
        ]
        handed = Q(collection__in=where(user, "export")) | Q(collection__in=where(user, "approve"))
        exports = Export.objects.filter(handed, key__in=keys).values_list("key", flat=True)
        looks = frozenset(seeing_restricted(user).values_list("slug", flat=True))
        unknown = frozenset(key for key, slug in rows if slug not in looks)
        return cls(frozenset(key for key, _ in rows), unknown, looks, frozenset(exports))

    def reads(self, entry: Entry, detail: Json) -> bool:
        """Whether an entry's own words are open to them."""
        kind, key = _about(entry.subject)
        if entry.action == "restricted.seen":
            return detail.get("collection") in self.looks
        if kind == "export":
            return key in self.exports
        return key not in self.closed and self.closed.isdisjoint(_weighed_against(entry))


def _weighed_against(entry: Entry) -> tuple[str, ...]:
    """The source of the other claim, where one was weighed against it."""
    if entry.action != "claim.assessed":
        return ()
    against = str(_detail(entry).get("against") or "")
    return (against.partition(":")[0].rpartition("-")[0],) if against else ()


def _detail(entry: Entry) -> Json:
    try:
        detail = json.loads(entry.detail)
    except ValueError:
        return {}
    return detail if isinstance(detail, dict) else {}


def shown(entry: Entry, reader: Reader) -> Shown:
    """An entry as somebody may read it: what is restricted stays sealed."""
    detail, reason = _detail(entry), entry.reason
    if reader.reads(entry, detail):
        words = words_of(entry.number, entry.subject, entry.detail, entry.reason)
        detail, reason = words.detail, words.reason
    else:  # what was written before words were sealed
        detail = {name: _withheld(name, value) for name, value in detail.items()}
        reason = MASK if reason else ""
    return Shown(
        entry,
        action_label(entry.action),
        str(VIA.get(entry.via, entry.via)),
        _address(entry.subject),
        MASK if reason.startswith(MARK) else reason,
        list(_changes(detail)),
    )


def _withheld(name: str, value: object) -> object:
    """What an entry tells of something that became restricted after it was written."""
    if isinstance(value, dict):
        return {each: _withheld(each, inner) for each, inner in value.items()}
    if name not in _WORDS:
        return value
    if isinstance(value, list):
        return [MARK if each else each for each in value]
    return MARK if value else value


def _changes(detail: Json) -> Iterator[Change]:
    before, after = _body(detail.get("before")), _body(detail.get("after"))
    if "before" in detail or "after" in detail:
        if before is None or after is None:
            yield Change("", None, MASK)
        else:
            names = [each for each in {**before, **after} if before.get(each) != after.get(each)]
            yield from (
                Change(each, before.get(each, "") if before else None, after.get(each, ""))
                for each in names[:12]
            )
    for name, value in detail.items():
        if name in ("before", "after", *_UNSHOWN) or value in ("", None, [], {}):
            continue
        if isinstance(value, list) and len(value) == 2 and name != "records":
            yield Change(name, _text(value[0]), _text(value[1]))
        elif isinstance(value, dict):
            yield from (
                Change(f"{name}: {key}", None, _text(each))
                for key, each in value.items()
                if each not in ("", None)
            )
        else:
            yield Change(name, None, _text(value))


def _body(kept: object) -> dict[str, str] | None:
    """A claim as flat words, None where it is sealed."""
    if not isinstance(kept, str) or kept.startswith(MARK):
        return None
    try:
        body = json.loads(kept) if kept else {}
    except ValueError:
        return None
    if not isinstance(body, dict):
        return None
    flat = {}
    for name, value in body.items():
        if name in ("id", "found_by"):
            continue
        if isinstance(value, dict):
            value = value.get("quote") or value.get("edtf") or value.get("text") or ""
        flat[name] = _text(value)
    return flat


def _text(value: object) -> str:
    if isinstance(value, str):
        text = value
    elif isinstance(value, bool) or value is None:
        text = "–" if not value else "✓"
    elif isinstance(value, float) and value.is_integer():
        text = str(int(value))
    else:
        text = json.dumps(value, ensure_ascii=False)
    if MARK in text:
        return MASK
    if _DIGEST.fullmatch(text):
        return f"{text[:_OF_A_DIGEST]}…"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _address(subject: str) -> str:
    """Where a subject is shown, "" where it has no page."""
    kind, _, rest = subject.partition(":")
    parts = rest.split(":")
    names = {
        "source": "source",
        "document": "document",
        "place": "place",
        "question": "question",
        "export": "export",
        "collection": "collection",
        "intake": "intake",
    }
    try:
        if kind == "claim" and len(parts) == 2:
            return reverse("claim", args=parts)
        if kind == "finding" and len(parts) == 2:
            return f"{reverse('document', args=parts[:1])}#finding-{parts[1]}"
        if kind in names and len(parts) == 1:
            return reverse(names[kind], args=parts)
    except NoReverseMatch:
        return ""
    return ""
