"""The output contract of ``muniment check --format json`` (schema 1)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from muniment.checks.model import Outcome, Result
from muniment.claims.model import (
    Citation,
    Claim,
    DateClaim,
    Demand,
    Figure,
    Relation,
)
from muniment.reports.report import CheckedDocument, Report
from muniment.values.passage import Passage, Span
from muniment.values.quantity import Number

SCHEMA = 1

Json = dict[str, Any]

_SURROGATE = re.compile("[\ud800-\udfff]")


def number_json(value: Number | None) -> int | float | None:
    """A number as JSON: whole numbers as integers, others as floats."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def passage_json(passage: Passage) -> Json:
    """A passage with its selectors."""
    row: Json = {
        "start": passage.start,
        "end": passage.end,
        "quote": passage.quote,
        "prefix": passage.prefix,
        "suffix": passage.suffix,
        "page": passage.page,
        "paragraph": passage.paragraph,
    }
    if passage.boxes:
        row["boxes"] = [[b.page, b.x0, b.y0, b.x1, b.y1] for b in passage.boxes]
    return row


def span_json(span: Span | None) -> Json | None:
    """A span: start, end and text."""
    return None if span is None else {"start": span.start, "end": span.end, "text": span.text}


def claim_json(claim: Claim) -> Json:
    """A claim of any kind."""
    row: Json = {"id": claim.id, "kind": claim.kind, "passage": passage_json(claim.passage)}
    if isinstance(claim, Figure):
        period = claim.period
        row |= {
            "number": span_json(claim.number),
            "modifier": span_json(claim.modifier),
            "low": number_json(claim.quantity.low),
            "high": number_json(claim.quantity.high),
            "approximate": claim.quantity.approximate,
            "class": claim.klass,
            "unit": claim.unit,
            "counted": span_json(claim.counted),
            "categories": {
                "sex": claim.categories.sex,
                "age": claim.categories.age,
                "status": claim.categories.status,
            },
            "event": claim.event,
            "part_of": claim.part_of,
            "part_kind": claim.part_kind,
            "part_of_alternatives": list(claim.part_of_alternatives),
            "period": None
            if period is None
            else {**(span_json(period.span) or {}), "edtf": period.edtf},
            "place": span_json(claim.place),
            "responsible": span_json(claim.responsible),
            "said_by": [span_json(span) for span in claim.said_by],
            "reasons": dict(claim.reasons),
            "second_opinion": claim.second_opinion,
        }
    elif isinstance(claim, DateClaim):
        row |= {"edtf": claim.edtf}
    elif isinstance(claim, Citation):
        row |= {
            "words": claim.words,
            "instrument": claim.instrument,
            "symbol": claim.symbol,
            "provision": claim.provision,
            "year": claim.year,
        }
    elif isinstance(claim, Demand):
        row |= {"addressee": span_json(claim.addressee)}
    elif isinstance(claim, Relation):
        row |= {
            "type": claim.type,
            "members": [{"role": role, "claim": member} for role, member in claim.members],
            "values": dict(claim.values),
        }
    row["found_by"] = claim.found_by
    return row


def result_json(result: Result) -> Json:
    """A result of a rule: a finding, or what held or could not be checked."""
    return {
        "key": result.key,
        "code": result.code,
        "level": result.level,
        "message": result.message,
        "working": result.working,
        "claims": list(result.claims),
        "passages": [passage_json(passage) for passage in result.passages],
        "paths": list(result.paths),
    }


def document_json(checked: CheckedDocument) -> Json:
    """A document with its claims, its findings, what else came of the rules, and remarks."""
    document, results = checked.claims.document, checked.results
    return {
        "path": document.path,
        "sha256": document.sha256,
        "title": document.title,
        "issuer": document.issuer,
        "date": document.date,
        "language": document.language,
        "pages": len(document.pages) or None,
        "recognised": [
            {"page": page.number, "confidence": page.confidence}
            for page in document.pages
            if page.confidence is not None
        ],
        "text_length": len(document.text),
        "claims": [claim_json(claim) for claim in checked.claims.all()],
        "instruments": _instruments(checked),
        "findings": [result_json(r) for r in results if r.outcome is Outcome.FIRES],
        "checked": [
            {**result_json(r), "outcome": r.outcome.value}
            for r in results
            if r.outcome is not Outcome.FIRES
        ],
        "dismissed": [
            {**result_json(result), "reason": dismissal.reason}
            for result, dismissal in checked.dismissed
        ],
        "stale_dismissals": [
            {"finding": d.finding, "code": d.code, "reason": d.reason} for d in checked.stale
        ],
        "notes": list(document.notes),
    }


def _instruments(checked: CheckedDocument) -> list[Json]:
    """The instruments cited; the register is loaded only where there are some."""
    if not checked.positions:
        return []
    from muniment.reports.positions import position_json

    return [position_json(position) for position in checked.positions]


def render_json(report: Report) -> str:
    """The report as JSON text."""
    return "".join(json_pieces(report.documents, report))


def json_pieces(documents: Iterable[CheckedDocument], report: Report) -> Iterator[str]:
    """The output of one run as JSON text, a document at a time, so that memory stays flat.

    What concerns the run as a whole is taken from ``report`` when the documents have gone by:
    it may be filled in while they do.
    """
    head = dump_json({"muniment": report.version, "schema": SCHEMA})
    yield head[:-1] + ', "documents": ['
    comma = ""
    for document in documents:
        yield f"{comma}\n{dump_json(document_json(document))}"
        comma = ","
    findings = [result_json(r) for r in report.together if r.outcome is Outcome.FIRES]
    tail = {"findings": findings, "unreadable": report.unreadable, "notes": report.notes}
    yield f"],\n{dump_json(tail)[1:]}\n"


def dump_json(value: Json) -> str:
    """JSON text with letters as they are; only lone surrogates, which UTF-8 has not, escaped."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _SURROGATE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
