"""A database in memory over Parquet files, by which revisions are compared."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from muniment.registers.objects import PRIVATE_FOLDER, StoreProblem, write_parquet, write_private

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

MEMORY = "700MB"
"""What DuckDB may use; beyond it works on the disk, in the store's own folder."""
ROW_NUMBER = '"\N{PILCROW SIGN}"'
"""The name of the column of row numbers, in SQL: no field and hardly a column is called so."""


@contextmanager
def workbench(drafts: Path | None) -> Iterator[tuple[duckdb.DuckDBPyConnection, Path]]:
    """A database in memory and a private folder beside it, gone afterwards."""
    import duckdb

    with tempfile.TemporaryDirectory(dir=drafts, prefix="compare-") as name:
        folder = Path(name)
        folder.chmod(PRIVATE_FOLDER)
        database = duckdb.connect(
            config={
                "memory_limit": MEMORY,
                "threads": 2,
                "temp_directory": str(folder / "spill"),
                "temp_file_encryption": True,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            }
        )
        try:
            yield database, folder
        except duckdb.Error as error:
            raise StoreProblem(
                f"the revisions could not be compared ({str(error).splitlines()[0]})."
            ) from error
        finally:
            database.close()


def file_of(table: pa.Table | Path, place: Path) -> Path:
    """The Parquet file of a table: the one that it is, or one written at ``place``."""
    if isinstance(table, Path):
        return table
    write_private(place, lambda stream: write_parquet(table, stream))
    return place


def make_view(database: duckdb.DuckDBPyConnection, name: str, file: Path) -> None:
    """A view of a Parquet file with the numbers of its rows."""
    path = str(file).replace("'", "''")
    database.execute(
        f"CREATE VIEW {name} AS SELECT * EXCLUDE file_row_number, file_row_number AS {ROW_NUMBER} "
        f"FROM read_parquet('{path}', file_row_number = true)"
    )


def make_memory_view(database: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    """A view of a table in memory with the numbers of its rows."""
    import pyarrow as pa

    numbers = pa.array(range(table.num_rows), pa.int64())
    database.register(name, table.append_column(ROW_NUMBER.strip('"'), numbers))


def names_of(database: duckdb.DuckDBPyConnection, view: str) -> list[str]:
    """The columns of a view, without that of row numbers."""
    rows = database.execute(f"DESCRIBE {view}").fetchall()
    return [row[0] for row in rows if row[0] != ROW_NUMBER.strip('"')]


def quoted(name: str) -> str:
    """A name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def as_texts(database: duckdb.DuckDBPyConnection, view: str, columns: Sequence[str]) -> list[str]:
    """Each column as text, in SQL; columns that the view lacks as NULL."""
    there = set(names_of(database, view))
    return [
        f"CAST({quoted(name)} AS VARCHAR)" if name in there else "CAST(NULL AS VARCHAR)"
        for name in columns
    ]


def as_arrow(database: duckdb.DuckDBPyConnection, query: str) -> Any:
    """What a query gives, as a table of Arrow."""
    return database.sql(query).to_arrow_table()


def number_of(database: duckdb.DuckDBPyConnection, query: str) -> int:
    """The one number that a query gives."""
    return int(database.execute(query).fetchall()[0][0])
