"""How two records are compared: for each field its levels, from equal to different, as SQL.

A level is a condition on prepared columns (``preparing.py``) of the left record (``_l``) and the
right one (``_r``); the first that holds counts. Equal values are told apart by how rare they are,
so that sharing a rare name weighs more than sharing a common one, in every class of pairs that
the model knows. What is not given on one side is no evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from muniment.linkage.fields import Role
from muniment.linkage.preparing import Prepared


@dataclass(frozen=True, slots=True)
class Level:
    """One outcome of comparing a field.

    ``name`` is unique within its field, ``agrees`` true when the values are taken as the same,
    ``expected`` how often pairs of one person have it before anything is learned, ``chance`` how
    often two random records have it where that can be counted (None: to be sampled).
    """

    name: str
    condition: str
    agrees: bool
    expected: float
    chance: float | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field, the condition under which it is no evidence, and its levels, the best first."""

    field: str
    kind: str
    missing: str
    levels: tuple[Level, ...]

    @property
    def columns(self) -> dict[str, Any]:
        """The comparison as Splink's CustomComparison takes it."""
        rest = [
            {"sql_condition": level.condition, "label_for_charts": level.name}
            for level in self.levels[:-1]
        ]
        return {
            "output_column_name": self.field,
            "comparison_levels": [
                {
                    "sql_condition": self.missing,
                    "label_for_charts": "missing",
                    "is_null_level": True,
                },
                *rest,
                {"sql_condition": "ELSE", "label_for_charts": self.levels[-1].name},
            ],
        }


@dataclass(frozen=True, slots=True)
class Functions:
    """What a database calls the functions that the levels use."""

    similar: str
    edits: str


def functions(dialect: str) -> Functions:
    """The names of Splink's ``dialect`` ("duckdb", "spark")."""
    from splink.internals.dialects import SplinkDialect

    known = SplinkDialect.from_string(dialect)
    return Functions(known.jaro_winkler_function_name, known.damerau_levenshtein_function_name)


def comparisons(prepared: Prepared, dialect: str = "duckdb") -> tuple[Comparison, ...]:
    """A comparison for every field of the prepared records."""
    names = {role.name for role in prepared.fields}
    calls = functions(dialect)
    return tuple(
        _KINDS[role.kind](role, prepared.chances, names, calls) for role in prepared.fields
    )


def _missing(*columns: str) -> str:
    return " OR ".join(f"{column}_{side} IS NULL" for column in columns for side in "lr")


def _equal(column: str) -> str:
    return f"{column}_l = {column}_r"


def _by_rareness(
    stem: str, column: str, steps: str, chances: Sequence[float], expected: float, *, sampled: bool
) -> list[Level]:
    """The levels of equal values in ``column``, the rarest first, by the steps in ``steps``."""
    total = len(chances)
    return [
        Level(
            f"{stem} {step}",
            f"{_equal(column)} AND {steps}_l >= {step}",
            True,
            expected / total,
            None if sampled else chances[step],
        )
        for step in reversed(range(total))
    ]


_Kind = Callable[[Role, dict[str, list[float]], set[str], Functions], Comparison]


def _name(
    role: Role, chances: dict[str, list[float]], names: set[str], call: Functions
) -> Comparison:
    f = role.name
    key, bones = f"{f}_k", f"{f}_s"
    missing = _missing(key)
    levels = _by_rareness("same", key, f"{f}_b", chances[f"{f}_b"], 0.7, sampled=False)
    swapped = ""
    if f in ("given_name", "family_name") and {"given_name", "family_name"} <= names:
        swapped = (
            "given_name_k_l = family_name_k_r AND family_name_k_l = given_name_k_r"
            " AND given_name_k_l <> given_name_k_r"
        )
    if swapped and f == "given_name":
        levels.append(Level("swapped", swapped, True, 0.01))
    elif swapped:
        missing = f"{missing} OR ({swapped})"
    levels += _by_rareness("sounds same", bones, f"{f}_r", chances[f"{f}_r"], 0.1, sampled=True)
    levels += [
        Level(
            "one letter", f"{call.edits}({key}_l, {key}_r) <= 1 AND length({key}_l) > 3", True, 0.06
        ),
        Level(
            "part of it",
            f"({f}_n_l > 1 OR {f}_n_r > 1) AND (contains(' ' || {key}_l || ' ', ' ' || {key}_r || ' ')"
            f" OR contains(' ' || {key}_r || ' ', ' ' || {key}_l || ' '))",
            True,
            0.02,
        ),
        Level(
            "initial",
            f"least(length({key}_l), length({key}_r)) = 1 AND substr({key}_l, 1, 1) = substr({key}_r, 1, 1)",
            True,
            0.02,
        ),
        Level(
            "very like",
            f"{call.similar}({key}_l, {key}_r) >= 0.9 OR {call.similar}({bones}_l, {bones}_r) >= 0.92",
            True,
            0.04,
        ),
        Level("like", f"{call.similar}({key}_l, {key}_r) >= 0.8", False, 0.02),
        Level("different", "ELSE", False, 0.03),
    ]
    return Comparison(f, role.kind, missing, tuple(levels))


def _words(
    role: Role, chances: dict[str, list[float]], names: set[str], call: Functions
) -> Comparison:
    f = role.name
    missing = _missing(f"{f}_k")
    if f == "full_name" and {"given_name", "family_name"} <= names:
        missing += (
            " OR (given_name_k_l IS NOT NULL AND given_name_k_r IS NOT NULL"
            " AND family_name_k_l IS NOT NULL AND family_name_k_r IS NOT NULL)"
        )
    words = f"{f}_w"
    shared = f"len(list_intersect({words}_l, {words}_r))"
    fewest = f"least(len({words}_l), len({words}_r))"
    levels = _by_rareness("same", f"{f}_k", f"{f}_b", chances[f"{f}_b"], 0.5, sampled=False)
    levels += [
        Level("sounds same", _equal(f"{f}_s"), True, 0.2),
        Level("part of it", f"{shared} = {fewest} AND {fewest} > 1", True, 0.1),
        Level("two names", f"{shared} > 1", True, 0.05),
        Level("very like", f"{call.similar}({f}_k_l, {f}_k_r) >= 0.92", True, 0.05),
        Level("one name", f"{shared} = 1", False, 0.05),
        Level("different", "ELSE", False, 0.05),
    ]
    return Comparison(f, role.kind, missing, tuple(levels))


def _place(
    role: Role, chances: dict[str, list[float]], names: set[str], call: Functions
) -> Comparison:
    f = role.name
    key, bones = f"{f}_k", f"{f}_s"
    levels = _by_rareness("same", key, f"{f}_b", chances[f"{f}_b"], 0.7, sampled=False)
    levels += [
        Level("sounds same", _equal(bones), True, 0.08),
        Level(
            "one letter", f"{call.edits}({key}_l, {key}_r) <= 1 AND length({key}_l) > 4", True, 0.05
        ),
        Level(
            "part of it",
            f"contains(' ' || {key}_l || ' ', ' ' || {key}_r || ' ')"
            f" OR contains(' ' || {key}_r || ' ', ' ' || {key}_l || ' ')",
            True,
            0.03,
        ),
        Level("very like", f"{call.similar}({key}_l, {key}_r) >= 0.9", True, 0.04),
        Level("different", "ELSE", False, 0.1),
    ]
    return Comparison(f, role.kind, _missing(key), tuple(levels))


def _category(
    role: Role, chances: dict[str, list[float]], names: set[str], call: Functions
) -> Comparison:
    f = role.name
    key = f"{f}_k"
    levels = _by_rareness("same", key, f"{f}_b", chances[f"{f}_b"], 0.8, sampled=False)
    levels += [
        Level("very like", f"{call.similar}({key}_l, {key}_r) >= 0.9", True, 0.05),
        Level("different", "ELSE", False, 0.15),
    ]
    return Comparison(f, role.kind, _missing(key), tuple(levels))


def _code(
    role: Role, chances: dict[str, list[float]], names: set[str], call: Functions
) -> Comparison:
    f = role.name
    key = f"{f}_k"
    levels = _by_rareness("same", key, f"{f}_b", chances[f"{f}_b"], 0.85, sampled=False)
    levels += [
        Level("one sign", f"{call.edits}({key}_l, {key}_r) <= 1", True, 0.05),
        Level("different", "ELSE", False, 0.1),
    ]
    return Comparison(f, role.kind, _missing(key), tuple(levels))


def _sex(
    role: Role, chances: dict[str, list[float]], names: set[str], call: Functions
) -> Comparison:
    key = f"{role.name}_k"
    levels = (
        Level("same", _equal(key), True, 0.97),
        Level("different", "ELSE", False, 0.03),
    )
    return Comparison(role.name, role.kind, _missing(key), levels)


def _birth(
    role: Role, chances: dict[str, list[float]], names: set[str], call: Functions
) -> Comparison:
    f = role.name
    levels = _by_rareness("same day", f"{f}_t", f"{f}_b", chances[f"{f}_b"], 0.6, sampled=False)
    levels += _date_slips(f, call)
    levels += [
        Level(
            "same month",
            f"{f}_y_l = {f}_y_r AND {f}_m_l = {f}_m_r AND ({f}_d_l IS NULL OR {f}_d_r IS NULL)",
            True,
            0.05,
        ),
        Level(
            "same year",
            f"{f}_y_l = {f}_y_r AND ({f}_m_l IS NULL OR {f}_m_r IS NULL)",
            True,
            0.1,
        ),
        Level("same day of the year", f"{_equal(f + '_m')} AND {_equal(f + '_d')}", True, 0.02),
        Level("same year, other day", _equal(f"{f}_y"), False, 0.04),
        Level("may be the same", f"{f}_e_l <= {f}_l_r AND {f}_e_r <= {f}_l_l", True, 0.05),
        Level(
            "within two years",
            f"{f}_e_l - {f}_l_r <= 731 AND {f}_e_r - {f}_l_l <= 731",
            False,
            0.04,
        ),
        Level("different", "ELSE", False, 0.03),
    ]
    return Comparison(f, role.kind, _missing(f"{f}_e"), tuple(levels))


def _event(
    role: Role, chances: dict[str, list[float]], names: set[str], call: Functions
) -> Comparison:
    f = role.name
    apart = f"greatest({f}_e_l - {f}_l_r, {f}_e_r - {f}_l_l)"
    both = f"{f}_t_l IS NOT NULL AND {f}_t_r IS NOT NULL"
    levels = _by_rareness("same day", f"{f}_t", f"{f}_b", chances[f"{f}_b"], 0.6, sampled=False)
    levels += [
        Level("within two days", f"{both} AND {apart} <= 2", True, 0.1),
        Level("within a week", f"{both} AND {apart} <= 7", True, 0.08),
        *_date_slips(f, call),
        Level("may be the same", f"{apart} <= 0", True, 0.1),
        Level("within a month", f"{apart} <= 31", False, 0.05),
        Level("within a year", f"{apart} <= 366", False, 0.04),
        Level("different", "ELSE", False, 0.03),
    ]
    return Comparison(f, role.kind, _missing(f"{f}_e"), tuple(levels))


def _date_slips(f: str, call: Functions) -> list[Level]:
    """What slips of the pen make of a whole date."""
    return [
        Level(
            "day and month swapped",
            f"{f}_t_l IS NOT NULL AND {_equal(f + '_y')} AND {f}_m_l = {f}_d_r AND {f}_d_l = {f}_m_r",
            True,
            0.01,
        ),
        Level("one digit", f"{call.edits}({f}_t_l, {f}_t_r) <= 1", True, 0.05),
    ]


def _point(
    role: Role, chances: dict[str, list[float]], names: set[str], call: Functions
) -> Comparison:
    apart = (
        "12742.0 * asin(sqrt(least(1.0, pow(sin(radians(position_lat_r - position_lat_l) / 2), 2)"
        " + cos(radians(position_lat_l)) * cos(radians(position_lat_r))"
        " * pow(sin(radians(position_lon_r - position_lon_l) / 2), 2))))"
        " - (position_u_l + position_u_r) / 1000.0"
    )
    levels = (
        *(
            Level(f"within {km} km", f"{apart} <= {km}", km <= 5, expected)
            for km, expected in ((0.1, 0.5), (1, 0.2), (5, 0.1), (20, 0.08), (100, 0.06))
        ),
        Level("different", "ELSE", False, 0.06),
    )
    return Comparison("position", role.kind, _missing("position_lat", "position_lon"), levels)


_KINDS: dict[str, _Kind] = {
    "name": _name,
    "words": _words,
    "place": _place,
    "category": _category,
    "code": _code,
    "sex": _sex,
    "birth": _birth,
    "event": _event,
    "point": _point,
}
