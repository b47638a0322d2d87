"""Topics: what a figure counts or measures, and what is said to have happened to it."""

from __future__ import annotations

import re

from muniment.claims.model import Figure
from muniment.claims.vocabulary import Vocabulary, words_of

_STOP = re.compile(r"[;.](?!\d)")
_CLAUSE = re.compile(r"[,;:.]")


def thing_of(figure: Figure, right: str, known: Vocabulary) -> str:
    """The key of what is counted, or of what a measure or an amount of money is of."""
    if figure.klass != "count":
        match = known.forms["of"].search(
            figure.passage.quote[figure.number.end - figure.passage.start :]
        )
        match = match or known.forms["of"].match(right)
        words = [word for word in match[1].split() if word not in known.stop] if match else []
        return known.thing(words[-1]) if words else ""
    words = _head(figure, known)
    if not words:
        return _predicate(right, known)
    thing = "" if words[-1].lower() in known.elided else known.thing(words[-1])
    if not thing:
        thing = _predicate(right, known)
    if not thing or thing in known.just_people:
        # "civilian deaths", "child casualties": civilians, children.
        whose = [known.thing(word) for word in words[:-1]]
        return next((word for word in reversed(whose) if word in known.people), thing)
    return thing


def _predicate(right: str, known: Vocabulary) -> str:
    """The key of the people that a figure without a noun is said to be ("31 were minors")."""
    words = [word.lower() for word in words_of(_CLAUSE.split(right, maxsplit=1)[0])[:3]]
    for at, word in enumerate(words):
        if word not in known.passive:
            continue
        thing = known.things.get(words[at + 1], "") if at + 1 < len(words) else ""
        return thing if thing in known.people and words[at + 1] not in known.happenings else ""
    return ""


def _head(figure: Figure, known: Vocabulary) -> list[str]:
    """The words of what is counted up to its noun."""
    if figure.counted is None:
        return []
    cut = known.forms["before_head"].search(figure.counted.text.lower(), 1)
    return words_of(figure.counted.text[: cut.start()] if cut else figure.counted.text)


def kind_of(figure: Figure, right: str, known: Vocabulary) -> str:
    """The stems of the words that narrow what is counted ("anti-tank" mines)."""
    if figure.klass != "count":
        return ""
    words = _head(figure, known)
    kinds = known.content(" ".join(words[:-1]))
    if words and (words[-1].lower() in known.elided or known.thing(words[-1]) in known.just_people):
        kinds = [kind for kind in kinds if kind not in known.people]
    # "confirmed cases", "cases were confirmed"
    beside = [*words[:-1], *words_of(_CLAUSE.split(right, maxsplit=1)[0])[:6]]
    surely = [word.lower() for word in beside if word.lower() in known.sureness]
    return " ".join(kinds + [word for word in surely if word not in kinds])


def members_of(figure: Figure, known: Vocabulary) -> str:
    """The stems of what the counted belong to ("soldiers *of the Left Bank*")."""
    if figure.klass != "count" or figure.counted is None:
        return ""
    cut = known.forms["before_head"].search(figure.counted.text.lower(), 1)
    return " ".join(known.content(figure.counted.text[cut.start() :])) if cut else ""


def happened_to(figure: Figure, left: str, right: str, sentence: str, known: Vocabulary) -> str:
    """The key of what happened: the word next to the figure, else the only one of the sentence."""
    beside = known.happening_words(known.forms["joint"].split(left)[-1])[::-1]
    before = known.happening_words(left)[::-1]
    after = known.happening_words(_STOP.split(right, maxsplit=1)[0])
    counted = words_of(figure.counted.text) if figure.counted is not None else []
    for word in counted:
        key = known.happening_nouns.get(word.lower()) or known.happenings.get(word.lower())
        if key in ("killed", "casualty", "injured") or (key and word.lower() in known.elided):
            return str(key)
    if figure.klass == "count" and known.forms["taking"].search(" ".join(left.lower().split())):
        return "killed" if thing_of(figure, right, known) in known.people else "destroyed"
    joint = _joint_happening(left, right, known)
    if joint:
        return joint
    reach = len(before) if left.rstrip().endswith(":") else 8
    for near, words in enumerate((before[:reach], after[:8], beside[:2], after[:1])[::-1]):
        for word in words:
            key = known.happenings.get(word.lower())
            if key not in (None, "begun", "ended"):
                return "" if near > 1 and _another_event(key, figure, known) else str(key)
    keys = {
        known.happenings[w] for w in map(str.lower, words_of(sentence)) if w in known.happenings
    }
    if len(keys) == 1 and not keys & {"begun", "ended"}:
        key = keys.pop()
        apart = figure.event == "population" and key in known.events
        # "39 bodies recovered, 165 people rescued"
        verb = verb_of(right, known)
        apart = apart or bool(verb and known.happening_of(verb) != key)
        return "" if apart or _another_event(key, figure, known) else key
    if any(word.lower() in known.remains for word in counted):
        return "killed"
    return ""


def _another_event(happening: str, figure: Figure, known: Vocabulary) -> bool:
    """Whether a word further off tells another of the events than the figure's own."""
    own = event_of(figure)
    return bool(own) and own != happening and {own, happening} <= known.events


def verb_of(right: str, known: Vocabulary) -> str:
    """The stem of the first past form after a figure, which tells what was done to it."""
    for word in words_of(_CLAUSE.split(right.lower(), maxsplit=1)[0])[:6]:
        if word in known.stop | known.watching | known.coming_about:
            continue
        if word.endswith("ed") or word in known.irregular:
            return known.stem(word)
    return ""


def event_of(figure: Figure) -> str:
    """What happened as the reading of events has it."""
    return "" if figure.event in ("other", "population") else figure.event


def _joint_happening(left: str, right: str, known: Vocabulary) -> str:
    """The key of two things that happened taken together ("killed or injured"), else ""."""
    for match in (
        known.forms["joined_after"].match(right),
        known.forms["joined_before"].search(left),
    ):
        if match is None:
            continue
        keys = {known.happenings.get(match[group].lower(), "") for group in (1, 2)}
        if "" not in keys and len(keys) == 2:
            return "casualty" if keys == {"killed", "injured"} else "+".join(sorted(keys))
    return ""
