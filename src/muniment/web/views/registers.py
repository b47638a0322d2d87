"""Registers: the lists, one list with its records, one record, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muniment.linkage.stored import WHAT
from muniment.registers.history import Entry as Act
from muniment.registers.objects import StoreProblem
from muniment.registers.recordhistory import Step, steps
from muniment.registers.runs import Run
from muniment.registers.state import Listed, undone
from muniment.web import found
from muniment.web.access import actor, allowed, somewhere
from muniment.web.views.home import work_context
from muniment.workspace.models import Collection, Intake, Register
from muniment.workspace.permissions import (
    NotAllowed,
    may,
    may_see_restricted,
    readable,
    where,
)
from muniment.workspace.register_tables import (
    Shown,
    places,
    record_of,
    ref_of,
    said,
    shown,
    title,
    value_of,
)
from muniment.workspace.sealed_registers import registers
from muniment.workspace.services import intakes, linking, looking
from muniment.workspace.services import registers as acts

A_PAGE = 50


@require_GET
@somewhere("read")
def listing(request: HttpRequest) -> HttpResponse:
    """The lists that a person may read, those on their way in, and what was computed of them."""
    store, mine = registers(), readable(request.user)
    rows = []
    for each in Register.objects.filter(collection__in=mine).select_related("collection"):
        listed = store.state.lists.get(each.list)
        if listed is not None:
            rows.append((each, listed, kind_label(store.kind(each.kind))))
    analysing = where(request.user, "analyse")
    context = {
        "rows": rows,
        "most": max((_size(listed) for _, listed, _ in rows), default=0),
        "runs": [
            (kept, collection, _answer(kept))
            for kept in store.runs()
            if kept.entry.what == WHAT
            and (collection := linking.collection_of(store, kept)) is not None
            and collection in mine
        ],
        "intakes": Intake.objects.filter(
            collection__in=where(request.user, "register"),
            state__in=["reading", "read", "unreadable", "accepting"],
        ).select_related("collection"),
        "addable": where(request.user, "register"),
        "linkable": [
            (each, [row for row in rows if row[0].collection == each and row[1].active])
            for each in analysing
        ],
        "kinds": [(name, kind_label(each)) for name, each in intakes.known_kinds().items()],
        **work_context(request),
    }
    return render(request, "muniment/registers.html", context)


def _size(listed: Listed) -> int:
    """How many records a list has as it stands."""
    return listed.current.counts.get("records", 0) if listed.current else 0


def _answer(run: Run) -> str:
    """What a linkage answered, in a sentence; "" where it was kept without one."""
    sections = run.document(linking.SHEET).get("sections", [])
    return str(sections[0].get("answer", "")) if sections else ""


@require_POST
@allowed("register", found.collection)
def bring(request: HttpRequest, collection: Collection) -> HttpResponse:
    """Take the files of a form in as lists, to be looked at before they are accepted."""
    brought = None
    for file in request.FILES.getlist("files"):
        if file.file is None:
            continue
        name, kind = (request.POST.get(each, "").strip() for each in ("name", "kind"))
        try:
            brought = intakes.bring(
                actor(request), collection, file.file, file.name or "", name, kind
            )
        except StoreProblem as error:
            messages.error(request, str(error))
    if brought is None:
        return redirect("registers")
    return redirect("intake", brought.key)


@require_http_methods(["GET", "POST"])
@allowed("read", found.register)
def show(request: HttpRequest, register: Register) -> HttpResponse:
    """One list: its revisions, what was done with it, its records.

    A POST says why the same page is to be shown with what is restricted: the history keeps it.
    """
    return _list_page(request, register, why_of(request))


@require_POST
@allowed("register", found.register)
def act(request: HttpRequest, register: Register) -> HttpResponse:
    """Apply an earlier revision, withdraw, restore, or undo what was done."""
    does, reason = request.POST.get("do", ""), request.POST.get("reason", "").strip()
    version, number = (number_of(request.POST.get(each)) for each in ("version", "number"))
    try:
        if does == "apply":
            acts.apply(actor(request), register, version, number, reason)
        elif does == "withdraw":
            acts.withdraw(actor(request), register, version, reason)
        elif does == "restore":
            acts.restore(actor(request), register, version, reason)
        elif does == "undo":
            acts.undo(actor(request), register, version, number, reason)
    except StoreProblem as error:
        messages.error(request, str(error))
    return redirect("register", register.list)


@require_http_methods(["GET", "POST"])
@allowed("read", found.record)
def record(request: HttpRequest, thing: found.Record) -> HttpResponse:
    """One record: what is understood beside what was written, and how it changed; as ``show``."""
    return _record_page(request, thing, why_of(request))


def why_of(request: HttpRequest) -> str | None:
    """Why somebody asks to see what is restricted; None where nobody does."""
    return request.POST.get("why", "") if request.method == "POST" else None


def _list_page(request: HttpRequest, register: Register, why: str | None) -> HttpResponse:
    store = registers()
    listed = store.state.lists.get(register.list)
    if listed is None:
        raise Http404
    brought = Intake.objects.filter(collection=register.collection, list=register.list)
    intakes_of = dict(brought.exclude(revision=None).values_list("revision", "key"))
    context: dict[str, Any] = {
        "register": register,
        "listed": listed,
        "kind": kind_label(store.kind(register.kind)),
        "acts": _told(acts.acts_on(store, register.list)),
        "revisions": [
            (each, intakes_of.get(each.number, "")) for each in [*listed.revisions.values()][::-1]
        ],
        "may_register": may(request.user, "register", register.collection),
        "may_count": may(request.user, "analyse", register.collection),
        "may_reveal": may_see_restricted(request.user, register.collection),
    }
    if listed.current is None:
        return render(request, "muniment/register.html", context)
    list_ = shown(store, register.list)
    words, field = request.GET.get("q", "").strip()[:100], request.GET.get("field", "")
    page = Paginator(places(list_, words, field), A_PAGE).get_page(request.GET.get("page"))
    rows = list_.rows(list(page.object_list))
    refs = [ref_of(list_, row["record_id"]) for row in rows]
    hidden = list_.hidden if why is None else _opened(request, list_, register, refs, why)
    columns = list_.columns()
    context |= {
        "page": page,
        "words": words,
        "field": field,
        "columns": [each.label(language()) for each in columns],
        "fields": [
            (each.name, each.label(language()))
            for each in list_.kind.fields
            if each.name not in list_.hidden
        ],
        "rows": [
            (
                ref,
                row["row"],
                title(list_.kind, row, hidden),
                [value_of(each, row, language()) for each in columns],
            )
            for ref, row in zip(refs, rows, strict=True)
        ],
        "masked": bool(hidden),
    }
    return render(request, "muniment/register.html", context)


def _record_page(request: HttpRequest, thing: found.Record, why: str | None) -> HttpResponse:
    store, register = registers(), thing.register
    try:
        list_ = shown(store, register.list)
        id = record_of(list_, thing.ref)
        history = steps(store, id)
    except StoreProblem as error:
        raise Http404 from error
    hidden = list_.hidden if why is None else _opened(request, list_, register, [thing.ref], why)
    now = history[-1]
    fields, rest = said(list_, now.said or {}, now.written, hidden, language())
    context = {
        "register": register,
        "ref": thing.ref,
        "now": now,
        "title": "" if hidden else title(list_.kind, now.said or {}),
        "fields": [(each, each.field.label(language())) for each in fields],
        "rest": rest,
        "steps": [_changed(list_, each, hidden) for each in reversed(history)],
        "masked": bool(hidden),
        "may_reveal": may_see_restricted(request.user, register.collection),
        "decisions": [each for each in store.decisions() if id in (each.a, each.b)]
        if not hidden
        else [],
    }
    return render(request, "muniment/register_record.html", context)


def _changed(list_: Shown, step: Step, hidden: frozenset[str]) -> tuple[Step, list[Any]]:
    """A step of a record with its changes, masked where they are hidden."""
    rows = []
    for name, change in step.changes.items():
        field = list_.kind.by_name.get(name)
        if field is None:
            continue
        told = [value_of(field, {name: each}, language()) for each in change]
        if name in hidden:
            told = [looking.MASK if each else each for each in told]
        rows.append((field.label(language()), *told))
    return step, rows


def _opened(
    request: HttpRequest, list_: Shown, register: Register, refs: Sequence[str], why: str
) -> frozenset[str]:
    """The fields that stay hidden after somebody asked to see what is restricted."""
    try:
        looking.reveal(actor(request), register.collection, register.list, list_.kind, refs, why)
    except (NotAllowed, ValueError) as error:
        messages.error(request, str(error))
        return list_.hidden
    return frozenset()


def _told(entries: Sequence[Act]) -> list[tuple[Act, int | None]]:
    """Acts, the latest first, each with the entry that undid it."""
    gone = undone(registers().entries())
    return [(each, gone.get(each.n)) for each in reversed(entries)]


def language() -> str:
    """The code of the language of the page, as kinds know languages."""
    return (get_language() or "en").partition("-")[0]


def kind_label(kind: Any) -> str:
    """What a kind of record is called in the language of the page."""
    label: str = kind.label(language())
    return label


def number_of(text: str | None) -> int:
    """A number of a form, 0 where there is none."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
