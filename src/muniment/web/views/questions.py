"""Questions to all sources: put, changed, and answered by every claim side by side."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from muniment.web import found
from muniment.web.access import actor, allowed, somewhere
from muniment.web.labels import EVENTS
from muniment.web.timechart import chart
from muniment.web.withheld import is_withheld
from muniment.workspace.locking import Stale
from muniment.workspace.models import Collection, Question, User, Work
from muniment.workspace.permissions import may, readable, where
from muniment.workspace.services import comparing, questions
from muniment.workspace.services.alike import Likely
from muniment.workspace.services.reviewing import Impossible
from muniment.workspace.vocabulary import events

MOST_SHOWN = 200
RELATIONS = {
    "X501": "conflict",
    "X503": "agree",
    "X504": "origin",
    "X502": "update",
    "A108": "lower",
}


@require_GET
@somewhere("read")
def listing(request: HttpRequest) -> HttpResponse:
    """The questions of all collections that a person may read."""
    rows = Question.objects.filter(collection__in=readable(request.user))
    context = {
        "rows": rows.select_related("collection", "by").order_by("-at"),
        "collections_to_ask": where(request.user, "analyse"),
        **_choices(),
    }
    return render(request, "muniment/questions.html", context)


@require_POST
@allowed("analyse", found.collection)
def put(request: HttpRequest, collection: Collection) -> HttpResponse:
    """Put the question of the form."""
    try:
        made = questions.put(actor(request), collection, _asked(request))
    except Impossible as error:
        context = {
            "rows": Question.objects.filter(collection__in=readable(request.user)).order_by("-at"),
            "collections_to_ask": where(request.user, "analyse"),
            "problem": str(error),
            "said": request.POST,
            **_choices(),
        }
        return render(request, "muniment/questions.html", context, status=422)
    return redirect("question", made.key)


@require_GET
@allowed("read", found.question)
def show(request: HttpRequest, question: Question) -> HttpResponse:
    """Every claim that may answer, side by side and on a chart; never a verdict."""
    return _page(request, question)


@require_POST
@allowed("analyse", found.question)
def change(request: HttpRequest, question: Question) -> HttpResponse:
    """Put a question otherwise; a late change shows how it stands now."""
    version = request.POST.get("version", "")
    try:
        questions.change(
            actor(request),
            question,
            int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0,
            _asked(request),
        )
    except Impossible as error:
        return _page(request, question, status=422, problem=str(error), said=request.POST)
    except Stale:
        question.refresh_from_db()
        return _page(request, question, status=409, stale=True, said=request.POST)
    return redirect("question", question.key)


@require_POST
@allowed("analyse", found.question)
def compare(request: HttpRequest, question: Question) -> HttpResponse:
    """Have the claims compared by the rules."""
    assert isinstance(request.user, User)
    shown, _ = _open(request, request.user, question)
    comparing.ask_for(actor(request), question.collection, [each.claim for each in shown])
    return redirect("question", question.key)


def _page(request: HttpRequest, question: Question, status: int = 200, **more: Any) -> HttpResponse:
    assert isinstance(request.user, User)
    shown, withheld = _open(request, request.user, question)
    claims = [each.claim for each in shown]
    compared = comparing.compared(claims)
    rows, told = questions.answers(shown, compared)
    under_way = Work.objects.filter(kind="compare", state__in=["waiting", "running"]).filter(
        collection=question.collection
    )
    context = {
        "question": question,
        "rows": rows,
        "told": told,
        "relations": RELATIONS,
        "withheld": withheld,
        "compared": compared is not None,
        "comparable": len({each.document.source_id for each in claims}) > 1,
        "under_way": under_way.exists(),
        "chart": chart(rows),
        "may_analyse": may(request.user, "analyse", question.collection),
        "most": MOST_SHOWN,
        "said": question,
        **_choices(),
        **more,
    }
    return render(request, "muniment/question.html", context, status=status)


def _open(request: HttpRequest, user: User, question: Question) -> tuple[list[Likely], list[Any]]:
    """The claims that may be shown now, and the restricted sources that hold others."""
    shown, withheld = [], {}
    for each in questions.found(user, question)[:MOST_SHOWN]:
        source = each.claim.document.source
        if is_withheld(request, each.claim):
            withheld[source.key] = source
        else:
            shown.append(each)
    return shown, list(withheld.values())


def _asked(request: HttpRequest) -> questions.Asked:
    return questions.Asked(**{each: request.POST.get(each, "")[:500] for each in questions.FIELDS})


def _choices() -> dict[str, Any]:
    return {"events": [(each, EVENTS.get(each, each)) for each in events()]}
