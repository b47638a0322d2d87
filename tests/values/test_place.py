from __future__ import annotations

import pytest

from muniment.values.place import Place
from muniment.values.position import Nearness, Position

HERE = Position(40.0, 46.0, 100)
CLOSE = Position(40.001, 46.0, 100)
AWAY = Position(41.0, 46.0, 100)


def test_the_names_of_a_place_are_equal() -> None:
    one = Place.of("Upper Ford", ["Верхний Брод", "Ford-le-Haut"])
    two = Place.of("верхний  брод")
    assert one.shares_name(two)
    assert two.shares_name(one)
    assert not two.shares_name(Place.of("Нижний Брод"))
    assert Place.of("A").shares_name(Place.of("B"), key=lambda name: "x")


def test_marks_alone_are_no_name() -> None:
    assert not Place.of("—").shares_name(Place.of("…"))


def test_a_distance_is_a_range_over_all_candidates() -> None:
    one, two = Place.of("a", candidates=[HERE]), Place.of("b", candidates=[CLOSE, AWAY])
    spread = one.distance_range_m(two)
    assert spread is not None
    assert spread[0] == 0
    assert spread[1] == pytest.approx(111_395, rel=0.001)
    assert one.distance_range_m(Place.of("c")) is None


def test_three_answers() -> None:
    one = Place.of("a", candidates=[HERE])
    assert one.within(1000, Place.of("b", candidates=[CLOSE])) is Nearness.NEAR
    assert one.within(1000, Place.of("b", candidates=[AWAY])) is Nearness.FAR
    assert one.within(1000, Place.of("b", candidates=[CLOSE, AWAY])) is Nearness.CANNOT_TELL
    assert one.within(1000, Place.of("b")) is Nearness.CANNOT_TELL


def test_a_place_needs_words() -> None:
    with pytest.raises(ValueError, match="words"):
        Place.of("  ")
