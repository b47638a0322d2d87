"""A partition that held no longer does when one of its numbers is altered by one."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from muniment.checks.checking import check_document
from muniment.checks.model import Outcome
from tests.metamorphic.texts import SHARED, TESTS, read

WANTED = 0.95
WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
).split()


def golds() -> list[Path]:
    found = sorted((TESTS / "corpus").glob("*/gold/*.gold.json"))
    if SHARED:
        found += sorted((SHARED[0].parent.parent / "gold").glob("*.gold.json"))
    return found


def span_of(text: str, label: dict[str, Any]) -> tuple[int, int]:
    at = -1
    for _ in range(label.get("nth", 1)):
        at = text.index(label["quote"], at + 1)
    at += label["quote"].index(label["number"])
    return at, at + len(label["number"])


def more_by_one(number: str) -> str | None:
    """The number one higher, written as it was; None where that is not plain."""
    if number.isdigit() and len(number) < 4:
        return str(int(number) + 1)
    if re.fullmatch(r"\d{1,3}(,\d{3})+", number):
        return f"{int(number.replace(',', '')) + 1:,}"
    if number.lower() in WORDS[:-1]:
        word = WORDS[WORDS.index(number.lower()) + 1]
        return word.upper() if number.isupper() else word.title() if number.istitle() else word
    return None


def partitions() -> Iterator[tuple[str, str, list[tuple[int, int]]]]:
    """Every partition that the labels say holds: name, text, the spans of its numbers."""
    for path in golds():
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = (path.parent.parent / "docs" / gold["doc"]).read_text(encoding="utf-8")
        labels = {label["id"]: label for label in gold["figures"]}
        for total in gold.get("sums", []):
            if total["holds"]:
                numbers = [labels[key] for key in (total["whole"], *total["parts"])]
                yield gold["doc"], text, [span_of(text, label) for label in numbers]


def fires(text: str) -> bool:
    return any(r.code == "A101" and r.outcome is Outcome.FIRES for r in check_document(read(text)))


def test_an_altered_number_is_found_and_an_unaltered_text_is_silent() -> None:
    altered = found = 0
    missed = []
    for name, text, spans in partitions():
        assert not fires(text), name
        for start, end in spans:
            number = more_by_one(text[start:end])
            if number is None:
                continue
            altered += 1
            if fires(text[:start] + number + text[end:]):
                found += 1
            else:
                missed.append((name, text[start - 20 : end + 20]))
    if altered == 0:
        pytest.skip("no labelled partition here")
    assert found / altered >= WANTED, missed
