"""Claims that may speak of the same: found by what they say happened, of whom, where and when.

This only offers: whether two claims speak of the same is for people to say.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from muniment.values.period import Period
from muniment.workspace.models import Claim, Item
from muniment.workspace.permissions import Person
from muniment.workspace.search.asked import Asked
from muniment.workspace.search.finding import search
from muniment.workspace.search.folding import words
from muniment.workspace.services.reviewing import counted_body

Json = dict[str, Any]
MOST_LOOKED_AT = 600


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; "" where anything will do. ``period`` is EDTF."""

    kind: str = "figure"
    event: str = ""
    counted: str = ""
    place: str = ""
    period: str = ""
    collections: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Likely:
    """A claim that may be meant, with what it says; ``fits`` is how many things agree."""

    claim: Claim
    body: Json
    fits: int


def likely(user: Person, wanted: Wanted, without: Iterable[str] = ()) -> list[Likely]:
    """Claims that a person may find and that may be meant, those with most in common first.

    ``without`` are keys of sources to leave out.
    """
    numbers = list(dict.fromkeys(_numbers(user, wanted)))[:MOST_LOOKED_AT]
    items = list(Item.objects.filter(pk__in=numbers, kind="claim").values_list("document", "ref"))
    rows = Claim.objects.filter(
        document__in={document for document, _ in items}, key__in={ref for _, ref in items}
    ).exclude(status__in=[Claim.Status.REJECTED, Claim.Status.SPLIT])
    asked, leave = set(items), set(without)
    found = []
    # The whole text of its document with each claim would be many megabytes.
    rows = rows.defer("document__text", "document__pages")
    for claim in rows.select_related("document__source__collection"):
        if (claim.document_id, claim.key) not in asked or claim.document.source.key in leave:
            continue
        body = counted_body(claim)
        fits = _fits(wanted, body)
        if fits is not None:
            found.append(Likely(claim, body, fits))
    found.sort(key=lambda each: (-each.fits, each.claim.document.date, each.claim.pk))
    return found


def _numbers(user: Person, wanted: Wanted) -> Iterator[int]:
    chosen: dict[str, tuple[str, ...]] = {"claim": (wanted.kind,)}
    if wanted.event:
        chosen["event"] = (wanted.event,)
    if wanted.collections:
        chosen["collection"] = tuple(map(str, wanted.collections))
    first, last = _years(wanted.period)
    place = proper(wanted.place)
    if place:
        yield from search(
            user, Asked("", {**chosen, "place": (wanted.place,)}, first, last)
        ).numbers(MOST_LOOKED_AT)
        # Sealed claims have no place and no years in the index; their words are marked in it.
        yield from search(user, Asked(place, chosen)).numbers(MOST_LOOKED_AT)
    else:
        asked = Asked(wanted.counted, chosen, first, last)
        yield from search(user, asked).numbers(MOST_LOOKED_AT)


def _fits(wanted: Wanted, body: Json) -> int | None:
    """In how many things a claim agrees with what is wanted, None where one speaks against it."""
    fits = 0
    for mine, theirs in (
        (wanted.counted, _text(body, "counted")),
        (proper(wanted.place), proper(_text(body, "place"))),
    ):
        if mine and theirs:
            if set(words(mine)) & set(words(theirs)):
                fits += 1
            elif _one_script(mine, theirs):
                return None
    said = _period(body)
    if wanted.period and said is not None:
        if not overlap(wanted.period, said):
            return None
        fits += 1
    return fits


def _one_script(one: str, other: str) -> bool:
    """Whether two texts are in one script: words of two languages in two are not told apart."""
    scripts = [
        {unicodedata.name(each, "").partition(" ")[0] for each in text if each.isalpha()}
        for text in (one, other)
    ]
    return bool(scripts[0] & scripts[1])


def proper(name: str) -> str:
    """The name in the words of a place ("the village of Alder": Alder), where letters tell it."""
    named = [each for each in name.split() if each[:1].isupper()]
    return " ".join(named) or name


def overlap(one: str, other: str) -> bool:
    """Whether two periods (EDTF) may have a day in common; what cannot be read may."""
    try:
        mine, theirs = Period.parse(one), Period.parse(other)
    except ValueError:
        return True
    if not (mine.has_year and theirs.has_year):
        return True
    ends = ((mine.latest, theirs.earliest), (theirs.latest, mine.earliest))
    return all(end is None or start is None or start <= end for end, start in ends)


def wanted_by(claim: Claim, body: Json) -> Wanted:
    """What another claim must say to speak of the same as this one."""
    return Wanted(
        claim.kind,
        str(body.get("event") or ""),
        "" if claim.kind == "figure" else _named(body),
        _text(body, "place"),
        _period(body) or "",
    )


def _named(body: Json) -> str:
    for each in ("symbol", "instrument"):
        if isinstance(body.get(each), str) and body[each]:
            return str(body[each])
    return _text(body, "addressee")


def _text(body: Json, name: str) -> str:
    value = body.get(name)
    return str(value.get("text", "")) if isinstance(value, dict) else ""


def _period(body: Json) -> str | None:
    value = body.get("period")
    found = value.get("edtf") if isinstance(value, dict) else body.get("edtf")
    return found if isinstance(found, str) and found else None


def _years(period: str) -> tuple[int | None, int | None]:
    import datetime

    try:
        read = Period.parse(period) if period else None
    except ValueError:
        return None, None
    if read is None or not read.has_year:
        return None, None
    days: Sequence[int | None] = (read.earliest, read.latest)
    found = [
        datetime.date.fromordinal(day).year
        if day is not None and 1 <= day <= datetime.date.max.toordinal()
        else None
        for day in days
    ]
    return found[0], found[1]
