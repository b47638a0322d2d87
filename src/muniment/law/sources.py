"""Where a fact of the law comes from, and whether somebody has verified it there."""

from __future__ import annotations

import datetime
import functools
from dataclasses import dataclass

from muniment.law.owndata import own_folder, own_tables
from muniment.law.tables import LawDataError, read_table

COLUMNS = ("key", "verified", "as_of", "description")


@dataclass(frozen=True, slots=True)
class Source:
    """A source of facts.

    ``verified`` is True when the facts were read in the depositary's own publication or in a
    copy of it; ``as_of`` is the day of which it speaks, None when it does not say.
    """

    key: str
    verified: bool
    as_of: datetime.date | None
    description: str


@functools.cache
def sources() -> dict[str, Source]:
    """All sources by key. Raises LawDataError when ``sources.csv`` is not as it must be."""
    found: dict[str, Source] = {}
    rows = list(read_table("sources.csv", COLUMNS))
    own = own_folder()
    if own is not None:
        for name in own_tables("sources"):
            rows.extend(read_table(name, COLUMNS, folder=own))
    for row in rows:
        if row["verified"] not in ("yes", "no"):
            raise row.error(f"verified is {row['verified']!r}; write yes or no.")
        if row["key"] in found:
            raise row.error(f"{row['key']} stands there twice.")
        found[row["key"]] = Source(
            row["key"], row["verified"] == "yes", row.date("as_of"), row["description"]
        )
    return found


def source(key: str) -> Source:
    """The source with this key. Raises LawDataError when ``sources.csv`` has none."""
    try:
        return sources()[key]
    except KeyError as error:
        raise LawDataError(f"sources.csv has no source {key!r}; add a row for it.") from error
