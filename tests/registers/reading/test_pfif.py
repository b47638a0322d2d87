"""PFIF: persons with what their notes say."""

from __future__ import annotations

from pathlib import Path

import pytest

from muniment.registers.importing import import_file

_HEAD = '<?xml version="1.0"?><pfif:pfif xmlns:pfif="http://zesty.ca/pfif/1.4">'


def _person(number: int, *notes: dict[str, str]) -> str:
    inside = "".join(
        "<pfif:note>"
        + "".join(f"<pfif:{name}>{text}</pfif:{name}>" for name, text in note.items())
        + "</pfif:note>"
        for note in notes
    )
    return (
        f"<pfif:person><pfif:person_record_id>example.org/{number}</pfif:person_record_id>"
        "<pfif:entry_date>2022-03-01T00:00:00Z</pfif:entry_date>"
        "<pfif:source_date>2022-01-01T00:00:00Z</pfif:source_date>"
        f"<pfif:full_name>Oren Tasvel {'I' * number}</pfif:full_name>{inside}</pfif:person>"
    )


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("believed_missing", "missing"),
        ("information_sought", "missing"),
        ("believed_alive", "found_alive"),
        ("is_note_author", "found_alive"),
        ("believed_dead", "presumed_dead"),
    ],
)
def test_every_status_of_pfif_is_understood(word: str, status: str, tmp_path: Path) -> None:
    path = tmp_path / "list.xml"
    path.write_text(_HEAD + _person(1, {"status": word}) + "</pfif:pfif>", encoding="utf-8")
    imported = import_file(path, "missing_person", list_id="list")
    assert imported.records["status"].to_pylist() == [status]
    assert imported.records["source_date"].to_pylist() == ["2022-01-01"]


def test_the_date_of_a_status_is_that_of_the_note_that_says_it(tmp_path: Path) -> None:
    notes = (
        {"source_date": "2022-01-05T00:00:00Z", "text": "no news"},
        {"source_date": "2022-01-03T00:00:00Z", "status": "believed_alive"},
        {"source_date": "2022-01-02T00:00:00Z", "status": "believed_missing"},
    )
    path = tmp_path / "list.xml"
    path.write_text(_HEAD + _person(1, *notes) + "</pfif:pfif>", encoding="utf-8")
    imported = import_file(path, "missing_person", list_id="list")
    assert imported.records["status"].to_pylist() == ["found_alive"]
    assert imported.records["status_date"].to_pylist() == ["2022-01-03"]
