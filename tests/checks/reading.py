"""Reads the texts of a test as documents and checks them."""

from __future__ import annotations

import hashlib

from muniment.checks.checking import check_document, check_together
from muniment.checks.model import Outcome, Result
from muniment.claims.model import DocumentClaims
from muniment.claims.reader import read_claims
from muniment.documents.document import Document

Text = tuple[str | None, str | None, str]


def claims_of(text: str, issuer: str | None = None, date: str | None = None) -> DocumentClaims:
    """The claims of an English text, as of a document with this issuer and date."""
    key = f"{issuer} {date} {text}".encode()
    return read_claims(
        Document(
            path=f"{hashlib.sha256(key).hexdigest()[:8]}.txt",
            sha256=hashlib.sha256(key).hexdigest(),
            media_type="text/plain",
            text=text,
            body=(0, len(text)),
            issuer=issuer,
            date=date,
            language="en",
        )
    )


def results(*texts: Text) -> list[Result]:
    """Every result on documents given as (issuer, date, text), alone and together."""
    documents = [claims_of(text, issuer, date) for issuer, date, text in texts]
    return [r for each in documents for r in check_document(each)] + check_together(documents)


def fired(*texts: Text, family: str) -> list[str]:
    """The codes of the findings of a family ("T", "A105") on documents, in order of the codes."""
    found = results(*texts)
    return sorted(r.code for r in found if r.outcome is Outcome.FIRES and r.code.startswith(family))
