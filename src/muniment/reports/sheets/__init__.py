"""Pages of numbers: sections with a plain answer, its pictures and its figures in, HTML out."""

from muniment.reports.sheets.page import Section, Sheet, Table, render_sheet

__all__ = ["Section", "Sheet", "Table", "render_sheet"]
