"""Small things that many templates need."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from muniment.web import sentences
from muniment.web.dates import spoken
from muniment.web.excerpting import first_words, last_words
from muniment.web.labels import label
from muniment.web.search_facets import Value
from muniment.web.search_results import Hit
from muniment.web.segments import Segment
from muniment.workspace.permissions import Right, rights_anywhere

register = template.Library()
_GROUPED = 1_000


_OF_A_COLLECTION = re.compile(r"\.(?:c\d+|estimate)(?!\w)")
# Browsers name those whose pages they can show too: the most particular mark comes first.
_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the workspace in the main navigation."""

    name: str
    label: str | Promise
    right: Right
    holds: tuple[str, ...] = ()
    """Beginnings of the addresses that belong to it beside its own."""


SECTIONS = (
    Section("sources", _("Sources"), "read", ("/documents/",)),
    Section("search", _("Search"), "read", ("/timeline", "/map", "/places/")),
    Section("questions", _("Questions"), "read", ("/ladder",)),
    Section("registers", _("Registers"), "read", ("/linkages/", "/intakes/")),
    Section("exports", _("Exports"), "read"),
    Section("history", _("History"), "history"),
)


@register.inclusion_tag("muniment/parts/nav.html", takes_context=True)
def sections(context: dict[str, Any]) -> dict[str, Any]:
    """The parts of the workspace that this person may open."""
    request: HttpRequest = context["request"]
    rows = []
    held = getattr(request, "rights_anywhere", None) or rights_anywhere(request.user)
    for each in SECTIONS:
        try:
            address = reverse(each.name)
        except NoReverseMatch:
            continue
        if each.right in held:
            here = request.path.startswith((address, *each.holds))
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


@register.simple_tag
def facet_values(values: Iterable[Value]) -> SafeString:
    """The values of a facet as links; a page has a hundred, too many for a template."""
    chosen = escape(gettext("chosen"))
    on = ('<span class="box" aria-hidden="true">✓</span>', f'<span class="sr">{chosen}</span>')
    off = ('<span class="box" aria-hidden="true"></span>', "")
    rows = []
    for each in values:
        box, said = on if each.chosen else off
        here = ' class="on"' if each.chosen else ""
        number = each.number if each.number < _GROUPED else intcomma(each.number)
        about = f' <bdi class="quiet">{escape(each.about)}</bdi>' if each.about else ""
        rows.append(
            f'<li><a href="?{escape(each.address)}"{here}>{box}'
            f"<span><bdi>{escape(each.label)}</bdi>{said}{about} </span>"
            f'<span class="count">{number}</span></a></li>'
        )
    return mark_safe("".join(rows))


@register.simple_tag
def excerpt(hit: Hit) -> SafeString:
    """The pieces of what was found with the words marked; a page has hundreds."""
    said = f'<span class="said {hit.claim.kind}">' if hit.claim else ""
    pieces = []
    for text, found, in_claim in hit.pieces:
        start, end = ("<mark>", "</mark>") if found else ("", "")
        if in_claim and said and not found:
            start, end = said, "</span>"
        pieces.append(f"{start}{escape(text)}{end}")
    return mark_safe("".join(pieces))


@register.simple_tag
def drawn(segments: Iterable[Segment]) -> SafeString:
    """The pieces of a paragraph with their claims; a page has thousands."""
    pieces = []
    for each in segments:
        looks = f"c {each.kind} {each.status}" if each.claims else ""
        looks += " at" if each.at else ""
        place = ' id="at"' if each.first else ""
        look = f' class="{looks.strip()}"' if looks else ""
        claims = f' data-claims="{escape(" ".join(each.claims))}"' if each.claims else ""
        pieces.append(
            f'<span data-at="{each.start}"{place}{look}{claims}>{escape(each.text)}</span>'
        )
    return mark_safe("".join(pieces))


@register.filter
def called(value: str, facet: str) -> str | Promise:
    """What a value of a facet ("event", "claim", …) is called in the language of the page."""
    return label(facet, value)


@register.filter
def when(edtf: str) -> str:
    """A date or period that is kept as EDTF, in words; nothing where there is none."""
    return spoken(edtf) if edtf else ""


@register.filter
def said(text: str) -> str:
    """A sentence that the program made in English, in the language of the page."""
    return sentences.said(str(text))


@register.filter
def said_in(drawing: str) -> SafeString:
    """A drawing of the program's own, with its words in the language of the page."""
    return mark_safe(sentences.said_in(drawing))


@register.filter
def last_whole(text: str) -> str:
    """What stands before a passage, from its first whole word."""
    return last_words(text) if text else ""


@register.filter
def first_whole(text: str) -> str:
    """What stands after a passage, to its last whole word."""
    return first_words(text) if text else ""


@register.filter
def tongue(code: str) -> str:
    """What a language is called in the language of the page; its code where nobody named it."""
    try:
        return gettext(str(get_language_info(code)["name"]))
    except KeyError:
        return code


@register.filter
def plain(name: object) -> str:
    """What a list or a linkage is called, without the marks of its collection and its estimate."""
    return _OF_A_COLLECTION.sub("", str(name))


@register.filter
def browser(agent: str) -> str:
    """What a browser calls itself, cut down to its name and its system."""
    name = next((words for mark, words in _BROWSERS if mark in agent), "")
    system = next((words for mark, words in _SYSTEMS if mark in agent), "")
    return f"{name}, {system}" if name and system else name or agent[:80]


@register.filter
def megabytes(size: int) -> str:
    """A size in bytes as people read it; the number stands before the unit in every script."""
    for unit in ("B", "kB", "MB"):
        if size < 1000:
            return f"\u2066{size:.0f}\u00a0{unit}\u2069"
        size = round(size / 1000)
    return f"\u2066{size:,}\u00a0GB\u2069"
