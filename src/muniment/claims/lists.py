"""Lists: figures that a text lists as what a whole is made up of.

The relation "breakdown" has the members "whole" and "part". Its value ``exhaustive`` is "yes"
where a mark or words make the list complete (a colon, brackets, "namely", "the other"), and
"near" where only the sum can tell: a list after a comma whose parts come within a hair of the
whole was meant to make it up. Where the figures' own part links already say so, no relation is
made.
"""

from __future__ import annotations

import bisect
import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from muniment.claims.comparable import comparable
from muniment.claims.frames import SENTENCE_END, Frame, expand, gap
from muniment.claims.language import Language, load_language
from muniment.claims.model import DocumentClaims, Figure, Relation, claim_id

_SLOT = re.compile(r"‹([cmyd])(\d+)›")
# How far a list may stand behind its whole, in characters of the frame.
FAR = 160
# A list of at least so many figures may echo a whole of at least this size, so many sentences
# back, if it misses it by one or by one part in so many; less where the words say "the other".
# An open list that misses its figure by more than one part in so many is no list of it.
NEAR = 10
MANY, LARGE, BACK, SLACK, SLACK_REST = 3, 100, 8, 500, 50


@dataclass(frozen=True, slots=True)
class _Slot:
    start: int
    end: int
    sentence: int
    depth: int
    figure: Figure


@dataclass(frozen=True, slots=True)
class _Words:
    complete: re.Pattern[str]
    bracket: re.Pattern[str]
    dash: re.Pattern[str]
    open: re.Pattern[str]
    inclusive: re.Pattern[str]
    inclusive_rules: tuple[str, ...]
    lead: re.Pattern[str]
    separator: re.Pattern[str]
    last: re.Pattern[str]
    remainder: re.Pattern[str]
    several: re.Pattern[str]
    total_before: re.Pattern[str]
    total_after: re.Pattern[str]
    running: re.Pattern[str]
    closed: re.Pattern[str]
    elided: re.Pattern[str]
    totals: frozenset[str]
    adjunct: re.Pattern[str]
    adjunct_start: re.Pattern[str]


@functools.cache
def _words(code: str) -> _Words:
    table = load_language(code).table("relations")
    lists, words = table["lists"], table["words"]

    def read(name: str) -> re.Pattern[str]:
        return re.compile(gap(expand(lists[name], words)))

    return _Words(
        complete=read("complete"),
        bracket=read("bracket"),
        dash=read("dash"),
        open=read("open"),
        inclusive=read("inclusive"),
        inclusive_rules=tuple(lists["inclusive_rules"]),
        lead=read("lead"),
        separator=read("separator"),
        last=read("last"),
        remainder=read("remainder"),
        several=re.compile(table["exclusive"]["several"]),
        total_before=read("total_before"),
        total_after=read("total_after"),
        running=read("running"),
        closed=read("closed"),
        elided=read("elided"),
        totals=frozenset(load_language(code).table("parts")["totals"]),
        adjunct=re.compile(rf"(?:^| )(?P<word>{lists['adjunct']}) [^,⏎‹]*(?:‹t\d+› )?, $"),
        adjunct_start=re.compile(rf" ?(?:[^ ,;⏎‹]+ )?(?P<word>{lists['adjunct']}) "),
    )


def find_lists(claims: DocumentClaims, frame: Frame, language: Language) -> Iterator[Relation]:
    """The lists of a paragraph that make up a whole."""
    slots = _slots(claims.figures, frame)
    if len(slots) < 3:
        return
    words = _words(language.code)
    partitions = {f.part_of for f in claims.figures if f.part_kind == "partition"}
    used: set[str] = set()
    for whole in slots:
        if whole.figure.klass == "duration" or whole.figure.id in used | partitions:
            continue
        found = (
            _list_of(frame, slots, whole, words)
            or _what_is_left(frame, slots, whole, words)
            or _summed_up(frame, slots, whole, words)
            or _next_sentence(frame, slots, whole, words)
            or _lines_above(frame, slots, whole, words)
        )
        if found is None:
            continue
        parts, exhaustive = found
        if any(part.figure.part_kind == "partition" for part in parts):
            continue
        used |= {whole.figure.id, *(part.figure.id for part in parts)}
        yield _relation(claims, whole.figure, [part.figure for part in parts], exhaustive)
    yield from _linked(claims, frame, slots, words, used)


def find_elided(claims: DocumentClaims, frame: Frame, language: Language) -> Iterator[Relation]:
    """Bare numbers that open a sentence and speak of what the one before counts.

    "All 31 wells were tested. Thirty-four proved to be brackish." The relation "subset" has the
    members "whole" and "part".
    """
    slots = [slot for slot in _slots(claims.figures, frame) if slot.figure.klass == "count"]
    words = _words(language.code)
    for whole, part in itertools.pairwise(slots):
        if part.sentence != whole.sentence + 1 or part.figure.counted is not None:
            continue
        others = [slot for slot in slots if slot.sentence == whole.sentence]
        opening = frame.text[: part.start].rpartition(SENTENCE_END)[2]
        if len(others) > 1 or opening.strip() or whole.figure.counted is None:
            continue
        first = not frame.text[: whole.start].rpartition(SENTENCE_END)[2].strip()
        if first and part.figure.part_of is None and words.elided.match(frame.text, part.end):
            yield _relation(claims, whole.figure, [part.figure], "no", kind="subset")


def find_echoed_sums(
    claims: DocumentClaims,
    frames: Sequence[Frame],
    language: Language,
    known: Sequence[Relation],
) -> Iterator[Relation]:
    """Lists whose sum all but equals a figure given earlier: it was meant to be their whole.

    "… 58 sites. Remains were found at 21; the other 38 were empty." The value ``exhaustive`` is
    "rest" where words such as "the other" say that the list is complete, else "echo".
    """
    words = _words(language.code)
    used = {member for relation in known for _, member in relation.members}
    for frame in frames:
        slots = [slot for slot in _slots(claims.figures, frame) if _plain(slot.figure)]
        for parts in _orphans(frame, slots, words):
            figures = [part.figure for part in parts]
            if any(f.id in used or f.part_kind == "partition" for f in figures):
                continue
            before = frame.text[max(0, parts[-1].start - 60) : parts[-1].start]
            rest = words.remainder.search(before.rpartition(SENTENCE_END)[2]) is not None
            wholes = _echoed(claims.figures, figures, rest=rest)
            if len(wholes) == 1:
                yield _relation(claims, wholes[0], figures, "rest" if rest else "echo")


def _plain(figure: Figure) -> bool:
    return figure.klass in ("count", "measure", "money") and figure.quantity.exact


def _orphans(frame: Frame, slots: Sequence[_Slot], words: _Words) -> Iterator[list[_Slot]]:
    """Runs of figures that one sentence lists, or lines of a label and a figure."""
    runs: list[list[_Slot]] = []
    for slot in slots:
        if runs and comparable(runs[-1][-1].figure, slot.figure):
            joint = frame.text[runs[-1][-1].end + 1 : slot.start]
            match = words.separator.match(joint)
            listed = match is not None and slot.sentence == runs[-1][-1].sentence
            lines = slot.sentence == runs[-1][-1].sentence + 1 and re.fullmatch(
                rf"{SENTENCE_END} [^‹{SENTENCE_END}]+: ", joint
            )
            if listed or lines:
                runs[-1].append(slot)
                continue
        runs.append([slot])
    for run in runs:
        before = frame.text[max(0, run[-1].start - 60) : run[-1].start]
        rest = words.remainder.search(before.rpartition(SENTENCE_END)[2])
        if len(run) >= MANY or (len(run) > 1 and rest):
            yield run


def _echoed(figures: Sequence[Figure], parts: Sequence[Figure], *, rest: bool) -> list[Figure]:
    """The earlier figures that the sum of some parts all but equals; none where one equals it."""
    summed = sum(Fraction(part.quantity.low or 0) for part in parts)
    slack = max(Fraction(1), summed / (SLACK_REST if rest else SLACK))
    if not rest and summed < LARGE:
        return []
    wholes = [
        figure
        for figure in figures
        if _plain(figure)
        and figure.passage.start < parts[0].passage.start
        and parts[0].sentence - figure.sentence <= BACK
        and comparable(figure, parts[0])
        and abs(Fraction(figure.quantity.low or 0) - summed) <= slack
    ]
    values = {figure.quantity.low for figure in wholes}
    return [] if summed in values else wholes


def _slots(figures: Sequence[Figure], frame: Frame) -> list[_Slot]:
    ends = [match.start() for match in re.finditer(SENTENCE_END, frame.text)]
    marks = [
        (m.start(), 1 if m.group() in "([" else -1) for m in re.finditer(r"[()\[\]]", frame.text)
    ]
    found = []
    for match in _SLOT.finditer(frame.text):
        sentence = bisect.bisect_left(ends, match.start())
        start = ends[sentence - 1] if sentence else 0
        depth = sum(step for at, step in marks if start <= at < match.start())
        found.append(
            _Slot(match.start(), match.end(), sentence, max(depth, 0), figures[int(match[2])])
        )
    return found


def _list_of(
    frame: Frame, slots: Sequence[_Slot], whole: _Slot, words: _Words
) -> tuple[list[_Slot], str] | None:
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
    if kind == "open" and _is_series(before, [*joints, tail], words):
        return None
    following_text = frame.text[parts[-1].end :].split(SENTENCE_END)[:2]
    if (
        whole.figure.quantity.low is not None
        and not 1 <= 2 * _sum(parts) / max(Fraction(whole.figure.quantity.low), Fraction(1)) <= 4
    ):
        return None
    if (
        kind != "open"
        or kinds is not first
        or words.closed.search(SENTENCE_END.join(following_text))
    ):
        return parts, "yes"
    value = whole.figure.quantity.low
    near = value is not None and abs(_sum(parts) - value) * NEAR <= value
    return (parts, "near") if near else None


def _is_series(before: str, tails: Sequence[str], words: _Words) -> bool:
    """True for "eleven on Monday, six on Tuesday and four on Wednesday": no whole, a series."""
    own = words.adjunct.search(before)
    other = words.adjunct_start.match(tails[0])
    return own is not None and other is not None and other["word"] == own["word"]


def _leads(before: str, words: _Words) -> list[str]:
    """The words directly before a number that may belong to its item, none first."""
    tokens = before.split()
    leads = [""]
    for count in range(1, 4):
        lead = " ".join(tokens[-count:]) + " " if count <= len(tokens) else ""
        if not lead or not words.lead.fullmatch(lead):
            break
        leads.append(lead)
    return leads


def _opening(head: str, words: _Words) -> str:
    if words.bracket.search(head):
        return "bracket"
    if words.complete.search(head) or words.dash.search(head):
        return "complete"
    return "open" if words.open.search(head) else ""


def _run(
    frame: Frame, following: Sequence[_Slot], whole: _Slot, words: _Words, *, bracket: bool
) -> list[_Slot]:
    """The parts of a list: figures joined by commas and "and" at one level."""
    parts: list[_Slot] = []
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
        parts.append(slot)
    return parts


def _what_is_left(
    frame: Frame, slots: Sequence[_Slot], whole: _Slot, words: _Words
) -> tuple[list[_Slot], str] | None:
    """ "The dead numbered 88. Fifty-one were soldiers; the other 36 were civilians." """
    following = [slot for slot in slots if slot.sentence == whole.sentence + 1]
    parts: list[_Slot] = []
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
    frame: Frame, slots: Sequence[_Slot], whole: _Slot, words: _Words
) -> tuple[list[_Slot], str] | None:
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
    parts: list[_Slot] = []
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
    frame: Frame, slots: Sequence[_Slot], whole: _Slot, words: _Words
) -> tuple[list[_Slot], str] | None:
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
    parts = _run(frame, following, whole, words, bracket=False)
    if len(parts) < 2 or not words.last.search(frame.text[parts[-2].end : parts[-1].start]):
        return None
    sentence = frame.text[first.start :].partition(SENTENCE_END)[0]
    if words.inclusive.search(sentence) or words.several.search(sentence):
        return None
    value = whole.figure.quantity.low
    near = value is not None and abs(_sum(parts) - value) * NEAR <= value
    return (parts, "linked") if near else None


def _lines_above(
    frame: Frame, slots: Sequence[_Slot], whole: _Slot, words: _Words
) -> tuple[list[_Slot], str] | None:
    """Lines of a label and a figure, the last labelled "Total" or "In all"."""
    label = frame.text[: whole.start].rpartition(SENTENCE_END)[2]
    if not label.endswith(": ") or label[:-2].strip() not in words.totals:
        return None
    parts: list[_Slot] = []
    for slot in reversed([slot for slot in slots if slot.start < whole.start]):
        below = parts[0] if parts else whole
        joint = frame.text[slot.end + 1 : below.start]
        line = re.fullmatch(rf"{SENTENCE_END} [^‹{SENTENCE_END}]+: ", joint)
        if line is None or not comparable(whole.figure, slot.figure):
            break
        parts.insert(0, slot)
    return (parts, "yes") if len(parts) > 1 else None


def _nearest(slots: Sequence[_Slot], whole: _Slot, parts: Sequence[_Slot]) -> bool:
    """True when no other figure of the whole's sentence is nearer to the sum of the parts."""
    summed = _sum(parts)
    value = whole.figure.quantity.high or whole.figure.quantity.low or 0
    rivals = [
        abs(Fraction(slot.figure.quantity.high or slot.figure.quantity.low or 0) - summed)
        for slot in slots
        if slot.sentence == whole.sentence and comparable(slot.figure, whole.figure)
    ]
    return abs(Fraction(value) - summed) <= min(rivals)


def _sum(parts: Sequence[_Slot]) -> Fraction:
    return sum(
        (Fraction(p.figure.quantity.low or p.figure.quantity.high or 0) for p in parts),
        start=Fraction(0),
    )


def _linked(
    claims: DocumentClaims, frame: Frame, slots: Sequence[_Slot], words: _Words, used: set[str]
) -> Iterator[Relation]:
    """Parts linked to a whole as a subset that may have been meant to make it up."""
    figures = {figure.id: figure for figure in claims.figures}
    groups: dict[tuple[str, int | None], list[_Slot]] = {}
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
            yield _relation(claims, figures[whole], members, "closed" if closed else "linked")


def _relation(
    claims: DocumentClaims,
    whole: Figure,
    parts: Sequence[Figure],
    exhaustive: str,
    kind: str = "breakdown",
) -> Relation:
    passages = [whole.passage, *(part.passage for part in parts)]
    start = min(passage.start for passage in passages)
    end = max(passage.end for passage in passages)
    return Relation(
        id=claim_id(claims.document, kind, start, end),
        kind="relation",
        passage=claims.document.passage(start, end),
        sentence=whole.sentence,
        found_by="list reader",
        type=kind,
        members=(("whole", whole.id), *(("part", part.id) for part in parts)),
        values={"exhaustive": exhaustive},
    )
