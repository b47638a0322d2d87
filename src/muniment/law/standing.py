"""Who was bound by what, on which day: the standing of a state towards an instrument.

The answer is one of five and never a guess.  A list of parties says who had joined by its own
day; of later days it can only say who was bound already, for states rarely leave and often join.
"""

from __future__ import annotations

import datetime
import enum
from dataclasses import dataclass

from muniment.law.instruments import Instrument
from muniment.law.participation import (
    JOINING,
    NONE_LISTED,
    PROVISIONAL,
    RESERVATION,
    SIGNING,
    WITHDRAWAL,
    Act,
    Coverage,
    acts_of,
    coverage,
)
from muniment.law.states import OTHER, State, states
from muniment.law.wording import act_in_words, day_in_words, origin_in_words

_LONGEST_DELAY = datetime.timedelta(days=366)
"""Where a treaty's rule is not recorded, a deposit has taken effect after this time."""


class Status(enum.StrEnum):
    """How a state stands towards an instrument on a day."""

    BOUND = "bound"
    SIGNED = "signed only"
    NOT_BOUND = "not bound"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a state stands towards an instrument on a day.

    ``since`` is the day from which it was bound, or no longer bound; ``reasons`` are sentences,
    the first of which carries the answer; ``rests_on`` the acts behind it; ``sources`` the keys
    of the sources behind it, of acts and of lists; ``as_of`` the day of which they speak;
    ``verified`` says whether all that the answer rests on was verified; ``provisional`` that the
    state applies the treaty provisionally.
    """

    instrument: Instrument
    state: State
    day: datetime.date
    status: Status
    since: datetime.date | None
    reasons: tuple[str, ...]
    rests_on: tuple[Act, ...]
    sources: tuple[str, ...]
    as_of: datetime.date | None
    verified: bool
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class _Effect:
    """From when a joining act binds: not before ``earliest``, surely from ``latest`` on."""

    act: Act
    earliest: datetime.date | None
    latest: datetime.date | None


def standing(instrument: Instrument, state: State, day: datetime.date) -> Standing:
    """How a state stands towards an instrument on a day."""
    return _Judge(instrument, state, day).judge()


def effective_day(instrument: Instrument, act: Act) -> datetime.date | None:
    """The day on which a joining act binds its state, None where it cannot be told exactly."""
    effect = _effect(instrument, act, states()[act.state])
    return effect.earliest if effect.earliest == effect.latest else None


class _Judge:
    """Judges one state's standing towards one instrument on one day."""

    def __init__(self, instrument: Instrument, state: State, day: datetime.date) -> None:
        self.instrument, self.state, self.day = instrument, state, day
        self.acts = acts_of(instrument.id, state.code)
        self.lists = coverage().get(instrument.id, ())
        self.remarks: list[str] = []

    def judge(self) -> Standing:
        if not self.instrument.binds:
            return self._answer(
                Status.NOT_BOUND,
                f"{self.instrument.short_title} is no treaty: nobody is bound by having joined it.",
                verified=self.instrument.verified("title"),
            )
        if self.instrument.nature != "treaty":
            return self._answer(
                Status.UNKNOWN,
                f"Whom {self.instrument.short_title} binds depends on its words and its makers, "
                "not on having joined it.",
            )
        self._remark()
        joined = [act for act in self.acts if act.kind in JOINING]
        if not self.state.existed(self.day) and not any(self._done(act) for act in joined):
            return self._no_state()
        adopted = self.instrument.adopted
        if adopted is not None and self.day < adopted:
            return self._answer(
                Status.NOT_BOUND,
                f"{self.instrument.short_title} was adopted on {day_in_words(adopted)}, "
                f"after {day_in_words(self.day)}.",
                verified=self.instrument.verified("adopted"),
                sources=self._origin("adopted"),
            )
        if self.instrument.never_in_force:
            return self._answer(
                Status.NOT_BOUND,
                f"{self.instrument.short_title} had not entered into force "
                f"by the day of its source.",
                verified=self.instrument.verified("in_force"),
                sources=self._origin("in_force"),
            )
        if not self.acts and self.state.kind == OTHER:
            return self._answer(
                Status.UNKNOWN,
                f"The depositary's lists do not speak of {self.state.name}: "
                "its absence says nothing.",
            )
        if not self.acts and not self.lists:
            return self._answer(
                Status.UNKNOWN,
                f"No list of the parties to {self.instrument.short_title} is at hand.",
            )
        return self._by_joining(joined) if joined else self._not_joined()

    def _by_joining(self, joined: list[Act]) -> Standing:
        """The answer for a state that joined at some time."""
        left = self._withdrawal()
        by_source: dict[str, list[_Effect]] = {}
        for act in joined:
            effect = _effect(self.instrument, act, self.state)
            by_source.setdefault(act.source, []).append(effect)
        ranked = sorted(by_source.values(), key=lambda each: _newest(each[0].act), reverse=True)
        verdicts = [self._bound(effects) for effects in ranked]
        effect = _decisive(ranked[0], self.day)
        self._compare_sources(ranked)
        act = effect.act
        words = f"{act_in_words(act)}."
        if any(verdict != verdicts[0] for verdict in verdicts):
            return self._answer(
                Status.UNKNOWN,
                f"The sources differ on when {self.state.name} became bound.",
                *(act_in_words(each[0].act) + "." for each in ranked),
                rests_on=tuple(each[0].act for each in ranked),
            )
        if verdicts[0] is None:
            return self._answer(
                Status.UNKNOWN,
                f"{words} It cannot be told from the register whether that had taken effect "
                f"by {day_in_words(self.day)}.",
                rests_on=(act,),
            )
        if verdicts[0] and left is not None:
            return self._left(act, left)
        newest = self.lists[0] if self.lists else None
        listed_until = _newest(act)
        if verdicts[0] and newest is not None and self.day > listed_until < newest.as_of:
            return self._answer(
                Status.UNKNOWN,
                f"{words} The list of {day_in_words(newest.as_of)} no longer has it, and no "
                "withdrawal is recorded.",
                rests_on=(act,),
            )
        if verdicts[0]:
            since = effect.earliest if effect.earliest == effect.latest else None
            self._note_age(act.as_of)
            return self._answer(
                Status.BOUND,
                words,
                since=since,
                rests_on=(act,),
                verified=act.verified,
            )
        return self._not_yet(act, effect)

    def _not_yet(self, act: Act, effect: _Effect) -> Standing:
        """The answer for a state that joined, but was not bound on the day."""
        later = f"{act_in_words(act)}"
        if effect.latest is not None and self._done(act):
            later += f", which took effect on {day_in_words(effect.latest)}"
        signed = self._signature()
        if signed is None:
            return self._answer(
                Status.NOT_BOUND, f"{later}.", rests_on=(act,), verified=act.verified
            )
        return self._answer(
            Status.SIGNED,
            f"{act_in_words(signed)}. {later}.",
            rests_on=(signed, act),
            verified=act.verified and signed.verified,
        )

    def _left(self, act: Act, left: Act) -> Standing:
        """The answer for a state that joined and withdrew."""
        end = left.effective or left.date
        if end is not None and end <= self.day:
            return self._answer(
                Status.WITHDRAWN,
                f"{act_in_words(left)}, with effect from {day_in_words(end)}. {act_in_words(act)}.",
                since=end,
                rests_on=(act, left),
                verified=act.verified and left.verified,
            )
        effect = f" with effect from {day_in_words(end)}" if end else ""
        return self._answer(
            Status.BOUND,
            f"{act_in_words(act)}. {act_in_words(left)},{effect}: still bound on this day.",
            rests_on=(act, left),
            verified=act.verified,
        )

    def _not_joined(self) -> Standing:
        """The answer for a state of which no act of joining is known."""
        signed = self._signature()
        denial = next((act for act in self.acts if act.kind == NONE_LISTED), None)
        newest = self.lists[0] if self.lists else None
        as_of = newest.as_of if newest else denial.as_of if denial else None
        if as_of is None:
            words = f"{act_in_words(signed)}; " if signed else ""
            return self._answer(
                Status.UNKNOWN, f"{words}whether {self.state.name} joined is not recorded."
            )
        origin = newest.source if newest else denial.source if denial else ""
        known = f"as of {day_in_words(as_of)} ({origin_in_words(origin)})"
        if signed is not None:
            status, words = Status.SIGNED, f"{act_in_words(signed)}; it had not joined {known}."
        else:
            future = any(act.kind in SIGNING for act in self.acts)
            done = "not joined" if future else "neither signed nor joined"
            status = Status.NOT_BOUND
            words = f"{self.state.name} had {done} {self.instrument.short_title} {known}."
        self._predecessor()
        if self.day > as_of:
            self.remarks.insert(0, words)
            return self._answer(
                Status.UNKNOWN,
                f"The newest list speaks of {day_in_words(as_of)}: {self.state.name} may have "
                "joined since.",
                as_of=as_of,
                sources=(origin,),
            )
        return self._answer(
            status,
            words,
            rests_on=(signed,) if signed else (),
            as_of=as_of,
            verified=denial.verified if denial and not newest else True,
            sources=(origin,),
        )

    def _no_state(self) -> Standing:
        begins, ends = self.state.begins, self.state.ends
        if begins is not None and self.day < begins:
            words = f"{self.state.name} begins in the register on {day_in_words(begins)}"
        else:
            words = f"{self.state.name} ends in the register"
            words += f" on {day_in_words(ends)}" if ends else ""
        before = states().get(self.state.predecessor or "")
        if before is not None:
            words += f"; before it there was {before.name}, whose position must be asked for"
        return self._answer(Status.UNKNOWN, f"{words}.")

    def _origin(self, field: str) -> tuple[str, ...]:
        """The source of a field of the instrument, where it has one."""
        key = self.instrument.sources.get(field)
        return (key,) if key else ()

    def _done(self, act: Act) -> bool:
        """Whether an act lies on or before the day."""
        if act.date is not None:
            return act.date <= self.day
        return act.year is not None and act.year <= self.day.year

    def _bound(self, effects: list[_Effect]) -> bool | None:
        """Whether some of the effects has begun; None: cannot be told."""
        begun = [_begun(effect, self.day) for effect in effects]
        if True in begun:
            return True
        return None if None in begun else False

    def _signature(self) -> Act | None:
        """Its signature on or before the day."""
        signed = [act for act in self.acts if act.kind in SIGNING and self._done(act)]
        return max(signed, key=_newest) if signed else None

    def _withdrawal(self) -> Act | None:
        """Its last withdrawal notified on or before the day, after which it did not join again."""
        left = [act for act in self.acts if act.kind == WITHDRAWAL and self._done(act)]
        if not left:
            return None
        last = max(left, key=lambda act: act.date or datetime.date.min)
        again = [act for act in self.acts if act.kind in JOINING and act.date and last.date]
        if any(
            act.date >= last.date and self._done(act) for act in again if act.date and last.date
        ):
            return None
        return last

    def _remark(self) -> None:
        """What bears on the answer without being it."""
        for act in self.acts:
            if act.kind == PROVISIONAL and (act.date is None or act.date <= self.day):
                self.remarks.append(f"{act_in_words(act)}.")
        if any(act.kind == RESERVATION for act in self.acts):
            self.remarks.append(
                f"{self.state.name} made a reservation or declaration: read it at the depositary."
            )

    def _compare_sources(self, ranked: list[list[_Effect]]) -> None:
        """Remark where two sources give different days for a state's joining."""
        days = {effects[0].act.date for effects in ranked if effects[0].act.date is not None}
        if len(days) > 1:
            told = "; ".join(act_in_words(effects[0].act) for effects in ranked)
            self.remarks.append(f"The sources differ: {told}.")

    def _predecessor(self) -> None:
        before = states().get(self.state.predecessor or "")
        if before is not None and self.state.begins is not None:
            self.remarks.append(
                f"{before.name} came before {self.state.name}; "
                "no succession to what bound it is listed."
            )

    def _note_age(self, as_of: datetime.date | None) -> None:
        newest = max((each.as_of for each in self.lists), default=as_of)
        if newest is not None and self.day > newest:
            self.remarks.append(f"No withdrawal was looked for after {day_in_words(newest)}.")

    def _answer(
        self,
        status: Status,
        *reasons: str,
        since: datetime.date | None = None,
        rests_on: tuple[Act, ...] = (),
        as_of: datetime.date | None = None,
        verified: bool = False,
        sources: tuple[str, ...] = (),
    ) -> Standing:
        days = [act.as_of for act in rests_on if act.as_of is not None]
        newest = as_of or (max(days) if days else self.lists[0].as_of if self.lists else None)
        return Standing(
            self.instrument,
            self.state,
            self.day,
            status,
            since,
            (*reasons, *self.remarks),
            rests_on,
            tuple(dict.fromkeys((*(act.source for act in rests_on), *sources))),
            newest,
            verified,
            any(act.kind == PROVISIONAL and self._done(act) for act in self.acts),
        )


def _newest(act: Act) -> datetime.date:
    return act.as_of or datetime.date.min


def _begun(effect: _Effect, day: datetime.date) -> bool | None:
    if effect.latest is not None and day >= effect.latest:
        return True
    if effect.earliest is not None and day < effect.earliest:
        return False
    return None


def _decisive(effects: list[_Effect], day: datetime.date) -> _Effect:
    """The last effect that had begun by a day, else the first to come."""
    begun = [effect for effect in effects if _begun(effect, day)]
    return begun[-1] if begun else effects[0]


def _effect(instrument: Instrument, act: Act, state: State) -> _Effect:
    """From when a joining act binds its state."""
    if act.effective is not None:
        return _Effect(act, act.effective, act.effective)
    first, last = _days(act)
    if act.kind == "succession":
        begins = state.begins
        return _Effect(act, *_not_before(instrument, begins, begins or last))
    if instrument.state_delay is not None:
        delay = instrument.state_delay
        early = delay.after(first) if first else None
        return _Effect(act, *_not_before(instrument, early, delay.after(last) if last else None))
    late = last + _LONGEST_DELAY if last else None
    return _Effect(act, *_not_before(instrument, first, late))


def _days(act: Act) -> tuple[datetime.date | None, datetime.date | None]:
    """The first and the last day on which an act may have been done."""
    if act.date is not None or act.year is None:
        return act.date, act.date
    return datetime.date(act.year, 1, 1), datetime.date(act.year, 12, 31)


def _not_before(
    instrument: Instrument, first: datetime.date | None, last: datetime.date | None
) -> tuple[datetime.date | None, datetime.date | None]:
    """The same two days, but none before the treaty's own entry into force."""
    begins = instrument.in_force
    if begins is None:
        return first, last if instrument.state_delay is None else None
    return (
        max(first, begins) if first else begins,
        max(last, begins) if last else None,
    )


def newest_list(instrument: str) -> Coverage | None:
    """The newest complete list of parties at hand for an instrument, or None."""
    lists = coverage().get(instrument, ())
    return lists[0] if lists else None
