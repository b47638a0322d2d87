"""RTF: the text of its paragraphs, table cells and footnotes.

Read here and not with striprtf, which leaves footnotes out and puts table cells into the text
with bars between them.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace

from muniment.documents.blocks import Block, Kind, join_blocks, keep_superscript, tidy, tidy_cell
from muniment.documents.errors import UnreadableDocument
from muniment.documents.formats.parts import Parts, whole

_TOKEN = re.compile(
    rb"\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<word>[a-zA-Z]{1,32})(?P<arg>-?\d{1,10})?[ ]?"
    rb"|\\(?P<sign>[^a-zA-Z])|(?P<open>\{)|(?P<close>\})|[\r\n]+|(?P<text>[^\\{}\r\n]+)"
)
_SKIPPED = frozenset(
    "fonttbl colortbl stylesheet info pict object header footer headerl headerr headerf footerl "
    "footerr footerf listtable listoverridetable rsidtbl generator filetbl revtbl xmlnstbl "
    "themedata colorschememapping datastore latentstyles fldinst nonshppict bkmkstart bkmkend "
    "annotation atnid atnauthor datafield template ftnsep ftnsepc "
    "aftnsep aftnsepc ftncn aftncn mmathPr wgrffmtfilter pgptbl".split()
)
_SIGNS = {
    "par": "\n\n",
    "sect": "\n\n",
    "page": "\n\n",
    "line": "\n",
    "softline": "\n",
    "tab": "\t",
    "emdash": "—",
    "endash": "–",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
}
_CHARSETS = {
    0: "cp1252",
    128: "cp932",
    129: "cp949",
    134: "cp936",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
# Each step takes all it can and gives nothing back, so that a font table that goes on as text
# costs no more than its length.
_FONT = re.compile(
    rb"\\f(\d{1,5}+)[^{}\\]*+(?:\\(?!fcharset)[a-z]++-?+\d*+[^{}\\]*+){0,8}+\\fcharset(\d{1,3})"
)
_DEEPEST = 500


@dataclass(slots=True)
class _State:
    skipped: bool = False
    hidden: bool = False
    raised: bool = False
    note: bool = False
    unicode_skip: int = 1
    font: int = -1


def read_rtf(name: str, data: bytes) -> Parts:
    """The text of an RTF file; footnotes follow it as paragraphs of theirs.

    Raises UnreadableDocument when there is no text in it.
    """
    reader = _Reader(name, data)
    reader.read()
    text = join_blocks([*reader.blocks, *reader.notes])
    if not text:
        raise UnreadableDocument(name, "is an RTF file without a text; get another copy of it.")
    parts = whole(text)
    if reader.unclosed:
        parts.notes.append("the file breaks off; its end may be missing")
    return parts


class _Reader:
    def __init__(self, name: str, data: bytes) -> None:
        self._name = name
        self._data = data
        self.blocks: list[Block] = []
        self.notes: list[Block] = []
        self.unclosed = False
        self._state = _State()
        self._stack: list[_State] = []
        self._pieces: list[str] = []
        self._outer: list[str] = []
        self._cells: list[str] = []
        self._rows: list[str] = []
        self._in_table = False
        self._marker = ""
        self._bytes = bytearray()
        self._skip = 0
        self._high = 0
        page = re.search(rb"\\ansicpg(\d{3,5})", data[:4000])
        self._encoding = _known(f"cp{page[1].decode()}" if page else "cp1252", "cp1252")
        self._fonts = {
            int(font): _CHARSETS.get(int(charset), self._encoding)
            for font, charset in _FONT.findall(data[:200_000])
        }

    def read(self) -> None:
        """Read the file into ``blocks`` and ``notes``."""
        first_of_group = False
        for found in _TOKEN.finditer(self._data.lstrip()):
            kind = found.lastgroup
            if kind == "hex":
                self._hex(found["hex"])
                continue
            self._flush_bytes()
            if kind == "open":
                self._open()
                first_of_group = True
                continue
            if kind == "close":
                self._close()
            elif kind in ("word", "arg"):
                word = found["word"].decode("ascii")
                arg = int(found["arg"]) if found["arg"] else None
                self._word(word, arg, first_of_group)
            elif kind == "sign":
                self._sign(found["sign"], first_of_group)
                first_of_group = first_of_group and found["sign"] == b"*"
                continue
            elif kind == "text":
                self._text(found["text"])
            first_of_group = False
        self._flush_bytes()
        self.unclosed = bool(self._stack)
        self._end_paragraph()
        self._end_table()

    def _open(self) -> None:
        if len(self._stack) >= _DEEPEST:
            raise UnreadableDocument(
                self._name, f"nests groups more than {_DEEPEST} deep; save it as DOCX or PDF."
            )
        self._stack.append(replace(self._state))
        self._skip = 0

    def _close(self) -> None:
        if not self._stack:
            return
        was = self._state
        self._state = self._stack.pop()
        self._skip = 0
        if was.note and not self._state.note:
            text = tidy("".join(self._pieces))
            self.notes.extend(Block(Kind.NOTE, each) for each in text.split("\n\n") if each)
            self._pieces = self._outer

    def _word(self, word: str, arg: int | None, first: bool) -> None:
        state = self._state
        if word in _SKIPPED and (first or word in ("fldinst", "pict")):
            state.skipped = True
        elif word == "footnote" and not state.note:
            state.note, state.raised, state.skipped = True, False, False
            self._outer, self._pieces = self._pieces, []
        elif word == "u" and arg is not None:
            self._unicode(arg % 65536)
        elif word == "uc":
            state.unicode_skip = max(0, min(arg or 0, 8))
        elif word == "f":
            state.font = arg or 0
        elif word == "v" or word == "deleted":
            state.hidden = arg != 0
        elif word == "super":
            state.raised = arg != 0
        elif word in ("nosupersub", "plain"):
            state.raised = False
            if word == "plain":
                state.hidden = False
        elif word == "intbl":
            self._in_table = True
        elif word == "pard":
            self._in_table = False
        elif word in ("cell", "nestcell"):
            if not state.skipped:
                self._cells.append(tidy_cell("".join(self._pieces)))
                self._pieces = []
        elif word in ("row", "nestrow"):
            if not state.skipped and any(self._cells):
                self._rows.append("\t".join(self._cells))
            self._cells = []
        elif word in ("par", "sect", "page") and not state.note:
            if not state.skipped:
                self._end_paragraph()
        elif word in _SIGNS:
            self._add(_SIGNS[word])
        elif word == "bin" and arg:
            state.skipped = True

    def _sign(self, sign: bytes, first: bool) -> None:
        if sign == b"*":
            self._state.skipped = self._state.skipped or first
        elif sign == b"~":
            self._add("\u00a0")
        elif sign == b"_":
            self._add("-")
        elif sign in (b"\\", b"{", b"}"):
            self._add(sign.decode("ascii"))
        elif sign in (b"\n", b"\r") and not self._state.skipped:
            self._end_paragraph()

    def _hex(self, digits: bytes) -> None:
        if self._skip:
            self._skip -= 1
        else:
            self._bytes += bytes.fromhex(digits.decode("ascii"))

    def _flush_bytes(self) -> None:
        if self._bytes:
            encoding = self._fonts.get(self._state.font, self._encoding)
            self._add(bytes(self._bytes).decode(encoding, errors="replace"))
            self._bytes.clear()

    def _text(self, data: bytes) -> None:
        if self._skip:
            cut = min(self._skip, len(data))
            self._skip -= cut
            data = data[cut:]
        if data:
            self._add(data.decode(self._encoding, errors="replace"))

    def _unicode(self, code: int) -> None:
        self._skip = self._state.unicode_skip
        if 0xD800 <= code < 0xDC00:
            self._high = code
            return
        if 0xDC00 <= code < 0xE000:
            if not self._high:
                return
            code = 0x10000 + ((self._high - 0xD800) << 10) + (code - 0xDC00)
        self._high = 0
        if code >= 0x20:
            self._add(chr(code))

    def _add(self, text: str) -> None:
        state = self._state
        if state.skipped or state.hidden:
            return
        if state.raised:
            text = keep_superscript(text, "".join(self._pieces[-2:]))
        self._pieces.append(text)

    def _end_paragraph(self) -> None:
        if self._in_table or self._cells:
            self._pieces.append(" ")
            if self._in_table:
                return
        text = tidy("".join(self._pieces))
        self._pieces = []
        self._end_table()
        kind = Kind.ITEM if text.startswith(("•", "·", "-\t", "\uf0b7")) else Kind.PARAGRAPH
        self.blocks.append(Block(kind, text))

    def _end_table(self) -> None:
        if self._rows:
            self.blocks.append(Block(Kind.TABLE, "\n".join(self._rows)))
            self._rows = []


def _known(encoding: str, default: str) -> str:
    try:
        codecs.lookup(encoding)
    except LookupError:
        return default
    return encoding
