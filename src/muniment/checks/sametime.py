"""Whether two figures speak of the same time, or count from the same start."""

from __future__ import annotations

from muniment.checks.sides import Side


def same_time(one: Side, other: Side, *, between_documents: bool = False) -> bool | None:
    """Whether two figures speak of the same time; None when that cannot be told.

    Only ``between_documents`` "yesterday" is counted from the day of the text.
    """
    when, then = one.dates, other.dates
    if between_documents:
        when, then = one.told_days, other.told_days
    running = [side for side in (one, other) if side.get("running")]
    if len(running) == 1:
        # "The toll of the flood of 3 May stands at 40": of what happened on one day there is one.
        if between_documents and not one.since | other.since and one.moment and other.moment:
            return bool(one.moment & other.moment)
        return False if one.since | other.since else None
    if running:
        if when and when & then and not one.since | other.since:
            return True
        start = same_start(one, other)
        if start is not True:
            return start
        return bool(one.until & other.until)
    hours, parts = _parts_of_day(one), _parts_of_day(other)
    if hours and parts and hours != parts:
        return False
    dated = when and then
    if not dated and one.weekdays and other.weekdays and not one.weekdays & other.weekdays:
        return False
    mine, theirs = when or one.near_days, then or other.near_days
    if mine and theirs:
        return bool(mine & theirs)
    if one.get("standing") or other.get("standing"):
        return None if one.claims.document.date == other.claims.document.date else False
    return None


def _parts_of_day(side: Side) -> frozenset[str]:
    words = side.words_around if side.figure.klass == "count" else side.bag("words")
    return words & side.vocabulary.parts_of_day


def same_start(one: Side, other: Side) -> bool | None:
    """Whether two running totals are counted from the same start."""
    known = one.vocabulary
    words = one.since | other.since
    if words & known.relative_starts and one.claims.document.date != other.claims.document.date:
        return False
    if words & known.yearly_starts and _year(one) != _year(other):
        return False
    if not words and _year(one) != _year(other) and one.bag("until") and other.bag("until"):
        return None  # "By 30 June we had dug 40" may count from New Year.
    named = one.issuer_words | other.issuer_words | known.actors
    stems = frozenset(map(known.stem, named))
    if one.since == other.since or (words and one.since - stems == other.since - stems):
        return True
    return False if one.since and other.since else None


def _year(side: Side) -> str | None:
    date = side.claims.document.date
    return date[:4] if date else None
