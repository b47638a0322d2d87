"""What may name somebody is sealed: why and for whom an export is, questions, messages of work."""

from __future__ import annotations

import json

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import muniment.workspace.models.work
from muniment.workspace.folder import FolderProblem
from muniment.workspace.opened import is_open, opened
from muniment.workspace.sealing import MARK

SEALED = {
    "Collection": ("slug", ("description",)),
    "Export": ("key", ("purpose", "recipient", "reason", "message")),
    "Intake": ("key", ("message",)),
    "Question": ("key", ("text", "counted", "place")),
    "Source": ("key", ("problem",)),
    "Work": ("key", ("order", "message")),
}
_PAGE = 500


def seal(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Seal what is kept already. Raises FolderProblem without the key, where there is something."""
    for name, (row, fields) in SEALED.items():
        for each in apps.get_model("workspace", name).objects.iterator(chunk_size=_PAGE):
            if not is_open() or not opened().keys.secret:
                raise FolderProblem(
                    "open this workspace with its key once: words are to be sealed."
                )
            if name == "Work":
                _named(each)
            for field in fields:
                text = getattr(each, field)
                if text and not text.startswith(MARK):
                    place = f"{name.lower()}:{getattr(each, row)}:{field}"
                    setattr(each, field, opened().sealer.seal(text, place))
            each.save()


def _named(work: models.Model) -> None:
    """Give work its own key, and that of what it is about."""
    order = json.loads(work.order)  # type: ignore[attr-defined]
    found = (str(order[each]) for each in ("source", "intake", "export") if each in order)
    work.about = next(found, "")  # type: ignore[attr-defined]
    work.key = muniment.workspace.models.work.new_key()  # type: ignore[attr-defined]


class Migration(migrations.Migration):
    dependencies = (("workspace", "0007_sealed_searches"),)
    operations = (
        migrations.AddField(
            model_name="work",
            name="key",
            field=models.CharField(default=muniment.workspace.models.work.new_key, max_length=16),
        ),
        migrations.AddField(
            model_name="work",
            name="about",
            field=models.CharField(blank=True, db_index=True, default="", max_length=40),
        ),
        migrations.RunPython(seal, migrations.RunPython.noop, elidable=False),
    )
