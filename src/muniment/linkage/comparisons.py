"""How two records are compared: for each field its outcomes as SQL, its levels as learned.

An outcome is a condition on prepared columns (``preparing.py``) of the left record (``_l``) and
the right one (``_r``); the first that holds counts. Equal values, and nearly equal ones, are told
apart further by how rare they are: each is a level of its own, so that sharing a rare name weighs
more than sharing a common one, in every class of pairs that the model knows. What is not given on
one side is no evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from muniment.linkage.fields import Role
from muniment.linkage.preparing import Commonness, Prepared

if TYPE_CHECKING:
    import pyarrow as pa

_UNLIKE = 0.7
"""Jaro-Winkler similarity below which two words are not looked at closer."""
_TELLING = {"given_name": "given_name_k", "full_name": "full_name_s"}
"""The fields that may tell the sex, the better first, and their prepared columns."""
_TOLD = 0.5
"""The share of what two people may differ in sex that names must take away to tell it."""
_SWAPPED = 0.9
"""That above which they are one name where another name says that columns were exchanged."""


@dataclass(frozen=True, slots=True)
class Level:
    """What is learned of one way in which the values of a field lie to each other.

    ``name`` is unique within its field, ``agrees`` true when the values are taken as the same,
    ``expected`` how often pairs of one person have it before anything is learned, ``chance`` how
    often two random records have it, for each habit of spelling that the field tells apart, where
    that can be counted (None: to be sampled).
    """

    name: str
    agrees: bool
    expected: float
    chance: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What SQL tells of a pair: ``condition``, and the places of the ``levels`` that it means.

    With a ``column`` of steps of rareness, the rarer of the two values decides which level: that
    of its step. Without one there is a single level.
    """

    condition: str
    levels: tuple[int, ...]
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field, the condition under which it is no evidence, its outcomes and its levels."""

    field: str
    kind: str
    missing: str
    outcomes: tuple[Outcome, ...]
    levels: tuple[Level, ...]
    shared: frozenset[str] = frozenset()

    @property
    def spelled(self) -> bool:
        """True where it matters whether two records are of one list and in one script."""
        return self.kind in ("name", "words", "place")

    @property
    def columns(self) -> dict[str, Any]:
        """The comparison as Splink's CustomComparison takes it."""
        return {
            "output_column_name": self.field,
            "comparison_levels": [
                {
                    "sql_condition": self.missing,
                    "label_for_charts": "missing",
                    "is_null_level": True,
                },
                *(
                    {
                        "sql_condition": outcome.condition,
                        "label_for_charts": f"{number} {self.levels[outcome.levels[0]].name}",
                    }
                    for number, outcome in enumerate(self.outcomes)
                ),
            ],
        }


@dataclass
class _Ladder:
    """A comparison in the making: outcomes from equal to different."""

    outcomes: list[Outcome] = field(default_factory=list)
    levels: list[Level] = field(default_factory=list)

    def add(self, name: str, condition: str, agrees: bool, expected: float) -> None:
        """An outcome that is one level; a level of a name that is there is used again."""
        names = [level.name for level in self.levels]
        if name not in names:
            self.levels.append(Level(name, agrees, expected))
            names.append(name)
        self.outcomes.append(Outcome(condition, (names.index(name),)))

    def by_rareness(
        self,
        name: str,
        condition: str,
        column: str,
        shares: Sequence[float],
        chances: Sequence[Sequence[float]] = (),
    ) -> None:
        """An outcome with a level a step of rareness; ``chances`` has a row a habit."""
        first = len(self.levels)
        for step, share in enumerate(shares):
            counted = tuple(row[step] for row in chances) or None
            self.levels.append(Level(f"{name} {step}", True, share, counted))
        places = tuple(range(first, len(self.levels)))
        self.outcomes.append(Outcome(condition, places, column))

    def close(
        self, name: str, condition: str, column: str, known: Commonness, expected: float
    ) -> None:
        """An outcome of values that are nearly equal: with a rare one among them, and other.

        A slip of the pen makes a value that nobody else has; two common values that are alike are
        more often two names.
        """
        most = len(known.share) - 1
        groups = sorted({0, (most + 1) // 2, most})
        first = len(self.levels)
        for group in groups:
            self.levels.append(Level(f"{name} {group}", True, expected / len(groups)))
        places = tuple(
            first + max(n for n, group in enumerate(groups) if group <= step)
            for step in range(most + 1)
        )
        self.outcomes.append(Outcome(condition, places, column))

    def done(self, role: Role, missing: str) -> Comparison:
        """The comparison of a role."""
        return Comparison(
            role.name, role.kind, missing, tuple(self.outcomes), tuple(self.levels), role.shared
        )


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
    found = (_KINDS[role.kind](role, prepared.common, names, calls) for role in prepared.fields)
    told = _told_by_name(prepared, names)
    return tuple(
        replace(each, missing=f"{each.missing} OR {told}") if told and each.kind == "sex" else each
        for each in found
    )


def _told_by_name(prepared: Prepared, names: set[str]) -> str:
    """When sex is no evidence since the names are the same, and names tell it; "" for never.

    Namesakes are of one sex, whoever they are: two fields that agree together by nature would be
    taken for a match where little else is given. Names that both sexes bear tell nothing.
    """
    key = next((k for r, k in _TELLING.items() if r in names), None)
    if key is None or "sex_k" not in prepared.table.column_names:
        return ""
    given = prepared.table.select([key, "sex_k"]).drop_null()
    alike = [_pairs_alike(given, by) for by in ([key, "sex_k"], [key], ["sex_k"], [])]
    if not alike[1]:
        return ""
    namesakes, anybody = alike[0] / alike[1], alike[2] / alike[3]
    if namesakes - anybody <= _TOLD * (1 - anybody):
        return ""
    return f"({_equal(key)})"


def _pairs_alike(table: pa.Table, by: list[str]) -> float:
    """How many pairs of rows have the same values in some columns."""
    counts = table.group_by(by).aggregate([([], "count_all")])["count_all"].to_numpy()
    return float((counts * (counts - 1.0)).sum())


def _missing(*columns: str) -> str:
    return " OR ".join(f"{column}_{side} IS NULL" for column in columns for side in "lr")


def _equal(column: str) -> str:
    return f"{column}_l = {column}_r"


def _begin(column: str) -> str:
    return f"substr({column}_l, 1, 1) = substr({column}_r, 1, 1)"


def _within(column: str) -> str:
    """One value is whole words of the other."""
    left, right = (f"' ' || {column}_{side} || ' '" for side in "lr")
    return f"contains({left}, {right}) OR contains({right}, {left})"


def _apart(call: Functions, key: str, bones: str, count: str) -> str:
    """Surely different names, seen with the least work."""
    return (
        f"{count}_l = 1 AND {count}_r = 1 AND length({key}_l) > 1 AND length({key}_r) > 1"
        f" AND {call.similar}({key}_l, {key}_r) < {_UNLIKE}"
        f" AND {call.similar}({bones}_l, {bones}_r) < {_UNLIKE}"
    )


_Kind = Callable[[Role, dict[str, Commonness], set[str], Functions], Comparison]


def _name(
    role: Role, common: dict[str, Commonness], names: set[str], call: Functions
) -> Comparison:
    f = role.name
    key, bones, written, steps = f"{f}_k", f"{f}_s", f"{f}_o", f"{f}_b"
    known, by_bones = common[f"{f}_b"], common[f"{f}_r"]
    missing = _missing(key)
    ladder = _Ladder()
    ladder.by_rareness(
        "same", _equal(written), steps, [0.55 * s for s in known.share], known.spelled
    )
    swapped = _swapped(f, names, call)
    if swapped and f == "given_name":
        ladder.add("swapped", swapped, True, 0.01)
    elif swapped:
        missing = f"{missing} OR ({swapped})"
    ladder.add("short form", _related(f"{f}_p", key), True, 0.02)
    ladder.add("different", _apart(call, key, bones, f"{f}_n"), False, 0.03)
    ladder.by_rareness(
        "same key",
        _equal(key),
        steps,
        [0.15 * s for s in known.share],
        [
            [by_key - by_letter for by_key, by_letter in zip(*rows, strict=True)]
            for rows in zip(known.chance, known.spelled, strict=True)
        ],
    )
    ladder.close("one letter", _one_letter(call, f), steps, known, 0.06)
    ladder.by_rareness("sounds same", _equal(bones), f"{f}_r", [0.1 * s for s in by_bones.share])
    ladder.add("part of it", f"({f}_n_l > 1 OR {f}_n_r > 1) AND ({_within(key)})", True, 0.02)
    ladder.add(
        "initial",
        f"least(length({key}_l), length({key}_r)) = 1 AND ({_begin(key)} OR {_begin(written)})",
        True,
        0.02,
    )
    ladder.close("very like", _very_like(call, key, bones), steps, known, 0.04)
    ladder.add("like", f"{call.similar}({key}_l, {key}_r) >= 0.8", False, 0.02)
    ladder.add("different", "ELSE", False, 0.03)
    return ladder.done(role, missing)


def _related(sounds: str, key: str) -> str:
    """Different names that one person is known to bear beside each other ("~" and a number)."""
    rows = (f"regexp_extract_all({sounds}_{side}, '(~[0-9]+)', 1)" for side in "lr")
    return (
        f"{key}_l <> {key}_r AND contains({sounds}_l, '~') AND contains({sounds}_r, '~')"
        f" AND len(list_intersect({', '.join(rows)})) > 0"
    )


def _swapped(field: str, names: set[str], call: Functions) -> str:
    """That given and family name stand in each other's column; "" where that cannot be.

    One of the two is the same by its sounds, the other at least much alike.
    """
    if field not in ("given_name", "family_name") or not {"given_name", "family_name"} <= names:
        return ""
    crossed = [("given_name", "family_name"), ("family_name", "given_name")]
    alike = [
        f"({one}_s_l = {other}_s_r AND {call.similar}({other}_k_l, {one}_k_r) >= {_SWAPPED})"
        for one, other in crossed
    ]
    return (
        f"({' OR '.join(alike)}) AND given_name_s_l <> given_name_s_r"
        " AND family_name_s_l <> family_name_s_r"
    )


def _one_letter(call: Functions, f: str) -> str:
    """One letter is wrong, missing, too many or out of place, in a word of four and more.

    Measuring it costs more than all else, so words whose letters differ more are left out before.
    """
    return " OR ".join(
        f"(abs(length({c}_l) - length({c}_r)) <= 1 AND greatest(length({c}_l), length({c}_r)) > 3"
        f" AND bit_count(xor({letters}_l, {letters}_r)) <= 2"
        f" AND {call.edits}({c}_l, {c}_r) <= 1)"
        for c, letters in ((f"{f}_k", f"{f}_f"), (f"{f}_o", f"{f}_g"))
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
    elif f == "full_name" and "given_name" in names:
        # A whole name that is made of the given name alone says what the given name says.
        missing += "".join(
            f" {word} length(full_name_k_{side}) = length(given_name_k_{side})"
            for word, side in (("OR (", "l"), ("AND", "r"))
        )
        missing += ")"
    shared = f"len(list_intersect({f}_w_l, {f}_w_r))"
    fewest = f"least(len({f}_w_l), len({f}_w_r))"
    ladder = _same("same", f"{f}_k", f"{f}_b", common[f"{f}_b"], 0.5)
    ladder.add("sounds same", _equal(f"{f}_s"), True, 0.2)
    ladder.add("part of it", f"{shared} = {fewest} AND {fewest} > 1", True, 0.1)
    ladder.add("two names", f"{shared} > 1", True, 0.05)
    ladder.add("very like", f"{call.similar}({f}_k_l, {f}_k_r) >= 0.92", True, 0.05)
    ladder.add("one name", f"{shared} = 1", False, 0.05)
    ladder.add("different", "ELSE", False, 0.05)
    return ladder.done(role, missing)


def _same(name: str, column: str, steps: str, known: Commonness, expected: float) -> _Ladder:
    """A ladder that begins with equal keys, whose chance is counted."""
    ladder = _Ladder()
    shares = [expected * share for share in known.share]
    ladder.by_rareness(name, _equal(column), steps, shares, known.chance)
    return ladder


def _place(
    role: Role, common: dict[str, Commonness], names: set[str], call: Functions
) -> Comparison:
    f = role.name
    key, bones = f"{f}_k", f"{f}_s"
    ladder = _same("same", key, f"{f}_b", common[f"{f}_b"], 0.7)
    ladder.add("different", _apart(call, key, bones, f"{f}_n"), False, 0.1)
    ladder.add("one letter", _one_letter(call, f), True, 0.05)
    ladder.add("sounds same", _equal(bones), True, 0.08)
    ladder.add("part of it", _within(key), True, 0.03)
    ladder.add("very like", _very_like(call, key, bones), True, 0.04)
    ladder.add("different", "ELSE", False, 0.1)
    return ladder.done(role, _missing(key))


def _category(
    role: Role, common: dict[str, Commonness], names: set[str], call: Functions
) -> Comparison:
    key = f"{role.name}_k"
    ladder = _same("same", key, f"{role.name}_b", common[f"{role.name}_b"], 0.8)
    ladder.add("very like", f"{call.similar}({key}_l, {key}_r) >= 0.9", True, 0.05)
    ladder.add("different", "ELSE", False, 0.15)
    return ladder.done(role, _missing(key))


def _code(
    role: Role, common: dict[str, Commonness], names: set[str], call: Functions
) -> Comparison:
    key = f"{role.name}_k"
    ladder = _same("same", key, f"{role.name}_b", common[f"{role.name}_b"], 0.85)
    ladder.add("one sign", f"{call.edits}({key}_l, {key}_r) <= 1", True, 0.05)
    ladder.add("different", "ELSE", False, 0.1)
    return ladder.done(role, _missing(key))


def _sex(role: Role, common: dict[str, Commonness], names: set[str], call: Functions) -> Comparison:
    key = f"{role.name}_k"
    ladder = _Ladder()
    ladder.add("same", _equal(key), True, 0.97)
    ladder.add("different", "ELSE", False, 0.03)
    return ladder.done(role, _missing(key))


def _birth(
    role: Role, common: dict[str, Commonness], names: set[str], call: Functions
) -> Comparison:
    f = role.name
    year, month, day = (_equal(f"{f}_{part}") for part in "ymd")
    ladder = _same("same day", f"{f}_t", f"{f}_b", common[f"{f}_b"], 0.6)
    _slips(ladder, f, call)
    ladder.add(
        "same month", f"{year} AND {month} AND ({f}_d_l IS NULL OR {f}_d_r IS NULL)", True, 0.05
    )
    ladder.add("same year", f"{year} AND ({f}_m_l IS NULL OR {f}_m_r IS NULL)", True, 0.1)
    ladder.add("same day of the year", f"{month} AND {day}", True, 0.02)
    ladder.add("same year and month", f"{year} AND {month}", True, 0.02)
    ladder.add("same year and day", f"{year} AND {day}", True, 0.02)
    ladder.add("same year, other day", year, False, 0.04)
    ladder.add("may be the same", f"{f}_e_l <= {f}_l_r AND {f}_e_r <= {f}_l_l", True, 0.05)
    ladder.add(
        "within two years",
        f"{f}_e_l - {f}_l_r <= 731 AND {f}_e_r - {f}_l_l <= 731",
        False,
        0.04,
    )
    ladder.add("different", "ELSE", False, 0.03)
    return ladder.done(role, _missing(f"{f}_e"))


def _event(
    role: Role, common: dict[str, Commonness], names: set[str], call: Functions
) -> Comparison:
    f = role.name
    apart = f"greatest({f}_e_l - {f}_l_r, {f}_e_r - {f}_l_l)"
    both = f"{f}_t_l IS NOT NULL AND {f}_t_r IS NOT NULL"
    ladder = _same("same day", f"{f}_t", f"{f}_b", common[f"{f}_b"], 0.6)
    ladder.add("within two days", f"{both} AND {apart} <= 2", True, 0.1)
    ladder.add("within a week", f"{both} AND {apart} <= 7", True, 0.08)
    _slips(ladder, f, call)
    ladder.add("may be the same", f"{apart} <= 0", True, 0.1)
    ladder.add("within a month", f"{apart} <= 31", False, 0.05)
    ladder.add("within a year", f"{apart} <= 366", False, 0.04)
    ladder.add("different", "ELSE", False, 0.03)
    return ladder.done(role, _missing(f"{f}_e"))


def _slips(ladder: _Ladder, f: str, call: Functions) -> None:
    """Add what slips of the pen make of a whole date."""
    swapped = f"{f}_m_l = {f}_d_r AND {f}_d_l = {f}_m_r"
    ladder.add(
        "day and month swapped",
        f"{f}_t_l IS NOT NULL AND {_equal(f + '_y')} AND {swapped}",
        True,
        0.01,
    )
    # Two of year, month and day stay as they are. Measuring what differs in the third costs more
    # than all else, so that is done for years only.
    close = [
        f"{_equal(f'{f}_y')} AND {_equal(f'{f}_m')} AND {_one_digit(f'{f}_d')}",
        f"{_equal(f'{f}_y')} AND {_equal(f'{f}_d')} AND {_one_digit(f'{f}_m')}",
        f"{_equal(f'{f}_m')} AND {_equal(f'{f}_d')} AND {call.edits}({f}_t_l, {f}_t_r) <= 1",
    ]
    ladder.add("one digit", " OR ".join(f"({each})" for each in close), True, 0.05)


def _one_digit(part: str) -> str:
    """One of two digits is wrong, or they are exchanged."""
    tens, ones = ([f"{part}_{side} {sign} 10" for side in "lr"] for sign in ("//", "%"))
    return (
        f"({tens[0]} = {tens[1]} OR {ones[0]} = {ones[1]}"
        f" OR ({tens[0]} = {ones[1]} AND {ones[0]} = {tens[1]}))"
    )


def _point(
    role: Role, common: dict[str, Commonness], names: set[str], call: Functions
) -> Comparison:
    apart = (
        "12742.0 * asin(sqrt(least(1.0, pow(sin(radians(position_lat_r - position_lat_l) / 2), 2)"
        " + cos(radians(position_lat_l)) * cos(radians(position_lat_r))"
        " * pow(sin(radians(position_lon_r - position_lon_l) / 2), 2))))"
        " - (position_u_l + position_u_r) / 1000.0"
    )
    ladder = _Ladder()
    for km, expected in ((0.1, 0.5), (1, 0.2), (5, 0.1), (20, 0.08), (100, 0.06)):
        ladder.add(f"within {km} km", f"{apart} <= {km}", km <= 5, expected)
    ladder.add("different", "ELSE", False, 0.06)
    return ladder.done(role, _missing("position_lat", "position_lon"))


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
