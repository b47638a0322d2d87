"""The base map that ships with the program: land and boundaries of the world, as SVG paths."""

from muniment.web.basemap.drawing import View, drawn

__all__ = ["View", "drawn"]
