"""Moments: on which day or at what hour the text says that one particular thing happened.

For every such statement a relation of the type ``moment``; members ``date`` and ``clock`` (at
least one); ``values``, absent where there is nothing to say:

``subject``    key of the noun it is said of; absent for a pronoun
``of``         stems of the words that tell which one
``happened``   key of what happened
``known``      "yes": the words take the happening for known ("since the night when …")
``once``       "yes": it happens to one thing only once
``another``    "yes": the words speak of one more
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from muniment.claims.expressions import Expression
from muniment.claims.language import Language, load_language
from muniment.claims.model import Claim, DocumentClaims, Relation, relate
from muniment.claims.sentences import Sentence
from muniment.claims.timeline import Line, line_of
from muniment.claims.vocabulary import Vocabulary, vocabulary

_SLOT = r"‹[tk]\d+›"
_SLOT_NUMBER = re.compile(r"‹[tko](\d+)›")


def find_moments(
    claims: DocumentClaims,
    sentences: Sequence[Sentence],
    language: Language,
    clocks: Sequence[Relation],
) -> list[Relation]:
    """The moments of a document; ``clocks`` are its clock times."""
    known = vocabulary(language.code)
    here: dict[int, list[Claim]] = {}
    for claim in (*claims.dates, *clocks):
        here.setdefault(claim.sentence, []).append(claim)
    found: list[Relation] = []
    for sentence in sentences:
        if sentence.index in here:
            line = line_of(claims, sentence, here[sentence.index], language)
            found += _moments(claims, sentence, line, language, known)
    return found


@functools.cache
def _forms(code: str) -> tuple[tuple[Expression, ...], Expression]:
    """Subject and verb before the time, or the time before them; and what makes it another."""
    table = load_language(code).table("time")["moments"]
    verbs = "|".join(sorted(table["verbs"], key=len, reverse=True))
    clause = rf"{table['subject']}{table['auxiliary']}(?P<verb>{verbs})\b"
    times = rf"(?P<times>{_SLOT}(?: (?:, )?(?:on |of |at |in )?{_SLOT})?)"
    name = r"(?P<subject>(?:[^\W\d_]+ ){1,2})"
    words = r"(?: (?!(?:and|but|when|which|that|who|after|before|until|then)\b)[^\W\d_]+){0,5}? "
    return (
        Expression(rf"(?<![^ ]){clause}{words}{table['placing']}{times}"),
        Expression(
            rf"(?<![^ ])(?P<times>(?:{table['placing']}{_SLOT}|‹o\d+›)(?: (?:, )?{_SLOT})?)"
            rf" ,? ?(?P<when>{table['which_day']}(?:when )?){clause}"
        ),
        Expression(
            rf"(?<![^ ]){name}(?:, )?(?:was )?(?P<verb>{table['persons']})\b{words}"
            rf"{table['placing']}{times}"
        ),
    ), Expression(table["another"])


def _moments(
    claims: DocumentClaims,
    sentence: Sentence,
    line: Line,
    language: Language,
    known: Vocabulary,
) -> Iterator[Relation]:
    forms, another = _forms(language.code)
    table = language.table("time")["moments"]
    presuming, preposition = Expression(table["known"]), Expression(table["preposition"])
    once_only, recurring = frozenset(table["once"].split()), frozenset(table["recurring"].split())
    taken: set[int] = set()
    for form in forms:
        for match in form.finditer(line.text):
            slots = [int(number) for number in _SLOT_NUMBER.findall(match["times"])]
            if taken & set(slots):
                continue
            subject = match["subject"].strip()
            noun, which = _subject(subject, preposition, known)
            if form is forms[-1]:
                at = line.place(match.start("subject"), match.end("subject"))
                noun, which = _person(claims.document.text[at[0] : at[1]], known)
            verb = match["verb"]
            happened = known.happenings.get(verb.replace(" ", "-"), known.stem(verb))
            again = happened in ("begun", "ended") and subject.split()[-1] in recurring
            if noun is None or again:
                continue
            taken |= set(slots)
            members = tuple(
                ("clock" if isinstance(line.slots[slot], Relation) else "date", line.slots[slot].id)
                for slot in slots
            )
            before = line.text[: match.start("subject")]
            presumed = presuming.search(before) is not None or match.groupdict().get("when")
            once = verb.replace(" ", "-") in once_only
            values = {
                "once": "yes" if once else "",
                "subject": noun,
                "of": which,
                "happened": happened,
                "known": "yes" if presumed else "",
                "another": "yes" if another.search(_modifiers(subject)) else "",
            }
            start, end = line.place(match.start(), match.end())
            yield relate(
                claims.document,
                "moment",
                (start, end),
                sentence=sentence.index,
                found_by="subject, verb and time",
                members=members,
                values={name: value for name, value in values.items() if value},
            )


def _subject(subject: str, preposition: Expression, known: Vocabulary) -> tuple[str | None, str]:
    """The noun of a subject ("" for a pronoun) and the stems of the words that tell which."""
    words = subject.split()
    if len(words) == 1:
        return "", ""
    head, *rest = preposition.split(f"{subject} ", maxsplit=1)
    nouns = head.split()
    if len(nouns) < 2 or (nouns[-1].endswith("s") and not nouns[-1].endswith("ss")):
        return None, ""
    return known.thing(nouns[-1]), " ".join(known.content(" ".join([*nouns[1:-1], *rest])))


def _person(name: str, known: Vocabulary) -> tuple[str | None, str]:
    """The last of a person's names, and the ones before it, for a subject that is one."""
    words = name.split()
    if not words or not all(word[0].isupper() and not word.isupper() for word in words):
        return None, ""
    first = [word.lower() for word in words[:-1]]
    return words[-1].lower(), " ".join(word for word in first if word not in known.stop)


def _modifiers(subject: str) -> str:
    """The words before the noun, but for the definite article."""
    return " ".join(subject.split()[:-1])
