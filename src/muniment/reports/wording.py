"""Words that every format shares: amounts, places in a document, counts."""

from __future__ import annotations

from collections.abc import Iterable

from muniment.checks.model import Result
from muniment.claims.model import Figure
from muniment.documents.document import Page
from muniment.reports.report import LEVELS, Reading, count_levels
from muniment.values.passage import Passage
from muniment.values.quantity import Number


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
