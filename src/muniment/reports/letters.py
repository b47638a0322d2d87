"""Letters made safe to show: controls shown, directions kept apart, widths known."""

from __future__ import annotations

import re
import unicodedata

_SAMPLE = 4_000
"""The letters that tell a document's direction, in characters."""

_NAMED_CONTROLS = {
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
}
# Everything that could steer a terminal or a browser, or hide words: C0 and C1 controls but for
# tab and line feed, bidirectional overrides and isolates, invisible operators, interlinear
# anchors, language tags, noncharacters and lone surrogates. Soft hyphens, joiners and the plain
# left-to-right and right-to-left marks are part of ordinary writing and stay.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2061-\u206f"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff]")
_SPACE = re.compile(r"\s+")


def name_control(character: str) -> str:
    """What is shown in place of a control character: "⟨RLO⟩", "␛", "⟨U+0085⟩"."""
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return f"\u27e8{_NAMED_CONTROLS.get(character, f'U+{code:04X}')}\u27e9"


def visible(text: str) -> str:
    """The text with every control character shown, none interpreted."""
    return _CONTROLS.sub(lambda match: name_control(match.group()), text)


def split_controls(text: str) -> list[tuple[bool, str]]:
    """The text in pieces: (True, what is shown) for a control character, else (False, text).

    A carriage return, half a line end in many files, is a space.
    """
    pieces: list[tuple[bool, str]] = []
    text = text.replace("\r", " ")
    at = 0
    for match in _CONTROLS.finditer(text):
        if match.start() > at:
            pieces.append((False, text[at : match.start()]))
        pieces.append((True, name_control(match.group())))
        at = match.end()
    if at < len(text):
        pieces.append((False, text[at:]))
    return pieces


def one_line(text: str) -> str:
    """The text on one line: runs of white space as one space, controls shown."""
    return visible(_SPACE.sub(" ", text.replace("\r", " ")).strip())


def right_to_left(text: str) -> bool:
    """Whether some of the text is written from right to left."""
    return _RIGHT_TO_LEFT.search(text) is not None


def mostly_right_to_left(text: str) -> bool:
    """Whether most letters near the beginning of a text are written from right to left."""
    sample = text[:_SAMPLE]
    return 2 * len(_RIGHT_TO_LEFT.findall(sample)) > sum(map(str.isalpha, sample))


def isolate(text: str) -> str:
    """Text with right-to-left letters between isolates, so that its neighbours keep their order."""
    return f"\u2068{text}\u2069" if right_to_left(text) else text


def display_width(text: str) -> int:
    """The columns that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.combining(c) or unicodedata.category(c) == "Cf"
        else 2
        if unicodedata.east_asian_width(c) in "WF"
        else 1
        for c in text
    )
