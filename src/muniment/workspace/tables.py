"""All tables of a workspace as lines of JSON, and back: the same lines on every database."""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.models.fields import Field

_PAGE = 2_000
_BATCH = 200
# What holds for one machine and one moment: sessions, the queue of tasks, Django's own lists.
_NOT_KEPT = ("sessions", "usersessions", "contenttypes", "auth", "django_tasks_database")
_NO_TABLES = ("User_groups", "User_user_permissions")
Model = type[models.Model]


def kept_tables() -> list[Model]:
    """The models whose rows make up a workspace, in the order of their names."""
    found = [
        each
        for each in apps.get_models(include_auto_created=True)
        if each._meta.managed
        and not each._meta.proxy
        and each._meta.app_label not in _NOT_KEPT
        and each._meta.object_name not in _NO_TABLES
    ]
    return sorted(found, key=lambda each: each._meta.label)


def columns(model: Model) -> list[str]:
    """The columns of a table that are kept."""
    return [each.attname for each in _fields(model)]


def lines(model: Model) -> Iterator[bytes]:
    """The rows of a table in the order of their keys, each a JSON list and a line end."""
    rows = model._base_manager.order_by("pk").values_list(*columns(model))
    for row in rows.iterator(chunk_size=_PAGE):
        text = json.dumps(
            [_plain(value) for value in row],
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        )
        yield text.encode("utf-8", "surrogatepass") + b"\n"


def digest(model: Model) -> tuple[int, str]:
    """How many rows a table has, and the SHA-256 of its lines."""
    whole, number = hashlib.sha256(), 0
    for line in lines(model):
        whole.update(line)
        number += 1
    return number, whole.hexdigest()


def fill(model: Model, names: Sequence[str], rows: Sequence[list[Any]]) -> None:
    """Put rows into a table as they were.

    Raises ValueError when it has no such column, or a value is not of its kind.
    """
    by_name = {each.attname: each for each in _fields(model)}
    if unknown := [each for each in names if each not in by_name]:
        raise ValueError(f"{model._meta.label} has no column {unknown[0]}")
    fields = [by_name[each] for each in names]
    made = [
        model(
            **{each.attname: _value(each, value) for each, value in zip(fields, row, strict=True)}
        )
        for row in rows
    ]
    model._base_manager.bulk_create(made, batch_size=_BATCH)


def count_on(filled: Sequence[Model]) -> None:
    """Let the database number new rows after those that were put in."""
    from django.core.management.color import no_style

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(filled)):
            cursor.execute(statement)


def _fields(model: Model) -> list[Field[Any, Any]]:
    return [each for each in model._meta.concrete_fields if not each.generated]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    return value


def _value(field: Field[Any, Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(field, models.DateTimeField):
        return datetime.datetime.fromisoformat(value)
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value)
    return value if isinstance(field, models.JSONField) else field.to_python(value)
