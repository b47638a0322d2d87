"""What is particular to PostgreSQL, tried on a server of the tests' own by a run of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.postgresql import postgresql

HERE = Path(__file__).parent
FILES = ("test_items_file.py", "test_search.py", "test_spine.py", "test_at_rest.py")


def test_the_search_and_the_spine_hold_on_postgresql() -> None:
    with postgresql() as database:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-n0", "-p", "no:cacheprovider", "-rs"]
            + [str(HERE / each) for each in FILES],
            env=os.environ | {"MUNIMENT_TEST_DATABASE": database},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-5_000:] + done.stderr[-2_000:]
    assert "keeps the index of words itself" not in done.stdout
