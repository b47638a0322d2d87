"""The evidence of scored pairs as arrays, in natural logarithms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from muniment.linkage.clustering import Evidence

if TYPE_CHECKING:
    import pyarrow as pa

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
