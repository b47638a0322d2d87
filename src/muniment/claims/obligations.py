"""Who is said to have broken, joined, or to be held by an instrument that the text cites.

A relation of the type ``legal-role`` joins a citation (member ``citation``) with a state: its
``values`` give the state's code, the role (``accused``: said to have broken it, ``held``: to be
held by it, ``joined``, ``signed``) and ``day``, the EDTF of the days that may be meant
(``obligationdays``).  One of the type ``breach`` marks a citation that the text says was broken, by
whomever.  Where several states could be meant, none is; of a row ("Verda and Noresk") all are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from muniment.claims.language import Language
from muniment.claims.model import Citation, DateClaim, DocumentClaims, Relation, claim_id
from muniment.claims.obligationcues import Cues, cues_of
from muniment.claims.obligationdays import dates_beside, role_days
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


def find_obligations(
    claims: DocumentClaims, sentences: Sequence[Sentence], language: Language
) -> Iterator[Relation]:
    """The breaches and the legal roles of states that a document states, by citation."""
    if not claims.citations:
        return
    cues = cues_of(language.code)
    by_sentence: dict[int, list[Citation]] = {}
    for citation in claims.citations:
        by_sentence.setdefault(citation.sentence, []).append(citation)
    for index, cited in by_sentence.items():
        yield from _Reader(claims, sentences[index], cited, cues).read()


def mentions(text: str, start: int, end: int, language: Language) -> list[Mention]:
    """The states that a stretch of text names, in order, the longest name at each place."""
    return _mentions(text, start, end, cues_of(language.code))


class _Reader:
    """Reads the roles of one sentence."""

    def __init__(
        self,
        claims: DocumentClaims,
        sentence: Sentence,
        citations: list[Citation],
        cues: Cues,
    ) -> None:
        self.claims, self.sentence, self.citations, self.cues = claims, sentence, citations, cues
        text = claims.document.text
        # Citations are blanked, so that lists of them do not part a cue from the last one.
        self.text = text[sentence.start : sentence.end]
        for citation in citations:
            first = max(citation.passage.start - sentence.start, 0)
            last = max(min(citation.passage.end - sentence.start, len(self.text)), first)
            self.text = self.text[:first] + "\0" * (last - first) + self.text[last:]
        # So are dates: "May 1996" is no "may".
        self.dates = dates_beside(claims, sentence, citations)
        self.low = self.text.lower()
        for date in self.dates:
            first, last = (
                min(max(at - sentence.start, 0), len(self.low))
                for at in (date.passage.start, date.passage.end)
            )
            self.low = self.low[:first] + "\0" * (last - first) + self.low[last:]
        self.refuted = self._refuted()
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
                for state in self._states(kind, cue, at, after):
                    if state is not member:
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
            and not self._only_wished(last, after)
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
        if self.refuted or any(w in self.cues.conditions for w in self._words(0, start)):
            return True
        before = self._words(max(0, start - _BEFORE), start)[-4:]
        if any(word in self.cues.denied or word.endswith(("n't", "n’t")) for word in before):
            return True
        reach = {"breach": before[-2:], "duty": []}.get(kind, before)
        return any(word in self.cues.supposed for word in reach)

    def _only_wished(self, cue: re.Match[str], after: int) -> bool:
        """Whether a step towards joining is only spoken of: "accession to … would be welcome"."""
        step = next(iter(self._words(*cue.span())), "") in self.cues.steps
        following = self._words(after, len(self.low))[:1]
        return step and bool(following) and following[0] in self.cues.supposed

    def _refuted(self) -> bool:
        """Whether the sentence calls a claim untrue or does not make it: "It is not true that …",
        "they did not find that …", "the claim that … is baseless"."""
        words = self._words(0, len(self.low))
        if not any(word in self.cues.claimed for word in words):
            return False
        untrue = any(
            one in self.cues.denied and (other in self.cues.true or other in self.cues.speaking)
            for n, one in enumerate(words)
            for other in words[n + 1 : n + 3]
        )
        return untrue or any(word in self.cues.refuting for word in words)

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

    def _states(self, kind: str, cue: tuple[int, int], at: int, after: int) -> list[State]:
        """The state that a cue is about, or those of a row; none where several may be meant."""
        agents = self._agents(after) or [
            mention
            for mention in self.mentions
            if cue[1] <= mention.start
            and mention.end <= at
            and self._word_before(mention) in self.cues.agent
        ]
        if agents:
            return self._only(agents[:1], self.mentions)
        if after <= cue[0]:
            return []
        subjects = [mention for mention in self.mentions if self._does(mention, cue, kind)]
        direct = [
            mention
            for mention in subjects
            if all(word in self.cues.light for word in self._words(mention.end, cue[0]))
        ]
        if direct or subjects:
            return self._only(direct or subjects, subjects)
        return self._only(self._behind(cue, after), self.mentions)

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

    def _does(self, mention: Mention, span: tuple[int, int], kind: str) -> bool:
        """Whether a state named before a cue does what it says, as far as words can tell.

        It is no subject where it only speaks of it, suffers it, or stands behind a preposition.
        """
        cue = span[0]
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
        if kind in ("joined", "signed"):
            return self._joins(between, span)
        if kind == "duty":
            return True
        return not self._suffers(between) and (mention.possessive or self._commits(between, cue))

    def _commits(self, between: list[str], cue: int) -> bool:
        """Whether words between a subject and a cue leave the breach with the subject.

        "Verda met forces that violated" has another subject, "Verda faced violations" another
        verb; "Verda committed violations" and "Verda attacked, in violation" have not.
        """
        last = [word for word in between if word not in self.cues.light][-1:]
        if last and last[0] in self.cues.pronouns and between[0] not in self.cues.pronouns:
            return False
        noun = next(iter(self._words(cue, len(self.low))), "") in self.cues.nouns
        if not noun or not last:
            return True
        manner = any(word in self.cues.manner for word in between[-_MANNER:])
        return manner or any(word in self.cues.committing for word in between)

    def _joins(self, between: list[str], cue: tuple[int, int]) -> bool:
        """Whether words between a subject and a cue leave the joining with the subject.

        "Verda met states that ratified" has another subject, and so has what is called a party
        without being linked to the state: "Verda helped a party to".
        """
        last = [word for word in between if word not in self.cues.light][-1:]
        if last and last[0] in self.cues.pronouns:
            return between[0] in self.cues.pronouns
        if next(iter(self._words(*cue)), "") not in self.cues.standing:
            return True
        at = [n for n, word in enumerate(between) if word in self.cues.being]
        rest = between[at[-1] + 1 :] if at else between
        return all(word in self.cues.light for word in rest)

    def _suffers(self, between: list[str]) -> bool:
        """Whether words between a state and a cue are a passive: "Verda was shelled in …"."""
        at = next((n for n, word in enumerate(between) if word in self.cues.passive), None)
        return at is not None and any(word not in self.cues.light for word in between[at:])

    def _word_before(self, mention: Mention) -> str:
        """The word before a state's name and its articles; none at the start of a clause."""
        before = self.low[: self._with_article(mention)].rstrip()
        words = _TOKEN.findall(before[-_BEFORE:])
        return words[-1] if words and before[-1:].isalpha() else ""

    def _only(self, some: list[Mention], able: list[Mention]) -> list[State]:
        """The state that all of them name, with those of ``able`` that stand in a row with it:
        "Verda and Noresk"; none where they name several, or the row may end one clause and begin
        another: "…, and Noresk"."""
        if len({mention.state.code for mention in some}) != 1:
            return []
        state = some[0].state
        found = [state]
        for other in self.mentions:
            if other.state is state or not any(self._in_a_row(one, other) for one in some):
                continue
            parted = any("," in self.low[slice(*self._gap(one, other))] for one in some)
            if parted or other not in able:
                return []
            found.append(other.state)
        return found

    def _gap(self, one: Mention, other: Mention) -> tuple[int, int]:
        first, last = sorted((one, other), key=lambda mention: mention.start)
        return first.end, last.start

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

    def _own_dates(self, role: str) -> list[tuple[DateClaim, bool]]:
        """The sentence's dates that are not told of an instrument ("…, which it signed in 1991"),
        each with whether it only bounds a time ("until 2026").

        "Joined after the attack of 2013" was not done on the day of the attack.
        """
        told = [
            match.span()
            for citation in self.citations
            if (
                match := self.cues.telling.match(
                    self.low, citation.passage.end - self.sentence.start
                )
            )
        ]
        found: list[tuple[DateClaim, bool]] = []
        for date in self.dates:
            at = date.passage.start - self.sentence.start
            if not any(first <= at < last for first, last in told):
                before = self._words(max(0, at - _BEFORE), at)[-2:]
                bounds = any(word in self.cues.bounds for word in before)
                other = (
                    role in ("joined", "signed") and before[-1:] and before[-1] in self.cues.whose
                )
                found.append((date, bounds or bool(other)))
        return found

    def _relation(self, type: str, citation: Citation, values: dict[str, str]) -> Relation:
        document = self.claims.document
        held = values.get("role") == "held"
        days = role_days(self.claims, self._own_dates(values.get("role", "")), held)
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
            values=values | ({"day": days} if days else {}),
        )


def _mentions(text: str, start: int, end: int, cues: Cues) -> list[Mention]:
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
