"""Names of instruments as words, and how citations fit them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.law.instruments import groups, instruments
from muniment.law.titles import (
    differently_numbered,
    is_small,
    matches,
    named,
    summarises,
    vocabulary_of,
    weight,
    words_of,
)


def test_the_first_head_is_the_kind_and_later_ones_are_the_subject() -> None:
    """The law of treaties is what a convention is about; a resolution or law alone is a kind."""
    words = words_of("Vienna Convention on the Law of Treaties")
    assert words.heads == {"convention"}
    assert {"vienna", "law"} < words.content
    assert words_of("the Law on Gardens").heads == {"law"}


def test_a_protocol_to_a_convention_has_both_kinds() -> None:
    """So that it is never taken for the convention."""
    assert words_of("Protocol to the Convention on Bees").heads == {"protocol", "convention"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Convention against Transnational Organised Crime", "Convention against transnational"
         " organized crimes"),
        ("the Fourth Geneva Convention", "Geneva Convention IV"),
        ("Anti-Personnel Mine Ban Convention", "Antipersonnel Mine Ban Convention"),
        ("Decision-making in Environmental Matters", "decision making in environmental matters"),
        ("Stock-\npiling and Production", "stockpiling and production"),
        ("Convention of 12 August 1949", "Convention of August 12, 1949"),
        ("UN Convention against Torture", "United Nations Convention against Torture"),
    ],
)  # fmt: skip
def test_spellings_of_one_name_have_the_same_words(one: str, other: str) -> None:
    """British and American spelling, numerals, hyphens, broken lines, dates."""
    first, second = words_of(one), words_of(other)
    assert first.content == second.content
    assert (first.heads, first.years) == (second.heads, second.years)


def test_every_name_in_the_register_names_its_instrument() -> None:
    """A title or alias as it stands is found again, with the others that share it."""
    for each in instruments().values():
        for name in (each.full_title, each.short_title, *each.aliases):
            words = words_of(name)
            if words.content or words.years:
                assert each.id in {match.id for match in named(name)}, name


def test_every_name_of_a_group_names_it() -> None:
    """Groups are found by name as instruments are."""
    for group in groups().values():
        for name in (group.name, *group.aliases):
            assert group.id in {match.id for match in named(name)}, name


def test_a_year_in_a_name_counts() -> None:
    """The name with the year is one instrument's, without it nobody's."""
    assert [match.id for match in named("1970 UNESCO Convention")] == ["UNESCO70"]
    assert named("UNESCO Convention") == []


def test_an_acronym_may_have_a_head() -> None:
    """But not that of another kind of text."""
    assert [match.id for match in named("the CEDAW Convention")] == ["CEDAW"]
    assert named("the CEDAW resolution") == []


def test_matches_tell_what_is_missing_and_what_is_added() -> None:
    """The best match has shares of both sides."""
    best = matches("Convention on the Rights of Patients with Disabilities")[0]
    assert best.id == "CRPD"
    assert "patient" in best.added
    assert 0 < best.own < 1
    assert 0 < best.score < 1


def test_light_words_find_nothing() -> None:
    """A name of which only the maker is given fits every one of its texts."""
    assert matches("United Nations Convention") == ()


@given(st.text(max_size=60))
def test_any_text_can_be_looked_up(text: str) -> None:
    """No text breaks the comparison; shares stay between 0 and 1."""
    for match in matches(text)[:3]:
        assert 0 <= match.shared <= 1
        assert 0 <= match.own <= 1
    named(text)


def test_numbers_tell_instruments_apart() -> None:
    """The third is not the fourth; a number that no name of an instrument has says nothing."""
    assert differently_numbered(words_of("Geneva Convention III"), "GC4")
    assert not differently_numbered(words_of("Geneva Convention IV"), "GC4")
    assert not differently_numbered(words_of("Aarhus Convention 4"), "AARHUS")


def test_rare_words_weigh_more() -> None:
    """The weight of a word falls with the number of names that have it."""
    assert weight("enmod") > weight("convention") or weight("enmod") > weight("protection")
    assert weight("uno") < 1


def test_summaries_and_small_words() -> None:
    """A summary shares the beginnings of the title's telling words."""
    assert summarises("the occupied territories of Norland", "The situation in the occupied"
                      " territories of Norland") > 0.5  # fmt: skip
    assert is_small("of")
    assert not is_small("Mines")
    assert "aarhus" in vocabulary_of("AARHUS")
