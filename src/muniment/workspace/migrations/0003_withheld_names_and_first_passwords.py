"""Names of restricted files are sealed, and so longer; a password that another made is changed."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("workspace", "0002_guards_and_words"),)
    operations = (
        migrations.AddField(
            model_name="user",
            name="must_change_password",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(model_name="document", name="name", field=models.TextField()),
        migrations.AlterField(model_name="source", name="name", field=models.TextField()),
    )
