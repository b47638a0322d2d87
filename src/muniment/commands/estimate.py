"""Floor 6: ``muniment estimate``: how many people no list holds."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from muniment.commands.common import Names, fail, need, write_text

if TYPE_CHECKING:
    from muniment.estimation.estimating import Estimated, Settings

PROBLEMS = 1
"""The exit code where an answer is refused or flagged."""


@click.command("estimate")
@click.argument("tables", metavar="TABLE…|RUN", nargs=-1, required=True)
@click.option("--strata", type=Names(), default=(), help="Columns that divide the table.")
@click.option(
    "--methods",
    type=Names(),
    default=(),
    help="Which methods, with commas between them; all by default: loglinear, chao, coverage, "
    "stepwise, decomposable, latent.",
)
@click.option(
    "--order",
    type=click.IntRange(1, 5),
    default=3,
    show_default=True,
    help="Log-linear terms of at most so many lists.",
)
@click.option(
    "--level",
    type=click.FloatRange(0.5, 0.999),
    default=0.95,
    show_default=True,
    help="How much of its distribution an interval covers.",
)
@click.option(
    "--samples",
    type=click.IntRange(100, 100_000),
    default=400,
    show_default=True,
    help="Bootstrap samples of the stepwise method.",
)
@click.option(
    "--classes",
    type=click.IntRange(2, 50),
    default=10,
    show_default=True,
    help="The most latent classes.",
)
@click.option(
    "--as-lcmcr",
    is_flag=True,
    help="Let latent classes keep the order they begin with, as R's LCMCR does: to compare with "
    "its numbers.",
)
@click.option(
    "--complete",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="With replicates: the table of the people in whom no field was imputed.",
)
@click.option(
    "--draws",
    type=click.IntRange(min=1),
    default=100,
    show_default=True,
    help="Draws of who is who to carry through, of a RUN or with --matches.",
)
@click.option(
    "--sensitivity",
    "thresholds",
    type=Names(),
    default=(),
    help="Columns of thresholds of linkage: how the answer moves with them, and its average.",
)
@click.option(
    "--matches",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A CSV file of how likely a pair of each score is a true match (par, score, p_cum, prob).",
)
@click.option(
    "--about",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A TOML file that says of what kind, period and place each list is.",
)
@click.option(
    "--store",
    type=click.Path(path_type=Path),
    envvar="MUNIMENT_STORE",
    default=Path("registers"),
    show_default=True,
    help="Where the RUN is kept.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "html"]),
    default="text",
    help="How to answer; text by default.",
)
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="Write the answer to this file."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Where chance begins.")
@click.option(
    "--jobs",
    "-j",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Chains to draw at a time.",
)
def estimate(
    tables: tuple[str, ...],
    strata: tuple[str, ...],
    methods: tuple[str, ...],
    order: int,
    level: float,
    samples: int,
    classes: int,
    as_lcmcr: bool,
    complete: Path | None,
    draws: int,
    thresholds: tuple[str, ...],
    matches: Path | None,
    about: Path | None,
    store: Path,
    form: str,
    output: Path | None,
    seed: int,
    jobs: int,
) -> None:
    """Estimate how many people there are in all, those that no list holds included.

    TABLE is a CSV file of overlaps: a column a list, 1 where the list holds the people of the row
    and 0 where not, and a column “count”. Several of them, or a folder of them, are replicates of
    one register whose missing fields were imputed, and are combined. RUN is a linkage kept in the
    store: its draws of who is who are carried through to the estimate.

    Several models answer side by side, each with its interval or the reason why it gives none.
    Exit code 1 where the data do not carry an estimate or the models disagree hugely.
    """
    need("estimate", "numpy", "scipy", "numba")
    from muniment.estimation.estimating import METHODS, Settings
    from muniment.estimation.judging import read_about
    from muniment.estimation.overlaps import OverlapError
    from muniment.reports.estimates import estimates_json, estimates_text

    unknown = [name for name in methods if name not in METHODS]
    if unknown:
        fail(f"--methods {', '.join(unknown)}: there are {', '.join(METHODS)}.")
    if matches is not None and not thresholds:
        fail("--matches needs --sensitivity, which names the columns of thresholds.")
    table, replicates = tables[0], _replicates(tables)
    if complete is not None and not replicates:
        fail("--complete goes with replicates: several tables, or a folder of them.")
    if thresholds and replicates:
        fail("--sensitivity goes with one table.")
    try:
        usual = _default(table, thresholds, replicates)
        settings = Settings(
            methods=tuple(name for name in METHODS if name in (methods or usual)),
            order=order,
            level=level,
            seed=seed,
            jobs=jobs,
            samples=samples,
            classes=classes,
            as_lcmcr=as_lcmcr,
            about=read_about(about) if about is not None else {},
            progress=_progress(),
        )
        if replicates:
            found, notes = _estimate_replicates(replicates, strata, complete, settings)
        elif thresholds:
            found, notes = _estimate_grid(table, strata, thresholds, matches, draws, settings)
        else:
            found, notes = _estimate(table, strata, store, draws, settings)
    except OverlapError as error:
        fail(str(error))
    finally:
        _clear()
    if form == "html":
        from muniment.reports.sheets import render_sheet
        from muniment.reports.sheets.estimating import estimate_sheet

        text = render_sheet(estimate_sheet(found, Path(tables[0]).stem, notes))
    else:
        text = (estimates_json if form == "json" else estimates_text)(found, notes)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_text(output, text)
    answers = [*found.answers, *(each for each in (found.together, found.pooled) if each)]
    sys.exit(PROBLEMS if any(each.verdict != "stands" for each in answers) else 0)


def _replicates(tables: tuple[str, ...]) -> list[Path]:
    """The files of replicates: several tables, or those of a folder; none for one table or RUN."""
    if len(tables) > 1:
        return [Path(each) for each in tables]
    folder = Path(tables[0])
    if not folder.is_dir():
        return []
    found = [each for each in folder.iterdir() if each.suffix.casefold() in (".csv", ".tsv")]
    if not found:
        fail(f"{folder}: the folder holds no tables of overlaps (files that end in .csv or .tsv).")
    # R2 comes before R10.
    return sorted(
        found,
        key=lambda each: [
            int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", each.name)
        ],
    )


def _estimate_replicates(
    paths: list[Path], strata: tuple[str, ...], complete: Path | None, settings: Settings
) -> tuple[Estimated, tuple[str, ...]]:
    """The combined answers for replicates of a register whose missing fields were imputed."""
    from muniment.estimation.overlaps import read_overlaps
    from muniment.estimation.overreplicates import estimate_over_replicates

    read = [read_overlaps(path, strata) for path in paths]
    lists = (name for each in read for table in each.tables.values() for name in table.lists)
    _check_names(settings, tuple(dict.fromkeys(lists)))
    known = None if complete is None else read_overlaps(complete, strata).tables
    found, notes = estimate_over_replicates([each.tables for each in read], settings, known)
    return found, (*(note for each in read for note in each.notes), *notes)


def _estimate(
    table: str, strata: tuple[str, ...], store: Path, draws: int, settings: Settings
) -> tuple[Estimated, tuple[str, ...]]:
    """The answers for a file, or where there is none of the name, for a kept linkage."""
    path = Path(table)
    if path.exists() or path.suffix:
        from muniment.estimation.estimating import estimate as estimate_all
        from muniment.estimation.overlaps import read_overlaps

        read = read_overlaps(path, strata)
        _check_names(settings, next(iter(read.tables.values())).lists)
        return estimate_all(read.tables, settings), read.notes
    return _estimate_run(table, strata, store, draws, settings)


def _estimate_grid(
    table: str,
    strata: tuple[str, ...],
    thresholds: tuple[str, ...],
    matches: Path | None,
    draws: int,
    settings: Settings,
) -> tuple[Estimated, tuple[str, ...]]:
    """The answers for a file whose tables differ by thresholds of linkage."""
    from muniment.estimation.overlaps import read_overlaps
    from muniment.estimation.overthresholds import estimate_over_thresholds
    from muniment.estimation.sensitivity import read_match_curves

    read = read_overlaps(Path(table), (*strata, *thresholds))
    _check_names(settings, next(iter(read.tables.values())).lists)
    curves = None if matches is None else read_match_curves(matches)
    found, notes = estimate_over_thresholds(
        read.tables, thresholds, settings, matches=curves, draws=draws
    )
    return found, (*read.notes, *notes)


def _estimate_run(
    name: str, strata: tuple[str, ...], store: Path, draws: int, settings: Settings
) -> tuple[Estimated, tuple[str, ...]]:
    """The answers for a linkage kept in the store."""
    need("link", "duckdb", "pyarrow")
    from dataclasses import replace

    from muniment.estimation.judging import About
    from muniment.estimation.linkedrun import estimate_linked
    from muniment.linkage.linking import kept
    from muniment.registers.objects import StoreProblem
    from muniment.registers.store import Store

    try:
        opened = Store(store)
        run = opened.run(name)
        if run.entry.what != "link":
            fail(f"the run “{name}” is no linkage but “{run.entry.what}”.")
        linked = kept({each: run.table(each) for each in run.tables}, run.document("linked"))
        kinds = {each: opened.listed(each).kind for each in run.entry.rests_on}
    except StoreProblem as error:
        fail(f"{name}: there is no such file, and no linkage either: {error}")
    _check_names(settings, linked.lists)
    about = {
        each: replace(settings.about.get(each, About()), kind=kinds.get(each, ""))
        for each in linked.lists
    }
    notes = tuple(f"The linkage is out of date: {reason}" for reason in run.stale)
    return estimate_linked(linked, replace(settings, about=about), strata, draws), notes


def _default(table: str, thresholds: tuple[str, ...], replicates: list[Path]) -> tuple[str, ...]:
    """The methods unless others are asked for."""
    from muniment.estimation import estimating, manytables, overthresholds

    path = Path(table)
    if thresholds:
        return tuple(each for each in estimating.METHODS if each not in overthresholds.SLOW)
    one = not replicates and (path.exists() or path.suffix)
    return estimating.METHODS if one else manytables.METHODS


def _check_names(settings: Settings, lists: tuple[str, ...]) -> None:
    """Leave when something is said of a list that is not there."""
    strange = [name for name in settings.about if name not in lists]
    if strange:
        fail(f"--about tells of {', '.join(strange)}; the lists are {', '.join(lists)}.")


def _progress() -> Callable[[str, int, int], None]:
    """Tell on a terminal's error stream what is being done; nothing where it is no terminal."""
    if not sys.stderr.isatty():
        return lambda method, done, of: None

    def tell(method: str, done: int, of: int) -> None:
        if of and done % max(1, of // 100) and done != of:
            return
        part = f" {done:,} of {of:,}" if of else (f" {done:,}" if done else "")
        click.echo(f"\r\x1b[K{method}{part} …", nl=False, err=True)

    return tell


def _clear() -> None:
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", nl=False, err=True)
