"""Lists as they come by mail, from other programs, and glued together."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from collections.abc import Iterator

from tests.registers.malformed.model import Case, text

_NAMES = ((0, "given_name", "Oren"), (1, "given_name", "Mira"))


def cases() -> Iterator[Case]:
    """Lists quoted in mails, glued, packed, or written by programs that make no lists."""
    yield from _mails()
    yield from _glued()
    yield from _cells()
    yield from _packed()
    yield from _other_programs()


def _mails() -> Iterator[Case]:
    quoted = "".join(f"> {line}" for line in text().splitlines(keepends=True))
    yield Case("quoted in a mail", "list.csv", quoted.encode(), values=_NAMES)
    mail = "From: a@example.org\nTo: b@example.org\nSubject: list\n\n" + text()
    yield Case("below the head of a mail", "list.csv", mail.encode(), values=_NAMES)
    marked = "".join(f"\u200f{line}" for line in text().splitlines(keepends=True))
    yield Case("marks of direction before each line", "list.csv", marked.encode(), values=_NAMES)
    marks = text().replace("V-2", "\ufeffV-2")
    yield Case("a byte order mark in the middle", "list.csv", marks.encode(), values=_NAMES)
    table = "| id | first name | last name |\n|---|---|---|\n| V-1 | Oren | Tasvel |\n"
    yield Case("a table of Markdown", "list.csv", table.encode(), records=1, refused_rows=1)


def _glued() -> Iterator[Case]:
    yield Case("the list twice", "list.csv", (text() * 2).encode(), records=6, aside={"header": 2})
    wide = text().replace("\n", ",,extra\n", 1)
    yield Case("a further header far right", "list.csv", wide.encode(), values=_NAMES)
    types = "text,text,text,text,date,text,text\n" + text()
    yield Case("types above", "list.csv", types.encode(), refused="no column could be found")


def _cells() -> Iterator[Case]:
    soft = text().replace("Tasvel", "Tas\u00advel")
    yield Case("a soft hyphen", "list.csv", soft.encode(), values=((0, "family_name", "Tasvel"),))
    wide = text().replace("1970-03-14", "１９７０－０３－１４")
    yield Case("wide figures", "list.csv", wide.encode(), values=((0, "birth_date", "1970-03-14"),))
    narrow = text().replace("1970-03-14", "########")
    yield Case(
        "a column too narrow", "list.csv", narrow.encode(), problems=((2, "date of birth", ""),)
    )
    entity = text().replace("Oren", "O&#39;ren")
    yield Case("entities of HTML", "list.csv", entity.encode(), problems=((2, "first", "digit"),))
    lines = text().replace("seen twice", "seen\u2028twice\x85here")
    yield Case("line ends of other systems in a cell", "list.csv", lines.encode(), values=_NAMES)
    end = text().encode() + b"\x1a"
    yield Case("an end of file of DOS", "list.csv", end, refused_rows=1)


def _packed() -> Iterator[Case]:
    yield Case("gzip", "list.csv", gzip.compress(text().encode(), mtime=0), refused="gzip")
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        entry = tarfile.TarInfo("list.csv")
        entry.size = len(text())
        archive.addfile(entry, io.BytesIO(text().encode()))
    yield Case("tar", "list.csv", stream.getvalue(), refused="")


def _other_programs() -> Iterator[Case]:
    card = b"BEGIN:VCARD\nN:Tasvel;Oren;;;\nFN:Oren Tasvel\nEND:VCARD\n"
    yield Case("an address card", "list.vcf", card, refused="no column could be found")
    map_ = b'<?xml version="1.0"?><kml><Document><Placemark/></Document></kml>'
    yield Case("a file of a map", "list.kml", map_, refused="<kml>")
    page = b"<html><body><h1>502 Bad Gateway</h1></body></html>"
    yield Case("the error page of a server", "list.csv", page, refused="without a table")
    turned = json.dumps({"id": ["V-1", "V-2"], "first name": ["Oren", "Mira"]}).encode()
    yield Case("JSON by columns", "list.json", turned, refused="no list of objects")
    comma = b'[{"id":"V-1","first name":"Oren"},]'
    yield Case("JSON with a last comma", "list.json", comma, refused="damaged JSON")
    line = b'{"id":"V-1","first name":"Oren"}\n{"id":\n{"id":"V-3","first name":"Ando"}\n'
    told = ((2, None, "no JSON object"),)
    yield Case("JSON lines, one cut", "list.jsonl", line, records=2, refused_rows=1, problems=told)
