import collections
import dataclasses

import pytest

from muniment.demo.registers.entries import entries, linkable
from muniment.demo.registers.habits import Habits, demonstration, drawn
from muniment.demo.registers.names import SPELLINGS, table, written
from muniment.demo.registers.population import population
from muniment.values.period import Period

FLAWLESS = Habits(
    "flawless", "plain", "Talvera", 1.0, 1.0, 0.0, 1.0, 1.0, (1.0, 0, 0, 0), 1.0, 1.0, 0, 0, 0, 0,
    0, 0, 0, 1.0,
)  # fmt: skip


def test_a_list_without_faults_writes_people_as_they_are() -> None:
    people = population(300, 1)
    for entry in entries(people, (FLAWLESS,), 1):
        person = people[entry.person]
        assert entry.values["birth_date"] == person.born.isoformat()
        assert entry.values["family_name"] == written(person.family, "plain")
        assert entry.values["event_date"] == person.last_seen.isoformat()


@pytest.mark.parametrize("fault", ["slip", "wrong_year", "names_swapped", "mixed_spelling"])
def test_every_fault_changes_entries(fault: str) -> None:
    people = population(300, 1)
    spoiled = Habits(**(dataclasses.asdict(FLAWLESS) | {fault: 1.0}))
    before = {e.person: e.values for e in entries(people, (FLAWLESS,), 1)}
    after = {e.person: e.values for e in entries(people, (spoiled,), 1)}
    assert any(before[person] != after[person] for person in before.keys() & after.keys())


def test_repeats_are_rows_of_one_person_in_one_list() -> None:
    often = dataclasses.replace(FLAWLESS, repeats=1.0)
    rows = collections.Counter(e.person for e in entries(population(100, 1), (often,), 1))
    assert set(rows.values()) == {2}


def test_dates_are_edtf_and_rows_are_told_apart() -> None:
    found = entries(population(500, 2), drawn(2), 2)
    assert len({entry.record_id for entry in found}) == len(found)
    for entry in found:
        for role in ("birth_date", "event_date"):
            if role in entry.values:
                assert not Period.parse(entry.values[role]).impossible


def test_four_lists_in_three_scripts_overlap() -> None:
    lists = collections.defaultdict(set)
    for entry in entries(population(1000, 1), demonstration(), 1):
        lists[entry.list].add(entry.person)
    assert len(lists) == 4
    assert all(lists["commission"] & other for other in lists.values())
    assert len(set.union(*lists.values())) < 1000


def test_every_spelling_writes_every_sound() -> None:
    for row in table("phonemes.csv"):
        assert all(row[spelling] for spelling in SPELLINGS), row["sound"]


def test_the_linkable_table_has_a_row_an_entry() -> None:
    found = entries(population(200, 1), demonstration(), 1)
    rows = linkable(found)
    assert rows.num_rows == len(found)
    assert rows.column("record_id").to_pylist() == [entry.record_id for entry in found]
