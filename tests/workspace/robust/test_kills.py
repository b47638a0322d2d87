"""A few kills at random moments; ``bench.kills`` does two hundred."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[3]


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_nothing_accepted_is_lost_and_nothing_is_half_there(tmp_path: Path) -> None:
    options = ("--kills", "6", "--longest", "1", "--seed", "8")
    done = subprocess.run(
        [sys.executable, "-m", "bench.kills", str(tmp_path / "workspace"), *options],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "nothing lost, nothing half there" in done.stdout, done.stdout + done.stderr
