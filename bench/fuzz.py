"""Throws damaged input at readers (and other targets) and says what broke.

    python bench/fuzz.py --minutes 5 --target pdf --target html
    python bench/fuzz.py --list

A target takes random numbers and a seed's bytes, damages them and runs what is tested; an
exception other than the ones it expects is a find. Each find is written to ``--keep`` with the
input and the traceback; it becomes a regression test. The run of a target is repeatable with
``--seed``. Add a target by adding a function to TARGETS.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import signal
import sys
import time
import traceback
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from muniment.checks.checking import check_document
from muniment.claims.reader import read_claims
from muniment.documents.document import Document
from muniment.documents.errors import UnreadableDocument
from muniment.documents.limits import Limits
from muniment.documents.reading import read_bytes

SLOW_SECONDS = 20
LIMITS = Limits(max_pages=50, max_characters=2_000_000, max_unpacked_bytes=20_000_000)
TOKENS = [
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\\u-1?", b"\\'ff", b"{", b"}", b"<table>", b"</p>",
    b"<li>", b"&#xD800;", b"&#0;", b"\n\n", b"\r", b"\t", b"---\n", b"9" * 40, b"-1", b"0",
    b"<tr><td colspan=99999999>", b"\\trowd", b"\\cell", b"\\row", b"\\footnote ",
    b"<!ENTITY a 'b'>",
    b"endstream", b"endobj", b"obj", b" 0 R", b"/Rotate 90", b"/MediaBox [0 0 0 0]", b"Tm", b"Td",
    b"(\\377\\376)", b"Content-Type: message/rfc822\n\n", b"Content-Transfer-Encoding: base64\n",
    b"=?utf-8?q?=ff?=", "‮".encode(), "\u2028".encode(), "🙂".encode(), b"\xed\xa0\x80",
]  # fmt: skip


class TookTooLong(Exception):
    """A case ran longer than SLOW_SECONDS."""


@dataclass(frozen=True)
class Target:
    """Seeds to damage, and what is run on the damaged bytes."""

    seeds: Callable[[], list[bytes]]
    run: Callable[[random.Random, bytes], None]
    damage: Callable[[random.Random, bytes, list[bytes]], bytes]


def damage_bytes(chance: random.Random, data: bytes, seeds: list[bytes]) -> bytes:
    """The data with a few random cuts, flips, repetitions, splices and insertions."""
    work = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 3, 5, 10, 40))):
        if not work:
            break
        at = chance.randrange(len(work))
        length = min(len(work) - at, chance.choice((1, 1, 4, 16, 200)))
        kind = chance.randrange(7)
        if kind == 0:
            work[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del work[at : at + length]
        elif kind == 2:
            work[at:at] = work[at : at + length] * chance.choice((1, 2, 30))
        elif kind == 3:
            work[at:at] = chance.choice(TOKENS)
        elif kind == 4:
            work[at : at + length] = chance.randbytes(length)
        elif kind == 5 and chance.random() < 0.2:
            del work[at:]
        elif kind == 6:
            other = chance.choice(seeds)
            start = chance.randrange(len(other)) if other else 0
            work[at : at + length] = other[start : start + length]
    return bytes(work)


def damage_zip(chance: random.Random, data: bytes, seeds: list[bytes]) -> bytes:
    """A ZIP package with a part damaged, or (at times) the package itself."""
    if chance.random() < 0.2:
        return damage_bytes(chance, data, seeds)
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(output, "w") as target:
        names = [name for name in source.namelist() if name.endswith(".xml")]
        chosen = chance.choice(names)
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, damage_bytes(chance, part, [part]) if name == chosen else part)
    return output.getvalue()


def read(chance: random.Random, data: bytes, name: str) -> None:
    """Read damaged bytes and check what must hold of every document."""
    try:
        documents = list(read_bytes(name, data, LIMITS))
    except UnreadableDocument as error:
        message = str(error)
        if "\n" in message or name not in message:
            raise AssertionError(
                f"a message is one line with the file's name: {message}"
            ) from error
        return
    for document in documents:
        text = document.text
        assert 0 <= document.body[0] <= document.body[1] <= len(text), "the body lies in the text"
        text.encode("utf-8")
        at = 0
        for page in document.pages:
            assert at <= page.start <= page.end <= len(text), "pages follow one another"
            at = page.start
        for start, end in document.paragraphs[:50]:
            assert document.body[0] <= start < end <= document.body[1]
        for _ in range(20):
            start = chance.randrange(len(text) + 1)
            end = min(len(text), start + chance.randrange(200))
            passage = document.passage(start, end)
            assert passage.quote == text[start:end]
            for box in passage.boxes:
                assert box.x0 <= box.x1, box
                assert box.y0 <= box.y1, box


def reader(name: str, seeds: Callable[[], list[bytes]], zipped: bool = False) -> Target:
    """A target that reads damaged files of one format."""
    return Target(
        seeds=seeds,
        run=lambda chance, data: read(chance, data, name),
        damage=damage_zip if zipped else damage_bytes,
    )


def _seeds(name: str) -> Callable[[], list[bytes]]:
    def load() -> list[bytes]:
        sys.path.insert(0, str(Path(__file__).parent.parent))
        from tests.documents import samples

        seeds: list[bytes] = getattr(samples, f"{name}_samples")()
        return seeds

    return load


def check_claims(chance: random.Random, data: bytes) -> None:
    """Read the claims of a damaged text and check them; every passage stands where it says."""
    text = data.decode("utf-8", errors="replace")
    language = chance.choice(("en", "en", "en", "es", "de"))
    document = Document(
        path="fuzz", sha256="", media_type="", text=text, body=(0, len(text)), language=language
    )
    claims = read_claims(document)
    for claim in claims.all():
        passage = claim.passage
        assert text[passage.start : passage.end] == passage.quote, claim
    for figure in claims.figures:
        spans = [figure.number, figure.modifier, figure.counted, figure.place, figure.responsible]
        for span in [*spans, *figure.said_by]:
            assert span is None or text[span.start : span.end] == span.text, figure
    check_document(claims)


def _own_documents() -> list[bytes]:
    folder = Path(__file__).parent.parent / "tests" / "corpus"
    return [path.read_bytes() for path in sorted(folder.glob("*/docs/*.txt"))]


TARGETS: dict[str, Target] = {
    "grammar": Target(seeds=_own_documents, run=check_claims, damage=damage_bytes),
    "text": reader("fuzz.txt", _seeds("text")),
    "markdown": reader("fuzz.md", _seeds("markdown")),
    "html": reader("fuzz.html", _seeds("html")),
    "rtf": reader("fuzz.rtf", _seeds("rtf")),
    "mail": reader("fuzz.eml", _seeds("mail")),
    "pdf": reader("fuzz.pdf", _seeds("pdf")),
    "docx": reader("fuzz.docx", _seeds("docx"), zipped=True),
    "odt": reader("fuzz.odt", _seeds("odt"), zipped=True),
}


def _too_long(signum: int, frame: FrameType | None) -> None:
    raise TookTooLong


def fuzz(name: str, minutes: float, seed: int, keep: Path) -> int:
    """Run a target for some minutes; the number of different finds."""
    target = TARGETS[name]
    seeds = target.seeds()
    chance = random.Random(f"{name} {seed}")
    until = time.monotonic() + 60 * minutes
    finds: set[str] = set()
    count = 0
    keep.mkdir(parents=True, exist_ok=True)
    running = keep / f"{name}.running"
    while time.monotonic() < until:
        data = target.damage(chance, chance.choice(seeds), seeds)
        running.write_bytes(data)
        count += 1
        signal.alarm(SLOW_SECONDS)
        try:
            target.run(chance, data)
        except Exception:  # noqa: BLE001 - every kind of exception is what is looked for
            trace = traceback.format_exc()
            frames = [line for line in trace.splitlines() if line.startswith("  File ")]
            where = f"{trace.splitlines()[-1][:100]} {frames[-1].strip()}"
            where = re.sub(r"\d+\.\d+", "#", where)
            if where not in finds:
                finds.add(where)
                stem = keep / f"{name}-{len(finds)}"
                stem.with_suffix(".input").write_bytes(data)
                stem.with_suffix(".trace").write_text(trace, encoding="utf-8")
                print(f"{name}: {where}", flush=True)
        finally:
            signal.alarm(0)
    running.unlink(missing_ok=True)
    print(f"{name}: {count:,} cases in {minutes:g} minutes, {len(finds)} finds", flush=True)
    return len(finds)


def main() -> int:
    """Parse arguments and run the targets."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--minutes", type=float, default=1, help="for each target")
    parser.add_argument("--target", action="append", choices=sorted(TARGETS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-finds"))
    parser.add_argument("--list", action="store_true", help="name the targets and stop")
    chosen = parser.parse_args()
    if chosen.list:
        print("\n".join(sorted(TARGETS)))
        return 0
    signal.signal(signal.SIGALRM, _too_long)
    finds = 0
    for name in chosen.target or sorted(TARGETS):
        finds += fuzz(name, chosen.minutes, chosen.seed, chosen.keep)
    return 1 if finds else 0


if __name__ == "__main__":
    sys.exit(main())
