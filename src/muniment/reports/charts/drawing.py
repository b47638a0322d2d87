"""Drawings: marks on a plane, and their SVG."""

from __future__ import annotations

from dataclasses import dataclass, field

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

LETTER = 7.2
"""About how wide a letter of the charts' text is, in units of the drawing."""


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line; ``look`` is a class of ``charts.css``."""

    x1: float
    y1: float
    x2: float
    y2: float
    look: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rectangle with an optional explanation that appears when pointed at."""

    x: float
    y: float
    width: float
    height: float
    look: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle."""

    x: float
    y: float
    radius: float
    look: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text; ``anchor`` is start, middle or end."""

    x: float
    y: float
    words: str
    look: str = "label"
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Path:
    """A line through points, closed and filled if its look fills it."""

    points: tuple[tuple[float, float], ...]
    look: str

    @property
    def data(self) -> str:
        """The points as path data."""
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in self.points)


Mark = Line | Bar | Dot | Text | Path


@dataclass(slots=True)
class Drawing:
    """Marks on a plane of ``width`` by ``height`` units, with a title and a description in words.

    ``table`` holds the same numbers as rows of text, the first row being headings: who cannot
    see the picture, or wants the figures, reads them there.
    """

    title: str
    description: str
    width: float
    height: float
    marks: list[Mark] = field(default_factory=list)
    table: list[tuple[str, ...]] = field(default_factory=list)

    def add(self, *marks: Mark) -> None:
        """Put marks on the plane, later ones over earlier ones."""
        self.marks.extend(marks)


def svg(drawing: Drawing, name: str) -> Markup:
    """The drawing as an SVG element; ``name`` is unique on its page and makes the ids."""
    environment = Environment(
        loader=PackageLoader("muniment.reports.charts", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("drawing.svg.j2")
    return Markup(template.render(drawing=drawing, name=name))
