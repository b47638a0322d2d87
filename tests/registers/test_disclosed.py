"""Public tables of one store do not tell together what none of them tells alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from muniment.registers.counting import ALL, CountTable
from muniment.registers.disclosed import publish
from muniment.registers.importing import import_file
from muniment.registers.store import Received, Store

_HEADER = "Case ID,Name,Sex,Civil status,Region,Status\n"


def rows_of(start: int, counts: dict[tuple[str, str, str], int]) -> str:
    """Persons by sex, whether civilian, and region."""
    lines: list[str] = []
    for (sex, civil, region), count in counts.items():
        for _ in range(count):
            lines.append(f"K-{start + len(lines)},Oren Tasvel,{sex},{civil},{region},missing\n")
    return "".join(lines)


def put(store: Store, folder: Path, name: str, counts: dict[tuple[str, str, str], int]) -> None:
    """Import a list of persons."""
    path = folder / f"{name}.csv"
    path.write_text(_HEADER + rows_of(1, counts), encoding="utf-8")
    imported = import_file(path, "missing_person", list_id=name)
    before = store.state.lists.get(name)
    current = before.current if before else None
    store.receive(
        Received.of(name, imported, path),
        apply=True,
        against=current.number if current else None,
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with one list, in which three women are military."""
    with Store(tmp_path / "store", create=True) as made:
        counts = {
            ("f", "civilian", "Dorn"): 20,
            ("f", "military", "Dorn"): 3,
            ("f", "police", "Lisk"): 8,
            ("m", "civilian", "Dorn"): 30,
            ("m", "military", "Lisk"): 40,
            ("m", "police", "Lisk"): 9,
        }
        put(made, tmp_path, "a", counts)
        yield made


def table(store: Store, by: Sequence[str], lists: Sequence[str] = ("a",)) -> CountTable:
    """A public table."""
    return publish(store, lists, by, (), 5)[0]


def counts(found: CountTable) -> dict[tuple[str, ...], int | None]:
    return {cell.rows: cell.count for cell in (*found.cells, found.total)}


def test_a_table_asked_again_is_the_same(store: Store) -> None:
    first = table(store, ("sex", "civil_status"))
    assert counts(table(store, ("sex", "civil_status"))) == counts(first)


def test_what_was_hidden_is_hidden_in_a_table_of_fewer_fields(store: Store) -> None:
    crossed = counts(table(store, ("sex", "civil_status")))
    assert crossed["female", "military"] is None
    plain = counts(table(store, ("civil_status",)))
    for row, count in plain.items():
        margin = (ALL, *row)
        assert (count is None) == (crossed[margin] is None)


def test_what_was_shown_is_no_hiding_place(store: Store) -> None:
    plain = counts(table(store, ("civil_status",)))
    assert None not in plain.values()
    crossed = counts(table(store, ("sex", "civil_status")))
    for row, count in plain.items():
        assert crossed[(ALL, *row)] == count
    hidden = [rows for rows, count in crossed.items() if count is None]
    # By rows and by columns two each: the margins are known.
    assert len(hidden) >= 4
    assert all(ALL not in rows for rows in hidden)


def test_a_list_less_does_not_tell_of_few(store: Store, tmp_path: Path) -> None:
    put(store, tmp_path, "b", {("f", "civilian", "Velmar"): 2})
    assert counts(table(store, ("sex",)))["female",] == 31
    both = counts(table(store, ("sex",), ("a", "b")))
    # 33 less 31 would tell of the two of the other list.
    assert both["female",] is None
    assert both[ALL,] is None


def test_finer_rows_of_a_shown_count(store: Store) -> None:
    three = counts(table(store, ("sex", "civil_status", "status")))
    assert three["female", "military", "missing"] is None
    crossed = counts(table(store, ("sex", "civil_status")))
    assert crossed["female", "military"] is None
    hidden = [rows for rows, count in crossed.items() if count is None and ALL not in rows]
    assert len(hidden) > 1


def test_rows_of_a_known_total_hide_each_other(tmp_path: Path) -> None:
    with Store(tmp_path / "other", create=True) as store:
        put(store, tmp_path, "b", {("f", "civilian", "Dorn"): 20, ("f", "military", "Dorn"): 3})
        assert counts(table(store, ("sex",), ("b",)))["female",] == 23
        found = counts(table(store, ("civil_status",), ("b",)))
        assert found == {("civilian",): None, ("military",): None, (ALL,): 23}


def test_an_earlier_revision_is_told_of(store: Store, tmp_path: Path) -> None:
    table(store, ("sex",))
    put(store, tmp_path, "a", {("f", "civilian", "Dorn"): 21, ("m", "military", "Dorn"): 30})
    _, told = publish(store, ("a",), ("sex",), (), 5)
    assert "earlier revisions" in told[0]


def test_public_tables_stand_in_the_history(store: Store) -> None:
    table(store, ("sex",))
    entry, _ = store.history()[-1]
    assert entry.action == "count"
    assert entry.detail["by"] == ["sex"]
    assert not store.verify().faults
