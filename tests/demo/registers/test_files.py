from pathlib import Path

from muniment.demo.registers.files import layouts, write_lists


def test_the_lists_are_written_alike_each_time(tmp_path: Path) -> None:
    paths, people, found = write_lists(tmp_path / "a")
    again, _, _ = write_lists(tmp_path / "b")
    assert [path.name for path in paths] == [layout["file"] for layout in layouts().values()]
    for one, other in zip(paths, again, strict=True):
        assert one.read_bytes() == other.read_bytes()
    assert {entry.list for entry in found} == set(layouts())
    assert len(people) == 3000


def test_a_list_has_a_row_an_entry_in_order(tmp_path: Path) -> None:
    paths, _, found = write_lists(tmp_path)
    lines = paths[0].read_text(encoding="utf-8-sig").splitlines()
    rows = [entry for entry in found if entry.list == "commission"]
    assert len(lines) == len(rows) + 1
    assert lines[-1].split(";")[1] == rows[-1].values["family_name"]
