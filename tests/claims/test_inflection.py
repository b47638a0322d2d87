"""The forms that the rules of a language make of its verbs and nouns."""

import pytest

from muniment.claims.inflection import inflection


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("kill", "kill kills killed killing killed"),
        ("bury", "bury buries buried burying buried"),
        ("stab", "stab stabs stabbed stabbing stabbed"),
        ("raze", "raze razes razed razing razed"),
        ("torch", "torch torches torched torching torched"),
        ("take", "take takes took taking taken"),
        ("flee", "flee flees fled fleeing fled"),
    ],
)
def test_the_forms_of_a_verb(verb: str, forms: str) -> None:
    english = inflection("en")
    assert english is not None
    assert " ".join(english.verb(verb)) == forms


def test_a_phrase_changes_at_its_verb() -> None:
    english = inflection("en")
    assert english is not None
    assert english.verb("drive out")[2] == "drove out"
    assert english.verb("forcibly transfer~")[3] == "forcibly transferring"
    assert english.verb("kill~ or maim~")[2] == "killed or maimed"


@pytest.mark.parametrize(
    ("noun", "plural"),
    [
        ("casualty", "casualties"),
        ("loss", "losses"),
        ("case of arson", "cases of arson"),
        ("cases of arson", "cases of arson"),
        ("gunman", "gunmen"),
        ("remains", "remains"),
    ],
)
def test_the_plural_of_a_noun(noun: str, plural: str) -> None:
    english = inflection("en")
    assert english is not None
    assert english.plural_of(noun) == plural


def test_a_pack_without_rules_writes_its_forms_out() -> None:
    assert inflection("es") is None
