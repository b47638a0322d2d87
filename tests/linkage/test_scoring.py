from __future__ import annotations

from functools import cache

import numpy as np
import pyarrow as pa
import pytest

from muniment.demo.registers.entries import entries, linkable
from muniment.demo.registers.habits import drawn
from muniment.demo.registers.population import population
from muniment.linkage.model import LinkModel
from muniment.linkage.scoring import Labelled, LinkSettings, Scored, score

_QUICK = LinkSettings(random_pairs=60_000)


@cache
def _register() -> tuple[pa.Table, dict[str, int]]:
    found = entries(population(700, 5), drawn(5, lists=3), 5)
    return linkable(found), {entry.record_id: entry.person for entry in found}


@cache
def _scored() -> Scored:
    return score(_register()[0], _QUICK)


def _outcome(pairs: pa.Table, person: dict[str, int]) -> tuple[np.ndarray, np.ndarray]:
    same = [
        person[a] == person[b]
        for a, b in zip(pairs["a"].to_pylist(), pairs["b"].to_pylist(), strict=True)
    ]
    return np.array(same), pairs["probability"].to_numpy()


def test_most_pairs_of_one_person_are_linked_and_few_others() -> None:
    same, probability = _outcome(_scored().pairs, _register()[1])
    people = list(_register()[1].values())
    total = sum(people.count(p) * (people.count(p) - 1) // 2 for p in set(people))
    linked = probability >= 0.5
    assert (same & linked).sum() > 0.9 * total
    assert (same & linked).sum() > 0.88 * linked.sum()


def test_probabilities_add_up_to_about_the_matches_and_are_never_certain() -> None:
    same, probability = _outcome(_scored().pairs, _register()[1])
    assert probability.sum() == pytest.approx(same.sum(), rel=0.12)
    assert probability.min() > 0
    assert probability.max() < 1


def test_a_weight_is_the_sum_of_its_reasons() -> None:
    pairs = _scored().pairs
    fields = [name for name in pairs.column_names if name.startswith("weight.")]
    total = sum(pairs[name].to_numpy() for name in (*fields, "prior", "together"))
    assert np.allclose(total, pairs["weight"].to_numpy(), atol=1e-3)


def test_what_is_missing_weighs_nothing() -> None:
    pairs = _scored().pairs
    missing = np.array([level is None for level in pairs["level.birth_date"].to_pylist()])
    assert missing.any()
    assert (pairs["weight.birth_date"].to_numpy()[missing] == 0).all()


def test_records_are_named_in_order() -> None:
    pairs = _scored().pairs
    assert all(a < b for a, b in zip(pairs["a"].to_pylist(), pairs["b"].to_pylist(), strict=True))


def test_the_same_records_give_the_same_model() -> None:
    assert score(_register()[0], _QUICK).model == _scored().model


def test_a_model_is_kept_as_text_and_used_again() -> None:
    text = _scored().model.to_json()
    again = score(_register()[0], _QUICK, model=LinkModel.from_json(text))
    assert again.pairs["weight"].to_pylist() == pytest.approx(
        _scored().pairs["weight"].to_pylist(), abs=1e-6
    )
    with pytest.raises(ValueError, match="no linkage model"):
        LinkModel.from_json("{}")


def test_decisions_teach() -> None:
    pairs = _scored().pairs
    labels = [
        Labelled(a, b, True)
        for a, b in zip(pairs["a"].to_pylist()[:40], pairs["b"].to_pylist()[:40], strict=True)
    ]
    assert score(_register()[0], _QUICK, labels).model != _scored().model


@pytest.mark.parametrize(
    "columns",
    [
        ["given_name", "family_name", "birth_date"],
        ["given_name", "family_name"],
        ["family_name", "event_place", "event_date"],
        ["given_name"],
    ],
)
def test_any_columns_will_do(columns: list[str]) -> None:
    found = score(_register()[0].select(["record_id", "list", *columns]), _QUICK)
    assert set(found.pairs.column_names) >= {f"level.{name}" for name in columns}


def test_one_record_has_no_pairs() -> None:
    found = score(_register()[0].slice(0, 1), _QUICK)
    assert found.pairs.num_rows == 0


def test_brothers_lost_together_stay_two() -> None:
    pairs, people = _scored().pairs, _register()[1]
    same, probability = _outcome(pairs, people)
    differ = np.array([level == "different" for level in pairs["level.given_name"].to_pylist()])
    family = np.array(["same" in (level or "") for level in pairs["level.family_name"].to_pylist()])
    incident = np.array(
        ["same" in (level or "") for level in pairs["level.event_place"].to_pylist()]
    )
    brothers = differ & family & incident & ~same
    assert brothers.any()
    assert np.median(probability[brothers]) < 0.2


def test_names_in_each_others_columns_are_known_though_one_has_a_slip() -> None:
    table, _ = _register()
    rows = table.to_pylist()
    first = next(r for r in rows if all(r[n] for n in ("given_name", "family_name", "birth_date")))
    given, family = first["given_name"], first["family_name"]
    slipped = family[:3] + family[2] + family[3:]
    rows.append({**first, "record_id": "swapped", "given_name": slipped, "family_name": given})
    pairs = score(pa.Table.from_pylist(rows, table.schema), _QUICK).pairs.to_pylist()
    found = next(r for r in pairs if {r["a"], r["b"]} == {first["record_id"], "swapped"})
    assert found["level.given_name"] == "swapped"
    assert found["probability"] > 0.9


def test_all_pairs_of_records_that_likely_pairs_connect_are_scored() -> None:
    pairs = _scored().pairs
    likely = pairs.select(["a", "b", "probability"]).to_pylist()
    known = {(r["a"], r["b"]) for r in likely}
    near: dict[str, set[str]] = {}
    for row in likely:
        if row["probability"] > 0.5:
            near.setdefault(row["a"], set()).add(row["b"])
            near.setdefault(row["b"], set()).add(row["a"])
    thirds = {(a, b) for each in near.values() for a in each for b in each if a < b}
    assert thirds <= known
