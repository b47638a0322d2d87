"""The events that a figure has from what was said before it: it goes on, or is said again."""

from __future__ import annotations

import re

from muniment.claims.eventcolumns import named
from muniment.claims.eventlexicon import EventLexicon
from muniment.claims.eventrow import OTHER, set_event
from muniment.claims.model import DocumentClaims, Figure
from muniment.claims.rows import WordClasses
from muniment.claims.sentences import Sentence
from muniment.claims.tokens import tokenize

_REPEAT = 12
_REPEAT_RARE = 60
_RECENT = 40
_RARE = 20
_TELLING = 5
_TITLE = 160
_ENDS = frozenset(".:;,")
_HEADING = 60
_TAKEN_UP = 3
_LIST = 6
_NEXT = 1
_DENIAL = 20
_WORD = 24
_UNSAID = frozenset({"", "verb of no event", "none of"})
_VAGUE = ("after ", "located", "near")
_DENIED = re.compile(r"\s+\w+\s+not\s*[.;,!]", re.IGNORECASE)


def take_up_repeats(
    claims: DocumentClaims,
    sentences: list[Sentence],
    classes: WordClasses,
    lexicon: EventLexicon,
    fragments: frozenset[str] = frozenset(),
) -> None:
    """Give a figure of which nothing is said the event of what it goes on with, or says again.

    ``fragments`` are the ids of the figures of sentences without a verb.
    """
    recent: list[Figure] = []
    topic = _topic(claims, lexicon)
    asked: tuple[int, str] | None = None
    section: str | None = None
    at = 0
    for figure in claims.figures:
        for sentence in sentences[at : figure.sentence]:
            asked = _question(sentence, classes, lexicon) or asked
            if _heads(sentence):
                section = named(sentence.text, lexicon)
        at = max(at, figure.sentence)
        if figure.klass == "count" or figure.counted is not None:
            found: tuple[str | None, str] | None = _answered(
                figure, asked, recent, lexicon.persons(_words(figure)) is True
            )
            found = found or _continued(claims, figure, recent, classes, lexicon, fragments)
            if found is None and _taken_up(claims, figure, classes):
                same = _said_before(figure, recent, classes)
                event = (
                    same.event if same is not None else _last_event(claims, figure, recent, lexicon)
                )
                found = (event or section or topic, "taken up")
            if found is None and section is not None and _counts_cases(figure, classes):
                found = (section, "section")
            if found is not None and found[0] is not None:
                set_event(figure, found[0], found[1])
        if figure.reasons.get("event", "undone").startswith("undone"):
            earlier = _said_before(figure, recent, classes)
            if earlier is not None:
                set_event(figure, earlier.event, "said again")
        recent.append(figure)


def _question(
    sentence: Sentence, classes: WordClasses, lexicon: EventLexicon
) -> tuple[int, str] | None:
    """A sentence's number and the event it asks for: "How many of your men were taken?"."""
    if not sentence.text.endswith("?"):
        return None
    words = [token.lower for token in tokenize(sentence.text, 0, len(sentence.text))]
    persons: list[str] = []
    for anchor in lexicon.anchors(words):
        before = [word for word in words[: anchor.first] if lexicon.persons([word]) is not None]
        persons = before[-1:] or persons
        for reading in anchor.readings:
            named = reading.kind == "name" and reading.event in lexicon.background
            if not named and lexicon.fits(reading, persons):
                return sentence.index, reading.event
    return sentence.index, OTHER


def _answered(
    figure: Figure, asked: tuple[int, str] | None, recent: list[Figure], persons: bool
) -> tuple[str, str] | None:
    """The event of a figure that answers a question shortly before it.

    It stands without a noun, or right after the question and counts ``persons``.
    """
    if asked is None:
        return None
    if figure.counted is not None:
        told = figure.reasons.get("event", "") not in _UNSAID
        if told or asked[1] == OTHER or figure.sentence - asked[0] > _NEXT or not persons:
            return None
    elif "event" in figure.reasons:
        return None
    if figure.klass != "count" or figure.sentence - asked[0] > _TAKEN_UP:
        return None
    if recent and recent[-1].sentence > asked[0] and recent[-1].klass == "count":
        return None  # it goes on with the answer
    return asked[1], "asked"


def _heads(sentence: Sentence) -> bool:
    """Whether a sentence is the heading of a section: short, and not ended."""
    text = sentence.text.rstrip()
    return len(text) <= _HEADING and text[-1:].isalpha() and sentence.kind in ("heading", "prose")


def _counts_cases(figure: Figure, classes: WordClasses) -> bool:
    """Whether a figure counts cases or requests of what its section is of."""
    if figure.counted is None or figure.reasons.get("event", "") not in _UNSAID:
        return False
    return figure.counted.text.lower().split()[-1] in classes.anaphoric


def _topic(claims: DocumentClaims, lexicon: EventLexicon) -> str | None:
    """The event that the title names, whatever running head or place stands above it."""
    start = claims.document.body[0]
    first = claims.figures[0].number.start if claims.figures else len(claims.document.text)
    opening = claims.document.text[start : start + _TITLE].split("\n\n")
    for number, paragraph in enumerate(opening[:2]):
        start += len(paragraph) + 2
        if first < start or (number and paragraph.rstrip()[-1:] in _ENDS):
            return None
        topic = named(" ".join(paragraph.split()), lexicon)
        if topic is not None:
            return None if topic in lexicon.background else topic
    return None


def _continued(
    claims: DocumentClaims,
    figure: Figure,
    recent: list[Figure],
    classes: WordClasses,
    lexicon: EventLexicon,
    fragments: frozenset[str],
) -> tuple[str, str] | None:
    """The event of the figure just before, or of the same one before, where the words go on."""
    reason = figure.reasons.get("event", "")
    last = recent[-1] if recent else None
    placed = reason.startswith("located")
    if (placed or not reason) and figure.counted is None and figure.klass == "count":
        known = last is not None and last.event not in lexicon.background
        if last is not None and known and _goes_on(claims, last, figure):
            if _denied(claims, figure):
                return lexicon.undone.get(last.event, OTHER), "goes on"
            return last.event, "goes on"
    named_only = reason.startswith("name") and figure.event in lexicon.background
    if not (reason in _UNSAID or reason.startswith(_VAGUE) or named_only):
        return None
    before, after = _around(claims, figure)
    if before & classes.definites:
        earlier = _said_before(figure, recent, classes)
        if earlier is not None:
            return earlier.event, "said again"
    again = lexicon.objects["repetitions"] & set(_words(figure)[-1:])
    if again and last is not None and last.event == "attack" and _goes_on(claims, last, figure):
        return last.event, "goes on"
    if figure.reasons.get("listed"):
        listed = [each for each in recent[-_LIST:] if each.sentence == figure.sentence]
        for each in reversed(listed):
            if each.event != OTHER:
                return each.event, "goes on"
    additive = bool(before & classes.additive) or after in classes.additive
    if additive or (figure.id in fragments and not reason):
        for each in [each for each in recent[-3:] if each.klass == "count"][-1:]:
            near = each.klass == "count" and _goes_on(claims, each, figure, 2)
            alike = near and _alike(each, figure, lexicon, additive)
            if alike and (additive or each.event not in lexicon.background):
                return each.event, "goes on"
    return None


def _alike(each: Figure, figure: Figure, lexicon: EventLexicon, bare: bool) -> bool:
    """Whether two figures both count persons or both things; ``bare``: or tell of neither."""
    persons = lexicon.persons(_words(figure))
    if persons is None:
        return bare and figure.counted is None
    if not (bare or persons):
        return False
    return lexicon.persons(_words(each)) in (persons, None)


def _words(figure: Figure) -> list[str]:
    """The words that name what a figure counts."""
    return figure.counted.text.lower().split() if figure.counted is not None else []


def _around(claims: DocumentClaims, figure: Figure) -> tuple[set[str], str]:
    """The words just before a figure's number, and the one after its noun, in lower case."""
    text = claims.document.text
    start = figure.number.start
    if figure.modifier is not None:
        start = min(start, figure.modifier.start)
    near = text[max(0, start - _WORD) : start].lower().split()[-1:]
    near += text[start : figure.number.end].lower().split()[:-1]
    counted = figure.counted
    end = figure.number.end
    if counted is not None and counted.start >= end:
        end = counted.end
    after = text[end : end + _WORD].lower().split()
    return set(near), after[0].strip(".,;:") if after else ""


def _last_event(
    claims: DocumentClaims, figure: Figure, recent: list[Figure], lexicon: EventLexicon
) -> str | None:
    """The event of the last figure near enough to be taken up."""
    for each in reversed(recent[-8:]):
        if _near(claims, each, figure) and each.event not in lexicon.background:
            return each.event
    return None


def _said_before(figure: Figure, recent: list[Figure], classes: WordClasses) -> Figure | None:
    """The same figure, said before with an event."""
    value = figure.quantity.low or figure.quantity.high or 0
    reach = _REPEAT if value < _RARE else _REPEAT_RARE
    for earlier in reversed(recent[-_RECENT:]):
        if figure.sentence - earlier.sentence > reach:
            break
        same = earlier.quantity == figure.quantity and earlier.event != OTHER
        if same and _same_words(earlier, figure, classes):
            return earlier
    return None


def _taken_up(claims: DocumentClaims, figure: Figure, classes: WordClasses) -> bool:
    """Whether a figure takes up what was counted before ("the 134 cases", "raised to 17")."""
    reason = figure.reasons.get("event", "")
    if reason == "counting":
        return True
    if figure.counted is None:
        return False
    noun = figure.counted.text.lower().split()[-1]
    if reason.startswith("name") and noun in classes.anaphoric_persons:
        before, _ = _around(claims, figure)
        return bool(before & (classes.definites | {"of"}))
    alone = noun == figure.counted.text.lower()
    return reason in ("", "verb of no event") and noun in classes.anaphoric and alone


def _goes_on(claims: DocumentClaims, last: Figure, figure: Figure, reach: int = 1) -> bool:
    """Whether a figure without a noun goes on with the one just before it."""
    paragraph = claims.document.paragraph_at
    apart = paragraph(last.number.start) != paragraph(figure.number.start)
    return (
        last.event != OTHER
        and last.klass == figure.klass
        and figure.sentence - last.sentence <= (_NEXT if apart else reach)
    )


def _denied(claims: DocumentClaims, figure: Figure) -> bool:
    """Whether nothing but a denial follows a figure ("Nineteen came back. Twelve did not.")."""
    after = claims.document.text[figure.number.end : figure.number.end + _DENIAL]
    return _DENIED.match(after) is not None


def _near(claims: DocumentClaims, earlier: Figure, figure: Figure) -> bool:
    """Whether an earlier figure is near enough, and of an event, to be taken up."""
    paragraph = claims.document.paragraph_at
    if paragraph(earlier.number.start) != paragraph(figure.number.start):
        return figure.sentence - earlier.sentence <= 1 and earlier.event != OTHER
    return figure.sentence - earlier.sentence <= _TAKEN_UP and earlier.event != OTHER


def _same_words(earlier: Figure, figure: Figure, classes: WordClasses) -> bool:
    """Whether two figures count the same by their words, or one leaves them out."""
    cases = figure.counted is not None and figure.counted.text.lower() in (
        classes.instances | classes.anaphoric_persons
    )
    if earlier.counted is None or figure.counted is None or cases:
        value = figure.quantity.low or figure.quantity.high or 0
        near = figure.sentence - earlier.sentence <= _TAKEN_UP
        return value >= (_TELLING if near else _RARE)
    first, second = earlier.counted.text.lower(), figure.counted.text.lower()
    return first in second or second in first
