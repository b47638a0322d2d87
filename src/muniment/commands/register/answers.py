"""Floor 6: ``muniment register count``, ``export`` and what else only looks at a store."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from muniment.commands.common import fail, need
from muniment.commands.options import MODULES, PROBLEMS, form_option, opened, store_option


class Dimensions(click.ParamType[tuple[str, ...]]):
    """Fields with commas between them; one with bounds ("age:0,18,60") keeps them."""

    name = "NAMES"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """The names."""
        if isinstance(value, tuple):
            return value
        names: list[str] = []
        for part in str(value).split(","):
            if names and ":" in names[-1] and part.strip().replace(".", "").isdigit():
                names[-1] += f",{part.strip()}"
            elif part.strip():
                names.append(part.strip())
        return tuple(names)


@click.command()
@click.argument("lists", nargs=-1, metavar="LIST…")
@click.option(
    "--by", type=Dimensions(), default=(), help="Fields: sex, event_date:month, age:0,18,60."
)
@click.option(
    "--sum", "sums", type=Dimensions(), default=(), help="Numbers to sum: killed, injured."
)
@click.option(
    "--list",
    "cell",
    metavar="FIELD=ROW,…",
    help="List the records of one count, such as sex=female,age=0–17.",
)
@click.option(
    "--for",
    "audience",
    type=click.Choice(["public", "internal"]),
    default="internal",
    help="public hides small counts; internal, the default, shows all.",
)
@click.option("--threshold", type=click.IntRange(2), default=5, help="Counts below are small; 5.")
@form_option
@store_option
def count(
    lists: tuple[str, ...],
    by: tuple[str, ...],
    sums: tuple[str, ...],
    cell: str | None,
    audience: str,
    threshold: int,
    form: str,
    folder: Path | None,
) -> None:
    """Count the records of lists of one kind by any fields; of all lists where none is named.

    Records, not people: who stands in several lists is counted in each. `muniment link` counts
    people.
    """
    from muniment.commands.register import output as output
    from muniment.commands.register.counts import count_json, print_count

    with opened(folder) as store:
        from muniment.registers.counting import Count
        from muniment.registers.disclosed import publish

        kind, records = store.together(lists or None)
        if audience == "public":
            hidden = [b for b in (*by, *sums) if _told_by_its_rows(kind, b)]
            if hidden or cell is not None:
                fail(
                    f"{hidden[0]} is not public: its rows would be, so that it is not counted for "
                    "the public."
                    if hidden
                    else "--list shows single records, which are not for the public."
                )
        counted = Count(records, kind, by, sums)
        if cell is not None:
            _list_records(counted, cell, form)
            return
        told: list[str] = []
        if audience == "public":
            named = [each.id for each in store.active(lists or None)]
            table, told = publish(store, named, by, sums, threshold)
        else:
            table = counted.table()
        if form == "json":
            output.print_json({"kind": kind.name, **count_json(table), "told": told})
            return
        print_count(table)
        if table.suppressed:
            click.echo(
                f"{table.suppressed} counts are hidden: they are below {threshold}, or would give "
                "such a one away."
            )
        for each in told:
            click.echo(each)


def _told_by_its_rows(kind: Any, name: str) -> bool:
    """Whether to count by a field would tell what may not be told: its rows are named by it."""
    field = kind.by_name.get(name.partition(":")[0])
    if field is None or field.sensitivity == "public":
        return False
    grouped = field.type in ("integer", "quantity", "date", "choice", "choices", "boolean")
    return field.sensitivity == "restricted" or not grouped


def _list_records(counted: Any, cell: str, form: str) -> None:
    """Print the records of one cell."""
    from muniment.commands.register import output as output
    from muniment.registers.counting import ALL

    names = [each.name for each in counted.dimensions]
    rows = dict.fromkeys(names, ALL)
    for part in cell.split(","):
        name, equals, row = part.partition("=")
        full = next((n for n in names if name.strip() in (n, n.partition(":")[0])), None)
        if not equals or full is None:
            fail(f"--list {cell}: write FIELD=ROW with a field of --by ({', '.join(names)}).")
        rows[full] = row.strip()
    sure, maybe = counted.members(tuple(rows.values()))
    if form == "json":
        output.print_json({"row": rows, "records": sure, "perhaps": maybe})
        return
    for record in sure:
        click.echo(output.plain(record))
    for record in maybe:
        click.echo(output.plain(f"{record}  (perhaps)"))


@click.command()
@click.argument("lists", nargs=-1, required=True, metavar="LIST…")
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "xlsx", "json", "geojson", "ftm", "pfif"]),
    help="By the ending of the file, by default; else csv.",
)
@click.option(
    "--for",
    "audience",
    type=click.Choice(["public", "internal", "restricted"]),
    default="public",
    help="Who it is for; public by default.",
)
@click.option("--purpose", default="", help="What it is for; needed unless it is public.")
@click.option("--threshold", type=click.IntRange(2), default=5, help="Counts below are small; 5.")
@click.option("--domain", default="localhost", help="For PFIF: the domain of your record ids.")
@click.option(
    "--expires",
    type=click.DateTime(["%Y-%m-%d"]),
    help="For PFIF: the day from which nobody may show the records.",
)
@store_option
def export(
    lists: tuple[str, ...],
    output: Path,
    form: str | None,
    audience: Any,
    purpose: str,
    threshold: int,
    domain: str,
    expires: Any,
    folder: Path | None,
) -> None:
    """Write lists of one kind to a file, without what may not leave for whom it is for."""
    with opened(folder) as store:
        from muniment.registers.exporting.exporting import FORMATS, Order
        from muniment.registers.exporting.exporting import export as write

        name = output.name.lower()
        ending = next((f for f in ("ftm", "pfif") if f".{f}." in name), None) or next(
            (each for each, suffix in FORMATS.items() if name.endswith(suffix)), "csv"
        )
        day = None if expires is None else expires.date()
        order = Order(lists, form or ending, audience, purpose, threshold, domain, day)
        done = write(store, order, output)
    click.echo(f"{done.records:,} records are in {output} ({order.format}, for {audience} use).")
    for sentence in done.left_out:
        click.echo(f"Left out: {sentence}")
    for sentence in done.not_carried:
        click.echo(f"Not carried: {sentence}")


@click.command("kinds")
@click.argument("name", required=False, metavar="KIND")
@click.option("--language", default="en", help="The language of labels and help, such as ru.")
@form_option
@store_option
def show_kinds(name: str | None, language: str, form: str, folder: Path | None) -> None:
    """Show the kinds of record, or the fields of a KIND."""
    need("registers", *MODULES)
    from muniment.commands.register import output as output
    from muniment.registers.kept import KINDS, default_folder
    from muniment.registers.kindfiles import KindError, kind, kinds

    own = (folder or default_folder()) / KINDS
    try:
        if name is not None:
            found = kind(name, own if own.is_dir() else None)
            if form == "json":
                output.print_json(output.kind_json(found, language))
            else:
                output.print_kind(found, language)
            return
        every = kinds(own if own.is_dir() else None)
    except KindError as error:
        fail(str(error))
    if form == "json":
        output.print_json([output.kind_json(each, language) for each in every.values()])
        return
    output.print_table(
        ("kind", "called", "what it is"),
        [(each.name, each.label(language), each.help_text(language)) for each in every.values()],
    )
    click.echo("`muniment register kinds KIND` shows the fields of one.")


@click.command("lists")
@form_option
@store_option
def show_lists(form: str, folder: Path | None) -> None:
    """Show the lists, their revisions, and the runs that rest on them."""
    from muniment.commands.register import output as output

    with opened(folder) as store:
        if form == "json":
            output.print_json(output.lists_json(store))
        else:
            output.print_lists(store)


@click.command("record")
@click.argument("record", metavar="RECORD")
@form_option
@store_option
def show_record(record: str, form: str, folder: Path | None) -> None:
    """Show a RECORD (LIST:KEY): what it says, as it was written, and how it changed.

    Earlier values stay: the history of a status is what each revision of the list said.
    """
    from muniment.commands.register import output as output

    with opened(folder) as store:
        from muniment.registers.recordhistory import steps

        found = steps(store, record)
        if form == "json":
            output.print_json({"record": record, **output.record_json(found)})
        else:
            output.print_record(record, found)


@click.command()
@form_option
@store_option
def history(form: str, folder: Path | None) -> None:
    """Show who did what, when and why."""
    from muniment.commands.register import output as output

    with opened(folder) as store:
        if form == "json":
            output.print_json(output.history_json(store))
        else:
            output.print_history(store)


@click.command()
@click.option("--head", help="The hash of an entry that was noted elsewhere; it must be there.")
@form_option
@store_option
def verify(head: str | None, form: str, folder: Path | None) -> None:
    """Compute the chain of the history and the hash of every file again."""
    from muniment.commands.register import output as output

    with opened(folder) as store:
        found = store.verify(head)
    if form == "json":
        output.print_json(
            {
                "sound": found.sound,
                "entries": found.entries,
                "files": found.files,
                "faults": list(found.faults),
                "remarks": list(found.remarks),
                "head": found.head,
            }
        )
    else:
        for sentence in (*found.faults, *found.remarks):
            click.echo(sentence)
        if found.sound:
            click.echo(f"{found.entries} entries and {found.files} files are as they were written.")
            click.echo(f"Hash of the last entry, to be noted elsewhere: {found.head}")
    sys.exit(0 if found.sound else PROBLEMS)
