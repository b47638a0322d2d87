"""All pages and all routes of the API, from the addresses themselves, each with its rule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from muniment.web.access import Rule
from muniment.web.api.api import api

_PART = re.compile(r"[<{](?:(\w+):)?(\w+)[>}]")
API = "api/1/"


@dataclass(frozen=True)
class Route:
    """An address with its parts, the methods it answers to, and what it takes."""

    path: str
    name: str
    methods: tuple[str, ...]
    rule: Rule | None

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(name for _, name in _PART.findall(self.path))

    @property
    def of_api(self) -> bool:
        return self.path.startswith(API) and not self.path.endswith(".json")

    def address(self, values: dict[str, Any]) -> str:
        return "/" + _PART.sub(lambda part: str(values[part[2]]), self.path)


def all_routes() -> list[Route]:
    pages = [each for each in _walk(get_resolver().url_patterns, "") if not each.of_api]
    return [*pages, *_of_api()]


def _walk(patterns: list[Any], before: str) -> Iterator[Route]:
    for each in patterns:
        path = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, path)
        else:
            assert isinstance(each, URLPattern)
            rule = getattr(each.callback, "rule", None) or _inner(each.callback)
            yield Route(path, each.name or path, ("GET", "POST"), rule)


def _inner(view: Any) -> Rule | None:
    """The rule of a view under decorators that keep what they wrap."""
    while view is not None:
        if (rule := getattr(view, "rule", None)) is not None:
            return rule  # type: ignore[no-any-return]
        view = getattr(view, "__wrapped__", None)
    return None


def _of_api() -> Iterator[Route]:
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                rule = getattr(operation.view_func, "rule", None)
                whole = (API + prefix.lstrip("/") + path.lstrip("/")).replace("//", "/")
                yield Route(whole, f"{operation.methods[0]} {path}", tuple(operation.methods), rule)
