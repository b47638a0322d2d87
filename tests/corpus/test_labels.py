"""The labelled documents keep their own format: quotes are found, ids unique, vocabularies kept."""

import json
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
EVENTS = frozenset(
    [
        *("killed", "injured", "casualty", "missing", "detained", "ill-treated"),
        *("sexual-violence", "displaced", "freed", "abducted", "found", "prosecuted"),
        *("destroyed", "contaminated", "exploited", "cleared", "attack", "deprived"),
        *("deployed", "population", "other"),
    ]
)
CLASSES = frozenset(["count", "share", "measure", "money", "duration", "rate", "score"])
SETS = ("dev", "heldout")
GOLD = [path for name in SETS for path in sorted((HERE / name / "gold").glob("*.gold.json"))]


def place_of(text: str, quote: str, nth: int) -> int:
    """Where the nth occurrence of a quote starts; -1 where there are fewer."""
    at = -1
    for _ in range(nth):
        at = text.find(quote, at + 1)
        if at < 0:
            return -1
    return at


def faults(gold: dict[str, Any], text: str) -> list[str]:
    """What is wrong with the labels of one document, in words; empty when nothing is."""
    return _quote_faults(gold, text) + _figure_faults(gold, text) + _sum_faults(gold)


def _quote_faults(gold: dict[str, Any], text: str) -> list[str]:
    return [
        f"{kind}: quote not found: {label['quote']!r}"
        for kind in ("figures", "dates", "citations", "demands")
        for label in gold[kind]
        if place_of(text, label["quote"], label["nth"]) < 0
    ]


def _figure_faults(gold: dict[str, Any], text: str) -> list[str]:
    found = []
    ids = [figure["id"] for figure in gold["figures"]]
    if len(ids) != len(set(ids)):
        found.append("an id is used twice")
    numbers_at = []
    for figure in gold["figures"]:
        id = figure["id"]
        low, high = figure["low"], figure["high"]
        if figure["number"] not in figure["quote"]:
            found.append(f"{id}: the number is not in its quote")
        if figure["class"] not in CLASSES or figure["event"] not in EVENTS:
            found.append(f"{id}: a word outside the vocabulary")
        if (low is None and high is None) or (None not in (low, high) and low > high):
            found.append(f"{id}: not an interval: {low} to {high}")
        if (figure["part_of"] is None) != (figure["part_kind"] is None):
            found.append(f"{id}: part_of and part_kind go together")
        if figure["part_of"] is not None and figure["part_of"] not in set(ids) - {id}:
            found.append(f"{id}: part of an unknown figure")
        found += [
            f"{id}: {key} is not in the text: {figure[key]!r}"
            for key in ("counted", "period", "place", "by")
            if figure[key] is not None and figure[key] not in text
        ]
        start = place_of(text, figure["quote"], figure["nth"])
        numbers_at.append(start + figure["quote"].find(figure["number"]))
    if len(numbers_at) != len(set(numbers_at)):
        found.append("one number is labelled twice")
    return found


def _sum_faults(gold: dict[str, Any]) -> list[str]:
    figures = {figure["id"]: figure for figure in gold["figures"]}
    found = []
    for row in gold["sums"]:
        unknown = {row["whole"], *row["parts"]} - set(figures)
        if unknown:
            found.append(f"a sum names unknown figures: {sorted(unknown)}")
            continue
        if any(figures[part]["part_of"] != row["whole"] for part in row["parts"]):
            found.append(f"a part of the sum {row['whole']} does not say so itself")
        total = sum(figures[part]["low"] for part in row["parts"])
        if (abs(total - figures[row["whole"]]["low"]) < 1e-9) != row["holds"]:
            found.append(f"the sum {row['whole']} is labelled wrongly: {total}")
    return found


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.name.removesuffix(".gold.json"))
def test_the_labels_of_a_document_are_well_formed(path: Path) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))
    text = (path.parent.parent / "docs" / gold["doc"]).read_text(encoding="utf-8")
    assert faults(gold, text) == []


@pytest.mark.parametrize("name", SETS)
def test_every_document_has_labels(name: str) -> None:
    documents = {path.stem for path in (HERE / name / "docs").glob("*.txt")}
    labelled = {path.name.removesuffix(".gold.json") for path in (HERE / name / "gold").iterdir()}
    assert documents == labelled
    assert documents


def test_the_sets_share_no_sentence() -> None:
    windows = []
    for name in SETS:
        words = [path.read_text("utf-8").lower().split() for path in (HERE / name).glob("docs/*")]
        windows.append({tuple(w[i : i + 12]) for w in words for i in range(len(w) - 11)})
    assert windows[0] & windows[1] == set()


BROKEN = """
{"figures": [{"id": "f1", "quote": "nine men", "nth": 1, "number": "ten", "low": 9, "high": 8,
              "class": "count", "counted": "women", "event": "lost", "part_of": "f7",
              "part_kind": null, "period": null, "place": null, "by": null}],
 "sums": [{"whole": "f1", "parts": ["f9"], "holds": true}],
 "dates": [{"quote": "May", "nth": 1, "edtf": "XXXX-05"}], "citations": [], "demands": []}
"""


def test_broken_labels_are_noticed() -> None:
    gold = json.loads(BROKEN)
    gold["figures"] *= 2
    assert len(faults(gold, "nine men")) == 2 * 6 + 4
