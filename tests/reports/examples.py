"""Hand-made documents with claims and results: what the reports are tried on.

The places are invented; both sides are equally good and bad at sums.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from muniment.checks.checking import check_document
from muniment.checks.dismissals import Dismissal
from muniment.checks.model import Level, Outcome, Result
from muniment.checks.positions import positions
from muniment.claims.model import (
    Citation,
    DateClaim,
    Demand,
    DocumentClaims,
    Figure,
    PeriodMention,
    Relation,
    claim_id,
)
from muniment.claims.reader import read_claims
from muniment.documents.document import Document
from muniment.reports.report import CheckedDocument, Report
from muniment.values.passage import Span
from muniment.values.quantity import Quantity

APPEAL = """\
The Commissioner for Human Rights of Talvera appeals to all parties.

During the war a total of 1,284 citizens of Talvera, comprising 1,012 soldiers and 272 civilians,
went missing. Of the 24 persons detained at Lower Esk, nine were women and 14 were men.

On Tuesday, 8 September 2023 a shell struck the market of Lower Esk. At least 30 people were
wounded, according to the hospital.

The 1992 Convention on the Protection of Watercourses was not respected. We call on Noresk to
hand over its 12 maps of minefields.
"""

ANSWER = """\
The Ministry of Foreign Affairs of Noresk answers the appeal of 12 March 2024.

The prisons of Noresk held 19 persons from Lower Esk: 8 women and 12 men. All were released by
5 May 2024.

Noresk calls on Talvera to return the 6 fishing boats that were taken in 2021.
"""

LAWFUL = """\
Norway must comply with its obligations under the 1976 Convention on the Prohibition of Military or
Any Other Hostile Use of Environmental Modification Techniques, and Iceland must uphold it as well.

Iceland is a party to the Geneva Conventions. The General Assembly spoke of the weather in 2006, in
its resolution 60/285, and of the 1991 Convention on the Care of Lighthouses.

Iceland must comply with its obligations under the ENMOD Convention.
"""

RIGHT_TO_LEFT = """\
قالت الوزارة إن 24 شخصا احتجزوا، منهم 9 نساء و14 رجلا.

وقع الحادث في 8 سبتمبر 2023 قرب المدينة.
"""


@dataclass(slots=True)
class Maker:
    """Makes claims about a text by quoting it."""

    document: Document
    claims: DocumentClaims = field(init=False)
    results: list[Result] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.claims = DocumentClaims(document=self.document)

    def span(self, quote: str, within: str | None = None) -> Span:
        around = self.document.text.index(within) if within else 0
        start = self.document.text.index(quote, around)
        return Span(start, start + len(quote), quote)

    def figure(
        self,
        quote: str,
        number: str,
        value: int,
        *,
        within: str | None = None,
        event: str = "other",
        part_of: Figure | None = None,
        period: tuple[str, str] | None = None,
        place: str | None = None,
        said_by: str | None = None,
        quantity: Quantity | None = None,
    ) -> Figure:
        span = self.span(quote, within)
        first = span.start + quote.index(number)
        counted = quote[quote.index(number) + len(number) :].strip()
        figure = Figure(
            id=claim_id(self.document, "figure", span.start, span.end),
            kind="figure",
            passage=self.document.passage(span.start, span.end),
            sentence=0,
            found_by="by hand",
            number=Span(first, first + len(number), number),
            quantity=quantity or Quantity(value, value),
            counted=self.span(counted, quote) if counted else None,
            event=event,
            part_of=part_of.id if part_of else None,
            part_kind="partition" if part_of else None,
            period=PeriodMention(span=self.span(period[0]), edtf=period[1]) if period else None,
            place=self.span(place) if place else None,
            said_by=(self.span(said_by),) if said_by else (),
        )
        self.claims.figures.append(figure)
        return figure

    def date(self, quote: str, edtf: str) -> DateClaim:
        span = self.span(quote)
        claim = DateClaim(
            id=claim_id(self.document, "date", span.start, span.end),
            kind="date",
            passage=self.document.passage(span.start, span.end),
            sentence=0,
            found_by="by hand",
            edtf=edtf,
        )
        self.claims.dates.append(claim)
        return claim

    def citation(self, quote: str, year: int) -> Citation:
        span = self.span(quote)
        claim = Citation(
            id=claim_id(self.document, "citation", span.start, span.end),
            kind="citation",
            passage=self.document.passage(span.start, span.end),
            sentence=0,
            found_by="by hand",
            words=" ".join(quote.split()),
            year=year,
        )
        self.claims.citations.append(claim)
        return claim

    def demand(self, quote: str, addressee: str) -> Demand:
        span = self.span(quote)
        claim = Demand(
            id=claim_id(self.document, "demand", span.start, span.end),
            kind="demand",
            passage=self.document.passage(span.start, span.end),
            sentence=0,
            found_by="by hand",
            addressee=self.span(addressee, quote),
        )
        self.claims.demands.append(claim)
        return claim

    def relation(self, kind: str, *members: Figure) -> None:
        first, last = members[0].passage, members[-1].passage
        self.claims.relations.append(
            Relation(
                id=claim_id(self.document, "relation", first.start, last.end),
                kind="relation",
                passage=self.document.passage(first.start, last.end),
                sentence=0,
                found_by="by hand",
                type=kind,
                members=tuple((f"member {n}", m.id) for n, m in enumerate(members, 1)),
                values={"direction": "up"},
            )
        )

    def result(
        self,
        code: str,
        level: Level,
        outcome: Outcome,
        message: str,
        working: str | None,
        *claims: Figure | DateClaim | Citation | Demand,
    ) -> Result:
        result = Result(
            code=code,
            level=level,
            outcome=outcome,
            message=message,
            working=working,
            claims=tuple(claim.id for claim in claims),
            passages=tuple(claim.passage for claim in claims),
            paths=(self.document.path,) * len(claims),
        )
        self.results.append(result)
        return result


def document(
    text: str,
    path: str = "appeal.txt",
    title: str | None = None,
    issuer: str | None = None,
    date: str | None = None,
    language: str = "en",
) -> Document:
    return Document(
        path=path,
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        media_type="text/plain",
        text=text,
        body=(0, len(text)),
        title=title,
        issuer=issuer,
        date=date,
        language=language,
    )


def appeal() -> CheckedDocument:
    make = Maker(
        document(
            APPEAL,
            title="Appeal concerning Lower Esk",
            issuer="Commissioner for Human Rights of Talvera",
            date="2024-03-12",
        )
    )
    whole = make.figure("1,284 citizens of Talvera", "1,284", 1284, event="missing")
    soldiers = make.figure("1,012 soldiers", "1,012", 1012, event="missing", part_of=whole)
    civilians = make.figure("272 civilians", "272", 272, event="missing", part_of=whole)
    held = make.figure("24 persons", "24", 24, event="detained", place="Lower Esk")
    women = make.figure("nine were women", "nine", 9, event="detained", part_of=held)
    men = make.figure("14 were men", "14", 14, event="detained", part_of=held)
    day = make.date("Tuesday, 8 September 2023", "2023-09-08")
    wounded = make.figure(
        "At least 30 people",
        "30",
        30,
        event="injured",
        period=("8 September 2023", "2023-09-08"),
        place="the market of Lower Esk",
        said_by="the hospital",
        quantity=Quantity(30, None),
    )
    treaty = make.citation("1992 Convention on the Protection of Watercourses", 1992)
    make.demand("Noresk to\nhand over its 12 maps of minefields", "Noresk")
    make.figure("12 maps of minefields", "12", 12)
    make.relation("change", women, men)
    make.result(
        "A101",
        "error",
        Outcome.FIRES,
        "The parts of the 24 persons detained add up to 23.",
        "9 + 14 = 23, not 24",
        held,
        women,
        men,
    )
    make.result(
        "T202",
        "warning",
        Outcome.FIRES,
        "8 September 2023 was a Friday, not a Tuesday.",
        None,
        day,
    )
    make.result(
        "A101",
        "error",
        Outcome.HOLDS,
        "The parts of the 1,284 citizens of Talvera add up.",
        "1,284 = 1,012 + 272",
        whole,
        soldiers,
        civilians,
    )
    make.result(
        "A105",
        "error",
        Outcome.NOT_CHECKABLE,
        "The text does not say over which period the persons were wounded.",
        None,
        wounded,
    )
    note = make.result(
        "L301", "note", Outcome.FIRES, "This citation resolves to nothing known.", None, treaty
    )
    make.results.remove(note)
    reason = Dismissal(note.key, note.code, "It is a working title.")
    return CheckedDocument(claims=make.claims, results=make.results, dismissed=[(note, reason)])


def answer() -> CheckedDocument:
    make = Maker(
        document(
            ANSWER,
            path="answer.txt",
            title="Answer to the appeal",
            issuer="Ministry of Foreign Affairs of Noresk",
            date="2024-05-20",
        )
    )
    make.date("12 March 2024", "2024-03-12")
    held = make.figure("19 persons", "19", 19, event="detained")
    women = make.figure("8 women", "8", 8, event="detained", part_of=held)
    men = make.figure("12 men", "12", 12, event="detained", part_of=held)
    make.date("5 May 2024", "2024-05-05")
    make.demand("return the 6 fishing boats", "return")
    make.figure("6 fishing boats", "6", 6, event="exploited")
    make.result(
        "A101",
        "error",
        Outcome.FIRES,
        "The parts of the 19 persons held add up to 20.",
        "8 + 12 = 20, not 19",
        held,
        women,
        men,
    )
    return CheckedDocument(claims=make.claims, results=make.results)


def lawful() -> CheckedDocument:
    """A document that cites instruments; read by the grammar, so that the register knows them."""
    claims = read_claims(
        document(
            LAWFUL, path="lawful.txt", title="Appeal concerning the weather", date="2020-05-01"
        )
    )
    return CheckedDocument(
        claims=claims, results=check_document(claims), positions=positions(claims)
    )


def right_to_left() -> CheckedDocument:
    make = Maker(document(RIGHT_TO_LEFT, path="bayan.txt", title="بيان الوزارة", language="ar"))
    held = make.figure("24 شخصا", "24", 24, event="detained")
    women = make.figure("9 نساء", "9", 9, event="detained", part_of=held)
    men = make.figure("14 رجلا", "14", 14, event="detained", part_of=held)
    make.date("8 سبتمبر 2023", "2023-09-08")
    make.result(
        "A101",
        "error",
        Outcome.FIRES,
        "The parts miss the total.",
        "9 + 14 = 23, not 24",
        held,
        women,
        men,
    )
    return CheckedDocument(claims=make.claims, results=make.results)


def both() -> Report:
    """Both sides' documents, and what they say of one thing."""
    first, second = appeal(), answer()
    ours = next(f for f in first.claims.figures if f.number.text == "24")
    theirs = next(f for f in second.claims.figures if f.number.text == "19")
    conflict = Result(
        code="X501",
        level="warning",
        outcome=Outcome.FIRES,
        message="Two issuers count the persons detained at Lower Esk differently.",
        working="24 and 19 do not fit",
        claims=(ours.id, theirs.id),
        passages=(ours.passage, theirs.passage),
        paths=("appeal.txt", "answer.txt"),
    )
    return Report(
        documents=[first, second],
        together=[conflict],
        unreadable=["annex.pdf: the file ends in the middle; ask for it again."],
    )
