"""Lists: figures that a text lists as what a whole is made up of.

The relation "breakdown" has the members "whole" and "part". Its value ``exhaustive`` is "yes"
where a mark or words make the list complete (a colon, brackets, "namely", "the other"), and
"near" or "linked" where only the sum can tell: a list after a comma, or parts linked to a whole,
that come within a hair of it were meant to make it up; it is "closed" where words such as "there
are no others" say so, "rest" or "echo" for the sums of ``echoes``. Where the figures' own part
links already tell a partition, no relation is made.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from muniment.claims.comparable import comparable
from muniment.claims.frames import SENTENCE_END, Frame
from muniment.claims.language import Language
from muniment.claims.listparts import (
    ListSlot,
    ListWords,
    breakdown_relation,
    leaves_untold,
    list_slots,
    list_words,
    sum_of,
)
from muniment.claims.lookup import Lookup
from muniment.claims.model import DocumentClaims, Figure, Relation

# How far a list may stand behind its whole, in characters of the frame.
FAR = 160
# An open list that misses its figure by more than one part in so many is no list of it; one that
# exceeds it may be a list of parts that exclude each other.
NEAR, FAR_ABOVE = 10, 2
# Lines under a total make it up if they miss it by no more than one part in so many.
BELOW = 25
# A longer list is data, not prose.
LONGEST = 12


def find_lists(
    claims: DocumentClaims, frame: Frame, language: Language, lookup: Lookup
) -> Iterator[Relation]:
    """The lists of a paragraph that make up a whole."""
    slots = list_slots(claims.figures, frame)
    if len(slots) < 3:
        return
    words = list_words(language.code)
    used: set[str] = set()
    # Lists that marks or words complete come first: their figures are no open list's.
    for readers in (
        (_complete_list, _what_is_left, _summed_up, _lines),
        (_open_list, _next_sentence),
    ):
        for whole in slots:
            if (
                whole.figure.klass == "duration"
                or whole.figure.quantity.high == 1
                or whole.figure.id in used
                or whole.figure.id in lookup.partitions
            ):
                continue
            found = next(filter(None, (read(frame, slots, whole, words) for read in readers)), None)
            if found is None:
                continue
            parts, exhaustive = found
            if leaves_untold(frame, whole, parts, words):
                continue
            figures = [part.figure for part in parts]
            if any(f.part_kind == "partition" or f.id in used for f in figures):
                continue
            used |= {whole.figure.id, *(figure.id for figure in figures)}
            yield breakdown_relation(claims, whole.figure, figures, exhaustive)
    yield from _crossing(claims, frame, slots, words, lookup.by_id)
    yield from _linked(claims, frame, slots, words, used, lookup.by_id)


def find_elided(claims: DocumentClaims, frame: Frame, language: Language) -> Iterator[Relation]:
    """Bare numbers that open a sentence and speak of what the one before counts.

    "All 31 wells were tested. Thirty-four proved to be brackish." The relation "subset" has the
    members "whole" and "part".
    """
    slots = [slot for slot in list_slots(claims.figures, frame) if slot.figure.klass == "count"]
    words = list_words(language.code)
    for whole, part in itertools.pairwise(slots):
        if part.sentence != whole.sentence + 1 or part.figure.counted is not None:
            continue
        others = [slot for slot in slots if slot.sentence == whole.sentence]
        opening = frame.text[: part.start].rpartition(SENTENCE_END)[2]
        if len(others) > 1 or opening.strip() or whole.figure.counted is None:
            continue
        first = not frame.text[: whole.start].rpartition(SENTENCE_END)[2].strip()
        if first and part.figure.part_of is None and words.elided.match(frame.text, part.end):
            yield breakdown_relation(claims, whole.figure, [part.figure], "no", kind="subset")


def _list_of(
    frame: Frame, slots: Sequence[ListSlot], whole: ListSlot, words: ListWords
) -> tuple[list[ListSlot], str] | None:
    """The list that follows a whole in its sentence, and how complete it is."""
    following = [
        slot
        for slot in slots
        if slot.start > whole.end
        and slot.sentence == whole.sentence
        and slot.figure.klass != "duration"
    ]
    if len(following) < 2 or following[0].start - whole.end > FAR:
        return None
    kinds = following[0]
    if kinds.figure.quantity.low == len(following) - 1 and kinds.figure.quantity.low > 1:
        # "In two places, 410 in the stadium and 210 in the sheds": as many parts as places.
        following = following[1:]
    first = following[0]
    before = frame.text[whole.end + 1 : first.start]
    heads = [before[: len(before) - len(lead)] for lead in _leads(before, words)]
    kind = next((k for head in heads if (k := _opening(head, words))), "")
    if not kind or words.inclusive.search(before) or SENTENCE_END in before:
        return None
    parts = _run(frame, following, whole, words, bracket=kind == "bracket")
    if len(parts) < 2:
        return None
    joints = [frame.text[a.end : b.start] for a, b in itertools.pairwise(parts)]
    if not words.last.search(joints[-1]) and len(parts) < 3:
        return None
    tail = frame.text[parts[-1].end :].partition(SENTENCE_END)[0]
    if words.inclusive.search("".join(joints)) or words.several.search(tail):
        return None
    crossing = [words.crossing.match(after) is not None for after in (*joints, tail)]
    if any(crossing) and not all(crossing):
        return None
    if kind == "open" and _is_series(before, [*joints, tail], words):
        return None
    if kind == "open" and _another_verb(before, parts[0].figure, whole.figure):
        return None
    following_text = frame.text[parts[-1].end :].split(SENTENCE_END)[:2]
    if (
        whole.figure.quantity.low is not None
        and not 1 <= 2 * sum_of(parts) / max(Fraction(whole.figure.quantity.low), Fraction(1)) <= 4
    ):
        return None
    if (
        kind != "open"
        or kinds is not first
        or words.closed.search(SENTENCE_END.join(following_text))
    ):
        return parts, "yes"
    value = whole.figure.quantity.low
    if value is None or not value - value / NEAR <= sum_of(parts) <= value * FAR_ABOVE:
        return None
    return parts, "near"


def _complete_list(
    frame: Frame, slots: Sequence[ListSlot], whole: ListSlot, words: ListWords
) -> tuple[list[ListSlot], str] | None:
    """A list that a mark or words make complete."""
    found = _list_of(frame, slots, whole, words)
    return found if found is not None and found[1] == "yes" else None


def _open_list(
    frame: Frame, slots: Sequence[ListSlot], whole: ListSlot, words: ListWords
) -> tuple[list[ListSlot], str] | None:
    """A list after a comma that only its sum can complete."""
    before = frame.text[: whole.start].rpartition(SENTENCE_END)[2]
    if words.second.search(before):
        # "24 clerks and 44 guards, 9 …": the figure is the last of a list itself.
        return None
    found = _list_of(frame, slots, whole, words)
    return found if found is not None and found[1] == "near" else None


def _is_series(before: str, tails: Sequence[str], words: ListWords) -> bool:
    """True for "nine in May, five in June and two in July": no whole, a series."""
    own = words.adjunct.search(before)
    other = words.adjunct_start.match(tails[0])
    return own is not None and other is not None and other["word"] == own["word"]


def _another_verb(before: str, part: Figure, whole: Figure) -> bool:
    """True for "12 were sold, and they lost six lorries": what happened is told anew."""
    lead = before.rpartition(",")[2].split()
    own = part.counted is not None and part.counted.start > part.number.end
    return len(lead) > 1 and own and part.event != whole.event


def _leads(before: str, words: ListWords) -> list[str]:
    """The words directly before a number that may belong to its item, none first."""
    tokens = before.split()
    leads = [""]
    for count in range(1, 4):
        lead = " ".join(tokens[-count:]) + " " if count <= len(tokens) else ""
        if not lead or not words.lead.fullmatch(lead):
            break
        leads.append(lead)
    return leads


def _opening(head: str, words: ListWords) -> str:
    if words.bracket.search(head):
        return "bracket"
    if words.complete.search(head) or words.dash.search(head):
        return "complete"
    return "open" if words.open.search(head) else ""


def _run(
    frame: Frame, following: Sequence[ListSlot], whole: ListSlot, words: ListWords, *, bracket: bool
) -> list[ListSlot]:
    """The parts of a list: figures joined by commas and "and" at one level."""
    parts: list[ListSlot] = []
    for slot in following:
        if slot.depth > following[0].depth:
            continue
        if bracket and slot.depth < following[0].depth:
            break
        if not comparable(whole.figure, slot.figure):
            break
        if parts:
            joint = frame.text[parts[-1].end + 1 : slot.start]
            match = words.separator.match(joint)
            if match is None or ":" in joint or not words.lead.fullmatch(match["lead"]):
                break
            if words.markup.search(joint):
                break
        parts.append(slot)
    return parts


def _what_is_left(
    frame: Frame, slots: Sequence[ListSlot], whole: ListSlot, words: ListWords
) -> tuple[list[ListSlot], str] | None:
    """ "The dead numbered 88. Fifty-one were soldiers; the other 36 were civilians." """
    following = [slot for slot in slots if slot.sentence == whole.sentence + 1]
    parts: list[ListSlot] = []
    for slot in following:
        if not comparable(whole.figure, slot.figure) or slot.depth:
            continue
        parts.append(slot)
        before = frame.text[max(0, slot.start - 60) : slot.start]
        if words.remainder.search(before.rpartition(SENTENCE_END)[2]):
            fits = len(parts) > 1 and parts[0] is following[0]
            return (parts, "yes") if fits and _nearest(slots, whole, parts) else None
    return None


def _summed_up(
    frame: Frame, slots: Sequence[ListSlot], whole: ListSlot, words: ListWords
) -> tuple[list[ListSlot], str] | None:
    """ "12 tanks, 31 lorries and 9 guns, 52 in all": a total after its list."""
    sentence = frame.text[: whole.start].rpartition(SENTENCE_END)[2]
    after = frame.text[whole.end :].partition(SENTENCE_END)[0]
    if not (words.total_before.search(sentence) or words.total_after.search(after)):
        return None
    before = [
        slot for slot in slots if slot.sentence == whole.sentence and slot.start < whole.start
    ]
    if words.running.search(sentence + after):
        return None
    parts: list[ListSlot] = []
    for slot in reversed(before):
        joint = frame.text[slot.end + 1 : (parts[0] if parts else whole).start]
        match = words.separator.match(joint)
        if not comparable(whole.figure, slot.figure) or slot.figure.klass == "duration":
            break
        if parts and (match is None or not words.lead.fullmatch(match["lead"])):
            break
        parts.insert(0, slot)
    return (parts, "yes") if len(parts) > 1 else None


def _next_sentence(
    frame: Frame, slots: Sequence[ListSlot], whole: ListSlot, words: ListWords
) -> tuple[list[ListSlot], str] | None:
    """ "… of 23 people. Nine came from the ministry, eight from the parishes and six abroad." """
    last_here = max(slot.start for slot in slots if slot.sentence == whole.sentence)
    following = [
        slot
        for slot in slots
        if slot.sentence == whole.sentence + 1 and slot.figure.klass != "duration"
    ]
    if whole.start != last_here or len(following) < 2:
        return None
    first = following[0]
    opening = frame.text[: first.start].rpartition(SENTENCE_END)[2]
    if opening.strip() or first.figure.part_of not in (None, whole.figure.id):
        return None
    if whole.figure.counted is None and first.figure.counted is not None:
        return None
    parts = _run(frame, following, whole, words, bracket=False)
    if len(parts) < 2 or not words.last.search(frame.text[parts[-2].end : parts[-1].start]):
        return None
    sentence = frame.text[first.start :].partition(SENTENCE_END)[0]
    if words.inclusive.search(sentence) or words.several.search(sentence):
        return None
    value = whole.figure.quantity.low
    near = value is not None and abs(sum_of(parts) - value) * NEAR <= value
    return (parts, "linked") if near else None


def _lines(
    frame: Frame, slots: Sequence[ListSlot], whole: ListSlot, words: ListWords
) -> tuple[list[ListSlot], str] | None:
    """Lines of a label and a figure, the last labelled "Total" or "In all"."""
    label = frame.text[: whole.start].rpartition(SENTENCE_END)[2]
    if label.endswith(": ") and words.totals & set(label.split()):
        under = _lines_below(frame, slots, whole)
        if under is not None:
            return under, "yes"
    if not label.endswith(": ") or label[:-2].strip() not in words.totals:
        return None
    parts: list[ListSlot] = []
    for slot in reversed([slot for slot in slots if slot.start < whole.start]):
        below = parts[0] if parts else whole
        joint = frame.text[slot.end + 1 : below.start]
        line = re.fullmatch(rf"{SENTENCE_END} [^‹{SENTENCE_END}]+: ", joint)
        if line is None or not comparable(whole.figure, slot.figure):
            break
        parts.insert(0, slot)
    return (parts, "yes") if len(parts) > 1 else None


def _lines_below(frame: Frame, slots: Sequence[ListSlot], whole: ListSlot) -> list[ListSlot] | None:
    """ "Total cases: 1,015. Men: 498. Women: 517.": as many lines as come near the total."""
    parts: list[ListSlot] = []
    above = whole
    value = Fraction(whole.figure.quantity.low or 0)
    for slot in slots:
        if slot.start <= whole.start:
            continue
        joint = frame.text[above.end + 1 : slot.start]
        line = re.fullmatch(rf"[^‹:{SENTENCE_END}]*{SENTENCE_END} [^‹{SENTENCE_END}]+: ", joint)
        if line is None or not comparable(whole.figure, slot.figure):
            break
        parts.append(slot)
        above = slot
        if len(parts) > 1 and abs(sum_of(parts) - value) * BELOW <= value:
            return parts
    return None


def _nearest(slots: Sequence[ListSlot], whole: ListSlot, parts: Sequence[ListSlot]) -> bool:
    """True when no other figure of the whole's sentence is nearer to the sum of the parts."""
    summed = sum_of(parts)
    value = whole.figure.quantity.high or whole.figure.quantity.low or 0
    rivals = [
        abs(Fraction(slot.figure.quantity.high or slot.figure.quantity.low or 0) - summed)
        for slot in slots
        if slot.sentence == whole.sentence and comparable(slot.figure, whole.figure)
    ]
    return abs(Fraction(value) - summed) <= min(rivals)


def _crossing(
    claims: DocumentClaims,
    frame: Frame,
    slots: Sequence[ListSlot],
    words: ListWords,
    figures: Mapping[str, Figure],
) -> Iterator[Relation]:
    """Parts of which some are told by age and some are not: they are no partition.

    "300 members: 160 women, and 170 under the age of thirty" is the relation "crossing-parts".
    """
    groups: dict[tuple[str, int | None], list[ListSlot]] = {}
    for slot in slots:
        if slot.figure.part_of in figures and slot.figure.part_kind == "partition":
            groups.setdefault((slot.figure.part_of or "", slot.figure.breakdown), []).append(slot)
    for (whole, _), parts in groups.items():
        told = [words.crossing.match(frame.text, part.end) is not None for part in parts]
        span = frame.text[parts[0].start :].partition(SENTENCE_END)[0]
        overlap = words.several.search(span)
        # "… and 245 about both" is a part of its own.
        several = overlap is not None and not overlap.group().startswith("‹")
        if (any(told) and not all(told)) or several:
            members = [part.figure for part in parts]
            yield breakdown_relation(claims, figures[whole], members, "no", kind="crossing-parts")


def _linked(
    claims: DocumentClaims,
    frame: Frame,
    slots: Sequence[ListSlot],
    words: ListWords,
    used: set[str],
    figures: Mapping[str, Figure],
) -> Iterator[Relation]:
    """Parts linked to a whole as a subset that may have been meant to make it up."""
    groups: dict[tuple[str, int | None], list[ListSlot]] = {}
    for slot in slots:
        part = slot.figure
        if part.part_of in figures and part.part_kind == "subset" and part.id not in used:
            groups.setdefault((part.part_of or "", part.breakdown), []).append(slot)
    for (whole, _), parts in groups.items():
        rules = " ".join(part.figure.reasons.get("part", "") for part in parts).lower()
        if len(parts) < 2 or any(rule in rules for rule in words.inclusive_rules):
            continue
        if whole in used or parts[0].sentence != parts[-1].sentence:
            continue
        joint = frame.text[parts[-2].end : parts[-1].start]
        tail = frame.text[parts[0].start :].partition(SENTENCE_END)[0]
        if words.last.search(joint) and not words.several.search(tail):
            members = [part.figure for part in parts]
            after = SENTENCE_END.join(frame.text[parts[-1].end :].split(SENTENCE_END)[:2])
            closed = words.closed.search(after) is not None
            if not closed and not words.joined.search(joint):
                continue
            yield breakdown_relation(
                claims, figures[whole], members, "closed" if closed else "linked"
            )
