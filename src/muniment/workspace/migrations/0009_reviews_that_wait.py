"""A review may wait for a second person beside a decision that counts; reviews stand as made."""

from __future__ import annotations

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def wait(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The last review of each claim that awaits a second person waits."""
    reviews = apps.get_model("workspace", "Review").objects
    rows = reviews.filter(claim__status="proposed").values("claim")
    last = rows.annotate(last=models.Max("pk")).values_list("last", flat=True)
    reviews.filter(pk__in=list(last.order_by())).update(waits=True)


class Migration(migrations.Migration):
    dependencies = (("workspace", "0008_sealed_words"),)
    operations = (
        migrations.AddField(
            model_name="review", name="waits", field=models.BooleanField(default=False)
        ),
        migrations.RunPython(wait, migrations.RunPython.noop),
        migrations.AlterModelOptions(name="review", options={"ordering": ("id",)}),
        migrations.AlterModelOptions(name="assessment", options={"ordering": ("id",)}),
    )
