from __future__ import annotations

from pathlib import Path

import pytest

from muniment.documents.errors import UnreadableDocument
from muniment.documents.finding import find_files
from muniment.reports.rendering import render
from muniment.reports.report import Report


def test_documents_in_folders_are_found_in_order_and_the_rest_is_told(tmp_path: Path) -> None:
    for name in ("b.txt", "a.pdf", "c.PDF", ".hidden.txt", "~$a.docx", "x.exe", "y.exe", "z"):
        (tmp_path / name).write_text("x")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "d.html").write_text("x")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "e.txt").write_text("x")
    found = find_files([tmp_path])
    names = [path.relative_to(tmp_path).as_posix() for path in found]
    assert names == ["a.pdf", "b.txt", "c.PDF", "sub/d.html"]
    assert any("2 .exe" in note and "1 without an ending" in note for note in found.notes)


def test_a_named_file_is_taken_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "statement"
    path.write_text("x")
    assert list(find_files([path])) == [path]


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "again").symlink_to(tmp_path)
    assert [path.name for path in find_files([tmp_path])] == ["a.txt"]


def test_a_missing_path_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="does not exist"):
        find_files([tmp_path / "none.txt"])


def test_our_own_reports_in_a_folder_are_passed_over(tmp_path: Path) -> None:
    document = tmp_path / "a.html"
    document.write_text("<p>24 persons were held.</p>")
    report = tmp_path / "report.html"
    report.write_text(render(Report(), "html"))
    found = find_files([tmp_path])
    assert list(found) == [document]
    assert found.notes == [f"{report} is passed over: it is a Muniment report."]
    assert list(find_files([report])) == [report]
