"""What is right and wrong about a citation."""

from __future__ import annotations

import datetime

import pytest

from muniment.law.instruments import instruments
from muniment.law.misquotes import is_foreign, misquotation, name_of_another, wrong_number
from muniment.law.resolving import Cited, resolve
from muniment.law.verdicts import (
    Answer,
    bracket_verdict,
    contradicts,
    date_verdict,
    parents,
    symbol_verdict,
    tells_a_name,
    title_verdict,
)


def titled(words: str) -> Answer:
    """The verdict on the title of a citation."""
    return title_verdict(words, resolve(Cited(words))).answer


@pytest.mark.parametrize("year", [1976, 1977, 1978])
def test_each_of_its_dates_is_right(year: int) -> None:
    """Adopted, opened, in force."""
    assert date_verdict([instruments()["ENMOD"]], year).answer is Answer.FITS


def test_another_year_is_wrong_and_a_day_counts() -> None:
    """A wrong day of a right year is wrong too."""
    crc = [instruments()["CRC"]]
    assert date_verdict(crc, 1986).answer is Answer.DOES_NOT
    assert date_verdict(crc, 1989, datetime.date(1989, 11, 20)).answer is Answer.FITS
    assert date_verdict(crc, 1989, datetime.date(1989, 11, 2)).answer is Answer.DOES_NOT


def test_an_opening_that_is_not_recorded_leaves_it_open() -> None:
    """The year after the adoption may be that of the opening."""
    refugee = instruments()["REFUGEE"]
    if refugee.opened is None:
        assert date_verdict([refugee], 1952).answer is Answer.CANNOT_TELL
    assert date_verdict([refugee], 1960).answer is Answer.DOES_NOT


def test_one_of_a_group_is_enough() -> None:
    """The Minsk agreements are of two years."""
    group = [instruments()["ICCPR"], instruments()["ICESCR"]]
    assert date_verdict(group, 1966).answer is Answer.FITS


def test_a_protocol_may_have_the_date_of_its_parent() -> None:
    """ "Protocol I additional to the Geneva Conventions of 12 August 1949"."""
    words = "Protocol I additional to the Geneva Conventions of 12 August 1949"
    assert {each.id for each in parents(words)} == {"GC1", "GC2", "GC3", "GC4"}
    assert parents("Kyoto Protocol") == []


@pytest.mark.parametrize(
    "words",
    [
        "Convention on the Rights of Patients with Disabilities",
        "Convention on the Repression and Punishment of the Crime of Genocide",
        "Basel Convention on the Transboundary Effects of Industrial Accidents",
        "Geneva Convention III relative to the Protection of Civilian Persons in Time of War",
        "Convention on the Rights of the Child (CEDAW)",
        "International Covenant on Economic, Social and Political Rights",
    ],
)
def test_wrong_titles(words: str) -> None:
    """A word replaced, two names mixed, a number or an acronym of another."""
    assert titled(words) is Answer.DOES_NOT


@pytest.mark.parametrize(
    "words",
    [
        "Convention on the Rights of Disabled Persons",
        "Convention on the Punishment and Prevention of the Crime of Genocide",
        "Helsinki Convention on the Transboundary Effects of Industrial Accidents",
        "Convention on Access to Information in Environmental Matters",
        "Convention on the Rights of the Child (CRC)",
        "UN Convention against Torture",
        "Convention for the Protection of Cultural Property during Armed Conflict",
    ],
)
def test_right_titles(words: str) -> None:
    """Words left out, other order, the place, the acronym, other small words."""
    assert titled(words) is Answer.FITS


@pytest.mark.parametrize(
    "words",
    [
        "Convention for the Conservation of Antarctic Seals",
        "European Convention on the Legal Status of Migrant Workers",
        "Inter-American Convention on Mutual Assistance in Criminal Matters",
        "Convention for the Prevention and Punishment of Terrorism",
        "Protocol to Eliminate Illicit Trade in Tobacco Products",
        "Treaty on Friendship, Cooperation and Mutual Assistance",
        "SAARC Regional Convention on Suppression of Terrorism",
    ],
)
def test_treaties_that_the_register_lacks_misquote_none(words: str) -> None:
    """However like a known title theirs is."""
    assert titled(words) is not Answer.DOES_NOT


def test_misquotation_names_both_sides() -> None:
    """What is written, and what the title has there."""
    found = misquotation("Convention on Early Notification of a Chemical Accident", "NOTIF")
    assert found is not None
    assert (found.written, found.right) == (("chemical",), ("nuclear",))
    assert misquotation("Convention on Early Notification", "NOTIF") is None


def test_foreign_words() -> None:
    """Words of any name, its place, states and bodies are not foreign."""
    assert is_foreign("chemical", "NOTIF")
    assert not is_foreign("vienna", "NOTIF")
    assert not is_foreign("norwegian", "NOTIF")


def test_names_and_numbers_of_others() -> None:
    """The popular name of another instrument, and its number."""
    rival = name_of_another("Ottawa Convention on Cluster Munitions", instruments()["CCM"])
    assert rival is not None
    assert rival.id == "APMBC"
    assert wrong_number("Geneva Convention III", "GC4") == "3"
    assert wrong_number("Geneva Convention IV", "GC4") is None


def test_a_symbol_in_brackets_must_be_its_own() -> None:
    """That of another treaty is wrong; a protocol may be followed by its parent."""
    cat, crc = resolve(Cited("Convention against Torture")), resolve(Cited("CRC"))
    symbol = resolve(Cited("A/RES/44/25", "A/RES/44/25"))
    assert contradicts(cat, symbol)
    assert not contradicts(crc, symbol)
    assert bracket_verdict(cat, symbol).answer is Answer.DOES_NOT
    protocol = resolve(Cited("Optional Protocol to the Convention against Torture"))
    assert not contradicts(protocol, cat)
    assert tells_a_name("CRC")
    assert not tells_a_name("Geneva")


def test_symbols_and_years() -> None:
    """The year of a known resolution is its own; sessions bound the others."""
    known = resolve(Cited("S/RES/2139 (2011)", "S/RES/2139", 2011))
    assert symbol_verdict(known, 2011).answer is Answer.DOES_NOT
    assert symbol_verdict(known, 2014).answer is Answer.FITS
    other = resolve(Cited("A/RES/50/12", "A/RES/50/12"))
    assert symbol_verdict(other, 1995).answer is Answer.FITS
    assert symbol_verdict(other, 2005).answer is Answer.DOES_NOT
    assert symbol_verdict(other, None).answer is Answer.CANNOT_TELL
