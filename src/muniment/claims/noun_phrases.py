"""Noun phrases: what a number counts, found from closed word classes and the form of words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from muniment.claims.lexicon import Lexicon
from muniment.claims.tokens import Token

# A noun phrase with more words than this is more likely a misreading.
LONGEST = 12
# Shorter words with a plural's ending are few, and listed.
PLURAL = 5
HYPHENS = "-‐‑–"


class NounPhrase(NamedTuple):
    """A noun phrase: its tokens ``[first, last)`` and the index of its head noun."""

    first: int
    last: int
    head: int


class NounPhraseReader:
    """Finds the noun phrases next to numbers in one sentence's tokens."""

    def __init__(self, tokens: Sequence[Token], words: list[str], lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.words = words
        self.lexicon = lexicon
        self._function = lexicon.function
        self._nouns = lexicon.nouns
        self._not_plural = tuple(lexicon.nouns["not_plural_endings"])
        self._plural = tuple(lexicon.nouns["plural_endings"])

    # Word classes

    def _word(self, at: int) -> str:
        return self.words[at] if 0 <= at < len(self.words) else ""

    def _joined(self, at: int) -> bool:
        return 0 < at < len(self.tokens) and self.tokens[at].start == self.tokens[at - 1].end

    def is_closed(self, at: int) -> bool:
        """True for determiners, prepositions, pronouns, conjunctions and auxiliaries."""
        return self._word(at) in self.lexicon.closed

    def is_plural(self, at: int) -> bool:
        """True when the word looks like a plural noun."""
        word = self._word(at)
        if word in self._nouns["plural"]:
            return True
        if word in self._nouns["plural_or_verb"]:
            return not self._open(at + 1)
        if self._plural and len(word) > PLURAL and word.endswith(self._plural):
            return word not in self._nouns["not_plural"]
        if len(word) < 3 or word[-1] != "s" or word[-2] in "'’.":
            return False
        if len(word) == 3:
            return self.tokens[at].text[:2].isupper() and self.tokens[at].text[2] == "s"  # MPs
        return not (
            word.endswith(self._not_plural)
            or word in self._nouns["not_plural"]
            or word in self._function["verbs"]
        )

    def is_verb(self, at: int) -> bool:
        """True when the word looks like a verb or a participle."""
        word = self._word(at)
        if word in self._function["verbs"]:
            return True
        return self._ends(word, self.lexicon.verb_endings)

    def is_participle(self, at: int) -> bool:
        """True for a participle in the plural, where it ends like a noun ("resueltas")."""
        return self._ends(self._word(at), self.lexicon.participle_endings)

    def is_adverb(self, at: int) -> bool:
        """True for the adverbs listed and for words with an adverb's ending (English -ly)."""
        word = self._word(at)
        if word in self._function["adverbs"]:
            return True
        return self._ends(word, self.lexicon.adverb_endings)

    def _ends(self, word: str, endings: dict[str, frozenset[str]]) -> bool:
        """True for a word with an ending, three letters longer at least, and no exception."""
        for ending, exceptions in endings.items():
            if word.endswith(ending) and len(word) > len(ending) + 2:
                return word not in exceptions
        return False

    def _open(self, at: int) -> bool:
        """True for a word that may stand in a noun phrase."""
        word = self._word(at)
        return (
            bool(word)
            and word[0].isalpha()
            and word not in self.lexicon.closed
            and word not in self.lexicon.number_words
        )

    # Phrases

    def after(self, at: int, *, singular: bool = False) -> NounPhrase | None:
        """The noun phrase that starts at token ``at``, or None where none does.

        ``singular`` asks for a noun in the singular, as after "one".
        """
        if not self.lexicon.closed:
            return None  # without small words nothing tells where a phrase ends
        start = at
        while self._word(start) in self._nouns["skipped"] and self._open(start + 1):
            start += 1
        while self._word(start) in "“\"'‘«" and self._word(start):
            start += 1
        if self._word(start) in self._nouns["skipped"]:
            return None  # twelve more
        if not self._premodifier_or_noun(start):
            return None
        head, last = self._run(start, singular)
        if head is None:
            return None
        last, head = self._coordinated(start, last, head, singular)
        last = self._complement(last)
        return NounPhrase(start, last, head)

    def _premodifier_or_noun(self, at: int) -> bool:
        """True when a noun phrase can start at token ``at``."""
        if self._word(at) in self._nouns["prepositions_too"]:
            return self._leads_to_plural(at + 1)  # two opposite directions
        if not self._open(at):
            return False
        word = self._word(at)
        if self.is_verb(at) and not self.lexicon.verbs_before_nouns:
            return False
        if word in self._function["finite"]:
            return False
        if word in self._function["predicates"] or self.is_verb(at):
            return word[-1] != "s" and self._open(at + 1) and self._leads_to_plural(at + 1)
        if self.is_adverb(at):
            return self._leads_to_plural(at)
        return True

    def _leads_to_plural(self, at: int) -> bool:
        """True when a plural noun follows within a few open words that are no verbs.

        A participle after an adverb is none: "newly internally displaced people".
        """
        here, seen = at, 0
        while here < len(self.words) and seen < 3:
            if self._hyphened(here) and self.is_adverb(here - 1):
                here += 1
                continue
            if not self._open(here):
                return False
            if self.is_plural(here):
                return True
            after_adverb = self.is_adverb(here - 1) or self._word(here - 1) in HYPHENS
            if self.is_verb(here) and here > at and not after_adverb:
                return False
            seen += not self.is_adverb(here)
            here += 1
        return False

    def _run(self, start: int, singular: bool) -> tuple[int | None, int]:
        """The words of a simple noun phrase from ``start``: its head and its end."""
        head: int | None = None
        here = start
        last = start
        while here < len(self.words) and here - start < LONGEST:
            word = self.words[here]
            if word in HYPHENS and self._joined(here) and self._open(here + 1):
                here += 1
                continue
            code = self._code_end(here)
            if code > here and head is None:
                here = code
                plural = here + 1 if self._word(here) in ("'", "’") else here
                if self._joined(plural) and self._word(plural) == "s":  # 8 AK-47s, 8 AK-47's
                    return plural, plural + 1
                continue
            if word in "“”\"‘«»'’" and head is None:
                here += 1
                continue
            if word in "'’" and self._joined(here) and self._open(here + 1):
                here += 1  # soldiers' bodies
                continue
            if (
                word == "("
                and self._word(here + 2) == ")"
                and self._open(here + 3)
                and (head is None or self.is_plural(here + 3))
            ):
                here += 3
                continue
            if word == "," and head is None and here > start and self._adjectives_follow(here + 1):
                here += 1
                continue
            if head is None and not singular and here > start and self._modifiers_join(here):
                here += 1
                continue
            leads = here == start and word in self._nouns["prepositions_too"]
            if not (leads or self._open(here)):
                break
            hyphened = self._joined(here) and self._word(here - 1) in HYPHENS
            if not hyphened:
                if head is not None and not self._compounds(head, here):
                    break
                if here > start and head is None and self._ends_before(here, start, singular):
                    break
                if here > start and self.is_adverb(here) and not self._leads_to_plural(here + 1):
                    break
            elif head is not None:
                head = None
            last = here + 1
            if self.is_plural(here) and not self._hyphened(here + 1):
                head = here
            here += 1
        if head is None and last > start:
            head = self._fallback_head(start, last, singular)
        elif head is not None:
            last = head + 1
            verbal = singular and head > start and self.words[head][-1:] == "s"
            if verbal and self._open(head - 1) and not self._hyphened(head - 1):
                last, head = head, head - 1  # one rocket falls
        return head, last

    def _code_end(self, at: int) -> int:
        """The index after the digits of a code whose letters stand before: S-300, T72."""
        start = at + 1 if self._word(at) in HYPHENS and self._joined(at) else at
        digits = self._word(start)[:1].isdigit() and self._joined(start)
        return start + 1 if digits and self._open(at - 1) else at

    def _hyphened(self, at: int) -> bool:
        """True for a hyphen that joins two words; two in a row make a dash."""
        hyphen = self._word(at) != "" and self._word(at) in HYPHENS and self._joined(at)
        return hyphen and self._word(at + 1) not in HYPHENS

    def _modifiers_join(self, at: int) -> bool:
        """True for the conjunction of "86 search and arrest operations"."""
        if self._word(at) not in self._function["joiners"] or self.is_verb(at - 1):
            return False
        return self._open(at + 1) and not self.is_verb(at + 1) and self._leads_to_plural(at + 1)

    def _adjectives_follow(self, at: int) -> bool:
        return self._open(at) and not self.is_verb(at) and self._leads_to_plural(at)

    def _ends_before(self, here: int, start: int, singular: bool) -> bool:
        """True when the verb at ``here`` ends the phrase rather than modifying a later noun."""
        if not (self.is_verb(here) or self._word(here) in self._function["predicates"]):
            return False
        if singular or not self.lexicon.verbs_before_nouns:
            return True
        return not self._leads_to_plural(here + 1)

    def _compounds(self, head: int, here: int) -> bool:
        """True when the plural at ``head`` modifies a noun at ``here`` ("rights defenders")."""
        if self.is_verb(here) or self.is_adverb(here):
            return False
        if self._word(here) in self._function["predicates"]:
            return False
        if self._word(here) in self.lexicon.age["before"]:
            return False  # three children ages 3, 5 and 8
        return self._word(head) in self._nouns["compound_plurals"] and self._leads_to_plural(here)

    def _fallback_head(self, start: int, last: int, singular: bool) -> int | None:
        """The head of a phrase without a plural: the last word, if it can be a noun."""
        at = last - 1
        if not singular and not self._named(start, last):
            return None
        if self.is_verb(at) or self.is_adverb(at) or self.is_closed(at):
            return None
        if self._word(at) in self._function["predicates"]:
            return None
        return at

    def _named(self, start: int, last: int) -> bool:
        """True where a noun without plural may be counted: a people's name, a compound."""
        if self._word(start - 1) in HYPHENS and self._word(start - 1):
            return True
        text = self.tokens[last - 1].text
        return text[0].isupper() and not text.isupper()

    def _coordinated(self, start: int, last: int, head: int, singular: bool) -> tuple[int, int]:
        """The phrase with a bare noun joined to it: "schools and kindergartens"."""
        if singular:
            return last, head
        here = last
        joined = last
        for _ in range(3):
            word = self._word(here)
            comma = word == ","
            at = here + 1
            if comma and self._word(at) in self._function["joiners"]:
                at += 1
            elif word not in self._function["joiners"] and not comma:
                break
            if not self._open(at) or self.is_verb(at) or self.is_adverb(at):
                break
            if self._word(at) in self._function["predicates"]:
                break
            next_head, next_last = self._run(at, singular=False)
            if next_head is None or not self.is_plural(next_head):
                break
            if self._starts_clause(next_last):
                break
            here = next_last
            if not comma or self._word(at - 1) in self._function["joiners"]:
                joined = here
                break
        return joined, head

    def _starts_clause(self, at: int) -> bool:
        """True where the noun before ``at`` has a number of its own: "and women for 16"."""
        return self._word(at + 1)[:1].isdigit() or self._word(at + 1) in self.lexicon.cardinals

    def _complement(self, last: int) -> int:
        """The end of the phrase with its "of" complement: "citizens of Azerbaijan"."""
        if self._word(last) not in self.lexicon.words["partitive"]:
            return last
        at = last + 1
        if self._word(at) in self._function["determiners"]:
            at += 1
        if not self._open(at):
            return last
        end = at
        while end < len(self.words) and end - at < LONGEST:
            word = self.words[end]
            if word in HYPHENS and self._joined(end) and self._open(end + 1):
                end += 2
                continue
            if not self._open(end) or (end > at and (self.is_verb(end) or self.is_adverb(end))):
                break
            if end > at and self._word(end) in self._function["predicates"]:
                break
            end += 1
            if self.is_plural(end - 1) and not self.is_plural(end):
                break
        cut = self._word(end) in self.lexicon.number_words
        if end == at or cut or self.is_verb(end - 1):
            return last
        return end
