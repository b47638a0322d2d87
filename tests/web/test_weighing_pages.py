"""Weighing, questions and the history, as people use them."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from tests.workspace.people import member, ruled
from tests.workspace_fixtures import TEXT

from muniment.workspace.history import Actor
from muniment.workspace.models import Assessment, Claim, Entry, Question, Rung, Work
from muniment.workspace.services.auditing import audit
from muniment.workspace.services.taking_in import Description, describe, take_in
from muniment.workspace.working import do_waiting

OTHER = """Ministry of Emergencies of Sudland
6 March 2021

On 2 March 2021, 11 people were killed in the village of Alder. At least 95 houses were destroyed.
"""


@pytest.fixture
def browser(admin: Any) -> Client:
    client = Client()
    client.force_login(admin)
    return client


@pytest.fixture
def other(actor: Any, collection: Any, document: Any) -> Any:
    said = Description(issuer="Ministry of Emergencies of Sudland", date="2021-03-06")
    taken = take_in(actor, collection, io.BytesIO(OTHER.encode()), "other.txt", "upload", said)
    do_waiting()
    return taken.source.documents.get()


def killed(document: Any) -> Claim:
    found: Claim = document.claims.filter(event="killed").order_by("start").first()
    return found


def page(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def test_a_claim_is_weighed_superseded_and_never_overwritten(
    browser: Client, document: Any, other: Any
) -> None:
    mine, theirs = killed(document), killed(other)
    address = f"/documents/{document.key}/claims/{mine.key}"
    assert "11 people" in page(browser.get(f"{address}/weigh"))
    name = f"{other.key}:{theirs.key}"
    form = {"against": name, "relation": "contradicts", "reason": "11 and 14", "before": ""}
    assert browser.post(f"{address}/assess", form).status_code == 302
    first = Assessment.objects.get()
    late = browser.post(f"{address}/assess", {**form, "relation": "unrelated", "reason": "late"})
    assert late.status_code == 409
    assert ">late</textarea>" in page(late)
    assert 'value="unrelated" required checked' in page(late)
    again = {**form, "relation": "same-origin", "reason": "the same list", "before": first.pk}
    assert browser.post(f"{address}/assess", again).status_code == 302
    shown = page(browser.get(f"{address}/weigh"))
    assert "11 and 14" in shown
    assert "the same list" in shown
    assert "superseded" in shown
    assert audit().faults == []
    Assessment.objects.filter(pk=first.pk).update(relation="corroborates")
    assert any(f"assessment {first.pk}" in each for each in audit().faults)


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"relation": "contradicts", "reason": "x"},
        {"against": "nothing:here", "relation": "contradicts", "reason": "x"},
        {"against": "self", "relation": "contradicts", "reason": "x"},
        {"against": "other", "relation": "dance", "reason": "x"},
        {"against": "other", "relation": "contradicts", "reason": "  "},
        {"standard": "999999", "reason": "x"},
        {"standard": "٣", "reason": "x"},
    ],
)
def test_what_cannot_be_is_told(
    browser: Client, document: Any, other: Any, form: dict[str, str]
) -> None:
    mine, theirs = killed(document), killed(other)
    names = {"self": f"{document.key}:{mine.key}", "other": f"{other.key}:{theirs.key}"}
    form = {name: names.get(value, value) for name, value in form.items()}
    answer = browser.post(f"/documents/{document.key}/claims/{mine.key}/assess", form)
    assert answer.status_code in (404, 422)
    assert not Assessment.objects.exists()


def test_two_people_where_the_collection_asks_for_them(
    browser: Client, document: Any, other: Any, collection: Any
) -> None:
    ruled(collection, two_people=True)
    mine = killed(document)
    address = f"/documents/{document.key}/claims/{mine.key}"
    rung = Rung.objects.first()
    assert rung is not None
    browser.post(f"{address}/assess", {"standard": rung.pk, "reason": "one source"})
    made = Assessment.objects.get()
    assert browser.post(f"{address}/assessments/{made.pk}/second").status_code == 403
    another = Client()
    another.force_login(member(collection, "second", "analyst"))
    assert "awaiting a second person" in page(another.get(f"{address}/weigh"))
    assert another.post(f"{address}/assessments/{made.pk}/second").status_code == 302
    assert another.post(f"{address}/assessments/{made.pk}/second").status_code == 422
    made.refresh_from_db()
    assert made.seconded_by is not None
    assert audit().faults == []


def test_the_ladder_is_the_institutions(browser: Client, collection: Any) -> None:
    rung = Rung.objects.get(rank=1)
    form = {"rung": rung.pk, "version": 1, "name": "A lead", "meaning": "m"}
    assert browser.post("/ladder/change", form).status_code == 302
    assert browser.post("/ladder/change", form).status_code == 409
    assert browser.post("/ladder/change", {"name": ""}).status_code == 422
    assert browser.post("/ladder/change", {"name": "Certain"}).status_code == 302
    assert "A lead" in page(browser.get("/ladder"))
    another = Client()
    another.force_login(member(collection, "reader", "reader"))
    assert another.post("/ladder/change", {"name": "x"}).status_code == 403


def asked(**more: str) -> dict[str, str]:
    return {
        "text": "How many were killed in Alder?",
        "event": "killed",
        "place": "Alder",
        "period": "2021-03",
        **more,
    }


def test_a_question_shows_every_claim_and_what_the_rules_say(
    browser: Client, collection: Any, document: Any, other: Any
) -> None:
    answer = browser.post(f"/collections/{collection.slug}/questions", asked())
    assert answer.status_code == 302
    question = Question.objects.get()
    address = f"/questions/{question.key}"
    first = page(browser.get(address))
    assert ">14 people<" in first
    assert "11 people" in first
    assert ">95 houses<" not in first
    assert "<svg" in first
    assert browser.post(f"{address}/compare").status_code == 302
    do_waiting()
    work = Work.objects.get(kind="compare")
    assert work.state == "done", work.message
    compared = page(browser.get(address))
    assert "X501" in compared
    weigh = page(browser.get(f"/documents/{document.key}/claims/{killed(document).key}/weigh"))
    assert "Let the rules compare" in weigh


def test_a_question_is_changed_once(browser: Client, collection: Any, document: Any) -> None:
    browser.post(f"/collections/{collection.slug}/questions", asked())
    question = Question.objects.get()
    address = f"/questions/{question.key}/change"
    assert browser.post(address, {**asked(place="Birch"), "version": "1"}).status_code == 302
    late = browser.post(address, {**asked(place="Cedar"), "version": "1"})
    assert late.status_code == 409
    assert "Cedar" in page(late)
    question.refresh_from_db()
    assert question.place == "Birch"


@pytest.mark.parametrize(
    "form", [{"text": ""}, {"event": "danced"}, {"period": "last spring"}, {"text": " " * 9}]
)
def test_a_question_that_is_none_is_told(
    browser: Client, collection: Any, form: dict[str, str]
) -> None:
    answer = browser.post(f"/collections/{collection.slug}/questions", asked(**form))
    assert answer.status_code == 422
    assert not Question.objects.exists()


def test_restricted_claims_are_withheld_until_asked_for(
    browser: Client, actor: Actor, collection: Any, document: Any, other: Any
) -> None:
    describe(actor, other.source, other.source.version, Description(sensitivity="restricted"))
    do_waiting()
    browser.post(f"/collections/{collection.slug}/questions", asked())
    address = f"/questions/{Question.objects.get().key}"
    shown = page(browser.get(address))
    assert "11 people" not in shown
    assert "restricted source" in shown
    browser.post(f"/sources/{other.source.key}/show", {"why": "to compare"})
    assert "11 people" in page(browser.get(address))
    reader = Client()
    reader.force_login(member(collection, "reader", "reader"))
    assert "11 people" not in page(reader.get(address))
    weigh = f"/documents/{document.key}/claims/{killed(document).key}/weigh"
    assert "11 people" not in page(reader.get(weigh))


def test_the_history_is_narrowed_and_shows_what_changed(
    browser: Client, actor: Actor, document: Any
) -> None:
    from muniment.workspace.services.reviewing import correct

    claim = correct(actor, killed(document), 1, {"low": 13, "high": 13}, "counted twice")
    shown = page(browser.get("/history/", {"what": "claim.corrected"}))
    assert "counted twice" in shown
    assert "<del" in shown
    assert "13" in shown
    address = f"http://testserver/documents/{document.key}/claims/{claim.key}?x=1"
    assert "Claim corrected" in page(browser.get("/history/", {"subject": address}))
    assert "Nothing in the history" in page(browser.get("/history/", {"who": "nobody"}))
    for form in ({"from": "9999-12-31"}, {"to": "x"}, {"before": "٣"}, {"before": "0"}):
        assert browser.get("/history/", form).status_code == 200


def test_people_read_the_history_of_their_own_collections(
    browser: Client, actor: Actor, collection: Any, document: Any
) -> None:
    from muniment.workspace.services.starting import make_collection

    elsewhere = make_collection(actor, "Elsewhere")
    take_in(actor, elsewhere, io.BytesIO(b"A secret matter."), "secret-name.txt", "upload")
    another = Client()
    another.force_login(member(collection, "analyst", "analyst"))
    shown = page(another.get("/history/"))
    assert "Source received" in shown
    assert "secret-name" not in shown
    assert "secret-name" in page(browser.get("/history/"))
    reader = Client()
    reader.force_login(member(collection, "reader", "reader"))
    assert reader.get("/history/").status_code == 403


def test_what_was_said_of_restricted_sources_stays_sealed_in_the_history(
    browser: Client, actor: Actor, document: Any
) -> None:
    from muniment.workspace.services.reviewing import reject

    source = document.source
    describe(actor, source, source.version, Description(sensitivity="restricted", note="from Ann"))
    do_waiting()
    document.refresh_from_db()
    reject(actor, killed(document), 1, "Ann says otherwise")
    shown = page(browser.get("/history/"))
    assert "Ann" not in shown
    assert "14 people" not in shown


def test_a_checkpoint_is_signed_and_kept_elsewhere(browser: Client, document: Any) -> None:
    from muniment.workspace.custody import read_checkpoint

    answer = browser.post("/history/checkpoint")
    assert "attachment" in answer["Content-Disposition"]
    made = read_checkpoint(page(answer))
    assert made.holds()
    assert audit(made).faults == []
    last = Entry.objects.order_by("-number").first()
    assert last is not None
    assert last.action == "checkpoint.made"
    assert TEXT


def test_a_step_that_was_used_is_never_written_over(browser: Client, document: Any) -> None:
    rung = Rung.objects.get(rank=2)
    named = rung.name
    address = f"/documents/{document.key}/claims/{killed(document).key}"
    browser.post(f"{address}/assess", {"standard": rung.pk, "reason": "one source"})
    form = {"rung": rung.pk, "version": 1, "name": "Likely, worded anew", "meaning": "m"}
    assert browser.post("/ladder/change", form).status_code == 302
    weighed = page(browser.get(f"{address}/weigh"))
    assert f">{named}</span>" in weighed
    assert Rung.objects.get(rank=2).name == "Likely, worded anew"
    late = browser.post(f"{address}/assess", {"standard": rung.pk, "reason": "x", "before": ""})
    assert late.status_code == 422
    assert named in page(browser.get("/ladder"))
    assert audit().faults == []


def test_steps_are_put_between_moved_and_taken_off(browser: Client, admin: Any) -> None:
    names = list(Rung.objects.order_by("rank").values_list("name", flat=True))
    second = Rung.objects.get(rank=2)
    form = {"rung": second.pk, "version": 1, "what": "under", "name": "Between", "meaning": ""}
    assert browser.post("/ladder/change", form).status_code == 302

    def now() -> list[str]:
        return list(Rung.objects.filter(rank__gt=0).order_by("rank").values_list("name", flat=True))

    assert now() == [names[0], "Between", *names[1:]]
    made = Rung.objects.get(name="Between")
    up = {"rung": made.pk, "version": made.version, "what": "up"}
    assert browser.post("/ladder/change", up).status_code == 302
    assert now() == [names[0], names[1], "Between", *names[2:]]
    assert browser.post("/ladder/change", {**up, "what": "retire"}).status_code == 409
    again = {**up, "version": Rung.objects.get(pk=made.pk).version}
    assert browser.post("/ladder/change", {**again, "what": "retire"}).status_code == 302
    assert now() == names
    lowest = Rung.objects.get(rank=1)
    down = {"rung": lowest.pk, "version": lowest.version, "what": "down"}
    assert browser.post("/ladder/change", down).status_code == 422
    assert now() == names
