"""What a finding quotes: its passages, each in its sentence, none shown twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from muniment.checks.model import Result
from muniment.reports.excerpts import Excerpt, bare_excerpt, excerpt, numbers_of
from muniment.reports.report import CheckedDocument
from muniment.values.passage import Passage

Documents = Mapping[str, CheckedDocument]
"""Documents by their path."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage of a finding as it is to be shown; ``number`` counts the passages from 1.

    ``checked`` is None where the passage's document is not in the report: it was only compared.
    """

    number: int
    path: str
    passage: Passage
    excerpt: Excerpt
    checked: CheckedDocument | None


def quotations(finding: Result, documents: Documents) -> list[Quotation]:
    """The passages of a finding in their order, but for those that an earlier one shows too."""
    found: list[Quotation] = []
    for number, passage in enumerate(finding.passages, 1):
        path = path_of(finding, number, documents)
        if any(
            q.path == path and q.excerpt.span[0] <= passage.start < q.excerpt.span[1] for q in found
        ):
            continue
        checked = documents.get(path)
        if checked is None:
            shown = bare_excerpt(passage)
        else:
            spans = numbers_of(checked.claims_of(finding))
            shown = excerpt(checked.claims.document, passage, spans)
        found.append(Quotation(number, path, passage, shown, checked))
    return found


def path_of(finding: Result, number: int, documents: Documents) -> str:
    """The path of the document of a finding's passage, counted from 1.

    A finding that does not tell is about the one document there is.
    """
    if number <= len(finding.paths):
        return finding.paths[number - 1]
    return next(iter(documents)) if len(documents) == 1 else ""
