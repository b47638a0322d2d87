"""What the forms of claims say, as fields of the contract."""

from __future__ import annotations

import re
from typing import Any

from django.http import QueryDict

from muniment.values.period import Period

Json = dict[str, Any]
SPANS = ("counted", "place", "responsible", "addressee")
NUMBERS = ("low", "high")
TEXTS = ("event", "unit", "instrument", "symbol", "provision")
MOST_PARTS = 50


_NEARER = re.compile(r"\s*(?:←|<-|;)\s*")


class FormProblem(ValueError):
    """Something in a form that cannot be; the message is a sentence."""


def changes_from(form: QueryDict, body: Json) -> Json:
    """The fields of a form that are there and differ from the claim. Raises FormProblem."""
    found: Json = {}
    for name in ("start", "end"):
        if form.get(name):
            found[name] = _whole(_said(form, name), name)
    for name in NUMBERS:
        if name in form:
            found[name] = _number(_said(form, name), name)
    if "high" in form or "low" in form:
        found["approximate"] = form.get("approximate") == "on"
    for name in SPANS:
        if name in form:
            text = _said(form, name)
            before = (body.get(name) or {}).get("text", "")
            if text != before:
                found[name] = {"text": text} if text else None
    for name in TEXTS:
        if name in form and _said(form, name) != (body.get(name) or ""):
            found[name] = _said(form, name) or None
    if "said_by" in form:
        names = [each for each in _NEARER.split(_said(form, "said_by")) if each]
        if names != [each.get("text", "") for each in body.get("said_by") or []]:
            found["said_by"] = [{"text": each} for each in names]
    if "edtf" in form:
        found["edtf"] = _edtf(_said(form, "edtf"))
    if "period" in form:
        text = _said(form, "period")
        before = (body.get("period") or {}).get("edtf") or ""
        if text != before:
            found["period"] = {"text": text, "edtf": _edtf(text)} if text else None
    before = body | {name: (body.get("passage") or {}).get(name) for name in ("start", "end")}
    return {k: v for k, v in found.items() if before.get(k) != v}


def values_of(body: Json) -> dict[str, str]:
    """What stands in the fields of a claim's form, as the claim has it."""
    found = {name: "" if body.get(name) is None else f"{body[name]}" for name in (*NUMBERS, *TEXTS)}
    found |= {name: (body.get(name) or {}).get("text", "") for name in SPANS}
    found["approximate"] = "on" if body.get("approximate") else ""
    found["period"] = (body.get("period") or {}).get("edtf") or ""
    found["edtf"] = body.get("edtf") or ""
    found["said_by"] = " ← ".join(each.get("text", "") for each in body.get("said_by") or [])
    passage = body.get("passage") or {}
    return found | {name: str(passage.get(name, "")) for name in ("start", "end")}


def typed_in(form: QueryDict) -> dict[str, str]:
    """What stands in the fields of a claim's form, as somebody wrote it."""
    names = (*NUMBERS, *TEXTS, *SPANS, "approximate", "period", "edtf", "said_by", "start", "end")
    return {name: str(form.get(name, "")) for name in names}


def parts_from(form: QueryDict, body: Json) -> list[Json]:
    """The parts of a claim that is split: their spans and numbers. Raises FormProblem."""
    starts, ends = form.getlist("part_start"), form.getlist("part_end")
    lows, highs = form.getlist("part_low"), form.getlist("part_high")
    if not len(starts) == len(ends) == len(lows) == len(highs) or len(starts) > MOST_PARTS:
        raise FormProblem("Each part takes a passage and its numbers.")
    keep: Json = {
        each: body[each]
        for each in ("event", "class", "unit", "counted", "place", "period", "responsible")
        if each in body
    }
    parts = []
    for start, end, low, high in zip(starts, ends, lows, highs, strict=True):
        if not start and not low:
            continue
        part: Json = {"kind": body["kind"], **keep}
        part |= {"start": _whole(start, "start"), "end": _whole(end, "end")}
        part |= {"low": _number(low, "low"), "high": _number(high or low, "high")}
        parts.append(part)
    return parts


def _said(form: QueryDict, name: str) -> str:
    """What a form says under a name, without space around it."""
    return str(form.get(name, "")).strip()


def _whole(text: str, name: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise FormProblem(f"“{text}” is no place in the text ({name}).")
    return int(text)


def _number(text: str, name: str) -> float | None:
    """A number, or None where nothing is said: that end is open."""
    if not text:
        return None
    try:
        value = float(text.replace(",", "").replace(" ", "").replace("\u00a0", ""))
    except ValueError as error:
        raise FormProblem(f"“{text}” is no number ({name}).") from error
    if not abs(value) < 1e15:
        raise FormProblem(f"“{text}” is no number that can be kept ({name}).")
    return int(value) if value == int(value) else value


def _edtf(text: str) -> str:
    try:
        Period.parse(text)
    except ValueError as error:
        raise FormProblem(
            f"“{text}” is no date: write 2021-03-04, 2021-03, 2021 or another EDTF."
        ) from error
    return text
