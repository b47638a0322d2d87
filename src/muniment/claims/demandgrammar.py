"""The patterns of demands, built from a language pack's ``demands.toml``."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import NamedTuple

from muniment.claims.around import NEVER, alternatives
from muniment.claims.expressions import Expression
from muniment.claims.language import load_language

_GAP = r"\s{1,12}"
LETTER = r"[^\W\d_]"
BULLET = (
    r"[-–—]{1,2}|[•*▪●·◦‣►▶→✓]"
    r"|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|[A-Z]?\d{1,2}(?:\.\d{1,2}){0,3}[.):]?"
)


class DemandGrammar(NamedTuple):
    """A language's words of asking and the patterns made of them, for text in small letters.

    A sentence without a word of ``trigger`` is not looked at; ``asking`` finds verbs of asking,
    with the frame each needs in ``frames`` (verb to the names of its frames).
    """

    trigger: frozenset[str]
    asking: Expression
    frames: dict[str, frozenset[str]]
    nouns: Expression
    noun_verbs: frozenset[str]
    passive: Expression
    modal: Expression
    needed: Expression
    infinitive: Expression
    further_infinitive: Expression
    lettered: Expression
    imperative_words: frozenset[str]
    nouns_too: frozenset[str]
    item: Expression
    inline_item: Expression
    second_verb: Expression
    reporting_that: Expression
    law_facts: Expression
    conditional: Expression
    adverbs: Expression
    leading: Expression
    preposition: Expression
    joint: Expression
    plain_joint: Expression
    stop: Expression
    condition: Expression
    question: Expression
    further_that: Expression
    list_lead: Expression
    that: Expression
    source: Expression
    for_: Expression
    further_for: Expression
    dangling: Expression
    relative_that: Expression
    that_at_end: Expression
    please: Expression
    bullet_infinitive: Expression
    words: dict[str, frozenset[str]]
    not_verbs: tuple[tuple[str, ...], ...]
    participle_endings: tuple[str, ...]
    possessives: tuple[str, ...]
    negations: tuple[str, ...]
    cuts: tuple[str, ...]


# The plain word lists that the reader looks words up in, by their table.
_LISTS = {
    "asking": ("passive_be", "determiners_after", "wanted"),
    "not_asking": (
        "negations",
        "willing",
        "relative",
        "determiners",
        "foreseeing",
        "not_objects",
        "not_without_source",
        "nouns_before_to",
        "not_called",
        "asking_relative",
        "history",
        "after",
        "nouns_before_for",
        "infinitive_marks",
        "noun_forms",
    ),
    "modal": (
        "weak",
        "weak_subjects",
        "hard",
        "hard_subjects",
        "hard_actors",
        "foreseen_by",
        "cleft",
        "concluding",
        "no_weak_after",
        "hard_with_verb",
        "binding",
        "guessing_subjects",
        "no_subjects",
        "nobody_asked",
        "weak_actors",
        "participles",
        "no_verbs",
        "inverted",
        "remark_verbs",
        "remark_subjects",
    ),
    "imperative": (
        "speech",
        "items",
        "address",
        "not_imperative",
        "not_before",
        "announcing",
        "headings",
        "list_wants",
        "headline",
    ),
    "addressee": ("nobody",),
    "patterns": ("remarks",),
    "joints": ("verbs", "clause_verbs"),
    "leading": ("be", "have", "not_yet", "perfect"),
}


_FRAMES = (
    "to",
    "to_actor",
    "that",
    "object",
    "object_perfect",
    "upon",
    "that_after",
    "for_after",
    "object_determined",
    "gerund",
    "foreseen",
    "active",
)


@functools.cache
def demand_grammar(code: str) -> DemandGrammar:
    """The demand grammar of a language pack.

    Raises FileNotFoundError when the pack has no ``demands.toml`` and KeyError when a table of it
    is missing.
    """
    table = load_language(code).table("demands")
    asking, silent, modal = table["asking"], table["not_asking"], table["modal"]
    joints, leading, imperative = table["joints"], table["leading"], table["imperative"]
    frames: dict[str, set[str]] = {}
    for frame in _FRAMES:
        for verb in asking[frame]:
            frames.setdefault(verb, set()).add(frame)
    starters = [*asking["nouns"], *asking["passive"], *modal["words"]]
    first_words = {phrase.split()[0] for phrase in (*frames, *starters)}
    first_words.update(table["patterns"]["words"], table["imperative"]["please"])
    manner = rf"(?!{_phrases(asking['no_adverbs'])}\b){_word_ending(asking['adverb_endings'])}"
    adverb = rf"(?:(?:{_phrases(asking['adverbs'])}|{manner}),?{_GAP})"
    modal_adverb = rf"(?:(?:{_phrases(modal['adverbs'])}|{manner}),?{_GAP})"
    verbs = {*joints["verbs"], *imperative["items"], *imperative["speech"]}
    no_second = {*joints["nouns_too"], *joints["same_demand"], "be"}
    plain_verbs = [v for v in verbs if " " not in v and v not in no_second]
    object_verbs = [v for v in joints["nouns_too"] if v not in joints["same_demand"]]
    asks = _phrases([*asking["to"], *asking["upon"]])
    needed = _any_pattern(table["patterns"]["needed"])
    also, that = _phrases(leading["and"]), _phrases(leading["that"])
    infinitive_ends = rf"(?=[\w'’-]*{_phrases(leading['infinitive_endings'])}(?![\w'’-]))"
    no_verb = rf"(?:{_phrases(leading['not'])}{_GAP})?"
    passive_be = _phrases(asking["passive_be"])
    not_infinitive = _phrases(table["addressee"]["not_infinitive"])
    to_verb = (
        rf"{leading['infinitive_mark']}{_GAP}[\"“‘«]?(?!(?:{not_infinitive})\b){adverb}?"
        rf"{infinitive_ends}(?P<verb>{LETTER}(?:{LETTER}|['’-])+)"
    )
    lists: dict[str, list[str]] = {}
    for part, names in _LISTS.items():
        section = table[part]
        lists |= {name: section[name] for name in names}
    return DemandGrammar(
        trigger=_with_marks(first_words),
        asking=Expression(rf"(?<!\w)(?P<verb>{_phrases(frames)})(?![\w-])"),
        frames={verb: frozenset(names) for verb, names in frames.items()},
        nouns=Expression(rf"(?<!\w)(?P<noun>{_phrases(asking['nouns'])})(?!\w)"),
        noun_verbs=frozenset(asking["noun_verbs"]),
        passive=Expression(
            rf"(?<!\w){passive_be}{_GAP}{adverb}{{0,2}}{_phrases(asking['passive'])}{_GAP}{adverb}?{to_verb}"
        ),
        modal=Expression(
            rf"(?<!\w)(?P<modal>{_phrases(modal['words'])}){_GAP}(?P<adverbs>{modal_adverb}{{0,3}})"
            rf"(?P<verb>{LETTER}(?:{LETTER}|['’-])*)"
        ),
        needed=Expression(rf"(?<!\w)(?:{needed})"),
        infinitive=Expression(rf"(?<!\w){no_verb}{to_verb}"),
        further_infinitive=Expression(rf"(?P<joint>[,;]{_GAP}(?:{also}{_GAP})?){no_verb}{to_verb}"),
        lettered=Expression(
            rf"(?P<joint>[,;]{_GAP}(?:{also}{_GAP})?\((?:[a-z]|[ivx]{{1,4}}|\d)\){_GAP})"
            rf"(?=(?:{leading['infinitive_mark']}{_GAP})?{LETTER})"
        ),
        imperative_words=frozenset(
            verb.split()[0] for name in ("speech", "items") for verb in lists[name]
        ),
        nouns_too=frozenset(joints["nouns_too"]),
        inline_item=Expression(
            rf"[:;,]{_GAP}(?:{also}{_GAP})?\(?(?:[a-z]|[ivx]{{1,4}}|\d{{1,2}})\){_GAP}"
            rf"(?:{leading['infinitive_mark']}{_GAP})?(?P<verb>{LETTER}+)\b"
        ),
        item=Expression(
            rf"(?m)^[ \t]*(?:{BULLET})[ \t]+(?:{leading['infinitive_mark']}{_GAP})?"
            r"(?P<verb>[A-Za-z][a-z-]+)\b"
        ),
        second_verb=Expression(
            rf"(?:,{_GAP}(?:{also}{_GAP})?|{_GAP}{also}{_GAP})(?={modal_adverb}?"
            rf"(?:{_phrases(plain_verbs)}{_GAP}(?!{_phrases(joints['no_objects'])}\b)"
            rf"|{_phrases(object_verbs)}{_GAP}(?:{_phrases(joints['objects'])}"
            rf"|{_word_ending(joints['gerunds'])})\b))"
        ),
        reporting_that=Expression(
            rf"(?<!\w)(?:(?:{_phrases(modal['reporting'])}),?"
            rf"|{_phrases(modal['telling'])}(?:{_GAP}[^\s,;:.]+){{1,12}}?){_GAP}{that}{_GAP}"
        ),
        law_facts=Expression(rf"\b(?:{_any_pattern(modal['law_facts'])})"),
        conditional=Expression(
            rf"(?:{_phrases(leading['joints'])}{_GAP})?{_phrases(modal['conditional'])}\b"
        ),
        adverbs=Expression(rf"(?:{adverb}){{1,3}}"),
        leading=Expression(
            rf"(?:(?:{_phrases(leading['words'])})\b,?\s{{1,12}}|(?:\d{{1,2}}[.)]|\(?[a-z][.)])\s{{1,12}}"
            rf"|\([^()]{{3,60}}\)\s{{0,12}}|\[[^\[\]]{{3,60}}\]\s{{0,12}}"
            rf"|[\"“”«*_#>(\[]+\s{{0,12}})"
        ),
        preposition=Expression(rf"{_phrases(leading['prepositions'])}\b"),
        joint=Expression(rf",{_GAP}{_phrases(leading['joints'])}{_GAP}"),
        plain_joint=Expression(rf"{_GAP}{_phrases(leading['joints'][:2])}{_GAP}|,{_GAP}"),
        stop=Expression(
            rf";(?!{_GAP}(?:{_phrases(leading['and'])}{_GAP})?(?:{leading['infinitive_mark']}|{_phrases(leading['that'])})\b)|,{_GAP}{_phrases(leading['ends'])}\b|[\"”]{_GAP}(?=[a-z])"
        ),
        condition=Expression(rf"\b{_phrases(leading['conditions'])}\b"),
        question=Expression(rf"{_phrases(leading['questions'])}\b"),
        further_that=Expression(
            rf"[;,]{_GAP}(?:{_phrases(leading['and'])}{_GAP})?{_phrases(leading['that'])}{_GAP}"
        ),
        list_lead=Expression(
            rf"(?:{_phrases(imperative['list_to'])}{_GAP}(?P<to>[^.;:\n]+):"
            rf"|(?P<subject>[^.;:\n]{{2,200}}?){_GAP}{_phrases(imperative['list_modals'])}"
            rf"[^.;:\n]{{0,40}}:|[^.;:\n]{{0,200}}?\b(?:{asks}|{_phrases(asking['that'])}{_GAP}"
            rf"{_phrases(leading['that'])}){_GAP}(?P<asked>[^.;:\n]{{2,200}}?)"
            rf"(?:{_GAP}{leading['infinitive_mark']}\b[^.;:\n]{{0,60}})?:)\s*\Z"
        ),
        that=Expression(rf"\b{_phrases(leading['that'])}\b"),
        source=Expression(rf"\b{_phrases(leading['from'])}{_GAP}"),
        for_=Expression(rf"{_GAP}{_phrases(leading['for'])}{_GAP}"),
        further_for=Expression(
            rf",?{_GAP}{_phrases(leading['and'])}{_GAP}(?={_phrases(leading['for'])}{_GAP})"
        ),
        dangling=Expression(rf",?{_GAP}{_phrases(leading['dangling'])}\Z"),
        that_at_end=Expression(
            rf"[;,]{_GAP}(?:{_phrases(leading['and'])}{_GAP})?{_phrases(leading['that'])}\Z"
        ),
        relative_that=Expression(rf"\b{_phrases(leading['relative_that'])}{_GAP}"),
        please=Expression(rf"\b{_phrases(imperative['please'])}{_GAP}(?P<verb>[a-z]+)"),
        bullet_infinitive=Expression(rf"(?:{BULLET})\s+{leading['infinitive_mark']}\s+\Z"),
        words={name: frozenset(words) for name, words in lists.items()},
        not_verbs=tuple(tuple(verb.split()) for verb in modal["not_verbs"]),
        participle_endings=tuple(modal["participle_endings"]),
        possessives=tuple(silent["possessives"]),
        negations=tuple(silent["negation_endings"]),
        cuts=tuple(table["addressee"]["cuts"]),
    )


def _phrases(words: Iterable[str]) -> str:
    return alternatives(words)


def _word_ending(endings: Iterable[str]) -> str:
    return f"{LETTER}{{3,14}}" + alternatives(endings)


def _any_pattern(patterns: Iterable[str]) -> str:
    """An expression for any of some patterns, in which a space is any gap."""
    return "|".join(pattern.replace(" ", _GAP) for pattern in patterns) or NEVER


def _with_marks(words: Iterable[str]) -> frozenset[str]:
    """The words as a split at white space gives them: bare, and with marks before or after."""
    return frozenset(
        f"{before}{word}{after}"
        for word in words
        for before in ("", '"', "“", "(", "«", "*", "**")
        for after in ("", ",", ":", ";")
    )
