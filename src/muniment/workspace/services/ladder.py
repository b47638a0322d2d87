"""The ladder of standards of proof, which the institution defines and may change.

A step that an assessment rests on is never written over: it leaves the ladder as it is, and the new
wording stands in its place, so that what was assessed before says what it said.
"""

from __future__ import annotations

from django.db.models import QuerySet

from muniment.workspace.history import Actor, record, writing
from muniment.workspace.locking import claim_version
from muniment.workspace.models import Assessment, Rung
from muniment.workspace.permissions import NotAllowed
from muniment.workspace.services.reviewing import Impossible

LONGEST_NAME, LONGEST_MEANING, MOST = 100, 4000, 60


def steps() -> QuerySet[Rung]:
    """The steps of the ladder as it is now, the lowest first."""
    return Rung.objects.filter(rank__isnull=False).order_by("rank")


def change_rung(actor: Actor, rung: Rung, version: int, name: str, meaning: str) -> Rung:
    """Word a step otherwise; the step as it is worded now. Administrators of the workspace only.

    Raises NotAllowed, Stale when somebody was quicker, Impossible without a name or where the step
    is no longer part of the ladder.
    """
    _administrator(actor)
    name, meaning = _said(name, meaning)
    with writing():
        claim_version(rung, version)
        if rung.rank is None:
            raise Impossible("This step is no longer part of the ladder.")
        detail = {"name": [rung.name, name], "meaning": [rung.meaning, meaning]}
        if Assessment.objects.filter(standard=rung).exists():
            rank, rung.rank = rung.rank, None
            rung.save(update_fields=["rank"])
            made = Rung.objects.create(rank=rank, name=name, meaning=meaning)
            record(actor, "ladder.changed", f"rung:{rung.pk}", {**detail, "now": str(made.pk)})
            return made
        rung.name, rung.meaning = name, meaning
        rung.save(update_fields=["name", "meaning"])
        record(actor, "ladder.changed", f"rung:{rung.pk}", detail)
    return rung


def add_rung(actor: Actor, name: str, meaning: str, under: Rung | None = None) -> Rung:
    """Add a step under another one, or at the top. Raises as ``change_rung`` does."""
    _administrator(actor)
    name, meaning = _said(name, meaning)
    with writing():
        ladder = list(steps().select_for_update())
        if len(ladder) >= MOST:
            raise Impossible(f"A ladder has {MOST} steps at most.")
        if under is not None and under not in ladder:
            raise Impossible("This step is no longer part of the ladder.")
        at = ladder.index(under) if under is not None else len(ladder)
        made = Rung.objects.create(rank=None, name=name, meaning=meaning)
        _place([*ladder[:at], made, *ladder[at:]])
        detail = {"rank": made.rank, "name": made.name, "meaning": made.meaning}
        record(actor, "ladder.changed", f"rung:{made.pk}", detail)
    return made


def move_rung(actor: Actor, rung: Rung, version: int, up: bool) -> Rung:
    """Move a step above the next one, or under the one below. Raises as ``change_rung`` does."""
    _administrator(actor)
    with writing():
        claim_version(rung, version)
        ladder = list(steps().select_for_update())
        if rung not in ladder:
            raise Impossible("This step is no longer part of the ladder.")
        at = ladder.index(rung)
        to = at + (1 if up else -1)
        if not 0 <= to < len(ladder):
            raise Impossible("There is no step beyond this one.")
        before = rung.rank
        ladder.insert(to, ladder.pop(at))
        _place(ladder)
        rung.refresh_from_db()
        detail = {"rank": [before, rung.rank], "name": rung.name}
        record(actor, "ladder.changed", f"rung:{rung.pk}", detail)
    return rung


def retire_rung(actor: Actor, rung: Rung, version: int) -> None:
    """Take a step off the ladder; what was assessed by it stays. Raises as ``change_rung``."""
    _administrator(actor)
    with writing():
        claim_version(rung, version)
        if rung.rank is None:
            raise Impossible("This step is no longer part of the ladder.")
        before, rung.rank = rung.rank, None
        rung.save(update_fields=["rank"])
        _place(list(steps()))
        detail = {"rank": [before, None], "name": rung.name}
        record(actor, "ladder.changed", f"rung:{rung.pk}", detail)


def _place(ladder: list[Rung]) -> None:
    """Number the steps from 1; no two ever have the same number on the way."""
    Rung.objects.filter(pk__in=[each.pk for each in ladder]).update(rank=None)
    for rank, each in enumerate(ladder, start=1):
        each.rank = rank
        each.save(update_fields=["rank"])


def _said(name: str, meaning: str) -> tuple[str, str]:
    if not name.strip():
        raise Impossible("A step of the ladder needs a name.")
    return name.strip()[:LONGEST_NAME], meaning.strip()[:LONGEST_MEANING]


def _administrator(actor: Actor) -> None:
    if not actor.user.is_superuser:
        raise NotAllowed("Only an administrator of the workspace may change the ladder.")
