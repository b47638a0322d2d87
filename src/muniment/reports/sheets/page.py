"""A sheet: one page that opens offline, reads from top to bottom and prints well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from muniment import __version__
from muniment.reports.charts import Drawing, svg
from muniment.reports.theme import policy, resource, theme


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text under headings; ``numeric`` columns, counted from 0, are set flush right."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Section:
    """One question: its answer in a line, words, pictures, tables, and what to beware of.

    ``refused`` are sentences on what is no answer and why; ``beware`` what to know before using
    one. ``truth`` is what is really so, which only invented data can tell.
    """

    heading: str
    answer: str = ""
    words: Sequence[str] = ()
    drawings: Sequence[Drawing] = ()
    tables: Sequence[Table] = ()
    refused: Sequence[str] = ()
    beware: Sequence[str] = ()
    truth: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its title, what it rests on, and its sections."""

    title: str
    about: str
    sections: Sequence[Section] = field(default_factory=tuple)


def render_sheet(sheet: Sheet) -> str:
    """The sheet as one HTML page without script; nothing is loaded from elsewhere."""
    style = "\n".join(
        (
            theme(),
            resource("muniment.reports", "styles/charts.css"),
            resource(__package__, "sheet.css"),
        )
    )
    environment = Environment(
        loader=PackageLoader(__package__, "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    drawn = [
        [svg(drawing, f"s{number}c{place}") for place, drawing in enumerate(section.drawings)]
        for number, section in enumerate(sheet.sections)
    ]
    return environment.get_template("sheet.html.j2").render(
        sheet=sheet, drawn=drawn, style=Markup(style), policy=policy(style), version=__version__
    )
