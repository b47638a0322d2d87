"""Whole answers against the truth: invented populations whose lists have very different habits.

    python -m bench.populations [--count 8] [--first 1] [--kinds independent,nested]
                                [--methods ...] [--jobs 1] [--details answers.jsonl]

For each population everything is asked that ``muniment estimate`` answers. Told is, by kind of
population, how many tables stand, are flagged or refused; by method how often its interval holds
the truth where it answered without a caution, where it answered in a table that stands, and
wherever it answered; and which answers without a caution were wrong by far: the truth is a quarter
or more beyond the interval. A lower bound is wrong only when its low end is above the truth.
No setting is changed between populations.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from muniment.estimation.answers import Answer, Estimate
from muniment.estimation.estimating import METHODS, Settings, estimate_table
from muniment.estimation.overlaps import OverlapTable

Held = NDArray[np.bool_]
Random = np.random.Generator
FAR = 1.25
"""So many times beyond an interval's end the truth is far from it."""


@dataclass(frozen=True, slots=True)
class Population:
    """People with known number, and which lists hold them (people, lists)."""

    kind: str
    seed: int
    people: int
    held: Held

    def table(self) -> OverlapTable:
        """What an estimate is made of."""
        names = [f"L{number}" for number in range(1, self.held.shape[1] + 1)]
        return OverlapTable.from_memberships(names, self.held)

    @property
    def name(self) -> str:
        """The kind with the seed."""
        return f"{self.kind} {self.seed}"


def population(kind: str, seed: int) -> Population:
    """A population of a kind; the same for the same seed."""
    rng = np.random.default_rng([seed, *kind.encode()])
    people = round(np.exp(rng.uniform(np.log(60), np.log(50_000))))
    held = KINDS[kind](rng, people)
    return Population(kind, seed, len(held), held)


def _chances(rng: Random, lists: int, low: float = 0.06, high: float = 0.55) -> NDArray[np.float64]:
    return np.exp(rng.uniform(np.log(low), np.log(high), lists))


def _logit(chances: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.log(chances / (1 - chances))


def _drawn(rng: Random, logits: NDArray[np.float64]) -> Held:
    return rng.random(logits.shape) < 1 / (1 + np.exp(-logits))


def _independent(rng: Random, people: int) -> Held:
    """Lists that do not depend on one another, people alike."""
    lists = int(rng.integers(3, 7))
    return rng.random((people, lists)) < _chances(rng, lists)


def _easy(rng: Random, people: int) -> Held:
    """Independent lists with much overlap: whoever refuses these cries wolf."""
    lists = int(rng.integers(3, 6))
    return rng.random((max(people, 400), lists)) < rng.uniform(0.25, 0.6, lists)


def _pairs(rng: Random, people: int) -> Held:
    """One or two pairs of lists help or avoid one another, person by person."""
    lists = int(rng.integers(4, 7))
    held = rng.random((people, lists)) < _chances(rng, lists, 0.1, 0.5)
    places = rng.permutation(lists)
    for number in range(int(rng.integers(1, 3))):
        first, second = places[2 * number], places[2 * number + 1]
        odds = rng.choice([-1, 1]) * rng.uniform(0.7, 2.0)
        chance = held[:, second].mean()
        logit = _logit(np.clip(np.array([chance]), 0.01, 0.99)) + odds * held[:, first]
        held[:, second] = _drawn(rng, np.broadcast_to(logit, people))
    return held


def _classes(rng: Random, people: int) -> Held:
    """Two or three classes of people, each with its own chances by list."""
    lists = int(rng.integers(3, 7))
    shares = rng.dirichlet(np.full(int(rng.integers(2, 4)), 4.0))
    mine = rng.choice(len(shares), people, p=shares)
    chances = np.array([_chances(rng, lists, 0.05, 0.6) for _ in shares])
    return rng.random((people, lists)) < chances[mine]


def _graded(rng: Random, people: int) -> Held:
    """Each person is easy or hard to list, for all lists alike (Rasch)."""
    lists = int(rng.integers(3, 7))
    ability = rng.normal(0, rng.uniform(0.5, 1.4), people)
    return _drawn(rng, ability[:, None] + _logit(_chances(rng, lists, 0.1, 0.5)))


def _small(rng: Random, people: int) -> Held:
    """Usual lists beside one or two that hold hardly anybody."""
    lists = int(rng.integers(4, 7))
    chances = _chances(rng, lists, 0.15, 0.5)
    chances[: int(rng.integers(1, 3))] = rng.uniform(0.005, 0.02)
    return rng.random((people, lists)) < chances


def _nested(rng: Random, people: int) -> Held:
    """One list is copied from another one, in part and with or without people of its own."""
    lists = int(rng.integers(3, 6))
    held = rng.random((people, lists)) < _chances(rng, lists, 0.15, 0.5)
    copied = held[:, 0] & (rng.random(people) < rng.uniform(0.3, 0.8))
    own = rng.random(people) < rng.choice([0.0, 0.002, 0.02])
    held[:, 1] = copied | own
    return held


def _sparse(rng: Random, people: int) -> Held:
    """Lists that each hold few: hardly any overlap."""
    lists = int(rng.integers(3, 7))
    return rng.random((people, lists)) < _chances(rng, lists, 0.01, 0.08)


def _regions(rng: Random, people: int) -> Held:
    """Lists of different parts of the population, which touch a little."""
    lists = int(rng.integers(4, 7))
    place = rng.integers(0, 2, people)
    home = np.arange(lists) % 2
    near = rng.uniform(0.2, 0.5, lists)
    chances = np.where(home == place[:, None], near, near * rng.choice([0.0, 0.05, 0.2]))
    return np.asarray(rng.random((people, lists)) < chances)


def _hidden(rng: Random, people: int) -> Held:
    """A tenth to four tenths of the people are hardly reached by any list."""
    lists = int(rng.integers(3, 7))
    hidden = rng.random(people) < rng.uniform(0.1, 0.4)
    chances = _chances(rng, lists, 0.15, 0.5)
    return np.asarray(
        rng.random((people, lists)) < np.where(hidden[:, None], 0.05 * chances, chances)
    )


def _referred(rng: Random, people: int) -> Held:
    """Who is in one list is sent on to the next, as from a clinic to the police."""
    lists = int(rng.integers(3, 6))
    held = rng.random((people, lists)) < _chances(rng, lists, 0.1, 0.4)
    for number in range(1, lists):
        if rng.random() < 0.5:
            held[:, number] |= held[:, number - 1] & (rng.random(people) < rng.uniform(0.1, 0.5))
    return held


def _triple(rng: Random, people: int) -> Held:
    """Three lists draw on one source; one or two others do not."""
    lists = int(rng.integers(4, 6))
    source = rng.random(people) < rng.uniform(0.2, 0.5)
    held = rng.random((people, lists)) < _chances(rng, lists, 0.1, 0.35)
    held[:, :3] |= source[:, None] & (rng.random((people, 3)) < rng.uniform(0.2, 0.6, 3))
    return held


KINDS: dict[str, Callable[[Random, int], Held]] = {
    "easy": _easy,
    "independent": _independent,
    "pairs": _pairs,
    "classes": _classes,
    "graded": _graded,
    "small": _small,
    "nested": _nested,
    "sparse": _sparse,
    "regions": _regions,
    "hidden": _hidden,
    "referred": _referred,
    "triple": _triple,
}


def measured(task: tuple[str, int, tuple[str, ...]]) -> dict[str, Any]:
    """What was answered of a population, beside its truth."""
    kind, seed, methods = task
    made = population(kind, seed)
    begin = time.process_time()
    answer, _ = estimate_table(made.table(), Settings(methods=methods))
    seconds = time.process_time() - begin
    return {
        "name": made.name,
        "kind": kind,
        "people": made.people,
        "lists": made.held.shape[1],
        "documented": int(answer.documented.value),
        "verdict": answer.verdict,
        "refusals": [each.code for each in answer.refusals],
        "cautions": [each.code for each in answer.cautions],
        "estimates": [_estimate(each, answer, made.people) for each in answer.estimates],
        "seconds": round(seconds, 1),
    }


def _estimate(each: Estimate, answer: Answer, truth: int) -> dict[str, Any]:
    stands = each in answer.standing
    ends = each.interval if stands else None
    return {
        "method": each.method,
        "model": each.model.split(":")[0] if each.method == "loglinear" else each.model,
        "main": each.main,
        "bound": each.lower_bound,
        "comparable": each.comparable,
        "stands": stands,
        "clean": stands and not {*_codes(answer), *(r.code for r in each.cautions)},
        "codes": [reason.code for reason in (*each.refusals, *each.cautions)],
        "total": each.total,
        "low": None if ends is None else ends.low,
        "high": None if ends is None else ends.high,
        "beyond": None if ends is None else _beyond(ends.low, ends.high, each.lower_bound, truth),
    }


def _codes(answer: Answer) -> set[str]:
    """What is to beware of in a table."""
    return {reason.code for reason in answer.cautions}


def _beyond(low: float, high: float, bound: bool, truth: int) -> float:
    """How many times beyond an interval's nearer end the truth is; 1 within."""
    if truth < low:
        return low / truth
    return 1.0 if bound or truth <= high else truth / high


def _label(each: dict[str, Any]) -> str:
    if each["main"]:
        return str(each["method"])
    if each["method"] == "loglinear":
        return f"loglinear, {each['model'].split(',')[0]}"
    return f"{each['method']}, {each['model']}"


def report(results: Sequence[dict[str, Any]]) -> list[str]:
    """The summary of the module's docstring, as lines."""
    lines = ["kind          tables stands flagged refused  grave reasons"]
    for kind in dict.fromkeys(each["kind"] for each in results):
        mine = [each for each in results if each["kind"] == kind]
        verdicts = Counter(each["verdict"] for each in mine)
        reasons = Counter(
            code for each in mine if each["verdict"] != "stands" for code in _grave(each)
        )
        shown = ", ".join(f"{code} {count}" for code, count in reasons.most_common(4))
        lines.append(
            f"{kind:<14}{len(mine):>5}{verdicts['stands']:>7}{verdicts['flagged']:>8}"
            f"{verdicts['refused']:>8}  {shown}"
        )
    by_label: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for result in results:
        for each in result["estimates"]:
            if each["stands"]:
                by_label[_label(each)].append({**each, "verdict": result["verdict"]})
    lines += ["", f"{'held the truth':<34}{'no caution':>12}{'table stands':>14}{'anywhere':>11}"]
    for label, found in sorted(by_label.items()):
        shares = [
            _share([each for each in found if each["clean"]]),
            _share([each for each in found if each["verdict"] == "stands"]),
            _share(found),
        ]
        lines.append(f"{label:<34}{shares[0]:>12}{shares[1]:>14}{shares[2]:>11}")
    lines += ["", "wrong by far without a caution:"]
    for result in results:
        for each in result["estimates"]:
            if each["clean"] and each["beyond"] >= FAR:
                lines.append(
                    f"  {result['name']}: {_label(each)} {each['low']:,.0f}–{each['high']:,.0f}, "
                    f"truth {result['people']:,} ({result['lists']} lists, "
                    f"{result['documented']:,} documented)"
                )
    together = [each for each in results if each["verdict"] == "stands"]
    held = sum(_spanned(each) for each in together)
    lines += ["", f"all intervals together: {held}/{len(together)} of the tables that stand"]
    return lines


def _grave(result: dict[str, Any]) -> set[str]:
    from muniment.estimation.answers import GRAVE

    return {*result["refusals"], *(code for code in result["cautions"] if code in GRAVE)}


def _share(found: Sequence[dict[str, Any]]) -> str:
    return f"{sum(each['beyond'] == 1 for each in found)}/{len(found)}"


def _spanned(result: dict[str, Any]) -> bool:
    """Whether the truth is between the lowest and the highest end of the comparable estimates."""
    found = [each for each in result["estimates"] if each["comparable"]]
    return bool(found) and (
        min(each["low"] for each in found)
        <= result["people"]
        <= max(each["high"] for each in found)
    )


def main() -> None:
    """Draw, estimate and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=5, help="populations of each kind")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--methods", default=",".join(METHODS))
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--details", type=Path, help="write each answer to this file, one a line")
    chosen = parser.parse_args()
    methods = tuple(chosen.methods.split(","))
    tasks = [
        (kind, chosen.first + number, methods)
        for number in range(chosen.count)
        for kind in chosen.kinds.split(",")
    ]
    results = []
    with ProcessPoolExecutor(chosen.jobs) as pool:
        for result in pool.map(measured, tasks):
            results.append(result)
            print(
                f"{result['name']:<16}{result['people']:>7,} people {result['lists']} lists "
                f"{result['documented']:>7,} documented  {result['verdict']:<8}"
                f"{result['seconds']:>6} s",
                flush=True,
            )
            if chosen.details:
                with chosen.details.open("a", encoding="utf-8") as opened:
                    opened.write(json.dumps(result) + "\n")
    results.sort(key=lambda each: list(KINDS).index(each["kind"]))
    print("", *report(results), sep="\n")


if __name__ == "__main__":
    main()
