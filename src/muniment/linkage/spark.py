"""The same comparing and scoring on Spark, for registers that one machine cannot hold.

Splink's step from pairs to comparison vectors runs on the cluster with the same settings as on
DuckDB. A pair's levels become one text, its pattern; patterns are counted on the cluster, only
distinct ones come to the driver to teach the model and to be weighed, and only the likely ones go
back to fetch their pairs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from muniment.linkage.comparisons import Comparison
from muniment.linkage.engine import Compared, Rids, Sought
from muniment.linkage.model import LinkModel, probabilities
from muniment.linkage.preparing import Prepared
from muniment.linkage.sparksql import portable, register
from muniment.linkage.training import Patterns
from muniment.linkage.vectors import Slot, Vectors, comparing_sqls, settings

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

_CANDIDATE, _TAUGHT, _RANDOM = 1, 2, 4
"""What a pair is for; the sum where it is for several."""
_PAIRS_A_TASK = 200_000


@dataclass(frozen=True)
class Spark:
    """A Spark session (``sparksession.started``) that compares."""

    session: SparkSession
    dialect: str = "spark"

    @contextmanager
    def compare(
        self,
        prepared: Prepared,
        comparisons: Sequence[Comparison],
        chosen: Sequence[Slot],
        sought: Sought,
    ) -> Iterator[Compared]:
        """See ``engine.Engine``."""
        tasks = self.session.sparkContext.defaultParallelism
        tasks = max(tasks, (len(sought.lo) + len(sought.random[0])) // _PAIRS_A_TASK)
        self.session.conf.set("spark.sql.shuffle.partitions", str(tasks))
        self.session.createDataFrame(_spelled_out(prepared.table)).createOrReplaceTempView(
            "records"
        )
        patterns = self.patterns(_pairs(sought), comparisons, chosen).persist()
        try:
            yield _OnCluster(self, patterns, comparisons, chosen, sought)
        finally:
            patterns.unpersist()

    def patterns(
        self, pairs: pa.Table, comparisons: Sequence[Comparison], chosen: Sequence[Slot]
    ) -> DataFrame:
        """Pairs (lo, hi, use) of the view ``records`` with their pattern."""
        from splink.backends.spark import SparkAPI
        from splink.internals.pipeline import CTEPipeline

        carried = {"list_code", *(f"{c.field}_c" for c in comparisons if c.spelled)}
        carried |= {o.column for c in comparisons for o in c.outcomes if o.column is not None}
        known = settings([_portable(comparison) for comparison in comparisons], sorted(carried))
        known = known.get_settings("spark")
        self.session.createDataFrame(pairs).createOrReplaceTempView("pairs")
        pipeline = CTEPipeline()
        pipeline.enqueue_sql(
            "SELECT lo AS join_key_l, hi AS join_key_r, CAST(use AS STRING) AS match_key"
            " FROM pairs",
            "__splink__blocked_id_pairs",
        )
        pipeline.enqueue_list_of_sqls(comparing_sqls(known, "spark"))
        pipeline.enqueue_sql(_level_sql(comparisons), "muniment_levels")
        pipeline.enqueue_sql(_pattern_sql(comparisons, chosen), "muniment_patterns")
        backend: Any = SparkAPI
        api = backend(spark_session=self.session, break_lineage_method="persist")
        register(self.session)
        compared = api.sql_pipeline_to_splink_dataframe(pipeline)
        found: DataFrame = self.session.table(compared.physical_name)
        return found


@dataclass(frozen=True)
class _OnCluster:
    _spark: Spark
    _patterns: DataFrame
    _comparisons: Sequence[Comparison]
    _chosen: Sequence[Slot]
    _sought: Sought

    def vectors(self, lo: Rids, hi: Rids) -> Vectors:
        if not len(lo):
            return Vectors(lo, hi, np.zeros((0, len(self._comparisons)), dtype=np.uint8))
        pairs = _table(lo, hi, np.zeros(len(lo), dtype=np.int32))
        return self._read(self._spark.patterns(pairs, self._comparisons, self._chosen).toArrow())

    def taught(self) -> Patterns:
        scale = len(self._sought.lo) / max(len(self._sought.taught), 1)
        return self._counted(_TAUGHT, scale)

    def random(self) -> Patterns:
        return self._counted(_RANDOM, 1.0)

    def likely(self, model: LinkModel, keep: float) -> Vectors:
        import pyarrow as pa

        candidates = self._patterns.where(f"use & {_CANDIDATE} > 0")
        texts = candidates.select("pattern").distinct().toArrow()["pattern"].combine_chunks()
        nothing = np.zeros(len(texts), dtype=np.int32)
        levels, strata = _levels(texts, len(self._chosen))
        odds = model.weights(Vectors(nothing, nothing, levels), strata)
        few = texts.filter(pa.array(probabilities(odds) >= keep))
        if not len(few):
            return self.vectors(nothing[:0], nothing[:0])
        likely = self._spark.session.createDataFrame(pa.table({"pattern": few}))
        return self._read(candidates.join(likely, "pattern", "left_semi").toArrow())

    def _counted(self, use: int, scale: float) -> Patterns:
        chosen = self._patterns.where(f"use & {use} > 0")
        # In one order: sums of floating numbers depend on it.
        counted = chosen.groupBy("pattern").count().toArrow().sort_by("pattern")
        levels, strata = _levels(counted["pattern"].combine_chunks(), len(self._chosen))
        return Patterns(levels, strata, counted["count"].to_numpy().astype(np.float64) * scale)

    def _read(self, found: pa.Table) -> Vectors:
        slots, _ = _levels(found["pattern"].combine_chunks(), len(self._chosen))
        levels = np.zeros((len(slots), len(self._comparisons)), dtype=np.uint8)
        for column, slot in enumerate(self._chosen):
            # In the slots of other habits a field is missing, which is 0.
            levels[:, slot.place] = np.maximum(levels[:, slot.place], slots[:, column])
        lo, hi = (found[name].to_numpy().astype(np.int32) for name in ("lo", "hi"))
        return Vectors(lo, hi, levels).at(np.lexsort((hi, lo)))


def _pairs(sought: Sought) -> pa.Table:
    """Candidates and random pairs with what they are for; one that is both stands twice."""
    use = np.full(len(sought.lo), _CANDIDATE, dtype=np.int32)
    use[sought.taught] |= _TAUGHT
    lo, hi = sought.random
    return _table(
        np.concatenate([sought.lo, lo]),
        np.concatenate([sought.hi, hi]),
        np.concatenate([use, np.full(len(lo), _RANDOM, dtype=np.int32)]),
    )


def _table(lo: Rids, hi: Rids, use: Rids) -> pa.Table:
    import pyarrow as pa

    return pa.table({"lo": lo, "hi": hi, "use": use})


def _spelled_out(table: pa.Table) -> pa.Table:
    """The table with texts in place of numbers of texts, which Spark does not take."""
    import pyarrow as pa

    return pa.table(
        {
            name: column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
            for name, column in zip(table.column_names, table.columns, strict=True)
        }
    )


def _portable(comparison: Comparison) -> Comparison:
    """The comparison with conditions as Spark writes them."""
    return replace(
        comparison,
        missing=portable(comparison.missing),
        outcomes=tuple(
            replace(outcome, condition=portable(outcome.condition))
            for outcome in comparison.outcomes
        ),
    )


def _level_sql(comparisons: Sequence[Comparison]) -> str:
    """Of each pair the level of every field, and the habit of spelling of those that have one."""
    columns = ["rid_l AS lo, rid_r AS hi, CAST(match_key AS INT) AS use"]
    columns.append("IF(list_code_l = list_code_r, 0, 1) AS stratum")
    for comparison in comparisons:
        f = comparison.field
        columns.append(f"{_level(comparison)} AS level_{f}")
        if comparison.spelled:
            apart = "IF(list_code_l = list_code_r, 0, 1)"
            columns.append(f"IF({f}_c_l <> {f}_c_r, 2, {apart}) AS habit_{f}")
    return f"SELECT {', '.join(columns)} FROM __splink__df_comparison_vectors"


def _pattern_sql(comparisons: Sequence[Comparison], chosen: Sequence[Slot]) -> str:
    """Of each pair the levels of all slots, and the stratum, as two hexadecimal digits each."""
    parts = []
    for slot in chosen:
        f = comparisons[slot.place].field
        level = f"level_{f}"
        parts.append(level if slot.habit is None else f"IF(habit_{f} = {slot.habit}, {level}, 0)")
    text = ", ".join(f"lpad(hex({part}), 2, '0')" for part in (*parts, "stratum"))
    return f"SELECT lo, hi, use, concat({text}) AS pattern FROM muniment_levels"


def _level(comparison: Comparison) -> str:
    """The level of a field: Splink numbers outcomes from the last, 0, and missing as -1."""
    last = len(comparison.outcomes) - 1
    whens = []
    for number, outcome in enumerate(comparison.outcomes):
        level = str(outcome.levels[0] + 1)
        if outcome.column is not None and len(outcome.levels) > 1:
            steps = ", ".join(f"coalesce({outcome.column}_{side}, 0)" for side in "lr")
            levels = ", ".join(str(each + 1) for each in outcome.levels)
            level = f"element_at(array({levels}), CAST(greatest({steps}) AS INT) + 1)"
        whens.append(f"WHEN {last - number} THEN {level}")
    return f"CASE gamma_{comparison.field} {' '.join(whens)} ELSE 0 END"


def _levels(texts: pa.Array, slots: int) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int8]]:
    """Levels (patterns × slots) and strata of patterns."""
    every = bytes.fromhex("".join(texts.to_pylist()))
    codes = np.frombuffer(every, dtype=np.uint8).reshape(-1, slots + 1)
    return np.ascontiguousarray(codes[:, :-1]), codes[:, -1].astype(np.int8)
