"""The same on Spark as on DuckDB, on a cluster of two workers of this machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import cache

import numpy as np
import pyarrow as pa
import pytest

from muniment.demo.registers.entries import entries, linkable
from muniment.demo.registers.habits import drawn
from muniment.demo.registers.population import population
from muniment.linkage.clustering import clusters, graph
from muniment.linkage.decisions import ruling
from muniment.linkage.evidence import evidence
from muniment.linkage.scoring import LinkSettings, Scored, score

pytest.importorskip("pyspark", reason="pyspark is not installed")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java, and there is none", allow_module_level=True)

from muniment.linkage.spark import Spark
from muniment.linkage.sparksession import started

_COLUMNS = ["record_id", "list", "given_name", "family_name", "birth_date"]
_QUICK = LinkSettings(random_pairs=10_000, training_pairs=20_000, per_record=20)


@cache
def _register() -> pa.Table:
    found = linkable(entries(population(1060, 5), drawn(5, lists=3), 5))
    return found.select(_COLUMNS).sort_by("record_id")


@pytest.fixture(scope="module")
def on_spark() -> Iterator[Scored]:
    with pytest.MonkeyPatch.context() as quick:
        # Machines of Java that live for a minute do not pay back much compiling.
        quick.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        with started("local-cluster[2,1,1024]") as session:
            yield score(_register(), _QUICK, engine=Spark(session))


@pytest.fixture(scope="module")
def here() -> Scored:
    return score(_register(), _QUICK)


def _of_each_pair(scored: Scored) -> dict[tuple[str, str], float]:
    columns = (scored.pairs[name].to_pylist() for name in ("a", "b", "probability"))
    return {(a, b): probability for a, b, probability in zip(*columns, strict=True)}


def test_the_same_pairs_have_the_same_probabilities_and_reasons(
    here: Scored, on_spark: Scored
) -> None:
    assert 1_400 < here.records.num_rows < 1_700
    mine, theirs = _of_each_pair(here), _of_each_pair(on_spark)
    assert {pair for pair in mine if mine[pair] > 0.5} == {p for p in theirs if theirs[p] > 0.5}
    assert mine == pytest.approx(theirs, abs=1e-6)
    for name in here.pairs.column_names:
        if name.startswith("level."):
            assert here.pairs[name].to_pylist() == on_spark.pairs[name].to_pylist()


def test_the_same_is_learned(here: Scored, on_spark: Scored) -> None:
    for mine, theirs in zip(here.model.fields, on_spark.model.fields, strict=True):
        assert (mine.field, mine.habit, mine.levels) == (theirs.field, theirs.habit, theirs.levels)
        assert np.allclose(mine.by_class, theirs.by_class, rtol=1e-6)


def test_the_same_records_are_one(here: Scored, on_spark: Scored) -> None:
    ids = _register()["record_id"].combine_chunks()
    found = [
        clusters(graph(ids.to_pylist(), evidence(scored.pairs, ids), ruling(())), 0.5)
        for scored in (here, on_spark)
    ]
    assert len(np.unique(found[0])) < len(ids) - 300
    assert found[0].tolist() == found[1].tolist()
