"""What the actions of the history are called on the pages."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: Mapping[str, Promise] = {
    "account.administrator": _("Account made administrator, or no longer"),
    "account.closed": _("Account closed"),
    "account.factors-removed": _("Second factors of an account removed"),
    "account.language": _("Language chosen"),
    "account.made": _("Account made"),
    "account.opened": _("Account opened again"),
    "account.password-changed": _("Password changed"),
    "account.password-made": _("Password made for another"),
    "account.refused": _("Sign-in refused"),
    "account.signed-in": _("Signed in"),
    "account.signed-out": _("Signed out"),
    "checkpoint.made": _("Checkpoint signed"),
    "claim.added": _("Claim added"),
    "claim.assessed": _("Claim weighed"),
    "claim.assessment-seconded": _("Assessment seconded"),
    "claim.confirmed": _("Claim confirmed"),
    "claim.corrected": _("Claim corrected"),
    "claim.rejected": _("Claim rejected"),
    "claim.reopened": _("Decision taken back"),
    "claim.seconded": _("Decision seconded"),
    "claim.split": _("Claim split"),
    "collection.changed": _("Collection changed"),
    "collection.made": _("Collection made"),
    "export.approved": _("Export approved"),
    "export.asked": _("Export asked for"),
    "export.downloaded": _("Export downloaded"),
    "export.expired": _("Export expired"),
    "export.failed": _("Export failed"),
    "export.made": _("Export made"),
    "export.refused": _("Export refused"),
    "export.taken-back": _("Export taken back"),
    "finding.accepted": _("Finding accepted"),
    "finding.dismissed": _("Finding dismissed"),
    "finding.open": _("Finding opened again"),
    "intake.accepted": _("List accepted"),
    "intake.brought": _("List brought"),
    "intake.refused": _("List refused"),
    "intake.remapped": _("Columns of a list assigned otherwise"),
    "ladder.changed": _("Ladder of proof changed"),
    "member.removed": _("Member removed"),
    "member.set": _("Role given"),
    "place.added": _("Place added"),
    "place.changed": _("Place changed"),
    "question.changed": _("Question changed"),
    "question.put": _("Question put"),
    "register.act": _("Registers changed"),
    "register.applied": _("Revision of a list stands"),
    "register.computed": _("Lists linked or estimated"),
    "register.counted": _("Records counted to publish"),
    "register.decided": _("Pair of records decided on"),
    "register.exported": _("List exported"),
    "register.received": _("Revision of a list received"),
    "register.refused": _("Revision of a list refused"),
    "register.restored": _("List brought back"),
    "register.undone": _("Act on a list undone"),
    "register.withdrawn": _("List withdrawn"),
    "restricted.seen": _("Restricted texts looked at"),
    "return.received": _("Returned file received"),
    "return.taken": _("Returned decisions taken in"),
    "search.removed": _("Saved search removed"),
    "search.saved": _("Search saved"),
    "source.described": _("Source described"),
    "source.read": _("Source read"),
    "source.read-again": _("Source to be read again"),
    "source.received": _("Source received"),
    "source.received-again": _("Source received again"),
    "source.unreadable": _("Source cannot be read"),
    "token.made": _("Token made"),
    "token.revoked": _("Token ended"),
    "workspace.started": _("Workspace started"),
}
VIA: Mapping[str, Promise] = {
    "web": _("on the pages"),
    "api": _("through the API"),
    "command": _("with a command"),
    "worker": _("by the worker"),
}


def action_label(action: str) -> str:
    """What an action is called; its own words where it has no other name."""
    known = ACTIONS.get(action)
    return str(known) if known is not None else action.replace(".", ": ").replace("-", " ")
