"""States, former states and organisations that join treaties, by any of their names.

A name in the register takes no position on the status of anything: it is there because a
depositary or a document uses it.
"""

from __future__ import annotations

import datetime
import functools
from dataclasses import dataclass

from muniment.law.tables import read_table

_COLUMNS = ("code", "name", "kind", "from", "until", "predecessor", "other_names", "adjectives")
OTHER = "other"
"""The kind of those whom depositaries do not list; nothing is said of what they are."""
KINDS = ("state", "former state", "organisation", OTHER)


@dataclass(frozen=True, slots=True)
class State:
    """A state, former state or organisation.

    ``code`` is its ISO 3166 alpha-3 code where it has one; ``begins``/``ends`` are the first and
    last day of its existence where they fall after 1917 and matter, else None; ``predecessor``
    the code of the state before it; ``adjectives`` words for what is its own ("Norwegian").
    """

    code: str
    name: str
    kind: str
    begins: datetime.date | None
    ends: datetime.date | None
    predecessor: str | None
    other_names: tuple[str, ...]
    adjectives: tuple[str, ...]

    def existed(self, day: datetime.date) -> bool:
        """Whether the register has it exist on a day."""
        after = self.begins is None or self.begins <= day
        return after and (self.ends is None or day <= self.ends)


@functools.cache
def states() -> dict[str, State]:
    """All states by code. Raises LawDataError when ``states.csv`` is not as it must be."""
    found: dict[str, State] = {}
    for row in read_table("states.csv", _COLUMNS):
        if row["kind"] not in KINDS:
            raise row.error(f"kind is {row['kind']!r}; use {', '.join(KINDS)}.")
        if row["code"] in found:
            raise row.error(f"{row['code']} stands there twice.")
        found[row["code"]] = State(
            row["code"],
            row["name"],
            row["kind"],
            row.date("from"),
            row.date("until"),
            row["predecessor"] or None,
            row.listed("other_names"),
            row.listed("adjectives"),
        )
    return found


@functools.cache
def state_names() -> dict[str, State]:
    """States by each of their names, in small letters with straight apostrophes."""
    found: dict[str, State] = {}
    for state in states().values():
        for name in (state.name, *state.other_names):
            found.setdefault(plain_name(name), state)
    return found


@functools.cache
def state_adjectives() -> dict[str, State]:
    """States by adjective, in small letters; an adjective of two states is left out."""
    found: dict[str, State | None] = {}
    for state in states().values():
        for adjective in state.adjectives:
            key = plain_name(adjective)
            found[key] = None if key in found else state
    return {key: state for key, state in found.items() if state is not None}


def find_state(name: str) -> State | None:
    """The state that a code in capitals or a name means, or None."""
    return states().get(name) or state_names().get(plain_name(name))


def plain_name(name: str) -> str:
    """A name as it is compared: single spaces, straight apostrophes, small letters."""
    return " ".join(name.replace("’", "'").split()).casefold()
