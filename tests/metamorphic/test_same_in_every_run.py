"""The same documents give the same claims and findings in every run, to the last byte."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

DOCUMENTS = sorted((Path(__file__).parents[1] / "corpus" / "dev" / "docs").glob("*.txt"))[:6]


def output(seed: int) -> bytes:
    """What a check writes in a process of its own, in which words are hashed in another order."""
    code = "from muniment.cli import main; main()"
    names = [str(path) for path in DOCUMENTS]
    done = subprocess.run(
        [sys.executable, "-c", code, "check", *names, "--format", "json"],
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
        capture_output=True,
        check=False,
    )
    assert done.stdout, done.stderr.decode()
    return done.stdout


def test_the_order_of_words_in_memory_changes_nothing() -> None:
    assert DOCUMENTS
    assert output(1) == output(2)
