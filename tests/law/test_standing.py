"""The standing of states, on facts that the UN Treaty Collection lists."""

import datetime

import pytest

from muniment.law.instruments import instruments
from muniment.law.participation import Coverage, coverage
from muniment.law.standing import Standing, Status, standing
from muniment.law.states import states


def asked(instrument: str, state: str, day: str) -> Standing:
    return standing(instruments()[instrument], states()[state], datetime.date.fromisoformat(day))


@pytest.mark.parametrize(
    ("instrument", "state", "day", "status"),
    [
        ("ENMOD", "ARM", "2023-01-25", Status.BOUND),
        ("ENMOD", "AZE", "2023-01-25", Status.NOT_BOUND),
        ("ENMOD", "ISL", "2020-05-01", Status.SIGNED),
        ("ENMOD", "NOR", "2020-05-01", Status.BOUND),
        ("CPED", "AZE", "2020-01-01", Status.SIGNED),
        ("CPED", "ARM", "2020-01-01", Status.BOUND),
        ("AARHUS", "ARM", "2001-08-02", Status.SIGNED),
        ("AARHUS", "ARM", "2001-10-30", Status.BOUND),
        ("AARHUS", "AZE", "1999-11-09", Status.NOT_BOUND),
        ("AARHUS", "AZE", "2001-10-30", Status.BOUND),
    ],
)
def test_who_was_bound_on_a_day(instrument: str, state: str, day: str, status: Status) -> None:
    assert asked(instrument, state, day).status is status


def test_a_state_that_has_acceded_is_bound_only_after_the_treaty_s_delay() -> None:
    before, after = asked("ICCPR", "AZE", "1992-11-12"), asked("ICCPR", "AZE", "1992-11-13")
    assert (before.status, after.status) == (Status.NOT_BOUND, Status.BOUND)
    assert after.since == datetime.date(1992, 11, 13)


def test_an_early_depositor_is_bound_from_the_treaty_s_own_entry_into_force() -> None:
    assert asked("ICCPR", "NOR", "1976-03-22").status is Status.SIGNED
    assert asked("ICCPR", "NOR", "1976-03-23").status is Status.BOUND


def test_a_notice_of_withdrawal_does_not_end_what_binds_until_it_takes_effect() -> None:
    assert asked("APMBC", "FIN", "2025-12-31").status is Status.BOUND
    assert asked("APMBC", "FIN", "2026-01-10").status is Status.WITHDRAWN


def test_succession_binds_from_the_first_day_of_the_state() -> None:
    found = asked("ICCPR", "CZE", "1993-01-15")
    assert found.status is Status.BOUND
    assert found.since == datetime.date(1993, 1, 1)


def test_before_it_existed_a_state_has_no_standing_and_its_predecessor_is_named() -> None:
    found = asked("ICCPR", "CZE", "1985-01-01")
    assert found.status is Status.UNKNOWN
    assert "Czechoslovakia" in found.reasons[0]


def test_a_list_says_nothing_of_states_that_may_have_joined_after_it() -> None:
    found = asked("ROME", "ARM", "2024-06-01")
    assert found.status is Status.UNKNOWN
    assert "may have joined since" in found.reasons[0]


def test_where_no_list_is_at_hand_nothing_is_guessed() -> None:
    assert asked("JOINT", "AZE", "2023-01-25").status is Status.UNKNOWN


@pytest.mark.parametrize("code", ["TWN", "XKX"])
def test_of_whom_the_depositary_does_not_list_nothing_is_said(code: str) -> None:
    for instrument in ("ICCPR", "ENMOD", "BASEL"):
        found = asked(instrument, code, "2020-01-01")
        assert found.status is Status.UNKNOWN
        assert "absence says nothing" in found.reasons[0]


def test_who_is_gone_from_a_newer_list_is_not_said_to_be_bound_still(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert asked("BASEL", "NOR", "2020-01-01").status is Status.BOUND
    newer = Coverage("BASEL", "UNTC-2026-02-03", datetime.date(2026, 2, 3), None, None)
    lists = {**coverage(), "BASEL": (newer, *coverage()["BASEL"])}
    monkeypatch.setattr("muniment.law.standing.coverage", lambda: lists)
    assert asked("BASEL", "NOR", "2010-01-01").status is Status.BOUND
    found = asked("BASEL", "NOR", "2020-01-01")
    assert found.status is Status.UNKNOWN
    assert "no longer has it" in found.reasons[0]


def test_a_resolution_is_joined_by_nobody() -> None:
    assert asked("A60285", "NOR", "2020-01-01").status is Status.NOT_BOUND


def test_reservations_and_provisional_application_are_told() -> None:
    assert any("reservation" in reason for reason in asked("ICCPR", "ISR", "2000-01-01").reasons)
    found = asked("ATT", "TTO", "2013-10-01")
    assert found.provisional


def test_every_answer_gives_its_reason_and_a_known_one_its_day() -> None:
    day = datetime.date(2010, 6, 1)
    for instrument in instruments().values():
        for code in ("ARM", "AZE", "NOR", "VUT", "SUN"):
            found = standing(instrument, states()[code], day)
            assert found.reasons
            if found.status is not Status.UNKNOWN and instrument.nature == "treaty":
                young = instrument.adopted is not None and instrument.adopted > day
                assert found.as_of is not None or instrument.never_in_force or young
