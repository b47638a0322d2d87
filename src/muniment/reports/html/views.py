"""What the page shows of each document: plain values that its template lays out."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING

from markupsafe import Markup

from muniment.checks.model import Result
from muniment.claims.model import Citation, Claim, DateClaim, Demand, Figure
from muniment.documents.document import Document
from muniment.reports.html.highlights import Highlight
from muniment.reports.html.pages import ALL_PICTURES, PICTURES, Pages, pages_html
from muniment.reports.html.text import plain_html, text_html
from muniment.reports.letters import mostly_right_to_left, one_line
from muniment.reports.pictures import pictures_of
from muniment.reports.quotations import Quotation, path_of, quotations
from muniment.reports.report import (
    CheckedDocument,
    Reading,
    Report,
    by_gravity,
    reading,
    rule_of,
)
from muniment.reports.wording import amount_words, findings_line, place_of, plural, short_place
from muniment.values.passage import Passage

if TYPE_CHECKING:
    from muniment.reports.positions import Entry

QUOTES = 6
"""The most passages of one finding that its card quotes."""
SHOWN_PLACES = 8
"""The most links of one line."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage of a finding as its card quotes it; ``where`` is a link to ``anchor``.

    There is no anchor where the document is not on the page.
    """

    where: str
    anchor: str | None
    words: Markup


@dataclass(frozen=True, slots=True)
class Card:
    """A finding: ``id`` is that of its card, ``number`` counts through the whole report."""

    id: str
    number: int
    code: str
    name: str
    level: str
    message: Markup
    working: Markup | None
    quotes: list[Quote]
    more: int
    ruled: bool
    key: str


@dataclass(frozen=True, slots=True)
class Line:
    """What held, could not be checked, or was dismissed: the words and links to where."""

    code: str
    name: str
    words: Markup
    places: list[tuple[str, str]]
    more: int = 0
    count: int = 1


@dataclass(frozen=True, slots=True)
class Instrument:
    """An instrument cited: what it is, links to where, what fits, and how states stood.

    A row of ``standings`` has the state, its status as a key for the style, the words, and
    further remarks.
    """

    id: str
    name: Markup
    words: Markup
    places: list[tuple[str, str]]
    more: int
    held: list[Markup]
    standings: list[tuple[Markup, str, Markup, Markup]]


@dataclass(frozen=True, slots=True)
class Row:
    """A claim in the table of claims; ``cells`` are those of COLUMNS after the passage."""

    id: str
    number: int
    kind: str
    anchor: str
    words: Markup
    value: Markup
    sort: str
    cells: tuple[Markup, ...]
    wholes: list[tuple[str, Markup]]
    part_kind: str
    where: str
    start: int
    claim: str


COLUMNS = (
    "Counted",
    "What happened",
    "When",
    "Where",
    "Who says so",
    "Who is held responsible",
    "How it was read",
)


@dataclass(slots=True)
class DocumentView:
    """A document of the report; ``columns`` are those of COLUMNS where some claim has words."""

    id: str
    name: Markup
    path: Markup
    about: list[tuple[str, Markup]]
    direction: str
    notes: list[Markup]
    read: Reading
    summary: str
    gravest: str
    cards: list[Card]
    held: list[Line]
    uncheckable: list[Line]
    dismissed: list[tuple[Line, Markup]]
    stale: list[tuple[str, Markup]]
    instruments_heading: str
    unresolved: tuple[Markup, list[tuple[str, str]]]
    instruments: list[Instrument]
    cited: int
    rows: list[Row]
    columns: list[int]
    text: Markup
    pictures: Markup


@dataclass(slots=True)
class PageView:
    """The whole page: ``drawn`` are the anchors that stand on a picture, ``codes`` the rules."""

    documents: list[DocumentView]
    together: list[Card]
    codes: list[str]
    drawn: set[str]


@dataclass(slots=True)
class _Source:
    """A document while its views are made."""

    checked: CheckedDocument
    id: str
    claims: dict[str, Claim] = field(init=False)
    names: dict[str, str] = field(init=False)
    marks: list[Highlight] = field(default_factory=list)

    def __post_init__(self) -> None:
        every = [c for c in self.checked.claims.all() if c.kind != "relation"]
        self.claims = {claim.id: claim for claim in every}
        self.names = {claim.id: f"{self.id}c{n}" for n, claim in enumerate(every, 1)}

    @property
    def document(self) -> Document:
        return self.checked.claims.document


def safe(text: str | None) -> Markup:
    """Text of a document or a person on one line, escaped, its control characters shown."""
    return Markup(plain_html(" ".join((text or "").split())))


def make_view(report: Report) -> PageView:
    """What the page of a report shows."""
    sources = [_Source(checked, f"d{n}") for n, checked in enumerate(report.documents, 1)]
    by_path = {source.document.path: source for source in reversed(sources)}
    numbers = itertools.count(1)
    together = [_card(each, next(numbers), by_path) for each in by_gravity(report.together)]
    cards = [
        [_card(finding, next(numbers), {source.document.path: source}) for finding in findings]
        for source in sources
        for findings in [source.checked.findings]
    ]
    drawn: set[str] = set()
    room = ALL_PICTURES
    views: list[DocumentView] = []
    for source, own in zip(sources, cards, strict=True):
        pages = _pages(source, min(room, PICTURES))
        room -= pages.drawn
        drawn |= pages.anchors
        views.append(_view(source, own, pages))
    codes = sorted({card.code for own in (*cards, together) for card in own})
    return PageView(views, together, codes, drawn)


def _card(finding: Result, number: int, sources: dict[str, _Source]) -> Card:
    """The card of a finding; its passages are added to the highlights of their documents."""
    identity = f"f{number}"
    documents = {path: source.checked for path, source in sources.items()}
    for count, passage in enumerate(finding.passages, 1):
        source = sources.get(path_of(finding, count, documents))
        if source is not None:
            start, end = _trimmed(source.document, passage)
            anchor = f"{identity}p{count}"
            source.marks.append(
                Highlight(start, end, "finding", identity, anchor, finding.level, number)
            )
    quoted = quotations(finding, documents)
    rule = rule_of(finding.code)
    working = finding.working or ""
    return Card(
        id=identity,
        number=number,
        code=finding.code,
        name=rule.name if rule else "",
        level=finding.level,
        message=safe(finding.message),
        working=None if working in finding.message else safe(working),
        quotes=[_quote(identity, each, len(set(finding.paths)) > 1) for each in quoted[:QUOTES]],
        more=max(0, len(quoted) - QUOTES),
        ruled=rule is not None,
        key=finding.key,
    )


def _quote(identity: str, quotation: Quotation, together: bool) -> Quote:
    part = quotation.excerpt
    words = "".join(
        f"<b>{plain_html(text)}</b>" if strong else plain_html(text) for text, strong in part.pieces
    )
    before, after = "… " if part.before else "", " …" if part.after else ""
    where = place_of(quotation.passage)
    checked = quotation.checked
    if together or checked is None:
        title = checked.claims.document.title if checked else None
        where = f"{one_line(title or quotation.path)}, {where}"
    anchor = f"{identity}p{quotation.number}" if checked else None
    return Quote(where, anchor, Markup(before + words + after))


def _trimmed(document: Document, passage: Passage) -> tuple[int, int]:
    """A passage's span without white space at its ends."""
    words = document.text[passage.start : passage.end]
    start = passage.start + len(words) - len(words.lstrip())
    return start, max(start, passage.end - len(words) + len(words.rstrip()))


def _pages(source: _Source, limit: int) -> Pages:
    source.marks += _claim_highlights(source)
    pictures = source.checked.pictures or pictures_of(source.document)
    if pictures is None or not limit:
        return Pages()
    return pages_html(source.document, source.marks, pictures, limit)


def _view(source: _Source, cards: list[Card], pages: Pages) -> DocumentView:
    checked, document = source.checked, source.document
    findings = checked.findings
    rows = [_row(source, n, claim) for n, claim in enumerate(source.claims.values(), 1)]
    return DocumentView(
        id=source.id,
        name=safe(document.title) or safe(PurePath(document.path).name) or safe(document.path),
        path=safe(document.path),
        about=_about(document),
        direction="rtl" if mostly_right_to_left(document.text) else "ltr",
        notes=[safe(note) for note in document.notes],
        read=reading([checked]),
        summary=findings_line(findings),
        gravest=findings[0].level if findings else "none",
        cards=cards,
        held=[_line(source, result, result.working or result.message) for result in checked.held],
        uncheckable=list(_grouped(source)),
        dismissed=[
            (_line(source, result, result.message), safe(dismissal.reason))
            for result, dismissal in checked.dismissed
        ],
        stale=[(dismissal.code, safe(dismissal.reason)) for dismissal in checked.stale],
        instruments_heading=_instruments_heading(checked),
        unresolved=_unresolved(source),
        instruments=_instruments(source),
        cited=len(checked.positions),
        rows=rows,
        columns=[at for at in range(len(COLUMNS)) if any(row.cells[at] for row in rows)],
        text=Markup(text_html(document, source.marks, source.id)),
        pictures=Markup(pages.html),
    )


def _claim_highlights(source: _Source) -> Iterator[Highlight]:
    for claim in source.claims.values():
        name = source.names[claim.id]
        start, end = _trimmed(source.document, claim.passage)
        yield Highlight(start, end, claim.kind, name, f"{name}t")
        if isinstance(claim, Figure):
            yield Highlight(claim.number.start, claim.number.end, "number", name)


def _about(document: Document) -> list[tuple[str, Markup]]:
    rows = [
        ("Issued by", document.issuer),
        ("Date", document.date),
        ("Place", document.place),
        ("To", "; ".join(document.addressees)),
        ("File", document.path),
        ("Length", _length(document)),
        ("SHA-256", document.sha256),
    ]
    return [(label, safe(value)) for label, value in rows if value]


def _length(document: Document) -> str:
    paragraphs = plural(len(document.paragraphs), "paragraph")
    return f"{plural(len(document.pages), 'page')}, {paragraphs}" if document.pages else paragraphs


def _places(source: _Source, result: Result) -> list[tuple[str, str]]:
    """Links to where a result stands: its words and the id of the place."""
    for key, passage in zip(result.claims, result.passages, strict=False):
        if key in source.names:
            return [(short_place(passage), f"{source.names[key]}t")]
    return [
        (short_place(p), f"{source.id}p{p.paragraph}" if p.paragraph else f"{source.id}-text")
        for p in result.passages[:1]
    ]


def _line(source: _Source, result: Result, words: str) -> Line:
    rule = rule_of(result.code)
    return Line(result.code, rule.name if rule else "", safe(words), _places(source, result))


def _grouped(source: _Source) -> Iterator[Line]:
    """What could not be checked, one line for each rule and reason."""
    groups: dict[tuple[str, str], list[Result]] = {}
    for result in source.checked.uncheckable:
        groups.setdefault((result.code, result.message), []).append(result)
    for (code, message), group in groups.items():
        rule = rule_of(code)
        places = [place for result in group for place in _places(source, result)]
        yield Line(
            code,
            rule.name if rule else "",
            safe(message),
            places[:SHOWN_PLACES],
            max(0, len(places) - SHOWN_PLACES),
            len(group),
        )


def _instruments_heading(checked: CheckedDocument) -> str:
    if not checked.positions:
        return ""
    from muniment.reports.positions import heading_words

    return heading_words(checked.positions)


def _unresolved(source: _Source) -> tuple[Markup, list[tuple[str, str]]]:
    """What the citations that name no one instrument are, and links to them."""
    if not source.checked.positions:
        return Markup(""), []
    from muniment.reports.positions import unresolved, unresolved_words

    citations = unresolved(source.checked)
    places = [(short_place(each.passage), f"{source.names[each.id]}t") for each in citations]
    return safe(unresolved_words(citations)), places[:SHOWN_PLACES]


def _instruments(source: _Source) -> list[Instrument]:
    if not source.checked.positions:
        return []
    from muniment.reports.positions import entries

    return [_instrument(source, entry) for entry in entries(source.checked)]


def _instrument(source: _Source, entry: Entry) -> Instrument:
    places = [
        (short_place(source.claims[key].passage), f"{source.names[key]}t")
        for key in entry.citations
    ]
    return Instrument(
        id=", ".join(entry.ids),
        name=safe(entry.name),
        words=safe(entry.words),
        places=places[:SHOWN_PLACES],
        more=max(0, len(places) - SHOWN_PLACES),
        held=[safe(words) for words in entry.held],
        standings=[
            (safe(state), status.replace(" ", "-"), safe(words), safe(more))
            for state, status, words, more in entry.standings
        ],
    )


def _row(source: _Source, number: int, claim: Claim) -> Row:
    name = source.names[claim.id]
    cells = (*[Markup("")] * (len(COLUMNS) - 1), safe(claim.found_by))
    wholes: list[tuple[str, Markup]] = []
    part_kind = ""
    value, sort = "", ""
    if isinstance(claim, Figure):
        value = amount_words(claim)
        low = claim.quantity.low if claim.quantity.low is not None else claim.quantity.high
        sort = f"{float(low or 0):.6g}"
        cells = _circumstances(claim)
        for key in dict.fromkeys((claim.part_of or "", *claim.part_of_alternatives)):
            owner = source.claims.get(key)
            if isinstance(owner, Figure):
                wholes.append((source.names[key], safe(owner.number.text)))
        part_kind = claim.part_kind or ""
    elif isinstance(claim, DateClaim):
        value = sort = claim.edtf
    elif isinstance(claim, Citation):
        facts = (claim.instrument, claim.symbol, claim.provision, claim.year)
        value = sort = ", ".join(str(fact) for fact in facts if fact)
    elif isinstance(claim, Demand):
        value = sort = f"asks {claim.addressee.text}" if claim.addressee else "addressee not named"
    return Row(
        id=name,
        number=number,
        kind=claim.kind,
        anchor=f"{name}t",
        words=safe(claim.passage.quote),
        value=safe(value),
        sort=sort,
        cells=cells,
        wholes=wholes,
        part_kind=part_kind,
        where=short_place(claim.passage),
        start=claim.passage.start,
        claim=claim.id,
    )


def _circumstances(figure: Figure) -> tuple[Markup, ...]:
    """The cells of COLUMNS for a figure."""
    who = [figure.counted.text] if figure.counted else []
    kinds = figure.categories
    who += [f"({kind})" for kind in (kinds.sex, kinds.age, kinds.status) if kind]
    when = ""
    if figure.period:
        known = figure.period.edtf and figure.period.edtf != figure.period.span.text
        when = f"{figure.period.span.text}{f' [{figure.period.edtf}]' if known else ''}"
    return (
        safe(" ".join(who)),
        safe("" if figure.event == "other" else figure.event),
        safe(when),
        safe(figure.place.text if figure.place else ""),
        safe(", citing ".join(span.text for span in figure.said_by)),
        safe(figure.responsible.text if figure.responsible else ""),
        safe(_reading(figure)),
    )


def _reading(figure: Figure) -> str:
    """The rules of the grammar that read a figure, and what a second opinion makes of it."""
    read = [figure.found_by, *(f"{name}: {rule}" for name, rule in figure.reasons.items())]
    second = [f"{name}: {answer}" for name, answer in (figure.second_opinion or {}).items()]
    return "; ".join(read) + (f" (second opinion: {'; '.join(second)})" if second else "")
