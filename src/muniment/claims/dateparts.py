"""A date as found in a text, before it becomes a claim."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class DatePart:
    """A date as found, before its neighbours are looked at.

    ``year`` is EDTF year text ("2020", "199X", "-0057") or None; ``month`` 1 to 12 or a season;
    ``until`` the other end of an interval found in one go; ``mark`` "~" where approximate;
    ``edtf`` the value when it is not made of these parts ("2023" of an unclear 05/04/2023).
    """

    start: int
    end: int
    year: str | None = None
    month: int | None = None
    day: int | None = None
    until: DatePart | None = None
    mark: str = ""
    open_end: bool = False
    weekday: int | None = None
    form: str = ""

    @property
    def edtf(self) -> str:
        """Its EDTF text."""
        text = self.year or "XXXX"
        if self.month is not None:
            text += f"-{self.month:02}"
        if self.day is not None:
            text += f"-{self.day:02}"
        text += self.mark
        if self.until is not None:
            return f"{text}/{self.until.edtf}"
        return f"{text}/.." if self.open_end else text
