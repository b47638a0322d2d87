"""Floor 6: ``muniment register``: lists in, compared, counted and out, with their history."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from muniment.commandline import fail, need

if TYPE_CHECKING:
    from muniment.registers.importing import Imported
    from muniment.registers.mapping import Mapping
    from muniment.registers.store import Proposal, Received, Store

PROBLEMS = 1
"""The exit code where the data have errors, or a store is not as its history says."""

Command = TypeVar("Command", bound=Callable[..., Any])


class Names(click.ParamType[tuple[str, ...]]):
    """Names with commas between them; one that ends in numbers ("age:0,18,60") keeps them."""

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


def _why_option(command: Command) -> Command:
    return click.option("--why", default="", help="The reason, for the history.")(command)


def _all_option(command: Command) -> Command:
    return click.option("--all", "every", is_flag=True, help="Show long tables whole.")(command)


@click.group("register")
def register() -> None:
    """Keep lists of people, sites and incidents: import, compare, count, export.

    \b
    muniment register kinds                              what kinds of record there are
    muniment register import list.xlsx --list ministry   take a list in
    muniment register count ministry --by sex,age        count its records
    muniment register export ministry -o public.csv      what may be published of it
    """


@contextlib.contextmanager
def _opened(folder: Path | None, *, create: bool = False) -> Iterator[Store]:
    """The store; leaves with a sentence where something cannot be done."""
    need("registers", "duckdb", "pyarrow", "pydantic", "python_calamine", "xlsxwriter")
    from muniment.registers.objects import StoreProblem
    from muniment.registers.store import Store

    try:
        with Store(folder, create=create) as store:
            yield store
    except StoreProblem as error:
        fail(str(error))


# Lists in.


@register.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--list", "list_id", metavar="NAME", help="What the list is called; the file's name.")
@click.option("--kind", "kind_name", metavar="KIND", help="The kind of its records, else guessed.")
@click.option(
    "--mapping",
    "mapping_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="How its columns fill the fields, instead of the last revision's or a guess.",
)
@click.option("--guess", is_flag=True, help="Guess the mapping anew, not as in the last revision.")
@click.option(
    "--write-mapping",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the mapping to this file, to be mended by hand.",
)
@click.option("--key", metavar="COLUMN", help="The column that tells its records apart.")
@click.option("--strict", is_flag=True, help="Import nothing when anything is an error.")
@click.option("--dry-run", is_flag=True, help="Show all of it, and keep nothing.")
@click.option("--yes", is_flag=True, help="Apply a new revision without asking.")
@_why_option
@_all_option
@_form_option
@_store_option
def take_in(
    file: Path,
    list_id: str | None,
    kind_name: str | None,
    mapping_file: Path | None,
    guess: bool,
    write_mapping: Path | None,
    key: str | None,
    strict: bool,
    dry_run: bool,
    yes: bool,
    why: str,
    every: bool,
    form: str,
    folder: Path | None,
) -> None:
    """Take in a list: CSV, TSV, XLSX, ODS, JSON or PFIF.

    Its columns are mapped to the fields of a kind of record: by the mapping that you give, by that
    of the list's last revision, or by a guess, which is shown. A new revision of a list is
    compared with the one that stands; it is applied with --yes or when you say so, else it waits.
    """
    name = list_id or file.stem
    with _reading(file), _opened_or_dry(folder, dry_run) as store:
        mapping = _mapping(store, name, mapping_file, guess)
        imported = _read(file, name, kind_name, mapping, key, strict, store)
        if write_mapping is not None:
            _write_text(write_mapping, imported.mapping.to_toml())
        proposal = store.propose(_received(file, name, imported))
        outcome = _settle(store, proposal, imported, dry_run, yes, why, every, form)
        _tell(store, proposal, imported, outcome, form)
    errors = any(problem.severity == "error" for problem in imported.problems)
    sys.exit(PROBLEMS if errors else 0)


@contextlib.contextmanager
def _reading(file: Path) -> Iterator[None]:
    """Leave with a sentence where a list cannot be read."""
    need("registers", "duckdb", "pyarrow", "pydantic", "python_calamine", "xlsxwriter")
    from muniment.registers.importing import ImportRefused
    from muniment.registers.kindfiles import KindError
    from muniment.registers.mapping import MappingError
    from muniment.registers.reading.model import UnreadableList

    try:
        yield
    except ImportRefused as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        fail(str(error), PROBLEMS)
    except (UnreadableList, MappingError, KindError) as error:
        fail(str(error))
    except OSError as error:
        fail(f"{file}: it cannot be read ({error.strerror}).")


@contextlib.contextmanager
def _opened_or_dry(folder: Path | None, dry_run: bool) -> Iterator[Store]:
    """The store; for a dry run where there is none, an empty one that is gone afterwards."""
    import tempfile

    from muniment.registers.history import FILE
    from muniment.registers.store import default_folder

    if dry_run and not ((folder or default_folder()) / FILE).exists():
        with tempfile.TemporaryDirectory() as name, _opened(Path(name), create=True) as store:
            yield store
        return
    with _opened(folder, create=True) as store:
        yield store


def _mapping(store: Store, name: str, file: Path | None, guess: bool) -> Mapping | None:
    """The mapping that was given, or that of the list's last revision, or None: to be guessed."""
    from muniment.registers.mapping import Mapping, MappingError

    if file is not None:
        try:
            return Mapping.from_toml(file.read_text(encoding="utf-8-sig"))
        except (UnicodeDecodeError, MappingError) as error:
            fail(f"{file}: {error}")
    known = store.state.lists.get(name)
    if guess or known is None or known.current is None:
        return None
    return Mapping.from_toml(store.mapping(name))


def _read(
    file: Path,
    name: str,
    kind_name: str | None,
    mapping: Mapping | None,
    key: str | None,
    strict: bool,
    store: Store,
) -> Imported:
    """The list as read; a key given here is that of the mapping."""
    from muniment.registers.importing import import_file
    from muniment.registers.kindfiles import kind
    from muniment.registers.store import KINDS, check_name

    check_name(name, "list")
    own = store.folder / KINDS
    folder = own if own.is_dir() else None
    known = store.state.lists.get(name)
    if kind_name is None and mapping is None and known is not None:
        kind_name = known.kind
    chosen = None if kind_name is None else kind(kind_name, folder)
    if mapping is not None and key is not None:
        mapping = replace(mapping, key=key)
    found = import_file(file, chosen, mapping, list_id=name, strict=strict, folder=folder)
    if key is not None and key not in found.mapping.columns:
        there = ", ".join(f"“{column}”" for column in found.mapping.columns)
        fail(f"--key {key}: {file.name} has no such column; its columns are {there}.")
    if key is not None and found.mapping.key != key:
        by_key = replace(found.mapping, key=key)
        found = import_file(file, chosen, by_key, list_id=name, strict=strict, folder=folder)
    return found


def _received(file: Path, name: str, imported: Imported) -> Received:
    from muniment.registers.store import Received

    return Received(
        name,
        imported.kind,
        imported.records,
        imported.cells,
        file,
        imported.mapping.to_toml(),
        imported.mapping.key,
        imported.counts,
    )


def _settle(
    store: Store,
    proposal: Proposal,
    imported: Imported,
    dry_run: bool,
    yes: bool,
    why: str,
    every: bool,
    form: str,
) -> str:
    """Show what was read and how it differs; keep it as the user says; what became of it."""
    from muniment import registeroutput as output

    if form == "text":
        output.print_imported(imported, store.kind(imported.kind), every=every)
        if proposal.comparison is not None:
            output.print_comparison(proposal.comparison, every=every)
    before = proposal.before
    same = proposal.comparison is not None and proposal.comparison.same
    if same and before is not None and store.mapping(before.list) == proposal.received.mapping:
        return "nothing new"
    if dry_run:
        return "dry run"
    asks = before is not None and not yes and form == "text" and sys.stdin.isatty()
    apply = before is None or yes or (asks and click.confirm("Apply this revision?"))
    if asks and not apply:
        return "not kept"
    against = None if before is None else before.number
    store.receive(proposal.received, apply=apply, against=against, why=why)
    return "applied" if apply else "waits"


def _tell(store: Store, proposal: Proposal, imported: Imported, outcome: str, form: str) -> None:
    """Print what became of a list."""
    from muniment import registeroutput as output

    name = proposal.received.list
    if form == "json":
        comparison = proposal.comparison
        output.print_json(
            {
                "list": name,
                "outcome": outcome,
                **output.imported_json(imported),
                "comparison": None if comparison is None else output.comparison_json(comparison),
            }
        )
        return
    found = store.state.lists.get(name)
    number = max(found.revisions) if found else 0
    click.echo(
        {
            "nothing new": f"The list “{name}” stands as it is: there is nothing new in this file.",
            "dry run": "Nothing was kept: this was a dry run.",
            "not kept": "Nothing was kept.",
            "applied": f"The list “{name}” stands at revision {number}, in {store.folder}.",
            "waits": f"Revision {number} of “{name}” waits: `muniment register apply {name}` makes "
            f"it stand, `muniment register refuse {name}` refuses it.",
        }[outcome]
    )
    if outcome == "applied":
        output.print_stale(store)


def _write_text(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        fail(f"{path}: it cannot be written ({error.strerror}).")


@register.command()
@click.argument("list_id", metavar="LIST")
@click.argument(
    "file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option("--from", "old", type=int, help="The earlier revision; the last but one by default.")
@click.option("--to", "new", type=int, help="The later revision; the last one by default.")
@_all_option
@_form_option
@_store_option
def compare(
    list_id: str,
    file: Path | None,
    old: int | None,
    new: int | None,
    every: bool,
    form: str,
    folder: Path | None,
) -> None:
    """Compare two revisions of a LIST, or the one that stands with a FILE."""
    from muniment import registeroutput as output

    with _opened(folder) as store:
        if file is not None:
            if old is not None or new is not None:
                fail("compare with a file or with --from and --to, not with both.")
            store.revision(list_id)
            with _reading(file):
                mapping = _mapping(store, list_id, None, False)
                imported = _read(file, list_id, None, mapping, None, False, store)
            comparison = store.propose(_received(file, list_id, imported)).comparison
            assert comparison is not None
        else:
            numbers = sorted(store.listed(list_id).revisions)
            last = numbers[-1] if new is None else new
            earlier = [number for number in numbers if number < last]
            if old is None and not earlier:
                fail(f"the list “{list_id}” has no earlier revision than {last} to compare with.")
            comparison = store.compare(list_id, earlier[-1] if old is None else old, last)
        if form == "json":
            output.print_json({"list": list_id, **output.comparison_json(comparison)})
        else:
            output.print_comparison(comparison, every=every)


# What stands.


@register.command()
@click.argument("list_id", metavar="LIST")
@click.option("--revision", type=int, help="Which; the one that waits, by default.")
@_why_option
@_store_option
def apply(list_id: str, revision: int | None, why: str, folder: Path | None) -> None:
    """Make a revision of a LIST the one that stands; also an earlier one again."""
    with _opened(folder) as store:
        number = _waiting(store, list_id) if revision is None else revision
        store.apply(list_id, number, why=why)
        click.echo(f"The list “{list_id}” stands at revision {number}.")
        _print_stale(store)


@register.command()
@click.argument("list_id", metavar="LIST")
@click.option("--revision", type=int, help="Which; the one that waits, by default.")
@_why_option
@_store_option
def refuse(list_id: str, revision: int | None, why: str, folder: Path | None) -> None:
    """Refuse a revision of a LIST that waits: it is kept, and has no effect."""
    with _opened(folder) as store:
        number = _waiting(store, list_id) if revision is None else revision
        store.refuse(list_id, number, why=why)
        click.echo(f"Revision {number} of “{list_id}” is refused.")


def _waiting(store: Store, list_id: str) -> int:
    waiting = store.listed(list_id).waiting
    if not waiting:
        fail(f"no revision of “{list_id}” waits; name one with --revision.")
    return waiting[-1].number


@register.command()
@click.argument("list_id", metavar="LIST")
@click.option("--why", required=True, help="The reason, for the history.")
@_store_option
def withdraw(list_id: str, why: str, folder: Path | None) -> None:
    """Take a LIST out of every count and every linkage to come; `restore` brings it back."""
    with _opened(folder) as store:
        store.withdraw(list_id, why=why)
        click.echo(f"The list “{list_id}” is withdrawn; it is kept.")
        _print_stale(store)


@register.command()
@click.argument("list_id", metavar="LIST")
@_why_option
@_store_option
def restore(list_id: str, why: str, folder: Path | None) -> None:
    """Bring a withdrawn LIST back."""
    with _opened(folder) as store:
        store.restore(list_id, why=why)
        click.echo(f"The list “{list_id}” is back.")
        _print_stale(store)


@register.command()
@click.argument("entry", type=int, required=False)
@_why_option
@_store_option
def undo(entry: int | None, why: str, folder: Path | None) -> None:
    """Undo an ENTRY of the history, by its number; by default the last that can be.

    What was undone stays in the history. The undoing is an entry too, and can be undone.
    """
    with _opened(folder) as store:
        undone = store.undo(entry, why=why)
        click.echo(f"Entry {undone.n} ({undone.action}) is undone.")
        _print_stale(store)


def _print_stale(store: Store) -> None:
    from muniment.registeroutput import print_stale

    print_stale(store)


# Looking.


@register.command()
@click.argument("lists", nargs=-1, metavar="LIST…")
@click.option("--by", type=Names(), default=(), help="Fields: sex, event_date:month, age:0,18,60.")
@click.option("--sum", "sums", type=Names(), default=(), help="Numbers to sum: killed, injured.")
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
@_form_option
@_store_option
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
    from muniment import registeroutput as output

    with _opened(folder) as store:
        from muniment.registers.counting import Count
        from muniment.registers.suppression import suppress

        kind, records = store.together(lists or None)
        if audience == "public":
            hidden = [b for b in (*by, *sums) if _restricted(kind, b)]
            if hidden or cell is not None:
                fail(
                    f"{hidden[0]} is restricted: it is not counted for the public."
                    if hidden
                    else "--list shows single records, which are not for the public."
                )
        counted = Count(records, kind, by, sums)
        if cell is not None:
            _list_records(counted, cell, form)
            return
        table = counted.table()
        if audience == "public":
            table = suppress(table, threshold)
        if form == "json":
            output.print_json({"kind": kind.name, **output.count_json(table)})
            return
        output.print_count(table)
        if table.suppressed:
            click.echo(
                f"{table.suppressed} counts are hidden: they are below {threshold}, or would give "
                "such a one away."
            )


def _restricted(kind: Any, name: str) -> bool:
    field = kind.by_name.get(name.partition(":")[0])
    return field is not None and field.sensitivity == "restricted"


def _list_records(counted: Any, cell: str, form: str) -> None:
    """Print the records of one cell."""
    from muniment import registeroutput as output
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
        click.echo(record)
    for record in maybe:
        click.echo(f"{record}  (perhaps)")


@register.command()
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
@_store_option
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
    with _opened(folder) as store:
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


@register.command("kinds")
@click.argument("name", required=False, metavar="KIND")
@click.option("--language", default="en", help="The language of labels and help, such as ru.")
@_form_option
@_store_option
def show_kinds(name: str | None, language: str, form: str, folder: Path | None) -> None:
    """Show the kinds of record, or the fields of a KIND."""
    need("registers", "duckdb", "pyarrow", "pydantic")
    from muniment import registeroutput as output
    from muniment.registers.kindfiles import KindError, kind, kinds
    from muniment.registers.store import KINDS, default_folder

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


@register.command("lists")
@_form_option
@_store_option
def show_lists(form: str, folder: Path | None) -> None:
    """Show the lists, their revisions, and the runs that rest on them."""
    from muniment import registeroutput as output

    with _opened(folder) as store:
        if form == "json":
            output.print_json(output.lists_json(store))
        else:
            output.print_lists(store)


@register.command()
@_form_option
@_store_option
def history(form: str, folder: Path | None) -> None:
    """Show who did what, when and why."""
    from muniment import registeroutput as output

    with _opened(folder) as store:
        if form == "json":
            output.print_json(output.history_json(store))
        else:
            output.print_history(store)


@register.command()
@click.option("--head", help="The hash of an entry that was noted elsewhere; it must be there.")
@_form_option
@_store_option
def verify(head: str | None, form: str, folder: Path | None) -> None:
    """Compute the chain of the history and the hash of every file again."""
    from muniment import registeroutput as output

    with _opened(folder) as store:
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
