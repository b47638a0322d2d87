"""Language packs: what the grammar knows of a language, in data files that people can mend."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

FALLBACK = "en"


@dataclass(slots=True)
class Language:
    """A language pack: the TOML files of ``languages/<code>/``, read when first asked for."""

    code: str
    _tables: dict[str, dict[str, Any]] = field(default_factory=dict)

    def table(self, name: str) -> dict[str, Any]:
        """The contents of ``<name>.toml``.

        Raises FileNotFoundError when the pack has no such file.
        """
        if name not in self._tables:
            path = resources.files(__package__) / "languages" / self.code / f"{name}.toml"
            self._tables[name] = tomllib.loads(path.read_text(encoding="utf-8"))
        return self._tables[name]


@functools.cache
def load_language(code: str) -> Language:
    """The pack of a language (ISO 639-1), or the English one where there is none."""
    folder = resources.files(__package__) / "languages" / code
    return Language(code if code.isalpha() and folder.is_dir() else FALLBACK)
