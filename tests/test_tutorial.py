"""The tutorial runs: its files are saved, its commands run, what it shows is printed."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from muniment.cli import main

PAGE = Path(__file__).parent.parent / "docs" / "tutorial.md"


def squeeze(text: str) -> str:
    return " ".join(text.split())


def test_every_command_of_the_tutorial_prints_what_stands_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = PAGE.read_text(encoding="utf-8")
    for name, body in re.findall(r'```text title="([^"]+)"\n(.*?)```', text, re.DOTALL):
        (tmp_path / name).write_text(body, encoding="utf-8")
    blocks = re.findall(r"```console\n\$ muniment (.*?)\n(.*?)```", text, re.DOTALL)
    assert len(blocks) >= 6
    for command, shown in blocks:
        done = CliRunner().invoke(main, shlex.split(command))
        assert done.exit_code in (0, 1), done.output
        printed = squeeze(done.stdout)
        for line in shown.splitlines():
            assert squeeze(line) in printed, (command, line, done.stdout)
    assert (tmp_path / "report.html").is_file()
