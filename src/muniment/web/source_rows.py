"""The list of sources: narrowed, sorted, each with what its document says where nobody did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from muniment.web.reviewed import Reviewed, of_sources
from muniment.workspace.models import Collection, Document, Finding, Sensitivity, Source
from muniment.workspace.permissions import Person, seeing_restricted

SORTS = {
    "received": _("latest received"),
    "date": _("latest date"),
    "oldest": _("earliest date"),
    "issuer": _("issuer"),
}
LONGEST = 200
SAID = ("title", "issuer", "date")


@dataclass(frozen=True, slots=True)
class Asked:
    """How the list is narrowed and sorted, as the address says; nonsense is left out."""

    q: str = ""
    issuer: str = ""
    date: str = ""
    state: str = ""
    collection: str = ""
    sensitivity: str = ""
    sort: str = "received"

    @classmethod
    def read(cls, values: QueryDict) -> Asked:
        """From an address."""
        said = {name: values.get(name, "").strip()[:LONGEST] for name in cls.__slots__}
        if said["state"] not in Source.State.values:
            said["state"] = ""
        if said["sensitivity"] not in Sensitivity.values:
            said["sensitivity"] = ""
        if said["sort"] not in SORTS:
            said["sort"] = "received"
        return cls(**said)

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return any((self.q, self.issuer, self.date, self.state, self.collection, self.sensitivity))


@dataclass(frozen=True, slots=True)
class Listed:
    """A source in the list. ``read`` names what its document says and nobody else did."""

    source: Source
    title: str
    file: str
    issuer: str
    date: str
    read: frozenset[str]
    documents: int
    findings: int
    reviewed: Reviewed | None


def narrowed(collections: QuerySet[Collection], asked: Asked) -> QuerySet[Source]:
    """The sources asked for, in their order. What is restricted is found by its state alone."""
    # By their numbers: a single collection is then read along its index, latest first.
    within = list(collections.values_list("pk", flat=True))
    rows: QuerySet[Any] = Source.objects.filter(collection__in=within)
    if asked.collection:
        rows = rows.filter(collection__slug=asked.collection)
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.sensitivity:
        rows = rows.filter(sensitivity=asked.sensitivity)
    if asked.q or asked.issuer or asked.date:
        rows = rows.exclude(sensitivity=Sensitivity.RESTRICTED)
    if asked.issuer or asked.date or asked.sort in ("date", "oldest", "issuer"):
        rows = rows.annotate(said_issuer=_said("issuer"), said_date=_said("date"))
    if asked.q:
        rows = rows.filter(
            _has("title", asked.q)
            | _has("name", asked.q)
            | Q(key=asked.q)
            | Q(sha256=asked.q.casefold())
            | Q(pk__in=Document.objects.filter(_has("title", asked.q)).values("source"))
        )
    if asked.issuer:
        rows = rows.filter(_has("said_issuer", asked.issuer))
    if asked.date:
        rows = rows.filter(said_date__startswith=asked.date)
    latest = ("-received_at", "-pk")
    if asked.sort == "issuer":
        return rows.order_by("said_issuer", *latest)
    if asked.sort == "date":
        return rows.order_by(F("said_date").desc(), *latest)
    if asked.sort == "oldest":
        unknown = Case(When(said_date="", then=1), default=0)
        return rows.order_by(unknown, "said_date", *latest)
    return rows.order_by(*latest)


def listed(user: Person, numbers: Sequence[int]) -> list[Listed]:
    """Sources of one page, by their numbers in order, as they are shown to somebody.

    How much a restricted one holds, and its date, is for those who may look at it.
    """
    by_number = Source.objects.select_related("collection", "received_by").in_bulk(numbers)
    found = [by_number[each] for each in numbers if each in by_number]
    seen = set(seeing_restricted(user).values_list("pk", flat=True))
    first: dict[int, Document] = {}
    counts: dict[int, int] = {}
    rows = Document.objects.filter(source__in=found).order_by("number")
    for each in rows.only("source", "number", *SAID):
        first.setdefault(each.source_id, each)
        counts[each.source_id] = counts.get(each.source_id, 0) + 1
    findings = dict(
        Finding.objects.filter(document__source__in=found, status=Finding.Status.OPEN)
        .exclude(level="note")
        .order_by()
        .values_list("document__source")
        .annotate(Count("pk"))
        .values_list("document__source", "pk__count")
    )
    reviewed = of_sources(each.pk for each in found)
    return [
        Listed(each, str(each), "", "", "", frozenset(), 0, 0, None)
        if each.sensitivity == Sensitivity.RESTRICTED and each.collection_id not in seen
        else _listed(
            each,
            first.get(each.pk),
            counts.get(each.pk, 0),
            findings.get(each.pk, 0),
            reviewed.get(each.pk),
        )
        for each in found
    ]


def _listed(
    source: Source,
    document: Document | None,
    documents: int,
    findings: int,
    reviewed: Reviewed | None,
) -> Listed:
    last = (documents, findings, reviewed)
    if source.sensitivity == Sensitivity.RESTRICTED:
        return Listed(source, str(source), "", "", source.date, frozenset(), *last)
    said = said_or_read(source, document)
    read = {name for name, text in said.items() if text and not getattr(source, name)}
    file = source.name if said["title"] and said["title"] != source.name else ""
    title = said["title"] or source.name
    return Listed(source, title, file, said["issuer"], said["date"], frozenset(read), *last)


def said_or_read(source: Source, document: Document | None) -> dict[str, str]:
    """The title, issuer and date of a source: what people said, else what its first document
    says. Of a restricted one they are not to be shown."""
    return {
        name: getattr(source, name) or (getattr(document, name) if document is not None else "")
        for name in SAID
    }


def _said(name: str) -> Any:
    """What people said of a source, else what its first document says; "" where nobody does
    or it is restricted: their order must not tell."""
    first = Document.objects.filter(source=OuterRef("pk"), number=1).values(name)[:1]
    field = TextField()
    return Case(
        When(sensitivity=Sensitivity.RESTRICTED, then=Value("", field)),
        When(**{name: ""}, then=Coalesce(Subquery(first), F(name))),
        default=F(name),
        output_field=field,
    )


def _has(name: str, text: str) -> Q:
    """Whether a text is in a field: SQLite tells capitals apart beyond ASCII."""
    ways = {text, text.lower(), text.upper(), text.capitalize(), text.title()}
    found = Q()
    for each in ways:
        found |= Q(**{f"{name}__icontains": each})
    return found
