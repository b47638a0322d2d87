"""An evidence package checked offline, without a workspace: what was changed in it is named.

Files by the manifests; the manifests by the signature; each entry of the custody log by its own
digest and by its place under the signed checkpoint; each original by what the log says of it; the
timestamp, where there is one.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from muniment.workspace import custody_time
from muniment.workspace.custody import (
    Checkpoint,
    CustodyProblem,
    Row,
    canonical,
    digest_of,
    fingerprint,
    read_checkpoint,
)
from muniment.workspace.custody_bag import (
    BAGIT,
    DAMAGED,
    INFO,
    MANIFEST,
    TAGS,
    Bag,
    NoBag,
    digest_in,
    opened_bag,
    packed_otherwise,
    read_lines,
)
from muniment.workspace.custody_tree import proves

CHECKPOINT = "checkpoint.json"
SIGNATURE = "signature.json"
TIMESTAMP = "timestamp.tsr"
LOG = "custody.jsonl"
_LARGEST_TEXT = 500 << 20


@dataclass(slots=True)
class Verdict:
    """What was found wrong with a package, what is worth knowing, what it holds."""

    faults: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    files: int = 0
    entries: int = 0
    key: str = ""
    time: str = ""

    @property
    def holds(self) -> bool:
        """True when nothing was found wrong."""
        return not self.faults


def signed_words(manifest: bytes, info: bytes, at: str, key: str) -> bytes:
    """What the signature of a package covers."""
    said = {
        "manifest": hashlib.sha256(manifest).hexdigest(),
        "info": hashlib.sha256(info).hexdigest(),
        "at": at,
        "public_key": key,
    }
    return b"muniment package 1\n" + canonical(said).encode("utf-8")


def verify(path: Path, key: str = "", authorities: Sequence[Path] = ()) -> Verdict:
    """Check a package.

    ``key`` is the fingerprint that its signing key must have, ``authorities`` certificates of time
    authorities. Raises NoBag when there is no package at the path.
    """
    found = Verdict()
    with opened_bag(path) as bag:
        names = bag.names()
        if "bagit.txt" not in names or MANIFEST not in names:
            raise NoBag(f"{path.name}: this is no package: bagit.txt or {MANIFEST} is missing.")
        digests = _files(bag, names, found)
        _signature(bag, names, key, found)
        _custody(bag, names, digests, found)
        _time(bag, names, authorities, found)
    if found.holds and path.is_file():
        _archive(path, found)
    found.files = len(names)
    return found


def _files(bag: Bag, names: Sequence[str], found: Verdict) -> dict[str, str]:
    """Every file against the manifests: changed, missing, added. The SHA-256 of each as it is."""
    there, digests = frozenset(names), dict[str, str]()
    if _read(bag, "bagit.txt", found) != BAGIT:
        found.faults.append("bagit.txt was changed.")
    listed: dict[str, str] = {}
    for manifest in (MANIFEST, TAGS):
        if manifest not in names:
            found.faults.append(f"{manifest} is missing.")
            continue
        rows, wrong = read_lines(_read(bag, manifest, found))
        found.faults += [f"{manifest} was changed ({each})." for each in wrong]
        for name in rows:
            if (manifest == MANIFEST) != name.startswith("data/"):
                found.faults.append(f"{manifest} was changed: {name} does not belong in it.")
        listed |= rows
    for name, sha256 in sorted(listed.items()):
        if name not in there:
            found.faults.append(f"{name} is missing.")
            continue
        try:
            digests[name] = digest_in(bag, name)
            if digests[name] != sha256:
                either = "" if name.startswith("data/") else f", or {TAGS} was"
                found.faults.append(f"{name} was changed{either}.")
        except DAMAGED:
            found.faults.append(f"{name} was changed: it cannot be read.")
    for name in sorted(there - set(listed) - {TAGS}):
        found.faults.append(f"{name} was added.")
    twice = sorted(name for name, count in Counter(names).items() if count > 1)
    found.faults += [f"{each} is there more than once." for each in twice]
    return digests


def _signature(bag: Bag, names: Sequence[str], key: str, found: Verdict) -> None:
    """The signature over the manifest, and whose it is."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if SIGNATURE not in names:
        found.faults.append(f"{SIGNATURE} is missing: nobody vouches for this package.")
        return
    try:
        said = json.loads(_read(bag, SIGNATURE, found))
        words = signed_words(
            _read(bag, MANIFEST, found), _read(bag, INFO, found), said["at"], said["public_key"]
        )
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(said["public_key"]))
        public.verify(bytes.fromhex(said["signature"]), words)
    except InvalidSignature:
        found.faults.append(
            f"the signature does not hold: {MANIFEST}, {INFO} or {SIGNATURE} was changed."
        )
        return
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        found.faults.append(f"{SIGNATURE} was changed: it cannot be read.")
        return
    found.key = fingerprint(said["public_key"])
    if key and _plain(key) != _plain(found.key):
        found.faults.append(f"the package was signed with another key: {found.key}.")


def _plain(key: str) -> str:
    return re.sub(r"[^0-9a-f]", "", key.lower())


def _custody(bag: Bag, names: Sequence[str], digests: Mapping[str, str], found: Verdict) -> None:
    """The checkpoint, and each entry of each log under it."""
    try:
        checkpoint = read_checkpoint(
            _read(bag, f"data/{CHECKPOINT}", found).decode("utf-8", "replace")
        )
    except CustodyProblem as error:
        found.faults.append(f"data/{CHECKPOINT}: {error}")
        return
    if not checkpoint.holds():
        found.faults.append(f"data/{CHECKPOINT}: its signature does not hold.")
        return
    if found.key and checkpoint.fingerprint != found.key:
        found.faults.append(f"data/{CHECKPOINT}: it was signed with another key than the package.")
    originals: dict[str, list[str]] = {}
    for name in names:
        folder, inside, _ = name.partition("original/")
        if inside:
            originals.setdefault(folder, []).append(name)
    for name in names:
        if name.startswith("data/sources/") and name.endswith(f"/{LOG}"):
            folder = name.removesuffix(LOG)
            entries = list(_entries(bag, name, checkpoint, found))
            found.entries += len(entries)
            files = {each: digests.get(each) for each in originals.get(folder, ())}
            _original(name, entries, files, found)


def _entries(bag: Bag, name: str, checkpoint: Checkpoint, found: Verdict) -> Iterator[Row]:
    before = 0
    lines = _read(bag, name, found).decode("utf-8", "replace").split("\n")
    for line in filter(None, lines):
        try:
            said = json.loads(line)
            row = Row(*said["entry"])
            path = list(said["path"])
            held = digest_of(row) == row.digest
            placed = proves(row.digest, row.number - 1, checkpoint.number, path, checkpoint.tree)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            found.faults.append(f"{name}: an entry after {before} was changed: it cannot be read.")
            continue
        if not held:
            found.faults.append(f"{name}: entry {row.number} ({row.action}) was changed.")
        elif not placed:
            found.faults.append(
                f"{name}: entry {row.number} ({row.action}) is not in the signed history."
            )
        if row.number <= before:
            found.faults.append(f"{name}: entry {row.number} is not in order.")
        before = row.number
        yield row


def _original(
    log: str, entries: Sequence[Row], originals: Mapping[str, str | None], found: Verdict
) -> None:
    """The file as received, against what the history says was received."""
    received = [each for each in entries if each.action == "source.received"]
    if len(received) != 1:
        found.faults.append(f"{log}: it does not tell how the source was received.")
        return
    try:
        detail: dict[str, Any] = json.loads(received[0].detail)
        sha256 = detail["sha256"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return  # told already: the entry was changed
    for name, digest in originals.items():
        if digest not in (sha256, None):  # one that cannot be read was told already
            found.faults.append(
                f"{name} is not the file that was received (entry {received[0].number})."
            )


def _time(bag: Bag, names: Sequence[str], authorities: Sequence[Path], found: Verdict) -> None:
    """The timestamp over the signature, where there is one."""
    if TIMESTAMP not in names:
        if authorities:
            found.faults.append("there is no timestamp in this package.")
        return
    if not custody_time.can_check():
        found.remarks.append(
            "there is a timestamp, which was not looked at: pip install rfc3161-client."
        )
        return
    response = _read(bag, TIMESTAMP, found)
    fault = custody_time.time_fault(response, _read(bag, SIGNATURE, found), authorities)
    if fault is not None:
        found.faults.append(f"{TIMESTAMP}: {fault}")
        return
    found.time = custody_time.told_time(response)
    if not authorities:
        found.remarks.append(
            "who vouches for the time was not looked at: name the authority's certificate with "
            "--authority."
        )


def _archive(path: Path, found: Verdict) -> None:
    try:
        told = packed_otherwise(path)
    except DAMAGED as error:
        found.faults.append(f"{path.name} was changed around its files ({error}).")
        return
    if told is None:
        return
    at, anew = told
    if anew:
        found.remarks.append("the package was packed anew by another program; its files hold.")
    else:
        found.faults.append(
            f"{path.name} was changed around its files, first at byte {at}; its files hold."
        )


def _read(bag: Bag, name: str, found: Verdict) -> bytes:
    """A small file whole, or nothing where it cannot be read, which is told once."""
    try:
        with bag.open(name) as stream:
            return stream.read(_LARGEST_TEXT)
    except DAMAGED:
        told = f"{name} is missing or cannot be read."
        if told not in found.faults:
            found.faults.append(told)
        return b""
