"""The routes of sources: taken in, described, looked at."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import File, Form, Router, UploadedFile
from ninja.errors import HttpError

from muniment.web import found
from muniment.web.api.rules import (
    actor,
    allowed,
    somewhere,
)
from muniment.web.api.schemas import (
    EntryOut,
    Number,
    Problem,
    Received,
    Rows,
    Said,
    SaidAgain,
    Short,
    Size,
    SourceOut,
    Why,
)
from muniment.web.api.shared import (
    A_PAGE,
    CHANGED,
    REFUSED,
    itself,
    keep_look,
    rows_of,
    within,
)
from muniment.web.api.shown import (
    entries_out,
    source_out,
)
from muniment.workspace.models import (
    Collection,
    Entry,
    Source,
)
from muniment.workspace.sensitive import always_plain, said_of
from muniment.workspace.services.taking_in import Description, checked, describe, take_in

router = Router()


@router.get("/sources", response={200: Rows[SourceOut], **REFUSED}, summary="Sources")
@somewhere("read")
def sources(
    request: HttpRequest, collection: Short = "", after: Number = 0, size: Size = A_PAGE
) -> Rows[SourceOut]:
    """Sources in the order in which they came."""
    rows = Source.objects.filter(collection__in=within(request, collection))
    rows = rows.select_related("collection", "received_by").prefetch_related("documents")
    return rows_of(rows, after, size, source_out)


@router.post(
    "/collections/{slug}/sources",
    response={200: Received, **REFUSED, 413: Problem},
    summary="Take in a source",
)
@allowed("add", found.collection)
def add_source(
    request: HttpRequest, collection: Collection, file: File[UploadedFile], said: Form[Said]
) -> Received:
    """Keep a file as a source and have it read. The same file again gives the source it is."""
    assert file.file is not None
    said_so = _description(said.model_dump())
    taken = take_in(actor(request), collection, file.file, file.name or "", "upload", said_so)
    return Received(source=source_out(taken.source), new=taken.new)


@router.get("/sources/{key}", response={200: SourceOut, **REFUSED}, summary="A source")
@allowed("read", found.source, withholds=False)
def source(request: HttpRequest, source: Source) -> SourceOut:
    """A source. What a restricted one says is null: ask to look at it."""
    return source_out(source)


@router.post(
    "/sources/{key}/look", response={200: SourceOut, **REFUSED}, summary="Look at a source"
)
@allowed("read", found.source, looks=True)
def look_at_source(request: HttpRequest, source: Source, why: Why) -> SourceOut:
    """What a restricted source says of itself; the look and its reason are in the history."""
    keep_look(request, source, why.why)
    return source_out(source, shown=True)


@router.patch("/sources/{key}", response={200: SourceOut, **CHANGED}, summary="Describe a source")
@allowed("add", found.source)
def describe_source(request: HttpRequest, source: Source, said: SaidAgain) -> SourceOut:
    """Change what people say of a source, and only the fields given; it is read anew."""
    place = f"source:{source.key}:obtained_from"
    fields = {each: value for each, value in said_of(source).items() if each != "name"}
    fields |= {
        "date": source.date,
        "language": source.language,
        "obtained_from": always_plain(place, source.obtained_from),
        "sensitivity": source.sensitivity,
        **said.model_dump(exclude={"version"}, exclude_unset=True),
    }
    describe(actor(request), source, said.version, _description(fields))
    return source_out(source)


@router.get("/sources/{key}/history", response={200: Rows[EntryOut], **REFUSED}, summary="Custody")
@allowed("history", found.source)
def source_history(
    request: HttpRequest, source: Source, after: Number = 0, size: Size = A_PAGE
) -> Rows[EntryOut]:
    """What was done with a source, from its coming in."""
    rows = Entry.objects.filter(subject=f"source:{source.key}")
    return entries_out(request, rows_of(rows, after, size, itself))


def _description(fields: dict[str, str]) -> Description:
    try:
        return checked(Description(**fields))
    except ValueError as error:
        raise HttpError(422, str(error)) from error
