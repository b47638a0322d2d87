"""What was restricted shows nowhere by the way: in reasons, old entries, work, keys of lists."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from tests.workspace.lists import accepted, brought, reading_here, rows

from muniment.workspace.exporting.order import Order, OrderProblem
from muniment.workspace.history import Actor
from muniment.workspace.models import (
    Assessment,
    Claim,
    Collection,
    Entry,
    Export,
    Membership,
    Review,
    Source,
    User,
    Work,
)
from muniment.workspace.models.search import Place
from muniment.workspace.sealed_registers import registers
from muniment.workspace.sensitive import claim_place, plain, why_decided, why_judged
from muniment.workspace.services import bringing_back, handing, linking, reviewing, weighing
from muniment.workspace.services.intakes import accept, remap
from muniment.workspace.services.members import set_member
from muniment.workspace.services.packed import documents_json
from muniment.workspace.services.places import add, described
from muniment.workspace.services.starting import make_collection
from muniment.workspace.services.taking_in import Description, describe, take_in
from muniment.workspace.services.tokens import SCOPES, make_token
from muniment.workspace.working import do_waiting

__all__ = ["reading_here"]

SECRET = "Quillfeather"
TEXT = "On 2 March 2021, 14 people were killed in Alder, it said."
RESTRICTED = Description(sensitivity="restricted")


def taken(actor: Actor, collection: Collection, said: Description, text: str = TEXT) -> Source:
    """A source that was read."""
    file = io.BytesIO(text.encode())
    source = take_in(actor, collection, file, "a.txt", "upload", said).source
    do_waiting()
    source.refresh_from_db()
    return source


def claim_of(source: Source) -> Claim:
    """The figure in a source."""
    return source.documents.get().claims.filter(kind="figure")[0]


def person(admin: User, collection: Collection, role: str, restricted: bool = False) -> Client:
    """Somebody with a role, signed in."""
    user = User.objects.create(username=f"{role}-{restricted}")
    set_member(Actor(admin, "command"), collection, user, role, restricted)
    client = Client()
    client.force_login(user)
    return client


def kept() -> str:
    """All that the tables hold."""
    told = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            told.append(repr(cursor.fetchall()))
    return "\n".join(told)


def test_reasons_in_restricted_sources_are_sealed(actor: Any, collection: Collection) -> None:
    source, other = (
        taken(actor, collection, RESTRICTED),
        taken(actor, collection, Description(), TEXT + " Two said so."),
    )
    claim, open_claim = claim_of(source), claim_of(other)
    reviewing.reject(actor, claim, 1, f"{SECRET} is a name")
    finding = source.documents.get().findings.create(
        key="f0", code="X001", level="note", message="a trial", start=0
    )
    reviewing.judge(actor, finding, 1, "dismissed", f"{SECRET} said so")
    weighed = weighing.assess(actor, open_claim, claim, "contradicts", f"{SECRET} was there")
    assert SECRET not in kept()
    assert why_decided(Review.objects.get()) == f"{SECRET} is a name"
    assert why_judged(finding) == f"{SECRET} said so"
    other.refresh_from_db()
    described_again = Description(title="Said again")
    describe(actor, other, other.version, described_again)
    weighed = Assessment.objects.get(pk=weighed.pk)
    assert SECRET not in weighed.reason
    assert weighing.reason_of(weighed) == f"{SECRET} was there"


def test_reasons_are_sealed_when_what_a_claim_is_weighed_against_becomes_restricted(
    actor: Any, collection: Collection
) -> None:
    source, other = (
        taken(actor, collection, Description()),
        taken(actor, collection, Description(), TEXT + " Two said so."),
    )
    weighed = weighing.assess(actor, claim_of(other), claim_of(source), "contradicts", SECRET)
    describe(actor, source, source.version, RESTRICTED)
    weighed.refresh_from_db()
    assert SECRET not in weighed.reason


def test_why_an_open_claim_is_weighed_against_a_restricted_one_is_in_no_package(
    actor: Any, collection: Collection
) -> None:
    closed, source = (
        taken(actor, collection, RESTRICTED),
        taken(actor, collection, Description(), TEXT + " Two said so."),
    )
    weighing.assess(actor, claim_of(source), claim_of(closed), "contradicts", SECRET)
    said = [told for _, _, told in documents_json(source)]
    assert "contradicts" in repr(said)
    assert SECRET not in repr(said)


def test_a_decision_taken_back_leaves_the_claim_as_it_was_read(
    actor: Any, collection: Collection
) -> None:
    claim = claim_of(taken(actor, collection, Description()))
    before = (claim.start, claim.end, claim.low, claim.high, claim.event)
    changes = {"low": 15, "high": 15, "event": "injured", "end": claim.end + 3}
    reviewing.correct(actor, claim, 1, changes, "misread")
    claim.refresh_from_db()
    reviewing.reopen(actor, claim, 2, "it was right")
    claim.refresh_from_db()
    assert (claim.start, claim.end, claim.low, claim.high, claim.event) == before
    last = claim.reviews.last()
    assert last is not None
    after = plain(claim.document.source, claim_place(claim), last.after)
    assert after == claim.read


def test_a_source_that_becomes_restricted_is_called_by_its_old_name_nowhere(
    admin: User, actor: Any, collection: Collection
) -> None:
    source = taken(actor, collection, Description(title=SECRET, note=SECRET))
    claim = claim_of(source)
    reviewing.correct(actor, claim, 1, {"place": {"text": SECRET}}, SECRET)
    source.refresh_from_db()
    describe(actor, source, source.version, RESTRICTED)
    assert not [each for each in Work.objects.all() if SECRET in each.label + each.message]
    client = person(admin, collection, "reviewer")
    for address in ("/", "/history/", "/sources/", f"/history/?subject=source:{source.key}"):
        assert SECRET.encode() not in client.get(address).content, address


def test_whence_a_restricted_place_is_known_is_sealed(actor: Any, collection: Collection) -> None:
    Membership.objects.filter(user=actor.user).update(restricted=True)
    add(actor, collection, described(SECRET, "1, 2, 3", f"told by {SECRET}", "restricted"))
    assert Place.objects.count() == 1
    assert SECRET not in kept()


def test_a_file_made_before_a_source_became_restricted_leaves_no_more(
    actor: Any, collection: Collection
) -> None:
    Collection.objects.update(approval=False)
    collection.refresh_from_db()
    source = taken(actor, collection, Description())
    order = Order(what="sources", format="json")
    export = handing.ask_export(actor, collection, order, "a report", "a desk")
    do_waiting()
    export.refresh_from_db()
    assert source.key.encode() in handing.hand_out(actor, export)
    describe(actor, source, source.version, RESTRICTED)
    with pytest.raises(OrderProblem):
        handing.hand_out(actor, export)


def test_programs_learn_of_exports_what_pages_tell(
    admin: User, actor: Any, collection: Collection
) -> None:
    order = Order(what="claims", format="json")
    handing.ask_export(actor, collection, order, f"for {SECRET}", "a desk")
    assert Export.objects.count() == 1
    for role, told in (("reader", False), ("documenter", False), ("publisher", True)):
        user = User.objects.create(username=role)
        set_member(actor, collection, user, role, False)
        secret = make_token(Actor(user, "web"), "t", SCOPES, 2)[1]
        answer = Client().get("/api/1/exports", headers={"Authorization": f"Bearer {secret}"})
        assert (SECRET in answer.content.decode()) is told, role


def test_whom_a_source_came_from_cannot_be_guessed(
    admin: User, actor: Any, collection: Collection
) -> None:
    source = taken(actor, collection, Description(obtained_from=SECRET))
    user = User.objects.create(username="documenter")
    set_member(actor, collection, user, "documenter", False)
    outcomes = set()
    for guess in (SECRET, "Marrowby"):
        text = f"key,sensitivity,obtained_from\n{source.key},internal,{guess}\n"
        who = Actor(user, "web")
        received = bringing_back.receive(who, collection, io.BytesIO(text.encode()))
        rows_ = bringing_back.plan(who, collection, received.sha256, "").rows
        outcomes.add(tuple((each.outcome, tuple(each.differences)) for each in rows_))
    assert len(outcomes) == 1


@pytest.mark.usefixtures("reading_here")
def test_keys_that_give_people_away_stay_masked(
    admin: User, actor: Any, collection: Collection
) -> None:
    text = rows(0, 12).replace("\n", f"\n{SECRET}-").removesuffix(f"{SECRET}-")
    text = text.replace("No,", "Passport,", 1)
    first = brought(actor, collection, text, "ministry")
    remap(actor, first, first.version, {"Passport": "", "key": "Passport"})
    do_waiting()
    first.refresh_from_db()
    accept(actor, first, first.version, "as received")
    do_waiting()
    accepted(actor, collection, rows(4, 16), "office")
    linking.link(actor, collection, "people", ["ministry", "office"])
    do_waiting()
    again = brought(actor, collection, text.replace("Alder", "Elder", 2), "ministry")
    client = person(admin, collection, "administrator")
    for address in (
        "/linkages/people",
        "/linkages/people/review",
        "/linkages/people/entities",
        "/registers/ministry",
        f"/intakes/{again.key}",
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        assert SECRET not in answer.content.decode(), address
    page = client.get("/linkages/people/review")
    shown = {each: page.context[each] for each in ("a", "b", "seen")}
    client.post("/linkages/people/review", {**shown, "do": "different", "reason": "seen"})
    assert len(registers().decisions()) == 1
    assert Entry.objects.filter(detail__contains=SECRET).count() == 0


@pytest.mark.usefixtures("reading_here")
def test_names_of_lists_and_linkages_tell_nothing_of_other_collections(
    actor: Any, collection: Collection
) -> None:
    other = make_collection(actor, "Other")
    accepted(actor, collection, rows(0, 8), "ministry")
    accepted(actor, collection, rows(4, 12), "office")
    linking.link(actor, collection, "people", ["ministry", "office"])
    do_waiting()
    taken, free = (accepted(actor, other, rows(0, 8), each).list for each in ("office", "camp"))
    assert (taken, free) == (f"office.c{other.pk}", f"camp.c{other.pk}")
    assert accepted(actor, other, rows(0, 9), "office").list == taken
    for name in ("people", "others"):
        linking.link(actor, other, name, [taken, free])
    do_waiting()
    assert {"people", f"people.c{other.pk}", f"others.c{other.pk}"} <= set(registers().state.runs)
    linking.link(actor, collection, f"people.c{other.pk}", ["ministry", "office"])
    do_waiting()
    kept = registers().run(f"people.c{other.pk}")
    assert linking.collection_of(registers(), kept) == other
    assert f"people-c{other.pk}" in registers().state.runs


def test_what_came_of_reading_a_restricted_source_is_for_who_may_look(
    admin: User, actor: Any, collection: Collection
) -> None:
    taken(actor, collection, RESTRICTED)
    taken(actor, collection, Description(), f"{TEXT} Again.")
    for restricted, told in ((False, 1), (True, 2)):
        client = person(admin, collection, "reader", restricted)
        for address in ("/", "/work"):
            page = client.get(address).content.decode()
            assert len(re.findall(r"\d+ claims?, \d+ findings?", page)) == told, address


def test_programs_read_the_words_of_the_history_as_people_do(
    admin: User, actor: Any, collection: Collection
) -> None:
    source = taken(actor, collection, Description(title="Of Alder"))
    closed = taken(actor, collection, RESTRICTED, f"{TEXT} Again.")
    reviewing.reject(actor, claim_of(source), 1, "no figure")
    reviewing.reject(actor, claim_of(closed), 1, f"{SECRET} is a name")
    Membership.objects.filter(user=admin).update(restricted=False)
    secret = make_token(Actor(admin, "web"), "t", SCOPES, 2)[1]
    answer = (
        Client()
        .get("/api/1/history?size=200", headers={"Authorization": f"Bearer {secret}"})
        .json()
    )
    rows = [each for each in answer["items"] if each["action"] == "claim.rejected"]
    assert [each["why"] for each in rows] == ["no figure", None]
    assert all(each["reason"].startswith("sealed:1:") for each in rows)
    received = next(each for each in answer["items"] if each["action"] == "source.received")
    assert received["words"]["description"]["title"] == "Of Alder"
    assert received["detail"]["description"]["title"].startswith("sealed:1:")
    assert SECRET not in str(answer)
