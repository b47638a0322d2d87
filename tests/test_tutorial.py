"""The tutorial runs: its files are saved, its commands run, what it shows is printed."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from muniment.cli import main

DOCS = Path(__file__).parent.parent / "docs"


def squeeze(text: str) -> str:
    return " ".join(text.split())


def test_every_command_of_the_tutorial_prints_what_stands_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert follow(DOCS / "tutorial.md", tmp_path, monkeypatch) >= 6
    assert (tmp_path / "report.html").is_file()


def test_the_tutorial_of_registers_runs_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("splink")
    assert follow(DOCS / "tutorial-registers.md", tmp_path, monkeypatch) >= 6
    assert (tmp_path / "public.csv").is_file()


def follow(page: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Save the files of a page, run its commands in the folder; how many there are."""
    monkeypatch.chdir(folder)
    text = page.read_text(encoding="utf-8")
    for name, body in re.findall(r'```text title="([^"]+)"\n(.*?)```', text, re.DOTALL):
        (folder / name).write_text(body, encoding="utf-8")
    blocks = re.findall(r"```console\n\$ muniment (.*?)\n(.*?)```", text, re.DOTALL)
    for command, shown in blocks:
        done = CliRunner().invoke(main, shlex.split(command))
        assert done.exit_code in (0, 1), done.output
        printed = squeeze(done.stdout)
        for line in shown.splitlines():
            assert squeeze(line) in printed, (command, line, done.stdout)
    return len(blocks)
