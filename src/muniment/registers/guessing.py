"""Guesses which columns of a sheet fill which fields of a kind, by header and by content.

Each guess has a confidence and a reason. A wrong guess costs more than a column left aside, so
what is not likely is only suggested, and a header's word must be the whole header, its last part,
or stand beside words that change nothing.
"""

from __future__ import annotations

import functools
import statistics
from collections.abc import Iterator
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow.compute as pc

from muniment.registers.casesguess import with_cases
from muniment.registers.columncontent import Content, fits
from muniment.registers.folding import fold
from muniment.registers.headerwords import PLACES, data, header_hits, header_index, token_index
from muniment.registers.kind import Kind
from muniment.registers.kindfiles import kind as kind_named
from muniment.registers.kindfiles import kinds
from muniment.registers.mapping import Mapping, Order, Source, Suggestion
from muniment.registers.notlists import beside_columns
from muniment.registers.reading.model import Sheet
from muniment.registers.severalcolumns import histories, split_choices
from muniment.registers.turning import turned
from muniment.registers.wide import propose

ENOUGH = 0.5
"""From which confidence on a guess is taken; below it, it is only suggested."""
_SUGGESTED = 0.25
_SAMPLE = 5_000
_TIED = 0.35
_ONLY_YEARS = 0.97
"""A column of years fills a date less well than one of days, and is better its part "year"."""


@dataclass(frozen=True, slots=True)
class _Guess:
    """One column for one field or one part of it ("" for the whole)."""

    column: str
    field: str
    part: str
    confidence: float
    because: str
    by: str


def known_headers(folder: Path | None = None) -> frozenset[str]:
    """All folded words that head columns in any kind: what headers of files are found by."""
    return _known_headers(folder)


@functools.lru_cache(maxsize=4)
def _known_headers(folder: Path | None) -> frozenset[str]:
    return frozenset(word for each in kinds(folder).values() for word in header_index(each))


def guess_mapping(
    kind: Kind | str | None, sheet: Sheet, *, title: str = "", folder: Path | None = None
) -> Mapping:
    """The likely mapping of a sheet to a kind, or to the kind that it fits best.

    ``title`` is what else is known of the list, such as its file's name. Raises KindError when
    there is no kind of that name.
    """
    apart = beside_columns(sheet)
    here = sheet
    if apart:
        here = replace(sheet, columns=tuple(c for c in sheet.columns if c.name not in apart))
    contents = {column.name: _content(here, column.name) for column in here.columns}
    if kind is not None:
        chosen = kind_named(kind, folder) if isinstance(kind, str) else kind
        found = _turned_or_not(chosen, here, contents, 1.0, "a person said so")
    else:
        found = _best_kind(here, contents, title, kinds(folder))
    return replace(found, columns=(*found.columns, *apart)) if apart else found


def _best_kind(
    sheet: Sheet, contents: AnyMapping[str, Content], title: str, known: AnyMapping[str, Kind]
) -> Mapping:
    """The mapping to the kind whose fields explain most, the plainer kind where it is a tie."""
    texts = [
        title,
        sheet.name or "",
        *(text for _, use, text in sheet.other_rows if use == "heading"),
    ]
    texts += [column.header for column in sheet.columns]
    words = f" {' '.join(fold(text) for text in texts)} "
    scored: list[tuple[float, int, Mapping, bool]] = []
    for each in known.values():
        mapping = _turned_or_not(each, sheet, contents, 1.0, "")
        named = any(f" {fold(label)} " in words for label in each.labels.values())
        worth = sum(
            source.confidence * (1.0 if each.by_name[name].identifies else 0.8)
            for name, source in mapping.fields.items()
        )
        met = sum(any(name in mapping.fields for name in group) for group in each.one_of)
        lacking = sum(f.required and f.name not in mapping.fields for f in each.fields)
        worth += met - len(each.one_of) - lacking + 1.5 * named
        scored.append((worth, -len(each.fields), mapping, named))
    scored.sort(key=lambda entry: -entry[0])
    best = scored[0]
    tied = [
        entry
        for entry in scored
        if entry[0] > best[0] - _TIED
        and entry[3] == best[3]
        and _least_sure(entry[2]) >= _least_sure(best[2])
    ]
    best = max(tied, key=lambda entry: entry[1])
    rival = max((entry[0] for entry in scored if entry is not best), default=0.0)
    sure = max(0.1, min(0.95, 0.5 + 0.15 * (best[0] - rival) + 0.2 * best[3]))
    because = f"{len(best[2].fields)} of {len(sheet.columns)} columns fill its fields"
    if best[3]:
        because += ", and its name stands in the list"
    return replace(best[2], kind_confidence=sure, kind_because=because)


def _least_sure(mapping: Mapping) -> float:
    """How sure the least sure of its columns is: low where cells do not look like their field."""
    return min((source.confidence for source in mapping.fields.values()), default=0.0)


def _turned_or_not(
    kind: Kind,
    sheet: Sheet,
    contents: AnyMapping[str, Content],
    kind_confidence: float,
    kind_because: str,
) -> Mapping:
    """The mapping of a sheet as it is, or of the sheet turned where it is a wide table."""
    plain = _mapping(kind, sheet, contents, kind_confidence, kind_because)
    wide = propose(kind, sheet, plain)
    if wide is None:
        return with_cases(kind, sheet, plain)
    long = turned(sheet, wide.turn)
    known = {
        column.name: contents.get(column.name) or _content(long, column.name)
        for column in long.columns
    }
    mapping = _mapping(kind, long, known, kind_confidence, kind_because)
    for name, source in wide.fields.items():
        mapping = mapping.with_field(name, source)
    ordered = {name: mapping.fields[name] for name in kind.by_name if name in mapping.fields}
    key = mapping.key or plain.key
    return replace(mapping, fields=ordered, turn=wide.turn, key=key, suggestions=())


def _mapping(
    kind: Kind,
    sheet: Sheet,
    contents: AnyMapping[str, Content],
    kind_confidence: float,
    kind_because: str,
) -> Mapping:
    guesses = list(_by_header(kind, sheet, contents))
    taken = _assign(guesses)
    taken = _names_by_their_company(taken, contents, kind)
    taken += _assign(list(_by_content(kind, sheet, contents, taken)), taken)
    sure = [guess for guess in taken if guess.confidence >= ENOUGH]
    used = {guess.column for guess in sure}
    suggestions = tuple(
        Suggestion(guess.column, guess.field, guess.confidence, guess.because)
        for guess in taken
        if _SUGGESTED <= guess.confidence < ENOUGH and guess.column not in used
    )
    fields = _sources(kind, sheet, sure)
    fields |= split_choices(kind, sheet, contents, fields)
    fields |= histories(kind, sheet, fields)
    return Mapping(
        kind=kind.name,
        columns=tuple(column.name for column in sheet.columns),
        fields=fields,
        key=_key(sheet, contents, fields),
        kind_confidence=kind_confidence,
        kind_because=kind_because,
        suggestions=suggestions,
    )


def _content(sheet: Sheet, name: str) -> Content:
    column = sheet.understood(name)
    head = column.slice(0, _SAMPLE).drop_null()
    cells = tuple(cell for cell in head.to_pylist() if cell.strip())
    if len(cells) < 20 and len(column) > _SAMPLE:
        more = column.drop_null().slice(0, _SAMPLE).to_pylist()
        cells = tuple(cell for cell in more if cell.strip())
    unique = bool(cells) and column.null_count == 0 and len(set(cells)) == len(cells)
    if unique and len(column) > _SAMPLE:
        unique = pc.count_distinct(column).as_py() == len(column)
    return Content(cells, len(column), unique)


def _by_header(kind: Kind, sheet: Sheet, contents: AnyMapping[str, Content]) -> Iterator[_Guess]:
    index = header_index(kind)
    by_tokens = token_index(index)
    for column in sheet.columns:
        if not column.header:
            continue
        content = contents[column.name]
        for found in header_hits(column.header, index, by_tokens, kind):
            field_name, part, score, because = found
            field = kind.by_name[field_name]
            fitting, remark = fits(field, part, content)
            if field.type == "date" and not part and content.years > 0.9:
                fitting *= _ONLY_YEARS
            confidence = min(0.99, score * fitting)
            if confidence >= _SUGGESTED:
                yield _Guess(column.name, field_name, part, confidence, because + remark, "header")


def _assign(guesses: list[_Guess], taken: list[_Guess] | None = None) -> list[_Guess]:
    """The best guesses, each column and each place of a field once."""
    columns = {guess.column for guess in taken or () if guess.confidence >= ENOUGH}
    places = {(guess.field, guess.part) for guess in taken or () if guess.confidence >= ENOUGH}
    chosen: list[_Guess] = []
    for guess in sorted(guesses, key=lambda each: -each.confidence):
        if guess.column in columns or (guess.field, guess.part) in places:
            continue
        columns.add(guess.column)
        places.add((guess.field, guess.part))
        chosen.append(guess)
    return chosen


def _names_by_their_company(
    taken: list[_Guess], contents: AnyMapping[str, Content], kind: Kind
) -> list[_Guess]:
    """ "Name" beside "Surname" is the given name; "Surname" alone with two words in it is all."""
    place = {guess.field: guess for guess in taken if not guess.part}
    full, given, family = (place.get(name) for name in ("full_name", "given_name", "family_name"))
    if full and family and not given and "given_name" in kind.by_name:
        content = contents[full.column]
        if content.words <= 1 and content.cells:
            because = full.because + "; a family name stands beside it"
            other = replace(full, field="given_name", because=because)
            return [other if guess is full else guess for guess in taken]
    for alone, company in ((family, given), (given, family)):
        if alone and not company and not full and "full_name" in kind.by_name:
            content = contents[alone.column]
            if content.words >= 2 and len(content.cells) > 2:
                because = alone.because + "; but cells have several words and no other name does"
                whole = replace(alone, field="full_name", because=because, confidence=0.7)
                return [whole if guess is alone else guess for guess in taken]
    return taken


def _by_content(
    kind: Kind, sheet: Sheet, contents: AnyMapping[str, Content], taken: list[_Guess]
) -> Iterator[_Guess]:
    """Guesses for columns whose headers say nothing that is known."""
    used = {guess.column for guess in taken if guess.confidence >= _SUGGESTED}
    filled = {guess.field for guess in taken if guess.confidence >= ENOUGH}
    free = [column.name for column in sheet.columns if column.name not in used]
    names = [column.name for column in sheet.columns]
    yield from _split_dates(kind, names, free, contents, filled)
    for name in free:
        content = contents[name]
        if len(content.cells) < 3:
            continue
        sex = kind.by_role.get("sex")
        if sex and sex.name not in filled and sex.vocabulary is not None and content.lettered > 0.9:
            codes = {
                sex.vocabulary.by_word[word]
                for word in content.folded
                if word in sex.vocabulary.by_word
            }
            if len(codes) > 1 and content.known(frozenset(sex.vocabulary.by_word)) > 0.9:
                yield _Guess(
                    name, sex.name, "", 0.75, "its cells are words for women and men", "content"
                )
        birth = kind.by_role.get("birth_date")
        years = content.full_dates
        lifelong = len(years) > 0.8 * len(content.cells) and _spread(years) >= 15
        if birth and birth.name not in filled and lifelong:
            because = "its cells are dates over a lifetime"
            yield _Guess(name, birth.name, "", 0.45, because, "content")
        person = kind.by_role.get("full_name")
        if (
            person
            and not filled & {"full_name", "given_name", "family_name"}
            and 2 <= content.words <= 4
            and content.lettered > 0.95
            and content.capitalised > 0.9
            and content.distinct > 0.7
        ):
            because = "its cells are two to four capitalised words, nearly all different"
            yield _Guess(name, person.name, "", 0.55, because, "content")


def _split_dates(
    kind: Kind,
    names: list[str],
    free: list[str],
    contents: AnyMapping[str, Content],
    filled: set[str],
) -> Iterator[_Guess]:
    """Years, months and days in three columns side by side."""
    for start in range(len(names) - 2):
        three = names[start : start + 3]
        if not all(name in free and len(contents[name].cells) > 2 for name in three):
            continue
        for order in (("year", "month", "day"), ("day", "month", "year"), ("month", "day", "year")):
            parts = dict(zip(order, three, strict=True))
            year, month, day = (contents[parts[part]] for part in ("year", "month", "day"))
            if year.years < 0.95 or month.within(1, 12) < 0.95 or day.within(1, 31) < 0.95:
                continue
            if day.within(1, 12) > 0.95 and len(day.cells) > 30:
                continue
            role = "birth_date" if _spread(year.integers) >= 15 else "event_date"
            field = kind.by_role.get(role)
            if field is None or field.name in filled:
                break
            because = "three columns side by side hold years, months and days"
            for part, name in parts.items():
                yield _Guess(name, field.name, part, 0.6, because, "content")
            break


def _spread(years: tuple[int, ...]) -> float:
    """Over how many years the middle eight tenths of some years lie."""
    if len(years) < 3:
        return 0.0
    tenths = statistics.quantiles(years, n=10)
    return tenths[-1] - tenths[0]


def _sources(kind: Kind, sheet: Sheet, sure: list[_Guess]) -> dict[str, Source]:
    """The guesses field by field, in the kind's order."""
    headers = {column.name: column.header for column in sheet.columns}
    fields: dict[str, Source] = {}
    for field in kind.fields:
        mine = [guess for guess in sure if guess.field == field.name]
        if not mine:
            continue
        whole = tuple(guess.column for guess in mine if not guess.part)
        parts = {guess.part: guess.column for guess in mine if guess.part}
        if field.type == "date" and set(parts) == {"year"}:
            whole, parts = (*whole, parts["year"]), {}
        if field.type == "name" and whole and "first" not in parts and parts:
            whole, parts = whole[1:], {"first": whole[0], **parts}
        # Our own exports have a position as it was entered beside its numbers: that goes first.
        ours = f"{field.name}.lat" in headers
        if field.type == "position" and whole and {"lat", "lon"} <= parts.keys() and not ours:
            whole = ()
        ordered = {part: parts[part] for part in (*field.parts, *PLACES) if part in parts}
        best = max(mine, key=lambda guess: guess.confidence)
        fields[field.name] = Source(
            columns=whole,
            parts={**ordered, **parts},
            confidence=round(min(guess.confidence for guess in mine), 2),
            because=best.because,
            by="header" if best.by == "header" else "content",
            order=_order(headers[best.column]) if field.type == "date" else None,
        )
    return fields


def _order(header: str) -> Order | None:
    """The order of days and months that a header asks for, if it says so."""
    text = f" {fold(header)} "
    found = [
        order
        for order, words in data()["orders"].items()
        if any(f" {word} " in text for word in words)
    ]
    return found[0] if len(found) == 1 else None


def _key(
    sheet: Sheet, contents: AnyMapping[str, Content], fields: AnyMapping[str, Source]
) -> str | None:
    """The column that tells records apart: unique, and called an identifier or looking like one.

    Running numbers count only under a header that says so: the next list numbers its rows anew.
    """
    words = data()["keys"]
    best: tuple[float, str] | None = None
    number = fields.get("record_number")
    for column in sheet.columns:
        content = contents[column.name]
        if not content.unique:
            continue
        tokens = set(fold(column.header).split()) | {fold(column.header)}
        numbered = _running(content)
        named = bool(tokens & words)
        score = 0.0
        if named:
            score = 2.0 if number is not None and column.name in number.columns else 1.5
            score -= 0.5 * numbered
        elif number is not None and column.name in number.columns and not numbered:
            score = 1.0
        if score and (best is None or score > best[0]):
            best = (score, column.name)
    return None if best is None else best[1]


def _running(content: Content) -> bool:
    """True for 1, 2, 3, … in order."""
    return content.whole == 1.0 and content.integers == tuple(
        range(content.integers[0], content.integers[0] + len(content.integers))
    )
