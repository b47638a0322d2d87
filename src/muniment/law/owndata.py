"""A user's own data of the law, which is read on top of the data that Muniment brings.

The folder ``law-data`` holds what ``muniment law import --write`` took in: the nearest one in the
working folder or above it, or the folder that the variable MUNIMENT_LAW_DATA of the environment
names.  Nothing in the user's home is read unasked, so that an answer depends on the project alone.
"""

from __future__ import annotations

import functools
import os
from pathlib import Path

FOLDER = "law-data"
VARIABLE = "MUNIMENT_LAW_DATA"


@functools.cache
def own_folder() -> Path | None:
    """The folder of the user's own data, None where there is none."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named) if Path(named).is_dir() else None
    try:
        here = Path.cwd()
    except FileNotFoundError:  # The working folder was removed meanwhile.
        return None
    return next((each / FOLDER for each in (here, *here.parents) if (each / FOLDER).is_dir()), None)


def place_to_write() -> Path:
    """Where own data is written: the folder that is read, else a new one.

    A new one stands beside the nearest ``muniment.toml``, else in the working folder.
    """
    found = own_folder()
    if found is not None:
        return found
    if os.environ.get(VARIABLE):
        return Path(os.environ[VARIABLE])
    here = Path.cwd()
    beside = next(
        (each for each in (here, *here.parents) if (each / "muniment.toml").is_file()), here
    )
    return beside / FOLDER


def own_tables(folder: str) -> tuple[str, ...]:
    """The names of the CSV files in a folder of the own data, as ``read_table`` takes them."""
    own = own_folder()
    if own is None or not (own / folder).is_dir():
        return ()
    return tuple(f"{folder}/{path.name}" for path in sorted((own / folder).glob("*.csv")))
