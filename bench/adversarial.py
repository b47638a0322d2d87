"""Texts made to be slow: per character they should take as long at 1 MB as at 0.2 MB."""

from __future__ import annotations

import sys
import time

from muniment.checks.checking import check_document
from muniment.claims.reader import read_claims
from muniment.documents.document import Document

SHORT = 200_000
LONG = 1_000_000
PIECES = (
    "KILLED 12, ",
    "12 of whom ",
    "between 10 and ",
    "1 January 2020 to ",
    "must urge and ",
    "5 men; ",
    "a\t1\n",
    "one hundred and ",
    '"',
    "rose from 5 to 6 ",
    "(5 men) (",
    "killed: 5\n\n",
    "12, including 5, ",
    "5 per day for 3 days ",
    "since 1993 ",
    "article 5 of the ",
)


def seconds(piece: str, length: int) -> float:
    """CPU seconds to read and check a text of one piece repeated to a length in characters."""
    text = (piece * (length // len(piece) + 1))[:length]
    document = Document(
        path="", sha256="", media_type="", text=text, body=(0, length), language="en"
    )
    begin = time.process_time()
    check_document(read_claims(document))
    return time.process_time() - begin


def main() -> None:
    scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    seconds(PIECES[0], 1_000)  # the first run warms up
    for piece in PIECES:
        short, long = (seconds(piece, int(length * scale)) for length in (SHORT, LONG))
        print(
            f"{piece!r:25} {short:7.2f} s, {long:7.2f} s, "
            f"ratio {long / short:5.1f} of {LONG / SHORT:.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
