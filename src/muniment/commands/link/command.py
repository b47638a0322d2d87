"""Floor 6: ``muniment link``: who is who in several lists, and how many people there are."""

from __future__ import annotations

import io
import sys

import click

from muniment.commands.common import FirstCommand
from muniment.commands.link.counting import run_link, show
from muniment.commands.link.deciding import decide, review, undo
from muniment.commands.link.judging import evaluate, explain


class Linking(FirstCommand):
    """Linking is the first command."""

    first = "run"


@click.group(
    "link", cls=Linking, options_metavar="", subcommand_metavar="[RUN [LIST|FILE]...] [OPTIONS]"
)
def link() -> None:
    """Find who is who in lists of people, and how many they are.

    \b
    muniment link spring                       link all lists of people, as the run "spring"
    muniment link spring ministry a.xlsx       these lists only, or files
    muniment link spring --by sex,year         count by groups
    muniment link review spring                decide the pairs that matter most for the count
    muniment link explain spring A B           why two records are one person, or not
    muniment link decide A B same --reason …   decide on one pair; `undo A B` takes it back
    muniment link evaluate spring --truth F    how good it is, against what is known

    Without a name of a run, the last run is meant.
    """
    # Names in any script, and any bytes, must not end a command that cannot show or read them.
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


for _command in (run_link, show, explain, decide, undo, review, evaluate):
    link.add_command(_command)
