"""Rules on what a reader needs to check a figure: S401 to S405 and S407 (notes)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from muniment.checks.amounts import named
from muniment.checks.model import Outcome, Result
from muniment.checks.rulebook import note, result
from muniment.checks.sides import (
    Side,
    sides_of,
)
from muniment.claims.model import DocumentClaims

# Events that say only that somebody or something is there.
_PLAIN_EVENTS = frozenset({"other", "population"})


def _harms(claims: DocumentClaims) -> Iterator[Side]:
    """The figures of what happened to people or things, parts of another figure apart."""
    for side in sides_of(claims):
        figure = side.figure
        if figure.event in _PLAIN_EVENTS or figure.klass not in ("count", "measure"):
            continue
        if figure.part_of is None and not side.get("unreal"):
            yield side


def _counts(claims: DocumentClaims) -> Iterator[Side]:
    """Every count that is no part of another."""
    for side in sides_of(claims):
        if side.figure.klass == "count" and side.figure.part_of is None:
            yield side


def _notes(
    claims: DocumentClaims,
    code: str,
    missing: Callable[[Side], bool],
    message: str,
    sides: Callable[[DocumentClaims], Iterator[Side]] = _harms,
) -> Iterator[Result]:
    """A note on each figure of which something is missing."""
    for side in sides(claims):
        if missing(side):
            words = f"“{' '.join(side.figure.passage.quote.split())}”"
            yield result(
                code,
                Outcome.FIRES,
                message.format(figure=words),
                [side.figure],
                [claims.document.path],
                working=named(side.figure),
            )


@note("S401")
def no_period(claims: DocumentClaims) -> Iterator[Result]:
    """S401: a figure without a time."""

    def missing(side: Side) -> bool:
        stated = side.dates | side.near_dates | side.since | side.weekdays
        return side.figure.period is None and not stated and not side.get("until")

    return _notes(claims, "S401", missing, "The text does not say when {figure} was counted.")


@note("S402")
def no_place(claims: DocumentClaims) -> Iterator[Result]:
    """S402: a figure without a place."""

    def missing(side: Side) -> bool:
        return side.figure.place is None and not side.names | side.near_names

    return _notes(claims, "S402", missing, "The text does not say where {figure} belongs.")


@note("S403")
def no_source(claims: DocumentClaims) -> Iterator[Result]:
    """S403: a figure for which nobody and nothing stands."""

    def missing(side: Side) -> bool:
        return not (side.figure.said_by or side.get("source") or side.get("vague_source"))

    return _notes(claims, "S403", missing, "The text does not say what {figure} rests on.")


@note("S404")
def vague_source(claims: DocumentClaims) -> Iterator[Result]:
    """S404: a figure that rests on a source nobody could find."""
    return _notes(
        claims,
        "S404",
        lambda side: bool(side.get("vague_source")),
        "The source given for {figure} is one that nobody could find.",
        _counts,
    )


@note("S405")
def open_category(claims: DocumentClaims) -> Iterator[Result]:
    """S405: a figure of things that are not all named."""
    return _notes(
        claims,
        "S405",
        lambda side: bool(side.get("open_category")),
        "What {figure} counts is left open.",
        _counts,
    )


@note("S407")
def open_end(claims: DocumentClaims) -> Iterator[Result]:
    """S407: a running total in a document without a date."""
    if claims.document.date is not None:
        return iter(())
    return _notes(
        claims,
        "S407",
        lambda side: bool(side.get("running")) and not side.get("until"),
        "Neither the text nor the document says up to which day {figure} was counted.",
    )
