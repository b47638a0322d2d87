"""Evidence packages: whole on another machine, and every change in them is named."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.workspace_fixtures import TEXT

from muniment.workspace import custody_tree
from muniment.workspace.custody_bag import NoBag
from muniment.workspace.custody_package import verify
from muniment.workspace.models import Source
from muniment.workspace.services.checkpoints import key_fingerprint
from muniment.workspace.services.packaging import Options, PackageProblem, build
from muniment.workspace.services.reviewing import confirm
from muniment.workspace.services.taking_in import Description, describe, take_in
from muniment.workspace.working import do_waiting


@pytest.fixture
def package(actor: Any, collection: Any, document: Any, tmp_path: Path) -> Path:
    take_in(actor, collection, io.BytesIO(b"Another source."), "other.txt", "upload")
    confirm(actor, document.claims.filter(kind="figure")[0], 1)
    made = build(collection, [document.source], Options(purpose="trial", recipient="a court"))
    return Path(shutil.move(made, tmp_path / "package.zip"))


def unpacked(package: Path, folder: Path) -> Path:
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder)
    return next(folder.iterdir())


def test_a_package_holds_what_was_received(package: Path, tmp_path: Path) -> None:
    found = verify(package, key_fingerprint())
    assert found.faults == []
    assert found.remarks == []
    assert found.entries == 3  # received, read, confirmed: nothing of the other source
    folder = unpacked(package, tmp_path / "out")
    original = next(folder.glob("data/sources/*/original/*"))
    assert original.read_text() == TEXT
    assert verify(folder).faults == []
    crate = json.loads((folder / "data/ro-crate-metadata.json").read_text())
    assert crate["@graph"][0]["about"] == {"@id": "./"}
    assert "Another" not in "".join(
        each.read_text() for each in folder.rglob("*") if each.is_file()
    )


def test_it_takes_no_django_to_check(package: Path) -> None:
    script = (
        "import sys; from pathlib import Path\n"
        "from muniment.workspace.custody_package import verify\n"
        "found = verify(Path(sys.argv[1]))\n"
        "assert not any(each in sys.modules for each in ('django', 'pyrage', 'duckdb'))\n"
        "sys.exit(0 if found.holds else 1)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(package)], check=False)
    assert done.returncode == 0


def test_every_changed_file_is_named(package: Path, tmp_path: Path) -> None:
    folder = unpacked(package, tmp_path / "out")
    for file in sorted(each for each in folder.rglob("*") if each.is_file()):
        content = file.read_bytes()
        for at in {0, len(content) // 2, len(content) - 1}:
            changed = bytearray(content)
            changed[at] ^= 1
            file.write_bytes(changed)
            faults = verify(folder).faults
            name = file.relative_to(folder).as_posix()
            assert any(name in each for each in faults), (name, at, faults)
        file.write_bytes(content)
    assert verify(folder).faults == []


def test_a_byte_changed_anywhere_in_the_archive_is_found(package: Path) -> None:
    content = package.read_bytes()
    for at in range(0, len(content), max(1, len(content) // 400)):
        changed = bytearray(content)
        changed[at] ^= 4
        package.write_bytes(changed)
        with contextlib.suppress(NoBag):
            assert verify(package).faults, at
    for other in (content + b"x", content[:-1], b"x" + content):
        package.write_bytes(other)
        with contextlib.suppress(NoBag):
            assert verify(package).faults


def test_packed_anew_it_still_holds(package: Path, tmp_path: Path) -> None:
    unpacked(package, tmp_path / "out")
    again = shutil.make_archive(str(tmp_path / "again"), "zip", tmp_path / "out")
    found = verify(Path(again))
    assert found.faults == []
    assert found.remarks


def test_missing_and_added_files_are_named(package: Path, tmp_path: Path) -> None:
    folder = unpacked(package, tmp_path / "out")
    (folder / "data" / "more.txt").write_text("x")
    (folder / "more.txt").write_text("x")
    (folder / "data" / "README.txt").unlink()
    (folder / "data" / "link").symlink_to("/etc/hostname")
    faults = " ".join(verify(folder).faults)
    for each in ("data/more.txt was added", "more.txt was added", "data/README.txt is missing"):
        assert each in faults
    assert "data/link was added" in faults


def written_anew(folder: Path) -> None:
    """Make all manifests fit the files again, as a forger would."""
    import hashlib

    for name, of in (("manifest-sha256.txt", "data/**/*"), ("tagmanifest-sha256.txt", "*")):
        rows = [
            f"{hashlib.sha256(each.read_bytes()).hexdigest()}  "
            f"{each.relative_to(folder).as_posix()}\n"
            for each in sorted(folder.glob(of))
            if each.is_file() and each.name != "tagmanifest-sha256.txt"
        ]
        (folder / name).write_text("".join(rows))


def test_a_forger_without_the_key_is_found(package: Path, tmp_path: Path) -> None:
    folder = unpacked(package, tmp_path / "out")
    log = next(folder.glob("data/sources/*/custody.jsonl"))
    rows = log.read_text().splitlines(keepends=True)
    log.write_text("".join(rows).replace('"admin"', '"someone"', 1))
    written_anew(folder)
    faults = " ".join(verify(folder).faults)
    assert "the signature does not hold" in faults
    assert "entry" in faults


def test_another_key_is_told(package: Path) -> None:
    assert any("another key" in each for each in verify(package, "0000 1111").faults)


def test_restricted_sources_stay_unless_allowed(actor: Any, collection: Any, document: Any) -> None:
    source = Source.objects.get()
    describe(
        actor,
        source,
        source.version,
        Description(sensitivity="restricted", obtained_from="a person at risk"),
    )
    do_waiting()
    source = Source.objects.get()
    with pytest.raises(PackageProblem, match="restricted"):
        build(collection, [source], Options())
    made = build(collection, [source], Options(restricted=True))
    assert verify(made).faults == []
    content = made.read_bytes()
    assert b"14 people" in content
    assert b"a person at risk" not in content


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6, 7, 8, 9, 31, 33])
def test_the_tree_proves_each_entry_and_no_other(size: int) -> None:
    digests = [f"{each:064x}" for each in range(size)]
    tree = custody_tree.levels(digests)
    top = custody_tree.root(tree)
    for index, digest in enumerate(digests):
        path = custody_tree.proof(tree, index)
        assert custody_tree.proves(digest, index, size, path, top)
        assert not custody_tree.proves(f"{size:064x}", index, size, path, top)
        assert not custody_tree.proves(digest, size, size, path, top)
        assert size < 2 or not custody_tree.proves(digest, index ^ 1, size, path, top)


@pytest.mark.parametrize("content", [b"", b"PK", b"x" * 999])
def test_what_is_no_package_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(NoBag):
        verify(tmp_path / "x.zip")
