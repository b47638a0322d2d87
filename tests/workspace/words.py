"""What entries of the history say, opened."""

from __future__ import annotations

from typing import Any

from muniment.workspace.entry_words import words_of
from muniment.workspace.models import Entry


def why(entry: Entry) -> str:
    """The reason of an entry."""
    return words_of(entry.number, entry.subject, entry.detail, entry.reason).reason


def told(entry: Entry) -> dict[str, Any]:
    """The detail of an entry."""
    return words_of(entry.number, entry.subject, entry.detail, entry.reason).detail
