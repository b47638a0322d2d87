"""Lists come in through a preview; acts are told to both histories; nothing is in the clear."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from tests.workspace.lists import accepted, brought, reading_here, rows

from muniment.registers.objects import StoreProblem
from muniment.workspace import history
from muniment.workspace.locking import Stale
from muniment.workspace.models import Entry, Intake, Item, Register, Work
from muniment.workspace.opened import Opened
from muniment.workspace.sealed_registers import registers
from muniment.workspace.services import intakes
from muniment.workspace.services import registers as acts
from muniment.workspace.services.linking import link
from muniment.workspace.working import do_waiting

__all__ = ["reading_here"]
pytestmark = pytest.mark.usefixtures("reading_here")


def sound() -> bool:
    """Both chains hold, and each act of the registers was told."""
    return not [*registers().verify().faults, *history.broken(), *acts.untold()]


def test_a_list_is_previewed_and_then_accepted_whole(actor: Any, collection: Any) -> None:
    intake = brought(
        actor, collection, rows(0, 40) + "99,,,,M,01.01.1980,02.03.2021,Alder,missing\n", "ministry"
    )
    assert intake.state == "read"
    seen = intakes.preview(intake)
    assert seen is not None
    assert seen.told["counts"]["records"] == 40
    refused = [each for each in seen.told["problems"] if each[6]]
    assert [each[2] for each in refused] == [42]
    assert registers().lists() == ()
    intakes.accept(actor, intake, intake.version, "checked")
    do_waiting()
    intake.refresh_from_db()
    assert (intake.state, intake.revision) == ("accepted", 1)
    assert registers().records("ministry").num_rows == 40
    assert Register.objects.get().collection == collection
    assert sound()
    assert Item.objects.filter(kind="record", register="ministry").count() == 40


def test_a_list_whose_kind_was_guessed_is_accepted_as_it_was_shown(
    actor: Any, collection: Any
) -> None:
    file = io.BytesIO(rows(0, 12).encode())
    intake = intakes.bring(actor, collection, file, "ministry.csv", "", "")
    do_waiting()
    intake.refresh_from_db()
    intakes.accept(actor, intake, intake.version, "as received")
    do_waiting()
    intake.refresh_from_db()
    assert (intake.state, intake.message) == ("accepted", "")


def test_why_a_list_was_not_taken_in_is_told(
    actor: Any, collection: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = brought(actor, collection, rows(0, 12), "ministry")
    intakes.accept(actor, intake, intake.version, "as received")
    monkeypatch.setattr(intakes, "_digest", lambda found: "another")
    do_waiting()
    intake.refresh_from_db()
    assert intake.state == "read"
    assert "reads otherwise than it was shown" in intake.message


def test_a_new_revision_is_compared_with_what_stands(actor: Any, collection: Any) -> None:
    accepted(actor, collection, rows(0, 40), "ministry")
    intake = brought(actor, collection, rows(2, 42).replace("missing", "found"), "ministry")
    seen = intakes.preview(intake)
    assert seen is not None
    assert seen.comparison is not None
    assert seen.comparison["counts"] == {"added": 2, "changed": 38, "gone": 2, "unchanged": 0}
    intakes.refuse(actor, intake, intake.version, "an early draft")
    intake.refresh_from_db()
    assert intake.state == "refused"
    assert registers().listed("ministry").current is not None
    with pytest.raises(StoreProblem):
        intakes.accept(actor, intake, intake.version, "")


def test_columns_that_were_renamed_are_told_and_guessed(actor: Any, collection: Any) -> None:
    accepted(actor, collection, rows(0, 12), "ministry")
    before = registers().mapping("ministry")
    names = {"No": "Case number", "Family name": "Surname", "Status": "Odd words"}
    head, _, rest = rows(0, 13).partition("\n")
    head = ",".join(names.get(each, each) for each in head.split(","))
    intake = brought(actor, collection, f"{head}\n{rest}", "ministry")
    seen = intakes.preview(intake)
    assert seen is not None
    assert seen.told["gone"] == ["No", "Family name", "Status"]
    assert seen.told["new"] == ["Case number", "Surname", "Odd words"]
    assert seen.told["fields"]["family_name"]["columns"] == ["Surname"]
    assert "family_name" in before
    intakes.accept(actor, intake, intake.version, "renamed by its compiler")
    do_waiting()
    intake.refresh_from_db()
    assert (intake.state, intake.revision) == ("accepted", 2)
    every = "Номер,Имя,Отчество,Фамилия,Пол,Дата рождения,Дата исчезновения,Место,Статус"
    intake = brought(actor, collection, f"{every}\n{rest}", "ministry")
    assert intake.state == "read"


def test_a_column_can_be_made_to_fill_another_field(actor: Any, collection: Any) -> None:
    intake = brought(actor, collection, rows(0, 10), "ministry")
    intakes.remap(actor, intake, intake.version, {"Place": "", "key": "No"})
    do_waiting()
    intake.refresh_from_db()
    seen = intakes.preview(intake)
    assert seen is not None
    assert "Place" in seen.told["unused"]
    with pytest.raises(Stale):
        intakes.remap(actor, intake, intake.version - 1, {"Place": "last_seen_place"})


def test_what_is_no_list_is_told_and_leaves_nothing(actor: Any, collection: Any) -> None:
    intake = brought(actor, collection, "", "empty")
    assert intake.state == "unreadable"
    assert intake.message
    assert registers().lists() == ()


def test_nothing_of_a_list_lies_in_the_clear(
    workspace: Opened, actor: Any, collection: Any
) -> None:
    accepted(actor, collection, rows(0, 20), "ministry")
    for name in ("Alisher", "Ardenov", "Belova"):
        held = [
            each
            for each in workspace.folder.path.rglob("*")
            if each.is_file() and name.encode() in each.read_bytes()
        ]
        assert held == []
    rows_ = [*Intake.objects.values(), *Entry.objects.values(), *Work.objects.values()]
    assert "Ardenov" not in json.dumps(rows_, default=str)


def test_acts_on_a_list_are_told_undone_and_not_overtaken(actor: Any, collection: Any) -> None:
    register = accepted(actor, collection, rows(0, 20), "ministry")
    acts.withdraw(actor, register, register.version, "withdrawn by its compiler")
    do_waiting()
    assert not Item.objects.filter(kind="record").exists()
    with pytest.raises(Stale):
        acts.restore(actor, register, register.version - 1, "")
    number = registers().entries()[-1].n
    acts.undo(actor, register, register.version, number, "it was another list")
    do_waiting()
    assert registers().listed("ministry").active
    assert Item.objects.filter(kind="record").count() == 20
    known = Entry.objects.filter(action__startswith="register.").order_by("number")
    told = list(known.values_list("action", flat=True))
    assert told[-2:] == ["register.withdrawn", "register.undone"]
    assert sound()


def test_an_act_that_was_never_told_is_told_by_the_next(actor: Any, collection: Any) -> None:
    register = accepted(actor, collection, rows(0, 20), "ministry")
    registers("somebody").withdraw("ministry", why="then the power failed")
    assert len(acts.untold()) == 1
    acts.restore(actor, register, register.version, "")
    assert sound()
    late = Entry.objects.get(action="register.withdrawn")
    assert json.loads(late.detail)["who"] == "somebody"


def test_a_list_of_another_collection_keeps_its_name(actor: Any, collection: Any) -> None:
    from muniment.workspace.services.starting import make_collection

    accepted(actor, collection, rows(0, 5), "ministry")
    other = make_collection(actor, "Other")
    assert accepted(actor, other, rows(5, 9), "ministry").list == f"ministry.c{other.pk}"


def test_linking_and_decisions(actor: Any, collection: Any) -> None:
    accepted(actor, collection, rows(0, 60), "ministry")
    accepted(actor, collection, rows(30, 90), "office")
    link(actor, collection, "people", ["ministry", "office"])
    do_waiting()
    assert Work.objects.get(kind="register-link").state == "done"
    kept = registers().run("people")
    assert kept.document("sheet")["sections"]
    pair = ("ministry:31", "office:31")
    made = acts.decide(actor, collection, pair, "different", "two cousins", 0)
    with pytest.raises(acts.Quicker):
        acts.decide(actor, collection, pair, "same", "", 0)
    again = acts.decide(actor, collection, pair, "same", "", made.n)
    acts.take_back(actor, collection, pair, again.n)
    assert registers().state.decisions[pair].verdict == "different"
    assert sound()
    told = Entry.objects.filter(action="register.decided").first()
    assert told is not None
    assert "cousins" not in told.detail + told.reason
