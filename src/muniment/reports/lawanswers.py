"""What ``muniment law`` answers: as text, JSON or CSV, each answer with its source and its day."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from muniment.law.instruments import FIELDS, Instrument, instruments
from muniment.law.participation import Act, coverage
from muniment.law.resolving import Resolution
from muniment.law.sources import source
from muniment.law.standing import Standing, Status
from muniment.law.states import State
from muniment.law.verdicts import Verdict
from muniment.law.wording import act_in_words, day_in_words
from muniment.reports.contract import Json, dump_json
from muniment.reports.positions import field_json, reason_words, standing_json

Form = Literal["text", "json", "csv"]

_STANDING_COLUMNS = (
    "instrument",
    "short_title",
    "state",
    "state_name",
    "day",
    "status",
    "since",
    "verified",
    "as_of",
    "provisional",
    "reasons",
    "sources",
)
_COURSE_COLUMNS = ("instrument", "state", "date", "what", "effective", "source", "as_of", "note")
_LABELS = {
    "adopted": "adopted",
    "opened": "opened for signature",
    "in_force": "in force from",
    "unts": "treaty series",
    "registration": "registered as no.",
}


def instrument_json(instrument: Instrument) -> Json:
    """An instrument with every field, its source and whether that was verified."""
    fields: Json = {}
    for field in FIELDS:
        told = field_json(instrument, field)
        if told is not None:
            fields[field] = told
    return {
        "id": instrument.id,
        "nature": instrument.nature,
        "short_title": instrument.short_title,
        "full_title": {"value": instrument.full_title, **_origin(instrument, "title")},
        **fields,
        "not_in_force": instrument.never_in_force,
        "other_dates": [str(day) for day in instrument.other_dates],
        "place": instrument.place or None,
        "depositary": instrument.depositary or None,
        "mtdsg": instrument.mtdsg or None,
        "symbol": instrument.symbol or None,
        "body": instrument.body or None,
        "aliases": list(instrument.aliases),
        "lists": [
            {"source": each.source, "as_of": str(each.as_of), "parties": each.parties}
            for each in coverage().get(instrument.id, ())
        ],
        "note": instrument.note or None,
    }


def act_json(act: Act) -> Json:
    """One act of one state."""
    return {
        "instrument": act.instrument,
        "state": act.state,
        "act": act.kind,
        "date": str(act.date or act.year or "") or None,
        "effective": str(act.effective) if act.effective else None,
        "source": act.source,
        "as_of": str(act.as_of) if act.as_of else None,
        "note": act.note or None,
    }


def render_instruments(found: Sequence[Instrument], form: Form) -> str:
    """Instruments: one as a sheet, several as lines."""
    if form == "json":
        return dump_json({"instruments": [instrument_json(each) for each in found]}) + "\n"
    if form == "csv":
        columns = ("id", "nature", "short_title", "full_title", "adopted", "opened", "in_force")
        return _csv(
            columns,
            ({name: str(getattr(each, name) or "") for name in columns} for each in found),
        )
    if len(found) == 1:
        return _sheet(found[0])
    width = max((len(each.id) for each in found), default=0)
    return "".join(f"{each.id:{width}}  {each.short_title}\n" for each in found)


def render_resolution(
    words: str, resolution: Resolution, verdicts: Sequence[Verdict], form: Form
) -> str:
    """What a citation resolves to, with the reason and what is right and wrong about it."""
    if form == "json":
        row: Json = {
            "citation": words,
            "id": resolution.id,
            "candidates": list(resolution.instruments),
            "reason": resolution.reason,
            "symbol": resolution.symbol.text if resolution.symbol else None,
            "verdicts": [
                {"answer": each.answer.value, "sentence": each.sentence, "verified": each.verified}
                for each in verdicts
            ],
            "instruments": [instrument_json(instruments()[i]) for i in resolution.instruments],
        }
        return dump_json(row) + "\n"
    if form == "csv":
        return _csv(
            ("citation", "id", "candidates", "reason"),
            [
                {
                    "citation": words,
                    "id": resolution.id or "",
                    "candidates": "|".join(resolution.instruments),
                    "reason": resolution.reason,
                }
            ],
        )
    lines = [f"“{words}”"]
    if not resolution.instruments:
        lines.append(f"  not resolved: {resolution.reason}.")
    elif resolution.id is None:
        lines.append(f"  may be one of several: {resolution.reason}.")
    else:
        lines.append(f"  {resolution.id}: {resolution.reason}.")
    lines += [f"  {each.answer.value}: {each.sentence}" for each in verdicts]
    text = "\n".join(lines) + "\n"
    if resolution.id is None and len(resolution.instruments) > 1:
        return text + render_instruments([instruments()[i] for i in resolution.instruments], form)
    for each in resolution.instruments:
        text += "\n" + _sheet(instruments()[each])
    return text


def render_standings(found: Sequence[Standing], form: Form, *, every: bool = False) -> str:
    """How a state stands towards one or several instruments.

    As text, those that are unknown are only counted unless ``every`` asks for them, or all are.
    """
    if form == "json":
        return dump_json({"standings": [standing_json(each) for each in found]}) + "\n"
    if form == "csv":
        rows = []
        for each in found:
            row = standing_json(each)
            row["reasons"], row["sources"] = " ".join(each.reasons), "|".join(row["sources"])
            rows.append(_cells(row))
        return _csv(_STANDING_COLUMNS, rows)
    if len(found) == 1:
        return _answer(found[0])
    known = any(each.status is not Status.UNKNOWN for each in found)
    return _grouped(found, every=every or not known)


@dataclass(frozen=True, slots=True)
class Course:
    """What a state did about an instrument between two days, and how it stood on both."""

    instrument: Instrument
    state: State
    acts: Sequence[Act]
    ends: tuple[Standing, Standing]


def render_courses(courses: Sequence[Course], form: Form) -> str:
    """What a state did about one or several instruments between two days."""
    if form == "json":
        rows = [
            {
                "instrument": each.instrument.id,
                "short_title": each.instrument.short_title,
                "state": each.state.code,
                "state_name": each.state.name,
                "acts": [act_json(act) for act in each.acts],
                "standings": [standing_json(end) for end in each.ends],
            }
            for each in courses
        ]
        return dump_json({"between": rows}) + "\n"
    if form == "csv":
        return _csv(_COURSE_COLUMNS, (row for each in courses for row in _course_rows(each)))
    return "\n".join(_course(each) for each in courses)


def _course_rows(course: Course) -> Iterator[Json]:
    """How the state stood on the first day, what it did, and how it stood on the last."""
    first, last = (
        _cells(
            {
                "instrument": end.instrument.id,
                "state": end.state.code,
                "date": str(end.day),
                "what": end.status.value,
                "source": "|".join(end.sources),
                "as_of": end.as_of,
                "note": " ".join(end.reasons),
            }
        )
        for end in course.ends
    )
    yield first
    for act in course.acts:
        row = act_json(act)
        row["what"] = row.pop("act")
        yield _cells(row)
    yield last


def _course(course: Course) -> str:
    first, last = course.ends
    lines = [f"{course.state.name} and {course.instrument.short_title}", ""]
    lines.append(f"{day_in_words(first.day)}: {first.status.value}")
    lines += [f"  {act_in_words(act)}" for act in course.acts] or ["  nothing recorded in between"]
    lines.append(f"{day_in_words(last.day)}: {last.status.value}")
    lines += [f"  {reason}" for reason in last.reasons]
    return "\n".join(lines) + "\n"


def _cells(row: Json) -> Json:
    return {key: "" if value is None else str(value) for key, value in row.items()}


def _sheet(instrument: Instrument) -> str:
    lines = [f"{instrument.id}  {instrument.short_title} ({instrument.nature})"]
    lines.append(f"  {instrument.full_title}{_mark(instrument, 'title')}")
    for field, label in _LABELS.items():
        value = getattr(instrument, field)
        if isinstance(value, datetime.date):
            value = day_in_words(value)
        if value:
            lines.append(f"  {label}: {value}{_mark(instrument, field)}")
    if instrument.never_in_force:
        lines.append("  not in force by the day of its source")
    if instrument.other_dates:
        days = ", ".join(map(day_in_words, instrument.other_dates))
        lines.append(f"  also dated: {days}")
    for label, value in (
        ("place", instrument.place),
        ("depositary", instrument.depositary),
        ("UN status page", instrument.mtdsg),
        ("symbol", instrument.symbol),
        ("adopted by", instrument.body),
        ("also called", "; ".join(instrument.aliases)),
        ("note", instrument.note),
    ):
        if value:
            lines.append(f"  {label}: {value}")
    for each in coverage().get(instrument.id, ()):
        count = f", {each.parties} parties" if each.parties is not None else ""
        as_of = day_in_words(each.as_of)
        lines.append(f"  parties: {source(each.source).description}, as of {as_of}{count}")
    return "\n".join(lines) + "\n"


def _answer(found: Standing) -> str:
    since = f" since {day_in_words(found.since)}" if found.since else ""
    lines = [
        f"{found.state.name} and {found.instrument.short_title} on {day_in_words(found.day)}: "
        f"{found.status.value}{since}",
        *(f"  {reason}" for reason in found.reasons),
    ]
    if found.as_of:
        lines.append(f"  As of {day_in_words(found.as_of)}.")
    return "\n".join(lines) + "\n"


def _grouped(found: Sequence[Standing], *, every: bool) -> str:
    """Standings by status, each with the sentence that carries it."""
    if not found:
        return ""
    lines = [f"{found[0].state.name} on {day_in_words(found[0].day)}"]
    for status in dict.fromkeys(each.status for each in sorted(found, key=_rank)):
        some = [each for each in found if each.status is status]
        lines += ["", f"{status.value} ({len(some)})"]
        if status is Status.UNKNOWN and not every:
            lines[-1] += (
                ": no list of parties at hand, or none that reaches so far; --all names them"
            )
            continue
        lines += [f"  {each.instrument.short_title}: {reason_words(each)}" for each in some]
    return "\n".join(lines) + "\n"


def _rank(found: Standing) -> int:
    return list(type(found.status)).index(found.status)


def _origin(instrument: Instrument, field: str) -> Json:
    key = instrument.sources.get(field)
    return {"source": key, "verified": instrument.verified(field)}


def _mark(instrument: Instrument, field: str) -> str:
    key = instrument.sources.get(field)
    if key is None:
        return ""
    return f"  [{source(key).description}]"


def _csv(columns: Sequence[str], rows: Iterable[Json]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
