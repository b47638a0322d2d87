"""The fields that linkage compares, read from ``fields.toml``."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True)
class Role:
    """A role column of a linkable table: its ``name``, how it is compared and blocked on.

    ``shared`` says with whom people have it in common: "family", "event", "birth".
    """

    name: str
    kind: str
    block: str
    shared: frozenset[str] = frozenset()

    @property
    def tells_relatives_apart(self) -> bool:
        """True where a value is nearly a person's own, and brothers and victims differ in it."""
        return self.shared <= {"birth"} and self.kind not in ("sex", "category")


@functools.cache
def roles() -> tuple[Role, ...]:
    """Every role that is compared, in the order of ``fields.toml``."""
    text = resources.files("muniment.linkage").joinpath("fields.toml").read_text("utf-8")
    declared = tomllib.loads(text)["role"]
    return tuple(
        Role(name, entry["kind"], entry["block"], frozenset(entry.get("shared", ())))
        for name, entry in declared.items()
    )
