"""Floor 6: ``muniment law``: instruments, and who was bound by what on which day."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from muniment.law.instruments import Instrument
    from muniment.law.states import State
    from muniment.reports.lawanswers import Form

MISUSED = 2
UNRESOLVED = 1


class Day(click.ParamType[datetime.date]):
    """A day as YYYY-MM-DD; a year or a month means its first day, or with ``last`` its last."""

    name = "DAY"

    def __init__(self, *, last: bool = False) -> None:
        self.last = last

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime.date:
        """The day; fails with a sentence when it is none."""
        from muniment.values.period import Period

        if isinstance(value, datetime.date):
            return value
        try:
            period = Period.parse(str(value))
        except ValueError:
            self.fail(f"{value!r} is no day; write it as YYYY-MM-DD.", param, ctx)
        bound = period.latest if self.last else period.earliest
        if bound is None:
            self.fail(f"{value!r} is no day of the calendar; write YYYY-MM-DD.", param, ctx)
        return datetime.date.fromordinal(bound)


class Questions(click.Group):
    """A group whose first argument is a question unless it is the name of a command."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Hand what is no command on to ``show``."""
        if not args or (args[0] not in self.commands and args[0] not in ("-h", "--help")):
            args = ["show", *args]
        return super().parse_args(ctx, args)


@click.group("law", cls=Questions)
def law() -> None:
    """Tell what an instrument is, and who was bound by what on which day.

    \b
    muniment law ENMOD                            an instrument
    muniment law "1984 Convention against Torture"   a citation
    muniment law --state NOR --on 2020-05-01      what bound a state on a day
    muniment law ENMOD --state ISL --on 2020-05-01
    muniment law BASEL --state NOR --between 1989 1995
    muniment law import PAGE                      take in a depositary's status page
    """


@law.command()
@click.argument("query", nargs=-1)
@click.option("--state", "name", metavar="STATE", help="A state: its name or its ISO code.")
@click.option("--on", "day", type=Day(), help="The day asked about; today by default.")
@click.option(
    "--between",
    type=(Day(), Day(last=True)),
    metavar="DAY DAY",
    help="What a state did between two days or years.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    help="How to answer; text by default.",
)
def show(
    query: tuple[str, ...],
    name: str | None,
    day: datetime.date | None,
    between: tuple[datetime.date, datetime.date] | None,
    form: Form,
) -> None:
    """Answer a question: the same as ``muniment law QUERY``."""
    from muniment.law.tables import LawDataError

    words = " ".join(query).strip()
    try:
        _answer(words, name, day, between, form)
    except LawDataError as error:
        fail(str(error))


def _answer(
    words: str,
    name: str | None,
    day: datetime.date | None,
    between: tuple[datetime.date, datetime.date] | None,
    form: Form,
) -> None:
    from muniment.law.instruments import instruments
    from muniment.law.standing import standing
    from muniment.reports import lawanswers

    if name is None:
        if day is not None or between is not None:
            fail("--on and --between ask about a state; name it with --state.")
        if words:
            _resolve(words, form)
            return
        click.echo(lawanswers.render_instruments(list(instruments().values()), form), nl=False)
        return
    state = _state(name)
    if between is not None:
        if day is not None:
            fail("ask with --on or with --between, not with both.")
        if not words:
            fail("--between needs the instrument, as in: muniment law BASEL --state NOR …")
        _between(_named(words), state, between, form)
        return
    chosen = _named(words) if words else [i for i in instruments().values() if i.nature == "treaty"]
    asked = day or datetime.date.today()
    found = [standing(each, state, asked) for each in chosen]
    click.echo(lawanswers.render_standings(found, form), nl=False)


def _resolve(words: str, form: Form) -> None:
    """Answer with an instrument, or with what a citation resolves to and whether it is right."""
    from muniment.checks.law import verdicts_on
    from muniment.law.instruments import instruments
    from muniment.reports import lawanswers

    if words.upper() in instruments():
        click.echo(lawanswers.render_instruments([instruments()[words.upper()]], form), nl=False)
        return
    resolution, verdicts = verdicts_on(words)
    click.echo(lawanswers.render_resolution(words, resolution, verdicts, form), nl=False)
    if not resolution.instruments and resolution.symbol is None:
        sys.exit(UNRESOLVED)


def _between(
    chosen: list[Instrument],
    state: State,
    between: tuple[datetime.date, datetime.date],
    form: Form,
) -> None:
    from muniment.law.participation import acts_of
    from muniment.law.standing import standing
    from muniment.reports import lawanswers

    first, last = between
    if first > last:
        fail(f"--between {first} {last}: the first day is after the last.")
    for each in chosen:
        acts = [
            act
            for act in acts_of(each.id, state.code)
            if act.date is not None and first <= act.date <= last
        ]
        ends = (standing(each, state, first), standing(each, state, last))
        click.echo(lawanswers.render_acts(each, state, acts, ends, form), nl=False)


def _named(words: str) -> list[Instrument]:
    """The instrument, or the members of the group, that the words name; else fails."""
    from muniment.checks.law import verdicts_on
    from muniment.law.instruments import instruments

    if words.upper() in instruments():
        return [instruments()[words.upper()]]
    resolution, _ = verdicts_on(words)
    if resolution.id is None:
        several = ", ".join(resolution.instruments)
        fail(
            f"“{words}” may be one of several: {several}."
            if several
            else f"“{words}”: {resolution.reason}; `muniment law` lists all instruments."
        )
    return [instruments()[each] for each in resolution.instruments]


def _state(name: str) -> State:
    from muniment.law.states import find_state

    found = find_state(name) or find_state(name.upper())
    if found is None:
        fail(f"--state {name}: no state of this name or code is in the register.")
    return found


@law.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--instrument", metavar="ID", help="Which instrument, where the file does not tell.")
@click.option("--as-of", "day", type=Day(), help="The day of which it speaks, where it does not.")
@click.option("--write", is_flag=True, help="Write the differences; without it they are shown.")
def take_in(file: Path, instrument: str | None, day: datetime.date | None, write: bool) -> None:
    """Take in a status page saved from the UN Treaty Collection (HTML), or a CSV."""
    from muniment.law.importing import ImportProblem, compare, read_status, save

    try:
        status = read_status(file, instrument, day)
        changes = compare(status)
        for line in changes.lines():
            click.echo(line)
        if write:
            click.echo(f"Written: {save(status)}")
    except ImportProblem as error:
        fail(str(error))


def fail(message: str) -> NoReturn:
    """Print one sentence on standard error and leave with exit code 2."""
    click.echo(f"muniment: {message}", err=True)
    sys.exit(MISUSED)
