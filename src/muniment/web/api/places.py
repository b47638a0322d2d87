"""The routes of the gazetteer: places with all their names, and where they may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from muniment.values.position import Position
from muniment.web import found
from muniment.web.api.geometry import FeatureCollection, feature, shape_of
from muniment.web.api.rules import actor, allowed, need_restricted, somewhere
from muniment.web.api.schemas import (
    Number,
    Rows,
    Short,
    Size,
    Taken,
    Version,
    Why,
    plain_text,
)
from muniment.web.api.shared import A_PAGE, CHANGED, OPEN, REFUSED, is_closed, rows_of, within
from muniment.web.api.shown import address
from muniment.workspace.exporting.places import doubts
from muniment.workspace.models import Collection, Place, Sensitivity
from muniment.workspace.permissions import NotAllowed
from muniment.workspace.search.gazetteer import Gazetteer, known
from muniment.workspace.services import places
from muniment.workspace.services.looking import look

router = Router()
MOST = 40
Basis = Annotated[str, Field(max_length=places.LONGEST_BASIS), plain_text]


class NameOf(Taken):
    """A name of a place, and its language (BCP 47), "" where that is not said."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    language: Annotated[str, Field(pattern=r"^([a-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$")] = ""


class PositionOf(Taken):
    """Where a place may be: degrees of WGS84, and how many metres it may be off."""

    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
    lon: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
    uncertainty_m: Annotated[float, Field(ge=0, le=20_100_000, allow_inf_nan=False)] = 0.0


class NewPlace(Taken):
    """A place: its names, none preferred, and the positions at one of which it is."""

    names: Annotated[list[NameOf], Field(min_length=1, max_length=MOST)]
    positions: Annotated[list[PositionOf], Field(max_length=MOST)] = []
    basis: Basis = ""
    sensitivity: Literal["public", "internal", "restricted"] = "internal"


class PlaceAgain(Taken):
    """What is said of a place otherwise: the fields that are given, on the version seen."""

    version: Version
    names: Annotated[list[NameOf], Field(min_length=1, max_length=MOST)] | None = None
    positions: Annotated[list[PositionOf], Field(max_length=MOST)] | None = None
    basis: Basis | None = None
    sensitivity: Literal["public", "internal", "restricted"] | None = None


class PlaceStands(Schema):
    """A restricted place that was added or changed: that it was. What is said of it is given to a
    look only."""

    key: str
    sensitivity: str
    version: int


class PlaceOut(Schema):
    """A place of the gazetteer with all its names and where it may be."""

    key: str
    collection: str
    names: list[NameOf]
    positions: list[PositionOf]
    basis: str
    sensitivity: str
    version: int
    address: str


@router.get("/places", response={200: Rows[PlaceOut], **REFUSED}, summary="Places")
@somewhere("read")
def listed(
    request: HttpRequest, collection: Short = "", after: Number = 0, size: Size = A_PAGE
) -> Rows[PlaceOut]:
    """The gazetteer, with every variant of each name, but for restricted places."""
    rows = Place.objects.filter(collection__in=within(request, collection), sensitivity__in=OPEN)
    return rows_of(rows.select_related("collection"), after, size, place_out)


@router.get(
    "/gazetteer", response={200: FeatureCollection, **REFUSED}, summary="The gazetteer as GeoJSON"
)
@somewhere("read")
def gazetteer(request: HttpRequest, collection: Short = "") -> FeatureCollection:
    """All places but restricted ones as GeoJSON (RFC 7946), which a list of places takes in again.

    A place that may be at one of several positions is a MultiPoint; ``uncertainties_m`` has the
    metres that each may be off, in the order of the coordinates, and such a list takes each with
    its own; ``uncertainty_m`` is the largest. ``label`` has all names.
    """
    mine = within(request, collection).values_list("pk", flat=True)
    return FeatureCollection(
        features=[
            feature(
                each.row.key,
                shape_of(each.place.candidates),
                {
                    "label": each.label,
                    "name": _written(*each.names[0]),
                    "other_names": "; ".join(_written(*name) for name in each.names[1:]),
                    **doubts(each.place.candidates),
                    "basis": each.basis,
                    "sensitivity": each.row.sensitivity,
                    "collection": each.row.collection.slug,
                },
            )
            for each in Gazetteer(list(mine), ()).places
        ]
    )


@router.post(
    "/collections/{slug}/places",
    response={200: PlaceOut | PlaceStands, **REFUSED},
    summary="Add a place",
)
@allowed("add", found.collection)
def add(request: HttpRequest, collection: Collection, said: NewPlace) -> PlaceOut | PlaceStands:
    """A new place of the gazetteer; of a restricted one only that it was added is given."""
    if said.sensitivity == "restricted":
        need_restricted(request, collection)
    try:
        made = places.add(
            actor(request),
            collection,
            places.Description(
                _names(said.names), _points(said.positions), said.basis.strip(), said.sensitivity
            ),
        )
    except places.PlaceProblem as error:
        raise HttpError(422, str(error)) from error
    return _settled(made)


@router.get("/places/{key}", response={200: PlaceOut, **REFUSED}, summary="A place")
@allowed("read", found.place)
def place(request: HttpRequest, place: Place) -> PlaceOut:
    """A place; a restricted one has to be looked at."""
    if place.sensitivity == Sensitivity.RESTRICTED:
        raise NotAllowed("This place is restricted: POST to its look, and say why.")
    return place_out(place)


@router.post("/places/{key}/look", response={200: PlaceOut, **REFUSED}, summary="Look at a place")
@allowed("read", found.place, looks=True)
def look_at_place(request: HttpRequest, place: Place, why: Why) -> PlaceOut:
    """A restricted place; the look and its reason are in the history."""
    if place.sensitivity == Sensitivity.RESTRICTED:
        need_restricted(request, place.collection)
        if not why.why.strip():
            raise HttpError(422, "Say why you look: it is kept in the history.")
        look(actor(request), place.collection, f"place:{place.key}", ["everything"], why.why)
    return place_out(place)


@router.patch(
    "/places/{key}", response={200: PlaceOut | PlaceStands, **CHANGED}, summary="Change a place"
)
@allowed("add", found.place)
def change(request: HttpRequest, place: Place, said: PlaceAgain) -> PlaceOut | PlaceStands:
    """Change what is said of a place as it stood at that version, and only the fields given.

    Of a restricted place only its key, sensitivity and version are given back.
    """
    if "restricted" in (place.sensitivity, said.sensitivity):
        need_restricted(request, place.collection)
    told = known(place)
    now = places.Description(told.names, told.place.candidates, told.basis, place.sensitivity)
    if said.names is not None:
        now = replace(now, names=_names(said.names))
    if said.positions is not None:
        now = replace(now, positions=_points(said.positions))
    if said.basis is not None:
        now = replace(now, basis=said.basis.strip())
    if said.sensitivity is not None:
        now = replace(now, sensitivity=said.sensitivity)
    if not said.model_dump(exclude={"version"}, exclude_none=True):
        raise HttpError(422, "Say what is to be changed.")
    try:
        changed = places.change(actor(request), place, said.version, now)
    except places.PlaceProblem as error:
        raise HttpError(422, str(error)) from error
    return _settled(changed)


def place_out(place: Place) -> PlaceOut:
    """A place as it stands, for those who may see it."""
    told = known(place)
    return PlaceOut(
        key=place.key,
        collection=place.collection.slug,
        names=[NameOf(name=name, language=language) for language, name in told.names],
        positions=[
            PositionOf(lat=each.lat, lon=each.lon, uncertainty_m=each.uncertainty_m)
            for each in told.place.candidates
        ],
        basis=told.basis,
        sensitivity=place.sensitivity,
        version=place.version,
        address=address("place", place.key),
    )


def _settled(place: Place) -> PlaceOut | PlaceStands:
    """A place that was added or changed; of a restricted one only that it was."""
    if not is_closed(place):
        return place_out(place)
    return PlaceStands(key=place.key, sensitivity=place.sensitivity, version=place.version)


def _names(said: Sequence[NameOf]) -> tuple[tuple[str, str], ...]:
    """Names as they are kept, each with its language before it."""
    names = ((each.language, " ".join(each.name.split())) for each in said)
    return tuple(each for each in names if each[1])


def _points(said: Sequence[PositionOf]) -> tuple[Position, ...]:
    return tuple(Position(each.lat, each.lon, each.uncertainty_m) for each in said)


def _written(language: str, name: str) -> str:
    """A name as lists of places write it."""
    return f"{language}: {name}" if language else name
