"""The gazetteer: the places that the institution knows, with all their names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from muniment.web import found
from muniment.web.access import actor, allowed, somewhere
from muniment.web.withheld import WHY, is_withheld
from muniment.workspace.models import Collection, Place, Sensitivity
from muniment.workspace.permissions import where
from muniment.workspace.search.finding import Rights
from muniment.workspace.search.folding import words
from muniment.workspace.search.gazetteer import Gazetteer, Known, known, opened_text
from muniment.workspace.services import places, places_lists

A_PAGE = 200


@require_GET
@somewhere("read")
def listing(request: HttpRequest) -> HttpResponse:
    """All places that a person may see, by name, or those whose names have some words."""
    return _page(request, {})


@require_POST
@allowed("add", found.collection)
def add(request: HttpRequest, collection: Collection) -> HttpResponse:
    """A new place."""
    try:
        places.add(actor(request), collection, _said(request))
    except places.PlaceProblem as error:
        messages.error(request, str(error))
        return _page(request, {"typed": request.POST}, status=400)
    messages.success(request, _("The place is known now."))
    return redirect("places")


@require_POST
@allowed("add", found.collection)
def bring(request: HttpRequest, collection: Collection) -> HttpResponse:
    """Have a list of places looked at; nothing is taken yet."""
    sent = request.FILES.get("file")
    if sent is None or sent.file is None:
        messages.error(request, _("Choose a file."))
        return _page(request, {}, status=422)
    look = places_lists.receive(actor(request), collection, sent.file, sent.name or "")
    return redirect("look", look.pk)


@require_GET
@allowed("add", found.place)
def edit(request: HttpRequest, place: Place) -> HttpResponse:
    """A place, to be changed."""
    return _form(request, place, _typed(known(place)))


@require_POST
@allowed("add", found.place)
def change(request: HttpRequest, place: Place) -> HttpResponse:
    """Change a place."""
    version = request.POST.get("version", "")
    try:
        number = (
            int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
        )
        places.change(actor(request), place, number, _said(request))
    except places.PlaceProblem as error:
        messages.error(request, str(error))
        return _form(request, place, request.POST.dict(), status=400)
    messages.success(request, _("The place is changed."))
    return redirect("places")


def _said(request: HttpRequest) -> places.Description:
    texts = {each: request.POST.get(each, "") for each in ("names", "positions", "basis")}
    sensitivity = request.POST.get("sensitivity", Sensitivity.INTERNAL)
    return places.described(sensitivity=sensitivity, **texts)


def _typed(place: Known) -> dict[str, str]:
    """What stands in the form of a place."""
    candidates = place.place.candidates
    said = places.Description(
        place.names, candidates, opened_text(place.row, "basis"), place.row.sensitivity
    )
    return places.typed(said) | {"version": str(place.row.version)}


def _form(
    request: HttpRequest, place: Place, typed: dict[str, str], status: int = 200
) -> HttpResponse:
    context = {"place": place, "typed": typed, "sensitivities": Sensitivity.choices}
    return render(request, "muniment/place.html", context, status=status)


def _page(request: HttpRequest, context: Mapping[str, object], status: int = 200) -> HttpResponse:
    rights = Rights.of(request.user)
    asked = request.GET.get("q", "").strip()[:100]
    every = Gazetteer(rights.reads, rights.restricted).places
    rows = [each for each in every if not is_withheld(request, each.row)]
    closed = Counter(each.row.collection for each in every if is_withheld(request, each.row))
    if asked:
        wanted = _folded(asked)
        rows = [each for each in rows if wanted in _folded(each.label)]
    addable = where(request.user, "add")
    shown = {
        "page": Paginator(_sorted(rows), A_PAGE).get_page(request.GET.get("page")),
        "q": asked,
        "withheld": closed.most_common(),
        "here": request.get_full_path() if request.method == "GET" else reverse("places"),
        "why": request.session.get(WHY, ""),
        "addable": addable,
        "changeable": {each.pk for each in addable},
        "sensitivities": Sensitivity.choices,
        **context,
    }
    return render(request, "muniment/places.html", shown, status=status)


def _sorted(rows: list[Known]) -> list[Known]:
    return sorted(rows, key=lambda each: each.label.casefold())


def _folded(text: str) -> str:
    """A text as its words are looked for, with a space before each."""
    return "".join(f" {each}" for each in words(text))
