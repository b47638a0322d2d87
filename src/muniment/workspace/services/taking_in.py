"""Sources come in: kept in the vault, described, and given to be read."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from typing import IO, Literal, cast

from django.utils import timezone

from muniment.workspace.folder import SETTINGS
from muniment.workspace.history import Actor, record, writing
from muniment.workspace.locking import claim_version
from muniment.workspace.models import Collection, Sensitivity, Source, Work
from muniment.workspace.opened import opened
from muniment.workspace.permissions import need
from muniment.workspace.search.index import index_documents
from muniment.workspace.sensitive import always_closed, always_plain, closed, is_sealed, reseal
from muniment.workspace.vault import Kept
from muniment.workspace.working import ask

How = Literal["upload", "paste", "mail", "command", "import"]
LONGEST_NAME, LONGEST_DATE = 200, 60
LONGEST = {"title": 1_000, "issuer": 1_000, "obtained_from": 2_000, "note": 20_000}
"""The most characters that are said of a source: every list shows its title."""
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a person says of a source; "" where nothing is said.

    ``date`` is EDTF, ``language`` ISO 639-1, ``obtained_from`` whoever it came from: kept sealed.
    """

    title: str = ""
    issuer: str = ""
    date: str = ""
    language: str = ""
    note: str = ""
    obtained_from: str = ""
    sensitivity: str = Sensitivity.INTERNAL


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A source, and whether it is new: the same file is kept once in a collection."""

    source: Source
    new: bool


class Untaken(ValueError):
    """A file that cannot be taken in, whatever is said of it; the message is a sentence."""


def take_in(
    actor: Actor,
    collection: Collection,
    stream: IO[bytes],
    name: str,
    how: How,
    description: Description | None = None,
) -> TakenIn:
    """Keep what a stream gives as a source of a collection, and have it read.

    The file is in the vault, flushed to the disk, before the database speaks of it. Raises
    NotAllowed without the right to add, ValueError on a description that cannot be, Untaken on a
    file that cannot be read or is larger than the workspace takes; nothing of it stays then.
    """
    need(actor.user, "add", collection)
    said = checked(description or Description())
    kept = opened().vault.put(_bounded(stream))
    name = plain_name(name)
    key = source_key(collection, kept.sha256)
    as_kept = Source(key=key, sensitivity=said.sensitivity)
    with writing():
        source, new = Source.objects.get_or_create(
            collection=collection,
            sha256=kept.sha256,
            defaults={
                "key": key,
                "sealed_sha256": kept.sealed_sha256,
                "size": kept.size,
                "name": closed(as_kept, "name", name),
                "sensitivity": said.sensitivity,
                "received_by": actor.user,
                "received_at": timezone.now(),
                "how": how,
                "obtained_from": always_closed(f"source:{key}:obtained_from", said.obtained_from),
                "title": closed(as_kept, "title", said.title),
                "issuer": closed(as_kept, "issuer", said.issuer),
                "date": said.date,
                "language": said.language,
                "note": closed(as_kept, "note", said.note),
            },
        )
        record(
            actor,
            "source.received" if new else "source.received-again",
            f"source:{source.key}",
            {
                "sha256": kept.sha256,
                "sealed_sha256": source.sealed_sha256,
                "size": kept.size,
                "name": source.name,
                "how": how,
                "collection": collection.slug,
                "description": _described(source),
            }
            if new
            else {"name": closed(source, "name", name), "how": how, **_mended(source, kept)},
        )
        if new:
            ask(actor, "read", collection, {"source": source.key, "name": str(source)})
    return TakenIn(source, new)


def _bounded(stream: IO[bytes]) -> IO[bytes]:
    return cast("IO[bytes]", _Bounded(stream, opened().folder.largest_file_mb))


class _Bounded(io.RawIOBase):
    """A stream that is read as far as a workspace takes a file."""

    def __init__(self, stream: IO[bytes], megabytes: int) -> None:
        self._stream, self._megabytes = stream, megabytes
        self._left = megabytes * 1_000_000

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        try:
            block = self._stream.read(size)
        except OSError as error:
            raise Untaken(f"cannot be read ({error.strerror or error}).") from error
        self._left -= len(block)
        if self._left < 0:
            raise Untaken(too_large(self._megabytes))
        return block


def too_large(megabytes: int) -> str:
    """Why a file is not taken in that has more than so many megabytes."""
    return (
        f"is larger than {megabytes:,} MB, the most that is taken in "
        f"(largest_file_mb in {SETTINGS})."
    )


def _mended(source: Source, kept: Kept) -> dict[str, str]:
    """What the history is told where the vault had lost a file that is brought again: it is
    sealed anew."""
    if kept.sealed_sha256 == source.sealed_sha256:
        return {}
    source.sealed_sha256 = kept.sealed_sha256
    source.save(update_fields=["sealed_sha256"])
    return {"sealed_sha256": kept.sealed_sha256}


def describe(actor: Actor, source: Source, version: int, description: Description) -> Source:
    """Change what people say of a source; it is read anew, since that may tell its date or issuer.

    Raises NotAllowed without the right to add, Stale when somebody else was quicker, ValueError
    on a description that cannot be.
    """
    need(actor.user, "add", source.collection)
    said = checked(description)
    with writing():
        claim_version(source, version)
        before = _described(source)
        source.date, source.language = said.date, said.language
        source.sensitivity = said.sensitivity
        for each in ("title", "issuer", "note"):
            setattr(source, each, closed(source, each, getattr(said, each)))
        place = f"source:{source.key}:obtained_from"
        if said.obtained_from != always_plain(place, source.obtained_from):
            source.obtained_from = always_closed(place, said.obtained_from)
        source.save()
        reseal(source)
        if before["sensitivity"] != said.sensitivity:  # what is sealed is found no more, at once
            index_documents(source, list(source.documents.all()))
            _rename_work(source)
        after = _described(source)
        changed = {
            each: [before[each], after[each]] for each in after if before[each] != after[each]
        }
        record(actor, "source.described", f"source:{source.key}", changed)
        order = {"source": source.key, "name": str(source)}
        sealed = before["sensitivity"] != said.sensitivity and is_sealed(source)
        ask(actor, "read", source.collection, order | ({"overwrite": True} if sealed else {}))
    return source


def _rename_work(source: Source) -> None:
    """Work on a source is called as the source may be called now."""
    for each in Work.objects.filter(kind="read", about=source.key):
        order = json.loads(each.order)
        before, order["name"] = order.get("name", ""), str(source)
        each.order = json.dumps(order)
        if before and each.message.startswith(f"{before}: "):
            each.message = order["name"] + each.message.removeprefix(before)
        each.save(update_fields=["order", "message"])


def read_again(actor: Actor, source: Source, version: int, reason: str) -> Source:
    """Have a source read once more: a file that could not be read may be by now.

    What people decided stays. Raises NotAllowed without the right to add, Stale when somebody else
    was quicker, ValueError without a reason.
    """
    need(actor.user, "add", source.collection)
    if not reason.strip():
        raise ValueError("Reading a source again needs a reason.")
    with writing():
        claim_version(source, version)
        before = source.state
        source.state, source.problem = Source.State.RECEIVED, ""
        source.save(update_fields=["state", "problem"])
        detail = {"state": [before, source.state]}
        record(actor, "source.read-again", f"source:{source.key}", detail, reason.strip())
        ask(actor, "read", source.collection, {"source": source.key, "name": str(source)})
    return source


def checked(description: Description) -> Description:
    """The description. Raises ValueError, as a sentence, where something in it cannot be."""
    from muniment.values.period import Period

    if description.date:
        try:
            Period.parse(description.date)
        except ValueError as error:
            raise ValueError(
                f"“{description.date}” is no date: write 2021-03-04, 2021-03, 2021 or another EDTF."
            ) from error
    for name, most in LONGEST.items():
        if len(getattr(description, name)) > most:
            what = name.replace("_", " ")
            raise ValueError(f"What is said as {what} has {most:,} characters at most.")
    if len(description.date) > LONGEST_DATE:
        raise ValueError(f"A date has {LONGEST_DATE} characters at most.")
    if description.language and not _LANGUAGE.fullmatch(description.language):
        raise ValueError(f"“{description.language}” is no language: write en, ru, ar or another.")
    if description.sensitivity not in Sensitivity.values:
        raise ValueError(f"“{description.sensitivity}” is no sensitivity.")
    return description


def plain_name(name: str) -> str:
    """The last part of a file's name, without what could lead elsewhere or hide its ending."""
    last = PurePosixPath(PureWindowsPath(name).name).name
    shown = "".join(
        each for each in unicodedata.normalize("NFC", last) if unicodedata.category(each)[0] != "C"
    )
    plain = shown.strip()[-LONGEST_NAME:]
    return plain if plain.strip(".") else "unnamed"


def source_key(collection: Collection, sha256: str) -> str:
    """The permanent address of a source: 16 letters and digits, the same on every machine."""
    mark = hashlib.sha256(f"{collection.slug}:{sha256}".encode()).digest()
    return base64.b32encode(mark)[:16].decode("ascii").lower()


def _described(source: Source) -> dict[str, str]:
    """What is said of a source, as the history keeps it: whom it came from stays sealed."""
    return {
        each: str(getattr(source, each))
        for each in ("title", "issuer", "date", "language", "note", "sensitivity", "obtained_from")
    }
