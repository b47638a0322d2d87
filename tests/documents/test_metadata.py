from __future__ import annotations

import pytest

from muniment.documents.document import Document
from tests.documents.helpers import read


def of(text: str) -> Document:
    return read("a.txt", text.encode())


SENTENCE = "Between 4 March and 30 June, 412 households on both banks lost their wells."


def test_letterhead_place_date_and_title_of_a_press_release() -> None:
    document = of(
        "Ministry of Health of Verda\nPress Service\n\nOru, 4 May 2031\n\n"
        f"Press release: wells tested in three districts\n\n{SENTENCE}"
    )
    assert document.title == "Press release: wells tested in three districts"
    assert document.issuer == "Ministry of Health of Verda"
    assert (document.place, document.date) == ("Oru", "2031-05-04")


def test_signature_date_and_addressees_at_the_end() -> None:
    document = of(
        "**The Second Appeal\nof the Public Defender of Peru**\n\n"
        f"{SENTENCE}\n\nAna Torrel\n\n**The Public Defender of the Republic of Peru**\n\n"
        "7 July 2031\n\n*The appeal is addressed to the River Commission, the League of Towns, "
        "as well as to the foreign embassies.*"
    )
    assert document.title == "The Second Appeal of the Public Defender of Peru"
    assert document.issuer == "Public Defender of the Republic of Peru"
    assert document.issuer_state == "PER"
    assert document.date == "2031-07-07"
    assert document.addressees == ("River Commission", "League of Towns", "foreign embassies")


@pytest.mark.parametrize(
    ("start", "place", "date", "issuer"),
    [
        ("ORU, 5 NOV 89 (RADIO SELL) -- [TEXT] ", "ORU", "1989-11-05", "RADIO SELL"),
        ("UPPER SELL (VERDA), 14 FEB 90 (ABC) -- ", "UPPER SELL (VERDA)", "1990-02-14", "ABC"),
        ("Oru, 12 March 2031 – ", "Oru", "2031-03-12", None),
        ("ORU (12 March 2031) – ", "ORU", "2031-03-12", None),
    ],
)
def test_datelines(start: str, place: str, date: str, issuer: str | None) -> None:
    document = of(f"{start}{SENTENCE}")
    assert (document.place, document.date, document.issuer) == (place, date, issuer)


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("4 May 2031", "2031-05-04"),
        ("Monday, 4 May 2031", "2031-05-04"),
        ("May 4, 2031", "2031-05-04"),
        ("04.05.2031", "2031-05-04"),
        ("2031-05-04", "2031-05-04"),
        ("29 May 2031 - 15:20", "2031-05-29"),
        ("Date: 4th of May 2031", "2031-05-04"),
        ("Published on 4 May 2031", "2031-05-04"),
        ("May 2031", "2031-05"),
        ("Situation report No. 5 (as of 4 May 2031)", "2031-05-04"),
        ("31 April 2031", None),
        ("04/05/2031", None),
        ("The wells were closed on 4 May 2031", None),
        ("4 May 2031 was a day of mourning", None),
    ],
)
def test_date_lines(line: str, date: str | None) -> None:
    assert of(f"{line}\n\n{SENTENCE}").date == date


@pytest.mark.parametrize(
    "text",
    [
        f"{SENTENCE} It ended on 4 May 2031.",
        "1 May 2031\n\nShots.\n\n2 May 2031\n\nMore shots.\n\n5 May 2031\n\nA truce.",
        f"4 May 2031\n\n{SENTENCE}\n\n9 May 2031",
    ],
)
def test_a_date_that_is_not_clearly_the_documents_own_is_not_taken(text: str) -> None:
    assert of(text).date is None


def test_plain_prose_states_nothing() -> None:
    document = of(f"{SENTENCE}\n\n{SENTENCE}")
    assert (document.title, document.issuer, document.place, document.date) == (None,) * 4
    assert document.addressees == ()
    assert document.language == "en"


def test_both_parties_names_are_treated_alike() -> None:
    for name, code in (("Peru", "PER"), ("Chile", "CHL")):
        document = of(f"Statement by the Ministry of Health of {name} on the wells\n\n{SENTENCE}")
        assert document.issuer == f"Ministry of Health of {name}"
        assert document.issuer_state == code


def test_labels_of_sender_and_addressees() -> None:
    document = of(
        "Date: 3 June 2031\nFrom: Shelter Office of Brannoc\n"
        f"To: The Mayor of Oru; the Relief Committee\n\n{SENTENCE}"
    )
    assert document.issuer == "Shelter Office of Brannoc"
    assert document.addressees == ("Mayor of Oru", "Relief Committee")
