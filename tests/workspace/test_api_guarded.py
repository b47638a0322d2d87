"""Who may come to the API, how often, with what; and that every refusal is told to programs."""

from __future__ import annotations

import datetime
import io
import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.workspace.lists import accepted, reading_here, rows
from tests.workspace.test_api import Program
from tests.workspace_fixtures import TEXT

from muniment.web.api import rules
from muniment.workspace.history import Actor
from muniment.workspace.models import Collection, Document, Membership, Token, User
from muniment.workspace.services import questions
from muniment.workspace.services.linking import link
from muniment.workspace.services.members import set_member
from muniment.workspace.services.places import add, described
from muniment.workspace.services.starting import make_collection
from muniment.workspace.services.taking_in import take_in
from muniment.workspace.working import do_waiting

__all__ = ["reading_here"]


@pytest.fixture
def program(admin: User) -> Program:
    return Program(admin)


def test_a_token_ends_with_its_time_and_with_its_person(
    admin: User, collection: Collection
) -> None:
    person = User.objects.create_user("analyst", password="correct horse battery")
    set_member(Actor(admin, "web"), collection, person, "analyst", False)
    program = Program(person)
    assert program.get("/me").status_code == 200
    Membership.objects.filter(user=person).delete()
    assert program.get("/claims").status_code == 403
    assert program.get("/collections").status_code == 403
    Token.objects.filter(user=person).update(
        expires_at=timezone.now() - datetime.timedelta(seconds=1)
    )
    assert program.get("/me").status_code == 401


def test_a_token_can_end_itself(program: Program) -> None:
    assert program.send("post", "/me/end", {}).json()["scopes"] == []
    assert program.get("/me").status_code == 401


def test_a_token_of_an_administrator_without_a_second_factor_opens_nothing_in_a_team(
    program: Program, settings: Any, collection: Collection
) -> None:
    settings.SECOND_FACTOR = True
    answer = program.get("/claims")
    assert (answer.status_code, "second factor" in answer.json()["error"]) == (403, True)
    person = User.objects.create_user("reader", password="correct horse battery")
    Membership.objects.create(user=person, collection=collection, role="reader")
    assert Program(person).get("/claims").status_code == 200


def test_an_address_that_tries_many_tokens_is_held_up_and_nobody_else(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("muniment.web.api.rules.MOST_TRIED", 3)
    monkeypatch.setattr("muniment.web.api.rules.time.time", lambda: 1_800_000_045.0)
    wrong = {"Authorization": "Bearer muniment_no"}
    answers = [Client().get("/api/1/me", headers=wrong) for _ in range(5)]
    assert [each.status_code for each in answers] == [401, 401, 401, 429, 429]
    assert answers[4]["Retry-After"] == "15"
    assert program.get("/me").status_code == 200
    elsewhere = Client(REMOTE_ADDR="192.0.2.7").get("/api/1/me", headers=wrong)
    assert elsewhere.status_code == 401


def test_requests_at_once_are_counted_each(workspace: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("muniment.web.api.rules.time.time", lambda: 1_800_000_045.0)

    class Slow(dict[str, int]):
        """A place where is counted, slower than those who count."""

        def set(self, key: str, value: int, seconds: int) -> None:
            time.sleep(0.002)
            self[key] = value

    monkeypatch.setattr("muniment.web.api.rules.cache", Slow())

    def told(_: int) -> bool:
        try:
            rules._count("a token", 10)
        except rules.TooOften:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(told, range(40))) == 10


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ('{"verdict": "confirm", "verdict": "reject", "version": 1}', 400),
        ('{"verdict": "confirm", "version": NaN}', 400),
        ('{"verdict": "confirm", "version": 1e400}', 422),
        ('{"verdict": "confirm", "version": 1, "changes": {"low": Infinity}}', 400),
        ('{"verdict": "confirm", "version": ' + "[" * 100_000 + "]" * 100_000 + "}", 400),
        ('{"verdict": "confirm", "version": -1}', 422),
        ('{"verdict": "confirm", "version": 1, "reason": "a\\u0000b"}', 422),
        ('{"verdict": "confirm", "version": 1, "reason": "\\ud800"}', 422),
        ("[]", 400),
        ("null", 400),
        ('"text"', 400),
        ("", 422),
        ("\ufeff{}", 422),
        (b"\xff\xfe{", 400),
    ],
)
def test_a_body_of_more_than_one_meaning_is_refused(
    program: Program, document: Document, body: str | bytes, status: int
) -> None:
    claim = document.claims.get(low=14)
    answer = program.client.post(
        f"/api/1/documents/{document.key}/claims/{claim.key}/decision",
        body,
        content_type="application/json",
        headers=program.headers,
    )
    assert (answer.status_code, bool(answer.json()["error"])) == (status, True)
    claim.refresh_from_db()
    assert (claim.status, claim.version) == ("suggested", 1)


def test_every_refusal_is_json_and_nothing_is_shared_or_kept(
    program: Program, document: Document
) -> None:
    client, headers = Client(), program.headers
    here = f"/api/1/documents/{document.key}"
    answers = [
        client.get("/api/1/nothing", headers=headers),
        client.get("/api/1/me"),
        client.delete(here, headers=headers),
        client.put(here, "{}", headers=headers),
        client.post(f"{here}/passages", "{}", content_type="application/json", headers=headers),
        client.options(here, headers={**headers, "Origin": "https://elsewhere.example"}),
        client.post(f"{here}/look", "why=x", content_type="text/plain", headers=headers),
        client.post(f"{here}/look", "<why/>", content_type="application/xml", headers=headers),
        client.post(
            f"{here}/look", "x", content_type="multipart/form-data; boundary=", headers=headers
        ),
        client.get("/api/1/claims?size=9999999", headers=headers),
        client.get("/api/1/claims?after=-1", headers=headers),
        client.get("/api/1/claims?after=99999999999999999999", headers=headers),
        client.get(f"{here}/claims/x/assessments", headers=headers),
        client.post(f"{here}/claims/x/assessments/{10**30}/second", headers=headers),
        client.get("/api/1/claims?collection=%00", headers=headers),
    ]
    assert [each.status_code for each in answers] == [
        *(404, 401, 405, 405, 405, 405, 415, 415),
        *(400, 422, 422, 422, 404, 422, 400),
    ]
    for each in [*answers, client.get(here, headers=headers)]:
        assert each["Content-Type"].startswith("application/json")
        assert each["Cache-Control"] == "no-store, private"
        assert each["X-Content-Type-Options"] == "nosniff"
        assert "attachment" in each["Content-Disposition"]
        assert not [name for name in each.headers if name.lower().startswith("access-control-")]
        assert "ETag" not in each
    assert [each["Allow"] for each in answers[4:6]] == ["GET", "GET"]


def test_a_head_has_what_is_told_of_an_answer_and_no_answer(
    program: Program, document: Document, admin: User
) -> None:
    here = f"/api/1/documents/{document.key}"
    whole = program.client.get(here, headers=program.headers)
    head = program.client.head(here, headers=program.headers)
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Length"] == str(len(whole.content))
    refused = program.client.head(f"{here}/look", headers=program.headers)
    assert (refused.status_code, refused.content, refused["Allow"]) == (405, b"", "POST")
    client = Client()
    client.force_login(admin)
    assert client.head("/sources/").content == b""


def test_what_is_wrong_with_a_body_is_said(program: Program, document: Document) -> None:
    path = f"/api/1/documents/{document.key}/look"
    for body, told in (
        ('{"why": "a", "why": "b"}', "The body has “why” twice."),
        ('{"why": NaN}', "The body is no JSON that can be read."),
        ("[]", "The body is to be a JSON object."),
    ):
        answer = program.client.post(
            path, body, content_type="application/json", headers=program.headers
        )
        assert (answer.status_code, answer.json()["error"]) == (400, told)
    large = json.dumps({"why": "a" * 11_000_000})
    answer = program.client.post(
        path, large, content_type="application/json", headers=program.headers
    )
    assert (answer.status_code, answer.json()["error"]) == (
        413,
        "This is more than one request may send.",
    )


def test_a_conditional_request_is_answered_in_full(program: Program, document: Document) -> None:
    since = {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT", "If-None-Match": "*"}
    answer = program.client.get(
        f"/api/1/documents/{document.key}", headers={**program.headers, **since}
    )
    assert (answer.status_code, answer.json()["key"]) == (200, document.key)


def test_a_form_is_read_only_once_it_is_known_whose_it_is(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.http.multipartparser import MultiPartParser

    read: list[str] = []
    monkeypatch.setattr(MultiPartParser, "parse", lambda self: read.append("form"))
    file = io.BytesIO(b"x" * 1000)
    answer = Client().post("/api/1/collections/trial/sources", {"file": file})
    assert (answer.status_code, read) == (401, [])


MARKS = ("\u202e", "\u200b", "\u200f", "\ufeff", "\x1b[2J", "\r\nX-A: b", "<script>", "=1+1")


@pytest.mark.parametrize("mark", MARKS)
def test_signs_that_deceive_change_nothing_but_the_text_they_are_in(
    program: Program, collection: Collection, mark: str
) -> None:
    asked = {"text": f"How many{mark}?", "event": "killed", "place": f"Al{mark}der"}
    made = program.send("post", "/collections/trial/questions", asked)
    assert (made.status_code, made.json()["text"]) == (200, asked["text"])
    assert "X-A" not in made.headers
    file = io.BytesIO(f"3 people were killed in Alder. {mark}".encode())
    file.name = f"a{mark}b.txt"
    taken = program.client.post(
        "/api/1/collections/trial/sources",
        {"file": file, "title": f"t{mark}"},
        headers=program.headers,
    )
    assert taken.status_code == 200
    place = program.send("post", "/collections/trial/places", {"names": [{"name": f"Al{mark}der"}]})
    assert place.status_code == 200
    assert program.get(f"/search?q={mark.strip()[:1]}").status_code == 200


@pytest.fixture
def hidden(actor: Any, admin: User, collection: Collection) -> dict[str, str]:
    """What another collection holds, by what programs call it."""
    other = make_collection(actor, "Other")
    source = take_in(actor, other, io.BytesIO(TEXT.encode()), "there.txt", "upload").source
    do_waiting()
    document = source.documents.get()
    accepted(actor, other, rows(0, 12), "theirs")
    accepted(actor, other, rows(4, 16), "others")
    theirs, others = (each.list for each in other.registers.order_by("pk"))
    link(actor, other, "them", [theirs, others])
    do_waiting()
    asked = questions.Asked(text="How many?", event="killed")
    claim = document.claims.get(low=14)
    return {
        "slug": other.slug,
        "source": source.key,
        "document": document.key,
        "claim": claim.key,
        "list": theirs,
        "run": f"them.c{other.pk}",
        "question": questions.put(actor, other, asked).key,
        "place": add(actor, other, described("Birch", "1, 2, 3", "a map", "internal")).key,
    }


@pytest.mark.usefixtures("reading_here")
def test_nothing_of_another_collection_is_reached_through_any_field(
    actor: Any, admin: User, collection: Collection, document: Document, hidden: dict[str, str]
) -> None:
    person = User.objects.create_user("own", password="correct horse battery")
    set_member(actor, collection, person, "administrator", True)
    accepted(actor, collection, rows(0, 12), "ministry")
    accepted(actor, collection, rows(4, 16), "office")
    link(actor, collection, "people", ["ministry", "office"])
    do_waiting()
    program = Program(person)
    claim = document.claims.get(low=14)
    here, there = f"/documents/{document.key}/claims/{claim.key}", hidden["document"]
    against = {"against": f"{there}:{hidden['claim']}", "relation": "corroborates", "reason": "x"}
    pair = {"a": f"{hidden['list']}:2", "b": "office:4", "verdict": "same", "seen": 0}
    looks = {"records": [f"{hidden['list']}:2"], "why": "a trial"}
    export = {"what": "all", "format": "json", "purpose": "a trial", "recipient": "a desk"}
    sent: list[tuple[str, Any, tuple[int, ...]]] = [
        (f"{here}/assessments", against, (422,)),
        (f"/documents/{document.key}/claims/{hidden['claim']}/assessments", against, (404, 422)),
        ("/linkages/people/decision", pair, (404,)),
        ("/linkages/people/look", looks, (404,)),
        (f"/linkages/{hidden['run']}/look", looks, (404,)),
        (f"/linkages/{hidden['run']}/decision", pair, (404,)),
        (f"/linkages/{hidden['run']}/estimate", {}, (404,)),
        ("/registers/ministry/look", {"records": ["zz"], "why": "a trial"}, (404,)),
        (f"/registers/{hidden['list']}/look", {"records": ["2"], "why": "a trial"}, (404,)),
        ("/collections/trial/linkages", {"lists": [hidden["list"], "office"]}, (422,)),
        ("/collections/trial/linkages", {"lists": ["nowhere", "office"]}, (422,)),
        (f"/collections/{hidden['slug']}/linkages", {"lists": ["office"]}, (404,)),
        (f"/collections/{hidden['slug']}/questions", {"text": "x", "event": "killed"}, (404,)),
        (f"/collections/{hidden['slug']}/places", {"names": [{"name": "x"}]}, (404,)),
        (f"/collections/{hidden['slug']}/exports", export, (404,)),
        (f"/questions/{hidden['question']}/look", {"why": "a trial"}, (404,)),
        (f"/questions/{hidden['question']}/compare", {}, (404,)),
        (f"/places/{hidden['place']}/look", {"why": "a trial"}, (404,)),
        (f"/documents/{there}/look", {"why": "a trial"}, (404,)),
    ]
    for path, body, expected in sent:
        answer = program.send("post", path, body)
        assert answer.status_code in expected, (path, answer.content)
        assert hidden["claim"] not in answer.content.decode()
    one, other = (
        program.send("post", "/collections/trial/linkages", {"lists": [each]}).json()["error"]
        for each in (hidden["list"], "nowhere")
    )
    assert one.replace(hidden["list"], "nowhere") == other
    for path in (
        f"/claims?collection={hidden['slug']}",
        f"/claims.geojson?collection={hidden['slug']}",
        f"/findings.geojson?collection={hidden['slug']}",
        f"/sources?collection={hidden['slug']}",
        f"/questions?collection={hidden['slug']}",
        f"/places?collection={hidden['slug']}",
        f"/work?collection={hidden['slug']}",
        f"/exports?collection={hidden['slug']}",
    ):
        answer = program.get(path).json()
        assert (answer.get("items", answer.get("features"))) == [], path
    own = (
        *("/claims?size=200", "/sources", "/questions", "/gazetteer", "/linkages", "/registers"),
        *("/work?size=200", "/history/latest?size=200", "/search?q=destroyed"),
    )
    everything = "".join(program.get(path).content.decode() for path in own)
    # A claim at the same words of the same text has the same key, wherever it is.
    names = [name for what, name in hidden.items() if what != "claim"]
    told = [each for each in names if json.dumps(each) in everything]
    assert told == []
    with_whom = {"sources": [hidden["source"]], **export}
    assert program.send("post", "/collections/trial/exports", with_whom).status_code == 422
    assert program.get("/exports").json()["items"] == []
