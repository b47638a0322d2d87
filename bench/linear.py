"""Time by document length: per million characters it should stay the same."""

from __future__ import annotations

import time

from bench.texts import of_length
from muniment.checks.checking import check_document
from muniment.claims.reader import read_claims
from muniment.documents.document import Document

LENGTHS = (10_000, 100_000, 1_000_000, 5_000_000)


def main() -> None:
    first = None
    for length in (LENGTHS[0], *LENGTHS):
        text = of_length(length)
        begin = time.process_time()
        document = Document(
            path="", sha256="", media_type="", text=text, body=(0, length), language="en"
        )
        claims = read_claims(document, second_opinion=False)
        read = time.process_time()
        check_document(claims)
        done = time.process_time()
        per_million = (done - begin) / length * 1e6
        if first is None:  # the first run warms up
            first = 0.0
            continue
        first = first or per_million
        print(
            f"{length:>9,} characters: read {read - begin:7.2f} s, check {done - read:7.2f} s, "
            f"{per_million:6.2f} s per million, ratio to the shortest {per_million / first:.2f}"
        )


if __name__ == "__main__":
    main()
