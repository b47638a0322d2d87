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
_TOKEN = re.compile(r"[^\W\d_][\w'’\-]*")
_REACH = 90
"""How far a cue may stand from its citation, other citations left out, in characters."""
_LOOSE = 2
"""The most words between a cue and its citation that do not link them."""
_AHEAD = 25
"""How far a state may stand before a cue, in words."""
_ADJECTIVES = 2
"""The most words between a state's possessive and what it is said to have done."""
_ROW = 4
"""The most words between two states of one row: "Verda as well as Noresk"."""
_MANNER = 3
"""How far before a cue "in" may stand: "in clear and direct violation"."""
_OPENING = 3
"""The most words before a cue that opens its sentence: "In clear breach of …"."""
_BEFORE = 40
"""How far before a word others are looked for, in characters."""
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


class _Words:
    """Words in small letters of which some stand for all that begin so ("violat*")."""

    def __init__(self, written: Sequence[str]) -> None:
        self.whole = frozenset(word for word in written if not word.endswith("*"))
        self.stems = tuple(word[:-1] for word in written if word.endswith("*"))

    def __contains__(self, word: str) -> bool:
        return word in self.whole or word.startswith(self.stems)


@dataclass(frozen=True, slots=True)
class _Cues:
    """The lists of ``obligations.toml``, which says what each is."""

    patterns: dict[str, re.Pattern[str]]
    denied: _Words
    supposed: _Words
    organs: re.Pattern[str]
    organ_of: re.Pattern[str]
    articles: re.Pattern[str]
    agent: _Words
    other: _Words
    own: re.Pattern[str]
    passive: _Words
    clause: _Words
    speaking: _Words
    acts: _Words
    light: _Words
    linking: _Words
    pronouns: _Words
    nouns: _Words
    manner: _Words
    committing: _Words
    row: _Words
    relative: re.Pattern[str]
    member: re.Pattern[str]


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
            member = self._member(after)
            if member is not None:
                values = {"role": "joined", "state": member.code}
                yield self._relation("legal-role", citation, values)
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
                state = self._state(kind, cue, at, after)
                if state is not None and state is not member:
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
        if kind == "duty":
            return None
        match = pattern.search(self.low, after, min(after + _REACH // 2, len(self.low)))
        if match is None or self._excluded(match.start(), kind):
            return None
        between = self._words(after, match.start())
        small = (self.cues.passive, self.cues.light, self.cues.pronouns)
        bare = all(any(word in words for words in small) for word in between)
        passive = any(word in self.cues.passive for word in between)
        by = any(mention.start >= match.end() for mention in self._agents(after))
        return match.span() if bare and (by or (passive and kind == "breach")) else None

    def _near(self, end: int, at: int) -> bool:
        """Whether only words stand between a cue and its citation that link the two."""
        between = self.low[end:at].replace("\0", "")
        if len(between) > _REACH or ";" in between or ":" in between:
            return False
        words = self._words(end, at)
        loose = [w for w in words if w not in self.cues.linking and w not in self.cues.light]
        return len(loose) <= _LOOSE and not any(word in self.cues.passive for word in words)

    def _words(self, start: int, end: int) -> list[str]:
        return _TOKEN.findall(self.low, start, end)

    def _excluded(self, start: int, kind: str) -> bool:
        """Whether words before a cue deny it or only suppose it."""
        before = self._words(max(0, start - _BEFORE), start)[-4:]
        if any(word in self.cues.denied or word.endswith(("n't", "n’t")) for word in before):
            return True
        reach = {"breach": before[-2:], "duty": []}.get(kind, before)
        return any(word in self.cues.supposed for word in reach)

    def _member(self, after: int) -> State | None:
        """The state of which the text says behind a citation that it is a party: "…, to which
        Verda is a party"."""
        which = self.cues.relative.match(self.low, after)
        if which is None:
            return None
        for mention in self.mentions:
            right_behind = mention.start >= which.end() and not self._words(
                which.end(), mention.start
            )
            if right_behind and self.cues.member.match(self.low, mention.end):
                return mention.state
        return None

    def _agents(self, after: int) -> list[Mention]:
        """The states behind a citation by which something was done: "… by Verda"."""
        return [
            mention
            for mention in self.mentions
            if after <= mention.start <= after + _REACH
            and self._word_before(mention) in self.cues.agent
            and not any(word in self.cues.speaking for word in self._words(after, mention.start))
        ]

    def _state(self, kind: str, cue: tuple[int, int], at: int, after: int) -> State | None:
        """The state that a cue is about, None where none or several may be meant."""
        agents = self._agents(after) or [
            mention
            for mention in self.mentions
            if cue[1] <= mention.start
            and mention.end <= at
            and self._word_before(mention) in self.cues.agent
        ]
        if agents:
            return self._only(agents[:1])
        if after <= cue[0]:
            return None
        subjects = [mention for mention in self.mentions if self._does(mention, cue[0], kind)]
        direct = [
            mention
            for mention in subjects
            if all(word in self.cues.light for word in self._words(mention.end, cue[0]))
        ]
        return self._only(direct or subjects or self._behind(cue, after))

    def _behind(self, cue: tuple[int, int], after: int) -> list[Mention]:
        """The subject behind a clause that the sentence begins with: "In breach of …, Verda"."""
        if len(self._words(0, cue[0])) > _OPENING:
            return []
        comma = self.low[after : after + 1] == ","
        return [
            mention
            for mention in self.mentions
            if comma
            and mention.start > after
            and not self._words(after, self._with_article(mention))
        ][:1]

    def _with_article(self, mention: Mention) -> int:
        """Where a state's name begins with the article before it."""
        article = self.cues.articles.search(self.low[: mention.start])
        return article.start() if article else mention.start

    def _does(self, mention: Mention, cue: int, kind: str) -> bool:
        """Whether a state named before a cue does what it says, as far as words can tell.

        It is no subject where it only speaks of it, suffers it, or stands behind a preposition.
        """
        if mention.end > cue:
            return False
        between = self._words(mention.end, cue)
        if len(between) > _AHEAD or any(word in self.cues.speaking for word in between):
            return False
        before = self._word_before(mention)
        if before in self.cues.agent:
            return True
        urged = kind == "duty" and all(word in self.cues.light for word in between)
        if mention.possessive:
            own = len(between) <= _ADJECTIVES or any(word in self.cues.acts for word in between[:3])
            organ = self.cues.organs.match(self.low, mention.end)
            if before in self.cues.other or not (own or organ):
                return False
        elif before in self.cues.other:
            of_its_own = self.cues.organ_of.search(self.low[: self._with_article(mention)])
            if not of_its_own and not urged:
                return False
        elif before and not mention.organ and not urged:
            leads = before in self.cues.clause or before in self.cues.speaking
            if not leads:
                return False
        if kind != "breach":
            return True
        return not self._suffers(between) and (mention.possessive or self._commits(between, cue))

    def _commits(self, between: list[str], cue: int) -> bool:
        """Whether words between a subject and a cue leave the breach with the subject.

        "Verda met forces that violated" has another subject, "Verda faced violations" another
        verb; "Verda committed violations" and "Verda attacked, in violation" have not.
        """
        last = [word for word in between if word not in self.cues.light][-1:]
        if last and last[0] in self.cues.pronouns:
            return False
        noun = next(iter(self._words(cue, len(self.low))), "") in self.cues.nouns
        if not noun or not last:
            return True
        manner = any(word in self.cues.manner for word in between[-_MANNER:])
        return manner or any(word in self.cues.committing for word in between)

    def _suffers(self, between: list[str]) -> bool:
        """Whether words between a state and a cue are a passive: "Verda was shelled in …"."""
        at = next((n for n, word in enumerate(between) if word in self.cues.passive), None)
        return at is not None and any(word not in self.cues.light for word in between[at:])

    def _word_before(self, mention: Mention) -> str:
        """The word before a state's name and its articles; none at the start of a clause."""
        before = self.low[: self._with_article(mention)].rstrip()
        words = _TOKEN.findall(before[-_BEFORE:])
        return words[-1] if words and before[-1:].isalpha() else ""

    def _only(self, some: list[Mention]) -> State | None:
        """The state that all of them name; None where they name several, or one stands in a row
        with others: "Verda and Noresk"."""
        if len({mention.state.code for mention in some}) != 1:
            return None
        state = some[0].state
        others = [mention for mention in self.mentions if mention.state is not state]
        return (
            None if any(self._in_a_row(one, other) for one in some for other in others) else state
        )

    def _in_a_row(self, one: Mention, other: Mention) -> bool:
        first, last = sorted((one, other), key=lambda mention: mention.start)
        between = self.low[first.end : last.start].strip()
        words = self._words(first.end, last.start)
        if first.possessive or len(words) > _ROW:
            return False
        return between == "," or bool(words and all(word in self.cues.row for word in words))

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


@functools.cache
def _cues(code: str) -> _Cues:
    table = load_language(code).table("obligations")
    kinds = ("breach", "duty", "joined", "signed")
    organs = _either(table["organs"])
    own = _either([*table["organs"], *table["deeds"]])
    return _Cues(
        patterns={kind: _phrases(table[kind]) for kind in kinds},
        denied=_Words(table["denied"]),
        supposed=_Words(table["supposed"]),
        organs=re.compile(rf"(?:{SPACE}[a-z\-]+){{0,2}}{SPACE}(?:{organs})\b"),
        organ_of=re.compile(rf"\b(?:{own}){SPACE}(?:{_either(table['of'])}){SPACE}$"),
        articles=re.compile(rf"\b(?:{_either(table['articles'])}){SPACE}$"),
        agent=_Words(table["agent"]),
        other=_Words(table["other"]),
        own=_phrases(table["own"]),
        passive=_Words(table["passive"]),
        clause=_Words(table["clause"]),
        speaking=_Words(table["speaking"]),
        acts=_Words(table["acts"]),
        light=_Words(table["light"]),
        linking=_Words(table["linking"]),
        pronouns=_Words(table["pronouns"]),
        nouns=_Words(table["nouns"]),
        manner=_Words(table["manner"]),
        committing=_Words(table["committing"]),
        row=_Words(table["row"]),
        relative=re.compile(rf"\s*,?\s*(?:{_either(table['relative'])}){SPACE}"),
        member=re.compile(rf"{SPACE}(?:{_either(table['member'])})\b"),
    )


def _either(phrases: Sequence[str]) -> str:
    """A pattern for one of several phrases, the longest first; for none where there are none."""
    ordered = sorted(phrases, key=len, reverse=True)
    return "|".join(re.escape(each).replace(r"\ ", SPACE) for each in ordered) or "(?!)"


def _phrases(phrases: Sequence[str]) -> re.Pattern[str]:
    """A pattern for phrases in small letters; "*" ends a word of which the rest is open."""
    each = [
        re.escape(phrase).replace(r"\*", r"\w*").replace(r"\ ", SPACE)
        for phrase in sorted(phrases, key=len, reverse=True)
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(each) or '(?!)'})(?!\w)")
