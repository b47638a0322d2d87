"""Floor 6: ``muniment link``: who is who in several lists, and how many people there are."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from muniment.commands.common import FirstCommand, fail, need, write_text
from muniment.commands.link.input import (
    WHAT,
    chosen,
    labels,
    last_run,
    read,
    run_name,
    truth_column,
)
from muniment.commands.options import form_option, opened, store_option

if TYPE_CHECKING:
    import pyarrow as pa

    from muniment.linkage.decisions import Decision
    from muniment.linkage.engine import Engine
    from muniment.linkage.linking import Linked
    from muniment.linkage.review import Question
    from muniment.registers.runs import Run
    from muniment.registers.store import Store

PROBLEMS = 1
"""The exit code where decisions contradict each other or could not all be taken in."""
Command = TypeVar("Command", bound=Callable[..., Any])


class Linking(FirstCommand):
    """Linking is the first command."""

    first = "run"


def _by_option(command: Command) -> Command:
    return click.option(
        "--by", help="Count by these columns too: sex, year, birth_year, residence, …"
    )(command)


def _page_option(command: Command) -> Command:
    return click.option(
        "--page",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Write a page with pictures to this file, HTML; it names no record.",
    )(command)


@click.group(
    "link", cls=Linking, options_metavar="", subcommand_metavar="[RUN [LIST|FILE]...] [OPTIONS]"
)
def link() -> None:
    """Find who is who in lists of people, and how many they are.

    \b
    muniment link spring                       link all lists of people, as the run "spring"
    muniment link spring ministry a.xlsx       these lists only, or files
    muniment link spring --by sex,year         count by groups
    muniment link review spring                decide the pairs that matter most for the count
    muniment link explain spring A B           why two records are one person, or not
    muniment link decide A B same --reason …   decide on one pair; `undo A B` takes it back
    muniment link evaluate spring --truth F    how good it is, against what is known

    Without a name of a run, the last run is meant.
    """
    # Names in any script must not end a command where the terminal cannot show them.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


@contextlib.contextmanager
def _opened(folder: Path | None, *, create: bool = False) -> Iterator[Store]:
    """The store; leaves with a sentence where something cannot be done."""
    need("link", "duckdb", "pyarrow", "pydantic", "numpy", "rapidfuzz", "splink")
    with opened(folder, create=create) as store:
        yield store


@link.command("run", hidden=True)
@click.argument("words", nargs=-1, metavar="[RUN [LIST|FILE]...]")
@_by_option
@_page_option
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.5,
    show_default=True,
    help="Above which probability two records are taken as one; the count does not rest on it.",
)
@click.option("--draws", type=click.IntRange(20, 5000), default=200, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option(
    "--engine",
    type=click.Choice(["duckdb", "spark"]),
    default="duckdb",
    show_default=True,
    help="What compares the records.",
)
@click.option(
    "--spark-master",
    envvar="MUNIMENT_SPARK_MASTER",
    metavar="URL",
    help="The cluster of --engine spark; MUNIMENT_SPARK_MASTER or local[*] by default.",
)
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="Write who is who, CSV."
)
@form_option
@store_option
def run_link(
    words: tuple[str, ...],
    by: str | None,
    page: Path | None,
    threshold: float,
    draws: int,
    seed: int,
    engine: str,
    spark_master: str | None,
    output: Path | None,
    form: str,
    folder: Path | None,
) -> None:
    """Link lists and keep the result: the same as ``muniment link RUN``."""
    if engine == "spark":
        need("spark", "pyspark")
    with _opened(folder, create=any(Path(each).is_file() for each in words[1:])) as store:
        from muniment.commands.link.origins import TABLE
        from muniment.linkage.linking import link as link_table

        name = run_name(store, words)
        lists, files = chosen(store, name, words[1:])
        taken = read(store, lists, files)
        _count_by(taken.table.column_names, by)
        try:
            with _engine(engine, spark_master) as comparing:
                linked = link_table(
                    taken.table,
                    _decisions(store),
                    threshold=threshold,
                    draws=draws,
                    seed=seed,
                    progress=_progress(),
                    engine=comparing,
                )
        except ValueError as error:
            fail(f"{name}: {error}")
        originals = {} if taken.originals is None else {TABLE: taken.originals}
        kept = store.save_run(
            name,
            linked.tables() | originals,
            {"linked": linked.document()},
            what=WHAT,
            rests_on=lists,
            parameters={"threshold": threshold, "draws": draws, "seed": seed, "files": files},
        )
        if output is not None:
            _write_entities(store, kept, linked, output)
        code = _answer(linked, kept, by, form, page)
    sys.exit(code)


@contextlib.contextmanager
def _engine(name: str, spark_master: str | None) -> Iterator[Engine | None]:
    """What compares, for as long as it is needed; None for the default."""
    if name == "duckdb":
        yield None
        return
    from muniment.linkage.spark import Spark
    from muniment.linkage.sparksession import MASTER, NoSpark, started

    with contextlib.ExitStack() as stack:
        try:
            session = stack.enter_context(started(spark_master or MASTER))
        except NoSpark as error:
            fail(f"--engine spark: {error}.")
        yield Spark(session)


def _answer(linked: Linked, kept: Run, by: str | None, form: str, page: Path | None = None) -> int:
    """Print what a run found, and write its page if one is wanted; the exit code."""
    from muniment.commands.link.output import as_json, summary
    from muniment.linkage.conflicts import conflicts
    from muniment.linkage.counting import by_groups

    names = _count_by(linked.records.column_names, by)
    groups = []
    if names:
        columns = {each: _column(linked.records, each) for each in names}
        groups = by_groups(linked.sample, columns)
    found = conflicts(linked.records, linked.pairs)
    if page is not None:
        from muniment.reports.sheets import render_sheet
        from muniment.reports.sheets.linking import linkage_sheet

        counts = {f"By {', '.join(names)}": groups} if groups else {}
        look = [
            f"{len(found):,} clusters or pairs contradict themselves; `muniment link` lists them."
        ]
        sheet = linkage_sheet(linked, kept.name, counts, look if found else ())
        write_text(page, render_sheet(sheet))
    if form == "json":
        told = {"run": kept.name, "version": kept.version, "stale": list(kept.stale)}
        click.echo(json.dumps(told | as_json(linked, groups, names, found), ensure_ascii=False))
    else:
        click.echo("\n".join(summary(linked, groups, names, found)))
    return PROBLEMS if linked.contradictions else 0


@link.command()
@click.argument("name", metavar="[RUN]", required=False)
@_by_option
@_page_option
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="Write who is who, CSV."
)
@form_option
@store_option
def show(
    name: str | None,
    by: str | None,
    page: Path | None,
    output: Path | None,
    form: str,
    folder: Path | None,
) -> None:
    """Show a run again, also by other groups, without linking anew."""
    with _opened(folder) as store:
        kept = _run(store, name)
        linked = _linked(kept)
        if output is not None:
            _write_entities(store, kept, linked, output)
        sys.exit(_answer(linked, kept, by, form, page))


@link.command()
@click.argument("names", nargs=-1, required=True, metavar="[RUN] A B")
@form_option
@store_option
def explain(names: tuple[str, ...], form: str, folder: Path | None) -> None:
    """Why the records A and B are taken as one person or not, field by field.

    Without RUN the last run is asked.
    """
    if len(names) not in (2, 3):
        fail("explain asks about two records, as in: muniment link explain spring A B")
    with _opened(folder) as store:
        from rich.console import Console

        from muniment.commands.link.origins import origins
        from muniment.commands.link.reasons import reasons_json, sources, verdict, waterfall
        from muniment.linkage.decisions import latest
        from muniment.linkage.explaining import explain as explain_pair

        kept = _run(store, names[0] if len(names) == 3 else None)
        a, b = sorted(names[-2:])
        decision = latest(_decisions(store)).get((a, b))
        try:
            told = explain_pair(kept.table("records"), kept.table("pairs"), a, b, decision)
        except KeyError as error:
            fail(f"there is no record “{error.args[0]}” in the run “{kept.name}”.")
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
        for line in verdict(told):
            click.echo(line)


@link.command()
@click.argument("a")
@click.argument("b")
@click.argument("verdict", type=click.Choice(["same", "different", "unsure"]))
@click.option("--reason", default="", help="Why; kept with the decision.")
@store_option
def decide(a: str, b: str, verdict: str, reason: str, folder: Path | None) -> None:
    """Decide that the records A and B are the same person, different ones, or that it is unsure."""
    with _opened(folder) as store:
        made = store.decide(a, b, verdict, reason=reason)
        click.echo(f"{made.a} and {made.b}: {made.verdict} ({made.who}). Link again to count anew.")


@link.command()
@click.argument("a")
@click.argument("b")
@click.option("--reason", default="", help="Why; kept in the history.")
@store_option
def undo(a: str, b: str, reason: str, folder: Path | None) -> None:
    """Take the decision on the records A and B back; it stays in the history."""
    with _opened(folder) as store:
        pair = tuple(sorted((a, b)))
        made = store.state.decisions.get((pair[0], pair[1]))
        if made is None:
            fail(f"there is no decision on {pair[0]} and {pair[1]}.", PROBLEMS)
        store.undo(made.n, why=reason)
        before = store.state.decisions.get((pair[0], pair[1]))
        now = f"{before.verdict} again ({before.who})" if before else f"no longer {made.verdict}"
        click.echo(f"{made.a} and {made.b}: {now}. Link again to count anew.")


@link.command()
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
    with _opened(folder) as store:
        from muniment.commands.link.files import export_decisions, take_decisions, write_questions

        if file is not None or export is not None:
            whole = file is None or take_decisions(store, file)
            if export is not None:
                export_decisions(_decisions(store), export)
            sys.exit(0 if whole else PROBLEMS)
        kept = _run(store, name)
        queue = _queue(store, kept, conflicts)
        if questions:
            write_questions(store, kept, queue)
            return
        from muniment.commands.link.terminal import ask

        ask(store, kept, queue, lambda: _decisions(store))


def _queue(store: Store, kept: Run, warned: bool) -> list[Question]:
    """The pairs of a run to ask about; what is of files cannot be decided on and is left out."""
    from muniment.linkage.conflicts import conflicts
    from muniment.linkage.review import gains, questions, warnings

    linked, standing = _linked(kept), _decisions(store)
    if warned:
        found = warnings(conflicts(linked.records, linked.pairs), standing)
    else:
        gain = gains(linked.pairs, linked.records["record_id"], linked.sample)
        found = questions(linked.pairs, gain, standing)
    kept_lists = kept.entry.rests_on
    decidable = [
        each
        for each in found
        if all(record.partition(":")[0] in kept_lists for record in (each.a, each.b))
    ]
    if len(decidable) < len(found):
        click.echo(
            f"Left out: {len(found) - len(decidable):,} with a record of a file, which cannot be "
            "decided on; `muniment register import` takes the file in.",
            err=True,
        )
    return decidable


@link.command()
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
    with _opened(folder) as store:
        from muniment.commands.link.output import evaluation_json, evaluation_lines
        from muniment.linkage.evaluating import evaluate_entities, evaluate_pairs

        kept = _run(store, name)
        linked = _linked(kept)
        entities: dict[str, str] = {}
        if truth is None:
            pairs = _decided_since(store, kept)
        elif Path(truth).is_file():
            entities, pairs = labels(Path(truth))
        else:
            entities, pairs = truth_column(store, kept, truth), {}
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
        click.echo("\n".join(evaluation_lines(found, linked.records.num_rows)))


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


def _decisions(store: Store) -> list[Decision]:
    from muniment.linkage.decisions import Decision

    return [
        Decision(each.a, each.b, each.verdict, each.who, each.at, each.reason)  # type: ignore[arg-type]
        for each in store.decisions()
    ]


def _run(store: Store, name: str | None) -> Run:
    """A run of linkage, by default the last; what makes it stale is said."""
    kept = last_run(store) if name is None else store.run(name)
    if kept is None:
        fail("there is no run yet; `muniment link RUN` makes one.")
    if kept.entry.what != WHAT:
        fail(f"the run “{kept.name}” is no run of `muniment link`.")
    for sentence in kept.stale:
        click.echo(f"The run “{kept.name}” is out of date: {sentence}", err=True)
    return kept


def _linked(kept: Run) -> Linked:
    from muniment.linkage.linking import kept as read

    return read({name: kept.table(name) for name in kept.tables}, kept.document("linked"))


_DATES = {"year": "event_date", "birth_year": "birth_date"}


def _count_by(known: Sequence[str], by: str | None) -> list[str]:
    """The columns to count by. Leaves with a sentence where the records lack one."""
    names = list(dict.fromkeys(each.strip() for each in (by or "").split(",") if each.strip()))
    for name in names:
        if _DATES.get(name, name) not in known:
            columns = [each for each in known if each not in ("record_id", "entity")]
            fail(f"--by {name}: the records have no such column; they have {', '.join(columns)}.")
    return names


def _column(records: pa.Table, name: str) -> list[str | None]:
    """What each record says in a column to count by; "year" and "birth_year" are of dates."""
    from muniment.values.period import Period

    source = _DATES.get(name, name)
    values = [None if each is None else str(each) for each in records[source].to_pylist()]
    if name not in _DATES:
        return values
    found: list[str | None] = []
    for value in values:
        try:
            days = Period.parse(value).days if value else None
        except ValueError:
            days = None
        one = days is not None and days[0].year == days[1].year
        found.append(str(days[0].year) if one and days is not None else None)
    return found


def _write_entities(store: Store, kept: Run, linked: Linked, path: Path) -> None:
    from muniment.commands.link.files import write_entities

    write_entities(store, kept, linked, path)
    click.echo(f"Who is who is in {path}.", err=True)


def _progress() -> Callable[[str], None] | None:
    """Steps on standard error, where somebody watches."""
    if not sys.stderr.isatty():
        return None
    return lambda step: click.echo(f"\r\x1b[K{step} …", err=True, nl=step == "clustering")
