"""Searching, and the searches that a person keeps."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from muniment.web.access import actor, signed_in, somewhere
from muniment.web.search_facets import Total, chosen, decades, facets
from muniment.web.search_results import hits, looked_for
from muniment.workspace.models import SavedSearch
from muniment.workspace.search.asked import A_PAGE, MOST, Asked
from muniment.workspace.search.finding import Search, search
from muniment.workspace.search.folding import fold_word
from muniment.workspace.services import searches


@require_GET
@somewhere("read")
def results(request: HttpRequest) -> HttpResponse:
    """What a person may find, an excerpt each, with facets beside it."""
    asked = Asked.read(dict(request.GET.lists()))
    made = search(request.user, asked)
    found = hits(made.items(), looked_for(made.clause), beginnings(made))
    counts = made.counts
    total = Total(counts["total"][""])
    last = (asked.page * A_PAGE) >= min(total.number, MOST)
    context = {
        **frame(request, made, counts),
        "hits": found,
        "total": total,
        "also": _also(made, found),
        "previous": asked.address(page=asked.page - 1) if asked.page > 1 else "",
        "next": "" if last or not found else asked.address(page=asked.page + 1),
        "here": "results",
    }
    return render(request, "muniment/search.html", context)


@require_POST
@signed_in
def save(request: HttpRequest) -> HttpResponse:
    """Keep a search."""
    asked = _kept(request.POST.get("query", ""))
    try:
        searches.save(actor(request), request.POST.get("name", ""), asked.address(page=None))
    except searches.SearchProblem as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The search is kept."))
    return redirect(f"{reverse('search')}?{asked.address()}")


@require_POST
@signed_in
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Keep a search no longer."""
    saved = SavedSearch.objects.filter(user=request.user.pk, pk=number).first()
    if saved is None:
        raise Http404
    searches.remove(actor(request), saved)
    messages.success(request, _("The search is no longer kept."))
    return redirect("search")


def frame(request: HttpRequest, made: Search, counts: dict[str, dict[str, int]]) -> dict[str, Any]:
    """What the pages over a search have in common: the form, the facets, the searches kept."""
    asked = made.asked
    shown = facets(made, counts)
    return {
        "asked": asked,
        "facets": shown,
        "chosen": chosen(made, shown),
        "decades": decades(asked, counts),
        "address": asked.address(page=None),
        "without_years": asked.address(page=None, **{"from": None, "to": None}),
        "respelled": asked.address(page=None, spelled=None),
        "without_facets": Asked(q=asked.q, spelled=asked.spelled).address(),
        "hidden": [(name, each) for name, found in asked.chosen.items() for each in found],
        "kept": searches.kept(actor(request).user),
    }


def beginnings(made: Search) -> tuple[str, ...]:
    """The beginnings of words that are looked for, folded."""
    terms = (term for group in made.query.groups for term in group if term.open)
    return tuple(filter(None, (fold_word(term.words[-1]) for term in terms)))


def _also(made: Search, found: list[Any]) -> list[str]:
    """The other spellings that are among what is shown, as they are written there."""
    other = {each for spelled in made.expanded.values() for each in spelled}
    written = {
        piece.text: None
        for hit in found
        for piece in hit.pieces
        if piece.found and fold_word(piece.text.casefold()) in other
    }
    return list(written)[:12]


def _kept(query: str) -> Asked:
    """A search from the address that a form sent back."""
    return Asked.read(parse_qs(query[: searches.LONGEST_QUERY], max_num_fields=200))
