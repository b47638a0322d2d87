"""What the methods are called, rest on and are criticised for; read from ``data/methods.toml``."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Method:
    """A method: its name, its sources, what it assumes and the known criticism of it."""

    key: str
    name: str
    source: str
    assumptions: tuple[str, ...]
    criticism: tuple[str, ...]


@functools.cache
def methods() -> dict[str, Method]:
    """All methods by key."""
    return {
        key: Method(
            key,
            found["name"],
            found["source"],
            tuple(found["assumptions"]),
            tuple(found["criticism"]),
        )
        for key, found in _file().items()
        if key != "all"
    }


def common_assumptions() -> tuple[str, ...]:
    """What every estimate from overlapping lists takes for granted."""
    return tuple(_file()["all"]["assumptions"])


def common_criticism() -> tuple[str, ...]:
    """What is said against all estimates from overlapping lists."""
    return tuple(_file()["all"]["criticism"])


@functools.cache
def _file() -> dict[str, dict[str, Any]]:
    text = (resources.files("muniment.estimation") / "data" / "methods.toml").read_text("utf-8")
    found: dict[str, dict[str, Any]] = tomllib.loads(text)
    return found
