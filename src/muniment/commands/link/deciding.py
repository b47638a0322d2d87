"""Floor 6: ``muniment link decide``, ``undo`` and ``review``: what people decide on pairs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from muniment.commands.common import fail
from muniment.commands.link.shared import PROBLEMS, asked_run, link_store
from muniment.commands.options import store_option
from muniment.linkage.stored import open_pairs, standing

if TYPE_CHECKING:
    from muniment.linkage.review import Question
    from muniment.registers.runs import Run
    from muniment.registers.store import Store


@click.command("decide")
@click.argument("a")
@click.argument("b")
@click.argument("verdict", type=click.Choice(["same", "different", "unsure"]))
@click.option("--reason", default="", help="Why; kept with the decision.")
@store_option
def decide(a: str, b: str, verdict: str, reason: str, folder: Path | None) -> None:
    """Decide that the records A and B are the same person, different ones, or that it is unsure."""
    with link_store(folder) as store:
        made = store.decide(a.strip(), b.strip(), verdict, reason=reason)
        click.echo(f"{made.a} and {made.b}: {made.verdict} ({made.who}). Link again to count anew.")


@click.command("undo")
@click.argument("a")
@click.argument("b")
@click.option("--reason", default="", help="Why; kept in the history.")
@store_option
def undo(a: str, b: str, reason: str, folder: Path | None) -> None:
    """Take the decision on the records A and B back; it stays in the history."""
    with link_store(folder) as store:
        pair = tuple(sorted((a.strip(), b.strip())))
        made = store.state.decisions.get((pair[0], pair[1]))
        if made is None:
            fail(f"there is no decision on {pair[0]} and {pair[1]}.", PROBLEMS)
        store.undo(made.n, why=reason)
        before = store.state.decisions.get((pair[0], pair[1]))
        now = f"{before.verdict} again ({before.who})" if before else f"no longer {made.verdict}"
        click.echo(f"{made.a} and {made.b}: {now}. Link again to count anew.")


@click.command("review")
@click.argument("name", metavar="[RUN]", required=False)
@click.option(
    "--decisions",
    "file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Take decisions in from a CSV file (a, b, verdict, who, when, reason), and ask nothing.",
)
@click.option(
    "--export",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the decisions to a CSV file, and ask nothing.",
)
@click.option("--questions", is_flag=True, help="List the open pairs as CSV, and ask nothing.")
@click.option("--conflicts", is_flag=True, help="Only the pairs that the run warns of.")
@store_option
def review(
    name: str | None,
    file: Path | None,
    export: Path | None,
    questions: bool,
    conflicts: bool,
    folder: Path | None,
) -> None:
    """Decide pairs in the terminal, those first on which the count hangs most.

    Keys: s same, d different, u unsure (or 1, 2, 3), n next, b back, z undo, r give a reason
    first, q quit. Every answer is kept at once.
    """
    with link_store(folder) as store:
        from muniment.commands.link.files import export_decisions, take_decisions, write_questions

        if file is not None or export is not None:
            whole = file is None or take_decisions(store, file)
            if export is not None:
                export_decisions(standing(store), export)
            sys.exit(0 if whole else PROBLEMS)
        kept = asked_run(store, name)
        queue = _queue(store, kept, conflicts)
        if questions:
            write_questions(store, kept, queue)
            return
        from muniment.commands.link.terminal import ask

        ask(store, kept, queue, lambda: standing(store))


def _queue(store: Store, kept: Run, warned: bool) -> list[Question]:
    """The pairs of a run to ask about; what is of files cannot be decided on and is left out."""
    decidable, left_out = open_pairs(store, kept, warned=warned)
    if left_out:
        click.echo(
            f"Left out: {left_out:,} with a record of a file, which cannot be decided on; "
            "`muniment register import` takes the file in.",
            err=True,
        )
    return decidable
