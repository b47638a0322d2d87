"""Floor 6: ``muniment link explain`` and ``evaluate``: why, and how good."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

import click

from muniment.commands.common import fail
from muniment.commands.link.input import labels, truth_column
from muniment.commands.link.shared import asked_run, link_store
from muniment.commands.options import form_option, store_option
from muniment.linkage.stored import linked_of, standing
from muniment.linkage.things import thing_of

if TYPE_CHECKING:
    from muniment.linkage.linking import Linked
    from muniment.registers.runs import Run
    from muniment.registers.store import Store


@click.command("explain")
@click.argument("names", nargs=-1, required=True, metavar="[RUN] A B")
@form_option
@store_option
def explain(names: tuple[str, ...], form: str, folder: Path | None) -> None:
    """Why the records A and B are taken as one person or not, field by field.

    Without RUN the last run is asked.
    """
    if len(names) not in (2, 3):
        fail("explain asks about two records, as in: muniment link explain spring A B")
    with link_store(folder) as store:
        from rich.console import Console

        from muniment.commands.link.reasons import reasons_json, sources, verdict, waterfall
        from muniment.linkage.decisions import latest
        from muniment.linkage.explaining import explain as explain_pair
        from muniment.registers.origins import origins

        kept = asked_run(store, names[0] if len(names) == 3 else None)
        a, b = sorted(each.strip() for each in names[-2:])
        decision = latest(standing(store)).get((a, b))
        try:
            told = explain_pair(kept.table("records"), kept.table("pairs"), a, b, decision)
        except KeyError as error:
            example = kept.table("records", ["record_id"])["record_id"][0].as_py()
            fail(
                f"there is no record “{error.args[0]}” in the run “{kept.name}”; records are named "
                f"by their list and their key or row, as in {example}."
            )
        except ValueError as error:
            fail(str(error))
        known = origins(store, kept, (a, b))
        if form == "json":
            click.echo(json.dumps(reasons_json(told, known), ensure_ascii=False))
            return
        for line in sources(told, known):
            click.echo(line)
        click.echo()
        if told.steps:
            console = Console(highlight=False)
            console.print(waterfall(told, console.width))
            click.echo()
        for line in verdict(told, thing_of(kept)):
            click.echo(line)


@click.command("evaluate")
@click.argument("name", metavar="[RUN]", required=False)
@click.option(
    "--truth",
    metavar="FILE|COLUMN",
    help="A CSV of labelled pairs (a, b, same) or of record_id and entity; or a column of the "
    "lists as headed there. Without it, what people decided since the run.",
)
@form_option
@store_option
def evaluate(name: str | None, truth: str | None, form: str, folder: Path | None) -> None:
    """How good a run is, against what is known to be true."""
    with link_store(folder) as store:
        from muniment.commands.link.output import evaluation_json, evaluation_lines
        from muniment.linkage.evaluating import evaluate_entities, evaluate_pairs

        kept = asked_run(store, name)
        linked = linked_of(kept)
        entities: dict[str, str] = {}
        if truth is None:
            pairs = _decided_since(store, kept)
        elif Path(truth).is_file():
            entities, pairs = labels(Path(truth))
        else:
            entities, pairs = truth_column(store, kept, truth), {}
        _tell_unknown(linked, kept.name, entities.keys() | {each for two in pairs for each in two})
        found = evaluate_pairs(linked, pairs) if pairs else evaluate_entities(linked, entities)
        if not found.labelled:
            fail(f"--truth {truth}: none of its records is in the run “{kept.name}”.")
        if form == "json":
            click.echo(json.dumps(evaluation_json(found), ensure_ascii=False))
            return
        if truth is None:
            click.echo(
                "Against what people decided since the run. They were asked what is hard to tell: "
                "all pairs together are better than this."
            )
        click.echo("\n".join(evaluation_lines(found, thing_of(kept), linked.records.num_rows)))


def _tell_unknown(linked: Linked, run: str, named: Collection[str]) -> None:
    """Say how many of the records that are named as known a run does not have, if any."""
    known = set(linked.records["record_id"].to_pylist())
    unknown = sorted(each for each in named if each not in known)
    if unknown and len(unknown) < len(named):
        click.echo(
            f"Left out: {len(unknown):,} of the {len(named):,} records that are named are not in "
            f"the run “{run}”, such as {unknown[0]}.",
            err=True,
        )


def _decided_since(store: Store, kept: Run) -> dict[tuple[str, str], bool]:
    """The pairs that people decided on after a run was made, which it could not know."""
    pairs = {
        (each.a, each.b): each.verdict == "same"
        for each in store.decisions()
        if each.n > kept.entry.n and each.verdict != "unsure"
    }
    if not pairs:
        fail(
            "nothing is known to evaluate the run against: give --truth FILE or COLUMN, or decide "
            f"pairs of it first (`muniment link review {kept.name}`)."
        )
    return pairs
