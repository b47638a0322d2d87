"""A claim weighed against claims of other sources, and the ladder of proof."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from muniment.web import found
from muniment.web.access import actor, administrators, allowed, needed, signed_in
from muniment.web.excerpting import first_words, last_words
from muniment.web.withheld import is_withheld
from muniment.workspace.locking import Stale
from muniment.workspace.models import Assessment, Claim, Rung, User, Work
from muniment.workspace.permissions import may
from muniment.workspace.sensitive import issuer_of, text_of, title_of
from muniment.workspace.services import comparing, weighing
from muniment.workspace.services import ladder as ladders
from muniment.workspace.services.alike import likely, wanted_by
from muniment.workspace.services.reviewing import Impossible, body_of

MOST_OFFERED = 24
_AROUND = 240
_ADDRESS = re.compile(r"documents/([\w-]{1,40})/claims/([\w-]{1,40})")


@dataclass(slots=True)
class Other:
    """A claim of another source beside the one that is weighed.

    ``apart`` is why the rules do not take them for the same ("" where they do, None where nobody
    looked); ``said`` the assessments, the one that stands first.
    """

    claim: Claim
    body: dict[str, Any]
    title: str
    issuer: str
    words: tuple[str, str, str]
    apart: str | None = None
    rules: list[comparing.Result] = field(default_factory=list)
    said: list[tuple[Assessment, str]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The claim as forms name it."""
        return comparing.name_of(self.claim)

    @property
    def last(self) -> Assessment | None:
        """The assessment that stands."""
        return self.said[0][0] if self.said else None


@require_GET
@allowed("read", found.claim)
def weigh(request: HttpRequest, claim: Claim) -> HttpResponse:
    """The claim, those of other sources that may speak of the same, and what people hold of it."""
    return _page(request, claim)


@require_POST
@allowed("assess", found.claim)
def assess(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Keep the assessment of the form."""
    said = request.POST
    try:
        against = _against(request, said.get("against", ""))
        standard = Rung.objects.filter(pk=_number(said.get("standard", ""))).first()
        if said.get("standard") and standard is None:
            raise Impossible(_("There is no such step."))
        before = said.get("before", "")
        weighing.assess(
            actor(request),
            claim,
            against,
            said.get("relation", ""),
            said.get("reason", "")[:4000],
            standard=standard,
            before=_number(before) or None,
        )
    except Impossible as error:
        return _page(request, claim, status=422, problem=str(error), typed=said.dict())
    except Stale:
        return _page(request, claim, status=409, stale=True, typed=said.dict())
    return redirect("weigh", claim.document.key, claim.key)


@require_POST
@allowed("assess", found.assessment)
def second(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Agree with another person's assessment."""
    claim = assessment.claim
    if assessment.against is not None and not _may_be_shown(request, assessment.against):
        raise Http404
    try:
        weighing.second(actor(request), assessment)
    except Impossible as error:
        return _page(request, claim, status=422, problem=str(error))
    return redirect("weigh", claim.document.key, claim.key)


@require_POST
@allowed("assess", found.claim)
def compare(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Have the claim compared with the others by the rules."""
    others, _withheld = _others(request, claim)
    comparing.ask_for(
        actor(request), claim.document.source.collection, [claim, *(each.claim for each in others)]
    )
    return redirect("weigh", claim.document.key, claim.key)


@require_GET
@signed_in
def ladder(request: HttpRequest) -> HttpResponse:
    """The standards of proof of this institution."""
    return _ladder(request)


@require_POST
@administrators
def change_ladder(request: HttpRequest) -> HttpResponse:
    """Add a step, word one otherwise, move it, or take it off the ladder."""
    said, who = request.POST, actor(request)
    name, meaning, what = said.get("name", ""), said.get("meaning", ""), said.get("what", "")
    number, version = _number(said.get("rung", "")), _number(said.get("version", ""))
    try:
        rung = Rung.objects.filter(pk=number).first() if number else None
        if number and rung is None:
            raise Impossible(_("There is no such step."))
        if rung is None or what == "under":
            ladders.add_rung(who, name, meaning, under=rung)
        elif what in ("up", "down"):
            ladders.move_rung(who, rung, version, up=what == "up")
        elif what == "retire":
            ladders.retire_rung(who, rung, version)
        else:
            ladders.change_rung(who, rung, version, name, meaning)
    except Impossible as error:
        return _ladder(request, 422, str(error))
    except Stale:
        late = _("Somebody else has changed this step in the meantime. Look at how it stands now.")
        return _ladder(request, 409, late)
    return redirect("ladder")


def _ladder(request: HttpRequest, status: int = 200, problem: str = "") -> HttpResponse:
    left = Rung.objects.filter(rank=None).annotate(used=Count("assessments")).order_by("-pk")
    context = {
        "rungs": ladders.steps().reverse(),
        "left": left.filter(used__gt=0),
        "problem": problem,
        "typed": request.POST if problem else {},
    }
    return render(request, "muniment/ladder.html", context, status=status)


def _page(request: HttpRequest, claim: Claim, status: int = 200, **more: Any) -> HttpResponse:
    others, withheld = _others(request, claim)
    every = [claim, *(each.claim for each in others)]
    compared = comparing.compared(every)
    mine = comparing.name_of(claim)
    for each in others if compared is not None else ():
        assert compared is not None
        each.apart = compared.reason(mine, each.name)
        each.rules = [row for row in compared.results if {mine, each.name} <= set(row.claims)]
    collection = claim.document.source.collection
    whole = claim.assessments.filter(against=None).select_related("by", "seconded_by", "standard")
    under_way = Work.objects.filter(
        kind="compare", collection=collection, state__in=["waiting", "running"]
    )
    context: dict[str, Any] = {
        "claim": claim,
        "body": body_of(claim),
        "words": _words(claim),
        "document": claim.document,
        "title": title_of(claim.document),
        "issuer": issuer_of(claim.document),
        "others": others,
        "withheld": withheld,
        "compared": compared is not None,
        "under_way": under_way.exists(),
        "reached": [(each, weighing.reason_of(each)) for each in whole.order_by("-pk")],
        "rungs": ladders.steps(),
        "relations": Assessment.Relation.choices,
        "two_people": collection.two_people,
        "may_assess": may(request.user, "assess", collection),
        "me": request.user.pk,
        **more,
    }
    named = context.get("typed", {}).get("against", "")
    context["elsewhere"] = named if named not in {each.name for each in others} else ""
    return render(request, "muniment/weigh.html", context, status=status)


def _others(request: HttpRequest, claim: Claim) -> tuple[list[Other], int]:
    """Claims weighed already, then those that may speak of the same; how many are withheld."""
    assert isinstance(request.user, User)
    rows = claim.assessments.exclude(against=None).select_related(
        "by", "seconded_by", "standard", "against__document__source__collection", "claim__document"
    )
    found_others: dict[int, Other] = {}
    hidden: set[int] = set()
    for row in rows.order_by("-pk"):
        against = row.against
        assert against is not None
        if not _may_be_shown(request, against):
            hidden.add(against.pk)
            continue
        other = found_others.setdefault(against.pk, _other(against, body_of(against)))
        other.said.append((row, weighing.reason_of(row)))
    offered = likely(
        request.user, wanted_by(claim, body_of(claim)), without=[claim.document.source.key]
    )
    for each in offered[:MOST_OFFERED]:
        if each.claim.pk in found_others:
            continue
        if is_withheld(request, each.claim):
            hidden.add(each.claim.pk)
        else:
            found_others[each.claim.pk] = _other(each.claim, each.body)
    return list(found_others.values()), len(hidden)


def _may_be_shown(request: HttpRequest, claim: Claim) -> bool:
    readable = may(request.user, "read", claim.document.source.collection)
    return readable and not is_withheld(request, claim)


def _other(claim: Claim, body: dict[str, Any]) -> Other:
    document = claim.document
    return Other(claim, body, title_of(document), issuer_of(document), _words(claim))


def _words(claim: Claim) -> tuple[str, str, str]:
    """What stands before a claim in its paragraph, the claim, and what stands after it."""
    text = text_of(claim.document)
    paragraph = claim.document.passages.filter(start__lte=claim.start, end__gte=claim.end).first()
    first, last = (paragraph.start, paragraph.end) if paragraph else (0, len(text))
    start, end = max(first, claim.start - _AROUND), min(last, claim.end + _AROUND)
    before, after = text[start : claim.start], text[claim.end : end]
    return (
        before if start == first else last_words(before),
        text[claim.start : claim.end],
        after if end == last else first_words(after),
    )


def _against(request: HttpRequest, named: str) -> Claim | None:
    """The claim that a form names, by its name or by the address of its page."""
    named = named.strip()
    if not named:
        return None
    address = _ADDRESS.search(named)
    document, _colon, key = (address[1], ":", address[2]) if address else named.partition(":")
    try:
        against: Claim = needed(request.user, "read", found.claim, {"key": document, "claim": key})
    except Http404 as error:
        raise Impossible(_("There is no claim at this address.")) from error
    if is_withheld(request, against):
        raise Impossible(_("This claim is restricted: open its source first."))
    return against


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
