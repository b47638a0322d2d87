"""A list on its way in: what was read, what is wrong with it, how it differs, and what then."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from muniment.registers.kind import Kind
from muniment.registers.mapping import MappingError
from muniment.registers.objects import StoreProblem
from muniment.web import found
from muniment.web.access import actor, allowed
from muniment.web.views.home import work_context
from muniment.web.views.registers import kind_label, language, number_of, why_of
from muniment.workspace.models import Intake
from muniment.workspace.permissions import NotAllowed, may_see_restricted
from muniment.workspace.register_tables import value_of
from muniment.workspace.services import intakes
from muniment.workspace.services.looking import MASK, look, restricted_fields

A_PAGE = 100
_SIDES = ("before", "after")


@require_http_methods(["GET", "POST"])
@allowed("register", found.intake)
def show(request: HttpRequest, intake: Intake) -> HttpResponse:
    """The preview of a list; what may give people away is masked.

    A POST says why the values are to be shown: the history keeps it.
    """
    why, masked = why_of(request), True
    if why is not None:
        try:
            look(actor(request), intake.collection, f"intake:{intake.key}", ["values"], why)
            masked = False
        except (NotAllowed, ValueError) as error:
            messages.error(request, str(error))
    return _page(request, intake, masked=masked)


@require_POST
@allowed("register", found.intake)
def remap(request: HttpRequest, intake: Intake) -> HttpResponse:
    """Read the list again, with columns filling other fields."""
    changes = {
        name.removeprefix("column:"): str(value)
        for name, value in request.POST.items()
        if name.startswith("column:")
    }
    changes |= {each: request.POST[each] for each in ("kind", "key") if each in request.POST}
    try:
        intakes.remap(actor(request), intake, number_of(request.POST.get("version")), changes)
    except (StoreProblem, MappingError) as error:
        messages.error(request, str(error))
    return redirect("intake", intake.key)


@require_POST
@allowed("register", found.intake)
def settle(request: HttpRequest, intake: Intake) -> HttpResponse:
    """Accept the list as it is shown, or refuse it."""
    version, reason = number_of(request.POST.get("version")), request.POST.get("reason", "").strip()
    try:
        if request.POST.get("do") == "accept":
            intakes.accept(actor(request), intake, version, reason)
        elif request.POST.get("do") == "refuse":
            intakes.refuse(actor(request), intake, version, reason)
    except StoreProblem as error:
        messages.error(request, str(error))
    return redirect("intake", intake.key)


def _page(request: HttpRequest, intake: Intake, *, masked: bool) -> HttpResponse:
    seen = intakes.preview(intake)
    assert seen is not None
    context: dict[str, Any] = {
        "intake": intake,
        "file": seen.name,
        "waits": intake.state in ("read", "unreadable"),
        "may_reveal": may_see_restricted(request.user, intake.collection),
        "masked": masked,
        "kinds": [(name, kind_label(each)) for name, each in intakes.known_kinds().items()],
        **work_context(request),
    }
    if seen.told:
        context |= _told(request, seen, masked)
    return render(request, "muniment/register_intake.html", context)


def _told(request: HttpRequest, seen: intakes.Preview, masked: bool) -> dict[str, Any]:
    told = seen.told
    kind = intakes.known_kinds()[told["kind"]]
    hidden = restricted_fields(kind) if masked else frozenset()
    fills = {
        column: (name, each)
        for name, each in told["fields"].items()
        for column in (*each["columns"], *each["parts"].values())
    }
    closed = {
        column
        for column in told["columns"]
        if masked and fills.get(column, ("", None))[0] in hidden
    }
    if masked:
        closed |= set(told["unused"])

    def shut(columns: str | None, value: object) -> object:
        open_ = columns is not None and columns in fills and columns not in closed
        return value if open_ or not masked or not value else MASK

    problems = [
        (severity, sheet, row, column, shut(column, value), reason, refused)
        for severity, sheet, row, column, value, reason, refused in told["problems"]
    ]
    suggested = {column: (field, sure, why) for column, field, sure, why in told["suggestions"]}
    comparison = seen.comparison
    if comparison is not None:
        comparison = {
            **comparison,
            "changes": [_change(each, kind, hidden) for each in comparison["changes"][:A_PAGE]],
        }
        if told["key"] in closed:  # the key of a record is a value like any other
            for name in ("changes", "gone", "added"):
                comparison[name] = [{**each, "record_id": MASK} for each in comparison[name]]
    fields = [(each.name, each.label(language())) for each in kind.fields]
    return {
        "told": told,
        "kind_label": kind.label(language()),
        "fields": fields,
        "columns": [
            (
                column,
                fills.get(column, ("", None))[0],
                (fills.get(column, ("", None))[1] or {}),
                suggested.get(column),
            )
            for column in told["columns"]
        ],
        "page": Paginator(problems, A_PAGE).get_page(request.GET.get("page")),
        "set_aside": told["set_aside"] if not masked else [],
        "counts": [(name, number) for name, number in told["counts"].items() if number],
        "comparison": comparison,
    }


def _change(change: dict[str, Any], kind: Kind, hidden: frozenset[str]) -> dict[str, Any]:
    """One changed field of a record as people read it."""
    field = kind.by_name[change["field"]]
    told = {each: value_of(field, {field.name: change[each]}, language()) for each in _SIDES}
    if field.name in hidden:
        told = {side: MASK if value else value for side, value in told.items()}
    return {**change, **told, "label": field.label(language())}
