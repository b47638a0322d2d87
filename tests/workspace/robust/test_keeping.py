"""The folder is kept in order: the vault, expired exports, an older database, a clock set back."""

from __future__ import annotations

import contextlib
import datetime
import io
import os
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, OperationalError, connection, transaction
from django.test import Client
from tests.workspace.lists import accepted, reading_here, rows
from tests.workspace.people import ruled
from tests.workspace_fixtures import PASSWORD

from muniment.workspace import history, witness
from muniment.workspace.backup_file import BackupProblem
from muniment.workspace.exporting.order import Order
from muniment.workspace.history import broken, record
from muniment.workspace.models import Entry, Export, Item, Spelling
from muniment.workspace.opened import Opened
from muniment.workspace.sealed_registers import registers
from muniment.workspace.services import handing, keeping, rebuilding
from muniment.workspace.services.auditing import audit
from muniment.workspace.services.backup import back_up
from muniment.workspace.services.kept_files import kept_files
from muniment.workspace.services.registers import untold
from muniment.workspace.services.taking_in import take_in
from muniment.workspace.vault import VaultProblem
from muniment.workspace.working import do_waiting

__all__ = ["reading_here"]
_DAYS = 86_400


def _aged(path: Path, days: float) -> None:
    then = time.time() - days * _DAYS
    os.utime(path, (then, then))


def test_what_nothing_speaks_of_is_cleared_after_a_day_and_named(
    workspace: Opened, document: Any
) -> None:
    vault = workspace.vault
    left = vault.put_bytes(b"left by a kill").sha256
    assert keeping.clear_vault() == []  # somebody may just be about to speak of it
    _aged(vault.path(left), 2)
    _aged(vault.path(document.source.sha256), 2)
    assert keeping.clear_vault() == [left]
    assert set(vault.all()) == {each.sha256 for each in kept_files()}
    told = Entry.objects.get(action="vault.cleared")
    assert left in told.detail
    assert told.actor == "muniment"
    aside = workspace.folder.vault / "drafts" / f"{left}.age"
    assert aside.exists()  # for another day
    _aged(aside, 2)
    keeping.clear_vault()
    assert not aside.exists()
    assert audit().faults == []


def test_what_somebody_brings_at_that_moment_stays(workspace: Opened) -> None:
    vault = workspace.vault
    kept = vault.put_bytes(b"brought twice")
    _aged(vault.path(kept.sha256), 2)
    left = vault.long_unused()
    again = vault.put_bytes(b"brought twice")  # found there: the same file, not old any more
    for each in left:
        vault.set_aside(each)
    assert again == kept
    assert vault.get(kept.sha256) == b"brought twice"
    _aged(vault.path(kept.sha256), 2)
    vault.set_aside(kept.sha256)
    with pytest.raises(VaultProblem):
        vault.get(kept.sha256)
    vault.put_back(kept.sha256)
    assert vault.get(kept.sha256) == b"brought twice"


def test_what_is_damaged_makes_room_and_is_kept_beside(workspace: Opened) -> None:
    kept = workspace.vault.put_bytes(b"whole")
    place = workspace.vault.path(kept.sha256)
    place.write_bytes(b"damaged")
    workspace.vault.put_bytes(b"whole")
    assert workspace.vault.get(kept.sha256) == b"whole"
    assert place.with_suffix(".damaged").read_bytes() == b"damaged"


def test_a_file_that_the_vault_has_lost_is_brought_again(
    workspace: Opened, actor: Any, collection: Any, document: Any, tmp_path: Path
) -> None:
    place = workspace.vault.path(document.source.sha256)
    content = workspace.vault.get(document.source.sha256)
    place.unlink()
    assert audit().faults != []
    with pytest.raises(BackupProblem):
        back_up(tmp_path / "a.backup")
    again = take_in(actor, collection, io.BytesIO(content), "statement.txt", "upload")
    assert not again.new
    assert audit().faults == []
    back_up(tmp_path / "a.backup")


def test_a_large_file_of_the_vault_is_read_in_parts_and_looked_through_before(
    workspace: Opened,
) -> None:
    content = os.urandom(1 << 20) * 17
    kept = workspace.vault.put(io.BytesIO(content))
    with workspace.vault.open(kept.sha256) as stream:
        assert stream.read(100) == content[:100]
    place = workspace.vault.path(kept.sha256)
    sealed = bytearray(place.read_bytes())
    sealed[-100] ^= 1
    place.write_bytes(sealed)
    with pytest.raises(VaultProblem, match="was changed"):
        workspace.vault.open(kept.sha256)


def test_the_file_of_an_export_is_let_go_when_its_time_is_over(
    workspace: Opened, actor: Any, collection: Any, document: Any
) -> None:
    collection = ruled(collection, approval=False)
    order = Order(what="all", format="json", statuses=("suggested",))
    made = handing.ask_export(actor, collection, order, "a report", "the court")
    do_waiting()
    made.refresh_from_db()
    assert made.state == "made", made.message
    assert keeping.expire() == []
    early = made.asked_at - handing.EXPIRES - datetime.timedelta(hours=1)
    Export.objects.update(asked_at=early, decided_at=None)
    assert keeping.expire() == [made.key]
    assert keeping.expire() == []  # told once
    _aged(workspace.vault.path(made.sha256), 2)
    assert keeping.clear_vault() == [made.sha256]
    assert audit().faults == []
    actions = Entry.objects.filter(subject=f"export:{made.key}").values_list("action", flat=True)
    assert {"export.made", "export.expired"} <= set(actions)


def test_an_act_that_a_kill_kept_from_the_history_is_told(
    workspace: Opened, actor: Any, collection: Any, reading_here: None
) -> None:
    accepted(actor, collection, rows(1, 6), "north")
    registers("admin").withdraw("north", why="a kill came after this")
    assert len(untold()) == 1
    keeping.look_after()
    assert untold() == []
    assert audit().faults == []


def test_a_database_that_is_older_than_its_history_is_known(
    workspace: Opened, actor: Any, django_capture_on_commit_callbacks: Any
) -> None:
    connection.run_on_commit.clear()  # of the fixtures, whose transaction never ends
    assert witness.older() is None
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        record(actor, "collection.made", "collection:a", {})
    line = workspace.folder.path / witness.FILE
    number, digest = line.read_text().split()
    assert (int(number), digest) == history.head()
    assert witness.older() is None
    line.write_text(f"{int(number) + 2:012} {digest}\n")
    assert "left behind" in (witness.older() or "")
    line.write_text(f"{number} {'0' * 64}\n")
    assert "another entry" in (witness.older() or "")
    line.write_text("what")
    assert witness.older() is None


def test_a_clock_that_is_set_back_is_told_and_changes_no_order(
    monkeypatch: pytest.MonkeyPatch, actor: Any, admin: Any, document: Any
) -> None:
    monkeypatch.setattr(history, "now", lambda: "2001-01-01T00:00:00.000000+00:00")
    with transaction.atomic():
        number = record(actor, "account.signed-in", "account:admin", {}).number
    monkeypatch.undo()
    assert list(broken()) == []
    made = audit()
    assert made.faults == []
    assert [each for each in made.remarks if f"entry {number}:" in each]
    client = Client()
    assert client.login(username="admin", password=PASSWORD)
    page = client.get("/history/").content.decode()
    assert page.count("a clock was set back") == 1
    assert page.index(f"#{number}<") < page.index(f"#{number - 1}<")


def test_what_can_be_found_is_made_anew(
    workspace: Opened, actor: Any, collection: Any, document: Any, reading_here: None
) -> None:
    accepted(actor, collection, rows(1, 12), "north")
    fields = ("kind", "document_id", "register", "ref", "folded", "terms", "status")
    before = sorted(map(str, Item.objects.values_list(*fields)))
    spellings = set(Spelling.objects.values_list("word", flat=True))
    Item.objects.filter(kind="claim").delete()
    Item.objects.filter(kind="record").update(folded="lost")
    pictures = workspace.folder.cache / "pages"
    pictures.mkdir(parents=True)
    (pictures / "one.age").write_bytes(b"a picture")
    steps: list[str] = []
    made = rebuilding.rebuild(steps.append)
    assert sorted(map(str, Item.objects.values_list(*fields))) == before
    assert set(Spelling.objects.values_list("word", flat=True)) == spellings
    assert (made.sources, made.lists, made.records) == (1, 1, 11)
    assert made.found == Item.objects.exclude(kind="record").count()
    assert not pictures.exists()
    assert len(steps) == 4
    assert audit().faults == []


def test_a_log_that_has_become_long_is_written_back(workspace: Opened) -> None:
    database = workspace.folder.sqlite
    log = database.with_name(f"{database.name}-wal")
    keeping.shorten_log()  # nothing there
    with (
        contextlib.closing(sqlite3.connect(database, isolation_level=None)) as writer,
        contextlib.closing(sqlite3.connect(database, isolation_level=None)) as reader,
    ):
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("CREATE TABLE t (x BLOB)")
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM t").fetchone()  # reads for long
        for _ in range(5):
            writer.execute("INSERT INTO t VALUES (zeroblob(4000000))")
        assert log.stat().st_size > keeping.LONGEST_LOG
        keeping.shorten_log()  # somebody reads: the next time, then
        reader.execute("COMMIT")
        keeping.shorten_log()
        assert log.stat().st_size == 0
        assert reader.execute("SELECT count(*) FROM t").fetchone() == (5,)


@pytest.mark.parametrize("error", [OperationalError("disk I/O error"), DatabaseError("malformed")])
def test_a_page_says_that_the_disk_fails_also_before_it_is_begun(
    monkeypatch: pytest.MonkeyPatch, admin: Any, error: Exception
) -> None:
    client = Client(raise_request_exception=False)
    assert client.login(username="admin", password=PASSWORD)

    def load(_: Any) -> Any:
        raise error

    monkeypatch.setattr(SessionStore, "load", load)
    answer = client.get("/history/")
    assert answer.status_code == 503
    assert "cannot be written now" in answer.content.decode()
