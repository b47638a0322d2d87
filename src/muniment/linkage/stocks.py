"""What a record may be found by: the parts of its names, dates and places, as numbers.

A stock is a kind of part: names (whichever column they stand in), the year and the day of birth,
the weeks of an event, a place, a code. Of one stock a record may have several parts, one a column
here. Two columns with the same ``word`` are readings of one thing and never stand together in a
key.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from muniment.linkage.preparing import Prepared

Codes = npt.NDArray[np.int32]
Marks = npt.NDArray[np.uint64]
_EVENT_WINDOW = 16
"""Days of a window of an event; windows overlap by half."""


@dataclass
class Stock:
    """Parts of one kind.

    ``columns`` have a part a record (-1: none), ``words`` what each column is of, ``marks`` a
    random number for each part.
    """

    name: str
    columns: list[Codes]
    words: list[int]
    marks: Marks

    @property
    def chance(self) -> float:
        """How often two random records that have such a part share it."""
        counts = self.counts()
        total = counts.sum()
        return float((counts / total) @ (counts / total)) if total else 1.0

    def counts(self) -> npt.NDArray[np.float64]:
        """In how many cells each part stands."""
        counts = np.zeros(len(self.marks))
        for column in self.columns:
            counts += np.bincount(column[column >= 0], minlength=len(self.marks))
        return counts


def stocks(prepared: Prepared) -> list[Stock]:
    """The stocks that prepared records have."""
    found: list[Stock] = []
    draw = np.random.default_rng(1)
    texts: list[pa.Array] = []

    def add(name: str, columns: list[Codes], words: list[int]) -> None:
        size = max((int(column.max(initial=-1)) + 1 for column in columns), default=0)
        if size:
            marks = draw.integers(0, 2**64, size, dtype=np.uint64)
            found.append(Stock(name, columns, words, marks))

    table = prepared.table
    for role in prepared.fields:
        f = role.name
        if role.block == "names":
            texts.append(table[f"{f}_p"].combine_chunks())
        elif role.block == "birth":
            add("birth day", [_day(table, f)], [0])
            add("birth year", [_numbers(table[f"{f}_y"])], [0])
        elif role.block == "event":
            add(f, _windows(table, f), [0, 0])
        elif role.block in ("value", "alone"):
            column = f"{f}_s" if role.kind in ("name", "place") else f"{f}_k"
            add(f, [_coded(table[column].combine_chunks())], [0])
    if texts:
        add("name", *_names(texts))
    return found


def _numbers(values: pa.ChunkedArray) -> Codes:
    """Whole numbers as parts, the least as 0; -1 for null."""
    whole = values.combine_chunks().cast(pa.int32())
    given = whole.is_valid().to_numpy(zero_copy_only=False)
    numbers = whole.fill_null(0).to_numpy().astype(np.int32)
    least = numbers[given].min(initial=np.iinfo(np.int32).max) if given.any() else 0
    result: Codes = np.where(given, numbers - least, -1).astype(np.int32)
    return result


def _coded(values: pa.Array) -> Codes:
    codes = values.dictionary_encode().indices.fill_null(-1)
    result: Codes = codes.to_numpy(zero_copy_only=False).astype(np.int32)
    return result


def _day(table: pa.Table, f: str) -> Codes:
    """The day of the year, the same with day and month in each other's place."""
    month, day = (_filled(table[f"{f}_{part}"]) for part in "md")
    low, high = np.minimum(month, day), np.maximum(month, day)
    result: Codes = np.where(low > 0, low * 32 + high, -1).astype(np.int32)
    return result


def _filled(values: pa.ChunkedArray) -> Codes:
    filled: Codes = values.combine_chunks().fill_null(0).to_numpy().astype(np.int32)
    return filled


def _windows(table: pa.Table, f: str) -> list[Codes]:
    """The windows of days in which an event may begin; those of both kinds are numbered apart."""
    first, last = _filled(table[f"{f}_e"]), _filled(table[f"{f}_l"])
    known = (first > 0) & (last - first <= 2 * _EVENT_WINDOW)
    if not known.any():
        return []
    since = first - first[known].min()
    half = _EVENT_WINDOW // 2
    return [
        np.where(known, (since + shift) // _EVENT_WINDOW * 2 + (shift > 0), -1).astype(np.int32)
        for shift in (0, half)
    ]


def _names(columns: list[pa.Array]) -> tuple[list[Codes], list[int]]:
    """The readings of the words of all columns of names, numbered together."""
    number: dict[str, int] = {}
    found: list[Codes] = []
    words: list[int] = []
    for values in columns:
        encoded = values.dictionary_encode()
        codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        split = [
            [word.split("|") for word in text.split(" ")] for text in encoded.dictionary.to_pylist()
        ]
        first = max(words, default=-1) + 1
        for place in range(max(map(len, split), default=0)):
            readings = max(len(text[place]) for text in split if len(text) > place)
            for reading in range(readings):
                parts = [
                    number.setdefault(text[place][reading], len(number))
                    if len(text) > place and len(text[place]) > reading
                    else -1
                    for text in split
                ]
                found.append(np.array([*parts, -1], dtype=np.int32)[codes])
                words.append(first + place)
    return found, words
