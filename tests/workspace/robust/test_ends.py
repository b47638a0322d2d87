"""Two windows, Ctrl-C, a request to end, a kill amid the first start: in real processes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.postgresql import free_port

_ROOT = Path(__file__).parents[3]
_MUNIMENT = (sys.executable, "-c", "from muniment.cli import main; main()")
_LONG = 120.0
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="signals, and looks into /proc")


def _environment() -> dict[str, str]:
    environment = os.environ | {"MUNIMENT_PASSWORD": "correct horse battery"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    return environment


def _run(*order: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*_MUNIMENT, *order], env=_environment(), capture_output=True, text=True, check=False
    )


def _begin(*order: str) -> subprocess.Popen[str]:
    """A command under way, which has said its first line."""
    process = subprocess.Popen(
        [*_MUNIMENT, *order],
        env=_environment() | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline(), process.communicate()[1]
    return process


def _below(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    threads = [Path(each, "children").read_text() for each in Path(f"/proc/{pid}/task").iterdir()]
    return [int(each) for each in {*children, *" ".join(threads).split()}]


def _gone(pids: list[int]) -> bool:
    until = time.monotonic() + _LONG
    while time.monotonic() < until:
        if not any(Path(f"/proc/{each}").exists() for each in pids):
            return True
        time.sleep(0.05)
    return False


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with nothing in it."""
    place = tmp_path_factory.mktemp("ends") / "workspace"
    made = _run("init", str(place), "--key", "file")
    assert made.returncode == 0, made.stderr
    return place


def test_a_workspace_is_served_once_and_others_work_beside_it(folder: Path, tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("On 2 March 2021, 14 people were killed in the village of Alder.")
    here, address = ("--workspace", str(folder)), f"http://127.0.0.1:{(port := free_port())}/"
    serving = _begin("serve", "--no-open", "--port", str(port), *here)
    try:
        children = _below(serving.pid)
        second = _run("serve", "--no-open", "--port", str(free_port()), *here)
        assert second.returncode == 2
        assert f"is open already at {address}" in second.stderr
        added = _run("add", str(text), *here)
        assert added.returncode == 0, added.stderr
        backup = str(tmp_path / "b.backup")
        assert _run("backup", backup, *here).returncode == 0
        onto = _run("restore", backup, str(folder), "--key", str(folder / "key.txt"))
        assert onto.returncode == 2
        assert "there is something already" in onto.stderr
    finally:
        serving.send_signal(signal.SIGTERM)
        _, said = serving.communicate(timeout=_LONG)
    assert serving.returncode == 0
    assert said == ""
    assert children
    assert _gone(children)
    assert not (folder / "serving.at").exists()
    audit = _run("audit", *here)
    assert audit.returncode == 0, audit.stdout


def test_a_folder_that_is_gone_ends_what_serves_it(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "stick"
    shutil.copytree(folder, place)
    serving = _begin("serve", "--no-open", "--port", str(free_port()), "--workspace", str(place))
    children = _below(serving.pid)
    place.rename(tmp_path / "pulled")
    _, said = serving.communicate(timeout=_LONG)
    assert serving.returncode == 2
    assert "the folder is gone" in said
    assert "Traceback" not in said
    assert _gone(children)


@pytest.mark.parametrize(("asked", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_what_takes_in_ends_at_once_and_goes_on_the_next_time(
    folder: Path, tmp_path: Path, asked: str, code: int
) -> None:
    for number in range(30):
        text = f"On 2 March 2021, {number} people were killed near {asked}.\n" * 20
        (tmp_path / f"{number}.txt").write_text(text)
    adding = _begin("add", str(tmp_path), "--workspace", str(folder))
    adding.send_signal(getattr(signal, asked))
    _, said = adding.communicate(timeout=_LONG)
    assert adding.returncode == code
    assert "Traceback" not in said
    if asked == "SIGTERM":
        audit = _run("audit", "--workspace", str(folder))
        assert audit.returncode == 0, audit.stdout


def test_a_first_start_that_was_killed_is_gone_on_with(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.workspace.robust.interrupted", str(tmp_path)],
        cwd=_ROOT,
        env=_environment(),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    told = json.loads(done.stdout)
    assert {each[0] for each in told.values()} == {-signal.SIGKILL}
    for step in ("after the key", "amid the tables"):
        assert told[step][1:3] == [0, 0], told[step]
    # The account was there already: nothing is begun anew.
    assert told["after the account"][1:3] == [2, 0], told
    assert "here already" in told["after the account"][3]
