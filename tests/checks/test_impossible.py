"""T201: days and hours that there are not."""

from __future__ import annotations

import pytest

from tests.checks.reading import fired


@pytest.mark.parametrize(
    ("codes", "text"),
    [
        (["T201"], "The barge was seen at about 25:40 near the lock."),
        (["T201"], "The lamps were out from 22:10 to 23:75 in all streets."),
        (["T201"], "At 2570 hours the patrol came back."),
        ([], "The lamps were out from 22:10 to 23:55 in all streets."),
        ([], "The curfew ends at 24:00."),
        ([], "Our side won by 31:28 in a match played before 200 people."),
        ([], "The votes were divided from 60:40 to 70:30."),
        ([], "The choir sang Psalm 98, from 98:61 on."),
        ([], "There is no 31 June, so the rent falls due on 1 July."),
        (["T201"], "On 31 June nobody was hurt."),
    ],
)
def test_days_and_hours(codes: list[str], text: str) -> None:
    assert fired(("Lock Keepers", "2021-08-30", text), family="T201") == codes
