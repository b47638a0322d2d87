"""A full workspace, and how quickly ten people at once find and read in it.

    uv run python -m bench.workspace FOLDER --size 0.1
    uv run python -m bench.workspace FOLDER --size 1 --database postgresql://localhost/bench

Fills FOLDER with invented documents, claims and records (size 1: 20,000, 1,000,000 and 200,000)
past the reading, then serves it and asks for pages over HTTP as ten people with no pause between
one page and the next. Says the 95th percentile of searches and of other pages in milliseconds,
and how much memory the server took.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlencode

DOCUMENTS, CLAIMS, RECORDS = 20_000, 1_000_000, 200_000
PEOPLE = 10
_CHUNK, _WRITTEN = 200, 2_000
_SAID, _NAME = "bench.json", "person{}"
_MUNIMENT = (sys.executable, "-c", "from muniment.cli import main; main()")
_ENVIRONMENT = {"MUNIMENT_PASSWORD": "correct horse battery"}


def main() -> None:
    """Fill where nothing is yet, serve, measure."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--size", type=float, default=0.1)
    asked.add_argument("--database", default="")
    asked.add_argument("--seconds", type=float, default=30)
    asked.add_argument("--port", type=int, default=8798)
    asked.add_argument("--pause", type=float, default=0.0, help="seconds between two pages")
    given = asked.parse_args()
    if not (given.folder / _SAID).exists():
        _fill(given.folder, given.size, given.database)
    said = json.loads((given.folder / _SAID).read_text(encoding="utf-8"))
    said["sessions"] = _sessions(given.folder)
    print(
        f"{said['documents']:,} documents, {said['claims']:,} claims, {said['records']:,} records"
    )
    _measure(given.folder, given.port, given.seconds, given.pause, said)


def _fill(folder: Path, size: float, database: str) -> None:
    """A workspace with so much in it, and ten people with a session each."""
    command = [*_MUNIMENT, "init", str(folder), "--key", "file"]
    if database:
        command += ["--database", database]
    subprocess.run(command, check=True, env=os.environ | _ENVIRONMENT)
    from muniment.workspace.opened import open_workspace

    open_workspace(folder)
    from django.db import connection

    from bench.workspace_copies import multiply
    from bench.workspace_texts import Writer
    from muniment.workspace.models import Collection, User

    started = time.perf_counter()
    documents = max(20, round(DOCUMENTS * size))
    writer = Writer(random.Random(5), documents)
    collection, admin = Collection.objects.get(), User.objects.get()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
    base, claims = min(documents, _WRITTEN), 0
    for first in range(0, base, _CHUNK):
        claims += writer.documents(collection, admin, first, min(first + _CHUNK, base))
    times = max(1, round(documents / base))
    multiply(times)
    documents, claims = base * times, claims * times
    records = writer.records(collection, round(RECORDS * size))
    writer.learn()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO workspace_words(workspace_words) VALUES ('optimize')")
            cursor.execute("ANALYZE")
        else:
            cursor.execute("VACUUM ANALYZE")
    print(f"\nfilled in {time.perf_counter() - started:,.0f} s")
    for number in range(PEOPLE):
        _person(collection, number)
    said = {
        "documents": documents,
        "claims": claims,
        "records": records,
        "words": writer.common(400),
        "names": writer.names(400),
        "pages": writer.addresses(400),
    }
    (folder / _SAID).write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")


def _person(collection: object, number: int) -> None:
    """Somebody with a right to read."""
    from muniment.workspace.history import Actor
    from muniment.workspace.models import Collection, User
    from muniment.workspace.services.accounts import make_account
    from muniment.workspace.services.members import set_member

    assert isinstance(collection, Collection)
    actor = Actor(User.objects.get(is_superuser=True), "command")
    user, _ = make_account(actor, _NAME.format(number))
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    role = ("reviewer", "analyst", "reader")[number % 3]
    set_member(actor, collection, user, role, number % 2 == 0)


def _sessions(folder: Path) -> list[str]:
    """A session for each of the people: their keys."""
    from muniment.workspace.opened import is_open, open_workspace

    if not is_open():
        open_workspace(folder)
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.db import connections

    from muniment.workspace.models import User
    from muniment.workspace.services.starting import make_tables

    make_tables()
    keys = []
    for number in range(PEOPLE):
        user = User.objects.get(username=_NAME.format(number))
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session["at"] = datetime.now(UTC).isoformat()
        session.create()
        keys.append(str(session.session_key))
    connections.close_all()
    return keys


def _measure(
    folder: Path, port: int, seconds: float, pause: float, said: dict[str, object]
) -> None:
    server = subprocess.Popen(
        [
            *(*_MUNIMENT, "serve", "--workspace", str(folder)),
            *("--port", str(port), "--no-open"),
        ],
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port)
        sessions = said["sessions"]
        assert isinstance(sessions, list)
        for kind, asking in (("searches", _searches), ("pages", _pages)):
            times: dict[str, list[float]] = {}
            before = _processor(server.pid)
            end = time.monotonic() + seconds
            people = [
                threading.Thread(
                    target=_person_at_work,
                    args=(port, session, asking(said, random.Random(n)), end, pause, times),
                )
                for n, session in enumerate(sessions)
            ]
            for each in people:
                each.start()
            for each in people:
                each.join()
            _tell(kind, times, seconds)
            asked = sum(map(len, times.values()))
            used = (_processor(server.pid) - before) / max(1, asked) * 1000
            print(f"  processor of the server: {used:.1f} ms each")
        print(
            f"memory of all its processes: {_memory(server.pid)} MB; "
            f"load of the machine: {os.getloadavg()[0]:.1f}"
        )
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)


Asking = Callable[[dict[str, object], random.Random], Iterator[tuple[str, str]]]


def _searches(said: dict[str, object], chance: random.Random) -> Iterator[tuple[str, str]]:
    """Searches as people make them: rare and common words, names, phrases, facets, later pages."""
    words, names = said["words"], said["names"]
    assert isinstance(words, list)
    assert isinstance(names, list)

    def word() -> str:
        return str(words[min(int(chance.paretovariate(0.6)), len(words) - 1)])

    while True:
        name = str(chance.choice(names))
        what, query = chance.choice(
            [
                ("word", {"q": word()}),
                ("name", {"q": name}),
                ("two words", {"q": f"{word()} {name}"}),
                ("phrase", {"q": f'"{word()} {word()}"'}),
                ("facets", {"q": word(), "event": "killed", "status": "suggested"}),
                ("facets alone", {"kind": "claim", "event": chance.choice(["missing", "killed"])}),
                ("period", {"q": word(), "from": "1992", "to": "1999"}),
                ("either", {"q": f"{word()} OR {name} -{word()}"}),
                ("later page", {"q": word(), "page": str(chance.randint(2, 20))}),
            ]
        )
        yield what, f"/search?{urlencode(query)}"


def _pages(said: dict[str, object], chance: random.Random) -> Iterator[tuple[str, str]]:
    """Other pages: first page, sources, documents at a claim, timelines, maps."""
    pages, names = said["pages"], said["names"]
    assert isinstance(pages, list)
    assert isinstance(names, list)
    while True:
        document, claim = chance.choice(pages)
        name = quote(str(chance.choice(names)))
        yield chance.choice(
            [
                ("home", "/"),
                ("sources", f"/sources/?page={chance.randint(1, 40)}"),
                ("document", f"/documents/{document}"),
                ("claim", f"/documents/{document}/claims/{claim}"),
                ("timeline", f"/timeline?q={name}"),
                ("map", f"/map?q={name}"),
            ]
        )


def _person_at_work(
    port: int,
    session: str,
    asking: Iterator[tuple[str, str]],
    end: float,
    pause: float,
    times: dict[str, list[float]],
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for what, address in asking:
        if time.monotonic() > end:
            return
        started = time.perf_counter()
        connection.request("GET", address, headers={"Cookie": f"sessionid={session}"})
        answer = connection.getresponse()
        answer.read()
        took = time.perf_counter() - started
        kept = what if answer.status == 200 else f"{what} ({answer.status})"
        times.setdefault(kept, []).append(took * 1000)
        if pause:
            time.sleep(random.uniform(0, 2 * pause))


def _tell(kind: str, times: dict[str, list[float]], seconds: float) -> None:
    everything = [each for found in times.values() for each in found]
    print(f"{kind}: {len(everything) / seconds:.1f} a second")
    for what, found in [*sorted(times.items()), ("all", everything)]:
        ordered = sorted(found)
        middle, most = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
        print(f"  {what:15} {len(found):6}  median {middle:7.1f} ms  95 % {most:7.1f} ms")


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", "/accounts/login/")
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server does not answer")


def _processor(pid: int) -> float:
    """Seconds that a process and its own have used so far, whatever else the machine does."""
    ticks = 0
    for each in _family(pid):
        with contextlib.suppress(OSError):
            status = Path(f"/proc/{each}/stat").read_text(encoding="ascii")
            fields = status.rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> int:
    """Megabytes that a process and its own take, each shared page in equal parts."""
    kilobytes = 0
    for each in _family(pid):
        with contextlib.suppress(OSError):
            rollup = Path(f"/proc/{each}/smaps_rollup").read_text(encoding="ascii")
            kilobytes += sum(int(line.split()[1]) for line in rollup.splitlines() if "Pss:" in line)
    return kilobytes // 1024


def _family(pid: int) -> list[int]:
    """A process and all that come from it."""
    found = [pid]
    for each in found:
        with contextlib.suppress(OSError):
            for thread in Path(f"/proc/{each}/task").iterdir():
                found += map(int, (thread / "children").read_text(encoding="ascii").split())
    return found


if __name__ == "__main__":
    main()
