"""The instruments cited with the standing of each state concerned; swapping two states."""

from __future__ import annotations

from muniment.checks.checking import check_document
from muniment.checks.model import Outcome
from muniment.checks.positions import Position, positions
from muniment.claims.model import DocumentClaims
from muniment.claims.reader import read_claims
from muniment.documents.document import Document
from tests.claims.test_obligations import swapped

APPEAL = """\
The Icelandic Ombudsman appeals to all parties.

Norway has not fulfilled its obligations under the 1976 Convention on the Prohibition of Military or
Any Other Hostile Use of Environmental Modification Techniques. The Norwegian authorities must
comply with the 1984 Convention against Torture, to which Iceland is a party.

The General Assembly spoke of this in its resolution 60/285. The 1977 ENMOD Convention is clear.
"""


def claims_of(text: str, state: str | None, date: str | None = "2020-05-01") -> DocumentClaims:
    return read_claims(
        Document(
            path="appeal.txt",
            sha256="",
            media_type="text/plain",
            text=text,
            body=(0, len(text)),
            date=date,
            issuer_state=state,
            language="en",
        )
    )


def stood(found: list[Position]) -> dict[str, dict[str, str]]:
    return {
        each.instrument.id: {s.state.code: s.status.value for s in each.standings} for each in found
    }


def test_each_instrument_stands_once_with_all_its_citations_in_the_order_of_the_text() -> None:
    claims = claims_of(APPEAL, "ISL")
    found = positions(claims)
    assert [each.instrument.id for each in found] == ["ENMOD", "CAT", "A60285"]
    words = {citation.id: citation.words for citation in claims.citations}
    cited = [words[key] for key in found[0].citations]
    assert len(cited) == 2
    assert cited[1].endswith("ENMOD Convention")


def test_the_standing_of_the_accused_and_of_the_speaker_is_given() -> None:
    assert stood(positions(claims_of(APPEAL, "ISL"))) == {
        "ENMOD": {"NOR": "bound", "ISL": "signed only"},
        "CAT": {"NOR": "bound", "ISL": "bound"},
        "A60285": {},
    }


def test_swapping_the_states_swaps_the_answers_that_the_facts_give() -> None:
    """The same states, standings and instruments; only who accuses whom has changed."""
    ours, theirs = claims_of(APPEAL, "ISL"), claims_of(swapped(APPEAL), "NOR")
    assert stood(positions(ours)) == stood(positions(theirs))
    mirrored = {swapped(code): day for code, day in _codes(ours).items()}
    assert mirrored.keys() == _codes(theirs).keys()


def _codes(claims: DocumentClaims) -> dict[str, str]:
    return {r.values["state"]: r.values["role"] for r in claims.relations if r.type == "legal-role"}


def test_swapping_changes_only_what_participation_says() -> None:
    def told(claims: DocumentClaims, *, standing: bool) -> list[tuple[str, Outcome, str | None]]:
        found = [r for r in check_document(claims) if (r.code == "L304") is standing]
        return sorted((r.code, r.outcome, r.working) for r in found)

    ours, theirs = claims_of(APPEAL, "ISL"), claims_of(swapped(APPEAL), "NOR")
    assert told(ours, standing=False) == told(theirs, standing=False)
    fires = [
        [r for r in check_document(each) if r.code == "L304" and r.outcome is Outcome.FIRES]
        for each in (ours, theirs)
    ]
    assert [[(r.level, r.message[:25]) for r in each] for each in fires] == [
        [("note", "ENMOD Convention: Iceland")],
        [("error", "ENMOD Convention: Iceland")],
    ]


def test_a_year_in_which_the_standing_changed_gives_both() -> None:
    claims = claims_of("Norway is a party to the ENMOD Convention.", None, "1979")
    standings = positions(claims)[0].standings
    assert [(str(s.day), s.status.value) for s in standings] == [
        ("1979-01-01", "signed only"),
        ("1979-12-31", "bound"),
    ]
    same = positions(claims_of("Norway is a party to the ENMOD Convention.", None, "1980"))
    assert [str(s.day) for s in same[0].standings] == ["1980-12-31"]


def test_without_a_date_the_day_of_the_newest_list_is_asked() -> None:
    claims = claims_of("Norway is a party to the ENMOD Convention.", None, None)
    assert [str(s.day) for s in positions(claims)[0].standings] == ["2026-02-03"]


def test_what_is_unknown_or_ambiguous_is_no_instrument_cited() -> None:
    text = "The Vienna Convention and the 1991 Convention on the Care of Lighthouses apply."
    assert positions(claims_of(text, None)) == []
    assert positions(claims_of("Nothing is cited here.", None)) == []
