"""How something stands that somebody else changed, for the one who came second."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from ninja import Schema

from muniment.web.api.intakes import intake_out
from muniment.web.api.places import place_out
from muniment.web.api.questions import question_out
from muniment.web.api.shared import is_closed
from muniment.web.api.shown import claim_out, export_out, finding_out, source_out
from muniment.web.api.weighing import assessment_out, may_show
from muniment.workspace.models import (
    Assessment,
    Claim,
    Export,
    Finding,
    Intake,
    Place,
    Question,
    Source,
)

_OUT: dict[type[Model], Callable[[Any], Schema]] = {
    Claim: claim_out,
    Finding: finding_out,
    Place: place_out,
    Source: source_out,
    Export: export_out,
    Question: question_out,
    Intake: intake_out,
}


def as_it_stands(request: HttpRequest, thing: Model) -> dict[str, Any]:
    """A thing as it is now; of what is restricted, or may not be shown, only by what a change
    names it: its version, or the number of an assessment."""
    shown = None if is_closed(thing) else _shown(request, thing)
    if shown is not None:
        stands: dict[str, Any] = shown.model_dump(mode="json")
        return stands
    if isinstance(thing, Assessment):
        return {"number": thing.pk}
    return {"version": getattr(thing, "version", None)}


def _shown(request: HttpRequest, thing: Model) -> Schema | None:
    if isinstance(thing, Assessment):
        return assessment_out(thing) if may_show(request, thing) else None
    for model, out in _OUT.items():
        if isinstance(thing, model):
            return out(thing)
    return None
