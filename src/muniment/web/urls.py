"""All addresses. They are permanent: what is printed today opens in ten years."""

from __future__ import annotations

from django.urls import include, path

from muniment.web.api.api import api
from muniment.web.views import (
    accounts,
    collections,
    documents,
    home,
    languages,
    looking,
    maps,
    pages,
    people,
    places,
    programs,
    search,
    sources,
    timeline,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("accounts/", include("muniment.web.accounts_urls")),
    path("api", programs.described, name="api"),
    path("api/1/openapi.json", programs.openapi, name="openapi"),
    path("api/1/", api.urls),
    path("account", accounts.account, name="account"),
    path("language", languages.choose, name="choose-language"),
    path("account/language", accounts.language, name="language"),
    path("account/tokens", accounts.tokens, name="tokens"),
    path("account/tokens/new", accounts.new_token, name="new-token"),
    path("account/tokens/<int:number>/end", accounts.end_token, name="end-token"),
    path("people", people.people, name="people"),
    path("people/new", people.new_account, name="new-account"),
    path("people/<int:number>", people.change_account, name="change-account"),
    path("people/collections/new", people.new_collection, name="new-collection"),
    path("collections/<slug:slug>", collections.collection, name="collection"),
    path("collections/<slug:slug>/change", collections.change, name="change-collection"),
    path("collections/<slug:slug>/member", collections.member, name="member"),
    path("work", home.work, name="work"),
    path("sources/", sources.listing, name="sources"),
    path("collections/<slug:slug>/add", sources.add, name="add"),
    path("sources/<slug:key>", sources.show, name="source"),
    path("sources/<slug:key>/show", looking.show, name="show"),
    path("search", search.results, name="search"),
    path("search/keep", search.save, name="save-search"),
    path("search/kept/<int:number>/remove", search.remove, name="remove-search"),
    path("timeline", timeline.show, name="timeline"),
    path("map", maps.show, name="map"),
    path("places/", places.listing, name="places"),
    path("collections/<slug:slug>/places", places.add, name="add-place"),
    path("places/<slug:key>", places.edit, name="place"),
    path("places/<slug:key>/change", places.change, name="change-place"),
    path("documents/<slug:key>", documents.document, name="document"),
    path("documents/<slug:key>/claims/<slug:claim>", documents.claim, name="claim"),
    path("documents/<slug:key>/claims/<slug:claim>/decide", documents.decide, name="decide"),
    path("documents/<slug:key>/new", documents.new, name="new-claim"),
    path("documents/<slug:key>/add", documents.add, name="add-claim"),
    path("documents/<slug:key>/findings/<slug:finding>", documents.judge, name="judge"),
    path("documents/<slug:key>/pages/<int:number>", pages.page, name="page"),
    path("documents/<slug:key>/pages/<int:number>.webp", pages.picture, name="picture"),
]

handler400 = "muniment.web.refusals.bad"
handler403 = "muniment.web.refusals.forbidden"
handler404 = "muniment.web.refusals.missing"
handler429 = "muniment.web.refusals.too_many"
handler500 = "muniment.web.refusals.broken"
