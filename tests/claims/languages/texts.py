"""Invented texts that every language pack must come through, and how a test reads one."""

from __future__ import annotations

from muniment.claims.model import DocumentClaims
from muniment.claims.reader import read_claims
from muniment.documents.document import Document

MIXED = [
    "",
    "12",
    "At least 12 people were killed and 32 injured in Orla on 3 March 2024, among them 4 children.",
    "Of the 412 families, 260 fled; the remaining 152 stayed. One in five had no water.",
    "Al menos 12 personas murieron y 32 resultaron heridas en Orla el 3 de marzo de 2024.",
    "Exigimos que el Gobierno libere a los 14 presos. La resolución 1325 (2000) sigue vigente.",
    "Bei Orla starben am 12. März 2024 mindestens 12 Menschen, darunter 4 Kinder (30 Prozent).",
    "TWO SOLDIERS WERE WOUNDED, THE COMMUNIQUE SAYS; FIGHTING WENT ON FROM 0600 TO 0915.",
    "Killed: 12\nInjured: 30\nMissing: 4\n\nRegion\tKilled\tInjured\nNorth\t4\t10\nTotal\t12\t30\n",
    "1.234,5 1,234.5 1 234 567 12,5 % 3/4 ½ 50-60 -7 °C № 5 (2000) $5m €3.2bn 24/7",
    "Погибли 12 человек, ранены 30. 死者12人。 قُتل 12 شخصا",
]


def document_of(text: str, language: str) -> Document:
    """A plain text as a document in a language."""
    return Document(
        path="t.txt",
        sha256="0" * 64,
        media_type="text/plain",
        text=text,
        body=(0, len(text)),
        language=language,
    )


def claims_of(text: str, language: str) -> DocumentClaims:
    """The claims of a plain text in a language."""
    return read_claims(document_of(text, language))
