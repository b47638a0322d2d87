"""What programs get to draw on maps keeps what is not certain, and comes in again as it left."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from tests.workspace.lists import reading_here
from tests.workspace.test_api import Program

from muniment.values.position import Position
from muniment.workspace.models import Collection, Document, User
from muniment.workspace.search.gazetteer import Gazetteer
from muniment.workspace.services import looked, places, places_lists
from muniment.workspace.services.starting import make_collection
from muniment.workspace.working import do_waiting

__all__ = ["reading_here"]

FAR = "54.31, 12.07, 40000\n54.5, 12.1, 30000.5\n54.3123457, 12.1, 0"
"""Three positions at one of which a place is, none as sure as the others."""


@pytest.fixture
def program(admin: User) -> Program:
    return Program(admin)


def taken_in(actor: Any, collection: Collection, content: bytes) -> Any:
    """A list of places, taken in; what was found when it was looked at."""
    look = places_lists.receive(actor, collection, io.BytesIO(content), "places.geojson")
    do_waiting()
    look.refresh_from_db()
    found = looked.kept(look)
    places_lists.take(actor, look, "as given")
    do_waiting()
    return found


def positions(collection: Collection) -> list[list[Position]]:
    return [list(each.place.candidates) for each in Gazetteer([collection.pk], []).places]


def outline(**said: Any) -> bytes:
    ring = [[47, 39], [47.1, 39], [47.1, 39.1], [47, 39.1], [47, 39]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {"name": "Fen", **said}, "geometry": shape}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def test_every_position_of_the_gazetteer_comes_in_again_with_its_own_metres(
    actor: Any, program: Program, collection: Collection, reading_here: None
) -> None:
    places.add(actor, collection, places.described("Alder\nru: Ольха", FAR))
    places.add(actor, collection, places.described("Bruck", "54.31, 12.07, 400"))
    places.add(actor, collection, places.described("Dale", ""))
    given = program.get("/gazetteer")
    said = [each["properties"] for each in given.json()["features"]]
    assert said[0]["uncertainties_m"] == [40000, 30000.5, 0]
    assert [each["uncertainty_m"] for each in said] == [40000, 400, None]
    there = make_collection(actor, "There")
    taken_in(actor, there, given.content)
    assert positions(there) == positions(collection)


def test_what_an_outline_may_be_off_is_added_to_its_circle(
    actor: Any, collection: Collection, reading_here: None
) -> None:
    taken_in(actor, collection, outline())
    taken_in(actor, make_collection(actor, "Off"), outline(accuracy="40 000 m"))
    off = Collection.objects.get(name="Off")
    assert positions(collection) == [[Position(39.05, 47.05, 7_100)]]
    assert positions(off) == [[Position(39.05, 47.05, 48_000)]]


def test_an_outline_off_by_what_is_no_number_is_left(
    actor: Any, collection: Collection, reading_here: None
) -> None:
    found = taken_in(actor, collection, outline(accuracy="a day's walk"))
    assert found.counts == {"problem": 1}
    assert "“a day's walk” is no accuracy in metres." in found.lines[0].why


@pytest.mark.parametrize("own", [[40000], [40000, "x"], "40000; 1e30", [40000, -1]])
def test_points_whose_metres_do_not_fit_are_never_surer_than_their_circle(
    actor: Any, collection: Collection, reading_here: None, own: Any
) -> None:
    shape = {"type": "MultiPoint", "coordinates": [[12.07, 54.31], [12.1, 54.5]]}
    said = {"name": "Alder", "uncertainty_m": 40000, "uncertainties_m": own}
    feature = {"type": "Feature", "properties": said, "geometry": shape}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    taken_in(actor, collection, text.encode())
    ((circle,),) = positions(collection)
    assert circle.uncertainty_m == 51_000


def test_a_claim_stands_where_its_own_collection_has_the_place(
    actor: Any, program: Program, collection: Collection, document: Document
) -> None:
    def killed(narrowed: str = "") -> Any:
        found = program.get(f"/claims.geojson?event=killed{narrowed}").json()["features"]
        return found[0]

    assert killed()["geometry"] is None
    assert killed()["properties"]["several"] is False
    other = make_collection(actor, "Other")
    places.add(actor, other, places.described("Alder", "1.5, 2.5, 100"))
    assert killed()["geometry"] is None
    places.add(actor, collection, places.described("Alder", FAR))
    claim = killed()
    assert claim["geometry"]["coordinates"][0] == [12.07, 54.31]
    assert claim["properties"]["uncertainties_m"] == [40000, 30000.5, 0]
    assert killed("&collection=trial") == claim
    places.add(actor, collection, places.described("Alder", "53.1, 11.1, 10"))
    claim = killed()
    assert (claim["geometry"], claim["properties"]["several"]) == (None, True)
    assert killed("&collection=trial") == claim


def test_a_finding_has_a_geometry_for_each_of_its_places(
    actor: Any, program: Program, collection: Collection, document: Document
) -> None:
    claims = list(document.claims.filter(kind="figure").order_by("start"))
    written = ("Alder", "Nowhere", "Bruck", "Ольха")
    for claim, place in zip(claims, written, strict=False):
        body = json.loads(claim.read) | {"place": {"text": place}}
        claim.read = json.dumps(body)
        claim.save()
    keys = [each.key for each in claims[: len(written)]]
    assert len(keys) == len(written)
    document.findings.create(
        key="f1", code="X001", level="note", message="a trial", start=0, claims=json.dumps(keys)
    )
    places.add(actor, collection, places.described("Alder\nОльха", FAR))

    def found() -> Any:
        return program.get("/findings.geojson?code=X001").json()["features"][0]

    assert [each["place"] for each in found()["properties"]["places"]] == list(written[:3])
    assert found()["geometry"]["type"] == "MultiPoint"
    places.add(actor, collection, places.described("Bruck", "53.1, 11.1, 10"))
    shape = found()["geometry"]
    assert shape["type"] == "GeometryCollection"
    assert [each["type"] for each in shape["geometries"]] == ["MultiPoint", "Point"]
    assert shape["geometries"][1]["coordinates"] == [11.1, 53.1]
    doubts = [each["uncertainties_m"] for each in found()["properties"]["places"]]
    assert doubts == [[40000, 30000.5, 0], [], [10]]
    described = program.get("/openapi.json").json()["components"]["schemas"]
    assert "GeometryCollection" in json.dumps(described["Feature"] | described["Geometries"])
