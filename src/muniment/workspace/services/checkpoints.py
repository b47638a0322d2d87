"""Checkpoints of the history: made here, kept elsewhere, held against the history later."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from muniment.registers.history import FILE
from muniment.registers.objects import StoreProblem
from muniment.workspace import custody_tree
from muniment.workspace.custody import PURPOSE, START, Checkpoint, fingerprint, public_key, sign
from muniment.workspace.history import Actor, record, writing
from muniment.workspace.models import Entry
from muniment.workspace.opened import opened
from muniment.workspace.sealed_registers import registers

_PAGE = 50_000


def digests(last: int | None = None) -> Iterator[str]:
    """The digests of the entries in order, up to a number."""
    kept = Entry.objects.order_by("number").values_list("digest", flat=True)
    if last is not None:
        kept = kept.filter(number__lte=last)
    return kept.iterator(chunk_size=_PAGE)


def key_fingerprint() -> str:
    """The workspace's signing key in short: kept elsewhere, it tells whose a signature is."""
    return fingerprint(public_key(opened().keys.derived(PURPOSE)))


def make() -> Checkpoint:
    """A checkpoint of the history as it stands now."""
    return signed(list(digests()))


def take(actor: Actor) -> Checkpoint:
    """A checkpoint for somebody, to be kept elsewhere; that it was made is in the history."""
    with writing():
        made = make()
        told = {"number": made.number, "tree": made.tree}
        record(actor, "checkpoint.made", "workspace", told)
    return made


def signed(every: list[str]) -> Checkpoint:
    """A checkpoint over these digests, which must be those of all entries in order."""
    tree = custody_tree.root(custody_tree.levels(every))
    head = every[-1] if every else START
    seed = opened().keys.derived(PURPOSE)
    return sign(seed, len(every), head, tree, registers_head())


def registers_head() -> str:
    """The hash of the last entry of the registers' own history, "" where there are none.

    Raises StoreProblem when there is a store that cannot be read.
    """
    if not (opened().folder.registers / FILE).is_file():
        return ""
    try:
        return registers().head
    except sqlite3.Error as error:
        raise StoreProblem(f"the store of the registers cannot be read ({error}).") from error


def against(kept: Checkpoint, *, own: bool = True) -> Iterator[str]:
    """What does not fit a checkpoint that was kept elsewhere, as sentences.

    With ``own`` the checkpoint must be signed with this workspace's key.
    """
    if not kept.holds():
        yield "the checkpoint's signature does not hold: the checkpoint itself was changed."
        return
    if own and kept.public_key != public_key(opened().keys.derived(PURPOSE)):
        yield f"the checkpoint was signed with another workspace's key ({kept.fingerprint})."
    every = list(digests(kept.number))
    if len(every) < kept.number:
        yield (
            f"the history was cut off: the checkpoint of {kept.at} was made at entry "
            f"{kept.number}, the history has {len(every)} of them."
        )
        return
    if every and every[-1] != kept.digest:
        yield f"entry {kept.number} of the history is not the one that the checkpoint signed."
    if custody_tree.root(custody_tree.levels(every)) != kept.tree:
        yield (
            f"the first {kept.number} entries of the history are not those that the checkpoint "
            "signed."
        )
