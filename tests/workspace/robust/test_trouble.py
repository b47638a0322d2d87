"""What happens on a laptop is told in a sentence, and nothing that is kept is changed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

_ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks, and bounds its files")
_SAID = {
    "no database": "the database is gone",
    "empty database": "the database is gone",
    "cut database": "is damaged",
    "other file as database": "is damaged",
    "later version": "a later version of Muniment",
    "never filled": "no workspace was finished here",
    "no key": "the key cannot be read",
    "cut key": "was cut off",
    "no text as key": "what is kept as its key is none",
    "another key": "the key of another workspace",
    "no TOML": "workspace.toml: is no TOML",
    "empty settings": "workspace.toml: is empty",
    "no such zone": "time_zone must be one such as",
    "no file for a backup": "this file of the vault is gone",
    "log left behind": "workspace.sqlite-wal",
    "held": "held by another program",
    "disk full": "File too large",
    "no such file": "does not exist",
    "init again": "a workspace here already",
    "init where the settings are gone": "a workspace here already",
    "init where the database is gone": "a workspace here already",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What each command said."""
    base = tmp_path_factory.mktemp("trouble")
    environment = os.environ | {"MUNIMENT_PASSWORD": "correct horse battery"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-m", "tests.workspace.robust.troubled", str(base)],
        cwd=_ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_nothing_else_was_tried(told: dict[str, Any]) -> None:
    others = {"whole", "no file of the vault", "log brought along", "room again"}
    assert set(told) == set(_SAID) | others


@pytest.mark.parametrize("name", _SAID)
def test_trouble_is_a_sentence_and_changes_nothing(told: dict[str, Any], name: str) -> None:
    said = told[name]
    assert said["code"] == 2, said
    assert _SAID[name] in said["err"]
    assert said["err"].startswith("muniment: ")
    assert "Traceback" not in said["err"]
    assert said["changed"] == []
    assert said["out"] == ""


@pytest.mark.parametrize("name", ["whole", "log brought along", "room again"])
def test_what_is_whole_holds(told: dict[str, Any], name: str) -> None:
    assert told[name]["code"] == 0, told[name]
    assert "Everything holds" in told[name]["out"]


def test_a_file_of_the_vault_that_is_gone_is_named_and_no_half_backup_is_left(
    told: dict[str, Any],
) -> None:
    said = told["no file of the vault"]
    assert said["code"] == 1
    assert "this file of the vault is gone" in said["out"]
    assert told["no file for a backup"]["left"] == []
