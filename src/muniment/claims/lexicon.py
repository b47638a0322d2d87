"""The words that reading figures needs, compiled once per language from its data files."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from muniment.claims.language import Language, load_language
from muniment.claims.model import FigureClass
from muniment.claims.tokens import tokenize

Bound = Literal["least", "most", "about", "below", "exact"]
Phrase = tuple[str, ...]
Meaning = TypeVar("Meaning")


class Unit(NamedTuple):
    """A unit: the class it gives a figure and its standard symbol."""

    klass: FigureClass
    symbol: str


@dataclass(frozen=True, slots=True)
class PhraseTable(Generic[Meaning]):
    """Phrases of tokens with what they mean, found by their first (or last) token."""

    by_edge: dict[str, list[tuple[Phrase, Meaning]]]
    longest: int

    def after(self, words: list[str], at: int) -> tuple[int, Meaning] | None:
        """The longest phrase that starts at token ``at``: the index after it and its meaning."""
        if at >= len(words):
            return None
        for phrase, meaning in self.by_edge.get(words[at], ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                return at + len(phrase), meaning
        return None

    def before(self, words: list[str], at: int) -> tuple[int, Meaning] | None:
        """The longest phrase that ends just before token ``at``: its first index and meaning."""
        if at <= 0:
            return None
        for phrase, meaning in self.by_edge.get(words[at - 1], ()):
            start = at - len(phrase)
            if start >= 0 and tuple(words[start:at]) == phrase:
                return start, meaning
        return None


class Lexicon(NamedTuple):
    """Everything the grammar of figures knows of a language."""

    decimal: str
    group: str
    cardinals: dict[str, int]
    scales: dict[str, int]
    money_scales: dict[str, int]
    vague: dict[str, int]
    vague_multipliers: dict[str, int]
    needs_of: frozenset[str]
    fractions: dict[str, Fraction]
    multiples: dict[str, Fraction]
    multiples_of: dict[str, Fraction]
    ordinals: frozenset[str]
    words: dict[str, frozenset[str]]
    half_not_after: frozenset[str]
    half_before: frozenset[str]
    before: PhraseTable[Bound]
    after: PhraseTable[Bound]
    particles: dict[str, frozenset[str]]
    triggers: frozenset[str]
    starters: frozenset[str]
    number_words: frozenset[str]
    units: PhraseTable[Unit]
    unit_symbols: dict[str, Unit]
    unit_adjectives: frozenset[str]
    currency_peoples: tuple[str, ...]
    currencies: PhraseTable[Unit]
    signs: PhraseTable[Unit]
    per: dict[str, frozenset[str]]
    per_adverbs: dict[str, str]
    per_units: dict[str, str]
    periods: frozenset[str]
    leading: dict[str, str]
    leading_between: frozenset[str]
    money_cues: frozenset[str]
    money_direct: frozenset[str]
    score_before: frozenset[str]
    nouns: dict[str, frozenset[str]]
    function: dict[str, frozenset[str]]
    verbs_before_nouns: bool
    verb_endings: dict[str, frozenset[str]]
    adverb_endings: dict[str, frozenset[str]]
    participle_endings: dict[str, frozenset[str]]
    closed: frozenset[str]
    named: dict[str, frozenset[str]]
    clock: dict[str, frozenset[str]]
    age: dict[str, frozenset[str]]
    telephone: frozenset[str]
    one: frozenset[str]
    one_counting: frozenset[str]
    one_not_of: frozenset[str]
    one_again: frozenset[str]
    one_other: frozenset[tuple[str, str]]
    years: range
    idioms: dict[str, list[tuple[int, Phrase]]]
    categories: dict[str, dict[str, str]]


def phrase_of(text: str) -> Phrase:
    """A phrase as its lower-case tokens."""
    return tuple(token.lower for token in tokenize(text, 0, len(text)))


def _table(rows: list[tuple[str, Meaning]], *, edge: int) -> PhraseTable[Meaning]:
    by_edge: dict[str, list[tuple[Phrase, Meaning]]] = {}
    longest = 0
    for text, meaning in rows:
        phrase = phrase_of(text)
        longest = max(longest, len(phrase))
        by_edge.setdefault(phrase[edge], []).append((phrase, meaning))
    for bucket in by_edge.values():
        bucket.sort(key=lambda row: -len(row[0]))
    return PhraseTable(by_edge, longest)


def _bounds(groups: list[dict[str, Any]], *, edge: int) -> PhraseTable[Bound]:
    return _table([(text, row["kind"]) for row in groups for text in row["phrases"]], edge=edge)


def _sets(table: dict[str, Any]) -> dict[str, frozenset[str]]:
    return {key: frozenset(value) for key, value in table.items()}


def _fractions(table: dict[str, list[int]]) -> dict[str, Fraction]:
    return {word: Fraction(*pair) for word, pair in table.items()}


def lexicon_of(language: Language) -> Lexicon:
    """The compiled lexicon of a language."""
    return _compiled(language.code)


@functools.cache
def _compiled(code: str) -> Lexicon:
    language = load_language(code)
    numbers, units = language.table("numbers"), language.table("units")
    nouns, function = language.table("nouns"), dict(language.table("function_words"))
    endings = function.pop("endings")
    named, people = language.table("identifiers"), language.table("people")
    unit_rows = [(row, Unit(row["class"], row["symbol"])) for row in units["unit"]]
    money_rows = [(row, Unit("money", row["symbol"])) for row in units["currency"]]
    words = _sets(numbers["words"])
    idioms: dict[str, list[tuple[int, Phrase]]] = {}
    number_words = {*numbers["cardinals"], *numbers["scales"]}
    for text in named["phrases"]:
        phrase = phrase_of(text)
        for at, word in enumerate(phrase):
            if word in number_words or word in words["half"] or word[0].isdigit():
                idioms.setdefault(word, []).append((at, phrase))
                break
    triggers = (
        number_words
        | set(numbers["vague"])
        | set(numbers["fractions"])
        | words["half"]
        | words["twice"]
        | set(numbers["multiples"])
        | set(numbers["multiples_of"])
        | {f"{n}{fold}" for n in number_words for fold in words["fold"]}
    )
    function_sets = _sets(function)
    return Lexicon(
        decimal=numbers["decimal"],
        group=numbers["group"],
        cardinals=numbers["cardinals"],
        scales=numbers["scales"],
        money_scales=numbers["money_scales"],
        vague=numbers["vague"],
        vague_multipliers=numbers["vague_multipliers"],
        needs_of=frozenset(numbers["vague_needs_of"]["words"]),
        fractions=_fractions(numbers["fractions"]),
        multiples=_fractions(numbers["multiples"]),
        multiples_of=_fractions(numbers["multiples_of"]),
        ordinals=frozenset(numbers["fractions"]) | frozenset(numbers["ordinals"]["words"]),
        words=words,
        half_not_after=frozenset(numbers["half"]["not_after"]),
        half_before=frozenset(numbers["half"]["before"]),
        before=_bounds(numbers["before"], edge=-1),
        after=_bounds(numbers["after"], edge=0),
        particles=_sets(numbers["particles"]),
        triggers=frozenset(triggers),
        number_words=frozenset(number_words | set(numbers["vague"]) | words["half"]),
        starters=frozenset(triggers)
        | words["article"]
        | words["several"]
        | words["ratio_every"]
        | frozenset(numbers["vague_multipliers"]),
        units=_table([(w, unit) for row, unit in unit_rows for w in row["words"]], edge=0),
        unit_symbols={w: unit for row, unit in unit_rows for w in row.get("symbols", ())},
        unit_adjectives=frozenset(units["between"]["words"]),
        currency_peoples=tuple(units["between"]["peoples"]),
        currencies=_table([(w, unit) for row, unit in money_rows for w in row["words"]], edge=0),
        signs=_table(
            [(w, unit) for row, unit in money_rows for w in row.get("signs", ())], edge=-1
        ),
        per={key: frozenset(words) for key, words in units["per"].items() if key != "adverbs"},
        per_adverbs=units["per"]["adverbs"],
        per_units={w: unit.symbol for row, unit in unit_rows for w in row["words"]},
        periods=frozenset(
            w for row, unit in unit_rows if unit.klass == "duration" for w in row["words"]
        ),
        money_direct=frozenset(units["money"]["direct"]),
        leading={word: row["symbol"] for row in units["leading"] for word in row["words"]},
        leading_between=frozenset(units["between"]["leading"]),
        money_cues=frozenset(units["money"]["cues"]),
        score_before=frozenset(units["score"]["before"]),
        nouns=_sets(nouns),
        function=function_sets,
        verbs_before_nouns=endings["verbs_before_nouns"],
        verb_endings=_sets(endings["verb"]),
        adverb_endings=_sets(endings["adverb"]),
        participle_endings=_sets(endings["participle"]),
        closed=frozenset().union(
            *(
                function_sets[key]
                for key in (
                    "determiners",
                    "prepositions",
                    "conjunctions",
                    "pronouns",
                    "auxiliaries",
                )
            )
        ),
        named={key: frozenset(words) for key, words in named.items() if isinstance(words, list)},
        clock=_sets(named["clock"]),
        age=_sets(named["age"]),
        telephone=frozenset(named["telephone"]["before"]),
        one=frozenset(named["one"]["words"]),
        one_counting=frozenset(named["one"]["counting_before"]),
        one_not_of=frozenset(named["one"]["not_of"]),
        one_again=frozenset(named["one"]["again"]),
        one_other=frozenset((first, second) for first, second in named["one"]["other"]),
        years=range(named["year"]["first"], named["year"]["last"] + 1),
        idioms=idioms,
        categories={
            kind: {word: value for value, words in values.items() for word in words}
            for kind, values in people.items()
        },
    )
