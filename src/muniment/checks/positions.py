"""The instruments that a text cites, with the position of each state that it concerns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.claims.model import DocumentClaims

if TYPE_CHECKING:
    from muniment.law.instruments import Instrument
    from muniment.law.standing import Standing
    from muniment.law.states import State


@dataclass(frozen=True, slots=True)
class Position:
    """An instrument, the ids of the citations that name it, and how the states concerned stood.

    ``standings`` are those of the states that the text accuses, holds to an instrument or calls
    its parties, and that of its issuer; empty where the instrument is none that states join.
    They are of the document's day; of its first and its last where it may be of several and
    the two differ; of the newest list of parties where it has no date.
    """

    instrument: Instrument
    citations: tuple[str, ...]
    standings: tuple[Standing, ...]


def positions(claims: DocumentClaims) -> list[Position]:
    """The instruments that a document cites, each once, in the order of the text.

    The register is loaded only for a document that cites something.
    """
    if not claims.citations:
        return []
    from muniment.checks.law import cited_instruments, states_concerned

    named: dict[str, tuple[Instrument, list[str]]] = {}
    for cited in cited_instruments(claims):
        for instrument in cited.instruments:
            named.setdefault(instrument.id, (instrument, []))[1].append(cited.citation.id)
    if not named:
        return []
    concerned = states_concerned(claims)
    return [
        Position(
            instrument,
            tuple(citations),
            tuple(each for state in concerned for each in _standings(claims, instrument, state)),
        )
        for instrument, citations in named.values()
    ]


def _standings(claims: DocumentClaims, instrument: Instrument, state: State) -> Iterator[Standing]:
    if instrument.nature != "treaty":
        return
    from muniment.checks.law import document_days
    from muniment.law.standing import newest_list, standing

    days = document_days(claims)
    if days is None:
        newest = newest_list(instrument.id)
        if newest is not None:
            yield standing(instrument, state, newest.as_of)
        return
    first, last = (standing(instrument, state, day) for day in days)
    if first.status is not last.status:
        yield first
    yield last
