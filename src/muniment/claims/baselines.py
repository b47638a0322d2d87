"""Baselines: multiples and changes of something that the text may not give.

The relation "multiple" is a statement such as "six times the norm", "up 30 percent" or "has
tripled". Its members are "by", where a figure says it, and "base", a figure that tells what it
is a multiple of or what came of it; a multiple without a base cannot be checked by a reader.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from muniment.claims.comparable import comparable
from muniment.claims.expressions import Expression
from muniment.claims.frames import SENTENCE_END, Frame, expand, gap, patterns_of
from muniment.claims.language import Language, load_language
from muniment.claims.lookup import STEM, Lookup
from muniment.claims.model import DocumentClaims, Figure, Relation, relate
from muniment.claims.units import TIMES

_SLOT = Expression(r"‹([a-z])(\d+)›")
_WORD = re.compile(r"[^\W\d_]{4,}")
_PLAIN = re.compile(r"[^\W_]+")
# "A 40 percent rise in thefts": the subject may stand so many words behind.
NEAR_WORDS = 12
# A factor or a word such as "double"; the clause behind it, up to the next figure.
_MULTIPLE = re.compile(r"(?<![^ ])(?:‹[cf](?P<figure>\d+)›|[a-z]{4,})(?![^ ])")
_CLAUSE = re.compile(r"(?: (?:‹[td]\d+›|[^ ⏎‹;:()]+)){1,14}")
# "It has doubled": a pronoun stands so near before a multiple.
PRONOUN = 2
# "As", "than" or "what" stands so many tokens behind a multiple, at most.
NEAR_COMPARING = 3
# Two figures so many sentences on, and so near to the multiple, are what it compares.
PAIR, SLACK = 3, Fraction(1, 10)


class _Words(NamedTuple):
    wished: Expression
    stated: Expression
    aside: Expression
    generic: frozenset[str]
    hanging: Expression
    pointing: Expression
    other_units: frozenset[str]
    multiples: frozenset[str]
    comparing: frozenset[str]
    proportion: Expression
    pronouns: frozenset[str]
    owners: frozenset[str]
    owned: frozenset[str]
    times: list[list[str]]
    joining: frozenset[str]
    named: Expression
    compared: Expression
    norm: Expression
    lasting: frozenset[str]


@functools.cache
def _words(code: str) -> _Words:
    table = load_language(code).table("relations")
    baseline, words = table["baseline"], table["words"]
    return _Words(
        wished=Expression(baseline["wished"]),
        stated=Expression(expand(baseline["stated"], words)),
        aside=Expression(gap(expand(baseline["aside"], words))),
        generic=frozenset(baseline["generic"]),
        hanging=Expression(baseline["hanging"]),
        pointing=Expression(baseline["pointing"]),
        other_units=frozenset(baseline["other_units"]),
        multiples=frozenset(baseline["multiples"]),
        comparing=frozenset(baseline["comparing"]),
        proportion=Expression(baseline["proportion"]),
        pronouns=frozenset(baseline["pronouns"]),
        owners=frozenset(baseline["owners"]),
        owned=frozenset(baseline["owned"]),
        named=Expression(expand(rf"(?<![^ ])(?:{baseline['named']})(?![^ ])", words)),
        times=[[word] for word in table["rate"]["times"]],
        joining=frozenset(baseline["joining"]),
        compared=Expression(expand(rf"(?<![^ ])(?:{baseline['compared']})(?![^ ])", words)),
        lasting=frozenset(baseline["lasting"]),
        norm=Expression(expand("(?<![^ ]){norm}(?![^ ])", words)),
    )


def find_multiples(
    claims: DocumentClaims,
    frame: Frame,
    language: Language,
    changes: Sequence[Relation],
    lookup: Lookup,
) -> Iterator[Relation]:
    """The multiples of a paragraph; ``changes`` are those whose ends are given or may be."""
    words = _words(language.code)
    taken = [(r.passage.start, r.passage.end) for r in changes]
    for kind in ("norm", "change", "verb"):
        for pattern in patterns_of(language.code, "baseline", kind):
            for match in pattern.finditer(frame, claims.figures):
                span = frame.span(match.start, match.end)
                if any(start < span[1] and span[0] < end for start, end in taken):
                    continue
                sentence = _sentence(frame, match.start)
                by = match.figures.get("by")
                bound = by is not None and _bound(by) and kind != "norm"
                if words.wished.search(sentence) or bound:
                    continue
                taken.append(span)
                base = _base(claims, frame, match.start, by, words, lookup, norm=kind == "norm")
                if base is None and by is not None:
                    base = _one_of_a_pair(claims, frame, match.start, by)
                yield _relation(claims, frame, span, match.start, by, base)
    for start, end, by, norm in _compared(claims, frame, words):
        span = frame.span(start, end)
        if any(one < span[1] and span[0] < other for one, other in taken):
            continue
        if words.wished.search(_sentence(frame, start)):
            continue
        base = _base(claims, frame, start, by, words, lookup, norm=norm)
        if base is None and by is not None:
            base = _one_of_a_pair(claims, frame, start, by)
        yield _relation(claims, frame, span, start, by, base)


def _compared(
    claims: DocumentClaims, frame: Frame, words: _Words
) -> Iterator[tuple[int, int, Figure | None, bool]]:
    """Multiples of something that the same clause names without a number.

    Each with its span in the frame's text, the figure that says it (None for "double"), and
    whether it is a multiple of a norm.
    """
    for token in _MULTIPLE.finditer(frame.text):
        word = token.group()
        by = claims.figures[int(token["figure"])] if token["figure"] else None
        if by is None and word not in words.multiples:
            continue
        rest = _CLAUSE.match(frame.text, token.end())
        said = rest.group() if rest else ""
        if word[:2] == "‹c" and not _times_over(said, words):
            continue
        if not words.comparing.intersection(said.split()[:NEAR_COMPARING]):
            continue
        opening = said.split()[:NEAR_COMPARING]
        comparison = words.compared if words.joining.intersection(opening) else words.named
        named = comparison.search(said)
        if named is not None and not words.proportion.search(said):
            norm = words.norm.search(said) is not None
            yield token.start(), token.end() + named.end(), by, norm


def _times_over(said: str, words: _Words) -> bool:
    """True for what follows "nine" in "nine times denser than"."""
    following = said.split()[: NEAR_COMPARING + 1]
    return following[:1] in words.times and bool(words.joining.intersection(following))


def _bound(by: Figure) -> bool:
    """True for "up to 45 percent": a limit is no change."""
    return by.quantity.low is None


def _base(
    claims: DocumentClaims,
    frame: Frame,
    at: int,
    by: Figure | None,
    words: _Words,
    lookup: Lookup,
    *,
    norm: bool,
) -> Figure | None:
    """A figure that gives the base of a multiple or what came of it."""
    sentence = _sentence(frame, at)
    following = frame.text[at:].split(maxsplit=NEAR_COMPARING + 1)[: NEAR_COMPARING + 1]
    kinds = "cmyxrd" if words.lasting.intersection(following) else "cmyxr"
    here = [
        claims.figures[int(m[2])]
        for m in _SLOT.finditer(sentence)
        if m[1] in kinds and not words.aside.search(sentence[: m.start()])
    ]
    others = [figure for figure in here if figure is not by]
    if norm:
        near = _near(frame, at, claims.figures)
        for figure, text in near:
            if figure is by or figure.unit in words.other_units or figure.klass == "duration":
                continue
            plain = figure.klass == "count" and figure.counted is None
            if (figure.klass in ("measure", "rate", "score") or plain) and words.stated.search(
                text
            ):
                return figure
        return _norm_elsewhere(claims, frame, words)
    if others:
        return others[0]
    start = frame.text.rfind(SENTENCE_END, 0, at) + 1
    said = words.hanging.split(frame.text[start:at] + " ", maxsplit=1)[0]
    after = frame.text[at:].partition(SENTENCE_END)[0].split()[:NEAR_WORDS]
    subject = {word[:STEM] for word in _WORD.findall(" ".join([said, *after]))}
    ahead = frame.text[start:at].split()
    subject_of = words.owners.intersection(ahead[-PRONOUN - 2 :]) and words.owned.intersection(
        ahead
    )
    pronoun = words.pronouns.intersection(ahead[-PRONOUN:])
    if words.pointing.match(sentence) or pronoun or subject_of:
        earlier = _SLOT.findall(frame.text[:start])
        return claims.figures[int(earlier[-1][1])] if earlier and earlier[-1][0] != "t" else None
    aside = {claims.figures[int(m[2])].id for m in _SLOT.finditer(sentence) if m[1] != "t"}
    for word in sorted(subject):
        for figure in lookup.by_noun.get(word, ()):
            if figure.id not in aside:
                return figure
    return _outcome(claims, frame, at, words)


def _norm_elsewhere(claims: DocumentClaims, frame: Frame, words: _Words) -> Figure | None:
    """A figure of another paragraph or table that speaks of a norm."""
    here = range(frame.first, frame.first + frame.text.count(SENTENCE_END) + 1)
    text = claims.document.text
    for figure in claims.figures:
        if figure.sentence in here or figure.klass in ("duration", "share", "money"):
            continue
        start = text.rfind("\n\n", 0, figure.passage.start)
        end = text.find("\n\n", figure.passage.end)
        block = text[max(start, 0) : end if end >= 0 else len(text)]
        if words.norm.search(" ".join(_PLAIN.findall(block.lower()))):
            return figure
    return None


def _one_of_a_pair(claims: DocumentClaims, frame: Frame, at: int, by: Figure) -> Figure | None:
    """The first of two figures of the sentences around of which one is so many times the other."""
    value = by.quantity.low
    if value is None or value <= 0:
        return None
    times = Fraction(value) / 100 + (by.unit != TIMES)
    number = frame.text.count(SENTENCE_END, 0, at)
    near = SENTENCE_END.join(frame.text.split(SENTENCE_END)[max(0, number - 1) : number + PAIR])
    figures = [claims.figures[int(m[2])] for m in _SLOT.finditer(near) if m[1] in "cmy"]
    figures = [figure for figure in figures if figure is not by and figure.quantity.low]
    for one, other in itertools.combinations(figures, 2):
        if not comparable(one, other):
            continue
        low, high = sorted(Fraction(each.quantity.low or 1) for each in (one, other))
        if abs(high / low - times) <= times * SLACK:
            return one
    return None


def _outcome(claims: DocumentClaims, frame: Frame, at: int, words: _Words) -> Figure | None:
    """A figure of the next two sentences that counts cases, or nothing in particular."""
    following = SENTENCE_END.join(frame.text[at:].split(SENTENCE_END)[1:3])
    for match in _SLOT.finditer(following):
        if match[1] == "t":
            continue
        figure = claims.figures[int(match[2])]
        counted = figure.counted.text.lower() if figure.counted is not None else None
        if match[1] == "c" and counted in words.generic:
            return figure
    return None


def _near(frame: Frame, at: int, figures: Sequence[Figure]) -> list[tuple[Figure, str]]:
    """The figures of a paragraph, each with the text of its sentence, those nearest first."""
    found = []
    start = 0
    for sentence in frame.text.split(SENTENCE_END):
        found += [
            (abs(start + m.start() - at), figures[int(m[2])], sentence)
            for m in _SLOT.finditer(sentence)
            if m[1] != "t"
        ]
        start += len(sentence) + len(SENTENCE_END)
    return [(figure, text) for _, figure, text in sorted(found, key=lambda each: each[0])]


def _sentence(frame: Frame, at: int) -> str:
    start = frame.text.rfind(SENTENCE_END, 0, at) + 1
    end = frame.text.find(SENTENCE_END, at)
    return frame.text[start : end if end >= 0 else len(frame.text)]


def _relation(
    claims: DocumentClaims,
    frame: Frame,
    span: tuple[int, int],
    at: int,
    by: Figure | None,
    base: Figure | None,
) -> Relation:
    members = [("by", by.id)] if by is not None else []
    if base is not None:
        members.append(("base", base.id))
    return relate(
        claims.document,
        "multiple",
        span,
        sentence=frame.first + frame.text.count(SENTENCE_END, 0, at),
        found_by="baseline patterns",
        members=tuple(members),
    )
