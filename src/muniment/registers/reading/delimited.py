"""CSV, TSV and their kin: any delimiter, quotes and line ends, with rows that do not keep to them.

A quotation mark that is never closed would swallow the rest of a file; here it costs at most its
own row its quotes: a quoted cell may run over ``MAX_LINES`` lines, else its first line is taken as
it stands and that is told.
"""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from muniment.registers.reading.encoding import TextSource
from muniment.registers.reading.fixedwidth import is_aligned, read_fixed, starts_of
from muniment.registers.reading.limits import MAX_CELL, MAX_COLUMNS, MAX_ROWS
from muniment.registers.reading.model import Problem, UnreadableList
from muniment.registers.reading.raw import BATCH, Batch, RawSheet

MAX_LINES = 60
"""Over how many lines a quoted cell may run."""
_DELIMITERS = ("\t", ";", ",", "|", "^", "~", "\x1f", "\x01", ":")
_SAMPLE_LINES = 300
_DECLARED = re.compile(r"\s*\"?sep=(.)\"?\s*", re.IGNORECASE)
_LEAST_STEADY = 0.6
_ENDS = "\r\n"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the cells of a text file are told apart; a delimiter of None: one column."""

    delimiter: str | None
    quote: str | None
    escape: str | None = None

    def reader(self, lines: Iterable[str], *, strict: bool = False) -> Iterator[list[str]]:
        """The cells of each record; a record is a string that may hold line ends."""
        return csv.reader(
            lines,
            delimiter=self.delimiter or "\x1f",
            quotechar=self.quote,
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            doublequote=True,
            escapechar=self.escape,
            strict=strict,
        )


def read_delimited(source: TextSource) -> RawSheet:
    """The one sheet of a text file.

    Raises UnreadableList when it has a cell or a number of columns or rows beyond the limits, or
    columns that are set apart by spaces and not at the same places.
    """
    lines = source.lines()
    sample = list(itertools.islice(lines, _SAMPLE_LINES))
    declared = _DECLARED.fullmatch(sample[0].strip(_ENDS)) if sample else None
    skipped = 1 if declared else 0
    dialect = sniff_dialect(sample[skipped:], declared[1] if declared else None)
    if dialect.delimiter is None and is_aligned(sample):
        starts = starts_of(sample)
        if starts is None:
            raise UnreadableList(
                source.name,
                "has columns set apart by spaces, but not at the same places in every line; open "
                "it in a spreadsheet program, divide it there, and save it as CSV or XLSX.",
            )
        return read_fixed(source.name, itertools.chain(sample, lines), starts)
    sheet = RawSheet(None, iter(()), fixed=True)
    rest = itertools.islice(itertools.chain(sample, lines), skipped, None)
    sheet.batches = _batches(source, rest, dialect, skipped, sheet.problems)
    return sheet


def sniff_dialect(sample: list[str], declared: str | None = None) -> Dialect:
    """The dialect of a text by its first lines: that in which most rows have as many cells."""
    lines = [line for line in sample if line.strip()]
    if not lines:
        return Dialect(None, '"')
    best: tuple[float, Dialect] = (0.0, Dialect(None, '"'))
    for delimiter in (declared,) if declared else _DELIMITERS:
        if not any(delimiter in line for line in lines):
            continue
        quote = _quote(lines, delimiter)
        escape = "\\" if quote and _backslashed(lines, quote) else None
        dialect = Dialect(delimiter, quote, escape)
        score = _steadiness(lines, dialect)
        if declared or score > best[0] * 1.001:
            best = (score, dialect)
    return best[1]


def _steadiness(lines: list[str], dialect: Dialect) -> float:
    """How well a delimiter divides lines: the share of rows of the usual length, and that length.

    Rows of empty cells say nothing. 0 when fewer than 6 in 10 of the rows that have more than one
    cell are of one length.
    """
    rows = _parse_sample(lines, dialect)
    widths = [len(row) for row in rows if any(map(str.strip, row))] or list(map(len, rows))
    several = [width for width in widths if width > 1]
    if not several:
        return 0.0
    usual = max(set(several), key=lambda width: (several.count(width), width))
    steady = several.count(usual) / len(several)
    if steady < _LEAST_STEADY and dialect.delimiter in (",", ":", "^", "~"):
        return 0.0
    covered = len(several) / len(widths)
    weight = 0.3 if dialect.delimiter == ":" else 1.0
    return float(weight * steady**2 * covered * min(usual, 12) ** 0.5)


def _parse_sample(lines: list[str], dialect: Dialect) -> list[list[str]]:
    joined = _records("", iter(lines), dialect, 0, [])
    return [_one(record, dialect) for records in joined for record in records]


def _quote(lines: list[str], delimiter: str) -> str | None:
    """The quotation mark that stands at both ends of cells, if one does."""
    edge = re.escape(delimiter)
    for quote in ('"', "'"):
        whole = re.compile(rf"(?:^|{edge})\s?{quote}[^{quote}]*{quote}\s*(?:$|{edge})")
        found = sum(bool(whole.search(line)) for line in lines)
        if found and (quote == '"' or found > len(lines) / 2):
            return quote
    return '"'


def _backslashed(lines: list[str], quote: str) -> bool:
    escaped = sum(line.count("\\" + quote) for line in lines)
    doubled = sum(line.count(quote * 2) for line in lines)
    return escaped > 0 and escaped >= doubled


def _batches(
    source: TextSource,
    lines: Iterator[str],
    dialect: Dialect,
    skipped: int,
    problems: list[Problem],
) -> Iterator[Batch]:
    csv.field_size_limit(2 * MAX_CELL)
    number = skipped
    for records in _records(source.name, lines, dialect, skipped, problems):
        rows = _cells(source.name, records, dialect, number)
        if number + len(rows) > MAX_ROWS:
            raise UnreadableList(source.name, f"has more than {MAX_ROWS:,} rows.")
        longest = max(map(len, rows), default=0)
        if longest > MAX_COLUMNS:
            raise UnreadableList(
                source.name, f"has a row of {longest:,} cells; at most {MAX_COLUMNS:,} are read."
            )
        yield Batch(list(range(number + 1, number + 1 + len(rows))), rows)
        number += len(rows)
    problems += [
        Problem(source.name, f"the line {how}", row=line, severity="warning")
        for line, how in source.mended
    ]


def _cells(name: str, records: list[str], dialect: Dialect, before: int) -> list[list[str]]:
    longest = max(map(len, records), default=0)
    if longest > MAX_CELL:
        for offset, record in enumerate(records, start=1):
            if max(map(len, _one(record, dialect)), default=0) > MAX_CELL:
                raise UnreadableList(
                    name,
                    f"row {before + offset} has a cell of more than {MAX_CELL:,} characters; "
                    "it may be no table.",
                )
    if dialect.delimiter is None and dialect.quote is None:
        return [[record] for record in records]
    try:
        rows = list(dialect.reader(records))
    except csv.Error:
        return [_one(record, dialect) for record in records]
    if len(rows) != len(records):
        return [_one(record, dialect) for record in records]
    return rows


def _one(record: str, dialect: Dialect) -> list[str]:
    """The cells of one record, whatever its quotes are like."""
    try:
        rows = list(dialect.reader([record]))
    except csv.Error:
        rows = []
    if len(rows) == 1:
        return rows[0]
    return record.split(dialect.delimiter) if dialect.delimiter else [record]


def _records(
    name: str,
    lines: Iterator[str],
    dialect: Dialect,
    skipped: int,
    problems: list[Problem],
) -> Iterator[list[str]]:
    """Batches of records: physical lines, joined where a quoted cell runs over several.

    An empty line is a record of no cells.
    """
    quote = dialect.quote
    batch: list[str] = []
    done = skipped
    waiting: list[str] = []
    while True:
        line = waiting.pop() if waiting else next(lines, None)
        if line is None:
            break
        record = line.rstrip(_ENDS)
        if quote and record.count(quote) & 1 and _state(record, dialect) == "open":
            joined = _join(line, lines, waiting, dialect)
            if joined is None:
                reason = "a quotation mark is opened and not closed; the row is taken as it stands"
                problems.append(
                    Problem(
                        name, reason, row=done + len(batch) + 1, value=record, severity="warning"
                    )
                )
                record = _unquoted(record, dialect)
            else:
                record = joined
        batch.append(record)
        if len(batch) >= BATCH:
            yield batch
            done += len(batch)
            batch = []
    if batch:
        yield batch


def _state(record: str, dialect: Dialect) -> Literal["whole", "open", "broken"]:
    """Whether the quotes of a record all close, the last stays open, or they break the rules."""
    try:
        list(dialect.reader([record], strict=True))
    except csv.Error as error:
        return "open" if "unexpected end" in str(error) else "broken"
    return "whole"


def _join(line: str, lines: Iterator[str], waiting: list[str], dialect: Dialect) -> str | None:
    """A line with those after it up to where its quoted cell ends; None if it does not end.

    Lines that were looked at in vain are put back to wait.
    """
    taken: list[str] = []
    size = len(line)
    while len(taken) < MAX_LINES and size <= MAX_CELL:
        following = waiting.pop() if waiting else next(lines, None)
        if following is None:
            break
        taken.append(following)
        size += len(following)
        if dialect.quote is not None and following.count(dialect.quote):
            record = (line + "".join(taken)).rstrip(_ENDS)
            state = _state(record, dialect)
            if state == "whole":
                return record
            if state == "broken":
                break
    waiting += reversed(taken)
    return None


def _unquoted(record: str, dialect: Dialect) -> str:
    """A record with an unclosed quotation mark, written so that its cells are as they stand."""
    assert dialect.quote is not None
    cells = record.split(dialect.delimiter) if dialect.delimiter else [record]
    mark = dialect.quote
    return (dialect.delimiter or "").join(
        f"{mark}{cell.replace(mark, mark * 2)}{mark}" if mark in cell else cell for cell in cells
    )
