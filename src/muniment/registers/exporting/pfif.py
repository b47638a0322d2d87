"""Missing persons as PFIF 1.4 (People Finder Interchange Format): a person and a note each.

The note carries the status and where the person was last seen. A record whose ``expiry_date``
has passed leaves as a place holder, with its id and its dates and nothing of the person, as the
specification (http://zesty.ca/pfif/1.4) asks.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

from muniment.registers.exporting.tables import rows_of
from muniment.registers.kind import UNKNOWN, UNKNOWN_DATE, UNRECOGNISED, Field
from muniment.registers.objects import StoreProblem

if TYPE_CHECKING:
    from muniment.registers.exporting.release import Release

NAMESPACE = "http://zesty.ca/pfif/1.4"
PERSON = (
    *("person_record_id", "entry_date", "expiry_date", "author_name", "author_email"),
    *("author_phone", "source_name", "source_date", "source_url", "full_name", "given_name"),
    *("family_name", "alternate_names", "description", "sex", "date_of_birth", "age"),
    *("home_street", "home_neighborhood", "home_city", "home_state", "home_postal_code"),
    *("home_country", "photo_url", "profile_urls"),
)
NOTE = (
    *("note_record_id", "person_record_id", "linked_person_record_id", "entry_date"),
    *("author_name", "author_email", "author_phone", "source_date", "author_made_contact"),
    *("status", "email_of_found_person", "phone_of_found_person", "last_known_location"),
    *("text", "photo_url"),
)
_OF_NOTES = ("status", "last_known_location")
_NOTE_DATE = "note source_date"
"""The mapping of a field that says since when the status holds: the date of the note."""
_DATES = ("source_date", "expiry_date", "entry_date", _NOTE_DATE)
_EDTF_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_AGE = re.compile(r"\d+(-\d+)?")
_SEXES = {"male": "male", "female": "female", "man": "male", "woman": "female"}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NAME_ROLES = ("given_name", "father_name", "family_name")


def write_pfif(
    release: Release,
    stream: BinaryIO,
    *,
    domain: str,
    now: datetime.datetime,
    expires: datetime.date | None = None,
    expiries: Mapping[str, str] | None = None,
) -> list[str]:
    """Write persons with their notes; tells what PFIF cannot carry.

    ``domain`` is the institution's, under which its record ids are unique; ``now`` the moment of
    writing (UTC). ``expires`` is the day from which nobody may show the records; ``expiries``
    gives the expiry that a record came with, by its id. Raises StoreProblem when the kind is not
    of persons or no name may leave for this audience.
    """
    from lxml import etree

    if release.kind.standards.get("pfif") != "person":
        raise StoreProblem(f"{release.kind.name} is no kind of person: PFIF holds persons only.")
    targets = {
        field.name: target for field in release.fields if (target := field.standards.get("pfif"))
    }
    if not {"full_name", "given_name", "family_name"} & set(targets.values()):
        raise StoreProblem(
            "PFIF needs names, and names may not leave for the public; if they must, say for whom "
            "and why: --for restricted --purpose …"
        )
    lost: Counter[str] = Counter()
    expired = 0
    stamp = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    with etree.xmlfile(stream, encoding="UTF-8") as file:
        file.write_declaration()
        with file.element(f"{{{NAMESPACE}}}pfif", nsmap={"pfif": NAMESPACE}):
            for row in rows_of(release, release.table.column_names):
                id = f"{domain}/{row['record']}"
                expiry = (expiries or {}).get(row["record"]) or _moment(expires)
                values = {"person_record_id": id, "entry_date": stamp, "expiry_date": expiry}
                if expiry is not None and expiry[:10] <= now.date().isoformat():
                    expired += 1
                    file.write(_element(etree, "person", PERSON, values))
                    continue
                said = _said(release, targets, row, lost)
                values["source_date"] = said.get("source_date") or stamp
                values |= {name: said[name] for name in said if name not in (*_OF_NOTES, *_DATES)}
                values.setdefault("full_name", _full_name(release, row))
                file.write(_element(etree, "person", PERSON, values))
                if any(name in said for name in _OF_NOTES):
                    note: dict[str, str | None] = {
                        "note_record_id": f"{id}.status",
                        "person_record_id": id,
                        "entry_date": stamp,
                        "author_name": domain,
                        "source_date": said.get(_NOTE_DATE) or values["source_date"],
                        "text": _note_text(release, row),
                    }
                    note |= {name: said[name] for name in _OF_NOTES if name in said}
                    file.write(_element(etree, "note", NOTE, note))
    told = [f"{count} values of {what}." for what, count in lost.items()]
    told += _merged(release)
    without = [field.name for field in release.fields if field.name not in targets]
    if without:
        told.append(f"fields that PFIF has no place for: {', '.join(without)}.")
    if expired:
        told.append(f"{expired} records have expired: they leave as place holders without a name.")
    return told


def _said(
    release: Release, targets: Mapping[str, str], row: dict[str, Any], lost: Counter[str]
) -> dict[str, str]:
    """What a record says, by PFIF's fields."""
    said: dict[str, str] = {}
    for field in release.fields:
        target, value = targets.get(field.name), row[field.name]
        if target == "age" and value is not None:
            value = _age(row[f"{field.name}.low"], row[f"{field.name}.high"]) or value
        if target is None or value is None:
            continue
        carried = _value(field, target, value)
        if carried is None:
            if value not in (UNKNOWN, UNRECOGNISED, UNKNOWN_DATE):
                lost[f"{field.name} that {target} cannot carry"] += 1
        elif target in said and target == "alternate_names":
            said[target] += f"\n{carried}"
        elif target in said:
            lost[f"{field.name} beside another {target}"] += 1
        else:
            said[target] = carried
    return said


def _merged(release: Release) -> list[str]:
    """What to tell of statuses that PFIF has one word for: they do not come back as they were."""
    field = release.kind.by_role.get("status")
    if field is None or field not in release.fields or field.vocabulary is None:
        return []
    words: dict[str, list[str]] = {}
    for value in release.table[field.name].unique().drop_null().to_pylist():
        if value in field.vocabulary.codes:
            word = field.vocabulary.term(value).standards.get("pfif")
            words.setdefault(word or "no word", []).append(value)
    return [
        f"{' and '.join(sorted(values))} apart: both are {word} there; the note's text says which."
        for word, values in words.items()
        if len(values) > 1
    ]


def _note_text(release: Release, row: dict[str, Any]) -> str:
    """What a note says in words: the status as the register has it, which PFIF has no word for."""
    field = release.kind.by_role.get("status")
    if field is None or field not in release.fields or not row[field.name]:
        return "Place as kept in the register."
    assert field.vocabulary is not None
    value = row[field.name]
    label = field.vocabulary.term(value).label() if value in field.vocabulary.codes else value
    return f"Status as kept in the register: {label}."


def _value(field: Field, target: str, value: str) -> str | None:
    """A value as PFIF writes it; None when it cannot."""
    if value in (UNKNOWN, UNRECOGNISED, UNKNOWN_DATE):
        return None
    if target in _DATES:
        return _moment_of(value)
    if target == "date_of_birth":
        return value if _EDTF_DAY.fullmatch(value) else None
    if target == "sex":
        return _SEXES.get(value)
    if target == "age":
        return value if _AGE.fullmatch(value) else None
    if field.vocabulary is not None:
        return field.vocabulary.term(value).standards.get("pfif")
    return value


def _age(low: float | None, high: float | None) -> str | None:
    """An age, or a range of ages; None where an end is open."""
    if low is None or high is None:
        return None
    return f"{low:.0f}" if low == high else f"{low:.0f}-{high:.0f}"


def _full_name(release: Release, row: dict[str, Any]) -> str | None:
    """The parts of a name in one, where no full name is given: PFIF asks for one."""
    found = []
    for role in _NAME_ROLES:
        field = release.kind.by_role.get(role)
        if field is not None and field in release.fields and row[field.name]:
            found.append(row[field.name])
    return " ".join(found) or None


def _moment_of(edtf: str) -> str | None:
    return f"{edtf}T00:00:00Z" if re.fullmatch(r"\d{4}-\d\d-\d\d", edtf) else None


def _moment(day: datetime.date | None) -> str | None:
    return None if day is None else f"{day.isoformat()}T00:00:00Z"


def _element(etree: Any, name: str, order: tuple[str, ...], values: Mapping[str, Any]) -> Any:
    element = etree.Element(f"{{{NAMESPACE}}}{name}", nsmap={"pfif": NAMESPACE})
    for each in order:
        if values.get(each) is not None:
            child = etree.SubElement(element, f"{{{NAMESPACE}}}{each}")
            child.text = _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", str(values[each]))
    return element
