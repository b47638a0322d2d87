"""1,000 documents with two jobs: time and peak memory against 100 documents."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bench.measure import cost_of
from bench.texts import own_documents


def main() -> None:
    muniment = Path(sys.executable).with_name("muniment")
    texts = own_documents()
    with tempfile.TemporaryDirectory() as folder:
        costs = []
        for count in (100, 1_000):
            place = Path(folder) / str(count)
            place.mkdir()
            for number in range(count):
                text = texts[number % len(texts)]
                (place / f"{number:04}.txt").write_text(f"No. {number}\n\n{text}", "utf-8")
            costs.append(
                cost_of([str(muniment), "check", str(place), "--jobs", "2", "--format", "json"])
            )
    few, many = costs
    print(f"100 documents: {few.wall:.1f} s, {few.memory:.0f} MB in the largest process")
    print(f"1,000 documents: {many.wall:.1f} s, {many.memory:.0f} MB")
    print(f"ratios: time {many.wall / few.wall:.1f}, memory {many.memory / few.memory:.2f}")


if __name__ == "__main__":
    main()
