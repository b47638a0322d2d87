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
from muniment.linkage.preparing import Commonness, Prepared


@dataclass(frozen=True, slots=True)
class Level:
    """One outcome of comparing a field.

    ``name`` is unique within its field, ``agrees`` true when the values are taken as the same,
    ``expected`` how often pairs of one person have it before anything is learned, ``chance`` how
    often two random records have it, for each habit of spelling that the field tells apart, where
    that can be counted (None: to be sampled).
    """

    name: str
    condition: str
    agrees: bool
    expected: float
    chance: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field, the condition under which it is no evidence, and its levels, the best first."""

    field: str
    kind: str
    missing: str
    levels: tuple[Level, ...]
    shared: frozenset[str] = frozenset()

    @property
    def spelled(self) -> bool:
        """True where it matters whether two records are of one list and in one script."""
        return self.kind in ("name", "words", "place")

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
    return tuple(_KINDS[role.kind](role, prepared.common, names, calls) for role in prepared.fields)


def _missing(*columns: str) -> str:
    return " OR ".join(f"{column}_{side} IS NULL" for column in columns for side in "lr")


def _equal(column: str) -> str:
    return f"{column}_l = {column}_r"


def _within(column: str) -> str:
    """One value is whole words of the other."""
    left, right = (f"' ' || {column}_{side} || ' '" for side in "lr")
    return f"contains({left}, {right}) OR contains({right}, {left})"


_Chances = tuple[tuple[float, ...], ...]


def _by_rareness(
    stem: str, column: str, steps: str, chances: _Chances, shares: Sequence[float]
) -> list[Level]:
    """The levels of equal values in ``column``, the rarest first, by the steps in ``steps``.

    ``chances`` has a row a habit and a column a step (no rows: to be sampled); ``shares`` is how
    often records of one person agree at each step before anything is learned.
    """
    return [
        Level(
            f"{stem} {step}",
            f"{_equal(column)} AND {steps}_l >= {step}",
            True,
            share,
            tuple(row[step] for row in chances) or None,
        )
        for step, share in reversed(list(enumerate(shares)))
    ]


def _same(stem: str, column: str, steps: str, known: Commonness, expected: float) -> list[Level]:
    """Levels of equal keys, whose chance is counted."""
    return _by_rareness(stem, column, steps, known.chance, [expected * s for s in known.share])


def _close(
    stem: str, condition: str, steps: str, known: Commonness, expected: float
) -> list[Level]:
    """Levels of values that are nearly equal: with a rare one among them, and other.

    A slip of the pen makes a value that nobody else has; two common values that are alike are
    more often two names.
    """
    rarer, most = f"greatest({steps}_l, {steps}_r)", len(known.share) - 1
    groups = sorted({most, (most + 1) // 2, 0}, reverse=True)
    return [
        Level(
            f"{stem} {step}", f"({condition}) AND {rarer} >= {step}", True, expected / len(groups)
        )
        for step in groups
    ]


_Kind = Callable[[Role, dict[str, Commonness], set[str], Functions], Comparison]


def _name(
    role: Role, common: dict[str, Commonness], names: set[str], call: Functions
) -> Comparison:
    f = role.name
    key, bones, written, steps = f"{f}_k", f"{f}_s", f"{f}_o", f"{f}_b"
    known, by_bones = common[f"{f}_b"], common[f"{f}_r"]
    missing = _missing(key)
    levels = _by_rareness("same", written, steps, known.spelled, [0.55 * s for s in known.share])
    swapped = _swapped(f, names)
    if swapped and f == "given_name":
        levels.append(Level("swapped", swapped, True, 0.01))
    elif swapped:
        missing = f"{missing} OR ({swapped})"
    levels += _by_rareness(
        "same key",
        key,
        steps,
        tuple(
            tuple(key - letters for key, letters in zip(*rows, strict=True))
            for rows in zip(known.chance, known.spelled, strict=True)
        ),
        [0.15 * s for s in known.share],
    )
    levels += _close("one letter", _one_letter(call, key, written), steps, known, 0.06)
    levels += _by_rareness(
        "sounds same",
        bones,
        f"{f}_r",
        (),
        [0.1 * s for s in by_bones.share],
    )
    levels += [
        Level("part of it", f"({f}_n_l > 1 OR {f}_n_r > 1) AND ({_within(key)})", True, 0.02),
        Level(
            "initial",
            f"least(length({key}_l), length({key}_r)) = 1"
            f" AND substr({key}_l, 1, 1) = substr({key}_r, 1, 1)",
            True,
            0.02,
        ),
    ]
    levels += _close("very like", _very_like(call, key, bones), steps, known, 0.04)
    levels += [
        Level("like", f"{call.similar}({key}_l, {key}_r) >= 0.8", False, 0.02),
        Level("different", "ELSE", False, 0.03),
    ]
    return Comparison(f, role.kind, missing, tuple(levels), role.shared)


def _swapped(field: str, names: set[str]) -> str:
    """That given and family name stand in each other's column; "" where that cannot be."""
    if field not in ("given_name", "family_name") or not {"given_name", "family_name"} <= names:
        return ""
    return (
        "given_name_k_l = family_name_k_r AND family_name_k_l = given_name_k_r"
        " AND given_name_k_l <> given_name_k_r"
    )


def _one_letter(call: Functions, key: str, written: str) -> str:
    """One letter is wrong, missing, too many or out of place, in a word of four and more."""
    return " OR ".join(
        f"({call.edits}({c}_l, {c}_r) <= 1 AND greatest(length({c}_l), length({c}_r)) > 3)"
        for c in (key, written)
    )


def _very_like(call: Functions, key: str, bones: str) -> str:
    return (
        f"{call.similar}({key}_l, {key}_r) >= 0.9 OR {call.similar}({bones}_l, {bones}_r) >= 0.92"
    )


def _words(
    role: Role, common: dict[str, Commonness], names: set[str], call: Functions
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
    levels = _same("same", f"{f}_k", f"{f}_b", common[f"{f}_b"], 0.5)
    levels += [
        Level("sounds same", _equal(f"{f}_s"), True, 0.2),
        Level("part of it", f"{shared} = {fewest} AND {fewest} > 1", True, 0.1),
        Level("two names", f"{shared} > 1", True, 0.05),
        Level("very like", f"{call.similar}({f}_k_l, {f}_k_r) >= 0.92", True, 0.05),
        Level("one name", f"{shared} = 1", False, 0.05),
        Level("different", "ELSE", False, 0.05),
    ]
    return Comparison(f, role.kind, missing, tuple(levels), role.shared)


def _place(
    role: Role, common: dict[str, Commonness], names: set[str], call: Functions
) -> Comparison:
    f = role.name
    key, bones, written = f"{f}_k", f"{f}_s", f"{f}_o"
    levels = _same("same", key, f"{f}_b", common[f"{f}_b"], 0.7)
    levels += [
        Level("one letter", _one_letter(call, key, written), True, 0.05),
        Level("sounds same", _equal(bones), True, 0.08),
        Level("part of it", _within(key), True, 0.03),
        Level("very like", _very_like(call, key, bones), True, 0.04),
        Level("different", "ELSE", False, 0.1),
    ]
    return Comparison(f, role.kind, _missing(key), tuple(levels), role.shared)


def _category(
    role: Role, common: dict[str, Commonness], names: set[str], call: Functions
) -> Comparison:
    f = role.name
    key = f"{f}_k"
    levels = _same("same", key, f"{f}_b", common[f"{f}_b"], 0.8)
    levels += [
        Level("very like", f"{call.similar}({key}_l, {key}_r) >= 0.9", True, 0.05),
        Level("different", "ELSE", False, 0.15),
    ]
    return Comparison(f, role.kind, _missing(key), tuple(levels), role.shared)


def _code(
    role: Role, common: dict[str, Commonness], names: set[str], call: Functions
) -> Comparison:
    f = role.name
    key = f"{f}_k"
    levels = _same("same", key, f"{f}_b", common[f"{f}_b"], 0.85)
    levels += [
        Level("one sign", f"{call.edits}({key}_l, {key}_r) <= 1", True, 0.05),
        Level("different", "ELSE", False, 0.1),
    ]
    return Comparison(f, role.kind, _missing(key), tuple(levels), role.shared)


def _sex(role: Role, common: dict[str, Commonness], names: set[str], call: Functions) -> Comparison:
    key = f"{role.name}_k"
    levels = (
        Level("same", _equal(key), True, 0.97),
        Level("different", "ELSE", False, 0.03),
    )
    return Comparison(role.name, role.kind, _missing(key), levels, role.shared)


def _birth(
    role: Role, common: dict[str, Commonness], names: set[str], call: Functions
) -> Comparison:
    f = role.name
    levels = _same("same day", f"{f}_t", f"{f}_b", common[f"{f}_b"], 0.6)
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
        Level("same year and month", f"{_equal(f + '_y')} AND {_equal(f + '_m')}", True, 0.02),
        Level("same year and day", f"{_equal(f + '_y')} AND {_equal(f + '_d')}", True, 0.02),
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
    return Comparison(f, role.kind, _missing(f"{f}_e"), tuple(levels), role.shared)


def _event(
    role: Role, common: dict[str, Commonness], names: set[str], call: Functions
) -> Comparison:
    f = role.name
    apart = f"greatest({f}_e_l - {f}_l_r, {f}_e_r - {f}_l_l)"
    both = f"{f}_t_l IS NOT NULL AND {f}_t_r IS NOT NULL"
    levels = _same("same day", f"{f}_t", f"{f}_b", common[f"{f}_b"], 0.6)
    levels += [
        Level("within two days", f"{both} AND {apart} <= 2", True, 0.1),
        Level("within a week", f"{both} AND {apart} <= 7", True, 0.08),
        *_date_slips(f, call),
        Level("may be the same", f"{apart} <= 0", True, 0.1),
        Level("within a month", f"{apart} <= 31", False, 0.05),
        Level("within a year", f"{apart} <= 366", False, 0.04),
        Level("different", "ELSE", False, 0.03),
    ]
    return Comparison(f, role.kind, _missing(f"{f}_e"), tuple(levels), role.shared)


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
    role: Role, common: dict[str, Commonness], names: set[str], call: Functions
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
    return Comparison(
        role.name, role.kind, _missing("position_lat", "position_lon"), levels, role.shared
    )


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
