import numpy as np
import pyarrow as pa
import pytest

from muniment.estimation.estimating import Settings
from muniment.estimation.linkedrun import by_threshold, estimate_linked, tables_of_draws
from muniment.estimation.overlaps import OverlapError
from muniment.linkage.counting import Sample
from muniment.linkage.linking import Linked
from tests.estimation.tables import independent

LISTS = ("North", "South", "West")


def linkage(people: int = 600, draws: int = 6, unsure: int = 20) -> Linked:
    """A linkage of three lists; in half of its draws some pairs of records are not joined."""
    table = independent(people, [0.5, 0.4, 0.5], 3)
    records: list[tuple[str, str, str, str | None]] = []
    base: list[int] = []
    pairs: list[int] = []
    number = 0
    for pattern, count in table.cells().items():
        for _ in range(count):
            first = len(records)
            number += 1
            region = "East" if number % 2 else None
            for name, held in zip(LISTS, pattern, strict=True):
                if held:
                    if len(records) > first and len(pairs) < unsure:
                        pairs.append(len(records))
                    records.append((f"{name}:{number}", name, f"e{number}", region))
                    base.append(first)
                    region = "East" if number % 4 else "Hills"
    varying = sorted({*pairs, *(base[each] for each in pairs)})
    labels = np.array([[base[each] for each in varying]] * draws, dtype=np.int32)
    for row in range(draws // 2):
        labels[row] = varying
    columns = [pa.array(list(column)) for column in zip(*records, strict=True)]
    found = pa.table(columns, names=["record_id", "list", "entity", "region"])
    numbers = np.array([LISTS.index(each[1]) for each in records], dtype=np.int64)
    sample = Sample(
        np.array(base),
        np.array(varying, dtype=np.int64),
        labels,
        np.zeros(draws, dtype=np.int64),
        numbers,
    )
    curve = tuple(
        (
            threshold,
            0,
            {
                "+".join(n for n, held in zip(LISTS, pattern, strict=True) if held): count
                for pattern, count in table.cells().items()
            },
        )
        for threshold in (0.25, 0.75)
    )
    return Linked(found, pa.table({"a": []}), LISTS, sample, curve, (), "{}", 0.5)


QUICK = Settings(methods=("loglinear", "chao", "coverage"))


def test_each_draw_is_a_table_of_overlaps() -> None:
    linked = linkage()
    tables = [each[None] for each in tables_of_draws(linked)]
    assert len(tables) == 6
    assert tables[0].documented > tables[-1].documented
    assert tables[-1].documented == independent(600, [0.5, 0.4, 0.5], 3).documented
    assert len(tables_of_draws(linked, draws=2)) == 2


def test_people_are_of_the_stratum_their_records_agree_on() -> None:
    (*_, last) = tables_of_draws(linkage(unsure=0), ["region"])
    assert set(last) == {"East", "Hills", "conflicting", "unknown"} - ({"conflicting"} - set(last))
    (*_, whole) = tables_of_draws(linkage(unsure=0))
    assert sum(table.documented for table in last.values()) == whole[None].documented


def test_the_answer_pools_the_draws_and_keeps_what_is_documented_uncertain() -> None:
    linked = linkage()
    found = estimate_linked(linked, QUICK)
    (answer,) = found.answers
    assert answer.documented.interval is not None
    assert answer.documented.interval.low < answer.documented.interval.high
    assert answer.table is not None
    whole = next(each for each in answer.estimates if each.method == "loglinear")
    assert whole.interval is not None
    assert whole.interval.low < 600 < whole.interval.high
    assert "few-draws" in {reason.code for reason in answer.cautions}


def test_thresholds_that_carry_an_estimate_are_points_of_a_curve() -> None:
    curve = by_threshold(linkage(), QUICK)
    assert [point.label for point in curve.points] == ["0.25", "0.75"]
    assert all(point.low < 600 < point.high for point in curve.points)


def test_what_is_not_there_is_named() -> None:
    with pytest.raises(OverlapError, match="no column “village”"):
        tables_of_draws(linkage(), ["village"])
    with pytest.raises(OverlapError, match="no draws"):
        tables_of_draws(linkage(draws=0))
