"""A search as asked for: words, facets, period, page. The address of its page says all of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from muniment.workspace.search.facets import KINDS
from muniment.workspace.search.query import LONGEST

A_PAGE = 20
MOST = 2_000
_MOST_VALUES = 30
_LAST_YEAR = 2200


@dataclass(frozen=True)
class Asked:
    """``chosen`` has the values chosen of each facet; ``spelled`` takes words only as spelled."""

    q: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first: int | None = None
    last: int | None = None
    spelled: bool = False
    page: int = 1

    @classmethod
    def read(cls, values: Mapping[str, Sequence[str]]) -> Asked:
        """A search from an address; what makes no sense there is left out."""
        chosen = {
            name: tuple(dict.fromkeys(each[:120] for each in values.get(name, ()) if each))
            for name in KINDS
        }
        first, last = _year(values.get("from", ())), _year(values.get("to", ()))
        if first is not None and last is not None and first > last:
            first, last = last, first
        page = _number(values.get("page", ())) or 1
        return cls(
            q="".join(values.get("q", ())[:1])[:LONGEST].replace("\x00", ""),
            chosen={name: found[:_MOST_VALUES] for name, found in chosen.items() if found},
            first=first,
            last=last,
            spelled=bool("".join(values.get("spelled", ()))),
            page=min(max(page, 1), MOST // A_PAGE),
        )

    @property
    def narrowed(self) -> bool:
        """Whether any facet or period is chosen."""
        return bool(self.chosen) or self.first is not None or self.last is not None

    def address(self, **changes: str | int | None) -> str:
        """The query string of this search, with some of its values changed."""
        pairs: list[tuple[str, str]] = [("q", self.q)]
        pairs += [(name, each) for name, found in self.chosen.items() for each in found]
        pairs += [
            ("from", str(self.first or "")),
            ("to", str(self.last or "")),
            ("spelled", "1" if self.spelled else ""),
            ("page", str(self.page) if self.page > 1 else ""),
        ]
        pairs = [each for each in pairs if each[0] not in changes]
        pairs += [(name, str(value)) for name, value in changes.items() if value is not None]
        return urlencode([each for each in pairs if each[1]])

    def toggled(self, facet: str, value: str) -> Asked:
        """The search with a value of a facet chosen, or no longer."""
        before = self.chosen.get(facet, ())
        after = tuple(each for each in before if each != value)
        if after == before:
            after = (*before, value)
        chosen = {**self.chosen, facet: after}
        return replace(self, chosen={name: each for name, each in chosen.items() if each}, page=1)


def _number(values: Sequence[str]) -> int | None:
    text = "".join(values[:1]).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else None


def _year(values: Sequence[str]) -> int | None:
    year = _number(values)
    return year if year is not None and 1 <= year <= _LAST_YEAR else None
