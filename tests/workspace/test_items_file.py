"""The copy of the items beside PostgreSQL: in step with them whatever happened."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muniment.workspace.models import Collection, Item
from muniment.workspace.search import items_file
from muniment.workspace.search.backends import backend
from muniment.workspace.search.clauses import Words

WORDS = ("alder", "birch", "cedar")


@pytest.fixture(autouse=True)
def on_postgresql(db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("this database keeps the index of words itself")


def item(collection: Collection, folded: str) -> Item:
    return Item.objects.create(
        kind="passage", collection=collection, sensitivity="internal", folded=folded, terms="z_kp"
    )


def found(word: str, most: int = 100) -> list[int]:
    return backend().ids(Words((word,)), most)


def there(word: str) -> list[int]:
    rows = Item.objects.order_by("-pk").values_list("pk", "folded")
    return [number for number, folded in rows if word in folded.split()]


def all_is_in_step() -> None:
    assert [found(each) for each in WORDS] == [there(each) for each in WORDS]


def one_file() -> Path:
    place = items_file.place()
    assert place.is_file()
    return place


class Undone(Exception):
    """A transaction that does not come to its end."""


def undone(collection: Collection, folded: str, one: Item | None) -> None:
    """Two changes, each followed by a search, that are taken back."""
    with transaction.atomic():
        item(collection, folded)
        all_is_in_step()
        if one:
            one.delete()
            all_is_in_step()
        raise Undone


CHANGE = st.tuples(
    st.sampled_from(("add", "change", "remove", "search", "undone", "many", "lost")),
    st.integers(0, 9),
    st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join),
)


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.lists(CHANGE, max_size=12))
def test_whatever_changes_the_copy_finds_what_is_there(
    collection: Any, changes: list[tuple[str, int, str]]
) -> None:
    for what, which, folded in changes:
        one = Item.objects.order_by("pk")[which : which + 1].first()
        if what == "add":
            item(collection, folded)
        elif what == "change" and one:
            Item.objects.filter(pk=one.pk).update(folded=folded)
        elif what == "remove" and one:
            one.delete()
        elif what == "search":
            found("alder")
        elif what == "undone":
            with pytest.raises(Undone):
                undone(collection, folded, one)
        elif what == "many":
            Item.objects.update(folded=folded)
        elif what == "lost":
            items_file.place().unlink(missing_ok=True)
    all_is_in_step()


def test_the_latest_come_first_and_no_more_than_asked_for(collection: Any) -> None:
    numbers = [item(collection, "alder").pk for _ in range(5)]
    assert found("alder", 2) == [numbers[4], numbers[3]]


def test_more_changes_than_one_step_takes(collection: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    found("alder")
    monkeypatch.setattr(items_file, "_AT_ONCE", 3)
    for _ in range(10):
        item(collection, "alder")
    all_is_in_step()


def test_a_damaged_copy_is_made_anew(collection: Any) -> None:
    item(collection, "alder birch")
    all_is_in_step()
    place = one_file()
    items_file.run("PRAGMA wal_checkpoint(TRUNCATE)")
    place.write_bytes(b"no database at all " * 5_000)
    item(collection, "cedar")
    all_is_in_step()
    assert items_file.place() != place


def test_a_copy_that_is_older_than_the_database_is_made_anew(
    collection: Any, tmp_path: Path
) -> None:
    item(collection, "alder")
    all_is_in_step()
    place = one_file()
    items_file.run("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(place, tmp_path / "kept")
    item(collection, "alder birch")
    all_is_in_step()
    items_file.run("PRAGMA wal_checkpoint(TRUNCATE)")
    items_file._here.held[1].close()
    del items_file._here.held
    shutil.copy(tmp_path / "kept", place)
    all_is_in_step()
    assert items_file.place() != place


def test_who_searches_does_not_wait_for_who_brings_it_in_step(
    transactional_db: None, collection: Any
) -> None:
    psycopg = pytest.importorskip("psycopg")
    item(collection, "alder")
    all_is_in_step()
    with psycopg.connect(**_address()) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [items_file._LOCK])
        item(collection, "birch")
        assert found("alder") == there("alder")
        assert found("birch") == []
    all_is_in_step()


def test_what_only_reads_changes_nothing(collection: Any) -> None:
    item(collection, "alder")
    all_is_in_step()
    item(collection, "birch")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        assert found("alder") == there("alder")
        transaction.set_rollback(True)
    all_is_in_step()


def test_older_copies_go(collection: Any, django_capture_on_commit_callbacks: Any) -> None:
    found("alder")
    with django_capture_on_commit_callbacks(execute=True):
        backend().rebuild()
    kept = {each.name.partition(".")[0] for each in items_file.place().parent.glob("items-*")}
    assert kept == {items_file.place().stem}


def test_a_deleted_word_is_overwritten_in_the_copy(collection: Any) -> None:
    item(collection, "zanzibarian alder")
    one = item(collection, "quetzalcoatl alder")
    for _ in range(20):
        item(collection, "alder birch")
        found("alder")
    one.delete()
    backend().overwrite_deleted()
    written = b"".join(
        each.read_bytes() for each in items_file.place().parent.glob(f"{one_file().name}*")
    )
    assert b"quetzalcoatl" not in written
    assert b"zanzibarian" in written


def test_the_copy_is_a_database_that_holds(collection: Any) -> None:
    for each in (*WORDS, "alder birch"):
        item(collection, each)
        found(each)
    Item.objects.filter(folded="birch").delete()
    found("alder")
    with sqlite3.connect(one_file()) as file:
        file.execute(
            "INSERT INTO workspace_words(workspace_words, rank) VALUES ('integrity-check', 1)"
        )
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def _address() -> dict[str, Any]:
    settings = connection.get_connection_params()
    return {
        each: settings[each] for each in ("dbname", "user", "host", "port") if settings.get(each)
    }
