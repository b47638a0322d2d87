"""Lists are read in a bounded process of their own: what comes back, and what never does."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from tests.workspace.lists import rows

from muniment.documents.errors import UnreadableDocument
from muniment.workspace.list_process import read_list

WORKBOOK = "xl/worksheets/sheet1.xml"


def test_a_list_comes_back_as_tables_and_what_is_told(tmp_path: Path) -> None:
    path = tmp_path / "ministry.csv"
    path.write_text(rows(0, 12), encoding="utf-8")
    found = read_list(path, list_id="ministry", kind="missing_person", mapping="", kinds=None)
    assert found.records.num_rows == found.cells.num_rows == 12
    assert found.told["fields"]["family_name"]["columns"] == ["Family name"]
    again = read_list(path, list_id="ministry", kind="", mapping=found.told["mapping"], kinds=None)
    assert again.records.equals(found.records)


def bomb() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr(WORKBOOK, b" " * 200_000_000)
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("nothing.csv", b""),
        ("noise.csv", bytes(range(256)) * 40),
        ("cut.xlsx", b"PK\x03\x04" + b"\x00" * 400),
        ("deep.json", b"[" * 100_000),
        ("page.html", b"<script>alert(1)</script>"),
        ("../../up.csv", b"a\n"),
        ("bomb.xlsx", None),
    ],
)
def test_what_is_no_list_is_told_in_a_sentence(
    tmp_path: Path, name: str, content: bytes | None
) -> None:
    path = tmp_path / Path(name).name
    path.write_bytes(bomb() if content is None else content)
    with pytest.raises(UnreadableDocument) as told:
        read_list(path, list_id="x", kind="missing_person", mapping="", kinds=None)
    assert str(told.value).endswith(".")


def test_a_mapping_that_does_not_fit_is_told(tmp_path: Path) -> None:
    path = tmp_path / "ministry.csv"
    path.write_text(rows(0, 3), encoding="utf-8")
    with pytest.raises(UnreadableDocument, match="TOML"):
        read_list(path, list_id="x", kind="", mapping="no toml [", kinds=None)
    with pytest.raises(UnreadableDocument, match="kind"):
        read_list(path, list_id="x", kind="dragons", mapping="", kinds=None)
