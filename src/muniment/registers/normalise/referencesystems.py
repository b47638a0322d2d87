"""Reference systems of coordinates, by the names and codes that people give them."""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from muniment.registers.folding import fold

_FILE = Path(__file__).parent / "positionwords.toml"
_ZONE = re.compile(r"(?:zone?|зона|fuseau|huso|\b)\s*(\d{1,2})\s*([C-HJ-NP-X]?)\s*$", re.IGNORECASE)
_EPSG = re.compile(r"(?:epsg\s*:?\s*)?(\d{4,5})", re.IGNORECASE)


class System(NamedTuple):
    """A reference system: "wgs84", "pulkovo_1942", "utm", "gauss_krueger", "mgrs" or "other".

    ``zone`` and, for UTM, ``band`` (a latitude band, or N or S for a hemisphere) where given.
    """

    name: str
    zone: int | None = None
    band: str = ""


@functools.lru_cache(maxsize=1024)
def system_of(text: str) -> System | None:
    """The system that a text names; None where it names none, "other" for one not known here."""
    if not text.strip():
        return None
    known = _names()
    if fold(text) in known:
        return System(known[fold(text)])
    code = _EPSG.fullmatch(text.strip())
    if code:
        return _by_code(int(code[1]))
    zone = _ZONE.search(text)
    if zone:
        name = known.get(fold(text[: zone.start()]))
        if name in ("utm", "gauss_krueger", "pulkovo_1942"):
            name = "gauss_krueger" if name == "pulkovo_1942" else name
            return System(name, int(zone[1]), zone[2].upper())
    return System("other")


def _by_code(code: int) -> System:
    if 32601 <= code <= 32660:
        return System("utm", code - 32600, "N")
    if 32701 <= code <= 32760:
        return System("utm", code - 32700, "S")
    if 28402 <= code <= 28432:
        return System("gauss_krueger", code - 28400)
    return System("other")


@functools.cache
def _names() -> dict[str, str]:
    return {fold(name): key for key, names in words()["systems"].items() for name in names}


@functools.cache
def words() -> dict[str, Any]:
    """The words of the data file, by section."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
