"""Counts, reasons, questions, conflicts and evaluation of a small register that is linked."""

from __future__ import annotations

import functools
from dataclasses import replace
from random import Random

import numpy as np
import pyarrow as pa
import pytest

from muniment.demo.registers.entries import entries, linkable
from muniment.demo.registers.habits import demonstration, drawn
from muniment.demo.registers.population import population
from muniment.linkage.conflicts import conflicts
from muniment.linkage.counting import CONFLICTING, UNKNOWN, Interval, Sample, by_groups
from muniment.linkage.decisions import Decision
from muniment.linkage.evaluating import evaluate_entities, evaluate_pairs
from muniment.linkage.explaining import explain
from muniment.linkage.linking import Linked, kept, link
from muniment.linkage.review import gains, questions


@functools.cache
def _register() -> tuple[pa.Table, dict[str, str]]:
    found = entries(population(400, 3), drawn(3, lists=3), 3)
    return linkable(found), {each.record_id: str(each.person) for each in found}


@functools.cache
def _linked() -> Linked:
    return link(_register()[0], draws=60)


def test_the_count_has_an_interval_and_holds_the_truth() -> None:
    found = evaluate_entities(_linked(), _register()[1])
    assert found.people.low < found.people.middle < found.people.high
    assert found.entities is not None
    assert abs(found.people.middle / found.entities - 1) < 0.05
    assert found.pairs.f1 is not None
    assert found.pairs.f1 > 0.8
    assert found.cubed is not None
    assert found.brier is not None


def test_a_list_in_which_nobody_stands_twice_loses_nobody() -> None:
    once = [replace(each, repeats=0.0, reach=0.9) for each in drawn(2, lists=1)]
    table = linkable(entries(population(400, 2), once, 2))
    people = link(table, draws=100).people
    assert people.low >= table.num_rows - 3
    assert people.high == table.num_rows


def test_the_names_of_lists_change_nothing() -> None:
    table, _ = _register()
    other = {"list-1": "c", "list-2": "b", "list-3": "a"}
    lists = pa.array([other[each] for each in table["list"].to_pylist()])
    renamed = table.set_column(table.column_names.index("list"), "list", lists)
    assert link(renamed, draws=60).people == _linked().people


def test_what_is_kept_reads_back() -> None:
    linked = _linked()
    again = kept(linked.tables(), linked.document())
    assert (again.sample.entities() == linked.sample.entities()).all()
    assert all(
        np.array_equal(again.sample.partition(n), linked.sample.partition(n)) for n in (0, 7)
    )
    assert (again.curve, again.people) == (linked.curve, linked.people)


def test_the_order_of_rows_changes_nothing() -> None:
    table, _ = _register()
    order = list(range(table.num_rows))
    Random(1).shuffle(order)
    assert link(table.take(order), draws=60).people == _linked().people


def test_fewer_are_one_the_higher_the_threshold() -> None:
    counts = [each[1] for each in _linked().curve]
    assert counts[0] < counts[-1]
    assert all(sum(each[2].values()) == each[1] for each in _linked().curve)


def test_groups_add_up_and_invent_nothing() -> None:
    base = np.asarray([0, 0, 2, 3, 3, 5])
    sample = Sample(
        base,
        np.empty(0, dtype=np.int64),
        np.empty((2, 0), dtype=np.int32),
        np.asarray([0, 0]),
        np.zeros(6, dtype=np.int64),
    )
    sex = ["male", None, None, "male", "female", "unknown"]
    rows = {each.values: each.people.middle for each in by_groups(sample, {"sex": sex})}
    assert rows == {("female",): 0, ("male",): 1, (UNKNOWN,): 2, (CONFLICTING,): 1}
    assert sample.entities().tolist() == [4, 4]


def test_memberships_take_in_the_matches_that_were_not_reached() -> None:
    sample = Sample(
        np.asarray([0, 0, 2, 3, 4, 5]),
        np.empty(0, dtype=np.int64),
        np.empty((1, 0), dtype=np.int32),
        np.asarray([2]),
        np.asarray([0, 1, 0, 1, 0, 1]),
    )
    matrix = next(sample.memberships(2))
    assert matrix.shape == (3, 2)
    assert matrix.all()


def test_an_interval_is_told_in_words() -> None:
    assert str(Interval.of(np.arange(1001))) == "500 (90 % interval 50–950)"


def _pair(linked: Linked, most: bool) -> tuple[str, str]:
    rows = linked.pairs.to_pylist()
    row = (max if most else min)(rows, key=lambda each: each["weight"])
    return row["a"], row["b"]


def test_a_pair_is_explained_as_a_running_total() -> None:
    a, b = _pair(_linked(), most=True)
    told = explain(_linked().records, _linked().pairs, b, a)
    assert (told.a, told.b, told.one) == (a, b, True)
    assert told.steps[-1].total == pytest.approx(told.weight, abs=0.1)
    assert any(step.left and step.right for step in told.steps)
    with pytest.raises(KeyError):
        explain(_linked().records, _linked().pairs, a, "nobody:1")


def _said(a: str, b: str, verdict: str) -> Decision:
    return Decision(a, b, verdict, "reviewer", "2024-01-01T00:00:00+00:00")  # type: ignore[arg-type]


def test_decisions_hold_and_contradictions_are_told() -> None:
    a, b = _pair(_linked(), most=True)
    parted = link(_register()[0], [_said(a, b, "different")], draws=60)
    entity = dict(
        zip(
            parted.records["record_id"].to_pylist(),
            parted.records["entity"].to_pylist(),
            strict=True,
        )
    )
    assert entity[a] != entity[b]


def test_questions_come_by_weight_and_never_twice() -> None:
    linked = _linked()
    gain = gains(linked.pairs, linked.records["record_id"], linked.sample)
    asked = questions(linked.pairs, gain)
    assert asked == sorted(asked, key=lambda each: (-each.value, each.a, each.b))
    first = asked[0]
    left = questions(linked.pairs, gain, [_said(first.a, first.b, "same")])
    assert (first.a, first.b) not in {(each.a, each.b) for each in left}
    unsure = questions(linked.pairs, gain, [_said(first.a, first.b, "unsure")])
    assert (unsure[-1].a, unsure[-1].b) == (first.a, first.b)


def test_conflicting_clusters_are_warned_of() -> None:
    records = pa.table(
        {
            "record_id": ["a:1", "b:1", "a:2", "b:2"],
            "list": ["a", "b", "a", "b"],
            "sex": ["male", "female", "male", "unknown"],
            "birth_date": ["1960", "1960-02", "1950", "1971"],
            "death_date": ["2020-01-01", None, None, None],
            "event_date": [None, "2021-03", None, None],
            "entity": ["a:1", "a:1", "a:2", "a:2"],
        }
    )
    pairs = pa.table({"a": ["a:1"], "b": ["b:1"], "probability": [0.9]})
    assert {each.kind for each in conflicts(records, pairs)} == {"sex", "death", "birth year"}


def test_labelled_pairs_are_enough_to_evaluate() -> None:
    a, b = _pair(_linked(), most=True)
    found = evaluate_pairs(_linked(), {(a, b): True, ("nobody:1", "nobody:2"): True})
    assert (found.labelled, found.pairs.precision, found.pairs.recall) == (1, 1.0, 1.0)


def test_where_too_few_fields_tell_people_apart_the_count_comes_with_a_caution() -> None:
    whole = linkable(entries(population(400, 3), demonstration(), 3))
    poor = whole.select(["record_id", "list", "given_name", "sex"])
    assert link(whole, draws=20).cautions == ()
    (caution,) = link(poor, draws=20).cautions
    assert "may not hold" in caution


@pytest.mark.parametrize(("own", "said"), [((), 1), (("birth_date",), 0)])
def test_pairs_that_may_be_relatives_are_told_where_one_field_tells(
    own: tuple[str, ...], said: int
) -> None:
    columns = {
        "probability": [0.99] * 10 + [0.1] * 3,
        "together": [0.0] * 10 + [-4.0] * 3,
        **{f"level.{name}": ["same"] * 13 for name in ("given_name", "family_name", *own)},
    }
    cautions = replace(_linked(), pairs=pa.table(columns)).cautions
    assert ["one field tells relatives apart" in each for each in cautions] == [True] * said
