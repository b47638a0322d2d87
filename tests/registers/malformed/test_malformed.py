"""Malformed lists give reasons by cell or one clear refusal, and no row is lost untold."""

from __future__ import annotations

from pathlib import Path

import pytest

from muniment.registers.importing import Imported, import_file
from muniment.registers.reading.model import UnreadableList
from tests.registers.malformed.generator import all_cases
from tests.registers.malformed.model import Case

CASES = all_cases()


def test_there_are_many_and_each_is_another() -> None:
    assert len(CASES) >= 200
    assert len({case.name for case in CASES}) == len(CASES)
    assert len({case.data for case in CASES}) > 0.95 * len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace("\0", ""))
def test_malformed(case: Case, tmp_path: Path) -> None:
    path = tmp_path / case.file
    path.write_bytes(case.data)
    if case.refused is not None:
        with pytest.raises(UnreadableList) as refusal:
            import_file(path, "person", list_id="v")
        assert case.refused in str(refusal.value)
        assert str(refusal.value).startswith(case.file)
        return
    imported = import_file(path, "person", list_id="v")
    _told(case, imported)
    assert imported.records.num_rows == case.records == imported.cells.num_rows
    counts = dict(imported.counts)
    assert counts.pop("rows") == sum(counts.values())
    assert counts["refused"] == case.refused_rows
    assert {use: counts[use] for use in case.aside} == case.aside
    ids = imported.records["record_id"].to_pylist()
    assert len(set(ids)) == len(ids)
    assert ids == imported.cells["record_id"].to_pylist()
    for record, name, value in case.values:
        assert imported.records[name][record].as_py() == value


def _told(case: Case, imported: Imported) -> None:
    for problem in imported.problems:
        assert problem.file == case.file
        assert str(problem)
    for row, column, words in case.problems:
        found = [
            problem
            for problem in imported.problems
            if (row is None or problem.row == row)
            and (column is None or column in (problem.column or ""))
            and words in problem.reason
        ]
        assert found, (row, column, words, [str(problem) for problem in imported.problems])
