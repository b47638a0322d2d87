"""Every data file of the law is as it must be: what a person who mends one learns at once."""

import collections
import datetime
from pathlib import Path

import pytest

from muniment.law.instruments import Instrument, groups, instruments
from muniment.law.participation import JOINING, acts, coverage
from muniment.law.provisions import provisions
from muniment.law.sources import sources
from muniment.law.states import states
from muniment.law.symbols import (
    GENERAL_ASSEMBLY,
    HUMAN_RIGHTS_COUNCIL,
    PACE,
    SECURITY_COUNCIL,
    anchors,
)
from muniment.law.tables import DATA, LawDataError, read_table

# A successor is bound from its first day; "participation" may rest on the text before an amendment.
EARLIER = ("succession", "participation")
EVERY = list(instruments().values())
WITH_ACTS = sorted(Path(entry.name).stem for entry in DATA.joinpath("participation").iterdir())


def named(instrument: Instrument) -> str:
    return instrument.id


def test_there_are_enough_instruments_of_every_kind() -> None:
    assert len(EVERY) >= 150
    assert {each.nature for each in EVERY} >= {"treaty", "declaration", "decision"}


@pytest.mark.parametrize("each", EVERY, ids=named)
def test_an_instrument_is_adopted_then_opened_then_in_force(each: Instrument) -> None:
    days = [day for day in (each.adopted, each.opened, each.in_force) if day is not None]
    assert days == sorted(days)
    assert not (each.never_in_force and each.in_force)


@pytest.mark.parametrize("name", ["instruments", "groups", "provisions", "states", "sources"])
def test_no_row_stands_twice(name: str) -> None:
    lines = DATA.joinpath(f"{name}.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(set(lines))


@pytest.mark.parametrize("instrument", WITH_ACTS)
def test_acts_are_of_known_instruments_and_stand_once(instrument: str) -> None:
    assert instrument in instruments()
    assert max(collections.Counter(acts(instrument)).values()) == 1


@pytest.mark.parametrize("instrument", WITH_ACTS)
def test_no_act_is_done_after_the_day_of_its_source(instrument: str) -> None:
    for act in acts(instrument):
        if act.date is not None and act.as_of is not None:
            assert act.date <= act.as_of, act


@pytest.mark.parametrize("instrument", WITH_ACTS)
def test_nobody_joins_what_has_not_been_adopted(instrument: str) -> None:
    adopted = instruments()[instrument].adopted
    for act in acts(instrument):
        if act.kind in JOINING and act.kind not in EARLIER and act.date and adopted:
            assert act.date >= adopted, act


def test_lists_are_of_known_instruments_and_sources() -> None:
    assert set(coverage()) <= set(instruments())
    for lists in coverage().values():
        assert all(each.source in sources() for each in lists)
        assert len({each.source for each in lists}) == len(lists)


def test_articles_are_of_known_instruments() -> None:
    assert set(provisions()) <= set(instruments())


def test_a_name_means_one_instrument_or_group() -> None:
    owners: dict[str, set[str]] = {}
    for each in EVERY:
        for name in each.aliases:
            owners.setdefault(name.casefold(), set()).add(each.id)
    for group in groups().values():
        for name in (group.name, *group.aliases):
            owners.setdefault(name.casefold(), set()).add(group.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_a_symbol_of_a_resolution_is_that_of_one() -> None:
    symbols = collections.Counter(
        each.symbol for each in EVERY if each.symbol and each.nature != "treaty"
    )
    assert [symbol for symbol, count in symbols.items() if count > 1] == []


@pytest.mark.parametrize("body", [SECURITY_COUNCIL, PACE])
def test_running_numbers_and_days_grow_together(body: str) -> None:
    days = [anchor.date for anchor in anchors(body)]
    assert days == sorted(days)


def test_running_numbers_and_sessions_of_the_assembly_grow_together() -> None:
    sessions = [
        int(anchor.session) for anchor in anchors(GENERAL_ASSEMBLY) if anchor.session.isdecimal()
    ]
    assert sessions == sorted(sessions)


def test_sessions_of_the_council_have_two_days_each_in_order() -> None:
    days = [(anchor.session, anchor.date) for anchor in anchors(HUMAN_RIGHTS_COUNCIL)]
    sessions = collections.Counter(session for session, _ in days)
    assert set(sessions.values()) == {2}
    regular = [day for _, day in sorted((int(s), d) for s, d in days if s.isdecimal())]
    assert regular == sorted(regular)


def test_every_anchor_is_of_a_known_body_and_source() -> None:
    columns = ("body", "number", "session", "date", "source")
    for row in read_table("un_numbers.csv", columns):
        assert row["body"] in ("SC", "GA", "PACE", "HRC")
        assert row["source"] in sources()


def test_predecessors_are_in_the_register() -> None:
    for state in states().values():
        assert state.predecessor is None or state.predecessor in states()
        if state.begins is not None and state.ends is not None:
            assert state.begins < state.ends


def test_every_source_says_what_it_is() -> None:
    for each in sources().values():
        assert each.description
        assert each.as_of is None or each.as_of <= datetime.date.today()


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "row 1: the columns are missing"),
        ("key,value\n", "they must be key, verified"),
        ("key,verified\nA,yes,more\n", "row 2: 3 cells in place of 2"),
    ],
)
def test_a_broken_file_is_named_with_its_row(tmp_path: Path, text: str, part: str) -> None:
    (tmp_path / "x.csv").write_text(text, encoding="utf-8")
    with pytest.raises(LawDataError, match=part):
        list(read_table("x.csv", ("key", "verified"), folder=tmp_path))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LawDataError, match=r"y\.csv: the file is missing"):
        list(read_table("y.csv", ("key",), folder=tmp_path))


def test_a_day_that_is_none_names_its_cell(tmp_path: Path) -> None:
    (tmp_path / "z.csv").write_text("day\n2020-02-30\n", encoding="utf-8")
    row = next(read_table("z.csv", ("day",), folder=tmp_path))
    with pytest.raises(LawDataError, match=r"z\.csv, row 2: day is '2020-02-30'"):
        row.date("day")
