"""What Spark costs beside DuckDB on the same register, and whether both say the same.

python -m bench.spark --people 6000 --master 'local[*]'
"""

from __future__ import annotations

import argparse
import time

from muniment.demo.registers.entries import entries, linkable
from muniment.demo.registers.habits import drawn
from muniment.demo.registers.population import population
from muniment.linkage.scoring import score
from muniment.linkage.spark import Spark
from muniment.linkage.sparksession import started


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--people", type=int, default=6_000)
    arguments.add_argument("--seed", type=int, default=5)
    arguments.add_argument("--master", default="local[*]")
    chosen = arguments.parse_args()
    people = population(chosen.people, chosen.seed)
    table = linkable(entries(people, drawn(chosen.seed, lists=3), chosen.seed))
    begin = time.perf_counter()
    here = score(table)
    duckdb = time.perf_counter() - begin
    begin = time.perf_counter()
    with started(chosen.master) as session:
        starting = time.perf_counter() - begin
        begin = time.perf_counter()
        there = score(table, engine=Spark(session))
        spark = time.perf_counter() - begin
    same = here.pairs.select(["a", "b"]).equals(there.pairs.select(["a", "b"]))
    print(
        f"{table.num_rows:,} records, {here.blocking.candidates:,} candidates:"
        f" DuckDB {duckdb:.1f} s,"
        f" Spark on {chosen.master} {spark:.1f} s and {starting:.1f} s to start:"
        f" {spark / duckdb:.1f} times; {'the same' if same else 'OTHER'} pairs"
    )


if __name__ == "__main__":
    main()
