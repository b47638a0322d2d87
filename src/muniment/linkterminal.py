"""Floor 6: the review of pairs in a terminal, plain enough for a slow line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import click
from rich.console import Console

from muniment.linkoutput import waterfall

if TYPE_CHECKING:
    from muniment.linkage.decisions import Decision, Verdict
    from muniment.linkage.review import Question, Session
    from muniment.registers.runs import Run
    from muniment.registers.store import Store

_KEYS = "[s]ame  [d]ifferent  [u]nsure  [n]ext  [b]ack  [z] undo  [r]eason  [q]uit"


def ask(
    store: Store,
    kept: Run,
    queue: Sequence[Question],
    standing: Callable[[], Iterable[Decision]],
) -> None:
    """Ask about the pairs of a queue until it or the patience ends; every answer is kept."""
    from muniment.linkage.explaining import explain
    from muniment.linkage.review import Session

    def decide(a: str, b: str, verdict: Verdict, reason: str) -> None:
        store.decide(a, b, verdict, reason=reason)

    def undo(a: str, b: str) -> None:
        made = {(each.a, each.b): each.n for each in store.decisions()}
        store.undo(made[a, b])

    session = Session(queue, decide, undo, standing)
    records, pairs = kept.table("records"), kept.table("pairs")
    console = Console(highlight=False)
    while (asked := session.question) is not None:
        told = explain(records, pairs, asked.a, asked.b)
        console.rule(f"{session.place + 1} of {len(queue)}")
        console.print(waterfall(told))
        click.echo(
            f"\nProbability {told.probability:.3f}; one in {told.together:.0%} of the draws."
        )
        if session.reason:
            click.echo(f"Reason: {session.reason}")
        click.echo(_KEYS)
        if not _act(session, _key()):
            break
    else:
        click.echo("No pair is left to ask about.")
    made = len(session.made)
    click.echo(f"{made:,} decisions were kept. `muniment link {kept.name}` counts anew.")


def _act(session: Session, key: str) -> bool:
    """Do what a key says; false to stop."""
    match key:
        case "s":
            session.answer("same")
        case "d":
            session.answer("different")
        case "u":
            session.answer("unsure")
        case "n":
            session.skip()
        case "b":
            session.back()
        case "z":
            pair = session.take_back()
            click.echo("Nothing to undo." if pair is None else f"Undone: {pair[0]} and {pair[1]}.")
        case "r":
            session.reason = click.prompt("Reason", default="", show_default=False)
        case "q":
            return False
    return True


def _key() -> str:
    """One key; the end of the input quits, and so does Ctrl-C."""
    try:
        return click.getchar().lower() or "q"
    except (EOFError, KeyboardInterrupt):
        return "q"
