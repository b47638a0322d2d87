"""The review of pairs: two records side by side, what agrees, what does not, and an answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from muniment.linkage.decisions import latest
from muniment.linkage.explaining import Explanation, before_words, explain
from muniment.linkage.stored import standing
from muniment.linkage.things import thing_of
from muniment.registers.objects import StoreProblem
from muniment.registers.runs import Run
from muniment.registers.state import VERDICTS
from muniment.web import found
from muniment.web.access import actor, allowed
from muniment.web.linked import (
    collection_of,
    name_of,
    open_pairs,
    record_named,
    restricted_roles,
)
from muniment.web.views.linkages import looked, records_of, role_labels
from muniment.web.views.registers import number_of
from muniment.workspace.permissions import may, may_see_restricted
from muniment.workspace.sealed_registers import registers
from muniment.workspace.services import registers as acts
from muniment.workspace.services.looking import MASK

_WIDEST = 12.0
"""The weight at which a bar is full."""


@require_http_methods(["GET", "POST"])
@allowed("decide", found.linkage)
def review(request: HttpRequest, run: Run) -> HttpResponse:
    """Ask about a pair, take the answer, and ask about the next.

    The form carries why names are shown: with it, each pair shown is in the history as looked at.
    """
    asked = request.POST if request.method == "POST" else request.GET
    place = number_of(asked.get("place"))
    pair, last = _pair(run, asked, ""), _pair(run, asked, "last_")
    does = request.POST.get("do", "")
    if does in VERDICTS and pair:
        last = pair if _decide(request, run, pair, does) else last
        pair = None
    elif does == "undo" and last:
        pair, last = _undo(request, run, last), None
    elif does in ("skip", "back"):
        place, pair = max(0, place + (1 if does == "skip" else -1)), None
    return _page(request, run, place, pair, last)


def _decide(request: HttpRequest, run: Run, pair: tuple[str, str], verdict: str) -> bool:
    seen, reason = number_of(request.POST.get("seen")), request.POST.get("reason", "").strip()
    try:
        acts.decide(actor(request), collection_of(run), pair, verdict, reason, seen)
    except StoreProblem as error:
        messages.error(request, str(error))
        return False
    return True


def _undo(request: HttpRequest, run: Run, pair: tuple[str, str]) -> tuple[str, str]:
    held = registers().state.decisions.get(pair)
    try:
        acts.take_back(actor(request), collection_of(run), pair, held.n if held else 0)
    except StoreProblem as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The last answer was taken back."))
    return pair


def _page(
    request: HttpRequest,
    run: Run,
    place: int,
    pair: tuple[str, str] | None,
    last: tuple[str, str] | None,
) -> HttpResponse:
    collection, queue = collection_of(run), open_pairs(run)
    place = min(place, max(0, len(queue) - 1))
    if pair is None and queue:
        pair = queue[place].a, queue[place].b
    context: dict[str, Any] = {
        "run": run,
        "about": thing_of(run),
        "place": place,
        "number": place + 1,
        "left": len(queue),
        "last": tuple(map(name_of, last)) if last else None,
        "may_reveal": may_see_restricted(request.user, collection),
        "may_decide": may(request.user, "decide", collection),
    }
    if pair is not None:
        context |= _pair_context(request, run, pair)
    template = "parts/pair.html" if request.headers.get("HX-Request") else "register_review.html"
    return render(request, f"muniment/{template}", context)


def _pair_context(request: HttpRequest, run: Run, pair: tuple[str, str]) -> dict[str, Any]:
    a, b = sorted(pair)
    decided = latest(standing(registers())).get((a, b))
    try:
        told = explain(run.table("records"), run.table("pairs"), a, b, decided)
    except (KeyError, ValueError) as error:
        raise Http404 from error
    why = request.POST.get("why", "").strip()
    open_ = bool(why) and looked(request, collection_of(run), run, [a, b], why)
    held = registers().state.decisions.get((a, b))
    records = records_of(run, [a, b], masked=not open_)
    names = role_labels(run)
    return {
        "a": name_of(a),
        "b": name_of(b),
        "seen": held.n if held else 0,
        "held": held,
        "why": why if open_ else "",
        "masked": not open_,
        "records": [records.get(a), records.get(b)],
        "told": told,
        "steps": _steps(told, names, frozenset() if open_ else restricted_roles(run)),
        "changes": [_named(each, told, names) for each in told.changes],
        "percent": f"{told.probability:.1%}",
        "together": f"{told.together:.0%}",
        "before": before_words(),
    }


def _named(sentence: str, told: Explanation, names: dict[str, str]) -> str:
    """A sentence on fields, under the names that the lists give them."""
    for each in sorted(told.steps, key=lambda step: -len(step.field)):
        sentence = sentence.replace(each.field, names.get(each.role, each.field))
    return sentence


def _steps(
    told: Explanation, names: dict[str, str], hidden: frozenset[str]
) -> list[dict[str, Any]]:
    """The fields of a pair with their weights, the values of restricted ones masked."""
    rows = []
    for each in told.steps:
        closed = each.role in hidden
        wide = min(abs(each.weight), _WIDEST)
        rows.append(
            {
                "field": names.get(each.role, each.field),
                "left": MASK if closed and each.left else each.left,
                "right": MASK if closed and each.right else each.right,
                "level": each.level,
                "weight": f"{each.weight:+.1f}",
                "x": f"{_WIDEST - wide if each.weight < 0 else _WIDEST:.2f}",
                "width": f"{wide:.2f}",
                "look": "less" if each.weight < 0 else "more",
                "said": each.outcome is not None or not each.left == each.right == "",
            }
        )
    return rows


def _pair(run: Run, values: Any, before: str) -> tuple[str, str] | None:
    """The pair that a form is about, the lesser id first."""
    said = (values.get(f"{before}a", ""), values.get(f"{before}b", ""))
    if not all(said):
        return None
    a, b = sorted(record_named(run, each) for each in said)
    return (a, b) if a != b else None
