"""The command line: parse arguments, call one function, print.

Exit codes: 0 nothing found, 1 findings (errors or warnings), 2 something could not be read or
was misused.
"""

from __future__ import annotations

import gc
import itertools
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from muniment import __version__
from muniment.commands.common import MISUSED, Names, fail
from muniment.commands.demo import demo
from muniment.commands.estimate import estimate
from muniment.commands.law import law
from muniment.commands.link.command import link
from muniment.commands.register.command import register
from muniment.commands.workspace.add import add
from muniment.commands.workspace.audit import audit
from muniment.commands.workspace.backup import backup
from muniment.commands.workspace.init import init
from muniment.commands.workspace.rebuild import rebuild
from muniment.commands.workspace.restore import restore
from muniment.commands.workspace.serve import serve
from muniment.commands.workspace.verify import verify

if TYPE_CHECKING:
    from muniment.reports.rendering import Format
    from muniment.run import Request
    from muniment.settings import Settings


class Codes(Names):
    """A comma-separated list of rule codes or prefixes: "A,T202"."""

    name = "CODES"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """The codes, in capitals."""
        return tuple(code.upper() for code in super().convert(value, param, ctx))


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96})
@click.version_option(__version__)
def main() -> None:
    """Read, check and keep statements about harm to people and land."""
    # Language packs and claims are many small things that stay: looking for garbage among them
    # again and again costs a tenth of a short run and finds none.
    gc.set_threshold(100_000, 20, 100)
    # A reader such as `head` that stops early is no error.
    if sys.platform != "win32":
        import signal

        signal.signal(signal.SIGPIPE, signal.SIG_DFL)


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE…|FOLDER|-")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "html", "markdown"]),
    help="How to report; text by default.",
)
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="Write the report to this file."
)
@click.option("--select", type=Codes(), help="Only these rules: codes or prefixes, or ALL.")
@click.option("--ignore", type=Codes(), help="Leave out these rules: codes or prefixes.")
@click.option("--date", help="The documents' date (YYYY-MM-DD) where they do not tell it.")
@click.option("--issuer", help="Who issued the documents where they do not tell it.")
@click.option(
    "--against",
    multiple=True,
    metavar="OTHER",
    help="Compare with this file or folder; it is not checked itself. May be repeated.",
)
@click.option("--jobs", "-j", type=click.IntRange(min=1), help="Processes to use; 1 by default.")
@click.option(
    "--second-opinion/--no-second-opinion",
    default=None,
    help="Let the optional parser judge each figure too; on where it is installed.",
)
@click.option(
    "--config", type=click.Path(path_type=Path), help="Settings file instead of muniment.toml."
)
def check(
    paths: tuple[str, ...],
    form: Format | None,
    output: Path | None,
    select: tuple[str, ...] | None,
    ignore: tuple[str, ...] | None,
    date: str | None,
    issuer: str | None,
    against: tuple[str, ...],
    jobs: int | None,
    second_opinion: bool | None,
    config: Path | None,
) -> None:
    """Check documents: what does not add up, each at its exact passage.

    Reads PDF, DOCX, ODT, RTF, HTML, EML, Markdown, plain text and scans; a folder is read with
    all its files, "-" reads standard input.
    """
    from muniment.claims.second_opinion import UntrustedModel
    from muniment.publish import publish
    from muniment.run import Remark, Unreadable, check_files

    settings = _settings(config)
    request = _request(
        settings,
        select=select,
        ignore=ignore,
        date=date,
        issuer=issuer,
        jobs=jobs,
        second_opinion=second_opinion,
    )
    own, others = _files(paths), _files(against)
    parts = itertools.chain(
        map(Unreadable, [*own.problems, *others.problems]),
        map(Remark, [*own.notes, *others.notes]),
        check_files(own.paths, request, others.paths),
    )
    try:
        code = publish(parts, form or settings.format, output, len(own.paths))
    except OSError as error:
        fail(f"{output}: cannot be written ({error.strerror}).")
    except UntrustedModel as error:
        fail(str(error))
    sys.exit(code)


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE…|FOLDER|-")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    help="How to list; table by default.",
)
@click.option(
    "--kind",
    type=click.Choice(["figure", "date", "citation", "demand", "relation"]),
    help="One kind of claim only.",
)
def claims(paths: tuple[str, ...], form: str, kind: str | None) -> None:
    """List the claims of documents alone, without checking them."""
    from muniment.reports.claimslist import claims_csv, claims_json, claims_table
    from muniment.run import Unreadable, read_one

    request = _request(_settings(None))
    files = _files(paths)
    problems = list(files.problems)
    rows = []
    for path in files.paths:
        for read in read_one(path, request):
            if isinstance(read, Unreadable):
                problems.append(read.line)
                continue
            every = read.all()
            wanted = [c for c in every if c.kind == kind or (not kind and c.kind != "relation")]
            rows += [(read.document.path, claim) for claim in wanted]
    render = {"table": claims_table, "csv": claims_csv, "json": claims_json}[form]
    click.echo(render(rows), nl=False)
    for line in problems:
        click.echo(line, err=True)
    sys.exit(MISUSED if problems else 0)


@main.command()
@click.argument("code", required=False)
def rule(code: str | None) -> None:
    """Explain a rule, or list all rules when no CODE is given."""
    from muniment.checks.rulebook import UnknownRule, rules
    from muniment.checks.rulebook import rule as find_rule

    if code is None:
        for each in rules():
            default = "" if each.on_by_default else "  (off unless selected)"
            click.echo(f"{each.code}  {each.level:8}{each.name}{default}")
        return
    try:
        found = find_rule(code.upper())
    except UnknownRule as error:
        fail(str(error))
    default = "on" if found.on_by_default else "off"
    click.echo(f"# {found.code}: {found.name} ({found.level}, {default} by default)\n")
    click.echo(found.page)


@main.command()
@click.argument("document", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("finding")
@click.option("--reason", required=True, help="Why the finding is set aside.")
def dismiss(document: Path, finding: str, reason: str) -> None:
    """Set a FINDING of a DOCUMENT aside, with a reason.

    FINDING is the finding's key as the reports show it. The dismissal is kept in a file beside
    the document, DOCUMENT.muniment.toml.
    """
    import datetime

    from muniment.checks.dismissals import Dismissal, DismissalError, add_dismissal
    from muniment.run import find_finding

    if not reason.strip():
        fail("a dismissal needs a reason; write --reason with some words.")
    settings = _settings(None)
    code = find_finding(document, finding, _request(settings))
    if code is None:
        fail(f"{document}: no finding has the key {finding!r}; `muniment check` shows the keys.")
    try:
        path = add_dismissal(document, Dismissal(finding, code, reason, datetime.date.today()))
    except (DismissalError, OSError) as error:
        fail(str(error))
    click.echo(f"{code} {finding} is dismissed in {path}.")


main.add_command(add)
main.add_command(audit)
main.add_command(backup)
main.add_command(demo)
main.add_command(estimate)
main.add_command(init)
main.add_command(law)
main.add_command(link)
main.add_command(rebuild)
main.add_command(register)
main.add_command(restore)
main.add_command(serve)
main.add_command(verify)


def _settings(config: Path | None) -> Settings:
    from muniment.settings import SettingsError, find_settings, load_settings

    try:
        return load_settings(config or find_settings(Path.cwd()))
    except SettingsError as error:
        fail(str(error))


def _request(
    settings: Settings,
    *,
    select: tuple[str, ...] | None = None,
    ignore: tuple[str, ...] | None = None,
    date: str | None = None,
    issuer: str | None = None,
    jobs: int | None = None,
    second_opinion: bool | None = None,
) -> Request:
    """What to check by: the command line's options, else the settings."""
    from muniment.checks.selection import Selection
    from muniment.run import Request

    selection = Selection(
        settings.select if select is None else select,
        settings.ignore if ignore is None else ignore,
    )
    if selection.select or selection.ignore:
        from muniment.checks.rulebook import rules

        unknown = selection.unknown([each.code for each in rules()])
        if unknown:
            fail(f"{', '.join(unknown)}: no such rule; `muniment rule` lists all rules.")
    if date is not None and not _is_day(date):
        fail(f"--date {date}: write the day as YYYY-MM-DD.")
    return Request(
        selection=selection,
        issuer=issuer,
        date=date,
        limits=settings.limits,
        second_opinion=settings.second_opinion if second_opinion is None else second_opinion,
        jobs=jobs or settings.jobs,
        compare=settings.compare,
    )


def _is_day(text: str) -> bool:
    import datetime

    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == len("YYYY-MM-DD")


class _Files(NamedTuple):
    paths: list[Path]
    problems: list[str]
    notes: list[str]


def _files(names: tuple[str, ...]) -> _Files:
    """The files that the arguments name, with those in folders; what was wrong; remarks."""
    from muniment.documents.errors import UnreadableDocument
    from muniment.documents.finding import find_files
    from muniment.run import STDIN

    files = _Files([], [], [])
    for name in names:
        if name == str(STDIN):
            files.paths.append(STDIN)
            continue
        try:
            found = find_files([Path(name)])
        except UnreadableDocument as error:
            files.problems.append(str(error))
            continue
        inside = list(found)
        files.paths.extend(inside)
        files.notes.extend(found.notes)
        if not inside:
            files.problems.append(f"{name}: the folder holds no document that can be read.")
    return files
