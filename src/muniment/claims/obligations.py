"""Who is said to have broken, joined, or to be held by an instrument that the text cites.

A relation of the type ``legal-role`` joins a citation (member ``citation``) with a state: its
``values`` give the state's code, the role (``accused``: said to have broken it, ``held``: to be
held by it, ``joined``, ``signed``) and ``day``, the EDTF of the only date that the sentence gives
beside the citation.  One of the type ``breach`` marks a citation that the text says was broken, by
whomever.  Where several states could be meant, none is.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from muniment.claims.around import SPACE
from muniment.claims.instruments import date_of
from muniment.claims.language import Language, load_language
from muniment.claims.model import Citation, DateClaim, DocumentClaims, Relation, claim_id
from muniment.claims.sentences import Sentence
from muniment.law.states import State, plain_name, state_adjectives, state_names, states

_WORD = re.compile(r"[^\W\d_][\w'’.\-]*")
_MOST_WORDS = 7
"""The longest name of a state that is looked for, in words."""
_SHORT = 3
"""A name of so few letters counts only in capitals: "US"."""
_REACH = 90
"""How far a cue may stand from its citation, other citations left out."""
_POSSESSIVE = ("'s", "’s", "s'", "s’")
ROLES = ("accused", "held", "joined", "signed")


@dataclass(frozen=True, slots=True)
class Mention:
    """A state named in a text: its span, and whether what is named is its own or an adjective."""

    start: int
    end: int
    state: State
    possessive: bool
    organ: bool


@dataclass(frozen=True, slots=True)
class _Cues:
    patterns: dict[str, re.Pattern[str]]
    denied: frozenset[str]
    supposed: frozenset[str]
    organs: re.Pattern[str]
    agent: frozenset[str]
    other: frozenset[str]
    own: re.Pattern[str]
    passive: frozenset[str]


def find_obligations(
    claims: DocumentClaims, sentences: Sequence[Sentence], language: Language
) -> Iterator[Relation]:
    """The breaches and the legal roles of states that a document states, by citation."""
    if not claims.citations:
        return
    cues = _cues(language.code)
    by_sentence: dict[int, list[Citation]] = {}
    for citation in claims.citations:
        by_sentence.setdefault(citation.sentence, []).append(citation)
    for index, cited in by_sentence.items():
        yield from _Reader(claims, sentences[index], cited, cues).read()


def mentions(text: str, start: int, end: int, language: Language) -> list[Mention]:
    """The states that a stretch of text names, in order, the longest name at each place."""
    return _mentions(text, start, end, _cues(language.code))


class _Reader:
    """Reads the roles of one sentence."""

    def __init__(
        self,
        claims: DocumentClaims,
        sentence: Sentence,
        citations: list[Citation],
        cues: _Cues,
    ) -> None:
        self.claims, self.sentence, self.citations, self.cues = claims, sentence, citations, cues
        text = claims.document.text
        # Citations are blanked, so that lists of them do not part a cue from the last one.
        self.text = text[sentence.start : sentence.end]
        for citation in citations:
            first = max(citation.passage.start - sentence.start, 0)
            last = max(min(citation.passage.end - sentence.start, len(self.text)), first)
            self.text = self.text[:first] + "\0" * (last - first) + self.text[last:]
        self.low = self.text.lower()
        self.mentions = _mentions(self.text, 0, len(self.text), cues) + self._own()

    def read(self) -> Iterator[Relation]:
        for citation in self.citations:
            at = citation.passage.start - self.sentence.start
            after = citation.passage.end - self.sentence.start
            for role, kind in (
                ("accused", "breach"),
                ("joined", "joined"),
                ("signed", "signed"),
                ("held", "duty"),
            ):
                cue = self._cue(kind, at, after)
                if cue is None:
                    continue
                if role == "accused":
                    yield self._relation("breach", citation, {})
                state = self._state(cue, at, after)
                if state is not None:
                    values = {"role": role, "state": state.code}
                    yield self._relation("legal-role", citation, values)
                break

    def _cue(self, kind: str, at: int, after: int) -> tuple[int, int] | None:
        """The nearest cue before the citation, else one right after it that it is subject of."""
        pattern = self.cues.patterns[kind]
        last = next(reversed(list(pattern.finditer(self.low, 0, at))), None)
        if (
            last is not None
            and self._near(last.end(), at)
            and not self._excluded(last.start(), kind)
        ):
            return last.span()
        if kind == "breach":
            match = pattern.search(self.low, after, min(after + _REACH // 2, len(self.low)))
            if match and not self._excluded(match.start(), kind):
                passive = re.search(
                    r"\b(?:was|were|is|are|been|being|fue|fueron)\b",
                    self.low[after : match.start()],
                )
                if passive:
                    return match.span()
        return None

    def _near(self, end: int, at: int) -> bool:
        between = self.low[end:at].replace("\0", "")
        return len(between) <= _REACH and ";" not in between and ":" not in between

    def _excluded(self, start: int, kind: str) -> bool:
        """Whether words before a cue deny it or only suppose it."""
        before = re.findall(r"[\w'’]+", self.low[max(0, start - 40) : start])[-4:]
        if any(word in self.cues.denied or word.endswith(("n't", "n’t")) for word in before):
            return True
        return kind in ("breach", "joined", "signed") and any(
            word in self.cues.supposed for word in before[-2:]
        )

    def _state(self, cue: tuple[int, int], at: int, after: int) -> State | None:
        """The state that a cue is about, None where none or several may be meant."""
        agents = [
            mention
            for mention in self.mentions
            if mention.start >= after
            and self._word_before(mention) in self.cues.agent
            and mention.start - after <= _REACH
        ]
        if agents:
            return _only(agents[:1])
        before = [mention for mention in self.mentions if mention.end <= cue[0]]
        for some in (
            [mention for mention in before if self._word_before(mention) in self.cues.agent],
            [mention for mention in before if self._leads(mention, cue[0])],
            [mention for mention in before if mention.possessive],
            [mention for mention in before if self._word_before(mention) not in self.cues.other],
            before,
        ):
            if some:
                return _only(some)
        following = [m for m in self.mentions if cue[1] <= m.start and m.end <= at]
        return _only(following) if following else None

    def _leads(self, mention: Mention, cue: int) -> bool:
        """Whether a state stands right before the cue as its subject: "Verda has violated"."""
        between = re.findall(r"[\w'’]+", self.low[mention.end : cue])
        return len(between) <= 4 and self._word_before(mention) not in self.cues.other

    def _word_before(self, mention: Mention) -> str:
        words = re.findall(r"[\w'’]+", self.low[max(0, mention.start - 30) : mention.start])
        while words and words[-1] in ("the", "republic", "state", "of", "la", "el", "los", "las"):
            if words[-1] == "of" and (len(words) < 2 or words[-2] not in ("republic", "state")):
                break
            words.pop()
        return words[-1] if words else ""

    def _own(self) -> list[Mention]:
        """The issuer's own state where the text says "our country"."""
        code = self.claims.document.issuer_state
        state = states().get(code or "")
        if state is None:
            return []
        return [
            Mention(match.start(), match.end(), state, False, True)
            for match in self.cues.own.finditer(self.low)
        ]

    def _relation(self, type: str, citation: Citation, values: dict[str, str]) -> Relation:
        document = self.claims.document
        day = self._day()
        kind = f"{type} {values.get('state', '')}".strip()
        start, end = citation.passage.start, citation.passage.end
        return Relation(
            id=claim_id(document, kind, start, end),
            kind="relation",
            passage=document.passage(self.sentence.start, self.sentence.end),
            sentence=self.sentence.index,
            found_by=f"law {type}",
            type=type,
            members=(("citation", citation.id),),
            values=values | ({"day": day} if day else {}),
        )

    def _day(self) -> str | None:
        """The only date that the sentence gives outside its citations, as EDTF."""
        theirs = [date_of(self.claims, citation) for citation in self.citations]
        dates: list[DateClaim] = [
            date
            for date in self.claims.dates
            if date.sentence == self.sentence.index
            and date not in theirs
            and not any(
                citation.passage.start <= date.passage.start < citation.passage.end
                for citation in self.citations
            )
        ]
        return dates[0].edtf if len(dates) == 1 else None


def _mentions(text: str, start: int, end: int, cues: _Cues) -> list[Mention]:
    names, adjectives = state_names(), state_adjectives()
    words = list(_WORD.finditer(text, start, end))
    found: list[Mention] = []
    at = 0
    while at < len(words):
        word = words[at]
        if not word.group()[0].isupper():
            at += 1
            continue
        taken = 0
        for count in range(min(_MOST_WORDS, len(words) - at), 0, -1):
            stop = words[at + count - 1].end()
            written = text[word.start() : stop]
            bare, own = _without_possessive(written)
            state = names.get(plain_name(bare)) if _counts(bare) else None
            if state is not None:
                found.append(Mention(word.start(), stop, state, own, False))
                taken = count
                break
        if not taken:
            state = adjectives.get(plain_name(word.group()))
            if state is not None and cues.organs.match(text.lower(), word.end(), end):
                found.append(Mention(word.start(), word.end(), state, False, True))
            taken = 1
        at += taken
    return found


def _counts(name: str) -> bool:
    return len(name) > _SHORT or name.isupper()


def _without_possessive(name: str) -> tuple[str, bool]:
    for ending in _POSSESSIVE:
        if name.endswith(ending):
            cut = len(ending) if ending[0] != "s" else 1
            return name[:-cut], True
    return name.rstrip("."), False


def _only(some: list[Mention]) -> State | None:
    """The state that all of them name, None where they name several."""
    codes = {mention.state.code for mention in some}
    return some[0].state if len(codes) == 1 else None


@functools.cache
def _cues(code: str) -> _Cues:
    table = load_language(code).table("obligations")
    kinds = ("breach", "duty", "joined", "signed")
    organs = "|".join(re.escape(word).replace(r"\ ", SPACE) for word in table["organs"])
    return _Cues(
        patterns={kind: _phrases(table[kind]) for kind in kinds},
        denied=frozenset(table["denied"]),
        supposed=frozenset(table["supposed"]),
        organs=re.compile(rf"(?:{SPACE}[a-z\-]+){{0,2}}{SPACE}(?:{organs or '(?!)'})\b"),
        agent=frozenset(table["agent"]),
        other=frozenset(table["other"]),
        own=_phrases(table["own"]),
        passive=frozenset(table["passive"]),
    )


def _phrases(phrases: Sequence[str]) -> re.Pattern[str]:
    """A pattern for phrases in small letters; "*" ends a word of which the rest is open."""
    each = [
        re.escape(phrase).replace(r"\*", r"\w*").replace(r"\ ", SPACE)
        for phrase in sorted(phrases, key=len, reverse=True)
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(each) or '(?!)'})(?!\w)")
