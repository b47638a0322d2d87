"""The articles that an instrument has, and which of those that a citation names it has not."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from muniment.law.sources import source
from muniment.law.symbols import roman
from muniment.law.tables import read_table

_RANGE = re.compile(r"(\d+)-(\d+)")
_ARTICLE = re.compile(r"(?<![\w.])(\d{1,3})(bis|ter|quater)?(?!\d)")
_ROMAN = re.compile(r"(?<![\w.])(?=[IVXLC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![\w.]\w|\w)")
_WORDS = re.compile(
    r"\b(?:common\s+)?(?:articles?|arts?\.?|artículos?|статьи|статья)\b", re.IGNORECASE
)
# "Article 5, paragraph 2 (c)": only what stands before the next kind of provision are articles.
_OTHER = re.compile(
    r"\b(?:para(?:graph)?s?|sub-?paragraphs?|sections?|chapters?|parts?|annex\w*|rules?|points?"
    r"|principles?|clauses?|titles?|appendix|regulations?)\b",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^)]*\)|§+\s*\d+")


@dataclass(frozen=True, slots=True)
class Provisions:
    """The articles of an instrument: the names of all that it has, and where that comes from."""

    instrument: str
    articles: frozenset[str]
    last: int
    source: str

    @property
    def verified(self) -> bool:
        """Whether the list was taken from the text itself."""
        return source(self.source).verified


@functools.cache
def provisions() -> dict[str, Provisions]:
    """The articles known, by instrument.

    Raises LawDataError when ``provisions.csv`` is not as it must be.
    """
    found = {}
    for row in read_table("provisions.csv", ("instrument", "articles", "source")):
        articles: set[str] = set()
        for part in row["articles"].split(","):
            span = _RANGE.fullmatch(part.strip())
            if span:
                articles.update(map(str, range(int(span[1]), int(span[2]) + 1)))
            elif _ARTICLE.fullmatch(part.strip()):
                articles.add(part.strip())
            else:
                raise row.error(f"{part!r} is no article; write them as 1-33,33bis.")
        source(row["source"])
        last = max(int(re.sub(r"\D", "", name)) for name in articles)
        found[row["instrument"]] = Provisions(
            row["instrument"], frozenset(articles), last, row["source"]
        )
    return found


def articles_named(provision: str) -> list[str]:
    """The articles that a provision names, as "8" or "8bis": of "articles 3 and 8bis (2)" both,
    of "Article IV" 4.

    Paragraphs, parts, annexes and the like are passed over.
    """
    begin = _WORDS.search(provision)
    if begin is None:
        return []
    plain = _BRACKETS.sub(" ", provision[begin.end() :])
    plain = _ROMAN.sub(lambda match: str(roman(match.group())), plain)
    other = _OTHER.search(plain)
    if other:
        plain = plain[: other.start()]
    return [match[1] + (match[2] or "") for match in _ARTICLE.finditer(plain)]
