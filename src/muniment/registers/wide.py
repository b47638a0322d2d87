"""Guesses that a sheet is a wide table, and how it is to be turned.

A column is turned only where its heading says that it is one of results (it has a unit, or names
what the kind says may stand there) and its cells are numbers or limits. Figures under other
headings stay as they are, and are told of: a wrong parameter costs more than a column left aside.
"""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import dataclass

from muniment.registers.columncontent import Content
from muniment.registers.folding import fold
from muniment.registers.headerwords import header_hits, header_index, token_index
from muniment.registers.kind import UNKNOWN, Field, Kind, Wide
from muniment.registers.mapping import Mapping, Source, Turn
from muniment.registers.normalise.column import normalise_column
from muniment.registers.normalise.words import Gap, gap
from muniment.registers.reading.model import Sheet
from muniment.registers.turning import CELL, HEADING, UNIT, line, lines_of, row_called, units_row
from muniment.registers.wideheadings import is_parameter, unit_of

_SAMPLE = 500
_MOSTLY, _HALF = 0.8, 0.5
_LEAST = 2
"""So many columns must be evident before a sheet is taken for a wide table."""
_EVIDENT = 0.9
_SAID = 0.8
"""How surely a row's label must be one of the words of a field."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """How a sheet is to be turned, and the fields that the turned sheet's own columns fill."""

    turn: Turn
    fields: AnyMapping[str, Source]


def propose(kind: Kind, sheet: Sheet, plain: Mapping) -> Proposal | None:
    """How to turn a sheet of a kind, where its plain mapping leaves the results unfilled."""
    if kind.wide is None or sheet.cells.num_rows == 0:
        return None
    filled = _results_filled(plain, kind.wide)
    if kind.wide.heading in plain.fields:
        return None if filled else _headed_by_others(kind, kind.wide, sheet, plain)
    if filled and kind.by_name[kind.wide.heading].vocabulary is None:
        return None
    return _headed_by_parameters(kind, kind.wide, sheet, plain)


def unsure(kind: Kind, sheet: Sheet, mapping: Mapping) -> tuple[str, ...]:
    """Columns of a sheet that is turned which hold figures too, and are not turned."""
    if kind.wide is None or mapping.turn is None:
        return ()
    used = {column for source in mapping.fields.values() for column in source.all_columns}
    cell = kind.by_name[kind.wide.cell]
    return tuple(
        column.name
        for column in sheet.columns
        if column.header
        and column.name not in used
        and column.name not in mapping.turn.columns
        and _are_results(sheet, column.name, cell, ())
    )


def _results_filled(plain: Mapping, wide: Wide) -> bool:
    """Whether a column fills the results, not only their units or signs."""
    source = plain.fields.get(wide.cell)
    return source is not None and bool(source.columns or source.parts.keys() - {"unit", "sign"})


def _headed_by_parameters(kind: Kind, wide: Wide, sheet: Sheet, plain: Mapping) -> Proposal | None:
    """One column a parameter, one row a sample."""
    heading, cell = kind.by_name[wide.heading], kind.by_name[wide.cell]
    used = {column for source in plain.fields.values() for column in source.all_columns}
    free = [c.name for c in sheet.columns if c.header and c.name not in used]
    units = units_row(sheet, free)
    below = set()
    if units is not None:
        below = {name for name in free if sheet.cells.column(name)[units].as_py()}
    headers = {column.name: column.header for column in sheet.columns}
    aside = () if units is None else (units,)
    turned = tuple(
        name
        for name in free
        if (name in below or _names_a(heading, headers[name]))
        and _are_results(sheet, name, cell, aside, _HALF)
    )
    if len(turned) < _LEAST:
        return None
    because = f"each of {len(turned)} columns is one; it is turned"
    fields = {heading.name: Source((HEADING,), confidence=0.9, because=because, by="header")}
    return Proposal(Turn(turned), {**fields, cell.name: _cells(cell, plain, 0.9)})


def _headed_by_others(kind: Kind, wide: Wide, sheet: Sheet, plain: Mapping) -> Proposal | None:
    """One row a parameter; one column a station, a day, or both in lines of the heading."""
    cell = kind.by_name[wide.cell]
    index = header_index(kind)
    headers = {column.name: column.header for column in sheet.columns}
    used = {
        column
        for source in plain.fields.values()
        for column in source.all_columns
        if source.confidence >= _EVIDENT or source.by != "header"
    }
    label = plain.fields[wide.heading].all_columns[0]
    told = _rows_of_columns(sheet, label, kind, {wide.heading, wide.cell})
    free = [
        name
        for name, header in headers.items()
        if header and name not in used and fold(header) not in index
    ]
    places = tuple(place for place, _ in told.values())
    turned = tuple(name for name in free if _are_results(sheet, name, cell, places))
    if len(turned) < _LEAST:
        return None
    filled = {*plain.fields, cell.name, *(field for _, field in told.values())}
    lacking = [field for field in kind.fields if field.required and field.name not in filled]
    fields = _by_lines([headers[name] for name in turned], lacking)
    if fields is None:
        return None
    for row, (_, name) in told.items():
        because = f"the row “{row}” tells it of each column"
        fields[name] = Source((row_called(row),), confidence=0.9, because=because, by="header")
    fields[cell.name] = _cells(cell, plain, 0.8)
    return Proposal(Turn(turned, rows=tuple(told), label=label), fields)


def _by_lines(headings: Sequence[str], lacking: Sequence[Field]) -> dict[str, Source] | None:
    """The fields that the lines of headings fill: dates by what they look like, and one other.

    None where a field gets no line, or a line no field: then nobody can tell what they mean.
    """
    lines = lines_of(headings)
    pieces = {HEADING: tuple(headings)}
    if lines is not None:
        pieces = {line(n): texts for n, texts in enumerate(zip(*lines, strict=True), 1)}
    fields: dict[str, Source] = {}
    for name, texts in pieces.items():
        content = Content(tuple(texts), len(texts), False)
        dated = content.dates >= _EVIDENT
        fitting = [
            field
            for field in lacking
            if field.name not in fields and (field.type == "date") == dated
        ]
        if len(fitting) != 1:
            return None
        because = "the headings of the columns that are turned say it"
        fields[fitting[0].name] = Source((name,), confidence=0.8, because=because, by="header")
    return fields if len(fields) == len(lacking) else None


def _rows_of_columns(
    sheet: Sheet, label: str, kind: Kind, but: set[str]
) -> dict[str, tuple[int, str]]:
    """Rows that tell of the columns ("Date of sampling"): by label, their place and field."""
    index = header_index(kind)
    by_tokens = token_index(index)
    found: dict[str, tuple[int, str]] = {}
    for place, text in enumerate(sheet.cells.column(label).to_pylist()):
        if not text or text in found or is_parameter(text):
            continue
        hits = header_hits(text, index, by_tokens, kind)
        best = max(hits, key=lambda hit: hit[2], default=("", "", 0.0, ""))
        taken = {field for _, field in found.values()}
        if best[2] >= _SAID and not best[1] and best[0] not in but | taken:
            found[text] = place, best[0]
    return found


def _names_a(heading: Field, header: str) -> bool:
    """Whether a column's header says which parameter it is of."""
    if heading.vocabulary is not None:
        return heading.vocabulary.by_word.get(fold(header), UNKNOWN) != UNKNOWN
    name, unit = unit_of(header)
    # One letter alone may be a number of rows as well as nitrogen.
    return unit is not None or (len(fold(name)) > 1 and is_parameter(name))


def _are_results(
    sheet: Sheet, name: str, cell: Field, aside: Sequence[int], share: float = _MOSTLY
) -> bool:
    """Whether so many cells are numbers or limits, and they are not just the numbers of rows."""
    texts = sheet.understood(name).slice(0, _SAMPLE).to_pylist()
    given = [
        text
        for place, text in enumerate(texts)
        if place not in aside and text and gap(text) is not Gap.NOT_GIVEN
    ]
    numbered = [str(number) for number in range(1, len(given) + 1)]
    if not given or (len(given) > 1 and given == numbered):
        return False
    content = Content(tuple(given), len(given), False)
    if content.full_dates and len(content.full_dates) * 2 > len(given):
        return False
    bad = sum(p.severity == "error" for p in normalise_column(cell, given).problems)
    return (len(given) - bad) >= share * len(given)


def _cells(cell: Field, plain: Mapping, confidence: float) -> Source:
    """The source of the results: the cells, with units of a column or of the headings."""
    parts = {}
    if cell.type == "quantity":
        known = plain.fields.get(cell.name)
        parts = {"unit": UNIT if known is None else known.parts.get("unit", UNIT)}
    because = "the cell of each column that is turned"
    return Source((CELL,), parts, confidence=confidence, because=because, by="header")
