"""What happened to a source or an export, in words: for those to whom it is open."""

from __future__ import annotations

import datetime
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muniment.workspace.entry_words import words_of
from muniment.workspace.models import Entry, Sensitivity, User
from muniment.workspace.permissions import seeing_restricted
from muniment.workspace.sealing import MARK
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
    reason: str
    details: tuple[str, ...]

    @property
    def at(self) -> datetime.datetime:
        """When it was."""
        return datetime.datetime.fromisoformat(self.entry.at)


def steps(entries: Iterable[Entry], user: User) -> list[Step]:
    """Entries of one subject in words, for somebody to whom what it says is open."""
    looks = frozenset(seeing_restricted(user).values_list("slug", flat=True))
    return [_step(each, looks) for each in entries]


def _step(entry: Entry, looks: Container[str]) -> Step:
    words = words_of(entry.number, entry.subject, entry.detail, entry.reason)
    reason = words.reason
    if entry.action == "restricted.seen" and words.detail.get("collection") not in looks:
        reason = MASK  # why somebody looked is for those who may look
    if reason.startswith(MARK):
        reason = MASK
    name = ACTS.get(entry.action, entry.action)
    return Step(entry, name, reason, tuple(_details(entry, words.detail)))


def _details(entry: Entry, detail: Mapping[str, Any]) -> list[str]:
    if entry.action == "source.received":
        return [str(HOW.get(detail["how"], detail["how"]))]
    if entry.action == "source.read":
        counts = (detail.get("documents", 0), detail.get("claims", 0), detail.get("findings", 0))
        return [
            _("documents: %d, claims: %d, findings: %d") % counts,
            f"Muniment {detail.get('muniment', '')}",
        ]
    if entry.action == "source.unreadable":
        return [str(detail.get("problem", ""))]
    if entry.action == "source.described":
        return [_change(name, *both) for name, both in detail.items()]
    if entry.action == "export.downloaded":
        return [_("%(rows)s rows to %(recipient)s") % detail]
    return []


def _change(name: str, before: str, after: str) -> str:
    shown = [_shown(name, each) or "—" for each in (before, after)]
    return f"{FIELDS.get(name, name)}: {shown[0]} → {shown[1]}"


def _shown(name: str, said: str) -> str:
    if name == "sensitivity":
        return str(dict(Sensitivity.choices).get(said, said))
    return MASK if said.startswith(MARK) else said
