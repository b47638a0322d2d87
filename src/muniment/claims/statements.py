"""Statements: what each figure's sentence says that bears on comparing it with another figure.

For every figure a relation of the type ``statement`` with the member ``figure`` and, in
``values`` (absent where there is nothing to say; several words are separated by spaces, several
names by "|"):

``thing``      key of what is counted or, for a measure, of what is measured
``kind``       stems of the words that narrow it
``members_of`` stems of what the counted belong to ("soldiers *of the Left Bank*")
``happened``   key of what happened
``loosely``    "yes": no word of ``happened`` stands there, it is what the event reads as
``words``      stems of the words that say what the sentence is about, without names
``names``      proper names in the sentence; ``near_names`` those of the sentences before it
``all_names``  all of them, where the sentence has no other figure
``maybe``      a sentence's first word, which may be a name or not
``dates``      EDTF of the days or periods it happened in; ``near_dates`` as for names
``day``        "-1d" for yesterday, "w0" to "w6" for the Monday to Sunday before the text's day,
               which a dateline may give ("-1d@2021-05-03")
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
``lacking``    stem of what those counted are without ("households without *water*")
``loser``      stems of the subject that lost what is counted ("*the fleet* lost one boat")
``named_only`` "yes": only such as could be named or proved are counted
``means``      stem of how they did it ("by *swimming*", "on *foot*")
``served``     "yes": those whom the speaker rescued or treated
``follows``    key of what the figure before it counts, where this one names nothing
``way``        "in" or "out": which way they moved
``verb``       stem of the first past form after it
``handled``    stem of a verb before it that says neither what happened nor who counts
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

Each value is read when a rule first asks for it: most figures are compared with nothing.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from muniment.claims import scope, topics
from muniment.claims.attributes import attribute_of
from muniment.claims.language import Language
from muniment.claims.manner import MANNERS
from muniment.claims.model import DocumentClaims, Figure, Relation, claim_id
from muniment.claims.sentences import Sentence
from muniment.claims.told import Told
from muniment.claims.vocabulary import words_of

_STOP = re.compile(r"[;:]|\.(?!\w)\s*(?=$|[A-Z])")


def find_statements(
    claims: DocumentClaims, sentences: Sequence[Sentence], language: Language
) -> Iterator[Relation]:
    """The statement of every figure of a document, sentence by sentence."""
    told = Told(claims, sentences, language)
    for index, figures in told.figures.items():
        if sentences[index].crowded:
            continue
        before: Statement | None = None
        for figure, following in itertools.zip_longest(figures, figures[1:]):
            before = Statement(told, figure, before, following)
            yield Relation(
                id=claim_id(claims.document, "statement", figure.passage.start, figure.passage.end),
                kind="relation",
                passage=figure.passage,
                sentence=figure.sentence,
                found_by="statement of a figure",
                type="statement",
                members=(("figure", figure.id),),
                values=before,
            )


class Statement(Mapping[str, str]):
    """The values of a figure's statement, by the names that the module's description gives."""

    __slots__ = ("_before", "_end", "_figure", "_found", "_sentence", "_start", "_told")

    def __init__(
        self, told: Told, figure: Figure, before: Statement | None, following: Figure | None
    ) -> None:
        """Of a figure between the one before it and the one that follows it in the sentence."""
        self._told = told
        self._figure = figure
        self._before = before
        self._sentence = told.sentences[figure.sentence]
        self._start = before._figure.passage.end if before is not None else self._sentence.start
        self._end = following.passage.start if following is not None else self._sentence.end
        self._found: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        found = self._value(name) if name in _READERS else ""
        if not found:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return (name for name in _READERS if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        return repr(dict(self))

    def __reduce__(self) -> tuple[type[dict[str, str]], tuple[dict[str, str]]]:
        """Another process gets what can be read, not the document that it is read from."""
        return dict, (dict(self),)

    def _value(self, name: str) -> str:
        """A value, empty where there is none."""
        found = self._found.get(name)
        if found is None:
            self._found.update(_READERS[name](self))
            found = self._found.setdefault(name, "")
        return found

    @property
    def _left(self) -> str:
        """The words between the figure before this one and its number."""
        return self._told.text[self._start : self._figure.number.start]

    @property
    def _right(self) -> str:
        """The words between this figure and the next."""
        return self._told.text[self._figure.passage.end : self._end]

    @property
    def _rest(self) -> str:
        """The rest of the sentence after this figure."""
        return self._told.text[self._figure.passage.end : self._sentence.end]

    @property
    def _clause(self) -> str:
        """The words from the figure before this one to the one after it, dates blanked."""
        start = self._sentence.start
        manner = self._told.manner(self._sentence.index)
        return manner.blank[self._start - start : self._end - start]

    def _of_the_sentence(self, name: str) -> dict[str, str]:
        return {name: self._told.manner(self._sentence.index).value(name)}

    def _standing(self) -> dict[str, str]:
        standing = self._told.manner(self._sentence.index).value("standing")
        if standing and self._clause_runs_on():
            return {"standing": ""}
        if standing:
            # "2,214 remains": what is counted is no sign.
            cues = self._told.known.cues
            rest = cues["running"].sub(" ", self._without_itself())
            standing = _yes(cues["standing"].search(rest))
        if standing and ";" in self._sentence.text:
            # "Since May we have served 14,000 bowls; today 420": each part speaks for itself.
            cues = self._told.known.cues
            part = self._told.text[self._sentence.start : self._figure.passage.end]
            part = f"{part.rpartition(';')[2]}{_STOP.split(self._right)[0]}"
            part = cues["running"].sub(" ", " ".join(part.lower().split()))
            standing = "" if cues["standing"].search(part) is None else standing
        return {"standing": standing}

    def _clause_runs_on(self) -> bool:
        """Whether the words beside a figure tell a running total, and others what there is."""
        cues = self._told.known.cues
        clause = " ".join(self._clause.split())
        return bool(cues["running"].search(clause)) and not cues["standing"].search(
            cues["running"].sub(" ", clause)
        )

    def _spread(self) -> dict[str, str]:
        """Several places together, other than those that the figure itself counts."""
        found = self._told.manner(self._sentence.index).value("spread")
        if found and self._figure.klass == "count":
            found = _yes(self._told.known.cues["spread"].search(self._without_itself()))
        return {"spread": found}

    def _without_itself(self) -> str:
        """The sentence in small letters without its dates and the figure's own words."""
        start = self._figure.passage.start - self._sentence.start
        end = self._figure.passage.end - self._sentence.start
        blank = self._told.manner(self._sentence.index).blank
        return " ".join(f"{blank[:start]} {blank[end:]}".split())

    def _near(self) -> dict[str, str]:
        return self._told.near(self._sentence.index)

    def _maybe(self) -> dict[str, str]:
        return {"maybe": self._told.context(self._sentence.index).maybe}

    def _thing(self) -> dict[str, str]:
        return {"thing": topics.thing_of(self._figure, self._right, self._told.known)}

    def _kind(self) -> dict[str, str]:
        return {"kind": topics.kind_of(self._figure, self._right, self._told.known)}

    def _members_of(self) -> dict[str, str]:
        return {"members_of": topics.members_of(self._figure, self._told.known)}

    def _happened(self) -> dict[str, str]:
        happened = topics.happened_to(
            self._figure, self._left, self._right, self._sentence.text, self._told.known
        )
        if happened:
            return {"happened": happened}
        event = topics.event_of(self._figure)
        return {"happened": event, "loosely": _yes(event)}

    def _words(self) -> dict[str, str]:
        words = self._told.context(self._sentence.index).words
        return {"words": " ".join(scope.subject_words(self._figure, words, self._told.known))}

    def _names(self) -> dict[str, str]:
        names = self._told.context(self._sentence.index).names
        beside = scope.clause_names(names, self._left, self._right, self._told.known)
        return {"names": "|".join(dict.fromkeys(beside))}

    def _all_names(self) -> dict[str, str]:
        """All names of its sentence, where no other figure may be of some of them."""
        alone = self._before is None and self._end == self._sentence.end
        names = self._told.context(self._sentence.index).names if alone else []
        return {"all_names": "|".join(dict.fromkeys(names))}

    def _side(self) -> dict[str, str]:
        known, figure = self._told.known, self._figure
        side = scope.enemys(figure, known) or scope.side_of(
            self._clause, figure.passage.start - self._start, known
        )
        if not side and self._before is not None:
            between = self._told.text[self._start : figure.passage.start]
            if known.forms["going_on"].match(between):
                side = self._before._value("side")
        return {"side": side}

    def _actor(self) -> dict[str, str]:
        words = words_of(self._left.lower())
        return {"actor": " ".join(sorted(self._told.known.actors.intersection(words)))}

    def _definite(self) -> dict[str, str]:
        return {"definite": scope.definite_by(self._left, self._told.known)}

    def _tail(self) -> dict[str, str]:
        tail = scope.tail_of(self._figure, self._rest, self._value("definite"), self._told.known)
        return {"tail": tail}

    def _lacking(self) -> dict[str, str]:
        return {"lacking": scope.lacking(self._right, self._told.known)}

    def _verb(self) -> dict[str, str]:
        return {"verb": topics.verb_of(self._right, self._told.known)}

    def _named_only(self) -> dict[str, str]:
        words = set(words_of(self._left.lower())[-4:]) | set(words_of(self._right.lower())[:4])
        return {"named_only": _yes(words & self._told.known.naming)}

    def _means(self) -> dict[str, str]:
        return {"means": scope.means_of(self._right, self._told.known)}

    def _served(self) -> dict[str, str]:
        return {"served": _yes(scope.served(self._left, self._told.known))}

    def _follows(self) -> dict[str, str]:
        """Of what the figure before it counts, where this one leaves it out."""
        before = self._before
        if before is None or self._value("thing") or self._figure.part_of is not None:
            return {"follows": ""}
        between = self._told.text[self._start : self._figure.passage.start]
        if _STOP.search(between) or topics.verb_of(between, self._told.known) == "":
            return {"follows": ""}
        return {"follows": before._value("thing") or before._value("follows")}

    def _way(self) -> dict[str, str]:
        words = words_of(self._clause)
        ways = {self._told.known.ways[word] for word in words if word in self._told.known.ways}
        return {"way": ways.pop() if len(ways) == 1 else ""}

    def _loser(self) -> dict[str, str]:
        return {"loser": scope.loser(self._left, self._told.known)}

    def _handled(self) -> dict[str, str]:
        left = self._told.text[self._start : self._figure.passage.start]
        return {"handled": scope.handled(left, self._told.known)}

    def _anchor(self) -> dict[str, str]:
        return scope.anchor_of(self._figure, self._left, self._right, self._told.known)

    def _attribute(self) -> dict[str, str]:
        before = self._told.text[self._sentence.start : self._figure.passage.start]
        told = self._told
        return attribute_of(self._figure, before, self._rest, told.known, told.code)

    def _is_clause(self) -> dict[str, str]:
        return {"clause": _yes(self._told.known.forms["clause"].match(self._rest))}

    def _possessed(self) -> dict[str, str]:
        before = self._told.text[self._start : self._figure.passage.start].lower()
        return {
            "possessed": _yes(self._told.known.possession.search(" ".join(before.split()) + " "))
        }

    def _whose(self) -> dict[str, str]:
        last = words_of(self._left.lower())[-1:]
        return {"whose": _yes(last and last[0] in self._told.known.whose)}

    def _times(self) -> dict[str, str]:
        dates = self._told.dates.get(self._sentence.index, [])
        times = scope.times_of(self._sentence, self._figure, dates, self._told.known)
        manner = self._told.manner(self._sentence.index)
        until_only = times["until"] and not (times["dates"] or times["since"] or manner.running)
        if until_only and scope.state_of(self._sentence, dates, manner.blank, self._told.known):
            return {**times, "dates": times["until"], "until": ""}
        heading = None if any(times.values()) else self._told.heading(self._sentence.index)
        if heading is not None:
            head = self._told.context(heading).dates[:1]
            times["since"] = head[0].removesuffix("/..") if head and head[0].endswith("..") else ""
        return times

    def _day(self) -> dict[str, str]:
        day = scope.relative_day(self._sentence.text.lower(), self._told.known)
        return {"day": day + self._told.dateline(self._sentence.index) if day else ""}

    def _running(self) -> dict[str, str]:
        known, manner = self._told.known, self._told.manner(self._sentence.index)
        if not (
            manner.running
            or self._value("since")
            or self._heads_a_running_list()
            or (manner.weakly and self._value("happened") in known.lasting)
            or scope.adds_up(manner.blank, self._value("until"), known)
        ):
            return {"running": ""}
        so_far = self._told.text[self._sentence.start : self._figure.passage.end]
        so_far += _STOP.split(self._right)[0]
        return {"running": _yes(not known.forms["present_state"].search(so_far.lower()))}

    def _heads_a_running_list(self) -> bool:
        """Whether the heading of its list tells a total that still grows ("So far:")."""
        heading = self._told.heading(self._sentence.index)
        return heading is not None and self._told.manner(heading).running

    def _further(self) -> dict[str, str]:
        beside = [*words_of(self._left)[-3:], *words_of(self._figure.passage.quote)]
        return {"further": _yes(self._told.known.cues["further"].search(" ".join(beside).lower()))}

    def _open_category(self) -> dict[str, str]:
        beside = f"{self._figure.passage.quote}{_STOP.split(self._right)[0]}".lower()
        cue = self._told.known.cues["open_category"]
        return {"open_category": _yes(cue.search(" ".join(beside.split())))}

    def _unreal(self) -> dict[str, str]:
        clause = " ".join(self._clause.split())
        unreal = self._told.known.cues["unreal"].search(clause)
        return {"unreal": _yes(unreal or scope.meant_for(self._left, self._told.known))}


def _yes(found: object) -> str:
    return "yes" if found else ""


# Who reads which value; a reader may give several.
_READERS: dict[str, Callable[[Statement], dict[str, str]]] = {
    **{name: functools.partial(Statement._of_the_sentence, name=name) for name in MANNERS},
    "standing": Statement._standing,
    "spread": Statement._spread,
    **dict.fromkeys(("near_names", "near_dates", "near_words"), Statement._near),
    "maybe": Statement._maybe,
    "thing": Statement._thing,
    "kind": Statement._kind,
    "members_of": Statement._members_of,
    **dict.fromkeys(("happened", "loosely"), Statement._happened),
    "words": Statement._words,
    "names": Statement._names,
    "all_names": Statement._all_names,
    "side": Statement._side,
    "actor": Statement._actor,
    "definite": Statement._definite,
    "tail": Statement._tail,
    "lacking": Statement._lacking,
    "loser": Statement._loser,
    "verb": Statement._verb,
    "named_only": Statement._named_only,
    "means": Statement._means,
    "served": Statement._served,
    "follows": Statement._follows,
    "way": Statement._way,
    "handled": Statement._handled,
    **dict.fromkeys(("anchor", "pointing"), Statement._anchor),
    **dict.fromkeys(("attribute", "dimension", "which", "attribute_known"), Statement._attribute),
    "clause": Statement._is_clause,
    "possessed": Statement._possessed,
    "whose": Statement._whose,
    **dict.fromkeys(("dates", "since", "until"), Statement._times),
    "day": Statement._day,
    "running": Statement._running,
    "further": Statement._further,
    "open_category": Statement._open_category,
    "unreal": Statement._unreal,
}
