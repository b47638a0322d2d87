"""Invented statements in bulk, for the benches that take in."""

from __future__ import annotations

import random

_EVENTS = ("killed", "injured", "detained", "missing")
_TEXT = """Statement of the Office of the Ombudsman of {state}
{day} March 2021

On {day} March 2021, {total} people were {event} in the village of {place}, among them {men} men
and {women} women. At least {houses} houses were destroyed. The whereabouts of {missing} persons
remain unknown, according to the Ministry of Defence of {state}.
"""


def written(chance: random.Random) -> str:
    """An invented statement; one in four contradicts itself."""
    men, women = chance.randrange(1, 40), chance.randrange(1, 40)
    wrong = chance.random() < 0.25
    return _TEXT.format(
        state=chance.choice(("Norland", "Sudland")),
        day=chance.randrange(1, 28),
        total=men + women + wrong,
        event=chance.choice(_EVENTS),
        place=f"{chance.choice(('Alder', 'Birch', 'Cedar', 'Elm'))} {chance.randrange(1000)}",
        men=men,
        women=women,
        houses=chance.randrange(1, 500),
        missing=chance.randrange(1, 60),
    )
