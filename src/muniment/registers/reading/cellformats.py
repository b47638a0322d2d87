"""Number formats of spreadsheets: what a person sees of a stored number, and what it stands for.

Only what matters for telling a date from a number and for leading zeros, thousands, decimals and
percents is done; any other format shows the number as it is.
"""

from __future__ import annotations

import datetime
import functools
import re
from typing import Literal

Meaning = Literal["number", "date", "time", "datetime", "duration"]
_BUILT_IN = {
    9: "0%", 10: "0.00%", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "dd/mm/yyyy h:mm",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    **dict.fromkeys([*range(27, 32), 36, *range(50, 55), 57, 58], "yyyy-mm-dd"),
}  # fmt: skip
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATE_PART = re.compile(
    r"y+|m+|d+|h+|s+|am/pm|a/p|\[h+\]|\[m+\]|\[s+\]|.", re.IGNORECASE | re.DOTALL
)
_ZEROS = re.compile(r"0+")
_NUMBER = re.compile(r"(?P<whole>[#,0 ]*0[#,0 ]*)(?:\.(?P<decimals>[0#]+))?(?P<percent>%)?")
_LAST_SERIAL = 2_958_466
_NO_DAY = "1900-02-29"
"""What spreadsheets show as day 60, which no calendar has."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def format_code(identifier: int, own: dict[int, str]) -> str:
    """The format of a number format's identifier; "General" where it is not known."""
    return own.get(identifier) or _BUILT_IN.get(identifier, "General")


@functools.lru_cache(maxsize=4096)
def meaning(code: str) -> Meaning:
    """What numbers under a format are."""
    bare = _QUOTED.sub("", code.split(";")[0]).lower()
    if re.search(r"\[(h+|m+|s+)\]", bare):
        return "duration"
    if "general" in bare or "@" in bare or "e+" in bare or not re.search(r"[ymdhs]", bare):
        return "number"
    bare = bare.replace("am/pm", "").replace("a/p", "")
    day = bool(re.search(r"[yd]", bare)) or ("m" in bare and not re.search(r"[hs]", bare))
    clock = bool(re.search(r"[hs]", bare))
    return "datetime" if day and clock else "date" if day else "time"


def plain(number: str) -> str:
    """A stored number without needless digits: "12.0" is 12, "1E3" is 1000, 0.1+0.2 is 0.3."""
    if number.isdecimal() and len(number) <= 15 and (number[0] != "0" or number == "0"):
        return number
    try:
        value = float(number)
    except ValueError:
        return number
    if value != value or value in (float("inf"), float("-inf")):
        return number
    if value == int(value) and abs(value) < 1e16:
        return str(int(value))
    text = f"{value:.15g}"
    return text if "e" not in text else f"{value:.15f}".rstrip("0") if abs(value) < 1 else text


@functools.lru_cache(maxsize=65_536)
def render(number: str, code: str, since_1904: bool) -> tuple[str, str | None, str]:
    """What is shown of a stored number, what is to be understood (None: the same), its type.

    The type is a letter of ``model.Sheet.types``. A serial number that is no day of the calendar
    stays a number.
    """
    bare = plain(number)
    kind = meaning(code)
    if kind != "number":
        if not since_1904 and bare.partition(".")[0] == "60":
            return _NO_DAY, None, "d"
        moment = _moment(bare, since_1904)
        if moment is not None:
            return _shown_date(moment, bare, code, kind)
    shown = _shown_number(bare, code)
    padded = shown != bare and shown.lstrip("0") == bare.lstrip("0")
    return shown, (None if padded or shown == bare else bare), "n"


def _moment(number: str, since_1904: bool) -> datetime.datetime | None:
    try:
        serial = float(number)
    except ValueError:
        return None
    if since_1904:
        serial += 1462
    if not 0 <= serial < _LAST_SERIAL or 60 <= serial < 61:
        return None
    first = datetime.datetime(1899, 12, 31 if serial < 60 else 30)
    return first + datetime.timedelta(seconds=round(serial * 86_400))


def _shown_date(
    moment: datetime.datetime, number: str, code: str, kind: Meaning
) -> tuple[str, str | None, str]:
    if kind == "duration":
        seconds = round(float(number) * 86_400)
        shown = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        return shown, None, "d"
    if float(number) < 1 and kind == "date":
        return _shown_number(number, "General"), None, "n"
    shown = _write_date(moment, code)
    if kind == "time":
        understood = f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
    elif kind == "date" or (moment.hour == moment.minute == moment.second == 0):
        understood = f"{moment.year:04}-{moment:%m-%d}"
    else:
        understood = f"{moment.year:04}-{moment:%m-%dT%H:%M:%S}"
    return shown, (understood if understood != shown else None), "d"


def _write_date(moment: datetime.datetime, code: str) -> str:
    """A moment as a format shows it; month names in English."""
    section = re.sub(r"\[[^\]]*\]", "", code.split(";")[0]).replace("_-", "")
    literal = re.sub(r'"([^"]*)"|\\(.)', _keep, section)
    out: list[str] = []
    parts = _DATE_PART.findall(literal)
    half = bool(re.search(r"am/pm|a/p", literal, re.IGNORECASE))
    for place, part in enumerate(parts):
        low = part.lower()
        if part[0] >= "\ue000":
            out.append(chr(ord(part[0]) - 0xE000))
        elif low[0] == "y":
            out.append(f"{moment.year:04}" if len(low) > 2 else f"{moment.year % 100:02}")
        elif low[0] == "m" and low == "m" * len(low):
            out.append(_month_or_minute(moment, low, parts, place))
        elif low[0] == "d":
            names = f"{moment:%a}", f"{moment:%A}"
            out.append(_padded(moment.day, low) if len(low) < 3 else names[len(low) > 3])
        elif low[0] == "h":
            out.append(_padded((moment.hour % 12 or 12) if half else moment.hour, low))
        elif low[0] == "s":
            out.append(_padded(moment.second, low))
        elif low in ("am/pm", "a/p"):
            out.append("AM" if moment.hour < 12 else "PM")
        else:
            out.append("" if part in "@;*" else part)
    return "".join(out).strip()


def _keep(match: re.Match[str]) -> str:
    """Literal text of a format, moved out of the way of its letters."""
    return "".join(
        chr(0xE000 + ord(char)) if ord(char) < 0x1800 else char
        for char in match[1] or match[2] or ""
    )


def _month_or_minute(moment: datetime.datetime, low: str, parts: list[str], place: int) -> str:
    before = next((p for p in reversed(parts[:place]) if p[0].isalpha()), "")
    after = next((p for p in parts[place + 1 :] if p[0].isalpha()), "")
    if len(low) < 3 and (before[:1].lower() == "h" or after[:1].lower() == "s"):
        return _padded(moment.minute, low)
    if len(low) < 3:
        return _padded(moment.month, low)
    return _MONTHS[moment.month - 1] if len(low) == 3 else f"{moment:%B}"


def _padded(number: int, pattern: str) -> str:
    return f"{number:02}" if len(pattern) > 1 else str(number)


def _shown_number(number: str, code: str) -> str:
    if code in ("General", "@", "") or number.startswith("-"):
        return number
    match = _NUMBER.fullmatch(_QUOTED.sub("", code.split(";")[0]).strip())
    if match is None or "e" in number.lower():
        return number
    value = float(number) * (100 if match["percent"] else 1)
    decimals = len(match["decimals"] or "")
    whole = match["whole"]
    if abs(value) >= 1e15:
        return number
    text = f"{value:,.{decimals}f}" if "," in whole else f"{value:.{decimals}f}"
    zeros = whole.replace(",", "").count("0")
    digits, point, rest = text.partition(".")
    if "," not in whole:
        digits = digits.zfill(zeros)
    return digits + point + rest + (match["percent"] or "")
