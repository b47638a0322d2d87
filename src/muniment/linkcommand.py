"""Floor 6: ``muniment link``: who is who in several lists, and how many people there are."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from muniment.commandline import FirstCommand, fail, need

if TYPE_CHECKING:
    import pyarrow as pa

    from muniment.linkage.decisions import Decision
    from muniment.linkage.linking import Linked
    from muniment.registers.runs import Run
    from muniment.registers.store import Store

PROBLEMS = 1
"""The exit code where decisions contradict each other, or a run is out of date."""
WHAT = "link"
_NAMED = ("given_name", "family_name", "full_name")
Command = TypeVar("Command", bound=Callable[..., Any])


class Linking(FirstCommand):
    """Linking is the first command."""

    first = "run"


def _store_option(command: Command) -> Command:
    return click.option(
        "--store",
        "folder",
        type=click.Path(path_type=Path, file_okay=False),
        help="The folder of the registers; ./registers, or MUNIMENT_STORE, by default.",
    )(command)


def _form_option(command: Command) -> Command:
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        help="How to answer; text by default.",
    )(command)


@click.group(
    "link", cls=Linking, options_metavar="", subcommand_metavar="RUN [LIST|FILE]... [OPTIONS]"
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
    """


@contextlib.contextmanager
def _opened(folder: Path | None, *, create: bool = False) -> Iterator[Store]:
    """The store; leaves with a sentence where something cannot be done."""
    need("link", "duckdb", "pyarrow", "pydantic", "numpy", "rapidfuzz", "splink")
    from muniment.registers.objects import StoreProblem
    from muniment.registers.store import Store

    try:
        with Store(folder, create=create) as store:
            yield store
    except StoreProblem as error:
        fail(str(error))


@link.command("run", hidden=True)
@click.argument("name", metavar="RUN")
@click.argument("lists", nargs=-1, metavar="[LIST|FILE]...")
@click.option("--by", help="Count by these columns too: sex, year, birth_year, region, …")
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.5,
    show_default=True,
    help="Above which probability two records are taken as one; the count does not rest on it.",
)
@click.option("--draws", type=click.IntRange(20, 5000), default=200, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="Write who is who, CSV."
)
@_form_option
@_store_option
def run_link(
    name: str,
    lists: tuple[str, ...],
    by: str | None,
    threshold: float,
    draws: int,
    seed: int,
    engine: str,
    output: Path | None,
    form: str,
    folder: Path | None,
) -> None:
    """Link lists and keep the result: the same as ``muniment link RUN``."""
    if engine == "spark":
        fail("--engine spark: linking on Spark is not built yet; leave the option out for DuckDB.")
    with _opened(folder, create=any(Path(each).is_file() for each in lists)) as store:
        from muniment.linkage.linking import link as link_table

        chosen, files = _chosen(store, name, lists)
        table = _table(store, chosen, files)
        decisions = _decisions(store)
        try:
            linked = link_table(
                table, decisions, threshold=threshold, draws=draws, seed=seed, progress=_progress()
            )
        except ValueError as error:
            fail(f"{name}: {error}")
        kept = store.save_run(
            name,
            linked.tables(),
            {"linked": linked.document()},
            what=WHAT,
            rests_on=chosen,
            parameters={"threshold": threshold, "draws": draws, "seed": seed, "files": files},
        )
        code = _answer(linked, kept, by, form)
        if output is not None:
            _write_entities(linked, output)
    sys.exit(code)


def _answer(linked: Linked, kept: Run, by: str | None, form: str) -> int:
    """Print what a run found; the exit code."""
    from muniment.linkage.conflicts import conflicts
    from muniment.linkage.counting import by_groups
    from muniment.linkoutput import as_json, summary

    names = [each.strip() for each in (by or "").split(",") if each.strip()]
    groups = []
    if names:
        columns = {each: _column(linked.records, each) for each in names}
        groups = by_groups(linked.sample, columns)
    found = conflicts(linked.records, linked.pairs)
    if form == "json":
        told = {"run": kept.name, "version": kept.version, "stale": list(kept.stale)}
        click.echo(json.dumps(told | as_json(linked, groups, names, found), ensure_ascii=False))
    else:
        click.echo("\n".join(summary(linked, groups, names, found)))
    return PROBLEMS if linked.contradictions else 0


@link.command()
@click.argument("name", metavar="RUN")
@click.option("--by", help="Count by these columns too: sex, year, birth_year, region, …")
@_form_option
@_store_option
def show(name: str, by: str | None, form: str, folder: Path | None) -> None:
    """Show a run again, also by other groups, without linking anew."""
    with _opened(folder) as store:
        kept = _run(store, name)
        sys.exit(_answer(_linked(kept), kept, by, form))


@link.command()
@click.argument("names", nargs=-1, required=True, metavar="[RUN] A B")
@_form_option
@_store_option
def explain(names: tuple[str, ...], form: str, folder: Path | None) -> None:
    """Why the records A and B are taken as one person or not, field by field.

    Without RUN the last run is asked.
    """
    from dataclasses import asdict

    if len(names) not in (2, 3):
        fail("explain asks about two records, as in: muniment link explain spring A B")
    with _opened(folder) as store:
        from rich.console import Console

        from muniment.linkage.decisions import latest
        from muniment.linkage.explaining import explain as explain_pair
        from muniment.linkoutput import verdict, waterfall

        kept = _run(store, names[0] if len(names) == 3 else None)
        a, b = sorted(names[-2:])
        decision = latest(_decisions(store)).get((a, b))
        try:
            told = explain_pair(kept.table("records"), kept.table("pairs"), a, b, decision)
        except KeyError as error:
            fail(f"there is no record “{error.args[0]}” in the run “{kept.name}”.")
        if form == "json":
            click.echo(json.dumps(asdict(told), ensure_ascii=False))
            return
        if told.steps:
            Console(highlight=False).print(waterfall(told))
            click.echo()
        for line in verdict(told):
            click.echo(line)


@link.command()
@click.argument("a")
@click.argument("b")
@click.argument("verdict", type=click.Choice(["same", "different", "unsure"]))
@click.option("--reason", default="", help="Why; kept with the decision.")
@_store_option
def decide(a: str, b: str, verdict: str, reason: str, folder: Path | None) -> None:
    """Decide that the records A and B are the same person, different ones, or that it is unsure."""
    with _opened(folder) as store:
        made = store.decide(a, b, verdict, reason=reason)
        click.echo(f"{made.a} and {made.b}: {made.verdict} ({made.who}). Link again to count anew.")


@link.command()
@click.argument("a")
@click.argument("b")
@click.option("--reason", default="", help="Why; kept in the history.")
@_store_option
def undo(a: str, b: str, reason: str, folder: Path | None) -> None:
    """Take the decision on the records A and B back; it stays in the history."""
    with _opened(folder) as store:
        first, second = sorted((a, b))
        for made in store.decisions():
            if (made.a, made.b) == (first, second):
                store.undo(made.n, why=reason)
                click.echo(f"{first} and {second}: no longer {made.verdict}.")
                return
        fail(f"there is no decision on {first} and {second}.", PROBLEMS)


@link.command()
@click.argument("name", metavar="RUN")
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
@_store_option
def review(
    name: str, file: Path | None, export: Path | None, questions: bool, folder: Path | None
) -> None:
    """Decide pairs in the terminal, those first on which the count hangs most.

    Keys: s same, d different, u unsure, n next, b back, z undo, r give a reason first, q quit.
    Every answer is kept at once.
    """
    with _opened(folder) as store:
        from muniment.linkage.decisions import DecisionProblem, read_decisions, write_decisions
        from muniment.linkage.review import questions as open_questions

        try:
            if file is not None:
                taken = read_decisions(file, store.who)
                for each in taken:
                    store.decide(each.a, each.b, each.verdict, by=each.who, reason=each.reason)
                click.echo(f"{len(taken):,} decisions were taken in from {file}.")
            if export is not None:
                standing = _decisions(store)
                write_decisions(standing, export)
                click.echo(f"{len(standing):,} decisions are written to {export}.")
        except DecisionProblem as error:
            fail(str(error))
        except OSError as error:
            fail(f"{export}: cannot be written ({error.strerror}).")
        if file is not None or export is not None:
            return
        kept = _run(store, name)
        queue = open_questions(kept.table("pairs"), _decisions(store))
        if questions:
            click.echo("a,b,verdict,who,when,reason")
            for asked in queue:
                click.echo(f"{asked.a},{asked.b},,,,")
            return
        from muniment.linkterminal import ask

        ask(store, kept, queue, lambda: _decisions(store))


@link.command()
@click.argument("name", metavar="RUN")
@click.option(
    "--truth",
    required=True,
    metavar="FILE|COLUMN",
    help="A CSV of labelled pairs (a, b, same) or of record_id and entity; or a column of the "
    "lists as headed there.",
)
@_form_option
@_store_option
def evaluate(name: str, truth: str, form: str, folder: Path | None) -> None:
    """How good a run is, against what is known to be true."""
    from dataclasses import asdict

    with _opened(folder) as store:
        from muniment.linkage.evaluating import evaluate_entities, evaluate_pairs
        from muniment.linkoutput import evaluation_lines

        kept = _run(store, name)
        linked = _linked(kept)
        if Path(truth).is_file():
            entities, pairs = _labels(Path(truth))
        else:
            entities, pairs = _truth_column(store, linked, truth), {}
        found = evaluate_pairs(linked, pairs) if pairs else evaluate_entities(linked, entities)
        if not found.labelled:
            fail(f"--truth {truth}: none of its records is in the run “{name}”.")
        if form == "json":
            told = asdict(found) | {"covered": found.covered, "f1": found.pairs.f1}
            click.echo(json.dumps(told, ensure_ascii=False))
        else:
            click.echo("\n".join(evaluation_lines(found)))


def _chosen(store: Store, name: str, named: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """The lists and the files to link: those named, those of the run before, or all of people."""
    if named:
        files = [each for each in named if each not in store.state.lists and Path(each).is_file()]
        return tuple(each for each in named if each not in files), files
    before = store.state.runs.get(name)
    if before:
        active = {each.id for each in store.active()}
        gone = [each for each in before[-1].rests_on if each not in active]
        for each in gone:
            click.echo(f"The list “{each}” of the run before is no longer there.", err=True)
        files = [str(each) for each in before[-1].parameters.get("files", ())]
        return tuple(each for each in before[-1].rests_on if each in active), files
    people = [
        each.id
        for each in store.active()
        if any(role in store.kind(each.kind).by_role for role in _NAMED)
    ]
    if not people:
        fail("there is no list of people to link; `muniment register import` takes one in.")
    return tuple(people), []


def _table(store: Store, lists: Sequence[str], files: Sequence[str]) -> pa.Table:
    """The records to link, in the columns of linkage."""
    import pyarrow as pa

    from muniment.registers.importing import ImportRefused, import_file
    from muniment.registers.kindfiles import KindError
    from muniment.registers.mapping import MappingError
    from muniment.registers.reading.model import UnreadableList
    from muniment.registers.records import linkable

    tables = [store.linkable(lists)] if lists else []
    for file in files:
        path = Path(file)
        try:
            read = import_file(path, None, list_id=path.stem)
        except (UnreadableList, MappingError, KindError, ImportRefused, OSError) as error:
            fail(str(error))
        tables.append(linkable(store.kind(read.kind), read.records))
    return pa.concat_tables(tables, promote_options="permissive")


def _decisions(store: Store) -> list[Decision]:
    from muniment.linkage.decisions import Decision

    return [
        Decision(each.a, each.b, each.verdict, each.who, each.at, each.reason)  # type: ignore[arg-type]
        for each in store.decisions()
    ]


def _run(store: Store, name: str | None) -> Run:
    """A run of linkage, by default the last; what makes it stale is said."""
    if name is None:
        runs = [each for each in store.runs() if each.entry.what == WHAT]
        if not runs:
            fail("there is no run yet; `muniment link RUN` makes one.")
        kept = max(runs, key=lambda each: each.entry.n)
    else:
        kept = store.run(name)
    if kept.entry.what != WHAT:
        fail(f"the run “{kept.name}” is no run of `muniment link`.")
    for sentence in kept.stale:
        click.echo(f"The run “{kept.name}” is out of date: {sentence}", err=True)
    return kept


def _linked(kept: Run) -> Linked:
    from muniment.linkage.linking import kept as read

    return read({name: kept.table(name) for name in kept.tables}, kept.document("linked"))


def _column(records: pa.Table, name: str) -> list[str | None]:
    """What each record says in a column to count by; "year" and "birth_year" are of dates."""
    from muniment.values.period import Period

    dates = {"year": "event_date", "birth_year": "birth_date"}
    source = dates.get(name, name)
    if source not in records.column_names:
        known = [each for each in records.column_names if each not in ("record_id", "entity")]
        fail(f"--by {name}: the records have no such column; they have {', '.join(known)}.")
    values = [None if each is None else str(each) for each in records[source].to_pylist()]
    if name not in dates:
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


def _write_entities(linked: Linked, path: Path) -> None:
    import pyarrow.csv as pa_csv

    try:
        pa_csv.write_csv(linked.records.select(["record_id", "list", "entity"]), path)
    except OSError as error:
        fail(f"{path}: cannot be written ({error}).")
    click.echo(f"Who is who is in {path}.", err=True)


def _labels(path: Path) -> tuple[dict[str, str], dict[tuple[str, str], bool]]:
    """True entities of records, or labelled pairs, of a CSV file."""
    import csv

    answers = {"1": True, "true": True, "same": True, "yes": True}
    answers |= {"0": False, "false": False, "different": False, "no": False}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        fail(f"--truth {path}: cannot be read as CSV in UTF-8 ({error}).")
    head = set(rows[0]) if rows else set()
    if {"record_id", "entity"} <= head:
        return {row["record_id"]: row["entity"] for row in rows if row["entity"]}, {}
    verdict = next((name for name in ("same", "verdict", "match") if name in head), None)
    if not {"a", "b"} <= head or verdict is None:
        fail(f"--truth {path}: the columns must be a, b and same; or record_id and entity.")
    pairs = {}
    for number, row in enumerate(rows, start=2):
        answer = answers.get((row[verdict] or "").strip().lower())
        if answer is None:
            if (row[verdict] or "").strip().lower() in ("", "unsure"):
                continue
            fail(f"--truth {path}, row {number}: “{row[verdict]}” is neither same nor different.")
        a, b = sorted((row["a"], row["b"]))
        pairs[a, b] = answer
    return {}, pairs


def _truth_column(store: Store, linked: Linked, column: str) -> dict[str, str]:
    """The true entities that a column of the original lists states."""
    found: dict[str, str] = {}
    for name in linked.lists:
        if name not in store.state.lists:
            continue
        cells = store.cells(name)
        if column in cells.column_names:
            told = zip(cells["record_id"].to_pylist(), cells[column].to_pylist(), strict=True)
            found |= {record: value for record, value in told if value}
    if not found:
        fail(f"--truth {column}: there is no such file, and no list has a column of this name.")
    return found


def _progress() -> Callable[[str], None] | None:
    """Steps on standard error, where somebody watches."""
    if not sys.stderr.isatty():
        return None
    return lambda step: click.echo(f"\r\x1b[K{step} …", err=True, nl=step == "clustering")
