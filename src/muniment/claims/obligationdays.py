"""The days on which somebody is said to have broken, joined or be held by an instrument."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from muniment.claims.instruments import date_of, dates_within
from muniment.claims.model import Citation, DateClaim, DocumentClaims
from muniment.claims.sentences import Sentence
from muniment.values.period import Period


def dates_beside(
    claims: DocumentClaims, sentence: Sentence, citations: Sequence[Citation]
) -> list[DateClaim]:
    """The dates of a sentence that are not those of the instruments it cites."""
    theirs = [date_of(claims, citation) for citation in citations]
    return [
        date
        for date in dates_within(claims, sentence.start, sentence.end)
        if date not in theirs
        and not any(
            citation.passage.start <= date.passage.start < citation.passage.end
            for citation in citations
        )
    ]


def role_days(
    claims: DocumentClaims, dates: Sequence[tuple[DateClaim, bool]], held: bool
) -> str | None:
    """The EDTF of the days that may be meant, None where only the document's day may be.

    ``dates`` are those of the sentence, each with whether it only bounds a time ("until 2026").
    One date is the day itself; several, and those that bound a time, stand for all days from the
    first to the last.  What holds somebody, and what is bounded, may also be meant of the
    document's day ("must account for those missing since 1992").
    """
    written = [date.edtf for date, _ in dates if date.edtf]
    if not written:
        return None
    bounded = any(bounds for _, bounds in dates) or any(_is_open(edtf) for edtf in written)
    if len(written) == 1 and not held and not bounded:
        return written[0]
    if claims.document.date and (held or bounded):
        written.append(claims.document.date)
    return _from_first_to_last(written)


def _is_open(edtf: str) -> bool:
    """Whether a date is an interval without an end or a beginning: "since 1997"."""
    return ".." in edtf.split("/")


def _without_open_end(edtf: str) -> list[str]:
    """The ends of an open interval that are given, or the date itself."""
    return [end for end in edtf.split("/") if end != ".."] if _is_open(edtf) else [edtf]


def _from_first_to_last(written: Sequence[str]) -> str | None:
    ends: list[datetime.date] = []
    for edtf in (end for each in written for end in _without_open_end(each)):
        try:
            days = Period.parse(edtf).days
        except ValueError:
            return None
        if days is None:
            return None
        ends += days
    return f"{min(ends).isoformat()}/{max(ends).isoformat()}"
