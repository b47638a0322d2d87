"""Floor 6: ``muniment link RUN`` and ``muniment link show``: who is who, and how many they are."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from muniment.commands.common import fail, need, write_text
from muniment.commands.link.input import chosen, read, run_name
from muniment.commands.link.shared import PROBLEMS, asked_run, link_store
from muniment.commands.options import form_option, store_option
from muniment.linkage.stored import WHAT, linked_of, standing
from muniment.linkage.things import PARAMETER, thing_of

if TYPE_CHECKING:
    import pyarrow as pa

    from muniment.linkage.engine import Engine
    from muniment.linkage.linking import Linked
    from muniment.registers.runs import Run
    from muniment.registers.store import Store

Command = TypeVar("Command", bound=Callable[..., Any])
_DATES = {"year": "event_date", "birth_year": "birth_date"}


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


@click.command("run", hidden=True)
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
    with link_store(folder, create=any(Path(each).is_file() for each in words[1:])) as store:
        from muniment.linkage.linking import link as link_table
        from muniment.registers.origins import TABLE

        name = run_name(store, words)
        lists, files = chosen(store, name, words[1:])
        taken = read(store, lists, files)
        _count_by(taken.table.column_names, by)
        try:
            with _engine(engine, spark_master) as comparing:
                linked = link_table(
                    taken.table,
                    standing(store),
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
            parameters={
                "threshold": threshold,
                "draws": draws,
                "seed": seed,
                "files": files,
                PARAMETER: taken.thing.key,
            },
        )
        if output is not None:
            _write_entities(store, kept, linked, output)
        code = _answer(linked, kept, by, form, page)
    sys.exit(code)


@click.command("show")
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
    with link_store(folder) as store:
        kept = asked_run(store, name)
        linked = linked_of(kept)
        if output is not None:
            _write_entities(store, kept, linked, output)
        sys.exit(_answer(linked, kept, by, form, page))


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
    about, found = thing_of(kept), conflicts(linked.records, linked.pairs)
    if page is not None:
        from muniment.reports.sheets import render_sheet
        from muniment.reports.sheets.linking import linkage_sheet

        counts = {f"By {', '.join(names)}": groups} if groups else {}
        look = [
            f"{len(found):,} clusters or pairs contradict themselves; `muniment link` lists them."
        ]
        sheet = linkage_sheet(linked, kept.name, counts, look if found else (), about)
        write_text(page, render_sheet(sheet))
    if form == "json":
        told = {"run": kept.name, "version": kept.version, "stale": list(kept.stale)}
        click.echo(
            json.dumps(told | as_json(linked, about, groups, names, found), ensure_ascii=False)
        )
    else:
        click.echo("\n".join(summary(linked, about, groups, names, found)))
    return PROBLEMS if linked.contradictions else 0


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
