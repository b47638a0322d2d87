"""Mappings: saved and read again, fitted to the next revision, refused when they are wrong."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.registers.kindfiles import kind
from muniment.registers.mapping import Mapping, MappingError, Source, fit

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
SOURCES = st.builds(
    Source,
    columns=st.lists(TEXTS, min_size=1, max_size=3).map(tuple),
    parts=st.dictionaries(st.sampled_from(["year", "month", "day"]), TEXTS),
    confidence=st.sampled_from([0.0, 0.5, 0.97, 1.0]),
    because=TEXTS,
    by=st.sampled_from(["header", "content", "person"]),
    order=st.sampled_from([None, "dmy", "mdy", "ymd"]),
    decimal=st.sampled_from([None, ".", ","]),
    system=st.none() | TEXTS,
    words=st.dictionaries(TEXTS, TEXTS, max_size=2),
)
MAPPINGS = st.builds(
    Mapping,
    kind=TEXTS,
    columns=st.lists(TEXTS, max_size=5).map(tuple),
    fields=st.dictionaries(st.from_regex(r"[a-z][a-z_]{0,8}", fullmatch=True), SOURCES, max_size=4),
    key=st.none() | TEXTS,
    sheets=st.none() | st.lists(TEXTS, max_size=2).map(tuple),
)


@given(MAPPINGS)
def test_what_is_saved_is_read_again(mapping: Mapping) -> None:
    assert Mapping.from_toml(mapping.to_toml()) == mapping


@given(MAPPINGS)
def test_nothing_changes_for_the_same_columns(mapping: Mapping) -> None:
    columns = tuple(dict.fromkeys(mapping.columns))
    used = {c for source in mapping.fields.values() for c in source.all_columns}
    mapping = dataclasses.replace(mapping, columns=(*columns, *sorted(used - set(columns))))
    fitted, changes = fit(mapping, mapping.columns)
    assert not changes
    assert fitted.fields == mapping.fields


def test_changes_are_told() -> None:
    fields = {"given_name": Source(("First name",)), "sex": Source(("Gender",))}
    mapping = Mapping("person", ("Id", "First name", "Gender"), fields, key="Id")
    fitted, changes = fit(mapping, ["Id", "FIRST_NAME", "Shoes"])
    assert changes.renamed == {"First name": "FIRST_NAME"}
    assert changes.gone == ("Gender",)
    assert changes.added == ("Shoes",)
    assert changes.lost_fields == ("sex",)
    assert fitted.fields["given_name"].columns == ("FIRST_NAME",)
    assert fitted.unused == ("Id", "Shoes")
    assert len(changes.sentences()) == 4


def test_a_field_takes_its_columns_from_others() -> None:
    mapping = Mapping("person", ("a", "b"), {"notes": Source(("a",)), "sex": Source(("b",))})
    mended = mapping.with_field("given_name", Source(("a",)))
    assert set(mended.fields) == {"sex", "given_name"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "of what kind"),
        ("kind = ", "no valid TOML"),
        ('kind = "person"\nkeys = "a"', "“keys”"),
        ('kind = "person"\nkey = 3', "key must be"),
        ('kind = "person"\ncolumns = 3', "columns must be"),
        ('kind = "person"\n[fields.sex]\nx = 1', "“x”"),
        ('kind = "person"\n[fields.sex]', "names no column"),
        ('kind = "person"\n[fields.sex]\ncolumn = "a"\norder = "dym"', "dmy, mdy or ymd"),
        ('kind = "person"\n[fields.sex]\ncolumn = "a"\ndecimal = "x"', "decimal"),
        ('kind = "person"\n[fields.sex]\ncolumn = "a"\nparts = ["b"]', "table of texts"),
    ],
)
def test_what_is_wrong_is_said(text: str, words: str) -> None:
    with pytest.raises(MappingError, match=words):
        Mapping.from_toml(text)


def test_fields_and_parts_that_are_not_there_are_named() -> None:
    person = kind("person")
    with pytest.raises(MappingError, match="Is “given_name” meant"):
        Mapping("person", ("a",), {"give_name": Source(("a",))}).check(person)
    with pytest.raises(MappingError, match="no part “hour”"):
        Mapping("person", ("a",), {"birth_date": Source(parts={"hour": "a"})}).check(person)
    with pytest.raises(MappingError, match="not for “person”"):
        Mapping("casualty", (), {}).check(person)
