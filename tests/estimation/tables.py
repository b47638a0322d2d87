"""Published tables, and made ones, for the tests of estimation."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from muniment.estimation.overlaps import OverlapTable, read_overlaps

DATA = Path(__file__).parent / "data"


def published(name: str) -> OverlapTable:
    """A table of ``tests/estimation/data``."""
    return read_overlaps(DATA / f"{name}.csv").tables[None]


def independent(people: int, chances: Sequence[float], seed: int = 1) -> OverlapTable:
    """A table of independent lists that hold each of ``people`` with these chances."""
    rng = np.random.default_rng(seed)
    held = rng.random((people, len(chances))) < np.asarray(chances)
    return OverlapTable.from_memberships([f"L{n}" for n in range(1, len(chances) + 1)], held)


def exact(people: int, chances: Sequence[float]) -> OverlapTable:
    """The expected table of independent lists, rounded."""
    cells = []
    for pattern in itertools.product((0, 1), repeat=len(chances)):
        if any(pattern):
            chance = np.prod([c if p else 1 - c for c, p in zip(chances, pattern, strict=True)])
            cells.append((pattern, round(people * float(chance))))
    return OverlapTable.from_cells([f"L{n}" for n in range(1, len(chances) + 1)], cells)
