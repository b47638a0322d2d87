"""L304, L306 and L307: who was bound, since when, and by what.

The facts are those of the register (Norway ratified ENMOD in 1979, Iceland has only signed it); the
events are invented.
"""

from __future__ import annotations

import pytest

from muniment.checks.law import check_law
from muniment.checks.model import Outcome, Result
from muniment.claims.reader import read_claims
from muniment.documents.document import Document

FIRES, HOLDS = Outcome.FIRES, Outcome.HOLDS


def results(text: str, date: str | None = "2020-05-01", issuer: str | None = None) -> list[Result]:
    """What the rules on states say of a text of a day, spoken by an institution of a state."""
    document = Document(
        path="text.txt",
        sha256="",
        media_type="text/plain",
        text=text,
        body=(0, len(text)),
        date=date,
        issuer_state=issuer,
        language="en",
    )
    found = check_law(read_claims(document))
    return [result for result in found if result.code in ("L304", "L306", "L307")]


def told(text: str, date: str | None = "2020-05-01", issuer: str | None = None) -> list[str]:
    """The same as "L304 fires error"."""
    return [f"{r.code} {r.outcome.value} {r.level}" for r in results(text, date, issuer)]


ERROR, HELD = "L304 fires error", "L304 holds error"
NOTE = "L304 fires note"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Iceland has violated the ENMOD Convention.", [ERROR]),
        ("Norway has violated the ENMOD Convention.", [HELD]),
        ("Norway and Iceland have violated the ENMOD Convention.", [ERROR, HELD]),
        ("It is not true that Iceland has violated the ENMOD Convention.", []),
        ("Iceland is a state party to the ENMOD Convention.", [ERROR]),
        ("Iceland has never violated the ENMOD Convention.", []),
        ("Iceland must comply with its obligations under the ENMOD Convention.", [ERROR]),
        ("We call on Norway to comply with the ENMOD Convention.", [HELD]),
        ("We call on Iceland to accede to the ENMOD Convention.", []),
        ("Iceland is a party to the ENMOD Convention.", [ERROR]),
        ("Norway is a party to the ENMOD Convention.", [HELD]),
        ("Iceland is not a party to the ENMOD Convention.", []),
        ("Iceland is a signatory to the ENMOD Convention.", [HELD]),
        ("Norway signed the ENMOD Convention.", [HELD]),
        ("The Icelandic armed forces acted in breach of the ENMOD Convention.", [ERROR]),
    ],
)
def test_a_state_is_asked_where_the_text_names_it_and_no_other(
    text: str, wanted: list[str]
) -> None:
    assert told(text) == wanted


def test_the_state_that_speaks_of_a_breach_is_asked_as_well_and_gets_a_note() -> None:
    text = "Norway has violated the ENMOD Convention."
    assert told(text, issuer="ISL") == [NOTE, HELD]
    mirrored = "Iceland has violated the ENMOD Convention."
    assert told(mirrored, issuer="NOR") == [HELD, ERROR]


def test_our_country_is_that_of_the_issuer() -> None:
    text = "Our country is a party to the ENMOD Convention."
    assert told(text, issuer="NOR") == [HELD]
    assert told(text, issuer="ISL") == [ERROR]
    assert told(text) == []


def test_a_finding_says_what_it_rests_on_and_what_holds_is_short() -> None:
    fires = results("Iceland has violated the ENMOD Convention.")[0]
    assert "Iceland was not bound on 1 May 2020" in fires.message
    assert "Iceland signed it on 18 May 1977" in fires.message
    assert "UN Treaty Collection status page, as of 3 February 2026" in fires.message
    holds = results("Norway has violated the ENMOD Convention.")[0]
    assert holds.working == "ENMOD Convention: Norway was bound on 1 May 2020"


def test_a_state_that_has_ratified_is_a_party_in_the_making_and_no_error() -> None:
    """Armenia and Azerbaijan joined the Aarhus Convention before it entered into force."""
    for name, day in (("Armenia", "2001-09-01"), ("Azerbaijan", "2001-09-01")):
        assert told(f"{name} ratified the Aarhus Convention.", day) == [HELD]
        assert told(f"{name} acceded to the Aarhus Convention.", "2023-01-25") == [HELD]
    assert told("Armenia acceded to the Aarhus Convention.", "2001-07-01") == [ERROR]


def test_a_withdrawal_ends_nothing_before_it_takes_effect_and_undoes_no_joining() -> None:
    text = "Finland is bound by the Anti-Personnel Mine Ban Convention."
    assert told(text, "2025-12-31") == [HELD]
    assert told("Finland ratified the Anti-Personnel Mine Ban Convention.", "2026-02-01") == []
    held = "Finland must comply with the Anti-Personnel Mine Ban Convention."
    assert told(held, "2025-12-31") == [HELD]
    assert told(held, "2026-02-01") == [ERROR]


def test_a_state_bound_by_succession_is_a_party() -> None:
    for name in ("Czechia", "Slovakia"):
        covenant = "the International Covenant on Civil and Political Rights"
        assert told(f"{name} is a party to {covenant}.", "1993-06-01") == [HELD]


def test_what_the_lists_do_not_reach_is_not_checkable() -> None:
    found = results("Iceland has violated the ENMOD Convention.", "2026-06-01")
    assert [r.outcome for r in found] == [Outcome.NOT_CHECKABLE]
    assert "may have joined since" in found[0].message


def test_without_a_day_nobody_is_asked() -> None:
    assert told("Iceland has violated the ENMOD Convention.", None) == []


def test_the_sentence_s_own_day_goes_before_the_document_s() -> None:
    text = "On 3 April 1978 Norway acted in breach of the ENMOD Convention."
    assert told(text) == ["L306 fires error"]
    later = "On 3 April 1990 Norway acted in breach of the ENMOD Convention."
    assert told(later) == [HELD]
    assert told(later.replace("Norway", "Iceland")) == [ERROR]


def test_a_day_that_may_lie_before_or_after_entry_into_force_is_no_error() -> None:
    assert told("In 1978 somebody acted in breach of the ENMOD Convention.") == []
    assert told("In 1977 somebody acted in breach of the ENMOD Convention.") == ["L306 fires error"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Closing the road violated the Universal Declaration of Human Rights.", True),
        ("Closing the road was a breach of General Assembly resolution 60/285.", True),
        ("Closing the road violated Security Council resolution 1325 (2000).", False),
        ("Closing the road violated the ENMOD Convention.", False),
        ("Closing the road is contrary to the Geneva Conventions.", False),
        ("The Assembly recalled the Universal Declaration of Human Rights.", False),
        (
            "After violations of the truce were reported, the Assembly adopted resolution 60/285.",
            False,
        ),
    ],
)
def test_only_a_breach_of_what_binds_nobody_is_told(text: str, wanted: bool) -> None:
    assert ("L307" in {result.code for result in results(text)}) is wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("In May 1976 Norway violated the ENMOD Convention.", ["L306 fires error"]),
        ("Norway has violated the Espoo Convention, which it signed in 1991.", [HELD]),
        ("Iceland has violated the Espoo Convention, which it signed in 1991.", [ERROR]),
        ("Iceland must account under the ENMOD Convention for tests since 1970.", []),
        ("Norway must comply with the Aarhus Convention as to archives kept since 1950.", [HELD]),
        ("Norway, a party to the Espoo Convention since 1993, was told.", [HELD]),
        ("Iceland, a party to the Espoo Convention since 1993, was told.", [ERROR]),
        ("Iceland has violated the Espoo Convention since 1993.", [ERROR]),
        ("In 2004 and 2006 Norway violated the Aarhus Convention.", [HELD]),
        ("Norway joined the Aarhus Convention after the storm of 2001.", [HELD]),
    ],
)
def test_a_date_beside_the_citation_is_asked_of_only_where_it_is_that_of_the_act(
    text: str, wanted: list[str]
) -> None:
    found = [each for each in told(text, date="2013-05-01") if "not-checkable" not in each]
    assert found == wanted


@pytest.mark.parametrize("date", ["0000-01-01", "0000", "9999-12-31", "2020-13-45", "garbage"])
def test_a_document_of_no_possible_day_is_read_all_the_same(date: str) -> None:
    text = "Norway has violated the ENMOD Convention and must uphold the Espoo Convention."
    assert not any(row == ERROR for row in told(text, date=date))


@pytest.mark.parametrize(("year", "fires"), [("2015", False), ("2018", True)])
def test_a_resolution_of_one_day_has_no_symbol_of_another(year: str, fires: bool) -> None:
    text = f"The resolution of the General Assembly of 25 September {year} (A/RES/70/1) is long."
    document = Document(
        path="t.txt", sha256="", media_type="", text=text, body=(0, len(text)), language="en"
    )
    found = [r.code for r in check_law(read_claims(document)) if r.outcome is FIRES]
    assert found == (["L308"] if fires else [])
