"""Persons: the age that a text gives a named person, as a relation of the type ``age``.

``values``: ``name`` in small letters, ``age`` in years, and ``another`` = "yes" where the sentence
speaks of a namesake, or of the age at another time.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from muniment.claims.language import Language, load_language
from muniment.claims.model import DocumentClaims, Relation, relate
from muniment.claims.sentences import Sentence
from muniment.claims.vocabulary import vocabulary

_CAPITALS = r"(?P<name>[A-ZÀ-ÖØ-Þ][\w’'-]+(?:\s+(?:[a-z]{2,3}\s+)?[A-ZÀ-ÖØ-Þ][\w’'-]+){1,3})"
_SURNAME = r"(?<![\w’'-])(?P<name>[A-ZÀ-ÖØ-Þ][\w’'-]+)"


@functools.cache
def _forms(code: str) -> tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]]:
    """The forms of a full name with an age, and those of a surname with one."""
    table = load_language(code).table("comparison")["ages"]
    after, before = table["form"], table["before"]

    def forms(name: str) -> tuple[re.Pattern[str], ...]:
        return re.compile(name + after), re.compile(before + name)

    return forms(_CAPITALS), forms(_SURNAME)


def find_ages(
    claims: DocumentClaims, sentences: Sequence[Sentence], language: Language
) -> list[Relation]:
    """The ages of named persons; a surname alone is that of the one person of it so far."""
    full, short = _forms(language.code)
    another = re.compile(language.table("comparison")["ages"]["another"])
    known = vocabulary(language.code)
    found: list[Relation] = []
    for sentence in sentences:
        here: list[tuple[re.Match[str], str]] = []
        for match in (hit for form in full for hit in form.finditer(sentence.text)):
            words = match["name"].lower().split()
            while words and words[0] in known.stop:
                words = words[1:]
            if len(words) > 1:
                here.append((match, " ".join(words)))
        if found:
            before = {relation.values["name"] for relation in found}
            for match in (hit for form in short for hit in form.finditer(sentence.text)):
                surname = match["name"].lower()
                bearers = {name for name in before if name.split()[-1] == surname}
                if len(bearers) == 1 and not any(m.end() == match.end() for m, _ in here):
                    here.append((match, bearers.pop()))
        changed = another.search(sentence.text.lower()) is not None if here else False
        found += [_age(claims, sentence, *each, changed=changed) for each in here]
    return found


def _age(
    claims: DocumentClaims, sentence: Sentence, match: re.Match[str], name: str, *, changed: bool
) -> Relation:
    """The age that a match gives to a person; ``changed`` where it may be a namesake's."""
    start, end = sentence.start + match.start(), sentence.start + match.end()
    values = {"name": name, "age": match["age"]}
    if changed:
        values["another"] = "yes"
    return relate(
        claims.document,
        "age",
        (start, end),
        sentence=sentence.index,
        found_by="name with an age",
        values=values,
    )
