"""What estimation costs, each as a ratio to a peer in the same run.

- All hierarchical models of a table fitted at once, against one by one.
- Ten thousand rows of overlaps read, against the standard library's reader alone.
- The profile of the best model, against the fit of all.
- An average over all decomposable graphs of five lists, against four.

CPU seconds of this process; tables are drawn from lists of known chances.
"""

from __future__ import annotations

import csv
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from muniment.estimation import hierarchical
from muniment.estimation.decomposable import average
from muniment.estimation.loglinear import profile, search
from muniment.estimation.overlaps import OverlapTable, read_overlaps
from muniment.estimation.poisson import Cells, fit, fit_many


def cost(work: Callable[[], object], runs: int = 3) -> float:
    """The least CPU seconds of a few runs, after one that does not count."""
    work()
    seconds = []
    for _ in range(runs):
        begin = time.process_time()
        work()
        seconds.append(time.process_time() - begin)
    return min(seconds)


def drawn(people: int, lists: int, seed: int = 1) -> OverlapTable:
    """A table of people whom each of ``lists`` lists holds with a chance of .15 to .45."""
    rng = np.random.default_rng(seed)
    held = rng.random((people, lists)) < np.linspace(0.15, 0.45, lists)
    return OverlapTable.from_memberships([f"L{n}" for n in range(lists)], held)


def at_once() -> float:
    """How many times cheaper models are at once than one by one."""
    cells = Cells.of(drawn(5000, 4))
    models = hierarchical.models(4, 3) or []
    return cost(lambda: [fit(cells, model) for model in models]) / cost(
        lambda: fit_many(cells, models)
    )


def reading() -> float:
    """What reading a table costs against the rows alone."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "overlaps.csv"
        rows = [f"{n},1,0,{n % 2},3" for n in range(10_000)]
        path.write_text("\n".join(["village,A,B,C,count", *rows]), encoding="utf-8")

        def plain() -> list[list[str]]:
            with path.open(encoding="utf-8", newline="") as opened:
                return list(csv.reader(opened))

        return cost(lambda: read_overlaps(path, ["village"])) / cost(plain)


def profiling() -> float:
    """What one profile costs against the fit of all models of four lists."""
    table = drawn(5000, 4)
    best = search(table).candidates[0]
    return cost(lambda: profile(table, best)) / cost(lambda: search(table))


def graphs() -> float:
    """What five lists cost against four when all graphs are averaged."""
    return cost(lambda: average(drawn(1000, 5))) / cost(lambda: average(drawn(1000, 4)))


def main() -> None:
    """Print the ratios."""
    print(f"113 models at once, times cheaper than one by one   {at_once():6.1f}")
    print(f"reading 10,000 strata, against the csv module alone {reading():6.1f}")
    print(f"a profile, against fitting 113 models               {profiling():6.1f}")
    print(f"822 graphs of five lists, against 61 of four        {graphs():6.1f}")


if __name__ == "__main__":
    main()
