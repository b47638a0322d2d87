"""Evidence packages: sources with their custody, to be checked elsewhere without a workspace.

A package is a BagIt bag with an RO-Crate, signed with the workspace's key: the files as received,
their texts, claims and findings with every decision, and the history of each source, entry by
entry, each with what proves that it stood in the signed history. Whom a source came from never
leaves.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import Q
from django.utils import timezone

from muniment import __version__
from muniment.workspace import custody_tree
from muniment.workspace.custody import (
    PURPOSE,
    Checkpoint,
    CustodyProblem,
    Row,
    public_key,
    signing_key,
)
from muniment.workspace.custody_bag import BAGIT, INFO, MANIFEST, BagWriter, writing
from muniment.workspace.custody_package import CHECKPOINT, LOG, SIGNATURE, TIMESTAMP, signed_words
from muniment.workspace.custody_time import ask_time
from muniment.workspace.entry_words import words_of
from muniment.workspace.models import Collection, Entry, Sensitivity, Source
from muniment.workspace.opened import opened
from muniment.workspace.sensitive import is_sealed, said_of
from muniment.workspace.services import checkpoints
from muniment.workspace.services.crate import crate
from muniment.workspace.services.looking import MASK
from muniment.workspace.services.packed import documents_json, safe_name
from muniment.workspace.snapshot import snapshot
from muniment.workspace.vault import VaultProblem

Json = dict[str, Any]


class PackageProblem(Exception):
    """A package that cannot be made; the message is a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a package is made: whether restricted sources may be in it (whoever asks must be allowed
    to), what for and for whom, as it will stand in the package."""

    restricted: bool = False
    purpose: str = ""
    recipient: str = ""


def build(collection: Collection, sources: Iterable[Source], options: Options) -> Path:
    """A package of sources of one collection, as a file in the workspace's temporary folder.

    Whoever calls has checked the right to it, and removes the file. Raises PackageProblem when
    there is nothing to pack, a source is restricted and ``options`` do not allow it, a file of the
    vault does not hold, or the time authority does not answer.
    """
    chosen = list(sources)
    if not chosen:
        raise PackageProblem("There is no source to pack.")
    for source in chosen:
        if source.collection_id != collection.pk:
            raise PackageProblem(f"{source} is in another collection.")
        if is_sealed(source) and not options.restricted:
            raise PackageProblem(f"{source} is restricted: it is not in this package.")
    path = opened().temporary / f"{uuid.uuid4().hex}.zip"
    try:
        with snapshot():
            _write(path, collection, chosen, options)
    except (VaultProblem, CustodyProblem) as error:
        path.unlink(missing_ok=True)
        raise PackageProblem(str(error)) from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _write(path: Path, collection: Collection, chosen: Sequence[Source], options: Options) -> None:
    digests = list(checkpoints.digests())
    tree = custody_tree.levels(digests)
    checkpoint = checkpoints.signed(digests)
    root = f"muniment-{checkpoint.at[:10]}-{checkpoint.digest[:8]}"
    with writing(path, root) as bag:
        bag.tag("bagit.txt", BAGIT)
        for source in chosen:
            _source(bag, source, tree)
        bag.add(CHECKPOINT, checkpoint.text().encode("utf-8"))
        bag.add("README.txt", _README.encode("utf-8"))
        bag.add("ro-crate-metadata.json", crate(collection, chosen, checkpoint.at, bag.payload))
        _vouch(bag, collection, checkpoint, options)
        bag.finish()


def _source(bag: BagWriter, source: Source, tree: Sequence[Sequence[bytes]]) -> None:
    place = f"sources/{source.key}"
    said = said_of(source)
    with bag.adding(f"{place}/original/{safe_name(said['name'])}", source.size) as out:
        opened().vault.copy(source.sha256, out)
    facts = {
        "key": source.key,
        "sha256": source.sha256,
        "size": source.size,
        **said,
        "media_type": source.media_type,
        "date": source.date,
        "language": source.language,
        "sensitivity": source.sensitivity,
        "received_by": source.received_by.username,
        "received_at": source.received_at.isoformat(),
        "how": source.how,
        "state": source.state,
        "read_by": source.read_by,
        "left_out": ["obtained_from"],
    }
    bag.add(f"{place}/source.json", as_text(facts))
    for key, text, content in documents_json(source):
        bag.add(f"{place}/documents/{key}.txt", text.encode("utf-8"))
        bag.add(f"{place}/documents/{key}.json", as_text(content))
    lines = (
        json.dumps(
            {
                "entry": list(row),
                "path": custody_tree.proof(tree, row.number - 1),
                "words": _words(row, source),
            },
            ensure_ascii=False,
        )
        for row in custody_of(source)
    )
    bag.add(f"{place}/{LOG}", "".join(f"{each}\n" for each in lines).encode("utf-8"))


def _words(row: Row, source: Source) -> Json:
    """What an entry tells in words, which it keeps sealed: what may leave with its source."""
    words = words_of(row.number, row.subject, row.detail, row.reason)
    hides = row.action == "restricted.seen" or _speaks_of_another(words.detail, source)
    told = {"detail": words.detail, "reason": MASK if hides and words.reason else words.reason}
    return {name: each for name, each in told.items() if each}


def _speaks_of_another(detail: Json, source: Source) -> bool:
    """Whether an entry weighs a claim against one of a restricted source, and this is none."""
    against = str(detail.get("against") or "").partition(":")[0].rpartition("-")[0]
    restricted = Source.objects.filter(key=against, sensitivity=Sensitivity.RESTRICTED)
    return bool(against) and not is_sealed(source) and restricted.exists()


def custody_of(source: Source) -> Iterable[Row]:
    """The history of a source and of everything in it, in order."""
    key = source.key
    about = Q(subject__in=[f"source:{key}", f"claim:{key}", f"finding:{key}"])
    for kind in ("document", "claim", "finding"):
        about |= Q(subject__startswith=f"{kind}:{key}-")
    rows = Entry.objects.filter(about).order_by("number").values_list(*Row._fields)
    return (Row(*each) for each in rows.iterator())


def _vouch(
    bag: BagWriter, collection: Collection, checkpoint: Checkpoint, options: Options
) -> None:
    """The tag files: what is in the bag, signed, and its time where an authority is configured."""
    manifest = bag.manifest()
    info = bag.info(
        {
            "Source-Organization": opened().folder.name,
            "External-Description": f"Evidence package of the collection {collection.name}",
            "Bagging-Date": checkpoint.at[:10],
            "Bag-Software-Agent": f"Muniment {__version__}",
            "Purpose": options.purpose,
            "Recipient": options.recipient,
        }
    )
    seed = opened().keys.derived(PURPOSE)
    key, at = public_key(seed), timezone.now().isoformat(timespec="seconds")
    signature = signing_key(seed).sign(signed_words(manifest, info, at, key)).hex()
    signed = as_text({"at": at, "public_key": key, "signature": signature})
    bag.tag(INFO, info)
    bag.tag(MANIFEST, manifest)
    bag.tag(SIGNATURE, signed)
    if authority := opened().folder.time_authority:
        bag.tag(TIMESTAMP, ask_time(authority, signed))


def as_text(value: Json) -> bytes:
    """JSON for people and programs."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


_README = """This is an evidence package: sources as they were received, what was read from them,
what people decided of it, and their history.

  sources/KEY/original/      the file as received, untouched
  sources/KEY/source.json    what is said of it
  sources/KEY/documents/     its text, and its claims and findings with every decision
  sources/KEY/custody.jsonl  its history: each entry, what proves it under the checkpoint, and
                             its words, which the entry itself keeps sealed
  checkpoint.json            how far the whole history had come, signed
  ro-crate-metadata.json     the same as an RO-Crate (https://w3id.org/ro/crate)

To check it without any network:  pip install muniment cryptography; muniment verify PACKAGE
It is a BagIt bag (RFC 8493): sha256sum -c manifest-sha256.txt, in the folder above this one,
compares the files without any program of ours.
"""
