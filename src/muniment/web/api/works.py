"""The routes of long work: what was asked for, how far it is, what came of it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.http import HttpRequest
from ninja import Router, Schema

from muniment.web import found
from muniment.web.api.rules import allowed, open_to, somewhere
from muniment.web.api.schemas import Number, Rows, Short, Size
from muniment.web.api.shared import A_PAGE, REFUSED, page_of, within
from muniment.web.closed_works import without_results
from muniment.workspace.models import Work

router = Router()


class WorkOut(Schema):
    """A piece of long work. ``state`` is waiting, running, done or failed; ``done`` of ``total``
    steps are finished; ``message`` says what came of it.

    What came of work on a restricted source is not told: ``message`` is "" then, both numbers 0.
    """

    key: str
    kind: str
    collection: str
    state: str
    done: int
    total: int
    message: str
    by: str
    asked_at: datetime.datetime
    ended_at: datetime.datetime | None


@router.get("/work", response={200: Rows[WorkOut], **REFUSED}, summary="Long work")
@somewhere("read")
def works(
    request: HttpRequest, collection: Short = "", after: Number = 0, size: Size = A_PAGE
) -> Rows[WorkOut]:
    """The long work of the collections that one may read, as it was asked for."""
    rows = Work.objects.filter(collection__in=within(request, collection))
    rows = rows.select_related("collection", "by")
    got, further = page_of(rows, after, size)
    return Rows(items=works_out(request, got), next=further)


@router.get("/work/{key}", response={200: WorkOut, **REFUSED}, summary="A piece of long work")
@allowed("read", found.work)
def work(request: HttpRequest, work: Work) -> WorkOut:
    """How far a piece of work is: ask again until its state is done or failed."""
    return work_out(request, work)


def work_out(request: HttpRequest, work: Work) -> WorkOut:
    """A piece of work as it stands."""
    (out,) = works_out(request, [work])
    return out


def works_out(request: HttpRequest, works: Sequence[Work]) -> list[WorkOut]:
    """Pieces of work as they stand."""
    return [_out(each) for each in without_results(works, open_to(request))]


def _out(work: Work) -> WorkOut:
    return WorkOut(
        key=work.key,
        kind=work.kind,
        collection=work.collection.slug if work.collection else "",
        state=work.state,
        done=work.done,
        total=work.total,
        message=work.message,
        by=work.by.username,
        asked_at=work.asked_at,
        ended_at=work.ended_at,
    )
