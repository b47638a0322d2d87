"""The command line: parse arguments, call one function, print."""

from __future__ import annotations

import json
from pathlib import Path

import click

from muniment import __version__


@click.group()
@click.version_option(__version__)
def main() -> None:
    """Read, check and keep statements about harm to people and land."""


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", default="json")
def check(paths: tuple[Path, ...], form: str) -> None:
    """Check documents: what does not add up, each at its exact passage."""
    from muniment.checks.checking import check_document, check_together
    from muniment.claims.reader import read_claims
    from muniment.documents.reading import read_document
    from muniment.reports.contract import contract_json, document_json

    read = [read_claims(read_document(path)) for path in paths]
    rows = [document_json(claims, check_document(claims)) for claims in read]
    click.echo(json.dumps(contract_json(rows, check_together(read)), ensure_ascii=False))
