"""The Django app of what a workspace keeps."""

from __future__ import annotations

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    """Sources, claims, registers, people and the history."""

    name = "muniment.workspace"
    label = "workspace"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Workspace"

    def ready(self) -> None:
        """Keep beside the database how far the history has come."""
        from muniment.workspace.witness import watch

        watch()
