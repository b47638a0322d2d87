"""Whatever is done and undone again leaves the state as it was; the state is the history's."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.registers.objects import StoreProblem
from muniment.registers.state import State, fold
from muniment.registers.store import Store
from tests.registers.test_store import received

Act = Callable[[Store, Path], object]
NAMES = ["Arden", "Belo", "Corr"]


def receive(list_id: str, count: int, apply: bool) -> Act:
    def act(store: Store, folder: Path) -> object:
        known = store.state.lists.get(list_id)
        current = known.current.number if known and known.current else None
        names = NAMES[:count]
        return store.receive(received(folder, list_id, *names), apply=apply, against=current)

    return act


lists = st.sampled_from(["north", "south"])
numbers = st.integers(1, 3)
acts: st.SearchStrategy[Act] = st.one_of(
    st.builds(receive, lists, numbers, st.booleans()),
    st.builds(lambda name, n: lambda store, _: store.apply(name, n), lists, numbers),
    st.builds(lambda name, n: lambda store, _: store.refuse(name, n), lists, numbers),
    st.builds(lambda name: lambda store, _: store.withdraw(name, why="doubt"), lists),
    st.builds(lambda name: lambda store, _: store.restore(name), lists),
    st.builds(
        lambda a, b, verdict: lambda store, _: store.decide(f"north:{a}", f"south:{b}", verdict),
        numbers,
        numbers,
        st.sampled_from(["same", "different", "unsure"]),
    ),
    st.builds(lambda n: lambda store, _: store.undo(n), st.integers(1, 12)),
)


def held(store: Store) -> State:
    return deepcopy(store.state)


@settings(max_examples=15, deadline=None)
@given(st.lists(acts, max_size=8), acts)
def test_done_and_undone_is_as_before(before: list[Act], last: Act) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Store(folder / "registers", create=True) as store:
            for act in [receive("north", 3, True), receive("south", 2, True), *before]:
                attempt(act, store, folder)
            state, entries = held(store), len(store.history())
            attempt(last, store, folder)
            for n in range(len(store.history()), entries, -1):
                store.undo(n)
            assert held(store) == state
            assert held(store) == fold([entry for entry, _ in store.history()])
            with Store(folder / "registers") as other:
                assert other.state == held(store)
            assert store.verify().sound


def attempt(act: Act, store: Store, folder: Path) -> None:
    """Do it; what cannot be done must leave no trace."""
    state, entries = held(store), len(store.history())
    try:
        act(store, folder)
    except StoreProblem:
        assert held(store) == state
        assert len(store.history()) == entries
