"""The API from its own description: no request makes it fail, and what it says is what it does."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from tests.workspace.examples import EXAMPLES
from tests.workspace.lists import accepted, rows
from tests.workspace.words import why

from muniment.workspace.history import Actor
from muniment.workspace.models import Collection, Document, Entry, Membership, Source, User
from muniment.workspace.services.looking import MASK
from muniment.workspace.services.taking_in import Description, describe
from muniment.workspace.services.tokens import SCOPES, make_token
from muniment.workspace.working import do_waiting

schemathesis = pytest.importorskip("schemathesis")
conforming = pytest.importorskip("schemathesis.specs.openapi.checks")
CHECKS = (
    schemathesis.checks.not_a_server_error,
    conforming.status_code_conformance,
    conforming.content_type_conformance,
    conforming.response_headers_conformance,
    conforming.response_schema_conformance,
)


class Program:
    """A program with a token."""

    def __init__(self, user: User, *scopes: str) -> None:
        _, secret = make_token(Actor(user, "web"), "a program", scopes or SCOPES, 2)
        self.headers = {"Authorization": f"Bearer {secret}"}
        self.client = Client()

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/1{path}", headers=self.headers)

    def send(self, method: str, path: str, body: Any) -> Any:
        ask = getattr(self.client, method)
        data = json.dumps(body)
        return ask(f"/api/1{path}", data, content_type="application/json", headers=self.headers)


@pytest.fixture
def program(admin: User) -> Program:
    return Program(admin)


def test_a_stale_decision_gives_both_versions(program: Program, document: Document) -> None:
    claim = document.claims.get(low=14)
    path = f"/documents/{document.key}/claims/{claim.key}/decision"
    assert program.send("post", path, {"verdict": "confirm", "version": 1}).status_code == 200
    late = {"verdict": "reject", "version": 1, "reason": "no"}
    answer = program.send("post", path, late)
    assert answer.status_code == 409
    assert answer.json()["yours"] == late
    assert answer.json()["now"]["status"] == "confirmed"
    assert answer.json()["now"]["read"]["low"] == 14
    assert Entry.objects.last().via == "api"  # type: ignore[union-attr]
    reviews = program.get(path.replace("decision", "reviews")).json()
    assert [(each["verdict"], each["by"]) for each in reviews] == [("confirmed", "admin")]
    assert reviews[0]["after"]["low"] == 14


def test_a_source_is_taken_in_described_and_read(program: Program, collection: Collection) -> None:
    file = io.BytesIO(b"On 3 March 2021, 3 people were killed in Alder.")
    file.name = "note.txt"
    taken = program.client.post(
        "/api/1/collections/trial/sources",
        {"file": file, "issuer": "An office", "note": "kept"},
        headers=program.headers,
    ).json()
    assert taken["new"]
    do_waiting()
    key = taken["source"]["key"]
    source = program.get(f"/sources/{key}").json()
    assert source["state"] == "read"
    changed = program.send(
        "patch", f"/sources/{key}", {"version": source["version"], "title": "A note"}
    ).json()
    assert (changed["title"], changed["note"], changed["issuer"]) == ("A note", "kept", "An office")
    history = program.get(f"/sources/{key}/history").json()["items"]
    assert history[0]["action"] == "source.received"


def test_pages_follow_one_another(program: Program, document: Document) -> None:
    path, seen, after = f"/documents/{document.key}/claims?size=2", [], 0
    while after is not None:
        page = program.get(f"{path}&after={after}").json()
        seen += [each["key"] for each in page["items"]]
        after = page["next"]
    assert sorted(seen) == sorted(document.claims.values_list("key", flat=True))


def test_what_is_restricted_is_looked_at_with_a_reason(
    admin: User, actor: Any, program: Program, document: Document
) -> None:
    source = document.source
    describe(actor, source, source.version, Description(sensitivity="restricted", title="Alder"))
    do_waiting()
    assert program.get(f"/documents/{document.key}").status_code == 403
    assert program.get(f"/documents/{document.key}/claims").status_code == 403
    assert program.get("/claims").json()["items"] == []
    assert program.get("/search?q=alder").json()["items"] == []
    assert program.get(f"/sources/{source.key}").json()["title"] is None
    look = f"/documents/{document.key}/look"
    assert program.send("post", look, {"why": "  "}).status_code == 422
    assert "Alder" in program.send("post", look, {"why": "a family asks"}).json()["text"]
    last = Entry.objects.last()
    assert last
    assert (last.action, why(last), last.via) == ("restricted.seen", "a family asks", "api")
    without = Program(admin, "read")
    assert without.send("post", look, {"why": "a family asks"}).status_code == 403


def test_records_are_masked_until_somebody_looks(
    admin: User, actor: Any, collection: Collection, program: Program
) -> None:
    accepted(actor, collection, rows(0, 12), "ministry")
    listed = program.get("/registers").json()
    assert [(each["name"], each["records"]) for each in listed] == [("ministry", 12)]
    assert listed[0]["restricted"]
    page = program.get("/registers/ministry/records?size=5").json()
    assert (len(page["items"]), page["next"]) == (5, 5)
    assert "Ardenov" not in json.dumps(page)
    assert MASK in json.dumps(page, ensure_ascii=False)
    assert page["revision"] == 1
    assert program.get("/registers/ministry/records?after=5&revision=1").status_code == 200
    accepted(actor, collection, rows(0, 14), "ministry")
    late = program.get("/registers/ministry/records?after=5&revision=1")
    assert (late.status_code, late.json()["error"]) == (
        409,
        "Revision 2 stands by now; begin again.",
    )
    wanted = {"records": [page["items"][0]["record"]], "why": "a family asks"}
    seen = program.send("post", "/registers/ministry/look", wanted).json()
    assert "Ardenov" in json.dumps(seen)
    assert Entry.objects.order_by("number").last().subject == "list:ministry"  # type: ignore[union-attr]
    without = Program(admin, "read")
    assert without.send("post", "/registers/ministry/look", wanted).status_code == 403
    nothing = {"records": ["nobody"], "why": "a family asks"}
    assert program.send("post", "/registers/ministry/look", nothing).status_code == 404


def test_a_search_finds_exact_places_and_is_narrowed(
    actor: Any, program: Program, document: Document, collection: Collection
) -> None:
    accepted(actor, collection, rows(0, 12), "ministry")
    do_waiting()
    found = program.get("/search?q=destroyed").json()["items"]
    assert {each["kind"] for each in found} == {"passage", "claim"}
    assert all("destroyed" in each["text"] for each in found)
    assert all("?at=" in each["address"] for each in found if each["kind"] == "passage")
    few = program.get("/search?q=destroyed&kind=claim&event=destroyed").json()
    assert {each["kind"] for each in few["items"]} == {"claim"}
    record = program.get("/search?kind=record").json()["items"][0]
    assert record["address"].startswith("/registers/ministry/records/")
    assert program.get("/search?from=x").status_code == 422


CLAIMS = {"what": "claims", "format": "json", "purpose": "a report", "recipient": "an ombudsman"}


def test_an_export_is_asked_for_made_and_handed_out(
    program: Program, document: Document, collection: Collection
) -> None:
    Collection.objects.filter(pk=collection.pk).update(approval=False)
    body = CLAIMS | {"statuses": ["suggested"]}
    asked = program.send("post", "/collections/trial/exports", body).json()
    assert (asked["state"], asked["purpose"]) == ("approved", "a report")
    do_waiting()
    made = program.get(f"/exports/{asked['key']}").json()
    assert (made["state"], made["rows"]) == ("made", document.claims.count())
    file = program.send("post", f"/exports/{asked['key']}/file", {})
    assert file.status_code == 200
    assert len(json.loads(file.content)["claims"]) == made["rows"]
    last = Entry.objects.last()
    assert last
    assert (last.action, last.via) == ("export.downloaded", "api")
    assert [each["key"] for each in program.get("/exports").json()["items"]] == [asked["key"]]
    unfit = program.send("post", "/collections/trial/exports", body | {"format": "pfif"})
    assert unfit.status_code == 422


def test_an_export_takes_another_person_and_the_version(
    program: Program, document: Document, collection: Collection
) -> None:
    other = User.objects.create_user("publisher", password="correct horse battery")
    Membership.objects.create(user=other, collection=collection, role="publisher")
    publisher = Program(other)
    Collection.objects.filter(pk=collection.pk).update(approval=True)
    asked = program.send("post", "/collections/trial/exports", CLAIMS).json()
    here = f"/exports/{asked['key']}"
    assert asked["state"] == "asked"
    assert program.send("post", f"{here}/file", {}).status_code == 422
    decision = {"decision": "approve", "version": asked["version"]}
    assert program.send("post", f"{here}/decision", decision).status_code == 403
    refusal = decision | {"decision": "refuse"}
    assert publisher.send("post", f"{here}/decision", refusal).status_code == 422
    taken = publisher.send("post", f"{here}/decision", decision)
    assert (taken.status_code, taken.json()["decided_by"]) == (200, "publisher")
    late = program.send("post", f"{here}/take-back", {"version": asked["version"]})
    assert (late.status_code, late.json()["now"]["state"]) == (409, "approved")


def test_what_is_restricted_leaves_by_no_token_without_that_scope(
    admin: User, program: Program, document: Document, collection: Collection
) -> None:
    Collection.objects.filter(pk=collection.pk).update(approval=False)
    body = CLAIMS | {"audience": "restricted", "statuses": ["suggested"]}
    without = Program(admin, "read", "export")
    assert without.send("post", "/collections/trial/exports", body).status_code == 403
    asked = program.send("post", "/collections/trial/exports", body).json()
    do_waiting()
    assert without.send("post", f"/exports/{asked['key']}/file", {}).status_code == 403
    assert program.send("post", f"/exports/{asked['key']}/file", {}).status_code == 200


def test_a_token_that_is_used_too_often_is_told_when_it_may_be_used_again(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dataclasses

    from muniment.web.api import rules
    from muniment.workspace.opened import opened

    folder = dataclasses.replace(opened().folder, requests_a_minute=2)
    monkeypatch.setattr(rules, "opened", lambda: dataclasses.replace(opened(), folder=folder))
    monkeypatch.setattr("muniment.web.api.rules.time.time", lambda: 1_800_000_045.0)
    answers = [program.get("/me") for _ in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"] == "15"


ANY_TOKEN = ("/api/1/me", "/api/1/me/end", "/api/1/ladder", "/api/1/vocabulary")


def test_the_description_names_scopes_and_refusals() -> None:
    described = Client().get("/api/1/openapi.json").json()
    for path, methods in described["paths"].items():
        for method, said in methods.items():
            assert said["summary"], (path, method)
            assert said["x-scope"] or path in ANY_TOKEN
            assert said["security"] == [{"TokenOnly": []}]
            for status, answer in said["responses"].items():
                assert answer["description"], (path, status)
                if int(status) >= 400:
                    assert answer["content"]["application/json"]["example"]["error"]
            assert "Retry-After" in said["responses"]["429"]["headers"]
    asking = described["paths"]["/api/1/collections/{slug}/exports"]["post"]
    assert asking["x-scope"] == "export"


def test_every_body_has_an_example_that_is_taken() -> None:
    from jsonschema import Draft202012Validator

    described = Client().get("/api/1/openapi.json").json()
    known = described["components"]["schemas"]
    asked = 0
    for path, methods in described["paths"].items():
        for said in methods.values():
            for kind, content in said.get("requestBody", {}).get("content", {}).items():
                if kind != "application/json":
                    continue
                name = content["schema"]["$ref"].rpartition("/")[2]
                (example,) = known[name]["examples"]
                whole = {**known[name], "components": described["components"]}
                Draft202012Validator(whole).validate(example)
                asked += 1
                assert "``" not in json.dumps(said), path
    assert asked > 20


def test_what_goes_wrong_is_said_in_a_sentence(program: Program, document: Document) -> None:
    for method, path, body in (
        ("post", f"/documents/{document.key}/claims", {"kind": "figure", "start": 9, "end": 1}),
        ("post", f"/documents/{document.key}/claims", {"kind": "x"}),
        ("post", f"/documents/{document.key}/claims", {"kind": "figure", "more": 1}),
        ("patch", f"/sources/{document.source.key}", {"version": 1, "date": "yesterday"}),
        ("patch", f"/sources/{document.source.key}", {"version": 1, "note": "a\x00"}),
        ("patch", f"/sources/{document.source.key}", {"version": 10**20}),
    ):
        answer = program.send(method, path, body)
        assert answer.status_code == 422, path
        assert answer.json()["error"]
    broken = program.client.post(
        f"/api/1/documents/{document.key}/claims",
        "{",
        content_type="application/json",
        headers=program.headers,
    )
    assert broken.status_code == 400
    assert program.get("/sources/nothing").json()["error"]


@pytest.mark.parametrize(
    "fields",
    [
        {"low": "abc"},
        {"low": {"a": 1}},
        {"low": 10**400},
        {"low": True},
        {"event": ["x"]},
        {"event": "x" * 500},
        {"event": "a\x00"},
        {"event": "\ud800"},
        {"period": "x"},
        {"place": 5},
        {"place": {"text": 5}},
        {"responsible": []},
        {"approximate": "x"},
        {"passage": {"start": 0, "end": 9, "quote": "what it never said"}},
        {"id": "another"},
        {"found_by": "machine"},
        {"deep": [[[[[[[]]]]]]]},
    ],
)
def test_a_claim_holds_only_what_claims_hold(
    program: Program, document: Document, fields: dict[str, Any]
) -> None:
    claim = document.claims.get(low=14)
    added = {"kind": "figure", "start": 1, "end": 9, "fields": fields}
    here = f"/documents/{document.key}/claims"
    decision = {"verdict": "correct", "version": 1, "reason": "a trial", "changes": fields}
    part = {"kind": "figure", "start": 1, "end": 9}
    parts = [{**part, **fields}, {**part, "start": 10, "end": 12}]
    split = {"verdict": "split", "version": 1, "reason": "a trial", "parts": parts}
    before = document.claims.count()
    for path, body in (
        (here, added),
        (f"{here}/{claim.key}/decision", decision),
        (f"{here}/{claim.key}/decision", split),
    ):
        assert program.send("post", path, body).status_code == 422
    assert document.claims.count() == before
    claim.refresh_from_db()
    assert claim.status == "suggested"


@pytest.mark.slow
def test_no_request_makes_the_api_fail(
    program: Program, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dataclasses

    from django.db import transaction

    from muniment.web.api import rules
    from muniment.workspace.opened import opened

    folder = dataclasses.replace(opened().folder, requests_a_minute=1_000_000)
    monkeypatch.setattr(rules, "opened", lambda: dataclasses.replace(opened(), folder=folder))
    described = Client().get("/api/1/openapi.json").json()
    real = {name: values(document) for name, values in EXAMPLES.items()}
    schema = schemathesis.openapi.from_dict(described)
    schema.app = WSGIHandler()
    failed: list[str] = []
    asked = 0

    for result in schema.get_all_operations():
        operation = result.ok()

        @settings(
            max_examples=5,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def once(case: Any) -> None:
            path = case.path_parameters or {}
            known = _parts(case.path, real)
            case.path_parameters = {each: known.get(each, "x") for each in path}
            nonlocal asked
            asked += 1
            with transaction.atomic():
                answer = case.call(headers=program.headers)
                transaction.set_rollback(True)
            try:
                case.validate_response(answer, checks=CHECKS)
            except schemathesis.FailureGroup as error:
                failed.append(f"{case.method} {case.path} {case.body!r} {case.query!r}: {error}")

        _given(operation, once)
    assert failed == []
    assert asked > 100
    assert Source.objects.count() == 1


def _parts(path: str, real: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """What stands in an address for things that there are."""
    parts: dict[str, Any] = {}
    for start, found in (
        *(("sources", "source"), ("documents", "document"), ("collections", "collection")),
        *(("questions", "question"), ("places", "place"), ("exports", "export")),
        *(
            ("intakes", "intake"),
            ("work", "work"),
            ("linkages", "linkage"),
            ("registers", "record"),
        ),
    ):
        if path.startswith(f"/api/1/{start}/"):
            parts |= real[found]
    for part, found in (("claim", "claim"), ("finding", "finding"), ("number", "assessment")):
        if f"{{{part}}}" in path:
            parts |= real[found]
    return parts


def _given(operation: Any, once: Any) -> None:
    """Call a function with what the description of an operation allows."""
    import hypothesis

    hypothesis.given(case=operation.as_strategy())(once)()
