"""The demonstration's workspace: everything worth seeing is in it, and each side is as bad."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from muniment.demo.world import ACCOUNT, PASSWORD
from muniment.demo.world.files import content
from tests.workspace_fixtures import hashing_quickly, reading_once, workspace

__all__ = ["hashing_quickly", "reading_once", "workspace"]
SIDES = {
    "Commissioner for Human Rights of the Republic of Talvera",
    "Human Rights Defender of the Republic of Noresk",
}


def test_everything_worth_seeing_is_there(workspace: Any, client: Any) -> None:
    """One filling for all that is asked of it: it takes a while."""
    from muniment.demo.world.filling import fill

    fill(lambda step: None)
    _states()
    _work()
    _sides()
    answer = client.post("/accounts/login/", {"login": ACCOUNT, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get("/").status_code == 200


def _states() -> None:
    from muniment.workspace import models

    def kept(model: Any, field: str) -> set[str]:
        return set(model.objects.values_list(field, flat=True))

    assert kept(models.Claim, "status") == set(models.Claim.Status.values)
    assert kept(models.Finding, "status") == set(models.Finding.Status.values)
    assert {"asked", "refused", "made"} <= kept(models.Export, "state")
    assert {"read", "unreadable"} <= kept(models.Source, "state")
    assert kept(models.Source, "sensitivity") == set(models.Sensitivity.values)
    assert {"en", "ar", "ru"} <= kept(models.Document, "language")
    assert kept(models.Membership, "role") == set(models.ROLES)
    assert set(models.Assessment.Relation.values) <= kept(models.Assessment, "relation")


def _work() -> None:
    from muniment.demo.world.lists import LISTS, RUN
    from muniment.workspace import models
    from muniment.workspace.history import broken
    from muniment.workspace.sealed_registers import registers
    from muniment.workspace.services.own_names import own_name

    assert models.Assessment.objects.exclude(supersedes=None).exists()
    assert models.Assessment.objects.exclude(seconded_by=None).exists()
    assert models.Question.objects.count() >= 3
    lists = models.Register.objects.all()
    assert {each.list for each in lists} == {own_name(lists[0].collection, each) for each in LISTS}
    assert own_name(lists[0].collection, RUN) in registers().state.runs
    failed = models.Work.objects.filter(state="failed").exclude(kind="read")
    assert not list(failed.values_list("kind", "message"))
    assert not list(broken())
    from muniment.web.actions import ACTIONS

    assert set(models.Entry.objects.values_list("action", flat=True)) <= set(ACTIONS)


def _sides() -> None:
    from muniment.workspace.models import Finding

    found = Counter(
        each.document.issuer
        for each in Finding.objects.select_related("document")
        if each.document.issuer in SIDES
    )
    assert set(found) == SIDES
    assert len(set(found.values())) == 1, found


def test_the_files_are_what_they_are_called() -> None:
    assert content("hospital.scan.pdf").startswith(b"%PDF")
    assert len(content("lend.cut.pdf")) < len(content("appeal.pdf"))
    assert b'dir="rtl"' in content("observers.html")


def test_the_valley_is_made_whole_or_not_at_all(tmp_path: Path) -> None:
    from muniment.demo.world.making import NotMade, made

    (tmp_path / "workspace").mkdir()
    (tmp_path / "workspace" / "other.txt").write_text("mine")
    with pytest.raises(NotMade):
        made(tmp_path / "workspace", lambda step: None)
    assert (tmp_path / "workspace" / "other.txt").read_text() == "mine"
