"""Guesses whether rows with one number are the statuses of one case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from muniment.registers.cases import folded, groups, status_field
from muniment.registers.folding import fold
from muniment.registers.headerwords import data
from muniment.registers.kind import Kind
from muniment.registers.mapping import Mapping, Source
from muniment.registers.normalise.model import Context
from muniment.registers.reading.model import Sheet


def with_cases(kind: Kind, sheet: Sheet, plain: Mapping) -> Mapping:
    """The mapping with rows of one number folded, where they are mostly statuses of one case."""
    status = status_field(kind)
    if plain.key is not None or status is None or status.name not in plain.fields:
        return plain
    numbers = plain.fields.get("record_number")
    words = data()["keys"]
    named = [] if numbers is None else [*numbers.columns]
    named += [c.name for c in sheet.columns if set(fold(c.header).split()) & words]
    for key in dict.fromkeys(named):
        if not (several := groups(sheet, key)):
            continue
        numbered = replace(plain, key=key, fold=True)
        if numbers is not None and key not in numbers.columns:
            because = "several rows have one, so that it is the number of a case"
            source = Source((key,), confidence=0.8, because=because, by="content")
            numbered = numbered.with_field("record_number", source)
        for mapping in _with_dates_of_statuses(kind, numbered):
            done = folded(sheet, kind, mapping, "", Context())
            if len(done.problems) * 2 < len(several):
                ordered = [name for name in kind.by_name if name in mapping.fields]
                return replace(mapping, fields={name: mapping.fields[name] for name in ordered})
    return plain


def _with_dates_of_statuses(kind: Kind, mapping: Mapping) -> Iterator[Mapping]:
    """The mapping, and the one in which the date of the event is that of the status."""
    yield mapping
    status, event = status_field(kind), kind.by_role.get("event_date")
    if status is None or status.history is None or event is None:
        return
    if status.history not in mapping.fields and event.name in mapping.fields:
        source = mapping.fields[event.name]
        because = f"{source.because}; it changes with the status of a case"
        if len(source.columns) == 1 and not source.parts:
            yield mapping.with_field(status.history, replace(source, because=because))
