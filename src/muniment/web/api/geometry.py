"""Places, claims and findings as GeoJSON (RFC 7946), with what is not certain kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema

from muniment.values.position import Position
from muniment.web.api.rules import somewhere
from muniment.web.api.schemas import Number, Short, Size
from muniment.web.api.shared import A_PAGE, REFUSED, open_claims, open_findings, page_of
from muniment.web.api.shown import address, finding_out
from muniment.workspace.exporting.claimcolumns import columns_of
from muniment.workspace.exporting.places import doubts, geometry
from muniment.workspace.models import Claim
from muniment.workspace.search.forms import place_key
from muniment.workspace.search.gazetteer import Gazetteer, Known
from muniment.workspace.services.reviewing import body_of

router = Router()
Json = dict[str, Any]


class Geometry(Schema):
    """A Point, or a MultiPoint where nobody knows at which of several it is."""

    type: Literal["Point", "MultiPoint"]
    coordinates: list[float] | list[list[float]]


class Geometries(Schema):
    """Several places, each a geometry of its own, in the order of the ``places`` of the feature;
    those whose position is not known have none."""

    type: Literal["GeometryCollection"] = "GeometryCollection"
    geometries: list[Geometry]


class Feature(Schema):
    """A feature of GeoJSON; one without a known position has no geometry."""

    type: Literal["Feature"] = "Feature"
    id: str
    geometry: Geometry | Geometries | None
    properties: dict[str, Any]


class FeatureCollection(Schema):
    """Features of GeoJSON; ``next`` goes into ``after`` of the next request, null at the end."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    features: list[Feature]
    next: int | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """Where something is said to be: its place as written, and the places that have this name."""

    written: str
    named: tuple[Known, ...]

    @property
    def known(self) -> Known | None:
        """The place that is meant: none where several have the name, or nobody knows it."""
        return self.named[0] if len(self.named) == 1 else None

    @property
    def candidates(self) -> tuple[Position, ...]:
        """The positions at one of which it is."""
        return self.known.place.candidates if self.known else ()

    @property
    def one(self) -> str:
        """What is the same of two texts that name one place."""
        return self.known.row.key if self.known else place_key(self.written)

    @property
    def properties(self) -> Json:
        """What a feature says of its place."""
        return {
            "place": self.written,
            "place_names": [name for _, name in self.known.names] if self.known else [],
            "several": len(self.named) > 1,
            **doubts(self.candidates),
        }


@router.get(
    "/claims.geojson", response={200: FeatureCollection, **REFUSED}, summary="Claims as GeoJSON"
)
@somewhere("read")
def claims(
    request: HttpRequest,
    collection: Short = "",
    status: Short = "",
    event: Short = "",
    kind: Short = "",
    after: Number = 0,
    size: Size = A_PAGE,
) -> FeatureCollection:
    """Claims of all documents but restricted ones, each where the gazetteer knows its place.

    A feature says of a claim what files that leave say of it: whose it is, its range, whether it
    is approximate. Its place is looked up in its own collection; where several places have that
    name, ``several`` is true. ``uncertainties_m`` says how far off each of its positions may be, in
    the order of the coordinates, ``uncertainty_m`` the largest of them.
    """
    rows = open_claims(request, collection, status=status, event=event, kind=kind)
    got, further = page_of(rows, after, size)
    known = _Gazetteers()
    return FeatureCollection(features=[_claim(each, known) for each in got], next=further)


@router.get(
    "/findings.geojson", response={200: FeatureCollection, **REFUSED}, summary="Findings as GeoJSON"
)
@somewhere("read")
def findings(
    request: HttpRequest,
    collection: Short = "",
    status: Short = "",
    code: Short = "",
    after: Number = 0,
    size: Size = A_PAGE,
) -> FeatureCollection:
    """Findings on all documents but restricted ones, each at the places of its claims.

    Where its claims name several places it is a GeometryCollection with one geometry a place.
    ``places`` says of each, in the same order, what a claim says of its own; one without a position
    that is known, whose ``uncertainty_m`` is null, has no geometry.
    """
    rows = open_findings(request, collection, status=status, code=code)
    got, further = page_of(rows, after, size)
    known = _Gazetteers()
    told = [(each, finding_out(each)) for each in got]
    keys = {key for _, out in told for key in out.claims}
    held = {
        (each.document_id, each.key): each
        for each in Claim.objects.filter(
            document__in={each.document_id for each, _ in told}, key__in=keys
        )
        .select_related("document__source__collection")
        .defer("document__text", "document__pages", "document__notes")
    }
    features = []
    for each, out in told:
        mine = [
            held[each.document_id, key] for key in out.claims if (each.document_id, key) in held
        ]
        placed: dict[str, Placed] = {}
        for claim in mine:
            if (place := known.placed(claim)) is not None:
                placed.setdefault(place.one, place)
        said = out.model_dump(mode="json")
        said["places"] = [place.properties for place in placed.values()]
        features.append(feature(f"{out.document}:{out.key}", _shape_of_all(placed.values()), said))
    return FeatureCollection(features=features, next=further)


def feature(id: str, shape: Geometry | Geometries | None, properties: Json) -> Feature:
    """A feature of GeoJSON."""
    return Feature(id=id, geometry=shape, properties=properties)


def shape_of(points: Iterable[Position]) -> Geometry | None:
    """The point at which something is, or the points at one of which it is."""
    found = geometry(points)
    return None if found is None else Geometry.model_validate(found)


class _Gazetteers:
    """The gazetteers of collections, without their restricted places, each read once.

    A claim names a place of its own collection, whatever others it is asked for with.
    """

    def __init__(self) -> None:
        self._of: dict[int, Gazetteer] = {}

    def placed(self, claim: Claim) -> Placed | None:
        """The place that a claim names, None where it names none."""
        place = body_of(claim).get("place")
        text = place.get("text") if isinstance(place, dict) else None
        if not text:
            return None
        collection = claim.document.source.collection_id
        if collection not in self._of:
            self._of[collection] = Gazetteer([collection], ())
        return Placed(text, tuple(self._of[collection].named(text)))


def _shape_of_all(places: Iterable[Placed]) -> Geometry | Geometries | None:
    """Where one place is, or several are, as far as that is known."""
    shapes = [shape for each in places if (shape := shape_of(each.candidates)) is not None]
    return Geometries(geometries=shapes) if len(shapes) > 1 else next(iter(shapes), None)


def _claim(claim: Claim, known: _Gazetteers) -> Feature:
    body, placed = body_of(claim), known.placed(claim)
    said = {
        **columns_of(body),
        "document": claim.document.key,
        "kind": claim.kind,
        "status": claim.status,
        "quote": (body.get("passage") or {}).get("quote"),
        "address": address("claim", claim.document.key, claim.key),
        **(placed.properties if placed else {}),
    }
    shape = shape_of(placed.candidates) if placed else None
    return feature(f"{claim.document.key}:{claim.key}", shape, said)
