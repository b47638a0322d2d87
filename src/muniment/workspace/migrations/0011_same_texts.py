"""Documents are marked by their letters, so that the same text is known in another format."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("workspace", "0010_steps_that_left_the_ladder"),)
    operations = (
        migrations.AddField(
            model_name="document",
            name="sameness",
            field=models.CharField(blank=True, db_index=True, default="", max_length=64),
        ),
    )
