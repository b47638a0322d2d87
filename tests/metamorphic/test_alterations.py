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

# Asked for is 0.95; this is what must not be lost. bench/accuracy.py prints the figures.
KEPT = {"dev": 0.9, "shared": 0.5, "heldout": 0.6}
WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
).split()


def golds(name: str) -> list[Path]:
    """The labels of a set: our own "dev" and "heldout", and "shared" where it is here."""
    if name == "shared":
        return sorted((SHARED[0].parent.parent / "gold").glob("*.json")) if SHARED else []
    return sorted((TESTS / "corpus" / name / "gold").glob("*.gold.json"))


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


def partitions(name: str) -> Iterator[tuple[str, str, list[tuple[int, int]]]]:
    """Every partition of a set that the labels say holds: name, text, the spans of its numbers."""
    for path in golds(name):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = (path.parent.parent / "docs" / gold["doc"]).read_text(encoding="utf-8")
        labels = {label["id"]: label for label in gold["figures"]}
        for total in gold.get("sums", []):
            if total["holds"]:
                numbers = [labels[key] for key in (total["whole"], *total["parts"])]
                yield gold["doc"], text, [span_of(text, label) for label in numbers]


def fires(text: str) -> bool:
    return any(r.code == "A101" and r.outcome is Outcome.FIRES for r in check_document(read(text)))


def measure(name: str) -> tuple[int, int, list[str]]:
    """How many altered numbers of a set were found, of how many, and the false alarms."""
    altered = found = 0
    alarms = []
    for document, text, spans in partitions(name):
        if fires(text):
            alarms.append(document)
        for start, end in spans:
            number = more_by_one(text[start:end])
            if number is not None:
                altered += 1
                found += fires(text[:start] + number + text[end:])
    return found, altered, alarms


@pytest.mark.parametrize("name", KEPT)
def test_an_altered_number_is_found_and_an_unaltered_text_is_silent(name: str) -> None:
    found, altered, alarms = measure(name)
    if not altered:
        pytest.skip("no labelled partition here")
    assert alarms == []
    assert found / altered >= KEPT[name], f"{found} of {altered}"
