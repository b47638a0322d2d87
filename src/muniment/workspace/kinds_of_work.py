"""All kinds of work, loaded when the first is done."""

from __future__ import annotations

from importlib import import_module

MODULES = (
    "muniment.workspace.services.reading",
    "muniment.workspace.services.handing",
    "muniment.workspace.services.bringing_back",
    "muniment.workspace.services.places_lists",
    "muniment.workspace.services.intakes",
    "muniment.workspace.services.linking",
    "muniment.workspace.services.record_index",
    "muniment.workspace.services.comparing",
)


def load() -> None:
    """Import the modules whose functions do work, so that each has named its kind."""
    for each in MODULES:
        import_module(each)
