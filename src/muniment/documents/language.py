"""Which language a text is in: by its script and its most frequent short words."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

UNDETERMINED = "und"
_SAMPLE = 20_000
_WORD = re.compile(r"[^\W\d_]+")
_PUNCTUATION = frozenset("“”„‘’‚«»–—…•·°§№€£\xa0\u2009\u202f")
_LEAST_WORDS = 6
_LEAST_SHARE = 0.08
_LEAST_DIFFERENT = 2


class Profile(NamedTuple):
    """A language: its English name, script, frequent words, letters beyond a to z."""

    name: str
    script: str
    words: frozenset[str]
    letters: frozenset[str]


@lru_cache(maxsize=1)
def profiles() -> Mapping[str, Profile]:
    """The profiles of the languages that are told apart, by ISO 639-1 code."""
    source = files("muniment.documents") / "languages" / "profiles.toml"
    tables = tomllib.loads(source.read_text(encoding="utf-8"))
    return {
        code: Profile(
            name=table["name"],
            script=table["script"],
            words=frozenset(table["words"].split()),
            letters=frozenset(table["letters"]),
        )
        for code, table in tables.items()
    }


def language_name(code: str) -> str:
    """The English name of a language; its code where the name is not known."""
    profile = profiles().get(code)
    return code if profile is None else profile.name


def detect_language(text: str) -> str:
    """The ISO 639-1 code of the language of a text, or "und".

    The text's main script leaves some languages to choose from; among them the one wins whose
    frequent words and own letters make up most of the text. A text with too few words, or in
    which no language's words are frequent, is undetermined; one frequent word proves nothing.
    Names are left out: a list of places abroad is still in its author's language.
    """
    words = _words(_without_names(text[:_SAMPLE]))
    total = sum(words.values())
    if not total:
        return UNDETERMINED
    script = _main_script(words)
    choices = {code: each for code, each in profiles().items() if each.script == script}
    if len(choices) == 1:
        return next(iter(choices))
    if total < _LEAST_WORDS:
        return UNDETERMINED
    scores = {code: _share(words, total, each) for code, each in choices.items()}
    if not scores:
        return UNDETERMINED
    best = max(scores, key=lambda code: scores[code])
    if scores[best] < _LEAST_SHARE or len(choices[best].words & words.keys()) < _LEAST_DIFFERENT:
        return UNDETERMINED
    return best


def reads_like(text: str) -> float:
    """How well a text reads in the best fitting language, from 0 to 2.

    The share of its words that are frequent in that language plus the share of its letters and
    other signs beyond ASCII that this language has: what encodings are compared by.
    """
    words = _words(text)
    total = max(1, sum(words.values()))
    signs = Counter(char.lower() for char in text if char > "\x7f" and char not in _PUNCTUATION)
    count = max(1, signs.total())
    return max(
        _share(words, total, each)
        + sum(number for sign, number in signs.items() if _has_letter(each, sign)) / count
        for each in profiles().values()
    )


def _has_letter(profile: Profile, sign: str) -> bool:
    if profile.letters:
        return sign in profile.letters
    return profile.script != "LATIN" and sign.isalpha() and _script(sign[0]) == profile.script


def _without_names(text: str) -> str:
    """The text without its capitalised words, unless most words are: "La Paz" tells nothing."""
    words = _WORD.findall(text)
    small = [word for word in words if not word[0].isupper()]
    return text if len(small) * 2 < len(words) and _capitals(words) else " ".join(small)


def _capitals(words: list[str]) -> bool:
    """True where most words are written in capitals throughout, as in wire translations."""
    return sum(word.isupper() for word in words) * 2 > len(words)


def _words(text: str) -> Counter[str]:
    return Counter(found.lower() for found in _WORD.findall(text))


def _share(words: Counter[str], total: int, profile: Profile) -> float:
    return sum(number for word, number in words.items() if word in profile.words) / total


def _main_script(words: Counter[str]) -> str:
    scripts: Counter[str] = Counter()
    for word, number in words.items():
        scripts[_script(word[0])] += number
    return max(sorted(scripts), key=lambda each: scripts[each])


@lru_cache(maxsize=4096)
def _script(char: str) -> str:
    if char.isascii():
        return "LATIN"
    return unicodedata.name(char, "?").split()[0]
