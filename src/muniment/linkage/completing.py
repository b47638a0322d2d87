"""The evidence of scored pairs as arrays, and that of pairs that blocking did not reach.

Within a component every pair counts, also A-C when only A-B and B-C were candidates.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from muniment.linkage.clustering import Evidence, components, graph
from muniment.linkage.draws import joined
from muniment.linkage.partitions import EXACT

if TYPE_CHECKING:
    import pyarrow as pa

    from muniment.linkage.scoring import Scored

_LOG_TWO = float(np.log(2))
_PREFIX = "weight."


def evidence(pairs: pa.Table, ids: pa.Array) -> Evidence:
    """The evidence of a table of pairs as ``score`` gives it; positions are those in ``ids``."""
    import pyarrow.compute as pc

    names = [name for name in pairs.column_names if name.startswith(_PREFIX)]
    columns = [pairs[name].to_numpy() for name in names] + [pairs["together"].to_numpy()]
    given = [pc.is_valid(pairs[f"level.{name.removeprefix(_PREFIX)}"]) for name in names]
    return Evidence(
        pc.index_in(pairs["a"], ids).to_numpy().astype(np.int64),
        pc.index_in(pairs["b"], ids).to_numpy().astype(np.int64),
        pairs["prior"].to_numpy().astype(np.float64) * _LOG_TWO,
        (np.column_stack(columns) * _LOG_TWO).astype(np.float32),
        np.column_stack([*(each.to_numpy() for each in given), np.ones(len(pairs), np.bool_)]),
    )


def complete(scored: Scored) -> Evidence:
    """The evidence of the scored pairs, and of all others between records of a small component.

    Positions are those of ``scored.records``.
    """
    ids = scored.records["record_id"].combine_chunks()
    known = evidence(scored.pairs, ids)
    a, b = _absent(known, len(ids))
    if not len(a):
        return known
    more = _compared(scored, a, b)
    return Evidence(*(np.concatenate([getattr(known, n), getattr(more, n)]) for n in _NAMES))


_NAMES = ("a", "b", "prior", "evidence", "given")


def _absent(known: Evidence, count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The pairs within components of up to ``EXACT`` records that are not among the known."""
    plain = graph([f"{each:012}" for each in range(count)], known)
    joining = joined(plain)
    label = components(count, plain.pairs.a[joining], plain.pairs.b[joining])
    size = np.bincount(label, minlength=count)[label]
    ordered = np.argsort(label, kind="stable")
    low, high = [], []
    for k in range(3, EXACT + 1):
        nodes = np.sort(ordered[size[ordered] == k].reshape(-1, k), axis=1)
        first, second = np.triu_indices(k, 1)
        low.append(nodes[:, first].ravel())
        high.append(nodes[:, second].ravel())
    a, b = np.concatenate(low), np.concatenate(high)
    new = ~np.isin(a * count + b, plain.pairs.a * count + plain.pairs.b)
    return a[new], b[new]


def _compared(scored: Scored, a: NDArray[np.int64], b: NDArray[np.int64]) -> Evidence:
    """Pairs compared and weighed as the candidates were."""
    import duckdb

    from muniment.linkage.vectors import MISSING, Comparer

    connection = duckdb.connect()
    try:
        connection.register("prepared_records", scored.records)
        connection.execute("CREATE TABLE records AS SELECT * FROM prepared_records")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            comparer = Comparer(connection, scored.comparisons)
            vectors = comparer.compare_arrays(a.astype(np.int32), b.astype(np.int32))
    finally:
        connection.close()
    lists = scored.records["list_code"].to_numpy()
    strata = (lists[vectors.lo] != lists[vectors.hi]).astype(np.int8)
    prior = scored.model.prior_weights(strata).astype(np.float64)
    fields = scored.model.field_weights(vectors)
    together = scored.model.weights(vectors, strata) - prior - fields.sum(axis=1)
    given = np.column_stack([vectors.levels != MISSING, np.ones(len(vectors), np.bool_)])
    return Evidence(
        vectors.lo.astype(np.int64),
        vectors.hi.astype(np.int64),
        prior * _LOG_TWO,
        (np.column_stack([fields, together]) * _LOG_TWO).astype(np.float32),
        given,
    )
