"""Every route of the API says which right it takes, as every page does, and the token's scopes too.

The rules are those of ``muniment.web.access``, so that one test walks pages and routes alike.
"""

from __future__ import annotations

import hashlib
import inspect
import time
import typing
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.cache import cache
from django.core.files import locks
from django.db.models import Q
from django.http import HttpRequest
from ninja.security import HttpBearer
from pydantic import Field

from muniment.registers.objects import private_folder
from muniment.web.access import Finder, Rule, needed
from muniment.web.api.schemas import LARGEST
from muniment.web.withheld import source_of
from muniment.workspace.history import Actor
from muniment.workspace.models import Collection, Sensitivity, Source, Token, User
from muniment.workspace.opened import opened
from muniment.workspace.permissions import (
    NotAllowed,
    Right,
    may_see_restricted,
    what_is_open,
    where,
)
from muniment.workspace.services.tokens import RESTRICTED, token_of

Route = Callable[..., Any]
A_MINUTE = 60
MOST_TRIED = 60
"""Tokens that open nothing, tried from one address in a minute."""
_MARKS = 1024


class TooOften(Exception):
    """A token that was used, or an address that tried tokens, more often than is allowed in a
    minute; ``wait`` is how many seconds are left of it."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"wait {wait} seconds")
        self.wait = wait


class TokenOnly(HttpBearer):
    """``Authorization: Bearer muniment_…``; a browser's session opens nothing here."""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """The token, with its person as the one who asks.

        Raises TooOften beyond its limit, and where an address tries too many that open nothing;
        NotAllowed where its person lacks the second factor that is asked for.
        """
        held = token_of(token)
        if held is None:
            _count(f"address-{_mark(request.META.get('REMOTE_ADDR', ''))}", MOST_TRIED)
            return None
        _count(f"token-{held.pk}", opened().folder.requests_a_minute)
        if settings.SECOND_FACTOR and held.user.is_superuser and not is_mfa_enabled(held.user):
            raise NotAllowed("Its person is to add a second factor before this token opens here.")
        request.user = held.user
        return held


def _count(what: str, most: int) -> None:
    """Count one more in this minute. Raises TooOften where there were as many as may be."""
    minute, second = divmod(int(time.time()), A_MINUTE)
    key, place = f"muniment-{what}-{minute}", opened().folder.cache
    private_folder(place)
    with (place / "counting.lock").open("ab") as file:  # one after another, in all processes
        locks.lock(file, locks.LOCK_EX)
        used = int(cache.get(key, 0)) + 1
        cache.set(key, used, A_MINUTE)
    if used > most:
        raise TooOften(A_MINUTE - second)


def _mark(address: str) -> int:
    """One of a few marks of an address: who has many cannot fill the place where is counted. Two
    that share one hinder only each other's tries, never who comes with a token that opens."""
    return int.from_bytes(hashlib.sha256(address.encode("utf-8", "replace")).digest()[:4]) % _MARKS


def allowed(
    right: Right, found: Finder, *, withholds: bool = True, looks: bool = False
) -> Callable[[Route], Route]:
    """A route about one thing; the view gets the thing in place of the address's parts.

    With ``withholds`` a restricted thing is refused to tokens and people without that right.
    One that ``looks`` gives what is restricted, and keeps in the history that it did.
    """
    names = list(inspect.signature(found).parameters)

    def ruled(view: Route) -> Route:
        @wraps(view)
        def checked(request: HttpRequest, **values: Any) -> Any:
            _scope(request, right)
            parts = {name: values.pop(name) for name in names}
            thing = needed(request.user, right, found, parts)
            source = source_of(thing)
            if withholds and source is not None:
                need_open(request, source)
            return view(request, thing, **values)

        _dress(checked, view, names, drop=2)
        checked.rule = Rule(right, found, looks=looks)  # type: ignore[attr-defined]
        return checked

    return ruled


def somewhere(right: Right) -> Callable[[Route], Route]:
    """A route over all collections in which a person has a right; it must look no further."""

    def ruled(view: Route) -> Route:
        @wraps(view)
        def checked(request: HttpRequest, **values: Any) -> Any:
            _scope(request, right)
            if not where(request.user, right).exists():
                raise NotAllowed("You may not do this in any collection.")
            return view(request, **values)

        _dress(checked, view, [], drop=1)
        checked.rule = Rule(right)  # type: ignore[attr-defined]
        return checked

    return ruled


def administrators(view: Route) -> Route:
    """A route for administrators of the whole workspace, with the scope to manage."""

    @wraps(view)
    def checked(request: HttpRequest, **values: Any) -> Any:
        _scope(request, "manage")
        if not isinstance(request.user, User) or not request.user.is_superuser:
            raise NotAllowed("Only an administrator of the workspace may do this.")
        return view(request, **values)

    _dress(checked, view, [], drop=1)
    checked.rule = Rule(None, administrator=True)  # type: ignore[attr-defined]
    return checked


def with_token(view: Route) -> Route:
    """A route for every token, about the token itself."""

    @wraps(view)
    def checked(request: HttpRequest, **values: Any) -> Any:
        return view(request, **values)

    _dress(checked, view, [], drop=1)
    checked.rule = Rule(None)  # type: ignore[attr-defined]
    return checked


def token(request: HttpRequest) -> Token:
    """The token that a request came with."""
    held = request.auth  # type: ignore[attr-defined]
    assert isinstance(held, Token)
    return held


def actor(request: HttpRequest) -> Actor:
    """Who does something through the API, for the history."""
    assert isinstance(request.user, User)
    return Actor(request.user, "api")


def may_open(request: HttpRequest, source: Source) -> bool:
    """Whether a token and its person may see what a source says."""
    if source.sensitivity != Sensitivity.RESTRICTED:
        return True
    return _may_see(request, source.collection)


def open_to(request: HttpRequest) -> Q:
    """Which sources a token and its person may see: those for which ``may_open`` holds."""
    if RESTRICTED in token(request).scopes.split():
        return what_is_open(request.user)
    return ~Q(sensitivity=Sensitivity.RESTRICTED)


def need_open(request: HttpRequest, source: Source) -> None:
    """Raise NotAllowed where a source is restricted for this token or its person."""
    if not may_open(request, source):
        raise NotAllowed("This source is restricted: the token or its person may not see it.")


def need_restricted(request: HttpRequest, collection: Collection) -> None:
    """Raise NotAllowed where a token or its person may not see what is restricted."""
    if not _may_see(request, collection):
        raise NotAllowed("The token or its person may not see what is restricted here.")


def _may_see(request: HttpRequest, collection: Collection) -> bool:
    scoped = RESTRICTED in token(request).scopes.split()
    return scoped and may_see_restricted(request.user, collection)


def _scope(request: HttpRequest, right: Right) -> None:
    if right not in token(request).scopes.split():
        raise NotAllowed(f"This token does not allow it (its scopes lack {right}).")


def _dress(checked: Route, view: Route, names: list[str], drop: int) -> None:
    """Give a wrapped view the signature that the routes are made from.

    Instead of the thing, its second parameter, it takes the parts of the address.
    """
    types = typing.get_type_hints(view, include_extras=True)
    kept = list(inspect.signature(view).parameters.values())
    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters = [inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD)]
    parameters += [inspect.Parameter(each, keyword, annotation=_kind(each)) for each in names]
    parameters += [
        each.replace(kind=keyword, annotation=types.get(each.name, each.annotation))
        for each in kept[drop:]
    ]
    checked.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]


def _kind(name: str) -> Any:
    return Annotated[int, Field(ge=0, le=LARGEST)] if name == "number" else str
