"""A short run of the fuzzing of ``bench/fuzz.py``, and what longer runs have found."""

from __future__ import annotations

import random

import pytest
from bench.fuzz import TARGETS

from muniment.documents.formats.pdf_layout import lay_out, measure
from muniment.documents.formats.pdf_page import Line, PageText

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
        Line(
            "ab", [90.0 + y, 80.0], [91.0 + y, 5.0 + y], 10.0 * y, 10.0 * y + 8, 10.0 * y, 9, False
        )
        for y in range(4)
    ]
    page = PageText(1, 100, 100, 0, lines)
    flow, _ = lay_out(page, measure([page]))
    assert flow
