"""Two hundred edits of the same hundred claims at once: none is lost, none overwrites another."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

from tests.workspace.robust.served import Answer, Served, new_database, serve

CLAIMS, PEOPLE = 100, 20


def test_of_two_who_edit_a_claim_at_once_one_is_told(tmp_path: Path) -> None:
    server = os.environ.get("MUNIMENT_TEST_DATABASE", "")
    with (
        new_database(server) as database,
        serve(tmp_path / "workspace", CLAIMS, PEOPLE, database) as served,
    ):
        first = _at_once(served, dict.fromkeys(served.claims, 1))
        for claim, answers in first.items():
            assert sorted(each.status for each in answers) == [200, 409], claim
            lost = next(each for each in answers if each.status == 409)
            # Both versions: how it stands now, and what was wanted.
            assert lost.version == 2
            assert "somebody else has changed this claim" in lost.text.lower()
            assert "too many" in lost.text
        again = {
            claim: next(each.version for each in answers if each.status == 409)
            for claim, answers in first.items()
        }
        for claim, answers in _at_once(served, again).items():
            assert sorted(each.status for each in answers) == [200, 409], claim
        kept = _kept(served.folder)
    assert kept["broken"] == []
    assert kept["claims"] == {key: [3, 2, 2] for _, key in served.claims}


def _at_once(
    served: Served, versions: dict[tuple[str, str], int]
) -> dict[tuple[str, str], list[Answer]]:
    """Two edits of each claim, made on the same version, by people who all begin together."""
    ready = Barrier(PEOPLE)
    edits = [(claim, version) for claim, version in versions.items() for _ in range(2)]

    def person(number: int) -> list[tuple[tuple[str, str], Answer]]:
        ready.wait()
        return [
            (claim, _edit(served, number, claim, version))
            for claim, version in edits[number::PEOPLE]
        ]

    found: dict[tuple[str, str], list[Answer]] = {}
    with ThreadPoolExecutor(PEOPLE) as pool:
        for answers in pool.map(person, range(PEOPLE)):
            for claim, answer in answers:
                found.setdefault(claim, []).append(answer)
    return found


def _edit(served: Served, person: int, claim: tuple[str, str], version: int) -> Answer:
    form: dict[str, object] = {"version": version, "reason": f"too many, says {person}"}
    if person % 3 == 0:
        return served.decide(person, claim, verdict="confirm", **form)
    if person % 3 == 1:
        return served.decide(person, claim, verdict="reject", **form)
    number = 1000 * version + person  # never how it stands: that would be no edit
    return served.decide(person, claim, verdict="correct", low=number, high=number, **form)


def _kept(folder: Path) -> dict[str, Any]:
    """What the workspace holds: for each claim its version, its decisions, entries of both."""
    done = subprocess.run(
        [sys.executable, "-c", _LOOK, str(folder)], check=True, stdout=subprocess.PIPE, text=True
    )
    kept: dict[str, Any] = json.loads(done.stdout)
    return kept


_LOOK = """
import json, sys
from pathlib import Path
from muniment.workspace.opened import open_workspace
open_workspace(Path(sys.argv[1]))
from muniment.workspace.history import broken
from muniment.workspace.models import Claim, Entry
claims = {}
for each in Claim.objects.exclude(reviews=None).distinct():
    subject = f"claim:{each.document.key}:{each.key}"
    entries = Entry.objects.filter(subject=subject).count()
    claims[each.key] = [each.version, each.reviews.count(), entries]
print(json.dumps({"broken": list(broken()), "claims": claims}))
"""
