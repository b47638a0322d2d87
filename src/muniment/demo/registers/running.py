"""The demonstration of registers: four lists in, who is who, how many, and the truth beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from muniment.demo.registers.entries import Entry
from muniment.demo.registers.files import write_lists
from muniment.demo.registers.population import Person

if TYPE_CHECKING:
    from muniment.estimation.answers import Answer
    from muniment.estimation.estimating import Estimated
    from muniment.linkage.evaluating import Evaluation
    from muniment.linkage.explaining import Explanation
    from muniment.linkage.linking import Linked
    from muniment.registers.store import Store
    from muniment.reports.sheets import Section, Sheet

RUN = "demo"
_DRAWS, _ESTIMATED = 200, 15
"""Draws of who is who, and those of them that are carried to the estimate."""
_METHODS = ("loglinear", "chao", "latent")


@dataclass(frozen=True)
class Truth:
    """What is really so: people by number, and the number of the person of each record."""

    people: tuple[Person, ...]
    person_of: dict[str, int]

    @property
    def listed(self) -> int:
        """How many people are on at least one list."""
        return len(set(self.person_of.values()))

    def by_sex(self) -> dict[tuple[str, ...], int]:
        """How many of them are men and women."""
        listed = set(self.person_of.values())
        return dict(Counter((self.people[number].sex,) for number in listed))


@dataclass(frozen=True)
class Shown:
    """All that the demonstration found, and the truth."""

    linked: Linked
    estimated: Estimated
    evaluation: Evaluation
    truth: Truth


def run(folder: Path, say: Callable[[str], None]) -> Shown:
    """Write the lists into ``folder``, import, link, count and estimate; ``say`` tells the steps.

    The registers are kept in ``folder/registers``. Raises OSError where that cannot be written,
    and StoreProblem when lists of another origin are there already.
    """
    from muniment.estimation.estimating import Settings
    from muniment.estimation.linkedrun import estimate_linked
    from muniment.linkage.evaluating import evaluate_entities
    from muniment.linkage.linking import link
    from muniment.registers.store import Store

    say("writing four lists")
    paths, people, found = write_lists(folder)
    with Store(folder / "registers", create=True, who="demonstration") as store:
        names = [path.stem for path in paths]
        for path in paths:
            say(f"importing {path.name}")
            _import(store, path)
        truth = Truth(tuple(people), dict(_people_of(store, names, found)))
        linked = link(
            store.linkable(names), draws=_DRAWS, progress=lambda step: say(f"linking: {step}")
        )
        store.save_run(
            RUN, linked.tables(), {"linked": linked.document()}, what="link", rests_on=names
        )
    say("estimating those whom no list holds")
    estimated = estimate_linked(linked, Settings(methods=_METHODS, jobs=2), draws=_ESTIMATED)
    evaluation = evaluate_entities(
        linked, {record: str(person) for record, person in truth.person_of.items()}
    )
    return Shown(linked, estimated, evaluation, truth)


def _import(store: Store, path: Path) -> None:
    from muniment.registers.importing import import_file
    from muniment.registers.kindfiles import kind
    from muniment.registers.store import Received

    imported = import_file(path, kind("missing_person"), list_id=path.stem)
    proposal = store.propose(Received.of(path.stem, imported, path))
    if proposal.comparison is not None and proposal.comparison.same:
        return
    before = None if proposal.before is None else proposal.before.number
    store.receive(proposal.received, apply=True, against=before, why="the demonstration")


def _people_of(
    store: Store, names: Sequence[str], found: Sequence[Entry]
) -> Iterator[tuple[str, int]]:
    """The person of each record: records of a list stand in the order of its entries."""
    for name in names:
        records = store.records(name).sort_by("row")
        people = [entry.person for entry in found if entry.list == name]
        yield from zip(records["record_id"].to_pylist(), people, strict=True)


def lines(shown: Shown) -> list[str]:
    """The answers in a few lines, each with the truth."""
    people, truth = shown.linked.people, shown.truth
    pairs = shown.evaluation.pairs
    found = [
        f"On the lists: {people}; in truth {truth.listed:,}.",
        f"Records of one person found together: precision {_share(pairs.precision)}, "
        f"recall {_share(pairs.recall)}.",
    ]
    for each in _answer(shown).standing:
        if each.main and each.total is not None and each.interval is not None:
            bound = "at least " if each.lower_bound else ""
            found.append(
                f"In all, by {each.method}: {bound}{each.total:,.0f} ({each.interval.low:,.0f}–"
                f"{each.interval.high:,.0f}); in truth {len(truth.people):,}."
            )
    return found


def sheet(shown: Shown) -> Sheet:
    """The page of the demonstration."""
    from muniment.linkage.counting import by_groups
    from muniment.reports.sheets import Sheet
    from muniment.reports.sheets.estimating import answer_sections, ground
    from muniment.reports.sheets.linking import group_section, overlap_section, people_section

    linked, truth = shown.linked, shown.truth
    sexes = by_groups(linked.sample, {"sex": linked.records["sex"].to_pylist()})
    sections = [
        people_section(linked, truth.listed),
        overlap_section(linked),
        group_section("How many women and men?", sexes, truth.by_sex()),
        *_reasons(shown),
        *answer_sections(_answer(shown), len(truth.people))[1:],
        ground(shown.estimated),
    ]
    return Sheet(
        "Four lists of one invented war",
        "A commission, a ministry, a joint office and families each keep a list of missing "
        "persons, in three scripts. All people and places are invented, so that the truth can "
        "stand beside each answer.",
        sections,
    )


def _answer(shown: Shown) -> Answer:
    return shown.estimated.answers[0]


def _reasons(shown: Shown) -> Iterator[Section]:
    """The least alike of the surely same, and the most alike of the surely different."""
    from muniment.linkage.explaining import explain
    from muniment.reports.sheets.linking import reasons_section

    records, pairs = shown.linked.records, shown.linked.pairs
    entity = dict(zip(records["record_id"].to_pylist(), records["entity"].to_pylist(), strict=True))
    ranked = sorted(
        zip(
            pairs["weight"].to_pylist(),
            pairs["a"].to_pylist(),
            pairs["b"].to_pylist(),
            strict=True,
        )
    )
    same = [(a, b) for _, a, b in ranked if entity[a] == entity[b]]
    apart = [(a, b) for weight, a, b in reversed(ranked) if weight < 0 and entity[a] != entity[b]]
    for few in (same[len(same) // 4 :], apart):
        if few:
            told: Explanation = explain(records, pairs, *few[0])
            yield reasons_section(
                told,
                "Every field says for itself what it is worth; what many people share says little.",
            )


def _share(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.3f}"
