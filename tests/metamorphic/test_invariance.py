"""What does not change the meaning of a document changes no claim and no finding."""

from pathlib import Path

import pytest

from tests.metamorphic.texts import (
    DOCUMENTS,
    PARTIES,
    Signature,
    core,
    doubled_spaces,
    findings,
    read,
    rewrapped,
    rotated,
    signature,
    swap,
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


@pytest.mark.parametrize(
    "path", [path for path in DOCUMENTS if path.stem in PARTIES], ids=lambda path: path.stem
)
def test_parties_may_be_swapped(path: Path) -> None:
    text, pairs = path.read_text(encoding="utf-8"), PARTIES[path.stem]
    changed = swap(text, pairs)
    assert changed != text
    before, after = read(text), read(changed)
    assert signature(after) == [_swap_row(row, pairs) for row in signature(before)]
    assert findings(after) == [_swap_row(row, pairs) for row in findings(before)]


@each_document
def test_independent_paragraphs_may_change_places(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    before, after = read(text), read(rotated(text))
    # What happened may be told in the paragraph before ("Another 12 in the hills."), so events
    # are left out here.
    assert sorted(repr(core(f)[:-1]) for f in after.figures) == sorted(
        repr(core(f)[:-1]) for f in before.figures
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


def _swap_row(row: tuple[object, ...], pairs: list[tuple[str, str]]) -> tuple[object, ...]:
    return tuple(_swap_value(value, pairs) for value in row)


def _swap_value(value: object, pairs: list[tuple[str, str]]) -> object:
    if isinstance(value, str):
        return swap(value, pairs)
    if isinstance(value, tuple):
        return tuple(_swap_value(each, pairs) for each in value)
    return value


def test_the_signature_can_tell_texts_apart() -> None:
    one: Signature = signature(read("In May 12 people were killed."))
    other = signature(read("In May 13 people were killed."))
    assert one != other
