"""The gazetteer: places with all their names and where they may be, as people enter them."""

from __future__ import annotations

import base64
import json
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from muniment.values.position import Position
from muniment.workspace.history import Actor, record, writing
from muniment.workspace.locking import claim_version
from muniment.workspace.models import Collection, Place, Sensitivity
from muniment.workspace.opened import opened
from muniment.workspace.permissions import NotAllowed, may_see_restricted, need
from muniment.workspace.sealing import MARK
from muniment.workspace.search.forms import place_key
from muniment.workspace.search.gazetteer import seal_place

_MOST = 40
LONGEST_BASIS = 2_000
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class PlaceProblem(ValueError):
    """A place that cannot be; the message is a sentence for whoever entered it."""


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of a place: its names with their languages ("" where not said), the positions
    at one of which it is, where that is known from, and who may see it."""

    names: tuple[tuple[str, str], ...]
    positions: tuple[Position, ...] = ()
    basis: str = ""
    sensitivity: str = Sensitivity.INTERNAL


def described(
    names: str, positions: str, basis: str = "", sensitivity: str = Sensitivity.INTERNAL
) -> Description:
    """A description as typed: a name a line ("az: Xocavənd"), a position a line ("39.8, 47.1, 500":
    latitude, longitude, how many metres it may be off).

    Raises PlaceProblem on what cannot be.
    """
    found = tuple(_name(each) for each in names.splitlines() if each.strip())
    points = tuple(_position(each) for each in positions.splitlines() if each.strip())
    return Description(found, points, basis.strip(), sensitivity)


def add(actor: Actor, collection: Collection, said: Description) -> Place:
    """A new place. Raises NotAllowed without the right to add, PlaceProblem on what cannot be."""
    check(actor, collection, said)
    key = base64.b32encode(secrets.token_bytes(10)).decode("ascii").lower()
    row = Place(key=key, collection=collection)
    with writing():
        _write(row, said)
        row.save()
        told = {**_kept(row), "collection": collection.slug}
        record(actor, "place.added", f"place:{key}", told)
    return row


def change(actor: Actor, row: Place, version: int, said: Description) -> Place:
    """Change what is said of a place.

    Raises as ``add`` does, and Stale when somebody else was quicker.
    """
    check(actor, row.collection, said)
    if row.sensitivity == Sensitivity.RESTRICTED and not may_see_restricted(
        actor.user, row.collection
    ):
        raise NotAllowed("You may not see this place, and so not change it.")
    with writing():
        claim_version(row, version)
        before = _kept(row)
        _write(row, said)
        row.save()
        after = _kept(row)
        changed = {each: [before[each], after[each]] for each in after}
        record(actor, "place.changed", f"place:{row.key}", changed)
    return row


def typed(said: Description) -> dict[str, str]:
    """A description as it is typed: a name a line, a position a line."""
    return {
        "names": "\n".join(f"{lang}: {name}" if lang else name for lang, name in said.names),
        "positions": "\n".join(
            f"{each.lat:.10g}, {each.lon:.10g}, {each.uncertainty_m:.10g}"
            for each in said.positions
        ),
        "basis": said.basis,
        "sensitivity": said.sensitivity,
    }


def check(actor: Actor, collection: Collection, said: Description) -> None:
    """Raise NotAllowed without the right to add it, PlaceProblem where it cannot be."""
    need(actor.user, "add", collection)
    if said.sensitivity not in Sensitivity.values:
        raise PlaceProblem(f"“{said.sensitivity}” is no sensitivity.")
    if said.sensitivity == Sensitivity.RESTRICTED and not may_see_restricted(
        actor.user, collection
    ):
        raise NotAllowed("Only who may see what is restricted may make a place restricted.")
    if not any(place_key(name) for _, name in said.names):
        raise PlaceProblem("A place needs a name.")
    if len(said.basis) > LONGEST_BASIS:
        raise PlaceProblem(f"Where that is known from has {LONGEST_BASIS:,} characters at most.")
    if len(said.names) > _MOST or len(said.positions) > _MOST:
        raise PlaceProblem(f"A place has {_MOST} names and {_MOST} positions at most.")


def _write(row: Place, said: Description) -> None:
    row.sensitivity = said.sensitivity
    positions = [[each.lat, each.lon, each.uncertainty_m] for each in said.positions]
    texts = {
        "names": json.dumps(_unique(said.names), ensure_ascii=False),
        "positions": json.dumps(positions, ensure_ascii=False),
        "basis": said.basis,
    }
    for field, text in texts.items():
        # Words that look as if they were sealed are sealed, so that they open as they were written.
        restricted = said.sensitivity == Sensitivity.RESTRICTED
        if text and (restricted or text.startswith(MARK)):
            text = opened().sealer.seal(text, seal_place(row, field))
        setattr(row, field, text)


def _unique(names: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return list(dict.fromkeys(names))


def _kept(row: Place) -> dict[str, str]:
    """A place as the history keeps it: what is restricted stays sealed."""
    return {
        each: str(getattr(row, each)) for each in ("names", "positions", "basis", "sensitivity")
    }


def _name(line: str) -> tuple[str, str]:
    language, colon, name = line.partition(":")
    if colon and _LANGUAGE.fullmatch(language.strip()) and name.strip():
        return language.strip(), name.strip()[:200]
    return "", line.strip()[:200]


def _position(line: str) -> Position:
    parts = [each for each in re.split(r"[,;\s]+", line.strip()) if each]
    try:
        if not 2 <= len(parts) <= 3:
            raise ValueError("it takes a latitude, a longitude and the metres it may be off")
        return Position(*map(float, parts))
    except ValueError as error:
        raise PlaceProblem(f"“{line.strip()[:60]}” is no position: {error}.") from error
