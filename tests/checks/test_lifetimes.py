"""T205 for the age at which somebody died."""

from __future__ import annotations

import pytest

from tests.checks.reading import fired


@pytest.mark.parametrize(
    ("codes", "text"),
    [
        (["T205"], "Captain Orl, born in 1931, died on 4 May 2018 at the age of 78."),
        ([], "Captain Orl, born in 1931, died on 4 May 2018 at the age of 86."),
        ([], "Captain Orl, born in 1931, died on 4 May 2018 aged 87."),
        (["T205"], "Born on 9 June 1931, she died on 4 May 2018 at the age of 87."),
        ([], "Born on 9 June 1931, she died on 4 May 2018 at the age of 86."),
        (["T205"], "Born on 9 May 1931, she died on 4 May 2018 aged 87."),
        ([], "Captain Orl, born in 1931, whose son, aged 12, was killed in 1990, is well."),
    ],
)
def test_ages(codes: list[str], text: str) -> None:
    assert fired(("Old Soldiers' Home", "2018-08-30", text), family="T205") == codes
