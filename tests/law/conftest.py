"""Own data of the law for tests: a folder that is empty at first, and nobody's real one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from muniment.law.owndata import VARIABLE, own_folder
from muniment.law.participation import acts_of, coverage
from muniment.law.sources import sources


def forget() -> None:
    """Let the register be read anew."""
    for cached in (own_folder, acts_of, coverage, sources):
        cached.cache_clear()


@pytest.fixture
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of the user's own data."""
    folder = tmp_path / "law-data"
    monkeypatch.setenv(VARIABLE, str(folder))
    forget()
    yield folder
    forget()
