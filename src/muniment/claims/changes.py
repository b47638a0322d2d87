"""Changes: what a text says of two values of one thing, before and after.

The relation "change" has the members "from" and "to" and, where a figure states the change,
"by". Its values: ``kind`` is "absolute", "percent", "points", "share" (percent or points, the
text leaves it open), "left" (what is left, in percent) or "factor"; ``direction`` is "up",
"down" or ""; for a factor, ``factor`` is its number, ``or`` another reading of it, ``lean`` how
it is bounded and ``words`` the words; for a percentage ``form`` tells "digits" ("12 percent")
from "words" ("a third"). ``step`` names the stated change: the relations "change-reading" of the
same step are other pairs of values that it may be about, which excuse a text and never accuse it;
``timed`` is "yes" for those whose values are of different times.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from muniment.claims.changepairs import (
    Pair,
    alike,
    noun_of,
    only_pair,
    pairs_around,
    timed,
    words_of,
)
from muniment.claims.expressions import Expression
from muniment.claims.frames import (
    SENTENCE_END,
    Frame,
    Match,
    expand,
    patterns_of,
    share_form,
    slot_letter,
)
from muniment.claims.language import Language, load_language
from muniment.claims.model import DocumentClaims, Figure, Relation, relate
from muniment.claims.slots import Slot, sentence_span, slots_of

POINTS = "pp"
# How many tokens may lie between the two ends and the change said of them.
REACH = 26


class Ends(NamedTuple):
    """The two values of a change, and where they stand in the frame's text."""

    start: int
    end: int
    first: Figure
    last: Figure
    by: Figure | None


class Step(NamedTuple):
    """A change as stated: by a figure, or by a factor in words."""

    start: int
    end: int
    text: str
    by: Figure | None
    factor: Fraction | None = None
    other: Fraction | None = None
    lean: str = ""
    direction: str = ""
    left: bool = False


class _Words(NamedTuple):
    cue: Expression
    up: Expression
    down: Expression
    back: Expression
    move: Expression
    moved: Expression
    another: Expression
    beside: Expression
    more: Expression
    than: frozenset[str]
    adding: frozenset[str]
    factors: dict[str, list[str]]
    leans: dict[str, str]


@functools.cache
def _words(code: str) -> _Words:
    table = load_language(code).table("relations")
    change, words = table["change"], table["words"]
    return _Words(
        cue=Expression(expand(change["cue"], words)),
        up=Expression(rf"(?<![^ ])(?:{expand(change['up'], words)})(?![^ ])"),
        down=Expression(rf"(?<![^ ])(?:{expand(change['down'], words)})(?![^ ])"),
        back=Expression(expand(change["back"], words)),
        move=Expression(rf"(?<![^ ])(?:{expand(change['verbs'], words)})(?![^ ])"),
        moved=Expression(rf"(?<![^ ])(?:{expand(change['verbs'], words)}) (?:\w+ )?$"),
        another=Expression(change["another"]),
        beside=Expression(expand(change["beside"], words)),
        more=Expression(expand(r" (?:{more}|{less})\Z", words)),
        than=frozenset(change["than"]),
        adding=frozenset(change["adding"]),
        factors=change["factors"],
        leans={text: lean for lean, texts in change["leans"].items() for text in texts},
    )


def find_changes(claims: DocumentClaims, frame: Frame, language: Language) -> Iterator[Relation]:
    """The changes of a paragraph: every stated change whose two ends are given."""
    words = _words(language.code)
    if not words.cue.search(frame.text):
        return
    ends = _find_ends(claims.figures, frame, language)
    taken = {figure.id for each in ends for figure in (each.first, each.last)}
    steps = [
        step
        for step in find_steps(claims.figures, frame, language)
        if step.by is None or step.by.id not in taken
    ]
    search = words_of(language.code)
    slots = slots_of(frame, claims.figures)
    changes = {step.by.id for step in steps if step.by is not None}
    for step in steps:
        each = _nearest(step, ends, frame, words)
        if each is not None and not _together(each, step, frame):
            unclear = _one_of_several(step, slots, frame) or search.wished.search(
                frame.text[slice(*sentence_span(frame, step.start))]
            )
            each = None if unclear else each
        if each is not None and each.by is not None and each.by is not step.by:
            each = None
        if each is not None and _of_another(each, step, frame, words, search.pronouns):
            each = None
        if step.by is None and _respectively(step, steps, ends, frame):
            continue
        if each is not None and _of_two(step, each, steps, frame):
            continue
        pairs = [
            pair for pair in pairs_around(slots, step.start, frame, changes, search)
            if _of_one_kind(step, pair)
        ]  # fmt: skip
        ahead = frame.text[: step.start]
        said = words.moved.search(ahead[-40:]) or words.move.match(step.text)
        verb = step.by is None or said is not None
        beside = verb or (each is not None and (each.by is not None or step.factor is not None))
        if not beside and not _set_beside(step, frame, words):
            continue
        if each is None:
            values = [slot for slot in slots if slot.figure.id not in changes]
            only = only_pair(pairs, values, step.start, step.end, frame, search, verb=verb)
            each = _ends_of(only, step) if only is not None else None
            if each is not None and not _together(each, step, frame):
                each = None if _one_of_several(step, slots, frame) else each
        if each is not None:
            if SENTENCE_END in frame.text[each.start : each.end]:
                each = _in_order(each, step)
            yield _relation(claims, frame, each, step, language)
            if _together(each, step, frame):
                if not (step.left or _listed(each, step, frame)):
                    continue
                pairs = [pair for pair in pairs if _within(pair, each, step, frame)]
        known = {each.first.id, each.last.id} if each is not None else set()
        for pair in pairs:
            if {pair.first.figure.id, pair.last.figure.id} != known:
                told = timed(pair, step.start, step.end, frame, search)
                reading = {"timed": "yes"} if told else {}
                yield _relation(claims, frame, _ends_of(pair, step), step, language, reading)


def _of_another(
    ends: Ends, step: Step, frame: Frame, words: _Words, pronouns: frozenset[str]
) -> bool:
    """True where a change has a subject or a noun of its own: "while accidents fell by 12"."""
    if step.by is not None and step.by.klass == "count":
        own = noun_of(step.by, pronouns)
        theirs = {noun_of(ends.first, pronouns), noun_of(ends.last, pronouns)} - {""}
        if own and theirs and own[:6] not in {noun[:6] for noun in theirs}:
            return True
    if ends.end > step.start or not step.direction:
        return False
    low, high = ends.first.quantity.low or 0, ends.last.quantity.low or 0
    against = low < high if step.direction == "down" else low > high
    gap = frame.text[ends.end : step.start].split()
    return against and len(gap) > 1 and words.move.match(step.text) is not None


def _set_beside(step: Step, frame: Frame, words: _Words) -> bool:
    """True for "…, 180 more." and "a fifth fewer than in May"; not for "and two more have died"."""
    if step.by is not None and slot_letter(step.by) == "f":
        # "Three times as long as the old bridge" compares two things, not two times.
        rest = frame.text[step.end :].split(" ", 5)[1:5]
        return any(not word[:1].isalnum() or word in words.adding for word in rest)
    if not words.more.search(step.text):
        return True
    before, after = frame.text[: step.start], frame.text[step.end :].split(" ", 5)[1:5]
    compared = any(word in words.than for word in after)
    closed = not after or not after[0][:1].isalnum() or after[0] in words.adding
    if step.by is not None and step.by.klass != "share":
        opened = words.beside.search(before[-24:]) is not None
        return (opened and closed) or compared
    return closed or compared


def _one_of_several(step: Step, slots: Sequence[Slot], frame: Frame) -> bool:
    """True where a sentence states several shares: they may be of several things."""
    start, end = sentence_span(frame, step.start)
    return sum(slot.letter == "s" and start <= slot.at < end for slot in slots) > 1


def _together(ends: Ends, step: Step, frame: Frame) -> bool:
    """True where a change and its two ends stand in one sentence."""
    stretch = frame.text[min(ends.start, step.start) : max(ends.end, step.end)]
    return SENTENCE_END not in stretch


def _listed(ends: Ends, step: Step, frame: Frame) -> bool:
    """True where a colon or semicolon parts a change from its ends, so that others may be meant."""
    first, last = sorted([(ends.start, ends.end), (step.start, step.end)])
    return bool(set(frame.text[first[1] : last[0]].split()) & {";", ":"})


def _within(pair: Pair, ends: Ends, step: Step, frame: Frame) -> bool:
    """True for a pair in the sentence of a change and on the side of its ends."""
    start, end = sentence_span(frame, step.start)
    before = ends.end <= step.start
    side = pair.last.end <= step.start if before else pair.first.at >= step.end
    return side and start <= pair.first.at and pair.last.end <= end


def _of_one_kind(step: Step, pair: Pair) -> bool:
    """True where a change can be one from the one value of a pair to the other."""
    by = step.by
    if step.factor is not None or by is None:
        return pair.first.letter != "s"
    if by.unit == POINTS:
        return pair.first.letter == pair.last.letter == "s"
    if by.klass == "share":
        return pair.first.letter != "s" or pair.last.letter == "s"
    both = all(alike(by, slot.figure, frozenset()) for slot in pair)
    return both and pair.first.letter != "s"


def _in_order(ends: Ends, step: Step) -> Ends:
    """The ends of a change whose order nothing but its direction tells: a rise ends higher."""
    low, high = ends.first.quantity.low or 0, ends.last.quantity.low or 0
    if (step.direction == "up" and low > high) or (step.direction == "down" and low < high):
        return ends._replace(first=ends.last, last=ends.first)
    return ends


def _ends_of(pair: Pair, step: Step) -> Ends:
    """A pair as the ends of a change."""
    start, end = min(pair.first.at, step.start), max(pair.last.end, step.end)
    return _in_order(Ends(start, end, pair.first.figure, pair.last.figure, None), step)


def _respectively(step: Step, steps: Sequence[Step], ends: Sequence[Ends], frame: Frame) -> bool:
    """True where several changes and several pairs of values share a sentence: whose is whose?"""
    start = frame.text.rfind(SENTENCE_END, 0, step.start)
    end = frame.text.find(SENTENCE_END, step.start)
    others = [each for each in steps if each.by is None and start < each.start < end]
    pairs = [each for each in ends if start < each.start < end]
    return len(others) > 1 and len(pairs) > 1


def _of_two(step: Step, ends: Ends, steps: Sequence[Step], frame: Frame) -> bool:
    """True where two multiples in words stand before one pair: "doubled and oil trebled: 60 …"."""
    start, _ = sentence_span(frame, ends.start)
    before = [each for each in steps if each.by is None and start <= each.start < ends.start]
    return step in before and len(before) > 1


def find_steps(figures: Sequence[Figure], frame: Frame, language: Language) -> list[Step]:
    """The changes stated in a paragraph, whether or not their ends are given."""
    words = _words(language.code)
    steps: dict[tuple[int, int], Step] = {}
    for pattern in patterns_of(language.code, "change", "by"):
        for match in pattern.finditer(frame, figures):
            by = match.figures["by"]
            at = match.slots["by"]
            last_word = match.end > at[1] + 1 and match.start == at[0] - 2
            if last_word and words.another.search(frame.text[: match.start]):
                continue
            step = Step(
                match.start, match.end, match.text, by, direction=_direction(match.text, words)
            )
            if at not in steps or (step.direction and not steps[at].direction):
                steps[at] = step
    for pattern in patterns_of(language.code, "change", "left"):
        for match in pattern.finditer(frame, figures):
            steps[match.slots["by"]] = Step(
                match.start, match.end, match.text, match.figures["by"], left=True
            )
    for pattern in patterns_of(language.code, "change", "factor"):
        for match in pattern.finditer(frame, figures):
            multiple = _factor(match, words, frame)
            if multiple is not None:
                steps[match.start, match.end] = multiple
    return sorted(steps.values(), key=lambda step: step.start)


def _factor(match: Match, words: _Words, frame: Frame) -> Step | None:
    lean = words.leans.get((match.groups.get("lean") or "").strip(), "")
    word = match.groups.get("word")
    if word is not None:
        number, direction = next(
            value for start, value in words.factors.items() if word.startswith(start)
        )
        said = f"{_clause_before(frame, match.start)} {match.text}"
        if number == "2" and direction == "down" and _direction(said, words) == "up":
            # "Up by half" is half as many again.
            number, direction = "3/2", "up"
        return Step(
            match.start, match.end, match.text, None, Fraction(number), None, lean, direction
        )
    by = match.figures["by"]
    quantity = by.quantity
    value = quantity.low if quantity.low is not None else quantity.high
    if value is None or value <= 0:
        return None
    if not lean and quantity.approximate:
        lean = "under" if quantity.lean == "below" else "near"
    elif not lean and quantity.high is None:
        lean = "more"
    factor = Fraction(value) / 100
    if slot_letter(by) != "f":
        # "A quarter as much again" is one and a quarter times as much.
        return Step(match.start, match.end, match.text, by, 1 + factor, None, lean, "up")
    other = factor + 1 if match.groups.get("than") else None
    return Step(match.start, match.end, match.text, by, factor, other, lean, "")


def _clause_before(frame: Frame, at: int) -> str:
    """The frame's text before a place, back to a semicolon or the beginning of the sentence."""
    return re.split(rf"[;:]|{SENTENCE_END}", frame.text[:at])[-1]


def _direction(text: str, words: _Words) -> str:
    up, down = words.up.search(text), words.down.search(text)
    if up and not down:
        return "up"
    return "down" if down and not up else ""


def _find_ends(figures: Sequence[Figure], frame: Frame, language: Language) -> list[Ends]:
    """The pairs of values, each figure in one pair only, the surest patterns first."""
    found: list[Ends] = []
    used: set[str] = set()
    for pattern in patterns_of(language.code, "change", "ends"):
        for match in pattern.finditer(frame, figures):
            first, last = match.figures["from"], match.figures["to"]
            if first is last or {first.id, last.id} & used or not _alike(first, last):
                continue
            used |= {first.id, last.id}
            found.append(Ends(match.start, match.end, first, last, match.figures.get("by")))
    return found


def _alike(first: Figure, last: Figure) -> bool:
    """True when two figures can be two values of one thing."""
    return slot_letter(first) != "f" and alike(first, last, frozenset())


def _nearest(step: Step, ends: Sequence[Ends], frame: Frame, words: _Words) -> Ends | None:
    """The pair of values that a stated change is about, or None."""
    best: tuple[int, Ends] | None = None
    for each in ends:
        if step.start < each.end and each.start < step.end:
            distance = 0
        else:
            before = each.end <= step.start
            gap = frame.text[each.end : step.start] if before else frame.text[step.end : each.start]
            distance = gap.count(" ") + 1
            crossed = gap.count(SENTENCE_END)
            if distance > REACH or crossed > 1:
                continue
            if crossed and not (before and _points_back(step, gap, words)):
                continue
            if not before and crossed == 0 and re.search(r"[;]", gap):
                continue
        if best is None or distance < best[0]:
            best = (distance, each)
    return None if best is None else best[1]


def _points_back(step: Step, gap: str, words: _Words) -> bool:
    """True when a change in the next sentence speaks of the one before: "the rise is …"."""
    after = gap.rpartition(SENTENCE_END)[2].strip()
    return bool(words.back.match(after or step.text)) and "‹" not in after.replace("‹t", "")


def _relation(
    claims: DocumentClaims,
    frame: Frame,
    ends: Ends,
    step: Step,
    language: Language,
    reading: dict[str, str] | None = None,
) -> Relation:
    """The relation of a change; ``reading`` are the further values of a reading, if it is one."""
    start, end = min(ends.start, step.start), max(ends.end, step.end)
    span = frame.span(start, end)
    values = {"direction": step.direction, "step": f"{step.start}-{step.end}@{frame.first}"}
    members = [("from", ends.first.id), ("to", ends.last.id)]
    if step.by is not None:
        members.append(("by", step.by.id))
    if step.factor is not None:
        values |= {"kind": "factor", "factor": str(step.factor), "lean": step.lean}
        values["words"] = " ".join(
            claims.document.text[slice(*frame.span(step.start, step.end))].split()
        )
        if step.other is not None:
            values["or"] = str(step.other)
    elif step.by is not None and step.left:
        values |= {"kind": "left", "form": share_form(claims.document, step.by, language)}
    elif step.by is not None:
        values |= _kind(claims, ends, step.by, step.text, language)
    return relate(
        claims.document,
        "change" if reading is None else "change-reading",
        span,
        kind="change",
        sentence=ends.first.sentence,
        found_by="change patterns",
        members=tuple(members),
        values=values | (reading or {}),
    )


def _kind(
    claims: DocumentClaims, ends: Ends, by: Figure, text: str, language: Language
) -> dict[str, str]:
    points = re.search(expand(r"\b(?:{points})", language.table("relations")["words"]), text)
    named = by.counted is not None and bool(
        re.fullmatch(
            expand(r"{points}", language.table("relations")["words"]), by.counted.text.lower()
        )
    )
    if points or named or by.unit == POINTS:
        return {"kind": "points"}
    if by.klass == "share":
        kind = "share" if ends.first.klass == "share" else "percent"
        return {"kind": kind, "form": share_form(claims.document, by, language)}
    return {"kind": "absolute"}
