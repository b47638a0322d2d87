from __future__ import annotations

from itertools import permutations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.linkage.decisions import (
    Decision,
    DecisionProblem,
    latest,
    read_decisions,
    ruling,
    write_decisions,
)

FIRST, SECOND, THIRD = (f"2024-01-0{day}T00:00:00Z" for day in (1, 2, 3))


def _said(a: str, b: str, verdict: str, when: str = FIRST) -> Decision:
    return Decision(a, b, verdict, "reviewer", when)  # type: ignore[arg-type]


def test_the_lesser_record_comes_first() -> None:
    assert _said("z", "a", "same").pair == ("a", "z")
    with pytest.raises(DecisionProblem, match="two records"):
        _said("a", "a", "same")


def test_the_last_decision_on_a_pair_holds() -> None:
    held = latest([_said("a", "b", "different", SECOND), _said("a", "b", "same", FIRST)])
    assert held["a", "b"].verdict == "different"


def test_contradictions_are_reported_and_the_youngest_link_is_left_open() -> None:
    said = [
        _said("a", "b", "same", FIRST),
        _said("b", "c", "same", SECOND),
        _said("a", "c", "different", THIRD),
    ]
    for order in permutations(said):
        held = ruling(order)
        assert held.same == (("a", "b"),)
        assert [each.chain for each in held.contradictions] == [("a", "b", "c")]
        assert held.contradictions[0].broken.pair == ("b", "c")
    assert "left open" in held.contradictions[0].sentence


def test_unsure_is_left_to_nobody() -> None:
    held = ruling([_said("a", "b", "unsure")])
    assert (held.same, held.different, held.unsure) == ((), (), (("a", "b"),))


def test_decisions_go_to_a_file_and_back(tmp_path: Path) -> None:
    said = [_said("a", "b", "same"), _said("c", "d", "unsure", SECOND)]
    write_decisions(said, tmp_path / "d.csv")
    assert [each for _, each in read_decisions(tmp_path / "d.csv", "other")] == said


def test_a_file_filled_in_with_a_spreadsheet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    text = (
        "\ufeffa;b;verdict;when;reason;a says\nx;y; Same ;2024-05-01T14:00+02:00;'=kin;N\nx;z;;;;\n"
    )
    path.write_text(text, encoding="utf-8")
    assert read_decisions(path, "me") == [
        (2, Decision("x", "y", "same", "me", "2024-05-01T12:00:00Z", "=kin"))
    ]
    write_decisions([each for _, each in read_decisions(path, "me")], path)
    assert "'=kin" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a,b\nx,y\n", "no column verdict"),
        ("a,b,verdict\nx,y,maybe\n", "row 2: the verdict is “maybe”"),
        ("a,b,verdict\nx,,same\n", "row 2: a and b"),
        ("a,b,verdict,when\nx,y,same,yesterday\n", "row 2: the time"),
        ("a,b,verdict\nx,x,same\n", "row 2: x: a decision needs two"),
    ],
)
def test_problems_of_a_file_name_the_row(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "d.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DecisionProblem, match=told):
        read_decisions(path, "me")


PAIRS = [(a, b) for a in "abcde" for b in "abcde" if a < b]


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(PAIRS),
        st.tuples(
            st.sampled_from(["same", "different", "unsure"]), st.sampled_from([FIRST, SECOND])
        ),
    ),
    st.randoms(),
)
def test_what_decisions_come_to_does_not_hang_on_their_order(
    said: dict[tuple[str, str], tuple[str, str]], chance: Random
) -> None:
    every = [_said(*pair, verdict, when) for pair, (verdict, when) in said.items()]
    other = chance.sample(every, len(every))
    held = ruling(every)
    assert ruling(other) == held
    # What is called different is never joined, by whatever chain.
    group = {each: {each} for each in "abcde"}
    for a, b in held.same:
        joined = group[a] | group[b]
        for each in joined:
            group[each] = joined
    assert not any(b in group[a] for a, b in held.different)
    broken = {each.broken.pair for each in held.contradictions}
    assert broken | set(held.same) == {e.pair for e in every if e.verdict == "same"}
