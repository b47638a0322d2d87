from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.linkage.counting import Interval, Sample, by_groups

_VALUES = st.sampled_from(["north", "south", "west", "unknown", None])


@settings(deadline=None)
@given(st.data(), st.integers(1, 25), st.integers(1, 12))
def test_rows_add_up_to_the_total_and_stay_in_their_intervals(
    data: st.DataObject, records: int, draws: int
) -> None:
    column = data.draw(st.lists(_VALUES, min_size=records, max_size=records))
    rng = np.random.default_rng(data.draw(st.integers(0, 1000)))
    labels = np.empty((draws, records), dtype=np.int32)
    for draw in range(draws):
        _, first, inverse = np.unique(
            rng.integers(0, records, records), return_index=True, return_inverse=True
        )
        labels[draw] = first[inverse]
    every = np.arange(records)
    unreached = rng.integers(0, 2, draws)
    sample = Sample(labels[0].astype(np.int64), every, labels, unreached, np.zeros_like(every))
    found = by_groups(sample, {"region": column})
    assert sum(each.records for each in found) == records
    for each in found:
        assert each.people.low <= each.people.middle <= each.people.high
    total = Interval.of(np.maximum(sample.entities(), 0)).middle
    low, high = (sum(getattr(each.people, end) for each in found) for end in ("low", "high"))
    assert sum(each.people.middle for each in found) == min(max(total, low), high)
