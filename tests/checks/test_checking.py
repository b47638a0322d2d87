"""A check loads only what its text needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_CHECK = """
import contextlib, sys
from muniment.cli import main
with contextlib.suppress(SystemExit):
    main(["check", sys.argv[1], "--format", "json"])
print("muniment.law.instruments" in sys.modules, file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("text", "loaded"),
    [
        ("In May 2021 the army of Norland killed 12 persons in Oldtown, 3 of them women.", False),
        ("Norland broke the Basel Convention of 1989 when 12 barrels were sunk.", True),
    ],
)
def test_the_register_of_instruments_is_loaded_only_for_citations(
    tmp_path: Path, text: str, loaded: bool
) -> None:
    path = tmp_path / "text.txt"
    path.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", _CHECK, str(path)], capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == str(loaded)
