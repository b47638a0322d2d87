"""Cells that a spreadsheet would take for a formula, made plain text, and back.

A cell that begins with one of = + - @, a tab or a line break may be run as a formula when a CSV is
opened (OWASP, "CSV Injection"). Such a cell gets an apostrophe before it, and so does one that has
apostrophes before such a sign already; taking one apostrophe away gives the text again exactly.
Numbers and telephone numbers that are nothing but signs, digits and blanks stay as they are.
"""

from __future__ import annotations

import re
from typing import Any

_STARTS = re.compile(r"'*\s*[=+\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile(r"''*\s*[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d[\d .,]*")


def neutralise(text: str) -> str:
    """The text so that no spreadsheet runs it."""
    if not _STARTS.match(text) or _NUMBER.fullmatch(text):
        return text
    return f"'{text}"


def restore(text: str) -> str:
    """The text that ``neutralise`` was given."""
    return text[1:] if _GUARDED.match(text) else text


def restore_column(texts: Any) -> Any:
    """A pyarrow array of texts with ``restore`` done to each."""
    import pyarrow.compute as pc

    pattern = f"(?s)^{_GUARDED.pattern}"
    guarded = pc.fill_null(pc.match_substring_regex(texts, pattern), False)
    if not pc.any(guarded).as_py():
        return texts
    return pc.if_else(guarded, pc.utf8_slice_codeunits(texts, 1), texts)
