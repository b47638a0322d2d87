"""Dates, citations and demands of any text at all: no error, exact passages, no overlap."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.claims.citations import find_citations
from muniment.claims.dates import find_dates
from muniment.claims.demands import find_demands
from muniment.claims.language import load_language
from muniment.claims.model import Claim
from muniment.claims.sentences import split_sentences
from muniment.values.period import Period
from tests.claims.test_dates import document_of

PIECES = [
    *"May March 5 12 1991 2020 89 31 1830 since until now from to and the of in on".split(),
    *", . ; : - – / ( )".split(),
    *"January Sept. 5th Monday BC 1990s '89 2020-05-17 25.01.2023 05/04/2023 58 AD".split(),
    *"Convention Treaty Protocol I II on against Law Code resolution (2000)".split(),
    *"1325 A/RES/60/285".split(),
    *'article Article No. Geneva Basel Constitution v. Orla " “ ” « » judgment 46/182'.split(),
    *"calls urges must should to stop release that we you demand has requested not please".split(),
    *"MUST STOP CALL ON THE ARMY AND".split(),
    " ",
    "\n",
    "\n\n",
    "\t",
    "\r\n",
    "\u00a0",
    "İ",
    "ß",
    "\u200f",
    "💣",
    "é",
]
texts = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
)


@settings(deadline=None, max_examples=150)
@given(texts)
def test_any_text_is_read(text: str) -> None:
    document = document_of(text)
    language = load_language("en")
    sentences = split_sentences(document, language)
    for find in (find_dates, find_citations, find_demands):
        claims: list[Claim] = list(find(document, sentences, language))
        at = 0
        for claim in claims:
            passage = claim.passage
            assert at <= passage.start < passage.end <= len(text)
            assert text[passage.start : passage.end] == passage.quote
            assert not passage.quote[0].isspace()
            assert not passage.quote[-1].isspace()
            at = passage.end
        assert len({claim.id for claim in claims}) == len(claims)


@settings(deadline=None, max_examples=150)
@given(texts)
def test_every_value_of_a_date_is_edtf(text: str) -> None:
    document = document_of(text)
    language = load_language("en")
    for claim in find_dates(document, split_sentences(document, language), language):
        assert Period.parse(claim.edtf).edtf == claim.edtf


def test_long_runs_end() -> None:
    """Runs that make a careless pattern try everything with everything."""
    language = load_language("en")
    for piece in (
        "1, ",
        "9 May ",
        "2020 to ",
        "Convention and ",
        '"Law "',
        "if should ",
        "ask ",
        "(",
    ):
        document = document_of(piece * 2000)
        sentences = split_sentences(document, language)
        for find in (find_dates, find_citations, find_demands):
            list(find(document, sentences, language))
