"""Every malformed list, made anew by code and the same each time."""

from __future__ import annotations

from tests.registers.malformed import mess, others, spreadsheets, texts
from tests.registers.malformed.model import Case


def all_cases() -> list[Case]:
    """All cases, in a fixed order."""
    return [*texts.cases(), *spreadsheets.cases(), *others.cases(), *mess.cases()]
