"""Indexes for what the first pages show: the latest sources, and the claims that wait."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("workspace", "0005_registers"),)
    operations = (
        migrations.AddIndex(
            model_name="source",
            index=models.Index(fields=["-received_at", "-id"], name="latest_sources"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["status", "document"], name="claims_by_status"),
        ),
    )
