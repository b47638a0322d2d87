"""An export is made: the file of an order, with what is in it and what is not."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any, cast
from urllib.parse import parse_qs

from muniment.workspace.exporting import ftm, places, prov
from muniment.workspace.exporting.about import About
from muniment.workspace.exporting.gathering import Scope, gather, left_out
from muniment.workspace.exporting.order import PACKAGE, REGISTER, Order
from muniment.workspace.exporting.writing import write_csv, write_json, write_xlsx
from muniment.workspace.models import Export, Item, User
from muniment.workspace.opened import opened
from muniment.workspace.search.asked import Asked
from muniment.workspace.search.finding import search
from muniment.workspace.temporary import in_memory

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
_A_CLAIM = 6_000
"""Bytes that a claim takes in a file and in the parts of it, at the most that is usual."""
_SMALL = 16 << 20


@dataclass(slots=True)
class Made:
    """A file that is to leave: its content, to be closed, and what left in it by name."""

    content: IO[bytes]
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
    place = in_memory(opened().folder.temporary, _A_CLAIM * scope.claims().count())
    made = Made(new_content(place), ENDINGS[order.format], left_out=left_out(scope))
    with ExitStack() as unless_whole, tempfile.TemporaryDirectory(dir=place) as drafts:
        unless_whole.callback(made.content.close)
        write = _lineage if order.format == "prov" else _tables
        write(export, scope, made, Path(drafts))
        made.content.seek(0)
        unless_whole.pop_all()
    return made


def new_content(place: Path) -> IO[bytes]:
    """A file that is to leave, before the vault has it: nameless, and gone when it is closed."""
    return cast("IO[bytes]", tempfile.SpooledTemporaryFile(max_size=_SMALL, dir=str(place)))


def _tables(export: Export, scope: Scope, made: Made, drafts: Path) -> None:
    """Tables by one of the writers."""
    order = scope.order
    names = [each for each in order.tables if order.format != "ftm" or each in ftm.CARRIED]
    gathered = gather(scope, names)
    made.left_out, tables = gathered.left_out, gathered.tables
    made.fields = {table.name: list(table.fields) for table in tables}

    def about(not_carried: Sequence[str] = ()) -> About:
        """What the file says of itself, when its rows have come."""
        made.contents = {table.name: table.count for table in tables}
        return About(export, written_at(), made.contents, made.left_out, not_carried)

    def about_ftm(not_carried: Sequence[str]) -> About:
        made.left_out += not_carried
        return about(not_carried)

    if order.format == "geojson":
        (claims,) = tables
        places.write_geojson(
            export.collection, claims, export.sensitivity, about, made.content, drafts
        )
    elif order.format == "ftm":
        ftm.write_ftm(tables, about_ftm, made.content, drafts)
    else:
        _WRITERS[order.format](tables, about, made.content, drafts)


_WRITERS = {"csv": write_csv, "xlsx": write_xlsx, "json": write_json}


def _lineage(export: Export, scope: Scope, made: Made, drafts: Path) -> None:
    with ExitStack() as parts:
        found = prov.Lineage(drafts, parts)
        prov.lineage(found, scope)
        made.contents = {kind: found.count(kind) for kind in ("entity", "activity", "agent")}
        about = About(export, written_at(), made.contents, made.left_out)
        prov.write_prov(found, about, made.content)


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
