"""Documents taken in by the command: how many a minute, and how much memory it takes.

    uv run python -m bench.intake FOLDER --documents 1715 [--corpus ../shared/corpus/docs]

Writes invented documents (text, Markdown, HTML, Word, PDF, one fifth each) beside FOLDER, takes
them in with ``muniment add`` into a new workspace, and says documents and claims a minute and the
highest memory of the command and of all its readers together.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

from bench.kills_texts import written

_MUNIMENT = (sys.executable, "-c", "from muniment.cli import main; main()")
_ENDINGS = (".txt", ".md", ".html", ".docx", ".pdf")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    """Write, take in, say."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--documents", type=int, default=1715)
    asked.add_argument("--corpus", type=Path)
    given = asked.parse_args()
    received = given.folder.with_suffix(".received")
    received.mkdir(parents=True)
    known = sorted(given.corpus.glob("*.txt")) if given.corpus else []
    for each in known:
        shutil.copy(each, received)
    write(received, given.documents - len(known))
    environment = os.environ | {"MUNIMENT_PASSWORD": "correct horse battery"}
    subprocess.run(
        [*_MUNIMENT, "init", str(given.folder), "--key", "file"], check=True, env=environment
    )
    earlier = resource.getrusage(resource.RUSAGE_CHILDREN)
    before = earlier.ru_utime + earlier.ru_stime
    started = time.perf_counter()
    command = [*_MUNIMENT, "add", "--workspace", str(given.folder), str(received)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as adding:
        memory = _Memory(adding.pid)
        memory.start()
        code = adding.wait()
    took = time.perf_counter() - started
    memory.join()
    print(f"{given.documents:,} documents in {took:,.0f} s: {60 * given.documents / took:,.0f}/min")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = used.ru_utime + used.ru_stime - before
    print(f"processor of the command, without its readers, {own:,.0f} s; {_kept(given.folder)}")
    print(f"memory of the command {memory.own:,.0f} MB, with its readers {memory.all:,.0f} MB")
    sys.exit(code)


def write(folder: Path, count: int) -> None:
    """So many invented documents, of one to thirty paragraphs."""
    from muniment.demo.writing import write_document

    chance = random.Random(5)
    for number in range(count):
        path = folder / f"statement-{number}{_ENDINGS[number % len(_ENDINGS)]}"
        text = "\n\n".join(written(chance) for _ in range(chance.choice((1, 2, 3, 5, 8))))
        if path.suffix in (".txt", ".md"):
            path.write_text(text, encoding="utf-8")
            continue
        head = f"---\ntitle: Statement {number}\nissuer: Ombudsman of Norland\ndate: 2021-03-30\n"
        write_document(f"{head}---\n\n# Statement {number}\n\n{text}\n", path)


def _kept(folder: Path) -> str:
    """What became of the documents."""
    address = f"{(folder / 'workspace.sqlite').resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as held:
        states = held.execute("SELECT state, count(*) FROM workspace_source GROUP BY state")
        said = ", ".join(f"{count:,} {state}" for state, count in states)
        claims = held.execute("SELECT count(*) FROM workspace_claim").fetchone()[0]
    return f"{said}; {claims:,} claims"


class _Memory(threading.Thread):
    """Watches how much memory a process takes, and its children with it (Linux), in MB.

    Memory that processes share is counted once.
    """

    own = all = 0.0

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid

    def run(self) -> None:
        """Look until the process ends."""
        while (own := _resident(self._pid)) > 0:
            self.own = max(self.own, own)
            self.all = max(self.all, own + sum(_proportional(each) for each in _below(self._pid)))
            time.sleep(0.5)


def _resident(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE / 1e6
    except (OSError, IndexError):
        return 0.0


def _proportional(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(float(each.split()[1]) for each in lines if each.startswith("Pss:")) / 1e3


def _below(pid: int) -> list[int]:
    try:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    children = [int(each) for each in found]
    return children + [further for each in children for further in _below(each)]


if __name__ == "__main__":
    main()
