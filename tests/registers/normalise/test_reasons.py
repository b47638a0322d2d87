"""What is said of a cell never quotes it: reasons are shown where the cell itself is masked."""

from __future__ import annotations

import pytest

from muniment.registers.kind import Field

from .cells import column, reasons
from .test_dates import BIRTH, EVENT
from .test_numbers import AGE, AMOUNT, COUNT
from .test_positions import PLACE
from .test_texts_and_choices import DEVICES, MARKED, NAME, SEX


@pytest.mark.parametrize(
    ("field", "cell", "quoted"),
    [
        (SEX, "quill", "quill"),
        (DEVICES, "quill; feather", "quill"),
        (MARKED, "P", '"P"'),
        (NAME, "Quill Vеra", "Vе"),
        (NAME, "Quilлф", "Quil"),
        (COUNT, "quill 12", "quill"),
        (COUNT, "3 quill 12", "quill"),
        (COUNT, "quill 3-12", "quill"),
        (AMOUNT, {"low": "quill"}, "quill"),
        (AMOUNT, {"low": "12 34 56"}, "34"),
        (AGE, "12 quills", "quill"),
        (BIRTH, "12.05.15", "15"),
        (BIRTH, "1366-05-04", "1366"),
        (BIRTH, "1566", "1566"),
        (EVENT, "2005-07", "2007"),
        (EVENT, {"year": "2005", "month": "quill"}, "quill"),
        (PLACE, "200, 300", "200"),
        (PLACE, "10, 371", "371"),
        (PLACE, "99T 500000 5000000", "99"),
        (PLACE, "38TLI1234567890", "TLI"),
        (PLACE, {"lat": "40", "lon": "46", "uncertainty_m": "quill"}, "quill"),
    ],
)
def test_a_reason_quotes_nothing_of_the_cell(field: Field, cell: object, quoted: str) -> None:
    cells = {name: [value] for name, value in cell.items()} if isinstance(cell, dict) else [cell]
    told = [text for each in reasons(column(field, cells)).values() for text in each]
    assert told
    assert not [text for text in told if quoted.casefold() in text.casefold()]
