"""What a file says of itself: from where, for whom, what is in it, what is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from muniment import __version__
from muniment.workspace.models import Export, Sensitivity

FORMAT = "muniment tables 1"


@dataclass(frozen=True, slots=True)
class About:
    """An export about itself. For the public nobody is named."""

    export: Export
    at: str
    contents: Mapping[str, int]
    left_out: Sequence[str]
    not_carried: Sequence[str] = ()

    def facts(self) -> dict[str, Any]:
        """What is told, by name."""
        export = self.export
        facts: dict[str, Any] = {
            "format": FORMAT,
            "written_by": f"Muniment {__version__}",
            "written_at": self.at,
            "export": export.key,
            "for": str(export.get_sensitivity_display()),
        }
        if export.sensitivity != Sensitivity.PUBLIC:
            facts |= {
                "collection": export.collection.slug,
                "asked_by": export.by.username,
                "approved_by": export.decided_by.username if export.decided_by else None,
                "purpose": export.purpose,
                "recipient": export.recipient,
            }
        return facts | {
            "contents": dict(self.contents),
            "left_out": list(self.left_out),
            "not_carried": list(self.not_carried),
        }

    def lines(self) -> list[tuple[str, str]]:
        """The same as lines of a name and a text."""
        lines = []
        for name, value in self.facts().items():
            label = name.replace("_", " ")
            if isinstance(value, dict):
                lines += [(label, f"{inner}: {count} rows") for inner, count in value.items()]
            elif isinstance(value, list):
                lines += [(label, each) for each in value]
            elif value:
                lines.append((label, str(value)))
        return lines

    def text(self) -> str:
        """The same as a text."""
        return "".join(f"{name}: {value}\r\n" for name, value in self.lines())
