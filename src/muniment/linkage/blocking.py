"""Which pairs are worth comparing: all that share two things out of a stock of loose keys.

From each record a stock of parts is taken: the sound of each of its names (whichever column it
stands in), year and day of birth, the weeks of an event, places, codes. Two records become
candidates when any two parts agree, or one that is rare or an identifier. A block that would give
too many candidates is not dropped: it is refined by a third part, then by a fourth. How large a
block may be follows from a budget that grows with the number of records.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING

from muniment.linkage.preparing import Prepared

if TYPE_CHECKING:
    import duckdb

_FEW, _MANY = 60, 6
"""Candidates a record in small and in large registers."""
_SMALL_BUDGET = 1_500_000
_LEAST_BUDGET = 600_000
_LARGEST_BLOCK = 2_000
_REFINEMENTS = 2
_REPEATED = 2
"""Blocks that were refined show most pairs again, by each further part that they share."""
_OVERLAP = 1.2
"""Rules find some pairs twice; so much more than the budget may be found in all."""
_EVENT_WINDOW = 16
"""Days of a window of an event; windows overlap by half."""


@dataclass(frozen=True, slots=True)
class RuleReport:
    """What one rule of blocking found.

    ``candidates`` pairs, of which ``alone`` no other rule found; ``cap`` the largest block that
    was taken whole; ``refined`` blocks were split by further parts; ``left_out`` pairs were in
    blocks that stayed too large.
    """

    rule: str
    candidates: int
    alone: int
    cap: int
    refined: int
    left_out: int


@dataclass(frozen=True, slots=True)
class BlockingReport:
    """How the candidates were found: ``candidates`` pairs of ``records`` records, by rule."""

    records: int
    candidates: int
    budget: int
    rules: tuple[RuleReport, ...]


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    groups: tuple[str, ...]
    refine: bool


def budget(records: int, per_record: int | None = None) -> int:
    """How many candidates are sought in a register of so many records."""
    if per_record is not None:
        return per_record * records
    return max(_MANY * records, min(_FEW * records, _SMALL_BUDGET), _LEAST_BUDGET)


def block(
    connection: duckdb.DuckDBPyConnection,
    prepared: Prepared,
    *,
    per_record: int | None = None,
    progress: Callable[[str], None] | None = None,
) -> BlockingReport:
    """Fill the table ``candidates`` (lo, hi: rid; rules: bits) from the table ``records``.

    ``records`` holds the prepared records in ``connection``.
    """
    groups = _stock(connection, prepared)
    rules = _rules(groups, prepared)
    total = budget(prepared.table.num_rows, per_record)
    connection.execute("CREATE OR REPLACE TEMP TABLE found (lo INTEGER, hi INTEGER, rules UBIGINT)")
    notes: list[tuple[int, int, int]] = []
    for number, rule in enumerate(rules):
        if progress:
            progress(f"candidates by {rule.name}")
        # What the rules before have not used is there for the rest.
        used = connection.execute("SELECT count(*) FROM found").fetchall()[0][0]
        share = max(int(total * _OVERLAP - used) // (len(rules) - number), 1_000)
        share = share if rule.refine else share // 4
        notes.append(_apply(connection, rule, 1 << (number % 64), share))
    connection.execute(
        "CREATE OR REPLACE TABLE candidates AS"
        " SELECT lo, hi, bit_or(rules) AS rules FROM found GROUP BY lo, hi"
    )
    connection.execute("DROP TABLE found; DROP TABLE parts")
    return _report(connection, prepared, rules, notes, total)


def _stock(connection: duckdb.DuckDBPyConnection, prepared: Prepared) -> list[str]:
    """Fill ``parts`` (rid, stock, part, word) and return the stocks it has."""
    selects: list[str] = []
    stocks: list[str] = []
    for role in prepared.fields:
        f = role.name
        if role.block == "names":
            stocks.append("name")
            first = 100 * len(stocks)
            selects.append(
                "SELECT rid, 'name' AS stock, hash(reading) AS part, place AS word FROM"
                " (SELECT rid, place, unnest(string_split(spoken, '|')) AS reading FROM"
                " (SELECT rid, unnest(words) AS spoken,"
                f" {first} + generate_subscripts(words, 1) AS place FROM"
                f" (SELECT rid, string_split({f}_p, ' ') AS words FROM records"
                f" WHERE {f}_p IS NOT NULL)))"
            )
        elif role.block == "birth":
            stocks += ["birth year", "birth day"]
            selects.append(
                f"SELECT rid, 'birth year', hash({f}_y), 0 FROM records WHERE {f}_y IS NOT NULL"
            )
            selects.append(
                f"SELECT rid, 'birth day', hash(least({f}_m, {f}_d), greatest({f}_m, {f}_d)), 0"
                f" FROM records WHERE {f}_t IS NOT NULL"
            )
        elif role.block == "event":
            stocks.append(f)
            for shift in (0, _EVENT_WINDOW // 2):
                selects.append(
                    f"SELECT rid, '{f}', hash(({f}_e + {shift}) // {_EVENT_WINDOW}, {shift}), 0"
                    f" FROM records WHERE {f}_l - {f}_e <= 2 * {_EVENT_WINDOW}"
                )
        elif role.block in ("value", "alone"):
            stocks.append(f)
            column = f"{f}_s" if role.kind in ("name", "place") else f"{f}_k"
            selects.append(
                f"SELECT rid, '{f}', hash({column}), 0 FROM records WHERE {column} IS NOT NULL"
            )
    names = list(dict.fromkeys(stocks))
    numbers = "CASE stock " + " ".join(f"WHEN '{n}' THEN {i}" for i, n in enumerate(names)) + " END"
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE parts AS SELECT DISTINCT rid,"
        f" CAST({numbers} AS TINYINT) AS stock, part, CAST(word AS SMALLINT) AS word"
        f" FROM ({' UNION ALL '.join(selects)})"
    )
    return names


def _rules(groups: list[str], prepared: Prepared) -> list[_Rule]:
    alone = {role.name for role in prepared.fields if role.block == "alone"}
    rules = [_Rule(name, (name,), refine=True) for name in groups if name in alone]
    if "name" in groups:
        rules.append(_Rule("rare name", ("name",), refine=False))
    for first, second in combinations_with_replacement(groups, 2):
        if first in alone or second in alone or (first == second and first != "name"):
            continue
        if {first, second} == {"birth year", "birth day"}:
            rules.append(_Rule("birth date", (first, second), refine=True))
            continue
        rules.append(_Rule(f"{first} + {second}", (first, second), refine=True))
    if not rules:
        rules = [_Rule(name, (name,), refine=False) for name in groups]
    return [
        _Rule(rule.name, tuple(str(groups.index(group)) for group in rule.groups), rule.refine)
        for rule in rules
    ]


def _apply(
    connection: duckdb.DuckDBPyConnection, rule: _Rule, bit: int, share: int
) -> tuple[int, int, int]:
    """Add a rule's pairs to ``found``; the cap, the blocks refined, the pairs left out."""
    if len(rule.groups) == 1:
        keys = f"SELECT DISTINCT part AS key, rid FROM parts WHERE stock = {rule.groups[0]}"
    else:
        first, second = rule.groups
        order = "AND a.part <> b.part AND a.word < b.word" if first == second else ""
        keys = (
            "SELECT DISTINCT hash(least(a.part, b.part), greatest(a.part, b.part)) AS key,"
            " a.rid AS rid FROM parts a JOIN parts b"
            f" ON a.rid = b.rid {order} WHERE a.stock = {first} AND b.stock = {second}"
        )
    left_out = refined = 0
    first_cap = 0
    for depth in range(_REFINEMENTS + 1):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE keyed AS {keys}")
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE blocks AS SELECT key, count(*) AS size FROM keyed"
            " GROUP BY key HAVING count(*) > 1"
        )
        cap = _cap(connection, share * (_REPEATED if depth else 1))
        first_cap = first_cap or cap
        connection.execute(
            "INSERT INTO found SELECT DISTINCT least(a.rid, b.rid), greatest(a.rid, b.rid),"
            f" CAST({bit} AS UBIGINT) FROM (SELECT k.key, k.rid FROM keyed k SEMI JOIN"
            f" (SELECT key FROM blocks WHERE size <= {cap}) s ON k.key = s.key) a JOIN"
            " keyed b ON a.key = b.key AND a.rid < b.rid"
        )
        large, pairs = connection.execute(
            "SELECT count(*), coalesce(sum(size * (size - 1) / 2), 0) FROM blocks WHERE size > ?",
            [cap],
        ).fetchall()[0]
        left_out = int(pairs)
        if not large or not rule.refine or depth == _REFINEMENTS:
            break
        refined += int(large)
        used = ", ".join(rule.groups)
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE large AS SELECT k.key, k.rid FROM keyed k SEMI JOIN"
            f" (SELECT key FROM blocks WHERE size > {cap}) s ON k.key = s.key"
        )
        extra = "" if "name" in rule.name and depth == 0 else f" AND p.stock NOT IN ({used})"
        keys = (
            "SELECT DISTINCT hash(g.key, p.part) AS key, g.rid AS rid FROM large g JOIN parts p"
            f" ON g.rid = p.rid{extra}"
        )
    return first_cap, refined, left_out


def _cap(connection: duckdb.DuckDBPyConnection, share: int) -> int:
    """The largest block size such that all blocks up to it give no more pairs than the share."""
    rows = connection.execute(
        "SELECT size, sum(size * (size - 1) // 2) FROM blocks GROUP BY size ORDER BY size"
    ).fetchall()
    spent, cap = 0, 2
    for size, pairs in rows:
        spent += int(pairs)
        if (spent > share and size > 2) or size > _LARGEST_BLOCK:
            break
        cap = int(size)
    return cap


def _report(
    connection: duckdb.DuckDBPyConnection,
    prepared: Prepared,
    rules: list[_Rule],
    notes: list[tuple[int, int, int]],
    total: int,
) -> BlockingReport:
    counts = connection.execute("SELECT rules, count(*) FROM candidates GROUP BY rules").fetchall()
    lines = []
    for number, (rule, (cap, refined, left_out)) in enumerate(zip(rules, notes, strict=True)):
        bit = 1 << (number % 64)
        found = sum(count for bits, count in counts if bits & bit)
        alone = sum(count for bits, count in counts if bits == bit)
        lines.append(RuleReport(rule.name, found, alone, cap, refined, left_out))
    return BlockingReport(
        prepared.table.num_rows, sum(count for _, count in counts), total, tuple(lines)
    )
