"""What the end notes of a status page say was done: withdrawals, returns, acts of former states.

Only the depositary's own statements are read, in the forms it uses ("On 10 July 2025, the
Government of … deposited … a notification of withdrawal.  The withdrawal took effect … on …");
what other states wrote about them, quoted after, is not.  A withdrawal of a reservation or of a
signature is no withdrawal from the treaty, and one that was revoked is none either.
"""

from __future__ import annotations

import datetime
import functools
import re
from dataclasses import dataclass

from muniment.law.participation import WITHDRAWAL
from muniment.law.states import State, find_state, states
from muniment.law.statuspage import MONTH_DAY, page_words, read_day

_SENTENCE = re.compile(r"(?<=[.;”\"])\s+(?=[A-Z“\"])|\n")
_TELLING = re.compile(r"\d{4}|withdraw|denunciation|same (?:date|day)")
"""In a sentence that may tell an act; most sentences of long notes do not."""
_LONGEST_NAME = 9


@dataclass(frozen=True, slots=True)
class NoteAct:
    """An act that an end note tells: ``effective`` None where it does not say from when."""

    state: str
    kind: str
    date: datetime.date
    effective: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """What one end note says: acts, and whether it speaks of territories or of a withdrawal.

    ``unread`` is True when it seems to speak of a withdrawal that could not be read.
    """

    acts: tuple[NoteAct, ...]
    territorial: bool
    unread: bool


def read_note(text: str, owner: str | None) -> NoteFacts:
    """What an end note says; ``owner`` is the code of the participant at which its mark stands."""
    patterns = _patterns()
    text = patterns["reference"].sub(" ", text)
    withdrawn = patterns["other_object"].search(text) is not None
    territorial = not withdrawn and patterns["territory"].search(text) is not None
    quoted = patterns["others"].search(text)
    reader = _Note(states().get(owner or ""))
    for sentence in _SENTENCE.split(text[: quoted.start()] if quoted else text):
        reader.read(" ".join(sentence.split()))
    unread = reader.unread and not any(act.kind == WITHDRAWAL for act in reader.acts)
    return NoteFacts(tuple(dict.fromkeys(reader.acts)), territorial, unread)


@functools.cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """The patterns of ``statuspage.toml`` for end notes."""
    words = page_words()
    verbs = "|".join(words["verbs"])
    filled = {"{day}": MONTH_DAY, "{treaty}": words["notes"]["treaty"], "{verbs}": f"(?:{verbs})"}
    patterns: dict[str, re.Pattern[str]] = {}
    for name, pattern in words["notes"].items():
        for mark, value in filled.items():
            # In a verbose pattern the spaces of what is filled in must be kept.
            pattern = pattern.replace(mark, value.replace(" ", r"\ "))
        patterns[name] = re.compile(pattern, re.MULTILINE)
    patterns["day"] = re.compile(MONTH_DAY)
    return patterns


class _Note:
    """Reads the sentences of one note, which lean on each other."""

    def __init__(self, owner: State | None) -> None:
        self.owner = owner
        self.acts: list[NoteAct] = []
        self.unread = False
        self._day: datetime.date | None = None
        """The day of the last sentence that had one of its own."""

    def read(self, sentence: str) -> None:
        """Take in the next sentence."""
        if not _TELLING.search(sentence):
            return
        patterns = _patterns()
        effect = patterns["effect"].search(sentence)
        days = list(patterns["day"].finditer(sentence))
        own = next((m for m in days if effect is None or m.start() != effect.start("day")), None)
        before = self._day
        if own is not None and own.start() < _LONGEST_NAME:
            self._day = read_day(own[0])
        if patterns["revoking"].search(sentence):
            self._revoke(self._state(sentence))
        elif left := patterns["leaving"].search(sentence):
            if not patterns["other_object"].search(sentence):
                told = own is not None and own.start() < left.end()
                self._leave(
                    sentence, read_day(own[0]) if own and told else None, _effect_day(effect)
                )
        elif patterns["returning"].search(sentence):
            same = patterns["same_day"].search(sentence)
            day = before if same else read_day(own[0]) if own else None
            self._add(self._state(sentence), "accession", day, _effect_day(effect))
        elif effect is not None and self.acts and own is None:
            self._complete(_effect_day(effect))
        else:
            self._did(sentence)

    def _leave(
        self, sentence: str, day: datetime.date | None, effective: datetime.date | None
    ) -> None:
        state = self._state(sentence)
        if state is None or day is None:
            self.unread = True
            return
        self._add(state, WITHDRAWAL, day, effective)

    def _revoke(self, state: State | None) -> None:
        """Drop the last withdrawal of a state, which it took back."""
        for act in reversed(self.acts):
            if act.kind == WITHDRAWAL and (state is None or act.state == state.code):
                self.acts.remove(act)
                return
        self.unread = True

    def _complete(self, effective: datetime.date | None) -> None:
        """Add to the last act that has none the day of its effect."""
        last = self.acts[-1]
        if last.effective is None and effective is not None and effective >= last.date:
            self.acts[-1] = NoteAct(last.state, last.kind, last.date, effective)

    def _did(self, sentence: str) -> None:
        """Signatures and deposits that a note tells of the state that a sentence begins with."""
        for match in _patterns()["did"].finditer(sentence):
            state = self._state(sentence[: match.start()], plain=True)
            if state is None:
                continue
            verbs: dict[str, str] = page_words()["verbs"]
            first = read_day(match["day"])
            second = read_day(match["later"]) if match["later"] else first
            self._add(state, verbs[match["first"]], first)
            if match["second"]:
                self._add(state, verbs[match["second"]], second)

    def _add(
        self,
        state: State | None,
        kind: str,
        day: datetime.date | None,
        effective: datetime.date | None = None,
    ) -> None:
        if state is None or day is None:
            return
        if effective is not None and effective < day:
            effective = None
        self.acts.append(NoteAct(state.code, kind, day, effective))

    def _state(self, sentence: str, *, plain: bool = False) -> State | None:
        """The state whose government a sentence names, else the owner of the note.

        With ``plain`` a state named without "Government of" counts too, and the owner only where
        the sentence names nobody.
        """
        for match in _patterns()["government"].finditer(sentence):
            if (state := _named(sentence[match.end() :])) is not None:
                return state
        if plain:
            words = re.sub(r"^.*?\b(?:[Tt]he )?(?:former )?(?=[A-Z])", "", sentence, count=1)
            return _named(words)
        return self.owner


def _named(words: str) -> State | None:
    """The state whose name words begin with, by its longest name."""
    parts = words.replace(",", " ,").split()[:_LONGEST_NAME]
    for length in range(len(parts), 0, -1):
        name = " ".join(parts[:length]).rstrip(" ,.;")
        state = find_state(name) or find_state(
            re.sub(r"^(?:Republic|Kingdom|State) of (?:the )?", "", name)
        )
        if state is not None and not name.isupper():
            return state
    return None


def _effect_day(effect: re.Match[str] | None) -> datetime.date | None:
    return read_day(effect["day"]) if effect else None
