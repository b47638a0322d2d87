"""The check cases keep their own format: unique ids, known codes, quotes that are in the text."""

import datetime
import json
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
CODES = frozenset(
    [f"A{n}" for n in range(101, 110)]
    + [f"T{n}" for n in range(201, 206)]
    + ["S406", "X501", "X502", "X503"]
)
FILES = ("dev.jsonl", "dev_more.jsonl", "heldout.jsonl")


def load(name: str) -> list[dict[str, Any]]:
    """The cases of one file, in its order."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def faults(case: dict[str, Any]) -> list[str]:
    """What is wrong with one case, in words; empty when nothing is."""
    texts = [document["text"] for document in case["documents"]]
    found = [] if case["why"] else ["no reason given"]
    for document in case["documents"]:
        datetime.date.fromisoformat(document["date"])
    for wanted in case["expect"]:
        if wanted["code"] not in CODES:
            found.append(f"unknown code {wanted['code']}")
        if not wanted["quotes"]:
            found.append(f"{wanted['code']} quotes nothing")
        found += [
            f"quote {quote!r} is in no document"
            for quote in wanted["quotes"]
            if not any(quote in text for text in texts)
        ]
    code, _, number = case["id"].partition("-")
    if number.startswith("c") != (not case["expect"]):
        found.append("the id and the expectation disagree on whether it is clean")
    if case["expect"] and code not in {wanted["code"] for wanted in case["expect"]}:
        found.append("the code it is named after is not expected")
    return found


@pytest.mark.parametrize("name", FILES)
def test_every_case_is_well_formed(name: str) -> None:
    wrong = {case["id"]: faults(case) for case in load(name) if faults(case)}
    assert wrong == {}


def test_ids_are_unique_over_all_files() -> None:
    ids = Counter(case["id"] for name in FILES for case in load(name))
    assert [id for id, times in ids.items() if times > 1] == []


@pytest.mark.parametrize("name", FILES)
def test_every_code_has_cases_that_fire_and_cases_that_do_not(name: str) -> None:
    fires: Counter[str] = Counter()
    clean: Counter[str] = Counter()
    for case in load(name):
        (fires if case["expect"] else clean)[case["id"].partition("-")[0]] += 1
    assert {code for code in CODES if fires[code] < 3 or clean[code] < 3} == set()


def test_no_passage_is_in_two_files() -> None:
    passages = [{d["text"] for case in load(name) for d in case["documents"]} for name in FILES]
    assert [one & other for one, other in combinations(passages, 2)] == [set()] * 3


def test_a_broken_case_is_noticed() -> None:
    case = {
        "id": "A101-c1",
        "documents": [{"date": "2020-01-01", "issuer": "Board", "text": "Nine of eight."}],
        "expect": [{"code": "A999", "quotes": ["ten"]}],
        "why": "",
    }
    assert len(faults(case)) == 5
