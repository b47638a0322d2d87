"""Records as FollowTheMoney entities, one JSON object a line, by the mappings of the kind."""

from __future__ import annotations

import functools
import hashlib
import json
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from muniment.registers.exporting.tables import rows_of, shown_columns
from muniment.registers.kind import UNKNOWN, UNKNOWN_DATE, UNRECOGNISED, Field
from muniment.registers.objects import StoreProblem

if TYPE_CHECKING:
    from muniment.registers.exporting.release import Release

_UNSAFE = re.compile(r"[^\w.-]+")
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_COUNTRY = re.compile(r"[A-Za-z]{2}")
_PHONE = re.compile(r"\+\d{7,15}")
_URL = re.compile(r"https?://\S+")
_NAME_ROLES = ("given_name", "father_name", "family_name")


def write_ftm(release: Release, stream: BinaryIO) -> list[str]:
    """Write entities of the kind's schema; tells which fields and values it cannot carry.

    Raises StoreProblem when the kind is mapped to no schema.
    """
    schema = release.kind.standards.get("ftm", "")
    known = set(_tables()["schemata"].get(schema, ()))
    if not known:
        raise StoreProblem(
            f"{release.kind.name} has no schema of FollowTheMoney; add standards = "
            '{ ftm = "…" } to its file, or export another format.'
        )
    targets = {
        field.name: [each for each in _targets(field) if each in known] for field in release.fields
    }
    lost: Counter[str] = Counter()
    listed = "list" in release.table.column_names
    origin = "" if listed else _origin(release)
    for row in rows_of(release, shown_columns(release)):
        properties: dict[str, list[str]] = {}
        for field in release.fields:
            if row[field.name] is None:
                continue
            for target, value in _values(field, targets[field.name], row):
                if value is None:
                    lost[f"{field.name} that {target} cannot carry"] += 1
                elif value not in properties.setdefault(target, []):
                    properties[target].append(value)
        if "name" in known and "name" not in properties:
            parts = [
                row[f.name]
                for r in _NAME_ROLES
                if (f := release.kind.by_role.get(r)) in release.fields
                and f is not None
                and row[f.name]
            ]
            if parts:
                properties["name"] = [" ".join(parts)]
        id = entity_id(row["list"] if listed else origin, row["record"])
        entity = {"id": id, "schema": schema, "properties": properties}
        stream.write(json.dumps(entity, ensure_ascii=False).encode("utf-8") + b"\n")
    told = [f"{count} values of {what}." for what, count in lost.items()]
    without = [name for name, found in targets.items() if not found]
    if without:
        told.append(f"fields that {schema} has no property for: {', '.join(without)}.")
    return told


def entity_id(origin: str, record: str) -> str:
    """An id as FollowTheMoney has them: letters, digits, points and hyphens.

    ``origin`` is the list: where entities of several files come together, those with one id are
    taken for one. What had to be replaced in the id is told apart by a digest.
    """
    whole = f"{origin}-{record}"
    plain = _UNSAFE.sub("-", whole)
    if plain != whole:
        plain += f"-{hashlib.sha256(whole.encode()).hexdigest()[:8]}"
    return f"muniment-{plain}"


def _origin(release: Release) -> str:
    """What tells the records of a public export, which have no list, from those of others."""
    digest = hashlib.sha256()
    for row in rows_of(release, shown_columns(release)):
        digest.update(repr(row).encode("utf-8"))
    return digest.hexdigest()[:12]


@functools.cache
def _tables() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).with_name("ftm.toml")).read_text(encoding="utf-8"))


def _targets(field: Field) -> list[str]:
    """The properties that a field is mapped to."""
    return [each.strip() for each in field.standards.get("ftm", "").split(",") if each.strip()]


def _values(field: Field, targets: list[str], row: dict[str, Any]) -> list[tuple[str, str | None]]:
    """Each property with the value that it gets; None: it cannot carry this one."""
    types, value = _tables()["types"], row[field.name]
    found: list[tuple[str, str | None]] = []
    for target in targets:
        if field.type == "position" and target in types["number"]:
            number = row[f"{field.name}.{'lat' if target == 'latitude' else 'lon'}"]
            found.append((target, None if number is None else f"{number:.6f}"))
        elif value in (UNKNOWN, UNRECOGNISED, UNKNOWN_DATE):
            continue
        elif target in types["date"]:
            found.append((target, value if _DATE.fullmatch(value) else None))
        elif target in types["gender"]:
            found.append((target, _tables()["genders"].get(value)))
        elif target in types["country"]:
            found.append((target, value.lower() if _COUNTRY.fullmatch(value) else None))
        elif target in types["phone"]:
            digits = re.sub(r"[\s().-]", "", value)
            found.append((target, digits if _PHONE.fullmatch(digits) else None))
        elif target in types["url"]:
            found.append((target, value if _URL.fullmatch(value) else None))
        elif field.vocabulary is not None and value in field.vocabulary.codes:
            term = field.vocabulary.term(value)
            found.append((target, term.standards.get("ftm") or term.label()))
        else:
            found.append((target, value))
    return found
