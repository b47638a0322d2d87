"""Makes a workspace in a folder with claims to decide on and people with sessions.

Run as a program of its own, since a process has one workspace: FOLDER DATABASE CLAIMS PEOPLE.
"""

from __future__ import annotations

import io
import json
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from muniment.workspace.folder import Folder
from muniment.workspace.keys import make_keys
from muniment.workspace.opened import Opened, start_django, use

_LINE = "On {day} March 2021, {total} people were killed in the village of Alder {number}.\n\n"


def main() -> None:
    """Print as JSON: the addresses of claims, the keys of sessions."""
    path, database, claims, people = Path(sys.argv[1]), sys.argv[2], *map(int, sys.argv[3:5])
    folder = Folder(path, name="Trial", database=database, key="file")
    folder.write()
    use(Opened(folder, make_keys(folder)))
    start_django()
    from muniment.workspace.history import Actor
    from muniment.workspace.models import Claim, Collection, User
    from muniment.workspace.services.accounts import make_account
    from muniment.workspace.services.members import set_member
    from muniment.workspace.services.starting import make_tables, start
    from muniment.workspace.services.taking_in import take_in
    from muniment.workspace.working import do_waiting

    make_tables()
    actor = Actor(start("admin", "correct horse battery", "Trial"), "command")
    collection = Collection.objects.get()
    text = "".join(
        _LINE.format(day=number % 27 + 1, total=number + 2, number=number)
        for number in range(claims)
    )
    take_in(actor, collection, io.BytesIO(text.encode()), "statement.txt", "command")
    do_waiting()
    users = [make_account(actor, f"person{number}")[0] for number in range(people)]
    User.objects.update(must_change_password=False)
    for each in users:
        set_member(actor, collection, each, "reviewer", False)
    figures = Claim.objects.filter(kind="figure", event="killed")[:claims]
    said = {
        "claims": [[each.document.key, each.key] for each in figures],
        "sessions": [_session(each) for each in users],
    }
    print(json.dumps(said))


def _session(user: Any) -> str:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["at"] = datetime.now(UTC).isoformat()
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    main()
