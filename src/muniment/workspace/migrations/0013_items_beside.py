"""PostgreSQL notes which items changed, for their copy in a file (search/items_file.py)."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_STATEMENTS = (
    "ALTER TABLE workspace_item DROP COLUMN words",
    "CREATE TABLE workspace_changed_item (item bigint NOT NULL)",
    "CREATE TABLE workspace_items_file (name text NOT NULL, step bigint NOT NULL)",
    "INSERT INTO workspace_items_file VALUES ('', 0)",
    "CREATE FUNCTION items_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "INSERT INTO workspace_changed_item SELECT id FROM changed; RETURN NULL; END $$",
    *(
        f"CREATE TRIGGER items_{when} AFTER {when} ON workspace_item "
        f"REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION items_changed()"
        for when, rows in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
    ),
)


def note(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Let the index go that gave no order, and note what changes, where this is PostgreSQL."""
    if editor.connection.vendor == "postgresql":
        for each in _STATEMENTS:
            editor.execute(each)


class Migration(migrations.Migration):
    dependencies = (("workspace", "0012_blocks_of_items"),)
    operations = (migrations.RunPython(note, elidable=False),)
