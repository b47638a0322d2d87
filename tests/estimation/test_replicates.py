import csv
import json
from pathlib import Path

import numpy as np
import pytest

from muniment.estimation.replicates import combine, imputed_count


def test_colombia_is_as_the_truth_commission_says(shared: Path) -> None:
    folder = shared / "data" / "mse" / "colombia_published_draws"
    with (folder / "INDEX.csv").open(encoding="utf-8") as index:
        rows = list(csv.DictReader(index))
    replicates = [
        (int(row["n_obs"]), json.loads((folder / f"{row['sha1']}.json").read_text()))
        for row in rows
    ]
    found = combine(replicates)
    assert found.interval is not None
    assert (found.interval.low, found.total, found.interval.high) == (1_266, 1_593, 2_148)
    assert not found.cautions


def test_replicates_that_differ_widen_the_interval() -> None:
    rng = np.random.default_rng(1)
    alike = [(100, 100 + rng.lognormal(4, 0.2, 500)) for _ in range(12)]
    apart = [(100, 100 + rng.lognormal(4 + shift / 4, 0.2, 500)) for shift in range(12)]
    narrow, wide = combine(alike).interval, combine(apart).interval
    assert narrow is not None
    assert wide is not None
    assert wide.spread > narrow.spread


def test_few_replicates_are_cautioned_and_one_is_refused() -> None:
    draws = [150.0, 160.0, 170.0]
    few = combine([(100, draws)] * 9)
    assert [reason.code for reason in few.cautions] == ["few-replicates"]
    assert few.stands
    one = combine([(100, draws)])
    assert [reason.code for reason in one.refusals] == ["one-replicate"]
    assert not one.stands


def test_draws_without_undocumented_are_taken() -> None:
    found = combine([(100, [100.0, 101.0, 103.0])] * 10)
    assert found.interval is not None
    assert np.isfinite(found.interval.high)


def test_what_cannot_be_combined_is_told() -> None:
    for bad in ([], [(100, [120.0])], [(100, [90.0, 120.0])]):
        with pytest.raises(ValueError, match="replicate"):
            combine(bad)


def test_imputed_people_are_counted_with_an_interval_above_the_documented() -> None:
    found = imputed_count([105, 110, 108, 112], 104)
    assert found.value == 108.75
    assert found.interval is not None
    assert found.interval.low >= 104
    assert found.interval.high > 112
    assert imputed_count([105], 100).interval is None
