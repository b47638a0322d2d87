"""What lies on the disk: whose it is, and that nothing restricted can be read there."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from muniment.workspace.folder import Folder
from muniment.workspace.models import Collection
from muniment.workspace.opened import Opened
from muniment.workspace.services.taking_in import Description, take_in
from muniment.workspace.temporary import own
from muniment.workspace.working import do_waiting

WORDS = ("Quillfeather", "Marrowby", "Thistledown", "Wintergreen", "Saltmarsh")
TEXT = f"On 2 March 2021, 14 people were killed in {WORDS[0]}."


@pytest.fixture
def as_served() -> Iterator[None]:
    """The mask that a served workspace sets for all its files."""
    before = os.umask(0o077)
    yield
    os.umask(before)


def test_nothing_restricted_lies_readable_in_the_database_or_the_vault(
    workspace: Opened, actor: Any, collection: Collection, as_served: None
) -> None:
    said = Description(
        sensitivity="restricted",
        title=WORDS[2],
        issuer=WORDS[3],
        note=WORDS[2],
        obtained_from=WORDS[4],
    )
    taken = take_in(actor, collection, io.BytesIO(TEXT.encode()), f"{WORDS[1]}.txt", "upload", said)
    do_waiting()
    assert taken.source.documents.get().claims.count() > 0
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = repr(cursor.fetchall())
            told = [each for each in WORDS if each.casefold() in rows.casefold()]
            assert told == [], table
    for file in workspace.folder.path.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert not [each for each in WORDS if each.encode() in content], file
            assert file.stat().st_mode & 0o077 == 0, file


def test_the_settings_are_their_owners_alone(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "w", key="file")
    folder.write()
    assert (folder.path / "workspace.toml").stat().st_mode & 0o777 == 0o600
    assert folder.path.stat().st_mode & 0o777 == 0o700


def test_what_a_run_left_under_way_is_cleared(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "w")
    (folder.temporary / "part").mkdir(parents=True)
    (folder.temporary / "upload").write_bytes(b"x")
    folder.clear_temporary()
    assert list(folder.temporary.iterdir()) == []


_UNDER_WAY = """
import sys, time
from pathlib import Path
from muniment.workspace.temporary import in_memory, own
place = Path(sys.argv[1])
folders = own(place), in_memory(place, 1)
for each in folders:
    (each / "plain").write_text("Quillfeather")
print(*folders, sep="\\n", flush=True)
time.sleep(60)
"""


def test_only_what_no_living_process_holds_is_cleared(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "w")
    mine = own(folder.temporary)
    command = [sys.executable, "-c", _UNDER_WAY, str(folder.temporary)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        theirs = [Path(process.stdout.readline().strip()) for _ in range(2)]
        assert all(each.stat().st_mode & 0o77 == 0 for each in theirs)
        folder.clear_temporary()
        assert all((each / "plain").exists() for each in theirs)
        process.kill()
    folder.clear_temporary()
    assert not any(each.exists() for each in theirs)
    assert sorted(folder.temporary.iterdir()) == [mine, mine.with_name(f"{mine.name}.lock")]


def test_the_next_to_open_the_workspace_clears_what_a_killed_one_left(tmp_path: Path) -> None:
    place = tmp_path / "temporary"
    command = [sys.executable, "-c", _UNDER_WAY, str(place)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        theirs = [Path(process.stdout.readline().strip()) for _ in range(2)]
        process.kill()
    own(place)
    assert not any(each.exists() for each in theirs)


def test_tables_are_made_twice_without_harm(workspace: Opened) -> None:
    call_command("createcachetable", verbosity=0)
