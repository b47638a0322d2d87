"""Reads the claims of a document: one recogniser after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from muniment.claims.chronology import find_chronology
from muniment.claims.circumstances import assign_circumstances
from muniment.claims.citations import find_citations
from muniment.claims.clocks import find_clocks, find_impossible_clocks
from muniment.claims.corrections import find_corrections
from muniment.claims.dates import find_dates
from muniment.claims.decided import Decided, as_decided, new_figures
from muniment.claims.demands import find_demands
from muniment.claims.events import assign_events, continue_events
from muniment.claims.figures import find_figures
from muniment.claims.language import NEUTRAL, Language, load_language, note_on_language
from muniment.claims.lifetimes import find_lifetimes
from muniment.claims.model import DocumentClaims
from muniment.claims.moments import find_moments
from muniment.claims.parts import assign_parts, inherit_events
from muniment.claims.persons import find_ages
from muniment.claims.relations import find_relations
from muniment.claims.rows import rows_of
from muniment.claims.second_opinion import give_second_opinion
from muniment.claims.sentences import split_sentences
from muniment.claims.squeezing import Places, put_back, squeeze
from muniment.claims.statements import find_statements
from muniment.documents.document import Document


def read_claims(
    document: Document, *, second_opinion: bool = False, decided: Sequence[Decided] = ()
) -> DocumentClaims:
    """Every figure, date, citation, demand and relation of a document.

    Deterministic: the same document gives the same claims, with the same ids. With
    ``second_opinion``, and where the extra ``parse`` is installed, a parser judges each figure
    too; nothing that is read depends on it. Of a document in a language without a pack only
    figures, dates and symbols are read; a note of the document says so. ``decided`` is what people
    made of its figures: it stands in place of what was read.
    """
    language = load_language(document.language)
    note = note_on_language(document.language)
    if note is not None and note not in document.notes:
        document.notes.append(note)
    squeezed = squeeze(document, language)
    if squeezed is None:
        claims = _read(document, language, second_opinion, decided)
    else:
        copy, places = squeezed
        read = _read(copy, language, second_opinion, decided, places)
        claims = put_back(read, document, places)
    return as_decided(claims, decided) if decided else claims


def _read(
    document: Document,
    language: Language,
    second_opinion: bool,
    decided: Sequence[Decided],
    places: Places | None = None,
) -> DocumentClaims:
    """The claims of a document whose white space is squeezed."""
    sentences = split_sentences(document, language)
    claims = DocumentClaims(document=document)
    claims.dates = find_dates(document, sentences, language)
    claims.citations = find_citations(document, sentences, language)
    if claims.citations:
        # The register of instruments is loaded only for a text that cites one.
        from muniment.claims.instruments import name_instruments

        name_instruments(claims, sentences)
    claims.figures = find_figures(document, sentences, language, claims.dates, claims.citations)
    if language.code == NEUTRAL:
        return claims
    claims.demands = find_demands(document, sentences, language)
    rows = rows_of(claims, sentences, language)
    fragments = assign_events(claims, rows, sentences, language)
    assign_parts(claims, rows, language)
    continue_events(claims, sentences, language, fragments)
    inherit_events(claims)
    assign_circumstances(claims, rows, sentences, language)
    also = new_figures(document, sentences, decided, places)
    figures = sorted([*claims.figures, *also], key=lambda each: each.passage[:2])
    with_added = replace(claims, figures=figures) if also else claims
    clocks = find_clocks(claims, sentences, language)
    claims.relations = [
        *clocks,
        *find_impossible_clocks(claims, sentences, language),
        *find_relations(claims, sentences, language),
        *find_chronology(claims, sentences, language, clocks),
        *find_lifetimes(claims, sentences, language),
        *find_moments(claims, sentences, language, clocks),
        *find_corrections(claims, sentences, language),
        *find_statements(with_added, sentences, language),
        *find_ages(claims, sentences, language),
    ]
    claims.figures = with_added.figures
    if claims.citations:
        from muniment.claims.obligations import find_obligations

        claims.relations.extend(find_obligations(claims, sentences, language))
    if second_opinion:
        give_second_opinion(claims, sentences, language)
    for sentence in sentences:
        sentence.drop_tokens()
    return claims
