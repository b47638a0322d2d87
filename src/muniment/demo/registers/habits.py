"""How a compiler keeps a list: spelling, what is asked, what goes wrong and how often."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from muniment.demo.registers.names import SPELLINGS


@dataclass(frozen=True, slots=True)
class Habits:
    """The habits of one list. All rates are shares from 0 to 1, each independent of the others.

    ``own``: the state whose names of places the list uses; it also hears sooner of that state's
    people, by the factor ``home_advantage``. ``reach`` is the share of easily seen people of its
    own state that come on the list. ``repeats`` is the share of them that come on it twice.
    ``birth``: shares of a full date, month and year, year, a rough year; the rest has none.
    """

    name: str
    spelling: str
    own: str
    reach: float
    home_advantage: float = 1.5
    repeats: float = 0.03
    father_known: float = 0.7
    sex_known: float = 0.95
    birth: tuple[float, float, float, float] = (0.6, 0.05, 0.2, 0.05)
    place_known: float = 0.9
    day_known: float = 0.7
    day_off: float = 0.15
    slip: float = 0.06
    wrong_year: float = 0.03
    day_month_swapped: float = 0.02
    short_form: float = 0.03
    names_swapped: float = 0.02
    mixed_spelling: float = 0.08
    residence_known: float = 0.5


def demonstration() -> tuple[Habits, ...]:
    """The four lists of the demonstration, in three scripts."""
    return (
        Habits("commission", "plain", "Talvera", 0.62, repeats=0.02, father_known=0.9),
        Habits(
            "ministry",
            "cyrillic",
            "Noresk",
            0.58,
            father_known=0.8,
            birth=(0.75, 0.02, 0.15, 0.02),
        ),
        Habits(
            "joint-office",
            "french",
            "Talvera",
            0.33,
            home_advantage=1.0,
            father_known=0.4,
            birth=(0.35, 0.05, 0.35, 0.15),
            slip=0.09,
        ),
        Habits(
            "families",
            "georgian",
            "Noresk",
            0.30,
            home_advantage=1.1,
            repeats=0.08,
            father_known=0.6,
            birth=(0.4, 0.1, 0.3, 0.1),
            short_form=0.1,
        ),
    )


def drawn(seed: int, *, lists: int | None = None) -> tuple[Habits, ...]:
    """Habits of three to five lists (or ``lists``) drawn at random, for tests and benchmarks."""
    rng = Random(seed)
    count = lists or rng.randint(3, 5)
    return tuple(_drawn(rng, f"list-{number + 1}") for number in range(count))


def _drawn(rng: Random, name: str) -> Habits:
    full = rng.uniform(0.2, 0.8)
    year = rng.uniform(0.1, 0.9 - full)
    return Habits(
        name=name,
        spelling=rng.choice((*SPELLINGS, "plain", "cyrillic")),
        own=rng.choice(("Talvera", "Noresk")),
        reach=rng.uniform(0.2, 0.7),
        home_advantage=rng.uniform(1.0, 1.4),
        repeats=rng.uniform(0.0, 0.12),
        father_known=rng.uniform(0.2, 0.95),
        sex_known=rng.uniform(0.7, 1.0),
        birth=(full, rng.uniform(0, 0.05), year, rng.uniform(0, 0.05)),
        place_known=rng.uniform(0.6, 1.0),
        day_known=rng.uniform(0.4, 0.9),
        day_off=rng.uniform(0.05, 0.3),
        slip=rng.uniform(0.02, 0.12),
        wrong_year=rng.uniform(0.01, 0.05),
        day_month_swapped=rng.uniform(0, 0.04),
        short_form=rng.uniform(0, 0.08),
        names_swapped=rng.uniform(0, 0.04),
        mixed_spelling=rng.uniform(0, 0.15),
        residence_known=rng.uniform(0.2, 0.8),
    )
