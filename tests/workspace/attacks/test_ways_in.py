"""Guessing stays slow whatever is tried, and keeps nobody out who has been here before."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.workspace.people import account
from tests.workspace_fixtures import PASSWORD

from muniment.workspace.models import User

WRONG = "wrong wrong wrong"


def sign_in(client: Client, name: str, password: str, **more: Any) -> bool:
    client.post("/accounts/login/", {"login": name, "password": password}, **more)
    return "_auth_user_id" in client.session


def known(name: str, password: str) -> Client:
    """A browser in which somebody has signed in before, and out again."""
    client = Client()
    assert sign_in(client, name, password)
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session
    return client


def test_guessing_wrong_keeps_nobody_out_of_their_own_browser(admin: User) -> None:
    mine, stranger = known("admin", PASSWORD), Client()
    for _ in range(25):
        assert not sign_in(stranger, "admin", WRONG)
    assert not sign_in(stranger, "admin", PASSWORD)
    assert sign_in(mine, "admin", PASSWORD)


def test_a_browser_that_is_known_guesses_no_faster(admin: User) -> None:
    mine = known("admin", PASSWORD)
    for _ in range(5):
        assert not sign_in(mine, "admin", WRONG)
    assert not sign_in(mine, "admin", PASSWORD)


@pytest.mark.parametrize("change", ["another's", "moved"])
def test_a_browser_is_known_for_one_person_alone(admin: User, change: str) -> None:
    account("second", "another good password")
    theirs, stranger = known("second", "another good password"), Client()
    for _ in range(6):
        sign_in(stranger, "admin", WRONG)
    (name,) = [each for each in theirs.cookies if each.startswith("known-")]
    (own,) = [each for each in known("second", "another good password").cookies if "known-" in each]
    assert name == own
    if change == "moved":
        from muniment.web.devices import _cookie

        theirs.cookies[_cookie("admin")] = theirs.cookies[name].value
    assert not sign_in(theirs, "admin", PASSWORD)


@pytest.mark.parametrize("part", [0, 1, 2], ids=["device", "moment", "signature"])
def test_what_makes_a_browser_known_is_signed(admin: User, part: int) -> None:
    mine, stranger = known("admin", PASSWORD), Client()
    (name,) = [each for each in mine.cookies if "known-" in each]
    parts = mine.cookies[name].value.split(":")
    parts[part] = parts[part][:-1] + ("A" if parts[part][-1] != "A" else "B")
    for _ in range(6):
        sign_in(stranger, "admin", WRONG)
    mine.cookies[name] = ":".join(parts)
    assert not sign_in(mine, "admin", PASSWORD)


def test_what_makes_a_browser_known_opens_and_tells_nothing(admin: User) -> None:
    mine = known("admin", PASSWORD)
    (kept,) = [each for name, each in mine.cookies.items() if name.startswith("known-")]
    assert "admin" not in f"{kept.key}{kept.value}"
    assert kept["httponly"]
    assert kept["samesite"] == "Strict"
    assert mine.get("/sources/").status_code == 302


def test_another_name_of_the_machine_gives_no_more_attempts(admin: User) -> None:
    client = Client()
    for number in range(5):
        assert not sign_in(client, "admin", WRONG, HTTP_HOST=f"localhost:{8000 + number}")
    assert not sign_in(client, "ADMIN", PASSWORD, HTTP_HOST="127.0.0.1:9000")


def test_a_key_that_a_stranger_chose_is_no_session(admin: User) -> None:
    client = Client()
    client.cookies["sessionid"] = "a" * 32
    assert sign_in(client, "admin", PASSWORD)
    assert client.cookies["sessionid"].value != "a" * 32
    other = Client()
    other.cookies["sessionid"] = "a" * 32
    assert other.get("/sources/").status_code == 302
