"""What does not change the meaning of a document changes no claim and no finding."""

from pathlib import Path

import pytest

from tests.metamorphic.texts import (
    DOCUMENTS,
    Signature,
    core,
    doubled_spaces,
    findings,
    read,
    rewrapped,
    rotated,
    signature,
    swap,
    swapped,
)

each_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)


@each_document
@pytest.mark.parametrize("width", [48, 72])
def test_lines_may_be_wrapped_anew(path: Path, width: int) -> None:
    text = path.read_text(encoding="utf-8")
    before, after = read(text), read(rewrapped(text, width))
    assert signature(after) == signature(before)
    assert findings(after) == findings(before)


@each_document
def test_spaces_may_be_doubled(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    before, after = read(text), read(doubled_spaces(text))
    assert signature(after) == signature(before)
    assert findings(after) == findings(before)


@each_document
def test_parties_may_be_swapped(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = swapped(text)
    if found is None:
        pytest.skip("the text has no two names")
    changed, one, other = found
    before, after = read(text), read(changed)
    assert signature(after) == [_swap_row(row, one, other) for row in signature(before)]
    assert findings(after) == findings(before)


@each_document
def test_independent_paragraphs_may_change_places(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    before, after = read(text), read(rotated(text))
    assert sorted(map(repr, map(core, after.figures))) == sorted(
        map(repr, map(core, before.figures))
    )
    assert sorted(d.edtf for d in after.dates) == sorted(d.edtf for d in before.dates)
    assert len(after.demands) == len(before.demands)
    assert len(after.citations) == len(before.citations)


@each_document
def test_every_passage_is_where_it_says(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    claims = read(text)
    for claim in claims.all():
        assert text[claim.passage.start : claim.passage.end] == claim.passage.quote
    for figure in claims.figures:
        spans = [figure.number, figure.counted, figure.place, figure.responsible, *figure.said_by]
        for span in spans:
            assert span is None or text[span.start : span.end] == span.text


def _swap_row(row: tuple[object, ...], one: str, other: str) -> tuple[object, ...]:
    return tuple(_swap_value(value, one, other) for value in row)


def _swap_value(value: object, one: str, other: str) -> object:
    if isinstance(value, str):
        return swap(value, one, other)
    if isinstance(value, tuple):
        return tuple(_swap_value(each, one, other) for each in value)
    return value


def test_the_signature_can_tell_texts_apart() -> None:
    one: Signature = signature(read("In May 12 people were killed."))
    other = signature(read("In May 13 people were killed."))
    assert one != other
