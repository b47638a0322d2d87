from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from muniment.documents.reading import read_document
from tests.documents import samples
from tests.documents.helpers import flat, read

TABLE = " ".join(" ".join(row) for row in samples.ROWS)
FILES = {
    "a.txt": "\n\n".join(samples.LONG).encode(),
    "a.md": "\n\n".join(samples.LONG).encode(),
    "a.docx": samples.docx_bytes(samples.LONG),
    "a.odt": samples.odt_bytes(samples.LONG),
    "a.rtf": samples.rtf_bytes(samples.LONG),
    "a.html": samples.html_bytes(samples.LONG),
}


@pytest.mark.parametrize("name", FILES)
def test_paragraphs_are_those_of_the_plain_text(name: str) -> None:
    found = flat(read(name, FILES[name]))
    assert found[: len(samples.LONG)] == samples.LONG
    assert found[len(samples.LONG) :] == ([] if name in ("a.txt", "a.md") else [TABLE])


@pytest.mark.parametrize("justified", [True, False])
@pytest.mark.parametrize("indent", [0, 12])
def test_a_pdf_in_two_columns_has_the_paragraphs_of_the_plain_text(
    justified: bool, indent: float
) -> None:
    data = samples.two_column_pdf(samples.LONG, justified=justified, indent=indent)
    document = read("a.pdf", data)
    assert len(document.pages) > 1
    assert flat(document) == samples.LONG


@pytest.mark.parametrize("name", FILES)
def test_every_passage_is_quoted_exactly(name: str) -> None:
    document = read(name, FILES[name])
    for start, end in document.paragraphs:
        passage = document.passage(start, end)
        assert document.text[passage.start : passage.end] == passage.quote
        assert document.text[: passage.start].endswith(passage.prefix)


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.rtf", "a.html"])
def test_tables_are_rows_of_cells_between_tabs(name: str) -> None:
    document = read(name, FILES[name])
    start, end = document.paragraphs[-1]
    rows = [line.split("\t") for line in document.text[start:end].split("\n")]
    assert rows == samples.ROWS


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["odt", "rtf", "pdf"])
def test_what_libreoffice_writes_reads_the_same(
    kind: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    profile = tmp_path_factory.getbasetemp() / "libreoffice"
    source = tmp_path / "a.docx"
    source.write_bytes(samples.docx_bytes(samples.LONG))
    folder = tmp_path / "converted"
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{profile}",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(folder),
            str(source),
        ],
        check=False,
        capture_output=True,
        timeout=120,
    )
    converted = folder / f"a.{kind}"
    if not converted.exists():
        pytest.skip("LibreOffice does not run here")
    found = flat(read_document(converted))
    assert found[: len(samples.LONG)] == samples.LONG
    assert found[len(samples.LONG) :] == [TABLE]
