"""The chain of the history and what proves it elsewhere: plain data, no database.

An entry's digest covers its words and the digest before it. A checkpoint signs, with a key that
follows from the workspace's, how far the history had come: whoever keeps it elsewhere can show
later that nothing before it was changed and nothing cut off. It also signs the root of a tree over
all entries (``custody_tree``), so that a package can prove single entries without the others.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

START = "0" * 64
"""What stands before the first entry."""
PURPOSE = "checkpoints"
"""What the signing key is derived for."""


class Row(NamedTuple):
    """An entry of the history as it is kept."""

    number: int
    at: str
    actor: str
    via: str
    action: str
    subject: str
    detail: str
    reason: str
    previous: str
    digest: str


class CustodyProblem(Exception):
    """A checkpoint or a package that is none; the message is a sentence."""


def canonical(value: Mapping[str, Any]) -> str:
    """JSON with keys in order and no spaces: one text for one value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(row: Row) -> str:
    """The SHA-256 that an entry must have."""
    text = json.dumps(list(row[:-1]), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def chain_faults(rows: Iterable[Row]) -> Iterator[str]:
    """Where a chain does not hold, as sentences; nothing when it does."""
    previous, number = START, 0
    for row in rows:
        number += 1
        if row.number != number:
            yield f"entry {number} of the history is missing; {row.number} follows."
            number = row.number
        elif row.previous != previous:
            yield f"entry {row.number} of the history does not follow the one before it."
        if digest_of(row) != row.digest:
            yield f"entry {row.number} of the history ({row.action}) was changed."
        previous = row.digest


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far a history had come, signed.

    ``number`` and ``digest`` are the last entry's, ``tree`` the root over all entries' digests,
    ``registers`` the hash of the last entry of the registers' own history ("" where there is
    none), ``at`` when it was signed (UTC). ``public_key`` and ``signature`` are Ed25519, in
    hexadecimal.
    """

    number: int
    digest: str
    tree: str
    registers: str
    at: str
    public_key: str
    signature: str = ""

    @property
    def signed(self) -> bytes:
        """What the signature covers."""
        said = {each: value for each, value in asdict(self).items() if each != "signature"}
        return b"muniment checkpoint 1\n" + canonical(said).encode("utf-8")

    @property
    def fingerprint(self) -> str:
        """The signing key in short, to be compared by eye or by telephone."""
        return fingerprint(self.public_key)

    def holds(self) -> bool:
        """Whether the signature is that of its public key over its words."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.public_key))
            key.verify(bytes.fromhex(self.signature), self.signed)
        except (InvalidSignature, ValueError):
            return False
        return True

    def text(self) -> str:
        """The checkpoint as a file."""
        return json.dumps({"muniment": "checkpoint 1", **asdict(self)}, indent=1) + "\n"


def signing_key(seed: bytes) -> Ed25519PrivateKey:
    """The key that signs, from 32 bytes derived for ``PURPOSE``."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed)


def public_key(seed: bytes) -> str:
    """The public key to ``signing_key``, in hexadecimal."""
    return signing_key(seed).public_key().public_bytes_raw().hex()


def fingerprint(key: str) -> str:
    """A public key in short: eight groups of four digits of its SHA-256."""
    mark = hashlib.sha256(key.lower().encode("ascii", "replace")).hexdigest()
    return " ".join(mark[at : at + 4] for at in range(0, 32, 4))


def sign(seed: bytes, number: int, digest: str, tree: str, registers: str) -> Checkpoint:
    """A checkpoint of now."""
    at = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    unsigned = Checkpoint(number, digest, tree, registers, at, public_key(seed))
    signature = signing_key(seed).sign(unsigned.signed).hex()
    return Checkpoint(number, digest, tree, registers, at, unsigned.public_key, signature)


def read_checkpoint(text: str) -> Checkpoint:
    """The checkpoint in a file's text; its signature is not looked at.

    Raises CustodyProblem when it is none.
    """
    try:
        said = json.loads(text)
        if not isinstance(said, dict) or said.pop("muniment", None) != "checkpoint 1":
            raise CustodyProblem("this is no checkpoint of a workspace.")
        found = Checkpoint(**said)
    except (ValueError, TypeError, RecursionError) as error:
        raise CustodyProblem("this checkpoint is damaged: it cannot be read.") from error
    kinds = [isinstance(value, str) for value in asdict(found).values()]
    if kinds != [False, *[True] * 6] or type(found.number) is not int or found.number < 0:
        raise CustodyProblem("this checkpoint is damaged: it cannot be read.")
    return found
