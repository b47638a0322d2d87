"""The patterns of dates, built from a language pack's ``dates.toml``."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import NamedTuple

from muniment.claims.around import NEVER, SPACE, alternatives
from muniment.claims.expressions import Expression
from muniment.claims.language import load_language

DASH = "[-–—]"
NO_DIGIT_AFTER = r"(?!\d|[.,:]\d|[.,]?%)"


class Clock(NamedTuple):
    """What tells a time of day written with four digits ("from 1710 to 2250") from a year."""

    cues: frozenset[str]
    before: frozenset[str]
    before_day: frozenset[str]
    after_day: frozenset[str]
    partner_after: Expression
    partner_before: Expression


class DateGrammar(NamedTuple):
    """A language's date words and the patterns made of them.

    ``anchor`` finds every place where a date may start; ``scan``, matched there, reads it; the
    name of its outermost group says of which form. ``months`` and ``weekdays`` map lower-case
    words to 1–12 and 0–6.
    """

    months: dict[str, int]
    abbreviations: frozenset[str]
    weekdays: dict[str, int]
    articles: frozenset[str]
    seasons: dict[str, int]
    decades: dict[str, int]
    anchor: Expression
    scan: Expression
    days: Expression
    connector: Expression
    range_words: frozenset[str]
    list_words: frozenset[str]
    between: frozenset[str]
    dash: Expression
    since: Expression
    from_: Expression
    until_now: Expression
    last: Expression
    this_year: Expression
    circa: Expression
    weekday_before: Expression
    weekday_after: Expression
    season_before: Expression
    range_ahead: Expression
    numbered_list: Expression
    ambiguous_months: frozenset[int]
    name_months: frozenset[int]
    no_day_after: frozenset[str]
    day_after: frozenset[str]
    month_cues: frozenset[str]
    weak_month_cues: frozenset[str]
    not_before_month: frozenset[str]
    year_cues: frozenset[str]
    stretch_of_years: frozenset[str]
    not_after: frozenset[str]
    not_before: frozenset[str]
    year_all_the_same: tuple[str, ...]
    before_noun: frozenset[str]
    possessives: tuple[str, ...]
    plural: tuple[str, ...]
    no_plural: frozenset[str]
    plural_verbs: frozenset[str]
    change: Expression
    clock: Clock
    usual_years: range
    cued_years: range
    slash_order: str
    month_first_states: frozenset[str]
    pivot: int


@functools.cache
def date_grammar(code: str) -> DateGrammar:
    """The date grammar of a language pack.

    Raises FileNotFoundError when the pack has no ``dates.toml`` and KeyError when a table of it
    is missing.
    """
    table = load_language(code).table("dates")
    style, joining = table["style"], table["joining"]
    alone, years = table["month_alone"], table["year_alone"]
    full, short = table["months"], table["abbreviations"]
    months = {word.lower(): number for word, number in {**short, **full}.items()}
    weekdays = {word.lower(): number for word, number in table["weekdays"].items()}
    weekday = rf"(?:{_cased(table['weekdays'])})\b\.?"
    ranges = alternatives(joining["range"])
    article = alternatives(style["article"])
    lead = rf"(?:(?:(?i:{alternatives(joining['gap'])}){SPACE}|{weekday},?{SPACE}){{0,3}})"
    return DateGrammar(
        months=months,
        abbreviations=frozenset(word.lower() for word in short),
        weekdays=weekdays,
        articles=frozenset(style["article"]),
        seasons=table["seasons"],
        decades=table["decades"],
        anchor=_anchor(table),
        scan=_scan(table, weekday),
        days=Expression(rf"(?P<day>\d{{1,2}})|(?P<dash>{DASH}|/)|(?P<word>(?i:{ranges})|[&,])"),
        connector=Expression(
            rf"(?:,?{SPACE}(?P<word>(?i:{ranges})){SPACE}|{SPACE}?{DASH}{SPACE}?|/|,{SPACE}){lead}"
        ),
        range_words=frozenset(joining["range_only"]),
        list_words=frozenset(joining["list"]),
        between=frozenset(joining["between"]),
        dash=Expression(rf"{SPACE}?{DASH}{SPACE}?|/"),
        since=Expression(
            rf"\b(?i:{alternatives(joining['since'])})"
            rf"(?:{SPACE}(?P<fill>(?i:{alternatives(joining['since_fill'])})))?(?:{SPACE}|-)\Z"
        ),
        from_=Expression(rf"\b(?i:{alternatives(joining['from'])}){SPACE}\Z"),
        until_now=Expression(
            rf",?{SPACE}(?i:{alternatives(joining['until_now'])})\b"
            rf"|{SPACE}?{DASH}{SPACE}?(?i:{alternatives(joining['now'])})\b"
            rf"|{SPACE}(?i:{alternatives(joining['on'])})(?=[.,;:)]|\Z)"
        ),
        last=Expression(rf"\b(?i:{alternatives(joining['last'])}){SPACE}\Z"),
        this_year=Expression(rf",?{SPACE}(?i:{alternatives(joining['this_year'])})\b"),
        circa=Expression(rf"(?<!\w)(?i:{alternatives(joining['circa'])}){SPACE}?\Z"),
        weekday_before=Expression(
            rf"\b(?P<weekday>{weekday})(?:{SPACE}(?i:{alternatives(joining['part_of_day'])}))?"
            rf",?{SPACE}(?:(?i:{article}){SPACE})?\Z"
        ),
        weekday_after=Expression(
            rf"{SPACE}?\((?P<inside>{weekday})\)|,{SPACE}(?i:{alternatives(style['indefinite'])}){SPACE}(?P<a>{weekday})"
        ),
        season_before=Expression(
            rf"\b(?P<season>(?i:{alternatives(table['seasons'])})),?{SPACE}"
            rf"(?:(?i:{alternatives(style['of_year'])}){SPACE})?\Z"
        ),
        range_ahead=Expression(
            rf"{SPACE}?(?:(?P<dash>{DASH})|(?i:{ranges}){SPACE}){SPACE}?(?:\d{{1,2}}{SPACE})?"
            rf"(?:{_cased([*full, *short])})\b"
        ),
        numbered_list=Expression(
            rf"(?<!\w)(?i:{alternatives(w for w in years['not_after'] if w.endswith('s'))}){SPACE}"
            rf"(?:\d+(?:{SPACE}\(\d{{4}}\))?(?:,?{SPACE}(?i:{ranges})|,){SPACE}){{1,6}}\Z"
        ),
        ambiguous_months=frozenset(months[word.lower()] for word in alone["ambiguous"]),
        name_months=frozenset(months[word.lower()] for word in alone["names"]),
        no_day_after=frozenset(alone["no_day_after"]),
        day_after=frozenset(alone["day_after"]),
        month_cues=frozenset(alone["cues"]),
        weak_month_cues=frozenset(alone["weak_cues"]),
        not_before_month=frozenset(alone["not_before"]),
        year_cues=frozenset(years["cues"]),
        stretch_of_years=frozenset(years["stretch"]),
        not_after=frozenset(years["not_after"]),
        not_before=frozenset(years["not_before"]),
        year_all_the_same=tuple(years["year_all_the_same"]),
        before_noun=frozenset(years["before_noun"]),
        possessives=tuple(years["possessives"]),
        plural=tuple(years["plural"]),
        no_plural=frozenset(years["no_plural"]),
        plural_verbs=frozenset(years["plural_verbs"]),
        change=Expression(
            rf"\b(?i:{alternatives(years['change_verbs'])}){SPACE}"
            rf"(?i:{alternatives(years['change_from'])}){SPACE}"
            rf"(?:\d{{4}}{SPACE}(?i:{alternatives(years['change_to'])}){SPACE})?\Z"
        ),
        clock=_clock(table["clock"]),
        usual_years=range(years["usual"][0], years["usual"][1] + 1),
        cued_years=range(years["with_cue"][0], years["with_cue"][1] + 1),
        slash_order=style["slash_order"],
        month_first_states=frozenset(style["month_first_states"]),
        pivot=style["two_digit_pivot"],
    )


def _cased(words: Iterable[str]) -> str:
    """The words as they stand, with a capital and in capitals, longest first."""
    forms = {form for word in words for form in (word, word[:1].upper() + word[1:], word.upper())}
    return "|".join(sorted(map(re.escape, forms), key=lambda form: (-len(form), form))) or NEVER


def _clock(table: dict[str, list[str]]) -> Clock:
    joins = alternatives(table["joins"])
    return Clock(
        cues=frozenset(table["cues"]),
        before=frozenset(table["before"]),
        before_day=frozenset(table["before_day"]),
        after_day=frozenset(table["after_day"]),
        partner_after=Expression(rf"{SPACE}(?i:{joins}){SPACE}(\d{{4}})(?![\d,.]\d|\d)"),
        partner_before=Expression(rf"(?<![\d,.])(\d{{4}}){SPACE}(?i:{joins}){SPACE}\Z"),
    )


def _anchor(table: dict[str, dict[str, list[str]]]) -> Expression:
    """Where a date may start: a plain choice of literals, which a search can skip through."""
    months = [*table["months"], *table["abbreviations"]]
    words = [
        *months,
        *map(str.capitalize, months),
        *map(str.upper, months),
        *_both(table["decades"]),
    ]
    words += [*table["style"]["after_christ"], "'", "’"]
    return Expression("|".join(map(re.escape, [*"0123456789", *words])))


def _both(words: Iterable[str]) -> list[str]:
    return [form for word in words for form in (word, word.upper())]


def _scan(table: dict[str, dict[str, list[str]]], weekday: str) -> Expression:
    style, joining = table["style"], table["joining"]
    full, short = list(table["months"]), list(table["abbreviations"])
    titled = rf"(?:(?:{_cased(full)})(?![^\W\d_])|(?:{_cased(short)})(?![^\W\d_])\.?)"
    lower = "|".join(sorted((w.lower() for w in full + short), key=len, reverse=True)) or NEVER
    any_month = rf"(?:{titled}|(?:{lower})(?![^\W\d_])\.?)"
    suffix = "|".join(s for word in style["ordinal_suffixes"] for s in (word, word.upper()))
    day = rf"(?:0?[1-9]|[12]\d|3\d)(?:{suffix})?(?![\d%]|[.,:]\d)"
    word = rf"(?i:{alternatives(joining['range'])})"
    article = alternatives(style["article"])
    lead = rf"(?:(?i:{article}){SPACE})?(?:{weekday},?{SPACE})?"
    between = rf"(?:{SPACE}?{DASH}{SPACE}?|/|,?{SPACE}{word}{SPACE}|{SPACE}?[&,]{SPACE}?){lead}"
    list_end = rf"(?:{SPACE}?{DASH}{SPACE}?|/|,?{SPACE}{word}{SPACE}|{SPACE}?&{SPACE}?){lead}"
    of = rf"(?i:{alternatives(style['of'])})"
    year = rf"\d{{4}}(?!\d|[.,]\d|/\d|-\d+(?!\d|{SPACE}))"
    short_year = rf"\d\d{NO_DIGIT_AFTER}(?![^\W_])"
    decade = alternatives(_both(style["decade_suffixes"]))
    before_christ = alternatives(style["before_christ"])
    forms = {
        "iso": r"\d{4}-\d\d-\d\d(?![\d-])",
        "ymd": r"\d{4}(?P<s1>[./])\d{1,2}(?P=s1)\d{1,2}(?![\d/])",
        "dmy": r"\d{1,2}(?P<s2>[./-])\d{1,2}(?P=s2)(?:\d{4}|\d\d)(?![\d/]|[.-]\d|-\w)",
        "dayfirst": (
            rf"(?P<d1>{day}(?:{between}{day}){{0,8}})(?:{SPACE}{of}{SPACE}|{SPACE}|-)"
            rf"(?P<m1>{any_month})"
            rf"(?:(?:,?{SPACE}(?:{of}{SPACE})?|[-,])(?P<y1>{year})"
            rf"|{SPACE}?['’](?P<a1>{short_year})|(?:{SPACE}|-)(?P<z1>{short_year}))?"
        ),
        "bc": (
            rf"\d{{1,4}}(?:(?:{SPACE}{word}{SPACE}|{SPACE}?{DASH}{SPACE}?)\d{{1,4}})?"
            rf"{SPACE}{before_christ}(?!\w)"
        ),
        "years": rf"\d{{4}}(?:{SPACE}?{DASH}{SPACE}?|/)(?:\d{{4}}|\d\d)(?!\d|[-–/]\w|[.,:]\d|%)",
        "decade": rf"(?:\d{{3}}0|['’]\d0)(?:{decade})\b",
        "year": r"\d{4}(?![^\W_]|%|[.,:/–-]\d)",
        "number": r"\d+(?:[.,:/-]\d+)*",
        "monthfirst": (
            rf"(?P<m2>{titled})"
            rf"(?:(?:{SPACE}(?:(?i:{alternatives(style['article'])}){SPACE})?|-)"
            rf"(?P<d2>{day}(?:(?:{between}{day}){{0,6}}{list_end}{day})?)"
            rf"(?:,?{SPACE}(?:{of}{SPACE})?(?P<y2>{year})|,(?P<w2>{year})"
            rf"|{SPACE}?['’](?P<a2>{short_year}))?"
            rf"|(?:,?{SPACE}(?:{of}{SPACE})?|[-,])(?P<y3>{year})"
            rf"|{SPACE}?['’](?P<a3>{short_year}))?"
        ),
        "ad": rf"{alternatives(style['after_christ'])}{SPACE}\d{{1,4}}(?!\d)",
        "decadeword": alternatives(_both(table["decades"])) + r"\b",
    }
    return Expression("|".join(f"(?P<{name}>{form})" for name, form in forms.items()))
