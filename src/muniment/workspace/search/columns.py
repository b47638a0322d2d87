"""What a search can be told of the items that it finds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

COLUMNS = (
    *("id", "kind", "collection_id", "document_id", "claim_kind", "event", "party", "place"),
    *("year_from", "year_to", "status", "finding"),
)
Row = tuple[Any, ...]


def selected(columns: Sequence[str]) -> str:
    """Columns as a statement names them. Raises ValueError for one that is none of ``COLUMNS``."""
    unknown = set(columns) - set(COLUMNS)
    if unknown:
        raise ValueError(f"no columns of what is found: {', '.join(sorted(unknown))}")
    return ", ".join(columns)
