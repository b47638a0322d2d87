"""Statements: what each figure's sentence says that bears on comparing it with another figure.

For every figure a relation of the type ``statement`` with the member ``figure`` and, in
``values`` (absent where there is nothing to say; several words are separated by spaces, several
names by "|"):

``thing``      key of what is counted or, for a measure, of what is measured
``kind``       stems of the words that narrow it
``members_of`` stems of what the counted belong to ("soldiers *of the Left Bank*")
``happened``   key of what happened
``words``      stems of the words that say what the sentence is about, without names
``names``      proper names in the sentence; ``near_names`` those of the sentences before it
``maybe``      a sentence's first word, which may be a name or not
``dates``      EDTF of the days or periods it happened in; ``near_dates`` as for names
``since``      EDTF of the start of a running total, or the stems of the words that name it
``until``      EDTF of the day up to which it was counted
``running``    "yes": a total that can only grow
``standing``   "yes": what there is at a moment, or in one day or week
``side``       "own" or "other": what the speaker, or its enemy, did or suffered
``actor``      who acted, by the words before the figure ("army")
``without``    stems of what is left out
``definite``   "all", "the" or "owned": the words speak of something already known
``anchor``     the point from which a distance is measured; ``pointing`` = "yes" where the words
               point back to its other end ("its wreck lies 0.9 kilometres from the pier")
``tail``       stems of the words that tell which ("the 12 children *who fled from Ardal*")
``changing``   "yes": the sentence says that it was or will be otherwise ("now", "before the war")
``clause``     "yes": ``tail`` is a clause of its own, its verb first
``possessed``, ``whose``
               "yes": it is all that somebody has; the words say whose they are ("its 36 lorries")
``heard``      "yes": the author repeats the value without taking it over
``cited``      "yes": the author takes it from somebody; ``cited_source`` whom, where named
``further``    "yes": it comes on top of another one
``vague_source``, ``source``, ``open_category``
               "yes": it rests on nobody in particular; the sentence says on what it rests; what
               is counted is left open ("etc.")
``spread``     "yes": it is of several places together
``capitals``   "yes": its sentence is all in capitals, so that no name shows
``unreal``     "yes": it is planned, allowed or imagined

A relation of the type ``correction`` marks a sentence that announces that an earlier figure no
longer holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from muniment.claims.attributes import attribute_of
from muniment.claims.language import Language
from muniment.claims.manner import Manner, manner_of
from muniment.claims.model import DateClaim, DocumentClaims, Figure, Relation, claim_id
from muniment.claims.sentences import Sentence
from muniment.claims.vocabulary import Vocabulary, vocabulary, words_of

# How many sentences of the same paragraph lend a sentence their place and day.
LENDING = 3
# In a document this short the first sentence names the subject of all others.
SHORT = 12
_WRITTEN_TWICE = re.compile(r"\s*\(")
_STOP = re.compile(r"[;:]|\.(?!\w)\s*(?=$|[A-Z])")
# "ward 3", "point B", "class 4b": what tells one of a row from the next.
_FIRST = re.compile(r"[^\W\d_a-z][^\W\d_]+(?= [a-z])")
_LABEL = re.compile(r"(?<=[a-zA-Z] )(?:\d{1,3}[a-z]?|[B-HJ-Z]|A(?= [a-z]))(?= [a-z]|[,.:;]|$)")
_KIND_OF_PLACE = re.compile(r"\s+([a-z]+)\b")
_CAPITAL = re.compile(
    r"\b[^\W\d_a-z][\w’']*(?:-\w+)*"
    r"(?:[ \n](?:of the |of |de la |de |del |the |al )?[^\W\d_a-z][\w’']*(?:-\w+)*)*"
)


@dataclass(slots=True)
class _Context:
    """What a sentence is about."""

    names: list[str]
    dates: list[str]
    words: list[str]
    maybe: str


def find_statements(
    claims: DocumentClaims, sentences: list[Sentence], language: Language
) -> list[Relation]:
    """The statements and announced corrections of a document, in order of their sentences."""
    known = vocabulary(language.code)
    figures: dict[int, list[Figure]] = {}
    for figure in claims.figures:
        figures.setdefault(figure.sentence, []).append(figure)
    dates: dict[int, list[DateClaim]] = {}
    for date in claims.dates:
        dates.setdefault(date.sentence, []).append(date)
    common = _common_words(claims, known)
    text = claims.document.text
    contexts: dict[int, _Context] = {}
    relations: list[Relation] = []

    def context(sentence: Sentence) -> _Context:
        if sentence.index not in contexts:
            contexts[sentence.index] = _context(
                sentence,
                dates.get(sentence.index, []),
                figures.get(sentence.index, []),
                known,
                common,
            )
        return contexts[sentence.index]

    for sentence in sentences:
        lower = " ".join(sentence.text.split()).lower()
        if known.cues["correction"].search(lower):
            relations.append(_correction(claims, sentence))
        here = figures.get(sentence.index)
        if not here:
            continue
        own = context(sentence)
        here_dates = dates.get(sentence.index, [])
        manner = manner_of(sentence.text, _without_dates(sentence, here_dates), known)
        near = [
            context(other)
            for other in reversed(sentences[max(0, sentence.index - LENDING) : sentence.index])
            if other.paragraph == sentence.paragraph or len(sentences) <= SHORT
        ]
        if len(sentences) <= SHORT and sentence.index > LENDING:
            near.append(context(sentences[0]))
        common_values = {**manner.values, **_near_values(near), "maybe": own.maybe}
        side = ""
        for number, figure in enumerate(here):
            before = here[number - 1].passage.end if number else sentence.start
            after = here[number + 1].passage.start if number + 1 < len(here) else sentence.end
            if number and _written_twice(text, here[number - 1], figure):
                relations.append(_twice(claims, here[number - 1], figure))
            goes_on = number and known.forms["going_on"].match(text[before : figure.passage.start])
            statement = _statement(
                claims,
                sentence,
                figure,
                (before, after),
                here_dates,
                own,
                manner,
                common_values,
                known,
                language.code,
                side=side if goes_on else "",
            )
            side = statement.values.get("side", "")
            relations.append(statement)
    return relations


def _written_twice(text: str, first: Figure, second: Figure) -> bool:
    """Whether a figure repeats the one before it in brackets: "fifteen (15)"."""
    if first.klass != second.klass:
        return False  # "half of them nurses (640)"
    between = _WRITTEN_TWICE.fullmatch(text, first.passage.end, second.passage.start)
    return between is not None and text[second.passage.end : second.passage.end + 1] == ")"


def _twice(claims: DocumentClaims, first: Figure, second: Figure) -> Relation:
    """Two figures of which the second repeats the first in brackets."""
    start, end = first.passage.start, second.passage.end + 1
    return Relation(
        id=claim_id(claims.document, "written-twice", start, end),
        kind="relation",
        passage=claims.document.passage(start, end),
        sentence=first.sentence,
        found_by="number repeated in brackets",
        type="written-twice",
        members=(("first", first.id), ("second", second.id)),
    )


def _correction(claims: DocumentClaims, sentence: Sentence) -> Relation:
    return Relation(
        id=claim_id(claims.document, "correction", sentence.start, sentence.end),
        kind="relation",
        passage=claims.document.passage(sentence.start, sentence.end),
        sentence=sentence.index,
        found_by="words that announce a correction",
        type="announced-correction",
    )


def _common_words(claims: DocumentClaims, known: Vocabulary) -> frozenset[str]:
    """Words that the document also writes small, so that a capital makes no name of them."""
    text = claims.document.text
    return frozenset(re.findall(r"(?<![\w’'-])[a-z][a-z’']+", text))


def _context(
    sentence: Sentence,
    dates: list[DateClaim],
    figures: list[Figure],
    known: Vocabulary,
    common: frozenset[str],
) -> _Context:
    """The names, days and subject words of a sentence."""
    text = sentence.text
    cut = text
    for date in dates:
        start, end = date.passage.start - sentence.start, date.passage.end - sentence.start
        cut = cut[:start] + " " * (end - start) + cut[end:]
    names = [] if text.isupper() else _names(cut, known, common)
    labelled = cut
    for figure in figures:
        start, end = figure.number.start - sentence.start, figure.number.end - sentence.start
        labelled = labelled[:start] + " " * (end - start) + labelled[end:]
    labels = _LABEL.findall(labelled)
    without = cut
    for name in names:
        for each in name.split(" & "):
            without = without.replace(each, " ")
    return _Context(
        [_plain(name) for name in names],
        [date.edtf for date in dates],
        known.content(without)
        + (["left"] if known.forms["left"].search(cut.lower()) else [])
        + [f"#{label.lower()}" for label in labels],
        _plain(first[0]) if (first := _FIRST.match(cut)) else "",
    )


def _names(text: str, known: Vocabulary, common: frozenset[str]) -> list[str]:
    """The proper names of a sentence; its first word is one only if nothing speaks against it."""
    found: list[str] = []
    last = 0
    for match in _CAPITAL.finditer(text):
        words = match.group().split()
        opening = match.start() == 0 or text[: match.start()].rstrip()[-1:] in '.:!?"“('
        while words and (
            words[0].lower() in known.stop
            or words[0].lower().replace("’", "'").removesuffix("'s") in known.no_names
            or (opening and len(words) == 1 and _ordinary(words[0], match, text, known, common))
            or words[0].lower() in known.linking
        ):
            words = words[1:]
            opening = False
        if opening and len(words) > 1 and _number_word(words[0], known):
            words = words[1:]
        if not words or all(word.lower() in known.no_names for word in words):
            continue
        name = " ".join(words)
        kind = _KIND_OF_PLACE.match(text, match.end()) or known.forms["kind_before"].search(
            text, 0, match.start()
        )
        if kind is not None and kind[1].lower() in known.kinds:
            name = f"{name} {kind[1].lower()}"
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
    if lower in common or lower in known.things or lower in known.happenings:
        return True
    named = text[match.end() : match.end() + 1] == "," or "'" in word or "’" in word
    return not named or _number_word(word, known)


def _number_word(word: str, known: Vocabulary) -> bool:
    return word.lower().split("-")[0] in known.numbers


def _plain(name: str) -> str:
    """A name for comparing: small letters, no possessive, single spaces."""
    return re.sub(r"[’']s?\b", "", " ".join(name.split()).lower())


def _statement(
    claims: DocumentClaims,
    sentence: Sentence,
    figure: Figure,
    bounds: tuple[int, int],
    dates: list[DateClaim],
    own: _Context,
    manner: Manner,
    common_values: dict[str, str],
    known: Vocabulary,
    code: str,
    *,
    side: str,
) -> Relation:
    """The statement of one figure; ``bounds`` are where its neighbours end and begin.

    ``common_values`` are those of every figure of the sentence; ``side`` is the side of the
    figure before it, where the sentence goes on with that one's subject.
    """
    text = claims.document.text
    left, right = text[bounds[0] : figure.number.start], text[figure.passage.end : bounds[1]]
    left_words = words_of(left.lower())
    clause = manner.blank[bounds[0] - sentence.start : bounds[1] - sentence.start]
    definite = _definite(left, known)
    before_figure = " ".join(text[bounds[0] : figure.passage.start].lower().split()) + " "
    values = {
        **common_values,
        "thing": _thing(figure, right, known),
        "kind": _kind(figure, known),
        "members_of": _members_of(figure, known),
        "happened": _happened(figure, left, right, sentence.text, known),
        "words": " ".join(_subject_words(figure, own.words, known)),
        "names": "|".join(dict.fromkeys(_clause_names(own.names, left, right, known))),
        "side": _enemys(figure, known)
        or _side(clause, figure.passage.start - bounds[0], known)
        or side,
        "actor": " ".join(sorted(known.actors.intersection(left_words))),
        "definite": definite,
        "tail": _tail(figure, text[figure.passage.end : sentence.end], definite, known),
        **_anchor(figure, left, right, known),
        **attribute_of(
            figure,
            text[sentence.start : figure.passage.start],
            text[figure.passage.end : sentence.end],
            known,
            code,
        ),
        "clause": "yes"
        if known.forms["clause"].match(text[figure.passage.end : sentence.end])
        else "",
        "possessed": "yes" if known.possession.search(before_figure) else "",
        "whose": "yes" if (left_words or [""])[-1] in known.whose else "",
        **_times(sentence, figure, dates, known),
    }
    if (
        manner.running
        or values.get("since")
        or (manner.weakly and values["happened"] in known.lasting)
        or _adds_up(manner.blank, values.get("until", ""), known)
    ):
        until_break = text[sentence.start : figure.passage.end] + _STOP.split(right)[0]
        if known.forms["present_state"].search(until_break.lower()) is None:
            values["running"] = "yes"
    beside_it = " ".join([*words_of(left)[-3:], *words_of(figure.passage.quote)])
    if known.cues["further"].search(beside_it.lower()):
        values["further"] = "yes"
    if ";" in sentence.text and values.get("standing"):
        # "Since May we have served 14,000 bowls; today 420": each part speaks for itself.
        part = text[sentence.start : figure.passage.end].rpartition(";")[2]
        part = " ".join(f"{part}{_STOP.split(right)[0]}".lower().split())
        if known.cues["standing"].search(known.cues["running"].sub(" ", part)) is None:
            values["standing"] = ""
    beside = f"{figure.passage.quote}{_STOP.split(right)[0]}".lower()
    if known.cues["open_category"].search(" ".join(beside.split())):
        values["open_category"] = "yes"
    if known.cues["unreal"].search(" ".join(clause.split())):
        values["unreal"] = "yes"
    return Relation(
        id=claim_id(claims.document, "statement", figure.passage.start, figure.passage.end),
        kind="relation",
        passage=figure.passage,
        sentence=figure.sentence,
        found_by="statement of a figure",
        type="statement",
        members=(("figure", figure.id),),
        values={name: value for name, value in values.items() if value},
    )


def _adds_up(blank: str, until: str, known: Vocabulary) -> bool:
    """Whether the sentence says what had been done up to a day that closes a count.

    "By 3 May we had moved 40" may be one day's doing, "by 31 May" is not.
    """
    match = known.forms["had_done"].search(" ".join(blank.split()))
    if match is None or not until:
        return False
    month_end = until[-2:] in ("28", "29", "30", "31") or len(until) == len("2021-05")
    return month_end or match["by"] != "by"


def _subject_words(figure: Figure, words: list[str], known: Vocabulary) -> list[str]:
    """The subject words of a sentence without those that only name the figure's unit."""
    unit = [] if figure.klass == "count" else known.content(figure.passage.quote)
    return [word for word in dict.fromkeys(words) if word not in unit]


def _clause_names(names: list[str], left: str, right: str, known: Vocabulary) -> list[str]:
    """Of the names of a sentence, those beside the figure, if any are and others are not."""
    if len(names) < 2:
        return names
    for part in (known.forms["joint"].split(right)[0], known.forms["joint"].split(left)[-1]):
        plain = _plain(part)
        beside = [name for name in names if name.split(" & ")[0] in plain]
        if beside:
            return beside
    return names


def _without_dates(sentence: Sentence, dates: list[DateClaim]) -> str:
    """The sentence with its dates blanked, so that "May" is no verb."""
    text = sentence.text
    for date in dates:
        start, end = date.passage.start - sentence.start, date.passage.end - sentence.start
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _near_values(near: list[_Context]) -> dict[str, str]:
    """What the sentences around one are about."""
    return {
        "near_names": "|".join(dict.fromkeys(n for each in near for n in each.names)),
        "near_dates": next((" ".join(each.dates) for each in near if each.dates), ""),
        "near_words": " ".join(dict.fromkeys(w for each in near for w in each.words)),
    }


def _thing(figure: Figure, right: str, known: Vocabulary) -> str:
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


def _kind(figure: Figure, known: Vocabulary) -> str:
    """The stems of the words that narrow what is counted ("anti-tank" mines)."""
    if figure.klass != "count" or figure.counted is None:
        return ""
    text = figure.counted.text
    cut = known.forms["before_head"].search(text.lower(), 1)
    return " ".join(known.content(" ".join(words_of(text[: cut.start()] if cut else text)[:-1])))


def _members_of(figure: Figure, known: Vocabulary) -> str:
    """The stems of what the counted belong to ("soldiers *of the Left Bank*")."""
    if figure.klass != "count" or figure.counted is None:
        return ""
    cut = known.forms["before_head"].search(figure.counted.text.lower(), 1)
    return " ".join(known.content(figure.counted.text[cut.start() :])) if cut else ""


def _happened(figure: Figure, left: str, right: str, sentence: str, known: Vocabulary) -> str:
    """The key of what happened: the word next to the figure, else the only one of the sentence."""
    beside = known.happening_words(known.forms["joint"].split(left)[-1])[::-1]
    before, after = known.happening_words(left)[::-1], known.happening_words(right)
    counted = words_of(figure.counted.text) if figure.counted is not None else []
    for word in counted:
        key = known.happening_nouns.get(word.lower()) or known.happenings.get(word.lower())
        if key in ("killed", "casualty", "injured"):
            return key
    if figure.klass == "count" and known.forms["taking"].search(" ".join(left.lower().split())):
        return "killed" if _thing(figure, right, known) in known.people else "destroyed"
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


def _enemys(figure: Figure, known: Vocabulary) -> str:
    """ "other" where the thing counted is called the enemy's, else ""."""
    counted = figure.counted.text.lower() if figure.counted is not None else ""
    return "other" if known.other & set(words_of(counted)) else ""


def _side(clause: str, reach: int, known: Vocabulary) -> str:
    """Whose doing or suffering the figure is, where the speaker says "we" or "the enemy".

    ``reach`` is where the figure starts in the clause: what "we took" comes after it.
    """
    if known.forms["by_ours"].search(clause, reach):
        return "other"
    words = words_of(clause)
    reach = len(words_of(clause[:reach]))
    for at, word in enumerate(words):
        if word in known.own and not (
            known.watching & set(words[at + 1 : at + 3]) and "that" in words[at + 1 : at + 5]
        ):
            return "other" if _inflicts(words[at + 1 : min(at + 5, reach)], known) else "own"
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


def _definite(left: str, known: Vocabulary) -> str:
    """How the words before a figure speak of something already known, if they do."""
    words = [word.lower() for word in words_of(left)[-3:]]
    if not words:
        return ""
    if "all" in words[-3:] and words[-1] in {"all", "of", *known.definite}:
        return "all"
    if known.forms["owned"].search(left):
        return "owned"
    return known.definite.get(words[-1], "") if re.search(r"[^\W\d_]\s+$", left) else ""


def _anchor(figure: Figure, left: str, right: str, known: Vocabulary) -> dict[str, str]:
    """From which point a distance is measured, and whether its other end is already known."""
    match = known.forms["distance"].match(right) if figure.klass == "measure" else None
    if match is None:
        return {}
    anchor = f"{match[1].lower()} {known.thing(match[2])}"
    return {
        "anchor": anchor,
        "pointing": "yes" if known.forms["pointing"].search(left.lower()) else "",
    }


def _tail(figure: Figure, right: str, definite: str, known: Vocabulary) -> str:
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


def _times(
    sentence: Sentence, figure: Figure, dates: list[DateClaim], known: Vocabulary
) -> dict[str, str]:
    """When the sentence says that it happened, from when on, and up to when it was counted."""
    lower = sentence.text.lower()
    on: list[str] = []
    since: list[str] = []
    until: list[str] = []
    for date in dates:
        left = lower[: date.passage.start - sentence.start]
        start, _, end = date.edtf.partition("/")
        if end == "..":
            since.append(start)
        elif start == "..":
            until.append(end)
        elif end:
            on.append(date.edtf)
        elif known.forms["starting"].search(left) or known.forms["since_already"].search(left):
            since.append(date.edtf)
        elif known.forms["ending"].search(left) or (
            since and not on and known.forms["and"].search(left)
        ):
            until.append(date.edtf)
        else:
            on.append(date.edtf)
    if len(since) == 1 and len(until) == 1:
        between = re.search(r"\bbetween\b", lower) or re.search(r"\bfrom\b", lower)
        if between:
            on.append(f"{since.pop()}/{until.pop()}")
    elif len(on) == len(until) == 1 and not since and known.forms["from_on"].match(lower):
        # "From the day it was opened, 2 October, to 30 November".
        on = [f"{on[0]}/{until.pop()}"]
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
