"""The words of the check contract that people choose from, from ``vocabulary.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _words() -> dict[str, tuple[str, ...]]:
    text = files("muniment.workspace").joinpath("vocabulary.toml").read_text(encoding="utf-8")
    return {name: tuple(values) for name, values in tomllib.loads(text).items()}


def kinds() -> tuple[str, ...]:
    """The kinds of claim."""
    return _words()["kinds"]


def events() -> tuple[str, ...]:
    """What may have happened to what is counted."""
    return _words()["events"]
