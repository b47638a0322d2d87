"""Topics: what a figure counts or measures, and what is said to have happened to it."""

from __future__ import annotations

from muniment.claims.model import Figure
from muniment.claims.vocabulary import Vocabulary, words_of


def thing_of(figure: Figure, right: str, known: Vocabulary) -> str:
    """The key of what is counted, or of what a measure or an amount of money is of."""
    if figure.klass != "count":
        match = known.forms["of"].search(
            figure.passage.quote[figure.number.end - figure.passage.start :]
        )
        match = match or known.forms["of"].match(right)
        words = [word for word in match[1].split() if word not in known.stop] if match else []
        return known.thing(words[-1]) if words else ""
    if figure.counted is None:
        return ""
    cut = known.forms["before_head"].search(figure.counted.text.lower(), 1)
    words = words_of(figure.counted.text[: cut.start()] if cut else figure.counted.text)
    if not words or words[-1].lower() in known.elided:
        return ""
    return known.thing(words[-1])


def kind_of(figure: Figure, known: Vocabulary) -> str:
    """The stems of the words that narrow what is counted ("anti-tank" mines)."""
    if figure.klass != "count" or figure.counted is None:
        return ""
    text = figure.counted.text
    cut = known.forms["before_head"].search(text.lower(), 1)
    return " ".join(known.content(" ".join(words_of(text[: cut.start()] if cut else text)[:-1])))


def members_of(figure: Figure, known: Vocabulary) -> str:
    """The stems of what the counted belong to ("soldiers *of the Left Bank*")."""
    if figure.klass != "count" or figure.counted is None:
        return ""
    cut = known.forms["before_head"].search(figure.counted.text.lower(), 1)
    return " ".join(known.content(figure.counted.text[cut.start() :])) if cut else ""


def happened_to(figure: Figure, left: str, right: str, sentence: str, known: Vocabulary) -> str:
    """The key of what happened: the word next to the figure, else the only one of the sentence."""
    beside = known.happening_words(known.forms["joint"].split(left)[-1])[::-1]
    before, after = known.happening_words(left)[::-1], known.happening_words(right)
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
    for words in (after[:1], beside[:2], after[:8], before[:reach]):
        for word in words:
            key = known.happenings.get(word.lower())
            if key not in (None, "begun", "ended"):
                return str(key)
    keys = {
        known.happenings[w] for w in map(str.lower, words_of(sentence)) if w in known.happenings
    }
    if len(keys) == 1 and not keys & {"begun", "ended"}:
        return keys.pop()
    if any(word.lower() in known.remains for word in counted):
        return "killed"
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
