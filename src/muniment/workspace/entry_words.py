"""Words of the history: sealed whatever they are about, and opened for those who may read them.

An entry is never changed, so that what is plain in it stays plain when its source becomes
restricted. Therefore every reason and every text of a detail is sealed before it is chained; only
facts (who, what, keys, hashes, numbers, dates, choices) can be read without the workspace's key.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from muniment.workspace.opened import opened
from muniment.workspace.sealing import MARK, SealBroken, looks_sealed

Json = dict[str, Any]
FACTS = frozenset(
    """account active administrator against approval asked_by assessment audience by code
    collection date digest documents entry event expired factor factors fields files format found
    from head how kept kind language list lists mapping muniment period reading registers
    relation revision scopes sealed_sha256 sensitivity sha256 sources standard state status
    statuses supersedes to tree verdict version what who""".split()
)
"""Names of what says nothing in anybody's own words. A text under any other name is sealed."""
NEVER = ("obtained_from",)
"""What no reader of the history is told."""


@dataclass(frozen=True, slots=True)
class Words:
    """What an entry tells, as it was written; what does not open stays sealed."""

    detail: Json
    reason: str


def closed_detail(detail: Mapping[str, Any], number: int) -> Json:
    """The detail of an entry as it is kept. What its subject keeps sealed is kept the same."""
    return {name: _closed(name, value, number) for name, value in detail.items()}


def closed_text(text: str, number: int) -> str:
    """A text of an entry as it is kept."""
    if not text or looks_sealed(text):
        return text
    return opened().sealer.seal(text, place_of(number))


def place_of(number: int) -> str:
    """Where the texts of an entry are sealed for."""
    return f"history:{number}"


def words_of(number: int, subject: str, detail: str, reason: str) -> Words:
    """The words of an entry as it is kept, opened."""
    try:
        kept = json.loads(detail)
    except ValueError:
        kept = {}
    if not isinstance(kept, dict):
        kept = {}
    return Words(
        {name: _opened(number, subject, name, value) for name, value in kept.items()},
        _opened_text(number, subject, "reason", reason),
    )


def _closed(name: str, value: object, number: int) -> object:
    if isinstance(value, Mapping):
        return {each: _closed(each, inner, number) for each, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_closed(name, each, number) for each in value]
    if isinstance(value, str) and name not in FACTS:
        return closed_text(value, number)
    return value


def _opened(number: int, subject: str, name: str, value: object) -> object:
    if isinstance(value, dict):
        return {each: _opened(number, subject, each, inner) for each, inner in value.items()}
    if isinstance(value, list):
        return [_opened(number, subject, name, each) for each in value]
    return _opened_text(number, subject, name, value) if isinstance(value, str) else value


def _opened_text(number: int, subject: str, name: str, text: str) -> str:
    if not text.startswith(MARK) or name in NEVER:
        return text
    for place in (place_of(number), *_own_places(subject, name)):
        try:
            return opened().sealer.open(text, place)
        except SealBroken:
            continue
    return text


def _own_places(subject: str, name: str) -> Iterator[str]:
    """Where what an entry is about keeps the same text sealed."""
    kind, _, rest = subject.partition(":")
    document, _, part = rest.partition(":")
    source = document.rpartition("-")[0]
    if kind == "claim":
        yield f"source:{source}:{document}:claim:{part}"
    elif kind == "finding":
        yield f"source:{source}:{document}:finding:{part}:{name}"
    elif kind == "source":
        yield f"source:{rest}:{name}"
    else:
        yield f"{subject}:{name}"
