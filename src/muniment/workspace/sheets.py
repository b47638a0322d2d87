"""Sheets of numbers as JSON: kept with the run that they show, so that its page opens at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from muniment.reports.charts import svg

if TYPE_CHECKING:
    from muniment.reports.sheets import Section, Sheet


def sheet_json(sheet: Sheet) -> dict[str, Any]:
    """A sheet with its drawings as SVG."""
    return {
        "title": sheet.title,
        "about": sheet.about,
        "sections": [section_json(each, f"s{n}") for n, each in enumerate(sheet.sections)],
    }


def section_json(section: Section, name: str) -> dict[str, Any]:
    """A section with its drawings as SVG; ``name`` is unique on its page."""
    return {
        "heading": section.heading,
        "answer": section.answer,
        "words": list(section.words),
        "refused": list(section.refused),
        "beware": list(section.beware),
        "drawings": [
            {
                "title": each.title,
                "svg": str(svg(each, f"{name}c{place}")),
                "table": [list(row) for row in each.table],
            }
            for place, each in enumerate(section.drawings)
        ],
        "tables": [
            {
                "headings": list(each.headings),
                "rows": [list(row) for row in each.rows],
                "numeric": sorted(each.numeric),
            }
            for each in section.tables
        ],
    }
