"""The event lexicon: which words of a sentence say that something happened, and how."""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

from muniment.claims.inflection import Inflection, inflection
from muniment.claims.language import load_language
from muniment.claims.tokens import tokenize

_FORMS = ("base", "third", "past", "ing", "participle")
_OBJECTS = {
    "transitive": None,
    "of_persons": "persons",
    "of_things": "things",
    "of_captives": "captives",
    "of_remains": "remains",
    "of_mines": "mines",
    "of_weapons": "weapons",
    "of_land": "land",
}
_SUBJECTS = {
    "intransitive": None,
    "persons_do": "persons",
    "munitions_do": "munitions",
    "weapons_do": "weapons",
    "forces_do": "forces",
    "things_do": "things",
}
UNSURE = "?"
"""Stands after words of the sentence before, which a figure may or may not count."""
_AS_WRITTEN = frozenset({"neither", "alive", "times", "armed", "bursting"})
_NARROW = ("captives", "remains", "mines", "land", "weapons", "forces")
_RANK: dict[str | None, int] = {
    "munitions": -1,
    **dict.fromkeys(_NARROW, 0),
    "persons": 1,
    "things": 1,
    None: 2,
}
"""The narrower the class of objects that a reading needs, the earlier it is tried."""


class Reading(NamedTuple):
    """One way to read a word or phrase of the lexicon.

    ``kind`` is "verb" (what happens to its object), "do" (what its subject does), "noun",
    "state", "name" (of a person or thing) or "phrase"; ``form`` a verb's form; ``objects`` the
    class of objects, or for "do" of subjects, that it needs.
    """

    event: str
    kind: str
    form: str | None = None
    objects: str | None = None


class Anchor(NamedTuple):
    """A word or phrase of the lexicon in a row: token indexes (inclusive) and its readings."""

    first: int
    last: int
    readings: tuple[Reading, ...]

    def kinds(self, *kinds: str) -> list[Reading]:
        """The readings of some kinds."""
        return [reading for reading in self.readings if reading.kind in kinds]

    def general(self) -> list[Reading]:
        """The readings that need no class of objects, then the others."""
        return sorted(self.readings, key=lambda reading: reading.objects is not None)


class EventLexicon(NamedTuple):
    """The readings of each phrase, and by first word the lengths of phrases, longest first.

    ``frames`` are the turns of words that stand around a figure ("let … go"): by their verb, what
    follows the figure, and the event.
    """

    entries: dict[tuple[str, ...], tuple[Reading, ...]]
    lengths: dict[str, list[int]]
    frames: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    background: frozenset[str]
    of_places: frozenset[str]
    of_harm: frozenset[str]
    undone: dict[str, str]
    whereabouts: dict[str, str]
    nearby: dict[str, frozenset[str]]
    objects: dict[str, frozenset[str]]
    person_endings: tuple[str, ...]
    verb_endings: tuple[str, ...]
    inner_endings: tuple[str, ...]
    third_endings: tuple[str, ...]

    def anchors(self, words: list[str]) -> list[Anchor]:
        """The anchors of a row of lower-case words, longest match first, without overlap."""
        found: list[Anchor] = []
        index = 0
        while index < len(words):
            step = 1
            for length in self.lengths.get(words[index], ()):
                if index + length > len(words):
                    continue
                readings = self.entries.get(tuple(words[index : index + length]))
                if readings is not None:
                    found.append(Anchor(index, index + length - 1, readings))
                    step = length
                    break
            index += step
        return found

    def persons(self, words: list[str]) -> bool | None:
        """Whether words name persons (True) or things (False); None where they do not tell."""
        if not words:
            return None
        head = words[words.index("of") - 1] if "of" in words[1:] else words[-1]
        objects = self.objects
        for word in (head, words[-1]):
            if word in objects["things"] or word in objects["places"] or word in objects["neither"]:
                return False
            if word in objects["persons"]:
                return True
            if word in objects["munitions"] or word in objects["weapons"]:
                return False
            if len(word) > 5 and word.endswith(self.person_endings):
                return True
            if len(word) > 6 and word[-1] == "s" and word[:-1].endswith(self.person_endings):
                return True
        return None

    def used(self, words: list[str], said: str) -> bool:
        """Whether words name what is fired or dropped: a weapon used, unless it is said to burst.

        ``said`` are the words that told of an attack.
        """
        munitions = bool(words) and words[-1] in self.objects["munitions"]
        return munitions and self.objects["bursting"].isdisjoint(said.split())

    def likely(self, event: str, words: list[str]) -> bool:
        """Whether a word that merely stands near may say an event of what words name."""
        persons = self.persons(words)
        if persons is None:
            return True
        armed = words[-1] in self.objects["weapons"] or words[-1] in self.objects["mines"]
        if armed and event == "attack":
            return False  # "in the raids 36 rifles, 12 grenades"
        return event in self.nearby["persons" if persons else "things"]

    def stated(self, event: str, words: list[str]) -> bool:
        """Whether a state or turn of words may say an event of what words name."""
        persons = self.persons(words)
        if persons is None or event in self.nearby["anything"]:
            return True
        said = self.nearby["persons" if persons else "things"]
        return not said or event in said

    def fits(self, reading: Reading, words: list[str]) -> bool:
        """Whether what is counted can be the object (or subject) that a reading needs."""
        if reading.objects is None:
            people = reading.event != "population" or reading.kind == "name"
            return people or not words or self.persons(words) is True
        unsure = words[-1:] == [UNSURE]
        if reading.objects == "persons":
            return not words or unsure or self.persons(words) is True
        if unsure:
            words = words[:-1]
            if reading.objects == "things":
                return self.persons(words) is False
        if reading.objects == "things":
            abstract = bool(words) and words[-1] in self.objects["abstract"]
            return bool(words) and not abstract and self.persons(words) is not True
        needed = self.objects.get(reading.objects, frozenset())
        heads = words[-1:]
        if "of" in words[1:]:
            heads = [words[words.index("of") - 1], *heads]
        return any(word in needed for word in heads)


@functools.cache
def event_lexicon(code: str) -> EventLexicon:
    """The event lexicon of a language pack.

    Raises FileNotFoundError when the pack has no ``events.toml``.
    """
    table = load_language(code).glossed("events")
    forms = inflection(code)
    collected: dict[tuple[str, ...], list[Reading]] = {}

    def put(phrase: str, reading: Reading) -> None:
        if "-" not in phrase and "'" not in phrase:  # most of them: no need to look for marks
            words = tuple(phrase.split())
        else:
            words = tuple(token.lower for token in tokenize(phrase, 0, len(phrase)))
        readings = collected.setdefault(words, [])
        if reading not in readings:
            readings.append(reading)

    frames: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for event, lists in table["events"].items():
        _collect(event, lists, put, forms)
        for frame in lists.get("frames", ()):
            verb, _, rest = frame.partition(" … ")
            for form in dict.fromkeys(_forms_of(verb, forms)):
                frames.setdefault(form, []).append((tuple(rest.split()), event))
    collected.pop((), None)
    entries: dict[tuple[str, ...], tuple[Reading, ...]] = {}
    lengths: dict[str, set[int]] = {}
    for words, readings in collected.items():
        if len(readings) > 1:
            readings.sort(key=lambda reading: _RANK[reading.objects])
        entries[words] = tuple(readings)
        lengths.setdefault(words[0], set()).add(len(words))
    objects = table["objects"]
    return EventLexicon(
        entries,
        {word: sorted(found, reverse=True) for word, found in lengths.items()},
        {verb: tuple(found) for verb, found in frames.items()},
        frozenset(table["background"]),
        frozenset(table["of_places"]),
        frozenset(table["of_harm"]),
        dict(table["undone"]),
        {
            word: event
            for event, words in table["whereabouts"].items()
            for word in _with_plurals(words, forms)
        },
        {name: frozenset(events) for name, events in table["nearby"].items()},
        {
            name: frozenset(words if name in _AS_WRITTEN else _with_plurals(words, forms))
            for name, words in objects.items()
            if name[-8:] != "_endings"
        },
        tuple(objects["person_endings"]),
        tuple(objects["verb_endings"]),
        tuple(objects["inner_endings"]),
        tuple(objects["third_endings"]),
    )


def _forms_of(verb: str, forms: Inflection | None) -> tuple[str, ...]:
    """The forms of a verb: those written out, or those that the language's rules make."""
    if " / " in verb or forms is None:
        return tuple(verb.split(" / "))
    return forms.verb(verb)


def _with_plurals(words: list[str], forms: Inflection | None) -> list[str]:
    """Nouns with their plurals, where the language's rules make them; plurals stay as they are."""
    if forms is None:
        return words
    return [*words, *(forms.plural_of(word) for word in words)]


def _collect(event: str, lists: dict[str, list[str]], put: Any, forms: Inflection | None) -> None:
    """Hand over every form of one event's words."""
    for kind, classes in (("verb", _OBJECTS), ("do", _SUBJECTS)):
        for name, objects in classes.items():
            readings = [Reading(event, kind, form, objects) for form in _FORMS]
            for verb in lists.get(name, ()):
                for reading, word in zip(readings, _forms_of(verb, forms), strict=False):
                    put(word, reading)
    kinds = {"nouns": "noun", "states": "state", "persons": "name", "phrases": "phrase"}
    for name, kind in kinds.items():
        reading = Reading(event, kind)
        words = lists.get(name, [])
        for word in _with_plurals(words, forms) if kind in ("noun", "name") else words:
            put(word, reading)
