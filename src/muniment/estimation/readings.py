"""Answers in plain language: what a number says, and what it does not."""

from __future__ import annotations

import math

from muniment.estimation.answers import Answer, Count, Estimate


def rounded(value: float, spread: float) -> str:
    """A number with no more digits than its interval of width ``spread`` deserves."""
    if not math.isfinite(value):
        return "no known number"
    step = 10 ** max(0, math.floor(math.log10(max(spread, 1.0))) - 1)
    return f"{round(value / step) * step:,}"


def reading(estimate: Estimate) -> str:
    """One or two sentences on an estimate; for a refused one, why it is."""
    if estimate.refusals:
        return "No answer: " + " ".join(reason.message for reason in estimate.refusals)
    total, interval = estimate.total, estimate.interval
    if total is None or interval is None:
        return "No answer."
    width = interval.high - interval.low
    low, high = rounded(interval.low, width), rounded(interval.high, width)
    if estimate.lower_bound:
        return (
            f"At least about {rounded(total, width)} people in all (sampling error alone puts the "
            f"bound between {low} and {high}); {estimate.documented:,} of them are documented."
        )
    missing = rounded(max(total - estimate.documented, 0.0), width)
    known = "in the lists or imputed" if "replicates" in estimate.measures else "documented"
    return (
        f"About {rounded(total, width)} people in all, {estimate.documented:,} {known} and "
        f"about {missing} not; if the model holds, between {low} and {high} with "
        f"{interval.level:.0%} certainty."
    )


def summary(answer: Answer) -> str:
    """What all models together say of a table or stratum."""
    documented = f"{answer.documented.value:,.0f} people are documented."
    if answer.imputed is not None:
        documented += f" With what was imputed, the lists hold {_counted(answer.imputed)} here."
    if answer.verdict == "refused":
        reasons = " ".join(reason.message for reason in answer.refusals)
        return f"{documented} How many are not cannot be said: {reasons}".rstrip()
    standing = [each for each in answer.standing if each.comparable]
    totals = [each.total for each in standing if each.total is not None]
    lows = [each.interval.low for each in standing if each.interval]
    highs = [each.interval.high for each in standing if each.interval]
    if not totals:
        return (
            f"{documented} No model that fits says how many there are in all; bounds and models "
            "that do not fit are below."
        )
    width = max(highs) - min(lows)
    reach = "its interval reaches" if len(totals) == 1 else "their intervals reach"
    said = (
        f"{documented} {_models(len(totals))} the number "
        f"{_range(min(totals), max(totals), width, 'at about', 'between', 'and')} in all, "
        f"documented or not; {reach} "
        f"{_range(min(lows), max(highs), width, 'about', 'from', 'to')}."
    )
    if answer.verdict == "flagged":
        return f"{said} Beware: these answers are not to be relied on as they are (see below)."
    return said


def _counted(count: Count) -> str:
    """A count in words."""
    if count.interval is None or count.interval.low == count.interval.high:
        return f"{count.value:,.0f}"
    return f"about {count.value:,.0f} ({count.interval.low:,.0f} to {count.interval.high:,.0f})"


def _models(number: int) -> str:
    return "The one model that fits puts" if number == 1 else f"The {number} models that fit put"


def _range(low: float, high: float, width: float, about: str, first: str, then: str) -> str:
    """Two ends in words, or one number where rounding leaves no difference."""
    ends = rounded(low, width), rounded(high, width)
    return f"{about} {ends[0]}" if ends[0] == ends[1] else f"{first} {ends[0]} {then} {ends[1]}"
