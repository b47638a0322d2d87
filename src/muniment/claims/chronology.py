"""Chronology: clock times, stretches of time and their lengths, and what is said to have happened.

What the rules on time need to know from the words is put down here as relations:

``clock``      a clock time; ``values``: ``time`` as HH:MM (24:00 is midnight at a day's end)
``interval``   from when to when; members ``start``/``end`` or ``whole`` (dates),
               ``start_time``/``end_time`` (clock); ``values``: ``same_day`` where the text says so
``duration``   an interval whose length is stated; members as above and ``duration`` (a figure)
``length``     a duration without a number ("a week"); ``values``: ``number`` and ``unit``
``happened``   a date on which the text says that something has happened; member ``date``
``weekday``    a remark that a date was such a weekday; member ``date``; ``values``: ``weekday``
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from muniment.claims.frames import Pattern, compile_pattern
from muniment.claims.language import Language
from muniment.claims.model import Claim, DateClaim, DocumentClaims, Figure, Relation, claim_id
from muniment.claims.sentences import Sentence

_SLOT = re.compile(r"‹([a-z])(\d+)›")


@dataclass(slots=True)
class Line:
    """A sentence as the patterns see it: its text with slots, and what stands in each slot."""

    text: str
    slots: list[Claim]
    starts: list[int]
    spans: list[tuple[int, int]]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The document's span of ``text[start:end]``."""
        inside = [
            span for at, span in zip(self.starts, self.spans, strict=True) if start <= at < end
        ]
        return inside[0][0], inside[-1][1]


@dataclass(slots=True)
class Stretch:
    """An interval found in a line: the span in the line's text, and its members."""

    start: int
    end: int
    members: dict[str, str] = field(default_factory=dict)


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
            lengths = _lengths(claims, sentence, language)
            relations += lengths
            here += lengths
        line = line_of(claims, sentence, here, language)
        relations += _stretches(claims, sentence, line, language)
        if dates.get(sentence.index):
            relations += _happenings(claims, sentence, line, language)
            following = sentences[sentence.index + 1 : sentence.index + 2]
            relations += _weekday_remarks(claims, sentence, line, following, language)
    return relations


def find_clocks(
    claims: DocumentClaims, sentences: Sequence[Sentence], language: Language
) -> list[Relation]:
    """The clock times of a document that are not part of a date or of another kind of figure."""
    document = claims.document
    taken = _Spans(
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
                Relation(
                    id=claim_id(document, "clock", start, stop),
                    kind="relation",
                    passage=document.passage(start, stop),
                    sentence=sentence.index,
                    found_by="clock time",
                    type="clock",
                    values={"time": f"{minutes // 60:02d}:{minutes % 60:02d}"},
                )
            )
    return found


class _Spans:
    """Spans of a document that are asked for in any order."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]

    def touch(self, start: int, end: int) -> bool:
        """True when one of the spans overlaps this one."""
        at = bisect.bisect_left(self._starts, end)
        return any(self._spans[i][1] > start for i in range(max(0, at - 3), at))


@functools.cache
def _clock_forms(code: str) -> tuple[re.Pattern[str], ...]:
    """The forms of clock times; the last one is for texts in capitals."""
    clock = Language(code).table("time")["clock"]
    return tuple(re.compile(form) for form in (*clock["forms"], clock["bare"]))


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


def _lengths(claims: DocumentClaims, sentence: Sentence, language: Language) -> list[Relation]:
    """Durations without a number, such as "a week" and "half a year"."""
    found = []
    taken = _Spans((f.passage.start, f.passage.end) for f in claims.figures)
    for match in _length_form(language.code).finditer(sentence.text.lower()):
        start, end = sentence.start + match.start("length"), sentence.start + match.end("length")
        if taken.touch(start, end):
            continue
        found.append(
            Relation(
                id=claim_id(claims.document, "length", start, end),
                kind="relation",
                passage=claims.document.passage(start, end),
                sentence=sentence.index,
                found_by="duration without a number",
                type="length",
                values={"number": "1/2" if match["half"] else "1", "unit": match["unit"]},
            )
        )
    return found


@functools.cache
def _length_form(code: str) -> re.Pattern[str]:
    return re.compile(Language(code).table("time")["lengths"]["form"])


def _by_sentence(found: Iterable[Claim]) -> dict[int, list[Claim]]:
    """Claims by the number of their sentence."""
    grouped: dict[int, list[Claim]] = {}
    for claim in found:
        grouped.setdefault(claim.sentence, []).append(claim)
    return grouped


def _letter(claim: Claim) -> str:
    """The letter of a claim's slot."""
    if isinstance(claim, DateClaim):
        ends = claim.edtf.split("/")
        if len(ends) == 2 and not {"", ".."} & set(ends):
            return "i"
        return "o" if ends[-1] in ("", "..") else "t"
    length = isinstance(claim, Figure) or (isinstance(claim, Relation) and claim.type == "length")
    return "d" if length else "k"


@functools.cache
def _weekdays(code: str) -> frozenset[str]:
    return frozenset(name for names in Language(code).table("time")["weekdays"] for name in names)


def _names_day(parts: list[str], weekdays: frozenset[str]) -> bool:
    """Whether the last words before a date are its weekday, with or without a comma."""
    return parts[-1] in weekdays or (parts[-1] == "," and parts[-2] in weekdays)


def line_of(
    claims: DocumentClaims, sentence: Sentence, here: Sequence[Claim], language: Language
) -> Line:
    """The sentence with the claims in it as slots."""
    ordered: list[tuple[int, int, Claim]] = []
    spans = [(each.passage.start, each.passage.end, each) for each in here]
    for start, end, claim in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not ordered or start >= ordered[-1][1]:
            ordered.append((start, end, claim))
    parts: list[str] = []
    starts: list[int] = []
    places: list[tuple[int, int]] = []
    at = slot = 0
    weekdays = _weekdays(language.code)
    for token in sentence.tokens_of(claims.document):
        if slot < len(ordered) and token.start >= ordered[slot][1]:
            slot += 1
        if slot < len(ordered) and token.start >= ordered[slot][0]:
            if places and places[-1] == ordered[slot][:2]:
                continue
            text, place = f"‹{_letter(ordered[slot][2])}{slot}›", ordered[slot][:2]
            while len(parts) > 1 and text[1] in "tio" and _names_day(parts, weekdays):
                # "from Friday 9 May": the weekday is the date's own.
                at -= len(parts.pop()) + 1
                starts.pop()
                places.pop()
        else:
            text, place = token.lower, (token.start, token.end)
        starts.append(at)
        places.append(place)
        parts.append(text)
        at += len(text) + 1
    return Line(" ".join(parts), [claim for *_, claim in ordered], starts, places)


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The compiled patterns of a language's ``time.toml``."""

    intervals: tuple[Pattern, ...]
    clock_intervals: tuple[Pattern, ...]
    later: tuple[Pattern, ...]
    back: tuple[Pattern, ...]
    within: tuple[Pattern, ...]
    before: tuple[Pattern, ...]
    after: tuple[Pattern, ...]
    loosely_after: tuple[Pattern, ...]
    guards: dict[str, re.Pattern[str]]


@functools.cache
def _patterns(code: str) -> _Patterns:
    table = Language(code).table("time")

    def compiled(name: str) -> tuple[Pattern, ...]:
        return tuple(compile_pattern(each, table["words"]) for each in table["patterns"][name])

    return _Patterns(
        intervals=compiled("intervals"),
        clock_intervals=compiled("clock_intervals"),
        later=compiled("later"),
        back=compiled("back"),
        within=compiled("within"),
        before=compiled("before_interval"),
        after=compiled("after_interval"),
        loosely_after=compiled("loosely_after"),
        guards={name: re.compile(guard) for name, guard in table["guards"].items()},
    )


def _stretches(
    claims: DocumentClaims, sentence: Sentence, line: Line, language: Language
) -> Iterator[Relation]:
    """The intervals of a sentence, and those whose length it states."""
    patterns = _patterns(language.code)
    found: list[Stretch] = []
    for pattern in (*patterns.intervals, *patterns.clock_intervals):
        for match in pattern.expression.finditer(line.text):
            stretch = _stretch(match, pattern.roles, line)
            if any(s.start < stretch.end and stretch.start < s.end for s in found):
                continue
            if patterns.guards["not_a_period"].search(line.text[: stretch.start]):
                continue
            between = _SLOT.split(match.group())
            if len(between) > 3 and patterns.guards["turned_round"].search(between[3]):
                continue
            found.append(stretch)
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
        yield _relation(claims, sentence, line, "interval", stretch, values)
        measured = _measured(line, stretch, patterns)
        if measured is not None:
            # What lasted so long "between" two days need not fill the time between them.
            loose = patterns.guards["within"].search(line.text[: stretch.start] + " ")
            inner = line.text.startswith("between", stretch.start)
            gap = line.text[measured[0].start : stretch.start]
            fills = patterns.guards["filling"].search(gap) is not None
            within = not fills and (loose is not None or inner or measured[1])
            values = {"within": "yes"} if within else {}
            yield _relation(claims, sentence, line, "duration", measured[0], values)
    for kind in (patterns.later, patterns.back, patterns.within):
        for pattern in kind:
            for match in pattern.expression.finditer(line.text):
                stretch = _stretch(match, pattern.roles, line)
                yield _relation(claims, sentence, line, "duration", stretch, {})


def _stretch(match: re.Match[str], roles: Sequence[str], line: Line) -> Stretch:
    members = {role: line.slots[int(match[role])].id for role in roles if match[role] is not None}
    return Stretch(match.start(), match.end(), members)


def _measured(line: Line, stretch: Stretch, patterns: _Patterns) -> tuple[Stretch, bool] | None:
    """The interval with the duration that the sentence gives for it, if it gives one.

    The second value is True where the duration need not fill the interval.
    """
    earlier = [s for s in _SLOT.finditer(line.text, 0, stretch.start) if s[1] == "d"]
    if earlier:
        slot = earlier[-1]
        gap = line.text[slot.end() : stretch.start].strip()
        if _bridges(f"{gap} " if gap else "", patterns.before, slot, line, patterns.guards):
            return _with(stretch, line, slot), False
    later = next((s for s in _SLOT.finditer(line.text, stretch.end) if s[1] == "d"), None)
    if later is not None:
        gap = line.text[stretch.end : later.start()].strip()
        if _bridges(f"{gap} " if gap else "", patterns.after, later, line, patterns.guards):
            return _with(stretch, line, later), False
        if _bridges(f"{gap} ", patterns.loosely_after, later, line, patterns.guards):
            return _with(stretch, line, later), True
    return None


def _bridges(
    gap: str,
    bridges: Sequence[Pattern],
    slot: re.Match[str],
    line: Line,
    guards: dict[str, re.Pattern[str]],
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


def _relation(
    claims: DocumentClaims,
    sentence: Sentence,
    line: Line,
    kind: str,
    stretch: Stretch,
    values: dict[str, str],
) -> Relation:
    start, end = line.place(stretch.start, stretch.end)
    return Relation(
        id=claim_id(claims.document, kind, start, end),
        kind="relation",
        passage=claims.document.passage(start, end),
        sentence=sentence.index,
        found_by=f"{kind} in a sentence",
        type=kind,
        members=tuple(stretch.members.items()),
        values=values,
    )


def _happenings(
    claims: DocumentClaims, sentence: Sentence, line: Line, language: Language
) -> Iterator[Relation]:
    """The dates of a sentence on which it says that something has happened."""
    words = _happening_words(language.code)
    for slot in _SLOT.finditer(line.text):
        if slot[1] not in "tio":
            continue
        date = line.slots[int(slot[2])]
        by_day = isinstance(date, DateClaim) and len(date.edtf) >= len("2021-05-03")
        verb = _past_verb(line.text, slot, words, by_day=by_day)
        if verb is not None:
            stretch = Stretch(slot.start(), slot.end(), {"date": line.slots[int(slot[2])].id})
            yield _relation(claims, sentence, line, "happened", stretch, {"verb": verb})


@functools.cache
def _happening_words(code: str) -> dict[str, frozenset[str]]:
    table = Language(code).table("time")["happened"]
    return {name: frozenset(words.split()) for name, words in table.items()}


_CLAUSE = re.compile(
    r"[;:()\[\]\"“”‘’'—–]|(?<=, )(?:but|so|whereas|though|although|and) |\band (?=will |shall )"
    r"|\b(?:when|while|because|after|that|where) (?!‹)"
)


def _past_verb(
    text: str, slot: re.Match[str], words: dict[str, frozenset[str]], *, by_day: bool
) -> str | None:
    """The past verb of the clause in which a date stands as the time of what happened."""
    left = text[: slot.start()]
    right = text[slot.end() :]
    cut = max((m.end() for m in _CLAUSE.finditer(left)), default=0)
    stop = _CLAUSE.search(right)
    before = left[cut:].split()
    after = (right[: stop.start()] if stop else right).split()
    if words["looking_ahead"] & {*before, *after}:
        return None
    if slot[1] == "o":  # "since 3 July": the date's own words place it.
        lead: list[str] | None = before
    elif before in ([], ["the"]) and after and after[0] in words["naming"]:
        return after[0]
    elif _by(before, words) and "had" in after[:8]:
        return "had"
    else:
        lead = _before_placing(before, words)
    if lead is None:
        event = by_day and len(before) > 1 and before[-1] in ("of", "on")
        if event and before[-2] in words["past_events"]:
            return _verb_after(after, words)
        return None
    while lead and (lead[-1] in words["within_phrase"] or lead[-1].startswith("‹k")):
        lead = lead[:-1]
    if lead and lead[-1] == "at":
        lead = lead[:-1]
    if not lead or (len(lead) < 3 and lead[-1] in words["openers"]):
        return _verb_after(after, words)
    if len(lead) < 5 and lead[-1] in words["past_events"]:
        return _verb_after(after, words)
    return _verb_before(lead, words, by_day=by_day)


def _by(before: list[str], words: dict[str, frozenset[str]]) -> bool:
    """Whether a date opens its clause with "by": "by the end of July"."""
    lead = [word for word in before if word not in words["within_phrase"]]
    return lead == ["by"]


def _before_placing(before: list[str], words: dict[str, frozenset[str]]) -> list[str] | None:
    """The clause before the words that place something on the date, or None if none do."""
    at = len(before)
    if at >= 3 and before[at - 1] in words["joining"] and _SLOT.fullmatch(before[at - 2]):
        at -= 2  # "between 4 July and ‹date›", "from 4 July to ‹date›"
    while at and (before[at - 1] in words["within_phrase"] or before[at - 1].startswith("‹k")):
        at -= 1
    if at and before[at - 1] in words["nouns_of_time"] | words["past_events"]:
        # "at the sitting of 3 July": the noun only names the day.
        at -= 1
        while at and before[at - 1] in words["determiners"]:
            at -= 1
        return before[: at - 1] if at and before[at - 1] in ("at", "in", "during") else None
    if not at or before[at - 1] not in words["placing"]:
        return None
    return before[: at - 1]


def _verb_before(lead: list[str], words: dict[str, frozenset[str]], *, by_day: bool) -> str | None:
    """The nearest verb before a date, where it is a past one."""
    for at in range(len(lead) - 1, max(len(lead) - 16, -1), -1):
        word = lead[at]
        following = lead[at + 1] if at + 1 < len(lead) else ""
        if word in words["present"] or word in words["nouns_of_time"] or word[0] == "‹":
            return None
        if word == "to" and following not in words["determiners"] | words["objects"]:
            return None
        aim = following.endswith("ing") or following in words["determiners"] or not by_day
        if word == "for" and aim:
            return None
        if _is_past(lead, at, words):
            distant = word in words["making_known"] and at < len(lead) - 1
            return None if distant else word
    return None


def _verb_after(after: list[str], words: dict[str, frozenset[str]]) -> str | None:
    """The first verb after a date that opens its clause, where it is a past one."""
    for at, word in enumerate(after[:16]):
        if word in words["present"] or word in words["relative"]:
            return None
        if _is_past(after, at, words):
            return word
    return None


def _is_past(tokens: list[str], at: int, words: dict[str, frozenset[str]]) -> bool:
    """True for a past verb: "struck", "were killed", "has been found"; not "was to be"."""
    word = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else ""
    if word in words["perfect"]:
        ahead = tokens[at + 1 : at + 4]
        return any(each in words["past"] or _regular_past(each, words) for each in ahead)
    if word in words["auxiliaries"]:
        return following != "to"
    if word in words["past"]:
        return True
    before = tokens[at - 1] if at else ""
    if before in words["infinitive"]:
        return False
    return _regular_past(word, words) and before not in words["determiners"]


def _regular_past(word: str, words: dict[str, frozenset[str]]) -> bool:
    return len(word) > 4 and word.endswith("ed") and word not in words["no_past"]


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
    for slot in _SLOT.finditer(line.text):
        remark = guards["weekday_beside"].match(line.text, slot.end())
        date = line.slots[int(slot[2])]
        number = None if remark is None else _weekday(remark["weekday"], language)
        if number is None or not isinstance(date, DateClaim) or date.weekday is not None:
            continue
        stretch = Stretch(slot.start(), remark.end() if remark else slot.end(), {"date": date.id})
        yield _relation(claims, sentence, line, "weekday", stretch, {"weekday": str(number)})
    if not following or not days or following[0].paragraph != sentence.paragraph:
        return
    remark = guards["weekday_sentence"].match(following[0].text.lower())
    number = None if remark is None else _weekday(remark["weekday"], language)
    if remark is None or number is None:
        return
    passage = claims.document.passage(days[-1].passage.start, following[0].start + remark.end())
    yield Relation(
        id=claim_id(claims.document, "weekday", passage.start, passage.end),
        kind="relation",
        passage=passage,
        sentence=sentence.index,
        found_by="weekday in the next sentence",
        type="weekday",
        members=(("date", days[-1].id),),
        values={"weekday": str(number)},
    )


def _weekday(word: str, language: Language) -> int | None:
    """The number of a weekday's name, 0 for Monday, or None for another word."""
    for number, names in enumerate(language.table("time")["weekdays"]):
        if word in names:
            return number
    return None
