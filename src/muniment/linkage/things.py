"""What lists to link are about, by their kinds: people, grave sites, incidents, …"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from muniment.registers.kind import Kind
    from muniment.registers.runs import Run

PARAMETER = "counted"
"""Under which a run keeps what it counts."""
_PEOPLE = "people"
_NAMED = ("given_name", "family_name", "full_name")


class Unlinkable(ValueError):
    """Lists that cannot be linked; the message is a sentence for the user."""


class DifferentThings(Unlinkable):
    """Lists of different things, asked to be linked with each other."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What is counted: its ``key``, and what one and several of it are called."""

    key: str
    one: str
    many: str

    def noun(self, number: int) -> str:
        """What so many of it are called."""
        return self.one if number == 1 else self.many


def names_people(kind: Kind) -> bool:
    """Whether records of a kind give names of people."""
    return any(role in kind.by_role for role in _NAMED)


def thing(key: str) -> Thing:
    """The thing of a key: "people" or the name of a kind."""
    one, many = _read()["counted"].get(key, ("entity", "entities"))
    return Thing(key, one, many)


def thing_of(run: Run) -> Thing:
    """What a run counts."""
    return thing(str(run.entry.parameters.get(PARAMETER, _PEOPLE)))


def things_of(kinds: Mapping[str, Kind]) -> Thing:
    """What lists are about, by the kind of each.

    Raises Unlinkable where their records are of no thing that another list can name too,
    DifferentThings where they are of several.
    """
    for name, kind in kinds.items():
        reason = _read()["refused"].get(kind.name)
        if reason is not None:
            raise Unlinkable(f"the list “{name}” ({kind.label()}) cannot be linked: {reason}.")
    keys = {name: _PEOPLE if names_people(kind) else kind.name for name, kind in kinds.items()}
    if len(set(keys.values())) > 1:
        told = ", ".join(f"“{name}” ({kind.label()})" for name, kind in kinds.items())
        raise DifferentThings(
            f"these lists are of different things: {told}. Link those of one kind, or of people."
        )
    return thing(next(iter(keys.values()), _PEOPLE))


@functools.cache
def _read() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("things.toml").read_text("utf-8")
    return tomllib.loads(text)
