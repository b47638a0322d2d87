"""The table of invented pairs."""

from __future__ import annotations

import csv
from pathlib import Path


def pairs(kind: str) -> list[tuple[str, str, bool]]:
    """The pairs of ``pairs.csv`` of a kind ("part", "full"), and whether they are one name."""
    lines = (Path(__file__).parent / "pairs.csv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return [(row["one"], row["other"], row["same"] == "yes") for row in rows if row["kind"] == kind]
