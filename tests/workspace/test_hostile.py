"""A hundred hostile files: nothing runs, nothing escapes, each ends within its bounds."""

from __future__ import annotations

import io
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.workspace.hostile import MARK, hostile

from muniment.documents.errors import UnreadableDocument
from muniment.documents.limits import Limits
from muniment.web.downloads import attachment
from muniment.workspace.models import Collection, Source, User
from muniment.workspace.opened import Opened
from muniment.workspace.reading_process import read_source
from muniment.workspace.services.taking_in import LONGEST_NAME, plain_name

BOUNDS = Limits(seconds=10, memory_megabytes=1_000, recognition_seconds=20)


def test_there_are_a_hundred() -> None:
    assert len(hostile()) >= 100
    assert len({content for _, content in hostile()}) >= 95


def test_names_lead_nowhere() -> None:
    for name, _ in hostile():
        plain = plain_name(name)
        assert 0 < len(plain) <= LONGEST_NAME
        assert plain not in (".", "..")
        assert not set(plain) & set("/\\\0\r\n\u202e\u2066\u2069")
        header = attachment(b"", name, "text/html")["Content-Disposition"]
        assert header.startswith("attachment")
        assert "\n" not in header


@pytest.mark.parametrize(
    "kind",
    ["text/html", "image/svg+xml", "application/xml", "text/xml", "application/javascript", ""],
)
def test_what_a_browser_could_run_is_bytes(kind: str) -> None:
    answer = attachment(b"<script>", "x.html", kind)
    assert answer["Content-Type"] == "application/octet-stream"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_uploads_are_kept_as_they_are_and_run_nowhere(
    workspace: Opened, admin: User, collection: Collection, tmp_path: Path
) -> None:
    client = Client()
    client.force_login(admin)
    before = sorted(tmp_path.rglob("*"))
    for name, content in hostile():
        file = SimpleUploadedFile("x", content)
        file.__dict__["_name"] = name
        answer = client.post("/collections/trial/add", {"files": file})
        assert answer.status_code in (302, 400, 422), name[:50]
    made = set(tmp_path.rglob("*")) - set(before)
    assert all(workspace.folder.path in each.parents for each in made)
    assert not [each for each in made if MARK in each.name or each.is_symlink()]
    assert not [each for each in made if each.is_file() and os.access(each, os.X_OK)]
    page = client.get("/sources/").content.decode()
    assert "<img src=x" not in page
    assert "alert(1)</script>" not in page
    for source in Source.objects.all():
        assert len(source.name) <= LONGEST_NAME
        assert client.get(f"/sources/{source.key}").status_code == 200


def test_each_ends_within_its_bounds_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    def read(file: tuple[str, bytes]) -> Any:
        try:
            return read_source(plain_name(file[0]), file[1], limits=BOUNDS)
        except UnreadableDocument as error:
            return str(error)

    files = hostile()
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(read, files))
    for (name, _), answer in zip(files, answers, strict=True):
        if isinstance(answer, str):
            assert answer.endswith((".", "?")), name[:60]
            assert "Traceback" not in answer
        else:
            for each in answer:
                assert "root:" not in each["text"]
                assert len(each["text"]) < 11_000_000
    assert sum(isinstance(each, str) for each in answers) > 40
    assert not list(tmp_path.rglob(f"*{MARK}*"))
    assert not Path("/tmp", MARK).exists()


def test_a_file_that_is_too_large_stops_with_a_sentence(
    admin: User, collection: Collection, settings: Any
) -> None:
    settings.LARGEST_FILE = 1_000_000
    client = Client()
    client.force_login(admin)
    file = io.BytesIO(b"x" * 1_200_000)
    file.name = "large.txt"
    answer = client.post("/collections/trial/add", {"files": file})
    assert answer.status_code == 413
    assert "1 MB" in answer.content.decode()
    assert not Source.objects.exists()
