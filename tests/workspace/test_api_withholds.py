"""What programs are told of something restricted without having looked: that it is there, and how
it stands."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.workspace.lists import GIVEN, brought, reading_here, rows
from tests.workspace.people import member, ruled
from tests.workspace.test_api import Program

from muniment.workspace.entry_words import words_of
from muniment.workspace.models import (
    Assessment,
    Claim,
    Collection,
    Document,
    Entry,
    Finding,
    Rung,
    User,
)
from muniment.workspace.search.gazetteer import known
from muniment.workspace.services import intakes, places, weighing
from muniment.workspace.services.taking_in import Description, describe
from muniment.workspace.working import do_waiting

__all__ = ["reading_here"]

SECRET = "Quillfeather"


@pytest.fixture
def program(admin: User) -> Program:
    return Program(admin)


@pytest.fixture
def closed(actor: Any, document: Document) -> Document:
    """A document of a source that became restricted."""
    source = document.source
    describe(actor, source, source.version, Description(sensitivity="restricted", title=SECRET))
    do_waiting()
    return Document.objects.get(source=source)


@pytest.fixture
def claim(closed: Document) -> Claim:
    return closed.claims.filter(kind="figure").order_by("pk")[0]


@pytest.fixture
def finding(closed: Document) -> Finding:
    return closed.findings.create(key="f0", code="X001", level="note", message=SECRET, start=0)


def looks() -> int:
    return Entry.objects.filter(action="restricted.seen").count()


def test_how_something_restricted_stands_is_told_by_its_version_only(
    actor: Any, program: Program, closed: Document, claim: Claim, finding: Finding
) -> None:
    here, source = f"/documents/{closed.key}", closed.source
    rung = Rung.objects.exclude(rank=None)[0]
    held = weighing.assess(actor, claim, None, "", SECRET, standard=rung)
    place = {"names": [{"name": SECRET}], "sensitivity": "restricted"}
    made = program.send("post", "/collections/trial/places", place).json()
    for method, path, body, now in (
        (
            *("post", f"{here}/claims/{claim.key}/decision"),
            *({"verdict": "confirm", "version": 7}, {"version": claim.version}),
        ),
        (
            *("post", f"{here}/findings/f0/judgement"),
            *({"status": "accepted", "version": 7}, {"version": 1}),
        ),
        (
            *("post", f"{here}/claims/{claim.key}/assessments"),
            *({"standard": rung.pk, "reason": "x"}, {"number": held.pk}),
        ),
        (
            *("patch", f"/sources/{source.key}"),
            *({"version": 70, "title": "x"}, {"version": source.version}),
        ),
        (
            *("patch", f"/places/{made['key']}"),
            *({"version": 7, "basis": "x"}, {"version": 1}),
        ),
    ):
        answer = program.send(method, path, body)
        assert (answer.status_code, answer.json()["now"]) == (409, now), path
    absent = {"standard": rung.pk, "reason": "x", "before": 2**30}
    Assessment.objects.all().delete()
    answer = program.send("post", f"{here}/claims/{claim.key}/assessments", absent)
    assert (answer.status_code, answer.json()["now"]) == (409, {"version": claim.version})
    assert looks() == 0


def test_who_decides_on_something_restricted_is_told_how_it_stands_only(
    program: Program,
    collection: Collection,
    closed: Document,
    claim: Claim,
    finding: Finding,
) -> None:
    ruled(collection, two_people=True)
    colleague = Program(member(collection, "colleague", "reviewer", restricted=True))
    here = f"/documents/{closed.key}/claims"
    assert program.get(f"{here}/{claim.key}").status_code == 403
    added = {"kind": "figure", "start": claim.start, "end": claim.end, "fields": {"low": 14}}
    new = program.send("post", here, added | {"reason": SECRET}).json()
    assert sorted(new) == ["key", "status", "version"]
    decision = {"verdict": "confirm", "version": claim.version, "reason": SECRET}
    (made,) = program.send("post", f"{here}/{claim.key}/decision", decision).json()
    claim.refresh_from_db()
    assert made == {"key": claim.key, "status": claim.status, "version": claim.version}
    judgement = {"status": "dismissed", "version": 1, "reason": SECRET}
    judged = program.send("post", f"/documents/{closed.key}/findings/f0/judgement", judgement)
    assert judged.json() == {"key": "f0", "status": "dismissed", "version": 2}
    reached = {"standard": Rung.objects.exclude(rank=None)[0].pk, "reason": SECRET}
    weighed = program.send("post", f"{here}/{claim.key}/assessments", reached).json()
    assert weighed == {"number": weighed["number"], "stands": True, "seconded_by": None}
    path = f"{here}/{claim.key}/assessments/{weighed['number']}/second"
    assert colleague.send("post", path, {}).json() == weighed | {"seconded_by": "colleague"}
    assert looks() == 0


def test_who_decides_on_something_open_is_given_it(program: Program, document: Document) -> None:
    claim = document.claims.get(low=14)
    here = f"/documents/{document.key}/claims/{claim.key}"
    confirmed = program.send("post", f"{here}/decision", {"verdict": "confirm", "version": 1})
    assert confirmed.json()[0]["read"]["low"] == 14
    reached = {"standard": Rung.objects.exclude(rank=None)[0].pk, "reason": "it says so"}
    weighed = program.send("post", f"{here}/assessments", reached).json()
    assert (weighed["claim"], weighed["reason"]) == (f"{document.key}:{claim.key}", "it says so")


def test_what_is_wrong_with_a_list_is_said_without_what_stands_in_it(
    admin: User, actor: Any, program: Program, collection: Collection, reading_here: None
) -> None:
    intake = brought(actor, collection, rows(0, 12), "people")
    intakes.remap(actor, intake, intake.version, {"key": "Given name"})
    do_waiting()
    told = program.get(f"/intakes/{intake.key}")
    reasons = [each["reason"] for each in told.json()["problems"]]
    assert [each for each in reasons if "the key stands in row" in each]
    client = Client()
    client.force_login(admin)
    page = client.get(f"/intakes/{intake.key}")
    assert page.status_code == 200
    assert "the key stands in row" in page.content.decode()
    for name in GIVEN:
        assert name not in told.content.decode()
        assert name not in page.content.decode()


def test_a_restricted_place_is_changed_without_being_told(
    actor: Any, program: Program, collection: Collection
) -> None:
    basis = "a map; " * 200
    sent = {"names": [{"name": SECRET}], "positions": [{"lat": 54.31, "lon": 12.07}]}
    made = program.send(
        "post",
        "/collections/trial/places",
        sent | {"sensitivity": "restricted", "basis": basis},
    ).json()
    assert made == {"key": made["key"], "sensitivity": "restricted", "version": 1}
    here = f"/places/{made['key']}"
    nothing = program.send("patch", here, {"version": 1})
    assert (nothing.status_code, nothing.json()["error"]) == (422, "Say what is to be changed.")
    changed = program.send("patch", here, {"version": 1, "basis": "another"})
    assert changed.json() == made | {"version": 2}
    late = program.send("patch", here, {"version": 1, "basis": "a third"})
    assert (late.status_code, late.json()["now"]) == (409, {"version": 2})
    assert looks() == 0
    opened = program.send("patch", here, {"version": 2, "sensitivity": "internal"}).json()
    assert (opened["basis"], opened["names"][0]["name"]) == ("another", SECRET)


def test_a_place_keeps_what_a_change_does_not_name(
    actor: Any, program: Program, collection: Collection
) -> None:
    said = places.Description((("", "Al  der"), ("en", "Alder")), basis="as  told")
    place = places.add(actor, collection, said)
    sent = {"version": 1, "positions": [{"lat": 54.31, "lon": 12.07}]}
    assert program.send("patch", f"/places/{place.key}", sent).status_code == 200
    place.refresh_from_db()
    told = known(place)
    assert (told.names, told.basis) == (said.names, said.basis)


def test_restricted_places_are_shown_on_pages_to_who_says_why(
    actor: Any, collection: Collection
) -> None:
    place = places.add(
        actor, collection, places.described(SECRET, "54.31, 12.07", SECRET, "restricted")
    )
    places.add(actor, collection, places.described("Alder", "1, 2"))
    client = Client()
    client.force_login(actor.user)
    pages = (reverse("places"), reverse("place", args=[place.key]))
    shut = [client.get(each) for each in pages]
    assert [each.status_code for each in shut] == [200, 403]
    for page in shut:
        assert SECRET not in page.content.decode()
        assert "12.07" not in page.content.decode()
    sent = {"version": 1, "names": "x", "positions": ""}
    assert client.post(reverse("change-place", args=[place.key]), sent).status_code == 403
    asks = reverse("show-place", args=[place.key])
    client.post(asks, {"why": " "})
    assert (looks(), client.get(pages[1]).status_code) == (0, 403)
    client.post(asks, {"why": "a family asks"})
    assert SECRET in client.get(pages[1]).content.decode()
    assert Entry.objects.order_by("number").last().subject == f"place:{place.key}"  # type: ignore[union-attr]
    other = Client()
    other.force_login(actor.user)
    other.post(reverse("show-places", args=[collection.slug]), {"why": "a family asks"})
    assert SECRET in other.get(pages[0]).content.decode()
    entry = Entry.objects.order_by("number").last()
    assert entry
    assert entry.subject == f"collection:{collection.slug}"
    words = words_of(entry.number, entry.subject, entry.detail, entry.reason)
    assert (words.detail["records"], words.reason) == ([place.key], "a family asks")
    reader = Client()
    reader.force_login(member(collection, "reader", "reader"))
    reader.post(asks, {"why": "a family asks"})
    reader.post(reverse("show-places", args=[collection.slug]), {"why": "a family asks"})
    assert SECRET not in reader.get(pages[0]).content.decode()
    assert looks() == 2
