"""Floor 6: files in, checked documents out; the one place where all floors meet."""

from __future__ import annotations

import collections
import functools
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from muniment.checks.checking import check_document, check_together
from muniment.checks.dismissals import DismissalError, apply_dismissals, load_dismissals
from muniment.checks.model import Result
from muniment.checks.positions import positions
from muniment.checks.rulebook import rule
from muniment.checks.selection import Selection
from muniment.claims.model import DocumentClaims
from muniment.claims.reader import read_claims
from muniment.documents.document import Document
from muniment.documents.errors import UnreadableDocument
from muniment.documents.limits import Limits
from muniment.documents.reading import read_documents, read_safely
from muniment.reports.report import CheckedDocument, Report

STDIN = Path("-")
IN_FLIGHT = 4
"""Files handed to each process ahead of the one being awaited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to check, and how.

    ``issuer`` and ``date`` (EDTF) stand in where a document does not tell its own.
    ``compare`` is the largest number of documents that are compared with each other.
    """

    selection: Selection = field(default_factory=Selection)
    issuer: str | None = None
    date: str | None = None
    limits: Limits = field(default_factory=Limits)
    second_opinion: bool = True
    jobs: int = 1
    compare: int = 100


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file, or a part of one, that could not be read: one clear sentence."""

    line: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A line on the run that is no problem: files passed over, documents not compared."""

    line: str


@dataclass(frozen=True, slots=True)
class Compared:
    """What concerns several documents; the last thing that a run gives."""

    results: list[Result]


Part = CheckedDocument | Unreadable | Remark | Compared


def read_one(path: Path, request: Request) -> Iterator[DocumentClaims | Unreadable]:
    """The documents in a file (a mail has several), each with its claims."""
    try:
        if path == STDIN:
            data = sys.stdin.buffer.read(request.limits.max_bytes + 1)
            documents = read_safely(str(path), data, request.limits)
        else:
            documents = read_documents(path, request.limits)
        for document in documents:
            yield _claims(document, request)
    except UnreadableDocument as error:
        yield Unreadable(str(error))


def check_one(path: Path, request: Request) -> list[CheckedDocument | Unreadable]:
    """The documents in a file, each with its claims and what the rules say of it alone."""
    checked: list[CheckedDocument | Unreadable] = []
    for claims in read_one(path, request):
        if isinstance(claims, Unreadable):
            checked.append(claims)
            continue
        wants = functools.partial(_wants, request.selection)
        results = [r for r in check_document(claims, wants) if wants(r.code)]
        try:
            dismissals = load_dismissals(path)
        except DismissalError as error:
            checked.append(Unreadable(str(error)))
            dismissals = []
        stay, dismissed, stale = apply_dismissals(results, dismissals)
        checked.append(
            CheckedDocument(
                claims=claims,
                results=stay,
                dismissed=dismissed,
                stale=stale,
                positions=positions(claims) if wants("L304") else [],
            )
        )
    return checked


def check_files(
    paths: Iterable[Path], request: Request, against: Iterable[Path] = ()
) -> Iterator[Part]:
    """Check files one after the other, in their order; then what concerns several of them.

    Documents in ``against`` are only compared with the others. No more than ``request.compare``
    documents are kept for comparing; beyond that each stands alone and the note says so, so
    that memory stays flat.
    """
    own: list[DocumentClaims] | None = []
    for each in _in_order(list(paths), request):
        if isinstance(each, CheckedDocument) and own is not None:
            own.append(each.claims)
            if len(own) > request.compare:
                own = None
        yield each
    others: list[DocumentClaims] = []
    for path in against:
        for claims in read_one(path, request):
            if isinstance(claims, Unreadable):
                yield claims
            else:
                others.append(claims)
    if own is None:
        yield Remark(
            f"More than {request.compare} documents: not compared with each other; "
            "raise the setting `compare` to do so."
        )
        return
    if len(own) + len(others) < 2:
        yield Compared([])
        return
    mine = {claims.document.path for claims in own}
    results = [r for r in check_together([*own, *others]) if mine & set(r.paths)]
    yield Compared([r for r in results if _wants(request.selection, r.code)])


def find_finding(path: Path, key: str, request: Request) -> str | None:
    """The code of a document's finding with this key, or None when it has none."""
    for checked in check_one(path, request):
        if isinstance(checked, CheckedDocument):
            for result in checked.findings:
                if result.key == key:
                    return result.code
    return None


def gather(parts: Iterable[Part]) -> Report:
    """The report of a whole run."""
    report = Report()
    report.documents.extend(documents_of(parts, report))
    return report


def documents_of(parts: Iterable[Part], report: Report) -> Iterator[CheckedDocument]:
    """The documents as they come; everything else goes to the report while they do."""
    for part in parts:
        if isinstance(part, CheckedDocument):
            yield part
        elif isinstance(part, Unreadable):
            report.unreadable.append(part.line)
        elif isinstance(part, Remark):
            report.notes.append(part.line)
        else:
            report.together.extend(part.results)


def _claims(document: Document, request: Request) -> DocumentClaims:
    document = replace(
        document,
        issuer=document.issuer or request.issuer,
        date=document.date or request.date,
    )
    return read_claims(document, second_opinion=request.second_opinion)


def _wants(selection: Selection, code: str) -> bool:
    return selection.wants(code, rule(code).on_by_default)


def _in_order(paths: list[Path], request: Request) -> Iterator[CheckedDocument | Unreadable]:
    """Check files, in several processes where wished, with a bounded number under way."""
    if request.jobs == 1 or len(paths) < 2 or STDIN in paths:
        for path in paths:
            yield from check_one(path, request)
        return
    import concurrent.futures  # takes a while to load, and most runs need no other process

    with concurrent.futures.ProcessPoolExecutor(min(request.jobs, len(paths))) as pool:
        waiting = iter(paths)
        under_way: collections.deque[
            concurrent.futures.Future[list[CheckedDocument | Unreadable]]
        ] = collections.deque()
        for path in waiting:
            under_way.append(pool.submit(check_one, path, request))
            if len(under_way) >= IN_FLIGHT * request.jobs:
                yield from under_way.popleft().result()
        while under_way:
            yield from under_way.popleft().result()
