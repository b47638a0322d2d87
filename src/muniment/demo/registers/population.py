"""The people of the invented war: families, brothers, twins and namesakes of both states."""

from __future__ import annotations

import datetime
import functools
from dataclasses import dataclass
from random import Random

from muniment.demo.registers.names import (
    Ending,
    GivenName,
    Sounds,
    draw_family,
    draw_given,
    table,
)

STATES = ("Talvera", "Noresk")
WAR = (datetime.date(2019, 4, 2), datetime.date(2021, 6, 3))
_SIBLINGS = 0.22
_TWINS = 0.04
_WOMEN = 0.18
_SOLDIERS = 0.55
_INCIDENTS_OF = 6
"""People missing from one place and day, on average."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place: how each state calls it, in sounds, and where it is (degrees, WGS84)."""

    talveran: Sounds
    noreskan: Sounds
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Person:
    """One missing person as he or she was: the truth that no list has in full.

    ``seen`` from 0 to 1 says how easily lists come to know of the person.
    """

    number: int
    state: str
    sex: str
    given: GivenName
    father: GivenName
    stem: Sounds
    ending: Ending
    born: datetime.date
    home: Place
    last_seen_place: Place
    last_seen: datetime.date
    soldier: bool
    seen: float

    @property
    def family(self) -> Sounds:
        """The family name in the person's own form."""
        return self.stem + (self.ending.male if self.sex == "male" else self.ending.female)


@functools.cache
def places() -> tuple[Place, ...]:
    """The places of ``places.csv``."""
    return tuple(
        Place(
            tuple(row["sounds_talveran"].split()),
            tuple(row["sounds_noreskan"].split()),
            float(row["latitude"]),
            float(row["longitude"]),
        )
        for row in table("places.csv")
    )


def population(size: int, seed: int) -> list[Person]:
    """``size`` missing persons of both states in equal parts, from families that share names."""
    rng = Random(seed)
    days = (WAR[1] - WAR[0]).days
    incidents = [
        (rng.choice(places()), WAR[0] + datetime.timedelta(days=rng.randrange(days)))
        for _ in range(max(1, size // _INCIDENTS_OF))
    ]
    people: list[Person] = []
    while len(people) < size:
        people.append(_next(rng, len(people), people, incidents))
    return people


def _next(
    rng: Random,
    number: int,
    people: list[Person],
    incidents: list[tuple[Place, datetime.date]],
) -> Person:
    sex = "female" if rng.random() < _WOMEN else "male"
    given = draw_given(rng, sex)
    seen = rng.choices((0.35, 0.7, 1.0), (1, 2, 2))[0]
    place, day = rng.choice(incidents)
    if people and rng.random() < _SIBLINGS:
        brother = people[rng.randrange(max(0, len(people) - 50), len(people))]
        born = brother.born
        if rng.random() >= _TWINS / _SIBLINGS:
            apart = datetime.timedelta(days=rng.choice((-1, 1)) * rng.randint(330, 3650))
            born = min(born + apart, WAR[0] - datetime.timedelta(days=700))
        while given.sounds == brother.given.sounds:
            given = draw_given(rng, sex)
        if rng.random() < 0.6:
            place, day = brother.last_seen_place, brother.last_seen
        return Person(
            number, brother.state, sex, given, brother.father, brother.stem, brother.ending,
            born, brother.home, place, day, sex == "male" and rng.random() < _SOLDIERS, seen,
        )  # fmt: skip
    stem, ending = draw_family(rng)
    soldier = sex == "male" and rng.random() < _SOLDIERS
    age = rng.gauss(27, 6) if soldier else rng.gauss(45, 18)
    born = day - datetime.timedelta(days=int(365.25 * min(95, max(18 if soldier else 3, age))))
    return Person(
        number, STATES[number % 2], sex, given, draw_given(rng, "male"), stem, ending,
        born, rng.choice(places()), place, day, soldier, seen,
    )  # fmt: skip
