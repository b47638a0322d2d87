"""What a header may be of: the words that head columns in a kind, found in any of its ways."""

from __future__ import annotations

import difflib
import functools
import re
import tomllib
from collections.abc import Iterator
from collections.abc import Mapping as AnyMapping
from pathlib import Path
from typing import Any

from muniment.registers.folding import fold
from muniment.registers.kind import Kind

PLACES = ("first", "second", "third")
"""The parts of a name, in order."""
_FUZZY = 0.88
_LEAST_FUZZY = 5
_DATA = Path(__file__).parent / "guessing.toml"
_BRACKETS = re.compile(r"[(\[{（].*?[)\]}）]")
_SPLIT = re.compile(r"\s*[/|\n;:]\s*|\.(?=\S)|\s+[-–—]\s+|[()\[\]]")
_NUMBERED = re.compile(r"(.*?\D)[ _.-]*[cp]?(\d)")


@functools.cache
def data() -> dict[str, Any]:
    """The words of ``guessing.toml``, folded: neutral, keys, parts, orders."""
    table = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return {
        "neutral": frozenset(fold(word) for word in table["neutral"]),
        "keys": frozenset(fold(word) for word in table["keys"]),
        "parts": {
            part: frozenset(fold(word) for word in words)
            for part, words in table["parts"]["date"].items()
        },
        "orders": {
            order: tuple(fold(word) for word in words) for order, words in table["orders"].items()
        },
    }


def header_index(kind: Kind) -> dict[str, list[tuple[str, str]]]:
    """For each folded header word, the fields and parts that it heads, in the kind's order."""
    index: dict[str, list[tuple[str, str]]] = {}
    for field in kind.fields:
        for word in field.words:
            _add(index, word, (field.name, ""))
        for part, words in field.parts.items():
            for word in words:
                _add(index, word, (field.name, part))
    return index


def _add(index: dict[str, list[tuple[str, str]]], word: str, what: tuple[str, str]) -> None:
    entries = index.setdefault(fold(word), [])
    if what not in entries:
        entries.append(what)


def token_index(index: AnyMapping[str, Any]) -> dict[frozenset[str], list[str]]:
    """The header words that consist of a set of words, neutral ones left out or not."""
    neutral = data()["neutral"]
    tokens: dict[frozenset[str], list[str]] = {}
    for word in index:
        whole = frozenset(word.split())
        tokens.setdefault(whole, []).append(word)
        if (least := whole - neutral) and least != whole and len(least) > 1:
            tokens.setdefault(least, []).append(word)
    return tokens


def header_hits(
    header: str,
    index: AnyMapping[str, list[tuple[str, str]]],
    by_tokens: AnyMapping[frozenset[str], list[str]],
    kind: Kind,
) -> Iterator[tuple[str, str, float, str]]:
    """The fields that a header may be of, each with a score and a reason."""
    seen: set[tuple[str, str]] = set()
    for text, factor in _variants(header):
        words = [text, *(by_tokens.get(frozenset(text.split()), ()) if factor == 1.0 else ())]
        for word in words:
            for field, part in index.get(word, ()):
                if (field, part) not in seen:
                    seen.add((field, part))
                    yield field, part, 0.97 * factor, f"the header says “{word}”"
        if seen and factor == 1.0:
            break
    yield from _grouped(header, index, kind, seen)
    if seen:
        return
    neutral = data()["neutral"]
    whole = frozenset(fold(_BRACKETS.sub(" ", header)).split())
    for text, factor in _variants(header):
        tokens = frozenset(text.split()) or whole
        least = tokens - neutral
        for word in by_tokens.get(tokens, ()) or (by_tokens.get(least, ()) if least else ()):
            for field, part in index[word]:
                if (field, part) not in seen:
                    seen.add((field, part))
                    yield field, part, 0.85 * factor, f"the header has the words “{word}”"
    if not seen:
        yield from _numbered(header, index, kind)
        yield from _misspelled(header, index)


def _variants(header: str) -> Iterator[tuple[str, float]]:
    """The header as written, without brackets, and its pieces: the last one is the most own."""
    done: set[str] = set()
    pieces = [piece for piece in _SPLIT.split(header) if piece.strip()]
    for text, factor in (
        (header, 1.0),
        (_BRACKETS.sub(" ", header), 1.0),
        *((piece, 0.95 if place == 0 else 0.7) for place, piece in enumerate(reversed(pieces))),
    ):
        folded = fold(text)
        if folded and folded not in done:
            done.add(folded)
            yield folded, factor


def _grouped(
    header: str,
    index: AnyMapping[str, list[tuple[str, str]]],
    kind: Kind,
    seen: set[tuple[str, str]],
) -> Iterator[tuple[str, str, float, str]]:
    """Parts of dates below a common header: "Date of birth / Day"."""
    pieces = [fold(piece) for piece in _SPLIT.split(header) if piece.strip()]
    if len(pieces) < 2:
        return
    for part, words in data()["parts"].items():
        if pieces[-1] not in words:
            continue
        for field, whole in index.get(pieces[-2], ()):
            if not whole and kind.by_name[field].type == "date":
                seen.add((field, part))
                yield field, part, 1.2, f"the headers say “{pieces[-2]}” and “{pieces[-1]}”"


def _numbered(
    header: str, index: AnyMapping[str, list[tuple[str, str]]], kind: Kind
) -> Iterator[tuple[str, str, float, str]]:
    """Names in numbered columns: "surname 2"."""
    match = _NUMBERED.fullmatch(header.strip())
    if match is None or not 1 <= int(match[2]) <= len(PLACES):
        return
    for field, part in index.get(fold(match[1]), ()):
        if not part and kind.by_name[field].type == "name":
            place = PLACES[int(match[2]) - 1]
            yield (
                field,
                place,
                0.8,
                f"the header says “{match[1].strip(' _.-')}”, number {match[2]}",
            )


def _misspelled(
    header: str, index: AnyMapping[str, list[tuple[str, str]]]
) -> Iterator[tuple[str, str, float, str]]:
    text = fold(_BRACKETS.sub(" ", header))
    if len(text) < _LEAST_FUZZY:
        return
    words = [word for word in index if word[:1] == text[:1] and abs(len(word) - len(text)) < 3]
    for word in difflib.get_close_matches(text, words, n=1, cutoff=_FUZZY):
        for field, part in index[word]:
            yield field, part, 0.65, f"the header is spelled nearly as “{word}”"
