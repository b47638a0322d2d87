"""Two revisions of one list compared: what was added, changed, gone, and what stayed.

With a key a record is the same when its key is. Without one, records are matched one to one by
what they say: first those that say exactly the same, then those that differ in at most one of the
fields by which a record is known (names, dates, numbers of papers). Where several would do equally
well none is taken: a person taken for another is worse than one record gone and one added.

The work is DuckDB's over Parquet, with a bound on memory, so that a million records can be
compared on a laptop.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from muniment.registers.workbench import (
    ROW_NUMBER,
    as_arrow,
    as_texts,
    file_of,
    make_memory_view,
    make_view,
    names_of,
    number_of,
    workbench,
)

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from muniment.registers.kind import Kind

PLACE = ("record_id", "list", "sheet", "row")
"""Columns that say where a record stands, and nothing of what it says."""
_KNOWN_BY = (
    "national_id",
    "given_name",
    "family_name",
    "full_name",
    "father_name",
    "birth_date",
    "mother_name",
    "event_date",
    "event_place",
)
"""Roles of the fields by which a record is known, the surest first."""
_MOST_KNOWN_BY = 8
_LEAST_EQUAL = 2
"""So many fields by which a record is known must be given and equal to match a changed record."""
_REPEATED = r"~\d+(~\d+)?$"
"""What the intake puts behind a key that stands in an earlier row already."""
_LARGEST_GROUP = 400
"""Pairs of one group of namesakes that are looked at; in larger ones nothing can be told."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a new revision differs from an old one.

    ``added`` and ``gone`` have the columns record_id and row; ``changes`` one row for each
    changed field: record_id (as in the new revision), was (as in the old), field, before, after.
    ``pairs`` are all matched records: old, new (record ids). ``doubled`` are keys that stand for
    several records: record_id, old, new (how often). ``ambiguous`` counts new records that could
    be one of several old ones: they count as added, and those as gone. ``rewritten`` counts
    unchanged records whose cells are written otherwise.
    """

    by: str
    added: pa.Table
    gone: pa.Table
    changes: pa.Table
    pairs: pa.Table
    doubled: pa.Table
    changed: int
    unchanged: int
    rewritten: int
    ambiguous: int

    @property
    def counts(self) -> dict[str, int]:
        """How many records were added, changed, gone and unchanged."""
        return {
            "added": self.added.num_rows,
            "changed": self.changed,
            "gone": self.gone.num_rows,
            "unchanged": self.unchanged,
        }

    @property
    def same(self) -> bool:
        """True when nothing differs, not even how it is written."""
        return not (self.added.num_rows or self.gone.num_rows or self.changed or self.rewritten)


def compare(
    old: pa.Table | Path,
    new: pa.Table | Path,
    kind: Kind,
    *,
    keyed: bool,
    cells: tuple[pa.Table | Path, pa.Table | Path] | None = None,
    drafts: Path | None = None,
    in_memory: bool = False,
) -> Comparison:
    """Compare two tables of records of one kind, or their Parquet files.

    ``keyed`` tells that record ids come from a key in both; else records are matched by content.
    ``cells`` are the tables of original cells of both, in the same order of rows. ``drafts`` is a
    private folder for what does not fit into memory; with ``in_memory`` tables are not written
    there, and what spills over is sealed. Raises StoreProblem when that does not do.
    """

    def view(name: str, table: pa.Table | Path) -> None:
        if in_memory and not isinstance(table, Path):
            make_memory_view(database, name, table)
        else:
            make_view(database, name, file_of(table, folder / f"{name}.parquet"))

    with workbench(drafts) as (database, folder):
        for name, table in (("old", old), ("new", new)):
            view(name, table)
        columns = _columns(database)
        for name in ("old", "new"):
            _digests(database, name, columns)
        database.execute("CREATE TABLE pairs (o BIGINT, n BIGINT)")
        ambiguous = 0
        if keyed:
            _by_key(database)
        else:
            _by_content(database)
            ambiguous = _by_likeness(database, kind, columns)
        rewritten = 0
        if cells is not None:
            for name, table in zip(("old_cells", "new_cells"), cells, strict=True):
                view(name, table)
            rewritten = _rewritten(database)
        return _result(database, "key" if keyed else "content", kind, columns, rewritten, ambiguous)


def carry_ids(new: pa.Table, comparison: Comparison, mark: str) -> pa.Table:
    """The new records under the ids of the old ones that they were matched with.

    A record that is new gets an id of its own that no other revision has: its row and ``mark``,
    which is the beginning of the file's SHA-256. Only for lists without a key: a row's number
    says nothing of who stands in it.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    ids = new["record_id"].combine_chunks()
    places = pc.index_in(ids, comparison.pairs["new"].combine_chunks())
    kept = comparison.pairs["old"].combine_chunks().take(places)
    fresh = pc.binary_join_element_wise(ids, pa.scalar(mark), "-")
    return new.set_column(
        new.schema.get_field_index("record_id"), "record_id", pc.coalesce(kept, fresh)
    )


def _columns(database: duckdb.DuckDBPyConnection) -> list[str]:
    """The columns that say something, of both tables; a column missing in one is empty there."""
    every = dict.fromkeys([*names_of(database, "old"), *names_of(database, "new")])
    return [name for name in every if name not in PLACE]


def _digest_of(database: duckdb.DuckDBPyConnection, view: str, columns: Sequence[str]) -> str:
    texts = ", ".join(as_texts(database, view, columns)) or "''"
    return f"md5(CAST(to_json([{texts}]) AS VARCHAR))"


def _digests(database: duckdb.DuckDBPyConnection, view: str, columns: Sequence[str]) -> None:
    """A table of where each record stands and the digest of all that it says."""
    said = _digest_of(database, view, columns)
    database.execute(
        f"CREATE TABLE {view}_said AS SELECT {ROW_NUMBER} AS i, record_id, row, {said} AS said, "
        f"regexp_replace(record_id, '{_REPEATED}', '') AS key FROM {view}"
    )


def _by_key(database: duckdb.DuckDBPyConnection) -> None:
    """Match by key; of records that share one, those that say the same come together first."""
    for also in ("said", "record_id", None):
        group = "key" if also is None else f"key, {also}"
        database.execute(f"""
            INSERT INTO pairs
            WITH o AS (SELECT i, {group}, row_number() OVER (PARTITION BY {group} ORDER BY i) AS k
                       FROM old_said ANTI JOIN pairs ON old_said.i = pairs.o),
                 n AS (SELECT i, {group}, row_number() OVER (PARTITION BY {group} ORDER BY i) AS k
                       FROM new_said ANTI JOIN pairs ON new_said.i = pairs.n)
            SELECT o.i, n.i FROM o JOIN n USING ({group}, k)
        """)


def _by_content(database: duckdb.DuckDBPyConnection) -> None:
    """Match records that say exactly the same, in their order."""
    database.execute("""
        INSERT INTO pairs
        WITH o AS (SELECT i, said, row_number() OVER (PARTITION BY said ORDER BY i) AS k
                   FROM old_said),
             n AS (SELECT i, said, row_number() OVER (PARTITION BY said ORDER BY i) AS k
                   FROM new_said)
        SELECT o.i, n.i FROM o JOIN n USING (said, k)
    """)


def _known_by(kind: Kind, columns: Sequence[str]) -> list[str]:
    """The columns by which a record of the kind is known, at most ``_MOST_KNOWN_BY``."""
    by_role = [kind.by_role[role].name for role in _KNOWN_BY if role in kind.by_role]
    identifying = [field.name for field in kind.fields if field.identifies]
    every = dict.fromkeys([*by_role, *kind.title, *identifying])
    return [name for name in every if name in columns][:_MOST_KNOWN_BY]


def _by_likeness(database: duckdb.DuckDBPyConnection, kind: Kind, columns: Sequence[str]) -> int:
    """Match what is left when all but at most one of the fields known by are equal.

    Gives how many new records could be one of several old ones, and were matched with none.
    """
    known = _known_by(kind, columns)
    if len(known) < _LEAST_EQUAL:
        return 0
    for view, side in (("old", "o"), ("new", "n")):
        selected = ", ".join(
            f"{text} AS c{j}" for j, text in enumerate(as_texts(database, view, columns))
        )
        database.execute(
            f"CREATE TABLE left_{side} AS SELECT {ROW_NUMBER} AS i, {selected} FROM {view} "
            f"ANTI JOIN pairs ON {view}.{ROW_NUMBER} = pairs.{side}"
        )
    places = [columns.index(name) for name in known]
    rounds: list[list[list[int]]] = [[places]]
    rounds.append([[p for p in places if p != left] for left in places])
    ambiguous = 0
    for conditions in rounds:
        database.execute("CREATE OR REPLACE TABLE candidates (o BIGINT, n BIGINT, score INTEGER)")
        for equal in conditions:
            if len(equal) >= _LEAST_EQUAL:
                database.execute(_candidates(equal, len(columns)))
        ambiguous = _take_best(database)
        for side in ("o", "n"):
            database.execute(f"DELETE FROM left_{side} WHERE i IN (SELECT {side} FROM pairs)")
    return ambiguous


def _candidates(equal: Sequence[int], columns: int) -> str:
    """SQL that finds pairs which agree in these columns, empty ones too, and scores them."""
    names = ", ".join(f"c{j}" for j in equal)
    given = " + ".join(f"(c{j} IS NOT NULL)::INT" for j in equal)
    score = " + ".join(f"coalesce(l.c{j} = r.c{j}, false)::INT" for j in range(columns))

    def join(one: str, other: str) -> str:
        return " AND ".join(f"{one}.c{j} IS NOT DISTINCT FROM {other}.c{j}" for j in equal)

    return f"""
        INSERT INTO candidates
        WITH a AS (SELECT {names}, count(*) AS n FROM left_o WHERE {given} >= {_LEAST_EQUAL}
                   GROUP BY ALL),
             b AS (SELECT {names}, count(*) AS n FROM left_n WHERE {given} >= {_LEAST_EQUAL}
                   GROUP BY ALL),
             small AS (SELECT a.* EXCLUDE n FROM a JOIN b ON {join("a", "b")}
                       WHERE a.n * b.n <= {_LARGEST_GROUP})
        SELECT l.i, r.i, {score}
        FROM small s
        JOIN left_o l ON {join("s", "l")}
        JOIN left_n r ON {join("l", "r")}
    """


def _take_best(database: duckdb.DuckDBPyConnection) -> int:
    """Match pairs that are each other's one best; how many new records had several as good."""
    database.execute("""
        CREATE OR REPLACE TABLE ranked AS
        WITH once AS (SELECT o, n, max(score) AS score FROM candidates GROUP BY o, n)
        SELECT *, score = max(score) OVER (PARTITION BY o)
                  AND score = max(score) OVER (PARTITION BY n) AS best
        FROM once
    """)
    database.execute("""
        INSERT INTO pairs
        SELECT o, n FROM (
            SELECT o, n, count(*) OVER (PARTITION BY o) AS of_o,
                   count(*) OVER (PARTITION BY n) AS of_n
            FROM ranked WHERE best)
        WHERE of_o = 1 AND of_n = 1
    """)
    return number_of(
        database,
        "SELECT count(DISTINCT n) FROM ranked WHERE n NOT IN (SELECT n FROM pairs)",
    )


def _rewritten(database: duckdb.DuckDBPyConnection) -> int:
    """How many records that say the same are written otherwise in their cells."""
    every = dict.fromkeys([*names_of(database, "old_cells"), *names_of(database, "new_cells")])
    columns = [name for name in every if name != "record_id"]
    old, new = (_digest_of(database, f"{side}_cells", columns) for side in ("old", "new"))
    return number_of(
        database,
        f"""
        WITH o AS (SELECT {ROW_NUMBER} AS i, {old} AS written FROM old_cells),
             n AS (SELECT {ROW_NUMBER} AS i, {new} AS written FROM new_cells)
        SELECT count(*) FROM pairs p
        JOIN old_said os ON os.i = p.o JOIN new_said ns ON ns.i = p.n AND ns.said = os.said
        JOIN o ON o.i = p.o JOIN n ON n.i = p.n
        WHERE o.written <> n.written
        """,
    )


def _result(
    database: duckdb.DuckDBPyConnection,
    by: str,
    kind: Kind,
    columns: Sequence[str],
    rewritten: int,
    ambiguous: int,
) -> Comparison:
    added = as_arrow(
        database,
        "SELECT record_id, row FROM new_said ANTI JOIN pairs ON new_said.i = pairs.n ORDER BY i",
    )
    gone = as_arrow(
        database,
        "SELECT record_id, row FROM old_said ANTI JOIN pairs ON old_said.i = pairs.o ORDER BY i",
    )
    pairs = as_arrow(
        database,
        "SELECT os.record_id AS old, ns.record_id AS new FROM pairs p "
        "JOIN old_said os ON os.i = p.o JOIN new_said ns ON ns.i = p.n ORDER BY p.n",
    )
    doubled = as_arrow(
        database,
        """
        SELECT key AS record_id, count(*) FILTER (side = 'old') AS old,
               count(*) FILTER (side = 'new') AS new
        FROM (SELECT key, 'old' AS side FROM old_said
              UNION ALL SELECT key, 'new' FROM new_said)
        GROUP BY key
        HAVING count(*) FILTER (side = 'old') > 1 OR count(*) FILTER (side = 'new') > 1
        ORDER BY key
        """,
    )
    database.execute(
        "CREATE TABLE differing AS SELECT p.o, p.n FROM pairs p JOIN old_said os ON os.i = p.o "
        "JOIN new_said ns ON ns.i = p.n WHERE os.said <> ns.said"
    )
    changed = number_of(database, "SELECT count(*) FROM differing")
    return Comparison(
        by=by,
        added=added,
        gone=gone,
        changes=_changes(database, kind, columns),
        pairs=pairs,
        doubled=doubled,
        changed=changed,
        unchanged=pairs.num_rows - changed,
        rewritten=rewritten,
        ambiguous=ambiguous,
    )


def _changes(database: duckdb.DuckDBPyConnection, kind: Kind, columns: Sequence[str]) -> pa.Table:
    """One row a changed field, with what it was and what it is, in the order of the new list."""
    database.execute(
        "CREATE TABLE changes (n BIGINT, f INTEGER, record_id VARCHAR, was VARCHAR, "
        "field VARCHAR, before VARCHAR, after VARCHAR)"
    )
    for view, side in (("old", "o"), ("new", "n")):
        selected = ", ".join(
            f"{text} AS c{j}" for j, text in enumerate(as_texts(database, view, columns))
        )
        database.execute(
            f"CREATE TABLE changed_{side} AS SELECT {ROW_NUMBER} AS i, record_id, {selected} "
            f"FROM {view} SEMI JOIN differing ON {view}.{ROW_NUMBER} = differing.{side}"
        )
    for f, (name, places) in enumerate(_fields(columns).items()):
        differ = " OR ".join(f"a.c{j} IS DISTINCT FROM b.c{j}" for j in places)
        database.execute(
            f"INSERT INTO changes SELECT d.n, {f}, b.record_id, a.record_id, ?, a.c{places[0]}, "
            f"b.c{places[0]} FROM differing d JOIN changed_o a ON a.i = d.o "
            f"JOIN changed_n b ON b.i = d.n WHERE {differ}",
            [name],
        )
    return as_arrow(
        database, "SELECT record_id, was, field, before, after FROM changes ORDER BY n, f"
    )


def _fields(columns: Sequence[str]) -> Mapping[str, list[int]]:
    """The places of each field's columns: ``x`` with ``x.low``, ``x.high`` and so on."""
    fields: dict[str, list[int]] = {}
    for place, name in enumerate(columns):
        fields.setdefault(name.partition(".")[0], []).append(place)
    return fields
