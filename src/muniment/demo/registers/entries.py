"""People as lists write them down: entries with slips, gaps and repeats, and whom they mean."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from muniment.demo.registers.habits import Habits
from muniment.demo.registers.names import Sounds, written
from muniment.demo.registers.population import Person, Place

if TYPE_CHECKING:
    import pyarrow as pa

_SISTER = {"plain": "french", "french": "plain", "turkic": "plain", "cyrillic": "cyrillic_old"}
"""The other spelling that a clerk of a spelling slips into."""
_ROLES = (
    "given_name",
    "father_name",
    "family_name",
    "sex",
    "birth_date",
    "event_date",
    "event_place",
    "residence",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of one list. ``values`` maps roles to text (dates as EDTF); what is not known is
    not there. ``person`` is the number of the person whom the row is about."""

    list: str
    row: int
    person: int
    values: dict[str, str]

    @property
    def record_id(self) -> str:
        """The list and the row, as imports name records that have no key."""
        return f"{self.list}:{self.row}"


def entries(people: Sequence[Person], habits: Sequence[Habits], seed: int) -> list[Entry]:
    """What each list writes of the people, list after list, each in an order of its own."""
    return [
        entry
        for number, each in enumerate(habits)
        for entry in _of_one_list(people, each, Random(seed * 1009 + number))
    ]


def _of_one_list(people: Sequence[Person], habits: Habits, rng: Random) -> Iterator[Entry]:
    known: list[Person] = []
    for person in people:
        chance = habits.reach * person.seen
        if person.state != habits.own:
            chance /= habits.home_advantage
        if rng.random() < chance:
            known.append(person)
            if rng.random() < habits.repeats:
                known.append(person)
    rng.shuffle(known)
    for row, person in enumerate(known, start=2):
        yield Entry(habits.name, row, person.number, _written_down(person, habits, rng))


def _written_down(person: Person, habits: Habits, rng: Random) -> dict[str, str]:
    def name(sounds: Sounds) -> str:
        spelling = habits.spelling
        if rng.random() < habits.mixed_spelling:
            spelling = _SISTER.get(spelling, spelling)
        return _slipped(written(sounds, spelling), habits.slip, rng)

    def place(where: Place) -> str:
        return name(where.talveran if habits.own == "Talvera" else where.noreskan)

    values = {"given_name": name(person.given.sounds), "family_name": name(person.family)}
    if person.given.short_form and rng.random() < habits.short_form:
        values["given_name"] = name(_as_sounds(person.given.short_form))
    if rng.random() < habits.names_swapped:
        values["given_name"], values["family_name"] = values["family_name"], values["given_name"]
    if rng.random() < habits.father_known:
        values["father_name"] = name(person.father.sounds)
    if rng.random() < habits.sex_known:
        values["sex"] = person.sex
    if birth := _birth(person.born, habits, rng):
        values["birth_date"] = birth
    if rng.random() < habits.place_known:
        values["event_place"] = place(person.last_seen_place)
        values["event_date"] = _last_seen(person.last_seen, habits, rng)
    if rng.random() < habits.residence_known:
        values["residence"] = place(person.home)
    return values


def _as_sounds(text: str) -> Sounds:
    """A short form, written in plain Latin letters, as sounds."""
    found: list[str] = []
    rest = text.lower()
    while rest:
        size = 2 if rest[:2] in ("sh", "ch", "zh", "kh", "gh", "ts", "ya", "yu") else 1
        sound = rest[:size]
        found.append("k" if sound == "q" else sound)
        rest = rest[size:]
    return tuple(found)


def _slipped(word: str, rate: float, rng: Random) -> str:
    """The word with one letter lost, doubled, changed or exchanged, at the rate given."""
    if rng.random() >= rate or len(word) < 4:
        return word
    at = rng.randrange(1, len(word) - 1)
    kind = rng.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    if kind == 2:
        return word[:at] + rng.choice(word.lower()) + word[at + 1 :]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _birth(born: datetime.date, habits: Habits, rng: Random) -> str:
    if rng.random() < habits.wrong_year:
        year = born.year + rng.choice((-10, -2, -1, 1, 2, 10))
        born = born.replace(year=year, day=min(born.day, 28))
    if rng.random() < habits.day_month_swapped and born.day <= 12:
        born = datetime.date(born.year, born.day, born.month)
    full, month, year_only, rough = habits.birth
    draw = rng.random()
    if draw < full:
        return born.isoformat()
    if draw < full + month:
        return born.isoformat()[:7]
    if draw < full + month + year_only:
        return str(born.year)
    if draw < full + month + year_only + rough:
        return f"{born.year + rng.choice((-2, -1, 0, 0, 1, 2))}~"
    return ""


def _last_seen(day: datetime.date, habits: Habits, rng: Random) -> str:
    if rng.random() < habits.day_off:
        day += datetime.timedelta(days=rng.choice((-5, -3, -2, -1, 1, 2, 3, 7)))
    return day.isoformat() if rng.random() < habits.day_known else day.isoformat()[:7]


def linkable(found: Sequence[Entry]) -> pa.Table:
    """The entries as linkage takes them: ``record_id``, ``list`` and one column a role."""
    import pyarrow as pa

    columns: dict[str, list[str | None]] = {
        "record_id": [entry.record_id for entry in found],
        "list": [entry.list for entry in found],
    }
    for role in _ROLES:
        columns[role] = [entry.values.get(role) for entry in found]
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
