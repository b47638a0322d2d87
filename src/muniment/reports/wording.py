"""Words that every format shares: safe text, places in a document, counts, excerpts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from muniment.checks.model import Result
from muniment.claims.model import Claim, Figure
from muniment.documents.document import Document, Page
from muniment.reports.report import LEVELS, Reading, count_levels
from muniment.values.passage import Passage
from muniment.values.quantity import Number

EXCERPT = 240
"""The longest excerpt of a document, in characters."""
_SAMPLE = 4_000
"""The letters that tell a document's direction, in characters."""
_REACH = 110
"""How far an excerpt may go beyond its passage on each side, in characters."""

_NAMED_CONTROLS = {
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
    "\u00ad": "SHY",
    "\ufeff": "BOM",
}
# Everything that could steer a terminal or a browser, or hide itself: C0 and C1 controls but
# for tab and line feed, bidirectional overrides and isolates, invisible operators, interlinear
# anchors, language tags, noncharacters and lone surrogates. Joiners and the plain
# left-to-right and right-to-left marks are part of ordinary writing and stay.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff]")
_SPACE = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"[.!?…։؟۔。]['\"»”’)\]]*\s+")


def name_control(character: str) -> str:
    """What is shown in place of a control character: "⟨RLO⟩", "␛", "⟨U+0085⟩"."""
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return f"\u27e8{_NAMED_CONTROLS.get(character, f'U+{code:04X}')}\u27e9"


def visible(text: str) -> str:
    """The text with every control character shown, none interpreted."""
    return _CONTROLS.sub(lambda match: name_control(match.group()), text)


def split_controls(text: str) -> list[tuple[bool, str]]:
    """The text in pieces: (True, what is shown) for a control character, else (False, text).

    A carriage return, half a line end in many files, is a space.
    """
    pieces: list[tuple[bool, str]] = []
    text = text.replace("\r", " ")
    at = 0
    for match in _CONTROLS.finditer(text):
        if match.start() > at:
            pieces.append((False, text[at : match.start()]))
        pieces.append((True, name_control(match.group())))
        at = match.end()
    if at < len(text):
        pieces.append((False, text[at:]))
    return pieces


def one_line(text: str) -> str:
    """The text on one line: runs of white space as one space, controls shown."""
    return visible(_SPACE.sub(" ", text.replace("\r", " ")).strip())


def right_to_left(text: str) -> bool:
    """Whether some of the text is written from right to left."""
    return _RIGHT_TO_LEFT.search(text) is not None


def mostly_right_to_left(text: str) -> bool:
    """Whether most letters near the beginning of a text are written from right to left."""
    sample = text[:_SAMPLE]
    return 2 * len(_RIGHT_TO_LEFT.findall(sample)) > sum(map(str.isalpha, sample))


def isolate(text: str) -> str:
    """Text with right-to-left letters between isolates, so that its neighbours keep their order."""
    return f"\u2068{text}\u2069" if right_to_left(text) else text


def display_width(text: str) -> int:
    """The columns that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.combining(c) or unicodedata.category(c) == "Cf"
        else 2
        if unicodedata.east_asian_width(c) in "WF"
        else 1
        for c in text
    )


def plural(count: int, one: str, many: str | None = None) -> str:
    """ "1 figure", "3 figures", "1,204 dates"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def number_words(value: Number) -> str:
    """A number with its thousands set apart: "3,890", "0.5"; at most six decimals."""
    if value == int(value):
        return f"{int(value):,}"
    return f"{float(value):,.6f}".rstrip("0")


def amount_words(figure: Figure) -> str:
    """What the words of a figure allow: "at least 95", "about 4,000", "10 to 15 km"."""
    low, high = figure.quantity.low, figure.quantity.high
    if low is not None and high is not None:
        words = number_words(low) if low == high else f"{number_words(low)} to {number_words(high)}"
    elif low is not None:
        words = f"at least {number_words(low)}"
    elif high is not None:
        words = f"at most {number_words(high)}"
    if figure.quantity.approximate:
        words = f"about {words}"
    return f"{words} {figure.unit}" if figure.unit else words


def place_of(passage: Passage) -> str:
    """Where a passage stands: "page 2, paragraph 7"."""
    paragraph = f"paragraph {passage.paragraph}" if passage.paragraph else "front matter"
    return f"page {passage.page}, {paragraph}" if passage.page else paragraph


def page_words(page: Page) -> str:
    """A page's heading: "Page 2", and how sure its text is where it was recognised."""
    if page.confidence is None:
        return f"Page {page.number}"
    return f"Page {page.number}, text recognised with confidence {page.confidence:.0f} of 100"


def short_place(passage: Passage) -> str:
    """Where a passage stands, for lists: "p. 2 ¶ 7"."""
    paragraph = f"¶ {passage.paragraph}"
    return f"p. {passage.page} {paragraph}" if passage.page else paragraph


def reading_line(read: Reading) -> str:
    """ "20 figures, 12 dates and 3 demands": the kinds that were read, or "no claims"."""
    names = ("figure", "date", "citation", "demand")
    return listed(
        [plural(count, name) for count, name in zip(read, names, strict=True) if count]
    ) or ("no claims")


def listed(words: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def findings_line(findings: list[Result]) -> str:
    """ "2 errors and 1 note", or "nothing found"."""
    counts = [plural(count, level) for level, count in count_levels(findings).items()]
    return listed(counts) or "nothing found"


def gravest(levels: Iterable[str | None]) -> str | None:
    """The gravest of some levels, or None where there are none."""
    levels = set(levels)
    return next((level for level in LEVELS if level in levels), None)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of a document fit for showing: pieces of text, each with whether it stands out.

    ``span`` is where it stands; ``before`` and ``after`` say whether the sentence goes on
    beyond it.
    """

    span: tuple[int, int]
    pieces: tuple[tuple[str, bool], ...]
    before: bool
    after: bool

    @property
    def text(self) -> str:
        """The excerpt as plain text, with an ellipsis where it was cut."""
        words = "".join(piece for piece, _ in self.pieces)
        return f"{'… ' if self.before else ''}{words}{' …' if self.after else ''}"


def numbers_of(claims: Iterable[Claim]) -> list[tuple[int, int]]:
    """The spans that stand out in an excerpt: a figure's number, another claim's passage."""
    return sorted(
        (claim.number.start, claim.number.end)
        if isinstance(claim, Figure)
        else (claim.passage.start, claim.passage.end)
        for claim in claims
        if claim.kind != "relation"
    )


def excerpt(document: Document, passage: Passage, spans: Iterable[tuple[int, int]]) -> Excerpt:
    """The sentence around a passage, shortened, with the given spans standing out.

    Never longer than ``EXCERPT`` characters but for the ends of words, and never beyond the
    passage's paragraph.
    """
    start, end = _window(document, passage)
    text = document.text
    inside = [(max(a, start), min(b, end)) for a, b in spans if a < end and b > start]
    pieces: list[tuple[str, bool]] = []
    at = start
    for first, last in sorted(inside):
        if first < at:
            continue
        pieces.append((text[at:first], False))
        pieces.append((text[first:last], True))
        at = last
    pieces.append((text[at:end], False))
    shown = tuple(
        (visible(_SPACE.sub(" ", piece.replace("\r", " "))), strong)
        for piece, strong in pieces
        if piece
    )
    low, high = _paragraph(document, passage)
    cut_before = start > low and not _SENTENCE_END.search(text[max(low, start - 4) : start])
    cut_after = end < high and not _SENTENCE_END.match(text[max(end - 1, low) : end + 4])
    return Excerpt((start, end), shown, cut_before, cut_after)


def bare_excerpt(passage: Passage) -> Excerpt:
    """A passage between the few words around it, where its document is not at hand."""
    pieces = ((passage.prefix, False), (passage.quote[:EXCERPT], True), (passage.suffix, False))
    shown = tuple((visible(_SPACE.sub(" ", words)), strong) for words, strong in pieces if words)
    return Excerpt((passage.start, passage.end), shown, bool(passage.prefix), bool(passage.suffix))


def _paragraph(document: Document, passage: Passage) -> tuple[int, int]:
    if 1 <= passage.paragraph <= len(document.paragraphs):
        low, high = document.paragraphs[passage.paragraph - 1]
        return min(low, passage.start), max(high, passage.end)
    return passage.start, passage.end


def _window(document: Document, passage: Passage) -> tuple[int, int]:
    """The span to show: the passage's sentences as far as they fit, cut between words."""
    text = document.text
    low, high = _paragraph(document, passage)
    start, end = passage.start, min(passage.end, passage.start + EXCERPT)
    first = max(low, start - _REACH)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, first, start)]
    begin = ends[-1] if ends else _next_word(text, first, start) if first > low else low
    limit = min(high, max(end + 40, min(end + _REACH, begin + EXCERPT)))
    after = _SENTENCE_END.search(text, max(end - 1, begin), limit)
    cut = _last_word(text, limit, end) if limit < high else high
    finish = after.end() if after else cut
    while finish > end and text[finish - 1].isspace():
        finish -= 1
    return begin, finish


def _next_word(text: str, at: int, limit: int) -> int:
    while at < limit and not text[at - 1].isspace():
        at += 1
    return at


def _last_word(text: str, at: int, limit: int) -> int:
    while at > limit and not text[at].isspace():
        at -= 1
    return at
