"""The events that a figure has from what was said before it: it goes on, or is said again."""

from __future__ import annotations

import re

from muniment.claims.eventblocks import named
from muniment.claims.eventlexicon import EventLexicon
from muniment.claims.eventrow import OTHER, set_event
from muniment.claims.model import DocumentClaims, Figure
from muniment.claims.rows import WordClasses

_REPEAT = 12
_REPEAT_RARE = 60
_RECENT = 40
_RARE = 20
_TELLING = 5
_TITLE = 160
_TAKEN_UP = 3
_DENIAL = 20
_DENIED = re.compile(r"\s+\w+\s+not\s*[.;,!]", re.IGNORECASE)


def take_up_repeats(claims: DocumentClaims, classes: WordClasses, lexicon: EventLexicon) -> None:
    """Give a figure that nothing is said of the event of the same figure said shortly before."""
    recent: list[Figure] = []
    start = claims.document.body[0]
    opening = claims.document.text[start : start + _TITLE].split("\n\n")[0]
    title = (
        opening
        if not claims.figures or claims.figures[0].number.start > start + len(opening)
        else ""
    )
    topic = named(title, lexicon, strong=True)
    topic = None if topic in lexicon.background else topic
    for figure in claims.figures:
        if "event" not in figure.reasons and figure.counted is None and figure.klass == "count":
            last = recent[-1] if recent else None
            known = last is not None and last.event not in lexicon.background
            if last is not None and known and _goes_on(claims, last, figure):
                goes_on: str = last.event
                if _denied(claims, figure):
                    goes_on = lexicon.undone.get(goes_on, OTHER)
                set_event(figure, goes_on, "goes on")
        if _taken_up(figure, classes):
            last = next(
                (
                    each
                    for each in reversed(recent[-8:])
                    if _near(each, figure) and each.event not in lexicon.background
                ),
                None,
            )
            event = last.event if last is not None else topic
            if event is not None:
                set_event(figure, event, "taken up")
        elif figure.reasons.get("event", "undone").startswith("undone"):
            value = figure.quantity.low or figure.quantity.high or 0
            reach = _REPEAT if value < _RARE else _REPEAT_RARE
            for earlier in reversed(recent[-_RECENT:]):
                if figure.sentence - earlier.sentence > reach:
                    break
                if (
                    earlier.quantity == figure.quantity
                    and earlier.event != OTHER
                    and _same_words(earlier, figure, classes.instances)
                ):
                    set_event(figure, earlier.event, "said again")
                    break
        recent.append(figure)


def _taken_up(figure: Figure, classes: WordClasses) -> bool:
    """Whether a figure takes up what was counted before ("the 134 cases", "raised to 17")."""
    reason = figure.reasons.get("event", "")
    if reason == "counting":
        return True
    if figure.counted is None or reason not in ("", "verb of no event"):
        return False
    return figure.counted.text.lower().split()[-1] in classes.anaphoric


def _goes_on(claims: DocumentClaims, last: Figure, figure: Figure) -> bool:
    """Whether a figure without a noun goes on with the one just before it."""
    paragraph = claims.document.paragraph_at
    return (
        last.event != OTHER
        and last.klass == figure.klass
        and figure.sentence - last.sentence <= 1
        and paragraph(last.number.start) == paragraph(figure.number.start)
    )


def _denied(claims: DocumentClaims, figure: Figure) -> bool:
    """Whether nothing but a denial follows a figure ("Nineteen came back. Twelve did not.")."""
    after = claims.document.text[figure.number.end : figure.number.end + _DENIAL]
    return _DENIED.match(after) is not None


def _near(earlier: Figure, figure: Figure) -> bool:
    """Whether an earlier figure is near enough, and of an event, to be taken up."""
    return figure.sentence - earlier.sentence <= _TAKEN_UP and earlier.event != OTHER


def _same_words(earlier: Figure, figure: Figure, instances: frozenset[str]) -> bool:
    """Whether two figures count the same by their words, or one leaves them out."""
    cases = figure.counted is not None and figure.counted.text.lower() in instances
    if earlier.counted is None or figure.counted is None or cases:
        value = figure.quantity.low or figure.quantity.high or 0
        return value >= _TELLING
    first, second = earlier.counted.text.lower(), figure.counted.text.lower()
    return first in second or second in first
