"""Where pairs are compared: what an engine must do, and DuckDB, which does it by default.

Records are prepared and candidates found on this machine: both cost little, and no engine can find
other candidates than another. An engine compares them, counts the patterns that teach the model,
and gives back the pairs that are likely enough to be kept.
"""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from muniment.linkage.comparisons import Comparison
from muniment.linkage.model import LinkModel, probabilities
from muniment.linkage.preparing import Prepared
from muniment.linkage.training import Patterns, patterns
from muniment.linkage.vectors import Comparer, Slot, Vectors, by_habit

if TYPE_CHECKING:
    import pyarrow as pa

Rids = npt.NDArray[np.int32]
_WITHIN, _ACROSS = 0, 1
_CHUNK = 500_000


@dataclass(frozen=True)
class Sought:
    """The pairs to compare, as rids with the lower first.

    ``lo`` and ``hi`` are the candidates, each once and in order; ``taught`` the places of those
    that teach the model; ``random`` pairs teach what chance does.
    """

    lo: Rids
    hi: Rids
    taught: npt.NDArray[np.int64]
    random: tuple[Rids, Rids]


class Compared(Protocol):
    """Pairs that an engine has compared; vectors have a column a field, patterns one a slot."""

    def vectors(self, lo: Rids, hi: Rids) -> Vectors:
        """Some more pairs compared, in order."""

    def taught(self) -> Patterns:
        """The patterns of the candidates that teach; they stand for all candidates."""

    def random(self) -> Patterns:
        """The patterns of the random pairs."""

    def likely(self, model: LinkModel, keep: float) -> Vectors:
        """The candidates of at least the probability ``keep``, in order."""


class Engine(Protocol):
    """Something that compares pairs of prepared records."""

    @property
    def dialect(self) -> str:
        """What Splink calls the engine's SQL."""

    def compare(
        self,
        prepared: Prepared,
        comparisons: Sequence[Comparison],
        chosen: Sequence[Slot],
        sought: Sought,
    ) -> AbstractContextManager[Compared]:
        """The pairs compared, for as long as the context is open."""


@dataclass(frozen=True)
class DuckDB:
    """DuckDB in this process; ``memory`` is the most it may take (None: its own default)."""

    memory: str | None = None
    dialect: str = "duckdb"

    @contextmanager
    def compare(
        self,
        prepared: Prepared,
        comparisons: Sequence[Comparison],
        chosen: Sequence[Slot],
        sought: Sought,
    ) -> Iterator[Compared]:
        """See ``Engine``."""
        import duckdb

        # What does not fit into memory goes to a folder of its own that nobody else may read, and
        # not to the working folder, where DuckDB would leave it after a kill.
        with tempfile.TemporaryDirectory(prefix="muniment-", ignore_cleanup_errors=True) as spill:
            config: dict[str, str | bool | int | float | list[str]] = {"temp_directory": spill}
            if self.memory:
                config["memory_limit"] = self.memory
            connection = duckdb.connect(config=config)
            try:
                # What is sampled must not depend on which thread is done first.
                connection.execute("SET preserve_insertion_order = true")
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    comparer = Comparer(connection, comparisons, prepared.table)
                    yield _InMemory(prepared.table, comparisons, chosen, sought, comparer)
            finally:
                connection.close()


class _InMemory:
    def __init__(
        self,
        records: pa.Table,
        comparisons: Sequence[Comparison],
        chosen: Sequence[Slot],
        sought: Sought,
        comparer: Comparer,
    ) -> None:
        self._records = records
        self._comparisons = comparisons
        self._chosen = chosen
        self._sought = sought
        self._comparer = comparer
        self._candidates = comparer.compare_arrays(sought.lo, sought.hi)

    def vectors(self, lo: Rids, hi: Rids) -> Vectors:
        return self._comparer.compare_arrays(lo, hi)

    def taught(self) -> Patterns:
        few = self._candidates
        if len(self._sought.taught) < len(few):
            few = few.at(self._sought.taught)
        return self._counted(few, len(self._candidates) / max(len(few), 1))

    def random(self) -> Patterns:
        return self._counted(self.vectors(*self._sought.random), 1.0)

    def likely(self, model: LinkModel, keep: float) -> Vectors:
        places = []
        for start in range(0, max(len(self._candidates), 1), _CHUNK):
            seen = self._seen(self._candidates.between(start, start + _CHUNK))
            odds = model.weights(seen, strata(self._records, seen))
            places.append(np.flatnonzero(probabilities(odds) >= keep) + start)
        return self._candidates.at(np.concatenate(places))

    def _counted(self, vectors: Vectors, scale: float) -> Patterns:
        return patterns(self._seen(vectors), strata(self._records, vectors), scale)

    def _seen(self, vectors: Vectors) -> Vectors:
        return by_habit(vectors, self._chosen, self._comparisons, self._records)


def strata(records: pa.Table, vectors: Vectors) -> npt.NDArray[np.int8]:
    """The stratum of each pair: 0 within a list, 1 across lists."""
    lists = records["list_code"].to_numpy()
    return np.where(lists[vectors.lo] == lists[vectors.hi], _WITHIN, _ACROSS).astype(np.int8)
