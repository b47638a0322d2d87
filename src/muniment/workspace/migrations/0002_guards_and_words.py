"""What the database itself does: it keeps the history as it is, and finds words."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = (
    "CREATE TRIGGER history_kept_update BEFORE UPDATE ON workspace_entry "
    "BEGIN SELECT RAISE(ABORT, 'the history is not changed'); END",
    "CREATE TRIGGER history_kept_delete BEFORE DELETE ON workspace_entry "
    "BEGIN SELECT RAISE(ABORT, 'the history is not changed'); END",
    "CREATE VIRTUAL TABLE workspace_words USING fts5("
    "folded, terms, content='workspace_item', content_rowid='id', "
    "tokenize='ascii', detail='full', prefix='3')",
    "CREATE TRIGGER words_insert AFTER INSERT ON workspace_item BEGIN "
    "INSERT INTO workspace_words(rowid, folded, terms) VALUES (new.id, new.folded, new.terms); END",
    "CREATE TRIGGER words_delete AFTER DELETE ON workspace_item BEGIN "
    "INSERT INTO workspace_words(workspace_words, rowid, folded, terms) "
    "VALUES ('delete', old.id, old.folded, old.terms); END",
    "CREATE TRIGGER words_update AFTER UPDATE OF folded, terms ON workspace_item BEGIN "
    "INSERT INTO workspace_words(workspace_words, rowid, folded, terms) "
    "VALUES ('delete', old.id, old.folded, old.terms); "
    "INSERT INTO workspace_words(rowid, folded, terms) VALUES (new.id, new.folded, new.terms); END",
)
POSTGRESQL = (
    "CREATE FUNCTION history_kept() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the history is not changed'; END $$",
    "CREATE TRIGGER history_kept BEFORE UPDATE OR DELETE ON workspace_entry "
    "FOR EACH ROW EXECUTE FUNCTION history_kept()",
    "ALTER TABLE workspace_item ADD COLUMN words tsvector GENERATED ALWAYS AS "
    "(to_tsvector('simple', folded || ' ' || terms)) STORED",
    "CREATE INDEX workspace_words ON workspace_item USING gin (words)",
)


def guard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers and the index of the database at hand."""
    for each in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(each)


class Migration(migrations.Migration):
    """Guards over the history, words over what can be found."""

    dependencies = (("workspace", "0001_initial"),)
    operations = (migrations.RunPython(guard, elidable=False),)
