"""Floor 6: ``muniment law``: instruments, and who was bound by what on which day."""

from __future__ import annotations

import datetime
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from muniment.commands.common import FirstCommand, fail

if TYPE_CHECKING:
    from muniment.law.instruments import Instrument
    from muniment.law.standing import Standing
    from muniment.law.states import State
    from muniment.reports.lawanswers import Form

UNRESOLVED = 1
_NEAR = 0.8
"""How like a name another must be that is asked back."""
_SYMBOL = re.compile(r"[A-Z]+/\S")
"""What begins as a symbol of a United Nations document does."""


class Day(click.ParamType[datetime.date]):
    """A day as YYYY-MM-DD; a year or a month means its first day, or with ``last`` its last."""

    name = "DAY"

    def __init__(self, *, last: bool = False) -> None:
        self.last = last

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime.date:
        """The day; leaves with a sentence when it is none."""
        from muniment.values.period import Period

        if isinstance(value, datetime.date):
            return value
        try:
            period = Period.parse(str(value))
        except ValueError:
            fail(f"“{value}” is no day; write it as YYYY-MM-DD, or a year as YYYY.")
        if period.days is None:
            fail(f"“{value}” is no day of the calendar; write it as YYYY-MM-DD.")
        return period.days[self.last]


class Questions(FirstCommand):
    """Questions are the first command of ``muniment law``; its help shows their options."""

    first = "show"

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options of a question, then the commands."""
        show.format_options(ctx, formatter)
        self.format_commands(ctx, formatter)


@click.group("law", cls=Questions, options_metavar="", subcommand_metavar="[QUESTION] [OPTIONS]")
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


@law.command(hidden=True)
@click.argument("query", nargs=-1)
@click.option("--state", "name", metavar="STATE", help="A state: its name or its ISO code.")
@click.option("--on", "day", type=Day(), help="The day asked about; today by default.")
@click.option(
    "--between",
    type=(Day(), Day(last=True)),
    metavar="DAY DAY",
    help="What a state did between two days or years.",
)
@click.option("--all", "every", is_flag=True, help="List also what the register cannot say.")
@click.option("--list", "listing", is_flag=True, help="List every instrument of the register.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    help="How to answer; text by default.",
)
@click.pass_context
def show(
    ctx: click.Context,
    query: tuple[str, ...],
    name: str | None,
    day: datetime.date | None,
    between: tuple[datetime.date, datetime.date] | None,
    every: bool,
    listing: bool,
    form: Form,
) -> None:
    """Answer a question: the same as ``muniment law QUERY``."""
    from muniment.law.tables import LawDataError

    words = " ".join(" ".join(query).split())
    try:
        if listing:
            _list(form)
        elif name is not None:
            _of_state(words, name, day, between, every, form)
        elif day is not None or between is not None:
            fail("--on and --between ask about a state; name it with --state.")
        elif words:
            _resolve(words, form)
        elif ctx.parent is not None:
            click.echo(ctx.parent.get_help())
            click.echo(f"\n{_count()} instruments; `muniment law --list` names them.")
    except LawDataError as error:
        fail(str(error))


def _count() -> int:
    from muniment.law.instruments import instruments

    return len(instruments())


def _list(form: Form) -> None:
    from muniment.law.instruments import instruments
    from muniment.reports.lawanswers import render_instruments

    click.echo(render_instruments(list(instruments().values()), form), nl=False)


def _of_state(
    words: str,
    name: str,
    day: datetime.date | None,
    between: tuple[datetime.date, datetime.date] | None,
    every: bool,
    form: Form,
) -> None:
    """Answer how a state stood."""
    from muniment.law.standing import standing
    from muniment.reports.lawanswers import render_standings

    state = _state(name)
    if between is not None:
        if day is not None:
            fail("ask with --on or with --between, not with both.")
        if not words:
            fail("--between needs the instrument, as in: muniment law BASEL --state NOR …")
        _between(_named(words), state, between, form)
        return
    asked = day or datetime.date.today()
    if words:
        found = [standing(each, state, asked) for each in _named(words)]
    else:
        found = _of_every_treaty(state, asked)
    click.echo(render_standings(found, form, every=every), nl=False)


def _of_every_treaty(state: State, day: datetime.date) -> list[Standing]:
    """How a state stood towards the treaties that there were on a day."""
    from muniment.law.instruments import instruments
    from muniment.law.standing import Status, standing

    found = [
        standing(each, state, day)
        for each in instruments().values()
        if each.nature == "treaty" and (each.adopted is None or each.adopted <= day)
    ]
    known = [each for each in found if each.status is not Status.UNKNOWN]
    if not state.existed(day) and not known:
        fail(found[0].reasons[0] if found else f"no treaty of the register is as old as {day}.")
    return found


def _resolve(words: str, form: Form) -> None:
    """Answer with an instrument, or with what a citation resolves to and whether it is right."""
    from muniment.checks.law import verdicts_on
    from muniment.law.instruments import instruments
    from muniment.law.symbols import read_symbol
    from muniment.reports import lawanswers

    if words.upper() in instruments():
        click.echo(lawanswers.render_instruments([instruments()[words.upper()]], form), nl=False)
        return
    resolution, verdicts = verdicts_on(words)
    if not resolution.instruments and _SYMBOL.match(words) and read_symbol(words) is None:
        fail(
            f"“{words}” is no symbol of a document; symbols are such as A/RES/60/285, "
            "A/RES/3166 (XXVIII) or S/RES/2139 (2014)."
        )
    click.echo(lawanswers.render_resolution(words, resolution, verdicts, form), nl=False)
    if resolution.id is None:
        sys.exit(UNRESOLVED)


def _between(
    chosen: list[Instrument],
    state: State,
    between: tuple[datetime.date, datetime.date],
    form: Form,
) -> None:
    from muniment.law.participation import acts_of
    from muniment.law.standing import standing
    from muniment.reports.lawanswers import Course, render_courses

    first, last = between
    if first > last:
        fail(f"--between {first} {last}: the first day is after the last.")
    courses = [
        Course(
            each,
            state,
            [
                act
                for act in acts_of(each.id, state.code)
                if act.date is not None and first <= act.date <= last
            ],
            (standing(each, state, first), standing(each, state, last)),
        )
        for each in chosen
    ]
    click.echo(render_courses(courses, form), nl=False)


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
            else f"“{words}”: {resolution.reason}; `muniment law --list` names all instruments.",
            UNRESOLVED,
        )
    return [instruments()[each] for each in resolution.instruments]


def _state(name: str) -> State:
    import difflib

    from muniment.law.states import find_state, state_names

    found = find_state(name) or find_state(name.upper())
    if found is None:
        near = difflib.get_close_matches(name.casefold(), state_names(), 1, _NEAR)
        hint = f"; is {state_names()[near[0]].name} meant?" if near else "."
        fail(f"--state {name}: no state of this name or code is in the register{hint}")
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
