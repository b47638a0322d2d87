"""Rights and roles in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from muniment.workspace.models import Role
from muniment.workspace.permissions import rights
from muniment.workspace.services.tokens import SCOPES

LABELS: dict[str, str | Promise] = {
    "read": _("see and search"),
    "history": _("read the history"),
    "add": _("take in and describe sources"),
    "register": _("import and apply lists"),
    "review": _("decide on claims and findings"),
    "assess": _("weigh claims"),
    "decide": _("say who is who"),
    "analyse": _("ask questions, link, count, estimate"),
    "export": _("ask for exports"),
    "approve": _("approve exports"),
    "manage": _("settings and people of a collection"),
    "restricted": _("see what is restricted, each look in the history"),
}


def scope_labels() -> list[tuple[str, str | Promise]]:
    """What a token may be allowed to do, in words."""
    return [(each, LABELS[each]) for each in SCOPES]


def role_labels() -> list[tuple[str, str, list[str | Promise]]]:
    """Each role with its name and what it may do."""
    held = rights()
    return [
        (value, str(label), [LABELS[each] for each in LABELS if each in held[value]])
        for value, label in Role.choices
    ]
