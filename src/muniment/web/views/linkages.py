"""Linkages: how many there are, who is who, and how many no list holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muniment.linkage.review import Question, remaining
from muniment.linkage.stored import linked_of, standing
from muniment.linkage.things import thing_of
from muniment.registers.kind import Kind
from muniment.registers.objects import StoreProblem
from muniment.registers.runs import Run
from muniment.web import found
from muniment.web.access import actor, allowed
from muniment.web.labels import ROLES
from muniment.web.views.home import work_context
from muniment.web.views.registers import language, why_of
from muniment.workspace.models import Collection
from muniment.workspace.opened import opened
from muniment.workspace.permissions import NotAllowed, may, may_see_restricted
from muniment.workspace.register_tables import ref_of, shown, title, value_of
from muniment.workspace.sealed_registers import registers
from muniment.workspace.services import linking
from muniment.workspace.services.looking import MASK, look
from muniment.workspace.services.own_names import estimate_name

if TYPE_CHECKING:
    from muniment.linkage.counting import GroupCount
    from muniment.linkage.linking import Linked

A_PAGE = 25
_MOST_COUNTED = 20_000_000
"""Records times draws up to which a count by groups is made while one waits."""
_DATES = {"year": "event_date", "birth_year": "birth_date"}
_GROUPS = ("sex", "year", "birth_year", "event_place", "residence", "nationality", "list")


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
    known, names = _groups(run), role_labels(run)
    by = [each for each in dict.fromkeys(request.GET.getlist("by")) if each in known][:2]
    context = {
        "run": run,
        "collection": collection,
        "about": thing_of(run),
        "sheet": run.document(linking.SHEET),
        "warnings": [_warned(each) for each in run.document(linking.WARNINGS)[:A_PAGE]],
        "open": len(open_pairs(run)),
        "groups": [(each, names.get(each, each)) for each in known],
        "by": [names.get(each, each) for each in by],
        "asked": [*by, "", ""][:2],
        "counted": _counted(run, by) if by else [],
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
            (each, names.get(each, each)) for each in _groups(run) if each in ("sex", "event_place")
        ],
        "may_analyse": may(request.user, "analyse", collection_of(run)),
        **work_context(request),
    }
    return render(request, "muniment/register_estimate.html", context)


@require_POST
@allowed("analyse", found.linkage)
def estimated(request: HttpRequest, run: Run) -> HttpResponse:
    """Have an estimate made."""
    strata = [each for each in request.POST.getlist("strata") if each in _groups(run)]
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


def mark_of(entity: str) -> str:
    """What stands for an entity in addresses: its name is that of a record, which may be secret."""
    return opened().sealer.word(f"entity:{entity}")


def name_of(record: str) -> str:
    """A record as pages and forms name it: by its list and what stands for it there."""
    return f"{record.partition(':')[0]}:{_ref(registers(), record)}"


def _warned(kept: list[Any]) -> tuple[str, str, str]:
    """A warning of a linkage: its kind, the mark of the entity, its sentence without keys that
    give somebody away."""
    kind, entity, records, sentence = kept
    for each in sorted(records, key=len, reverse=True):
        sentence = sentence.replace(each, name_of(each))
    return kind, mark_of(entity), sentence


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


def restricted_roles(run: Run) -> frozenset[str]:
    """The roles of fields that are restricted in a list of a linkage: what pairs show masked."""
    store = registers()
    kinds: list[Kind] = [
        store.kind(store.state.lists[name].kind)
        for name in run.entry.rests_on
        if name in store.state.lists
    ]
    names = {
        role
        for kind in kinds
        for role, field in kind.by_role.items()
        if field.sensitivity == "restricted"
    }
    return frozenset(names | ({"position"} if "event_position" in names else set()))


def role_labels(run: Run) -> dict[str, str]:
    """What the lists of a linkage call what the records say, in the language of the page."""
    store = registers()
    labels = {each: str(words) for each, words in ROLES.items()}
    for name in reversed(list(run.entry.rests_on)):
        if name in store.state.lists:
            kind: Kind = store.kind(store.state.lists[name].kind)
            labels |= {role: field.label(language()) for role, field in kind.by_role.items()}
    return labels


def open_pairs(run: Run) -> list[Question]:
    """The pairs that still wait for an answer, the most telling first."""
    asked = [Question(a, b, value) for a, b, value in run.document(linking.QUEUE)]
    return remaining(asked, standing(registers()))


def _groups(run: Run) -> list[str]:
    """What can be counted by: what the records say, and is not restricted."""
    columns = set(run.table("records").column_names)
    hidden = restricted_roles(run)
    return [
        each
        for each in _GROUPS
        if (source := _DATES.get(each, each)) in columns and source not in hidden
    ]


def _counted(run: Run, by: Sequence[str]) -> list[GroupCount]:
    """How many of each group, with intervals that add up."""
    from muniment.linkage.counting import by_groups

    linked = linked_of(run)
    if linked.records.num_rows * linked.sample.count > _MOST_COUNTED:
        return []
    columns = {each: _column(linked, each) for each in by}
    return by_groups(linked.sample, columns)


def _column(linked: Linked, name: str) -> list[str | None]:
    """What each record of a linkage says in a column to count by."""
    said = linked.records[_DATES.get(name, name)].to_pylist()
    values = [None if each is None else str(each) for each in said]
    return [_year(each) for each in values] if name in _DATES else values


def _year(value: str | None) -> str | None:
    """The one year of a date, None where it is not one."""
    from muniment.values.period import Period

    try:
        days = Period.parse(value).days if value else None
    except ValueError:
        return None
    return str(days[0].year) if days and days[0].year == days[1].year else None


def looked(
    request: HttpRequest, collection: Collection, run: Run, ids: list[str], why: str
) -> bool:
    """Keep that somebody looks at restricted fields of records of a linkage; whether they may."""
    store = registers()
    refs = [f"{each.partition(':')[0]}:{_ref(store, each)}" for each in ids]
    fields = sorted(restricted_roles(run))
    try:
        look(actor(request), collection, f"linkage:{run.name}", fields, why, refs)
    except (NotAllowed, ValueError) as error:
        messages.error(request, str(error))
        return False
    return True


def _ref(store: Any, record: str) -> str:
    """What stands for a record in the history: never what gives somebody away."""
    try:
        return ref_of(shown(store, record.partition(":")[0]), record)
    except StoreProblem:
        return MASK


def collection_of(run: Run) -> Collection:
    """The collection of a linkage that a finder has found."""
    collection = linking.collection_of(registers(), run)
    assert collection is not None  # the finder has found one
    return collection
