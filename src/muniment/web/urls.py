"""All addresses. They are permanent: what is printed today opens in ten years."""

from __future__ import annotations

from django.urls import include, path

from muniment.web.views import home, sources

urlpatterns = [
    path("", home.home, name="home"),
    path("accounts/", include("allauth.urls")),
    path("work", home.work, name="work"),
    path("sources/", sources.listing, name="sources"),
    path("collections/<slug:slug>/add", sources.add, name="add"),
    path("sources/<slug:key>", sources.show, name="source"),
    path("documents/<slug:key>", sources.document, name="document"),
]
