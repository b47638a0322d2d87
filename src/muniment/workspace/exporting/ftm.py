"""Sources and claims as FollowTheMoney entities, one JSON object a line, packed with an about.

A document is a ``Document``; a figure that people stand by is an ``Event`` that names the document
as its proof. FollowTheMoney has one value where a claim has a range, and no place for the passage,
for who says so or for how sure a claim is: all that goes into words, and is told.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO, Any

from muniment.registers.exporting.ftm import entity_id
from muniment.workspace.exporting.about import About
from muniment.workspace.exporting.gathering import Row, Table
from muniment.workspace.exporting.parts import draft, pack

_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_LANGUAGES = {"en": "eng", "ru": "rus", "ar": "ara", "fr": "fra", "es": "spa"}
"""FollowTheMoney writes languages in three letters."""


CARRIED = ("sources", "documents", "claims")
"""The tables of which something stands in such a file."""


def write_ftm(
    tables: Iterable[Table],
    about: Callable[[list[str]], About],
    output: IO[bytes],
    folder: Path,
) -> None:
    """A ZIP with the documents, the events that figures tell of, and what they are."""
    with draft(folder) as lines:
        told = _entities({table.name: table for table in tables}, lines)
        said = about(told).text().encode("utf-8-sig")
        pack(output, {"about.txt": said, "entities.ftm.json": lines})


def _entities(tables: Mapping[str, Table], lines: IO[bytes]) -> list[str]:
    """Write documents and events; what of the rows they cannot carry, in sentences."""
    lost = Counter[str]()

    def add(entity: Row) -> None:
        text = json.dumps(entity, ensure_ascii=False, sort_keys=True)
        lines.write(text.encode("utf-8") + b"\n")

    sizes = {row["key"]: row["size"] for row in tables.get("sources", ())}
    known = set()
    for row in tables.get("documents", ()):
        known.add(row["key"])
        add(_document(row, sizes.get(row["source"]), lost))
    for row in tables.get("claims", ()):
        if row["document"] not in known:
            known.add(row["document"])
            add(_document(_of_claim(row), None, lost))
        if row["kind"] == "figure":
            add(_event(row, lost))
        else:
            lost[f"claims of the kind {row['kind']}"] += 1
    told = [f"{number} {what}." for what, number in sorted(lost.items())]
    if "claims" in tables:
        told.append(
            "Ranges, passages, who says so and how sure a claim is stand in the words of an event "
            "only; decisions and findings have no schema."
        )
    return told


def _of_claim(row: Row) -> Row:
    """The document of a claim, as far as the claim tells it."""
    return {
        "key": row["document"],
        "title": row["document_title"],
        "issuer": row["document_issuer"],
        "date": row["document_date"],
    }


def _document(row: Row, size: int | None, lost: Counter[str]) -> dict[str, Any]:
    language = row.get("language") or ""
    if language and language not in _LANGUAGES:
        lost[f"documents in the language {language}"] += 1
    return _entity(
        row["key"],
        "Document",
        {
            "title": row.get("title"),
            "fileName": row.get("name"),
            "author": row.get("issuer"),
            "publisher": row.get("issuer"),
            "date": _date(row.get("date"), lost),
            "mimeType": row.get("media_type"),
            "language": _LANGUAGES.get(language),
            "fileSize": size,
        },
    )


def _event(row: Row, lost: Counter[str]) -> dict[str, Any]:
    number = quantity(row)
    name = f"{row.get('event') or 'figure'}: {number} {row.get('counted') or ''}".strip()
    words = [f"{row['status']}; passage {row['start']}-{row['end']} of {row['document']}"]
    if row.get("said_by"):
        words.append(f"said by {row['said_by']}")
    if row.get("responsible"):
        words.append(f"held responsible by the text: {row['responsible']}")
    return _entity(
        f"{row['document']}-{row['key']}",
        "Event",
        {
            "name": name,
            "date": _date(row.get("period"), lost),
            "location": row.get("place"),
            "summary": row["quote"],
            "notes": "; ".join(words),
            "publisher": row.get("document_issuer"),
            "recordId": row["key"],
            "proof": entity_id("", row["document"]),
        },
    )


def quantity(row: Row) -> str:
    """A number with its range in words: nothing of its doubt is lost."""
    low, high = row.get("low"), row.get("high")
    about = "about " if row.get("approximate") else ""
    if low is None and high is None:
        return "?"
    if low is None:
        return f"{about}at most {high}"
    if high is None:
        return f"{about}at least {low}"
    return f"{about}{low}" if low == high else f"{about}{low} to {high}"


def _date(text: str | None, lost: Counter[str]) -> str | None:
    """A date as FollowTheMoney has them; another EDTF cannot be carried."""
    if not text:
        return None
    if _DATE.fullmatch(text):
        return text
    lost["dates that are no year, month or day"] += 1
    return None


def _entity(key: str, schema: str, said: dict[str, Any]) -> dict[str, Any]:
    given = {name: [str(value)] for name, value in said.items() if value not in (None, "")}
    return {"id": entity_id("", key), "schema": schema, "properties": given}
