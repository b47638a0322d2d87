"""Invented documents, claims and records in bulk, straight into the tables."""

from __future__ import annotations

import hashlib
import json
import random
from datetime import UTC, datetime, timedelta
from typing import Any

from muniment.workspace.models import (
    Claim,
    Collection,
    Document,
    Finding,
    Item,
    Passage,
    Source,
    User,
)
from muniment.workspace.search.facets import terms
from muniment.workspace.search.folding import words
from muniment.workspace.search.spellings import Seen, learn
from muniment.workspace.services.reading import as_json

_PARAGRAPHS, _CLAIMS = 20, 50
_EVENTS = ("killed", "injured", "missing", "detained", "displaced", "destroyed")
_STATUS = ("suggested",) * 7 + ("confirmed", "corrected", "rejected")
_SYLLABLES = (
    "ba be bo da de do ka ko la le lo ma me mo na ne no ra re ro sa so ta te to va vo".split()
)
_ENDINGS = ("", "n", "r", "l", "sk", "nd", "k", "m")
_CYRILLIC = str.maketrans("abdeklmnorstv", "абдеклмнорств")


class Writer:
    """Writes invented things; the same chance gives the same."""

    def __init__(self, chance: random.Random, documents: int) -> None:
        self._chance = chance
        self._words = [self._made(2, 4) for _ in range(30_000)]
        self._weights = [1 / (rank + 3) for rank in range(len(self._words))]
        places = [self._made(2, 3).capitalize() for _ in range(2_000)]
        self._places = [
            each.translate(_CYRILLIC) if chance.random() < 0.2 else each for each in places
        ]
        self._parties = [f"the {self._made(2, 3).capitalize()} forces" for _ in range(40)]
        self._seen = Seen()
        self._addresses: list[tuple[str, str]] = []
        self._drawn: list[str] = []

    def documents(self, collection: Collection, by: User, first: int, last: int) -> int:
        """Documents from one number to another, with all that is in them; how many claims."""
        sources, documents = [], []
        start = datetime(2020, 1, 1, tzinfo=UTC)
        for number in range(first, last):
            sha256 = hashlib.sha256(f"{number}".encode()).hexdigest()
            sources.append(
                Source(
                    key=f"b{number:015}",
                    collection=collection,
                    sha256=sha256,
                    sealed_sha256=sha256,
                    size=9_000,
                    name=f"statement-{number}.txt",
                    received_by=by,
                    received_at=start + timedelta(minutes=number),
                    how="import",
                    state=Source.State.READ,
                    sensitivity="restricted" if number % 50 == 49 else "internal",
                )
            )
        Source.objects.bulk_create(sources)
        texts: dict[str, list[str]] = {}
        for source in sources:
            paragraphs = [self._paragraph() for _ in range(_PARAGRAPHS)]
            text = "\n\n".join(paragraphs)
            key = f"{source.key}-1"
            texts[key] = paragraphs
            documents.append(
                Document(
                    source=source,
                    number=1,
                    key=key,
                    name=source.name,
                    media_type="text/plain",
                    title=f"Statement of {self._chance.choice(self._places)}",
                    issuer=f"Office of {self._chance.choice(self._parties[:12])}",
                    date="2021-03-04",
                    language="en",
                    text=text,
                    text_length=len(text),
                )
            )
        Document.objects.bulk_create(documents)
        passages: list[Passage] = []
        claims: list[Claim] = []
        items: list[Item] = []
        for document in documents:
            self._fill(document, texts[document.key], passages, claims, items)
        Passage.objects.bulk_create(passages, batch_size=2_000)
        Claim.objects.bulk_create(claims, batch_size=2_000)
        Item.objects.bulk_create(items, batch_size=2_000)
        Finding.objects.bulk_create(self._findings(documents), batch_size=2_000)
        return len(claims)

    def records(self, collection: Collection, count: int) -> int:
        """Records of registers as they can be found."""
        rows = []
        for number in range(count):
            place = self._chance.choice(self._places)
            name = f"{self._made(2, 3).capitalize()} {self._made(2, 3).capitalize()}ov"
            text = f"{name} {place} {self._chance.choice(_EVENTS)}"
            year = self._chance.randint(1988, 2021)
            row = Item(
                kind="record",
                collection=collection,
                ref=f"list{number // 20_000}:r{number}",
                register=f"list{number // 20_000}",
                label=text[:300],
                event=self._chance.choice(_EVENTS),
                place=place,
                year_from=year,
                year_to=year,
                sensitivity="internal",
                folded=" ".join(words(text)),
            )
            row.terms = " ".join(terms(row))
            if number % 10 == 0:
                self._seen.add(text)
            rows.append(row)
        Item.objects.bulk_create(rows, batch_size=2_000)
        return len(rows)

    def learn(self) -> None:
        """Keep the spellings of all that was written."""
        self._seen.ordinary.update(self._words)
        for each in (*self._places, *self._parties):
            self._seen.add(each)
        learn(self._seen, sealed=False)

    def common(self, count: int) -> list[str]:
        """Words, the commonest first."""
        return self._words[:count]

    def names(self, count: int) -> list[str]:
        """Names of places."""
        return self._places[:count]

    def addresses(self, count: int) -> list[tuple[str, str]]:
        """Documents and claims in them."""
        return self._chance.sample(self._addresses, min(count, len(self._addresses)))

    def _fill(
        self,
        document: Document,
        paragraphs: list[str],
        passages: list[Passage],
        claims: list[Claim],
        items: list[Item],
    ) -> None:
        source, at = document.source, 0
        folded = []
        for number, text in enumerate(paragraphs, start=1):
            passages.append(Passage(document=document, number=number, start=at, end=at + len(text)))
            folded.append((at, text, words(text)))
            items.append(self._item(document, "passage", str(number), folded[-1][2], {}))
            at += len(text) + 2
        for number in range(_CLAIMS):
            start, text, found = folded[number % len(folded)]
            event = self._chance.choice(_EVENTS)
            first = start + self._chance.randint(0, max(1, len(text) - 80))
            key = hashlib.sha256(f"{document.key}:{number}".encode()).hexdigest()[:16]
            year, low = self._chance.randint(1988, 2021), self._chance.randint(1, 4_000)
            place, party = self._chance.choice(self._places), self._chance.choice(self._parties)
            status = self._chance.choice(_STATUS)
            body = self._body(document, key, first, low, event, year, place, party, number)
            claims.append(
                Claim(
                    document=document,
                    key=key,
                    kind="figure",
                    start=first,
                    end=first + 20,
                    paragraph=number % len(folded) + 1,
                    event=event,
                    low=low,
                    high=low,
                    read=as_json(body),
                    status=status,
                )
            )
            cut = self._chance.randint(0, max(1, len(found) - 25))
            facets = {
                "claim_kind": "figure",
                "event": event,
                "place": place,
                "party": party,
                "status": status,
                "year_from": year,
                "year_to": year,
            }
            spoken = [*found[cut : cut + 22], event, *words(place), *words(party)]
            items.append(self._item(document, "claim", key, spoken, facets))
            if number == 7 and source.sensitivity != "restricted":
                self._addresses.append((document.key, key))

    def _item(
        self, document: Document, kind: str, ref: str, found: list[str], facets: dict[str, Any]
    ) -> Item:
        row = Item(
            kind=kind,
            collection_id=document.source.collection_id,
            document=document,
            ref=ref,
            sensitivity=document.source.sensitivity,
            folded=" ".join(found),
            **facets,
        )
        row.terms = " ".join(terms(row))
        return row

    def _body(
        self,
        document: Document,
        key: str,
        start: int,
        low: int,
        event: str,
        year: int,
        place: str,
        party: str,
        number: int,
    ) -> dict[str, Any]:
        quote = document.text[start : start + 20]
        return {
            "id": key,
            "kind": "figure",
            "passage": {
                "start": start,
                "end": start + 20,
                "quote": quote,
                "prefix": document.text[max(0, start - 32) : start],
                "suffix": document.text[start + 20 : start + 52],
                "page": None,
                "paragraph": number % _PARAGRAPHS + 1,
            },
            "number": {"start": start, "end": start + 4, "text": str(low)},
            "modifier": None,
            "low": low,
            "high": low,
            "approximate": False,
            "class": "count",
            "unit": None,
            "counted": {"start": start, "end": start + 6, "text": "people"},
            "categories": {"sex": None, "age": None, "status": None},
            "event": event,
            "part_of": None,
            "part_kind": None,
            "period": {"text": f"in {year}", "edtf": str(year)},
            "place": {"text": place},
            "responsible": {"text": party},
            "said_by": [],
            "found_by": "made up",
        }

    def _findings(self, documents: list[Document]) -> list[Finding]:
        return [
            Finding(
                document=document,
                key=f"f{number}",
                code="A101",
                level=("error", "warning", "note")[number % 3],
                message="The parts do not make up the whole.",
                claims=json.dumps([]),
                passages=json.dumps([{"start": 0, "end": 20, "quote": document.text[:20]}]),
                start=0,
            )
            for document in documents
            for number in range(3)
        ]

    def _paragraph(self) -> str:
        sentences = []
        for _ in range(3):
            drawn = self._some(14)
            place = self._chance.choice(self._places)
            drawn[5:5] = ["in", place, self._chance.choice(_EVENTS)]
            sentences.append(" ".join(drawn).capitalize() + ".")
        return " ".join(sentences)

    def _some(self, count: int) -> list[str]:
        if len(self._drawn) < count:
            self._drawn = self._chance.choices(self._words, self._weights, k=50_000)
        taken = self._drawn[-count:]
        del self._drawn[-count:]
        return taken

    def _made(self, least: int, most: int) -> str:
        syllables = self._chance.choices(_SYLLABLES, k=self._chance.randint(least, most))
        return "".join(syllables) + self._chance.choice(_ENDINGS)
