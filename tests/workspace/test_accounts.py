"""Accounts, signing in, sessions, second factors, tokens, headers: what guards the way in."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone
from tests.workspace.words import told, why
from tests.workspace_fixtures import PASSWORD

from muniment.workspace.history import Actor, broken
from muniment.workspace.models import Collection, Entry, Token, User
from muniment.workspace.permissions import NotAllowed, may_see_restricted
from muniment.workspace.services import accounts
from muniment.workspace.services.accounts import Unfit, make_account
from muniment.workspace.services.looking import MASK, look, masked
from muniment.workspace.services.members import change_collection, remove_member, set_member
from muniment.workspace.services.tokens import make_token, revoke, token_of

OWN = "a long sentence of one's own"


@pytest.fixture
def client(admin: User) -> Client:
    """Signed in by the form, as people do it."""
    client = Client()
    sign_in(client, "admin", PASSWORD)
    return client


def sign_in(client: Client, name: str, password: str) -> Any:
    return client.post("/accounts/login/", {"login": name, "password": password})


def choose(client: Client, old: str, new: str) -> Any:
    fields = {"oldpassword": old, "password1": new, "password2": new}
    return client.post("/accounts/password/", fields)


def actions() -> list[str]:
    return list(Entry.objects.order_by("number").values_list("action", flat=True))


def test_an_administrator_makes_an_account_whose_first_password_opens_only_the_change(
    client: Client,
) -> None:
    made = client.post("/people/new", {"name": "vera"})
    password = made.context["password"]
    assert len(password) >= 20
    assert password not in client.get("/people").content.decode()
    other = Client()
    assert sign_in(other, "vera", password).status_code == 302
    assert other.get("/")["Location"] == "/accounts/password/"
    assert other.get("/sources/")["Location"] == "/accounts/password/"
    assert choose(other, password, password).status_code == 302
    choose(other, password, OWN)
    assert other.get("/").status_code == 200
    assert User.objects.get(username="vera").must_change_password is False


def test_only_administrators_make_accounts(admin: User) -> None:
    vera, _ = make_account(Actor(admin, "web"), "vera")
    with pytest.raises(NotAllowed):
        make_account(Actor(vera, "web"), "walid")


@pytest.mark.parametrize("name", ["", "a b", "admin", "ADMIN", "muniment", "x" * 61, "a\x00b"])
def test_names_that_cannot_be(admin: User, name: str) -> None:
    with pytest.raises(Unfit):
        make_account(Actor(admin, "web"), name)


def test_passwords_are_hashed_with_argon2id() -> None:
    # Without the fixtures of a workspace: they hash more cheaply.
    hashed = make_password("correct horse battery")
    assert hashed.startswith("argon2$argon2id$")
    settings = dict(each.split("=") for each in hashed.split("$")[3].split(","))
    assert int(settings["m"]) >= 15 * 1024
    assert int(settings["t"]) >= 2


@pytest.mark.parametrize(
    ("password", "fits"),
    [
        ("short", False),
        ("password1234", False),
        ("x" * 129, False),
        ("correct horse stapler 🐎 شمس", True),
        ("только строчные буквы", True),
        ("y" * 40 + " z" * 12, True),
    ],
)
def test_passwords_that_fit(client: Client, password: str, fits: bool) -> None:
    choose(client, PASSWORD, password)
    assert User.objects.get().check_password(password) is fits


def test_changing_a_password_takes_the_present_one(client: Client) -> None:
    choose(client, "another password", OWN)
    assert not User.objects.get().check_password(OWN)


def test_changing_a_password_ends_other_sessions(client: Client) -> None:
    other = Client()
    sign_in(other, "admin", PASSWORD)
    choose(client, PASSWORD, OWN)
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 302


def test_guessing_passwords_is_slowed(admin: User) -> None:
    client = Client()
    for _ in range(6):
        answer = sign_in(client, "admin", "wrong wrong wrong")
    refused = sign_in(client, "admin", PASSWORD)
    assert "_auth_user_id" not in client.session
    assert answer.status_code in (200, 429)
    assert refused.status_code in (200, 429)


def test_a_refused_name_and_a_refused_password_look_alike(admin: User) -> None:
    pages = []
    for name in ("admin", "nobody"):
        page = sign_in(Client(), name, "wrong wrong wrong").content.decode()
        pages.append(
            page[page.index("<main") : page.index("</main>")].replace(f'value="{name}"', "")
        )
    plain = [p.split("csrfmiddlewaretoken")[0] for p in pages]
    assert plain[0] == plain[1]
    assert "unable" in pages[0].lower() or "not correct" in pages[0].lower()


def test_signing_in_and_out_is_in_the_history(client: Client) -> None:
    client.post("/accounts/logout/")
    sign_in(client, "admin", "wrong wrong wrong")
    sign_in(client, "somebody", "typed a password here")
    kept = [each for each in actions() if each.startswith("account.")]
    assert kept == ["account.signed-in", "account.signed-out", "account.refused"]
    assert list(broken()) == []


def test_signing_out_ends_the_session(client: Client) -> None:
    held = client.cookies["sessionid"].value
    client.post("/accounts/logout/")
    client.cookies["sessionid"] = held
    assert client.get("/account").status_code == 302


def test_a_session_gets_a_new_key_at_signing_in(admin: User) -> None:
    client = Client()
    client.get("/accounts/login/")
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before or ""
    sign_in(client, "admin", PASSWORD)
    assert client.session.session_key != before


def test_cookies_are_for_this_site_alone(client: Client) -> None:
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert len(cookie.value) >= 32
    assert django_settings.SESSION_COOKIE_AGE <= 12 * 60 * 60


def test_no_way_on_leads_elsewhere(admin: User) -> None:
    for there in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"):
        answer = Client().post(
            f"/accounts/login/?next={there}",
            {"login": "admin", "password": PASSWORD, "next": there},
        )
        assert answer["Location"] == "/"


def test_sessions_are_listed_and_ended_everywhere_else(client: Client) -> None:
    other = Client(headers={"user-agent": "Another browser"})
    sign_in(other, "admin", PASSWORD)
    assert "Another browser" in client.get("/accounts/sessions/").content.decode()
    client.post("/accounts/sessions/")
    assert other.get("/account").status_code == 302
    assert client.get("/account").status_code == 200


def test_what_is_grave_takes_a_fresh_proof(client: Client) -> None:
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 3600
    session.save()
    answer = client.post("/people/new", {"name": "vera"})
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert not User.objects.filter(username="vera").exists()
    assert client.get("/accounts/sessions/").status_code == 302


def test_a_closed_account_opens_nothing(client: Client, admin: User) -> None:
    actor = Actor(admin, "web")
    vera, password = make_account(actor, "vera")
    User.objects.filter(pk=vera.pk).update(must_change_password=False)
    other = Client()
    sign_in(other, "vera", password)
    vera.refresh_from_db()
    _, secret = make_token(Actor(vera, "web"), "x", ["read"], 5)
    assert other.get("/").status_code == 200
    assert token_of(secret)
    client.post(f"/people/{vera.pk}", {"what": "close"})
    assert other.get("/").status_code == 302
    assert token_of(secret) is None
    assert sign_in(Client(), "vera", password)["Location"] == "/accounts/inactive/"


def test_nobody_closes_or_lowers_oneself(client: Client, admin: User) -> None:
    for what in ("close", "lower", "password", "factors"):
        assert client.post(f"/people/{admin.pk}", {"what": what}).status_code == 422
    admin.refresh_from_db()
    assert admin.is_active
    assert admin.is_superuser


def test_an_administrator_helps_who_is_locked_out(client: Client, admin: User) -> None:
    vera, password = make_account(Actor(admin, "web"), "vera")
    answer = client.post(f"/people/{vera.pk}", {"what": "password"})
    assert answer.context["password"] != password
    assert sign_in(Client(), "vera", answer.context["password"]).status_code == 302
    client.post(f"/people/{vera.pk}", {"what": "factors"})
    assert actions()[-1] == "account.factors-removed"


def test_the_secret_of_an_app_lies_sealed_and_its_code_is_asked_for(
    client: Client, admin: User
) -> None:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import (
        TOTP,
        format_hotp_value,
        generate_totp_secret,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    secret = generate_totp_secret()
    TOTP.activate(admin, secret)
    kept = str(Authenticator.objects.get(type="totp").data)
    assert secret not in kept
    assert "sealed:1:" in kept
    other = Client()
    assert sign_in(other, "admin", PASSWORD)["Location"] == "/accounts/2fa/authenticate/"
    assert other.get("/account").status_code == 302
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value(secret, counter))
    other.post("/accounts/2fa/authenticate/", {"code": code})
    assert other.get("/account").status_code == 200
    again = Client()
    sign_in(again, "admin", PASSWORD)
    again.post("/accounts/2fa/authenticate/", {"code": code})
    assert again.get("/account").status_code == 302


def test_passkeys_and_apps_can_be_added(client: Client) -> None:
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    for page in ("app/add/", "keys/add/", "keys/", ""):
        answer = client.get(f"/accounts/2fa/{page}")
        assert answer.status_code == 200
        assert "<script>" not in answer.content.decode()


def test_administrators_that_others_can_reach_need_a_second_factor(
    client: Client, settings: Any
) -> None:
    settings.SECOND_FACTOR = True
    assert client.get("/people")["Location"] == "/accounts/2fa/"
    assert client.get("/accounts/2fa/").status_code == 200


def test_a_person_has_a_language_of_their_own(client: Client) -> None:
    client.post("/account/language", {"language": "ar"})
    assert 'dir="rtl"' in client.get("/account").content.decode()
    client.post("/account/language", {"language": "xx"})
    assert User.objects.get().language == "ar"


def test_what_happened_to_an_account_is_on_its_page(client: Client) -> None:
    choose(client, PASSWORD, OWN)
    assert "Password changed" in client.get("/account").content.decode()


def test_a_token_is_shown_once_and_kept_as_a_hash(client: Client) -> None:
    form = {"name": "a script", "scopes": ["read"], "days": "3"}
    secret = client.post("/account/tokens/new", form).context["secret"]
    assert secret not in client.get("/account/tokens").content.decode()
    token = Token.objects.get()
    assert secret not in str(token.__dict__)
    assert token_of(secret) == token
    assert token_of(secret + "x") is None
    client.post(f"/account/tokens/{token.pk}/end")
    assert token_of(secret) is None


def test_a_token_ends(admin: User) -> None:
    token, secret = make_token(Actor(admin, "web"), "x", ["read"], 1)
    Token.objects.filter(pk=token.pk).update(
        expires_at=timezone.now() - datetime.timedelta(seconds=1)
    )
    assert token_of(secret) is None


@pytest.mark.parametrize(
    ("name", "scopes", "days"),
    [("", ["read"], 3), ("x", [], 3), ("x", ["all"], 3), ("x", ["read"], 0), ("x", ["read"], 999)],
)
def test_tokens_that_cannot_be(admin: User, name: str, scopes: list[str], days: int) -> None:
    with pytest.raises(Unfit):
        make_token(Actor(admin, "web"), name, scopes, days)


def test_nobody_ends_anothers_token(admin: User) -> None:
    vera, _ = make_account(Actor(admin, "web"), "vera")
    token, secret = make_token(Actor(admin, "web"), "x", ["read"], 3)
    with pytest.raises(NotAllowed):
        revoke(Actor(vera, "web"), token)
    assert token_of(secret)


def test_a_token_is_limited_and_told_when_to_come_again(
    admin: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dataclasses

    from muniment.web.api import rules
    from muniment.workspace.opened import opened

    folder = dataclasses.replace(opened().folder, requests_a_minute=3)
    monkeypatch.setattr(rules, "opened", lambda: dataclasses.replace(opened(), folder=folder))
    _, secret = make_token(Actor(admin, "web"), "x", ["read"], 3)
    monkeypatch.setattr("muniment.web.api.rules.time.time", lambda: 1_800_000_015.0)
    headers = {"Authorization": f"Bearer {secret}"}
    answers = [Client().get("/api/1/me", headers=headers) for _ in range(5)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429, 429]
    assert answers[-1]["Retry-After"] == "45"
    assert "error" in answers[-1].json()


def test_members_are_set_and_removed_with_both_states_in_the_history(
    admin: User, collection: Collection
) -> None:
    actor = Actor(admin, "web")
    vera, _ = make_account(actor, "vera")
    set_member(actor, collection, vera, "reader", False)
    set_member(actor, collection, vera, "reviewer", True)
    assert may_see_restricted(vera, collection)
    assert '"from":["reader",false],"to":["reviewer",true]' in Entry.objects.last().detail  # type: ignore[union-attr]
    with pytest.raises(NotAllowed):
        set_member(Actor(vera, "web"), collection, vera, "administrator", True)
    remove_member(actor, collection, vera)
    assert not may_see_restricted(vera, collection)


def test_a_stale_change_of_a_collection_is_refused(client: Client, collection: Collection) -> None:
    form = {"version": str(collection.version), "name": "First", "approval": "on"}
    assert client.post("/collections/trial/change", form).status_code == 302
    assert client.post("/collections/trial/change", form | {"name": "Second"}).status_code == 409
    collection.refresh_from_db()
    assert collection.name == "First"
    with pytest.raises(Unfit):
        change_collection(
            Actor(User.objects.get(), "web"),
            collection,
            collection.version,
            name=" ",
            description="",
            two_people=False,
            approval=False,
        )


def test_a_look_needs_the_right_by_name_and_a_reason(admin: User, collection: Collection) -> None:
    actor = Actor(admin, "web")
    vera, _ = make_account(actor, "vera", administrator=True)
    with pytest.raises(NotAllowed):
        look(Actor(vera, "web"), collection, "source:x", ["name"], "to see")
    with pytest.raises(ValueError, match="Say why"):
        look(actor, collection, "source:x", ["name"], " ")
    look(actor, collection, "list:camp", ["name"], "family asks", ["r1", "r2"])
    last = Entry.objects.last()
    assert last
    assert (last.action, last.subject, why(last)) == (
        "restricted.seen",
        "list:camp",
        "family asks",
    )
    assert told(last)["records"] == ["r1", "r2"]


def test_masking_hides_what_is_there_and_shows_what_is_not() -> None:
    row = {"name": "A. B.", "age": 0, "note": "", "place": None}
    assert masked(row, ["name", "age", "note", "place"]) == {
        "name": MASK,
        "age": MASK,
        "note": "",
        "place": None,
    }


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/api/1/me", "/nothing", "/people"])
def test_every_answer_tells_browsers_what_they_may_do(client: Client, path: str) -> None:
    answer = client.get(path)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert "charset=utf-8" in answer["Content-Type"]
    assert "Server" not in answer
    assert "Access-Control-Allow-Origin" not in answer
    if path.startswith("/api/"):
        assert answer["Content-Disposition"] == 'attachment; filename="api.json"'


@pytest.mark.parametrize("method", ["put", "delete", "trace"])
def test_methods_that_nothing_answers_to(client: Client, method: str) -> None:
    assert getattr(client, method)("/sources/").status_code == 405


def test_requests_that_are_not_in_order(client: Client, settings: Any) -> None:
    assert client.get("/search?q=%00").status_code == 400
    assert client.post("/account/language", {"language": "a\x00"}).status_code == 400
    assert client.post("/api/1/me", "<x/>", content_type="application/xml").status_code == 415
    settings.LARGEST_REQUEST = 10
    assert client.post("/account/language", {"language": "en"}).status_code == 413


def test_a_team_behind_tls_has_strict_cookies_and_hsts(tmp_path: Any) -> None:
    import os
    import subprocess
    import sys

    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from muniment.workspace.folder import Folder\n"
        "from muniment.workspace.keys import make_keys\n"
        "from muniment.workspace.opened import Opened, start_django, use\n"
        "folder = Folder(Path(sys.argv[1]), key='file', hosts=('archive.example',))\n"
        "folder.write()\n"
        "use(Opened(folder, make_keys(folder)))\n"
        "start_django()\n"
        "from django.conf import settings as s\n"
        "assert s.SESSION_COOKIE_SECURE and s.CSRF_COOKIE_SECURE\n"
        "assert s.SESSION_COOKIE_NAME.startswith('__Host-')\n"
        "assert s.SECURE_HSTS_SECONDS > 15_000_000 and s.SECURE_HSTS_INCLUDE_SUBDOMAINS\n"
        "assert s.SECOND_FACTOR and not s.DEBUG and not s.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN\n"
        "import tempfile\n"
        "assert Path(tempfile.gettempdir()).parent == folder.temporary\n"
        "modes = [oct(p.stat().st_mode & 0o777) for p in (folder.path, folder.temporary)]\n"
        "assert modes == ['0o700', '0o700'], modes\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "w")],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": "src"},
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_a_fault_is_told_without_its_inside(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from muniment.web.views import home

    def fails(request: Any) -> None:
        raise RuntimeError("Quillfeather")

    monkeypatch.setattr(home, "work_context", fails)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Quillfeather" not in answer.content.decode()
    assert "Something went wrong" in answer.content.decode()


def test_who_gives_out_rights_is_an_administrator(admin: User) -> None:
    vera, _ = make_account(Actor(admin, "web"), "vera")
    accounts.set_administrator(Actor(admin, "web"), vera, True)
    assert actions()[-1] == "account.administrator"
    vera.refresh_from_db()
    accounts.set_active(Actor(vera, "web"), admin, False)
    admin.refresh_from_db()
    with pytest.raises(NotAllowed):
        accounts.set_active(Actor(admin, "web"), vera, False)
