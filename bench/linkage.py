"""Linkage against known truth, and against Splink on the same records in the same run.

    python -m bench.linkage --data FOLDER      the public data sets (RLdata, FEBRL, cross-script)
    python -m bench.linkage --made 1000000     an invented register of so many records
    python -m bench.linkage --demo 12          registers of invented conflicts

``--peer`` adds Splink as a competent user sets it up: names as written, Jaro-Winkler levels with
term frequencies, the date of birth by its parts, blocking on whole dates only, two dozen lines in
all. ``--link`` adds the whole of ``muniment link`` (scoring, clustering, 200 draws, the curve).

Each runs in a process of its own on the same Parquet file: processor seconds of the process and
its threads, wall seconds, and the peak of its memory; beneath, ours by Splink's.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

Truth = list[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--made", type=int)
    parser.add_argument("--demo", type=int)
    parser.add_argument("--peer", action="store_true")
    parser.add_argument("--link", action="store_true")
    parser.add_argument("--one", nargs=2, metavar=("ENGINE", "FILE"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        print(json.dumps(_measured(chosen.one[0], Path(chosen.one[1]))))
        return
    sets: list[str] = []
    if chosen.data:
        sets += ["RLdata500", "RLdata10000", "febrl1", "febrl2", "febrl3", "febrl4", "crossscript"]
    sets += [f"made{chosen.made}"] if chosen.made else []
    sets += [f"demo{seed}" for seed in range(chosen.demo or 0)]
    engines = ["muniment", *(["link"] if chosen.link else []), *(["splink"] if chosen.peer else [])]
    print("set engine records P R F1 found clusters/truth expected/true cpu_s wall_s megabytes")
    with tempfile.TemporaryDirectory() as folder:
        for name in sets:
            path = Path(folder) / f"{name}.parquet"
            table, truth = load(name, chosen.data)
            pq.write_table(table.append_column("truth", pa.array(truth, pa.string())), path)
            del table, truth
            rows = {}
            for engine in engines:
                rows[engine] = _in_process_of_its_own(engine, path)
                print(name, engine, *_shown(rows[engine]), flush=True)
            if chosen.peer:
                for engine in engines[:-1]:
                    print(name, f"{engine}/splink", *_ratios(rows[engine], rows["splink"]))
            print(f"  load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


Row = dict[str, float]


def _in_process_of_its_own(engine: str, path: Path) -> Row:
    command = [sys.executable, "-W", "ignore", "-m", "bench.linkage", "--one", engine, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    row: Row = json.loads(done.stdout.splitlines()[-1])
    return row


def _shown(row: Row) -> list[str]:
    return [
        str(row["records"]),
        *(f"{row[key]:.4f}" for key in ("precision", "recall", "f1", "found")),
        f"{row['clusters']}/{row['entities']}",
        f"{row['expected']:.0f}/{row['true']}",
        *(f"{row[key]:.1f}" for key in ("seconds", "wall")),
        f"{row['megabytes']:.0f}",
    ]


def _ratios(ours: Row, peer: Row) -> list[str]:
    named = {"cpu": "seconds", "wall": "wall", "memory": "megabytes"}
    ratios = [f"{name} {ours[key] / peer[key]:.2f}" for name, key in named.items()]
    return [f"F1 {ours['f1'] - peer['f1']:+.4f}", *ratios]


def _measured(engine: str, path: Path) -> dict[str, float]:
    table = pq.read_table(path)
    truth: Truth = table["truth"].to_pylist()
    table = table.drop_columns(["truth"])
    before, wall = time.process_time(), time.perf_counter()
    a, b, probability = _ENGINES[engine](table)
    seconds, elapsed = time.process_time() - before, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    entity = np.unique(np.array(truth), return_inverse=True)[1]
    same = entity[a] == entity[b]
    pairs = sum(size * (size - 1) // 2 for size in Counter(truth).values())
    linked = probability >= 0.5
    hits = int((same & linked).sum())
    precision, recall = hits / max(int(linked.sum()), 1), hits / pairs
    return {
        "records": len(truth),
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / max(precision + recall, 1e-9),
        "found": float(same.sum()) / pairs,
        "clusters": _clusters(len(truth), a[linked], b[linked]),
        "entities": len(set(truth)),
        "expected": float(probability.sum()),
        "true": int(same.sum()),
        "seconds": seconds,
        "wall": elapsed,
        "megabytes": peak,
    }


def _clusters(records: int, a: np.ndarray, b: np.ndarray) -> int:
    parent = np.arange(records)
    for first, second in zip(a.tolist(), b.tolist(), strict=True):
        while parent[first] != first:
            parent[first] = parent[parent[first]]
            first = parent[first]
        while parent[second] != second:
            parent[second] = parent[parent[second]]
            second = parent[second]
        parent[first] = second
    return int((parent == np.arange(records)).sum())


def _muniment(table: pa.Table) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    from muniment.linkage.scoring import score

    return _places(score(table).pairs, table)


def _link(table: pa.Table) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    from muniment.linkage.linking import link

    return _places(link(table).pairs, table)


def _places(pairs: pa.Table, table: pa.Table) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    ids = table["record_id"].combine_chunks()
    return (
        pc.index_in(pairs["a"], ids).to_numpy(),
        pc.index_in(pairs["b"], ids).to_numpy(),
        pairs["probability"].to_numpy(),
    )


def _splink(table: pa.Table) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Splink with ordinary settings on the names as they are."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    from splink.internals.blocking_rule_creator import BlockingRuleCreator
    from splink.internals.comparison_creator import ComparisonCreator

    given = [n for n in table.column_names if n not in ("record_id", "list")]
    rows = table.append_column("rid", pa.array(range(table.num_rows)))
    if "birth_date" in given:
        years = pc.utf8_slice_codeunits(rows["birth_date"], 0, 4)
        whole = pc.equal(pc.utf8_length(rows["birth_date"]), 10)
        rows = rows.append_column("birth_year", years)
        # A year alone would be a block of thousands: whole dates only are blocked on.
        rows = rows.append_column("birth_day", pc.if_else(whole, rows["birth_date"], None))
    comparisons: list[ComparisonCreator | dict[str, Any]] = []
    for name in given:
        if name in ("given_name", "family_name", "father_name"):
            known = cl.JaroWinklerAtThresholds(name, [0.92, 0.8]).configure(
                term_frequency_adjustments=True
            )
        elif name == "birth_date":
            known = cl.CustomComparison(
                output_column_name="birth_date",
                comparison_levels=[
                    {
                        "sql_condition": "birth_date_l IS NULL OR birth_date_r IS NULL",
                        "label_for_charts": "null",
                        "is_null_level": True,
                    },
                    {"sql_condition": "birth_date_l = birth_date_r", "label_for_charts": "exact"},
                    {
                        "sql_condition": "damerau_levenshtein(birth_date_l, birth_date_r) <= 1",
                        "label_for_charts": "one digit",
                    },
                    {"sql_condition": "birth_year_l = birth_year_r", "label_for_charts": "year"},
                    {"sql_condition": "ELSE", "label_for_charts": "else"},
                ],
            )
        elif name == "event_date":
            known = cl.CustomComparison(
                output_column_name="event_date",
                comparison_levels=[
                    {
                        "sql_condition": "event_date_l IS NULL OR event_date_r IS NULL",
                        "label_for_charts": "null",
                        "is_null_level": True,
                    },
                    {"sql_condition": "event_date_l = event_date_r", "label_for_charts": "exact"},
                    {
                        "sql_condition": "abs(date_diff('day', try_cast(event_date_l AS DATE),"
                        " try_cast(event_date_r AS DATE))) <= 7",
                        "label_for_charts": "week",
                    },
                    {"sql_condition": "ELSE", "label_for_charts": "else"},
                ],
            )
        elif name in ("street", "residence", "address"):
            known = cl.JaroWinklerAtThresholds(name, [0.9])
        else:
            known = cl.ExactMatch(name).configure(term_frequency_adjustments=True)
        comparisons.append(known)
    wanted = [
        ("given_name", "family_name"), ("given_name", "birth_day"), ("family_name", "birth_day"),
        ("given_name", "event_place", "event_date"), ("family_name", "event_place", "event_date"),
        ("birth_day", "event_place"), ("family_name", "event_place", "birth_year"),
        ("national_id",), ("given_name", "postal_code"), ("family_name", "postal_code"),
    ]  # fmt: skip
    rules: list[BlockingRuleCreator | dict[str, Any]] = [
        block_on(*r) for r in wanted if all(n in rows.column_names for n in r)
    ]
    api = DuckDBAPI()
    linker = Linker(
        api.register(rows, dataset_display_name="records"),
        SettingsCreator(
            link_type="dedupe_only",
            unique_id_column_name="rid",
            comparisons=comparisons,
            blocking_rules_to_generate_predictions=rules,
            retain_matching_columns=False,
        ),
    )
    exact: list[str | BlockingRuleCreator] = [block_on("given_name", "family_name", "birth_day")]
    linker.training.estimate_probability_two_random_records_match(exact, recall=0.5)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("given_name", "family_name"), block_on("birth_day")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.002)
    rows = api.duckdb_con.sql(
        f"SELECT rid_l, rid_r, match_probability FROM {found.physical_name}"
    ).to_arrow_table()
    return rows[0].to_numpy(), rows[1].to_numpy(), rows[2].to_numpy()


_ENGINES = {"muniment": _muniment, "link": _link, "splink": _splink}


def load(name: str, data: Path | None) -> tuple[pa.Table, Truth]:
    """A linkable table of the data set's name, and the entity of each of its records."""
    if name.startswith("made"):
        return made(int(name[4:]), seed=1)
    if name.startswith("demo"):
        return _demo(int(name[4:]))
    if data is None:
        raise SystemExit("--data names the folder of the public data sets")
    if name.startswith("RLdata"):
        rows = _read(data / f"{name}.csv")
        return _table(
            {
                "given_name": " ".join(filter(None, (r["fname_c1"], r["fname_c2"]))),
                "family_name": " ".join(filter(None, (r["lname_c1"], r["lname_c2"]))),
                "birth_date": f"{int(r['by']):04}-{int(r['bm']):02}-{int(r['bd']):02}",
            }
            for r in rows
        ), [r["cluster"] for r in rows]
    if name == "crossscript":
        rows = _read(data / "synthetic_crossscript_register_10000.csv")
        return _table(
            {
                "list": r["list"],
                "given_name": r["given"],
                "family_name": r["surname"],
                "birth_date": r["birth_date"] or r["birth_year"],
                "event_place": r["place"],
                "event_date": r["event_date"],
            }
            for r in rows
        ), [r["true_entity"] for r in rows]
    files = [name] if name != "febrl4" else ["febrl4a", "febrl4b"]
    found = [(file, row) for file in files for row in _read(data / f"{file}.csv")]
    return _table({"list": file, **_febrl(row)} for file, row in found), [
        row["rec_id"].split("-")[1] for _, row in found
    ]


def _febrl(row: dict[str, str]) -> dict[str, str]:
    day = row["date_of_birth"]
    return {
        "given_name": row["given_name"],
        "family_name": row["surname"],
        "house_number": row["street_number"],
        "street": row["address_1"],
        "residence": row["suburb"],
        "postal_code": row["postcode"],
        "region": row["state"],
        "national_id": row["soc_sec_id"],
        "birth_date": f"{day[:4]}-{day[4:6]}-{day[6:]}" if len(day) == 8 else "",
    }


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            {key.strip(): value.strip() for key, value in row.items()}
            for row in csv.DictReader(file)
        ]


def _table(rows: object) -> pa.Table:
    records = [{"list": "one", **row} for row in rows]  # type: ignore[attr-defined]
    columns = {key: [row.get(key) or None for row in records] for key in records[0]}
    ids = [f"r{number}" for number in range(len(records))]
    return pa.table({"record_id": ids, **{k: pa.array(v, pa.string()) for k, v in columns.items()}})


def _demo(seed: int) -> tuple[pa.Table, Truth]:
    from muniment.demo.registers.entries import entries, linkable
    from muniment.demo.registers.habits import demonstration, drawn
    from muniment.demo.registers.population import population

    habits = drawn(seed) if seed else demonstration()
    found = entries(population(2000, seed), habits, seed)
    return linkable(found), [str(entry.person) for entry in found]


_SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]


def made(records: int, seed: int) -> tuple[pa.Table, Truth]:
    """An invented register: names from fixed pools, a date of birth missing or only a year in two
    of five, events five days off, a slip in 15 of 100 names; two of five people twice or more."""
    draw = random.Random(seed)
    given = _pool(draw, 2_000, 2, 3)
    family = _pool(draw, 20_000, 2, 4)
    places = _pool(draw, 300, 2, 4)
    rows: list[dict[str, str]] = []
    truth: Truth = []
    person = 0
    while len(rows) < records:
        person += 1
        names = [_zipf(draw, given), _zipf(draw, family), _zipf(draw, given)]
        born = datetime.date(1940, 1, 1) + datetime.timedelta(days=draw.randrange(25_000))
        day = datetime.date(1992, 1, 1) + datetime.timedelta(days=draw.randrange(1_200))
        place = _zipf(draw, places)
        for _ in range(draw.choices((1, 2, 3, 4), (60, 22, 12, 6))[0]):
            shown = [_slip(draw, name) if draw.random() < 0.15 else name for name in names]
            kind = draw.random()
            off = draw.randrange(-5, 6) if draw.random() < 0.4 else 0
            rows.append(
                {
                    "list": f"list {draw.randrange(4)}",
                    "given_name": shown[0],
                    "family_name": shown[1],
                    "father_name": shown[2] if draw.random() < 0.6 else "",
                    "birth_date": born.isoformat()
                    if kind < 0.6
                    else str(born.year)
                    if kind < 0.8
                    else "",
                    "event_place": place if draw.random() < 0.9 else _zipf(draw, places),
                    "event_date": (day + datetime.timedelta(days=off)).isoformat(),
                }
            )
            truth.append(str(person))
    return _table(rows[:records]), truth[:records]


def _pool(draw: random.Random, size: int, least: int, most: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < size:
        word = "".join(draw.choices(_SYLLABLES, k=draw.randint(least, most)))
        found[(word + draw.choice(["", "n", "r", "s"])).capitalize()] = None
    return list(found)


def _zipf(draw: random.Random, pool: list[str]) -> str:
    return pool[int(len(pool) * draw.random() ** 2)]


def _slip(draw: random.Random, word: str) -> str:
    at = draw.randrange(1, len(word))
    kind = draw.randrange(3)
    letter = draw.choice("abdefgiklmnoprstuvz")
    return word[:at] + ("" if kind == 0 else letter) + word[at + (kind != 1) :]


if __name__ == "__main__":
    main()
