"""The latent-class model: effective draws a second beside the published sampler's; calibration.

    python -m bench.latent [--calibration 300] [--overlaps TABLE.csv --classes 15]

LCMCR's own seconds a sweep were measured apart: 110,000 sweeps of Kosovo took 2.4 s at best (K 10),
and 1.01 million of Colombia (20 lists, 103 cells, K 15) 110 s. Its effective draws a sweep are
those of the same sampler written here (``plain_gibbs``). Times are CPU seconds.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np

from bench.plain_gibbs import plain_chain
from muniment.estimation.calibration import calibrate_latent
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


def compare(name: str, table: OverlapTable, classes: int, sweeps: int) -> None:
    """Print the ratio of effective draws a second to LCMCR's."""
    print(f"{name}, {classes} classes")
    # Compiled before it is timed.
    ours_quick = LatentSettings(classes=classes, early=100, first_sweeps=100, most_sweeps=100)
    fit_latent(table, ours_quick)
    plain_chain(0, 10, table.patterns, table.counts, classes, 0.25, 0.25, np.empty(10))
    speed = ours(table, classes, sweeps)
    a_sweep = published(table, classes, sweeps)
    lists = len(table.lists)
    nearest = min(LCMCR_SECONDS, key=lambda known: abs(known - lists))
    theirs = a_sweep / LCMCR_SECONDS[nearest]
    print(
        f"  {speed:.0f} effective draws a second against LCMCR's {theirs:.1f}: "
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
