"""The latent-class model: effective draws a second beside the published sampler's; calibration.

    python -m bench.latent [--calibration 300] [--overlaps TABLE.csv --classes 15]

Where R has the package LCMCR, it runs in the same run. Elsewhere its seconds a sweep are those
measured before: 110,000 sweeps of Kosovo took 2.4 s at best (K 10), and 1.01 million of Colombia
(20 lists, 103 cells, K 15) 110 s; its effective draws a sweep are those of the same sampler written
here (``plain_gibbs``). Times are CPU seconds.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np

from bench.plain_gibbs import plain_chain
from muniment.estimation.calibration import calibrate_decomposable, calibrate_latent
from muniment.estimation.latent import LatentSettings, fit_latent
from muniment.estimation.mixing import mixing
from muniment.estimation.overlaps import OverlapTable, read_overlaps

KOSOVO = {
    "1000": 1131, "0100": 845, "1100": 177, "0010": 936, "1010": 228, "0110": 217, "1110": 181,
    "0001": 306, "1001": 106, "0101": 31, "1101": 18, "0011": 123, "1011": 42, "0111": 32,
    "1111": 27,
}  # fmt: skip
LCMCR_SECONDS = {4: 2.4 / 110_000, 20: 110 / 1_010_000}
CHAINS = 4


def ours(table: OverlapTable, classes: int, sweeps: int) -> float:
    """Effective draws a CPU second of our sampler."""
    settings = LatentSettings(
        classes=classes, chains=CHAINS, first_sweeps=sweeps, most_sweeps=sweeps
    )
    begin = time.process_time()
    fit = fit_latent(table, settings, jobs=1)
    seconds = time.process_time() - begin
    found = fit.mixing
    quantiles = np.quantile(fit.totals, [0.025, 0.5, 0.975])
    print(
        f"  ours: {quantiles.round()}, mean {fit.totals.mean():,.0f}, R-hat {found.r_hat:.3f}, "
        f"{found.bulk:,.0f} effective draws, {seconds:.1f} s with the warm-up"
    )
    return found.bulk / seconds


def published(table: OverlapTable, classes: int, sweeps: int) -> float:
    """Effective draws a sweep of the published sampler, its first tenth thrown away."""
    draws = np.empty((CHAINS, sweeps))
    begin = time.process_time()
    for chain in range(CHAINS):
        plain_chain(chain, sweeps, table.patterns, table.counts, classes, 0.25, 0.25, draws[chain])
    seconds = time.process_time() - begin
    kept = draws[:, sweeps // 10 :] + table.documented
    found = mixing(kept)
    print(
        f"  published sampler: {np.quantile(kept, [0.025, 0.5, 0.975]).round()}, "
        f"R-hat {found.r_hat:.3f}, {found.bulk:,.0f} effective draws, {seconds:.1f} s"
    )
    return found.bulk / (CHAINS * sweeps)


_R_SCRIPT = """
if (!requireNamespace("LCMCR", quietly = TRUE)) quit(status = 9)
given <- commandArgs(trailingOnly = TRUE)
table <- read.csv(given[1], check.names = FALSE)
lists <- seq_len(ncol(table) - 1)
table[lists] <- lapply(table[lists], factor, levels = c(0, 1))
sweeps <- as.integer(given[3])
for (seed in 1:as.integer(given[4])) {
  before <- proc.time()
  sampler <- LCMCR::lcmCR(table, tabular = TRUE, K = as.integer(given[2]), a_alpha = 0.25,
                          b_alpha = 0.25, seed = seed, verbose = FALSE)
  drawn <- LCMCR::lcmCR_PostSampl(sampler, burnin = sweeps %/% 10L, samples = sweeps %/% 10L,
                                  thinning = 9, output = FALSE)
  spent <- proc.time() - before
  cat(spent[["user.self"]] + spent[["sys.self"]], drawn, "\\n")
}
"""


def by_r(table: OverlapTable, classes: int, sweeps: int) -> float | None:
    """Effective draws a CPU second of R's LCMCR; None where R or the package is not there."""
    program = shutil.which("Rscript")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        script, data = Path(folder) / "lcmcr.R", Path(folder) / "table.csv"
        script.write_text(_R_SCRIPT, encoding="utf-8")
        rows = [",".join([*(f"L{n}" for n, _ in enumerate(table.lists, 1)), "Freq"])]
        rows += [",".join(map(str, (*cell, count))) for cell, count in table.cells().items()]
        data.write_text("\n".join(rows), encoding="utf-8")
        asked = [program, str(script), str(data), str(classes), str(sweeps), str(CHAINS)]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
    if done.returncode:
        return None
    chains = np.array([line.split() for line in done.stdout.splitlines()], np.float64)
    found = mixing(chains[:, 1:])
    print(
        f"  LCMCR: {np.quantile(chains[:, 1:], [0.025, 0.5, 0.975]).round()}, R-hat "
        f"{found.r_hat:.3f}, {found.bulk:,.0f} effective draws, {chains[:, 0].sum():.1f} s"
    )
    return float(found.bulk / chains[:, 0].sum())


def compare(name: str, table: OverlapTable, classes: int, sweeps: int) -> None:
    """Print the ratio of effective draws a second to LCMCR's."""
    print(f"{name}, {classes} classes")
    # Compiled before it is timed.
    ours_quick = LatentSettings(classes=classes, early=100, first_sweeps=100, most_sweeps=100)
    fit_latent(table, ours_quick)
    plain_chain(0, 10, table.patterns, table.counts, classes, 0.25, 0.25, np.empty(10))
    speed = ours(table, classes, sweeps)
    theirs = by_r(table, classes, sweeps)
    how = "in this run"
    if theirs is None:
        a_sweep = published(table, classes, sweeps)
        lists = len(table.lists)
        nearest = min(LCMCR_SECONDS, key=lambda known: abs(known - lists))
        theirs, how = a_sweep / LCMCR_SECONDS[nearest], "recorded"
    print(
        f"  {speed:.0f} effective draws a second against LCMCR's {theirs:.1f} ({how}): "
        f"{speed / theirs:.1f} times; wanted at least 1"
    )


def calibrate(simulations: int) -> None:
    """Print the histograms of ranks of simulation-based calibration."""
    settings = LatentSettings(
        classes=6, a=0.5, b=0.5, chains=2, early=4_000, first_sweeps=4_000, most_sweeps=4_000
    )
    for lists in (3, 5):
        ranks = calibrate_latent(simulations, lists=lists, low=50, high=500, settings=settings)
        for quantity, found in ranks.ranks.items():
            counts = np.histogram(found, bins=10, range=(0, ranks.draws + 1))[0]
            print(
                f"calibration, {lists} lists, {quantity}: {counts.tolist()}, "
                f"p {ranks.p_value(quantity):.2f}"
            )
    for lists in (3, 4, 5):
        ranks = calibrate_decomposable(simulations, lists=lists)
        counts = np.histogram(ranks.ranks["total"], bins=10, range=(0, ranks.draws + 1))[0]
        print(
            f"calibration, average over graphs of {lists} lists, total: {counts.tolist()}, "
            f"p {ranks.p_value('total'):.2f}"
        )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--calibration", type=int, default=300, help="simulations; 0 for none")
    options.add_argument("--overlaps", type=Path, action="append", default=[])
    options.add_argument("--classes", type=int, default=15)
    options.add_argument("--sweeps", type=int, default=100_000, help="of each of four chains")
    given = options.parse_args()
    cells = [(tuple(map(int, pattern)), count) for pattern, count in KOSOVO.items()]
    table = OverlapTable.from_cells(("EXH", "ABA", "OSCE", "HRW"), cells)
    compare("Kosovo", table, 10, given.sweeps)
    for path in given.overlaps:
        compare(path.stem, read_overlaps(path).tables[None], given.classes, given.sweeps)
    if given.calibration:
        calibrate(given.calibration)


if __name__ == "__main__":
    main()
