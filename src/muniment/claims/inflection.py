"""The forms of verbs and nouns of a language that inflects by endings, from its rules.

``inflection.toml`` of a pack lists, for each form, endings with how many letters they lose and
what they gain, and the words that go their own way. A pack without it writes all forms out.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

from muniment.claims.language import load_language

MARK = "~"
"""Stands after the verb of a phrase that does not begin with it ("forcibly transfer~")."""

FORMS = 5
Rules = tuple[tuple[str, int, str], ...]


class Inflection(NamedTuple):
    """The rules of a language: base, third person, past, -ing form and participle; plurals."""

    third: Rules
    past: Rules
    ing: Rules
    plural: Rules
    doubled: frozenset[str]
    irregular: dict[str, tuple[str, ...]]
    """The forms by the base; those made by the rules are added when first asked for."""

    def verb(self, phrase: str) -> tuple[str, ...]:
        """The five forms of a verb or of a phrase with one, in the order of the class.

        A phrase inflects at its first word, or at those that end in ``MARK``.
        """
        if MARK not in phrase:
            head, space, rest = phrase.partition(" ")
            return tuple(form + space + rest for form in self._word(head))
        words = [
            self._word(word[:-1]) if word.endswith(MARK) else (word,) * FORMS
            for word in phrase.split(" ")
        ]
        return tuple(" ".join(forms) for forms in zip(*words, strict=True))

    def plural_of(self, phrase: str) -> str:
        """The plural of a noun phrase, at its last word or before "of"; a plural stays as it is."""
        head, of, rest = phrase.partition(" of ")
        if head.endswith("s") and not head.endswith("ss"):
            return phrase
        return _changed(head, self.plural) + of + rest

    def _word(self, word: str) -> tuple[str, ...]:
        known = self.irregular.get(word)
        if known is not None:
            return known
        stem = word + word[-1] if word.rpartition("-")[2] in self.doubled else word
        past = _changed(stem, self.past)
        forms = word, _changed(word, self.third), past, _changed(stem, self.ing), past
        self.irregular[word] = forms
        return forms


def _changed(word: str, rules: Rules) -> str:
    """A word by the first rule whose ending it has; the word itself where none fits."""
    for ending, lost, gained in rules:
        if word.endswith(ending):
            return word[: len(word) - lost] + gained
    return word


@functools.cache
def inflection(code: str) -> Inflection | None:
    """The inflection of a language pack; None where the pack writes all forms out."""
    table = load_language(code).table("inflection")
    if not table["third"]:
        return None

    def rules(name: str) -> Rules:
        return tuple((ending, lost, gained) for ending, lost, gained in table[name])

    rows = (tuple(row.split(" ")) for row in table["irregular"])
    return Inflection(
        rules("third"),
        rules("past"),
        rules("ing"),
        rules("plural"),
        frozenset(table["doubled"]),
        {row[0]: row for row in rows},
    )
