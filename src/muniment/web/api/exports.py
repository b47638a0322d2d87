"""The routes of exports: asked for, decided on, handed out, under the rules of the pages."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router
from ninja.errors import HttpError

from muniment.web import found
from muniment.web.api.rules import actor, allowed, need_restricted, somewhere
from muniment.web.api.schemas import (
    ExportDecision,
    ExportOut,
    NewExport,
    Number,
    Rows,
    Seen,
    Short,
    Size,
)
from muniment.web.api.shared import A_PAGE, CHANGED, REFUSED, rows_of, within
from muniment.web.api.shown import export_out
from muniment.web.downloads import attachment_of
from muniment.workspace.exporting.order import Order, OrderProblem
from muniment.workspace.models import Collection, Export, Sensitivity
from muniment.workspace.permissions import where
from muniment.workspace.services import handing

router = Router()


@router.get("/exports", response={200: Rows[ExportOut], **REFUSED}, summary="Exports")
@somewhere("read")
def exports(
    request: HttpRequest, collection: Short = "", after: Number = 0, size: Size = A_PAGE
) -> Rows[ExportOut]:
    """What was asked to leave, by whom, for whom and why."""
    mine = Q(collection__in=where(request.user, "export"))
    mine |= Q(collection__in=where(request.user, "approve"))
    rows = Export.objects.filter(mine, collection__in=within(request, collection))
    rows = rows.select_related("collection", "by", "decided_by")
    return rows_of(rows, after, size, export_out)


@router.post(
    "/collections/{slug}/exports",
    response={200: ExportOut, **REFUSED},
    summary="Ask for an export",
)
@allowed("export", found.collection)
def ask_export(request: HttpRequest, collection: Collection, asked: NewExport) -> ExportOut:
    """Ask that something leaves, with its purpose and recipient.

    It is made at once, or when another person has approved it where the collection asks for that:
    ask for the export again until its state is made. What is restricted leaves only where the
    token has that scope and its person that right.
    """
    if asked.audience == "restricted":
        need_restricted(request, collection)
    order = Order(
        what=asked.what,
        format=asked.format,
        audience=asked.audience,
        statuses=tuple(dict.fromkeys(asked.statuses)),
        sources=tuple(dict.fromkeys(asked.sources)),
        search=asked.search,
        lists=tuple(dict.fromkeys(asked.lists)),
    )
    try:
        export = handing.ask_export(
            actor(request), collection, order, asked.purpose, asked.recipient
        )
    except OrderProblem as error:
        raise HttpError(422, str(error)) from error
    return export_out(export)


@router.get("/exports/{key}", response={200: ExportOut, **REFUSED}, summary="An export")
@allowed("export", found.export)
def export(request: HttpRequest, export: Export) -> ExportOut:
    """How an export stands."""
    return export_out(export)


@router.post(
    "/exports/{key}/decision", response={200: ExportOut, **CHANGED}, summary="Decide on an export"
)
@allowed("approve", found.export)
def decide_export(request: HttpRequest, export: Export, decision: ExportDecision) -> ExportOut:
    """Approve or refuse what another person asked for, as it stood at that version."""
    _need_restricted(request, export)
    who, version = actor(request), decision.version
    try:
        if decision.decision == "approve":
            handing.approve(who, export, version, decision.reason)
        else:
            handing.refuse(who, export, version, decision.reason)
    except OrderProblem as error:
        raise HttpError(422, str(error)) from error
    return export_out(export)


@router.post(
    "/exports/{key}/take-back",
    response={200: ExportOut, **CHANGED},
    summary="Ask for an export no longer",
)
@allowed("export", found.export)
def take_back_export(request: HttpRequest, export: Export, seen: Seen) -> ExportOut:
    """Take one's own back, before it is decided."""
    try:
        handing.take_back(actor(request), export, seen.version)
    except OrderProblem as error:
        raise HttpError(422, str(error)) from error
    return export_out(export)


@router.post(
    "/exports/{key}/file",
    response={**REFUSED},
    summary="The file of an export",
    openapi_extra={
        "responses": {
            200: {
                "description": "The file; that it left is in the history first.",
                "content": {
                    "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
                },
            }
        }
    },
)
@allowed("export", found.export)
def export_file(request: HttpRequest, export: Export) -> HttpResponseBase:
    """The file, for who asked for it or approves exports, until it expires.

    Each time that it leaves is an entry of the history: hence POST.
    """
    _need_restricted(request, export)
    try:
        content = handing.hand_out_in_parts(actor(request), export)
    except OrderProblem as error:
        raise HttpError(422, str(error)) from error
    return attachment_of(content, export.size, export.filename, "application/octet-stream")


def _need_restricted(request: HttpRequest, export: Export) -> None:
    """Raise NotAllowed where what is restricted would leave through a token that may not see it."""
    if export.sensitivity == Sensitivity.RESTRICTED:
        need_restricted(request, export.collection)
