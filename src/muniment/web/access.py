"""Every page says which right it takes, and on what; there is no other way to make one.

``allowed`` finds what a page is about, checks the right in its collection, and hands it to the
view. Without the right to read, a thing does not exist (404); with it but without the right asked
for, it is refused (403). A test walks all addresses and fails on one without a rule.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from muniment.workspace.history import Actor
from muniment.workspace.models import Collection, User
from muniment.workspace.permissions import NotAllowed, Right, may, where

View = Callable[..., HttpResponse]
Finder = Callable[..., tuple[Any, Collection]]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a page takes: a right in the collection of what it is about (``found``), in some
    collection (``found`` is None), only an account (``right`` is None), or being the
    administrator of the workspace."""

    right: Right | None
    found: Finder | None = None
    administrator: bool = False


def allowed(right: Right, found: Finder) -> Callable[[View], View]:
    """A page about one thing. ``found`` takes the address's parts and gives the thing and its
    collection, or raises Http404; the view gets the thing in their place."""

    def ruled(view: View) -> View:
        @login_required
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **parts: Any) -> HttpResponse:
            thing, collection = found(**parts)
            if not may(request.user, "read", collection):
                raise Http404
            if not may(request.user, right, collection):
                raise NotAllowed(f"You may not do this in {collection}.")
            return view(request, thing)

        checked.rule = Rule(right, found)  # type: ignore[attr-defined]
        return checked

    return ruled


def somewhere(right: Right) -> Callable[[View], View]:
    """A page over all collections in which a person has a right; it must look no further."""

    def ruled(view: View) -> View:
        @login_required
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **parts: Any) -> HttpResponse:
            if not where(request.user, right).exists():
                raise NotAllowed("You may not do this in any collection.")
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
    def checked(request: HttpRequest, *args: Any, **parts: Any) -> HttpResponse:
        if not isinstance(request.user, User) or not request.user.is_superuser:
            raise NotAllowed("Only an administrator of the workspace may do this.")
        return view(request, *args, **parts)

    checked.rule = Rule(None, administrator=True)  # type: ignore[attr-defined]
    return checked


def actor(request: HttpRequest) -> Actor:
    """Who does something in this request, for the history."""
    assert isinstance(request.user, User)
    return Actor(request.user, "web")
