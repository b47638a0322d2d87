"""Headings of columns of results: what was measured, and in what unit."""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path

from muniment.registers.folding import fold

_DATA = Path(__file__).parent / "wideheadings.toml"
_BRACKETED = re.compile(r"[(\[{（]([^()\[\]{}（）]*)[)\]}）]\s*$")
_APART = re.compile(r"\s*(?:,|;|:|/|\n|\s[-–—]\s)\s*")


def unit_of(heading: str) -> tuple[str, str | None]:
    """A heading without the unit that ends it, and the unit as written; None where there is none.

    "Nitrate (mg/L)", "Fe, мкг/л", "EC µS/cm" and "BOD5 / mg O2/L" have one.
    """
    text = " ".join(heading.split())
    if bracketed := _BRACKETED.search(text):
        name = text[: bracketed.start()].strip(" ,;:/-–—")
        if name and is_unit(bracketed[1]):
            return name, bracketed[1].strip()
    cuts = [(match.start(), match.end()) for match in _APART.finditer(text)]
    cuts += [(match.start(), match.end()) for match in re.finditer(r"\s+", text)]
    for start, end in sorted(set(cuts)):
        name, unit = text[:start].strip(" ,;:/-–—"), text[end:].strip(" ,;:/")
        if name and is_unit(unit):
            return name, unit
    return text, None


def is_unit(text: str) -> bool:
    """Whether a text is a unit of measurement."""
    return fold(text) in _words("units") and bool(text.strip())


def is_parameter(name: str) -> bool:
    """Whether a text without its unit names what laboratories measure in water."""
    bare = _BRACKETED.sub("", name).strip()
    known = _words("parameters")
    return any(fold(each) in known for each in (name, bare) if each)


@functools.cache
def _words(key: str) -> frozenset[str]:
    return frozenset(fold(word) for word in tomllib.loads(_DATA.read_text(encoding="utf-8"))[key])
