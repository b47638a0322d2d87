"""Copies of invented documents with all that is in them, made by the database itself."""

from __future__ import annotations

from django.db import connection, models

from muniment.workspace.models import Claim, Document, Finding, Item, Passage, Source

_ORDER: tuple[type[models.Model], ...] = (Source, Document, Passage, Claim, Finding, Item)


def multiply(times: int) -> None:
    """Have all documents so many times."""
    largest = {each: _largest(each) for each in _ORDER}
    for nth in range(1, times):
        letter = chr(ord("b") + nth % 24)
        for model in _ORDER:
            _copy(model, nth, letter, largest)
    if connection.vendor == "postgresql":
        for model in _ORDER:
            table = model._meta.db_table
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), "
                    f"(SELECT max(id) FROM {table}))"
                )


def _copy(
    model: type[models.Model], nth: int, letter: str, largest: dict[type[models.Model], int]
) -> None:
    values: dict[str, str] = {}
    documents = nth * largest[Document]
    for field in model._meta.concrete_fields:
        name = str(field.column)
        values[name] = f'"{name}"'
        if name == "id":
            values[name] = f"id + {nth * largest[model]}"
        elif name == "source_id":
            values[name] = f"source_id + {nth * largest[Source]}"
        elif name == "document_id":
            values[name] = f"document_id + {documents}"
        elif name == "key" and model in (Source, Document):
            values[name] = f"'{letter}' || substr(key, 2)"
        elif name == "sha256" and model is Source:
            values[name] = f"'y{letter}' || substr(sha256, 3)"
        elif name == "terms":
            values[name] = (
                "trim(replace(terms || ' ', ' z_d' || document_id || ' ', "
                f"' z_d' || (document_id + {documents}) || ' '))"
            )
    table = model._meta.db_table
    columns = ", ".join(f'"{each}"' for each in values)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {', '.join(values.values())} FROM {table} "
            f"WHERE id <= {largest[model]}"
        )


def _largest(model: type[models.Model]) -> int:
    return int(model._default_manager.aggregate(most=models.Max("id"))["most"] or 0)
