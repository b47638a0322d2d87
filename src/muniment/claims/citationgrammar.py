"""The patterns of citations, built from a language pack's ``citations.toml``."""

from __future__ import annotations

import functools
from typing import NamedTuple

from muniment.claims.around import SPACE, alternatives, any_of
from muniment.claims.expressions import Expression
from muniment.claims.language import load_language

_ROMAN = r"[IVXLC]{1,7}"
# 46/182, ES-11/1, 3166 (XXVIII), 2139 (2014), 242, 31/16 A
RESOLUTION_NUMBER = (
    rf"(?:(?:ES|S)-\d{{1,2}}/\d{{1,3}}|\d{{1,4}}/\d{{1,4}}|\d{{1,5}})(?![\d,.]\d|\d)"
    rf"(?:{SPACE}[A-Z](?![\w'’.]))?"
    rf"(?:{SPACE}?\((?:{_ROMAN}|(?:ES|S)-{_ROMAN}|\d{{4}})\))?"
)
# CM/Rec(2010)5, CM/ResDH(2019)231
_MINISTERS = r"CM/[A-Z][A-Za-z]{1,8}\(\d{4}\)\d{1,3}(?!\w)"
# A/RES/60/285, A/RES/3166 (XXVIII), S/PRST/2013/15, A/HRC/RES/24/5, E/CN.4/2001/2, S/2020/1234
SYMBOL = (
    r"(?<![\w/])(?:A|S|E|T|ST|CAT|CRC|CCPR|CERD|CEDAW|CMW|CRPD|CED|HRI|GC)"
    r"(?:/[A-Z0-9][A-Za-z0-9]*(?:[.\-][A-Za-z0-9]+)*){2,6}"
    rf"(?:{SPACE}\((?:{_ROMAN}|\d{{4}})\))?(?:{SPACE}[A-D](?![\w'’.]))?"
)
# 2012/18/EU, (EC) No 1907/2006, (EU) 2016/679
_EUROPEAN = (
    rf"(?:\((?:EU|EC|EEC|EU,{SPACE}Euratom|Euratom)\){SPACE})?(?:No\.?{SPACE})?"
    r"\d{2,4}/\d{1,4}(?:/[A-Z]{2,10})?(?![\d/])"
)
# 12/2005, 45-XII, 137-FZ, 2020-12
_LAW_NUMBER = r"[A-Z]{0,4}-?\d[\w./-]*(?<![./-])"
_CAPITAL = r"[^\W\d_a-z][\w'’\-–]*"
_ITEM = (
    rf"(?:\d+(?:\.\d+)?(?:bis|ter)?[A-Za-z]?|{_ROMAN}|[A-Z])(?:{SPACE}?\(\w{{1,4}}\))*"
    rf"(?:{SPACE}?§§?{SPACE}?\d+)?(?!\w)"
)


class CitationGrammar(NamedTuple):
    """A language's words for instruments and the patterns made of them.

    ``anchors`` is for text in small letters and finds head nouns, which have a kind in ``kinds``,
    and names without one: ``known`` gives an acronym as it must be written, else None. All other
    patterns are for the text as it is.
    """

    anchors: Expression
    kinds: dict[str, str]
    known: dict[str, str | None]
    symbol: Expression
    decided: Expression
    versus: Expression
    versus_words: tuple[str, ...]
    application: Expression
    case_tail: Expression
    capital_run: Expression
    alias: Expression
    article: Expression
    ecli: Expression
    modifiers: frozenset[str]
    adjectives_after: Expression
    kind_modifiers: dict[str, frozenset[str]]
    stops: frozenset[str]
    of_bodies: frozenset[str]
    not_before: Expression
    not_after: frozenset[str]
    links: Expression
    second_links: Expression
    loose: Expression
    strict: Expression
    title_words: frozenset[str]
    title_endings: tuple[str, ...]
    not_title: frozenset[str]
    capitals_stops: frozenset[str]
    provision: Expression
    provision_after: Expression
    provision_direct: Expression
    own_words: tuple[str, ...]
    own_provision: Expression
    only_with_provision: frozenset[str]
    called: Expression
    alone: frozenset[str]
    date_link: Expression
    date_by: Expression
    number: dict[str, Expression]
    more_numbers: Expression
    designator: Expression
    evidence: dict[str, frozenset[str]]
    code_subject: Expression
    courts: Expression
    bodies_after: Expression
    branches: frozenset[str]
    examples: frozenset[str]
    parties: Expression
    possessor: Expression
    of_it: Expression


@functools.cache
def citation_grammar(code: str) -> CitationGrammar:
    """The citation grammar of a language pack.

    Raises FileNotFoundError when the pack has no ``citations.toml`` and KeyError when a table of
    it is missing.
    """
    table = load_language(code).table("citations")
    months = load_language(code).table("dates")["months"]
    month = any_of([*months, *map(str.upper, months)])
    name, date, provision = table["name"], table["date"], table["provision"]
    evidence = table["evidence"]
    kinds = {word.lower(): kind for kind, words in table["heads"].items() for word in words}
    mark = rf"(?i:{alternatives(table['resolution']['number'])})"
    provision_words = rf"(?i:{alternatives(provision['words'])})"
    joint = rf"(?:{SPACE}?[,–-]{SPACE}?|,?{SPACE}(?i:{alternatives(provision['joints'])}){SPACE})"
    numbered = rf"{provision_words}{SPACE}(?:{mark}{SPACE})?{_ITEM}"
    article = rf"{numbered}(?:{joint}(?:{provision_words}{SPACE})?{_ITEM}){{0,12}}"
    to_it = rf"(?i:{alternatives(provision['to_instrument'])})"
    names = table["names"]
    court, title = table["judgment"], table["title"]
    small = alternatives(title["small"])
    also = alternatives(title["also_called"])
    numbers = rf"\d+/\d+(?:(?:,|{SPACE}{small}){SPACE}\d+/\d+)*"
    leads = rf"(?i:{alternatives(provision['leads'])})"
    others = rf"(?i:{SPACE}{alternatives(court['others'])})?"
    phrases = [*names["phrases"], *names["branches"]]
    known: dict[str, str | None] = {phrase.lower(): None for phrase in phrases}
    short = [*names["acronyms"], *provision["acronyms"]]
    known |= {acronym.lower(): acronym for acronym in short}
    return CitationGrammar(
        anchors=Expression(
            rf"(?<!\w){any_of([*kinds, *known])}(?!\w|['’](?!s\b)\w|-(?![ivx]{{1,4}}\b)\w)"
        ),
        kinds=kinds,
        known=known,
        symbol=Expression(SYMBOL),
        decided=Expression(r"/(?:RES|PRST|DEC)/"),
        versus=Expression(rf"{others}{SPACE}{alternatives(court['versus'])}{SPACE}(?=[^\W\d_a-z])"),
        versus_words=tuple(
            f"{before}{word}{after}"
            for word in court["versus"]
            for before in " \n"
            for after in " \n"
        ),
        application=Expression(
            rf"(?<!\w)(?i:{alternatives(court['application'])}){SPACE}{numbers}"
        ),
        case_tail=Expression(
            rf"(?:{SPACE}\[GC\])?"
            rf"(?:,?{SPACE}\(?(?i:{alternatives(court['number'])}){SPACE}{numbers}\)?)?"
            rf"(?:{SPACE}\(\d{{4}}\))?"
        ),
        capital_run=Expression(
            rf"{_CAPITAL}(?:\.(?=[A-Z]))?(?:{SPACE}(?:{small}{SPACE}){{0,2}}{_CAPITAL}"
            rf"(?:\.(?=[A-Z]))?){{0,7}}"
        ),
        alias=Expression(
            rf"{SPACE}\((?:{also}{SPACE}){{0,2}}[\"“”'‘]?[^\W\d_a-z][\w-]*"
            rf"(?:{SPACE}[^\W\d_a-z][\w-]*){{0,3}}[\"“”'’]?\)"
        ),
        article=Expression(rf"{SPACE}(?i:{alternatives(title['articles'])})(?={SPACE})"),
        ecli=Expression(r"ECLI:[A-Z]{2}:[A-Z0-9]{1,8}:\d{4}:[A-Z0-9.]{1,25}"),
        modifiers=frozenset(table["modifiers"]["any"]),
        kind_modifiers={k: frozenset(v) for k, v in table["modifiers"].items() if k != "any"},
        adjectives_after=Expression(
            rf"(?:{SPACE}{alternatives(name['adjectives_after'])}(?!\w)){{1,3}}"
        ),
        stops=frozenset(name["stops"]),
        of_bodies=frozenset(name["of_bodies"]),
        not_before=Expression(rf"{SPACE}{alternatives(name['not_before'])}(?!\w)"),
        not_after=frozenset(name["not_after"]),
        links=Expression(rf"{SPACE}(?i:{alternatives(name['links'])})(?={SPACE})"),
        second_links=Expression(rf",?{SPACE}(?:{alternatives(name['second_links'])})(?={SPACE})"),
        loose=Expression(rf"{SPACE}(?:{alternatives(name['loose'])})(?={SPACE})"),
        strict=Expression(rf"(?:,?{SPACE}(?:{alternatives(name['strict'])})|,)(?={SPACE})"),
        title_words=frozenset(name["title_words"]),
        title_endings=tuple(name["title_endings"]),
        not_title=frozenset(name["not_title"]),
        capitals_stops=frozenset(name["capitals_stops"]),
        provision=Expression(
            rf"(?<!\w)(?P<provision>{article}(?:{SPACE}{to_it}{SPACE}{article}){{0,2}}){SPACE}{to_it}"
            rf"{SPACE}(?:(?i:{alternatives(provision['fill'])}){SPACE}){{0,2}}\Z"
        ),
        provision_direct=Expression(
            rf"(?<!\w)(?P<provision>{article}){SPACE}(?:{to_it}{SPACE})?\Z"
        ),
        own_words=tuple(provision["own_words"]),
        own_provision=Expression(
            rf"(?<!\w)(?i:{alternatives(provision['own'])}){SPACE}"
            rf"(?=(?i:{alternatives(provision['own_words'])}){SPACE})(?P<provision>{article})"
        ),
        only_with_provision=frozenset(provision["acronyms"]),
        called=Expression(rf",?{SPACE}(?i:{alternatives(title['called'])})"),
        provision_after=Expression(
            rf"(?:,?{SPACE}(?:{leads}{SPACE})?|{SPACE}?\()(?P<provision>{article})"
        ),
        alone=frozenset(provision["alone"]),
        date_link=Expression(
            rf"(?:,?{SPACE}\(?(?i:{alternatives(date['links'])}){SPACE}|{SPACE}?\(|,{SPACE}(?=\d{{1,2}}{SPACE}))"
        ),
        date_by=Expression(
            rf",?{SPACE}(?i:{alternatives(date['by'])}){SPACE}"
            rf"(?:[^\s,.;:()]+{SPACE}){{1,12}}?(?i:{alternatives(date['on'])}){SPACE}(?=\d|{month})"
        ),
        number={
            "resolution": Expression(
                rf"{SPACE}(?:{mark}{SPACE}?)?(?:\(?{SYMBOL}|(?P<n>{_MINISTERS}|{RESOLUTION_NUMBER}))"
            ),
            "law": Expression(
                rf",?{SPACE}(?:(?P<eu>{_EUROPEAN})|{mark}{SPACE}?(?P<n>{_LAW_NUMBER})|(?P<b>\d+(?:/\d+|-[A-Z\d]+)?(?!\d|[.,]\d)))"
            ),
        },
        more_numbers=Expression(
            rf"(?:,|,?{SPACE}(?i:{alternatives(table['resolution']['joints'])})){SPACE}(?P<n>{RESOLUTION_NUMBER})(?!\w|%|{SPACE}[a-z]+s\b)"
        ),
        designator=Expression(
            rf"(?:{SPACE}|-(?=[IVX]))(?:{mark}{SPACE}?\d{{1,4}}|\({_ROMAN}\)|{_ROMAN}|\({mark}{SPACE}?\d+\)|\d{{1,3}}(?!\d|[.,]\d|{SPACE}[a-z]))(?!\w)(?:{SPACE}{alternatives(evidence['and'])}{SPACE}{_ROMAN}(?!\w))?"
        ),
        evidence={key: frozenset(words) for key, words in table["evidence"].items()},
        code_subject=Expression(
            rf"{SPACE}(?i:{alternatives(evidence['of'])}{SPACE}{alternatives(evidence['codes_of'])})(?!\w)"
        ),
        courts=Expression(rf"(?<!\w)(?:{alternatives(court['courts'])})(?!\w)"),
        branches=frozenset(names["branches"]),
        examples=frozenset(names["examples"]),
        parties=Expression(
            rf"{SPACE}{alternatives(name['between'])}{SPACE}(?:[^\s,.;:()]+{SPACE}){{1,6}}?"
            rf"{alternatives(evidence['and'])}{SPACE}(?:{alternatives(evidence['the'])}{SPACE})?"
            rf"{_CAPITAL}(?:{SPACE}{_CAPITAL}){{0,3}}"
        ),
        possessor=Expression(
            rf"(?<!\w)(?:(?:{alternatives(evidence['the'])}{SPACE})?[^\W\d_]+['’]s)"
            rf"{SPACE}(?P<subject>(?:[a-z-]+{SPACE}){{0,3}})\Z"
        ),
        of_it=Expression(rf"{SPACE}{to_it}{SPACE}[^\W\d_]"),
        bodies_after=Expression(rf"(?:['’]s)?{SPACE}{alternatives(names['bodies_after'])}(?!\w)"),
    )
