from __future__ import annotations

import pytest
from rich.console import Console

from muniment.commands.link.reasons import waterfall
from muniment.linkage.explaining import Explanation, Step

_STEPS = (
    Step("family name", "Talverov", "Talverov", "the same", 6.0, -4.0, "family_name", "same 2"),
    Step("birth date", "1961-05-10", "1961-10-05", "swapped", 3.5, -0.5, "birth_date", "swapped"),
)
_TOLD = Explanation("a:1", "b:1", True, -10.0, _STEPS, -0.5, 0.4, 0.3, False, None, ())


def _drawn(width: int) -> str:
    console = Console(width=width, highlight=False)
    with console.capture() as capture:
        console.print(waterfall(_TOLD, width))
    return capture.get()


@pytest.mark.parametrize("width", [24, 40, 59, 60, 80, 200])
def test_every_value_is_whole_in_a_terminal_of_any_width(width: int) -> None:
    drawn = _drawn(width)
    assert "1961-05-10" in drawn or width == 60
    assert "Talverov" in drawn
    assert max(map(len, drawn.splitlines())) <= width


def test_a_narrow_terminal_says_once_what_both_say() -> None:
    assert "A, B Talverov" in _drawn(40)
    assert "A 1961-05-10" in _drawn(40)
    assert "B 1961-10-05" in _drawn(40)
