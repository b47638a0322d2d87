"""Frames: the text of a paragraph with its figures and dates as slots, to match patterns over.

A frame's text is lower case, one space between tokens, with ``⏎`` between sentences; a figure
with its bounding words and unit is one slot: ``‹c3›`` is the figure 3 of the document, of class
count. Letters: c count, s share, f factor ("threefold", "six times"), m measure, y money,
d duration, r rate, x score; ``‹t2›`` is the date 2.

Patterns live in the language's ``relations.toml``. They are regular expressions with four
additions: ``{name}`` is a list of alternatives of the file's ``[words]``; ``<role:cm>`` a slot
of class c or m, with its role; ``~`` up to three plain words; ``~~`` up to 13 plain words,
commas and dates; ``~~~`` the same with up to 24 tokens and over one sentence end at most.
"""

from __future__ import annotations

import bisect
import collections
import functools
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from muniment.claims.figures import IN_A_WORD
from muniment.claims.language import Language, load_language
from muniment.claims.model import DocumentClaims, Figure
from muniment.claims.outlines import Outline, Outliner, Row
from muniment.claims.sentences import Sentence
from muniment.claims.units import TIMES
from muniment.documents.document import Document

SENTENCE_END = "⏎"
# The most sentences of a frame, and the most slots: patterns may look at each pair of them.
LONGEST = 40
MOST_SLOTS = 60
LETTERS = {
    "count": "c",
    "share": "s",
    "measure": "m",
    "money": "y",
    "duration": "d",
    "rate": "r",
    "score": "x",
}
# The classes of a role that names none.
ANY_CLASS = "cmyrx"
_SLOT = re.compile(r"‹([a-z])(\d+)›")
_ROLE = re.compile(r"(?<!\?P)<(\w+)(?::([a-z]+))?>")
_NAME = re.compile(r"\{([a-z_]+)\}")
# Gaps: between the words of a pattern, without another figure in between.
_WORD = r"[^ ⏎‹,;:()]+"
_LOOSE = r"(?:[^ ⏎‹;()]+|‹t\d+›)"
_LOOSER = r"(?:[^ ⏎‹]+|‹t\d+›)"
_GAPS = {
    "~~~": rf"(?:{_LOOSER} ){{0,12}}?(?:⏎ (?:{_LOOSER} ){{0,12}}?)?",
    "~~": rf"(?:{_LOOSE} ){{0,13}}?",
    "~": rf"(?:{_WORD} ){{0,3}}?",
}


@dataclass(slots=True)
class Frame:
    """A paragraph as patterns see it.

    ``starts`` are the positions of the tokens in ``text``; ``spans`` where each stands in the
    document; ``first`` and ``last`` the numbers of its sentences; ``row`` its tokens.
    """

    text: str
    starts: list[int]
    spans: list[tuple[int, int]]
    first: int
    last: int
    row: Row

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The document's span of ``text[start:end]``."""
        first = bisect.bisect_right(self.starts, start) - 1
        last = max(bisect.bisect_left(self.starts, end) - 1, first)
        return self.spans[first][0], self.spans[last][1]


class Match(NamedTuple):
    """A pattern found in a frame: its span in the frame's text, and the figure of each role.

    ``slots`` are the spans of the roles in the frame's text; ``groups`` the pattern's own groups.
    """

    start: int
    end: int
    figures: dict[str, Figure]
    slots: dict[str, tuple[int, int]]
    groups: dict[str, str | None]
    text: str


class Pattern:
    """A pattern, compiled when a text first can hold it."""

    def __init__(self, source: str, words: Mapping[str, str], outline: Outline) -> None:
        self._source = source
        self._words = words
        self._outline = outline

    @functools.cached_property
    def roles(self) -> tuple[str, ...]:
        """The roles of its slots."""
        return tuple(
            dict.fromkeys(each[1] for each in _ROLE.finditer(expand(self._source, self._words)))
        )

    @functools.cached_property
    def expression(self) -> re.Pattern[str]:
        """The compiled expression."""
        expression = _ROLE.sub(
            lambda match: rf"‹[{match[2] or ANY_CLASS}](?P<{match[1]}>\d+)›",
            expand(self._source, self._words),
        )
        return re.compile(rf"(?<![^ ]){gap(expression)}(?![^ ])")

    def matches(self, text: str, row: Row) -> Iterator[re.Match[str]]:
        """Every match in a text whose tokens are those of the row."""
        if not self._outline.may_match(row):
            return iter(())
        return self.expression.finditer(text)

    def finditer(self, frame: Frame, figures: Sequence[Figure]) -> Iterator[Match]:
        """Every match in a frame; ``figures`` are the document's."""
        for match in self.matches(frame.text, frame.row):
            found = {
                role: figures[int(match[role])] for role in self.roles if match[role] is not None
            }
            yield Match(
                match.start(),
                match.end(),
                found,
                {role: match.span(role) for role in found},
                {k: v for k, v in match.groupdict().items() if k not in self.roles},
                match.group(),
            )


class PatternBook:
    """Makes patterns of a language file, which may name its lists of words."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words
        self._outliner = Outliner(words, ANY_CLASS)

    def pattern(self, source: str) -> Pattern:
        """A pattern of the language file.

        Raises KeyError when it names a list of words that the file does not have.
        """
        return Pattern(source, self._words, self._outliner.outline(source))


@functools.cache
def pattern_book(code: str, table: str) -> PatternBook:
    """The patterns of the file ``<table>.toml`` of a language pack."""
    return PatternBook(load_language(code).table(table)["words"])


def expand(pattern: str, words: Mapping[str, str]) -> str:
    """A pattern with its lists of words put in.

    Raises KeyError when it names a list that the language file does not have.
    """
    while _NAME.search(pattern):
        pattern = _NAME.sub(lambda match: f"(?:{words[match[1]]})", pattern)
    return pattern


def gap(pattern: str) -> str:
    """A pattern with its gaps ("~ ", "~~ ", "~~~ ") put in."""
    return re.sub(r"~{1,3} ", lambda match: _GAPS[match.group().strip()], pattern)


def build_frames(
    claims: DocumentClaims, sentences: Sequence[Sentence], language: Language
) -> list[Frame]:
    """The frames of the paragraphs that hold a figure, in order.

    The patterns know "doubled" and the like as words, so they are no slots.
    """
    slots = sorted(
        [
            *((*slot_span(figure), f"‹{slot_letter(figure)}{number}›")
              for number, figure in enumerate(claims.figures) if figure.found_by != IN_A_WORD),
            *((date.passage.start, date.passage.end, f"‹t{number}›")
              for number, date in enumerate(claims.dates)),
        ]
    )  # fmt: skip
    alone = re.compile(language.table("relations")["alone"])
    with_figures = {sentences[figure.sentence].paragraph for figure in claims.figures}
    with_figures |= {each.paragraph for each in sentences if alone.search(each.text)}
    by_paragraph: dict[int, list[Sentence]] = {}
    for sentence in sentences:
        if sentence.paragraph in with_figures and not sentence.crowded:
            by_paragraph.setdefault(sentence.paragraph, []).append(sentence)
    starts = [slot[0] for slot in slots]
    units = {
        letter: frozenset(words)
        for letter, words in language.table("relations")["unit_words"].items()
    }
    frames = []
    # A long paragraph is read in stretches, so that the work stays in proportion to the text.
    stretches = (
        stretch for paragraph in by_paragraph.values() for stretch in _stretches(paragraph, starts)
    )
    for paragraph in stretches:
        first = bisect.bisect_left(starts, paragraph[0].start)
        last = bisect.bisect_left(starts, paragraph[-1].end)
        frames.append(_frame(claims, paragraph, slots[first:last], units))
    return frames


def _stretches(paragraph: list[Sentence], starts: list[int]) -> Iterator[list[Sentence]]:
    """A paragraph's sentences in stretches of bounded length; ``starts`` are those of all slots."""
    stretch: list[Sentence] = []
    slots = 0
    for sentence in paragraph:
        own = bisect.bisect_left(starts, sentence.end) - bisect.bisect_left(starts, sentence.start)
        if stretch and (len(stretch) == LONGEST or slots + own > MOST_SLOTS):
            yield stretch
            stretch, slots = [], 0
        stretch.append(sentence)
        slots += own
    if stretch:
        yield stretch


def slot_letter(figure: Figure) -> str:
    """The letter of a figure's slot."""
    return "f" if figure.unit == TIMES else LETTERS[figure.klass]


def share_form(document: Document, share: Figure, language: Language) -> str:
    """How a share is written: "digits" for a percentage, "words" for a fraction or a ratio."""
    after = document.text[share.number.end : share.number.end + 24].lower().split(maxsplit=2)
    units = language.table("relations")["unit_words"]["s"]
    written = bool(after) and after[0].strip("-.,;:)") in units
    return "digits" if written or share.number.text.rstrip().endswith("%") else "words"


def slot_span(figure: Figure) -> tuple[int, int]:
    """The span of a figure's slot: its number with the words that bound it, a duration's unit."""
    start, end = figure.number.start, figure.number.end
    if figure.modifier is not None:
        start, end = min(start, figure.modifier.start), max(end, figure.modifier.end)
    if figure.klass == "duration" and figure.counted is not None:
        end = max(end, figure.counted.end)
    return start, end


def _frame(
    claims: DocumentClaims,
    paragraph: list[Sentence],
    slots: list[tuple[int, int, str]],
    units: dict[str, frozenset[str]],
) -> Frame:
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    waiting = collections.deque(slots)
    covered = 0
    for sentence in paragraph:
        for token in sentence.tokens_of(claims.document):
            while waiting and waiting[0][0] < max(token.end, covered):
                start, end, slot = waiting.popleft()
                if start >= covered:
                    words.append(slot)
                    spans.append((start, end))
                    covered = end
            if token.start < covered:
                continue
            if words and words[-1][0] == "‹" and token.lower in units.get(words[-1][1:2], ()):
                spans[-1] = (spans[-1][0], token.end)
                continue
            words.append(token.lower)
            spans.append((token.start, token.end))
        words.append(SENTENCE_END)
        spans.append((sentence.end, sentence.end))
    starts = list(itertools.accumulate((len(word) + 1 for word in words[:-1]), initial=0))
    return Frame(
        " ".join(words),
        starts,
        spans,
        paragraph[0].index,
        paragraph[-1].index,
        Row(words),
    )


def tokens_after(frame: Frame, at: int, figure: Figure) -> str:
    """The frame's text after a figure's slot and the words right after it that name the counted.

    ``at`` is a position in the slot.
    """
    number = bisect.bisect_right(frame.starts, at)
    counted = figure.counted
    if counted is not None and 0 <= counted.start - frame.spans[number - 1][1] <= 1:
        while number < len(frame.spans) and frame.spans[number][0] < counted.end:
            number += 1
    return frame.text[frame.starts[number] :] if number < len(frame.starts) else ""


@functools.cache
def patterns_of(language_code: str, family: str, name: str) -> tuple[Pattern, ...]:
    """The patterns ``[family] name`` of a language's ``relations.toml``."""
    sources = load_language(language_code).table("relations")[family][name]
    return tuple(map(pattern_book(language_code, "relations").pattern, sources))
