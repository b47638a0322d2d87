"""What happened to a source or an export, in words."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muniment.workspace.models import Entry, Sensitivity, Source
from muniment.workspace.sealing import MARK
from muniment.workspace.sensitive import SAID, plain
from muniment.workspace.services.looking import MASK

ACTS: Mapping[str, str | Promise] = {
    "source.received": gettext_lazy("Taken in"),
    "source.received-again": gettext_lazy("The same file was brought again"),
    "source.read": gettext_lazy("Read by the program"),
    "source.read-again": gettext_lazy("To be read again"),
    "source.unreadable": gettext_lazy("Could not be read"),
    "source.described": gettext_lazy("Described"),
    "restricted.seen": gettext_lazy("Restricted fields looked at"),
    "export.asked": gettext_lazy("Asked for"),
    "export.approved": gettext_lazy("Approved"),
    "export.refused": gettext_lazy("Refused"),
    "export.taken-back": gettext_lazy("Taken back by who asked"),
    "export.made": gettext_lazy("The file was made"),
    "export.failed": gettext_lazy("It could not be made"),
    "export.downloaded": gettext_lazy("Handed out"),
}
HOW: Mapping[str, str | Promise] = {
    "upload": gettext_lazy("as a file"),
    "paste": gettext_lazy("as pasted text"),
    "mail": gettext_lazy("as a mail file"),
    "command": gettext_lazy("by the command"),
    "import": gettext_lazy("by an import"),
}
FIELDS: Mapping[str, str | Promise] = {
    "title": gettext_lazy("title"),
    "issuer": gettext_lazy("issuer"),
    "date": gettext_lazy("date"),
    "language": gettext_lazy("language"),
    "note": gettext_lazy("note"),
    "sensitivity": gettext_lazy("sensitivity"),
    "obtained_from": gettext_lazy("obtained from"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the history in words; ``details`` are short lines."""

    entry: Entry
    words: str | Promise
    details: tuple[str, ...]

    @property
    def at(self) -> datetime.datetime:
        """When it was."""
        return datetime.datetime.fromisoformat(self.entry.at)


def steps(entries: Iterable[Entry], source: Source | None = None) -> list[Step]:
    """Entries of one subject in words."""
    return [
        Step(each, ACTS.get(each.action, each.action), tuple(_details(each, source)))
        for each in entries
    ]


def _details(entry: Entry, source: Source | None) -> list[str]:
    detail: dict[str, Any] = json.loads(entry.detail)
    if entry.action == "source.received":
        return [str(HOW.get(detail["how"], detail["how"]))]
    if entry.action == "source.read":
        counts = (detail.get("documents", 0), detail.get("claims", 0), detail.get("findings", 0))
        return [
            _("%d documents, %d claims, %d findings") % counts,
            f"Muniment {detail.get('muniment', '')}",
        ]
    if entry.action == "source.unreadable":
        return [str(detail.get("problem", ""))]
    if entry.action == "source.described" and source is not None:
        return [_change(source, name, *both) for name, both in detail.items()]
    if entry.action == "export.downloaded":
        return [_("%(rows)s rows to %(recipient)s") % detail]
    return []


def _change(source: Source, name: str, before: str, after: str) -> str:
    shown = [_shown(source, name, each) or "—" for each in (before, after)]
    return f"{FIELDS.get(name, name)}: {shown[0]} → {shown[1]}"


def _shown(source: Source, name: str, kept: str) -> str:
    if name == "sensitivity":
        return str(dict(Sensitivity.choices).get(kept, kept))
    if kept.startswith(MARK):
        return plain(source, name, kept) if name in SAID else MASK
    return kept
