"""Circumstances: when, where, by whom as alleged, and who says so."""

from __future__ import annotations

import bisect

from muniment.claims.actors import ActorReader, actor_cues
from muniment.claims.eventlexicon import event_lexicon
from muniment.claims.language import Language
from muniment.claims.model import DateClaim, DocumentClaims
from muniment.claims.nounphrases import span_of
from muniment.claims.periods import assign_periods
from muniment.claims.places import PlaceCues, assign_places, find_places, place_cues
from muniment.claims.rows import Row, WordClasses, make_row, word_classes
from muniment.claims.sentences import Sentence
from muniment.claims.speakers import sayings, speaker_cues, speakers_of
from muniment.values.passage import Span


def assign_circumstances(
    claims: DocumentClaims,
    rows: dict[int, Row],
    sentences: list[Sentence],
    language: Language,
) -> None:
    """Set ``period``, ``place``, ``responsible`` and ``said_by`` of the document's figures."""
    try:
        classes, lexicon = word_classes(language.code), event_lexicon(language.code)
        actors, places = actor_cues(language.code), place_cues(language.code)
        speakers = speaker_cues(language.code)
    except FileNotFoundError:
        return
    text = claims.document.text
    assign_periods(claims, rows, sentences, language)
    actor: Span | None = None
    speaker: Span | None = None
    place: Span | None = None
    paragraph, previous = 0, -9
    for index in sorted(rows):
        row = rows[index]
        if row.sentence.paragraph != paragraph:
            actor, speaker, paragraph = None, None, row.sentence.paragraph
            place, previous = None, -9
        taken = _dated(row, claims)
        actor = ActorReader(row, text, actors, classes, lexicon, taken, actor).assign()
        place = (
            place
            if index - previous == 1
            else _named(sentences, index, claims, places, classes, language)
        )
        place = assign_places(row, text, places, classes, taken, place)
        previous = index
        found = sayings(row, text, speakers, classes, speaker)
        for slot in row.slots:
            slot.figure.said_by = speakers_of(slot, found)
        speaker = next((saying.speaker for saying in found if not saying.cited), speaker)
    _share_with_parts(claims)


def _named(
    sentences: list[Sentence],
    index: int,
    claims: DocumentClaims,
    cues: PlaceCues,
    classes: WordClasses,
    language: Language,
) -> Span | None:
    """The place that the sentence before one names, if it stands in the same paragraph."""
    if index == 0 or sentences[index - 1].paragraph != sentences[index].paragraph:
        return None
    row = make_row(claims.document, sentences[index - 1], [], language)
    first = bisect.bisect_left(claims.dates, index - 1, key=_sentence_of)
    last = bisect.bisect_right(claims.dates, index - 1, key=_sentence_of)
    dates = {
        at
        for date in claims.dates[first:last]
        for at in range(row.index_at(date.passage.start), row.index_at(date.passage.end - 1) + 1)
    }
    found = find_places(row, cues, classes, dates)
    return span_of(claims.document.text, row.tokens, *found[0]) if found else None


def _sentence_of(date: DateClaim) -> int:
    return date.sentence


def _dated(row: Row, claims: DocumentClaims) -> set[int]:
    """The tokens of a row that belong to the periods of its figures."""
    taken: set[int] = set()
    for slot in row.slots:
        period = slot.figure.period
        if period is None or not (row.sentence.start <= period.span.start < row.sentence.end):
            continue
        first = row.index_at(period.span.start)
        while first < len(row.tokens) and row.tokens[first].start < period.span.end:
            taken.add(first)
            first += 1
    return taken


def _share_with_parts(claims: DocumentClaims) -> None:
    """Give parts the circumstances of their whole where they have none of their own."""
    by_id = {figure.id: figure for figure in claims.figures}
    for figure in claims.figures:
        whole = by_id.get(figure.part_of or "")
        if whole is None or whole.event != figure.event:
            continue
        figure.period = figure.period or whole.period
        figure.place = figure.place or whole.place
        figure.responsible = figure.responsible or whole.responsible
        figure.said_by = figure.said_by or whole.said_by
