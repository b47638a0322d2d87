"""Entry into force: how long after a deposit a treaty, or a state's part in it, begins."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass

_FORMS = {
    "on deposit": re.compile(r"on deposit"),
    "days": re.compile(r"(\d+) days"),
    "months": re.compile(r"(\d+) months"),
    # Rome Statute, article 126: the first day of the month after the 60th day.
    "month after days": re.compile(r"first of month after (\d+) days"),
    # Council of Europe: the first day of the month after the expiry of three months.
    "month after months": re.compile(r"first of month after (\d+) months"),
    # Mine Ban Convention, article 17: the first day of the sixth month after the month of deposit.
    "later month": re.compile(r"first of month (\d+)"),
}


@dataclass(frozen=True, slots=True)
class Delay:
    """The time from a deposit to its effect, as treaties put it."""

    form: str
    number: int

    @classmethod
    def parse(cls, text: str) -> Delay:
        """The delay that a data file gives: "on deposit", "30 days", "6 months", "first of month
        after 60 days", "first of month after 3 months" or "first of month 6" (of the sixth month
        after the month of deposit).

        Raises ValueError when it is none of these.
        """
        for form, pattern in _FORMS.items():
            match = pattern.fullmatch(text)
            if match:
                return cls(form, int(match[1]) if pattern.groups else 0)
        raise ValueError(f"{text!r} is no delay known; see the page on the law's data files.")

    def after(self, deposit: datetime.date) -> datetime.date:
        """The day of effect of a deposit."""
        if self.form == "months":
            return _months_later(deposit, self.number)
        if self.form == "later month":
            return _months_later(deposit.replace(day=1), self.number)
        if self.form == "month after days":
            return _next_month(deposit + datetime.timedelta(days=self.number))
        if self.form == "month after months":
            return _next_month(_months_later(deposit, self.number))
        return deposit + datetime.timedelta(days=self.number)


def _next_month(day: datetime.date) -> datetime.date:
    return _months_later(day.replace(day=1), 1)


def _months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day of a later month, or its last day where that month is shorter."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))
