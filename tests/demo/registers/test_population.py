import collections

from muniment.demo.registers.population import STATES, population


def test_the_same_seed_gives_the_same_people() -> None:
    assert population(200, 3) == population(200, 3)
    assert population(200, 3) != population(200, 4)


def test_both_states_lose_about_as_many() -> None:
    of = collections.Counter(person.state for person in population(3000, 1))
    assert set(of) == set(STATES)
    assert abs(of["Talvera"] - of["Noresk"]) < 400


def test_there_are_brothers_twins_and_namesakes() -> None:
    people = population(3000, 1)
    families = collections.Counter((p.stem, p.ending, p.father.sounds, p.home) for p in people)
    twins = collections.Counter((p.stem, p.ending, p.father.sounds, p.born) for p in people)
    namesakes = collections.Counter((p.given.sounds, p.family) for p in people)
    assert max(families.values()) > 2
    assert sum(count > 1 for count in twins.values()) > 20
    assert sum(count > 1 for count in namesakes.values()) > 50


def test_nobody_was_born_after_being_last_seen() -> None:
    assert all(person.born < person.last_seen for person in population(3000, 1))
