"""Where the header stands."""

from __future__ import annotations

import pytest

from muniment.registers.reading.headers import find_header

DATA = [["1", "Oren", "1970"], ["2", "Mira", "1984"]]


@pytest.mark.parametrize(
    ("above", "first", "last", "names"),
    [
        ([["id", "name", "year"]], 0, 0, ("id", "name", "year")),
        ([["A title"], [], ["id", "name", "year"]], 2, 2, ("id", "name", "year")),
        ([["id", "name", "year"], ["1", "2", "3"]], 0, 1, ("id", "name", "year")),
        ([], None, -1, ()),
    ],
)
def test_headers(
    above: list[list[str]], first: int | None, last: int, names: tuple[str, ...]
) -> None:
    header = find_header([*above, *DATA])
    assert (header.first, header.last, header.names) == (first, last, names)


def test_known_words_decide() -> None:
    rows = [["Commission", "of", "Velmar"], ["given name", "surname", "notes"], ["A", "B", "C"]]
    assert find_header(rows, {"given name", "surname"}).first == 1


def test_groups_are_carried_over_their_columns() -> None:
    rows = [
        ["", "Name", "", "Birth", ""],
        ["id", "First", "Last", "Day", "Year"],
        ["1", "Oren", "Tasvel", "14", "1970"],
    ]
    header = find_header(rows, {"first", "last"})
    assert header.names == ("id", "Name / First", "Name / Last", "Birth / Day", "Birth / Year")
