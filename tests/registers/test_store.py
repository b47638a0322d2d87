"""The store: what is kept stays, what is undone never was, and tampering shows."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pyarrow as pa
import pytest

from muniment.registers.objects import StoreProblem
from muniment.registers.store import Received, Store


def table(list_id: str, *names: str) -> pa.Table:
    return pa.table(
        {
            "record_id": [f"{list_id}:{n}" for n, _ in enumerate(names, 1)],
            "list": [list_id] * len(names),
            "sheet": pa.array([None] * len(names), pa.string()),
            "row": pa.array(range(2, len(names) + 2), pa.int32()),
            "family_name": list(names),
        }
    )


def received(folder: Path, list_id: str, *names: str) -> Received:
    source = folder / f"{list_id}.csv"
    source.write_text("\n".join(("family", *names)), encoding="utf-8")
    records = table(list_id, *names)
    cells = pa.table({"record_id": records["record_id"], "family": list(names)})
    counts = {"records": len(names)}
    return Received(list_id, "missing_person", records, cells, source, "", None, counts)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "registers", create=True, who="officer")


def test_a_list_is_kept_with_its_file_and_stands(store: Store, tmp_path: Path) -> None:
    revision = store.receive(received(tmp_path, "north", "Arden", "Belo"), apply=True)
    assert revision.number == 1
    assert store.records("north")["family_name"].to_pylist() == ["Arden", "Belo"]
    assert store.source("north").read_text(encoding="utf-8") == "family\nArden\nBelo"
    assert [each.id for each in store.active()] == ["north"]
    assert store.verify().sound


def test_what_waits_does_not_stand(store: Store, tmp_path: Path) -> None:
    store.receive(received(tmp_path, "north", "Arden"), apply=True)
    store.receive(received(tmp_path, "north", "Arden", "Belo"), apply=False, against=1)
    assert store.revision("north").number == 1
    assert [each.number for each in store.listed("north").waiting] == [2]
    store.apply("north", 2)
    assert store.records("north").num_rows == 2
    store.undo()
    assert store.records("north").num_rows == 1


def test_a_list_that_changed_meanwhile_is_not_overwritten(store: Store, tmp_path: Path) -> None:
    store.receive(received(tmp_path, "north", "Arden"), apply=True)
    with Store(store.folder, who="other") as second:
        second.receive(received(tmp_path, "north", "Belo"), apply=True, against=1)
    with pytest.raises(StoreProblem, match="changed meanwhile"):
        store.receive(received(tmp_path, "north", "Cato"), apply=True, against=1)
    assert store.records("north")["family_name"].to_pylist() == ["Belo"]


def test_a_second_process_is_told_that_the_store_is_busy(store: Store, tmp_path: Path) -> None:
    store.receive(received(tmp_path, "north", "Arden"), apply=True)
    other = sqlite3.connect(store.folder / "registers.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with (
        Store(store.folder, wait=0.05) as second,
        pytest.raises(StoreProblem, match="another process is changing this store"),
    ):
        second.withdraw("north", why="doubt")
    other.execute("ROLLBACK")


def test_only_the_owner_can_read_it(store: Store, tmp_path: Path) -> None:
    store.receive(received(tmp_path, "north", "Arden"), apply=True)
    store.save_run("first", {"pairs": table("north", "Arden")}, {"sum": {"n": 1}}, what="link")
    for path in (store.folder, *store.folder.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path


def test_decisions_are_kept_smaller_id_first_and_can_be_undone(
    store: Store, tmp_path: Path
) -> None:
    store.receive(received(tmp_path, "north", "Arden", "Belo"), apply=True)
    store.decide("north:2", "north:1", "same", reason="same mother")
    decision = store.decide("north:1", "north:2", "different", by="second reader")
    assert [(each.a, each.b, each.verdict) for each in store.decisions()] == [
        ("north:1", "north:2", "different")
    ]
    store.undo(decision.n)
    assert [each.verdict for each in store.decisions()] == ["same"]
    rows = sqlite3.connect(store.folder / "registers.sqlite").execute(
        "SELECT a, b, verdict, reason, undone_by FROM decisions ORDER BY n"
    )
    assert rows.fetchall() == [
        ("north:1", "north:2", "same", "same mother", None),
        ("north:1", "north:2", "different", "", 5),
    ]


def test_a_decision_needs_records_that_are_there(store: Store, tmp_path: Path) -> None:
    store.receive(received(tmp_path, "north", "Arden"), apply=True)
    with pytest.raises(StoreProblem, match="no record “north:7”"):
        store.decide("north:1", "north:7", "same")
    with pytest.raises(StoreProblem, match="no verdict"):
        store.decide("north:1", "north:2", "maybe")


def test_a_run_tells_when_what_it_rests_on_changed(store: Store, tmp_path: Path) -> None:
    store.receive(received(tmp_path, "north", "Arden", "Belo"), apply=True)
    run = store.save_run(
        "first", {"pairs": table("x", "y")}, {"sum": {"n": 3}}, what="link", rests_on=["north"]
    )
    assert not run.stale
    assert run.document("sum") == {"n": 3}
    assert run.table("pairs").num_rows == 1
    store.save_run("total", {}, {"n": 1}, what="estimate", runs=["first"])
    store.withdraw("north", why="compiled twice")
    assert store.run("first").stale == ("the list “north” was withdrawn.",)
    assert store.run("total").stale == ("the run “first” that it rests on is out of date.",)
    store.restore("north")
    assert not store.run("first").stale
    store.decide("north:1", "north:2", "same")
    assert store.run("first").stale == ("decisions on pairs were made or undone since.",)
    store.undo()
    assert not store.run("first").stale
    store.save_run("first", {}, {}, what="link", rests_on=["north"])
    assert store.run("first").version == 2
    assert store.run("first", 1).document("sum") == {"n": 3}
    assert store.run("total").stale == ("the run “first” was made again since.",)


def test_what_others_rest_on_cannot_be_undone_first(store: Store, tmp_path: Path) -> None:
    store.receive(received(tmp_path, "north", "Arden"), apply=True)
    with pytest.raises(StoreProblem, match="rests on"):
        store.undo(1)
    assert len(store.history()) == 2
    store.undo(2)
    store.undo(1)
    assert not store.lists()
    store.undo(4)
    assert store.listed("north").current is None


def test_tampering_is_named(store: Store, tmp_path: Path) -> None:
    store.receive(received(tmp_path, "north", "Arden"), apply=True, why="first list")
    store.withdraw("north", why="doubt")
    head = store.head
    store.restore("north")
    database = sqlite3.connect(store.folder / "registers.sqlite")
    with pytest.raises(sqlite3.IntegrityError, match="only added to"):
        database.execute("UPDATE history SET who = 'nobody'")
    database.execute("DROP TRIGGER history_is_not_changed")
    database.execute("DROP TRIGGER history_is_not_removed")
    database.execute("UPDATE history SET why = 'certainty' WHERE n = 3")
    database.commit()
    assert "entry 3 (withdraw" in store.verify().faults[0]
    database.execute("UPDATE history SET why = 'doubt' WHERE n = 3")
    database.commit()
    assert store.verify().sound
    database.execute("DELETE FROM history WHERE n >= 3")
    database.commit()
    assert store.verify().sound
    assert "cut off" in store.verify(head).faults[0]
    source = store.source("north")
    source.write_text("family\nZeno", encoding="utf-8")
    store.objects.path(store.revision("north").records).unlink()
    faults = " ".join(store.verify().faults)
    assert "the file as received, north.csv, of revision 1 of “north” was changed" in faults
    assert "the records of revision 1 of “north” is gone" in faults


def test_what_is_no_store_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match="no store of registers here"):
        Store(tmp_path)
    (tmp_path / "registers.sqlite").write_text("a letter, and no database " * 50)
    with pytest.raises(StoreProblem, match="damaged or no store"):
        Store(tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    sqlite3.connect(other / "registers.sqlite").execute("CREATE TABLE birds (name TEXT)")
    with pytest.raises(StoreProblem, match="a database of something else"):
        Store(other)
