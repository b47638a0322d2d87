"""How a sentence speaks: what holds for every figure in it, each looked for when first asked."""

from __future__ import annotations

import functools
from collections.abc import Callable

from muniment.claims.vocabulary import Vocabulary


class Manner:
    """What a sentence's words say of all its figures.

    ``blank`` is its text in lower case with its dates blanked, letter for letter in its place.
    """

    def __init__(self, text: str, without_dates: str, known: Vocabulary) -> None:
        self._text = text
        self._known = known
        self._values: dict[str, str] = {}
        self.blank = without_dates.lower()

    def value(self, name: str) -> str:
        """One of the values of a statement that ``MANNERS`` names, empty if there is none."""
        found = self._values.get(name)
        if found is None:
            found = self._values[name] = _READERS[name](self)
        return found

    @functools.cached_property
    def running(self) -> bool:
        """Whether it tells a total that still grows."""
        return self._known.cues["running"].search(self._lower) is not None

    @functools.cached_property
    def weakly(self) -> bool:
        """Whether it tells a total that may still grow, if what happened lasts."""
        return self._known.cues["weakly_running"].search(self._lower) is not None

    @functools.cached_property
    def _lower(self) -> str:
        return " ".join(self.blank.split())

    @functools.cached_property
    def _whole(self) -> str:
        return " ".join(self._text.lower().split())

    def _without(self) -> str:
        found = self._known.leaving_out.finditer(self.blank)
        return " ".join(self._known.stem(match[1]) for match in found)

    def _standing(self) -> str:
        cues = self._known.cues
        lower = cues["running"].sub(" ", self._lower) if self.running else self._lower
        return _yes(cues["standing"].search(lower))

    def _heard(self) -> str:
        return _yes(self._known.cues["hearsay"].search(self._whole))

    def _cited(self) -> str:
        if self.value("heard"):
            return ""
        return _yes(self._known.cues["cited"].search(self._whole))

    def _cited_source(self) -> str:
        if not self.value("cited"):
            return ""
        source = self._known.named_source.search(self._whole)
        return source[1].strip() if source else ""

    def _capitals(self) -> str:
        return "yes" if self._text.isupper() else ""

    def cue(self, name: str) -> str:
        """ "yes" where the sentence holds one of the words of a cue, else empty."""
        return _yes(self._known.cues[name].search(self._lower))


def _yes(found: object) -> str:
    return "" if found is None else "yes"


_READERS: dict[str, Callable[[Manner], str]] = {
    "without": Manner._without,
    "standing": Manner._standing,
    "heard": Manner._heard,
    "cited": Manner._cited,
    "cited_source": Manner._cited_source,
    "capitals": Manner._capitals,
    **{
        name: functools.partial(Manner.cue, name=name)
        for name in ("changing", "vague_source", "source", "spread")
    },
}
# The names of a statement's values that are those of its sentence.
MANNERS = tuple(_READERS)
