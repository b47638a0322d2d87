"""Short names: acronyms that a text itself gives to an instrument ("the Orsk Peace Accord (OPA)").

Only where the letters are the initials of the instrument's own name, its head noun among them: in
"the Statute of the Verda Mediation Court (VMC)" the acronym is the court's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_BRACKET = re.compile(
    r"\A\s{1,12}\((?:[^()]{0,20}?[\s\"“'‘])?(?P<short>[A-Z][A-Z-]{1,9})[\"”'’]?\)"
)
_AT_END = re.compile(r"\s{1,12}\((?:[^()]{0,20}?[\s\"“'‘])?(?P<short>[A-Z][A-Z-]{1,9})[\"”'’]?\)\Z")
_WORD = re.compile(r"[^\W\d_]+")


def short_name(text: str, start: int, end: int, heads: Iterable[str]) -> str | None:
    """The acronym in brackets at the end of an instrument's name or right after it, or None.

    ``start`` and ``end`` are the name's span in ``text``, ``heads`` the head nouns in small
    letters.
    """
    within = _AT_END.search(text, start, end)
    match = within or _BRACKET.match(text[end : end + 40])
    if match is None:
        return None
    words = _WORD.findall(text[start : within.start() if within else end])
    short = match["short"].replace("-", "")
    return match["short"] if _initials(short, words, set(heads)) else None


def _initials(short: str, words: list[str], heads: set[str]) -> bool:
    """Whether an acronym is made of a name's initials, its head's and capitals' among them.

    The name may begin with words that only describe it ("formal Truce Accord").
    """
    if all(word.isupper() for word in words):
        capitals = 0  # no form tells names in a text all in capitals
    else:
        capitals = sum(word[0].isupper() for word in words)
    head = next((word[0].upper() for word in reversed(words) if word.lower() in heads), None)
    if head is None or head not in short or capitals > len(short):
        return False
    every = iter("".join(word[0].upper() for word in words))
    return len(short) > 1 and all(letter in every for letter in short)


def mentions(text: str, short: str, start: int) -> Iterator[tuple[int, int]]:
    """The spans of an acronym as a word of its own, from an offset on."""
    for match in re.finditer(rf"(?<![\w(/-]){re.escape(short)}(?![\w)/-])", text[start:]):
        yield start + match.start(), start + match.end()
