"""Lifetimes: when somebody is said to have been born and to have died, and at what age.

For every such statement a relation of the type ``lifetime``; members ``born`` and ``died``
(dates); ``values``: ``age`` in years.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from muniment.claims.language import Language, load_language
from muniment.claims.model import Claim, DateClaim, DocumentClaims, Relation, relate
from muniment.claims.sentences import Sentence
from muniment.claims.timeline import line_of


@dataclass(frozen=True, slots=True)
class _Forms:
    quick: frozenset[str]
    born: re.Pattern[str]
    died: re.Pattern[str]
    age: re.Pattern[str]
    kin: re.Pattern[str]


@functools.cache
def _forms(code: str) -> _Forms:
    table = load_language(code).table("time")["lifetimes"]
    return _Forms(
        quick=frozenset(table["birth"].split()),
        born=re.compile(table["born"]),
        died=re.compile(table["died"]),
        age=re.compile(table["age"]),
        kin=re.compile(table["kin"]),
    )


def find_lifetimes(
    claims: DocumentClaims, sentences: Sequence[Sentence], language: Language
) -> list[Relation]:
    """The lifetimes that a sentence gives in full: one birth, one death and one age."""
    dates: dict[int, list[Claim]] = {}
    for date in claims.dates:
        dates.setdefault(date.sentence, []).append(date)
    found: list[Relation] = []
    for sentence in sentences:
        here = dates.get(sentence.index, [])
        if len(here) != 2 or not any(each in sentence.text for each in _forms(language.code).quick):
            continue
        forms = _forms(language.code)
        line = line_of(claims, sentence, here, language)
        if forms.kin.search(line.text) is not None:
            continue
        born, died, ages = (
            list(form.finditer(line.text)) for form in (forms.born, forms.died, forms.age)
        )
        if not len(born) == len(died) == len(ages) == 1 or born[0]["slot"] == died[0]["slot"]:
            continue
        first, last = (line.slots[int(match[0]["slot"])] for match in (born, died))
        if not isinstance(first, DateClaim) or not isinstance(last, DateClaim):
            continue
        found.append(
            relate(
                claims.document,
                "lifetime",
                (sentence.start, sentence.end),
                sentence=sentence.index,
                found_by="birth, death and age in a sentence",
                members=(("born", first.id), ("died", last.id)),
                values={"age": ages[0]["age"]},
            )
        )
    return found
