"""How many records of a list there are, by any of its open fields."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from muniment.registers import suppression
from muniment.registers.counting import Count, CountTable
from muniment.registers.disclosed import publish
from muniment.registers.kind import Kind
from muniment.registers.objects import StoreProblem
from muniment.web import found
from muniment.web.access import actor, allowed
from muniment.web.countable import chosen, countable
from muniment.web.views.registers import language
from muniment.workspace.history import writing
from muniment.workspace.models import Register
from muniment.workspace.sealed_registers import registers
from muniment.workspace.services.registers import tie


@require_GET
@allowed("analyse", found.register)
def counts(request: HttpRequest, register: Register) -> HttpResponse:
    """Counts for the institution itself: nothing is hidden that it may see."""
    kind, records = _records(register)
    by = chosen(request.GET.getlist("by"), kind)
    table = None
    try:
        table = Count(records, kind, by).table()
    except StoreProblem as error:
        messages.error(request, str(error))
    return _page(request, register, kind, by, table, [])


@require_POST
@allowed("analyse", found.register)
def published(request: HttpRequest, register: Register) -> HttpResponse:
    """Counts as they may be published: small ones are hidden, and the history keeps the table."""
    kind, _ = _records(register)
    by = chosen(request.POST.getlist("by"), kind, public=True)
    table: CountTable | None = None
    told: list[str] = []
    try:
        with writing():
            who = actor(request)
            table, told = publish(
                registers(who.name), [register.list], by, [], suppression.THRESHOLD
            )
            tie(who)
    except StoreProblem as error:
        messages.error(request, str(error))
    return _page(request, register, kind, by, table, told, public=True)


def _records(register: Register) -> tuple[Kind, Any]:
    try:
        return registers().together([register.list])
    except StoreProblem as error:
        raise Http404 from error


def _page(
    request: HttpRequest,
    register: Register,
    kind: Kind,
    by: list[str],
    table: CountTable | None,
    told: list[str],
    *,
    public: bool = False,
) -> HttpResponse:
    choices = [(name, field.label(language())) for name, field in countable(kind)]
    labels = dict(choices)
    context = {
        "register": register,
        "choices": choices,
        "by": [*by, "", ""][:2],
        "headings": [labels[each] for each in by],
        "table": table,
        "told": told,
        "public": public,
        "threshold": suppression.THRESHOLD,
    }
    return render(request, "muniment/register_counts.html", context)
