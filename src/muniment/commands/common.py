"""Floor 6: what the commands share: how they fail, and groups with a first command."""

from __future__ import annotations

import os
import sys
import unicodedata
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn

import click

MISUSED = 2
"""The exit code of a command that was misused or could not read something."""
_STEERING = ("Cc", "Cs", "Zl", "Zp")
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def fail(message: str, code: int = MISUSED) -> NoReturn:
    """Print one sentence on standard error and leave with an exit code."""
    click.echo(f"muniment: {message}", err=True)
    sys.exit(code)


def shown(name: object) -> str:
    """A file's name as a terminal may be told it: what could steer it, or make the name look like
    another, is written as its number."""
    return "".join(
        each.encode("unicode_escape").decode("ascii")
        if unicodedata.category(each) in _STEERING or each in _TURNING
        else each
        for each in str(name)
    )


def write_text(path: Path, text: str) -> None:
    """Write a file, or leave with a sentence that says why it cannot be written."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        fail(f"{path}: cannot be written ({error.strerror}).")


def need(extra: str, *modules: str) -> None:
    """Leave with a sentence that names the extra to install unless all its modules are there."""
    if any(find_spec(module) is None for module in modules):
        fail(f"this needs more than the core; install it with: pip install 'muniment[{extra}]'")


class WholePath(click.Path):
    """A file or folder that is there and has an end: neither a pipe nor a device."""

    def __init__(self, dir_okay: bool = True) -> None:
        super().__init__(exists=True, dir_okay=dir_okay, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if not (path.is_file() or path.is_dir()):
            self.fail(f"{shown(path)} is a pipe or a device, which may have no end.", param, ctx)
        return path


class Names(click.ParamType[tuple[str, ...]]):
    """Names with commas between them."""

    name = "NAMES"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """The names, without the empty ones."""
        if isinstance(value, tuple):
            return value
        return tuple(name.strip() for name in str(value).split(",") if name.strip())


class FirstCommand(click.Group):
    """A group whose first argument belongs to its command ``first`` unless it names a command."""

    first: str

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Hand what is no command on to the first one."""
        if not args or (args[0] not in self.commands and args[0] not in ("-h", "--help")):
            args = [self.first, *args]
        return super().parse_args(ctx, args)
