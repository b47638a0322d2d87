"""A cold ``muniment check`` of a five-page text, beside a bare interpreter."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bench.measure import median_cost
from bench.texts import of_length

PAGE = 3_000


def main() -> None:
    muniment = Path(sys.executable).with_name("muniment")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "five-pages.txt"
        path.write_text(of_length(5 * PAGE), encoding="utf-8")
        bare = median_cost([sys.executable, "-c", "pass"])
        check = median_cost([str(muniment), "check", str(path)])
    print(
        f"check: {check.cpu:.2f} s CPU, {check.memory:.0f} MB; bare interpreter: {bare.cpu:.2f} s"
    )
    print(f"ratio {check.cpu / bare.cpu:.1f}; wanted: under 0.60 s CPU and 120 MB")


if __name__ == "__main__":
    main()
