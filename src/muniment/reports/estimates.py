"""Estimates of totals as text for the terminal and as JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from muniment.estimation.methods import common_assumptions, common_criticism, methods
from muniment.estimation.plotdata import density, overlap_bars
from muniment.estimation.readings import reading, summary

if TYPE_CHECKING:
    from muniment.estimation.answers import Answer, Count, Estimate, Interval, Reason
    from muniment.estimation.estimating import Estimated
    from muniment.estimation.overlaps import OverlapTable
    from muniment.estimation.plotdata import Sensitivity

_BAR = 40
_MOST_BARS = 20
_MODEL = 58


def estimates_text(found: Estimated, notes: Iterable[str] = (), *, pictures: bool = True) -> str:
    """The answers for a terminal: overlaps, estimates side by side, reasons, assumptions."""
    parts = [f"Note: {note}" for note in notes]
    single = len(found.answers) == 1
    for answer in found.answers:
        parts.append(_answer_text(answer, pictures=pictures and single))
    for extra in (found.together, found.pooled):
        if extra is not None:
            parts.append(_answer_text(extra, pictures=pictures and extra is found.pooled))
    parts.append(_ground_text(found))
    return "\n\n".join(parts) + "\n"


def _answer_text(answer: Answer, *, pictures: bool) -> str:
    title = answer.stratum or "All lists"
    lines = [f"{title}: {answer.verdict}", "=" * len(f"{title}: {answer.verdict}"), ""]
    lines.append(summary(answer))
    if pictures and answer.table is not None and answer.table.documented:
        lines += ["", *upset(answer.table)]
    lines += ["", f"{'Documented':<{_MODEL + 2}}{_count(answer.documented)}"]
    if answer.imputed is not None:
        lines.append(
            f"{'In the lists with what was imputed':<{_MODEL + 2}}{_count(answer.imputed)}"
        )
    if answer.estimates:
        lines += ["Estimated", *_estimate_lines(answer)]
    lines += _reasons("Refused", answer.refusals) + _reasons("Beware", answer.cautions)
    lines += [f"Note: {note}" for note in answer.notes]
    return "\n".join(lines)


def _estimate_lines(answer: Answer) -> list[str]:
    lines = []
    last = ""
    for each in answer.estimates:
        if each.method != last:
            lines.append(f"  {methods()[each.method].name}")
            last = each.method
        model = each.model
        if len(model) > _MODEL - 5:
            lines.append(f"    {model}")
            model = ""
        if each.stands and each.interval is not None and each.total is not None:
            bound = "≥ " if each.lower_bound else ""
            numbers = f"{bound}{each.total:,.0f}".rjust(11) + "  " + _ends(each.interval)
        else:
            numbers = "refused".rjust(11)
        lines.append(f"    {model:<{_MODEL - 4}}{numbers}")
        for reason in each.refusals:
            lines.append(f"      {reason.message}")
        for reason in each.cautions:
            lines.append(f"      ! {reason.message}")
    return lines


def _ends(interval: Interval) -> str:
    high = f"{interval.high:,.0f}" if math.isfinite(interval.high) else "∞"
    return f"{interval.low:,.0f} – {high}  ({interval.level:.0%} {interval.kind})"


def _count(count: Count) -> str:
    text = f"{count.value:,.0f}".rjust(9)
    return text if count.interval is None else f"{text}  {_ends(count.interval)}"


def _reasons(title: str, reasons: tuple[Reason, ...]) -> list[str]:
    return ["", f"{title}:", *(f"  - {reason.message}" for reason in reasons)] if reasons else []


def upset(table: OverlapTable) -> list[str]:
    """The overlaps as a picture of lines: a dot for each list of a pattern, and a bar."""
    bars = overlap_bars(table)
    shown = bars[:_MOST_BARS]
    longest = shown[0].count
    width = len(f"{longest:,}")
    legend = ", ".join(
        f"{number} {name} ({table.sizes[name]:,})" for number, name in enumerate(table.lists, 1)
    )
    heads = [str(number) for number in range(1, len(table.lists) + 1)]
    lines = [f"Lists: {legend}", "  " + " ".join(heads)]
    for bar in shown:
        dots = " ".join(
            ("●" if name in bar.lists else "·").ljust(len(head))
            for name, head in zip(table.lists, heads, strict=True)
        )
        filled = max(1, round(_BAR * bar.count / longest))
        lines.append(f"  {dots}  {bar.count:>{width},}  {'█' * filled}")
    if len(bars) > len(shown):
        rest = sum(bar.count for bar in bars[_MOST_BARS:])
        lines.append(f"  and {len(bars) - len(shown)} more combinations of {rest:,} people")
    return lines


def _ground_text(found: Estimated) -> str:
    answers = [each for each in (*found.answers, found.together, found.pooled) if each]
    estimates = [each for answer in answers for each in answer.estimates]
    used = dict.fromkeys(each.method for each in estimates)
    # Estimates put together from many tables rest on how that is done, too.
    for key, measure in (("replicates", "replicates"), ("linkage", "linkage_share")):
        if any(measure in each.measures for each in estimates):
            used[key] = None
    lines = ["What all estimates take for granted:"]
    lines += [f"  - {each}" for each in common_assumptions()]
    for key in used:
        method = methods()[key]
        lines.append(f"{method.name} ({method.source}):")
        lines += [f"  - {each}" for each in method.assumptions]
        lines += [f"  ! {each}" for each in method.criticism]
    lines += ["Said against them:", *(f"  - {each}" for each in common_criticism())]
    return "\n".join(lines)


def estimates_json(found: Estimated, notes: Iterable[str] = ()) -> str:
    """The answers as JSON, with the data of the pictures; numbers without end are null."""
    from muniment import __version__

    record = {
        "muniment": __version__,
        "schema": 1,
        "notes": list(notes),
        "answers": [_answer(each) for each in found.answers],
        "together": None if found.together is None else _answer(found.together),
        "pooled": None if found.pooled is None else _answer(found.pooled),
        "sensitivities": [_sensitivity(each) for each in found.sensitivities],
        "assumptions": list(common_assumptions()),
        "criticism": list(common_criticism()),
    }
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def _answer(answer: Answer) -> dict[str, Any]:
    table = answer.table
    return {
        "stratum": answer.stratum,
        "verdict": answer.verdict,
        "reading": summary(answer),
        "documented": _counted(answer.documented),
        "imputed": None if answer.imputed is None else _counted(answer.imputed),
        "estimates": [_estimate(each, answer) for each in answer.estimates],
        "refusals": [_reason(each) for each in answer.refusals],
        "cautions": [_reason(each) for each in answer.cautions],
        "notes": list(answer.notes),
        "lists": {} if table is None else table.sizes,
        "overlaps": []
        if table is None
        else [{"lists": list(bar.lists), "count": bar.count} for bar in overlap_bars(table)],
    }


def _estimate(estimate: Estimate, answer: Answer) -> dict[str, Any]:
    stands = estimate in answer.standing
    calculated = {"total": _number(estimate.total), "interval": _interval(estimate.interval)}
    method = methods()[estimate.method]
    histogram = None if estimate.posterior is None else density(estimate.posterior)
    return {
        "method": estimate.method,
        "name": method.name,
        "model": estimate.model,
        "main": estimate.main,
        "lower_bound": estimate.lower_bound,
        "documented": estimate.documented,
        **(calculated if stands else {"total": None, "interval": None}),
        "withheld": None if stands else calculated,
        "reading": reading(estimate),
        "refusals": [_reason(each) for each in estimate.refusals],
        "cautions": [_reason(each) for each in estimate.cautions],
        "measures": {key: _number(value) for key, value in estimate.measures.items()},
        "source": method.source,
        "assumptions": list(method.assumptions),
        "criticism": list(method.criticism),
        "posterior": None
        if histogram is None or not stands
        else {"edges": list(histogram.edges), "shares": list(histogram.shares)},
    }


def _sensitivity(found: Sensitivity) -> dict[str, Any]:
    return {
        "what": found.what,
        "points": [
            {
                "label": point.label,
                "total": _number(point.total),
                "low": _number(point.low),
                "high": _number(point.high),
                "weight": _number(point.weight),
            }
            for point in found.points
        ],
    }


def _counted(count: Count) -> dict[str, Any]:
    return {"value": _number(count.value), "interval": _interval(count.interval)}


def _interval(interval: Interval | None) -> dict[str, Any] | None:
    if interval is None:
        return None
    return {
        "low": _number(interval.low),
        "high": _number(interval.high),
        "level": interval.level,
        "kind": interval.kind,
    }


def _reason(reason: Reason) -> dict[str, str]:
    return {"code": reason.code, "message": reason.message}


def _number(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)
