"""Searching: what is found, by whom, and what is not."""

from __future__ import annotations

import io
from typing import Any

import pytest

from muniment.workspace.models import Collection, Item, Membership, Spelling, User
from muniment.workspace.search.asked import Asked
from muniment.workspace.search.finding import search
from muniment.workspace.search.folding import words
from muniment.workspace.search.forms import forms, party_key, place_key
from muniment.workspace.search.query import Term, parse
from muniment.workspace.search.records import RecordRow, forget_records, index_records
from muniment.workspace.services import places
from muniment.workspace.services.taking_in import Description, describe, take_in
from muniment.workspace.working import do_waiting

TEXT = """Statement of the Office of Sudland

12 March 2021

In the Khojavend district 40 houses were destroyed in 1993. An elder of the village said so.

В Ходжавенде было разрушено 40 домов. Xocavənd Խոջավենդ

The elder met 14 people in Alder. Villages were left between 1992 and 1994.
"""


def found(user: Any, q: str = "", **values: Any) -> list[Item]:
    asked = Asked.read({"q": [q], **{name: [str(each)] for name, each in values.items()}})
    return search(user, asked).items()


def refs(user: Any, q: str, **values: Any) -> set[tuple[str, str]]:
    return {(each.kind, each.ref) for each in found(user, q, **values)}


def member(collection: Collection, name: str, restricted: bool = False) -> User:
    user = User.objects.create_user(name)
    Membership.objects.create(
        user=user, collection=collection, role="reader", restricted=restricted
    )
    return user


@pytest.fixture
def statement(actor: Any, collection: Any) -> Any:
    taken = take_in(actor, collection, io.BytesIO(TEXT.encode()), "other.txt", "upload")
    do_waiting()
    return taken.source.documents.get()


@pytest.mark.parametrize("q", ["Xocavənd", "Khojavend", "ходжавенд", "Խոջավենդ", "xocavend"])
def test_a_name_is_found_in_every_spelling(admin: Any, statement: Any, q: str) -> None:
    passages = {ref for kind, ref in refs(admin, q) if kind == "passage"}
    assert len(passages) == 2


def test_ordinary_words_that_sound_alike_are_not_taken_for_each_other(
    admin: Any, statement: Any
) -> None:
    kinds = [item.folded for item in found(admin, "Alder", kind="passage")]
    assert len(kinds) == 1
    assert "alder" in kinds[0]
    assert refs(admin, "hose") == set()


def test_in_quotes_words_stand_side_by_side_and_as_spelled(admin: Any, statement: Any) -> None:
    assert refs(admin, '"houses were destroyed"', kind="passage")
    assert not refs(admin, '"destroyed houses"')
    assert not refs(admin, '"house"')
    assert refs(admin, "house", kind="passage")


def test_without_either_and_beginnings(admin: Any, statement: Any) -> None:
    both = refs(admin, "houses OR people", kind="passage")
    assert len(both) == 2
    assert len(refs(admin, "elder -houses", kind="passage")) == 1
    assert len(refs(admin, "villag*", kind="passage")) == 2
    assert len(refs(admin, "-houses", kind="passage")) < len(refs(admin, "", kind="passage"))


def test_words_side_by_side_come_first(actor: Any, collection: Any, admin: Any) -> None:
    for text in ("The red bridge fell.", "The bridge was not red.", "A red boat at the bridge."):
        take_in(actor, collection, io.BytesIO(text.encode()), "a.txt", "upload")
    do_waiting()
    assert "red bridge" in found(admin, "red bridge")[0].folded


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("a/b", [[Term(("a", "b"))]]),
        ('"a b" c', [[Term(("a", "b"), exact=True)], [Term(("c",))]]),
        ("a OR b", [[Term(("a",)), Term(("b",))]]),
        ("OR a", [[Term(("a",))]]),
        ("«a b»", [[Term(("a", "b"), exact=True)]]),
        ("abc*", [[Term(("abc",), open=True)]]),
        ("ab*", [[Term(("ab",))]]),
        ("... --", []),
        ("a OR b -a", [[Term(("b",))]]),
        ("a -a", [[Term(("a",))]]),
    ],
)
def test_what_is_typed_is_read(typed: str, terms: list[list[Term]]) -> None:
    assert [list(each) for each in parse(typed).groups] == terms


def test_words_and_keys() -> None:
    assert words("Şuşa, ÉTAT_İstanbul 1٢3") == ["susa", "etat", "istanbul", "123"]
    assert "villages" in forms("village")
    assert place_key("in the village of Alder") == place_key("Alder") == "alder"
    assert party_key("the authorities of Sudland") == party_key("Sudland")


def test_a_claim_is_found_by_its_sentence_and_narrowed_by_facets(admin: Any, document: Any) -> None:
    assert [each.ref for each in found(admin, "killed alder", claim="figure", event="killed")]
    assert {each.event for each in found(admin, event="missing")} == {"missing"}
    assert found(admin, **{"from": "2021", "to": "2021"})
    assert not found(admin, **{"from": "1950", "to": "1951"})


def test_counts_of_a_facet_do_not_follow_its_own_choice(admin: Any, document: Any) -> None:
    counts = search(admin, Asked.read({"event": ["killed"]})).counts
    assert counts["event"]["missing"] == 1
    assert counts["total"][""] == len(found(admin, event="killed"))


def test_nothing_is_found_in_collections_one_may_not_read(
    admin: Any, collection: Any, document: Any
) -> None:
    other = Collection.objects.create(slug="other", name="Other")
    stranger, reader = member(other, "stranger"), member(collection, "reader")
    assert found(stranger, "alder") == []
    assert found(stranger, collection=str(collection.pk)) == []
    assert found(reader, "alder")
    assert search(stranger, Asked.read({"q": ["alder"]})).counts["total"][""] == 0


def test_a_text_cannot_claim_to_be_in_another_collection(actor: Any, collection: Any) -> None:
    other = Collection.objects.create(slug="other", name="Other")
    stranger = member(other, "stranger")
    text = f"z_o{other.pk} z_c{other.pk} zo{other.pk} secret"
    take_in(actor, collection, io.BytesIO(text.encode()), "a.txt", "upload")
    do_waiting()
    assert found(stranger, "secret") == []
    assert found(stranger) == []


def test_who_reads_everywhere_finds_as_who_does_not(
    actor: Any, admin: Any, collection: Any, document: Any, statement: Any
) -> None:
    """What may be found is asked for in another way where there is no collection beside."""
    reader = member(collection, "reader")
    source = statement.source
    describe(actor, source, source.version, Description(sensitivity="restricted"))
    do_waiting()
    everywhere = search(reader, Asked.read({"q": ["alder"]}))
    items, counts = everywhere.items(), everywhere.counts
    Collection.objects.create(slug="other", name="Other")
    here = search(reader, Asked.read({"q": ["alder"]}))
    assert everywhere.rights.everywhere
    assert not here.rights.everywhere
    assert items
    assert [each.pk for each in items] == [each.pk for each in here.items()]
    assert counts == here.counts
    assert {each.document_id for each in items} == {document.pk}


def test_sealed_words_are_found_only_by_those_who_may_see_them(
    actor: Any, admin: Any, collection: Any, statement: Any
) -> None:
    reader, trusted = member(collection, "reader"), member(collection, "trusted", restricted=True)
    assert found(reader, "Xocavend")
    source = statement.source
    describe(actor, source, source.version, Description(sensitivity="restricted"))
    assert found(reader, "Xocavend") == []  # at once, not when it has been read again
    do_waiting()
    assert found(reader, "Xocavend") == []
    assert found(reader) == []
    assert len([each for each in found(trusted, "Xocavend") if each.kind == "passage"]) == 2
    assert not any("khojavend" in each.folded for each in Item.objects.all())
    assert not Spelling.objects.filter(text__icontains="khojavend").exists()
    assert not Spelling.objects.filter(word__icontains="khojavend").exists()


def test_names_in_records_are_found_by_those_who_may_see_them(admin: Any, collection: Any) -> None:
    reader, trusted = member(collection, "reader"), member(collection, "trusted", restricted=True)
    rows = [
        RecordRow("r1", "Missing person, Alder, 1993", ["prison"], ["Алиев Мурад"], "missing"),
        RecordRow("r2", "Missing person, Ravna, 1994", [], ["Hakobyan Aram"], "missing"),
    ]
    assert index_records(collection, "list1", rows) == 2
    for q in ("Aliyev", "Əliyev", "Алиев", "aliev murad"):
        assert [each.ref for each in found(trusted, q)] == ["list1:r1"]
        assert found(reader, q) == []
    assert [each.ref for each in found(reader, "Ravna")] == ["list1:r2"]
    kept = " ".join(each.folded + each.label for each in Item.objects.all()).lower()
    assert "aliev" not in kept
    assert "алиев" not in kept
    assert not any("алиев" in each.text for each in Spelling.objects.all())
    index_records(collection, "list1", rows[:1])
    assert found(trusted, "Ravna") == []
    forget_records("list1")
    assert not Item.objects.exists()


def test_all_names_of_a_place_are_one_facet(actor: Any, admin: Any, collection: Any) -> None:
    for text in ("In Alder 4 people were killed in 1993.", "In Olkhovka 5 people were killed."):
        take_in(actor, collection, io.BytesIO(text.encode()), "a.txt", "upload")
    do_waiting()
    said = places.described("en: Alder\nru: Олховка\nOlkhovka", "40, 45, 2000")
    place = places.add(actor, collection, said)
    assert {each.place for each in found(admin, place=place.key)} >= {"Alder", "Olkhovka"}


def test_a_restricted_place_is_sealed_and_unseen(actor: Any, admin: Any, collection: Any) -> None:
    from muniment.workspace.permissions import NotAllowed
    from muniment.workspace.search.finding import Rights
    from muniment.workspace.search.gazetteer import Gazetteer

    reader = member(collection, "reader")
    said = places.described("Hidden", "40, 45, 10", sensitivity="restricted")
    Membership.objects.update_or_create(
        user=admin, collection=collection, defaults={"role": "administrator", "restricted": True}
    )
    row = places.add(actor, collection, said)
    assert "Hidden" not in row.names
    assert "40" not in row.positions.removeprefix("sealed:1:")[:4]
    for user, count in ((reader, 0), (admin, 1)):
        rights = Rights.of(user)
        assert len(Gazetteer(rights.reads, rights.restricted).places) == count
    Membership.objects.filter(user=admin).update(restricted=False)
    with pytest.raises(NotAllowed):
        places.change(actor, row, row.version, said)


@pytest.mark.parametrize("line", ["x, y", "91, 0", "40", "40, 45, -1", "40, 45, nan", "1,2,3,4"])
def test_a_position_that_cannot_be_is_refused(line: str) -> None:
    with pytest.raises(places.PlaceProblem):
        places.described("Alder", line)
