"""What the sentences of a document tell: the subject and the manner of each, read once if asked."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

from muniment.claims.language import Language
from muniment.claims.manner import Manner
from muniment.claims.model import DateClaim, DocumentClaims, Figure
from muniment.claims.scope import days_of
from muniment.claims.sentences import Sentence
from muniment.claims.subjects import Context, common_words, context_of, without_dates
from muniment.claims.vocabulary import vocabulary

# How many sentences of the same paragraph lend a sentence their place and day; of those after it
# only such as speak of it ("These are the figures of 3 May").
LENDING = 3
# In a document this short the first sentence names the subject of all others.
SHORT = 12
# A line that says from where and when a text is sent has so many words at most.
DATELINE = 6
# A line of a list is looked for its heading so many lines up.
LONGEST_LIST = 20
_BULLETS = frozenset("-–—•*·|")


class Told:
    """What the sentences of a document are about and how they speak.

    ``figures`` and ``dates`` are those of each sentence, by its number.
    """

    def __init__(
        self, claims: DocumentClaims, sentences: Sequence[Sentence], language: Language
    ) -> None:
        self.text = claims.document.text
        self.known = vocabulary(language.code)
        self.code = language.code
        self.sentences = sentences
        self.figures: dict[int, list[Figure]] = {}
        for figure in claims.figures:
            self.figures.setdefault(figure.sentence, []).append(figure)
        self.dates: dict[int, list[DateClaim]] = {}
        for date in claims.dates:
            self.dates.setdefault(date.sentence, []).append(date)
        self._contexts: dict[int, Context] = {}
        self._manners: dict[int, Manner] = {}
        self._near: dict[int, dict[str, str]] = {}

    @functools.cached_property
    def _common(self) -> frozenset[str]:
        return common_words(self.text)

    def context(self, index: int) -> Context:
        """What a sentence is about."""
        found = self._contexts.get(index)
        if found is None:
            found = context_of(
                self.sentences[index],
                self.dates.get(index, []),
                self.figures.get(index, []),
                self.known,
                self._common,
            )
            dates = self.dates.get(index, [])
            if len(dates) > 1:
                on, since, _ = days_of(self.sentences[index], dates, self.known)
                found.dates = [*on, *(f"{start}/.." for start in since)] or found.dates
            self._contexts[index] = found
        return found

    def manner(self, index: int) -> Manner:
        """How a sentence speaks."""
        found = self._manners.get(index)
        if found is None:
            sentence = self.sentences[index]
            blank = without_dates(sentence, self.dates.get(index, []))
            found = self._manners[index] = Manner(sentence.text, blank, self.known)
        return found

    def heading(self, index: int) -> int | None:
        """The line that opens the list or table that a line stands in, None for other text."""
        if not _listed(self.sentences[index].text):
            return None
        for other in range(index - 1, max(0, index - LONGEST_LIST) - 1, -1):
            text = self.sentences[other].text
            if not _listed(text):
                return other if text.rstrip().endswith(":") else None
            if other not in self.figures:
                return other
        return None

    def dateline(self, index: int) -> str:
        """ "@" and the day that a line of little more than a day before a sentence gives."""
        for other in self._lenders(index):
            days = [date.edtf for date in self.dates.get(other, [])]
            short = len(self.sentences[other].text.split()) <= DATELINE
            if short and len(days) == 1 and len(days[0]) == len("2021-05-03"):
                return f"@{days[0]}"
        return ""

    def near(self, index: int) -> dict[str, str]:
        """What the sentences before one are about."""
        found = self._near.get(index)
        if found is None:
            found = self._near[index] = _near_values(list(map(self.context, self._lenders(index))))
        return found

    def _lenders(self, index: int) -> Iterator[int]:
        """The sentences that lend one their place and day, the nearest first."""
        short = len(self.sentences) <= SHORT
        paragraph = self.sentences[index].paragraph
        for other in range(index - 1, max(0, index - LENDING) - 1, -1):
            if short or self.sentences[other].paragraph == paragraph:
                yield other
        if short and index > LENDING:
            yield 0
        for other in range(index + 1, min(len(self.sentences), index + 1 + LENDING)):
            # "Twelve thousand! That is how many we were in Lorm on 10 September."
            words = self.sentences[other].text.split(maxsplit=1)
            if other not in self.figures and words and words[0].lower() in self.known.pointing:
                yield other


def _listed(text: str) -> bool:
    """Whether a sentence is a line of a list or a row of a table."""
    return text.lstrip()[:1] in _BULLETS or "|" in text


def _near_values(near: list[Context]) -> dict[str, str]:
    return {
        "near_names": "|".join(dict.fromkeys(n for each in near for n in each.names)),
        "near_dates": next((" ".join(each.dates) for each in near if each.dates), ""),
        "near_words": " ".join(dict.fromkeys(w for each in near for w in each.words)),
    }
