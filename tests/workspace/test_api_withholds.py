"""What programs are told of something restricted without having looked: that it is there, and how
it stands."""

from __future__ import annotations

from typing import Any

import pytest
from tests.workspace.test_api import Program

from muniment.workspace.models import (
    Assessment,
    Claim,
    Document,
    Entry,
    Finding,
    Rung,
    User,
)
from muniment.workspace.services import weighing
from muniment.workspace.services.taking_in import Description, describe
from muniment.workspace.working import do_waiting

SECRET = "Quillfeather"


@pytest.fixture
def program(admin: User) -> Program:
    return Program(admin)


@pytest.fixture
def closed(actor: Any, document: Document) -> Document:
    """A document of a source that became restricted."""
    source = document.source
    describe(actor, source, source.version, Description(sensitivity="restricted", title=SECRET))
    do_waiting()
    return Document.objects.get(source=source)


@pytest.fixture
def claim(closed: Document) -> Claim:
    return closed.claims.filter(kind="figure").order_by("pk")[0]


@pytest.fixture
def finding(closed: Document) -> Finding:
    return closed.findings.create(key="f0", code="X001", level="note", message=SECRET, start=0)


def looks() -> int:
    return Entry.objects.filter(action="restricted.seen").count()


def test_how_something_restricted_stands_is_told_by_its_version_only(
    actor: Any, program: Program, closed: Document, claim: Claim, finding: Finding
) -> None:
    here, source = f"/documents/{closed.key}", closed.source
    rung = Rung.objects.exclude(rank=None)[0]
    held = weighing.assess(actor, claim, None, "", SECRET, standard=rung)
    place = {"names": [{"name": SECRET}], "sensitivity": "restricted"}
    made = program.send("post", "/collections/trial/places", place).json()
    for method, path, body, now in (
        (
            *("post", f"{here}/claims/{claim.key}/decision"),
            *({"verdict": "confirm", "version": 7}, {"version": claim.version}),
        ),
        (
            *("post", f"{here}/findings/f0/judgement"),
            *({"status": "accepted", "version": 7}, {"version": 1}),
        ),
        (
            *("post", f"{here}/claims/{claim.key}/assessments"),
            *({"standard": rung.pk, "reason": "x"}, {"number": held.pk}),
        ),
        (
            *("patch", f"/sources/{source.key}"),
            *({"version": 70, "title": "x"}, {"version": source.version}),
        ),
        (
            *("patch", f"/places/{made['key']}"),
            *({"version": 7, "basis": "x"}, {"version": 1}),
        ),
    ):
        answer = program.send(method, path, body)
        assert (answer.status_code, answer.json()["now"]) == (409, now), path
    absent = {"standard": rung.pk, "reason": "x", "before": 2**30}
    Assessment.objects.all().delete()
    answer = program.send("post", f"{here}/claims/{claim.key}/assessments", absent)
    assert (answer.status_code, answer.json()["now"]) == (409, {"version": claim.version})
    assert looks() == 0
