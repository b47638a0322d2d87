"""The history of everything: who, what, when, from what to what, why."""

from __future__ import annotations

import datetime
import re
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from muniment.web.access import actor, administrators, somewhere
from muniment.web.actions import ACTIONS, action_label
from muniment.web.downloads import attachment
from muniment.web.entries import page_of
from muniment.workspace.history import head
from muniment.workspace.models import Entry, User
from muniment.workspace.services import checkpoints

_SUBJECT = re.compile(r"(?:source|document|claim|finding|place|question|export):[\w:-]{1,110}")


@require_GET
@somewhere("history")
def listing(request: HttpRequest) -> HttpResponse:
    """The entries that a person may read, the latest first, by who, what, subject and day."""
    assert isinstance(request.user, User)
    chosen = {
        each: request.GET.get(each, "").strip()[:150]
        for each in ("who", "what", "subject", "from", "to")
    }
    number = request.GET.get("before", "")
    before = int(number) if number.isascii() and number.isdigit() and len(number) < 16 else None
    page = page_of(request.user, _narrowed(chosen), before)
    last, digest = head()
    context = {
        "page": page,
        "chosen": chosen,
        "narrowed": any(chosen.values()),
        "actions": [(each, action_label(each)) for each in sorted(ACTIONS)],
        "last": last,
        "digest": digest,
        "key": checkpoints.key_fingerprint(),
        "further": urlencode({**chosen, "before": page.further}) if page.further else "",
        "later": before is not None,
    }
    return render(request, "muniment/history.html", context)


@require_POST
@administrators
def checkpoint(request: HttpRequest) -> HttpResponse:
    """A signed checkpoint as a file, to be kept elsewhere."""
    made = checkpoints.take(actor(request))
    name = f"checkpoint-{made.at[:10]}-{made.number}.json"
    return attachment(made.text().encode(), name, "application/json")


def _narrowed(chosen: dict[str, str]) -> QuerySet[Entry]:
    rows = Entry.objects.all()
    if chosen["who"]:
        rows = rows.filter(actor=chosen["who"])
    if chosen["what"]:
        rows = rows.filter(action=chosen["what"])
    if chosen["subject"]:
        rows = rows.filter(subject=_subject(chosen["subject"]))
    if first := _day(chosen["from"]):
        rows = rows.filter(at__gte=first.isoformat())
    if last := _day(chosen["to"]):
        rows = rows.filter(at__lt=(last + datetime.timedelta(days=1)).isoformat())
    return rows


def _subject(typed: str) -> str:
    """A subject as the history names it, from what it says or from the address of its page."""
    path = re.sub(r"^https?://[^/]+", "", typed).partition("?")[0].strip("/")
    parts = path.split("/")
    if parts[0] == "documents" and len(parts) >= 4 and parts[2] == "claims":
        return f"claim:{parts[1]}:{parts[3]}"
    if parts[0] in ("sources", "places", "questions", "exports") and len(parts) >= 2:
        return f"{parts[0].removesuffix('s')}:{parts[1]}"
    return typed if _SUBJECT.fullmatch(typed) else typed[:120]


def _day(text: str) -> datetime.date | None:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year < 9999 else None
