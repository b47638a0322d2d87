"""A Spark session that Splink can use, or a sentence that says why there is none."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

MASTER = "local[*]"
"""Spark within this machine, on all its cores."""
_MASTERS = re.compile(
    r"local(\[(\d+|\*)(, ?\d+)?\])?|local-cluster\[\d+, ?\d+, ?\d+\]|yarn|(spark|k8s)://\S+"
)


class NoSpark(ValueError):
    """Spark cannot be started; the message says why and what to do."""


@contextmanager
def started(master: str = MASTER) -> Iterator[SparkSession]:
    """A session on the cluster of a master URL, stopped at the end.

    Spark's own settings (``spark-defaults.conf``, PYSPARK_SUBMIT_ARGS) hold. Raises NoSpark.
    """
    if not _MASTERS.fullmatch(master):
        raise NoSpark(
            f"“{master}” is no master of Spark; it is local[*], local[2], spark://host:7077, yarn"
            " or k8s://…"
        )
    _java()
    if master.startswith("local"):
        # Elsewhere the workers' Python is what the cluster has.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession
    from splink.backends.spark import similarity_jar_location

    builder = (
        SparkSession.builder.master(master)
        .appName("muniment")
        .config("spark.jars", similarity_jar_location())
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.log.level", "ERROR")
    )
    try:
        session = builder.getOrCreate()
    except (Py4JError, PySparkException) as error:
        raise NoSpark(f"Spark cannot be started on “{master}” ({_reason(error)})") from error
    try:
        yield session
    except (Py4JError, PySparkException) as error:
        raise NoSpark(f"Spark failed on “{master}” ({_reason(error)})") from error
    finally:
        session.stop()


def _reason(error: Exception) -> str:
    """The line of an error of Java or of a worker that says most."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    told = [line for line in lines if not line.startswith(("at ", "File ", "..."))]
    causes = [line for line in told if re.match(r"(Caused by: )?[\w.]+(Error|Exception): ", line)]
    return (causes or told or ["it does not say why"])[-1]


def _java() -> None:
    """Raise NoSpark where no Java is found in the way Spark looks for it."""
    home = os.environ.get("JAVA_HOME")
    if home and not (Path(home) / "bin" / "java").exists():
        raise NoSpark(f"JAVA_HOME is {home}, but there is no bin/java in it; set it to a Java 17")
    if not home and shutil.which("java") is None:
        raise NoSpark(
            "Spark needs Java 17 or later, and there is none; install one (on Debian:"
            " apt install openjdk-17-jre-headless) or set JAVA_HOME"
        )
