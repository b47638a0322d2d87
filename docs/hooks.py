"""Builds the rule pages of the site from the rule book, so that there is one copy of each."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from muniment.checks.rulebook import rules


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add a page for each rule and the list of all of them."""
    rows = ["# Rules", "", "| code | name | level | by default |", "|---|---|---|---|"]
    for rule in rules():
        default = "on" if rule.on_by_default else "off"
        rows.append(f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.level} | {default} |")
        page = f"# {rule.code}: {rule.name}\n\n*{rule.level}, {default} by default*\n\n{rule.page}"
        files.append(File.generated(config, f"rules/{rule.code}.md", content=page))
    files.append(File.generated(config, "rules/index.md", content="\n".join(rows)))
    return files
