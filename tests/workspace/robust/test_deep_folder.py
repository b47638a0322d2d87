"""A workspace deep in the folders of a machine is read as any other."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_READ = """
import tempfile, sys
tempfile.tempdir = sys.argv[1]
from muniment.workspace.reading_process import read_source
found = read_source("a.txt", b"On 2 March 2021, 14 people were killed in the village of Alder.")
print(len(found[0]["document"]["claims"]) > 0, tempfile.gettempdir() == sys.argv[1])
"""


def test_a_deep_folder_for_temporary_files_keeps_nobody_from_reading(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["the-archive-of-the-institution"] * 4)
    deep.mkdir(parents=True)
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(deep)],
        env=os.environ | {"TMPDIR": str(deep)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == ["True", "True"], done.stderr
