"""Nothing is half imported after a kill at any moment, and two processes lose nothing."""

from __future__ import annotations

import json
import multiprocessing
import subprocess
import sys
from pathlib import Path

import pytest

from muniment.registers.store import Store
from tests.registers.test_store import received

ROOT = Path(__file__).parent.parent.parent
ONE, TWO = ["Arden"], ["Arden", "Belo"]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill there")
def test_an_import_is_there_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.registers.killing", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    steps, moments = found["steps"], found["moments"]
    assert len(steps) > 50
    assert not steps[-1]["killed"]
    for each in steps:
        assert each["sound"]
        assert each["lists"] in ({}, {"north": ONE}, {"north": TWO})
        assert each["runs"] in ([], [3])
    assert {json.dumps(each["lists"]) for each in steps} == {
        json.dumps(lists) for lists in ({}, {"north": ONE}, {"north": TWO})
    }
    kept = 0
    for each in moments:
        assert each["sound"]
        names = each["lists"].get("north", [])
        # What was committed before a kill is never lost: the list only grows.
        assert len(names) >= kept
        assert names == [f"N{n}" for n in range(len(names))]
        kept = len(names)
    assert kept > 1


def import_many(folder: Path, list_id: str) -> None:
    with Store(folder, who=list_id) as store:
        for n in range(8):
            current = n or None
            names = [f"{list_id}{each}" for each in range(n + 1)]
            sources = folder.parent / list_id
            sources.mkdir(exist_ok=True)
            store.receive(received(sources, list_id, *names), apply=True, against=current)
            store.decide(f"{list_id}:1", "base:1", "unsure")


def test_two_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "registers"
    with Store(folder, create=True) as store:
        store.receive(received(tmp_path, "base", "Arden"), apply=True)
    context = multiprocessing.get_context("spawn")
    names = ["east", "west"]
    processes = [context.Process(target=import_many, args=(folder, name)) for name in names]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        assert process.exitcode == 0
    with Store(folder) as store:
        assert [each.id for each in store.lists()] == ["base", "east", "west"]
        assert all(store.revision(name).number == 8 for name in names)
        assert len(store.history()) == 2 + 2 * 8 * 3
        assert store.verify().sound
