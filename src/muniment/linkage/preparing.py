"""Linkable table in, prepared columns out: keys of names, parts of dates, how common a value is.

Everything that is costly is done once for each distinct value, so that comparing and blocking are
plain SQL. A prepared column is named after its role with a suffix:

- ``_o`` as written in small letters, each of one byte (see ``letters.py``), ``_k`` key, ``_s``
  skeleton (the key without its vowels), ``_n`` number of words, ``_w`` the skeletons of its words,
  ``_c`` number of its script, ``_p`` what its words may be found by;
- ``_f`` and ``_g`` which letters the key and the name as written have;
- ``_b`` how rare the key is and ``_r`` how rare the skeleton is (0 the commonest, each step three
  times rarer);
- of dates ``_y``, ``_m``, ``_d`` year, month, day, ``_t`` the eight digits of a whole date, ``_e``
  and ``_l`` the first and the last day it may be (proleptic Gregorian ordinals).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from muniment.linkage import spelling
from muniment.linkage.ages import with_days_of_ages
from muniment.linkage.fields import Role, roles
from muniment.linkage.fullnames import with_parts
from muniment.linkage.letters import bits, single_bytes
from muniment.values.period import Period

RAREST = 7
"""The highest step of rareness that is told apart."""
_STEP = 3.0
_FEW_STEPS = 4
_DAYS_A_YEAR = 365.2425
_SEASONS = range(21, 25)
_READINGS = 4
_LARGE = 50_000
"""In larger registers a word is sought by its likeliest reading only."""


Codes = npt.NDArray[np.int64]
Counts = npt.NDArray[np.float64]
Cells = list[Codes]


HABITS = ("one list", "two lists", "two scripts")
"""In what a pair of records may differ in spelling: each has its own table of what is usual."""


@dataclass(frozen=True, slots=True)
class Commonness:
    """How common the values of a column are, by step of rareness (0 the commonest).

    ``chance`` that two random records that give the field share a key of the step, and
    ``spelled`` that they share it letter by letter: a row for each of ``HABITS``, or a single
    row where habits of spelling do not matter. ``share`` of the records whose key another has too
    that have one of the step.
    """

    chance: tuple[tuple[float, ...], ...]
    spelled: tuple[tuple[float, ...], ...]
    share: tuple[float, ...]


@dataclass(frozen=True)
class Prepared:
    """Records ready to be compared.

    ``table`` has one row a record in the order of the input: ``rid`` (int32, the row's number),
    ``record_id``, ``list_code`` (int16, the place of its list in ``lists``) and the prepared
    columns. ``fields`` are the roles that are compared, ``common`` how common the values of a
    prepared column of rareness are.
    """

    table: pa.Table
    fields: tuple[Role, ...]
    lists: tuple[str, ...]
    common: dict[str, Commonness] = field(default_factory=dict)


def prepare(table: pa.Table) -> Prepared:
    """The prepared records of a linkable table (``record_id``, ``list`` and role columns).

    Raises ValueError when ``record_id`` or ``list`` is missing, ids are repeated, or no column has
    a role with at least one value.
    """
    _check(table)
    table = with_days_of_ages(with_parts(table))
    size = table.num_rows
    lists = table["list"].combine_chunks().dictionary_encode()
    columns: dict[str, pa.Array] = {
        "rid": pa.array(np.arange(size, dtype=np.int32)),
        "record_id": table["record_id"].combine_chunks(),
        "list_code": pc.fill_null(lists.indices.cast(pa.int16()), -1),
    }
    of_list = columns["list_code"].to_numpy().astype(np.int64)
    spelled = spelling.Spellings()
    common: dict[str, Commonness] = {}
    used: list[Role] = []
    whole_names = _given(table, "full_name")
    for role in roles():
        if role.name == "birth_date":
            values = _births(table)
        elif role.name == "full_name" and whole_names:
            values = _whole_names(table)
        elif role.kind == "point":
            if _given(table, "latitude") and _given(table, "longitude"):
                used.append(role)
                columns.update(_positions(table))
            continue
        elif _given(table, role.name):
            values = table[role.name].combine_chunks()
        else:
            continue
        if values is None or values.null_count == size:
            continue
        used.append(role)
        coded = _coded(values, of_list, spelled)
        columns.update(_PREPARERS[role.kind](role.name, coded, common))
    if not used:
        raise ValueError("no column of this table has a role that records can be compared by")
    return Prepared(pa.table(columns), tuple(used), tuple(lists.dictionary.to_pylist()), common)


def _check(table: pa.Table) -> None:
    for name in ("record_id", "list"):
        if name not in table.column_names:
            raise ValueError(f"the table to link has no column {name!r}")
    ids = table["record_id"]
    if ids.null_count or pc.count_distinct(ids).as_py() != table.num_rows:
        raise ValueError("record_id must be given and different in every row of the table to link")


def _given(table: pa.Table, name: str) -> bool:
    return name in table.column_names and table[name].null_count < table.num_rows


@dataclass(frozen=True)
class _Coded:
    """A column by its distinct values: ``codes`` (a row, -1 for null) and their texts; ``lists``
    are the numbers of the rows' lists (-1: none), ``spelled`` what is known of words so far."""

    texts: list[str]
    codes: Codes
    lists: Codes
    spelled: spelling.Spellings

    def words(self) -> list[tuple[str, ...]]:
        """The words of each distinct text, whose keys are known from now on."""
        found = [spelling.words(text) for text in self.texts]
        self.spelled.learn(found)
        return found

    def spread(self, values: Sequence[object], kind: pa.DataType) -> pa.Array:
        """A value for each distinct text, spread to the rows; null where nothing is given.

        Texts are spread as numbers of the distinct ones (a dictionary array).
        """
        found = pa.array(values, type=kind)
        return self.across(found.dictionary_encode() if pa.types.is_string(kind) else found)

    def across(self, values: pa.Array) -> pa.Array:
        """The same for values that are an array already."""
        return values.take(pa.array(self.codes, mask=self.codes < 0))


def _coded(values: pa.Array, lists: Codes, spelled: spelling.Spellings) -> _Coded:
    encoded = values.cast(pa.string()).dictionary_encode()
    codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    return _Coded(encoded.dictionary.to_pylist(), codes, lists, spelled)


def _commonness(
    coded: _Coded,
    keys: Sequence[str | None],
    steps: int,
    cells: Cells | None = None,
    written: Sequence[str | None] | None = None,
) -> tuple[pa.Array, Commonness]:
    """The step of rareness of each row's key, and how common the keys of each step are.

    ``cells`` are the partitions of the rows from the finest to the whole, by which ``HABITS`` are
    told apart; ``written`` are finer values of which each belongs to one key.
    """
    of_row, counts, of_text = _counted(coded, keys)
    if not len(counts):
        nothing = ((0.0,),) * (len(cells) if cells else 1)
        return coded.spread([None] * len(keys), pa.int8()), Commonness(nothing, nothing, (1.0,))
    steps = min(steps, int(np.log(counts.max()) / np.log(_STEP)))
    step = np.minimum(np.log(counts.max() / counts) // np.log(_STEP), steps).astype(np.int64)
    cells = cells or [np.zeros(len(of_row), dtype=np.int64)]
    chance = _shared(of_row, of_row, step, cells, steps)
    spelled = chance
    if written is not None:
        spelled = _shared(_counted(coded, written)[0], of_row, step, cells, steps)
    shared = np.bincount(step, np.where(counts > 1, counts, 0.0), minlength=steps + 1) + 1.0
    by_text = [int(step[n]) if n >= 0 else None for n in of_text]
    return coded.spread(by_text, pa.int8()), Commonness(
        chance, spelled, tuple((shared / shared.sum()).tolist())
    )


def _shared(
    values: Codes, keys: Codes, step: Codes, cells: Cells, steps: int
) -> tuple[tuple[float, ...], ...]:
    """How often two random rows share a value, by partition (less the finer ones) and step."""
    given = keys >= 0
    rows: list[tuple[float, ...]] = []
    counted: Counts = np.zeros(steps + 1)
    possible = 0.0
    step_of = np.zeros(int(values.max(initial=0)) + 1, dtype=np.int64)
    step_of[values[given]] = step[keys[given]]
    for cell in cells:
        width = int(cell.max()) + 1
        # Counted by hashing: sorting all rows for each field and habit takes seconds of a million.
        both = pc.value_counts(pa.array(values[given] * width + cell[given]))
        found, times = (both.field(name).to_numpy() for name in ("values", "counts"))
        alike: Counts = np.bincount(
            step_of[found // width], times * (times - 1.0), minlength=steps + 1
        ).astype(np.float64)
        sizes = np.bincount(cell[given]).astype(np.float64)
        pairs = float((sizes * (sizes - 1)).sum())
        rows.append(tuple(((alike - counted) / max(pairs - possible, 1.0)).tolist()))
        counted, possible = alike, pairs
    return tuple(rows)


def _counted(coded: _Coded, keys: Sequence[str | None]) -> tuple[Codes, Counts, Codes]:
    """The number of each row's key (-1: none), in how many rows each stands, that of each text."""
    number = {key: place for place, key in enumerate(dict.fromkeys(key for key in keys if key))}
    of_text = np.array([number[key] if key else -1 for key in keys], dtype=np.int64)
    of_row = np.append(of_text, -1)[coded.codes]
    counts = np.bincount(of_row[of_row >= 0], minlength=len(number)).astype(np.float64)
    return of_row, counts, of_text


def _scripts(coded: _Coded) -> tuple[Codes, Cells]:
    """The number of each row's script, and the rows by script and list, by script, and whole."""
    scripts = [spelling.script(text) for text in coded.texts]
    number = {script: place for place, script in enumerate(sorted({*scripts, ""}))}
    of_row = np.array([*(number[script] for script in scripts), 0])[coded.codes]
    finest = of_row * (int(coded.lists.max()) + 2) + coded.lists + 1
    return of_row, [finest, of_row, np.zeros(len(of_row), dtype=np.int64)]


def _names(role: str, coded: _Coded, common: dict[str, Commonness]) -> dict[str, pa.Array]:
    words = coded.words()
    written = single_bytes([_joined(map(str.casefold, found)) for found in words])
    keys = [_joined(map(coded.spelled.key, found)) for found in words]
    skeletons = [_joined(map(coded.spelled.skeleton, found)) for found in words]
    scripts, cells = _scripts(coded)
    rare, common[f"{role}_b"] = _commonness(coded, keys, RAREST, cells, written)
    rare_skeleton, common[f"{role}_r"] = _commonness(coded, skeletons, _FEW_STEPS)
    return {
        f"{role}_o": coded.spread(written, pa.string()),
        f"{role}_k": coded.spread(keys, pa.string()),
        f"{role}_s": coded.spread(skeletons, pa.string()),
        f"{role}_f": coded.across(bits(keys)),
        f"{role}_g": coded.across(bits(written)),
        f"{role}_b": rare,
        f"{role}_r": rare_skeleton,
        f"{role}_n": coded.spread([len(found) or None for found in words], pa.int8()),
        f"{role}_p": coded.spread([_sounds(found, coded) for found in words], pa.string()),
        f"{role}_c": pa.array(scripts.astype(np.int8)),
    }


def _sounds(words: Sequence[str], coded: _Coded) -> str | None:
    """The words by what they may be found by: words apart by blanks, readings of one by bars."""
    most = _READINGS if len(coded.codes) <= _LARGE else 1
    found = ["|".join(coded.spelled.sounds(word, most)) for word in words if len(word) > 1]
    return " ".join(found) or None


def _joined(words: Iterable[str]) -> str | None:
    return " ".join(filter(None, words)) or None


def _words(role: str, coded: _Coded, common: dict[str, Commonness]) -> dict[str, pa.Array]:
    words = coded.words()
    keys = [_joined(sorted(map(coded.spelled.key, found))) for found in words]
    skeletons = [sorted({coded.spelled.skeleton(word) for word in found}) for found in words]
    scripts, cells = _scripts(coded)
    rare, common[f"{role}_b"] = _commonness(coded, keys, RAREST, cells)
    return {
        f"{role}_c": pa.array(scripts.astype(np.int8)),
        f"{role}_p": coded.spread([_sounds(found, coded) for found in words], pa.string()),
        f"{role}_k": coded.spread(keys, pa.string()),
        f"{role}_s": coded.spread([" ".join(found) or None for found in skeletons], pa.string()),
        f"{role}_w": coded.spread([found or None for found in skeletons], pa.list_(pa.string())),
        f"{role}_b": rare,
    }


def _categories(role: str, coded: _Coded, common: dict[str, Commonness]) -> dict[str, pa.Array]:
    keys = [
        None if text.casefold() == "unknown" else _joined(map(str.casefold, spelling.words(text)))
        for text in coded.texts
    ]
    rare, common[f"{role}_b"] = _commonness(coded, keys, _FEW_STEPS)
    return {f"{role}_k": coded.spread(single_bytes(keys), pa.string()), f"{role}_b": rare}


def _dates(role: str, coded: _Coded, common: dict[str, Commonness]) -> dict[str, pa.Array]:
    parts = [_parts(text) for text in coded.texts]
    whole = [part[3] for part in parts]
    rare, common[f"{role}_b"] = _commonness(coded, whole, _FEW_STEPS)
    columns = {f"{role}_t": coded.spread(whole, pa.string()), f"{role}_b": rare}
    for place, suffix, kind in (
        (0, "y", pa.int16()),
        (1, "m", pa.int8()),
        (2, "d", pa.int8()),
        (4, "e", pa.int32()),
        (5, "l", pa.int32()),
    ):
        columns[f"{role}_{suffix}"] = coded.spread([part[place] for part in parts], kind)
    return columns


_Parts = tuple[int | None, int | None, int | None, str | None, int | None, int | None]
_NO_DATE: _Parts = (None, None, None, None, None, None)


def _parts(text: str) -> _Parts:
    """Year, month, day, the eight digits of a whole date, first and last possible day of EDTF.

    A day that no calendar has is compared by its digits, and may be any day of its year.
    """
    try:
        period = Period.parse(text)
    except ValueError:
        return _NO_DATE
    point = period.start
    days = period.days
    if days is None and point is not None and point.year is not None and 0 < point.year < 9999:
        days = datetime.date(point.year, 1, 1), datetime.date(point.year, 12, 31)
    if days is None or point is None:
        return _NO_DATE
    first, last = (day.toordinal() for day in days)
    if period.interval or point.year is None:
        return None, None, None, None, first, last
    month = point.month if point.month is not None and point.month not in _SEASONS else None
    day = point.day if month is not None else None
    if point.mark:
        widened = 1 if day else 31 if month else 366
        first, last = first - widened, last + widened
    whole = None if month is None or day is None else f"{point.year:04d}{month:02d}{day:02d}"
    return point.year, month, day, whole, first, last


def _births(table: pa.Table) -> pa.Array | None:
    """Dates of birth; where none is given but an age is, the years it leaves open."""
    dated = table["birth_date"].combine_chunks() if _given(table, "birth_date") else None
    if not (_given(table, "age") and _given(table, "age_on")):
        return dated
    ages = pc.cast(table["age"], pa.float64(), safe=False).to_pylist()
    days = table["age_on"].to_pylist()
    written = dated.to_pylist() if dated is not None else [None] * table.num_rows
    return pa.array(
        [
            text if text is not None else _born(age, on)
            for text, age, on in zip(written, ages, days, strict=True)
        ],
        type=pa.string(),
    )


def _born(age: float | None, on: str | None) -> str | None:
    """The EDTF interval of years in which somebody of this age on this day was born."""
    if age is None or on is None:
        return None
    parts = _parts(on)
    if parts[4] is None or parts[5] is None or not 0 <= age < 130:
        return None
    first = int(parts[4] / _DAYS_A_YEAR - age - 1) + 1
    last = int(parts[5] / _DAYS_A_YEAR - age) + 1
    return f"{first:04d}/{last:04d}" if first != last else f"{first:04d}"


def _whole_names(table: pa.Table) -> pa.Array:
    """Full names; made from the names' own columns where a record gives only these."""
    parts = [
        table[name].combine_chunks()
        for name in ("given_name", "father_name", "family_name")
        if name in table.column_names
    ]
    whole = table["full_name"].combine_chunks()
    if not parts:
        return whole
    # Joined with nulls skipped, rows in which all are null would be dropped.
    joined = pc.binary_join_element_wise(*(pc.fill_null(part, "") for part in parts), " ")
    joined = pc.utf8_trim_whitespace(pc.replace_substring_regex(joined, " +", " "))
    return pc.coalesce(whole, pc.if_else(pc.equal(joined, ""), None, joined))


def _positions(table: pa.Table) -> dict[str, pa.Array]:
    size = table.num_rows
    uncertain = (
        pc.fill_null(table["position_uncertainty_m"].combine_chunks(), 0.0)
        if "position_uncertainty_m" in table.column_names
        else pa.array(np.zeros(size))
    )
    return {
        "position_lat": table["latitude"].combine_chunks(),
        "position_lon": table["longitude"].combine_chunks(),
        "position_u": uncertain,
    }


_Preparer = Callable[[str, _Coded, dict[str, Commonness]], dict[str, pa.Array]]
_PREPARERS: dict[str, _Preparer] = {
    "name": _names,
    "words": _words,
    "place": _names,
    "category": _categories,
    "code": _categories,
    "sex": _categories,
    "birth": _dates,
    "event": _dates,
}
