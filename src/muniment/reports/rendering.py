"""Renders a report in any of the formats. Each format's module is loaded only when asked for."""

from __future__ import annotations

from typing import Literal, get_args

from muniment.reports.report import Report

Format = Literal["text", "json", "sarif", "markdown", "html"]
FORMATS: tuple[Format, ...] = get_args(Format)

PLAIN_WIDTH = 96
"""The width of the text report where there is no terminal, in columns."""


def render(
    report: Report, form: Format, *, terminal: bool = False, width: int | None = None
) -> str:
    """The report in a format, ending with a line break.

    ``terminal`` says that the text goes to a terminal: only then is it coloured, and only where
    the environment does not forbid it (NO_COLOR). ``width`` is the terminal's width in columns.

    Raises ValueError for a format that there is not.
    """
    if form == "text":
        from muniment.reports.terminal import render_text

        text = render_text(report, width or PLAIN_WIDTH, colour=terminal)
    elif form == "json":
        from muniment.reports.contract import render_json

        text = render_json(report)
    elif form == "sarif":
        from muniment.reports.sarif import render_sarif

        text = render_sarif(report)
    elif form == "markdown":
        from muniment.reports.markdown import render_markdown

        text = render_markdown(report)
    elif form == "html":
        from muniment.reports.html import render_html

        text = render_html(report)
    else:
        raise ValueError(f"there is no format {form!r}; there are {', '.join(FORMATS)}")
    return text if text.endswith("\n") else text + "\n"
