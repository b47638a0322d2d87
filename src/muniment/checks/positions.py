"""The instruments that a text cites, with the position of each state that it concerns."""

from __future__ import annotations

from dataclasses import dataclass

from muniment.checks.law import cited_instruments, document_day, states_concerned
from muniment.claims.model import DocumentClaims
from muniment.law.instruments import Instrument
from muniment.law.standing import Standing, standing


@dataclass(frozen=True, slots=True)
class Position:
    """An instrument, the ids of the citations that name it, and how the states concerned stood.

    ``standings`` are those on the document's day: the states that the text accuses, holds to an
    instrument or calls its parties, and that of its issuer; empty where the instrument is none
    that states join, or the document has no day.
    """

    instrument: Instrument
    citations: tuple[str, ...]
    standings: tuple[Standing, ...]


def positions(claims: DocumentClaims) -> list[Position]:
    """The instruments that a document cites, each once, in the order of the text."""
    named: dict[str, tuple[Instrument, list[str]]] = {}
    for cited in cited_instruments(claims):
        for instrument in cited.instruments:
            named.setdefault(instrument.id, (instrument, []))[1].append(cited.citation.id)
    if not named:
        return []
    concerned, day = states_concerned(claims), document_day(claims)
    return [
        Position(
            instrument,
            tuple(citations),
            tuple(standing(instrument, state, day) for state in concerned)
            if day is not None and instrument.nature == "treaty"
            else (),
        )
        for instrument, citations in named.values()
    ]
