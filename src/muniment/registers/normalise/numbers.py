"""Whole numbers and quantities in any style, kept as ranges where a cell gives no single value."""

from __future__ import annotations

import functools
import math
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from muniment.registers.kind import UNKNOWN, Field
from muniment.registers.normalise.datewords import plain_digits
from muniment.registers.normalise.model import Context, Reading, Remark
from muniment.registers.normalise.texts import cell_text
from muniment.registers.normalise.words import LOST, Gap, gap

_FILE = Path(__file__).parent / "quantitywords.toml"
_NUMBER = (
    r"(?:\d+(?:[.,'’ \u00a0\u202f\u2009٬]\d+)*|[.,]\d+)"
    r"(?:\s?(?:e[+-]?\d+|[x×*·]\s?10\s?\^?\s?[-−+]?\d+))?"
)
_FIGURE = re.compile(rf"(?P<sign>(?<![\w)])-)?(?<![^\W\d_])(?P<number>{_NUMBER})", re.IGNORECASE)
_POWER = re.compile(r"\s?(?:e([+-]?\d+)|[x×*·]\s?10\s?\^?\s?([-−+]?\d+))$", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(?:([.,'’ \u00a0\u202f\u2009٬])\d{3})(?:\1\d{3})*(?:[.,]\d+)?")
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")
_UNIT = re.compile(r"[^\d\s<>=~±][^\d<>=~±]*(?:\d(?![\d.,]))?[^\d<>=~±]*")
_PLUS_MINUS = re.compile(r"±|\+/-|\+-|\+ -")
DecimalSign = Literal[".", ","] | None


class _Read(NamedTuple):
    text: str
    low: float | None
    high: float | None
    approximate: bool = False
    unit: str | None = None
    remark: Remark | None = None


class _Unclear(ValueError):
    """A text that is no number that is understood here; the message says why."""


def number_readings(
    field: Field, cells: Sequence[Any], context: Context
) -> tuple[list[Reading], tuple[str, ...]]:
    """The readings of a column of whole numbers or quantities."""
    whole = field.type == "integer"
    sign = context.decimal_sign or decimal_sign(cells)
    notes = () if sign is None or whole else (f'"{sign}" read as the decimal sign',)

    def finished(read: _Read) -> Reading:
        if field.role == "age" and read.unit is not None:
            read = _in_years(read)
        remarks = [] if read.remark is None else [read.remark]
        for bound in (read.low, read.high):
            if bound is None:
                continue
            if field.minimum is not None and bound < field.minimum:
                remarks.append(Remark(f"is below {field.minimum:g}", "error"))
                break
            if field.maximum is not None and bound > field.maximum:
                remarks.append(Remark(f"is above {field.maximum:g}", "error"))
                break
            if whole and bound != int(bound):
                remarks.append(Remark("is no whole number", "error"))
                break
        if any(remark.severity == "error" for remark in remarks):
            read = _Read(read.text, None, None)
        values = (read.text, read.low, read.high, read.approximate)
        return Reading(values if whole else (*values, read.unit or field.unit), tuple(remarks))

    nothing = (None,) * (4 if whole else 5)

    def read_cell(cell: Any) -> Reading:
        if cell is None:
            return Reading(nothing)
        if isinstance(cell, int | float) and not isinstance(cell, bool) and math.isfinite(cell):
            return finished(_Read(_shown(float(cell)), float(cell), float(cell)))
        try:
            if isinstance(cell, Mapping):
                read = _parts(cell, field, sign, whole=whole)
            else:
                read = _text(cell_text(cell), field, sign, whole=whole)
        except _Unclear as error:
            return Reading(nothing, (Remark(str(error), "error"),))
        if isinstance(read, Gap):
            if read is Gap.UNKNOWN:
                return Reading((UNKNOWN, None, None, False, None)[: len(nothing)])
            return Reading(nothing, (LOST[read],) if read in LOST else ())
        return finished(read)

    return [read_cell(cell) for cell in cells], notes


def decimal_sign(cells: Iterable[Any]) -> DecimalSign:
    """The decimal sign of a column, by the cells that can have one only; None if none tells.

    "12,5" and "0,125" show a comma, "1,234.5" and "12.25" a full stop; "1,234" tells nothing.
    """
    votes = {".": 0, ",": 0}
    for cell in cells:
        if isinstance(cell, str):
            for match in _FIGURE.finditer(plain_digits(cell)):
                shown = _shows(_POWER.sub("", match["number"]))
                if shown:
                    votes[shown] += 1
    if not any(votes.values()) or votes["."] == votes[","]:
        return None
    return "." if votes["."] > votes[","] else ","


def _shows(number: str) -> DecimalSign:
    """The decimal sign that a number shows beyond doubt."""
    signs = [letter for letter in number if letter in ".,"]
    if not signs or (len(signs) > 1 and len(set(signs)) == 1):
        return None
    last = signs[-1]
    before, after = number.rsplit(last, 1)
    if len(set(signs)) == 2:
        return "." if last == "." else ","
    if len(after) != 3 or len(before) > 3 or before in ("", "0") or " " in before:
        return "." if last == "." else ","
    return None


def parse_number(text: str, sign: DecimalSign, *, whole: bool) -> float:
    """The value of one number in digits, with groups, decimals and powers of ten.

    Raises ValueError when its sign can be either of groups or of decimals and nothing tells.
    """
    power = _POWER.search(text)
    exponent = 0
    if power:
        exponent = int((power[1] or power[2]).replace("−", "-"))
        text = text[: power.start()]
    shown = _shows(text)
    if _INDIAN.fullmatch(text):
        digits = text.replace(",", "")
    elif shown is not None or ("." not in text and "," not in text):
        other = "," if shown == "." else "."
        digits = re.sub(r"['’\s٬]", "", text.replace(other, "")).replace(",", ".")
        if re.search(r"\s", text) and not _GROUPED.fullmatch(text):
            raise _Unclear("is more than one number")
    else:
        mark = "," if "," in text else "."
        if text.count(mark) > 1 or whole or (sign is not None and sign != mark):
            if not _GROUPED.fullmatch(text):
                raise _Unclear("is no number that is understood here")
            digits = text.replace(mark, "")
        elif sign == mark:
            digits = text.replace(mark, ".")
        else:
            raise _Unclear("can be a number of thousands or one with decimals")
    if exponent > 300 or len(digits) > 30:
        raise _Unclear("is a number too large to be meant")
    return float(f"{digits}e{max(exponent, -300)}")


def _text(text: str, field: Field, sign: DecimalSign, *, whole: bool) -> _Read | Gap:
    plain = plain_digits(text).casefold()
    if plain.isascii() and plain.isdigit() and len(plain) < 16:
        return _Read(str(int(plain)), float(plain), float(plain))
    words = _words()
    if not whole and plain in words["not_detected"]:
        remark = Remark("not detected, and no limit given: only its lower end is known", "note")
        return _Read("not detected", field.minimum, None, remark=remark)
    if not whole and plain in words["traces"]:
        return _Read("traces", field.minimum, None, approximate=True)
    named = _number_words().get(plain)
    if named is not None:
        return _Read(str(named), float(named), float(named))
    missing = gap(text)
    if missing is not None:
        return missing
    if len(text) > 200:
        raise _Unclear("is too long for a number")
    return _figures(plain, text, field, sign, whole=whole)


def _figures(plain: str, text: str, field: Field, sign: DecimalSign, *, whole: bool) -> _Read:
    plain = plain.replace("½", ".5").replace("−", "-").replace("٫", ".")
    # A hyphen between two numbers parts them; before one alone it is a minus.
    doubted = plain.endswith("?")
    plain = plain.rstrip(" ?")
    matches = list(_FIGURE.finditer(plain))
    if not 1 <= len(matches) <= 2:
        raise _Unclear("is no number" if not matches else "has more than two numbers in it")
    values = [parse_number(match["number"], sign, whole=whole) for match in matches]
    if matches[0]["sign"]:
        values[0] = -values[0]
    before = _tidy(plain[: matches[0].start()])
    after = _tidy(plain[matches[-1].end() :])
    written = text.rstrip(" ?")
    original_after = written[len(written) - len(plain[matches[-1].end() :]) :] if after else ""
    approximate, before = _taken(before, "about")
    approximate = approximate or doubted
    about_after, after = _taken(after, "about")
    approximate = approximate or about_after
    scale, after = _scaled(after)
    values = [value * scale for value in values]
    plus, after = _taken_after(after)
    if len(values) == 2:
        joint = _tidy(plain[matches[0].end() : matches[1].start()])
        return _two(values, before, joint, after, approximate, original_after)
    value = values[0]
    relation, before = _relation(before)
    if before:
        raise _Unclear("what stands before a number is not understood here")
    unit = _unit(original_after, after)
    about = "~" if approximate else ""
    low: float | None
    high: float | None
    if relation in ("more_than", "at_least") or plus:
        sign_shown = ">" if relation == "more_than" else "≥"
        shown, low, high = f"{sign_shown}{about}{_shown(value)}", value, None
        if relation == "more_than" and whole:
            low = value + 1
    elif relation in ("less_than", "at_most"):
        sign_shown = "<" if relation == "less_than" else "≤"
        shown, low, high = f"{sign_shown}{about}{_shown(value)}", field.minimum, value
        if relation == "less_than" and whole:
            high = value - 1
        if low is not None and high is not None and low > high:
            raise _Unclear("is below what is possible")
    else:
        shown, low, high = f"{about}{_shown(value)}", value, value
    return _Read(_with_unit(shown, unit), low, high, approximate, unit)


def _two(
    values: list[float], before: str, joint: str, after: str, approximate: bool, written: str
) -> _Read:
    one, two = values
    unit = _unit(written, after)
    if _PLUS_MINUS.fullmatch(joint.strip()):
        if before:
            raise _Unclear("what stands before a number is not understood here")
        shown = f"{_shown(one)}±{_shown(two)}"
        return _Read(_with_unit(shown, unit), one - two, one + two, approximate, unit)
    if before and before not in _words()["between"]:
        raise _Unclear("what stands before two numbers is not understood here")
    if joint not in ("-", "–", "—", "...", "..", "…", "/") and joint not in _words()["to"]:
        raise _Unclear("what stands between two numbers is not understood here")
    if joint == "/":
        raise _Unclear("cannot be told: a fraction or two numbers?")
    if one > two:
        raise _Unclear("is a range that ends below its start")
    about = "~" if approximate else ""
    shown = f"{about}{_shown(one)}–{_shown(two)}"
    return _Read(_with_unit(shown, unit), one, two, approximate, unit)


def _in_years(read: _Read) -> _Read:
    """An age in months, weeks or days as full years; a remark where its unit is none of time."""
    unit = (read.unit or "").casefold().strip(" .")
    if unit in _words()["age_decades"] and read.low == read.high and not (read.low or 1) % 10:
        first = read.low or 0.0
        return read._replace(text=f"{first:.0f}–{first + 9:.0f}", high=first + 9, unit=None)
    for divisor, words in _words()["age_units"].items():
        if unit in words:
            low, high = (
                None if bound is None else bound // int(divisor) for bound in (read.low, read.high)
            )
            if int(divisor) == 1:
                return read._replace(text=read.text.removesuffix(f" {read.unit}"), unit=None)
            return read._replace(low=low, high=high, unit=None)
    remark = Remark("has no unit of age that is known here; taken as years")
    return read._replace(unit=None, remark=remark)


def _parts(cell: Mapping[str, Any], field: Field, sign: DecimalSign, *, whole: bool) -> _Read | Gap:
    """A quantity in columns: a sign such as "<" and a value, two ends, a unit."""
    text = {part: cell_text(value) for part, value in cell.items()}
    unit = text.get("unit") or None
    lows, highs = text.get("low", ""), text.get("high", "")
    written = f"{text.get('sign', '')} {lows}".strip()
    if lows and highs and lows != highs:
        ends = [_text(end, field, sign, whole=whole) for end in (lows, highs)]
        known = [end for end in ends if isinstance(end, _Read)]
        if len(known) == 2 and known[0].low is not None and known[1].high is not None:
            low, high = known[0].low, known[1].high
            if low > high:
                raise _Unclear("is a range that ends below its start")
            shown = _with_unit(f"{_shown(low)}–{_shown(high)}", unit)
            return _Read(shown, low, high, any(end.approximate for end in known), unit)
    read = _text(written or highs, field, sign, whole=whole)
    if isinstance(read, Gap):
        return read
    unit = unit or read.unit
    return read._replace(
        unit=unit, text=_with_unit(read.text, unit) if not read.unit else read.text
    )


def _relation(before: str) -> tuple[str | None, str]:
    for relation in ("at_least", "at_most", "more_than", "less_than"):
        found, rest = _taken(before, relation)
        if found:
            return relation, rest
    return None, before


def _taken(text: str, key: str) -> tuple[bool, str]:
    """Whether one of a key's words is in a text in front of a number, and what is left of it."""
    for word in sorted(_words()[key], key=len, reverse=True):
        if text == word:
            return True, ""
        if text.endswith(f" {word}") or (text.endswith(word) and not word[0].isalpha()):
            return True, text[: -len(word)].strip()
        if text.startswith(f"{word} ") or (text.startswith(word) and not word[-1].isalpha()):
            return True, text[len(word) :].strip()
    return False, text


def _taken_after(after: str) -> tuple[bool, str]:
    for word in sorted(_words()["plus"], key=len, reverse=True):
        if after == word or after.startswith(f"{word} "):
            return True, after[len(word) :].strip()
    return False, after


def _scaled(after: str) -> tuple[int, str]:
    first, _, rest = after.partition(" ")
    for scale, words in _words()["scales"].items():
        if first in words and (first not in ("m", "k", "mil") or after == first == "k"):
            return int(scale), rest.strip()
    return 1, after


def _unit(written: str, after: str) -> str | None:
    """The unit as written, where what follows the number can be one."""
    if not after:
        return None
    unit = written.strip(" .;)") if written.casefold().strip(" .;)") == after else after
    if len(unit) > 30 or not _UNIT.fullmatch(unit):
        raise _Unclear("what stands after a number is not understood here")
    return unit


def _with_unit(shown: str, unit: str | None) -> str:
    return f"{shown} {unit}" if unit else shown


def _shown(value: float) -> str:
    """A number as a person would write it, in full."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return repr(value)


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" .;:,()") if text.strip() not in ("..", "...") else "..."


@functools.cache
def _words() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@functools.cache
def _number_words() -> dict[str, int]:
    return {
        unicodedata.normalize("NFC", word): int(number)
        for number, words in _words()["number_words"].items()
        for word in words
    }
