"""What the law costs: its share of a check, and a question asked cold.

The share is that of the CPU seconds of reading and checking a text that cites, spent in naming
instruments, reading who is said to have broken them, and rules L301 to L308; the register has been
read before. The question is a whole process, beside a bare interpreter.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

from bench.measure import median_cost
from bench.texts import own_documents
from muniment.checks.checking import check_document
from muniment.checks.law import check_law
from muniment.claims.instruments import name_instruments
from muniment.claims.language import load_language
from muniment.claims.obligations import find_obligations
from muniment.claims.reader import read_claims
from muniment.claims.sentences import split_sentences
from muniment.documents.document import Document

CITING = """
The commission recalls the 1984 Convention against Torture, the International Covenant on Civil and
Political Rights, article 7 of which forbids ill-treatment, and resolution A/RES/60/147 of 2005. It
calls on both sides to respect the Geneva Conventions of 1949, the 1954 Hague Convention for the
Protection of Cultural Property in the Event of Armed Conflict and Security Council resolution 2347
(2017). The Convention on the Rights of the Child, the 1997 Anti-Personnel Mine Ban Convention and
the Aarhus Convention apply as well. The works at the weir contravened the 1991 Espoo Convention and
the Convention on the Protection and Use of Transboundary Watercourses and International Lakes.
"""


def five_pages() -> str:
    """Own documents to the length of five pages, with eleven citations in the midst of them."""
    pages = "\n\n".join(own_documents())[:15_000]
    return pages[:7_500] + "\n\n" + CITING + "\n\n" + pages[7_500:]


def share_of_the_law(text: str, runs: int = 15) -> float:
    """The median share (0 to 1) of reading and checking a text that the law takes."""
    document = Document(
        path="", sha256="", media_type="", text=text, body=(0, len(text)), language="en"
    )
    language = load_language("en")
    shares = []
    for _ in range(runs):
        begin = time.process_time()
        claims = read_claims(document)
        check_document(claims)
        whole = time.process_time() - begin
        sentences = split_sentences(document, language)
        begin = time.process_time()
        name_instruments(claims, sentences)
        list(find_obligations(claims, sentences, language))
        list(check_law(claims))
        shares.append((time.process_time() - begin) / whole)
    return statistics.median(shares[1:])


def main() -> None:
    print(f"law: {share_of_the_law(five_pages()):.1%} of reading and checking; wanted under 15 %")
    muniment = str(Path(sys.executable).with_name("muniment"))
    question = ["law", "--state", "NOR", "--on", "2020-05-01"]
    bare, asked = (
        median_cost([sys.executable, "-c", "pass"]),
        median_cost([muniment, *question]),
    )
    print(
        f"muniment {' '.join(question)}: {asked.cpu:.2f} s CPU, {asked.wall:.2f} s; "
        f"bare interpreter {bare.cpu:.2f} s CPU; wanted under 0.40 s"
    )


if __name__ == "__main__":
    main()
