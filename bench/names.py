"""How well names are compared across scripts, and how fast, beside rigour where it is installed.

    python -m bench.names GROUPS.csv CASES.csv

GROUPS has the columns wikidata_qid, script, form: forms of one name are a group. A positive pair
is one form of each of two scripts of a group; its hard negative is the first form beside a form
of another group that begins with the same two Latin letters. Letter tables and weights were
looked at on the groups whose hash is even; the odd ones are held aside. Some groups stand in the
file twice, under two numbers: "true neg." leaves out negatives whose groups share a form.

CASES has name1, name2, is_match and schema, as nomenklatura's name bench.
"""

from __future__ import annotations

import csv
import hashlib
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from muniment.values.names import blocking_keys, compare_names, romanise
from muniment.values.names.bulk import comparisons, similarities
from muniment.values.names.similarity import weights

SCRIPTS = (
    ("CYRILLIC", "LATIN"),
    ("ARMENIAN", "LATIN"),
    ("ARMENIAN", "CYRILLIC"),
    ("GEORGIAN", "LATIN"),
    ("GEORGIAN", "CYRILLIC"),
    ("ARABIC", "LATIN"),
    ("ARABIC", "CYRILLIC"),
    ("ARABIC", "ARMENIAN"),
)
Groups = dict[str, dict[str, list[str]]]
Pairs = list[tuple[str, str]]
Compare = Callable[[Sequence[str], Sequence[str]], NDArray[np.float64]]
SEEDS = range(5)
MOST = 20_000


def read_groups(path: Path) -> Groups:
    """The forms by script of each group."""
    groups: Groups = defaultdict(lambda: defaultdict(list))
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            groups[row["wikidata_qid"]][row["script"]].append(row["form"])
    return groups


def held_aside(group: str) -> bool:
    """Whether a group is of the half that no table was looked at with."""
    return hashlib.sha256(group.encode()).digest()[-1] % 2 == 1


def sample(
    groups: Groups, one: str, other: str, aside: bool, seed: int
) -> tuple[Pairs, Pairs, Pairs]:
    """Positive pairs, their hard negatives, and those of the negatives that are none in truth."""
    chance = random.Random(seed)
    ids = [g for g, forms in groups.items() if one in forms and other in forms]
    ids = [g for g in ids if held_aside(g) == aside]
    begins: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for group, forms in groups.items():
        for form in forms.get(other, ()):
            begins[romanise(form)[:2]].append((group, form))
    chance.shuffle(ids)
    positive: Pairs = []
    negative: Pairs = []
    doubtful: Pairs = []
    for group in ids[:MOST]:
        form = chance.choice(groups[group][one])
        positive.append((form, chance.choice(groups[group][other])))
        alike = begins[romanise(form)[:2]]
        for _ in range(5 if alike else 0):
            stranger, against = chance.choice(alike)
            if stranger != group:
                negative.append((form, against))
                if share_a_form(groups[group], groups[stranger]):
                    doubtful.append((form, against))
                break
    return positive, negative, doubtful


def share_a_form(one: dict[str, list[str]], other: dict[str, list[str]]) -> bool:
    """Whether two groups have a form in common."""
    return any(set(forms) & set(other.get(script, ())) for script, forms in one.items())


def quality(
    positive: NDArray[np.float64], negative: NDArray[np.float64], threshold: float
) -> tuple[float, float, float, float]:
    """Best F1, where it is, F1 at a fixed threshold, recall at 1 % false positives."""
    cuts = np.unique(np.concatenate([positive, negative]))
    found = len(positive) - np.searchsorted(np.sort(positive), cuts)
    false = len(negative) - np.searchsorted(np.sort(negative), cuts)
    f1 = 2 * found / (found + false + len(positive))
    few = false <= 0.01 * len(negative)
    best = int(f1.argmax())
    hits, alarms = (positive >= threshold).sum(), (negative >= threshold).sum()
    fixed = 2 * hits / (hits + alarms + len(positive))
    recall = found[few].max() / len(positive) if few.any() else 0.0
    return float(f1[best]), float(cuts[best]), float(fixed), float(recall)


def peer() -> Compare | None:
    """Normalised Levenshtein on rigour's ASCII forms; None where rigour is not installed."""
    try:
        from rapidfuzz.distance import Levenshtein
        from rapidfuzz.process import cpdist
        from rigour.text import ascii_text  # type: ignore[import-not-found]
    except ImportError:
        return None

    def compare(a: Sequence[str], b: Sequence[str]) -> NDArray[np.float64]:
        forms = {form: ascii_text(form).lower() for form in {*a, *b}}
        return np.asarray(
            cpdist(
                [forms[form] for form in a],
                [forms[form] for form in b],
                scorer=Levenshtein.normalized_similarity,
            ),
            np.float64,
        )

    return compare


def measure_parts(groups: Groups, other: Compare | None) -> None:
    """Prints the quality of ``similarities`` by pair of scripts, for both halves."""
    threshold = weights()["whole"]["middle"]
    head = f"best F1   at  F1 at {threshold}  R at 1 % FP  true neg.  share a block"
    print(f"{'':32}{head}" + ("    rigour: F1, R" if other else ""))
    for aside in (False, True):
        print("groups held aside:" if aside else "groups looked at:")
        for one, another in SCRIPTS:
            rows = []
            for seed in SEEDS:
                positive, negative, doubtful = sample(groups, one, another, aside, seed)
                if len(negative) < 100:
                    continue
                doubt = set(doubtful)
                clear = [pair for pair in negative if pair not in doubt]
                same, different = similarity_of(similarities, positive, negative)
                sure = similarity_of(similarities, positive, clear)[1]
                blocks = [bool(set(blocking_keys(a)) & set(blocking_keys(b))) for a, b in positive]
                row = [*quality(same, different, threshold), quality(same, sure, threshold)[3]]
                row.append(sum(blocks) / len(blocks))
                if other:
                    theirs = quality(*similarity_of(other, positive, negative), threshold)
                    row += [theirs[0], theirs[3]]
                rows.append(row)
            if rows:
                means = np.mean(rows, axis=0)
                line = "".join(f"{value:10.3f}" for value in means)
                print(f"  {one.lower():9} {another.lower():9} {len(positive):6} {line}")


def similarity_of(
    compare: Compare, positive: Pairs, negative: Pairs
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The similarities of the positive and of the negative pairs."""
    pairs = positive + negative
    values = compare([a for a, _ in pairs], [b for _, b in pairs])
    return values[: len(positive)], values[len(positive) :]


def measure_names(path: Path) -> None:
    """Prints precision, recall and F1 of ``compare_names`` at its threshold."""
    threshold = weights()["whole"]["threshold"]
    with path.open(encoding="utf-8", newline="") as file:
        cases = list(csv.DictReader(file))
    for title, chosen in (
        ("all", cases),
        ("persons", [case for case in cases if case["schema"] == "Person"]),
    ):
        begin = time.process_time()
        first, second = [case["name1"] for case in chosen], [case["name2"] for case in chosen]
        found = (comparisons(first, second) >= threshold).tolist()
        cost = (time.process_time() - begin) / len(chosen)
        truth = [case["is_match"] == "true" for case in chosen]
        hits = sum(a and b for a, b in zip(found, truth, strict=True))
        precision, recall = hits / sum(found), hits / sum(truth)
        print(
            f"name bench, {title}: {len(chosen)} pairs, at {threshold}: P {precision:.3f} "
            f"R {recall:.3f} F1 {2 * hits / (sum(found) + sum(truth)):.3f}, "
            f"{cost * 1e6:.0f} µs each"
        )


def measure_speed(groups: Groups, other: Compare | None) -> None:
    """Prints pairs a CPU second, for distinct pairs of names that recur and that do not."""
    forms = sorted({form for group in groups.values() for some in group.values() for form in some})
    chance = random.Random(1)
    chance.shuffle(forms)
    half = len(forms) // 2
    few = forms[:20_000]
    for title, first, second in (
        ("every name met once", forms[:half], forms[half : 2 * half]),
        (
            "20,000 names, 1,000,000 distinct pairs",
            [few[i % 20_000] for i in range(1_000_000)],
            [few[(i * 7 + i // 20_000 + 1) % 20_000] for i in range(1_000_000)],
        ),
    ):
        speeds = []
        for compare in (similarities, other) if other else (similarities,):
            compare(first[:100], second[:100])
            begin = time.process_time()
            compare(first, second)
            speeds.append(len(first) / (time.process_time() - begin))
        ratio = f", {speeds[0] / speeds[1]:.2f} of rigour and rapidfuzz" if other else ""
        print(f"speed, {title}: {speeds[0]:,.0f} pairs a second{ratio}")
    pairs = list(zip(forms[:4_000], forms[4_000:8_000], strict=True))
    whole, others = [f"{a} {b}" for a, b in pairs], [f"{b} {a}ov" for a, b in pairs]
    compare_names("Aram Petrosyan", "Арам Петросян")
    for title, whole_names in (("one at a time", one_at_a_time), ("at once", comparisons)):
        for met in ("never met", "met before"):
            begin = time.process_time()
            whole_names(whole, others)
            speed = len(whole) / (time.process_time() - begin)
            print(f"speed, whole names {met}, {title}: {speed:,.0f} pairs a second")
        whole, others = others, [f"{b} {b}{a}" for a, b in pairs]


def one_at_a_time(first: Sequence[str], second: Sequence[str]) -> None:
    """Compares whole names pair by pair."""
    for a, b in zip(first, second, strict=True):
        compare_names(a, b)


def main() -> None:
    """Measures everything; see the module's docstring."""
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    groups = read_groups(Path(sys.argv[1]))
    other = peer()
    if other is None:
        print("rigour is not installed: no peer in this run (pip install rigour)")
    measure_parts(groups, other)
    measure_names(Path(sys.argv[2]))
    measure_speed(groups, other)


if __name__ == "__main__":
    main()
