"""Periods: the words that say when something counted is said to have happened."""

from __future__ import annotations

import bisect
import functools
from typing import NamedTuple

from muniment.claims.around import NEVER, alternatives
from muniment.claims.expressions import Expression
from muniment.claims.language import Language, load_language
from muniment.claims.model import DateClaim, DocumentClaims, Figure, PeriodMention
from muniment.claims.rows import Row, word_classes
from muniment.claims.sentences import Sentence
from muniment.values.passage import Span

_DATELINE = Expression(r"[^\n]{0,40}?--")
_LEAD = 48
_ALL = 40
_BREAK = 60
_FIGURE = 25
_SAID = 120
_NEAREST = 6
_WORD_COST = 6
_OPENING = 4
_FAR = 2000
_BULLETS = "•*·▪◦-–"
_OWN = frozenset({"duration", "measure", "money", "rate"})


class Window(NamedTuple):
    """A phrase that says when: its span of the text and its EDTF value, if it has a date."""

    start: int
    end: int
    edtf: str | None


class PeriodCues(NamedTuple):
    """The words of ``[period]`` in ``circumstances.toml``."""

    lead: tuple[str, ...]
    tail: tuple[str, ...]
    open_ended: frozenset[str]
    pattern: Expression
    joins: Expression
    clause: Expression


@functools.cache
def period_cues(code: str) -> PeriodCues:
    """The period cues of a language pack.

    Raises FileNotFoundError when the pack has no ``circumstances.toml``.
    """
    table = load_language(code).table("circumstances")["period"]
    pattern = "|".join(table["patterns"]).replace(" ", r"\s+")
    return PeriodCues(
        tuple(sorted(table["lead"], key=len, reverse=True)),
        tuple(table["tail"]),
        frozenset(table["open_ended"]),
        Expression(rf"(?i)(?<![\w’'])(?:{pattern or NEVER})"),
        Expression(rf"[\s,]*(?:{alternatives(table['joins'])}|[-–—])?\s*"),
        Expression(
            rf";|\b{alternatives(table['contrasts'])}\b|, {alternatives(table['clause_joints'])} "
        ),
    )


def windows_of(
    text: str, sentence: Sentence, dates: list[DateClaim], cues: PeriodCues
) -> list[Window]:
    """The phrases of a sentence that say when, in order, without overlap."""
    found: list[Window] = []
    for date in dates:
        start, end = date.passage.start, date.passage.end
        if _DATELINE.match(text, end, min(sentence.end, end + 44)) and start < sentence.start + 60:
            continue
        start, lead = _extend(text, sentence.start, start, cues.lead)
        end = _tail(text, sentence.end, end, cues.tail)
        edtf: str | None = date.edtf
        if lead in cues.open_ended and "/" not in date.edtf:
            edtf = f"{date.edtf}/.."
        previous = found[-1] if found else None
        if previous is not None and cues.joins.fullmatch(text, previous.end, start + len(lead)):
            found[-1] = Window(previous.start, end, _span(previous.edtf, date.edtf))
            continue
        found.append(Window(start, end, edtf))
    plain = sentence.text.replace("’", "'")
    for match in cues.pattern.finditer(plain):
        start, end = match.start() + sentence.start, match.end() + sentence.start
        over = [window for window in found if window.start < end and start < window.end]
        for window in over:
            found.remove(window)
        edtf = next((window.edtf for window in over if window.edtf), None)
        low = min([start, *(window.start for window in over)])
        found.append(Window(low, max([end, *(window.end for window in over)]), edtf))
    return sorted(found, key=lambda window: window.start)


def _extend(text: str, floor: int, start: int, leads: tuple[str, ...]) -> tuple[int, str]:
    """A date's start with the words before it that belong to it, and the first of them."""
    first = ""
    for _ in range(3):
        before = " ".join(text[max(floor, start - _LEAD) : start].lower().split())
        lead = next((lead for lead in leads if before.endswith(lead) and _word(before, lead)), None)
        if lead is None:
            break
        at = start
        for word in reversed(lead.split()):
            at = _back(text, word, at)
        start, first = at, lead.split()[0]
    return start, first


def _back(text: str, word: str, at: int) -> int:
    """Where the word that ends before an offset, over space, begins."""
    while at > 0 and text[at - 1].isspace():
        at -= 1
    return at - len(word)


def _word(before: str, lead: str) -> bool:
    """Whether a lead phrase at the end of some text begins at a word's beginning."""
    at = len(before) - len(lead)
    return at == 0 or not before[at - 1].isalnum()


def _tail(text: str, ceiling: int, end: int, tails: tuple[str, ...]) -> int:
    """A date's end with the words after it that belong to it."""
    after = text[end : min(ceiling, end + 24)].lower()
    for tail in tails:
        if after.lstrip(" ,\n").startswith(tail):
            return end + len(after) - len(after.lstrip(" ,\n")) + len(tail)
    return end


def _span(first: str | None, second: str) -> str | None:
    """The EDTF interval of two dates, if they are plain."""
    if first is None:
        return second
    if "/" in first or "/" in second:
        return first if "/" in first else second
    return f"{first}/{second}"


def assign_periods(
    claims: DocumentClaims, rows: dict[int, Row], sentences: list[Sentence], language: Language
) -> None:
    """Set ``period`` of every figure whose sentence, or the one before it, says when."""
    cues = period_cues(language.code)
    said = word_classes(language.code).reporting
    text = claims.document.text
    dates: dict[int, list[DateClaim]] = {}
    for date in claims.dates:
        dates.setdefault(date.sentence, []).append(date)
    last: tuple[int, PeriodMention | None] = (-9, None)
    for index in sorted(rows):
        row = rows[index]
        windows = windows_of(text, row.sentence, dates.get(index, []), cues)
        starts = [figure.number.start for figure in (slot.figure for slot in row.slots)]
        chosen: PeriodMention | None = None
        for slot in row.slots:
            window = _nearest(text, row.sentence, slot.figure, windows, starts, said, cues.clause)
            if window is not None:
                slot.figure.period = _mention(text, window)
                chosen = slot.figure.period
        if chosen is None and not windows and index and _follows_on(text, row, sentences):
            chosen = last[1] if index - last[0] == 1 else None
            if index - last[0] != 1:
                before = sentences[index - 1]
                earlier = windows_of(text, before, dates.get(index - 1, []), cues)
                if len(earlier) == 1:
                    chosen = _mention(text, earlier[0])
            for slot in row.slots:
                if chosen is not None and slot.figure.klass not in _OWN:
                    slot.figure.period = chosen
                    slot.figure.reasons["period"] = "sentence before"
        last = (index, chosen)


def _mention(text: str, window: Window) -> PeriodMention:
    return PeriodMention(
        span=Span(window.start, window.end, text[window.start : window.end]), edtf=window.edtf
    )


def _follows_on(text: str, row: Row, sentences: list[Sentence]) -> bool:
    """Whether a sentence goes on with the one before: same paragraph, no new item of a list."""
    before = sentences[row.sentence.index - 1]
    if before.paragraph != row.sentence.paragraph or row.sentence.kind == "item":
        return False
    gap = text[before.end : row.sentence.start]
    return row.sentence.text[:1] not in _BULLETS and not any(mark in gap for mark in _BULLETS)


def _nearest(
    text: str,
    sentence: Sentence,
    figure: Figure,
    windows: list[Window],
    starts: list[int],
    said: frozenset[str],
    clause: Expression,
) -> Window | None:
    """The window that a figure belongs to: near it, in its clause, or heading the sentence."""
    at, end = figure.number.start, figure.passage.end
    best: tuple[int, Window] | None = None
    place = bisect.bisect_left(windows, at, key=lambda window: window.start)
    for window in [*windows[:1], *windows[max(1, place - _NEAREST) : place + _NEAREST]]:
        if window.start <= at < window.end:
            continue
        low, high = (window.end, at) if window.end <= at else (end, window.start)
        low, high = min(low, high), max(low, high)
        # Words are counted, not letters: a party's name must not matter for being long.
        cost = _WORD_COST * text.count(" ", low, high)
        if cost <= _FAR:
            cost += _BREAK * len(clause.findall(text, low, high))
        if window.start > at:
            between = bisect.bisect_left(starts, high) - bisect.bisect_left(starts, low)
            cost += _FIGURE * between
        elif text.count(" ", sentence.start, window.start) <= _OPENING:
            cost = min(cost, _ALL)
        before = text[max(sentence.start, window.start - 24) : window.start].lower().split()
        if before and before[-1] in said:
            cost += _SAID
        if best is None or cost < best[0]:
            best = (cost, window)
    return None if best is None else best[1]
