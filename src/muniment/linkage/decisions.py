"""What people decided on pairs: same, different, unsure; who, when and why.

Decisions are data: each later one on a pair replaces the earlier one, an undo leaves both in the
history, and who is one person is worked out from them anew every time. "Same" must link,
"different" must not; "unsure" changes nothing, and the pair is asked last from then on. Where
decisions contradict each other (A is B, B is C, A is not C) none is dropped unseen: "different"
holds, since a wrong merge costs more than a missed one, and the contradiction is reported.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from muniment.registers.formulas import neutralise, restore

Verdict = Literal["same", "different", "unsure"]

COLUMNS = ("a", "b", "verdict", "who", "when", "reason")


class DecisionProblem(ValueError):
    """A decision, or a file of them, cannot be read; the message is a sentence for users."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What one person decided on a pair of records, ``a`` < ``b``.

    ``when`` is ISO 8601 text in UTC, as ``2024-05-01T12:00:00Z``.
    """

    a: str
    b: str
    verdict: Verdict
    who: str
    when: str
    reason: str = ""

    def __post_init__(self) -> None:
        if self.a == self.b:
            raise DecisionProblem(f"{self.a}: a decision needs two records, not one twice.")
        if self.a > self.b:
            first, second = self.b, self.a
            object.__setattr__(self, "a", first)
            object.__setattr__(self, "b", second)

    @property
    def pair(self) -> tuple[str, str]:
        """The two records, the lesser id first."""
        return self.a, self.b


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two records that a person called different, though a chain of "same" joins them.

    ``chain`` are the records from ``decision.a`` to ``decision.b``; ``broken`` is the pair of the
    chain that is not taken as the same because of it.
    """

    decision: Decision
    chain: tuple[str, ...]
    broken: Decision

    @property
    def sentence(self) -> str:
        """What contradicts what, and what Muniment does with it."""
        steps = " = ".join(self.chain)
        return (
            f"{self.decision.a} and {self.decision.b} were called different "
            f"({_by(self.decision)}), but {steps} were called the same; "
            f"{self.broken.a} = {self.broken.b} ({_by(self.broken)}) is left open until one of "
            "them is changed."
        )


@dataclass(frozen=True, slots=True)
class Ruling:
    """What decisions come to: pairs that must and must not link, and what contradicts."""

    same: tuple[tuple[str, str], ...]
    different: tuple[tuple[str, str], ...]
    unsure: tuple[tuple[str, str], ...]
    contradictions: tuple[Contradiction, ...]


def latest(decisions: Iterable[Decision]) -> dict[tuple[str, str], Decision]:
    """The decision that holds on each pair: the last by time, then by order given."""
    holding: dict[tuple[str, str], Decision] = {}
    for each in sorted(decisions, key=lambda decision: decision.when):
        holding[each.pair] = each
    return dict(sorted(holding.items()))


def ruling(decisions: Iterable[Decision]) -> Ruling:
    """What decisions come to.

    The "same" that are older go first, so that of a chain that contradicts a "different" the
    youngest link is the one that is left open. The result does not depend on the order given.
    """
    holding = latest(decisions)
    apart = [each for each in holding.values() if each.verdict == "different"]
    same = sorted(
        (each for each in holding.values() if each.verdict == "same"),
        key=lambda each: (each.when, each.pair),
    )
    groups = _Groups(apart)
    kept: list[Decision] = []
    contradictions: list[Contradiction] = []
    for each in same:
        against = groups.join(each)
        if against is None:
            kept.append(each)
        else:
            chain = _chain([*kept, each], against.a, against.b)
            contradictions.append(Contradiction(against, chain, each))
    return Ruling(
        tuple(sorted(each.pair for each in kept)),
        tuple(each.pair for each in apart),
        tuple(pair for pair, each in holding.items() if each.verdict == "unsure"),
        tuple(contradictions),
    )


class _Groups:
    """Records joined so far, and the "different" that stand between groups."""

    def __init__(self, apart: Sequence[Decision]) -> None:
        self._root: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._against: dict[str, dict[str, Decision]] = {}
        for each in apart:
            self._against.setdefault(each.a, {})[each.b] = each
            self._against.setdefault(each.b, {})[each.a] = each

    def join(self, decision: Decision) -> Decision | None:
        """Join two records; or leave them and return the decision that stands between."""
        one = self._root.get(decision.a, decision.a)
        two = self._root.get(decision.b, decision.b)
        if one == two:
            return None
        first = self._members.get(one, [one])
        second = self._members.get(two, [two])
        others = set(second)
        between = [
            found
            for record in first
            for other, found in self._against.get(record, {}).items()
            if other in others
        ]
        if between:
            return min(between, key=lambda each: each.pair)
        joined = first + second
        self._members[one] = joined
        self._members.pop(two, None)
        for record in joined:
            self._root[record] = one
        return None


def _chain(same: Sequence[Decision], start: str, end: str) -> tuple[str, ...]:
    """The shortest way from one record to another along decisions."""
    near: dict[str, list[str]] = {}
    for each in same:
        near.setdefault(each.a, []).append(each.b)
        near.setdefault(each.b, []).append(each.a)
    ways: dict[str, tuple[str, ...]] = {start: (start,)}
    front = [start]
    while front and end not in ways:
        following = []
        for record in front:
            for other in sorted(near.get(record, ())):
                if other not in ways:
                    ways[other] = (*ways[record], other)
                    following.append(other)
        front = following
    return ways.get(end, (start, end))


def read_decisions(path: Path, who: str) -> list[tuple[int, Decision]]:
    """Decisions from a CSV file, each with its row, counted from 1 with the header.

    The columns are a, b and verdict, and who, when, reason if given; others are passed over, and
    so are rows whose verdict is empty: nobody has decided them. Comma, semicolon and tab are
    understood. ``who`` is taken where the file does not say; ``when`` is empty then. Raises
    DecisionProblem with the row at fault.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter(text))
        head = [name.strip().lower() for name in rows.fieldnames or ()]
        rows.fieldnames = head
        missing = [name for name in COLUMNS[:3] if name not in head]
        if missing:
            raise DecisionProblem(
                f"{path}: no column {' or '.join(missing)}; there must be {', '.join(COLUMNS)}."
            )
        return [
            (number, _decision(row, who, f"{path}, row {number}"))
            for number, row in enumerate(rows, start=2)
            if (row.get("verdict") or "").strip()
        ]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DecisionProblem(f"{path}: cannot be read as CSV in UTF-8 ({error}).") from error


def delimiter(text: str) -> str:
    """What stands between the cells of a CSV text: comma, semicolon or tab, by its first line."""
    head = text.partition("\n")[0]
    return max(",;\t", key=head.count)


def write_decisions(decisions: Iterable[Decision], path: Path) -> None:
    """Write decisions as a CSV file that ``read_decisions`` reads. Raises OSError."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for each in decisions:
            writer.writerow(neutralise(getattr(each, name)) for name in COLUMNS)


def _decision(row: dict[str, str | None], who: str, where: str) -> Decision:
    cell = {name: restore((row.get(name) or "").strip()) for name in COLUMNS}
    verdict = cell["verdict"].lower()
    if verdict not in get_args(Verdict):
        raise DecisionProblem(
            f"{where}: the verdict is “{cell['verdict']}”; write same, different or unsure."
        )
    if not cell["a"] or not cell["b"]:
        raise DecisionProblem(f"{where}: a and b must both name a record.")
    try:
        return Decision(
            cell["a"],
            cell["b"],
            verdict,  # type: ignore[arg-type]
            cell["who"] or who,
            _moment(cell["when"]),
            cell["reason"],
        )
    except DecisionProblem as error:
        raise DecisionProblem(f"{where}: {error}") from error


def _moment(text: str) -> str:
    """A time as decisions keep it; "" for none. What names no time zone is taken as UTC."""
    if not text:
        return ""
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError as error:
        raise DecisionProblem(f"the time is “{text}”; write it as 2024-05-01T12:00:00Z.") from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.UTC)
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _by(decision: Decision) -> str:
    return f"{decision.who}, {decision.when[:10]}"
