"""Breakdowns: parts that exclude each other, and shares that make up all of something.

Relations: "exclusive-parts" has the parts of one list ("part") of which nothing can be counted
in two; "shares-of-all" has shares ("part") of one whole, with the values ``exhaustive`` "yes"
where they are said to be all, and ``rounded`` "down" or "up" where the text says so.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from muniment.claims.expressions import Expression
from muniment.claims.frames import SENTENCE_END, Frame
from muniment.claims.language import Language, load_language
from muniment.claims.model import DocumentClaims, Figure, Relation, relate

_SHARE = Expression(r"‹s(\d+)›")
# How many sentences away a remark may stand from the parts that it is about.
REACH = 3


class _Words(NamedTuple):
    once: Expression
    one_choice: Expression
    choice: Expression
    offered: Expression
    several: Expression
    rest: Expression
    whole_list: Expression
    rounded: dict[str, Expression]
    place: Expression
    time: Expression
    agent: Expression
    free: Expression
    groups: tuple[tuple[frozenset[str], ...], ...]


@functools.cache
def _words(code: str) -> _Words:
    table = load_language(code).table("relations")["exclusive"]
    return _Words(
        once=Expression(table["once"]),
        one_choice=Expression(table["one_choice"]),
        choice=Expression(table["choice"]),
        offered=Expression(table["offered"]),
        several=Expression(table["several"]),
        rest=Expression(rf"(?<![^ ])(?:{table['rest']}) $"),
        whole_list=Expression(rf"\b{table['whole_list']}\b"),
        rounded={
            "down": Expression(table["rounded_down"]),
            "up": Expression(table["rounded_up"]),
        },
        place=Expression(
            rf"(?P<gap>(?:[^ ⏎‹,;:.]+ ){{0,3}}?)(?:{table['place']}) (?P<what>[^,;:.⏎‹]+)"
        ),
        time=Expression(rf"(?:{table['time']}) (?P<what>‹t\d+›|{table['days']})"),
        agent=Expression(rf"(?:[^ ⏎‹,;:.]+ ){{0,3}}?(?:{table['agent']}) (?P<what>[^,;:.⏎‹]+)"),
        free=Expression(table["free"]),
        groups=tuple(tuple(frozenset(cell.split()) for cell in group) for group in table["groups"]),
    )


def find_breakdowns(
    claims: DocumentClaims, frame: Frame, language: Language, lists: Sequence[Relation]
) -> Iterator[Relation]:
    """The lists of a paragraph whose parts exclude each other or are all of something.

    ``lists`` are the relations "breakdown" of the paragraph.
    """
    words = _words(language.code)
    yield from _exclusive_lists(claims, frame, words, lists)
    if len(_SHARE.findall(frame.text)) > 1:
        yield from _shares(claims, frame, words)


def _exclusive_lists(
    claims: DocumentClaims, frame: Frame, words: _Words, lists: Sequence[Relation]
) -> Iterator[Relation]:
    groups: dict[tuple[str, int | None], list[tuple[Figure, int]]] = {}
    listed = {m: r.id for r in lists for role, m in r.members if role == "part"}
    for match in re.finditer(r"‹[cmy](\d+)›", frame.text):
        part = claims.figures[int(match[1])]
        if part.part_of is not None and part.part_kind == "subset":
            groups.setdefault((part.part_of, part.breakdown), []).append((part, match.start()))
        elif part.part_of is None and part.id in listed:
            groups.setdefault((listed[part.id], None), []).append((part, match.start()))
    for parts in groups.values():
        if len(parts) > 1 and _exclude_each_other(parts, frame, words):
            yield _relation(claims, "exclusive-parts", [part for part, _ in parts], {})


def _exclude_each_other(parts: Sequence[tuple[Figure, int]], frame: Frame, words: _Words) -> bool:
    near = _around(frame, parts[0][1], parts[-1][1])
    if words.once.search(near):
        return True
    if words.several.search(near):
        return False
    tails = [_tail(frame, at, part) for part, at in parts]
    if _in_cells([part for part, _ in parts], tails, words):
        return True
    return (
        _differ(tails, words.place, words)
        or _differ(tails, words.time, words)
        or _differ(tails, words.agent, words)
    )


def _in_cells(parts: Sequence[Figure], tails: Sequence[str], words: _Words) -> bool:
    """True when the parts count people of different cells of one group: men, women, children."""
    heads = []
    for part, tail in zip(parts, tails, strict=True):
        counted = part.counted.text.lower().split() if part.counted else []
        after = re.split(r"[,;:.⏎]", tail, maxsplit=1)[0].split()
        heads.append({word.strip(".,") for word in counted} or set(after))
        if part.counted is not None and part.counted.start < part.number.start:
            heads[-1] = set(after)
    for group in words.groups:
        cells = [[n for n, cell in enumerate(group) if cell & head] for head in heads]
        if all(len(found) == 1 for found in cells):
            numbers = [found[0] for found in cells]
            if len(set(numbers)) == len(numbers):
                return True
    return False


def _tail(frame: Frame, at: int, part: Figure) -> str:
    """The frame's text after a part's slot and the noun that it counts, up to the next figure."""
    rest = frame.text[frame.text.index("›", at) + 2 :]
    counted = part.counted
    if counted is not None and counted.start >= part.number.end:
        between = 0
        for word in counted.text.lower().split():
            found = rest.find(word, between, between + len(counted.text) + 16)
            if found < 0:
                break
            between = found + len(word)
        rest = rest[between:].lstrip()
    return re.split(r"‹[a-su-z]", rest, maxsplit=1)[0]


def _differ(tails: Sequence[str], pattern: Expression, words: _Words) -> bool:
    """True when every part is followed by a place, time or doer of its own."""
    found = []
    for tail in tails:
        match = pattern.match(tail)
        if match is None or words.free.search(match.groupdict().get("gap") or ""):
            return False
        found.append(match["what"].removesuffix("and ").strip())
    return len(set(found)) == len(found)


def _shares(claims: DocumentClaims, frame: Frame, words: _Words) -> Iterator[Relation]:
    """Shares listed together that are all of something, or exclude each other."""
    sentences = frame.text.split(SENTENCE_END)
    runs: list[list[re.Match[str]]] = []
    at = 0
    last_sentence = -2
    for number, sentence in enumerate(sentences):
        here = list(_SHARE.finditer(frame.text, at, at + len(sentence)))
        at += len(sentence) + len(SENTENCE_END)
        here = [m for m in here if claims.figures[int(m[1])].unit == "%"]
        # One share a sentence, as in "Going back: 58 percent. Staying: 37 percent."
        labelled = len(here) == 1 and re.search(r": ‹s\d+›", sentence) is not None
        if labelled and runs and last_sentence == number - 1:
            runs[-1] += here
            last_sentence = number
        elif here:
            runs.append(here)
            last_sentence = number if labelled else -2
    for run in runs:
        if len(run) < 2:
            continue
        shares = [claims.figures[int(match[1])] for match in run]
        near = _around(frame, run[0].start(), run[-1].start())
        once = words.once.search(near) is not None
        if not once and words.several.search(near):
            continue
        if len({share.part_of for share in shares}) > 2:
            continue
        rounded = [name for name, pattern in words.rounded.items() if pattern.search(near)]
        values = {"rounded": rounded[0]} if rounded else {}
        before = frame.text[max(0, run[-1].start() - 60) : run[-1].start()]
        offered = [claims.figures[int(m[1])].quantity.low for m in words.offered.finditer(near)]
        if (words.rest.search(before) or len(run) in offered) and _plain_list(frame, run):
            yield _relation(claims, "shares-of-all", shares, {**values, "exhaustive": "yes"})
        elif once or words.one_choice.search(near) or _one_choice(claims, near, words):
            yield _relation(claims, "shares-of-all", shares, {**values, "exhaustive": "no"})


def _one_choice(claims: DocumentClaims, near: str, words: _Words) -> bool:
    """True where the text lets everybody give one answer and no more."""
    answers = [claims.figures[int(match[1])] for match in words.choice.finditer(near)]
    return any(answer.quantity.high == 1 for answer in answers)


def _plain_list(frame: Frame, run: Sequence[re.Match[str]]) -> bool:
    """True when nothing but words and list marks stand between shares: one list, one level."""
    text = frame.text[run[0].start() : run[-1].end()]
    return "(" not in text and re.search(r"‹[cmyrdx]\d+› of", text) is None


def _around(frame: Frame, first: int, last: int) -> str:
    """The frame's text from three sentences before a position to three after another."""
    start = first
    for _ in range(REACH + 1):
        start = frame.text.rfind(SENTENCE_END, 0, max(start, 0))
        if start < 0:
            break
    end = last
    for _ in range(REACH + 1):
        found = frame.text.find(SENTENCE_END, end + 1)
        if found < 0:
            end = len(frame.text)
            break
        end = found
    return frame.text[max(start, 0) : end]


def _relation(
    claims: DocumentClaims, kind: str, parts: Sequence[Figure], values: dict[str, str]
) -> Relation:
    start = min(part.passage.start for part in parts)
    end = max(part.passage.end for part in parts)
    return relate(
        claims.document,
        kind,
        (start, end),
        sentence=parts[0].sentence,
        found_by="breakdown reader",
        members=tuple(("part", part.id) for part in parts),
        values=values,
    )
