"""Persons: the age that a text gives a named person, as a relation of the type ``age``.

``values``: ``name`` in small letters, ``age`` in years, and ``another`` = "yes" where the sentence
speaks of a namesake, or of the age at another time.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from muniment.claims.language import Language, load_language
from muniment.claims.model import DocumentClaims, Relation, claim_id
from muniment.claims.sentences import Sentence
from muniment.claims.vocabulary import vocabulary

_CAPITALS = r"(?P<name>[A-ZÀ-ÖØ-Þ][\w’'-]+(?:\s+(?:[a-z]{2,3}\s+)?[A-ZÀ-ÖØ-Þ][\w’'-]+){1,3})"


@functools.cache
def _forms(code: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The form of a name with an age, and the words for a namesake or another time."""
    table = load_language(code).table("comparison")["ages"]
    return re.compile(_CAPITALS + table["form"]), re.compile(table["another"])


def find_ages(
    claims: DocumentClaims, sentences: Sequence[Sentence], language: Language
) -> list[Relation]:
    """The ages of named persons."""
    form, another = _forms(language.code)
    known = vocabulary(language.code)
    found = []
    for sentence in sentences:
        for match in form.finditer(sentence.text):
            start, end = sentence.start + match.start(), sentence.start + match.end("age")
            words = match["name"].lower().split()
            while words and words[0] in known.stop:
                words = words[1:]
            if len(words) < 2:
                continue
            values = {"name": " ".join(words), "age": match["age"]}
            if another.search(sentence.text.lower()):
                values["another"] = "yes"
            found.append(
                Relation(
                    id=claim_id(claims.document, "age", start, end),
                    kind="relation",
                    passage=claims.document.passage(start, end),
                    sentence=sentence.index,
                    found_by="name with an age",
                    type="age",
                    values=values,
                )
            )
    return found
