"""How bodies are read: JSON in one meaning only, and nothing that JSON does not have."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.parser import Parser

Json = dict[str, Any]


class Strict(Parser):
    """Refuses what two programs may read differently: a name twice, NaN, endless nesting."""

    def parse_body(self, request: HttpRequest) -> Json:
        """The body. Raises HttpError on what is no JSON object of one meaning."""
        try:
            read = json.loads(request.body, object_pairs_hook=_once, parse_constant=_no_number)
        except _Twice as error:
            raise HttpError(400, str(error)) from error
        except (ValueError, RecursionError) as error:
            raise HttpError(400, "The body is no JSON that can be read.") from error
        if not isinstance(read, dict):
            raise HttpError(400, "The body is to be a JSON object.")
        return read


class _Twice(ValueError):
    """A name that an object has twice."""


def _once(pairs: list[tuple[str, Any]]) -> Json:
    read = dict(pairs)
    if len(read) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(each for each in names if names.count(each) > 1)
        raise _Twice(f"The body has “{twice[:60]}” twice.")
    return read


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")
