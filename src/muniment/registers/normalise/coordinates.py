"""Coordinates as text: degrees in any notation, with how exact their digits are."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from muniment.registers.normalise.datewords import plain_digits
from muniment.registers.normalise.referencesystems import words

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_MARKS = str.maketrans({"º": "°", "˚": "°", "′": "'", "’": "'", "‘": "'", "´": "'", "`": "'",
                        "″": '"', "”": '"', "“": '"', "−": "-"})  # fmt: skip
_WORDY = re.compile(
    r"(?i)(?<![^\W\d_])(?:deg(?:rees)?|градусов|град|min|мин|sec|сек)\.?(?![^\W\d_])"
)
_COMPACT = re.compile(r"(\d{2,3})(\d{2})(\d{2}(?:[.,]\d+)?)")


class Degrees(NamedTuple):
    """One coordinate: degrees, half a unit of its last digit, its hemisphere ("" if not given).

    ``decimals`` is the number of decimals where it is one decimal number, else None.
    """

    value: float
    half_unit: float
    hemisphere: str = ""
    decimals: int | None = None


class NoPosition(ValueError):
    """A text that is no position that is understood here; the message says why."""


def pair(text: str) -> tuple[Degrees, Degrees, list[float]]:
    """The two coordinates of a text in the order written, and further numbers (height, accuracy).

    Raises NoPosition.
    """
    plain = _hemispheres_marked(text)
    letters = re.findall(r"[NSEWO]", plain)
    if len(letters) == 2:
        one, two = _parted_by_letters(plain)
        return degrees(one), degrees(two), []
    if len(letters) not in (0, 2):
        raise NoPosition("has a hemisphere for one coordinate only" if len(letters) == 1
                         else "is no position that is understood here")  # fmt: skip
    if re.search(r"[^\d\s.,;:|/°'\"+()\[\]-]", plain):
        raise NoPosition("is no position that is understood here")
    pieces = _pieces(plain.strip(" ()[]"))
    if len(pieces) == 2:
        return degrees(pieces[0]), degrees(pieces[1]), []
    first, second = degrees(pieces[0]), degrees(pieces[1])
    return first, second, [float(piece.replace(",", ".")) for piece in pieces[2:]]


def degrees(text: str) -> Degrees:
    """One coordinate in degrees, degrees and minutes, or degrees, minutes and seconds."""
    plain = _hemispheres_marked(text)
    letters = re.findall(r"[NSEWO]", plain)
    if "O" in letters:
        raise NoPosition('"O" is west in Spanish and French, east in German: write W or E')
    if len(letters) > 1:
        raise NoPosition("has two hemispheres for one coordinate")
    numbers = _NUMBER.findall(plain)
    rest = re.sub(r"[NSEW°'\":;\s.,+-]", "", _NUMBER.sub("", plain))
    if not 1 <= len(numbers) <= 3 or rest:
        raise NoPosition("is no coordinate that is understood here")
    sign = -1 if re.match(r"\D*-", plain) else 1
    if sign < 0 and letters and letters[0] in "SW":
        raise NoPosition("has both a minus and a hemisphere of the south or west")
    hemisphere = letters[0] if letters else ""
    compact = _COMPACT.fullmatch(numbers[0]) if hemisphere and len(numbers) == 1 else None
    if compact and float(numbers[0].replace(",", ".")) > 180:
        numbers = list(compact.groups())
    values = [float(number.replace(",", ".")) for number in numbers]
    if any(value != int(value) for value in values[:-1]) or any(v >= 60 for v in values[1:]):
        raise NoPosition("has minutes or seconds that cannot be")
    value = sum(value / 60**power for power, value in enumerate(values))
    last = re.split("[.,]", numbers[-1])
    decimals = len(last[1]) if len(last) == 2 else 0
    half_unit = 0.5 * 10.0**-decimals / 60 ** (len(values) - 1)
    if hemisphere in ("S", "W"):
        sign = -1
    return Degrees(sign * value, half_unit, hemisphere, decimals if len(values) == 1 else None)


def _pieces(text: str) -> list[str]:
    """The coordinates of a text without hemispheres, one piece each."""
    for mark in (";", "|", "/"):
        if text.count(mark) == 1:
            return text.split(mark)
    spaced = re.split(r",\s+|\s+,\s*", text)
    if len(spaced) == 2:
        return spaced
    if text.count(",") == 1 and "." in text:
        return text.split(",")
    if "°" in text and text.count("°") == 2:
        place = re.search(r"[\s,]+(?=[+-]?\d+(?:[.,]\d+)?\s*°[^°]*$)", text)
        if place:
            return [text[: place.start()], text[place.end() :]]
    if text.count(",") == 3 and " " not in text:
        parts = text.split(",")
        return [",".join(parts[:2]), ",".join(parts[2:])]
    if re.fullmatch(r"[+-]?\d+,\d+", text):
        raise NoPosition("cannot be told: one number with decimals, or two?")
    numbers = text.split()
    if len(numbers) == 2:
        return numbers
    whole = [re.fullmatch(r"[+-]?\d+", number) is not None for number in numbers]
    if len(numbers) in (3, 4) and not whole[0] and not whole[1]:
        return numbers
    if len(numbers) in (4, 6) and all(whole[: len(numbers) // 2 - 1]):
        half = len(numbers) // 2
        return [" ".join(numbers[:half]), " ".join(numbers[half:])]
    raise NoPosition("is no position that is understood here")


def _parted_by_letters(text: str) -> tuple[str, str]:
    text = text.strip(" ()[],;")
    places = [match.start() for match in re.finditer("[NSEWO]", text)]
    if places[0] == 0:
        return text[: places[1]].strip(" ,;/"), text[places[1] :]
    return text[: places[0] + 1], text[places[0] + 1 :].strip(" ,;/")


def _hemispheres_marked(text: str) -> str:
    """A text with its hemispheres as N, S, E, W and without words such as "latitude"."""
    plain = plain_digits(text).translate(_MARKS)
    plain = _labels().sub(" ", plain)
    plain = _WORDY.sub(lambda m: {"d": "° ", "г": "° ", "m": "' ", "м": "' "}.get(
        m.group()[0].casefold(), '" '), plain)  # fmt: skip
    return _hemisphere_words().sub(lambda m: _hemisphere_names()[m.group().casefold()], plain)


@functools.cache
def _labels() -> re.Pattern[str]:
    found = [word for key in ("lat", "lon") for word in words()["labels"][key]]
    found.sort(key=len, reverse=True)
    return re.compile(rf"(?i)(?<![^\W\d_])(?:{'|'.join(map(re.escape, found))})\b\s*[.:=]?")


@functools.cache
def _hemisphere_names() -> dict[str, str]:
    names = {
        word.casefold(): letter
        for letter, found in words()["hemispheres"].items()
        for word in found
    }
    return names | {"o": "O"}


@functools.cache
def _hemisphere_words() -> re.Pattern[str]:
    found = sorted(_hemisphere_names(), key=len, reverse=True)
    return re.compile(rf"(?i)(?<![^\W\d_])(?:{'|'.join(map(re.escape, found))})(?![^\W\d_])")
