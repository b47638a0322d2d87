"""Language packs: what the grammar knows of a language, in data files that people can mend.

The readers of parts, events and circumstances know small words ("of", "whom", "among") by their
English name. A pack's ``glosses.toml`` says which of its own words stands for which, so that
those readers need no second version.

What a pack leaves out is empty: the grammar finds none of it, and cannot fail over it. A document
in a language without a pack is read with the pack ``any``, which knows no words at all: figures in
digits, with units and signs that all languages share, and dates in digits.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from muniment.claims.wordlists import read_lists
from muniment.documents.language import UNDETERMINED, language_name

ENGLISH = "en"
NEUTRAL = "any"
# Stands for an expression or a list of words that a pack does not have: it matches nothing.
_NOTHING = "(?!)"


@dataclass(slots=True)
class Language:
    """A language pack: the TOML files of ``languages/<code>/``, read when first asked for."""

    code: str
    _tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    _glosses: dict[str, list[tuple[list[str], list[str]]]] | None = field(default=None)

    def table(self, name: str) -> dict[str, Any]:
        """The contents of ``<name>.toml``, what English has beyond it as empty.

        Raises FileNotFoundError when the English pack has no such file.
        """
        if name not in self._tables:
            table = _read(self.code, name)
            if self.code != ENGLISH:
                table = _completed(table, load_language(ENGLISH).table(name), name)
            self._tables[name] = table
        return self._tables[name]

    def glossed(self, name: str) -> dict[str, Any]:
        """The contents of ``<name>.toml`` with the small words in all its texts glossed."""
        table = self.table(name)
        if not self._by_first_word():
            return table
        glossed: dict[str, Any] = self._gloss_all(table)
        return glossed

    def gloss(self, words: list[str]) -> list[str]:
        """Lower-case words with small words of the language as the grammar's; as many as before.

        The longest phrase of ``glosses.toml`` wins.
        """
        glosses = self._by_first_word()
        if not glosses:
            return words
        found: list[str] = []
        while len(found) < len(words):
            at = len(found)
            for phrase, meaning in glosses.get(words[at], ()):
                if words[at : at + len(phrase)] == phrase:
                    found += meaning
                    break
            else:
                found.append(words[at])
        return found

    def _gloss_all(self, value: Any) -> Any:
        if isinstance(value, str):
            return " ".join(self.gloss(value.split()))
        if isinstance(value, list):
            return [self._gloss_all(each) for each in value]
        if isinstance(value, dict):
            return {key: self._gloss_all(each) for key, each in value.items()}
        return value

    def _by_first_word(self) -> dict[str, list[tuple[list[str], list[str]]]]:
        if self._glosses is None:
            self._glosses = {}
            for phrase, meaning in self.table("glosses")["words"].items():
                row = (phrase.split(), meaning.split())
                self._glosses.setdefault(row[0][0], []).append(row)
            for rows in self._glosses.values():
                rows.sort(key=lambda row: -len(row[0]))
        return self._glosses


@functools.cache
def load_language(code: str) -> Language:
    """The pack of a language (ISO 639-1).

    The English one for a language that is not known ("und"), the neutral one for a language
    without a pack.
    """
    if code in packs():
        return Language(code)
    return Language(ENGLISH if code == UNDETERMINED else NEUTRAL)


def note_on_language(code: str) -> str | None:
    """What a reader must know of how a document in a language was read; None if all of it was."""
    if code in packs() or code == UNDETERMINED:
        return None
    return (
        f"No language pack for {language_name(code)}: only numbers and dates in digits were read, "
        "not what is counted, what happened, what is part of what, or who is asked for what."
    )


@functools.cache
def packs() -> frozenset[str]:
    """The codes of the languages that have a pack."""
    folder = resources.files(__package__) / "languages"
    return frozenset(each.name for each in folder.iterdir() if each.is_dir()) - {NEUTRAL}


@functools.cache
def open_tables() -> frozenset[str]:
    """The tables whose keys are words of the language: a pack has words of its own there."""
    path = resources.files(__package__) / "languages" / "open.toml"
    return frozenset(read_lists(path.read_text(encoding="utf-8"))["tables"])


def _read(code: str, name: str) -> dict[str, Any]:
    path = resources.files(__package__) / "languages" / code / f"{name}.toml"
    if code != ENGLISH and not path.is_file():
        return {}
    return read_lists(path.read_text(encoding="utf-8"))


def _completed(value: Any, english: Any, path: str) -> Any:
    """A pack's value with everything that the English one has beyond it, emptied."""
    if not isinstance(english, dict):
        return value
    if path in open_tables():
        return value
    found = dict(value)
    for key, other in english.items():
        where = f"{path}.{key}"
        found[key] = _completed(found[key], other, where) if key in found else _empty(other, where)
    return found


def _empty(value: Any, path: str) -> Any:
    """Nothing of the same kind; numbers stay, for they are limits and no words."""
    if isinstance(value, dict):
        if path in open_tables():
            return {}
        return {key: _empty(each, f"{path}.{key}") for key, each in value.items()}
    if isinstance(value, list):
        return [each for each in value if isinstance(each, int | float)]
    return _NOTHING if isinstance(value, str) else value
