"""Floor 6: what ``muniment register`` prints: tables for people, JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from muniment.registers.importing import Imported
    from muniment.registers.kind import Kind
    from muniment.registers.mapping import Mapping
    from muniment.registers.reading.model import Problem
    from muniment.registers.recordhistory import Step
    from muniment.registers.revisions import Comparison
    from muniment.registers.store import Store

SHOWN = 20
"""Rows of a long table that are shown unless all are asked for."""
_PIPE_WIDTH = 200
Json = dict[str, Any]


def print_json(content: Any) -> None:
    """Print JSON."""
    click.echo(json.dumps(content, ensure_ascii=False, indent=2))


def print_table(
    columns: Sequence[str], rows: Iterable[Sequence[Any]], title: str = "", *, limit: int = 0
) -> None:
    """Print a table as wide as the terminal; with ``limit`` so many rows, and how many more."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    width = None if sys.stdout.isatty() else _PIPE_WIDTH
    console = Console(file=sys.stdout, width=width, highlight=False)
    table = Table(title=Text(title), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    every = list(rows)
    for place, name in enumerate(columns):
        numbers = bool(every) and all(_is_number(row[place]) for row in every)
        table.add_column(Text(name), justify="right" if numbers else "left", overflow="fold")
    for row in every[: limit or None]:
        # Text, not markup: a cell such as "[red]" is a cell.
        table.add_row(*(Text(plain(value)) for value in row))
    console.print(table)
    if limit and len(every) > limit:
        click.echo(f"… and {len(every) - limit:,} more (--all shows them).")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def plain(value: Any) -> str:
    """A value in one line, without what could steer a terminal."""
    if value is None:
        return ""
    text = f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
    return "".join(each if each.isprintable() else " " for each in text)


# Imports.


def mapping_json(mapping: Mapping) -> Json:
    """How the columns of a list fill the fields of its kind."""
    return {
        "kind": mapping.kind,
        "key": mapping.key,
        "fold": mapping.fold,
        "turned": [] if mapping.turn is None else list(mapping.turn.columns),
        "fields": {
            name: {
                "columns": list(source.all_columns),
                "confidence": round(source.confidence, 2),
                "because": source.because,
            }
            for name, source in mapping.fields.items()
        },
        "unused": list(mapping.unused),
        "suggestions": [
            {"column": each.column, "field": each.field, "confidence": round(each.confidence, 2)}
            for each in mapping.suggestions
        ],
    }


def problem_json(problem: Problem) -> Json:
    """One problem with its place."""
    return {
        "file": problem.file,
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "reason": problem.reason,
        "severity": problem.severity,
        "refused": problem.refused,
    }


def imported_json(imported: Imported) -> Json:
    """What came of reading a list."""
    return {
        "file": imported.file,
        "sha256": imported.source_sha256,
        "kind": imported.kind,
        "counts": imported.counts,
        "mapping": mapping_json(imported.mapping),
        "problems": [problem_json(each) for each in imported.problems],
        "set_aside": [
            {"sheet": sheet, "row": row, "use": use, "text": text}
            for sheet, row, use, text in imported.set_aside
        ],
    }


def print_imported(imported: Imported, kind: Kind, *, every: bool) -> None:
    """Print the mapping, the problems and the counts of a list as read."""
    mapping = imported.mapping
    certain = f" ({mapping.kind_because})" if mapping.kind_confidence < 1 else ""
    click.echo(f"{imported.file}: read as {kind.label()} ({kind.name}){certain}.")
    print_table(
        ("field", "column", "sure", "because"),
        [
            (name, " + ".join(each.all_columns), f"{each.confidence:.0%}", each.because)
            for name, each in mapping.fields.items()
        ],
    )
    if mapping.turn is not None:
        turned = ", ".join(f"“{name}”" for name in mapping.turn.columns)
        click.echo(plain(f"A wide table: each filled cell of these columns is a record: {turned}."))
    if mapping.fold:
        click.echo(plain(f"Rows with one “{mapping.key}” are statuses of one case: one record."))
    key = f"records are known by “{mapping.key}”" if mapping.key else "no column is the key"
    click.echo(plain(f"Key: {key}; --key names another column."))
    for each in mapping.suggestions:
        click.echo(plain(f"Perhaps “{each.column}” is {each.field}: {each.because}."))
    if mapping.unused:
        click.echo(plain(f"Kept as they are, in no field: {', '.join(mapping.unused)}."))
    if imported.problems:
        print_table(
            ("sheet", "row", "column", "value", "what is wrong"),
            [
                (each.sheet, each.row, each.column, each.value, f"{each.severity}: {each.reason}")
                for each in imported.problems
            ],
            "Problems",
            limit=0 if every else SHOWN,
        )
    set_aside = {name: n for name, n in imported.counts.items() if n and name != "records"}
    inside = ", ".join(f"{name.replace('_', ' ')} {n:,}" for name, n in set_aside.items())
    click.echo(f"{imported.counts['records']:,} records ({inside}).")


# Comparisons.


def comparison_json(comparison: Comparison) -> Json:
    """How two revisions differ, in full."""
    return {
        "by": comparison.by,
        "counts": comparison.counts,
        "rewritten": comparison.rewritten,
        "ambiguous": comparison.ambiguous,
        "added": comparison.added.to_pylist(),
        "gone": comparison.gone.to_pylist(),
        "changes": comparison.changes.to_pylist(),
        "doubled": comparison.doubled.to_pylist(),
    }


def print_comparison(comparison: Comparison, *, every: bool) -> None:
    """Print what was added, changed, gone and unchanged."""
    limit = 0 if every else SHOWN
    by = "by their key" if comparison.by == "key" else "by what they say (there is no key)"
    counts = ", ".join(f"{n:,} {name}" for name, n in comparison.counts.items())
    click.echo(f"Compared {by}: {counts}.")
    if comparison.rewritten:
        click.echo(f"{comparison.rewritten:,} of the unchanged are written otherwise in the file.")
    if comparison.ambiguous:
        click.echo(
            f"{comparison.ambiguous:,} records could be one of several earlier ones: they count as "
            "added, and those as gone. A key column (--key) would settle it."
        )
    if comparison.doubled.num_rows:
        rows = [(r["record_id"], r["old"], r["new"]) for r in comparison.doubled.to_pylist()]
        print_table(("key", "before", "now"), rows, "Keys of several records", limit=limit)
    if comparison.changes.num_rows:
        changes = comparison.changes.slice(0, limit or None).to_pylist()
        print_table(
            ("record", "field", "before", "after"),
            [(r["record_id"], r["field"], r["before"], r["after"]) for r in changes],
            "Changed",
        )
        if limit and comparison.changes.num_rows > limit:
            click.echo(f"… and {comparison.changes.num_rows - limit:,} more (--all shows them).")
    for title, table in (("Added", comparison.added), ("Gone", comparison.gone)):
        if table.num_rows:
            shown = table.slice(0, limit or None)["record_id"].to_pylist()
            more = table.num_rows - len(shown)
            rest = f" … and {more:,} more (--all shows them)" if more else ""
            click.echo(plain(f"{title}: {', '.join(shown)}{rest}."))


# Kinds, lists and history.


def kind_json(kind: Kind, language: str) -> Json:
    """A kind with its fields and their vocabularies."""
    return {
        "name": kind.name,
        "label": kind.label(language),
        "help": kind.help_text(language),
        "one_of": [list(group) for group in kind.one_of],
        "standards": kind.standards,
        "fields": [
            {
                "name": field.name,
                "label": field.label(language),
                "help": field.help_text(language),
                "type": field.type,
                "role": field.role,
                "required": field.required,
                "identifies": field.identifies,
                "sensitivity": field.sensitivity,
                "unit": field.unit,
                "values": {term.code: term.label(language) for term in field.vocabulary.terms}
                if field.vocabulary
                else None,
                "standards": field.standards,
            }
            for field in kind.fields
        ],
    }


def print_kind(kind: Kind, language: str) -> None:
    """Print a kind: its fields, what they hold, which are needed and who may see them."""
    click.echo(f"{kind.name}: {kind.label(language)}. {kind.help_text(language)}")
    print_table(
        ("field", "called", "holds", "needed", "for", "help"),
        [
            (
                field.name,
                field.label(language),
                field.type + (f" in {field.unit}" if field.unit else ""),
                "yes" if field.required else "",
                field.sensitivity,
                field.help_text(language),
            )
            for field in kind.fields
        ],
    )
    for group in kind.one_of:
        click.echo(f"Each record needs one of: {', '.join(group)}.")
    chosen = [field for field in kind.fields if field.vocabulary and field.type != "boolean"]
    for field in chosen:
        assert field.vocabulary is not None
        words = ", ".join(
            f"{term.code} ({term.label(language)})" for term in field.vocabulary.terms
        )
        click.echo(f"{field.name}: {words}.")
    click.echo(
        "\nFor: public may be published; internal stays in the institution; restricted is for "
        "those who need it.\nOf a choice, “unknown” says that somebody wrote so; nothing says that "
        "nothing was written."
    )


def lists_json(store: Store) -> Json:
    """The lists of a store, and the runs and decisions that rest on them."""
    from muniment.registers.decided import outdated

    return {
        "store": str(store.folder),
        "lists": [
            {
                "list": each.id,
                "kind": each.kind,
                "revision": each.current.number if each.current else None,
                "records": each.current.counts.get("records") if each.current else None,
                "source": each.current.source_name if each.current else None,
                "received": each.current.at if each.current else None,
                "withdrawn": each.withdrawn,
                "waiting": [revision.number for revision in each.waiting],
                "revisions": list(each.revisions),
            }
            for each in store.lists()
        ],
        "decisions_outdated": [
            {
                "a": each.decision.a,
                "b": each.decision.b,
                "verdict": each.decision.verdict,
                "entry": each.decision.n,
                "record": each.record,
                "changed": list(each.fields),
                "says": str(each),
            }
            for each in outdated(store)
        ],
        "runs": [
            {
                "run": each.name,
                "version": each.version,
                "what": each.entry.what,
                "made": each.entry.at,
                "rests_on": dict(each.entry.rests_on),
                "out_of_date": list(each.stale),
            }
            for each in store.runs()
        ],
    }


def print_lists(store: Store) -> None:
    """Print the lists of a store, and the runs that rest on them."""
    content = lists_json(store)
    rows = []
    for each in content["lists"]:
        state = "withdrawn" if each["withdrawn"] else ""
        if each["waiting"]:
            waits = ", ".join(map(str, each["waiting"]))
            state = f"{state} revision {waits} waits".strip()
        rows.append(
            (each["list"], each["kind"], each["revision"], each["records"], each["source"], state)
        )
    print_table(("list", "kind", "revision", "records", "file", "state"), rows)
    if content["runs"]:
        print_table(
            ("run", "version", "what", "made", "state"),
            [
                (r["run"], r["version"], r["what"], r["made"], "; ".join(r["out_of_date"]))
                for r in content["runs"]
            ],
        )
    for each in content["decisions_outdated"]:
        click.echo(plain(each["says"]))


def print_stale(store: Store) -> None:
    """Print which runs and decisions rest on what is no longer so, where any does."""
    for run in store.runs():
        for reason in run.stale:
            click.echo(f"The run “{run.name}” is out of date: {reason}")
    from muniment.registers.decided import outdated

    found = outdated(store)
    for each in found[:SHOWN]:
        click.echo(plain(str(each)))
    if len(found) > SHOWN:
        click.echo(f"… and {len(found) - SHOWN:,} more decisions (`muniment register lists`).")


def record_json(steps: Sequence[Step]) -> Json:
    """One record as it stands, as it was written, and through the revisions of its list."""
    return {
        "steps": [
            {
                "revision": each.revision.number,
                "received": each.revision.at,
                "by": each.revision.who,
                "source": each.revision.source_name,
                "row": each.row,
                "said": each.said,
                "written": each.written,
                "changes": {
                    name: {"before": before, "after": after}
                    for name, (before, after) in each.changes.items()
                },
            }
            for each in steps
        ]
    }


def print_record(record: str, steps: Sequence[Step]) -> None:
    """Print a record: its fields today, its cells as written, and what changed when."""
    last = next(each for each in reversed(steps) if each.said)
    assert last.said is not None
    where = f"revision {last.revision.number}, {last.revision.source_name}, row {last.row}"
    click.echo(plain(f"{record} ({where})"))
    shown = [(name, value) for name, value in last.said.items() if "." not in name]
    print_table(("field", "understood"), shown)
    print_table(("column", "as written"), list(last.written.items()))
    if steps[-1].said is None:
        click.echo(f"Revision {steps[-1].revision.number}, which stands, does not have it.")
    rows = [
        (each.revision.number, each.revision.at, each.revision.who, name, before, after)
        for each in steps[1:]
        for name, (before, after) in each.changes.items()
    ]
    if rows:
        head = ("revision", "received", "by", "field", "before", "after")
        print_table(head, rows, "What changed")


def history_json(store: Store) -> list[Json]:
    """The history of a store."""
    return [
        {
            "n": entry.n,
            "at": entry.at,
            "who": entry.who,
            "action": entry.action,
            "detail": entry.detail,
            "why": entry.why,
            "undone_by": undone,
            "hash": entry.hash,
        }
        for entry, undone in store.history()
    ]


def print_history(store: Store) -> None:
    """Print who did what, when and why."""
    rows = []
    for entry, undone in store.history():
        facts = {
            name: value
            for name, value in entry.detail.items()
            if name in _TOLD and value not in (None, "")
        }
        what = ", ".join(f"{name} {_fact(value)}" for name, value in facts.items())
        gone = f"undone by {undone}" if undone else ""
        rows.append((entry.n, entry.at, entry.who, entry.action, what, entry.why, gone))
    print_table(("n", "when", "who", "act", "what", "why", ""), rows)


_TOLD = (
    *("list", "revision", "a", "b", "verdict", "undoes", "name", "version", "source_name"),
    *("lists", "audience", "format", "records"),
)


def _fact(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(f"{name}/{number}" for name, number in value.items())
    text = str(value)
    return text[:12] if len(text) == 64 else text
