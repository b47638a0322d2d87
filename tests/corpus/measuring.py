"""Measures what the grammar reads against the labels of a set of documents."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from muniment.claims.model import Claim, DocumentClaims, Figure
from muniment.claims.reader import read_claims
from muniment.documents.reading import read_document

HERE = Path(__file__).parent
VAGUE = ("dozens", "scores", "hundreds", "thousands", "millions", "tens of")
Span = tuple[int, int]


@dataclass(slots=True)
class Score:
    """Counts of right, listed and labelled things, by what they are."""

    right: Counter[str] = field(default_factory=Counter)
    listed: Counter[str] = field(default_factory=Counter)
    labelled: Counter[str] = field(default_factory=Counter)

    def f1(self, what: str) -> float:
        """The harmonic mean of precision and recall, 0 to 1."""
        return 2 * self.right[what] / max(self.listed[what] + self.labelled[what], 1)

    def share(self, what: str) -> float:
        """How many of the labelled things that were found are right, 0 to 1."""
        return self.right[what] / max(self.labelled[what], 1)


def measure(name: str) -> Score:
    """The score over all documents of a set ("dev", "heldout")."""
    score = Score()
    for path in sorted((HERE / name / "gold").glob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        claims = read_claims(read_document(HERE / name / "docs" / gold["doc"]))
        _measure_figures(gold, claims, score)
        _measure_spans(gold, claims, score)
    return score


def _span(text: str, label: dict[str, Any]) -> Span:
    at = -1
    for _ in range(label.get("nth", 1)):
        at = text.index(label["quote"], at + 1)
    return at, at + len(label["quote"])


def _measure_figures(gold: dict[str, Any], claims: DocumentClaims, score: Score) -> None:
    text = claims.document.text
    mates: dict[str, Figure] = {}
    labels = {}
    for label in gold["figures"]:
        start = _span(text, label)[0] + label["quote"].index(label["number"])
        end = start + len(label["number"])
        labels[label["id"]] = label
        for figure in claims.figures:
            taken = any(figure is mate for mate in mates.values())
            if not taken and figure.number.start < end and start < figure.number.end:
                mates[label["id"]] = figure
                break
    score.labelled["value"] += len(labels)
    score.listed["value"] += len(claims.figures)
    whole_of = {figure.id: key for key, figure in mates.items()}
    for key, figure in mates.items():
        _measure_figure(labels[key], figure, score)
    true = {(key, label["part_of"]) for key, label in labels.items() if label.get("part_of")}
    found = {(whole_of.get(f.id), whole_of.get(f.part_of)) for f in claims.figures if f.part_of}
    score.right["parts"] += len(true & found)
    score.listed["parts"] += sum(1 for f in claims.figures if f.part_of)
    score.labelled["parts"] += len(true)


def _measure_figure(label: dict[str, Any], figure: Figure, score: Score) -> None:
    score.right["value"] += _same_value(label, figure)
    score.labelled["class"] += 1
    score.right["class"] += label["class"] == figure.klass
    if label["class"] != "count":
        return
    score.labelled["event"] += 1
    score.right["event"] += label["event"] == figure.event
    if label["counted"]:
        score.labelled["counted"] += 1
        wanted = _words(label["counted"])
        got = _words(figure.counted.text if figure.counted else "")
        score.right["counted"] += 2 * len(wanted & got) >= max(1, min(len(wanted), len(got)))


def _same_value(label: dict[str, Any], figure: Figure) -> bool:
    low, high = figure.quantity.low, figure.quantity.high
    if any(word in label["number"].lower() for word in VAGUE):
        return low != high
    if label.get("approx") and figure.quantity.approximate:
        plain = label["low"] if label["low"] is not None else label["high"]
        return plain in (low, high)
    return all(
        wanted == got or (wanted and got and abs(wanted - got) < abs(wanted) / 2000)
        for wanted, got in ((label["low"], low), (label["high"], high))
    )


def _measure_spans(gold: dict[str, Any], claims: DocumentClaims, score: Score) -> None:
    text = claims.document.text
    kinds: dict[str, tuple[list[Claim], float]] = {
        "dates": ([*claims.dates], 0.5),
        "citations": ([*claims.citations], 0.5),
        "demands": ([*claims.demands], 0.3),
    }
    for kind, (found, least) in kinds.items():
        free = list(found)
        for label in gold.get(kind, []):
            span = _span(text, label)
            mate = next((each for each in free if _overlap(span, each) >= least), None)
            score.labelled[kind] += 1
            if mate is None:
                continue
            free.remove(mate)
            score.right[kind] += 1
            if kind == "dates":
                score.labelled["edtf"] += 1
                score.right["edtf"] += getattr(mate, "edtf", None) == label["edtf"]
        score.listed[kind] += len(found)


def _overlap(span: Span, claim: Claim) -> float:
    """The common part of two spans as a share of the shorter one."""
    start, end = claim.passage.start, claim.passage.end
    common = min(span[1], end) - max(span[0], start)
    return common / min(span[1] - span[0], end - start)


def _words(text: str) -> set[str]:
    return set("".join(c.lower() if c.isalnum() else " " for c in text).split())
