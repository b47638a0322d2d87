"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language_bidi

from muniment.workspace.models import Work
from muniment.workspace.opened import is_open, opened
from muniment.workspace.permissions import readable


def workspace(request: HttpRequest) -> dict[str, Any]:
    """The workspace's name, the page's direction, the collections a person may read."""
    name = opened().folder.name if is_open() else "Muniment"
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"workspace_name": name, "direction": "rtl" if get_language_bidi() else "ltr"}
    return {
        "workspace_name": name,
        "direction": "rtl" if get_language_bidi() else "ltr",
        "collections": readable(user),
        "busy": Work.objects.filter(by=user, state__in=["waiting", "running"]).count(),
    }
