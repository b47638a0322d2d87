"""Two workspaces alike but for what somebody may not see give that person the same answers.

What differs is all that a restricted source holds, how much of it there is, what people decided of
it, and another collection. How much was done in all, the history's numbers tell everybody. The
routes are those that there are: a new one is asked as well.
"""

from __future__ import annotations

import difflib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from tests.workspace.examples import EXAMPLES, PARTS, QUERY
from tests.workspace.lists import accepted, reading_here, rows
from tests.workspace.routes import Route, all_routes
from tests.workspace_fixtures import PASSWORD, TEXT

from muniment.workspace.exporting.order import Order
from muniment.workspace.history import Actor
from muniment.workspace.models import Collection, Document, Source, User
from muniment.workspace.opened import Opened, use
from muniment.workspace.services import handing, linking, questions, reviewing, taking_in, weighing
from muniment.workspace.services.looking import look
from muniment.workspace.services.members import set_member
from muniment.workspace.services.places import add, described
from muniment.workspace.services.starting import make_collection, start
from muniment.workspace.services.taking_in import Description, describe, take_in
from muniment.workspace.services.tokens import SCOPES, make_token
from muniment.workspace.working import do_waiting

__all__ = ["reading_here"]

ROLES = ("reader", "administrator")
"""One with the least rights, and one with all but to see what is restricted."""
WORDS = ("Quillfeather", "Marrowby", "Thistledown", "Saltmarsh", "detained", "killed", "Alder")
ADDRESSES = (
    *(f"/search?q={each}" for each in WORDS),
    *("/search?sensitivity=restricted", "/search?sensitivity=internal", "/search?kind=claim"),
    *("/search?status=suggested", "/search?status=confirmed", "/search?status=rejected"),
    *("/search?event=killed", "/search?event=detained", "/search?finding=error"),
    *("/search?from=1990&to=2030", "/timeline?event=detained", "/map?event=killed"),
    *("/timeline?q=Quillfeather", "/map?q=Quillfeather", "/search?q=Alder&page=2"),
    *("/sources/?sensitivity=restricted", "/sources/?state=unreadable", "/sources/?state=read"),
    *("/sources/?sort=date", "/sources/?sort=oldest", "/sources/?sort=issuer"),
    *("/sources/?date=1994", "/sources/?date=2021", "/sources/?q=Quillfeather"),
    *("/sources/?q=Marrowby", "/sources/?issuer=Thistledown", "/documents/none", "/sources/none"),
    *("/api/1/search?q=Quillfeather", "/api/1/claims?status=confirmed", "/api/1/claims?size=1"),
    *("/api/1/findings?status=open", "/api/1/sources?size=1", "/history/?what=restricted.seen"),
    *("/search?q=Quilfeather", "/search?q=Saltmarch", "/search?q=Marroby"),
    *("/linkages/people.c2", "/registers/hidden", "/registers/hidden-2", "/collections/hidden"),
)


@dataclass(frozen=True)
class Hidden:
    """What differs: what a restricted source says and what is done to it, and how much."""

    text: str
    name: str
    title: str
    issuer: str
    date: str
    decisions: int
    place: str
    others: tuple[str, ...] = field(default=())


ONE = Hidden(
    "On 2 March 2021, 14 people were killed in Quillfeather. Of the 14 people 9 were women.\n",
    "Marrowby.txt",
    "Thistledown",
    "Wintergreen",
    "",
    1,
    "Quillfeather",
)
OTHER = Hidden(
    "ОТЧЁТ. 5 мая 1994 года в Saltmarsh было задержано 30 человек.\n\n"
    "On 7 June 1994, 200 people were detained in Saltmarsh, 40 of them women and 170 men. "
    "At least 95 houses were destroyed. The whereabouts of 12 persons remain unknown.\n\n"
    "We call upon Sudland to return the remains. See resolution 1325 (2000).\n",
    "B.htm",
    "A letter of 1994",
    "",
    "1994-06",
    4,
    "Saltmarsh",
    ("hidden", "hidden-2"),
)


@pytest.fixture
def known_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """A restricted source has the same address in both, whatever it holds."""
    usual = taking_in.source_key

    def key(collection: Collection, sha256: str) -> str:
        secret = collection.slug == "trial" and not Source.objects.filter(key="h" * 16).exists()
        return "h" * 16 if secret and _secret else usual(collection, sha256)

    monkeypatch.setattr(taking_in, "source_key", key)


_secret: list[bool] = []


def world(hidden: Hidden, place: Path, keys: Any) -> dict[str, Document]:
    """A workspace; what is hidden differs, all else is the same."""
    from muniment.workspace.folder import Folder

    cache.clear()
    folder = Folder(place, name="Trial", key="file")
    folder.write()
    use(Opened(folder, keys))
    admin = start("admin", PASSWORD, "Trial")
    who = Actor(admin, "command")
    trial = Collection.objects.get()
    other = make_collection(who, "Other")
    open_ = _taken(who, trial, TEXT, "statement.txt", Description(issuer="Ombudsman"))
    said = Description(
        sensitivity="restricted",
        title=hidden.title,
        issuer=hidden.issuer,
        date=hidden.date,
        note=hidden.title,
        obtained_from=hidden.issuer,
    )
    _secret.append(True)
    closed = _taken(who, trial, hidden.text, hidden.name, said)
    _secret.clear()
    later = _taken(who, trial, TEXT + "It said so again.\n", "again.txt", Description())
    _decide(who, trial, open_, closed, hidden)
    _lists(who, trial, other, hidden)
    _elsewhere(who, other, hidden)
    exported = Order(what="all", format="json")
    handing.ask_export(who, trial, exported, "for a report", "a desk")
    do_waiting()
    describe(who, later.source, later.source.version, Description(title="Once more"))
    do_waiting()
    return {"open": open_, "closed": closed}


def _taken(who: Actor, collection: Collection, text: str, name: str, said: Description) -> Document:
    source = take_in(who, collection, io.BytesIO(text.encode()), name, "upload", said).source
    do_waiting()
    found: Document = source.documents.select_related("source__collection").get()
    return found


def _decide(
    who: Actor, collection: Collection, open_: Document, closed: Document, hidden: Hidden
) -> None:
    figures = list(open_.claims.filter(kind="figure").order_by("start"))
    reviewing.confirm(who, figures[0], 1)
    secret = list(closed.claims.order_by("start"))
    for claim in secret[: hidden.decisions]:
        reviewing.reject(who, claim, 1, f"{hidden.place} is a name")
    weighing.assess(who, figures[0], secret[-1], "contradicts", f"{hidden.place} says otherwise")
    for _ in range(hidden.decisions):
        look(who, collection, f"source:{closed.source.key}", ["everything"], hidden.place)
    add(who, collection, described("Alder", "1, 2, 300", "a map", "internal"))
    add(who, collection, described(hidden.place, "3, 4, 5", hidden.title, "restricted"))
    asked = questions.Asked(text="How many were killed?", event="killed", place="Alder")
    questions.put(who, collection, asked)


def _lists(who: Actor, trial: Collection, other: Collection, hidden: Hidden) -> None:
    accepted(who, trial, rows(0, 12), "ministry")
    accepted(who, trial, rows(4, 16), "office")
    linking.link(who, trial, "people", ["ministry", "office"])
    do_waiting()
    lists = [accepted(who, other, rows(0, 5), each).list for each in hidden.others]
    if lists:
        linking.link(who, other, "people", lists)
        do_waiting()


def _elsewhere(who: Actor, other: Collection, hidden: Hidden) -> None:
    _taken(who, other, hidden.text + "Elsewhere.", hidden.name, Description(title=hidden.title))
    for each in hidden.others:
        make_collection(who, each)
        questions.put(who, other, questions.Asked(text=each, event="killed"))
        handing.ask_export(who, other, Order(what="all", format="json"), each, each)


def answers(role: str, there: dict[str, Document]) -> Iterator[tuple[str, str]]:
    """Every answer to somebody, without what is different each time."""
    user = User.objects.create(username=f"somebody-{role}")
    collection = Collection.objects.get(slug="trial")
    set_member(Actor(User.objects.get(username="admin"), "command"), collection, user, role, False)
    client = Client()
    client.force_login(user)
    token = make_token(Actor(user, "web"), "t", SCOPES, 2)[1]
    headers = {"Authorization": f"Bearer {token}"}
    seen = set()
    for route in all_routes():
        for which, document in there.items():
            address = _address(route, document)
            if "GET" in route.methods and address not in seen:
                seen.add(address)
                name = f"{role}: {route.path} {which}"
                yield name, _answer(client, address, headers)
    for address in ADDRESSES:
        yield f"{role}: {address}", _answer(client, address, headers)


def _address(route: Route, document: Document) -> str:
    assert route.rule is not None
    values: dict[str, Any] = {}
    if route.rule.found is not None:
        values = EXAMPLES[route.rule.found.__name__](document)
    elif route.parts:
        values = PARTS[route.name](document)
    return route.address(values) + QUERY.get(route.name, "")


def _answer(client: Client, address: str, headers: dict[str, str]) -> str:
    given = headers if address.startswith("/api/") else {}
    answer = client.get(address, headers=given)
    body = b"".join(answer) if answer.streaming else answer.content
    told = [f"{name}: {value}" for name, value in sorted(answer.items()) if name in _HEADERS]
    return _same("\n".join([str(answer.status_code), *told, body.decode("utf-8", "replace")]))


_HEADERS = ("Content-Type", "Content-Disposition", "Location", "ETag", "Last-Modified")
_EACH_TIME = (
    (r"sealed:1:[A-Za-z0-9+/=]+", "sealed"),  # first: parts of it may look like another
    (r"\b\w{64}\b", "digest"),
    (r"(\d+|an?)\W(second|minute)s?\Wago|\bnow\b", "lately"),
    (r'"number": \d+, "(at|digest)"|"before": \d+', "number"),
    (r"#\d+<|Last entry</dt><dd>\d+|had \d+ entries", "number"),
    (r'name="next" value="[^"]*"', "where one is"),
    (r"\b[0-9a-f]{12}…", "digest"),
    (r"\b[0-9a-f]{16}\b", "key"),
    (r"([0-9a-f]{4} ){7}[0-9a-f]{4}", "key"),
    (r"[a-z2-7]{16}(-\d+)?", "key"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*(Z|\+00:00)?", "moment"),
    (r"\b\d\d:\d\d(:\d\d)?( UTC)?", "time"),
    (r"x[0-9a-f]{20}", "mark"),
)


def _same(text: str) -> str:
    for pattern, stands in _EACH_TIME:
        text = re.sub(pattern, f"<{stands}>", text)
    return text


@pytest.mark.usefixtures("reading_here", "known_keys")
def test_what_is_hidden_makes_no_answer_differ(workspace: Opened, tmp_path: Path) -> None:
    found: list[dict[str, str]] = []
    for number, hidden in enumerate((ONE, OTHER)):
        with transaction.atomic():
            there = world(hidden, tmp_path / str(number), workspace.keys)
            found.append({each: told for role in ROLES for each, told in answers(role, there)})
            transaction.set_rollback(True)
    one, other = found
    wrong = [f"{each} is asked in one only" for each in sorted(one.keys() ^ other.keys())]
    for asked in one.keys() & other.keys():
        both = (one[asked].splitlines(), other[asked].splitlines())
        if both[0] != both[1]:
            lines = list(difflib.unified_diff(*both, lineterm="", n=0))[2:12]
            wrong.append("\n  ".join([asked, *(each[:300] for each in lines)]))
    assert len(one) > 300
    if wrong:
        pytest.fail("\n".join(sorted(wrong)))
