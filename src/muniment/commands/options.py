"""Floor 6: options that commands share, and opening the store of registers."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from muniment.commands.common import fail, need

if TYPE_CHECKING:
    from muniment.registers.store import Store

PROBLEMS = 1
"""The exit code where the data have errors, or a store is not as its history says."""
MODULES = ("duckdb", "pyarrow", "pydantic", "python_calamine", "xlsxwriter")
"""What the extra ``registers`` installs."""

Command = TypeVar("Command", bound=Callable[..., Any])


def store_option(command: Command) -> Command:
    """Give a command the option that names the store."""
    return click.option(
        "--store",
        "folder",
        type=click.Path(path_type=Path, file_okay=False),
        help="The folder of the registers; ./registers, or MUNIMENT_STORE, by default.",
    )(command)


def form_option(command: Command) -> Command:
    """Give a command the option for text or JSON."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        help="How to answer; text by default.",
    )(command)


def why_option(command: Command) -> Command:
    """Give a command the option for the reason."""
    return click.option("--why", default="", help="The reason, for the history.")(command)


def all_option(command: Command) -> Command:
    """Give a command the option for long tables."""
    return click.option("--all", "every", is_flag=True, help="Show long tables whole.")(command)


@contextlib.contextmanager
def opened(folder: Path | None, *, create: bool = False) -> Iterator[Store]:
    """The store; leaves with a sentence where something cannot be done."""
    need("registers", *MODULES)
    from muniment.registers.objects import StoreProblem
    from muniment.registers.store import Store

    try:
        with Store(folder, create=create) as store:
            yield store
    except StoreProblem as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.filename or folder}: it cannot be used ({error.strerror or error}).")
