"""Scoring: a linkable table in, pairs with calibrated probabilities and their reasons out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from muniment.linkage.blocking import BlockingReport, Candidates, block
from muniment.linkage.comparisons import Comparison, comparisons
from muniment.linkage.engine import Compared, DuckDB, Engine, Sought, strata
from muniment.linkage.model import LinkModel, probabilities
from muniment.linkage.neighbours import between
from muniment.linkage.preparing import Prepared, prepare
from muniment.linkage.training import Labels, train
from muniment.linkage.vectors import Slot, Vectors, by_habit, slots

Progress = Callable[[str], None]
_PARTS = ("lo", "hi", "levels")


@dataclass(frozen=True, slots=True)
class LinkSettings:
    """How to link; the defaults learn everything from the data.

    ``keep`` is the least probability of a pair that is kept for its own sake (all pairs of records
    that these connect are kept too); ``random_pairs`` how many random
    pairs teach what chance does, ``training_pairs`` how many candidates teach the rest;
    ``per_record`` candidates a record (None: by the size of the
    register); ``seed`` makes runs repeatable; ``memory`` the most memory the database may take
    (DuckDB's notation; None: its own default).
    """

    keep: float = 0.002
    random_pairs: int = 250_000
    training_pairs: int = 400_000
    per_record: int | None = None
    seed: int = 20240229
    memory: str | None = None


@dataclass(frozen=True, slots=True)
class Labelled:
    """A decision of people on two records: ``same`` or not."""

    a: str
    b: str
    same: bool


@dataclass(frozen=True)
class Scored:
    """What linkage knows of pairs.

    ``records`` are the prepared records; ``pairs`` has the columns ``a`` < ``b`` (record ids),
    ``weight`` (log2 odds), ``probability``, ``prior`` and ``together`` (what the fields' weights
    must be corrected by because they are not independent), and for each field ``level.<field>``
    (text, null: missing) and ``weight.<field>``; weight = prior + sum of the fields + together.
    """

    records: pa.Table
    pairs: pa.Table
    model: LinkModel
    blocking: BlockingReport
    comparisons: tuple[Comparison, ...] = field(default=())


def score(
    table: pa.Table,
    settings: LinkSettings | None = None,
    decisions: Sequence[Labelled] = (),
    model: LinkModel | None = None,
    progress: Progress | None = None,
    engine: Engine | None = None,
) -> Scored:
    """Find, compare and score the pairs of a linkable table.

    ``decisions`` teach the model; ``model`` is used as it is instead of learning one;
    ``engine`` compares (None: DuckDB in this process). Raises ValueError for a table that cannot be
    linked (see ``prepare``).
    """
    settings = settings or LinkSettings()
    engine = engine or DuckDB(settings.memory)
    say = progress or (lambda _: None)
    say("preparing")
    prepared = prepare(table)
    compared = comparisons(prepared, engine.dialect)
    chosen = slots(compared, _habits(prepared))
    candidates = block(prepared, per_record=settings.per_record, progress=progress)
    report = candidates.report
    say("comparing")
    sought = _sought(candidates, prepared.table.num_rows, settings, learn=model is None)
    del candidates
    with engine.compare(prepared, compared, chosen, sought) as pairs:
        if model is None:
            say("learning")
            model = _learn(pairs, prepared, compared, chosen, decisions)
        say("scoring")
        likely = _likely(pairs, prepared, model, compared, chosen, settings.keep)
    return Scored(
        prepared.table,
        _table(prepared, model, likely, compared, chosen),
        model,
        report,
        compared,
    )


def _sought(candidates: Candidates, records: int, settings: LinkSettings, *, learn: bool) -> Sought:
    """The pairs to compare; which of them teach depends on the seed alone."""
    lo, hi = candidates.lo, candidates.hi
    taught = np.zeros(0, dtype=np.int64)
    random = lo[:0], hi[:0]
    if learn:
        taught = np.arange(len(lo))
        random = _random_pairs(records, settings)
        if len(lo) > settings.training_pairs:
            draw = np.random.default_rng(settings.seed + 1)
            taught = draw.choice(len(lo), settings.training_pairs, replace=False, shuffle=False)
            taught.sort()
    return Sought(lo, hi, taught, random)


def _learn(
    pairs: Compared,
    prepared: Prepared,
    compared: Sequence[Comparison],
    chosen: Sequence[Slot],
    decisions: Sequence[Labelled],
) -> LinkModel:
    lists = prepared.table["list_code"].to_numpy()
    sizes = np.bincount(lists[lists >= 0]).astype(np.float64)
    every = len(lists) * (len(lists) - 1) / 2
    within = float((sizes * (sizes - 1) / 2).sum())
    return train(
        compared,
        chosen,
        pairs.taught(),
        pairs.random(),
        (within, every - within),
        _labels(pairs, prepared, compared, chosen, decisions),
    )


def _habits(prepared: Prepared) -> tuple[int, ...]:
    """The habits of spelling that two records can differ in here."""
    scripts = [
        pc.count_distinct(prepared.table[name]).as_py()
        for name in prepared.table.column_names
        if name.endswith("_c")
    ]
    return (
        0,
        *((1,) if len(prepared.lists) > 1 else ()),
        *((2,) if max(scripts, default=1) > 1 else ()),
    )


def _random_pairs(
    size: int, settings: LinkSettings
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Random pairs of different records, each drawn once."""
    draw = np.random.default_rng(settings.seed)
    wanted = min(settings.random_pairs, size * (size - 1) // 2)
    first = draw.integers(0, size, wanted)
    second = draw.integers(0, size - 1, wanted)
    second += second >= first
    codes = np.unique(np.minimum(first, second) * np.int64(size) + np.maximum(first, second))
    return (codes // size).astype(np.int32), (codes % size).astype(np.int32)


def _labels(
    pairs: Compared,
    prepared: Prepared,
    compared: Sequence[Comparison],
    chosen: Sequence[Slot],
    decisions: Sequence[Labelled],
) -> Labels | None:
    ids = prepared.table["record_id"].to_pylist() if decisions else []
    place = {name: number for number, name in enumerate(ids)}
    known = [d for d in decisions if d.a in place and d.b in place and d.a != d.b]
    if not known:
        return None
    lo = np.array([min(place[d.a], place[d.b]) for d in known], dtype=np.int32)
    hi = np.array([max(place[d.a], place[d.b]) for d in known], dtype=np.int32)
    same = {(int(a), int(b)): d.same for a, b, d in zip(lo, hi, known, strict=True)}
    vectors = by_habit(pairs.vectors(lo, hi), chosen, compared, prepared.table)
    answers = [same[int(a), int(b)] for a, b in zip(vectors.lo, vectors.hi, strict=True)]
    return Labels(vectors.levels, np.array(answers, dtype=np.bool_))


def _likely(
    pairs: Compared,
    prepared: Prepared,
    model: LinkModel,
    compared: Sequence[Comparison],
    chosen: Sequence[Slot],
    keep: float,
) -> Vectors:
    """The pairs that may match, and all other pairs of records that these connect.

    Blocking gives no pair that has little in common; but whether A and C may be one, when A and B
    as well as B and C may, depends on what A and C say against each other.
    """
    found = pairs.likely(model, keep)
    seen = by_habit(found, chosen, compared, prepared.table)
    odds = model.weights(seen, strata(prepared.table, seen)) * np.log(2.0)
    more = pairs.vectors(*between(prepared.table.num_rows, found.lo, found.hi, odds))
    every = Vectors(
        *(np.concatenate([getattr(each, name) for each in (found, more)]) for name in _PARTS)
    )
    return every.at(np.lexsort((every.hi, every.lo)))


def _table(
    prepared: Prepared,
    model: LinkModel,
    kept: Vectors,
    compared: Sequence[Comparison],
    chosen: Sequence[Slot],
) -> pa.Table:
    seen = by_habit(kept, chosen, compared, prepared.table)
    of_list = strata(prepared.table, kept)
    weights, parts = model.weights(seen, of_list), model.field_weights(seen)
    prior = model.prior_weights(of_list)
    ids = prepared.table["record_id"].combine_chunks()
    first, second = ids.take(pa.array(kept.lo)), ids.take(pa.array(kept.hi))
    ordered = pc.less(first, second)
    columns: dict[str, pa.Array] = {
        "a": pc.if_else(ordered, first, second),
        "b": pc.if_else(ordered, second, first),
        "weight": pa.array(weights),
        "probability": pa.array(probabilities(weights)),
        "prior": pa.array(prior),
        "together": pa.array((weights - prior - parts.sum(axis=1)).astype(np.float32)),
    }
    for place, comparison in enumerate(compared):
        names = pa.array([None, *(level.name for level in comparison.levels)], type=pa.string())
        mine = [column for column, slot in enumerate(chosen) if slot.place == place]
        columns[f"level.{comparison.field}"] = pa.DictionaryArray.from_arrays(
            pa.array(kept.levels[:, place].astype(np.int8)), names
        )
        columns[f"weight.{comparison.field}"] = pa.array(parts[:, mine].sum(axis=1))
    return pa.table(columns)
