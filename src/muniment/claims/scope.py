"""Scope: which ones, whose, where and when a figure means, as the words around it tell."""

from __future__ import annotations

import itertools
import re

from muniment.claims.model import DateClaim, Figure
from muniment.claims.sentences import Sentence
from muniment.claims.subjects import plain
from muniment.claims.vocabulary import Vocabulary, words_of

_CLAUSE = re.compile(r"[,;:.]")


def subject_words(figure: Figure, words: list[str], known: Vocabulary) -> list[str]:
    """The subject words of a sentence without those that only name the figure's unit."""
    unit = [] if figure.klass == "count" else known.content(figure.passage.quote)
    return [word for word in dict.fromkeys(words) if word not in unit]


def clause_names(names: list[str], left: str, right: str, known: Vocabulary) -> list[str]:
    """Of the names of a sentence, those beside the figure, if any are and others are not."""
    if len(names) < 2:
        return names
    for part in (known.forms["joint"].split(right)[0], known.forms["joint"].split(left)[-1]):
        words = plain(part)
        beside = [name for name in names if name.split(" & ")[0] in words]
        if beside:
            return beside
    return names


def enemys(figure: Figure, known: Vocabulary) -> str:
    """ "other" where the thing counted is called the enemy's, else ""."""
    counted = figure.counted.text.lower() if figure.counted is not None else ""
    return "other" if known.other & set(words_of(counted)) else ""


def side_of(clause: str, reach: int, known: Vocabulary) -> str:
    """Whose doing or suffering the figure is, where the speaker says "we" or "the enemy".

    ``reach`` is where the figure starts in the clause: what "we took" comes after it.
    """
    if known.forms["by_ours"].search(clause, reach):
        return "other"
    words = words_of(clause)
    reach = len(words_of(clause[:reach]))
    for at, word in enumerate(words):
        if word in known.own and not (
            (at and words[at - 1] in known.whose)
            or (known.watching & set(words[at + 1 : at + 3]) and "that" in words[at + 1 : at + 5])
        ):
            done = words[at + 1 : min(at + 5, reach)], words[max(at + 1, reach - 3) : reach]
            return "other" if any(_inflicts(each, known) for each in done) else "own"
    for at, word in enumerate(words):
        if word in known.other:
            return "own" if _inflicts(words[at + 1 : min(at + 4, reach)], known) else "other"
    return ""


def _inflicts(following: list[str], known: Vocabulary) -> bool:
    """Whether the words after a subject say what it did to the other side ("took", not "were")."""
    for at, word in enumerate(following):
        if word in known.inflicting:
            return not (at and following[at - 1] in known.passive)
    return False


def definite_by(left: str, known: Vocabulary) -> str:
    """How the words before a figure speak of something already known, if they do."""
    words = [word.lower() for word in words_of(left)[-3:]]
    if not words:
        return ""
    whole = any(known.definite.get(word) == "all" for word in words)
    if whole and (words[-1] in known.definite or words[-1] in known.linking):
        return "all"
    if known.forms["owned"].search(left):
        return "owned"
    return known.definite.get(words[-1], "") if re.search(r"[^\W\d_]\s+$", left) else ""


def anchor_of(figure: Figure, left: str, right: str, known: Vocabulary) -> dict[str, str]:
    """From which point a distance is measured, and whether its other end is already known."""
    match = known.forms["distance"].match(right) if figure.klass == "measure" else None
    if match is None:
        return {}
    anchor = f"{match[1].lower()} {known.thing(match[2])}"
    return {
        "anchor": anchor,
        "pointing": "yes" if known.forms["pointing"].search(left.lower()) else "",
    }


def tail_of(figure: Figure, right: str, definite: str, known: Vocabulary) -> str:
    """The stems of the words after a figure that tell which ones are meant, the first four."""
    counted = figure.counted.text if figure.counted is not None else ""
    inside = (
        known.forms["before_head"].search(counted.lower(), 1) if figure.klass == "count" else None
    )
    words = known.content(counted[inside.start() :]) if inside else []
    match = known.forms["tail"].match(right)
    if match and not (
        definite == "all" and match["participle"] and not known.forms["finite"].search(match[1])
    ):  # "All 24 lorries reached the town" says nothing of which lorries.
        phrase = (
            match[1]
            if known.forms["relative"].match(match[1])
            else known.forms["finite"].split(match[1])[0]
        )
        words += known.content(phrase)
    return " ".join(words[:4])


def days_of(
    sentence: Sentence, dates: list[DateClaim], known: Vocabulary
) -> tuple[list[str], list[str], list[str]]:
    """When a sentence says that something happened, from when on, and up to when, as EDTF."""
    lower = sentence.text.lower()
    on: list[str] = []
    since: list[str] = []
    until: list[str] = []
    for date in dates:
        left = lower[: date.passage.start - sentence.start]
        edtf = _part_of_year(date.edtf, left, known)
        start, _, end = edtf.partition("/")
        if end == "..":
            since.append(start)
        elif start == "..":
            until.append(end)
        elif end:
            on.append(edtf)
        elif known.forms["starting"].search(left) or known.forms["since_already"].search(left):
            since.append(edtf)
        elif known.forms["ending"].search(left) or (
            since and not on and known.forms["and"].search(left)
        ):
            until.append(edtf)
        else:
            on.append(edtf)
    if len(since) == 1 and len(until) == 1:
        between = re.search(r"\bbetween\b", lower) or re.search(r"\bfrom\b", lower)
        if between:
            on.append(f"{since.pop()}/{until.pop()}")
    elif len(on) == len(until) == 1 and not since and known.forms["from_on"].match(lower):
        # "From the day it was opened, 2 October, to 30 November".
        on = [f"{on[0]}/{until.pop()}"]
    return on, since, until


def times_of(
    sentence: Sentence, figure: Figure, dates: list[DateClaim], known: Vocabulary
) -> dict[str, str]:
    """The same with the words that start a running total, for one figure of the sentence."""
    lower = sentence.text.lower()
    on, since, until = days_of(sentence, dates, known)
    start_words = known.forms["since"].search(lower[: figure.passage.start - sentence.start]) or (
        known.forms["since"].search(lower, figure.passage.end - sentence.start)
    )
    this = known.this_start.search(lower)
    if not since and not start_words and this:
        since = [this[1]]
    elif not since and start_words:
        since = sorted(dict.fromkeys(known.content(start_words[1])))
    elif start_words and not since:
        since = ["start"]
    return {"dates": " ".join(on), "since": " ".join(since), "until": " ".join(until)}


def _part_of_year(edtf: str, left: str, known: Vocabulary) -> str:
    """The months of "the first half of 2019"; of "early 2019" something that is no whole year."""
    if len(edtf) != len("2019"):
        return edtf
    match = known.forms["part_of_year"].search(left)
    if match is None:
        return edtf
    months = known.parts_of_year.get(" ".join(filter(None, match.groups())))
    return f"{edtf}-{months[:2]}/{edtf}-{months[3:]}" if months else f"{edtf}:{match[1]}"


def lacking(right: str, known: Vocabulary) -> str:
    """The stems of what those who are counted are without ("without water")."""
    words = words_of(_CLAUSE.split(right.lower(), maxsplit=1)[0])[:8]
    for at, word in enumerate(words):
        if word in known.lacking:
            return " ".join(known.content(" ".join(words[at + 1 : at + 4]))[:1])
    return ""


def means_of(right: str, known: Vocabulary) -> str:
    """The stem of how those who are counted did something ("by swimming", "on foot")."""
    words = words_of(_CLAUSE.split(right.lower(), maxsplit=1)[0])[:10]
    for word, following in itertools.pairwise(words):
        if word not in known.linking_means:
            continue
        if following in known.means or following.endswith(known.gerunds):
            return known.stem(following)
    return ""


def loser(left: str, known: Vocabulary) -> str:
    """The stems of the subject that lost what is counted ("the fleet lost", "its losses:")."""
    words = words_of(known.forms["joint"].split(left.lower().rstrip(" :"))[-1])
    for at in range(len(words) - 1, max(-1, len(words) - 6), -1):
        if words[at] in known.losing:
            return " ".join(known.content(" ".join(_subject(words[:at], known))))
    return ""


def _subject(words: list[str], known: Vocabulary) -> list[str]:
    """The noun with the words that belong to it at the end of a row of words, the last three."""
    subject: list[str] = []
    for word in reversed(words[-4:]):
        if word in known.stop and subject:
            break
        if word not in known.stop:
            subject.append(word)
    return [word for word in subject[:3] if word not in known.no_names | known.own | known.other]


def handled(left: str, known: Vocabulary) -> str:
    """The stem of the speaker's verb before a figure, if it tells what the speaker does.

    "Our lawyers assisted 51 people arrested there": those assisted are some of those arrested.
    """
    words = known.happening_words(_CLAUSE.split(left.lower())[-1])
    own = max((at for at, word in enumerate(words) if word in known.own), default=None)
    if own is None:
        return ""
    said = [word for word in words[own + 1 :] if word not in known.stop | known.no_names]
    if not said or set(said) & (known.watching | known.losing | known.inflicting):
        return ""
    if set(said) & known.passive or any(word in known.happenings for word in said[-2:]):
        return ""
    return known.stem(said[-1])


def served(left: str, known: Vocabulary) -> bool:
    """Whether a figure counts those whom the speaker rescued or treated, perhaps not all."""
    words = words_of(_CLAUSE.split(left.lower())[-1])
    return bool(known.own & set(words)) and bool(words) and words[-1] in known.serving


def relative_day(lower: str, known: Vocabulary) -> str:
    """The one day that a sentence names by its distance or its weekday ("yesterday")."""
    found = known.relative.finditer(lower)
    days = {
        known.relative_days[match["day"] or match["weekday"] or match["past"]] for match in found
    }
    return days.pop() if len(days) == 1 else ""


def meant_for(left: str, known: Vocabulary) -> bool:
    """Whether a figure says for how many something is meant ("cells for 700")."""
    words = words_of(left.lower())[-2:]
    return len(words) == 2 and words[0] in known.room and words[1] in known.linking_for


def state_of(sentence: Sentence, dates: list[DateClaim], blank: str, known: Vocabulary) -> bool:
    """Whether a sentence tells what there was on its one day ("as of 30 June 40 were held")."""
    if len(dates) != 1 or known.cues["weakly_running"].search(" ".join(blank.split())):
        return False
    before = words_of(blank[: dates[0].passage.start - sentence.start])[-2:]
    done = known.forms["had_done"].search(" ".join(blank.split()))
    return " ".join(before) in known.moments and done is None


def adds_up(blank: str, until: str, known: Vocabulary) -> bool:
    """Whether the sentence says what had been done up to a day that closes a count.

    "By 3 May we had moved 40" may be one day's doing, "by 31 May" is not.
    """
    match = known.forms["had_done"].search(" ".join(blank.split()))
    if match is None or not until:
        return False
    month_end = until[-2:] in ("28", "29", "30", "31") or len(until) == len("2021-05")
    return month_end or match["by"] != "by"
