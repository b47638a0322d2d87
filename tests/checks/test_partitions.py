"""A partition that holds is silent; with one number altered by one it is found out."""

from __future__ import annotations

import random

from muniment.checks.model import Outcome
from tests.checks.reading import results

TEMPLATES = (
    "The fire destroyed {w} houses: {a} in Upper Harn and {b} in Lower Harn.",
    "They hold {w} prisoners, {a} men and {b} women.",
    "Of the {w} convoys sent out, {a} arrived and the other {b} were turned back.",
    "The {w} dead, comprising {a} soldiers and {b} civilians, were buried on Friday.",
    "A total of {w} schools were hit ({a} primary schools and {b} secondary schools).",
    "We interviewed {w} people. Of these, {a} were women and {b} were men.",
    "The register has {w} names, of whom {a} are men and the remaining {b} women.",
    "Teams cleared {w} fields: {a} by hand, {b} by machine and {c} with dogs.",
    "The mission numbers {w} observers, made up of {a} officers, {b} policemen and {c} civilians.",
    "Altogether {w} people were evacuated – {a} adults and {b} children.",
    "There were {w} complaints, namely {a} about food, {b} about heating and {c} about both.",
    "Killed: {a}\nWounded: {b}\nMissing: {c}\nTotal: {w}",
    "In May {a} boats were stopped and in June {b}, a total of {w}.",
    "{w} villages were shelled, {a} on the east bank and {b} on the west bank.",
    "The budget is {w} crowns, of which {a} crowns go to food and the rest, {b} crowns, to fuel.",
    "THE REBELS CAPTURED {w} RIFLES: {a} IN THE NORTH AND {b} IN THE SOUTH.",
)
LEAST = 0.95


def sentence(template: str, numbers: dict[str, int]) -> str:
    return template.format(**{name: f"{number:,}" for name, number in numbers.items()})


def fires(text: str) -> bool:
    return any(
        r.outcome is Outcome.FIRES and r.code in ("A101", "A102", "A103")
        for r in results((None, None, text))
    )


def test_partitions_altered_by_one_are_found_and_true_ones_are_silent() -> None:
    chance = random.Random(7)
    altered, found, alarms = 0, 0, []
    for template in TEMPLATES:
        for _ in range(6):
            numbers = {name: chance.randint(20, 900) for name in "abc" if f"{{{name}}}" in template}
            numbers["w"] = sum(numbers.values())
            text = sentence(template, numbers)
            if fires(text):
                alarms.append(text)
            name = chance.choice(list(numbers))
            numbers[name] += chance.choice([-1, 1])
            altered += 1
            found += fires(sentence(template, numbers))
    assert alarms == []
    assert found / altered >= LEAST
