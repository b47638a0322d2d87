"""Reads TOML files that are mostly lists of words, in half the time.

The parser of the standard library takes one string after the other; the lists of a language pack
hold twenty thousand. A list of plain strings that is the value of a key is therefore read by an
expression and stands for the parser as one string, a private character and a number. Where such a
mark lands inside a longer text (an expression that looks like a list) its words are put back.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

_MARK = "\ue000"
_LIST = re.compile(r"""(?<==\ )\[\s*(?:"[^"\\\n]*"\s*,\s*)*"[^"\\\n]*"\s*,?\s*\]""", re.VERBOSE)
_ITEM = re.compile(r'"([^"]*)"')
_MARKED = re.compile(rf'"{_MARK}(\d+)"')


def read_lists(text: str) -> dict[str, Any]:
    """What ``tomllib.loads`` makes of a text.

    Raises tomllib.TOMLDecodeError where the text is no TOML.
    """
    if _MARK in text:
        return tomllib.loads(text)
    found: list[str] = []

    def keep(match: re.Match[str]) -> str:
        found.append(match[0])
        return f'"{_MARK}{len(found) - 1}"'

    short = _LIST.sub(keep, text)
    try:
        table: dict[str, Any] = _put_back(tomllib.loads(short), found)
    except tomllib.TOMLDecodeError:
        return tomllib.loads(text)  # whose message counts the lines as they stand
    return table


def _put_back(value: Any, found: list[str]) -> Any:
    if isinstance(value, str):
        if _MARK not in value:
            return value
        if value[0] == _MARK:
            return _ITEM.findall(found[int(value[1:])])
        return _MARKED.sub(lambda match: found[int(match[1])], value)
    if isinstance(value, dict):
        return {key: _put_back(each, found) for key, each in value.items()}
    if isinstance(value, list):
        return [_put_back(each, found) for each in value]
    return value
