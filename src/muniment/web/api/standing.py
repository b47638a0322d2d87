"""How something stands that somebody else changed, for the one who came second."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from ninja import Schema

from muniment.web.api.intakes import intake_out
from muniment.web.api.places import place_out
from muniment.web.api.questions import question_out
from muniment.web.api.rules import may_open
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
    Sensitivity,
    Source,
)


def as_it_stands(request: HttpRequest, thing: Model) -> dict[str, Any]:
    """A thing as it is now; only its version where the token or its person may not see it."""
    shown = _shown(request, thing)
    if shown is None:
        return {"version": getattr(thing, "version", None)}
    stands: dict[str, Any] = shown.model_dump(mode="json")
    return stands


def _shown(request: HttpRequest, thing: Model) -> Schema | None:
    if isinstance(thing, Claim):
        return claim_out(thing) if may_open(request, thing.document.source) else None
    if isinstance(thing, Finding):
        return finding_out(thing) if may_open(request, thing.document.source) else None
    if isinstance(thing, Place):
        return place_out(thing) if thing.sensitivity != Sensitivity.RESTRICTED else None
    if isinstance(thing, Assessment):
        return assessment_out(thing) if may_show(request, thing) else None
    return _always(thing)


def _always(thing: Model) -> Schema | None:
    """What holds nothing that is restricted."""
    if isinstance(thing, Source):
        return source_out(thing)
    if isinstance(thing, Export):
        return export_out(thing)
    if isinstance(thing, Question):
        return question_out(thing)
    return intake_out(thing) if isinstance(thing, Intake) else None
