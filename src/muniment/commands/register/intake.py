"""Floor 6: ``muniment register import`` and ``compare``: lists in, and how they differ."""

from __future__ import annotations

import contextlib
import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from muniment.commands.common import fail, need, write_text
from muniment.commands.options import (
    MODULES,
    PROBLEMS,
    all_option,
    form_option,
    opened,
    store_option,
    why_option,
)

if TYPE_CHECKING:
    from muniment.registers.importing import Imported
    from muniment.registers.mapping import Mapping
    from muniment.registers.store import Proposal, Store


@click.command("import")
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
@why_option
@all_option
@form_option
@store_option
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
    name = list_id or _name_of(file)
    with _reading(file), _opened_or_dry(folder, dry_run) as store:
        from muniment.registers.store import Received

        mapping = _mapping(store, name, mapping_file, guess)
        imported = _read(file, name, kind_name, mapping, key, strict, store)
        if write_mapping is not None:
            write_text(write_mapping, imported.mapping.to_toml())
        proposal = store.propose(Received.of(name, imported, file))
        outcome = _settle(store, proposal, imported, dry_run, yes, why, every, form)
        _tell(store, proposal, imported, outcome, form)
    errors = any(problem.severity == "error" for problem in imported.problems)
    sys.exit(PROBLEMS if errors else 0)


def _name_of(file: Path) -> str:
    """The name of a list by its file: what cannot stand in one becomes a hyphen."""
    stem = unicodedata.normalize("NFC", file.stem)
    return re.sub(r"[^\w.-]+", "-", stem).strip("-._")[:64] or "list"


@contextlib.contextmanager
def _reading(file: Path) -> Iterator[None]:
    """Leave with a sentence where a list cannot be read."""
    need("registers", *MODULES)
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
    from muniment.registers.kept import default_folder

    if dry_run and not ((folder or default_folder()) / FILE).exists():
        with tempfile.TemporaryDirectory() as name, opened(Path(name), create=True) as store:
            yield store
        return
    with opened(folder, create=True) as store:
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
    from muniment.registers.kept import KINDS
    from muniment.registers.kindfiles import kind
    from muniment.registers.store import check_name

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
    from muniment.commands.register import output as output

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
    from muniment.commands.register import output as output

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


@click.command()
@click.argument("list_id", metavar="LIST")
@click.argument(
    "file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option("--from", "old", type=int, help="The earlier revision; the last but one by default.")
@click.option("--to", "new", type=int, help="The later revision; the last one by default.")
@all_option
@form_option
@store_option
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
    from muniment.commands.register import output as output

    with opened(folder) as store:
        from muniment.registers.store import Received

        if file is not None:
            if old is not None or new is not None:
                fail("compare with a file or with --from and --to, not with both.")
            store.revision(list_id)
            with _reading(file):
                mapping = _mapping(store, list_id, None, False)
                imported = _read(file, list_id, None, mapping, None, False, store)
            comparison = store.propose(Received.of(list_id, imported, file)).comparison
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
