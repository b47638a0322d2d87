"""Keys of name parts: equal for most spellings of one name, in whatever script it is written.

``name_key`` keeps a little of the vowels, ``skeleton`` only classes of consonants;
``blocking_keys`` are a few keys of which two spellings of one name nearly always share one.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Sequence

from muniment.values.names.known import fold, folds_of, key_of, known, unread_letters
from muniment.values.names.letters import (
    PRIVATE,
    alphabet,
    plain,
    read_rows,
    sounds,
    symbols_of,
    undoubled,
)

_LONGEST_BLOCK = 5
_MOST_BLOCKS = 6
_SHORTEST_STEM = 2


def name_key(part: str) -> str:
    """The canonical key of one part of a name, ASCII letters; "" where nothing can be read.

    Equal for most transliterations of one name (Əliyev, Алиев, Aliew); family endings that are
    one and the same are written alike, and the names of ``data/variants.csv`` with their stems
    (Hakobyan, Акопян) as the first form of their row.
    """
    return key_of(fold(part))


@functools.lru_cache(maxsize=1 << 16)
def skeleton(part: str) -> str:
    """The consonant classes of a name part ("Əliyev" and "Алиев": "lv"), ASCII letters.

    Vowels, glides and h are left out. "" where no consonant is left.
    """
    letters = _skeleton_letters()
    return _joined(letters[symbol][0] for symbol in _numbers(part))


@functools.lru_cache(maxsize=1 << 16)
def blocking_keys(part: str) -> tuple[str, ...]:
    """A few keys of which two spellings of one name nearly always share one.

    Skeletons by each reading of ambiguous letters, cut to their first consonants; what is
    curated: the name itself ("=Hakob-ian") and the rows of its short forms ("~12"). A part without
    consonants has its folded letters as its one key.
    """
    readings = [_skeleton_letters()[symbol] for symbol in _numbers(part)]
    found = dict.fromkeys(_joined(choice)[:_LONGEST_BLOCK] for choice in _choices(readings))
    keys = [key for key in found if key]
    facts = known(fold(part))
    keys += ["=" + name for name in sorted(facts.names)]
    keys += [f"~{row}" for row in sorted(facts.related)]
    return tuple(keys) or ((fold(part),) if fold(part) else ())


def keys_and_skeletons(parts: Sequence[str]) -> list[tuple[str, str]]:
    """``name_key`` and ``skeleton`` of many parts at once, which is several times faster."""
    lines = symbols_of(parts)
    if not lines:
        return []
    skeletons = _joined("\n".join(lines).translate(_first_letters())).split("\n")
    return list(zip(map(key_of, folds_of(lines)), skeletons, strict=True))


def key_from_skeleton(skeleton: str) -> str:
    """The first of the ``blocking_keys`` of a part that has such a skeleton; "" for none."""
    return skeleton[:_LONGEST_BLOCK]


def is_family(part: str) -> bool:
    """Whether a part of a name ends as family names do (-yan, -ov, -shvili, -zade, ...)."""
    return _ends(part, "family")


def is_patronymic(part: str) -> bool:
    """Whether a part of a name ends as names after the father do (-ovich, -ovna)."""
    return _ends(part, "patronymic")


def without_patronymic_ending(part: str) -> str:
    """The father's name in a name after the father: Petrovich is Petr. Else the part itself."""
    text = plain(part)
    for ending in sorted(_written_endings()["patronymic"], key=len, reverse=True):
        if text.endswith(ending) and len(text) >= len(ending) + _SHORTEST_STEM:
            return text.removesuffix(ending)
    return text


def _ends(part: str, kind: str) -> bool:
    text = plain(part)
    return text[_SHORTEST_STEM:].endswith(_written_endings()[kind])


@functools.cache
def _written_endings() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {"family": [], "patronymic": []}
    for row in read_rows("endings.csv"):
        if row["certain"]:
            found[row["kind"]] += plain(row["forms"]).split()
    return {kind: tuple(forms) for kind, forms in found.items()}


def _numbers(part: str) -> list[int]:
    (line,) = symbols_of([part])
    return [ord(character) - PRIVATE for character in line]


@functools.cache
def _skeleton_letters() -> tuple[tuple[str, ...], ...]:
    """For each symbol the skeleton letters of its readings, the likeliest first."""
    return tuple(
        tuple(dict.fromkeys([*([""] if symbol.optional else []), *_classes(symbol.sounds, number)]))
        for number, symbol in enumerate(alphabet().symbols)
    )


@functools.cache
def _first_letters() -> dict[int, str]:
    """The skeleton letter of each symbol by its likeliest reading."""
    return {PRIVATE + number: letters[0] for number, letters in enumerate(_skeleton_letters())}


def _classes(names: Iterable[str], number: int) -> Iterator[str]:
    for name in names:
        yield sounds()[name].letter if name in sounds() else unread_letters(number)


def _joined(letters: Iterable[str]) -> str:
    """Skeleton letters as a text; ts and the like, which are one letter elsewhere, as s."""
    return undoubled(undoubled("".join(letters)).replace("ts", "s"))


def _choices(readings: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """The likeliest reading, then those with one letter read otherwise, up to a limit."""
    first = tuple(letters[0] for letters in readings)
    others = (
        (*first[:position], other, *first[position + 1 :])
        for position, letters in enumerate(readings)
        for other in letters[1:]
    )
    return itertools.islice(itertools.chain([first], others), _MOST_BLOCKS)
