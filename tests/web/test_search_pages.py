"""The pages of searching: lists, timelines, maps, places and searches kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse


@pytest.fixture
def pages(admin: Any) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def body(pages: Client, name: str, **values: Any) -> str:
    answer = pages.get(reverse(name), values)
    assert answer.status_code == 200, answer.content
    return str(answer.content.decode())


@pytest.mark.parametrize("name", ["search", "timeline", "map", "places"])
def test_every_page_opens_with_nothing_kept(pages: Client, name: str) -> None:
    assert "<h1>" in body(pages, name)


def test_results_point_to_the_exact_place(pages: Client, document: Any) -> None:
    text = body(pages, "search", q="alder")
    claim = document.claims.get(event="killed", low=14)
    assert reverse("claim", args=[document.key, claim.key]) in text
    passage = document.passages.filter(start__lte=claim.start, end__gte=claim.end).get()
    assert f"at={passage.start}-{passage.end}#at" in text
    assert "<mark>Alder</mark>" in text
    assert text.count("<article>") == 1  # all that was found stands in one passage


@pytest.mark.parametrize(
    "q",
    [
        *('"', "-", "OR", '"" OR -', "*", "a*", "(", "NEAR(", "^x", "x:y", "'", "\\", "%", "🙂"),
        *("AND OR NOT", '-"', "folded : x", "z_o1", "a" * 5000, "“half", "'; DROP TABLE", ":*&|!"),
    ],
)
def test_nothing_typed_is_an_error(pages: Client, document: Any, q: str) -> None:
    for name in ("search", "timeline", "map"):
        body(pages, name, q=q)
        body(pages, name, q=q, event=q, place=q, source=q, collection=q, page=q, to=q, lat=q)


def test_a_facet_narrows_and_is_removed_again(pages: Client, document: Any) -> None:
    text = body(pages, "search", event="destroyed")
    assert "95 houses" in text
    assert text.count("<article>") == 1
    assert "Remove all" in text


def test_a_source_is_named_as_elsewhere(pages: Client, document: Any) -> None:
    source = document.source
    source.title, source.issuer, source.date = "Letter on Alder", "Office of Norland", "2021-03-05"
    source.save()
    text = body(pages, "search", q="alder")
    assert "<bdi>Letter on Alder</bdi>" in text
    assert "Office of Norland · 5 March 2021" in text


def test_a_timeline_has_the_claims_that_speak_of_a_time(pages: Client, document: Any) -> None:
    text = body(pages, "timeline", q="killed OR people")
    assert "2 March 2021" in text


def test_a_place_is_drawn_where_it_is_known(pages: Client, document: Any, collection: Any) -> None:
    assert "Not on the map" in body(pages, "map")
    answer = pages.post(
        reverse("add-place", args=[collection.slug]),
        {"names": "en: Alder\nru: Ольха", "positions": "10.5, 20.25, 4000", "basis": "a map"},
    )
    assert answer.status_code == 302
    text = body(pages, "map")
    assert "<ellipse" in text
    assert "Alder · Ольха" in text
    assert "Alder · Ольха" in body(pages, "search")
    assert "imply no position" in text


def test_a_search_is_kept_and_kept_no_longer(pages: Client, document: Any) -> None:
    pages.post(reverse("save-search"), {"query": "q=alder&event=killed", "name": "At Alder"})
    assert "At Alder" in body(pages, "search")
    from muniment.workspace.models import SavedSearch
    from muniment.workspace.services import searches

    saved = SavedSearch.objects.get()
    assert "lder" not in saved.query + saved.name
    (kept,) = searches.kept(saved.user)
    assert (kept.name, kept.query) == ("At Alder", "q=alder&event=killed")
    pages.post(reverse("save-search"), {"query": "q=elder", "name": "At Alder"})
    (kept,) = searches.kept(saved.user)
    assert kept.query == "q=elder"
    pages.post(reverse("remove-search", args=[saved.pk]))
    assert not SavedSearch.objects.exists()


def test_a_record_is_found_and_points_to_its_page(pages: Client, collection: Any) -> None:
    from muniment.workspace.search.records import RecordRow, index_records

    index_records(collection, "missing", [RecordRow("r 1/2", "Missing person, Alder", ["prison"])])
    text = body(pages, "search", q="prison")
    assert reverse("register-record", args=["missing", "r 1/2"]) in text
    assert "Missing person" in text
