"""Pairs of records in, the level of each field out: Splink compares, DuckDB computes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from muniment.linkage.comparisons import Comparison

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

MISSING = 0
"""The level of a field that one of the two records does not give; the best level is 1."""
_CHUNK, _BATCH = 500_000, 125_000
"""Pairs that one query compares, and whose values are brought together at one go."""
_SIDED = re.compile(r"\b(\w+)_[lr]\b")


@dataclass(frozen=True)
class Vectors:
    """Compared pairs: ``lo`` < ``hi`` (rids, int32) and ``levels`` (uint8, pairs × fields).

    A level is 0 where a field is missing, else the number of its level, counted from 1.
    """

    lo: np.ndarray
    hi: np.ndarray
    levels: np.ndarray

    def __len__(self) -> int:
        return len(self.lo)

    def at(self, places: npt.NDArray[np.int64]) -> Vectors:
        """The pairs at these places."""
        return Vectors(self.lo[places], self.hi[places], self.levels[places])

    def between(self, start: int, end: int) -> Vectors:
        """The pairs from ``start`` to before ``end``, without copying."""
        return Vectors(self.lo[start:end], self.hi[start:end], self.levels[start:end])


def settings(comparisons: Sequence[Comparison], carried: Sequence[str] = ()) -> Any:
    """Splink's settings for these comparisons, the same on every database; ``carried`` are columns
    that are brought along."""
    from splink import SettingsCreator
    from splink.comparison_library import CustomComparison

    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="rid",
        comparisons=[CustomComparison(**comparison.columns) for comparison in comparisons],
        blocking_rules_to_generate_predictions=[],
        additional_columns_to_retain=list(carried),
        retain_matching_columns=False,
    )


def comparing_sqls(known: Any, dialect: str) -> Any:
    """Splink's own SQL from blocked pairs of the table ``records`` to comparison vectors.

    ``known`` are Splink's settings for the ``dialect`` ("duckdb", "spark").
    """
    from splink.internals.comparison_vector_values import (
        compute_comparison_vector_values_from_id_pairs_sqls,
    )

    return compute_comparison_vector_values_from_id_pairs_sqls(
        known._columns_to_select_for_blocking,
        known._columns_to_select_for_comparison_vector_values,
        input_tablename_l="records",
        input_tablename_r="records",
        source_dataset_input_column=None,
        unique_id_input_column=known.column_info_settings.unique_id_input_column,
        link_type="dedupe_only",
        sql_dialect_str=dialect,
    )


class Comparer:
    """Compares pairs of prepared records in a DuckDB connection.

    The pairs come with their records' values side by side, brought together here, since a join of
    the whole register for every half million pairs costs more than comparing. Of Splink its step
    from such pairs to comparison vectors is used and nothing after it, so that no column is
    carried further than needed.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        comparisons: Sequence[Comparison],
        records: pa.Table,
    ) -> None:
        from splink import DuckDBAPI

        self._connection = connection
        self._comparisons = tuple(comparisons)
        self._steps = {
            outcome.column: _steps(records, outcome.column)
            for comparison in comparisons
            for outcome in comparison.outcomes
            if outcome.column is not None
        }
        self._columns = {
            name: records[name].combine_chunks()
            for name in sorted(_mentioned(comparisons) & set(records.column_names))
        }
        self._api = DuckDBAPI(connection=connection)
        self._settings = settings(comparisons).get_settings("duckdb")

    def compare_arrays(self, lo: npt.NDArray[np.int32], hi: npt.NDArray[np.int32]) -> Vectors:
        """The vectors of pairs of rids, in their order."""
        starts = range(0, max(len(lo), 1), _CHUNK)
        found = [self._compare(lo[at : at + _CHUNK], hi[at : at + _CHUNK]) for at in starts]
        return Vectors(
            np.concatenate([each.lo for each in found]),
            np.concatenate([each.hi for each in found]),
            np.concatenate([each.levels for each in found]),
        )

    def _batch(self, lo: npt.NDArray[np.int32], hi: npt.NDArray[np.int32]) -> pa.RecordBatch:
        """Some pairs with the values that are compared: ``<column>_l`` and ``<column>_r``."""
        import pyarrow as pa

        found = {"match_key": pa.nulls(len(lo), pa.string())}
        for side, rids in (("l", pa.array(lo)), ("r", pa.array(hi))):
            found[f"rid_{side}"] = rids
            found |= {f"{name}_{side}": each.take(rids) for name, each in self._columns.items()}
        return pa.RecordBatch.from_pydict(found)

    def _compare(self, lo: npt.NDArray[np.int32], hi: npt.NDArray[np.int32]) -> Vectors:
        import pyarrow as pa
        from splink.internals.pipeline import CTEPipeline

        batches = (
            self._batch(lo[at : at + _BATCH], hi[at : at + _BATCH])
            for at in range(0, len(lo), _BATCH)
        )
        schema = self._batch(lo[:0], hi[:0]).schema
        self._connection.register("given_pairs", pa.RecordBatchReader.from_batches(schema, batches))
        (*_, comparing) = comparing_sqls(self._settings, "duckdb")
        pipeline = CTEPipeline()
        pipeline.enqueue_sql("SELECT * FROM given_pairs", "blocked_with_cols")
        pipeline.enqueue_list_of_sqls([comparing])
        compared = self._api.sql_pipeline_to_splink_dataframe(pipeline)
        self._connection.unregister("given_pairs")
        names = ", ".join(f"CAST(gamma_{c.field} AS TINYINT)" for c in self._comparisons)
        result: pa.Table = self._connection.sql(
            f"SELECT rid_l, rid_r, {names} FROM {compared.physical_name}"
        ).to_arrow_table()
        compared.drop_table_from_database_and_remove_from_cache()
        lo, hi = result.column(0).to_numpy(), result.column(1).to_numpy()
        levels = np.empty((result.num_rows, len(self._comparisons)), dtype=np.uint8)
        for place, comparison in enumerate(self._comparisons):
            gamma = result.column(place + 2).to_numpy()
            levels[:, place] = self._levels(comparison, gamma, lo, hi)
        return Vectors(lo, hi, levels)

    def _levels(
        self,
        comparison: Comparison,
        gamma: npt.NDArray[np.int8],
        lo: npt.NDArray[np.int32],
        hi: npt.NDArray[np.int32],
    ) -> npt.NDArray[np.uint8]:
        """The levels of a field: Splink numbers outcomes from the last, 0, and missing as -1."""
        last = len(comparison.outcomes) - 1
        single = np.zeros(last + 2, dtype=np.uint8)
        for number, outcome in enumerate(comparison.outcomes):
            single[last - number] = outcome.levels[0] + 1
        single[-1] = MISSING
        levels: npt.NDArray[np.uint8] = single[gamma]
        for number, outcome in enumerate(comparison.outcomes):
            if outcome.column is None or len(outcome.levels) == 1:
                continue
            here = np.flatnonzero(gamma == last - number)
            steps = self._steps[outcome.column]
            rarer = np.maximum(steps[lo[here]], steps[hi[here]])
            levels[here] = np.array(outcome.levels, dtype=np.uint8)[rarer] + 1
        return levels


def _mentioned(comparisons: Sequence[Comparison]) -> set[str]:
    """The columns that the conditions of comparisons may mean."""
    conditions = [c.missing for c in comparisons]
    conditions += [outcome.condition for c in comparisons for outcome in c.outcomes]
    return set(_SIDED.findall(" ".join(conditions)))


def _steps(records: pa.Table, column: str) -> npt.NDArray[np.int8]:
    steps: npt.NDArray[np.int8] = records[column].combine_chunks().fill_null(0).to_numpy()
    return steps


@dataclass(frozen=True, slots=True)
class Slot:
    """A column that the model sees: a field of the vectors, for one habit of spelling or any.

    ``habit`` is the number of one of ``preparing.HABITS``, or None where habits do not matter.
    """

    place: int
    habit: int | None


def slots(comparisons: Sequence[Comparison], habits: Sequence[int]) -> tuple[Slot, ...]:
    """The columns of the model: of a field that is spelled one for each habit that occurs."""
    return tuple(
        Slot(place, habit)
        for place, comparison in enumerate(comparisons)
        for habit in (habits if comparison.spelled else (None,))
    )


def by_habit(
    vectors: Vectors, chosen: Sequence[Slot], comparisons: Sequence[Comparison], records: pa.Table
) -> Vectors:
    """The vectors with a column a slot; a field is missing in the slots of other habits."""
    lists = records["list_code"].to_numpy()
    apart = (lists[vectors.lo] != lists[vectors.hi]).astype(np.int8)
    levels = np.zeros((len(vectors), len(chosen)), dtype=np.uint8)
    habit = apart
    for column, slot in enumerate(chosen):
        level = vectors.levels[:, slot.place]
        if slot.habit is None:
            levels[:, column] = level
            continue
        if column == 0 or chosen[column - 1].place != slot.place:
            scripts = records[f"{comparisons[slot.place].field}_c"].to_numpy()
            habit = np.where(scripts[vectors.lo] != scripts[vectors.hi], 2, apart)
        levels[:, column] = np.where(habit == slot.habit, level, MISSING)
    return Vectors(vectors.lo, vectors.hi, levels)
