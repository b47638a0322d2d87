"""Articles that a citation names, and those that an instrument has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.law.instruments import instruments
from muniment.law.provisions import articles_named, provisions
from muniment.law.verdicts import Answer, provision_verdict


@pytest.mark.parametrize(
    ("provision", "articles"),
    [
        ("article 8", ["8"]),
        ("articles 3 and 8bis (2)", ["3", "8bis"]),
        ("article 2, paragraph 4", ["2"]),
        ("Article 10.2", ["10"]),
        ("Article XV", ["15"]),
        ("art. 6 (1) (c)", ["6"]),
        ("common article 3", ["3"]),
        ("annex 2", []),
        ("paragraph 5", []),
    ],
)
def test_articles_are_read(provision: str, articles: list[str]) -> None:
    """Paragraphs and annexes are passed over; Roman numerals are numbers."""
    assert articles_named(provision) == articles


@given(st.integers(1, 400))
def test_one_article_is_read_back(number: int) -> None:
    """The number as it stands."""
    assert articles_named(f"article {number} (2)") == [str(number)]


def test_every_list_belongs_to_an_instrument_and_begins_with_one() -> None:
    """The file names instruments of the register."""
    for id, each in provisions().items():
        assert id in instruments()
        assert "1" in each.articles
        assert str(each.last) in each.articles


def test_an_article_that_is_not_there() -> None:
    """One member of a group that has it is enough."""
    iccpr, icescr = instruments()["ICCPR"], instruments()["ICESCR"]
    assert provision_verdict([iccpr], "article 17").answer is Answer.FITS
    assert provision_verdict([iccpr], "article 71").answer is Answer.DOES_NOT
    assert provision_verdict([icescr, iccpr], "article 40").answer is Answer.FITS
    assert provision_verdict([instruments()["TRILAT"]], "article 1").answer is Answer.CANNOT_TELL
