"""An export is made: the file of an order, with what is in it and what is not."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO
from urllib.parse import parse_qs

from muniment.workspace.exporting import ftm, places, prov
from muniment.workspace.exporting.about import About
from muniment.workspace.exporting.gathering import Gathered, Scope, gather, left_out
from muniment.workspace.exporting.order import PACKAGE, REGISTER, Order
from muniment.workspace.exporting.writing import write_csv, write_json, write_xlsx
from muniment.workspace.models import Export, Item, User
from muniment.workspace.search.asked import Asked
from muniment.workspace.search.finding import search

ENDINGS = {
    "csv": ".zip",
    "xlsx": ".xlsx",
    "json": ".json",
    "geojson": ".geojson",
    "ftm": ".zip",
    "prov": ".prov.json",
    "bagit": ".zip",
}
MOST_FOUND = 200_000


@dataclass(slots=True)
class Made:
    """A file that is to leave: its content, and what left in it by name."""

    content: BinaryIO = field(default_factory=io.BytesIO)
    ending: str = ".zip"
    contents: dict[str, int] = field(default_factory=dict)
    fields: dict[str, list[str]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    registers: str = ""
    """The head of the registers' own history, where something left them."""

    @property
    def rows(self) -> int:
        """How many rows leave."""
        return sum(self.contents.values())


def make(export: Export, order: Order) -> Made:
    """The file of an export. Raises OrderProblem where it cannot be made."""
    if order.what == REGISTER:
        from muniment.workspace.exporting.lists import make_list

        return make_list(export, order)
    if order.what == PACKAGE:
        from muniment.workspace.exporting.packages import make_package

        return make_package(export, order)
    scope = Scope(export.collection, order, _found(export.by, order))
    if order.format == "prov":
        return _lineage(export, scope)
    gathered = gather(scope)
    made = Made(
        io.BytesIO(),
        ENDINGS[order.format],
        {table.name: len(table.rows) for table in gathered.tables},
        {table.name: list(table.fields) for table in gathered.tables},
        gathered.left_out,
    )
    _WRITERS[order.format](export, gathered, made)
    made.content.seek(0)
    return made


def _tables(
    write: Callable[..., None],
) -> Callable[[Export, Gathered, Made], None]:
    """Tables by one of the writers."""

    def written(export: Export, gathered: Gathered, made: Made) -> None:
        write(gathered.tables, _about(export, made), made.content)

    return written


def _geojson(export: Export, gathered: Gathered, made: Made) -> None:
    claims = next(each for each in gathered.tables if each.name == "claims")
    found = places.placed(export.collection, claims, export.sensitivity)
    places.write_geojson(found, _about(export, made, found.told), made.content)


def _ftm(export: Export, gathered: Gathered, made: Made) -> None:
    found = ftm.entities(gathered.tables)
    made.left_out += found.told
    ftm.write_ftm(found, _about(export, made, found.told), made.content)


_WRITERS: dict[str, Callable[[Export, Gathered, Made], None]] = {
    "csv": _tables(write_csv),
    "xlsx": _tables(write_xlsx),
    "json": _tables(write_json),
    "geojson": _geojson,
    "ftm": _ftm,
}


def _lineage(export: Export, scope: Scope) -> Made:
    found = prov.lineage(scope)
    counts = {kind: len(found.records.get(kind, ())) for kind in ("entity", "activity", "agent")}
    made = Made(io.BytesIO(), ENDINGS["prov"], counts, left_out=left_out(scope))
    prov.write_prov(found, _about(export, made), made.content)
    made.content.seek(0)
    return made


def _about(export: Export, made: Made, not_carried: list[str] | None = None) -> About:
    return About(export, written_at(), made.contents, made.left_out, not_carried or ())


def written_at() -> str:
    """This moment, as files tell it."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def _found(user: User, order: Order) -> frozenset[tuple[int, str]] | None:
    """The claims that a saved search finds for whoever asks; None where there is none."""
    if not order.search:
        return None
    asked = Asked.read(parse_qs(order.search))
    asked = replace(asked, chosen={**asked.chosen, "kind": ("claim",)})
    numbers = search(user, asked).numbers(MOST_FOUND)
    found: set[tuple[int, str]] = set()
    for start in range(0, len(numbers), 900):
        rows: Any = Item.objects.filter(pk__in=numbers[start : start + 900], kind="claim")
        found.update(rows.values_list("document_id", "ref"))
    return frozenset(found)
