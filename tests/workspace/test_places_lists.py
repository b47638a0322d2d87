"""Lists of places: looked at row by row, taken once, nothing that is known overwritten."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from muniment.values.position import Position
from muniment.workspace.history import Actor
from muniment.workspace.models import Collection, Entry, Place, User, Work
from muniment.workspace.search.gazetteer import Gazetteer, known
from muniment.workspace.services import looked, places, places_lists
from muniment.workspace.services.members import set_member
from muniment.workspace.services.places import PlaceProblem
from muniment.workspace.working import do_waiting

LIST = """No,Name,name_az,name_ru,Other names,Latitude,Longitude,Accuracy,Source,Sensitivity
1,Alder,Alderkənd,Ольха,Aldar; az: Əldər,39.8115,47.1012,500,Map 12,public
2,Bruck,,Брук,,39°48′30″N,47°06′10″E,250,Map 12,
3,,,,,40.0,46.0,10,,
4,Dale,,,,,,,a witness,nobody
5,Alder,,,,41.9012,44.2034,100,another,
6,Alder,Alderkənd,,,39.8121,47.1024,300,Map 13,
7,Ester,,,,39.9,x,300,Map 13,
"""


def looked_at(actor: Actor, collection: Collection, text: str | bytes, name: str) -> Any:
    content = text if isinstance(text, bytes) else text.encode()
    look = places_lists.receive(actor, collection, io.BytesIO(content), name)
    do_waiting()
    look.refresh_from_db()
    return look, looked.kept(look)


def taken(actor: Actor, look: Work) -> str:
    work = places_lists.take(actor, look, "the map of the survey")
    do_waiting()
    work.refresh_from_db()
    return work.message


def test_each_row_says_what_it_would_do(actor: Actor, collection: Collection) -> None:
    look, found = looked_at(actor, collection, LIST, "places.csv")
    assert Place.objects.count() == 0
    assert found.counts == {"problem": 4, "new": 3}
    why = {each.number: each.why for each in found.lines}
    assert why[4] == "A place needs a name."
    assert "Column “Sensitivity”: “nobody”" in why[5]
    assert "Another place of this name is known elsewhere" in why[6]
    assert why[7] == "This is the same place as row 2."
    assert "x" in why[8]
    assert taken(actor, look) == "3 added, 4 left"
    alder = next(each for each in Gazetteer([collection.pk], []).places if "Ольха" in each.label)
    assert alder.names == (
        *(("", "Alder"), ("", "Aldar"), ("az", "Əldər")),
        *(("az", "Alderkənd"), ("ru", "Ольха")),
    )
    assert alder.place.candidates == (Position(39.8115, 47.1012, 500),)
    assert (alder.row.sensitivity, alder.basis) == ("public", "Map 12")
    told = Entry.objects.filter(action="place.added")
    assert told.count() == 3
    again, found = looked_at(actor, collection, LIST, "places.csv")
    assert "new" not in found.counts
    assert found.counts["same"] == 4
    assert Place.objects.count() == 3
    assert "Nothing" not in taken(actor, again)


def test_what_is_known_is_added_to_and_not_overwritten(
    actor: Actor, collection: Collection
) -> None:
    place = places.add(actor, collection, places.described("Alder", "39.8112345, 47.1, 500"))
    other = places.add(actor, collection, places.described("Bruck", ""))
    text = (
        "name;name_ru;lat;lon;source\nAlder;Ольха;39.8113;47.1001;Map 13\nBruck;;40.123;45.123;\n"
    )
    look, found = looked_at(actor, collection, text, "p.csv")
    assert found.counts == {"changed": 2}
    taken(actor, look)
    place.refresh_from_db()
    other.refresh_from_db()
    assert known(place).names == (("", "Alder"), ("ru", "Ольха"))
    assert known(place).place.candidates == (Position(39.8112345, 47.1, 500),)
    assert json.loads(other.positions)[0][:2] == [40.123, 45.123]
    keyed = f"key,name,lat,lon,accuracy\n{place.key},Alder,39.9123,47.2123,100\nnobodys,Alder,,,\n"
    look, found = looked_at(actor, collection, keyed, "p.csv")
    assert found.counts == {"changed": 1, "problem": 1}
    taken(actor, look)
    place.refresh_from_db()
    assert known(place).place.candidates == (Position(39.9123, 47.2123, 100),)


def test_two_rows_of_one_place_that_is_known_both_stand(
    actor: Actor, collection: Collection
) -> None:
    place = places.add(actor, collection, places.described("Alder", "39.8112345, 47.1, 500"))
    text = "name,name_ru,name_az,source\nAlder,Ольха,,\nAlder,,Alderkənd,Map\nAlder,Ольха,,\n"
    look, found = looked_at(actor, collection, text, "p.csv")
    assert found.counts == {"changed": 2, "same": 1}
    assert found.lines[0].differences == [["names", "", "ru: Ольха"]]
    taken(actor, look)
    place.refresh_from_db()
    assert known(place).names == (("", "Alder"), ("ru", "Ольха"), ("az", "Alderkənd"))
    assert place.basis == "Map"


def test_what_was_changed_since_it_was_compared_stays(
    actor: Actor, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = places.add(actor, collection, places.described("Alder", ""))
    look, _ = looked_at(actor, collection, "name,name_ru\nAlder,Ольха\n", "p.csv")
    before = places_lists._planned

    def planned(mine: Any, order: Any) -> Any:
        for row in list(before(mine, order)):
            places.change(actor, place, place.version, places.described("Alder\nAldar", ""))
            yield row

    monkeypatch.setattr(places_lists, "_planned", planned)
    assert taken(actor, look) == "1 left"
    place.refresh_from_db()
    assert known(place).names == (("", "Alder"), ("", "Aldar"))


def test_outlines_of_geojson_become_areas(actor: Actor, collection: Collection) -> None:
    ring = [[47, 39], [47.1, 39], [47.1, 39.1], [47, 39.1], [47, 39]]
    features = [
        {"properties": {"name": "Fen"}, "geometry": {"type": "Polygon", "coordinates": [ring]}},
        {
            "properties": {"name": "Ester", "name:ru": "Эстер", "accuracy": 200},
            "geometry": {"type": "Point", "coordinates": [47.51234, 39.91234]},
        },
    ]
    rows = [{"type": "Feature"} | each for each in features]
    text = json.dumps({"type": "FeatureCollection", "features": rows})
    look, found = looked_at(actor, collection, text, "places.geojson")
    assert found.counts == {"new": 2}
    taken(actor, look)
    fen, ester = Gazetteer([collection.pk], []).places
    (middle,) = fen.place.candidates
    assert (middle.lat, middle.lon, middle.uncertainty_m) == (39.05, 47.05, 7100)
    assert ester.place.candidates == (Position(39.91234, 47.51234, 200),)
    assert ("ru", "Эстер") in ester.names


def test_a_restricted_place_takes_the_right_to_it(
    admin: User, actor: Actor, collection: Collection
) -> None:
    user = User.objects.create(username="documenter")
    set_member(actor, collection, user, "documenter", False)
    who = Actor(user, "web")
    text = "name,lat,lon,sensitivity\nAlder,1.23456,2.34567,restricted\n"
    look, found = looked_at(who, collection, text, "p.csv")
    assert found.counts == {"problem": 1}
    taken(who, look)
    assert Place.objects.count() == 0
    look, _ = looked_at(actor, collection, text, "p.csv")
    taken(actor, look)
    assert "Alder" not in Place.objects.get().names


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"PK\x03\x04no", b"{", b"a,b\n1,2\n"])
def test_no_file_breaks_it(actor: Actor, collection: Collection, content: bytes) -> None:
    look, found = looked_at(actor, collection, content, "p.csv")
    assert found is None or found.takes == 0
    assert look.message
    if found is None:
        with pytest.raises(PlaceProblem):
            places_lists.take(actor, look, "a reason")


def test_through_the_pages(admin: User, collection: Collection) -> None:
    pages = Client()
    pages.force_login(admin)
    file = io.BytesIO(LIST.encode())
    file.name = "places.csv"
    here = pages.post(reverse("bring-places", args=[collection.slug]), {"file": file})["Location"]
    assert "hx-get" in pages.get(here).content.decode()
    do_waiting()
    shown = pages.get(here).content.decode()
    assert "Alderkənd" in shown
    assert "Take 3 rows" in shown
    assert pages.post(f"{here}/take", {"why": " "}).status_code == 422
    assert pages.post(f"{here}/take", {"why": "the survey"})["Location"] == reverse("places")
    do_waiting()
    found = pages.get(reverse("places"), {"q": "ALDERKƏN"}).content.decode()
    assert "Ольха" in found
    assert "Bruck" not in found
    other = User.objects.create(username="other", is_superuser=True)
    pages.force_login(other)
    assert pages.get(here).status_code == 403


def test_coordinates_are_shown_as_they_were_given(admin: User, collection: Collection) -> None:
    said = places.described("Alder", "39.1234567, 47.7654321, 12345.5")
    place = places.add(Actor(admin, "web"), collection, said)
    pages = Client()
    pages.force_login(admin)
    shown = pages.get(reverse("place", args=[place.key])).content.decode()
    assert "39.1234567, 47.7654321, 12345.5" in shown
