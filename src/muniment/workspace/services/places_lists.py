"""Lists of places come in: looked at row by row, then taken into the gazetteer.

A list is read as those of the registers are, in a process of its own, by a kind of record that
says how lists write names and positions. A row is of a place that is known where it gives its key,
or shares a name with one and may lie where that does; it adds what is not known of it, and only
with the key says all of it anew. Whatever else is not certain is told, and left.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from muniment.documents.errors import UnreadableDocument
from muniment.registers.normalise.positions import metres_of
from muniment.registers.normalise.words import gap
from muniment.values.position import Position
from muniment.workspace.history import Actor, record, writing
from muniment.workspace.list_process import ReadList, read_list
from muniment.workspace.locking import Stale
from muniment.workspace.models import Collection, Place, Sensitivity, Work
from muniment.workspace.opened import opened
from muniment.workspace.permissions import NotAllowed, may_see_restricted, need
from muniment.workspace.plain_copy import plain_copy
from muniment.workspace.search.forms import place_key
from muniment.workspace.search.gazetteer import Gazetteer, opened_text
from muniment.workspace.services import looked
from muniment.workspace.services.places import Description, PlaceProblem, add, change, check, typed
from muniment.workspace.services.taking_in import plain_name
from muniment.workspace.vault import VaultProblem
from muniment.workspace.working import WorkProblem, ask, progress, work

KIND = "gazetteer_place"
KINDS = Path(__file__).parent.parent / "gazetteer_kind"
MOST_ROWS = 50_000
_STEP = 100
_DIGITS = 7
"""Of degrees: a centimetre. More comes of turning minutes into degrees and says nothing."""
_EVERYWHERE = 2.01e7
"""Metres: half the way around the earth. What may be further off says nothing of where."""
_LANGUAGE = "name_"
_PARTED = re.compile(r"[;|\n]+")
_ROW = "row "
_FIELDS = ("names", "positions", "basis", "sensitivity")


@dataclass(frozen=True, slots=True)
class Planned:
    """What a row would do: add a place, or change the one that is known."""

    number: int
    outcome: str
    name: str
    why: str = ""
    differences: tuple[tuple[str, str, str], ...] = ()
    said: Description | None = None
    key: str = ""
    before: Description | None = None

    def line(self) -> looked.Line:
        """The row as it is shown."""
        differences = [list(each) for each in self.differences]
        return looked.Line(
            "places", self.number, self.outcome, self.name, "", self.why, differences
        )


def receive(actor: Actor, collection: Collection, stream: IO[bytes], file: str) -> Work:
    """Keep a list of places, sealed, and have it looked at. Raises NotAllowed."""
    need(actor.user, "add", collection)
    kept = opened().vault.put(stream)
    with writing():
        detail = {"sha256": kept.sha256, "sealed_sha256": kept.sealed_sha256, "size": kept.size}
        record(actor, "places.received", f"collection:{collection.slug}", detail)
        order = {"sha256": kept.sha256, "file": plain_name(file), "name": kept.sha256[:8]}
        return ask(actor, "places-look", collection, order)


def take(actor: Actor, look: Work, why: str) -> Work:
    """Take what a list that was looked at says.

    Raises NotAllowed, PlaceProblem without a reason or before it was looked at.
    """
    assert look.collection is not None
    need(actor.user, "add", look.collection)
    if look.by_id != actor.user.pk:
        raise NotAllowed("Only who had a file looked at takes it in.")
    if not why.strip():
        raise PlaceProblem("Say why these places are taken: the history keeps it.")
    if looked.kept(look) is None:
        raise PlaceProblem("This list has not been looked at yet.")
    asked = looked.order_of(look)
    with writing():
        subject = f"collection:{look.collection.slug}"
        record(actor, "places.taken", subject, {"sha256": asked["sha256"]}, why.strip())
        order = {each: asked[each] for each in ("sha256", "file", "name")}
        return ask(actor, "places-take", look.collection, order)


@work("places-look")
def look(mine: Work, order: dict[str, Any]) -> str:
    """What each row of a list would do, kept with the work."""
    rows = list(_planned(mine, order))
    takes = sum(each.said is not None for each in rows)
    told = [] if rows else ["The list has no places."]
    looked.keep(mine, looked.found_in((each.line() for each in rows), takes, told))
    return f"{takes:,} of {len(rows):,} places can be taken."


@work("places-take")
def taken(mine: Work, order: dict[str, Any]) -> str:
    """Take each row that says something new; what cannot be taken is told and left.

    Done again after a kill: what was taken before is known by then.
    """
    assert mine.collection is not None
    actor, done = Actor(mine.by, "worker"), Counter[str]()
    for row in _planned(mine, order):
        outcome = row.outcome
        if row.said is not None:
            try:
                _take(actor, mine.collection, row, row.said)
            except (Stale, NotAllowed, PlaceProblem):
                outcome = "problem"
        done[outcome] += 1
    names = {"new": "added", "changed": "changed", "same": "as they stood"}
    return ", ".join(f"{number:,} {names.get(what, 'left')}" for what, number in done.items())


def _take(actor: Actor, collection: Collection, row: Planned, said: Description) -> None:
    """Add or change a place. Raises Stale when somebody changed it since it was compared."""
    if not row.key:
        add(actor, collection, said)
        return
    place = Place.objects.select_related("collection").get(key=row.key, collection=collection)
    if _of(place) != row.before:
        raise Stale(place)
    change(actor, place, place.version, said)


def _planned(mine: Work, order: dict[str, Any]) -> Iterator[Planned]:
    """What the rows of a list would do, telling how far it is. Raises WorkProblem."""
    assert mine.collection is not None
    try:
        with plain_copy(order["sha256"], order["file"]) as path:
            found = read_list(path, list_id="places", kind=KIND, mapping="", kinds=KINDS)
    except (UnreadableDocument, VaultProblem) as error:
        raise WorkProblem(str(error)) from error
    if found.records.num_rows > MOST_ROWS:
        raise WorkProblem(f"A list of places has {MOST_ROWS:,} rows at most; part it.")
    yield from _refused(found)
    plan = _Plan(Actor(mine.by, "worker"), mine.collection, found)
    rows = found.records.to_pylist()
    for number, row in enumerate(rows):
        if number % _STEP == 0:
            progress(mine, number, len(rows))
        yield plan.row(row)
    progress(mine, len(rows), len(rows))


def _refused(found: ReadList) -> Iterator[Planned]:
    """Rows that are no places at all, each with its column and the reason."""
    for _, _, row, column, value, reason, refused in found.told["problems"]:
        if refused and row is not None:
            yield Planned(row, "problem", value[:80], _told(column, "", reason))


class _Plan:
    """What stands in a collection's gazetteer, and what a list would make of it."""

    def __init__(self, actor: Actor, collection: Collection, found: ReadList) -> None:
        self._actor, self._collection = actor, collection
        self._opens = may_see_restricted(actor.user, collection)
        reads = [collection.pk]
        places = Gazetteer(reads, reads if self._opens else ()).places
        self._said = {each.row.key: _of(each.row) for each in places}
        self._named: dict[str, list[str]] = {}
        for each in places:
            for name in each.keys:
                self._named.setdefault(name, []).append(each.row.key)
        self._off = _stated(found)
        self._problems: dict[int, list[tuple[str, str]]] = {}
        for severity, _, row, column, value, reason, refused in found.told["problems"]:
            if row is not None and not refused:
                told = _told(column, value, reason)
                self._problems.setdefault(row, []).append((severity, told))

    def row(self, row: dict[str, Any]) -> Planned:
        """What one row would do."""
        number, problems = row["row"], self._problems.get(row["row"], [])
        why = " ".join(text for _, text in problems)
        stated = self._off.get(row["record_id"], "")
        said = _described(row, stated)
        name = " · ".join(each for _, each in said.names)[:200]
        plain = Planned(number, "problem", name, why)
        if row["geometry"] and gap(stated) is None and not _metres([stated]):
            return replace(plain, why=f"{why} “{stated}” is no accuracy in metres.".strip())
        wrong = row["sensitivity"] not in (None, "", "unknown", *Sensitivity.values)
        unplaced = bool(row["position"] or row["geometry"]) and not said.positions
        if wrong or unplaced or any(severity == "error" for severity, _ in problems):
            return plain
        try:
            check(self._actor, self._collection, said)
        except (PlaceProblem, NotAllowed) as error:
            return replace(plain, why=str(error))
        if row["key"]:
            if row["key"] not in self._said:
                reason = f"Column “key”: there is no place “{row['key']}” here."
                return replace(plain, why=reason)
            return self._changed(plain, row["key"], said)
        return self._by_name(plain, said)

    def _by_name(self, plain: Planned, said: Description) -> Planned:
        """What a row without a key would do, by the places that share a name with it."""
        names = dict.fromkeys(filter(None, (place_key(name) for _, name in said.names)))
        alike = dict.fromkeys(key for each in names for key in self._named.get(each, ()))
        here = [key for key in alike if _may_be_one(self._said[key], said)]
        if len(here) > 1:
            reason = "Several places that are known have this name; give the key of one."
            return replace(plain, why=f"{plain.why} {reason}".strip())
        if here:
            if here[0].startswith(_ROW):
                row = here[0].removeprefix(_ROW)
                return replace(plain, why=f"This is the same place as row {row}.")
            return self._changed(plain, here[0], _merged(self._said[here[0]], said))
        why = plain.why
        if alike:
            why = f"{why} Another place of this name is known elsewhere.".strip()
        key = f"{_ROW}{plain.number}"
        self._said[key] = said
        for each in names:
            self._named.setdefault(each, []).append(key)
        nothing = Description(())
        differences = _differences(nothing, said)
        return replace(plain, outcome="new", why=why, said=said, differences=differences)

    def _changed(self, plain: Planned, key: str, said: Description) -> Planned:
        """What a row about a place that is known would change; later rows see it changed."""
        before = self._said[key]
        if before == said:
            return replace(plain, outcome="same")
        self._said[key] = said
        differences = _differences(before, said)
        return replace(
            plain, outcome="changed", differences=differences, said=said, key=key, before=before
        )


def _differences(before: Description, after: Description) -> tuple[tuple[str, str, str], ...]:
    """What a row changes, as it is typed: of names only those that come and go."""
    told, says = typed(before), typed(after)
    for field in ("names", "positions"):
        one, two = told[field].splitlines(), says[field].splitlines()
        told[field] = "\n".join(each for each in one if each not in two)
        says[field] = "\n".join(each for each in two if each not in one)
    return tuple((each, told[each], says[each]) for each in _FIELDS if told[each] != says[each])


def _of(place: Place) -> Description:
    """What is said of a place that is known."""
    return Description(
        tuple((lang, name) for lang, name in json.loads(opened_text(place, "names"))),
        tuple(Position(*each) for each in json.loads(opened_text(place, "positions"))),
        opened_text(place, "basis"),
        place.sensitivity,
    )


def _stated(found: ReadList) -> dict[str, str]:
    """How far off its place may be as each row says it, of an outline too, which is no position."""
    position = found.told["fields"].get("position", {"parts": {}})
    column = position["parts"].get("uncertainty_m")
    if column is None:
        return {}
    rows = (found.cells[each].to_pylist() for each in ("record_id", column))
    return {record: text for record, text in zip(*rows, strict=True) if text}


def _described(row: dict[str, Any], stated: str) -> Description:
    """What a row says of a place; ``stated`` is how far off that may be, as it is written."""
    names: list[tuple[str, str]] = []
    for field in ("name", "other_names"):
        for part in _PARTED.split(row[field] or ""):
            language, colon, name = part.partition(":")
            known = colon and f"{_LANGUAGE}{language.strip()}" in row
            names.append((language.strip(), name) if known else ("", part))
    for field, text in row.items():
        if field.startswith(_LANGUAGE):
            language = field.removeprefix(_LANGUAGE)
            names += [(language, part) for part in _PARTED.split(text or "")]
    kept = dict.fromkeys((lang, " ".join(name.split())[:200]) for lang, name in names)
    sensitivity = row["sensitivity"]
    return Description(
        tuple(each for each in kept if each[1]),
        tuple(_positions(row, stated)),
        (row["basis"] or "").strip(),
        sensitivity if sensitivity in Sensitivity.values else Sensitivity.INTERNAL,
    )


def _positions(row: dict[str, Any], stated: str) -> Iterator[Position]:
    """Where a row says that a place is: a point, or the points at one of which it is where each
    has metres of its own, else the circle that holds an outline with what that may be off."""
    own = _metres((row["metres"] or "").split(";"))
    if row["position.lat"] is not None and row["position.lon"] is not None:
        off = row["position.uncertainty_m"] or 0.0
        lat, lon = (round(row[f"position.{each}"], _DIGITS) for each in ("lat", "lon"))
        yield Position(lat, lon, own[0] if len(own) == 1 else _round(max([off, *own])))
    elif row["geometry"]:
        said = json.loads(row["geometry"])
        points = list(_points(said.get("coordinates")))
        if said.get("type") == "MultiPoint" and len(points) == len(own):
            for (lon, lat), off in zip(points, own, strict=True):
                yield Position(round(lat, _DIGITS), round(lon, _DIGITS), off)
        elif points:
            lats, lons = [lat for _, lat in points], [lon for lon, _ in points]
            lat, lon = (round((min(each) + max(each)) / 2, _DIGITS) for each in (lats, lons))
            middle = Position(lat, lon)
            out = max(middle.distance_m(Position(y, x)) for x, y in points)
            off = max([*own, *_metres([stated])], default=0.0)
            yield replace(middle, uncertainty_m=_round(out + off))


def _metres(texts: Iterable[str]) -> list[float]:
    """The metres that texts state; none where one of them is none."""
    try:
        found = [metres_of(each.strip()) for each in texts if each.strip()]
    except ValueError:
        return []
    return found if all(0 <= each < _EVERYWHERE for each in found) else []


def _points(said: Any) -> Iterator[tuple[float, float]]:
    """The points of GeoJSON's coordinates, however deep."""
    if isinstance(said, list) and said and not isinstance(said[0], list):
        lon, lat = float(said[0]), float(said[1])
        if abs(lat) <= 90 and abs(lon) <= 180:
            yield lon, lat
    elif isinstance(said, list):
        for each in said:
            yield from _points(each)


def _round(metres: float) -> float:
    """Metres to two digits, upwards: more would be feigned."""
    if metres <= 0:
        return 0.0
    step = 10.0 ** max(0, math.floor(math.log10(metres)) - 1)
    return math.ceil(metres / step) * step


def _may_be_one(known: Description, said: Description) -> bool:
    """Whether two places of one name may be one: nothing tells that they are apart."""
    if not known.positions or not said.positions:
        return True
    return any(
        one.distance_range_m(two)[0] == 0 for one in known.positions for two in said.positions
    )


def _merged(known: Description, said: Description) -> Description:
    """What is known of a place with what a list adds; what is known stays as it is."""
    written = {name for _, name in known.names}
    more = tuple(each for each in said.names if each[1] not in written)
    return Description(
        (*known.names, *more),
        known.positions or said.positions,
        known.basis or said.basis,
        known.sensitivity,
    )


def _told(column: str, value: str, reason: str) -> str:
    """A problem with its column and what stands there."""
    where = f"Column “{column}”: " if column else ""
    what = f"“{value[:80]}”: " if value else ""
    return f"{where}{what}{reason}."
