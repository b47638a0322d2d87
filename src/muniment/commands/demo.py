"""Floor 6: ``muniment demo``: an invented world to try everything on."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from muniment.commands.common import FirstCommand, fail, need
from muniment.commands.workspace.trouble import plainly


class Demonstrations(FirstCommand):
    """The documents are the first demonstration."""

    first = "documents"


@click.group("demo", cls=Demonstrations, options_metavar="", subcommand_metavar="[FOLDER]")
def demo() -> None:
    """Write three documents of two invented states into FOLDER, and check them.

    \b
    muniment demo [FOLDER]             documents, and what does not add up in them
    muniment demo --serve [FOLDER]     a workspace filled with an invented war, in the browser
    muniment demo registers [FOLDER]   lists of missing persons: who is who, and how many
    """


@demo.command(hidden=True)
@click.argument("folder", type=click.Path(path_type=Path), default="muniment-demo")
@click.option("--serve", "served", is_flag=True, help="Open a filled workspace in the browser.")
@click.option(
    "--port",
    type=click.IntRange(1, 65_535),
    default=8765,
    help="With --serve: the port to listen at.",
)
@click.option("--open/--no-open", "show", default=True, help="With --serve: open a browser.")
@plainly
def documents(folder: Path, served: bool, port: int, show: bool) -> None:
    """Write three documents of two invented states into FOLDER, and check them."""
    if served:
        _serve(folder / "workspace", port, show)
        return
    from muniment.demo import write_demo
    from muniment.publish import publish
    from muniment.run import Request, check_files

    try:
        paths = write_demo(folder)
    except OSError as error:
        fail(f"{folder}: cannot be written ({error.strerror}).")
    click.echo(f"Three documents are in {folder}: an appeal, its answer and a bulletin.")
    click.echo(f"To check them yourself: muniment check {folder}\n")
    parts = list(check_files(paths, Request()))
    publish(parts, "text", None, len(paths))
    report = folder / "report.html"
    publish(parts, "html", report, len(paths))
    click.echo(f"\nThe same with every claim in its place: {report}")


def _serve(folder: Path, port: int, show: bool) -> None:
    """Open the filled workspace in a folder; it is made the first time."""
    need("web", "django", "allauth", "pyrage", "waitress")
    from muniment.commands.workspace.serve import run
    from muniment.demo.world import ACCOUNT, PASSWORD
    from muniment.demo.world.making import NotMade, made
    from muniment.workspace.folder import FolderProblem
    from muniment.workspace.opened import open_workspace

    try:
        if made(folder, lambda step: click.echo(f"  {step} …", err=True)):
            click.echo(f"A workspace with an invented war is in {folder}.")
        opened = open_workspace(folder)
    except OSError as error:
        fail(f"{folder}: cannot be written ({error.strerror}).")
    except (NotMade, FolderProblem) as error:
        fail(str(error))
    click.echo(f"Sign in as {ACCOUNT}, password: {PASSWORD}")
    run(opened, "127.0.0.1", port, show and sys.stdout.isatty())


@demo.command()
@click.argument("folder", type=click.Path(path_type=Path), default="muniment-demo")
@click.option("--open/--no-open", "show", default=True, help="Open the report in a browser.")
def registers(folder: Path, show: bool) -> None:
    """Link four lists of missing persons in three scripts, and count and estimate them.

    The lists, the registers and report.html are in FOLDER afterwards. All people are invented, so
    that the truth is printed beside each answer.
    """
    need("link", "duckdb", "splink", "rapidfuzz")
    need("estimate", "numba", "scipy")
    from muniment.demo.registers.running import lines, run, sheet
    from muniment.registers.objects import StoreProblem
    from muniment.reports.sheets import render_sheet

    page = folder / "registers.html"
    try:
        shown = run(folder, lambda step: click.echo(f"  {step} …", err=True))
        page.write_text(render_sheet(sheet(shown)), encoding="utf-8")
    except OSError as error:
        fail(f"{folder}: cannot be written ({error.strerror}).")
    except StoreProblem as error:
        fail(str(error))
    for line in lines(shown):
        click.echo(line)
    click.echo(f"\nThe same with its pictures: {page}")
    click.echo(f"The registers themselves: muniment register lists --store {folder / 'registers'}")
    if show and sys.stdout.isatty():
        click.launch(str(page))
