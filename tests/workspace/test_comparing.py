"""Comparisons take what people decided; what waits for a second person does not count yet."""

from __future__ import annotations

import io
from typing import Any

import pytest

from muniment.workspace.models import Claim, Collection
from muniment.workspace.services import comparing, reviewing
from muniment.workspace.services.alike import Wanted, likely
from muniment.workspace.services.taking_in import Description, take_in
from muniment.workspace.working import do_waiting

OTHER = """Ministry of Emergencies of Sudland

On 2 March 2021, 11 people were killed in the village of Alder.
"""


@pytest.fixture
def other(actor: Any, collection: Any, document: Any) -> Any:
    said = Description(issuer="Ministry of Emergencies of Sudland", date="2021-03-06")
    taken = take_in(actor, collection, io.BytesIO(OTHER.encode()), "other.txt", "upload", said)
    do_waiting()
    return taken.source.documents.get()


def killed(document: Any) -> Claim:
    found = Claim.objects.filter(document=document.pk, event="killed", origin="machine").first()
    assert found is not None
    return found


def codes(actor: Any, collection: Collection, *claims: Claim) -> list[str]:
    """What the rules say of two claims as they stand now."""
    claims = tuple(Claim.objects.get(pk=each.pk) for each in claims)
    assert comparing.compared(claims) is None, "what was decided since is compared anew"
    comparing.ask_for(actor, collection, claims)
    do_waiting()
    found = comparing.compared(claims)
    assert found is not None
    names = {comparing.name_of(each) for each in claims}
    return [each.code for each in found.results if set(each.claims) == names]


def test_what_people_decided_is_compared(
    actor: Any, collection: Any, document: Any, other: Any
) -> None:
    mine, theirs = killed(document), killed(other)
    assert codes(actor, collection, mine, theirs) == ["X501"]
    mine = reviewing.correct(actor, mine, mine.version, {"low": 11, "high": 11}, "a misprint")
    assert codes(actor, collection, mine, theirs) == ["X503"]
    mine = reviewing.reopen(actor, mine, mine.version, "no misprint")
    found = comparing.compared([killed(document), killed(other)])
    assert found is not None, "as it was before"
    theirs = reviewing.reject(actor, theirs, theirs.version, "of another day")
    assert codes(actor, collection, mine, theirs) == []


def test_an_added_claim_is_compared_like_any_other(
    actor: Any, collection: Any, document: Any, other: Any
) -> None:
    mine, theirs = killed(document), killed(other)
    mine = reviewing.reject(actor, mine, mine.version, "the words say more")
    at = {"start": mine.start, "end": mine.end}
    fields = {"low": 14, "high": 14, "event": "killed", "counted": {"text": "people"}}
    added = reviewing.add(actor, document, {"kind": "figure", **at, **fields})
    assert codes(actor, collection, added, theirs) == ["X501"]


def test_what_waits_for_a_second_person_does_not_count_yet(
    actor: Any, collection: Any, document: Any, other: Any
) -> None:
    collection.two_people = True
    collection.save()
    mine, theirs = killed(document), killed(other)
    mine = reviewing.correct(actor, mine, mine.version, {"low": 11, "high": 11}, "a misprint")
    assert mine.status == Claim.Status.PROPOSED
    assert codes(actor, collection, mine, theirs) == ["X501"]
    assert reviewing.counted_body(mine)["low"] == 14
    assert reviewing.body_of(mine)["low"] == 11


def test_what_people_read_in_another_script_answers_too(
    actor: Any, collection: Any, document: Any
) -> None:
    text = "2 марта 2021 года в деревне Альдер погибли 14 мирных жителей.\n"
    taken = take_in(actor, collection, io.BytesIO(text.encode()), "ru.txt", "upload")
    do_waiting()
    claim = Claim.objects.get(document__source=taken.source, kind="figure", start=43)
    fields = {"event": "killed", "place": {"text": "Альдер"}, "counted": {"text": "мирных жителей"}}
    reviewing.correct(actor, claim, claim.version, fields, "as the text says")
    wanted = Wanted("figure", "killed", "people", "Alder", "2021-03", (collection.pk,))
    found = likely(actor.user, wanted)
    assert claim.pk in {each.claim.pk for each in found}
    other = Wanted("figure", "killed", "houses", "Birch", "2021-03", (collection.pk,))
    assert claim.pk not in {each.claim.pk for each in likely(actor.user, other)}
