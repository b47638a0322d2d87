"""Subjects: the names, days and words that say what a sentence is about."""

from __future__ import annotations

import re
from dataclasses import dataclass

from muniment.claims.model import DateClaim, Figure
from muniment.claims.sentences import Sentence
from muniment.claims.vocabulary import Vocabulary

# "ward 3", "point B", "class 4b": what tells one of a row from the next.
_LABEL = re.compile(
    r"(?<=[a-zA-Z] )(?:\d{1,3}[a-z]?(?= [A-Z]|[,.:;]|$)"
    r"|(?:\d{1,3}[a-z]?|[B-HJ-Z]|A(?= [a-z]))(?= [a-z]|[,.:;]|$))"
)
_FIRST = re.compile(r"[-–—•*|\s]*([^\W\d_a-z][^\W\d_]+)(?= [a-z]|\s*[:|])")
# What a line of a list or a table begins with.
_BULLETS = " -–—•*|"
_KIND_OF_PLACE = re.compile(r"\s+([a-z]+)\b")


@dataclass(slots=True)
class Context:
    """What a sentence is about."""

    names: list[str]
    dates: list[str]
    words: list[str]
    maybe: str


def common_words(text: str) -> frozenset[str]:
    """Words that the document also writes small, so that a capital makes no name of them."""
    return frozenset(re.findall(r"(?<![\w’'-])[a-z][a-z’']+", text))


def without_dates(sentence: Sentence, dates: list[DateClaim]) -> str:
    """The sentence with its dates blanked, so that "May" is no verb."""
    text = sentence.text
    for date in dates:
        start, end = date.passage.start - sentence.start, date.passage.end - sentence.start
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def context_of(
    sentence: Sentence,
    dates: list[DateClaim],
    figures: list[Figure],
    known: Vocabulary,
    common: frozenset[str],
) -> Context:
    """The names, days and subject words of a sentence."""
    cut = without_dates(sentence, dates)
    names = [] if sentence.text.isupper() else _names(cut, known, common)
    labelled = cut
    for figure in figures:
        start, end = figure.number.start - sentence.start, figure.number.end - sentence.start
        labelled = labelled[:start] + " " * (end - start) + labelled[end:]
    labels = _LABEL.findall(labelled)
    without = cut
    for name in names:
        for each in name.split(" & "):
            without = without.replace(each, " ")
    return Context(
        [plain(name) for name in names],
        [date.edtf for date in dates],
        known.content(without)
        + (["left"] if known.forms["left"].search(cut.lower()) else [])
        + [f"#{label.lower()}" for label in labels],
        plain(first[1]) if (first := _FIRST.match(cut)) else "",
    )


def _names(text: str, known: Vocabulary, common: frozenset[str]) -> list[str]:
    """The proper names of a sentence; its first word is one only if nothing speaks against it."""
    found: list[str] = []
    last = 0
    for match in known.forms["name"].finditer(text):
        words = match.group().split()
        before = text[: match.start()]
        opening = match.start() == 0 or before.rstrip()[-1:] in '.:!?"“('
        label = not opening and not before.rpartition("\n")[2].strip(_BULLETS)
        while words and (
            words[0].lower() in known.stop
            or words[0].lower().replace("’", "'").removesuffix("'s") in known.no_names
            or (opening and len(words) == 1 and _ordinary(words[0], match, text, known, common))
            or (label and len(words) == 1 and _known_word(words[0], known, common))
            or words[0].lower() in known.linking
        ):
            words = words[1:]
            opening = label = False
        if opening and len(words) > 1 and _number_word(words[0], known):
            words = words[1:]
        if opening and len(words) > 2 and words[1] in known.linking:
            # "Population of Wend": an ordinary word that opens the sentence.
            words = words[2:]
        if not words or all(word.lower() in known.no_names for word in words):
            continue
        name = " ".join(words)
        for kind in (
            _KIND_OF_PLACE.match(text, match.end()),
            known.forms["kind_before"].search(text, 0, match.start()),
        ):
            if kind is not None and kind[1].lower() in known.kinds:
                name = f"{name} {kind[1].lower()}"
                break
        if found and known.forms["coordinated"].fullmatch(text, last, match.start()):
            found[-1] += f" & {name}"
        else:
            found.append(name)
        last = match.end()
    return found


def _ordinary(
    word: str, match: re.Match[str], text: str, known: Vocabulary, common: frozenset[str]
) -> bool:
    """Whether a sentence's first word is an ordinary one written with a capital.

    Only a comma or an 's after it makes it a name.
    """
    lower = word.lower()
    if _known_word(word, known, common):
        return True
    kind = _KIND_OF_PLACE.match(text, match.end())
    if (kind is not None and kind[1] in known.kinds) or word.partition("-")[2][:1].isupper():
        return False  # "Al-Rass", "Orm camp"
    named = text[match.end() : match.end() + 1] == "," or "'" in word or "’" in word
    return not named or _number_word(word, known) or lower.endswith(known.adverbs)


def _known_word(word: str, known: Vocabulary, common: frozenset[str]) -> bool:
    lower = word.lower()
    return lower in common or lower in known.things or lower in known.happenings


def _number_word(word: str, known: Vocabulary) -> bool:
    return word.lower().split("-")[0] in known.numbers


def plain(name: str) -> str:
    """A name for comparing: small letters, no possessive, single spaces."""
    return re.sub(r"[’']s?\b", "", " ".join(name.split()).lower())
