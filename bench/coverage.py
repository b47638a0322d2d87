"""How often the 90 % interval of the count holds the truth, over registers with known truth.

    python -m bench.coverage --plain 40                   generated registers, 500 to 3,000 people
    python -m bench.coverage --other 3                    harder and easier ones, three of each kind
    python -m bench.coverage --data FOLDER --fewer 3      public data sets, whole and with columns
                                                          dropped at random

A line a register: the truth, the count with its interval, whether it holds the truth, the error,
F1 of the pairs after clustering, processor seconds. No setting is changed between registers.
"""

from __future__ import annotations

import argparse
import datetime
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pyarrow as pa

from bench.linkage import Truth, load
from muniment.demo.registers.entries import Entry, entries, linkable
from muniment.demo.registers.habits import Habits, drawn
from muniment.demo.registers.names import draw_given
from muniment.demo.registers.population import Person, population

Register = tuple[pa.Table, Truth]
_PUBLIC = ("RLdata500", "RLdata10000", "febrl1", "febrl2", "febrl3", "febrl4", "crossscript")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plain", type=int, default=0)
    parser.add_argument("--other", type=int, default=0)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--fewer", type=int, default=0)
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    chosen = parser.parse_args()
    names = [f"plain {chosen.first + n}" for n in range(chosen.plain)]
    names += [f"{kind} {chosen.first + n}" for kind in _KINDS for n in range(chosen.other)]
    if chosen.data:
        for name in _PUBLIC:
            names += [name, *(f"{name} {chosen.first + n}" for n in range(chosen.fewer))]
    results = []
    print("register records truth count low high held error% F1 seconds")
    for name in names:
        table, truth = register(name, chosen.data)
        results.append(_measured(name, table, truth))
    for kind in dict.fromkeys(name.split()[0] for name, *_ in results):
        mine = [each for each in results if each[0].split()[0] == kind]
        held = sum(each[1] for each in mine)
        errors = np.array([each[2] for each in mine])
        print(
            f"{kind}: held {held}/{len(mine)}, mean error {errors.mean():+.2%}, mean absolute"
            f" {abs(errors).mean():.2%}, F1 {np.mean([each[3] for each in mine]):.4f}"
        )


def _measured(name: str, table: pa.Table, truth: Truth) -> tuple[str, bool, float, float]:
    from muniment.linkage.evaluating import evaluate_entities
    from muniment.linkage.linking import link

    before = time.process_time()
    linked = link(table)
    seconds = time.process_time() - before
    ids = table["record_id"].to_pylist()
    found = evaluate_entities(linked, dict(zip(ids, truth, strict=True)))
    people, true = linked.people, len(set(truth))
    f1 = 1.0 if max(Counter(truth).values()) == 1 else found.pairs.f1 or 0.0
    error = people.middle / true - 1
    held = people.low <= true <= people.high
    print(
        name, len(truth), true, people.middle, people.low, people.high, "yes" if held else "NO",
        f"{error:+.2%} {f1:.4f} {seconds:.1f}", flush=True,
    )  # fmt: skip
    return name, held, error, f1


def register(name: str, data: Path | None = None) -> Register:
    """The register of a name: a kind or data set and, after a blank, a seed."""
    kind, _, number = name.partition(" ")
    if kind in _PUBLIC:
        table, truth = load(kind, data)
        return (_fewer(table, Random(f"{kind}{number}")) if number else table), truth
    return {"plain": _plain, **_KINDS}[kind](int(number))


def _fewer(table: pa.Table, rng: Random) -> pa.Table:
    """The table without one to three of its columns; some name stays."""
    names = [name for name in table.column_names if name not in ("record_id", "list")]
    gone = rng.sample(names, min(rng.randint(1, 3), len(names) - 2))
    if {"given_name", "family_name"} <= set(gone):
        gone.remove("given_name")
    return table.drop_columns(gone)


def _size(seed: int) -> int:
    return Random(seed).randint(500, 3000)


def _made(people: Sequence[Person], habits: Sequence[Habits], seed: int) -> Register:
    return _both(entries(people, habits, seed))


def _both(found: Sequence[Entry]) -> Register:
    return linkable(found), [str(entry.person) for entry in found]


def _plain(seed: int) -> Register:
    return _made(population(_size(seed), seed), drawn(seed), seed)


def _siblings(seed: int) -> Register:
    """Half of the people are brothers or sisters of somebody before them."""
    rng = Random(seed)
    people = population(1500, seed)
    for place in range(1, len(people)):
        if rng.random() < 0.4:
            person, other = people[place], people[rng.randrange(max(0, place - 20), place)]
            given = draw_given(rng, person.sex)
            while given.sounds == other.given.sounds:
                given = draw_given(rng, person.sex)
            apart = datetime.timedelta(days=rng.choice((-1, 1)) * rng.randint(330, 3000))
            people[place] = replace(
                other, number=person.number, sex=person.sex, given=given, born=other.born + apart
            )
    return _made(people, drawn(seed), seed)


def _few_fields(seed: int) -> Register:
    """Names and the year of birth, nothing else."""
    table, truth = _plain(seed)
    years = pa.array([each and each[:4] for each in table["birth_date"].to_pylist()], pa.string())
    kept = table.select(["record_id", "list", "given_name", "family_name"])
    return kept.append_column("birth_date", years), truth


def _lacking(seed: int) -> Register:
    """Without one to three of its columns."""
    table, truth = _plain(seed)
    return _fewer(table, Random(f"lacking{seed}")), truth


def _no_father(seed: int) -> Register:
    table, truth = _plain(seed)
    return table.drop_columns(["father_name"]), truth


def _repeats(seed: int) -> Register:
    """A third of each list stands on it twice."""
    habits = [replace(each, repeats=0.35) for each in drawn(seed)]
    return _made(population(1500, seed), habits, seed)


def _two_lists(seed: int) -> Register:
    return _made(population(_size(seed), seed), drawn(seed, lists=2), seed)


def _one_list(seed: int) -> Register:
    """One list in which nobody stands twice."""
    habits = [replace(each, repeats=0.0, reach=0.9) for each in drawn(seed, lists=1)]
    return _made(population(_size(seed), seed), habits, seed)


def _repeated_list(seed: int) -> Register:
    """One list in which some stand twice."""
    habits = [replace(each, repeats=0.1, reach=0.9) for each in drawn(seed, lists=1)]
    return _made(population(_size(seed), seed), habits, seed)


def _tiny(seed: int) -> Register:
    """Lists of some 80 records in all."""
    return _made(population(60, seed), drawn(seed), seed)


def _apart(seed: int) -> Register:
    """Lists of different people but for a few."""
    rng = Random(seed)
    people, habits = population(2500, seed), drawn(seed, lists=3)
    found = []
    for number, each in enumerate(habits):
        mine = [p for p in people if p.number % 3 == number or rng.random() < 0.02]
        found += entries(mine, [replace(each, repeats=0.005)], seed * 10 + number)
    return _both(found)


def _clean(seed: int) -> Register:
    """Careful lists in one script."""
    habits = [
        replace(
            each, spelling="plain", own="Talvera", mixed_spelling=0, slip=0.01, wrong_year=0.005,
            birth=(0.95, 0, 0.03, 0), father_known=0.95, short_form=0,
        )
        for each in drawn(seed)
    ]  # fmt: skip
    return _made(population(_size(seed), seed), habits, seed)


def _rough(seed: int) -> Register:
    """Careless lists: many slips, few dates."""
    habits = [
        replace(
            each, slip=0.2, wrong_year=0.08, birth=(0.2, 0.05, 0.3, 0.2), father_known=0.3,
            short_form=0.1, names_swapped=0.06, place_known=0.5,
        )
        for each in drawn(seed)
    ]  # fmt: skip
    return _made(population(_size(seed), seed), habits, seed)


def _written_whole(seed: int) -> Register:
    """The first list has whole names, family name first."""
    table, truth = _plain(seed)
    first = table["list"][0].as_py()
    rows = table.to_pylist()
    for row in rows:
        row["full_name"] = None
        if row["list"] == first:
            names = [row["family_name"], row["given_name"], row["father_name"]]
            row["full_name"] = " ".join(filter(None, names))
            row["given_name"] = row["family_name"] = row["father_name"] = None
    return pa.Table.from_pylist(
        rows, pa.schema([*table.schema, pa.field("full_name", pa.string())])
    ), truth


_KINDS: dict[str, Callable[[int], Register]] = {
    "siblings": _siblings,
    "few-fields": _few_fields,
    "lacking": _lacking,
    "no-father": _no_father,
    "repeats": _repeats,
    "two-lists": _two_lists,
    "one-list": _one_list,
    "repeated-list": _repeated_list,
    "tiny": _tiny,
    "apart": _apart,
    "clean": _clean,
    "rough": _rough,
    "whole-names": _written_whole,
}


if __name__ == "__main__":
    main()
