"""What leaves: asked for, allowed, made, logged; and what comes back."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from tests.workspace.lists import reading_here
from tests.workspace.people import member, ruled
from tests.workspace.words import why
from tests.workspace_fixtures import TEXT

from muniment.workspace.exporting import gathering
from muniment.workspace.exporting.order import Order, OrderProblem
from muniment.workspace.history import Actor
from muniment.workspace.locking import Stale
from muniment.workspace.models import (
    Claim,
    Collection,
    Document,
    Entry,
    Export,
    Finding,
    Work,
)
from muniment.workspace.opened import opened
from muniment.workspace.permissions import NotAllowed
from muniment.workspace.sensitive import why_decided
from muniment.workspace.services import bringing_back, handing
from muniment.workspace.services.members import set_member
from muniment.workspace.services.reviewing import add, body_of, confirm, correct, reject, split
from muniment.workspace.services.starting import make_collection
from muniment.workspace.services.taking_in import Description, describe, take_in
from muniment.workspace.temporary import in_memory, own
from muniment.workspace.working import do_waiting

__all__ = ["reading_here"]
ALL = tuple(Claim.Status.values)


@pytest.fixture
def free(collection: Collection) -> Collection:
    """The collection, in which nobody has to approve what leaves."""
    return ruled(collection, approval=False)


def person(collection: Collection, name: str, role: str, restricted: bool = False) -> Actor:
    return Actor(member(collection, name, role, restricted), "web")


def left(actor: Actor, collection: Collection, order: Order) -> bytes:
    export = handing.ask_export(actor, collection, order, "for the court", "the court of Norland")
    do_waiting()
    export.refresh_from_db()
    assert export.state == Export.State.MADE, export.message
    return handing.hand_out(actor, export)


def decided(document: Document) -> dict[str, tuple[str, Any]]:
    rows = document.claims.exclude(status="suggested")
    return {each.key: (each.status, body_of(each)) for each in rows}


def decide_much(actor: Actor, document: Document) -> None:
    killed = document.claims.get(event="killed", low=14)
    confirm(actor, killed, killed.version, "seen")
    homes = document.claims.get(event="destroyed")
    correct(actor, homes, homes.version, {"high": 99, "place": {"text": "=Alder"}}, "the annex")
    missing = document.claims.get(event="missing")
    reject(actor, missing, missing.version, "-not said here")
    men = document.claims.get(low=9)
    part = {"kind": "figure", "start": men.start, "end": men.start + 1, "low": 4, "high": 4}
    split(actor, men, men.version, [part, {**part, "low": 5, "high": 5}], "two groups")
    start = TEXT.index("the village of Alder")
    extra = {"kind": "figure", "start": start, "end": start + 20, "low": 1, "high": None}
    mine = add(actor, document, {**extra, "event": "attack"}, "one attack")
    correct(actor, mine, mine.version, {"high": 2}, "perhaps two")
    finding = document.findings.create(key="f0", code="X1", level="note", message="m", start=0)
    assert finding.status == Finding.Status.OPEN


@pytest.mark.parametrize("format", ["csv", "xlsx", "json", "geojson"])
def test_what_leaves_comes_back_as_it_was(
    actor: Actor, free: Collection, document: Document, format: str
) -> None:
    decide_much(actor, document)
    before = decided(document)
    what = "claims" if format == "geojson" else "all"
    content = left(actor, free, Order(what=what, format=format, statuses=ALL))
    document.claims.exclude(split_from=None).delete()
    document.source.delete()
    take_in(actor, free, io.BytesIO(TEXT.encode()), "statement.txt", "upload")
    do_waiting()
    fresh = Document.objects.get()
    assert decided(fresh) == {}
    kept = bringing_back.receive(actor, free, io.BytesIO(content))
    plan = bringing_back.plan(actor, free, kept.sha256, "")
    assert not [each for each in plan.rows if each.outcome == "problem" and each.table == "claims"]
    bringing_back.bring_back(actor, free, kept.sha256, "moved to a new machine")
    do_waiting()
    assert decided(fresh) == before
    again = bringing_back.plan(actor, free, kept.sha256, "")
    assert {each.outcome for each in again.rows if each.table == "claims"} == {"same"}


def test_it_comes_back_into_a_collection_of_another_name(
    actor: Actor, free: Collection, document: Document
) -> None:
    decide_much(actor, document)
    content = left(actor, free, Order(what="claims", format="csv", statuses=ALL))
    other = make_collection(actor, "Elsewhere")
    take_in(actor, other, io.BytesIO(TEXT.encode()), "s.txt", "upload")
    do_waiting()
    kept = bringing_back.receive(actor, other, io.BytesIO(content))
    bringing_back.bring_back(actor, other, kept.sha256, "shared work")
    do_waiting()
    there = Document.objects.get(source__collection=other)
    assert decided(there) == decided(document)


def test_what_was_changed_here_since_stays(
    actor: Actor, free: Collection, document: Document
) -> None:
    claim = document.claims.get(event="killed", low=14)
    confirm(actor, claim, claim.version)
    content = left(actor, free, Order(what="claims", format="json", statuses=ALL))
    correct(actor, claim, claim.version, {"low": 13, "high": 13}, "counted twice")
    kept = bringing_back.receive(actor, free, io.BytesIO(content))
    rows = bringing_back.plan(actor, free, kept.sha256, "").rows
    row = next(each for each in rows if each.key == claim.key)
    assert row.outcome == "stale"
    assert ("low", 13, 14) in row.differences
    bringing_back.bring_back(actor, free, kept.sha256, "again")
    do_waiting()
    claim.refresh_from_db()
    assert body_of(claim)["low"] == 13


def test_a_cell_that_was_changed_outside_is_a_correction(
    actor: Actor, free: Collection, document: Document
) -> None:
    claim = document.claims.get(event="killed", low=14)
    confirm(actor, claim, claim.version)
    content = left(actor, free, Order(what="claims", format="json", statuses=ALL))
    rows = json.loads(content)["claims"]
    row = next(each for each in rows if each["key"] == claim.key)
    row |= {"low": 15, "high": 16, "place": "Birch", "reason": "the list of names"}
    kept = bringing_back.receive(actor, free, io.BytesIO(json.dumps({"claims": [row]}).encode()))
    bringing_back.bring_back(actor, free, kept.sha256, "names counted")
    do_waiting()
    claim.refresh_from_db()
    body = body_of(claim)
    assert (body["low"], body["high"], body["place"]["text"]) == (15, 16, "Birch")
    last = claim.reviews.last()
    assert last is not None
    assert (last.verdict, why_decided(last)) == ("corrected", "the list of names")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"low": "many"}, "no number"),
        ({"event": "murdered"}, "none of"),
        ({"period": "yesterday"}, "no date"),
        ({"status": "true"}, "cannot be"),
        ({"quote": "13 people"}, "Other words"),
        ({"document": "x", "source_sha256": "y"}, "not here"),
        ({"start": "", "end": "", "quote": "e"}, "Say where"),
        ({"changes": "{"}, "no JSON object"),
    ],
)
def test_a_row_that_cannot_be_says_why(
    actor: Actor, free: Collection, document: Document, change: dict[str, Any], why: str
) -> None:
    content = left(actor, free, Order(what="claims", format="json", statuses=ALL))
    row = next(each for each in json.loads(content)["claims"] if each["event"] == "killed")
    file = json.dumps({"claims": [row | change]}).encode()
    kept = bringing_back.receive(actor, free, io.BytesIO(file))
    (planned,) = bringing_back.plan(actor, free, kept.sha256, "").rows
    assert planned.outcome == "problem"
    assert why in planned.why


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04broken", b"\xff\xfe\x00", b"{", b'{"claims": 3}', b"a,b\n1,2\n", b"[1]"],
)
def test_no_file_breaks_it(actor: Actor, free: Collection, content: bytes) -> None:
    kept = bringing_back.receive(actor, free, io.BytesIO(content))
    with pytest.raises(ValueError, match=r"\w"):
        bringing_back.plan(actor, free, kept.sha256, "")


def test_sources_come_back_and_are_not_opened_by_a_file(
    actor: Actor, free: Collection, document: Document
) -> None:
    source = document.source
    describe(actor, source, source.version, Description(issuer="Office", sensitivity="restricted"))
    do_waiting()
    order = Order(what="sources", format="json", audience="restricted")
    rows = json.loads(left(actor, free, order))["sources"]
    for change, outcome in (({"sensitivity": "public"}, "problem"), ({"title": "T"}, "changed")):
        file = json.dumps({"sources": [rows[0] | change]}).encode()
        kept = bringing_back.receive(actor, free, io.BytesIO(file))
        (planned,) = bringing_back.plan(actor, free, kept.sha256, "").rows
        assert planned.outcome == outcome
    reviewer = person(free, "reviewer", "reviewer")
    (planned,) = bringing_back.plan(reviewer, free, kept.sha256, "").rows
    assert (planned.outcome, planned.differences) == ("withheld", [])


def test_formulas_are_defused_and_come_back(
    actor: Actor, free: Collection, document: Document
) -> None:
    decide_much(actor, document)
    content = left(actor, free, Order(what="claims", format="csv", statuses=ALL))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read("claims.csv").decode("utf-8-sig")
    cells = {cell for row in csv.reader(io.StringIO(text)) for cell in row}
    assert "'=Alder" in cells
    assert "'-not said here" in cells


def test_an_export_takes_another_person_where_the_collection_asks(
    actor: Actor, collection: Collection, document: Document
) -> None:
    analyst = person(collection, "analyst", "analyst")
    order = Order(what="claims", format="json", statuses=ALL)
    export = handing.ask_export(analyst, collection, order, "for a report", "the desk")
    do_waiting()
    assert Export.objects.get().state == "asked"
    with pytest.raises(NotAllowed):
        handing.approve(analyst, export, export.version)
    with pytest.raises(OrderProblem):
        handing.hand_out(analyst, export)
    with pytest.raises(OrderProblem):
        handing.refuse(actor, export, export.version, " ")
    publisher = person(collection, "publisher", "publisher")
    version = export.version
    handing.approve(publisher, export, version)
    with pytest.raises(Stale):
        handing.refuse(actor, export, version, "no")
    do_waiting()
    export.refresh_from_db()
    assert json.loads(handing.hand_out(analyst, export))["about"]["purpose"] == "for a report"
    entry = Entry.objects.get(action="export.downloaded")
    assert json.loads(entry.detail)["sha256"] == export.sha256
    assert (entry.actor, why(entry)) == ("analyst", "for a report")
    own = handing.ask_export(actor, collection, order, "for me", "me")
    with pytest.raises(NotAllowed):
        handing.approve(actor, own, own.version)


def test_what_is_restricted_leaves_only_with_who_may_see_it(
    actor: Actor, free: Collection, document: Document
) -> None:
    source = document.source
    said = Description(sensitivity="restricted", obtained_from="Marrowby", title="Thistledown")
    describe(actor, source, source.version, said)
    do_waiting()
    analyst = person(free, "analyst", "analyst")
    order = Order(what="all", format="json", statuses=ALL)
    with pytest.raises(NotAllowed):
        handing.ask_export(analyst, free, replace(order, audience="restricted"), "why", "who")
    kept = left(analyst, free, order).decode()
    assert "Alder" not in kept
    assert "Thistledown" not in kept
    assert "1 restricted sources" in kept
    assert "obtained_from" in json.loads(kept)["about"]["left_out"][-1] or "obtained_from" in kept
    whole = left(actor, free, replace(order, audience="restricted")).decode()
    assert "Marrowby" in whole
    assert "Alder" in whole
    export = Export.objects.filter(by=actor.user).get()
    with pytest.raises(NotAllowed):
        handing.hand_out(person(free, "publisher", "publisher"), export)


def test_a_right_that_was_lost_meanwhile_stops_it(
    actor: Actor, free: Collection, document: Document
) -> None:
    analyst = person(free, "analyst", "analyst", restricted=True)
    order = Order(what="claims", format="json", audience="restricted", statuses=ALL)
    export = handing.ask_export(analyst, free, order, "why", "who")
    set_member(actor, free, analyst.user, "analyst", False)
    do_waiting()
    export.refresh_from_db()
    assert export.state == "failed"
    assert Work.objects.filter(kind="export", state="failed").exists()


def test_the_public_gets_what_people_stand_by_and_nobodys_name(
    actor: Actor, free: Collection, document: Document
) -> None:
    claim = document.claims.get(event="killed", low=14)
    confirm(actor, claim, claim.version, "a reason")
    order = Order(what="all", format="json", audience="public")
    with pytest.raises(OrderProblem):
        replace(order, statuses=ALL).checked()
    assert json.loads(left(actor, free, order))["claims"] == []
    source = document.source
    describe(actor, source, source.version, Description(sensitivity="public"))
    do_waiting()
    whole = left(actor, free, order).decode()
    (row,) = json.loads(whole)["claims"]
    assert row["quote"] == "14 people"
    assert "admin" not in whole
    assert "a reason" not in whole
    assert "decisions" not in json.loads(whole)


def test_an_export_expires(
    actor: Actor, free: Collection, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = Order(what="claims", format="json", statuses=ALL)
    left(actor, free, order)
    monkeypatch.setattr(handing, "EXPIRES", -handing.EXPIRES)
    with pytest.raises(OrderProblem):
        handing.hand_out(actor, Export.objects.get())


@pytest.mark.parametrize("format", ["geojson", "ftm", "prov"])
def test_the_other_formats(actor: Actor, free: Collection, document: Document, format: str) -> None:
    from muniment.workspace.services import places

    places.add(actor, free, places.described("en: Alder", "10.26, 20.38, 500"))
    decide_much(actor, document)
    content = left(actor, free, Order(what="claims", format=format))
    here = opened().folder.temporary
    places_of_drafts = {own(here), in_memory(here, 0)}
    left_there = [each for place in places_of_drafts for each in place.rglob("*")]
    assert [each for each in left_there if each.is_file()] == []
    if format != "ftm":
        whole = json.dumps(json.loads(content), ensure_ascii=False, indent=1)
        assert content.decode() == whole
    if format == "geojson":
        features = json.loads(content)["features"]
        found = {each["properties"].get("event"): each["geometry"] for each in features}
        assert found["destroyed"] is not None
        assert "positions" not in json.dumps(features)
    elif format == "ftm":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            lines = archive.read("entities.ftm.json").decode().splitlines()
        entities = {row["id"]: row for row in map(json.loads, lines)}
        for each in entities.values():
            assert set(each["properties"].get("proof", [])) <= set(entities)
        names = [row["properties"].get("name") for row in entities.values()]
        assert ["destroyed: 95 to 99 houses"] in names
    else:
        check_prov(json.loads(content))


def test_a_file_tells_only_of_tables_that_it_holds(
    actor: Actor, free: Collection, document: Document
) -> None:
    decide_much(actor, document)
    content = left(actor, free, Order(what="all", format="ftm"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        told = archive.read("about.txt").decode("utf-8-sig")
    assert "contents: claims: " in told
    assert "contents: findings" not in told
    made = Entry.objects.get(action="export.made")
    assert set(json.loads(made.detail)["rows"]) == {"sources", "documents", "claims"}


def check_prov(kept: dict[str, Any]) -> None:
    named = {name for kind in ("entity", "activity", "agent") for name in kept[kind]}
    prefixes = set(kept["prefix"]) | {"prov"}
    for kind, records in kept.items():
        if kind == "prefix":
            continue
        for name, record in records.items():
            if kind in ("entity", "activity", "agent"):
                assert name.split(":")[0] in prefixes
                continue
            assert set(record.values()) <= named, record
    derived = {
        (each["prov:generatedEntity"], each["prov:usedEntity"])
        for each in kept["wasDerivedFrom"].values()
    }
    ways = {a for a, _ in derived}
    assert {name for name in kept["entity"] if name.startswith("clm:")} <= ways


def test_the_place_of_a_public_claim_is_coarse(
    actor: Actor, free: Collection, document: Document
) -> None:
    from muniment.workspace.services import places

    source = document.source
    describe(actor, source, source.version, Description(sensitivity="public"))
    do_waiting()
    claim = document.claims.get(event="killed", low=14)
    confirm(actor, claim, claim.version)
    place = places.add(actor, free, places.described("en: Alder", "10.26, 20.38, 500"))
    order = Order(what="claims", format="geojson", audience="public")
    (feature,) = json.loads(left(actor, free, order))["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [20.35, 10.25]}
    assert feature["properties"]["uncertainty_m"] > 8000
    assert "place_names" not in feature["properties"]
    said = places.described("en: Alder", "10.26, 20.38, 500", "", "restricted")
    places.change(actor, place, place.version, said)
    (feature,) = json.loads(left(actor, free, order))["features"]
    assert feature["geometry"] is None


@pytest.mark.parametrize("at_once", [500, 0])
def test_a_saved_search_narrows_and_is_kept_sealed(
    actor: Actor,
    free: Collection,
    document: Document,
    monkeypatch: pytest.MonkeyPatch,
    at_once: int,
) -> None:
    monkeypatch.setattr(gathering, "MOST_ASKED", at_once)
    order = Order(what="claims", format="json", statuses=ALL, search="q=destroyed")
    rows = json.loads(left(actor, free, order))["claims"]
    assert [each["quote"] for each in rows] == ["At least 95 houses"]
    assert "destroyed" not in Export.objects.get().what
    assert not Entry.objects.filter(detail__contains="q=destroyed").exists()


@pytest.mark.usefixtures("reading_here")
@pytest.mark.parametrize("format", ["csv", "xlsx", "json", "ftm"])
def test_a_list_of_the_registers_leaves_by_its_own_rules(
    actor: Actor, free: Collection, format: str
) -> None:
    from tests.workspace.lists import accepted, rows

    from muniment.workspace.sealed_registers import registers
    from muniment.workspace.services import registers as acts

    accepted(actor, free, rows(0, 40), "ministry")
    order = Order(what="register", format=format, lists=("ministry",))
    names = zipfile.ZipFile(io.BytesIO(left(actor, free, order))).namelist()
    assert len(names) == 2
    if format == "csv":
        public = replace(order, audience="public")
        with zipfile.ZipFile(io.BytesIO(left(actor, free, public))) as archive:
            told = archive.read("about.txt").decode("utf-8-sig")
        assert "restricted fields" in told
        assert "admin" not in told
    made = Entry.objects.filter(action="export.made").last()
    assert made is not None
    assert json.loads(made.detail)["registers"] == registers().head
    assert list(acts.untold()) == []
    make_collection(actor, "Other")
    Collection.objects.update(approval=False)
    other = Collection.objects.get(name="Other")
    with pytest.raises(AssertionError, match="not in Other"):
        left(actor, other, order)


def test_a_package_leaves_and_verifies(
    actor: Actor, free: Collection, document: Document, tmp_path: Any
) -> None:
    from muniment.workspace.custody_package import verify

    order = Order(what="package", format="bagit", sources=(document.source.key,))
    place = tmp_path / "package.zip"
    place.write_bytes(left(actor, free, order))
    assert verify(place).holds


def test_the_audit_holds_after_all_this(actor: Actor, free: Collection, document: Document) -> None:
    from muniment.workspace.services.auditing import audit

    decide_much(actor, document)
    content = left(actor, free, Order(what="all", format="json", statuses=ALL))
    claim = document.claims.get(event="killed", low=14)
    rows = json.loads(content)
    next(each for each in rows["claims"] if each["key"] == claim.key)["high"] = 20
    kept = bringing_back.receive(actor, free, io.BytesIO(json.dumps(rows).encode()))
    bringing_back.bring_back(actor, free, kept.sha256, "recounted")
    do_waiting()
    claim.refresh_from_db()
    assert claim.high == 20
    assert any("findings is not what was read" in each for each in audit().faults)
    document.findings.filter(key="f0").delete()  # made by hand: no reading tells of it
    assert audit().faults == []
