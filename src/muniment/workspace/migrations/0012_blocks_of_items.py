"""PostgreSQL's index knows in which block of items each stands (search/postgresql.py)."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_STATEMENTS = (
    "ALTER TABLE workspace_item DROP COLUMN words",
    "ALTER TABLE workspace_item ADD COLUMN words tsvector GENERATED ALWAYS AS "
    "(to_tsvector('simple', folded) || array_to_tsvector(string_to_array(terms, ' ')) || "
    "array_to_tsvector(ARRAY['z_b' || (id / 4096), 'z_w' || (id / 65536)])) STORED",
    "CREATE INDEX workspace_words ON workspace_item USING gin (words) WITH (fastupdate = off)",
    "ANALYZE workspace_item",
)


def learn(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the column and its index anew, where the database is PostgreSQL."""
    if editor.connection.vendor == "postgresql":
        for each in _STATEMENTS:
            editor.execute(each)


class Migration(migrations.Migration):
    dependencies = (("workspace", "0011_same_texts"),)
    operations = (migrations.RunPython(learn, elidable=False),)
