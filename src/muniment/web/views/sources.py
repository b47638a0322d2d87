"""Sources: the list, taking in, describing, and one source with its documents."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST, require_safe

from muniment.web import found
from muniment.web.access import actor, allowed, somewhere
from muniment.web.custody_words import FIELDS, HOW, steps
from muniment.web.source_rows import SORTS, Asked, listed, narrowed
from muniment.web.views.home import work_context
from muniment.workspace.locking import Stale
from muniment.workspace.models import Claim, Collection, Document, Entry, Finding, Sensitivity, User
from muniment.workspace.models.source import Source
from muniment.workspace.permissions import may, may_see_restricted, readable, where
from muniment.workspace.sensitive import (
    always_plain,
    finding_place,
    issuer_of,
    notes_of,
    plain,
    said_of,
    title_of,
)
from muniment.workspace.services.looking import look
from muniment.workspace.services.sameness import Alike, alike
from muniment.workspace.services.taking_in import (
    Description,
    How,
    TakenIn,
    describe,
    read_again,
    take_in,
)

A_PAGE, MOST_FINDINGS = 50, 8
SAID = ("title", "issuer", "date", "language", "note", "obtained_from")


@dataclass(frozen=True, slots=True)
class Held:
    """A document of a source: the message itself, or what was attached to it."""

    document: Document
    title: str
    attachment: str
    issuer: str
    claims: int
    findings: int
    notes: list[str]


@require_GET
@somewhere("read")
def listing(request: HttpRequest) -> HttpResponse:
    """The sources of all collections that a person may read, the latest first."""
    return _listing(request, Description())


@require_POST
@allowed("add", found.collection)
def add(request: HttpRequest, collection: Collection) -> HttpResponse:
    """Take in the files and the text of a form into a collection."""
    return _take(request, collection)


@require_POST
@somewhere("add")
def bring(request: HttpRequest) -> HttpResponse:
    """Take in the files and the text of a form into the collection that it chooses."""
    to = where(request.user, "add").filter(slug=request.POST.get("to", "")).first()
    if to is None:
        raise Http404
    return _take(request, to)


@require_GET
@allowed("read", found.source)
def show(request: HttpRequest, source: Source) -> HttpResponse:
    """One source: where it came from, its documents, its custody."""
    return _one(request, source)


@require_POST
@allowed("read", found.source)
def obtained(request: HttpRequest, source: Source) -> HttpResponse:
    """Whom a source came from, to who may see it; the look is kept, with its reason."""
    why = request.POST.get("why", "").strip()[:300]
    try:
        look(actor(request), source.collection, f"source:{source.key}", ["obtained_from"], why)
    except ValueError as error:
        return _one(request, source, problem=str(error), status=422)
    whom = always_plain(f"source:{source.key}:obtained_from", source.obtained_from)
    return _one(request, source, whom=whom)


@require_POST
@allowed("add", found.source)
def again(request: HttpRequest, source: Source) -> HttpResponse:
    """Have a source read once more."""
    try:
        read_again(actor(request), source, _version(request), request.POST.get("reason", ""))
    except ValueError as error:
        return _one(request, source, problem=str(error), status=422)
    messages.success(request, _("It is being read again."))
    return redirect("source", source.key)


@require_safe
@allowed("add", found.source)
def edit(request: HttpRequest, source: Source) -> HttpResponse:
    """The form to describe a source."""
    return _edit(request, source, _description(source))


@require_POST
@allowed("add", found.source)
def change(request: HttpRequest, source: Source) -> HttpResponse:
    """Describe a source as the form says; where somebody else was quicker, both are shown."""
    said, kept = _said(request), _description(source)
    if not said.obtained_from and "forget_from" not in request.POST:
        said = replace(said, obtained_from=kept.obtained_from)
    try:
        describe(actor(request), source, _version(request), said)
    except ValueError as error:
        return _edit(request, source, said, problem=str(error), status=422)
    except Stale:
        source.refresh_from_db()
        return _edit(request, source, said, now=_description(source), status=409)
    messages.success(request, _("Described. It is being read again."))
    return redirect("source", source.key)


def _listing(request: HttpRequest, said: Description, problem: str = "") -> HttpResponse:
    asked = Asked.read(request.GET)
    numbers = narrowed(readable(request.user), asked).values_list("pk", flat=True)
    page = Paginator(numbers, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": listed(request.user, list(page.object_list)),
        "asked": asked,
        "states": Source.State.choices,
        "sorts": SORTS.items(),
        "addable": where(request.user, "add"),
        "to": request.POST.get("to", ""),
        "sensitivities": Sensitivity.choices,
        "said": said,
        "text": request.POST.get("text", ""),
        "problem": problem,
        **work_context(request),
    }
    return render(request, "muniment/sources.html", context, status=422 if problem else 200)


def _take(request: HttpRequest, collection: Collection) -> HttpResponse:
    """Take in what a form brings; a script that sends file by file gets a line for each."""
    said = _said(request)
    single = request.headers.get("X-One-File") == "1"
    try:
        taken = list(_taken(request, collection, said))
    except ValueError as error:
        if single:
            context: dict[str, Any] = {"name": _first_name(request), "problem": str(error)}
            return render(request, "muniment/parts/taken.html", context, status=422)
        return _listing(request, said, str(error))
    if single:
        context = {"name": _first_name(request), "taken": taken[0] if taken else None}
        return render(request, "muniment/parts/taken.html", context)
    new = sum(each.new for each in taken)
    if new:
        told = ngettext("%d source taken in.", "%d sources taken in.", new) % new
        messages.success(request, told)
    for each in taken:
        if not each.new:
            messages.info(request, _("“%s” is here already.") % each.source)
    if not taken:
        messages.error(request, _("Choose files, or paste a text."))
    return redirect("sources")


def _taken(request: HttpRequest, collection: Collection, said: Description) -> Iterator[TakenIn]:
    who = actor(request)
    for sent in request.FILES.getlist("files"):
        name = sent.name or ""
        how: How = "mail" if name.casefold().endswith(".eml") else "upload"
        if sent.file is not None:
            yield take_in(who, collection, sent.file, name, how, said)
    if text := request.POST.get("text", "").strip():
        stream = io.BytesIO(text.encode("utf-8"))
        yield take_in(who, collection, stream, "pasted.txt", "paste", said)


def _first_name(request: HttpRequest) -> str:
    sent = request.FILES.getlist("files")
    return (sent[0].name or "") if sent else _("Text")


def _said(request: HttpRequest) -> Description:
    """What a form says of a source."""
    said = {each: request.POST.get(each, "").strip() for each in SAID}
    return Description(**said, sensitivity=request.POST.get("sensitivity", "internal"))


def _description(source: Source) -> Description:
    """What is said of a source."""
    said = said_of(source)
    return Description(
        title=said["title"],
        issuer=said["issuer"],
        note=said["note"],
        date=source.date,
        language=source.language,
        obtained_from=always_plain(f"source:{source.key}:obtained_from", source.obtained_from),
        sensitivity=source.sensitivity,
    )


def _edit(
    request: HttpRequest,
    source: Source,
    said: Description,
    *,
    problem: str = "",
    now: Description | None = None,
    status: int = 200,
) -> HttpResponse:
    sees = may_see_restricted(request.user, source.collection)
    differences = [
        (FIELDS[name], getattr(now, name), getattr(said, name))
        for name in (*SAID, "sensitivity")
        if now is not None and name != "obtained_from" and getattr(now, name) != getattr(said, name)
    ]
    context = {
        "source": source,
        "title": _title(source),
        "said": replace(said, obtained_from=""),
        # Whom it came from is not sent to be shown in a form: it is typed anew or left.
        "from_kept": bool(source.obtained_from),
        "sees": sees,
        "describing": True,
        "sensitivities": Sensitivity.choices,
        "problem": problem,
        "stale": now is not None,
        "differences": differences,
    }
    return render(request, "muniment/source_edit.html", context, status=status)


def _one(
    request: HttpRequest, source: Source, *, problem: str = "", whom: str = "", status: int = 200
) -> HttpResponse:
    custody = Entry.objects.filter(subject=f"source:{source.key}").order_by("number")
    context: dict[str, Any] = {
        "source": source,
        "title": _title(source),
        "said": said_of(source),
        "how": HOW.get(source.how, source.how),
        "documents": _documents(source),
        "alike": _alike(request, source),
        "custody": steps(custody, actor(request).user),
        "statuses": _statuses(source),
        "findings": _findings(source),
        "may_add": may(request.user, "add", source.collection),
        "may_export": may(request.user, "export", source.collection),
        "may_see": may_see_restricted(request.user, source.collection),
        "whom": whom,
        "problem": problem,
    }
    return render(request, "muniment/source.html", context, status=status)


def _alike(request: HttpRequest, source: Source) -> list[Alike]:
    """Other sources with the same text or nearly so, that this person may know of."""
    assert isinstance(request.user, User)
    return alike(request.user, list(source.documents.select_related("source")))


def _title(source: Source) -> str:
    """What people call a source, else what its document does, else its file's name."""
    said = said_of(source)
    document = source.documents.first()
    read = title_of(document) if document is not None else ""
    return said["title"] or read or said["name"]


def _documents(source: Source) -> list[Held]:
    held = []
    for each in source.documents.select_related("source").defer("text"):
        name = plain(source, f"{each.key}:name", each.name)
        findings = each.findings.filter(status=Finding.Status.OPEN).exclude(level="note")
        held.append(
            Held(
                document=each,
                title=title_of(each),
                attachment=name.rpartition("!")[2] if "!" in name else "",
                issuer=issuer_of(each),
                claims=each.claims.exclude(status=Claim.Status.SPLIT).count(),
                findings=findings.count(),
                notes=notes_of(each),
            )
        )
    return held


def _statuses(source: Source) -> list[tuple[str, str, int]]:
    """How many claims there are of each status."""
    rows = Claim.objects.filter(document__source=source).order_by()
    labels = dict(Claim.Status.choices)
    return [
        (status, str(label), number)
        for status, label in labels.items()
        if (number := rows.filter(status=status).count())
    ]


def _findings(source: Source) -> list[tuple[Finding, str]]:
    """The open findings that matter most."""
    rows = Finding.objects.filter(document__source=source, status=Finding.Status.OPEN)
    rows = rows.exclude(level="note").select_related("document__source").order_by("level", "pk")
    return [
        (each, plain(source, finding_place(each, "message"), each.message))
        for each in rows[:MOST_FINDINGS]
    ]


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
