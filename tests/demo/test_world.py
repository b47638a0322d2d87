"""The demonstration's workspace: everything worth seeing is in it, and each side is as bad."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from muniment.demo.world import ACCOUNT, PASSWORD
from muniment.demo.world.files import content
from tests.workspace_fixtures import reading_once, workspace

__all__ = ["reading_once", "workspace"]
SIDES = {
    "Commissioner for Human Rights of the Republic of Talvera",
    "Human Rights Defender of the Republic of Noresk",
}


@pytest.fixture
def filled(workspace: Any) -> Any:
    """The workspace, filled."""
    from muniment.demo.world.filling import fill

    fill(lambda step: None)
    return workspace


def test_everything_worth_seeing_is_there(filled: Any) -> None:
    from muniment.workspace import models
    from muniment.workspace.history import broken

    statuses = set(models.Claim.objects.values_list("status", flat=True))
    assert statuses == set(models.Claim.Status.values)
    assert set(models.Finding.objects.values_list("status", flat=True)) == set(
        models.Finding.Status.values
    )
    assert {"asked", "refused", "made"} <= set(
        models.Export.objects.values_list("state", flat=True)
    )
    assert set(models.Source.objects.values_list("state", flat=True)) >= {"read", "unreadable"}
    assert set(models.Source.objects.values_list("sensitivity", flat=True)) == set(
        models.Sensitivity.values
    )
    languages = set(models.Document.objects.values_list("language", flat=True))
    assert languages >= {"en", "ar", "ru"}
    assert set(models.Membership.objects.values_list("role", flat=True)) == set(models.ROLES)
    assert not list(broken())


def test_each_side_is_as_good_and_as_bad(filled: Any) -> None:
    from muniment.workspace.models import Finding

    found = Counter(
        each.document.issuer
        for each in Finding.objects.select_related("document")
        if each.document.issuer in SIDES
    )
    assert set(found) == SIDES
    assert len(set(found.values())) == 1, found


def test_who_signs_in_with_the_password_that_is_printed(filled: Any, client: Any) -> None:
    answer = client.post("/accounts/login/", {"login": ACCOUNT, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get("/").status_code == 200


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
