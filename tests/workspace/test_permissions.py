"""Every page and every route of the API, with every role and none, and every sensitivity.

The routes are those that there are: a new one without a rule, or about something that nobody has
said an example of, fails here.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.workspace.examples import BODIES, EXAMPLES, FILES, PARTS, QUERY
from tests.workspace.routes import Route, all_routes

from muniment.web.access import Rule
from muniment.workspace.history import Actor
from muniment.workspace.models import ROLES, Collection, Document, User
from muniment.workspace.permissions import rights
from muniment.workspace.services.members import set_member
from muniment.workspace.services.starting import make_collection
from muniment.workspace.services.taking_in import Description, take_in
from muniment.workspace.services.tokens import SCOPES, make_token
from muniment.workspace.working import do_waiting

SECRET = "Quillfeather"
NAME = "Marrowby"
TITLE = "Thistledown"
ISSUER = "Wintergreen"
SECRETS = (SECRET, NAME, TITLE, ISSUER)
TEXT = f"""On 2 March 2021, 14 people were killed in {SECRET}. Of the 14 people 9 were women.
At least 95 houses were destroyed near {SECRET}.
"""
NEED_NOT_BE = (
    "GET /linkages/{run}/estimate",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
    "new-claim",
    "page",
    "pages",
    "picture",
    "POST /registers/{name}/look",
)
"""Pages about something that an account, or a document that is a text, does not have."""


CHOOSE = ("bring", "ask-export")
"""Forms that choose a collection, which the walk leaves empty."""
TAKE_MORE = (
    *("look", "take-looked", "take-back-export", "export-file", "POST /exports/{key}/take-back"),
    *("POST /exports/{key}/file", "POST /exports/{key}/decision"),
)
"""Routes about what somebody asked for that take having done so, beside the right."""
TAKE_RESTRICTED = ("obtained", "POST /registers/{name}/look", "POST /linkages/{run}/look")
"""Routes that take the right to what is restricted beside the right of their rule."""


@dataclass
class Person:
    """Somebody who asks: in the browser, or by a program."""

    name: str
    role: str | None = None
    restricted: bool = False
    inside: bool = True
    superuser: bool = False
    known: bool = True
    client: Client = field(default_factory=Client)
    token: str = ""

    def ask(self, method: str, address: str, route: Route) -> Any:
        """The answer; whatever it changed is taken back."""
        cookies = SimpleCookie(self.client.cookies.output(header=""))
        kwargs: dict[str, Any] = {}
        if route.of_api and self.token:
            kwargs["headers"] = {"Authorization": f"Bearer {self.token}"}
        if route.name in FILES:
            kwargs["data"] = {"file": io.BytesIO(b"3 people were killed in Alder.")}
        elif route.of_api and method != "GET":
            kwargs |= {"content_type": "application/json", "data": BODIES.get(route.name, {})}
        try:
            with transaction.atomic():
                answer = getattr(self.client, method.lower())(address, **kwargs)
                _ = answer.content if not answer.streaming else b"".join(answer)
                transaction.set_rollback(True)
        finally:
            self.client.cookies = cookies
        return answer


def people(collection: Collection, admin: User) -> list[Person]:
    rows = [
        Person("nobody", known=False),
        Person("closed", "administrator", True, known=False),
        Person("elsewhere", "administrator", True, inside=False),
        *(Person(str(role), str(role)) for role in ROLES),
        Person("reader-restricted", "reader", True),
        Person("reviewer-restricted", "reviewer", True),
        Person("workspace-administrator", superuser=True),
    ]
    actor = Actor(admin, "command")
    other = make_collection(actor, "Other")
    for each in rows:
        if each.name == "nobody":
            continue
        user = User.objects.create(username=each.name, is_superuser=each.superuser)
        if each.role:
            place = collection if each.inside else other
            set_member(actor, place, user, each.role, each.restricted)
        each.client.force_login(user)
        each.token = make_token(Actor(user, "web"), "t", SCOPES, 2)[1]
        if each.name == "closed":
            User.objects.filter(pk=user.pk).update(is_active=False)
    return rows


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The walk asks faster than anybody may."""
    monkeypatch.setattr("muniment.web.api.rules.MOST_TRIED", 10_000)


@pytest.fixture
def things(actor: Any, collection: Collection) -> dict[str, Document]:
    """A document of each sensitivity; only what is restricted holds the secrets."""
    made = {}
    for sensitivity in ("public", "internal", "restricted"):
        said = Description(sensitivity=sensitivity, title="Open", issuer="Open", note="Open")
        name, text = "open.txt", TEXT.replace(SECRET, "Alder")
        if sensitivity == "restricted":
            said = replace(said, title=TITLE, issuer=ISSUER, note=TITLE)
            name, text = f"{NAME}.txt", TEXT
        file = io.BytesIO((text + sensitivity).encode())
        made[sensitivity] = take_in(actor, collection, file, name, "upload", said).source
    do_waiting()
    return {name: source.documents.get() for name, source in made.items()}


def values_of(route: Route, document: Document) -> dict[str, Any]:
    """The parts of an address: of what its finder finds, else by the route's own name."""
    assert route.rule is not None
    if route.rule.found is not None:
        name = route.rule.found.__name__
        assert name in EXAMPLES, f"say in examples.py what found.{name} finds"
        return EXAMPLES[name](document)
    if not route.parts:
        return {}
    assert route.name in PARTS, f"say in examples.py what stands in {route.path}"
    return PARTS[route.name](document)


def may(rule: Rule, person: Person) -> str:
    """What the rule says: "in", "out" (who is unknown), "missing" or "refused"."""
    if rule.anyone:
        return "in"
    if not person.known:
        return "out"
    if rule.administrator:
        return "in" if person.superuser else "refused"
    if rule.right is None or person.superuser:
        return "in"
    held = rights()[person.role or "reader"]
    if rule.found is None:
        return "in" if rule.right in held else "refused"
    if not person.inside:
        return "missing"
    return "in" if rule.right in held else "refused"


def may_miss(route: Route) -> bool:
    """Whether a route may say that there is nothing, to somebody who may see it if there were."""
    assert route.rule is not None
    chosen = route.rule.found is None and (bool(route.parts) or route.name in CHOOSE)
    return route.name in NEED_NOT_BE or chosen


def judged(route: Route, answer: Any) -> str:
    """What the answer was."""
    status = answer.status_code
    if status == 401:
        return "out"
    if status == 302 and answer["Location"].startswith("/accounts/login/"):
        return "out"
    return {403: "refused", 404: "missing", 405: "method"}.get(status, "in")


def test_what_is_called_a_look_is_one() -> None:
    looks = [each.name for each in all_routes() if each.rule is not None and each.rule.looks]
    assert looks == [
        each.name for each in all_routes() if each.of_api and each.path.endswith("/look")
    ]
    assert len(looks) > 5


def test_every_route_has_a_rule() -> None:
    routes = all_routes()
    assert len(routes) > 50
    assert [each.path for each in routes if each.rule is None] == []


@pytest.mark.parametrize("sensitivity", ["public", "internal", "restricted"])
def test_every_route_keeps_to_its_rule(
    admin: User, collection: Collection, things: dict[str, Document], sensitivity: str
) -> None:
    """And tells nothing of what is restricted before it was asked for."""
    document, wrong, asked = things[sensitivity], [], 0
    not_taken: set[tuple[str, str]] = set()
    asking = people(collection, admin)
    if sensitivity == "public":  # as internal ones: a few do
        asking = [each for each in asking if each.name in ("nobody", "elsewhere", "reader")]
    for person in asking:
        for route in all_routes():
            assert route.rule is not None
            address = route.address(values_of(route, document)) + QUERY.get(route.name, "")
            for method in route.methods:
                if (method, route.path) in not_taken:
                    continue
                answer = person.ask(method, address, route)
                asked += 1
                outcome, expected = judged(route, answer), may(route.rule, person)
                line = f"{person.name}: {method} {address} → {answer.status_code}"
                if not route.rule.looks:
                    told = [each for each in SECRETS if each.encode() in answer.content]
                    wrong += [f"{line} tells {each}" for each in told]
                if route.rule.anyone and answer.status_code in (200, 302, 404):
                    continue
                if outcome == "method":
                    not_taken.add((method, route.path))
                    continue
                if answer.status_code >= 500:
                    wrong.append(f"{line} (fault)")
                elif route.name in TAKE_RESTRICTED and not person.restricted:
                    if outcome == "in":
                        wrong.append(f"{line}, not refused")
                elif (route.name in TAKE_MORE and (outcome, expected) == ("refused", "in")) or (
                    outcome == "missing" and expected == "in" and may_miss(route)
                ):
                    continue
                elif sensitivity == "restricted" and expected == "in" and outcome == "refused":
                    # Withheld: from who may not see it, or has not asked to.
                    about = route.rule.found is not None
                    if not about:
                        wrong.append(f"{line}, not {expected}")
                elif outcome != expected:
                    wrong.append(f"{line}, not {expected}")
    if wrong:
        pytest.fail("\n".join(wrong))
    assert asked > 150


def test_reading_changes_nothing(
    admin: User, collection: Collection, things: dict[str, Document]
) -> None:
    person = next(each for each in people(collection, admin) if each.name == "administrator")
    changed = []
    for route in all_routes():
        if "GET" not in route.methods:
            continue
        address = route.address(values_of(route, things["internal"])) + QUERY.get(route.name, "")
        with CaptureQueriesContext(connection) as said:
            person.ask("GET", address, route)
        changed += [
            f"{address}: {each['sql'][:90]}"
            for each in said.captured_queries
            if each["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
            and "django_session" not in each["sql"]
            and "usersessions_usersession" not in each["sql"]
            and 'UPDATE "workspace_token" SET "used_at"' not in each["sql"]
        ]
    if changed:
        pytest.fail("\n".join(changed))


def test_a_form_from_elsewhere_is_refused(
    admin: User, collection: Collection, things: dict[str, Document]
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin)
    for route in all_routes():
        if route.of_api:
            continue
        address = route.address(values_of(route, things["internal"]))
        answer = client.post(address, {"version": "1"})
        assert answer.status_code in (403, 405), address


def test_a_browsers_session_opens_nothing_of_the_api(
    admin: User, things: dict[str, Document]
) -> None:
    client = Client()
    client.force_login(admin)
    for route in all_routes():
        if route.of_api:
            address = route.address(values_of(route, things["internal"]))
            method = route.methods[0].lower()
            answer = getattr(client, method)(address, {}, content_type="application/json")
            assert answer.status_code == 401, address


def test_a_scope_that_is_missing_is_refused(
    admin: User, actor: Any, things: dict[str, Document]
) -> None:
    for route in all_routes():
        if not route.of_api or route.rule is None or route.rule.right is None:
            continue
        others = [each for each in SCOPES if each != route.rule.right]
        person = Person("admin", superuser=True, token=make_token(actor, "t", others, 2)[1])
        address = route.address(values_of(route, things["internal"])) + QUERY.get(route.name, "")
        answer = person.ask(route.methods[0], address, route)
        assert answer.status_code == 403, address


def test_a_token_without_that_scope_tells_nothing_of_what_is_restricted(
    admin: User, actor: Any, collection: Collection, things: dict[str, Document]
) -> None:
    """Whatever its person may see on the pages."""
    set_member(actor, collection, admin, "administrator", True)
    scopes = [each for each in SCOPES if each != "restricted"]
    person = Person("admin", superuser=True, token=make_token(actor, "t", scopes, 2)[1])
    wrong = []
    for route in all_routes():
        if not route.of_api:
            continue
        for query in ("", "?size=200"):
            address = route.address(values_of(route, things["restricted"]))
            answer = person.ask(route.methods[0], address + (QUERY.get(route.name) or query), route)
            content = answer.content
            told = [each for each in SECRETS if each.encode() in content]
            wrong += [f"{route.name} → {answer.status_code} tells {each}" for each in told]
    if wrong:
        pytest.fail("\n".join(wrong))
