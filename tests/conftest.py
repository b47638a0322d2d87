"""Fixtures shared by all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).parent.parent.parent / "shared"


@pytest.fixture
def shared() -> Path:
    """The folder of labelled documents and cases for measuring; skips where it is absent."""
    if not (SHARED / "corpus").is_dir():
        pytest.skip("the labelled documents are not here")
    return SHARED
