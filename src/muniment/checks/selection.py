"""Which rules are wanted: by code or by prefix, as linters do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

ALL = "ALL"


@dataclass(frozen=True, slots=True)
class Selection:
    """Rules selected and ignored by code ("A101"), prefix ("A", "X5") or "ALL".

    Without ``select``, the rules that are on by default are wanted. ``ignore`` wins over a
    shorter or equal prefix in ``select``; a longer code in ``select`` wins over it.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def wants(self, code: str, on_by_default: bool) -> bool:
        """Whether a rule is to be applied."""
        selected = _longest(self.select, code)
        ignored = _longest(self.ignore, code)
        if selected is None:
            return not self.select and on_by_default and ignored is None
        return ignored is None or selected > ignored

    def unknown(self, codes: Iterable[str]) -> list[str]:
        """The entries that match none of the given codes, for telling the user."""
        known = list(codes)
        return [
            entry
            for entry in (*self.select, *self.ignore)
            if _longest((entry,), "") is None and not any(c.startswith(entry) for c in known)
        ]


def _longest(entries: tuple[str, ...], code: str) -> int | None:
    """The length of the longest entry that covers the code; "ALL" counts as nothing typed."""
    lengths = [
        0 if entry == ALL else len(entry)
        for entry in entries
        if entry == ALL or (code and code.startswith(entry))
    ]
    return max(lengths, default=None)
