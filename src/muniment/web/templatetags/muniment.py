"""Small things that many templates need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from muniment.web.labels import label
from muniment.workspace.permissions import Right, rights_anywhere

register = template.Library()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the workspace in the main navigation."""

    name: str
    label: str | Promise
    right: Right


SECTIONS = (
    Section("sources", _("Sources"), "read"),
    Section("search", _("Search"), "read"),
    Section("questions", _("Questions"), "read"),
    Section("registers", _("Registers"), "read"),
    Section("exports", _("Exports"), "read"),
    Section("history", _("History"), "history"),
)


@register.inclusion_tag("muniment/parts/nav.html", takes_context=True)
def sections(context: dict[str, Any]) -> dict[str, Any]:
    """The parts of the workspace that this person may open."""
    request: HttpRequest = context["request"]
    rows = []
    held = rights_anywhere(request.user)
    for each in SECTIONS:
        try:
            address = reverse(each.name)
        except NoReverseMatch:
            continue
        if each.right in held:
            here = request.path == address or request.path.startswith(address)
            rows.append({"label": each.label, "address": address, "here": here})
    return {"rows": rows}


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: object) -> str:
    """The address's query string with some of its values changed; None takes one away."""
    values: QueryDict = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            values.pop(name, None)
        else:
            values[name] = str(value)
    return f"?{values.urlencode()}" if values else "?"


@register.filter
def called(value: str, facet: str) -> str | Promise:
    """What a value of a facet ("event", "claim", …) is called in the language of the page."""
    return label(facet, value)


@register.filter
def tongue(code: str) -> str:
    """What a language is called in the language of the page; its code where nobody named it."""
    try:
        return gettext(str(get_language_info(code)["name"]))
    except KeyError:
        return code


@register.filter
def megabytes(size: int) -> str:
    """A size in bytes as people read it."""
    for unit in ("B", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}"
        size = round(size / 1000)
    return f"{size:,} GB"
