"""Acronyms that a text gives its instruments, and names that only their form tells."""

from __future__ import annotations

import pytest

from tests.claims.reading import claims_of

TEXTS = [
    (
        "The council and the Front signed a formal Truce Accord (TA). Although the TA remained in "
        "force, observers left.",
        ["Truce Accord (TA)", "TA"],
    ),
    (
        "The Comprehensive Peace Agreement (“CPA”) was signed in 2005. Both sides broke the CPA.",
        ["Comprehensive Peace Agreement (“CPA”)", "CPA"],
    ),
    (
        "The Prevention of Piracy Act (PPA) lets wardens search boats. Nobody was held under it, "
        "or under article 4 of the PPA.",
        ["Prevention of Piracy Act (PPA)", "article 4 of the PPA"],
    ),
    (
        "The Statute of the Verda Mediation Board (VMB) is of 1998. The VMB sits in Marn.",
        ["Statute of the Verda Mediation Board (VMB)"],
    ),
    (
        "They hailed the peace accord between the island council and the FRL. A truce agreement "
        "between villages is far.",
        ["peace accord between the island council and the FRL"],
    ),
    ("The cabinet praised the Legal Framework for Peace.", ["Legal Framework for Peace"]),
    (
        "Some were freed under the country's open prison law. The country's martial law "
        "was lifted, and the army's top law officer spoke.",
        ["the country's open prison law"],
    ),
    ("Our letters of 6 March 2018 (S/2018/417) and 3 May 2019 (A/73/411) were ignored.", []),
    (
        "The Orla Charter, particularly article 3 of the Protocol of 1949, was ignored.",
        ["Orla Charter", "article 3 of the Protocol of 1949"],
    ),
]


@pytest.mark.parametrize(("text", "quotes"), TEXTS)
def test_names_told_by_their_form(text: str, quotes: list[str]) -> None:
    assert [citation.passage.quote for citation in claims_of(text).citations] == quotes
