"""Two lists of one world: some of the missing of Alder stand in both, in two scripts."""

from __future__ import annotations

import io
from typing import Any

import pytest

from muniment.workspace import list_process
from muniment.workspace.models import Intake, Register
from muniment.workspace.services import intakes
from muniment.workspace.working import do_waiting

HEAD = "No,Given name,Father's name,Family name,Sex,Date of birth,Missing since,Place,Status\n"
GIVEN = ("Alisher", "Vera", "Timur", "Mira", "Anton", "Leyla", "Pavel", "Sona", "Rustam", "Nina")
FAMILY = ("Ardenov", "Belova", "Karimov", "Dorn", "Orlov", "Aliyeva", "Marek", "Vance")


def rows(first: int, last: int, status: str = "missing") -> str:
    """A list of the people with these numbers."""
    lines = []
    for n in range(first, last):
        given, family = GIVEN[n % 10], FAMILY[n % 8]
        sex = "F" if n % 2 else "M"
        lines.append(
            f"{n},{given},{GIVEN[(n * 3 + 4) % 10]},{family},{sex},"
            f"{1 + n % 28:02}.{1 + n % 12:02}.{1940 + n % 50},0{1 + n % 9}.03.2021,Alder,{status}\n"
        )
    return HEAD + "".join(lines)


@pytest.fixture
def reading_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists are read in this process: what the other one would send is the same."""

    def forked(module: str, order: Any, data: bytes, limits: Any, *, loaded: str) -> bytes:
        return list_process.answer(order, data, limits)

    monkeypatch.setattr(list_process, "run_forked", forked)


def brought(
    actor: Any, collection: Any, text: str, name: str, kind: str = "missing_person"
) -> Intake:
    """A list that was read and waits for a decision."""
    intake = intakes.bring(actor, collection, io.BytesIO(text.encode()), f"{name}.csv", "", kind)
    do_waiting()
    intake.refresh_from_db()
    return intake


def accepted(actor: Any, collection: Any, text: str, name: str) -> Register:
    """A list that was read and accepted."""
    intake = brought(actor, collection, text, name)
    assert intake.state == "read", intake.message
    intakes.accept(actor, intake, intake.version, "as received")
    do_waiting()
    intake.refresh_from_db()
    assert intake.state == "accepted", intake.message
    return Register.objects.get(list=intake.list)
