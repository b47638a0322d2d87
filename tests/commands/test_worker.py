"""The worker reads the database once as it begins, where there is memory for it."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from muniment.commands.workspace import worker

_SIZE = 3 * (1 << 20) + 5


class Watched(type(Path())):  # type: ignore[misc]
    """A file that tells how far it was read."""

    reached = -1

    def open(self, *given: Any, **named: Any) -> io.BufferedReader:
        """As any file."""
        file: io.BufferedReader = super().open(*given, **named)
        place = self

        class Read(io.BufferedReader):
            def close(self) -> None:
                if not self.closed:
                    place.reached = self.tell()
                super().close()

        return Read(file.detach())


@pytest.fixture
def database(tmp_path: Path) -> Watched:
    """A database of three pieces and a bit."""
    (tmp_path / "w.sqlite").write_bytes(bytes(_SIZE))
    return Watched(tmp_path / "w.sqlite")


@pytest.mark.parametrize(("memory", "reached"), [(2 * _SIZE, _SIZE), (2 * _SIZE - 2, 0), (0, 0)])
def test_it_is_read_to_its_end_where_it_fits(
    database: Watched, monkeypatch: pytest.MonkeyPatch, memory: int, reached: int
) -> None:
    monkeypatch.setattr(worker, "_memory", lambda: memory)
    worker.read_once(database)
    assert database.reached == reached


def test_a_database_that_is_not_there_is_none_to_read(tmp_path: Path) -> None:
    worker.read_once(tmp_path / "gone.sqlite")


@pytest.mark.skipif(sys.platform == "win32", reason="it does not say how much there is")
def test_the_memory_of_this_machine_is_known() -> None:
    assert worker._memory() > 1 << 28


@pytest.mark.parametrize("given", [(), ("one", "two")])
def test_it_is_started_by_serve_alone(given: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "muniment.commands.workspace.worker", *given],
        input="",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "muniment serve" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
