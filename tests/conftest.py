"""Fixtures shared by all tests."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import settings

SHARED = Path(__file__).parent.parent.parent / "shared"
# How long an example takes says how busy the machine is.
settings.register_profile("busy", deadline=None)
settings.load_profile("busy")


def pytest_configure(config: pytest.Config) -> None:
    """Fixtures of a workspace are there for all tests, where it is installed.

    Hundreds of processes start, in containers mostly where Python may not keep what it compiles
    beside its sources: they find it in the folder of pytest's cache.
    """
    if find_spec("django") and find_spec("pyrage"):
        config.pluginmanager.import_plugin("tests.workspace_fixtures")
    cache = config.pluginmanager.get_plugin("cacheprovider") and getattr(config, "cache", None)
    if os.environ.get("PYTHONDONTWRITEBYTECODE") and cache is not None:
        del os.environ["PYTHONDONTWRITEBYTECODE"]
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = str(cache.mkdir("compiled"))
        sys.dont_write_bytecode = False


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Files and tests that are named run in this process: at once, and ``--pdb`` works."""
    named = all(Path(each.partition("::")[0]).is_file() for each in config.args)
    return 0 if named else None


@pytest.fixture
def shared() -> Path:
    """The folder of labelled documents and cases for measuring; skips where it is absent."""
    if not (SHARED / "corpus").is_dir():
        pytest.skip("the labelled documents are not here")
    return SHARED
