"""Packages with a time that an authority vouches for; the authority is our own, on this machine."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.workspace.time_authority import Authority, serving

from muniment.workspace.custody import CustodyProblem
from muniment.workspace.custody_package import verify
from muniment.workspace.custody_time import ask_time, time_fault, told_time
from muniment.workspace.opened import Opened, use
from muniment.workspace.services.packaging import Options, PackageProblem, build


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


def timed(workspace: Opened, address: str) -> None:
    use(Opened(replace(workspace.folder, time_authority=address), workspace.keys))


def test_a_time_is_kept_and_checked_offline(
    workspace: Opened, document: Any, collection: Any, authority: Authority, tmp_path: Path
) -> None:
    with serving(authority) as address:
        timed(workspace, address)
        made = build(collection, [document.source], Options())
    package = Path(shutil.move(made, tmp_path / "package.zip"))
    (tmp_path / "root.pem").write_bytes(authority.pem)
    found = verify(package, authorities=[tmp_path / "root.pem"])
    assert found.faults == []
    assert found.remarks == []
    assert found.time
    (tmp_path / "other.pem").write_bytes(Authority().pem)
    faults = verify(package, authorities=[tmp_path / "other.pem"]).faults
    assert any("not signed by this authority" in each for each in faults)
    assert verify(package).remarks


def test_a_time_is_of_one_package_alone(authority: Authority, tmp_path: Path) -> None:
    with serving(authority) as address:
        answer = ask_time(address, b"one")
    root = tmp_path / "root.pem"
    root.write_bytes(authority.pem)
    assert told_time(answer).startswith("20")
    assert time_fault(answer, b"one", [root]) is None
    assert time_fault(answer, b"two", [root]) is not None
    for at in range(0, len(answer), 37):
        changed = bytearray(answer)
        changed[at] ^= 1
        fault = time_fault(bytes(changed), b"one", [root])
        assert fault is None or fault.endswith(".")  # a sentence, never an error
    assert time_fault(b"", b"one", [root]) is not None


@pytest.mark.parametrize("address", ["ftp://x", "http://127.0.0.1:9/", "file:///etc/hostname"])
def test_an_authority_that_does_not_answer_is_told(
    workspace: Opened, document: Any, collection: Any, address: str
) -> None:
    with pytest.raises(CustodyProblem):
        ask_time(address, b"x")
    timed(workspace, address)
    with pytest.raises(PackageProblem):
        build(collection, [document.source], Options())
    assert not list(workspace.folder.temporary.glob("*.zip"))
