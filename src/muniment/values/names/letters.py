"""Letters: what script a text is in, how it is written in ASCII, and what sounds it may stand for.

``data/letters.csv`` says for each letter or letter group which sounds it may stand for in names,
``data/sounds.csv`` what the sounds are. Letters that stand for the same sounds are one symbol, in
whatever script they are written; names are compared symbol by symbol (``similarity``).
"""

from __future__ import annotations

import csv
import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

PRIVATE = 0xE000
"""The first code point of Unicode's private use area: symbol n is written as this plus n."""

LONGEST = 64
"""How many symbols of a name part count; no name is longer, but a cell of a list may be."""

_ABJAD = re.compile("[\u05d0-\u07bf\ufb1d-\ufdff\ufe70-\ufefc]")
_DOUBLED = re.compile(r"([^\n])\1+")
_START, _END = "\x02", "\x03"
_APOSTROPHES = frozenset("'`´‘’ʹʻʼ")
_UNREAD = 61
_LEAST_ALPHABETIC = 0x2B0


@dataclass(frozen=True, slots=True)
class Symbol:
    """What a letter may stand for: its sounds, likeliest first, and whether it is often left out.

    ``sounds`` are names of ``data/sounds.csv``; for what is not read as sound (a digit, a
    character with no known reading) the one "sound" is a mark that equals only itself.
    """

    sounds: tuple[str, ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound: its kind (vowel, glide, breath, silent, consonant), ASCII form, skeleton class."""

    kind: str
    latin: str
    letter: str


@dataclass(frozen=True)
class Alphabet:
    """All letters with their symbols, ready for translating many texts at once.

    ``groups`` maps letter groups, ``singles`` code points of single letters, to text of
    private-use characters; ``latin`` maps letter groups
    and letters that are not Latin to ASCII.
    """

    symbols: tuple[Symbol, ...]
    groups: dict[str, str]
    singles: dict[int, str]
    roman_groups: tuple[tuple[str, str], ...]
    roman_singles: dict[int, str]


def read_rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file of ``data/``, without the comment lines that begin with ``#``."""
    text = (resources.files("muniment.values.names") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


@functools.cache
def sounds() -> dict[str, Sound]:
    """The sounds by name."""
    return {
        row["sound"]: Sound(row["kind"], row["latin"], row["class"])
        for row in read_rows("sounds.csv")
    }


@functools.cache
def alphabet() -> Alphabet:
    """The letters of ``data/letters.csv``; read once."""
    numbers: dict[Symbol, int] = {}

    def number(symbol: Symbol) -> str:
        return chr(PRIVATE + numbers.setdefault(symbol, len(numbers)))

    for mark in range(_UNREAD):
        number(Symbol((f"?{mark}",), False))
    for digit in range(10):
        number(Symbol((f"{digit}",), False))
    groups: dict[str, str] = {}
    singles: dict[int, str] = {
        ord(str(digit)): number(Symbol((str(digit),), False)) for digit in range(10)
    }
    roman_groups: dict[str, str] = {}
    roman_singles: dict[int, str] = {}
    for row in read_rows("letters.csv"):
        letters = unicodedata.normalize("NFKC", row["letters"])
        readings = _symbols(row["sounds"])
        written = "".join(number(symbol) for symbol in readings)
        plain = "".join(sounds()[symbol.sounds[0]].latin for symbol in readings)
        latin = plain if row["script"] != "Latin" and not row["latin"] else row["latin"]
        if letters[0] == "^" or letters[-1] == "$":
            start, end = letters[0] == "^", letters[-1] == "$"
            framed = letters.strip("^$")
            groups[_START * start + framed + _END * end] = _START * start + written + _END * end
        elif len(letters) > 1:
            groups[letters] = written
            if row["script"] != "Latin":
                roman_groups[letters] = latin
        else:
            singles[ord(letters)] = written
            roman_singles[ord(letters)] = latin
    return Alphabet(
        symbols=tuple(numbers),
        groups=groups,
        singles=singles,
        roman_groups=_longest_first(roman_groups),
        roman_singles=roman_singles,
    )


def script(text: str) -> str:
    """The script that most letters of a text are in: "Latin", "Cyrillic", "Arabic", ...

    "" where the text has no letter. Of scripts with equally many letters, the first one met.
    """
    counts: Counter[str] = Counter(
        _script_of(character) for character in text if character.isalpha()
    )
    return counts.most_common(1)[0][0] if counts else ""


def plain(text: str) -> str:
    """A text in one Unicode form and case, marks kept: how all letters are looked up."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return text.replace("ı", "i")  # their capital is one letter outside Turkish texts


def romanise(text: str) -> str:
    """A text of any script in lower-case ASCII letters, digits, spaces and hyphens.

    Letters are written as ``data/letters.csv`` says, diacritics dropped; letters of scripts that
    are not there by their Unicode names. What has no reading (ideographs, signs) is left out.
    """
    letters = alphabet()
    text = plain(text).translate(_PREPARED)
    for group, latin in letters.roman_groups:
        if group in text:
            text = text.replace(group, latin)
    text = text.translate(letters.roman_singles)
    kept = "".join(
        character if character.isascii() and character.isalnum() else " -"[character == "-"]
        for character in text
        if character.isascii()
    )
    words = (word.strip("-") for word in kept.split())
    return " ".join(word for word in words if word)


def symbols_of(forms: Sequence[str]) -> list[str]:
    """For each form the symbols of its letters, as private-use characters (see ``PRIVATE``).

    Spaces and signs are left out; the same symbol twice running is written once. Past the first
    ``LONGEST`` symbols nothing is looked at.
    """
    if not forms:
        return []
    text = _read(forms)
    if text.count("\n") >= len(forms):
        text = _read([form.replace("\n", " ") for form in forms])
    text = _START + text.replace("\n", _END + _START) + _END
    text = _groups().sub(_as_symbols, text).translate(_written())
    return [line[:LONGEST] for line in undoubled(text.removesuffix("\n")).split("\n")]


def _read(lines: Sequence[str]) -> str:
    """Lines, joined, as ``plain`` and then ``_PREPARED`` write them.

    All characters are looked up in one step, but in lines where one joins the one before it, as
    combining marks do.
    """
    try:
        return "\n".join(lines).translate(_READ)
    except _JoinsError:
        if len(lines) == 1:
            return plain(lines[0]).translate(_PREPARED)
        return "\n".join(_read([line]) for line in lines)


def _as_symbols(match: re.Match[str]) -> str:
    return alphabet().groups[match[0]]


@functools.cache
def _groups() -> re.Pattern[str]:
    """All letter groups, of those that begin at one place the longest."""
    rests: dict[str, list[str]] = {}
    for group in sorted(alphabet().groups, key=len, reverse=True):
        rests.setdefault(group[0], []).append(re.escape(group[1:]))
    return re.compile("|".join(f"{re.escape(c)}(?:{'|'.join(r)})" for c, r in rests.items()))


def undoubled(text: str) -> str:
    """A text with the same character twice or more running written once; line ends stay."""
    return _DOUBLED.sub(r"\1", text)


def omits_vowels(text: str) -> bool:
    """Whether a text has letters of a script that omits most vowels (Arabic, Hebrew, Syriac)."""
    return _ABJAD.search(text) is not None


class _Written(dict[int, str]):
    """The symbols by code point; what is not there has none and is left out."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        unread = character.isalpha() and code >= _LEAST_ALPHABETIC
        written = chr(PRIVATE + code % _UNREAD) if unread else ""
        self[code] = written
        return written


@functools.cache
def _written() -> _Written:
    symbols = {code: chr(code) for code in range(PRIVATE, PRIVATE + len(alphabet().symbols))}
    return _Written({**alphabet().singles, **symbols, ord(_END): "\n"})


class _Prepared(dict[int, str]):
    """What a character becomes before letter groups are looked for; filled as met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = prepared = _prepare(character)
        return prepared


def _prepare(character: str) -> str:
    if character in _APOSTROPHES or character in (_START, _END):
        return ""
    if character.isascii() or ord(character) in alphabet().singles:
        return character
    category = unicodedata.category(character)
    if category == "Pd":
        return "-"
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category[0] in "PZ":
        return " "
    base = unicodedata.normalize("NFD", character)[0]
    if base.isascii() or ord(base) in alphabet().singles:
        return base
    return _by_name(character) if category[0] == "L" else ""


_PREPARED = _Prepared()


class _JoinsError(Exception):
    """A character makes one letter with the character before it."""


class _Read(dict[int, str]):
    """What a character becomes by ``plain`` and ``_PREPARED``, where it stands alone."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        text = plain(character)
        first = (text or character)[0]
        if unicodedata.category(first)[0] == "M" or "\u1100" <= first <= "\u11ff":  # Hangul
            raise _JoinsError
        self[code] = prepared = text.translate(_PREPARED)
        return prepared


_READ = _Read()


def _by_name(character: str) -> str:
    """A letter by its Unicode name ("DEVANAGARI LETTER KA" is ka); itself where that says nothing.

    The names of most alphabets outside the data file end in the letter's usual reading.
    """
    words = unicodedata.name(character, "").split()
    if len(words) < 3 or not {"LETTER", "SYLLABLE"} & set(words) or not words[-1].isalpha():
        return character
    return words[-1].lower()


def _symbols(text: str) -> list[Symbol]:
    """The symbols that a cell of the column ``sounds`` states; see the head of the file."""
    sequence = text.split("+") if "+" in text else [text]
    found = []
    for element in sequence:
        names = tuple(element.replace("(", "").replace(")", "").split())
        unknown = [name for name in names if name not in sounds()]
        if unknown or not names:
            raise ValueError(f"letters.csv: '{text}' names no sound of sounds.csv: {unknown}")
        found.append(Symbol(names, "(" in element))
    return found


def _longest_first(groups: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(groups.items(), key=lambda item: (-len(item[0]), item[0])))


@functools.lru_cache(maxsize=4096)
def _script_of(character: str) -> str:
    name = unicodedata.name(character, "")
    return name.split()[0].split("-")[0].capitalize() if name else ""
