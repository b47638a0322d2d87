"""The Django app of the pages."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, their templates and styles."""

    name = "muniment.web"
    label = "web"
    verbose_name = "Pages"

    def ready(self) -> None:
        """Keep what happens to accounts."""
        from muniment.web import account_history  # noqa: F401
