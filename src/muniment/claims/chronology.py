"""Chronology: stretches of time and their lengths.

What the rules on time need to know from the words is put down here as relations:

``interval``   from when to when; members ``start``/``end`` or ``whole`` (dates),
               ``start_time``/``end_time`` (clock); ``values``: ``same_day`` where the text says so
``duration``   an interval whose length is stated; members as above and ``duration`` (a figure)
``length``     a duration without a number ("a week"); ``values``: ``number`` and ``unit``
``weekday``    a remark that a date was such a weekday; member ``date``; ``values``: ``weekday``
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from muniment.claims.clocks import Spans
from muniment.claims.expressions import Expression
from muniment.claims.frames import Pattern, pattern_book
from muniment.claims.happenings import find_happenings
from muniment.claims.language import Language, load_language
from muniment.claims.model import Claim, DateClaim, DocumentClaims, Relation, relate
from muniment.claims.outlines import Row
from muniment.claims.sentences import Sentence
from muniment.claims.timeline import SLOT, Line, Stretch, line_of, relation_of

# The two dates of a form are so many sentences apart at most.
FORM = 3


def find_chronology(
    claims: DocumentClaims,
    sentences: list[Sentence],
    language: Language,
    clocks: Sequence[Relation],
) -> list[Relation]:
    """The relations of time of a document, in order of their sentences.

    ``clocks`` are its clock times, from ``find_clocks``.
    """
    dates = _by_sentence(claims.dates)
    odd = _patterns(language.code).guards["not_a_length"]
    durations = _by_sentence(
        figure
        for figure in claims.figures
        if figure.klass == "duration" and odd.search(figure.passage.quote.lower()) is None
    )
    times = _by_sentence(clocks)
    taken = Spans((figure.passage.start, figure.passage.end) for figure in claims.figures)
    relations: list[Relation] = []
    for sentence in sentences:
        here: list[Claim] = [
            *dates.get(sentence.index, ()),
            *durations.get(sentence.index, ()),
            *times.get(sentence.index, ()),
        ]
        if not here:
            continue
        if dates.get(sentence.index) or len(times.get(sentence.index, ())) > 1:
            lengths = _lengths(claims, sentence, language, taken)
            relations += lengths
            here += lengths
        line = line_of(claims, sentence, here, language)
        taken_up = _taken_up(claims, sentence, line, relations, language)
        if taken_up is not None:
            relations.append(taken_up)
        relations += _stretches(claims, sentence, line, language)
        before = sentences[sentence.index - 1] if sentence.index else None
        if before is not None and before.paragraph == sentence.paragraph:
            since = dates.get(before.index, ())
            relations += _from_before(claims, sentence, line, since, language)
        if dates.get(sentence.index):
            relations += find_happenings(claims, sentence, line, language)
            following = sentences[sentence.index + 1 : sentence.index + 2]
            relations += _weekday_remarks(claims, sentence, line, following, language)
    return [*relations, *_labelled(claims, language)]


def _lengths(
    claims: DocumentClaims, sentence: Sentence, language: Language, taken: Spans
) -> list[Relation]:
    """Durations without a number ("a week", "half a year") that are not ``taken`` by figures."""
    found = []
    for match in _length_form(language.code).finditer(sentence.text.lower()):
        start, end = sentence.start + match.start("length"), sentence.start + match.end("length")
        if taken.touch(start, end):
            continue
        found.append(
            relate(
                claims.document,
                "length",
                (start, end),
                sentence=sentence.index,
                found_by="duration without a number",
                values={"number": _part(match), "unit": match["unit"]},
            )
        )
    return found


def _part(match: re.Match[str]) -> str:
    """How much of its unit a duration without a number is: "half a year", "a quarter of a day"."""
    if match.groupdict().get("quarter"):
        return "1/4"
    return "1/2" if match["half"] else "1"


@functools.cache
def _length_form(code: str) -> Expression:
    return Expression(load_language(code).table("time")["lengths"]["form"])


def _by_sentence(found: Iterable[Claim]) -> dict[int, list[Claim]]:
    """Claims by the number of their sentence."""
    grouped: dict[int, list[Claim]] = {}
    for claim in found:
        grouped.setdefault(claim.sentence, []).append(claim)
    return grouped


class _Patterns(NamedTuple):
    """The compiled patterns of a language's ``time.toml``."""

    intervals: tuple[Pattern, ...]
    clock_intervals: tuple[Pattern, ...]
    later: tuple[Pattern, ...]
    back: tuple[Pattern, ...]
    within: tuple[Pattern, ...]
    from_before: tuple[Pattern, ...]
    before: tuple[Pattern, ...]
    adjective: tuple[Pattern, ...]
    after: tuple[Pattern, ...]
    loosely_after: tuple[Pattern, ...]
    guards: dict[str, Expression]


@functools.cache
def _patterns(code: str) -> _Patterns:
    table = load_language(code).table("time")
    book = pattern_book(code, "time")

    def compiled(name: str) -> tuple[Pattern, ...]:
        return tuple(map(book.pattern, table["patterns"][name]))

    return _Patterns(
        intervals=compiled("intervals"),
        clock_intervals=compiled("clock_intervals"),
        later=compiled("later"),
        back=compiled("back"),
        within=compiled("within"),
        from_before=compiled("from_before"),
        before=compiled("before_interval"),
        adjective=compiled("before_as_adjective"),
        after=compiled("after_interval"),
        loosely_after=compiled("loosely_after"),
        guards={name: Expression(guard) for name, guard in table["guards"].items()},
    )


def _stretches(
    claims: DocumentClaims, sentence: Sentence, line: Line, language: Language
) -> Iterator[Relation]:
    """The intervals of a sentence, and those whose length it states."""
    if not line.slots:
        return
    patterns = _patterns(language.code)
    row = Row(line.text.split(" "))
    found: list[Stretch] = []
    for pattern in (*patterns.intervals, *patterns.clock_intervals):
        for match in pattern.matches(line.text, row):
            stretch = _stretch(match, pattern.roles, line)
            if any(s.start < stretch.end and stretch.start < s.end for s in found):
                continue
            if patterns.guards["not_a_period"].search(line.text[: stretch.start]):
                continue
            if patterns.guards["run_backwards"].search(line.text[stretch.end :]):
                continue
            between = SLOT.split(match.group())
            if any(patterns.guards["turned_round"].search(gap) for gap in between[3:-1:3]):
                continue
            found.append(stretch)
    told: set[str] = set()
    for stretch in sorted(found, key=lambda each: each.start):
        values = {}
        if "start_time" in stretch.members and "start" not in stretch.members:
            outside = line.text[: stretch.start] + line.text[stretch.end :]
            if patterns.guards["same_day"].search(line.text):
                values["same_day"] = "stated"
            elif patterns.guards["overnight"].search(outside) is None and (
                patterns.guards["one_day"].search(outside)
            ):
                values["same_day"] = "yes"
        yield relation_of(claims, sentence, line, "interval", stretch, values)
        measured = _measured(line, stretch, patterns)
        if measured is not None:
            # What lasted so long "between" two days need not fill the time between them.
            loose = patterns.guards["within"].search(line.text[: stretch.start] + " ")
            inner = line.text.startswith("between", stretch.start)
            gap = line.text[measured[0].start : stretch.start]
            fills = patterns.guards["filling"].search(gap) is not None
            within = not fills and (loose is not None or inner or measured[1])
            values = {"within": "yes"} if within else {}
            told.add(measured[0].members["duration"])
            yield relation_of(claims, sentence, line, "duration", measured[0], values)
    for pattern in (*patterns.later, *patterns.back, *patterns.within):
        for match in pattern.matches(line.text, row):
            stretch = _stretch(match, pattern.roles, line)
            if stretch.members["duration"] not in told:
                told.add(stretch.members["duration"])
                yield relation_of(claims, sentence, line, "duration", stretch, {})


def _taken_up(
    claims: DocumentClaims,
    sentence: Sentence,
    line: Line,
    earlier: Sequence[Relation],
    language: Language,
) -> Relation | None:
    """The only interval of the sentence before, with the length that this sentence gives it."""
    match = _patterns(language.code).guards["taken_up"].match(line.text)
    if match is None:
        return None
    near = list(
        itertools.takewhile(lambda each: each.sentence >= sentence.index - 1, reversed(earlier))
    )
    before = [
        each for each in near if each.type == "interval" and each.sentence == sentence.index - 1
    ]
    if len(before) != 1:
        return None
    measured = any(each.type == "duration" and each.sentence == before[0].sentence for each in near)
    slot = SLOT.fullmatch(match["slot"])
    if measured or slot is None:
        return None
    duration = line.slots[int(slot[2])]
    span = before[0].passage.start, duration.passage.end
    return relate(
        claims.document,
        "duration",
        span,
        sentence=sentence.index,
        found_by="duration taken up in the next sentence",
        members=(("duration", duration.id), *before[0].members),
    )


def _from_before(
    claims: DocumentClaims,
    sentence: Sentence,
    line: Line,
    since: Sequence[Claim],
    language: Language,
) -> Iterator[Relation]:
    """ "Three weeks later, on 15 March 2023": counted from the only date of the sentence before."""
    if len(since) != 1 or not isinstance(since[0], DateClaim) or "/" in since[0].edtf:
        return
    row = Row(line.text.split(" "))
    for pattern in _patterns(language.code).from_before:
        for match in pattern.matches(line.text, row):
            stretch = _stretch(match, pattern.roles, line)
            stretch.members["start"] = since[0].id
            yield relation_of(claims, sentence, line, "duration", stretch, {})
            return


def _labelled(claims: DocumentClaims, language: Language) -> Iterator[Relation]:
    """Intervals in the manner of a form: "Start: 3 May 2021. End: 5 May 2021."."""
    guards, text = _patterns(language.code).guards, claims.document.text
    begun: DateClaim | None = None
    for date in claims.dates:
        lead = text[max(0, date.passage.start - 40) : date.passage.start]
        label = guards["label"].search(lead) if lead.rstrip().endswith(":") else None
        if label is None:
            continue
        word = label["label"].lower()
        if guards["label_start"].match(word):
            begun = date
        elif begun is not None and guards["label_end"].match(word):
            if date.sentence - begun.sentence <= FORM:
                start, end = begun.passage.start, date.passage.end
                yield relate(
                    claims.document,
                    "interval",
                    (start, end),
                    sentence=begun.sentence,
                    found_by="labels of a form",
                    members=(("start", begun.id), ("end", date.id)),
                )
            begun = None


def _stretch(match: re.Match[str], roles: Sequence[str], line: Line) -> Stretch:
    members = {role: line.slots[int(match[role])].id for role in roles if match[role] is not None}
    return Stretch(match.start(), match.end(), members)


def _measured(line: Line, stretch: Stretch, patterns: _Patterns) -> tuple[Stretch, bool] | None:
    """The interval with the duration that the sentence gives for it, if it gives one.

    The second value is True where the duration need not fill the interval.
    """
    earlier = [s for s in SLOT.finditer(line.text, 0, stretch.start) if s[1] == "d"]
    if earlier:
        slot = earlier[-1]
        gap = line.text[slot.end() : stretch.start].strip()
        bridges = patterns.before
        if "-" in line.slots[int(slot[2])].passage.quote:
            bridges = (*bridges, *patterns.adjective)
        if _bridges(f"{gap} " if gap else "", bridges, slot, line, patterns.guards):
            return _with(stretch, line, slot), False
    later = next((s for s in SLOT.finditer(line.text, stretch.end) if s[1] == "d"), None)
    if later is not None:
        gap = line.text[stretch.end : later.start()].strip()
        if _bridges(f"{gap} " if gap else "", patterns.after, later, line, patterns.guards):
            return _with(stretch, line, later), False
        clause = patterns.guards["and_ended"].search(line.text, stretch.start, stretch.end)
        if clause is not None and patterns.guards["ended_after"].match(f"{gap} "):
            return _with(stretch, line, later), False
        if _bridges(f"{gap} ", patterns.loosely_after, later, line, patterns.guards):
            return _with(stretch, line, later), True
    return None


def _bridges(
    gap: str,
    bridges: Sequence[Pattern],
    slot: re.Match[str],
    line: Line,
    guards: dict[str, Expression],
) -> bool:
    """Whether the words between an interval and a duration tie the one to the other."""
    return (
        any(bridge.expression.fullmatch(gap) for bridge in bridges)
        and guards["not_between"].search(gap) is None
        and guards["not_before"].search(line.text[: slot.start()]) is None
        and guards["not_after"].search(line.text[slot.end() :]) is None
    )


def _with(stretch: Stretch, line: Line, slot: re.Match[str]) -> Stretch:
    """The interval together with the duration in a slot."""
    return Stretch(
        min(stretch.start, slot.start()),
        max(stretch.end, slot.end()),
        {"duration": line.slots[int(slot[2])].id, **stretch.members},
    )


def _weekday_remarks(
    claims: DocumentClaims,
    sentence: Sentence,
    line: Line,
    following: Sequence[Sentence],
    language: Language,
) -> Iterator[Relation]:
    """What the text says of a date's weekday after it, in this sentence or the next one."""
    days = [slot for slot in line.slots if isinstance(slot, DateClaim)]
    guards = _patterns(language.code).guards
    for slot in SLOT.finditer(line.text):
        remark = guards["weekday_beside"].match(line.text, slot.end())
        date = line.slots[int(slot[2])]
        number = None if remark is None else _weekday(remark["weekday"], language)
        if number is None or not isinstance(date, DateClaim) or date.weekday is not None:
            continue
        stretch = Stretch(slot.start(), remark.end() if remark else slot.end(), {"date": date.id})
        yield relation_of(claims, sentence, line, "weekday", stretch, {"weekday": str(number)})
    if not following or not days or following[0].paragraph != sentence.paragraph:
        return
    remark = guards["weekday_sentence"].match(following[0].text.lower())
    number = None if remark is None else _weekday(remark["weekday"], language)
    if remark is None or number is None:
        return
    span = days[-1].passage.start, following[0].start + remark.end()
    yield relate(
        claims.document,
        "weekday",
        span,
        sentence=sentence.index,
        found_by="weekday in the next sentence",
        members=(("date", days[-1].id),),
        values={"weekday": str(number)},
    )


def _weekday(word: str, language: Language) -> int | None:
    """The number of a weekday's name, 0 for Monday, or None for another word."""
    for number, names in enumerate(language.table("time")["weekdays"]):
        if word in names:
            return number
    return None
