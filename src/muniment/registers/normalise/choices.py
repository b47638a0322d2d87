"""Choices: the code of a vocabulary that a cell's words mean, in whatever language."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from muniment.registers.folding import fold
from muniment.registers.kind import UNKNOWN, UNRECOGNISED, Field, Vocabulary
from muniment.registers.normalise.model import Context, Reading, Remark
from muniment.registers.normalise.texts import cell_text
from muniment.registers.normalise.words import LOST, Gap, gap

_LETTERS = Path(__file__).with_name("choiceletters.toml")
_SEVERAL = re.compile(r"[;,|/\n]| and | и | y | et | və | և | და | و ")


def choice_readings(
    field: Field, cells: Sequence[Any], context: Context
) -> tuple[list[Reading], tuple[str, ...]]:
    """The readings of a column of choices."""
    assert field.vocabulary is not None
    vocabulary = field.vocabulary
    own = {fold(word): code for word, code in context.choices.items()}

    letters = _letters(vocabulary, (cell_text(cell) for cell in cells if cell is not None))

    def meaning(text: str) -> str | None:
        word = fold(text)
        if word in own:
            return own[word]
        return letters[word] if word in letters else vocabulary.by_word.get(word)

    def read(cell: Any) -> Reading:
        if cell is None:
            return Reading((None,))
        text = cell_text(cell)
        code = meaning(text)
        if code is not None:
            return Reading((code,))
        if letters.get(fold(text), "") is None:
            return Reading((UNRECOGNISED,), (_open_letter(),))
        missing = gap(text)
        if missing is Gap.UNKNOWN:
            return Reading((UNKNOWN,))
        if missing is Gap.NOT_GIVEN:
            return Reading((None,))
        if missing in LOST:
            return Reading((None,), (LOST[missing],))
        if field.type == "choices":
            return _several(text, meaning, vocabulary)
        if (code := _in_two_languages(text, meaning)) is not None:
            return Reading((code,))
        return Reading((UNRECOGNISED,), (_unrecognised(vocabulary),))

    return [read(cell) for cell in cells], ()


def _in_two_languages(text: str, meaning: Callable[[str], str | None]) -> str | None:
    """The code of "missing / пропал": words of different letters that all mean the same."""
    parts = [part.strip() for part in text.split("/")]
    codes = {meaning(part) for part in parts}
    apart = len(parts) == 2 and parts[0].isascii() != parts[1].isascii()
    return codes.pop() if apart and len(codes) == 1 else None


def _letters(vocabulary: Vocabulary, cells: Iterable[str]) -> dict[str, str | None]:
    """What each letter of a column means that means several things elsewhere; None: left open."""
    known = _known_letters().get(vocabulary.name)
    if known is None:
        return {}
    systems: list[Mapping[str, str]] = known["systems"]
    words = {fold(cell) for cell in cells}
    used = {word for word in words if any(word in system for system in systems)}
    fitting = [system for system in systems if used <= system.keys()]
    fitting = fitting or [system for system in systems if len(used & system.keys()) > 1]
    found: dict[str, str | None] = {}
    for letter in used:
        usual = known["alone"].get(letter)
        if len(used) == 1:
            others = {vocabulary.by_word.get(word) for word in words if word[:1] == letter != word}
            found[letter] = usual if others <= {usual, None} else None
        else:
            meant = {each[letter] for each in fitting if letter in each}
            found[letter] = meant.pop() if len(meant) == 1 else None
    return found


@functools.cache
def _known_letters() -> dict[str, Any]:
    return tomllib.loads(_LETTERS.read_text(encoding="utf-8"))


def _open_letter() -> Remark:
    return Remark(
        "means different things in different lists, and the column does not tell which; "
        "say it in the mapping's words",
        "error",
    )


def _several(text: str, meaning: Callable[[str], str | None], vocabulary: Vocabulary) -> Reading:
    """Several codes, in the vocabulary's order; exports of survey tools put spaces between them."""
    parts = [part.strip() for part in _SEVERAL.split(text) if part.strip()]
    if len(parts) == 1 and all(word in vocabulary.codes for word in text.split()):
        parts = text.split()
    found = {part: meaning(part) for part in parts}
    remarks = (_unrecognised(vocabulary),) if None in found.values() else ()
    codes = {code or UNRECOGNISED for code in found.values()}
    ordered = [code for code in (*vocabulary.codes, UNRECOGNISED) if code in codes]
    return Reading((";".join(ordered) or None,), remarks)


def _unrecognised(vocabulary: Vocabulary) -> Remark:
    known = ", ".join(vocabulary.codes)
    return Remark(f"says what is none of the words known here; the choices are {known}", "error")
