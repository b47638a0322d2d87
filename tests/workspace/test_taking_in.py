"""What can be taken in is bounded, and what cannot be leaves nothing behind."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from muniment.workspace import keys, opened
from muniment.workspace.folder import Folder, FolderProblem, read_folder
from muniment.workspace.history import Actor
from muniment.workspace.models import Collection, Source
from muniment.workspace.opened import Opened, use
from muniment.workspace.services.taking_in import Untaken, take_in


class Broken(io.BytesIO):
    """A file on a stick that is pulled while it is read."""

    def read(self, size: int | None = -1) -> bytes:
        """Some of it, then nothing more."""
        if self.tell():
            raise OSError(5, "Input/output error")
        return super().read(7)


def bounded(workspace: Opened, megabytes: int) -> None:
    use(Opened(replace(workspace.folder, largest_file_mb=megabytes), workspace.keys))


def kept(workspace: Opened) -> list[Path]:
    return [each for each in workspace.folder.vault.rglob("*") if each.is_file()]


def test_a_file_may_be_as_large_as_the_workspace_says(
    workspace: Opened, actor: Actor, collection: Collection
) -> None:
    bounded(workspace, 1)
    taken = take_in(actor, collection, io.BytesIO(b"x" * 1_000_000), "a.txt", "command")
    assert taken.source.size == 1_000_000
    before = kept(workspace)
    with pytest.raises(Untaken, match=r"larger than 1 MB.*largest_file_mb in workspace\.toml"):
        take_in(actor, collection, io.BytesIO(b"y" * 1_000_001), "b.txt", "command")
    assert kept(workspace) == before
    assert Source.objects.count() == 1


def test_a_file_that_cannot_be_read_is_no_fault_of_the_vault(
    workspace: Opened, actor: Actor, collection: Collection
) -> None:
    with pytest.raises(Untaken, match=r"cannot be read \(Input/output error\)"):
        take_in(actor, collection, Broken(b"some words"), "a.txt", "command")
    assert kept(workspace) == []
    assert not Source.objects.exists()


def test_a_vault_that_cannot_be_written_is_told_as_such(
    workspace: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        opened.opened().vault.put(io.BytesIO(b"words"))
    assert kept(workspace) == []


def test_a_keyring_takes_one_more_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "find_spec", lambda _: None)
    folder = Folder(tmp_path, key="keyring")
    for act in (keys.make_keys, keys.open_keys):
        with pytest.raises(FolderProblem, match="pip install keyring"):
            act(folder)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ('language = "xx"', "language must be one of"),
        ('database = "postgresql://[::1/x"', "database: Invalid IPv6"),
        ('database = "postgresql://h:99999/x"', "database: Port"),
        ("name = 3", "name must be text"),
    ],
)
def test_settings_that_cannot_be_are_named(tmp_path: Path, written: str, words: str) -> None:
    (tmp_path / "workspace.toml").write_text(f'key = "file"\n{written}\n')
    with pytest.raises(FolderProblem, match=words):
        read_folder(tmp_path)
