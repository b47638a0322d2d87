import pytest

pytest.importorskip("splink")

from muniment.demo.registers.entries import entries, linkable
from muniment.demo.registers.habits import demonstration
from muniment.demo.registers.population import population
from muniment.linkage.counting import by_groups
from muniment.linkage.linking import Linked, link
from muniment.reports.sheets import render_sheet
from muniment.reports.sheets.linking import (
    group_section,
    linkage_sheet,
    overlap_section,
    people_section,
)


@pytest.fixture(scope="module")
def linked() -> Linked:
    return link(linkable(entries(population(300, 1), demonstration(), 1)), draws=20)


def test_the_count_comes_with_its_interval_and_the_truth(linked: Linked) -> None:
    section = people_section(linked, truth=210)
    assert f"{linked.people.middle:,} people" in section.answer
    assert f"{linked.people.low:,} and {linked.people.high:,}" in section.answer
    assert section.truth.startswith("210")
    assert len(section.drawings[0].table) == len(linked.curve) + 1


def test_records_of_all_lists_are_in_the_table(linked: Linked) -> None:
    rows = people_section(linked).tables[0].rows
    assert sum(int(row[1].replace(",", "")) for row in rows) == linked.records.num_rows


def test_overlaps_come_with_intervals(linked: Linked) -> None:
    table = overlap_section(linked).drawings[0].table
    assert table[0] == ("lists", "people", "from", "to")
    for _, people, low, high in table[1:]:
        assert int(low) <= int(people) <= int(high)


def test_groups_show_the_truth_where_it_is_known(linked: Linked) -> None:
    counts = by_groups(linked.sample, {"sex": linked.records["sex"].to_pylist()})
    section = group_section("By sex", counts, {("male",): 150})
    row = next(row for row in section.tables[0].rows if row[0] == "male")
    assert row[-1] == "150"
    assert any(row[-1] == "" for row in section.tables[0].rows)


def test_the_page_of_a_linkage_has_its_parts_and_no_names(linked: Linked) -> None:
    counts = by_groups(linked.sample, {"sex": linked.records["sex"].to_pylist()})
    page = render_sheet(linkage_sheet(linked, "Spring", {"By sex": counts}, ["two sexes"]))
    assert "By sex" in page
    assert "two sexes" in page
    names = {name for name in linked.records["family_name"].to_pylist() if name}
    assert not any(name in page for name in names)
