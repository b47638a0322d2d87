"""Floor 6: the review of pairs in a terminal, plain enough for a slow line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import click
from rich.console import Console

from muniment.linkreasons import decided, sources, waterfall
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


def ask(
    store: Store,
    kept: Run,
    queue: Sequence[Question],
    standing: Callable[[], Iterable[Decision]],
) -> None:
    """Ask about the pairs of a queue until it or the patience ends; every answer is kept."""
    from muniment.linkage.explaining import explain
    from muniment.linkage.review import Session
    from muniment.linkorigins import origins

    def decide(a: str, b: str, verdict: Verdict, reason: str) -> int:
        return store.decide(a, b, verdict, reason=reason).n

    def undo(number: int) -> None:
        store.undo(number)

    session = Session(queue, decide, undo, standing)
    records, pairs = kept.table("records"), kept.table("pairs")
    known = origins(store, kept, {each for asked in queue for each in (asked.a, asked.b)})
    console = Console(highlight=False)
    while (asked := session.question) is not None:
        told = explain(records, pairs, asked.a, asked.b)
        console.rule(f"{session.place + 1} of {len(queue)}")
        for line in sources(told, known):
            click.echo(line)
        console.print(waterfall(told, console.width))
        click.echo(f"Probability {told.probability:.3f}; one in {told.together:.0%} of the draws.")
        if session.seen is not None:
            click.echo(f"Decided: {decided(session.seen)}")
        click.echo(_KEYS)
        if not _settle(session):
            break
    else:
        click.echo("No pair is left to ask about.")
    made = len(session.made)
    noun = "decision is" if made == 1 else "decisions are"
    click.echo(f"{made:,} {noun} kept. `muniment link {kept.name}` counts anew.")


def _settle(session: Session) -> bool:
    """Take keys until another pair is to be shown; false to stop."""
    while True:
        key = _key()
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
            session.reason = _reason()
            click.echo("Now the answer: s, d or u.")
        if key in ("q", "0"):
            return False


def _reason() -> str:
    """A line of text; Ctrl-C leaves it out."""
    try:
        return str(click.prompt("Reason", default="", show_default=False))
    except click.Abort:
        click.echo()
        return ""


def _key() -> str:
    """One key; the end of the input quits, and so do Ctrl-C and a terminal that is gone."""
    try:
        return click.getchar().lower() or "q"
    except (EOFError, KeyboardInterrupt, OSError):
        return "q"
