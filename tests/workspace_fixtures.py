"""A workspace of its own for each test, shared by tests of workspace/ and web/."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyrage
import pytest

from muniment.workspace import opened
from muniment.workspace.folder import Folder
from muniment.workspace.keys import Keys
from muniment.workspace.opened import Opened, use

PASSWORD = "correct horse battery"
TEXT = """Statement of the Office of the Ombudsman of Norland
4 March 2021

On 2 March 2021, 14 people were killed in the village of Alder, among them 9 men and 5 women.
At least 95 houses were destroyed. The whereabouts of 12 persons remain unknown.

We call upon the authorities of Sudland to return the remains of the dead.
"""


_READ: dict[tuple[object, ...], Any] = {}


@pytest.fixture
def reading_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same file is read in its own process once a run of tests: reading is a pure function."""
    from muniment.workspace import reading_process
    from muniment.workspace.services import reading

    def read(name: str, data: bytes, *, issuer: str = "", date: str = "") -> Any:
        key = (name, data, issuer, date)
        if key not in _READ:
            _READ[key] = reading_process.read_source(name, data, issuer=issuer, date=date)
        return _READ[key]

    monkeypatch.setattr(reading, "read_source", read)


@pytest.fixture
def hashing_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 as everywhere, with less of the memory and time that guessing is to cost."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    monkeypatch.setattr(Argon2PasswordHasher, "memory_cost", 1024)
    monkeypatch.setattr(Argon2PasswordHasher, "time_cost", 1)


@pytest.fixture
def workspace(
    tmp_path: Path, db: None, reading_once: None, hashing_quickly: None
) -> Iterator[Opened]:
    """An opened workspace in a folder of its own, with nothing in it and no attempts counted."""
    from django.core.cache import cache

    cache.clear()
    before = list(opened._open)
    folder = Folder(tmp_path / "workspace", name="Trial", key="file")
    folder.write()
    held = Opened(folder, Keys(str(pyrage.x25519.Identity.generate())))
    use(held)
    yield held
    opened._open[:] = before


@pytest.fixture
def admin(workspace: Opened) -> Any:
    """The first account, administrator of the workspace and of the collection "trial"."""
    from muniment.workspace.services.starting import start

    return start("admin", PASSWORD, "Trial")


@pytest.fixture
def actor(admin: Any) -> Any:
    """The first account, doing something."""
    from muniment.workspace.history import Actor

    return Actor(admin, "command")


@pytest.fixture
def collection(admin: Any) -> Any:
    """The collection "trial"."""
    from muniment.workspace.models import Collection

    return Collection.objects.get()


@pytest.fixture
def document(actor: Any, collection: Any) -> Any:
    """A document that has been read, of the statement above."""
    from muniment.workspace.services.taking_in import take_in
    from muniment.workspace.working import do_waiting

    taken = take_in(actor, collection, io.BytesIO(TEXT.encode()), "statement.txt", "upload")
    do_waiting()
    return taken.source.documents.get()
