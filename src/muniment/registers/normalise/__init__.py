"""Cells as people type them in, normalised values and remarks out; the cells stay as they are."""

from muniment.registers.normalise.column import normalise_column
from muniment.registers.normalise.model import (
    Cell,
    CellProblem,
    Context,
    NormalisedColumn,
    Severity,
)

__all__ = [
    "Cell",
    "CellProblem",
    "Context",
    "NormalisedColumn",
    "Severity",
    "normalise_column",
]
