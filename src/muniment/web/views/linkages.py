"""Linkages: how many there are, who is who, and how many no list holds."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muniment.linkage.things import thing_of
from muniment.registers.kind import Kind
from muniment.registers.objects import StoreProblem
from muniment.registers.runs import Run
from muniment.web import found
from muniment.web.access import actor, allowed
from muniment.web.labels import ROLES
from muniment.web.linked import (
    collection_of,
    counted,
    groups_of,
    look_at,
    mark_of,
    open_pairs,
    warned,
)
from muniment.web.views.home import work_context
from muniment.web.views.registers import language, why_of
from muniment.workspace.models import Collection
from muniment.workspace.permissions import NotAllowed, may, may_see_restricted
from muniment.workspace.register_tables import ref_of, shown, title, value_of
from muniment.workspace.sealed_registers import registers
from muniment.workspace.services import linking
from muniment.workspace.services.own_names import estimate_name

A_PAGE = 25


@require_POST
@allowed("analyse", found.collection)
def add(request: HttpRequest, collection: Collection) -> HttpResponse:
    """Have lists linked."""
    name = request.POST.get("name", "").strip() or linking.free_run_name(collection)
    try:
        linking.link(actor(request), collection, name, request.POST.getlist("lists"))
    except StoreProblem as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The lists are being linked; the result appears here."))
    return redirect("registers")


@require_GET
@allowed("read", found.linkage)
def show(request: HttpRequest, run: Run) -> HttpResponse:
    """What a linkage found: how many, on which lists, and what to beware of."""
    collection = collection_of(run)
    known, names = groups_of(run), role_labels(run)
    by = [each for each in dict.fromkeys(request.GET.getlist("by")) if each in known][:2]
    context = {
        "run": run,
        "collection": collection,
        "about": thing_of(run),
        "sheet": run.document(linking.SHEET),
        "warnings": [warned(each) for each in run.document(linking.WARNINGS)[:A_PAGE]],
        "open": len(open_pairs(run)),
        "groups": [(each, names.get(each, each)) for each in known],
        "by": [names.get(each, each) for each in by],
        "asked": [*by, "", ""][:2],
        "counted": counted(run, by) if by else [],
        "may_decide": may(request.user, "decide", collection),
        "may_analyse": may(request.user, "analyse", collection),
        **work_context(request),
    }
    return render(request, "muniment/register_linkage.html", context)


@require_POST
@allowed("analyse", found.linkage)
def again(request: HttpRequest, run: Run) -> HttpResponse:
    """Link the same lists anew, with the decisions made since."""
    lists = list(run.entry.rests_on)
    try:
        linking.link(actor(request), collection_of(run), run.name, lists)
    except StoreProblem as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The lists are being linked anew."))
    return redirect("linkage", run.name)


@require_GET
@allowed("read", found.linkage)
def estimate(request: HttpRequest, run: Run) -> HttpResponse:
    """How many there are in all, those that no list holds included; or why that is not told."""
    store, kept, names = registers(), None, role_labels(run)
    name = estimate_name(run.name)
    if name in store.state.runs:
        kept = store.run(name)
    context = {
        "run": run,
        "estimate": kept,
        "sheet": kept.document(linking.SHEET) if kept else None,
        "groups": [
            (each, names.get(each, each))
            for each in groups_of(run)
            if each in ("sex", "event_place")
        ],
        "may_analyse": may(request.user, "analyse", collection_of(run)),
        **work_context(request),
    }
    return render(request, "muniment/register_estimate.html", context)


@require_POST
@allowed("analyse", found.linkage)
def estimated(request: HttpRequest, run: Run) -> HttpResponse:
    """Have an estimate made."""
    strata = [each for each in request.POST.getlist("strata") if each in groups_of(run)]
    try:
        linking.estimate(actor(request), collection_of(run), run.name, strata)
    except StoreProblem as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The estimate is being made; it appears here."))
    return redirect("estimate", run.name)


@require_http_methods(["GET", "POST"])
@allowed("read", found.linkage)
def entities(request: HttpRequest, run: Run) -> HttpResponse:
    """Who is who: each cluster with all its records, masked.

    A POST says why the same page is to be shown with what is restricted: the history keeps it.
    """
    return _entities_page(request, run, why_of(request))


def _entities_page(request: HttpRequest, run: Run, why: str | None) -> HttpResponse:
    import pyarrow as pa
    import pyarrow.compute as pc

    collection = collection_of(run)
    known = run.table("records", ["record_id", "entity"])
    several = pc.value_counts(known["entity"])
    names = several.field("values").filter(pc.greater(several.field("counts"), 1))
    if one := request.GET.get("entity"):
        names = pa.array([each for each in names.to_pylist() if mark_of(each) == one], pa.string())
    page = Paginator(names.sort(), A_PAGE).get_page(request.GET.get("page"))
    wanted = [str(each) for each in page.object_list]
    rows = known.filter(pc.is_in(known["entity"], pa.array(wanted, pa.string()))).to_pylist()
    by_entity: dict[str, list[str]] = {each: [] for each in wanted}
    for row in rows:
        by_entity[row["entity"]].append(row["record_id"])
    opened_ = why is not None and looked(request, collection, run, list(by_entity), why)
    told = records_of(run, [each for ids in by_entity.values() for each in ids], masked=not opened_)
    context = {
        "run": run,
        "about": thing_of(run),
        "page": page,
        "entities": [
            (place, [told[each] for each in ids if each in told])
            for place, ids in enumerate(by_entity.values(), page.start_index() or 1)
        ],
        "masked": not opened_,
        "may_reveal": may_see_restricted(request.user, collection),
    }
    return render(request, "muniment/register_entities.html", context)


def records_of(run: Run, ids: list[str], *, masked: bool) -> dict[str, dict[str, Any]]:
    """What pages show of some records of a linkage: where they are, who they are about."""
    import pyarrow as pa
    import pyarrow.compute as pc

    store = registers()
    told: dict[str, dict[str, Any]] = {}
    for name in run.entry.rests_on:
        mine = [each for each in ids if each.partition(":")[0] == name]
        listed = store.state.lists.get(name)
        if not mine or listed is None or listed.current is None:
            continue
        list_ = shown(store, name)
        places = pc.index_in(pa.array(mine, pa.string()), list_.column("record_id"))
        there = [place for place in places.to_pylist() if place is not None]
        columns = list_.columns()
        for row in list_.rows(there):
            hidden = list_.hidden if masked else frozenset()
            told[row["record_id"]] = {
                "list": name,
                "ref": ref_of(list_, row["record_id"]),
                "row": row["row"],
                "source": list_.revision.source_name if not masked else "",
                "title": title(list_.kind, row, hidden),
                "open": [
                    (each.label(language()), value_of(each, row, language()))
                    for each in columns
                    if row.get(each.name)
                ],
            }
    return told


def role_labels(run: Run) -> dict[str, str]:
    """What the lists of a linkage call what the records say, in the language of the page."""
    store = registers()
    labels = {each: str(words) for each, words in ROLES.items()}
    for name in reversed(list(run.entry.rests_on)):
        if name in store.state.lists:
            kind: Kind = store.kind(store.state.lists[name].kind)
            labels |= {role: field.label(language()) for role, field in kind.by_role.items()}
    return labels


def looked(
    request: HttpRequest, collection: Collection, run: Run, ids: list[str], why: str
) -> bool:
    """Keep that somebody looks at restricted fields of records of a linkage; whether they may."""
    try:
        look_at(actor(request), collection, run, ids, why)
    except (NotAllowed, ValueError) as error:
        messages.error(request, str(error))
        return False
    return True
