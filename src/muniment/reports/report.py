"""What a run of ``muniment check`` found: the one thing that every format renders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from muniment import __version__
from muniment.checks.dismissals import Dismissal
from muniment.checks.model import Level, Outcome, Result
from muniment.checks.positions import Position
from muniment.checks.rulebook import Rule, UnknownRule, rule
from muniment.claims.model import Claim, DocumentClaims

LEVELS: tuple[Level, ...] = ("error", "warning", "note")
LAW, STANDING = "L", "L304"
"""The family of rules on law, and the rule on the standing of states."""
UNKNOWN = "unknown"
"""The standing of a state of which the register cannot tell."""


@dataclass(frozen=True, slots=True)
class PagePicture:
    """The picture of a page as displayed: its media type ("image/webp") and its bytes."""

    media_type: str
    data: bytes


PagePictures = Callable[[Sequence[int]], Mapping[int, PagePicture]]
"""From pages' numbers (from 1) to their pictures; a page may have none to show."""


@dataclass(slots=True, kw_only=True)
class CheckedDocument:
    """A document, its claims, what the rules said of them, and what a person has dismissed.

    ``results`` holds every outcome but the dismissed findings; ``dismissed`` those, each with its
    dismissal; ``stale`` the dismissals that match no finding any more; ``positions`` the
    instruments cited and how the states concerned stood towards them. ``pictures`` gives the
    pictures of the document's pages; only the HTML report asks for them, and makes them from
    the document's file where it is None.
    """

    claims: DocumentClaims
    results: list[Result] = field(default_factory=list)
    dismissed: list[tuple[Result, Dismissal]] = field(default_factory=list)
    stale: list[Dismissal] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)
    pictures: PagePictures | None = None
    _by_id: dict[str, Claim] = field(default_factory=dict, init=False, repr=False, compare=False)

    def claims_of(self, finding: Result) -> list[Claim]:
        """The claims that a finding rests on, as far as they are this document's."""
        if not self._by_id:
            self._by_id.update((claim.id, claim) for claim in self.claims.all())
        return [self._by_id[key] for key in finding.claims if key in self._by_id]

    @property
    def findings(self) -> list[Result]:
        """The results that fire, the gravest level first, then in the order of the text."""
        return by_gravity(self.results)

    @property
    def held(self) -> list[Result]:
        """What was checked and holds, in the order of the text, but for what stands with the
        instruments cited."""
        cited = {citation for each in self.positions for citation in each.citations}
        return _in_text_order(
            r
            for r in self.results
            if r.outcome is Outcome.HOLDS and not (r.code.startswith(LAW) and r.claims[0] in cited)
        )

    def held_of(self, position: Position) -> list[Result]:
        """What was checked of an instrument's citations and holds, in the order of the text,
        but for the standing of states, which the position tells."""
        earlier = self.positions[: self.positions.index(position)]
        before = {citation for each in earlier for citation in each.citations}
        own = set(position.citations) - before
        return _in_text_order(
            r
            for r in self.results
            if r.outcome is Outcome.HOLDS
            and r.code.startswith(LAW)
            and r.code != STANDING
            and r.claims[0] in own
        )

    @property
    def uncheckable(self) -> list[Result]:
        """What could not be checked, in the order of the text, but for standings that are told
        to be unknown with the instruments cited."""
        told = {
            citation
            for position in self.positions
            for citation in position.citations
            if any(standing.status == UNKNOWN for standing in position.standings)
        }
        return _in_text_order(
            r
            for r in self.results
            if r.outcome is Outcome.NOT_CHECKABLE
            and not (r.code == STANDING and r.claims[0] in told)
        )


@dataclass(slots=True, kw_only=True)
class Report:
    """A run: the documents read, what concerns several of them, and what could not be read.

    ``unreadable`` holds one clear sentence a file; ``notes`` remarks on the run as a whole.
    """

    documents: list[CheckedDocument] = field(default_factory=list)
    together: list[Result] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    version: str = __version__

    def by_path(self) -> dict[str, CheckedDocument]:
        """The documents by their path; of two with one path, the first."""
        return {d.claims.document.path: d for d in reversed(self.documents)}

    def all_findings(self) -> list[Result]:
        """Every finding of the run, those of single documents first."""
        return [
            *(finding for document in self.documents for finding in document.findings),
            *by_gravity(self.together),
        ]


class Reading(NamedTuple):
    """How many claims of each kind were read."""

    figures: int
    dates: int
    citations: int
    demands: int


def reading(documents: list[CheckedDocument]) -> Reading:
    """The number of claims of each kind in some documents."""
    return Reading(
        sum(len(document.claims.figures) for document in documents),
        sum(len(document.claims.dates) for document in documents),
        sum(len(document.claims.citations) for document in documents),
        sum(len(document.claims.demands) for document in documents),
    )


def rule_of(code: str) -> Rule | None:
    """The rule with this code, or None where the rule book has no page for it."""
    try:
        return rule(code)
    except UnknownRule:
        return None


def rule_title(code: str) -> str:
    """A rule's code and name: "A101 parts-miss-total"."""
    known = rule_of(code)
    return f"{code} {known.name}" if known else code


def by_gravity(results: list[Result]) -> list[Result]:
    """The results that fire, the gravest level first, then in the order given by the text."""
    fires = [result for result in results if result.outcome is Outcome.FIRES]
    return sorted(fires, key=lambda r: (LEVELS.index(r.level), _start(r), r.code))


def count_levels(findings: list[Result]) -> dict[Level, int]:
    """How many findings there are of each level, the gravest first; levels without are absent."""
    counts = Counter(finding.level for finding in findings)
    return {level: counts[level] for level in LEVELS if counts[level]}


def _in_text_order(results: Iterable[Result]) -> list[Result]:
    return sorted(results, key=lambda r: (_start(r), r.code))


def _start(result: Result) -> int:
    return result.passages[0].start if result.passages else 0
