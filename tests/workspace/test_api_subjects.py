"""What programs get of questions, weighing, registers, linkages, places and the history."""

from __future__ import annotations

import io
from typing import Any

import pytest
from tests.workspace.lists import accepted, reading_here, rows
from tests.workspace.people import member, ruled
from tests.workspace.test_api import Program
from tests.workspace.words import why

from muniment.workspace.entry_words import words_of
from muniment.workspace.models import Assessment, Collection, Document, Entry, User
from muniment.workspace.services import places_lists
from muniment.workspace.services.linking import link
from muniment.workspace.services.looking import MASK
from muniment.workspace.services.reviewing import body_of
from muniment.workspace.services.starting import make_collection
from muniment.workspace.services.taking_in import Description, describe, take_in
from muniment.workspace.working import do_waiting

__all__ = ["reading_here"]

OTHER = """Ministry of Emergencies of Sudland
6 March 2021

On 2 March 2021, 11 people were killed in the village of Alder. At least 95 houses were destroyed.
"""
KILLED = {"text": "How many were killed?", "event": "killed", "place": "Alder"}


@pytest.fixture
def program(admin: User) -> Program:
    return Program(admin)


@pytest.fixture
def other(actor: Any, collection: Collection, document: Document) -> Document:
    said = Description(issuer="Ministry of Emergencies of Sudland", date="2021-03-06")
    taken = take_in(actor, collection, io.BytesIO(OTHER.encode()), "other.txt", "upload", said)
    do_waiting()
    return taken.source.documents.get()


@pytest.fixture
def linked(actor: Any, collection: Collection, reading_here: None) -> None:
    accepted(actor, collection, rows(0, 12), "ministry")
    accepted(actor, collection, rows(4, 16), "office")
    link(actor, collection, "people", ["ministry", "office"])
    do_waiting()


def last() -> Entry:
    entry = Entry.objects.order_by("number").last()
    assert entry
    return entry


def test_a_question_is_put_changed_compared_and_answered(
    program: Program, document: Document, other: Document
) -> None:
    put = program.send("post", "/collections/trial/questions", KILLED).json()
    here = f"/questions/{put['key']}"
    changed = program.send("patch", here, {"version": 1, "period": "2021-03"}).json()
    assert (changed["text"], changed["period"], changed["version"]) == (
        KILLED["text"],
        "2021-03",
        2,
    )
    late = program.send("patch", here, {"version": 1, "place": "Birch"})
    assert (late.status_code, late.json()["now"]["place"]) == (409, "Alder")
    assert late.json()["yours"] == {"version": 1, "place": "Birch"}
    before = program.get(f"{here}/answers").json()
    told = [(each["stated"], each["low"], each["charted"]) for each in before["answers"]]
    norland = [("2021-03-04", low, True) for low in (14, 9, 5)]
    assert told == [*norland, ("2021-03-06", 11, True)]
    assert (before["compared"], before["rules"]) == (False, [])
    assert before["chart"] == {"scale": "linear", "of_another_unit": 0}
    work = program.send("post", f"{here}/compare", {}).json()
    assert work["state"] == "waiting"
    do_waiting()
    assert program.get(f"/work/{work['key']}").json()["state"] == "done"
    after = program.get(f"{here}/answers").json()
    assert after["compared"]
    assert [1, 4] in [each["claims"] for each in after["rules"]]
    assert [each["number"] for each in after["answers"]] == [1, 2, 3, 4]
    unfit = program.send("post", "/collections/trial/questions", KILLED | {"period": "soon"})
    assert (unfit.status_code, "no period" in unfit.json()["error"]) == (422, True)


def test_restricted_answers_are_given_to_who_says_why(
    admin: User, actor: Any, program: Program, document: Document, other: Document
) -> None:
    source = other.source
    describe(actor, source, source.version, Description(sensitivity="restricted", title="Secret"))
    do_waiting()
    put = program.send("post", "/collections/trial/questions", KILLED).json()
    here = f"/questions/{put['key']}"
    answers = program.get(f"{here}/answers").json()
    assert [each["low"] for each in answers["answers"]] == [14, 9, 5]
    assert answers["withheld"] == [source.key]
    without = Program(admin, "read", "analyse")
    assert without.get(f"{here}/answers").json()["withheld"] == []
    seen = without.send("post", f"{here}/look", {"why": "a family asks"}).json()
    assert [each["low"] for each in seen["answers"]] == [14, 9, 5]
    seen = program.send("post", f"{here}/look", {"why": "a family asks"}).json()
    assert sorted(each["low"] for each in seen["answers"]) == [5, 9, 11, 14]
    assert (last().subject, why(last())) == (f"source:{source.key}", "a family asks")
    claim = next(each for each in other.claims.all() if body_of(each).get("low") == 11)
    mine = document.claims.get(low=14)
    against = {"against": f"{other.key}:{claim.key}", "relation": "contradicts", "reason": "no"}
    path = f"/documents/{document.key}/claims/{mine.key}/assessments"
    assert without.send("post", path, against).status_code == 403
    assert program.send("post", path, against).status_code == 200
    assert program.get(path).json() == []
    late = program.send("post", path, against)
    assert (late.status_code, late.json()["now"]) == (409, {"number": Assessment.objects.get().pk})


def test_assessments_are_superseded_and_seconded(
    actor: Any, program: Program, collection: Collection, document: Document, other: Document
) -> None:
    ruled(collection, two_people=True)
    mine, theirs = document.claims.get(low=14), other.claims.get(low=11)
    path = f"/documents/{document.key}/claims/{mine.key}/assessments"
    said = {"against": f"{other.key}:{theirs.key}", "relation": "contradicts", "reason": "11, 14"}
    first = program.send("post", path, said).json()
    late = program.send("post", path, said | {"relation": "unrelated"})
    assert (late.status_code, late.json()["now"]["number"]) == (409, first["number"])
    again = said | {"relation": "unrelated", "before": first["number"]}
    second = program.send("post", path, again).json()
    listed = [(each["relation"], each["stands"]) for each in program.get(path).json()]
    assert listed == [("contradicts", False), ("unrelated", True)]
    assert program.send("post", f"{path}/{second['number']}/second", {}).status_code == 403
    colleague = Program(member(collection, "colleague", "reviewer"))
    agreed = colleague.send("post", f"{path}/{second['number']}/second", {}).json()
    assert agreed["seconded_by"] == "colleague"
    rung = program.get("/ladder").json()[1]
    reached = program.send("post", path, {"standard": rung["number"], "reason": "one source"})
    assert reached.json()["standard"] == rung["name"]
    for unfit in ({"reason": "x"}, said | {"reason": " "}, {"standard": 999, "reason": "x"}):
        assert program.send("post", path, unfit).status_code == 422


@pytest.mark.usefixtures("linked")
def test_pairs_are_decided_on_and_nobody_is_overtaken(program: Program) -> None:
    listed = program.get("/linkages").json()
    assert [(each["name"], each["lists"]) for each in listed] == [
        ("people", ["ministry", "office"])
    ]
    queue = program.get("/linkages/people/pairs").json()
    pair = queue["items"][0]
    ids = {"a": pair["a"], "b": pair["b"]}
    told = program.get(f"/linkages/people/pair?a={ids['a']}&b={ids['b']}").json()
    assert (told["seen"], told["decision"]) == (0, None)
    values = {each["field"]: each["left"] for each in told["steps"]}
    assert (values["birth_date"], values["event_place"]) == (MASK, "Alder")
    answer = ids | {"verdict": "same", "seen": 0, "reason": "one birth date"}
    made = program.send("post", "/linkages/people/decision", answer).json()
    assert (made["verdict"], made["reason"]) == ("same", None)
    late = program.send("post", "/linkages/people/decision", answer | {"verdict": "different"})
    assert late.status_code == 409
    assert late.json()["yours"]["verdict"] == "different"
    assert late.json()["now"]["number"] == made["number"]
    left = program.get("/linkages/people/pairs").json()["items"]
    assert ids not in [{"a": each["a"], "b": each["b"]} for each in left]
    assert program.get("/linkages/people").json()["stale"]
    back = ids | {"verdict": "take-back", "seen": made["number"]}
    assert program.send("post", "/linkages/people/decision", back).json() is None
    assert program.get("/linkages/people/pairs").json() == queue
    one = {"a": ids["a"], "b": ids["a"], "verdict": "same", "seen": 0}
    assert program.send("post", "/linkages/people/decision", one).status_code == 422


@pytest.mark.usefixtures("linked")
def test_entities_counts_and_estimates_stand_with_their_version(program: Program) -> None:
    page = program.get("/linkages/people/entities?size=3").json()
    seen, after = [], 0
    while after is not None:
        path = f"/linkages/people/entities?size=3&after={after}&version={page['version']}"
        got = program.get(path).json()
        seen += [each["entity"] for each in got["items"]]
        after = got["next"]
    assert len(seen) == len(set(seen)) == 8
    for part in ("entities", "pairs"):
        assert program.get(f"/linkages/people/{part}?version=7").status_code == 409
    counts = program.get("/linkages/people/counts?by=sex").json()
    assert [(each["values"], each["middle"]) for each in counts["rows"]] == [
        (["female"], 8),
        (["male"], 8),
    ]
    for unfit in ("", "?by=given_name", "?by=sex&by=list&by=year"):
        assert program.get(f"/linkages/people/counts{unfit}").status_code == 422
    assert program.get("/linkages/people/estimate").status_code == 404
    work = program.send("post", "/linkages/people/estimate", {}).json()
    do_waiting()
    assert program.get(f"/work/{work['key']}").json()["state"] == "done"
    estimate = program.get("/linkages/people/estimate").json()
    drawn = estimate["sections"][0]["tables"][0]
    assert drawn["rows"][0] == ["ministry + office", "8", "", ""]
    assert any(each["refused"] for each in estimate["sections"])


@pytest.mark.usefixtures("linked")
def test_linked_records_are_looked_at_with_a_reason(admin: User, program: Program) -> None:
    asked = {"records": ["ministry:2", "office:2"], "why": "a family asks"}
    without = Program(admin, "read")
    assert without.send("post", "/linkages/people/look", asked).status_code == 403
    seen = program.send("post", "/linkages/people/look", asked).json()
    assert [each["fields"]["family_name"] for each in seen] == ["Ardenov", "Orlov"]
    looks = Entry.objects.filter(action="restricted.seen").order_by("number")
    assert [(each.subject, why(each)) for each in looks] == [
        ("list:ministry", "a family asks"),
        ("list:office", "a family asks"),
    ]
    for given, each, name in zip(seen, looks, ("ministry", "office"), strict=True):
        detail = words_of(each.number, each.subject, each.detail, each.reason).detail
        assert detail["records"] == [given["record"]]
        assert detail["fields"] == program.get(f"/registers/{name}").json()["restricted"]
        assert {"circumstances", "family_contact"} <= set(detail["fields"])
    blank = asked | {"why": "  "}
    assert program.send("post", "/linkages/people/look", blank).status_code == 422


def test_a_list_is_brought_settled_counted_and_read(
    program: Program, collection: Collection, reading_here: None
) -> None:
    file = io.BytesIO(rows(0, 12).encode())
    file.name = "office.csv"
    brought = program.client.post(
        "/api/1/collections/trial/registers", {"file": file}, headers=program.headers
    ).json()
    here = f"/intakes/{brought['key']}"
    assert (brought["state"], brought["name"]) == ("reading", "office")
    do_waiting()
    read = program.get(here).json()
    assert (read["state"], read["counts"]["records"], read["compared"]) == ("read", 12, None)
    accept = {"decision": "accept", "version": read["version"], "reason": "as received"}
    assert program.send("post", f"{here}/decision", accept).status_code == 200
    late = program.send("post", f"{here}/decision", accept)
    assert (late.status_code, late.json()["now"]["state"]) == (409, "accepting")
    do_waiting()
    whole = program.get("/registers/office").json()
    assert [(each["number"], each["stands"]) for each in whole["revisions"]] == [(1, True)]
    ways = {each["name"]: each["countable"] for each in whole["fields"]}
    assert (ways["sex"], ways["given_name"]) == ("sex", None)
    counts = program.get("/registers/office/counts?by=sex").json()
    assert [(each["rows"], each["count"]) for each in counts["cells"]] == [
        (["male"], 6),
        (["female"], 6),
    ]
    public = program.send("post", "/registers/office/counts", {"by": ["last_seen_date:year"]})
    assert (public.status_code, public.json()["threshold"]) == (200, 5)
    assert last().action == "register.counted"
    assert program.get("/registers/office/counts?by=given_name").status_code == 422
    ref = program.get("/registers/office/records?size=1").json()["items"][0]["record"]
    record = program.get(f"/registers/office/records/{ref}").json()
    assert record["history"][0]["changes"]["family_name"] == [None, MASK]
    assert "Ardenov" not in str(record)
    assert program.get("/registers/office/records/none").status_code == 404


ALDER: dict[str, Any] = {
    "names": [{"name": "Alder", "language": "en"}, {"name": "Ольха", "language": "ru"}],
    "positions": [
        {"lat": 54.31, "lon": 12.07, "uncertainty_m": 400},
        {"lat": 54.5, "lon": 12.1, "uncertainty_m": 900},
    ],
    "basis": "a map",
}


def test_places_have_all_their_names_and_put_claims_and_findings_on_a_map(
    program: Program, document: Document
) -> None:
    made = program.send("post", "/collections/trial/places", ALDER).json()
    assert (made["names"], made["positions"]) == (ALDER["names"], ALDER["positions"])
    assert program.get("/places").json()["items"] == [made]
    feature = program.get("/gazetteer").json()["features"][0]
    assert feature["geometry"] == {
        "type": "MultiPoint",
        "coordinates": [[12.07, 54.31], [12.1, 54.5]],
    }
    assert feature["properties"]["uncertainty_m"] == 900
    claims = program.get("/claims.geojson?event=killed").json()["features"]
    assert [(each["properties"]["low"], each["geometry"]["type"]) for each in claims] == [
        (14, "MultiPoint"),
        (9, "MultiPoint"),
        (5, "MultiPoint"),
    ]
    killed = document.claims.get(low=14)
    about = program.send(
        "post",
        f"/documents/{document.key}/claims/{killed.key}/decision",
        {
            "verdict": "correct",
            "version": killed.version,
            "changes": {"approximate": True, "responsible": {"text": "the mission"}},
            "reason": "so it says",
        },
    )
    assert about.status_code == 200
    said = program.get("/claims.geojson?status=corrected").json()["features"][0]["properties"]
    assert (said["low"], said["approximate"], said["responsible"]) == (14, True, "the mission")
    document.findings.create(
        key="f1", code="X001", level="note", message="a trial", start=0, claims=f'["{killed.key}"]'
    )
    found = program.get("/findings.geojson?code=X001").json()["features"]
    assert found[0]["properties"]["places"][0]["place_names"] == ["Alder", "Ольха"]
    assert found[0]["geometry"] == feature["geometry"]
    here = f"/places/{made['key']}"
    changed = program.send("patch", here, {"version": 1, "basis": "a better map"}).json()
    assert (changed["names"], changed["basis"]) == (ALDER["names"], "a better map")
    late = program.send("patch", here, {"version": 1, "basis": "another"})
    assert (late.status_code, late.json()["now"]["basis"]) == (409, "a better map")
    for unfit in ({"lat": 91, "lon": 0}, {"lat": 0, "lon": 181}, {"lat": 0, "lon": 0, "x": 1}):
        body = ALDER | {"positions": [unfit]}
        assert program.send("post", "/collections/trial/places", body).status_code == 422


def test_the_gazetteer_is_taken_in_again(
    actor: Any, program: Program, collection: Collection, reading_here: None
) -> None:
    body = ALDER | {"positions": ALDER["positions"][:1]}
    program.send("post", "/collections/trial/places", body)
    there = make_collection(actor, "There")
    given = io.BytesIO(program.get("/gazetteer").content)
    look = places_lists.receive(actor, there, given, "places.geojson")
    do_waiting()
    look.refresh_from_db()
    places_lists.take(actor, look, "as given")
    do_waiting()
    (taken,) = program.get(f"/places?collection={there.slug}").json()["items"]
    assert (taken["names"], taken["basis"]) == (ALDER["names"], ALDER["basis"])
    assert (taken["positions"][0]["lat"], taken["positions"][0]["lon"]) == (54.31, 12.07)


def test_a_restricted_place_is_on_no_list_and_looked_at_with_a_reason(
    admin: User, program: Program, document: Document
) -> None:
    body = ALDER | {"sensitivity": "restricted"}
    without = Program(admin, "read", "add")
    assert without.send("post", "/collections/trial/places", body).status_code == 403
    made = program.send("post", "/collections/trial/places", body).json()
    here = f"/places/{made['key']}"
    killed = document.claims.get(low=14)
    document.findings.create(
        key="f1", code="X001", level="note", message="a trial", start=0, claims=f'["{killed.key}"]'
    )
    assert program.get("/findings.geojson").json()["features"]
    for path in ("/places", "/gazetteer", "/claims.geojson", "/findings.geojson"):
        assert "12.07" not in program.get(path).content.decode()
    assert program.get(here).status_code == 403
    assert without.send("post", f"{here}/look", {"why": "a trial"}).status_code == 403
    assert without.send("patch", here, {"version": 1}).status_code == 403
    assert program.send("post", f"{here}/look", {"why": " "}).status_code == 422
    seen = program.send("post", f"{here}/look", {"why": "a trial"}).json()
    assert seen["positions"] == ALDER["positions"]
    assert (last().subject, why(last())) == (f"place:{made['key']}", "a trial")
    late = program.send("patch", here, {"version": 7, "basis": "x"})
    assert (late.status_code, late.json()["now"]) == (409, {"version": 1})


def test_a_checkpoint_is_made_and_held_against_the_history(
    admin: User, program: Program, document: Document
) -> None:
    head = program.get("/history/head").json()
    made = program.send("post", "/checkpoints", {}).json()
    assert (made["number"], made["digest"]) == (head["number"], head["digest"])
    assert last().action == "checkpoint.made"
    check = program.send("post", "/checkpoints/check", made).json()
    assert check == {"holds": True, "faults": []}
    changed = made | {"digest": "0" * 64}
    check = program.send("post", "/checkpoints/check", changed).json()
    assert (check["holds"], len(check["faults"])) == (False, 1)
    assert Program(admin, "read", "history").send("post", "/checkpoints", {}).status_code == 403


def test_the_latest_entries_are_those_that_a_person_may_read(
    program: Program, collection: Collection, document: Document
) -> None:
    colleague = Program(member(collection, "colleague", "documenter"))
    seen, before = [], 0
    while before is not None:
        page = program.get(f"/history/latest?size=3&before={before}").json()
        seen += [each["number"] for each in page["items"]]
        before = page["before"]
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == Entry.objects.count()
    mine = colleague.get("/history/latest").json()["items"]
    assert {each["action"] for each in mine} >= {"source.received", "token.made"}
    assert "workspace.started" not in {each["action"] for each in mine}
    chosen = program.get("/history/latest?what=source.received").json()["items"]
    assert [each["action"] for each in chosen] == ["source.received"]


def test_work_on_what_is_restricted_does_not_say_what_came_of_it(
    admin: User, actor: Any, program: Program, document: Document
) -> None:
    source = document.source
    describe(actor, source, source.version, Description(sensitivity="restricted"))
    do_waiting()
    without = Program(admin, "read")
    assert [each["message"] for each in without.get("/work").json()["items"]] == ["", ""]
    told = [each["message"] for each in program.get("/work").json()["items"]]
    assert len(told) == 2
    assert all(told)
