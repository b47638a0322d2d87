"""Pictures of numbers: plain rows of values in, drawings as SVG out.

A drawing has words of its own for people who cannot see it, needs no script, and takes its
colours from the page around it.
"""

from muniment.reports.charts.drawing import Drawing, svg

__all__ = ["Drawing", "svg"]
