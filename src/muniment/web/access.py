"""Every page says which right it takes, and on what; there is no other way to make one.

``allowed`` finds what a page is about, checks the right in its collection, and hands it to the
view. Without the right to read, a thing does not exist (404); with it but without the right asked
for, it is refused (403). What belongs to a restricted source is withheld until somebody with the
right has asked to see it, which the history keeps (muniment.web.withheld). A test walks all
addresses and fails on one without a rule.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from muniment.web.withheld import is_withheld, withhold
from muniment.workspace.history import Actor
from muniment.workspace.models import Collection, User
from muniment.workspace.permissions import NotAllowed, Right, may, rights_anywhere

View = Callable[..., HttpResponseBase]
Finder = Callable[..., tuple[Any, Collection]]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a page takes: a right in the collection of what it is about (``found``), in some
    collection (``found`` is None), only an account (``right`` is None), being the administrator
    of the workspace, or nothing at all (``anyone``: the way in). ``looks`` says that it gives what
    is restricted, and keeps in the history that it did."""

    right: Right | None
    found: Finder | None = None
    administrator: bool = False
    anyone: bool = False
    looks: bool = False


def allowed(right: Right, found: Finder, *, withholds: bool = True) -> Callable[[View], View]:
    """A page about one thing. ``found`` takes the address's parts and gives the thing and its
    collection, or raises Http404; the view gets the thing in their place. Only a page that shows
    nothing of what a restricted source says sets ``withholds`` to False."""

    def ruled(view: View) -> View:
        @login_required
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **parts: Any) -> HttpResponseBase:
            thing = needed(request.user, right, found, parts)
            if withholds and is_withheld(request, thing):
                return withhold(request, thing)
            return view(request, thing)

        checked.rule = Rule(right, found)  # type: ignore[attr-defined]
        return checked

    return ruled


def needed(user: Any, right: Right, found: Finder, parts: dict[str, Any]) -> Any:
    """What an address is about, where a person has the right to it.

    Raises Http404 where it is not there or not theirs to know of, NotAllowed where only the right
    is missing.
    """
    thing, collection = found(**parts)
    if not may(user, "read", collection):
        raise Http404
    if not may(user, right, collection):
        raise NotAllowed(_("You may not do this in %s.") % collection)
    return thing


def somewhere(right: Right) -> Callable[[View], View]:
    """A page over all collections in which a person has a right; it must look no further."""

    def ruled(view: View) -> View:
        @login_required
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **parts: Any) -> HttpResponseBase:
            held = rights_anywhere(request.user)
            request.rights_anywhere = held  # type: ignore[attr-defined]
            if right not in held:
                raise NotAllowed(_("You may not do this in any collection."))
            return view(request, *args, **parts)

        checked.rule = Rule(right)  # type: ignore[attr-defined]
        return checked

    return ruled


def signed_in(view: View) -> View:
    """A page for everybody with an account, about that account or about nothing that is kept."""
    checked = login_required(view)
    checked.rule = Rule(None)  # type: ignore[attr-defined]
    return checked


def administrators(view: View) -> View:
    """A page for administrators of the whole workspace."""

    @login_required
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **parts: Any) -> HttpResponseBase:
        if not isinstance(request.user, User) or not request.user.is_superuser:
            raise NotAllowed(_("Only an administrator of the workspace may do this."))
        return view(request, *args, **parts)

    checked.rule = Rule(None, administrator=True)  # type: ignore[attr-defined]
    return checked


def anyone(view: View) -> View:
    """A page on the way in, open to those without an account."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **parts: Any) -> HttpResponseBase:
        return view(request, *args, **parts)

    checked.rule = Rule(None, anyone=True)  # type: ignore[attr-defined]
    return checked


def recently(view: View) -> View:
    """A page that takes a proof of who one is, not older than a quarter of an hour."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **parts: Any) -> HttpResponseBase:
        assert isinstance(request.user, User)
        proofs = get_authentication_records(request, request.user)
        latest = max((each.get("at", 0) for each in proofs), default=0)
        if time.time() - latest > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            raise ReauthenticationRequired
        return view(request, *args, **parts)

    return checked


def actor(request: HttpRequest) -> Actor:
    """Who does something in this request, for the history."""
    assert isinstance(request.user, User)
    return Actor(request.user, "web")
