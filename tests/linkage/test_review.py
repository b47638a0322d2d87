from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.linkage.conflicts import Conflict
from muniment.linkage.counting import Sample
from muniment.linkage.decisions import Decision, Verdict, ruling
from muniment.linkage.review import Implied, Question, Session, gains, questions, warnings

RECORDS = "abcdef"
PAIRS = [(a, b) for a in RECORDS for b in RECORDS if a < b]


def _pairs(shares: dict[tuple[str, str], float]) -> pa.Table:
    return pa.table(
        {
            "a": [a for a, _ in shares],
            "b": [b for _, b in shares],
            "probability": [min(max(each, 0.001), 0.999) for each in shares.values()],
            "together_in": list(shares.values()),
        }
    )


def _questions(
    shares: dict[tuple[str, str], float], said: Sequence[Decision] = ()
) -> list[Question]:
    gain = np.asarray([each * (1 - each) for each in shares.values()])
    return questions(_pairs(shares), gain, said)


class _Kept:
    """Decisions as a store keeps them: the last of each pair, and undone by number."""

    def __init__(self) -> None:
        self.made: dict[int, Decision] = {}
        self.numbers = itertools.count(1)

    def decide(self, a: str, b: str, verdict: Verdict, reason: str = "", who: str = "me") -> int:
        number = next(self.numbers)
        when = f"2024-01-01T00:{number // 60:02}:{number % 60:02}Z"
        self.made[number] = Decision(a, b, verdict, who, when, reason)
        return number

    def undo(self, number: int) -> None:
        del self.made[number]

    def standing(self) -> list[Decision]:
        return list({each.pair: each for each in self.made.values()}.values())

    def session(self, shares: dict[tuple[str, str], float]) -> Session:
        queue = _questions(shares, self.standing())
        return Session(queue, self.decide, self.undo, self.standing)


def _asked(session: Session) -> tuple[str, str] | None:
    return None if session.question is None else (session.question.a, session.question.b)


def test_what_the_count_hangs_on_most_is_asked_first() -> None:
    found = _questions({("a", "b"): 0.97, ("c", "d"): 0.5, ("e", "f"): 1.0})
    assert [(each.a, each.b) for each in found] == [("c", "d"), ("a", "b")]


def test_what_decisions_imply_is_not_asked() -> None:
    kept = _Kept()
    session = kept.session({("a", "b"): 0.5, ("b", "c"): 0.45, ("a", "c"): 0.4})
    first, second = _asked(session), None
    assert session.answer("same")
    second = _asked(session)
    assert first is not None
    assert second is not None
    assert session.answer("different")
    assert session.question is None


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PAIRS), st.sampled_from(["same", "different"]))))
def test_nothing_implied_is_ever_asked(said: list[tuple[tuple[str, str], Verdict]]) -> None:
    kept = _Kept()
    for (a, b), verdict in said:
        kept.decide(a, b, verdict)
    standing = kept.standing()
    implied = Implied(standing)
    asked = {(each.a, each.b) for each in _questions(dict.fromkeys(PAIRS, 0.5), standing)}
    assert not any(implied.settles(a, b) for a, b in asked)
    assert asked.isdisjoint(each.pair for each in standing)
    # Whom "same" joins by any way, and whom one "different" parts, is settled.
    held = ruling(standing)
    for a, b in (*held.same, *held.different):
        assert implied.settles(a, b)


def test_back_undo_and_unsure() -> None:
    kept = _Kept()
    session = kept.session({("a", "b"): 0.5, ("c", "d"): 0.4, ("e", "f"): 0.3})
    session.reason = "one mother"
    assert session.answer("unsure")
    assert kept.standing()[0].reason == "one mother"
    assert session.reason == ""
    session.skip()
    assert _asked(session) == ("e", "f")
    assert session.back()
    assert _asked(session) == ("c", "d")
    assert session.answer("same")
    undone = session.take_back()
    assert undone is not None
    assert (undone.a, undone.b) == ("c", "d") == _asked(session)
    assert session.take_back() is not None
    assert _asked(session) == ("a", "b")
    assert session.take_back() is None
    assert not session.back()
    assert kept.standing() == []


def test_undo_restores_what_stood_before() -> None:
    kept = _Kept()
    kept.decide("a", "b", "unsure", "first look", "somebody")
    before = kept.standing()
    session = kept.session({("a", "b"): 0.5})
    assert session.answer("same")
    session.take_back()
    assert kept.standing() == before


def test_a_decision_made_meanwhile_by_another_is_not_replaced_unseen() -> None:
    kept = _Kept()
    session = kept.session({("a", "b"): 0.5, ("c", "d"): 0.4, ("e", "f"): 0.3})
    kept.decide("a", "b", "different", who="another")
    kept.decide("c", "d", "unsure", who="another")
    assert not session.answer("same")
    assert session.seen is not None
    assert session.seen.who == "another"
    assert len(kept.standing()) == 2
    assert session.answer("same")
    assert _asked(session) == ("e", "f")


def test_warnings_are_asked_about_until_they_are_decided() -> None:
    found = [Conflict("sex", "a", ("b", "a"), "…"), Conflict("birth year", "a", ("a", "b"), "…")]
    assert [(each.a, each.b) for each in warnings(found)] == [("a", "b")]
    said = Decision("a", "b", "same", "me", "2024-01-01T00:00:00Z")
    assert warnings(found, [said]) == []


def test_an_answer_that_settles_several_pairs_is_worth_more() -> None:
    """a and b are one in half of the draws, and then c is with them; d and e are one in half."""
    together, apart = [0, 0, 0], [0, 1, 2]
    draws = np.asarray(
        [[*(together if n % 2 else apart), 3, 3 if n % 4 < 2 else 4] for n in range(40)],
        dtype=np.int32,
    )
    every = np.arange(5)
    sample = Sample(draws[0].astype(np.int64), every, draws, np.zeros(40, np.int64), every)
    pairs = _pairs({("a", "b"): 0.5, ("d", "e"): 0.5, ("a", "f"): 0.0, ("b", "c"): 0.5})
    found = gains(pairs, pa.chunked_array([list("abcdef")]), sample)
    assert found[0] == pytest.approx(1.0)
    assert found[1] == pytest.approx(0.25)
    assert found[2] < 0.001
