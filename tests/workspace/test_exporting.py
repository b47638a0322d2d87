"""Files that leave are written as their rows come: however many there are, few are in memory."""

from __future__ import annotations

import csv
import io
import json
import weakref
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from muniment.registers.reading.excel import read_excel
from muniment.registers.reading.package import Package
from muniment.workspace.exporting import ftm
from muniment.workspace.exporting.about import About
from muniment.workspace.exporting.gathering import Table, known_fields
from muniment.workspace.exporting.parts import JsonPart, draft, write_object
from muniment.workspace.exporting.writing import write_csv, write_json, write_xlsx
from muniment.workspace.models import Export

MANY, FEW = 3_000, 210
"""Rows of a table; how many may be in memory at once (widths are found by the first 200)."""


class Row(dict[str, Any]):
    """A row that can be told to be in memory still."""

    __slots__ = ("__weakref__",)

    def __hash__(self) -> int:  # type: ignore[override]
        return id(self)


class Coming:
    """Rows that come one by one, and how many of them were in memory at once."""

    def __init__(self, name: str, number: int) -> None:
        self.fields = tuple(known_fields()[name])
        self._number, self._alive = number, weakref.WeakSet[Row]()
        self.most = 0

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for number in range(self._number):
            row = Row(dict.fromkeys(self.fields), key=f"k{number}", document="d", kind="figure")
            row |= {"status": "confirmed", "quote": "=14 “people”, ناس\n", "low": 14, "start": 3}
            row |= {"approximate": False, "changes": {"low": 14}, "version": number}
            self._alive.add(row)
            self.most = max(self.most, len(self._alive))
            yield row


def said() -> About:
    return About(Export(key="k", sensitivity="public"), "2021-03-04T00:00:00+00:00", {}, [])


def written(
    write: Callable[..., None], folder: Path, number: int = MANY
) -> tuple[bytes, list[Coming]]:
    coming = [Coming(name, number) for name in ("claims", "findings")]
    tables = [
        Table(name, each.fields, iter(each))
        for name, each in zip(("claims", "findings"), coming, strict=True)
    ]
    output = io.BytesIO()
    write(tables, said, output, folder)
    assert list(folder.iterdir()) == []
    return output.getvalue(), coming


@pytest.mark.parametrize("write", [write_csv, write_json, write_xlsx])
def test_few_rows_are_in_memory_at_once(write: Callable[..., None], tmp_path: Path) -> None:
    _, coming = written(write, tmp_path)
    for each in coming:
        assert 0 < each.most < FEW


def test_few_entities_are_in_memory_at_once(tmp_path: Path) -> None:
    coming = Coming("claims", MANY)
    output = io.BytesIO()
    table = Table("claims", coming.fields, iter(coming))
    ftm.write_ftm([table], lambda _: said(), output, tmp_path)
    assert coming.most < FEW
    assert table.count == MANY
    with zipfile.ZipFile(output) as archive:
        assert archive.read("entities.ftm.json").count(b"\n") == MANY + 1


@pytest.mark.parametrize("number", [0, 1, 3])
def test_json_is_as_if_it_were_written_at_once(tmp_path: Path, number: int) -> None:
    content, coming = written(write_json, tmp_path, number)
    whole: dict[str, Any] = {"about": said().facts()}
    whole |= {name: list(each) for name, each in zip(("claims", "findings"), coming, strict=True)}
    assert content == json.dumps(whole, ensure_ascii=False, indent=1).encode()


def test_objects_of_parts_are_as_if_they_were_written_at_once(tmp_path: Path) -> None:
    whole: dict[str, Any] = {"a “": {"b\n": [], "c": {"d": 1}}, "e": {}, "f": "\n"}
    with draft(tmp_path) as first, draft(tmp_path) as second:
        parts = {"a “": JsonPart(first, "object"), "e": JsonPart(second, "object")}
        for name, value in whole["a “"].items():
            parts["a “"].add(value, name)
        output = io.BytesIO()
        write_object(output, whole | parts)
    assert output.getvalue() == json.dumps(whole, ensure_ascii=False, indent=1).encode()


def test_the_same_rows_give_the_same_archive(tmp_path: Path) -> None:
    content, (claims, _) = written(write_csv, tmp_path, 3)
    assert content == written(write_csv, tmp_path, 3)[0]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["about.txt", "claims.csv", "findings.csv"]
        text = archive.read("claims.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["quote"] for row in rows] == ["'" + row["quote"] for row in claims]


def test_a_workbook_holds_every_row(tmp_path: Path) -> None:
    content, (claims, _) = written(write_xlsx, tmp_path, 300)
    place = tmp_path / "left.xlsx"
    place.write_bytes(content)
    with Package(place, place.name) as package:
        sheets = {
            sheet.name: [shown for batch in sheet.batches for shown in batch.shown]
            for sheet in read_excel(package, place.name, [])
        }
    heads, *rows = sheets["claims"]
    assert tuple(heads) == claims.fields
    assert [row[heads.index("key")] for row in rows] == [f"k{each}" for each in range(300)]
    assert {row[heads.index("quote")] for row in rows} == {"=14 “people”, ناس\n"}
    assert sheets["about"][0] == ["format", "muniment tables 1"]
