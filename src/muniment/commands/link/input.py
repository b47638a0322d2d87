"""Floor 6: what ``muniment link`` takes: lists, files, and what is known to be true."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from muniment.commands.common import fail
from muniment.linkage.stored import check_telling, last_run
from muniment.linkage.things import DifferentThings, Thing, Unlinkable, names_people, things_of

if TYPE_CHECKING:
    import pyarrow as pa

    from muniment.registers.kind import Kind
    from muniment.registers.runs import Run
    from muniment.registers.store import Store

REFUSED = 1
"""The exit code where the data cannot carry an answer."""
FIRST_RUN = "people"
"""The name of a run that nobody named."""
_ANSWERS = {"1": True, "true": True, "same": True, "yes": True} | {
    "0": False, "false": False, "different": False, "no": False
}  # fmt: skip


@dataclass(frozen=True)
class Input:
    """The records to link, what they are about, and what the files among them say word for word."""

    table: pa.Table
    thing: Thing
    originals: pa.Table | None


def run_name(store: Store, named: Sequence[str]) -> str:
    """The name of the run to make: the first word, else that of the last run.

    Leaves with a sentence where the first word is a list or a file: it would be taken for a name.
    """
    if not named:
        last = last_run(store)
        return FIRST_RUN if last is None else last.name
    name = named[0]
    is_list, is_file = name in store.state.lists, Path(name).is_file()
    if name not in store.state.runs and (is_list or is_file):
        what = "list" if is_list else "file"
        words = " ".join(named)
        fail(
            f"“{name}” is a {what}; the first word names the run, as in: "
            f"muniment link spring {words}"
        )
    return name


def chosen(store: Store, name: str, named: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """The lists and the files to link: those named, those of the run before, or all of people."""
    active = {each.id for each in store.active()}
    people = [each for each in sorted(active) if names_people(_kind(store, each))]
    if named:
        files = [each for each in named if each not in store.state.lists and Path(each).is_file()]
        for each in named:
            if each not in store.state.lists and each not in files:
                known = ", ".join(sorted(active)) or "none yet"
                fail(f"“{each}” is neither a list nor a file; lists: {known}.")
        lists = tuple(dict.fromkeys(each for each in named if each not in files))
        return lists, list(dict.fromkeys(str(Path(each).resolve()) for each in files))
    before = store.state.runs.get(name)
    if before:
        rested = before[-1].rests_on
        for each in rested:
            if each not in active:
                click.echo(f"The list “{each}” of the run before is no longer there.", err=True)
        for each in people:
            if each not in rested:
                click.echo(
                    f"The list “{each}” is not part of this run; to take it in, name all lists: "
                    f"muniment link {name} {' '.join((*rested, each))}",
                    err=True,
                )
        lists = tuple(each for each in rested if each in active)
        files = [str(each) for each in before[-1].parameters.get("files", ())]
        if lists or files:
            return lists, files
        fail(f"none of the lists of the run “{name}” is there any more.", REFUSED)
    if not people:
        others = f" Lists of other things are linked by name: {', '.join(sorted(active))}."
        fail(
            "there is no list of people to link; `muniment register import` takes one in."
            f"{others if active else ''}"
        )
    return tuple(people), []


def _kind(store: Store, list_id: str) -> Kind:
    return store.kind(store.listed(list_id).kind)


def read(store: Store, lists: Sequence[str], files: Sequence[str]) -> Input:
    """The records of lists and files, in the columns of linkage.

    Leaves with a sentence where a file cannot be read, where the lists are not of one thing, or
    where no record says anything by which somebody could be told from somebody else.
    """
    import pyarrow as pa

    from muniment.registers.importing import ImportRefused, import_file
    from muniment.registers.kindfiles import KindError
    from muniment.registers.mapping import MappingError
    from muniment.registers.origins import of_file
    from muniment.registers.reading.model import UnreadableList
    from muniment.registers.records import linkable

    kinds = {each: _kind(store, each) for each in lists}
    tables, originals, names = [], [], set(lists)
    for file in files:
        path = Path(file)
        name = _free(path.stem.replace(":", "-"), names)
        names.add(name)
        try:
            found = import_file(path, None, list_id=name)
        except (UnreadableList, MappingError, KindError, ImportRefused, OSError) as error:
            fail(str(error))
        kinds[name] = store.kind(found.kind)
        tables.append(linkable(kinds[name], found.records))
        originals.append(of_file(path, found))
    try:
        about = things_of(kinds)
        if lists:
            tables.insert(0, store.linkable(lists))
        table = pa.concat_tables(tables, promote_options="permissive")
        check_telling(table, about)
    except DifferentThings as error:
        fail(str(error))
    except Unlinkable as error:
        fail(str(error), REFUSED)
    _tell_ages_left_out(table)
    return Input(table, about, pa.concat_tables(originals) if originals else None)


def _tell_ages_left_out(table: pa.Table) -> None:
    """Say of which lists ages are not compared, since nothing says when they were true."""
    import pyarrow.compute as pc

    from muniment.linkage.ages import with_days_of_ages

    if "age" not in table.column_names:
        return
    dated = with_days_of_ages(table)
    left_out = pc.and_(pc.is_valid(dated["age"]), pc.is_null(dated["age_on"]))
    if "birth_date" in dated.column_names:
        left_out = pc.and_(left_out, pc.is_null(dated["birth_date"]))
    counts = pc.value_counts(dated["list"].filter(left_out))
    for each in counts.to_pylist():
        click.echo(
            f"The ages of {each['counts']:,} records of “{each['values']}” are not compared: no "
            "date in the list says when they were true.",
            err=True,
        )


def _free(name: str, taken: set[str]) -> str:
    """A name for the list of a file that no other list of the run has."""
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    return found


def labels(path: Path) -> tuple[dict[str, str], dict[tuple[str, str], bool]]:
    """True entities of records, or labelled pairs (the lesser id first), of a CSV file."""
    from muniment.linkage.decisions import delimiter

    try:
        text = path.read_text(encoding="utf-8-sig")
        read = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter(text))
        read.fieldnames = head = [name.strip().lower() for name in read.fieldnames or ()]
        rows = list(read)
    except UnicodeDecodeError:
        fail(f"--truth {path}: this is no text in UTF-8; save it as CSV in UTF-8.")
    except (OSError, csv.Error) as error:
        fail(f"--truth {path}: cannot be read as CSV ({error}).")
    if {"record_id", "entity"} <= set(head):
        return _entities(path, rows), {}
    verdict = next((name for name in ("same", "verdict", "match") if name in head), None)
    if not {"a", "b"} <= set(head) or verdict is None:
        fail(f"--truth {path}: the columns must be a, b and same; or record_id and entity.")
    pairs: dict[tuple[str, str], bool] = {}
    for number, row in enumerate(rows, start=2):
        word = (row[verdict] or "").strip().lower()
        if word in ("", "unsure"):
            continue
        if word not in _ANSWERS:
            fail(f"--truth {path}, row {number}: “{row[verdict]}” is neither same nor different.")
        a, b = sorted(((row["a"] or "").strip(), (row["b"] or "").strip()))
        if not a or a == b:
            fail(f"--truth {path}, row {number}: a and b must name two records.")
        if pairs.setdefault((a, b), _ANSWERS[word]) != _ANSWERS[word]:
            fail(f"--truth {path}, row {number}: {a} and {b} are said to be both in this file.")
    return {}, pairs


def _entities(path: Path, rows: Sequence[dict[str, str]]) -> dict[str, str]:
    """The true entity of each record; leaves with a sentence where a record is given two."""
    entities: dict[str, str] = {}
    for number, row in enumerate(rows, start=2):
        record, entity = ((row[name] or "").strip() for name in ("record_id", "entity"))
        if record and entity and entities.setdefault(record, entity) != entity:
            fail(
                f"--truth {path}, row {number}: {record} is said to be “{entities[record]}” and "
                f"“{entity}” in this file."
            )
    return entities


def truth_column(store: Store, kept: Run, heading: str) -> dict[str, str]:
    """The true entities that a column of the original lists states."""
    from muniment.registers.origins import column

    found = column(store, kept, heading)
    if not found:
        fail(f"--truth {heading}: there is no such file, and no list has a column of this name.")
    return found
