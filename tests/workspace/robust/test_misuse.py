"""Whatever is typed in error is told in a sentence, with the exit code of the manual."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.workspace.robust.misuses import MISUSES

_ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks, and makes pipes")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str]]:
    """The exit code of each command, and what it said."""
    environment = os.environ | {"MUNIMENT_PASSWORD": "correct horse battery"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    base = tmp_path_factory.mktemp("misused")
    done = subprocess.run(
        [sys.executable, "-m", "tests.workspace.robust.misused", str(base)],
        cwd=_ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return {asked: (code, said) for asked, (code, said) in json.loads(done.stdout).items()}


@pytest.mark.parametrize(("asked", "code", "words"), MISUSES)
def test_a_misuse_is_told(
    told: dict[str, tuple[int, str]], asked: str, code: int, words: str
) -> None:
    ended, said = told[asked]
    assert "Traceback" not in said
    assert words in " ".join(said.split())
    assert ended == code


def test_one_file_that_cannot_be_taken_in_stops_no_other(told: dict[str, tuple[int, str]]) -> None:
    code, said = told["add mixed"]
    assert code == 1
    assert "mixed/good.txt\n" in said
    assert "mixed/\\x1b[31m\\udcff.txt\n" in said
    assert "mixed/large.txt: is larger than 1 MB" in said
    for name in ("dangling", "device", "loop", "pipe", "socket"):
        assert f"mixed/{name}.txt is passed over" in said
    assert told["audit"][0] == 0


@pytest.mark.parametrize("name", ["restore", "rehearse"])
def test_what_a_killed_restore_has_left_is_cleared_and_told(
    told: dict[str, tuple[int, str]], name: str
) -> None:
    assert told["back up"][0] == 0
    assert told[f"{name}, killed"][0] == -9
    left = {Path(each).parent.name for each in told[f"{name}, left"][1].split()}
    assert "again.restoring" in left or "workspace.restoring" in left
    code, said = told[f"{name}, again"]
    assert code == 0
    assert "was left by a restore that was interrupted, with the key in it, and is removed" in said
    assert "Equal: everything is as it was" in said


def test_what_nobody_has_locked_stays(told: dict[str, tuple[int, str]]) -> None:
    assert told["left"][1] == "muniment-rehearsal-else"
