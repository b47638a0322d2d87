"""The claims of a document alone: a table for a terminal, CSV or JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from muniment.claims.model import Citation, Claim, DateClaim, Demand, Figure, Relation
from muniment.reports.contract import Json, claim_json, dump_json, number_json

KINDS = ("figure", "date", "citation", "demand", "relation")
COLUMNS = (
    "document",
    "page",
    "paragraph",
    "kind",
    "quote",
    "low",
    "high",
    "approximate",
    "class",
    "unit",
    "counted",
    "event",
    "part_of",
    "part_kind",
    "period",
    "place",
    "responsible",
    "said_by",
    "value",
    "start",
    "end",
    "id",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def claims_json(rows: Iterable[tuple[str, Claim]]) -> str:
    """The claims as JSON: one object a claim, with the path of its document."""
    return dump_json({"claims": [{"document": path, **claim_json(c)} for path, c in rows]}) + "\n"


def claims_csv(rows: Iterable[tuple[str, Claim]]) -> str:
    """The claims as CSV with a header; cells that a spreadsheet would take for a formula are
    quoted with an apostrophe.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for path, claim in rows:
        row = _row(path, claim)
        writer.writerow({key: _inert(value) for key, value in row.items()})
    return out.getvalue()


def claims_table(rows: Iterable[tuple[str, Claim]]) -> str:
    """The claims as lines for a terminal: place, kind, value and quote, aligned."""
    lines = [("where", "kind", "value", "what is said")]
    for _, claim in rows:
        page = f"p. {claim.passage.page}, " if claim.passage.page else ""
        where = f"{page}par. {claim.passage.paragraph}"
        lines.append((where, claim.kind, _value(claim), _summary(claim)))
    widths = [max(len(line[i]) for line in lines) for i in range(3)]
    return "".join(
        "  ".join([*(line[i].ljust(widths[i]) for i in range(3)), line[3]]).rstrip() + "\n"
        for line in lines
    )


def _row(path: str, claim: Claim) -> Json:
    passage = claim.passage
    row: Json = {
        "document": path,
        "page": passage.page,
        "paragraph": passage.paragraph,
        "kind": claim.kind,
        "quote": " ".join(passage.quote.split()),
        "start": passage.start,
        "end": passage.end,
        "id": claim.id,
        "value": _value(claim),
    }
    if isinstance(claim, Figure):
        row |= {
            "low": number_json(claim.quantity.low),
            "high": number_json(claim.quantity.high),
            "approximate": claim.quantity.approximate,
            "class": claim.klass,
            "unit": claim.unit,
            "counted": claim.counted and claim.counted.text,
            "event": claim.event,
            "part_of": claim.part_of,
            "part_kind": claim.part_kind,
            "period": claim.period and claim.period.span.text,
            "place": claim.place and claim.place.text,
            "responsible": claim.responsible and claim.responsible.text,
            "said_by": "; ".join(span.text for span in claim.said_by),
        }
    return row


def _value(claim: Claim) -> str:
    if isinstance(claim, Figure):
        return _range(claim)
    if isinstance(claim, DateClaim):
        return claim.edtf
    if isinstance(claim, Citation):
        return claim.instrument or claim.symbol or (str(claim.year) if claim.year else "")
    if isinstance(claim, Demand):
        return " ".join(claim.addressee.text.split()) if claim.addressee else ""
    return claim.type if isinstance(claim, Relation) else ""


def _range(figure: Figure) -> str:
    """ "3,890", "≥ 20", "≤ 50", "10–15", each with "~" when approximate."""
    low, high = number_json(figure.quantity.low), number_json(figure.quantity.high)
    about = "~" if figure.quantity.approximate else ""
    unit = f" {figure.unit}" if figure.unit else ""
    if low is None:
        return f"{about}≤ {high:,}{unit}"
    if high is None:
        return f"{about}≥ {low:,}{unit}"
    return f"{about}{low:,}{unit}" if low == high else f"{about}{low:,}–{high:,}{unit}"


def _summary(claim: Claim) -> str:
    words = " ".join(claim.passage.quote.split())
    if isinstance(claim, Figure):
        facts = [claim.event if claim.event != "other" else "", *map(_words, _who_and_where(claim))]
        told = ", ".join(fact for fact in facts if fact)
        return f"{words} ({told})" if told else words
    return words


def _who_and_where(figure: Figure) -> list[str | None]:
    return [
        figure.period.span.text if figure.period else None,
        figure.place.text if figure.place else None,
        f"by {figure.responsible.text}, as alleged" if figure.responsible else None,
    ]


def _words(text: str | None) -> str:
    return " ".join(text.split()) if text else ""


def _inert(value: object) -> object:
    return "'" + value if isinstance(value, str) and value.startswith(_FORMULA) else value
