"""Citations of a text with the instruments that they name."""

from __future__ import annotations

import pytest

from muniment.claims.instruments import bracket_after, date_of, dates_within, day_of
from muniment.claims.model import DocumentClaims
from muniment.claims.reader import read_claims
from muniment.documents.document import Document


def read(text: str, date: str | None = None) -> DocumentClaims:
    """The claims of a text."""
    return read_claims(
        Document(
            path="text.txt",
            sha256="",
            media_type="text/plain",
            text=text,
            body=(0, len(text)),
            language="en",
            date=date,
        )
    )


def named(text: str, date: str | None = None) -> list[str | None]:
    """The instruments of the citations of a text, in order."""
    return [citation.instrument for citation in read(text, date).citations]


@pytest.mark.parametrize(
    ("text", "instruments"),
    [
        ("The Convention on the Rights of the Child is clear. Its article 12 is read out.",
         ["CRC", "CRC"]),
        ("The Refugee Convention and its 1967 Protocol are clear.", ["REFUGEE", "REFUGEE-P"]),
        ("They cite the Convention on Certain Conventional Weapons and its Protocol III.",
         ["CCW", "CCW-P3"]),
        ("They cite the European Convention on Human Rights and Protocol No. 1 thereto.",
         ["ECHR", "ECHR-P1"]),
        ("The Security Council in its resolutions 1325 (2000) and 1820 (2008) asks for more.",
         ["S1325", "S1820"]),
        ("They cite the Convention on the Prohibition of Mili-\ntary or Any Other Hostile Use of"
         " Environmental Modification Techniques.", ["ENMOD"]),
    ],
)  # fmt: skip
def test_what_was_cited_before_helps(text: str, instruments: list[str]) -> None:
    """Provisions, protocols and numbers belong to what stands before them."""
    assert named(text) == instruments


def test_a_document_means_nothing_younger_than_itself() -> None:
    """The Cartagena Protocol of 1990 is another one."""
    text = "The ministers recalled the Cartagena Protocol."
    assert named(text) == ["CARTAGENA"]
    assert named(text, "1990-01-04") == [None]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The Convention on Biological Diversity, opened at Rio de Janeiro on 5 June 1992, is"
         " clear.", "1992-06-05"),
        ("The Aarhus Convention (Aarhus, 25 June 1998) is clear.", "1998-06-25"),
        ("The Rome Statute, which entered into force on 1 July 2002, is clear.", "2002-07-01"),
        ("The Rome Statute entered into force for Norland on 3 May 2004.", None),
        ("Norland joined the Aarhus Convention on 3 May 2004.", None),
    ],
)  # fmt: skip
def test_the_date_of_an_instrument(text: str, day: str | None) -> None:
    """After its name, and not that of a state's joining."""
    claims = read(text)
    found = day_of(claims, claims.citations[0])
    assert (found.isoformat() if found else None) == day
    assert (date_of(claims, claims.citations[0]) is None) == (day is None)


def test_what_stands_in_brackets() -> None:
    """An acronym, a symbol, a series number."""
    claims = read("They cite the Convention against Torture (A/RES/39/46) and more.")
    assert bracket_after(claims, claims.citations[0]) == "A/RES/39/46"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "They broke the Optional Protocol to the International Covenant on Civil and Political"
            " Rights by hiding the letters.",
            "Optional Protocol to the International Covenant on Civil and Political Rights",
        ),
        (
            "They cite the Convention on the Rights of the Child.",
            "Convention on the Rights of the Child",
        ),
    ],
)
def test_words_of_the_sentence_behind_a_title_are_not_of_it(text: str, words: str) -> None:
    citation = read(text).citations[0]
    assert citation.words == words
    assert citation.instrument is not None


def test_dates_are_kept_in_order_so_that_those_of_a_span_are_found() -> None:
    text = "On 3 May 2004 and 5 June 2006 they wrote. In 1999, and on 7 July 2008, they met."
    claims = read(text)
    starts = [date.passage.start for date in claims.dates]
    assert starts == sorted(starts)
    within = dates_within(claims, text.index("5 June"), text.index("7 July"))
    assert [date.edtf for date in within] == ["2006-06-05", "1999"]
