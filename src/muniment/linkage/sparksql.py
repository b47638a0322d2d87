"""Conditions of comparisons as Spark writes them, with the meaning that they have on DuckDB.

Two functions of Splink's library for Spark differ from those of DuckDB: they compare characters
where DuckDB compares the bytes of UTF-8, and Jaro's measure takes an odd number of letters out of
place as halves where DuckDB rounds it down. Both would move pairs from one level to another.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import SparkSession

_SIMILAR = "muniment_similar"


def portable(condition: str) -> str:
    """A condition of DuckDB, with Splink's names for Spark, as Spark's SQL."""
    if condition == "ELSE":
        return condition
    import sqlglot

    # DuckDB's ``len`` is for lists as well as texts; here it is written for lists only.
    parsed = sqlglot.parse_one(re.sub(r"\blen\(", "array_length(", condition), read="duckdb")
    written: str = parsed.transform(_same_meaning).sql(dialect="spark")
    return written


def _same_meaning(node: Any) -> Any:
    from sqlglot import exp

    if not isinstance(node, exp.Anonymous):
        return node
    if node.name == "list_intersect":
        return exp.Anonymous(this="array_intersect", expressions=node.expressions)
    if node.name == "jaro_winkler":
        return exp.Anonymous(this=_SIMILAR, expressions=node.expressions)
    if node.name == "damerau_levenshtein":
        return exp.Anonymous(this=node.name, expressions=[_bytes(e) for e in node.expressions])
    return node


def _bytes(text: Any) -> Any:
    """A text with a character for each byte of its UTF-8."""
    import sqlglot

    return sqlglot.parse_one(
        f"decode(encode({text.sql('spark')}, 'UTF-8'), 'ISO-8859-1')", read="spark"
    )


def register(session: SparkSession) -> None:
    """Make known to a session what the conditions call beside Splink's library.

    The function runs in Python on the workers, which need pyarrow and rapidfuzz.
    """
    from pyspark.sql.functions import arrow_udf

    # Within, so that it is sent to the workers whole and they need no Muniment.
    def similar(left: pa.Array, right: pa.Array) -> pa.Array:
        import pyarrow
        from rapidfuzz.distance import JaroWinkler
        from rapidfuzz.process import cpdist

        texts = [
            column.cast(pyarrow.binary()).fill_null(b"").to_pylist() for column in (left, right)
        ]
        return pyarrow.array(cpdist(*texts, scorer=JaroWinkler.similarity, dtype="float64"))

    # Types of annotations that are texts would be looked up on the driver.
    similar.__annotations__ = {}
    session.udf.register(_SIMILAR, arrow_udf(similar, "double"))
