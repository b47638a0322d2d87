"""The review in a real terminal: keys, sizes, alphabets, and lines that break off."""

from __future__ import annotations

import contextlib
import csv
import os
import select
import signal
import struct
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from muniment.cli import main
from muniment.registers.store import Store

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

import fcntl
import pty
import termios

ASKED = "[q]uit"
_GIVEN = ("Ramil", "Tofig", "Karen", "علي", "Giorgi", "Zurab", "Samir", "Арам", "Emil", "დავითი")
_FAMILY = ("Talverov", "Noreskian", "[/bold]", "حسن", "Sarmenti", "Veldanov", "Hart\u202eunov")


class Terminal:
    """A review as somebody sits before it."""

    def __init__(
        self, words: Sequence[str], more: Mapping[str, str] | None = None, columns: int = 60
    ) -> None:
        self.seen = ""
        command = [sys.executable, "-c", "from muniment.cli import main; main()", "link", *words]
        environment = {**os.environ, "TERM": "xterm", "COLUMNS": "", **(more or {})}
        environment.pop("COLUMNS")
        self.process, self.place = pty.fork()
        if self.process == 0:
            os.execvpe(sys.executable, command, environment)
        self.resize(columns)

    def resize(self, columns: int) -> None:
        fcntl.ioctl(self.place, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))

    def until(self, text: str, seconds: float = 300) -> str:
        """What appears up to a text."""
        found, end = "", time.monotonic() + seconds
        while text not in found:
            assert time.monotonic() < end, f"{text} did not appear in: {found}"
            if select.select([self.place], [], [], 0.2)[0]:
                try:
                    read = os.read(self.place, 65536)
                except OSError:  # Linux: the other side is closed
                    read = b""
                assert read or text in found, f"{text} did not appear in: {found}"
                found += read.decode("utf-8", "replace")
        self.seen += found
        return found

    def press(self, keys: str, until: str = ASKED) -> str:
        os.write(self.place, keys.encode())
        return self.until(until)

    def end(self) -> int:
        """The exit status once the process is over."""
        end = time.monotonic() + 300
        while time.monotonic() < end:
            done, status = os.waitpid(self.process, os.WNOHANG)
            if done:
                with contextlib.suppress(OSError):
                    os.close(self.place)
                return status
            with contextlib.suppress(OSError):
                if select.select([self.place], [], [], 0.1)[0]:
                    os.read(self.place, 65536)
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        raise AssertionError("it does not end")


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("review")
    before = {name: os.environ.get(name) for name in ("MUNIMENT_STORE", "MUNIMENT_USER")}
    os.environ |= {"MUNIMENT_STORE": str(folder / "store"), "MUNIMENT_USER": "reviewer"}
    for name, step in (("one", 0), ("two", 1)):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("record", "given name", "family name", "date of birth"))
            for n in range(60):
                born = f"{1950 + n * 7 % 50}-{1 + n % 12:02}-{1 + (n + step * (n % 3)) % 28:02}"
                writer.writerow((n, _GIVEN[n % 10], _FAMILY[(n + step * (n % 2)) % 7], born))
        words = ["register", "import", str(folder / f"{name}.csv"), "--kind", "missing_person"]
        CliRunner().invoke(main, [*words, "--key", "record"])
    made = CliRunner().invoke(main, ["link", "spring", "--draws", "40"])
    assert made.exit_code == 0, made.output
    yield folder
    for name, value in before.items():
        if value is None:
            del os.environ[name]
        else:
            os.environ[name] = value


@pytest.fixture(autouse=True)
def _undecided(linked: Path) -> Iterator[None]:
    yield
    with Store(linked / "store") as store:
        for each in store.decisions():
            store.undo(each.n)


def _verdicts(linked: Path) -> list[str]:
    with Store(linked / "store") as store:
        return [each.verdict for each in sorted(store.decisions(), key=lambda each: each.n)]


def test_keys_reasons_and_undo_in_a_narrow_terminal(linked: Path) -> None:
    terminal = Terminal(["review"])
    first = terminal.until(ASKED)
    assert "two.csv, row" in first or "one.csv, row" in first
    assert max(len(line) for line in first.splitlines() if "weight" in line) < 250
    terminal.resize(100)
    second = terminal.press("s")
    assert "total" in second
    terminal.press("x\x1b[A", "")
    terminal.press("r", "Reason")
    terminal.press("two brothers\r", "Now the answer")
    terminal.press("2")
    assert _verdicts(linked) == ["same", "different"]
    assert "two brothers" in terminal.press("b")
    assert "Undone" in terminal.press("z")
    terminal.press("u")
    assert "2 decisions are kept" in terminal.press("q", "counts anew")
    assert terminal.end() == 0
    assert _verdicts(linked) == ["same", "unsure"]


@pytest.mark.parametrize("stop", ["\x03", "\x04", "q"])
def test_stopping_keeps_what_was_answered(linked: Path, stop: str) -> None:
    terminal = Terminal(["review"])
    terminal.until(ASKED)
    terminal.press("d")
    assert "1 decision is kept" in terminal.press(stop, "counts anew")
    assert terminal.end() == 0
    assert _verdicts(linked) == ["different"]


def test_a_line_that_breaks_off_loses_no_answer(linked: Path) -> None:
    terminal = Terminal(["review"])
    terminal.until(ASKED)
    terminal.press("s")
    terminal.press("d")
    os.close(terminal.place)
    terminal.end()
    assert _verdicts(linked) == ["same", "different"]


@pytest.mark.parametrize(
    "more",
    [
        {"NO_COLOR": "1"},
        {"TERM": "dumb"},
        {"PYTHONIOENCODING": "latin-1"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
)
def test_poor_terminals_show_every_pair(linked: Path, more: dict[str, str]) -> None:
    terminal = Terminal(["review"], more)
    terminal.until(ASKED)
    for _ in range(8):
        terminal.press("n")
    terminal.press("q", "counts anew")
    assert terminal.end() == 0
    assert "Traceback" not in terminal.seen
    if "NO_COLOR" in more:
        assert "\x1b[3" not in terminal.seen


def test_names_do_not_steer_the_terminal(linked: Path) -> None:
    terminal = Terminal(["review", "--questions"], columns=200)
    assert terminal.end() == 0
    terminal = Terminal(["review"], columns=200)
    terminal.until(ASKED)
    for _ in range(12):
        terminal.press("n")
    terminal.press("q", "counts anew")
    terminal.end()
    assert "\u202e" not in terminal.seen
    assert "[/bold]" in terminal.seen
    assert "\u2068" in terminal.seen


def test_two_people_review_at_once(linked: Path) -> None:
    one, two = Terminal(["review"]), Terminal(["review"], {"MUNIMENT_USER": "another"})
    one.until(ASKED)
    two.until(ASKED)
    one.press("s")
    told = two.press("d")
    assert "Somebody was quicker: same (reviewer" in told
    assert _verdicts(linked) == ["same"]
    two.press("q", "counts anew")
    one.press("q", "counts anew")
    assert (one.end(), two.end()) == (0, 0)


def test_without_a_terminal_each_line_is_a_key(linked: Path) -> None:
    keys = "\n\x1b[D\ns\nz\n\u00ffx\nd\nr\ntwo brothers\nu\n"
    piped = CliRunner().invoke(main, ["link", "review", "spring"], input=keys)
    assert piped.exit_code == 0, piped.output
    assert "Undone" in piped.output
    assert "2 decisions are kept" in piped.output
    assert _verdicts(linked) == ["different", "unsure"]
