"""All addresses. They are permanent: what is printed today opens in ten years."""

from __future__ import annotations

from django.urls import include, path

from muniment.web.views import documents, home, looking, pages, sources

urlpatterns = [
    path("", home.home, name="home"),
    path("accounts/", include("muniment.web.accounts_urls")),
    path("work", home.work, name="work"),
    path("sources/", sources.listing, name="sources"),
    path("collections/<slug:slug>/add", sources.add, name="add"),
    path("sources/<slug:key>", sources.show, name="source"),
    path("sources/<slug:key>/show", looking.show, name="show"),
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
