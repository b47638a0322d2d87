"""Puts the page together: template, style and script in one file, nothing from elsewhere."""

from __future__ import annotations

import re
from functools import partial

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from muniment.reports.html.views import COLUMNS, make_view
from muniment.reports.letters import visible
from muniment.reports.report import LEVELS, Report, count_levels, reading, rule_of
from muniment.reports.theme import policy, resource, theme
from muniment.reports.wording import findings_line, plural, reading_line

KINDS = (("figure", "figures"), ("date", "dates"), ("citation", "citations"), ("demand", "demands"))
_RULE_SECTIONS = ("What it checks", "Why it matters", "How to dismiss")
_CODE = re.compile(r"`([^`]+)`")


def render_html(report: Report) -> str:
    """The report as one HTML page that opens offline.

    Its content security policy lets in its own style and script by their hashes and nothing
    else: no request can leave the page, whatever the documents contain.
    """
    view = make_view(report)
    style = "\n".join((theme(), resource(__package__, "report.css")))
    script = resource(__package__, "report.js")
    findings = report.all_findings()
    names = [document.name for document in view.documents]
    environment = Environment(
        loader=PackageLoader("muniment.reports.html", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["plural"] = plural
    environment.filters["zip"] = partial(zip, strict=True)
    return environment.get_template("report.html.j2").render(
        page=view,
        policy=policy(style, script),
        style=Markup(style),
        script=Markup(script),
        title=names[0].striptags() if len(names) == 1 else plural(len(names), "document"),
        summary=findings_line(findings),
        reading=reading_line(reading(report.documents)),
        read=reading(report.documents),
        levels=count_levels(findings),
        all_levels=LEVELS,
        kinds=KINDS,
        columns=COLUMNS,
        rules=[(code, *_rule(code)) for code in view.codes if rule_of(code)],
        unreadable=[visible(sentence) for sentence in report.unreadable],
        notes=[visible(sentence) for sentence in report.notes],
        version=report.version,
    )


def _rule(code: str) -> tuple[str, list[tuple[str, Markup]]]:
    """A rule's name and the sections of its page that a reader of findings needs."""
    rule = rule_of(code)
    if rule is None:
        return "", []
    return rule.name, [(name, _markdown(rule.sections[name])) for name in _RULE_SECTIONS]


def _markdown(text: str) -> Markup:
    """The little Markdown that rule pages use there: paragraphs and code."""
    paragraphs = (paragraph.strip() for paragraph in text.split("\n\n"))
    return Markup("").join(
        Markup("<p>{}</p>").format(Markup(_CODE.sub(r"<code>\1</code>", str(escape(paragraph)))))
        for paragraph in paragraphs
        if paragraph
    )
