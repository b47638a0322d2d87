"""A step of the ladder that was worded anew, or taken off it, has no rank any more."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("workspace", "0009_reviews_that_wait"),)
    operations = (
        migrations.AlterField(
            model_name="rung",
            name="rank",
            field=models.PositiveSmallIntegerField(null=True, unique=True),
        ),
        migrations.AlterField(
            model_name="assessment",
            name="standard",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assessments",
                to="workspace.rung",
            ),
        ),
    )
