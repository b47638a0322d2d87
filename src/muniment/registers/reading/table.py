"""Raw rows in, a sheet out: header found, rows that are no records told apart, cells in columns."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Collection

import pyarrow as pa

from muniment.registers.reading.headers import Header, find_header, is_figure
from muniment.registers.reading.limits import MAX_CELLS
from muniment.registers.reading.model import Column, Problem, RowUse, Sheet, UnreadableList
from muniment.registers.reading.othertables import begins_another
from muniment.registers.reading.raw import Batch, Progress, RawSheet, column_letter
from muniment.registers.reading.rowuse import Surroundings, use_of

RESERVED = ("record_id", "cell_types")
"""Names that the table of original cells has for columns of its own."""
_LOOK = 300
_FAR = 50
"""How many columns right of the header a cell may stand and still belong to the table."""


def tabulate(
    raw: RawSheet, file: str, known: Collection[str] = (), progress: Progress | None = None
) -> Sheet | None:
    """The sheet that raw rows make; None when no cell of it has anything.

    ``known`` holds folded words that head columns in the kinds of register. Rows are run through
    once; memory is that of the table.
    """
    blanks = 0
    batches = raw.batches
    for batch in batches:
        if any(map(any, batch.shown)):
            batches = itertools.chain([batch], batches)
            break
        blanks += len(batch.shown)
    else:
        return None
    head: list[Batch] = []
    looked: list[tuple[int, list[str]]] = []
    for batch in batches:
        head.append(batch)
        looked += zip(batch.numbers, batch.shown, strict=True)
        if len(looked) >= _LOOK:
            break
    lead = next((place for place, (_, row) in enumerate(looked) if any(map(str.strip, row))), None)
    if lead is None:
        return None
    looked = looked[lead : lead + _LOOK]
    rows = [row for _, row in looked]
    places = {number: place for place, (number, _) in enumerate(looked)}
    table = _Table(raw, file, _header(raw, rows, known, places), rows, known)
    for batch in itertools.chain(head, batches):
        table.add(batch)
        if progress is not None:
            progress("reading", table.rows_seen)
    return table.finish(blanks)


def _header(
    raw: RawSheet, rows: list[list[str]], known: Collection[str], places: dict[int, int]
) -> Header:
    if raw.header_rows is not None:
        if raw.header_rows == 0:
            return Header(None, -1, ())
        return Header(0, raw.header_rows - 1, tuple(rows[0]))
    groups = [
        (places[top], places.get(bottom, places[top]), left, right)
        for top, bottom, left, right in raw.spread
        if top in places
    ]
    return find_header(rows, known, groups)


class _Table:
    """The table while it is made: columns grow batch by batch."""

    def __init__(
        self,
        raw: RawSheet,
        file: str,
        header: Header,
        rows: list[list[str]],
        known: Collection[str],
    ) -> None:
        self._raw = raw
        self._file = file
        self._header = header
        self._skip = header.last + 1
        self._heading = header.first or 0
        self._width = self._usual_width(rows[header.last + 1 :], header)
        self._shown: list[list[pa.Array]] = [[] for _ in range(self._width)]
        self._values: dict[int, list[pa.Array]] = {}
        self._types: list[pa.Array] = []
        self._lengths: list[int] = []
        self._numbers: list[pa.Array] = []
        self._other: list[tuple[int, RowUse, str]] = []
        self._blank = 0
        self._last_blank = False
        self._header_texts = list(rows[header.last]) if header.first is not None else None
        self._figures_first = self._is_figures(rows[header.last + 1 :])
        self._known = known
        self._apart = self._ended = False
        self._last_number = 0
        self._seen = 0
        self._header_number: int | None = None
        self._short = 0
        self._spread = sorted(raw.spread)
        self._cells = 0
        self.rows_seen = 0

    def _usual_width(self, body: list[list[str]], header: Header) -> int:
        width = len(header.names)
        while width and not header.names[width - 1]:
            width -= 1
        lengths = [len(row) for row in body if any(row)]
        if self._raw.fixed:
            usual = max(set(lengths), key=lengths.count, default=0)
            often = lengths.count(usual) * 2 > len(lengths)
            filled = any(row[width:] and any(row[width:]) for row in body if len(row) <= usual)
            return max(width, usual if often and (filled or not width) else 0, 1)
        return max(width, 1)

    @staticmethod
    def _is_figures(body: list[list[str]]) -> bool:
        """True when the first column holds figures: a text alone in it is then no record."""
        cells = [row[0] for row in body if row and row[0].strip()]
        return len(cells) > 2 and sum(map(is_figure, cells)) * 10 > len(cells) * 7

    def add(self, batch: Batch) -> None:
        """Take in the rows of a batch."""
        keep: list[int] = []
        numbers, shown = batch.numbers, batch.shown
        half = self._width // 2 + 1
        header = self._header_texts
        for place, row in enumerate(shown):
            if self._seen < self._skip:
                self._before(numbers[place], row)
                continue
            filled = len(row) - row.count("")
            number = numbers[place]
            if self._ended or (
                filled > 1
                and (self._apart or number > self._last_number + 1)
                and begins_another(row, header, self._known)
            ):
                self._after_another(number, row, filled)
                continue
            self._apart, self._last_number = filled < 2, number
            if filled >= half and filled > 2 and row != header:
                self._last_blank = False
                keep.append(place)
            elif self._is_record(numbers[place], numbers[place - 1] if place else None, row):
                keep.append(place)
        self.rows_seen += len(shown)
        if keep:
            self._keep(batch, keep)

    def _after_another(self, number: int, row: list[str], filled: int) -> None:
        """A row of another table below this one, of which the first is told."""
        if not self._ended:
            self._ended = True
            reason = (
                "another table begins here, with other columns; it is not imported: give it a "
                "sheet or a file of its own"
            )
            self._raw.problems.append(
                Problem(self._file, reason, sheet=self._raw.name, row=number, value=_joined(row))
            )
        if filled:
            self._other.append((number, "other_table", _joined(row)))
        else:
            self._blank += 1

    def _before(self, number: int, row: list[str]) -> None:
        """A row above the records: preamble or header. Leading blank rows do not count."""
        filled = any(cell and not cell.isspace() for cell in row)
        if not filled and self._seen == 0:
            self._blank += 1
            return
        if not filled:
            self._blank += 1
        elif self._seen < self._heading:
            self._other.append((number, "heading", _joined(row)))
        else:
            self._other.append((number, "header", _joined(row)))
            if self._header_number is None:
                self._header_number = number
        self._seen += 1

    def _is_record(self, number: int, before: int | None, row: list[str]) -> bool:
        cells = [cell for cell in row if cell and not cell.isspace()]
        if not cells:
            self._blank += 1
            self._last_blank = True
            return False
        self._last_blank |= before is not None and number > before + 1
        use = self._use(number, row, cells)
        self._last_blank = False
        if use is None:
            return True
        self._other.append((number, use, _joined(row)))
        return False

    def _use(self, number: int, row: list[str], cells: list[str]) -> RowUse | None:
        """What a sparsely filled row is, if it is no record."""
        if self._header_texts is not None and row == self._header_texts:
            return "header"
        across = any(
            top <= number <= bottom and (right - left + 1) * 2 > self._width
            for top, bottom, left, right in self._spread
            if top == number
        )
        about = Surroundings(self._width, self._last_blank, self._figures_first, across)
        return use_of(row, cells, about)

    def _keep(self, batch: Batch, keep: list[int]) -> None:
        rows = batch.shown if len(keep) == len(batch.shown) else [batch.shown[i] for i in keep]
        numbers = batch.numbers if rows is batch.shown else [batch.numbers[place] for place in keep]
        values = None if batch.values is None else [batch.values[place] for place in keep]
        types = None if batch.types is None else [batch.types[place] for place in keep]
        width = self._width
        if any(len(row) != width for row in rows):
            rows, numbers, values, types = self._even(rows, numbers, values, types)
            width = self._width
        if not rows:
            return
        self._cells += len(rows) * width
        if self._cells > MAX_CELLS:
            raise UnreadableList(self._file, f"has more than {MAX_CELLS:,} cells.")
        for column, texts in enumerate(zip(*rows, strict=True)):
            self._shown[column].append(pa.array([text or None for text in texts], pa.string()))
        self._lengths.append(len(rows))
        self._numbers.append(pa.array(numbers, pa.int32()))
        if self._spread:
            values = self._spread_values(rows, numbers, values)
        if values is not None:
            self._add_values(values, len(rows))
        if types is not None:
            self._types.append(pa.array(types, pa.string()))

    def _even(
        self,
        rows: list[list[str]],
        numbers: list[int],
        values: list[dict[int, str]] | None,
        types: list[str] | None,
    ) -> tuple[list[list[str]], list[int], list[dict[int, str]] | None, list[str] | None]:
        """Rows of one length. What has too many cells in a fixed format is refused: nobody can
        tell which cell belongs to which column."""
        even: list[list[str]] = []
        places: list[int] = []
        for place, row in enumerate(rows):
            if len(row) > self._width:
                row = self._trimmed(row)
            if len(row) > self._width:
                if self._raw.fixed:
                    self._refuse(numbers[place], row)
                    continue
                row = self._without_strays(numbers[place], row)
                self._widen(len(row))
            elif len(row) < self._width and self._raw.fixed:
                self._told_short(numbers[place], row)
            even.append(row)
            places.append(place)
        even = [row + [""] * (self._width - len(row)) for row in even]
        return (
            even,
            [numbers[place] for place in places],
            None if values is None else [values[place] for place in places],
            None if types is None else [types[place] for place in places],
        )

    def _trimmed(self, row: list[str]) -> list[str]:
        end = len(row)
        while end > self._width and not row[end - 1].strip():
            end -= 1
        return row[:end]

    def _without_strays(self, number: int, row: list[str]) -> list[str]:
        """A row without cells that stand far outside the table, each of which is told of."""
        end = self._width + _FAR
        for place in range(end, len(row)):
            if row[place]:
                reason = "stands far to the right of the table and is not imported"
                self._raw.problems.append(
                    Problem(
                        self._file,
                        reason,
                        sheet=self._raw.name,
                        row=number,
                        column=column_letter(place + 1),
                        value=row[place],
                    )
                )
        return self._trimmed(row[:end])

    def _refuse(self, number: int, row: list[str]) -> None:
        reason = (
            f"the row has {len(row)} cells where the header has {self._width}, so it cannot be "
            "told which cell belongs to which column (a delimiter may stand in a cell without "
            "quotation marks); mend the row and import again"
        )
        self._raw.problems.append(
            Problem(
                self._file,
                reason,
                sheet=self._raw.name,
                row=number,
                value=_joined(row),
                refused=True,
            )
        )

    def _told_short(self, number: int, row: list[str]) -> None:
        self._short += 1
        if self._short <= 1_000:
            reason = (
                f"the row has {len(row)} cells where the header has {self._width}; the missing "
                "ones are taken as empty"
            )
            self._raw.problems.append(
                Problem(self._file, reason, sheet=self._raw.name, row=number, severity="warning")
            )

    def _widen(self, width: int) -> None:
        for _ in range(width - self._width):
            self._shown.append([pa.nulls(length, pa.string()) for length in self._lengths])
        self._width = width

    def _spread_values(
        self, rows: list[list[str]], numbers: list[int], values: list[dict[int, str]] | None
    ) -> list[dict[int, str]]:
        """Give every cell of a merged range the value that it shows."""
        spread = [{} for _ in rows] if values is None else [dict(row) for row in values]
        places = {number: place for place, number in enumerate(numbers)}
        for top, bottom, left, right in self._spread:
            if top > numbers[-1] or bottom < numbers[0] or left >= self._width:
                continue
            if top in places:
                text = rows[places[top]][left]
                self._carried[top, left] = spread[places[top]].get(left, text)
            text = self._carried.get((top, left), "")
            if not text:
                continue
            for number in range(max(top, numbers[0]), min(bottom, numbers[-1]) + 1):
                place = places.get(number)
                if place is None:
                    continue
                for column in range(left, min(right + 1, self._width)):
                    if not rows[place][column]:
                        spread[place][column] = text
        return spread

    @functools.cached_property
    def _carried(self) -> dict[tuple[int, int], str]:
        return {}

    def _add_values(self, values: list[dict[int, str]], count: int) -> None:
        before = len(self._lengths) - 1
        used = sorted({column for row in values for column in row if column < self._width})
        for column in used:
            chunks = self._values.setdefault(column, [])
            while len(chunks) < before:
                chunks.append(pa.nulls(self._lengths[len(chunks)], pa.string()))
            chunks.append(pa.array([row.get(column) for row in values], pa.string()))

    def finish(self, blanks: int) -> Sheet:
        """The sheet of all that was added."""
        columns = self._columns()
        fields = [pa.field(column.name, pa.string()) for column in columns]
        cells = pa.table(
            [pa.chunked_array(chunks, pa.string()) for chunks in self._shown],
            schema=pa.schema(fields),
        )
        values: dict[str, pa.ChunkedArray] = {}
        for place, chunks in self._values.items():
            while len(chunks) < len(self._lengths):
                chunks.append(pa.nulls(self._lengths[len(chunks)], pa.string()))
            values[columns[place].name] = pa.chunked_array(chunks, pa.string())
        if self._short > 1_000:
            reason = f"{self._short - 1_000:,} more rows have fewer cells than the header"
            self._raw.problems.append(
                Problem(self._file, reason, sheet=self._raw.name, severity="warning")
            )
        rows = pa.chunked_array(self._numbers, pa.int32()).combine_chunks()
        refused = sum(problem.refused for problem in self._raw.problems)
        blanks += self._raw.blank
        return Sheet(
            name=self._raw.name,
            columns=columns,
            cells=cells,
            rows=rows,
            values=values,
            types=pa.chunked_array(self._types, pa.string()) if self._types else None,
            other_rows=self._other,
            blank_rows=self._blank + blanks,
            rows_in_file=self.rows_seen + blanks + self._raw.refused,
            hidden=self._raw.hidden,
            header_row=self._header_number,
            parent=self._raw.parent,
            refused_rows=refused,
        )

    def _columns(self) -> tuple[Column, ...]:
        """Columns under unique names; a name that stands twice gets a number."""
        taken = set(RESERVED)
        columns = []
        for place in range(self._width):
            header = self._header.names[place] if place < len(self._header.names) else ""
            header = header.strip()
            name = base = header or f"column {column_letter(place + 1)}"
            count = 1
            while name in taken:
                count += 1
                name = f"{base} ({count})"
            taken.add(name)
            columns.append(Column(name, header, place + 1))
        return tuple(columns)


def _joined(row: list[str]) -> str:
    return " | ".join(cell.strip() for cell in row if cell.strip())
