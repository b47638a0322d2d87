"""Settings: ``muniment.toml`` or ``[tool.muniment]`` in ``pyproject.toml``.

The nearest such file in the working folder or above it counts; options on the command line win.
"""

from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path
from typing import Any

from muniment.documents.limits import Limits
from muniment.reports.rendering import FORMATS, Format


class SettingsError(Exception):
    """Settings that cannot be used; the message names the file, the key and what to write."""


@dataclasses.dataclass(frozen=True, slots=True)
class Settings:
    """What a run of ``muniment check`` goes by.

    ``select``/``ignore`` are rule codes or prefixes; ``format`` one of ``FORMATS``; ``jobs`` the
    number of processes; ``compare`` the largest number of documents that are compared with each
    other in one run; ``second_opinion`` lets the optional parser judge each figure where it is
    installed; ``limits`` bound what reading a file may cost.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    format: Format = "text"
    jobs: int = 1
    compare: int = 100
    second_opinion: bool = True
    limits: Limits = dataclasses.field(default_factory=Limits)


def find_settings(folder: Path) -> Path | None:
    """The nearest settings file in a folder or above it, or None."""
    for place in (folder, *folder.parents):
        own = place / "muniment.toml"
        if own.is_file():
            return own
        project = place / "pyproject.toml"
        if project.is_file() and "muniment" in _load(project).get("tool", {}):
            return project
    return None


def load_settings(path: Path | None) -> Settings:
    """The settings in a file, or the defaults when there is none.

    Raises SettingsError naming the file and the key when one is unknown or of the wrong kind.
    """
    if path is None:
        return Settings()
    data = _load(path)
    if path.name == "pyproject.toml":
        data = data.get("tool", {}).get("muniment", {})
    limits = data.pop("limits", {})
    if not isinstance(limits, dict):
        raise SettingsError(f"{path}: write limits as a table, [limits].")
    values = _checked(path, data)
    if values.get("format", "text") not in FORMATS:
        raise SettingsError(f"{path}: format is {values['format']!r}; use {', '.join(FORMATS)}.")
    if min(values.get("jobs", 1), values.get("compare", 1)) < 1:
        raise SettingsError(f"{path}: jobs and compare must be 1 or more.")
    try:
        bounds = Limits.from_settings({key.replace("-", "_"): v for key, v in limits.items()})
    except ValueError as error:
        raise SettingsError(f"{path}: {error}") from error
    return Settings(**values, limits=bounds)


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read as TOML ({error}).") from error


def _checked(path: Path, data: dict[str, Any]) -> dict[str, Any]:
    """The values of known keys, each of its default's kind; lists of text become tuples."""
    default = Settings()
    known = {f.name: getattr(default, f.name) for f in dataclasses.fields(default)}
    del known["limits"]
    values: dict[str, Any] = {}
    for key, value in data.items():
        name = key.replace("-", "_")
        if name not in known:
            names = ", ".join(sorted(each.replace("_", "-") for each in known))
            raise SettingsError(f"{path}: {key} is no setting; known are {names}, limits.")
        wanted = known[name]
        if isinstance(wanted, tuple):
            if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
                raise SettingsError(f'{path}: write {key} as a list, ["A101", "T"].')
            value = tuple(code.upper() for code in value)
        elif type(value) is not type(wanted):
            kinds = {str: "text in quotes", int: "a whole number", bool: "true or false"}
            raise SettingsError(f"{path}: {key} must be {kinds[type(wanted)]}, not {value!r}.")
        values[name] = value
    return values
