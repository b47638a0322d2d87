"""From the words of a citation to its instrument."""

from __future__ import annotations

import datetime

import pytest

from muniment.law.resolving import Cited, body_of, members, resolve
from muniment.law.symbols import HUMAN_RIGHTS_COUNCIL, PACE, SECURITY_COUNCIL


@pytest.mark.parametrize(
    ("words", "id"),
    [
        ("Convention on the Law of Treaties", "VCLT"),
        ("UN Charter", "UNCHARTER"),
        ("IAEA Statute", "IAEASTAT"),
        ("1970 UNESCO Convention", "UNESCO70"),
        ("Convention on the Rights of Disabled Persons", "CRPD"),
        ("Convention on the Elimination of All Forms of Violence against Women", "CEDAW"),
        ("Helsinki Convention on the Transboundary Effects of Industrial Accidents", "TEIA"),
        ("Protocol No. 13 to the Convention for the Protection of Human Rights", "ECHR-P13"),
        ("ILO Convention 182 on the Worst Forms of Child Labor", "ILO182"),
        ("Convenio de Basilea", "BASEL"),
        ("Geneva Conventions of 12 August 1949", "GC1-4"),
    ],
)
def test_names_in_many_forms(words: str, id: str) -> None:
    """Full, short and popular names, with words left out or put for others."""
    assert resolve(Cited(words)).id == id


@pytest.mark.parametrize(
    "words",
    [
        "criminal code",
        "laws of war",
        "law of armed conflict",
        "Constitution of the Republic",
        "Water Law",
        "Association Agreement",
        "Peace Treaty",
        "Joint Statement",
        "Convention",
        "Convention on the Training of Harbour Pilots",
        "Agreement on the Cessation of Hostilities",
    ],
)
def test_what_is_no_name_is_not_resolved(words: str) -> None:
    """Laws, kinds of texts and unknown names are no instrument of the register."""
    assert resolve(Cited(words)).id is None


def test_a_place_alone_has_candidates_of_which_the_year_tells_one() -> None:
    """Vienna has many conventions, 1961 one of them."""
    assert len(resolve(Cited("Vienna Convention")).instruments) > 3
    assert resolve(Cited("Vienna Convention")).id is None
    assert resolve(Cited("1961 Vienna Convention", year=1961)).id == "VCDR"
    assert resolve(Cited("1951 Geneva Convention", year=1951)).id == "REFUGEE"


def test_a_wrong_year_does_not_change_the_instrument() -> None:
    """Else no wrong year could be found."""
    assert resolve(Cited("1985 Convention against Torture", year=1985)).id == "CAT"


def test_agreements_and_statements_are_known_by_their_date() -> None:
    """Another day is another text."""
    cited = Cited("trilateral statement of 10 November 2020", year=2020)
    assert resolve(cited).id == "TRILAT"
    assert resolve(cited._replace(day=datetime.date(2020, 11, 10))).id == "TRILAT"
    assert resolve(cited._replace(day=datetime.date(2020, 6, 3))).id is None


def test_a_number_without_its_body_takes_that_of_the_words_around() -> None:
    """ "… the Security Council in its resolutions 1325 (2000), 1820 (2008)"."""
    cited = Cited("resolution 1820 (2008)", "1820", 2008)
    assert resolve(cited).id is None
    assert resolve(cited._replace(around="the Security Council in its")).id == "S1820"


def test_a_symbol_decides_and_the_title_beside_it_is_told() -> None:
    """A title that is another's is kept for the verdict."""
    found = resolve(Cited("Seveso III Directive 2000/60/EC", "2000/60/EC", 2000))
    assert found.id == "EU-WFD"
    assert found.titled is not None
    assert found.titled.id == "EU-SEVESO3"


def test_the_body_of_a_document() -> None:
    """Bodies are found as words, not inside others."""
    assert body_of("PACE Resolution 1416") == PACE
    assert body_of("UN Security Council resolution 242") == SECURITY_COUNCIL
    assert body_of("Human Rights Council resolution 22/18") == HUMAN_RIGHTS_COUNCIL
    assert body_of("peaceful use of outer space") is None


def test_a_protocol_is_known_whatever_its_parent_is_called() -> None:
    """By its own name, where that tells."""
    words = "Protocol on Pollutant Release and Transfer Registers to the Aarhus Convention"
    assert resolve(Cited(words)).id == "PRTR"


def test_two_names_mixed_are_the_title() -> None:
    """The popular name before it is another's."""
    assert resolve(Cited("Cartagena Protocol on Climate Change")).id == "KYOTO"


def test_members_of_a_group() -> None:
    """An instrument is its own only member."""
    assert members("COVENANTS66") == ("ICESCR", "ICCPR")
    assert members("CAT") == ("CAT",)
