"""Places, claims and findings as GeoJSON (RFC 7946), with what is not certain kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema

from muniment.values.position import Position
from muniment.web.api.rules import somewhere
from muniment.web.api.schemas import Number, Short, Size
from muniment.web.api.shared import A_PAGE, REFUSED, open_claims, open_findings, page_of, within
from muniment.web.api.shown import address, finding_out
from muniment.workspace.exporting.claimcolumns import columns_of
from muniment.workspace.exporting.places import geometry
from muniment.workspace.models import Claim
from muniment.workspace.search.gazetteer import Gazetteer, Known
from muniment.workspace.services.reviewing import body_of

router = Router()
Json = dict[str, Any]


class Geometry(Schema):
    """A Point, or a MultiPoint where nobody knows at which of several it is."""

    type: Literal["Point", "MultiPoint"]
    coordinates: list[float] | list[list[float]]


class Feature(Schema):
    """A feature of GeoJSON; one without a known position has no geometry."""

    type: Literal["Feature"] = "Feature"
    id: str
    geometry: Geometry | None
    properties: dict[str, Any]


class FeatureCollection(Schema):
    """Features of GeoJSON; ``next`` goes into ``after`` of the next request, null at the end."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    features: list[Feature]
    next: int | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """Where something is said to be: its place as written, and that place where it is known."""

    written: str
    known: Known | None

    @property
    def candidates(self) -> tuple[Position, ...]:
        """The positions at one of which it is."""
        return self.known.place.candidates if self.known else ()

    @property
    def properties(self) -> Json:
        """What a feature says of its place."""
        return {
            "place": self.written,
            "place_names": [name for _, name in self.known.names] if self.known else [],
            "uncertainty_m": doubt_of(self.candidates),
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
    is approximate. ``uncertainty_m`` says how far off its place may be.
    """
    rows = open_claims(request, collection, status=status, event=event, kind=kind)
    got, further = page_of(rows, after, size)
    gazetteer = _gazetteer(request, collection)
    return FeatureCollection(features=[_claim(each, gazetteer) for each in got], next=further)


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

    Where its claims name several places it is a MultiPoint of all of them, and ``places`` says
    which they are.
    """
    rows = open_findings(request, collection, status=status, code=code)
    got, further = page_of(rows, after, size)
    gazetteer = _gazetteer(request, collection)
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
        placed = [place for place in (_placed(claim, gazetteer) for claim in mine) if place]
        points = [point for place in placed for point in place.candidates]
        said = out.model_dump(mode="json") | {"places": [place.properties for place in placed]}
        features.append(feature(f"{out.document}:{out.key}", shape_of(points), said))
    return FeatureCollection(features=features, next=further)


def feature(id: str, shape: Geometry | None, properties: Json) -> Feature:
    """A feature of GeoJSON."""
    return Feature(id=id, geometry=shape, properties=properties)


def shape_of(points: Iterable[Position]) -> Geometry | None:
    """The point at which something is, or the points at one of which it is."""
    found = geometry(points)
    return None if found is None else Geometry.model_validate(found)


def doubt_of(points: Sequence[Position]) -> float | None:
    """How far off any of some positions may be, in metres; None where there is none."""
    return max((each.uncertainty_m for each in points), default=None)


def _claim(claim: Claim, gazetteer: Gazetteer) -> Feature:
    body, placed = body_of(claim), _placed(claim, gazetteer)
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


def _placed(claim: Claim, gazetteer: Gazetteer) -> Placed | None:
    """The place that a claim names, None where it names none."""
    place = body_of(claim).get("place")
    text = place.get("text") if isinstance(place, dict) else None
    return Placed(text, gazetteer.group_of(text)[1]) if text else None


def _gazetteer(request: HttpRequest, collection: str) -> Gazetteer:
    """The places that are open in some collections, but for restricted ones."""
    return Gazetteer(list(within(request, collection).values_list("pk", flat=True)), ())
