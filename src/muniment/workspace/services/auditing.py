"""The audit: everything that is kept, computed again and held against the history.

The chain from its first entry; each row that the history tells of (sources, readings, decisions,
findings, assessments) against what it tells last; each file of the vault; the registers with their
own chain; and checkpoints that were kept elsewhere. What does not hold is named.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field

from muniment.registers.history import FILE
from muniment.registers.objects import StoreProblem
from muniment.workspace.custody import Checkpoint, Row, chain_faults
from muniment.workspace.history import rows
from muniment.workspace.opened import opened
from muniment.workspace.sealed_registers import registers
from muniment.workspace.services import checkpoints
from muniment.workspace.services.kept_files import KeptFile, kept_files
from muniment.workspace.services.registers import untold
from muniment.workspace.services.telling import Told
from muniment.workspace.services.witnessed import row_faults
from muniment.workspace.snapshot import snapshot
from muniment.workspace.vault import VaultProblem


@dataclass(slots=True)
class Audit:
    """What was looked at, what does not hold, what is worth knowing.

    ``checkpoint`` is one of the history as it was looked at, where it holds and the key is there.
    """

    entries: int = 0
    rows: int = 0
    files: int = 0
    registers: int = 0
    faults: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    checkpoint: Checkpoint | None = None

    @property
    def holds(self) -> bool:
        """True when nothing was found wrong."""
        return not self.faults


def audit(kept: Checkpoint | None = None, *, key: bool = True, opening: bool = True) -> Audit:
    """Look at everything.

    ``kept`` is a checkpoint that was kept elsewhere. Without the ``key`` what is sealed is held
    against its own SHA-256 only; with ``opening`` each file of the vault is opened as well.
    """
    made = Audit()
    there = set(opened().vault.all())
    with snapshot():
        told = Told(key)
        every: list[str] = []
        made.faults += chain_faults(_heard(made, told, every))
        made.entries = len(every)
        if kept is not None:
            made.faults += checkpoints.against(kept, own=key)
        for faults in row_faults(told, key):
            made.rows += 1
            made.faults += faults
        spoken_of = list(kept_files())
    _vault(made, spoken_of, there, opening and key)
    _registers(made, told, kept)
    if key and made.holds:
        made.checkpoint = checkpoints.signed(every)
    return made


def _heard(made: Audit, told: Told, every: list[str]) -> Iterator[Row]:
    """The history's entries, each heard on the way by."""
    last = ""
    for row in rows():
        every.append(row.digest)
        told.hear(row)
        if row.at < last:
            made.remarks.append(
                f"entry {row.number}: its time is earlier than that of the entry before it: a "
                "clock was set back."
            )
        last = row.at
        yield row


def _vault(made: Audit, spoken_of: list[KeptFile], there: set[str], opening: bool) -> None:
    vault = opened().vault
    for what, sha256, sealed in spoken_of:
        made.files += 1
        fault = vault.check(sha256, sealed)
        if fault is None and opening:
            try:
                vault.copy(sha256)
            except VaultProblem as error:
                fault = str(error)
        if fault is not None:
            made.faults.append(f"{what}: {fault}")
    left = there - {sha256 for _, sha256, _ in spoken_of}
    if left:
        made.remarks.append(
            f"{len(left)} files of the vault belong to nothing that is kept, such as {min(left)}: "
            "left by work that was interrupted, or by exports whose time is over."
        )


def _registers(made: Audit, told: Told, kept: Checkpoint | None) -> None:
    """The registers' own chain and files, and that it holds every act that the history tied."""
    if not (opened().folder.registers / FILE).is_file():
        if told.tied or (kept is not None and kept.registers):
            made.faults.append("the store of the registers is gone; the history speaks of it.")
        return
    if not told.key:
        made.remarks.append("the registers were not looked at: they are sealed with the key.")
        return
    try:
        store = registers()
        verdict = store.verify()
        held = {entry.n: entry.hash for entry, _ in store.history()}
    except (StoreProblem, sqlite3.Error) as error:
        made.faults.append(f"the registers: {error}")
        return
    made.registers = verdict.entries
    made.faults += [f"the registers: {each}" for each in verdict.faults]
    made.remarks += [f"the registers: {each}" for each in (*verdict.remarks, *untold())]
    for act, (head, number) in told.tied.items():
        if held.get(act) != head:
            made.faults.append(
                f"the registers: their entry {act} is not the act that entry {number} of the "
                "history tells: it was cut off or changed."
            )
    if kept is not None and kept.registers and kept.registers not in held.values():
        made.faults.append(
            "the registers: their history was cut off or changed since the checkpoint was made."
        )
