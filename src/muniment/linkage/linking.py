"""A linkable table and people's decisions in; who is who, with what is uncertain of it, out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from muniment.linkage.calibration import CLEAR, calibration, unsettled
from muniment.linkage.clustering import Evidence, Graph, clusters, clusters_at, graph
from muniment.linkage.counting import Interval, Sample
from muniment.linkage.decisions import Contradiction, Decision, latest, ruling
from muniment.linkage.draws import Draws, draw
from muniment.linkage.fields import roles
from muniment.linkage.fullnames import with_parts
from muniment.linkage.missed import missed

if TYPE_CHECKING:
    import pyarrow as pa

    from muniment.linkage.engine import Engine
    from muniment.linkage.scoring import LinkSettings, Progress, Scored

THRESHOLD = 0.5
DRAWS = 200
_MOST_UNSETTLED = 0.15
"""Registers on which the interval held the truth had less (docs/decisions/0066)."""
_UNLIKELY = 0.02
"""The probability up to which a pair is surely no match."""
_STEPS, _FEW_STEPS, _MANY = 19, 5, 200_000
"""Thresholds of the curve, and fewer for registers of many records."""
_COLUMNS = 32
"""Columns of a matrix that are read as one number."""
Curve = tuple[tuple[float, int, dict[str, int]], ...]


@dataclass(frozen=True)
class Linked:
    """Who is who in some records.

    ``records`` is the linkable table in the order of record ids, with ``entity``: the least record
    id of the cluster. ``pairs`` are the scored pairs with ``together_in``, the share of draws in
    which the two are one. ``sample`` holds the draws; ``curve`` gives for thresholds the number of
    entities, and of entities on each combination of lists, as lists joined by "+".
    """

    records: pa.Table
    pairs: pa.Table
    lists: tuple[str, ...]
    sample: Sample
    curve: Curve
    contradictions: tuple[str, ...]
    model: str
    threshold: float

    @property
    def people(self) -> Interval:
        """The number of unique people."""
        return Interval.of(self.sample.entities())

    @property
    def unsettled(self) -> float:
        """The share, from 0 to 1, of the matches expected that lie in pairs which are not clear.

        Where it is large, the fields that are given cannot tell people apart, and the interval
        of the count rests on the model more than on the records.
        """
        return unsettled(self.pairs["probability"].to_numpy())

    @property
    def cautions(self) -> tuple[str, ...]:
        """What to know before using the count, in sentences."""
        found = []
        if self.unsettled > _MOST_UNSETTLED:
            found.append(
                f"{self.unsettled:.0%} of the matches that the records lead one to expect are in "
                "pairs that they cannot settle: too few fields tell people apart here. The "
                "interval may not hold the number; more fields, or decisions of people, are needed."
            )
        if relatives := self._relatives:
            found.append(
                f"Of {relatives:,} pairs that have a family or an incident in common the records "
                "cannot tell whether they are one person or two: only one field tells relatives "
                "apart. The interval may not hold the number; a date of birth or another field of "
                "a person's own, or decisions of people, are needed."
            )
        return tuple(found)

    @property
    def _relatives(self) -> int:
        """How many pairs may be relatives or one person, if many and no two fields tell."""
        fields = {name.removeprefix("level.") for name in self.pairs.column_names}
        own = [each for each in roles() if each.name in fields and each.tells_relatives_apart]
        if len(own) > 1:
            return 0
        chance = self.pairs["probability"].to_numpy()
        alike = self.pairs["together"].to_numpy() < -1
        open_ = int((alike & (chance > _UNLIKELY) & (chance < CLEAR)).sum())
        return open_ if open_ > _MOST_UNSETTLED * float(chance.sum()) else 0

    def tables(self) -> dict[str, pa.Table]:
        """What is kept of it as tables; ``kept`` reads them."""
        import pyarrow as pa

        width = max(self.sample.count, 1)
        labels = np.ascontiguousarray(self.sample.labels.T).astype(np.int32).ravel()
        draws = pa.table(
            {
                "record": pa.array(self.sample.varying),
                "first": pa.FixedSizeListArray.from_arrays(pa.array(labels), width),
            }
        )
        base = pa.table({"first": self.sample.base})
        return {"records": self.records, "pairs": self.pairs, "draws": draws, "base": base}

    def document(self) -> dict[str, Any]:
        """What is kept of it beside the tables."""
        return {
            "lists": list(self.lists),
            "unreached": self.sample.unreached.tolist(),
            "seed": self.sample.seed,
            "threshold": self.threshold,
            "curve": [list(each) for each in self.curve],
            "contradictions": list(self.contradictions),
            "model": self.model,
        }


def kept(tables: Mapping[str, pa.Table], document: Mapping[str, Any]) -> Linked:
    """What ``Linked.tables`` and ``Linked.document`` gave, read again."""
    import pyarrow.compute as pc

    records, lists = tables["records"], tuple(document["lists"])
    unreached = np.asarray(document["unreached"], dtype=np.int64)
    labels = pc.list_flatten(tables["draws"]["first"].combine_chunks()).to_numpy()
    sample = Sample(
        tables["base"]["first"].to_numpy().astype(np.int64),
        tables["draws"]["record"].to_numpy().astype(np.int64),
        labels.reshape(-1, len(unreached)).T,
        unreached,
        _list_numbers(records, lists),
        int(document["seed"]),
    )
    curve = tuple((each[0], each[1], dict(each[2])) for each in document["curve"])
    return Linked(
        records,
        tables["pairs"],
        lists,
        sample,
        curve,
        tuple(document["contradictions"]),
        document["model"],
        document["threshold"],
    )


def link(
    table: pa.Table,
    decisions: Sequence[Decision] = (),
    *,
    settings: LinkSettings | None = None,
    threshold: float = THRESHOLD,
    draws: int = DRAWS,
    seed: int = 1,
    progress: Progress | None = None,
    engine: Engine | None = None,
) -> Linked:
    """Who is who in a linkable table (see ``score``), by the records and people's decisions.

    ``threshold`` is the probability above which two records alone are taken as one, between 0 and
    1; the count and its interval do not depend on it. ``engine`` compares (None: DuckDB). Raises
    ValueError as ``score`` does.
    """
    from muniment.linkage.evidence import evidence
    from muniment.linkage.scoring import Labelled, score

    labels = [
        Labelled(each.a, each.b, each.verdict == "same")
        for each in latest(decisions).values()
        if each.verdict != "unsure"
    ]
    table = with_parts(table.sort_by("record_id"))
    scored = score(table, settings, labels, progress=progress, engine=engine)
    if progress:
        progress("clustering")
    found = evidence(scored.pairs, table["record_id"].combine_chunks())
    return cluster(table, scored, found, decisions, threshold, draws, seed)


def cluster(
    table: pa.Table,
    scored: Scored,
    evidence: Evidence,
    decisions: Sequence[Decision],
    threshold: float,
    draws: int,
    seed: int,
) -> Linked:
    """Who is who, from pairs that are scored already; ``table`` is in the order of record ids."""
    import pyarrow as pa
    import pyarrow.compute as pc

    ids = table["record_id"].to_pylist()
    ruled = ruling(decisions)
    known = graph(ids, evidence, ruled)
    label = clusters(known, threshold)
    likely = label if threshold == THRESHOLD else clusters(known, THRESHOLD)
    chances = scored.pairs["probability"].to_numpy()
    unseen = missed(
        chances,
        evidence.evidence[:, :-1],
        np.unique(likely, return_counts=True)[1],
    )
    # What people decided is in the graph. It does not say how far off all probabilities are: the
    # pairs that are asked are those on which a pair by itself and the records beside it disagree.
    drawn = draw(known, draws, seed, calibration(chances), missed=unseen)
    names = table["record_id"].combine_chunks()
    lists = tuple(sorted(pc.unique(table["list"]).to_pylist()))
    numbers = _list_numbers(table, lists)
    sample = sampled(drawn, numbers, seed)
    a = pc.index_in(scored.pairs["a"], names).to_numpy().astype(np.int64)
    b = pc.index_in(scored.pairs["b"], names).to_numpy().astype(np.int64)
    pairs = _plain(scored.pairs).append_column("together_in", pa.array(drawn.together(a, b)))
    return Linked(
        table.append_column("entity", names.take(pa.array(label))),
        pairs,
        lists,
        sample,
        curve_of(known, numbers, lists),
        tuple(each.sentence for each in ruled.contradictions),
        scored.model.to_json(),
        threshold,
    )


def sampled(drawn: Draws, lists: NDArray[np.int64], seed: int) -> Sample:
    """The draws as plain arrays: only what varies is kept for every draw."""
    first = drawn.labels(0)
    varying, labels = drawn.varying_labels()
    return Sample(first, varying, labels, drawn.unreached, lists, seed)


def curve_of(known: Graph, lists: NDArray[np.int64], names: Sequence[str]) -> Curve:
    """For thresholds from .05 to .95 the entities, and those of each combination of lists."""
    steps = _STEPS if len(known.ids) < _MANY else _FEW_STEPS
    found = []
    thresholds = np.linspace(0.05, 0.95, steps).round(2).tolist()
    for threshold, label in zip(thresholds, clusters_at(known, thresholds), strict=True):
        first = label == np.arange(len(label))
        matrix = np.zeros((int(first.sum()), len(names)), dtype=np.bool_)
        matrix[(np.cumsum(first) - 1)[label], lists] = True
        patterns, times = _rows(matrix)
        overlaps = {
            "+".join(name for name, on in zip(names, row, strict=True) if on): int(number)
            for row, number in zip(patterns, times, strict=True)
        }
        found.append((threshold, len(matrix), overlaps))
    return tuple(found)


def _rows(matrix: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """The distinct rows of a matrix in order, and how often each stands there."""
    code = np.zeros(len(matrix), dtype=np.int64)
    for number, column in enumerate(matrix.T):
        code = 2 * code + column
        if number % _COLUMNS == _COLUMNS - 1:
            code = np.unique(code, return_inverse=True)[1]
    _, first, times = np.unique(code, return_index=True, return_counts=True)
    return matrix[first], times


def _plain(pairs: pa.Table) -> pa.Table:
    """The pairs with levels as plain text: Parquet takes no null within a dictionary."""
    import pyarrow as pa

    fields = [
        pa.field(each.name, pa.string()) if pa.types.is_dictionary(each.type) else each
        for each in pairs.schema
    ]
    return pairs.cast(pa.schema(fields))


def _list_numbers(table: pa.Table, lists: Sequence[str]) -> NDArray[np.int64]:
    import pyarrow as pa
    import pyarrow.compute as pc

    codes = pc.index_in(table["list"], pa.array(list(lists)))
    return np.asarray(codes.to_numpy(), dtype=np.int64)


__all__ = ["Contradiction", "Linked", "cluster", "kept", "link"]
