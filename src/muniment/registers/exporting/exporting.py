"""One export from a store: what may leave, into one file, with a note of it in the history."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from muniment.registers.exporting.differencing import told_by_both
from muniment.registers.exporting.ftm import write_ftm
from muniment.registers.exporting.geojson import write_geojson
from muniment.registers.exporting.pfif import write_pfif
from muniment.registers.exporting.release import Audience, Release, record_names, release
from muniment.registers.exporting.tables import write_csv, write_json, write_xlsx
from muniment.registers.objects import StoreProblem, digest
from muniment.registers.store import Store

if TYPE_CHECKING:
    import pyarrow as pa

FORMATS = {
    "csv": ".csv",
    "xlsx": ".xlsx",
    "json": ".json",
    "geojson": ".geojson",
    "ftm": ".ftm.json",
    "pfif": ".xml",
}
"""The formats with the ending of their files."""
EXPIRY = "expiry_date"
"""The column of a list as received that says from which day on a record may not be shown."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to export: lists of one kind, for whom, why, and how.

    ``domain`` is the institution's for PFIF; ``expires`` the day its records expire.
    """

    lists: tuple[str, ...]
    format: str
    audience: Audience
    purpose: str
    threshold: int
    domain: str = "localhost"
    expires: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """What left: how many records, the hash of the file, what was taken out or not carried."""

    records: int
    sha256: str
    left_out: tuple[str, ...]
    not_carried: tuple[str, ...]


def export(store: Store, order: Order, output: Path) -> Exported:
    """Export lists of a store into the file ``output``, and note it in the history.

    Raises StoreProblem when a list is not active, the lists are of several kinds, a purpose is
    missing, the format cannot hold the kind, or the file cannot be written.
    """
    if order.audience != "public" and not order.purpose.strip():
        raise StoreProblem(
            f"what leaves for {order.audience} use needs a purpose, which the history keeps; "
            "write --purpose with some words."
        )
    kind, records = store.together(order.lists)
    expiries = _expiries(store, order.lists)
    now = datetime.datetime.now(datetime.UTC)
    told: list[str] = []
    placeholders = order.format == "pfif" and order.audience != "public"
    if not placeholders:
        records, told = _unexpired(records, expiries, now.date())
    leaving = release(records, kind, order.audience, threshold=order.threshold)
    if order.audience == "public":
        told += told_by_both(store, order.lists, kind, leaving, order.threshold)
    if order.format == "pfif":
        if placeholders:
            outside = dict(
                zip(
                    records["record_id"].to_pylist(), record_names(records).to_pylist(), strict=True
                )
            )
            expiries = {outside[id]: expiry for id, expiry in expiries.items() if id in outside}
        write: Callable[[Release, BinaryIO], list[str]] = functools.partial(
            write_pfif, domain=order.domain, now=now, expires=order.expires, expiries=expiries
        )
    else:
        write = {
            "csv": write_csv,
            "xlsx": write_xlsx,
            "json": write_json,
            "geojson": write_geojson,
            "ftm": write_ftm,
        }[order.format]
    return _write(store, order, leaving, write, output, told)


def _write(
    store: Store,
    order: Order,
    leaving: Release,
    write: Callable[[Release, BinaryIO], list[str]],
    output: Path,
    told: list[str],
) -> Exported:
    """Write beside the place, note it in the history, then give the file its name."""
    from muniment.registers.objects import write_private

    not_carried: list[str] = []
    draft = output.with_name(f".{output.name}.part")
    try:
        draft.unlink(missing_ok=True)
        write_private(draft, lambda stream: not_carried.extend(write(leaving, stream)))
        sha256 = digest(draft)
        detail = {
            "lists": {each: store.revision(each).number for each in order.lists},
            "format": order.format,
            "audience": order.audience,
            "fields": [field.name for field in leaving.fields],
            "records": leaving.table.num_rows,
            "file": output.name,
            "sha256": sha256,
        }
        store.note("export", detail, order.purpose)
        draft.replace(output)
    except OSError as error:
        raise StoreProblem(f"{output}: it cannot be written ({error.strerror}).") from error
    finally:
        draft.unlink(missing_ok=True)
    return Exported(leaving.table.num_rows, sha256, (*told, *leaving.left_out), tuple(not_carried))


def _expiries(store: Store, lists: Sequence[str]) -> dict[str, str]:
    """The expiry that some of the records came with, by their id."""
    import pyarrow.compute as pc

    expiries: dict[str, str] = {}
    for each in lists:
        cells = store.cells(each)
        if EXPIRY in cells.column_names:
            given = cells.filter(pc.is_valid(cells[EXPIRY])).select(["record_id", EXPIRY])
            expiries |= {row["record_id"]: row[EXPIRY] for row in given.to_pylist() if row[EXPIRY]}
    return expiries


def _unexpired(
    records: pa.Table, expiries: dict[str, str], today: datetime.date
) -> tuple[pa.Table, list[str]]:
    """The records that may still be shown, and how many may not."""
    import pyarrow as pa
    import pyarrow.compute as pc

    gone = [id for id, expiry in expiries.items() if expiry[:10] <= today.isoformat()]
    if not gone:
        return records, []
    keep = pc.invert(pc.is_in(records["record_id"], pa.array(gone)))
    return records.filter(keep), [f"{len(gone)} records whose expiry date has passed."]
