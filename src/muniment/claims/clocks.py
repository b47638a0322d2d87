"""Clock times, as relations of the type ``clock``, and times that no clock shows.

``values``: ``time`` as HH:MM (24:00 is midnight at a day's end). What is written as a time of day
and is none ("at 25:40") is a relation of the type ``impossible-clock`` with the same value.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterable, Sequence

from muniment.claims.expressions import Expression
from muniment.claims.language import Language, load_language
from muniment.claims.model import DocumentClaims, Relation, relate
from muniment.claims.sentences import Sentence

# The digits of something written as hours and minutes.
_TWO_AND_TWO = re.compile(r"\b\d\d:?\d\d\b")


def find_clocks(
    claims: DocumentClaims, sentences: Sequence[Sentence], language: Language
) -> list[Relation]:
    """The clock times of a document that are not part of a date or of another kind of figure."""
    document = claims.document
    taken = Spans(
        [(date.passage.start, date.passage.end) for date in claims.dates]
        + [
            (figure.number.start, figure.passage.end)
            for figure in claims.figures
            if figure.klass in ("share", "measure", "money", "rate")
        ]
    )
    forms = _clock_forms(language.code)
    found: list[Relation] = []
    for sentence in sentences:
        lower = sentence.text.lower()
        if len(lower) != len(sentence.text):
            continue  # A letter whose small form is longer would shift every offset after it.
        hits: dict[int, re.Match[str]] = {}
        for form in forms if sentence.text.isupper() else forms[:-1]:
            for match in form.finditer(lower):
                hits.setdefault(_clock_start(match), match)
        end = 0
        for at, match in sorted(hits.items()):
            start, stop = sentence.start + at, sentence.start + match.end()
            minutes = _minutes(match, language)
            if start < end or minutes is None or taken.touch(start, stop):
                continue
            end = stop
            found.append(
                relate(
                    document,
                    "clock",
                    (start, stop),
                    sentence=sentence.index,
                    found_by="clock time",
                    values={"time": f"{minutes // 60:02d}:{minutes % 60:02d}"},
                )
            )
    return found


def find_impossible_clocks(
    claims: DocumentClaims, sentences: Sequence[Sentence], language: Language
) -> list[Relation]:
    """What stands where a time of day must stand and is none: "at 25:40", "from 22:00 to 23:75"."""
    document = claims.document
    clock = language.table("time")["clock"]
    found: list[Relation] = []
    if not clock["impossible"] or _TWO_AND_TWO.search(document.text) is None:
        return found
    forms = [re.compile(form) for form in clock["impossible"]]
    no_clock = re.compile(clock["no_clock"])
    for sentence in sentences:
        if _TWO_AND_TWO.search(sentence.text) is None:
            continue
        lower = sentence.text.lower()
        if len(lower) != len(sentence.text) or no_clock.search(lower) is not None:
            continue
        for match in (hit for form in forms for hit in form.finditer(lower)):
            hour, minute = int(match["hour"]), int(match["minute"])
            if hour * 60 + minute <= 24 * 60 and minute < 60:
                continue
            if hour + minute == 100:
                continue  # "from 60:40": shares
            start, end = sentence.start + match.start("hour"), sentence.start + match.end("minute")
            found.append(
                relate(
                    document,
                    "impossible-clock",
                    (start, end),
                    sentence=sentence.index,
                    found_by="clock time that is none",
                    values={"time": f"{hour:02d}:{minute:02d}"},
                )
            )
    return found


class Spans:
    """Spans of a document that are asked for in any order."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]

    def touch(self, start: int, end: int) -> bool:
        """True when one of the spans overlaps this one."""
        at = bisect.bisect_left(self._starts, end)
        return any(self._spans[i][1] > start for i in range(max(0, at - 3), at))


@functools.cache
def _clock_forms(code: str) -> tuple[Expression, ...]:
    """The forms of clock times; the last one is for texts in capitals."""
    clock = load_language(code).table("time")["clock"]
    return tuple(Expression(form) for form in (*clock["forms"], clock["bare"]))


def _clock_start(match: re.Match[str]) -> int:
    """Where the time itself begins in a match."""
    return min(
        match.start(group)
        for group in ("hour", "word")
        if group in match.re.groupindex and match[group] is not None
    )


def _minutes(match: re.Match[str], language: Language) -> int | None:
    """Minutes since midnight (0 to 1440), or None where it is no time."""
    clock = language.table("time")["clock"]
    groups = match.groupdict()
    word = groups.get("word")
    if word is not None:
        hour = clock["words"].get(word) or (int(word) if word.isdigit() else None)
    else:
        hour = int(groups["hour"])
    half = (groups.get("half") or "").replace(".", "")
    if hour is None or hour > 24:
        return None
    if half in clock["halves"]["afternoon"] and hour < 12:
        hour += 12
    elif half in clock["halves"]["morning"] and hour == 12:
        hour = 0
    minutes = int(hour) * 60 + int(groups.get("minute") or 0)
    return minutes if minutes <= 24 * 60 else None
