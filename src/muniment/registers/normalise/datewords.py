"""The words and numbers that a date is written with, cut into tokens."""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).parent / "calendar.toml"
_DASHES = re.compile("[\u2010-\u2015\u2212\u2043\ufe58\uff0d]")
_CLOCK = re.compile(
    r"(?:(?<=\d)t|[\s,]|(?<=\d)\s*в\s)\s*\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?)?"
    r"\s*(?:z|utc|gmt|[+-]\d{2}:?\d{2})?$"
)
_JOINED = re.compile(r"(?<=\d)[-.](?=[^\W\d_])|(?<=[^\W\d_])[-./](?=\d)")
_ROMAN = re.compile(r"(?<![^\W_])(?:X(?:I{0,2})|IX|IV|VI{0,3}|I{1,3})(?=[-./\s]\s?\d{2,4}(?!\d))")
_ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_TOKEN = re.compile(
    r"(?P<composite>(?<![\d])\d{1,4}(?P<mark>[-./])\s?\d{1,4}(?:(?P=mark)\s?\d{1,4})?(?![-./]?\d))"
    r"|(?P<number>\d+)|(?P<word>[^\W\d_]+(?:['’ʼ][^\W\d_]+)*)|(?P<sign>[-/~≈?<>%±])"
)
_LONGEST_PHRASE = 3


class Token(NamedTuple):
    """A piece of a date: ``kind`` is "composite", "number", "word" or "sign"."""

    kind: str
    text: str
    meanings: frozenset[str] = frozenset()

    def month(self) -> int | None:
        """The month (1 to 12) that the word means, if it means one."""
        return next((int(m[6:]) for m in self.meanings if m.startswith("month ")), None)

    def season(self) -> int | None:
        """The EDTF season (21 to 24) that the word means, if it means one."""
        return next((int(m[7:]) for m in self.meanings if m.startswith("season ")), None)


def plain_digits(text: str) -> str:
    """A text with the digits of any script as 0 to 9 and any dash as "-"."""
    if not text.isascii():
        text = "".join(
            str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text
        )
        text = _DASHES.sub("-", text).replace("٫", ".").replace("،", ",")
    return text


def tokens(text: str) -> list[Token]:
    """The tokens of a date, without the time of day; words known in no calendar have no meaning."""
    text = _ROMAN.sub(lambda m: str(_ROMAN_MONTHS.index(m.group()) + 1), plain_digits(text))
    small = _endings().sub("", _without_marks(text.casefold()))
    small = _JOINED.sub(" ", _CLOCK.sub("", small).strip(" .,;"))
    if "-" in small and re.search(r"\d[./]\s?\d", small):
        small = small.replace("-", " - ")
    small = re.sub(r"(?<=\s)/(?=\s)", " / ", small)
    found = [
        Token(match.lastgroup or "", match.group())
        if match.lastgroup != "mark"
        else Token("composite", match.group())
        for match in _TOKEN.finditer(small)
    ]
    return _understood(found)


def _without_marks(text: str) -> str:
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _understood(found: list[Token]) -> list[Token]:
    """The words with their meanings, phrases taken as one word; what means nothing is left out."""
    known = _meanings()
    result: list[Token] = []
    place = 0
    while place < len(found):
        token = found[place]
        if token.kind != "word":
            result.append(token)
            place += 1
            continue
        for length in range(_LONGEST_PHRASE, 0, -1):
            words = found[place : place + length]
            phrase = " ".join(word.text for word in words)
            if len(words) == length and all(w.kind == "word" for w in words) and phrase in known:
                result.append(Token("word", phrase, known[phrase]))
                place += length
                break
        else:
            result.append(token)
            place += 1
    return result


@functools.cache
def _meanings() -> dict[str, frozenset[str]]:
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    found: dict[str, set[str]] = {}
    for prefix, section in (("month ", "months"), ("season ", "seasons"), ("", "words")):
        for meaning, words in data[section].items():
            for word in words:
                found.setdefault(_phrase(word), set()).add(f"{prefix}{meaning}")
    for word in data["other_calendars"]["words"]:
        found.setdefault(_phrase(word), set()).add("other calendar")
    for word in data["ambiguous"]["months"]:
        found.pop(_phrase(word), None)
    return {word: frozenset(meanings) for word, meanings in found.items()}


@functools.cache
def _endings() -> re.Pattern[str]:
    """Endings of numbers, as in "5-го" or "yanvarın 5-i"."""
    words = tomllib.loads(_FILE.read_text(encoding="utf-8"))["endings"]["after_numbers"]
    return re.compile(rf"(?<=\d)-(?:{'|'.join(_without_marks(word) for word in words)})(?!\w)")


def _phrase(word: str) -> str:
    """A word of the file as the tokens of a cell would join it."""
    small = _without_marks(word.casefold())
    return " ".join(re.findall(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*", small))
