"""The words by which roles of states are told, from ``obligations.toml``."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from muniment.claims.around import SPACE
from muniment.claims.language import load_language


class Forms:
    """Words in small letters of which some stand for all that begin so ("violat*")."""

    def __init__(self, written: Sequence[str]) -> None:
        self.whole = frozenset(word for word in written if not word.endswith("*"))
        self.stems = tuple(word[:-1] for word in written if word.endswith("*"))

    def __contains__(self, word: str) -> bool:
        return word in self.whole or word.startswith(self.stems)


@dataclass(frozen=True, slots=True)
class Cues:
    """The lists of ``obligations.toml``, which says what each is."""

    patterns: dict[str, re.Pattern[str]]
    denied: Forms
    supposed: Forms
    organs: re.Pattern[str]
    organ_of: re.Pattern[str]
    articles: re.Pattern[str]
    agent: Forms
    other: Forms
    own: re.Pattern[str]
    passive: Forms
    clause: Forms
    speaking: Forms
    acts: Forms
    light: Forms
    linking: Forms
    pronouns: Forms
    nouns: Forms
    manner: Forms
    committing: Forms
    row: Forms
    relative: re.Pattern[str]
    member: re.Pattern[str]
    telling: re.Pattern[str]
    bounds: Forms
    whose: Forms
    conditions: Forms
    refuting: Forms
    claimed: Forms
    true: Forms
    standing: Forms
    being: Forms
    steps: Forms


@functools.cache
def cues_of(code: str) -> Cues:
    """The cues of a language, by its code."""
    table = load_language(code).table("obligations")
    kinds = ("breach", "duty", "joined", "signed")
    organs = _either(table["organs"])
    own = _either([*table["organs"], *table["deeds"]])
    return Cues(
        patterns={kind: _phrases(table[kind]) for kind in kinds},
        denied=Forms(table["denied"]),
        supposed=Forms(table["supposed"]),
        organs=re.compile(rf"(?:{SPACE}[a-z\-]+){{0,2}}{SPACE}(?:{organs})\b"),
        organ_of=re.compile(rf"\b(?:{own}){SPACE}(?:{_either(table['of'])}){SPACE}$"),
        articles=re.compile(rf"\b(?:{_either(table['articles'])}){SPACE}$"),
        agent=Forms(table["agent"]),
        other=Forms(table["other"]),
        own=_phrases(table["own"]),
        passive=Forms(table["passive"]),
        clause=Forms(table["clause"]),
        speaking=Forms(table["speaking"]),
        acts=Forms(table["acts"]),
        light=Forms(table["light"]),
        linking=Forms(table["linking"]),
        pronouns=Forms(table["pronouns"]),
        nouns=Forms(table["nouns"]),
        manner=Forms(table["manner"]),
        committing=Forms(table["committing"]),
        row=Forms(table["row"]),
        relative=re.compile(rf"\s*,?\s*(?:{_either(table['relative'])}){SPACE}"),
        member=re.compile(rf"{SPACE}(?:{_either(table['member'])})\b"),
        telling=re.compile(rf"\s*,?\s*(?:{_either(table['telling'])})\b[^,;:]*"),
        bounds=Forms(table["bounds"]),
        whose=Forms(table["of"]),
        conditions=Forms(table["conditions"]),
        refuting=Forms(table["refuting"]),
        claimed=Forms(table["claimed"]),
        true=Forms(table["true"]),
        standing=Forms(table["standing"]),
        being=Forms(table["being"]),
        steps=Forms(table["steps"]),
    )


def _either(phrases: Sequence[str]) -> str:
    """A pattern for one of several phrases, the longest first; for none where there are none."""
    ordered = sorted(phrases, key=len, reverse=True)
    return "|".join(re.escape(each).replace(r"\ ", SPACE) for each in ordered) or "(?!)"


def _phrases(phrases: Sequence[str]) -> re.Pattern[str]:
    """A pattern for phrases in small letters; "*" ends a word of which the rest is open."""
    each = [
        re.escape(phrase).replace(r"\*", r"\w*").replace(r"\ ", SPACE)
        for phrase in sorted(phrases, key=len, reverse=True)
    ]
    return re.compile(rf"(?<![\w\-])(?:{'|'.join(each) or '(?!)'})(?!\w)")
