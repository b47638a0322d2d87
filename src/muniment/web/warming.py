"""What every page needs is loaded once before the first is asked for."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import connections
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils import translation

from muniment.web.basemap.drawing import View, drawn
from muniment.workspace.search.forms import forms
from muniment.workspace.search.spellings import latest, others

_TEMPLATES = Path(__file__).parent / "templates"


def warm() -> None:
    """Load addresses, templates, translations, map and tables of names; leave no database open."""
    _ = get_resolver().reverse_dict
    for each in sorted(_TEMPLATES.rglob("*.html")):
        get_template(each.relative_to(_TEMPLATES).as_posix())
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            translation.gettext("Search")
    drawn(View())
    forms("names")
    others("names", True, latest())
    connections.close_all()
