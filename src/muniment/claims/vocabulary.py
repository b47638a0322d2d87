"""Vocabulary: which words of a language mean the same thing, and which say what a text is about."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import NamedTuple

from muniment.claims.around import NEVER
from muniment.claims.expressions import Expression, Expressions
from muniment.claims.language import load_language

# Stems are kept for so many words of the documents read before they are forgotten.
MOST_STEMS = 20_000

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")


class Vocabulary(NamedTuple):
    """What ``comparison.toml`` knows of a language.

    ``things`` and ``happenings`` map a word in lower case to the key of its set of synonyms;
    ``cues`` maps a cue's name to one expression for all its forms, ``forms`` the name of a turn of
    words to its expression.
    """

    stop: frozenset[str]
    irregular: dict[str, str]
    suffixes: tuple[str, ...]
    plurals: dict[str, str]
    things: dict[str, str]
    happenings: dict[str, str]
    causes: dict[str, str]
    happening_nouns: dict[str, str]
    this_start: Expression
    possession: Expression
    whose: frozenset[str]
    members: frozenset[str]
    no_speakers: frozenset[str]
    named_source: Expression
    weekdays: frozenset[str]
    moments: frozenset[str]
    relative_days: dict[str, str]
    relative: Expression
    parts_of_day: frozenset[str]
    parts_of_place: frozenset[str]
    relative_starts: frozenset[str]
    yearly_starts: frozenset[str]
    happening_phrases: dict[str, str]
    any_happening_phrase: Expression
    lasting: frozenset[str]
    near_happenings: frozenset[frozenset[str]]
    elided: frozenset[str]
    military: frozenset[str]
    armed: frozenset[str]
    either_side: frozenset[str]
    any_things: frozenset[str]
    remains: frozenset[str]
    same_with: frozenset[str]
    amounting: frozenset[str]
    sureness: frozenset[str]
    serving: frozenset[str]
    means: frozenset[str]
    linking_means: frozenset[str]
    gerunds: tuple[str, ...]
    room: frozenset[str]
    linking_for: frozenset[str]
    naming: frozenset[str]
    parts_of_year: dict[str, str]
    coming_about: frozenset[str]
    adverbs: tuple[str, ...]
    pointing: frozenset[str]
    ways: dict[str, str]
    events: frozenset[str]
    lacking: frozenset[str]
    losing: frozenset[str]
    people: frozenset[str]
    groups: frozenset[str]
    just_people: frozenset[str]
    tell_apart: frozenset[str]
    directions: frozenset[str]
    kinds: frozenset[str]
    actors: frozenset[str]
    ordinals: frozenset[str]
    linking: frozenset[str]
    no_names: frozenset[str]
    leaving_out: Expression
    numbers: frozenset[str]
    own: frozenset[str]
    other: frozenset[str]
    watching: frozenset[str]
    inflicting: frozenset[str]
    passive: frozenset[str]
    definite: dict[str, str]
    cues: Expressions
    forms: Expressions
    stems: dict[str, str]
    happening_stems: dict[str, str]

    def stem(self, word: str) -> str:
        """A word in lower case without its ending: "burned" and "burning" are both "burn"."""
        word = word.lower()
        stem = self.stems.get(word)
        if stem is None:
            if len(self.stems) >= MOST_STEMS:
                self.stems.clear()
            stem = self.stems[word] = self._stem(word)
        return stem

    def _stem(self, word: str) -> str:
        word = word.replace("’", "'").removesuffix("'s").removesuffix("'")
        if word in self.irregular:
            return _bare(self.irregular[word])
        for plural, singular in self.plurals.items():
            if word.endswith(plural):
                return word.removesuffix(plural) + singular
        for suffix in self.suffixes:
            if word.endswith(suffix) and len(word) - len(suffix) >= 3:
                base = word.removesuffix(suffix)
                if suffix in ("ied", "ies"):
                    return base + "y"
                if suffix == "s" and base.endswith(("s", "u", "i")):
                    return word
                doubled = len(base) > 3 and base[-1] == base[-2] and base[-1] not in "lsz"
                base = base[:-1] if doubled else base
                return _bare(base)
        return _bare(word)

    def thing(self, word: str) -> str:
        """The key of the thing that a noun names."""
        lower = word.lower()
        return self.things.get(lower) or self.stem(lower)

    def happening_of(self, stem: str) -> str:
        """The key of the happening that a stem says, or the empty text."""
        if not self.happening_stems:
            self.happening_stems.update(
                (self.stem(word), key) for word, key in self.happenings.items()
            )
        return self.happening_stems.get(stem, "")

    def happening_words(self, text: str) -> list[str]:
        """The words of a text, phrases for a happening as the one word that says the same."""
        lower = text.lower()
        if self.any_happening_phrase.search(lower):
            for phrase, word in self.happening_phrases.items():
                lower = re.sub(rf"\b{phrase}\b", word, lower)
        return words_of(lower)

    def content(self, text: str) -> list[str]:
        """The keys of the words of a text that say what it is about, in order."""
        found = []
        for word in _WORD.findall(text):
            lower = word.lower()
            if lower in self.stop or len(word) == 1 or lower.partition("-")[0] in self.numbers:
                continue
            found.append(self.thing(lower))
        return found


def _bare(word: str) -> str:
    """A word of five letters or more without its last "e"."""
    return word.removesuffix("e") if len(word) > 4 else word


def words_of(text: str) -> list[str]:
    """The words of a text."""
    return _WORD.findall(text)


@functools.cache
def vocabulary(code: str) -> Vocabulary:
    """The vocabulary of a language pack."""
    table = load_language(code).table("comparison")
    places, sides = table["places"], table["sides"]
    numbers = load_language(code).table("numbers")
    return Vocabulary(
        stop=_set(table["stop"]),
        irregular=table["irregular"],
        suffixes=tuple(table["suffixes"]),
        plurals=dict(ending.split() for ending in table["plurals"]),
        things=_keys(table["things"]),
        happenings=_keys(table["happenings"]),
        weekdays=_set(table["days"]["weekdays"]),
        moments=frozenset(table["days"]["moments"]),
        relative_days=_keys(table["days"]["relative"]),
        relative=Expression(table["days"]["phrase"]),
        parts_of_day=_set(table["days"]["parts"]),
        parts_of_place=_set(table["places"]["parts"]),
        named_source=Expression(table["sources"]["named"]),
        no_speakers=_set(table["sources"]["no_speakers"]),
        possession=Expression(table["possession"]["verbs"]),
        whose=_set(table["possession"]["whose"]),
        members=_set(table["possession"]["members"]),
        this_start=Expression(table["starts"]["this"]),
        happening_nouns=_keys(table["happening_nouns"]),
        causes=_keys(table["causes"]),
        relative_starts=_set(table["starts"]["relative"]),
        yearly_starts=_set(table["starts"]["yearly"]),
        happening_phrases=table["happening_phrases"],
        any_happening_phrase=Expression(
            _any(rf"\b{phrase}\b" for phrase in table["happening_phrases"])
        ),
        lasting=_set(table["lasting_happenings"]["words"]),
        near_happenings=frozenset(
            frozenset(pair.split()) for pair in table["near_happenings"]["pairs"]
        ),
        elided=_set(table["elided"]["words"]),
        military=_set(table["elided"]["military"]),
        any_things=_set(table["elided"]["any"]),
        armed=_set(table["kinds_of_people"]["armed"]),
        either_side=_set(table["kinds_of_people"]["either_side"]),
        people=_set(table["kinds_of_people"]["words"]),
        groups=_set(table["kinds_of_people"]["groups"]),
        just_people=_set(table["kinds_of_people"]["just_people"]),
        remains=_set(table["elided"]["remains"]),
        tell_apart=_set(places["tell_apart"]),
        same_with=_set(places["same_with"]),
        amounting=_set(sides["amounting"]),
        adverbs=tuple(places["adverbs"].split()),
        pointing=_set(table["elided"]["pointing"]),
        coming_about=_set(sides["coming_about"]),
        means=_set(sides["means"]),
        linking_means=_set(sides["linking_means"]),
        gerunds=tuple(sides["gerunds"].split()),
        serving=_set(sides["serving"]),
        room=_set(sides["room"]),
        linking_for=_set(sides["linking_for"]),
        naming=_set(sides["naming"]),
        parts_of_year=table["days"]["parts_of_year"],
        sureness=_set(table["kinds_of_people"]["sureness"]),
        ways=_keys(sides["ways"]),
        events=_set(table["lasting_happenings"]["events"]),
        lacking=_set(sides["lacking"]),
        losing=_set(sides["losing"]),
        directions=_set(places["directions"]),
        kinds=_set(places["kinds"]),
        actors=_set(sides["actors"]),
        ordinals=_set(places["ordinals"]),
        linking=_set(places["linking"]),
        no_names=_set(places["no_names"]),
        leaving_out=Expression(places["leaving_out"]),
        numbers=frozenset([*numbers["cardinals"], *numbers["scales"]]),
        own=_set(sides["own"]),
        other=_set(sides["other"]),
        watching=_set(sides["watching"]),
        inflicting=_set(sides["inflicting"]),
        passive=_set(sides["passive"]),
        definite={
            word: name for name, words in table["definite"].items() for word in words.split()
        },
        cues=Expressions({name: _any(forms) for name, forms in table["cues"].items()}),
        forms=Expressions(table["forms"]),
        stems={},
        happening_stems={},
    )


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _keys(sets: dict[str, str]) -> dict[str, str]:
    return {word: key for key, words in sets.items() for word in words.split()}


def _any(forms: Iterable[str]) -> str:
    return "|".join(f"(?:{form})" for form in forms) or NEVER
