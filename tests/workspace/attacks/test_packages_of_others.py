"""A package that somebody else made says nothing in the program's name, and takes bounded time."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from muniment.commands.workspace.verify import verify as command
from muniment.workspace.custody_package import verify
from muniment.workspace.services.packaging import Options, build

HOLDS = "Everything in this package is as it was signed."


@pytest.fixture
def folder(collection: Any, document: Any, tmp_path: Path) -> Path:
    """A package, unpacked."""
    made = build(collection, [document.source], Options(purpose="trial", recipient="a court"))
    with zipfile.ZipFile(made) as archive:
        archive.extractall(tmp_path / "out")
    found: Path = next((tmp_path / "out").iterdir())
    return found


@pytest.mark.parametrize(
    "name", ["\x1b[2J\x1b[H" + HOLDS, f"x\n{HOLDS}", f"x\r{HOLDS}\x1b[8m", "x\u202e\u2066.txt"]
)
def test_a_files_name_does_not_steer_the_terminal(folder: Path, name: str) -> None:
    (folder / "data" / name).write_text("x")
    done = CliRunner().invoke(command, [str(folder)])
    assert done.exit_code == 1
    assert HOLDS not in done.output.splitlines()
    assert not set(done.output) & set("\x1b\r\u202e\u2066")


def test_names_that_differ_in_case_or_form_are_other_names(folder: Path) -> None:
    readme = folder / "data" / "README.txt"
    readme.rename(readme.with_name("readme.TXT"))
    faults = " ".join(verify(folder).faults)
    assert "data/README.txt is missing" in faults
    assert "data/readme.TXT was added" in faults


def test_a_link_in_place_of_a_file_is_not_followed(folder: Path, tmp_path: Path) -> None:
    original = next(folder.glob("data/sources/*/original/*"))
    shutil.move(original, tmp_path / "same.txt")
    original.symlink_to(tmp_path / "same.txt")
    assert any(original.name in each for each in verify(folder).faults)


def test_what_one_archive_holds_twice_is_named(folder: Path, tmp_path: Path) -> None:
    archive = Path(shutil.make_archive(str(tmp_path / "again"), "zip", folder.parent))
    inside = f"{folder.name}/data/README.txt"
    with zipfile.ZipFile(archive, "a") as packed, pytest.warns(UserWarning, match="Duplicate"):
        packed.writestr(inside, (folder / "data" / "README.txt").read_bytes())
    assert any("more than once" in each for each in verify(archive).faults)


def test_a_signature_of_another_package_is_refused(
    folder: Path, collection: Any, document: Any, tmp_path: Path
) -> None:
    other = build(collection, [document.source], Options(purpose="another", recipient="others"))
    with zipfile.ZipFile(other) as archive:
        archive.extractall(tmp_path / "other")
    theirs = next((tmp_path / "other").iterdir())
    for each in ("signature.json", "tagmanifest-sha256.txt"):
        shutil.copy(theirs / each, folder / each)
    assert any("signature" in each for each in verify(folder).faults)
