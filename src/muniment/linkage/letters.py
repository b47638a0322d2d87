"""Letters of values as numbers, so that a database compares values letter by letter, and quickly.

Databases measure likeness on the bytes of UTF-8, in which a letter that is not Latin takes two and
more: of a Cyrillic word with a letter too many they say that it is two away. And most pairs of
words are so unlike that their letters, in whatever order, show it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

_BYTES = range(1, 0x80)
"""The characters that take one byte of UTF-8, but for the one that ends a text elsewhere."""
_PRIVATE = 0xF0000
"""The first code point of a private use area of Unicode."""
_LETTERS = 32
"""Letters are told apart by their last five bits, as those of ASCII are."""


def single_bytes(values: Sequence[str | None]) -> Sequence[str | None]:
    """The values with a character of one byte for each of their letters.

    Two values are the same afterwards if they were before, and have as many characters. Where the
    values have more than 127 different letters, the rarest keep several bytes. Values in
    ASCII stay what they are.
    """
    if all(value is None or value.isascii() for value in values):
        return values
    counts = Counter("".join(value for value in values if value))
    ordered = sorted(counts, key=lambda letter: (-counts[letter], letter))
    single, rest = ordered[: len(_BYTES)], ordered[len(_BYTES) :]
    kept = {letter for letter in single if ord(letter) in _BYTES}
    free = (chr(code) for code in _BYTES if chr(code) not in kept)
    table = {ord(letter): next(free) for letter in single if letter not in kept}
    table |= {ord(letter): chr(_PRIVATE + ord(letter)) for letter in rest if letter.isascii()}
    return [value and value.translate(table) for value in values]


def bits(values: Sequence[str | None]) -> pa.Array:
    """Which letters each value has (int64): a bit for each, and one for those it has twice.

    What puts one letter wrong, in or out of a value, changes two of these bits at most, as it
    takes one of a kind and adds one of another.
    """
    known = pa.array(values, pa.string())
    bounds = np.frombuffer(known.buffers()[1], dtype=np.int32)[: len(values) + 1]
    letters = np.frombuffer(known.buffers()[2] or b"", dtype=np.uint8)[: bounds[-1]] % _LETTERS
    cells = np.repeat(np.arange(len(values)) * _LETTERS, np.diff(bounds)) + letters
    counts = np.bincount(cells, minlength=len(values) * _LETTERS).reshape(-1, _LETTERS)
    marks = np.packbits(np.hstack([counts > 0, counts > 1]), axis=1).view(np.int64).ravel()
    return pa.array(marks, mask=known.is_null().to_numpy(zero_copy_only=False))
