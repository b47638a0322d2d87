"""Settings: ``muniment.toml`` or ``[tool.muniment]`` in ``pyproject.toml``.

The nearest such file in the working folder or above it counts; options on the command line win.
"""

from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path
from typing import Any

from muniment.documents.limits import Limits

FORMATS = ("text", "json", "sarif", "html", "markdown")


class SettingsError(Exception):
    """Settings that cannot be used; the message names the file, the key and what to write."""


@dataclasses.dataclass(frozen=True, slots=True)
class Settings:
    """What a run of ``muniment check`` goes by.

    ``select``/``ignore`` are rule codes or prefixes; ``format`` one of ``FORMATS``; ``jobs`` the
    number of processes; ``compare`` the largest number of documents that are compared with each
    other in one run; ``limits`` bound what reading a file may cost.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    format: str = "text"
    jobs: int = 1
    compare: int = 100
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
    values = _checked(path, "", Settings(), data)
    if values.get("format", "text") not in FORMATS:
        raise SettingsError(f"{path}: format is {values['format']!r}; use {', '.join(FORMATS)}.")
    if min(values.get("jobs", 1), values.get("compare", 1)) < 1:
        raise SettingsError(f"{path}: jobs and compare must be 1 or more.")
    checked = _checked(path, "limits.", Limits(), limits)
    return Settings(**values, limits=Limits(**checked))


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read as TOML ({error}).") from error


def _checked(path: Path, prefix: str, default: Any, data: dict[str, Any]) -> dict[str, Any]:
    """The values of known keys, each of its default's kind; lists of text become tuples."""
    known = {field.name: getattr(default, field.name) for field in dataclasses.fields(default)}
    values: dict[str, Any] = {}
    for key, value in data.items():
        name = key.replace("-", "_")
        if name not in known or name == "limits":
            names = ", ".join(sorted(k.replace("_", "-") for k in known if k != "limits"))
            raise SettingsError(f"{path}: {prefix}{key} is no setting; known are {names}.")
        wanted = known[name]
        if isinstance(wanted, tuple):
            if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
                raise SettingsError(f'{path}: write {prefix}{key} as a list, ["A101", "T"].')
            value = tuple(value)
        elif isinstance(value, bool) is not isinstance(wanted, bool) or not isinstance(
            value, (int, float) if isinstance(wanted, float) else type(wanted)
        ):
            kind = "text" if isinstance(wanted, str) else "a number"
            raise SettingsError(f"{path}: {prefix}{key} must be {kind}, as {wanted!r}.")
        values[name] = value
    return values
