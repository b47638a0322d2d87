"""Backups: of one moment while others write, whole or refused, and equal when restored."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.workspace_fixtures import PASSWORD, TEXT

from muniment.workspace.backup_file import BackupProblem, Header, read_header, reading, writing
from muniment.workspace.keys import Keys

PASSPHRASE = "a long enough passphrase"
POSTGRESQL = os.environ.get("MUNIMENT_TEST_DATABASE", "")


def muniment(*words: object, wait: bool = True) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [str(Path(sys.executable).with_name("muniment")), *map(str, words)],
        env={**os.environ, "MUNIMENT_PASSPHRASE": PASSPHRASE, "MUNIMENT_PASSWORD": PASSWORD},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if wait:
        process.wait(300)
    return process


def told(process: subprocess.Popen[str]) -> str:
    out, _ = process.communicate(timeout=300)
    assert process.returncode == 0, out
    return out


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A short path: sockets of the readers lie in the workspace's folder."""
    with tempfile.TemporaryDirectory(prefix="b") as place:
        yield Path(place)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="b") as made:
        yield _made(Path(made) / "w")


def _made(place: Path) -> Path:
    told(muniment("init", place))
    file = place.parent / "statement.txt"
    file.write_text(TEXT)
    told(muniment("add", file, "--workspace", place, "--sensitivity", "restricted"))
    return place


def test_a_backup_while_others_write_is_of_one_moment(folder: Path, tmp_path: Path) -> None:
    files = []
    for number in range(6):
        files.append(tmp_path / f"{number}.txt")
        files[-1].write_text(TEXT.replace("14", str(20 + number)))
    adding = muniment("add", *files, "--workspace", folder, wait=False)
    backups = [tmp_path / f"{number}.backup" for number in range(1)]
    for each in backups:
        told(muniment("backup", each, "--workspace", folder))
    told(adding)
    for each in backups:
        assert "Equal" in told(muniment("restore", each, tmp_path / "again"))
    assert "holds" in told(muniment("audit", "--workspace", tmp_path / "again"))


@pytest.fixture
def database() -> Iterator[str]:
    if not POSTGRESQL:
        pytest.skip("no PostgreSQL: MUNIMENT_TEST_DATABASE names none")
    import psycopg
    from psycopg import sql

    name = f"restored_{uuid.uuid4().hex[:12]}"
    server, _, _ = POSTGRESQL.rpartition("/")
    with psycopg.connect(POSTGRESQL, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield f"{server}/{name}"
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def test_from_one_database_to_the_other_and_back(
    folder: Path, tmp_path: Path, database: str
) -> None:
    told(muniment("backup", tmp_path / "1", "--workspace", folder))
    there, back = tmp_path / "there", tmp_path / "back"
    assert "Equal" in told(muniment("restore", tmp_path / "1", there, "--database", database))
    file = tmp_path / "more.txt"
    file.write_text(TEXT.replace("14", "99"))
    told(muniment("add", file, "--workspace", there))
    told(muniment("backup", tmp_path / "2", "--workspace", there))
    assert "Equal" in told(muniment("restore", tmp_path / "2", back))
    told(muniment("audit", "--workspace", back))
    taken = muniment("restore", tmp_path / "1", tmp_path / "x", "--database", database)
    assert taken.returncode == 2
    assert not (tmp_path / "x").exists()


def test_a_changed_backup_leaves_nothing_behind(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "1"
    told(muniment("backup", file, "--workspace", folder))
    content = bytearray(file.read_bytes())
    content[-400] ^= 1
    (tmp_path / "changed").write_bytes(content)
    refused = muniment("restore", tmp_path / "changed", tmp_path / "again")
    assert refused.returncode == 2
    assert "was changed" in (refused.stdout.read() if refused.stdout else "")
    line, _, rest = file.read_bytes().partition(b"\n")
    (tmp_path / "changed").write_bytes(
        line.replace(b'made_at": "20', b'made_at": "19') + b"\n" + rest
    )
    refused = muniment("restore", tmp_path / "changed", tmp_path / "again")
    assert refused.returncode == 2
    assert not list(tmp_path.glob("again*"))


@pytest.fixture
def sealed(tmp_path: Path) -> tuple[Path, Keys]:
    import pyrage

    keys = Keys(str(pyrage.x25519.Identity.generate()))
    path = tmp_path / "small"
    with writing(path, Header("now", "age1x"), keys) as out:
        out.add("one.txt", b"1" * 3000)
        out.add("two.txt", b"2")
    return path, keys


def all_of(path: Path, keys: Keys) -> dict[str, bytes]:
    with reading(path, keys) as backup:
        found = {name: stream.read() for name, stream in backup}
        backup.finish()
        return found


def test_every_changed_byte_is_found(sealed: tuple[Path, Keys]) -> None:
    path, keys = sealed
    assert all_of(path, keys) == {"one.txt": b"1" * 3000, "two.txt": b"2"}
    content = path.read_bytes()
    start = content.index(b"\n") + 1
    # The age header's own first lines are covered by its MAC, the rest by the stream's.
    for at in range(start, len(content), 41):
        changed = bytearray(content)
        changed[at] ^= 2
        path.write_bytes(changed)
        with pytest.raises(BackupProblem):
            all_of(path, keys)
    for cut in (content[:-1], content[: len(content) // 2], content + b"x", content[: start + 3]):
        path.write_bytes(cut)
        with pytest.raises(BackupProblem):
            all_of(path, keys)


@pytest.mark.parametrize("content", [b"", b"\n", b"{}\n", b'{"format": 1}\n', b"[" * 9999, b"\xff"])
def test_what_is_no_backup_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(BackupProblem):
        read_header(tmp_path / "x")


def test_a_backup_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    import pyrage

    keys = Keys(str(pyrage.x25519.Identity.generate()))
    with pytest.raises(BackupProblem), writing(tmp_path / "no" / "x", Header("", ""), keys):
        pass
    with pytest.raises(RuntimeError), writing(tmp_path / "x", Header("", ""), keys):
        raise RuntimeError("killed")
    assert not list(tmp_path.iterdir())
