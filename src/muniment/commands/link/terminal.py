"""Floor 6: the review of pairs in a terminal, plain enough for a slow line."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Self

import click
from rich.console import Console

from muniment.commands.link.reasons import decided, sources, waterfall
from muniment.registers.objects import StoreProblem

if TYPE_CHECKING:
    from muniment.linkage.decisions import Decision, Verdict
    from muniment.linkage.review import Question, Session
    from muniment.registers.runs import Run
    from muniment.registers.store import Store

_KEYS = "[s]ame [d]ifferent [u]nsure · [r]eason first · [n]ext [b]ack · [z] undo · [q]uit"
_VERDICTS: dict[str, Verdict] = {
    "s": "same", "1": "same", "d": "different", "2": "different", "u": "unsure", "3": "unsure",
}  # fmt: skip
"""Digits are there for keyboards of other scripts."""
_ARROWS = re.compile("\x1b(?:\\[[0-9;]*.|O.|.)?")
"""What keys without a letter send."""
_STOP = {"\x03", "\x04"}
"""Ctrl-C and Ctrl-D."""


def ask(
    store: Store,
    kept: Run,
    queue: Sequence[Question],
    standing: Callable[[], Iterable[Decision]],
) -> None:
    """Ask about the pairs of a queue until it or the patience ends; every answer is kept."""
    from muniment.linkage.explaining import explain
    from muniment.linkage.review import Session
    from muniment.registers.origins import origins

    def decide(a: str, b: str, verdict: Verdict, reason: str) -> int:
        return store.decide(a, b, verdict, reason=reason).n

    def undo(number: int) -> None:
        store.undo(number)

    session = Session(queue, decide, undo, standing)
    records, pairs = kept.table("records"), kept.table("pairs")
    known = origins(store, kept, {each for asked in queue for each in (asked.a, asked.b)})
    console = Console(highlight=False)
    with _Keys() as keys:
        while (asked := session.question) is not None:
            keys.forget()
            told = explain(records, pairs, asked.a, asked.b)
            console.rule(f"{session.place + 1} of {len(queue)}")
            for line in sources(told, known):
                click.echo(line)
            console.print(waterfall(told, console.width))
            click.echo(
                f"Probability {told.probability:.3f}; one in {told.together:.0%} of the draws."
            )
            if session.seen is not None:
                click.echo(f"Decided: {decided(session.seen)}")
            click.echo(_KEYS)
            if not _settle(session, keys):
                break
        else:
            click.echo("No pair is left to ask about.")
    made = len(session.made)
    noun = "decision is" if made == 1 else "decisions are"
    click.echo(f"{made:,} {noun} kept. `muniment link {kept.name}` counts anew.")


def _settle(session: Session, keys: _Keys) -> bool:
    """Take keys until another pair is to be shown; false to stop."""
    while True:
        key = keys.next()
        try:
            if key in _VERDICTS:
                if session.answer(_VERDICTS[key]):
                    click.echo(_VERDICTS[key])
                elif session.seen is None:
                    click.echo("Somebody took the decision on this pair back meanwhile.")
                else:
                    click.echo(f"Somebody was quicker: {decided(session.seen)}")
                return True
            if key == "z":
                undone = session.take_back()
                if undone is not None:
                    click.echo(f"Undone: {undone.a} and {undone.b}.")
                    return True
                click.echo("There is nothing to undo.")
        except StoreProblem as error:
            # What was kept before stays; the next pair may still be there.
            click.echo(f"Not kept: {error}")
            session.skip()
            return True
        if key == "n":
            session.skip()
            return True
        if key == "b":
            if session.back():
                return True
            click.echo("This is the first pair.")
        if key == "r":
            session.reason = keys.line("Reason")
            click.echo("Now the answer: s, d or u.")
        if key in ("q", "0"):
            return False


class _Keys:
    """Keys one by one, as they are pressed, without being shown.

    The terminal stays so for the whole review: were it switched for each key, one pressed in
    between would be lost, or be taken for the answer to a pair that was not shown yet. Where
    there is no terminal (a pipe, ssh without one), each line that comes in is a key.
    """

    def __init__(self) -> None:
        self._waiting: list[str] = []
        self._before: list[Any] | None = None

    def __enter__(self) -> Self:
        if sys.platform != "win32" and sys.stdin.isatty():
            import termios

            place = sys.stdin.fileno()
            self._before = termios.tcgetattr(place)
            settings = termios.tcgetattr(place)
            settings[3] &= ~(termios.ICANON | termios.ECHO | termios.ISIG)
            settings[6][termios.VMIN], settings[6][termios.VTIME] = 1, 0
            termios.tcsetattr(place, termios.TCSADRAIN, settings)
        return self

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            import termios

            # A terminal that is gone needs no settings.
            with contextlib.suppress(termios.error):
                termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, self._before)

    def forget(self) -> None:
        """Drop what was pressed so far: it was no answer to what is shown from now on."""
        self._waiting.clear()
        if self._before is not None:
            import termios

            with contextlib.suppress(termios.error):
                termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)

    def next(self) -> str:
        """A key; the end of the input quits, and so do Ctrl-C and a terminal that is gone."""
        try:
            while not self._waiting:
                if self._before is not None:
                    text = os.read(sys.stdin.fileno(), 64).decode("utf-8", "ignore")
                elif sys.stdin.isatty():
                    return click.getchar().lower() or "q"
                else:
                    # click would look for a terminal elsewhere.
                    text = sys.stdin.readline()
                if not text or not _STOP.isdisjoint(text):
                    return "q"
                self._waiting += _ARROWS.sub("", text).lower()
            return self._waiting.pop(0)
        except (EOFError, KeyboardInterrupt, OSError):
            return "q"

    def line(self, asked: str) -> str:
        """A line of text; Ctrl-C leaves it out."""
        self.__exit__()
        try:
            return str(click.prompt(asked, default="", show_default=False))
        except click.Abort:
            click.echo()
            return ""
        finally:
            self._before = None
            self.__enter__()
