"""A folder in the making is cleared by who finds it, where nobody alive is at it: by its lock."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from muniment.workspace import temporary
from muniment.workspace.temporary import Occupied, clear_left, making

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks")


def in_another_process(folder: Path, then: Callable[[], object]) -> None:
    """Something is done while another process makes a folder, which is killed afterwards."""
    begun, tell = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            with making(folder):
                (folder / "key.txt").write_text("secret")
                os.write(tell, b"x")
                signal.pause()
        finally:
            os._exit(1)
    os.close(tell)
    try:
        assert os.read(begun, 1) == b"x"
        then()
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(begun)


def test_what_is_made_is_gone_unless_it_was_moved(tmp_path: Path) -> None:
    with making(tmp_path / "a") as left:
        assert not left
        (tmp_path / "a" / "x").touch()
    with making(tmp_path / "b"):
        (tmp_path / "b").rename(tmp_path / "there")
    assert [each.name for each in tmp_path.iterdir()] == ["there"]


def test_what_a_killed_process_has_left_is_cleared_and_told(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "a"
    in_another_process(folder, lambda: None)
    assert (folder / "key.txt").is_file()
    with making(folder) as left:
        assert left
        assert list(folder.iterdir()) == []
    assert list(folder.parent.iterdir()) == []


def test_what_another_process_is_at_stays(tmp_path: Path) -> None:
    folder = tmp_path / "a"

    def look() -> None:
        with pytest.raises(Occupied, match="another process"), making(folder):
            pass
        assert clear_left(tmp_path, "a") == []
        assert (folder / "key.txt").is_file()

    in_another_process(folder, look)
    assert clear_left(tmp_path, "b") == []
    assert clear_left(tmp_path, "a") == [folder]
    assert list(tmp_path.iterdir()) == []


def test_what_has_no_lock_is_somebody_elses(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(Occupied, match="in the way"), making(tmp_path / "a"):
        pass
    assert clear_left(tmp_path, "") == []
    assert (tmp_path / "a").is_dir()


def test_what_is_a_link_or_another_users_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dear").mkdir()
    (tmp_path / "dear" / "x").touch()
    (tmp_path / "a").symlink_to(tmp_path / "dear")
    (tmp_path / "a.lock").touch()
    assert clear_left(tmp_path, "a") == []
    (tmp_path / "b").mkdir()
    (tmp_path / "b.lock").touch()
    monkeypatch.setattr(os, "getuid", lambda: 4242)
    assert clear_left(tmp_path, "b") == []
    assert (tmp_path / "dear" / "x").exists()
    assert (tmp_path / "b").is_dir()


@pytest.mark.parametrize("why", [errno.EROFS, errno.EACCES])
def test_a_folder_that_can_only_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: int
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(why, os.strerror(why))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(PermissionError, match="can only be read") as raised:
        temporary.own(tmp_path / "temporary")
    assert raised.value.filename == str(tmp_path)
