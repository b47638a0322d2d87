"""Spellings, places, and an index that keeps facets apart from words."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_TRIGGERS = ("words_insert", "words_delete", "words_update")
_FORGET = (
    "INSERT INTO workspace_words(workspace_words, rowid, folded, terms) "
    "VALUES ('delete', old.id, old.folded, old.terms);"
)
_LEARN = "INSERT INTO workspace_words(rowid, folded, terms) VALUES (new.id, new.folded, new.terms);"
SQLITE = (
    "CREATE VIRTUAL TABLE workspace_words USING fts5("
    "folded, terms, content='workspace_item', content_rowid='id', "
    "tokenize=\"ascii tokenchars '_'\", columnsize=0)",
    f"CREATE TRIGGER words_insert AFTER INSERT ON workspace_item BEGIN {_LEARN} END",
    f"CREATE TRIGGER words_delete AFTER DELETE ON workspace_item BEGIN {_FORGET} END",
    "CREATE TRIGGER words_update AFTER UPDATE OF folded, terms ON workspace_item BEGIN "
    f"{_FORGET} {_LEARN} END",
    "INSERT INTO workspace_words(workspace_words) VALUES ('rebuild')",
)
# Facets become lexemes as they stand: no word of a text has their underscore.
POSTGRESQL = (
    "ALTER TABLE workspace_item DROP COLUMN words",
    "ALTER TABLE workspace_item ADD COLUMN words tsvector GENERATED ALWAYS AS "
    "(to_tsvector('simple', folded) || array_to_tsvector(string_to_array(terms, ' '))) STORED",
    "CREATE INDEX workspace_words ON workspace_item USING gin (words) WITH (fastupdate = off)",
)


def forget(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the old index away, so that the table can be changed."""
    if editor.connection.vendor != "postgresql":
        for each in _TRIGGERS:
            editor.execute(f"DROP TRIGGER IF EXISTS {each}")
        editor.execute("DROP TABLE IF EXISTS workspace_words")


def learn(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the index anew."""
    for each in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(each)


class Migration(migrations.Migration):
    dependencies = (("workspace", "0003_withheld_names_and_first_passwords"),)
    operations = (
        migrations.RunPython(forget, elidable=False),
        migrations.AddField(
            model_name="item",
            name="label",
            field=models.CharField(blank=True, default="", max_length=300),
        ),
        migrations.AddField(
            model_name="item",
            name="register",
            field=models.CharField(blank=True, db_index=True, default="", max_length=64),
        ),
        migrations.CreateModel(
            name="Spelling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("word", models.CharField(db_index=True, max_length=64)),
                ("text", models.CharField(max_length=300)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key", "word", "text"), name="one_spelling_a_key"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=16, unique=True)),
                ("names", models.TextField()),
                ("positions", models.TextField(default="[]")),
                ("basis", models.TextField(blank=True)),
                (
                    "sensitivity",
                    models.CharField(
                        choices=[
                            ("public", "public"),
                            ("internal", "internal"),
                            ("restricted", "restricted"),
                        ],
                        default="internal",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "collection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places",
                        to="workspace.collection",
                    ),
                ),
            ],
        ),
        migrations.RunPython(learn, elidable=False),
    )
