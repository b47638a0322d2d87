from pathlib import Path

import pyarrow as pa
import pytest

from muniment.linkage.scoring import score


def test_nothing_of_a_register_is_left_in_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spill = tmp_path / "spill"
    spill.mkdir()
    monkeypatch.setenv("TMPDIR", str(spill))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.chdir(tmp_path)
    table = pa.table(
        {
            "record_id": [str(number) for number in range(40)],
            "list": ["a", "b"] * 20,
            "given_name": [f"Anna{number // 2}" for number in range(40)],
            "family_name": [f"Velan{number // 2}" for number in range(40)],
        }
    )
    assert score(table).pairs.num_rows
    assert list(tmp_path.iterdir()) == [spill]
    assert list(spill.iterdir()) == []
