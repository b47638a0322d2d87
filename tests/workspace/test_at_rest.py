"""What lies on the disk: whose it is, and that nothing restricted can be read there."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from muniment.web.sessions import SessionStore
from muniment.workspace.exporting.order import Order
from muniment.workspace.folder import Folder
from muniment.workspace.history import Actor
from muniment.workspace.models import Claim, Collection, Export, Question, Source, User
from muniment.workspace.opened import Opened
from muniment.workspace.sealing import SealBroken
from muniment.workspace.services.handing import ask_export, refuse
from muniment.workspace.services.looking import look
from muniment.workspace.services.members import change_collection
from muniment.workspace.services.questions import Asked, change, put
from muniment.workspace.services.reading import unreadable
from muniment.workspace.services.reviewing import correct, reopen
from muniment.workspace.services.taking_in import Description, describe, take_in
from muniment.workspace.temporary import own
from muniment.workspace.working import ask, do_waiting

WORDS = ("Quillfeather", "Marrowby", "Thistledown", "Wintergreen", "Saltmarsh")
TEXT = f"On 2 March 2021, 14 people were killed in {WORDS[0]}."


@pytest.fixture
def as_served() -> Iterator[None]:
    """The mask that a served workspace sets for all its files."""
    before = os.umask(0o077)
    yield
    os.umask(before)


def test_nothing_restricted_lies_readable_in_the_database_or_the_vault(
    workspace: Opened, actor: Any, collection: Collection, as_served: None
) -> None:
    said = Description(
        sensitivity="restricted",
        title=WORDS[2],
        issuer=WORDS[3],
        note=WORDS[2],
        obtained_from=WORDS[4],
    )
    taken = take_in(actor, collection, io.BytesIO(TEXT.encode()), f"{WORDS[1]}.txt", "upload", said)
    do_waiting()
    assert taken.source.documents.get().claims.count() > 0
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = repr(cursor.fetchall())
            told = [each for each in WORDS if each.casefold() in rows.casefold()]
            assert told == [], table
    for file in workspace.folder.path.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert not [each for each in WORDS if each.encode() in content], file
            assert file.stat().st_mode & 0o077 == 0, file


def test_the_settings_are_their_owners_alone(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "w", key="file")
    folder.write()
    assert (folder.path / "workspace.toml").stat().st_mode & 0o777 == 0o600
    assert folder.path.stat().st_mode & 0o777 == 0o700


def test_what_a_run_left_under_way_is_cleared(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "w")
    (folder.temporary / "part").mkdir(parents=True)
    (folder.temporary / "upload").write_bytes(b"x")
    folder.clear_temporary()
    assert list(folder.temporary.iterdir()) == []


_UNDER_WAY = """
import sys, time
from pathlib import Path
from muniment.workspace.temporary import in_memory, own
place = Path(sys.argv[1])
folders = own(place), in_memory(place, 1)
for each in folders:
    (each / "plain").write_text("Quillfeather")
print(*folders, sep="\\n", flush=True)
time.sleep(60)
"""


def test_only_what_no_living_process_holds_is_cleared(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "w")
    mine = own(folder.temporary)
    command = [sys.executable, "-c", _UNDER_WAY, str(folder.temporary)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        theirs = [Path(process.stdout.readline().strip()) for _ in range(2)]
        assert all(each.stat().st_mode & 0o77 == 0 for each in theirs)
        folder.clear_temporary()
        assert all((each / "plain").exists() for each in theirs)
        process.kill()
    folder.clear_temporary()
    assert not any(each.exists() for each in theirs)
    assert sorted(folder.temporary.iterdir()) == [mine, mine.with_name(f"{mine.name}.lock")]


def test_the_next_to_open_the_workspace_clears_what_a_killed_one_left(tmp_path: Path) -> None:
    place = tmp_path / "temporary"
    command = [sys.executable, "-c", _UNDER_WAY, str(place)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        theirs = [Path(process.stdout.readline().strip()) for _ in range(2)]
        process.kill()
    own(place)
    assert not any(each.exists() for each in theirs)


def test_tables_are_made_twice_without_harm(workspace: Opened) -> None:
    call_command("createcachetable", verbosity=0)


def kept() -> str:
    """All that the tables hold."""
    told = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            told.append(f"{table}: {cursor.fetchall()!r}")
    return "\n".join(told)


def test_what_people_write_about_what_they_do_is_sealed(
    workspace: Opened, actor: Any, collection: Collection, admin: Any
) -> None:
    """Purposes, recipients, questions, reasons, problems: whatever the source, each may name."""
    secret = WORDS[0]
    text = b"On 2 March 2021, 14 people were killed in Alder."
    source = take_in(actor, collection, io.BytesIO(text), "a.txt", "upload").source
    do_waiting()
    broken = take_in(actor, collection, io.BytesIO(b"%PDF-"), "b.pdf", "upload").source
    do_waiting()
    with transaction.atomic():
        unreadable(broken, actor, f"the file {secret}.pdf is broken")
    claim = source.documents.get().claims.filter(kind="figure")[0]
    correct(actor, claim, 1, {"place": {"text": secret}}, f"{secret} says so")
    reopen(actor, Claim.objects.get(pk=claim.pk), 2, f"{secret} did not")
    export = ask_export(actor, collection, Order(what="all", format="json"), secret, secret)
    other = User.objects.create(username="other", is_superuser=True)
    refuse(Actor(other, "web"), export, 1, f"not to {secret}")
    asked = Asked(text=f"Where is {secret}?", event="killed", counted=secret, place=secret)
    question = put(actor, collection, asked)
    change(actor, question, 1, replace(asked, text=f"Who saw {secret}?"))
    ask(actor, "return", collection, {"sha256": "0" * 64, "why": secret, "name": secret})
    do_waiting()
    describe(actor, source, Source.objects.get(pk=source.pk).version, Description(note="seen"))
    look(actor, collection, f"source:{source.key}", ["obtained_from"], f"to call {secret}")
    said = {"name": "Trial", "description": f"about {secret}"}
    change_collection(actor, collection, 1, **said, two_people=False, approval=True)
    client = Client()
    client.force_login(admin)
    restricted = Description(sensitivity="restricted")
    describe(actor, source, Source.objects.get(pk=source.pk).version, restricted)
    do_waiting()
    client.post(f"/sources/{source.key}/show", {"why": f"for {secret}"})
    assert client.get(f"/sources/{source.key}").status_code == 200
    assert [each for each in kept().split("\n") if secret.casefold() in each.casefold()] == []
    assert (Export.objects.get().purpose, Question.objects.get().counted) == (secret, secret)
    assert client.get(f"/questions/{question.key}").content.decode().count(secret) > 1
    assert secret in client.get(f"/exports/{export.key}").content.decode()


def test_a_sealed_text_opens_in_its_own_row_alone(actor: Any, collection: Collection) -> None:
    asked = Asked(text="How many?", event="killed")
    one, other = put(actor, collection, asked), put(actor, collection, asked)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE workspace_question SET text = (SELECT text FROM workspace_question WHERE key = "
            "%s) WHERE key = %s",
            [one.key, other.key],
        )
    with pytest.raises(SealBroken):
        _ = Question.objects.get(key=other.key).text
    with pytest.raises(TypeError, match="sealed"):
        Question.objects.update(text="in the clear")


def test_what_was_kept_before_is_sealed_and_stays_what_it_was(
    actor: Any, collection: Collection
) -> None:
    asked = Asked(text="How many?", event="killed", place=WORDS[0])
    question = put(actor, collection, asked)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE workspace_question SET text = 'How many?', place = %s", [WORDS[0]])
    assert Question.objects.get().place == WORDS[0]
    assert WORDS[0] in kept()
    step = import_module("muniment.workspace.migrations.0008_sealed_words")
    step.seal(apps, None)
    assert WORDS[0] not in kept()
    question.refresh_from_db()
    assert (question.text, question.place) == ("How many?", WORDS[0])


def test_a_session_is_sealed_for_its_key(admin: Any, client: Client) -> None:
    client.force_login(admin)
    session = client.session
    session["seen_why"] = WORDS[0]
    session.save()
    assert WORDS[0] not in kept()
    assert client.session["seen_why"] == WORDS[0]
    data = Session.objects.get(pk=session.session_key).session_data
    assert SessionStore(session.session_key).decode(data)["seen_why"] == WORDS[0]
    assert SessionStore("another").decode(data) == {}


_BECOMES_RESTRICTED = """
import io, sys
from pathlib import Path
from muniment.workspace.folder import Folder
from muniment.workspace.keys import make_keys
from muniment.workspace.opened import Opened, start_django, use
folder = Folder(Path(sys.argv[1]), key="file")
folder.write()
use(Opened(folder, make_keys(folder)))
start_django()
from muniment.workspace.services.starting import make_tables, start
make_tables()
user = start("admin", "correct horse battery", "Trial")
from muniment.workspace.history import Actor
from muniment.workspace.models import Collection, Item
from muniment.workspace.services.taking_in import Description, describe, take_in
from muniment.workspace.working import do_waiting
who, trial = Actor(user, "command"), Collection.objects.get()
for number, name in enumerate(("Alder", "Birch", "Quillfeather")):
    text = f"On 2 March 2021, {number + 3} people were killed in {name}. {name} said so."
    said = Description(title=f"Of {name}", note=name)
    source = take_in(who, trial, io.BytesIO(text.encode()), f"{name}.txt", "upload", said).source
do_waiting()
source.refresh_from_db()
describe(who, source, source.version, Description(sensitivity="restricted"))
do_waiting()
print(Item.objects.count())
"""


def test_what_becomes_restricted_is_overwritten_on_the_disk(tmp_path: Path) -> None:
    place = tmp_path / "w"
    command = [sys.executable, "-c", _BECOMES_RESTRICTED, str(place)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    files = [each for each in place.rglob("*") if each.is_file()]
    told = [each.name for each in files if b"uillfeather" in each.read_bytes().lower()]
    assert told == []
    assert b"birch" in (place / "workspace.sqlite").read_bytes().lower()
