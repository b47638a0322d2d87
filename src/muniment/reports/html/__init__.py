"""The report as one page: a report in; a self-contained HTML file, readable offline, out."""

from muniment.reports.html.page import render_html

__all__ = ["render_html"]
