"""Long work on registers: who is who, how many there are, and how many no list holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from muniment.linkage.stored import WHAT, check_telling, linked_of, standing
from muniment.linkage.things import PARAMETER, Unlinkable, things_of
from muniment.registers.objects import StoreProblem
from muniment.registers.runs import Run
from muniment.registers.store import Store, check_name
from muniment.workspace.history import Actor, writing
from muniment.workspace.models import Collection, Register, Work
from muniment.workspace.permissions import need
from muniment.workspace.sealed_registers import registers
from muniment.workspace.services.own_names import estimate_name, own_name
from muniment.workspace.services.registers import tie
from muniment.workspace.sheets import sheet_json
from muniment.workspace.working import WorkProblem, ask, progress, work

if TYPE_CHECKING:
    from muniment.linkage.linking import Linked

Json = dict[str, Any]
ESTIMATE = "estimate"
SHEET, QUEUE, WARNINGS = "sheet", "queue", "warnings"
"""Documents that a run keeps beside what it computed: its page, and pairs to ask about."""
_MOST_ASKED = 5_000
_MOST_WARNINGS = 2_000
_STEPS = 8


def link(actor: Actor, collection: Collection, name: str, lists: Sequence[str]) -> Work:
    """Have lists of a collection linked. Raises NotAllowed without the right to analyse,
    StoreProblem when the lists cannot be linked."""
    need(actor.user, "analyse", collection)
    check_name(name, "run")
    store = registers(actor.name)
    if name not in _runs_of(store, collection):
        name = own_name(collection, name)
    own = set(collection.registers.values_list("list", flat=True))
    chosen = tuple(dict.fromkeys(lists))
    if not chosen:
        raise StoreProblem("Choose the lists to link.")
    for each in chosen:
        if each not in own:
            raise StoreProblem(f"there is no list “{each}” in {collection}.")
    active = store.active(chosen)
    try:
        things_of({each.id: store.kind(each.kind) for each in active})
    except Unlinkable as error:
        raise StoreProblem(str(error)) from error
    with writing():
        return ask(actor, "register-link", collection, {"name": name, "lists": list(chosen)})


def estimate(actor: Actor, collection: Collection, run: str, strata: Sequence[str]) -> Work:
    """Have those estimated that no list of a linkage holds. Errors as in ``link``."""
    need(actor.user, "analyse", collection)
    store = registers(actor.name)
    kept = store.run(run)
    if collection_of(store, kept) != collection or kept.entry.what != WHAT:
        raise StoreProblem(f"there is no linkage “{run}” in {collection}.")
    if len(kept.entry.rests_on) < 2:
        raise StoreProblem("An estimate takes two lists or more that were linked.")
    order = {"name": estimate_name(run), "run": run, "strata": list(strata)}
    with writing():
        return ask(actor, "register-estimate", collection, order)


def free_run_name(collection: Collection) -> str:
    """A name for the first linkage of a collection."""
    return re.sub(r"[^\w.-]+", "-", collection.slug)[:50] or "people"


def _runs_of(store: Store, collection: Collection) -> set[str]:
    """The names of what was linked or estimated in a collection."""
    runs = store.state.runs
    return {each for each in runs if collection_of(store, store.run(each)) == collection}


def collection_of(store: Store, kept: Run) -> Collection | None:
    """The collection whose lists a run rests on."""
    lists = list(kept.entry.rests_on)
    for each in kept.entry.runs:
        lists += store.run(each).entry.rests_on
    found = Register.objects.filter(list__in=lists).select_related("collection").first()
    return None if found is None else found.collection


@work("register-link")
def do_link(mine: Work, order: Json) -> str:
    """Link lists and keep the run, with its page and the pairs to ask people about."""
    from muniment.linkage.conflicts import conflicts
    from muniment.linkage.linking import link as link_table
    from muniment.reports.sheets.linking import linkage_sheet

    assert mine.collection is not None
    actor = Actor(mine.by, "worker")
    need(mine.by, "analyse", mine.collection)
    store, steps = registers(actor.name), iter(range(1, _STEPS))
    try:
        active = store.active(order["lists"])
        about = things_of({each.id: store.kind(each.kind) for each in active})
        table = store.linkable(order["lists"])
        check_telling(table, about)
        linked = link_table(
            table,
            standing(store),
            progress=lambda step: progress(mine, next(steps, _STEPS - 1), _STEPS),
        )
        found = conflicts(linked.records, linked.pairs)
        documents = {
            "linked": linked.document(),
            SHEET: sheet_json(linkage_sheet(linked, order["name"])),
            WARNINGS: [
                [each.kind, each.entity, list(each.records), each.sentence]
                for each in found[:_MOST_WARNINGS]
            ],
            QUEUE: _queue(store, linked, order["lists"]),
        }
        with writing():
            kept = store.save_run(
                order["name"],
                linked.tables(),
                documents,
                what=WHAT,
                rests_on=order["lists"],
                parameters={PARAMETER: about.key, "threshold": linked.threshold},
            )
            tie(actor)
    except (StoreProblem, Unlinkable, ValueError) as error:
        raise WorkProblem(str(error)) from error
    return f"{linked.people} {about.many} in {linked.records.num_rows:,} records ({kept.name})."


@work("register-estimate")
def do_estimate(mine: Work, order: Json) -> str:
    """Estimate how many no list holds, over the draws of a linkage, and keep the answers."""
    from muniment.estimation import manytables
    from muniment.estimation.estimating import Settings
    from muniment.estimation.judging import About
    from muniment.estimation.linkedrun import estimate_linked
    from muniment.estimation.overlaps import OverlapError
    from muniment.reports.sheets.estimating import estimate_sheet

    assert mine.collection is not None
    actor = Actor(mine.by, "worker")
    need(mine.by, "analyse", mine.collection)
    store = registers(actor.name)
    try:
        kept = store.run(order["run"])
        kinds = {each: About(kind=store.listed(each).kind) for each in kept.entry.rests_on}
        settings = Settings(
            methods=manytables.METHODS,
            about=kinds,
            progress=lambda method, done, of: progress(mine, done, of),
        )
        found = estimate_linked(linked_of(kept), settings, order["strata"])
        notes = [f"The linkage is out of date: {reason}" for reason in kept.stale]
        sheet = sheet_json(estimate_sheet(found, order["run"], notes))
        with writing():
            store.save_run(order["name"], {}, {SHEET: sheet}, what=ESTIMATE, runs=[order["run"]])
            tie(actor)
    except (StoreProblem, OverlapError, ValueError) as error:
        raise WorkProblem(str(error)) from error
    stands = sum(each.verdict == "stands" for each in found.answers)
    return f"{stands} of {len(found.answers)} answers stand; the page says why the others do not."


def _queue(store: Store, linked: Linked, lists: Sequence[str]) -> list[list[Any]]:
    """The pairs to ask people about, as they are when the run is made."""
    from muniment.linkage.review import gains, questions

    gain = gains(linked.pairs, linked.records["record_id"], linked.sample)
    found = questions(linked.pairs, gain, standing(store))[:_MOST_ASKED]
    return [[each.a, each.b, each.value] for each in found]
