"""A short run of the fuzzing of ``bench/fuzz.py``, and what longer runs have found."""

from __future__ import annotations

import contextlib
import random

import pytest
from bench.fuzz import TARGETS

from muniment.documents.errors import UnreadableDocument
from muniment.documents.formats.pdf_layout import lay_out, measure
from muniment.documents.formats.pdf_page import Line, PageText
from tests.documents import samples
from tests.documents.helpers import flat, read

CASES = {"pdf": 12, "docx": 20, "mail": 20}


@pytest.mark.parametrize("name", sorted(set(TARGETS) & {
    "docx", "html", "mail", "markdown", "odt", "pdf", "rtf", "text"
}))  # fmt: skip
def test_damaged_files_give_documents_or_one_line(name: str) -> None:
    target = TARGETS[name]
    seeds = target.seeds()
    chance = random.Random(f"suite {name}")
    for _ in range(CASES.get(name, 60)):
        target.run(chance, target.damage(chance, chance.choice(seeds), seeds))


def test_lines_left_of_their_column_have_a_right_edge() -> None:
    """Found by fuzzing: the letters of a damaged PDF may run from right to left."""
    lines = [
        Line("ab", [90.0 + y, 80.0], [91.0 + y, 5.0 + y], y, y + 8, y, 9, False)
        for y in (0.0, 10.0, 20.0, 30.0)
    ]
    page = PageText(1, 100, 100, 0, lines)
    flow, _ = lay_out(page, measure([page]))
    assert flow


def test_a_package_that_lies_about_the_size_of_a_part_is_read_within_bounds() -> None:
    """Found by fuzzing: the part that names the kind may be said to be larger than the file."""
    data = bytearray(samples.odt_bytes(samples.PARAGRAPHS))
    at = data.index(b"PK\x01\x02")
    data[at + 20 : at + 28] = b"\xff\xff\xff\x00" * 2
    assert flat(read("a.odt", bytes(data)))[0] == samples.PARAGRAPHS[0]


def test_a_font_table_that_goes_on_as_text_is_read_once() -> None:
    """Found by fuzzing: a lost brace; each letter was tried in many ways, without an end."""
    words = b"".join(b"\\" + b"a" * 80 for _ in range(9))
    data = b"{\\rtf1\\ansi{\\fonttbl{\\f0 " + words + b"}}\\pard The ferry did not sail.\\par\n}"
    assert "The ferry did not sail." in flat(read("a.rtf", data))[0]


@pytest.mark.parametrize("side", ["1e39", "99999999999999999999", "-5", "0"])
def test_a_page_that_is_said_to_be_endless_is_read(side: str) -> None:
    """Found by fuzzing: the size of a page overflows to infinity."""
    data = samples.two_column_pdf(samples.PARAGRAPHS[:3])
    at = data.index(b"/MediaBox")
    end = data.index(b"]", at)
    box = b"/MediaBox [ 0 0 595 " + side.encode()
    with contextlib.suppress(UnreadableDocument):
        assert read("a.pdf", data[:at] + box + data[end:]).text is not None
