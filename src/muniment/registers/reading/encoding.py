"""Bytes of a text list in; its lines as text, and how they had to be read, out.

Lists are names and figures, not sentences, so old encodings are told by letters (which letters a
language has, how frequent they are, that capitals do not stand inside words), not by words. A
file may also have been pasted together from several: lines that are no UTF-8 among lines that
are, are read each for itself.
"""

from __future__ import annotations

import codecs
import functools
import hashlib
import itertools
import math
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from muniment.registers.reading.model import UnreadableList

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHUNK = 1 << 20
_SAMPLE = 40_000
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_WORD = re.compile(r"[^\W\d_]+")
_PLAIN = frozenset("µ²³±½«»“”„‘’–—…№°  ­­")
_MICRO = re.compile(r"µ(?=(?:g|m|l|L|S|M|mol|Sv)(?![^\W\d_]))")
"""The sign of a unit (µg/l, µS/cm), which is the only letter beyond ASCII in many measurements."""
_LEAST_SCORE = 0.25
_LEAST_OWN_ALPHABET = 15
_LACKING = 0.4


@dataclass(frozen=True, slots=True)
class _Encoding:
    codec: str
    languages: tuple[dict[str, float], ...]
    bonus: float
    needs: frozenset[str]
    decode: Callable[[bytes], str]


@dataclass(slots=True)
class TextSource:
    """A text file after a first look: how it is to be read, before any of it is kept.

    ``remark`` says in a sentence's part where the encoding was guessed; ``mended`` lists
    (line, what was done) for lines that are not in the encoding of the others and is filled
    while ``lines`` runs.
    """

    path: Path
    name: str
    encoding: str
    sha256: str
    remark: str | None
    newline: str
    mark: int = 0
    mixed: bool = False
    mended: list[tuple[int, str]] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """The physical lines, each with its line end. Memory: one line."""
        if self.mixed or self.encoding in _tables():
            yield from self._line_by_line()
            return
        with self.path.open(
            encoding=self.encoding, errors="replace", newline=self.newline
        ) as stream:
            first = True
            for line in stream:
                if first:
                    first = False
                    line = line.removeprefix("\ufeff")
                yield line

    def _line_by_line(self) -> Iterator[str]:
        table = _tables().get(self.encoding)
        with self.path.open("rb") as stream:
            stream.seek(self.mark)
            for number, line in enumerate(_binary_lines(stream, self.newline), start=1):
                if table is not None:
                    yield codecs.charmap_decode(line, "replace", table)[0]
                    continue
                try:
                    yield line.decode("utf-8")
                except UnicodeDecodeError:
                    text, how = _mend(line)
                    self.mended.append((number, how))
                    yield text


def _binary_lines(stream: Iterator[bytes], newline: str) -> Iterator[bytes]:
    """Lines of a binary stream where carriage returns alone may end them."""
    if newline != "\r":
        yield from stream
        return
    rest = b""
    for block in stream:
        *whole, rest = (rest + block).split(b"\r")
        for line in whole:
            yield line + b"\r"
    if rest:
        yield rest


def look_at(path: Path, name: str) -> TextSource:
    """Find out a text file's encoding and line ends, reading it once in pieces.

    Raises UnreadableList when it is no text.
    """
    digest = hashlib.sha256()
    strict = codecs.getincrementaldecoder("utf-8")()
    valid, size, zeros, head = True, 0, 0, b""
    lines = returns = both = 0
    with path.open("rb") as stream:
        while block := stream.read(_CHUNK):
            digest.update(block)
            if not size:
                head = block
            size += len(block)
            zeros += block.count(b"\x00")
            lines += block.count(b"\n")
            returns += block.count(b"\r")
            both += block.count(b"\r\n")
            if valid:
                try:
                    strict.decode(block)
                except UnicodeDecodeError:
                    valid = False
    if valid:
        try:
            strict.decode(b"", final=True)
        except UnicodeDecodeError:
            valid = False
    newline = "\r" if returns - both > lines else "\n"
    source = functools.partial(TextSource, path, name, sha256=digest.hexdigest())
    for mark, encoding in _MARKS:
        if head.startswith(mark) and (encoding != "utf-8" or valid):
            return source(encoding, remark=None, newline=_wide_newline(head, encoding, newline))
    wide = _wide(head, zeros / max(1, size))
    if wide is not None:
        remark = f"the encoding was guessed as {wide.upper()}"
        return source(wide, remark=remark, newline=_wide_newline(head, wide, newline))
    if zeros > max(3, size // 1000) or _binary(head):
        raise UnreadableList(name, "is not a table: it holds bytes that no text has.")
    if valid:
        return source("utf-8", remark=_mojibake(head), newline=newline)
    return _old(path, name, source, newline)


def _wide_newline(head: bytes, encoding: str, newline: str) -> str:
    if encoding == "utf-8":
        return newline
    text = head[:200_000].decode(encoding, errors="ignore")
    return "\r" if text.count("\r") - text.count("\r\n") > text.count("\n") else "\n"


def _wide(head: bytes, zeros: float) -> str | None:
    """UTF-16 or UTF-32 without a mark: zero bytes stand at every second or fourth place only."""
    sample = head[:20_000]
    if len(sample) < 8 or zeros < 0.02:
        return None
    at = [sample[start::4].count(0) for start in range(4)]
    quarter = len(sample) // 4
    if at[2] + at[3] > 1.9 * quarter:
        return "utf-32-le"
    if at[0] + at[1] > 1.9 * quarter:
        return "utf-32-be"
    even, odd = at[0] + at[2], at[1] + at[3]
    if odd > 20 * even:
        return "utf-16-le"
    if even > 20 * odd:
        return "utf-16-be"
    return None


def _binary(head: bytes) -> bool:
    sample = head[:20_000]
    odd = sum(sample.count(byte) for byte in (*range(1, 7), *range(14, 27), 28, 29, 30))
    return odd > max(4, len(sample) // 100)


def _mojibake(head: bytes) -> str | None:
    """A remark where valid UTF-8 looks like UTF-8 once read as Windows-1252 and saved again."""
    text = head[:_SAMPLE].decode("utf-8", errors="ignore")
    words = [word for word in re.findall(r"\S+", text) if not word.isascii()]
    twice = 0
    for word in words:
        for codec in ("cp1252", "latin-1"):
            try:
                again = word.encode(codec).decode("utf-8")
            except UnicodeError:
                continue
            twice += len(again) < len(word)
            break
    if words and twice > 0.3 * len(words):
        return (
            "letters look as if an earlier program read UTF-8 as Windows-1252 and saved that "
            "(“Ã©” for “é”); ask for the list as it was before"
        )
    return None


def _old(path: Path, name: str, source: Callable[..., TextSource], newline: str) -> TextSource:
    """The reading of a file that is no UTF-8 throughout."""
    good = bad = partly = 0
    sample = bytearray()
    with path.open("rb") as stream:
        mark = 3 if stream.read(3) == codecs.BOM_UTF8 else 0
        stream.seek(mark)
        for line in _binary_lines(stream, newline):
            if not _BEYOND_ASCII.search(line):
                continue
            try:
                line.decode("utf-8")
                good += 1
            except UnicodeDecodeError:
                bad += 1
                partly += _mostly_utf8(line)
                if len(sample) < _SAMPLE:
                    sample += line
    if mark or good + partly > max(0.2 * bad, partly > 0) or partly == bad:
        return source("utf-8", remark=None, newline=newline, mark=mark, mixed=True)
    encoding, sure = guess_encoding(bytes(sample))
    if encoding is None:
        raise UnreadableList(
            name, "is not text in any known encoding; save it as UTF-8 or as XLSX and import that."
        )
    remark = f"the encoding was guessed as {encoding}"
    if not sure:
        remark += ", but others fit nearly as well"
    return source(encoding, remark=remark + "; look at the letters", newline=newline)


def _mostly_utf8(line: bytes) -> bool:
    text = line.decode("utf-8", errors="replace")
    wrong = text.count("\ufffd")
    return sum(char > "\x7f" for char in text) - wrong >= 2 * wrong


def _mend(line: bytes) -> tuple[str, str]:
    """A line that is no UTF-8 among lines that are, and what was done with it."""
    if not _mostly_utf8(line):
        encoding, _ = guess_encoding(line)
        if encoding is not None:
            return _by_name(encoding).decode(
                line
            ), f"is not UTF-8 as others are; read as {encoding}"
    return (
        line.decode("utf-8", errors="replace"),
        "has bytes that are no UTF-8; each is shown as U+FFFD",
    )


def guess_encoding(sample: bytes) -> tuple[str | None, bool]:
    """The one-byte encoding in which bytes read best, and whether it stands out; None if none."""
    scored: list[tuple[float, str, str]] = []
    for each in _encodings():
        try:
            text = each.decode(sample)
        except UnicodeDecodeError:
            continue
        scored.append((_score(text, each), each.codec, text))
    if not scored:
        return None, False
    scored.sort(key=lambda entry: -entry[0])
    best = scored[0]
    if best[0] < _LEAST_SCORE:
        return None, False
    others = [entry for entry in scored[1:] if entry[2] != best[2]]
    return best[1], not others or best[0] - others[0][0] > 0.05


def _score(text: str, encoding: _Encoding) -> float:
    """How well a text reads, about 1 at best: letters of a language, used as it uses them."""
    beyond = [char for char in text if char > "\x7f"]
    count = max(1, len(beyond))
    small = [char if char in "İ" else char.lower() for char in beyond]
    best = max(
        sum(letters.get(char) or _other(char) for char in small) for letters in encoding.languages
    )
    best += 2.0 * len(_MICRO.findall(text))
    lacks = bool(encoding.needs) and encoding.needs.isdisjoint(beyond)
    return best / count - _oddities(text) / count + encoding.bonus - _LACKING * lacks


def _other(char: str) -> float:
    if char in _PLAIN:
        return 0.3
    category = unicodedata.category(char[0])
    return -1.0 if category[0] == "L" else -2.0


def _oddities(text: str) -> float:
    """Signs that no language writes so: capitals inside words, two scripts in one word."""
    odd = 0.0
    for word in _WORD.findall(text):
        if word.isascii():
            continue
        if not (word.islower() or word.isupper() or word.istitle() or word[1:].islower()):
            odd += sum(a.islower() and b.isupper() for a, b in itertools.pairwise(word))
        latin = sum("a" <= char.lower() <= "z" for char in word)
        foreign = sum(char > "\u0250" for char in word)
        odd += min(latin, foreign)
        if not latin and not foreign and len(word) > 2:
            odd += len(word)
    return odd


@functools.cache
def _data() -> dict[str, object]:
    source = files("muniment.registers.reading") / "encodings.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


@functools.cache
def _tables() -> dict[str, dict[int, int]]:
    tables: dict[str, dict[int, int]] = {}
    entries = _data()["tables"]
    assert isinstance(entries, dict)
    for name, table in entries.items():
        own = {byte: byte for byte in range(table["first"])}
        own |= {table["first"] + i: ord(char) for i, char in enumerate(table["characters"])}
        tables[name] = own
    return tables


def _decoder(codec: str) -> Callable[[bytes], str]:
    table = _tables().get(codec)
    if table is None:
        return functools.partial(_decode, codec)
    return lambda data: codecs.charmap_decode(data, "strict", table)[0]


def _decode(codec: str, data: bytes) -> str:
    return data.decode(codec)


@functools.cache
def _encodings() -> tuple[_Encoding, ...]:
    data = _data()
    letters, entries = data["letters"], data["encoding"]
    assert isinstance(letters, dict)
    assert isinstance(entries, list)
    return tuple(
        _Encoding(
            entry["codec"],
            tuple(_weights(letters[language]) for language in entry["languages"]),
            entry.get("bonus", 0.0),
            frozenset(entry.get("needs", "")),
            _decoder(entry["codec"]),
        )
        for entry in entries
    )


def _by_name(codec: str) -> _Encoding:
    return next(each for each in _encodings() if each.codec == codec)


def _weights(letters: str) -> dict[str, float]:
    """What each letter of a language speaks for it: frequent ones more, in an own alphabet."""
    own = len(letters) >= _LEAST_OWN_ALPHABET
    length = math.log(len(letters) + 1)
    return {
        char: 1.2 - 0.9 * math.log(rank + 1) / length if own else 1.0 - 0.02 * rank
        for rank, char in reversed(list(enumerate(letters)))
    }
