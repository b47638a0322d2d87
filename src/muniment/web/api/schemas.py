"""What the API takes and gives."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Generic, Literal, TypeVar

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field

Row = TypeVar("Row")
LARGEST = 2**31 - 1


def _plain(text: str) -> str:
    if "\x00" in text:
        raise ValueError("a text cannot have the character NUL")
    return text


plain_text = AfterValidator(_plain)
Short = Annotated[str, Field(max_length=300), plain_text]
Text = Annotated[str, Field(max_length=20_000), plain_text]
Line = Annotated[str, Field(max_length=500), plain_text]
Reason = Annotated[str, Field(max_length=4_000), plain_text]
Edtf = Annotated[str, Field(max_length=60), plain_text]
Version = Annotated[int, Field(ge=1, le=LARGEST)]
Number = Annotated[int, Field(ge=0, le=LARGEST)]
Size = Annotated[int, Field(ge=1, le=200)]


class Taken(Schema):
    """What comes in; a field that nobody knows is a mistake, and said to be one."""

    model_config = ConfigDict(extra="forbid")


class Rows(Schema, Generic[Row]):
    """One page of rows; ``next`` goes into ``after`` of the next request, null at the end."""

    items: list[Row]
    next: int | None


class Problem(Schema):
    """What went wrong, in a sentence."""

    error: str


class Conflict(Problem):
    """Somebody else was quicker: what you sent, and how it stands now."""

    yours: dict[str, Any]
    now: dict[str, Any]


class Me(Schema):
    """Whose token this is and what it may do."""

    account: str
    scopes: list[str]
    until: datetime.datetime


class CollectionOut(Schema):
    """A collection, and what one may do in it with this token."""

    slug: str
    name: str
    description: str
    rights: list[str]


class Said(Taken):
    """What a person says of a source; "" where nothing is said. ``date`` is EDTF."""

    title: Short = ""
    issuer: Short = ""
    date: Edtf = ""
    language: Annotated[str, Field(pattern=r"^([a-z]{2,3}(-[A-Za-z]{2,4})?)?$")] = ""
    note: Text = ""
    obtained_from: Short = ""
    sensitivity: Literal["public", "internal", "restricted"] = "internal"


class SaidAgain(Said):
    """What a person says of a source, with the version it was decided on."""

    version: Version


class SourceOut(Schema):
    """A source; what it says is null where it is restricted and was not asked for."""

    key: str
    collection: str
    sha256: str | None
    size: int | None
    media_type: str | None
    sensitivity: str
    state: str
    problem: str | None
    received_by: str
    received_at: datetime.datetime
    how: str
    date: str | None
    language: str | None
    version: int
    documents: list[str]
    name: str | None
    title: str | None
    issuer: str | None
    note: str | None


class Received(Schema):
    """A source, and whether it is new: the same file is kept once in a collection."""

    source: SourceOut
    new: bool


class DocumentOut(Schema):
    """A document; its text counts in code points."""

    key: str
    source: str
    number: int
    name: str
    title: str
    issuer: str
    date: str
    language: str
    direction: str
    media_type: str
    text: str
    address: str


class PassageOut(Schema):
    """A paragraph of a document."""

    number: int
    start: int
    end: int
    page: int | None
    text: str
    address: str


class ClaimOut(Schema):
    """A claim: ``read`` is the machine's, ``decided`` what people made of it; never mixed."""

    key: str
    document: str
    kind: str
    status: str
    origin: str
    version: int
    address: str
    read: dict[str, Any] | None
    decided: dict[str, Any] | None


class ReviewOut(Schema):
    """What one person decided of a claim, and why; never changed afterwards.

    ``before`` and ``after`` are the claim as people held it; what ``waits`` counts once another
    person has seconded it.
    """

    number: int
    verdict: str
    by: str
    at: datetime.datetime
    reason: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    waits: bool
    seconded_by: str | None


class FindingOut(Schema):
    """What a rule says of claims of one document."""

    key: str
    document: str
    code: str
    level: str
    status: str
    reason: str
    message: str
    claims: list[str]
    version: int
    address: str


class Standing(Schema):
    """What was decided of something restricted: that it was, and how it stands. What it says is
    given to a look only."""

    key: str
    status: str
    version: int


class Why(Taken):
    """Why somebody looks at what is restricted; it is kept in the history."""

    why: Annotated[str, Field(min_length=1, max_length=300), plain_text]


class Decision(Taken):
    """What a person decides of a claim; ``changes`` are of a correction, ``parts`` of a split."""

    verdict: Literal["confirm", "correct", "reject", "reopen", "second", "split"]
    version: Version
    reason: Text = ""
    changes: dict[str, Any] = {}
    parts: Annotated[list[dict[str, Any]], Field(max_length=50)] = []


class NewClaim(Taken):
    """A claim at a passage that a person selected."""

    kind: Literal["figure", "date", "citation", "demand"]
    start: Number
    end: Number
    fields: dict[str, Any] = {}
    reason: Text = ""


class Judgement(Taken):
    """What a person makes of a finding."""

    version: Version
    status: Literal["open", "accepted", "dismissed"]
    reason: Text = ""


class SearchIn(Schema):
    """Words and facets, as the page of the search takes them; each facet may stand several times.

    ``kind`` is passage, claim or record; ``from`` and ``to`` are years.
    """

    q: Short = ""
    kind: list[Short] = []
    claim: list[Short] = []
    event: list[Short] = []
    party: list[Short] = []
    place: list[Short] = []
    status: list[Short] = []
    finding: list[Short] = []
    first: Annotated[Number | None, Field(alias="from")] = None
    last: Annotated[Number | None, Field(alias="to")] = None
    spelled: bool = False
    page: Number = 1


class Hit(Schema):
    """Something that was found: where it stands, at its exact place, and an excerpt of it."""

    kind: str
    collection: str
    document: str | None
    ref: str
    title: str
    text: str
    page: int | None
    address: str


class Hits(Schema):
    """What was found: the latest first; ``total`` is capped."""

    items: list[Hit]
    page: int
    total: int


class EntryOut(Schema):
    """One entry of the history, as it is kept and chained: its words are sealed.

    ``words`` is the detail and ``why`` the reason as they were written, null where they are not
    for this token and its person.
    """

    number: int
    at: str
    actor: str
    via: str
    action: str
    subject: str
    detail: dict[str, Any]
    reason: str
    previous: str
    digest: str
    words: dict[str, Any] | None
    why: str | None


class Head(Schema):
    """Where the history stands: its last entry, the digest that chains it, that of the registers'
    own history ("" where there are none), and the fingerprint of the key that signs checkpoints."""

    number: int
    digest: str
    registers: str
    key: str


class CheckpointOut(Schema):
    """How far the history had come, signed (Ed25519): kept elsewhere as a file it is what
    ``muniment audit --checkpoint`` takes."""

    muniment: Literal["checkpoint 1"] = "checkpoint 1"
    number: int
    digest: str
    tree: str
    registers: str
    at: str
    public_key: str
    signature: str


Hex = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Kept(Taken):
    """A checkpoint that was kept elsewhere, as it was given."""

    muniment: Literal["checkpoint 1"] = "checkpoint 1"
    number: Number
    digest: Hex
    tree: Hex
    registers: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")]
    at: Annotated[str, Field(max_length=40), plain_text]
    public_key: Hex
    signature: Annotated[str, Field(pattern=r"^[0-9a-f]{128}$")]


class Held(Schema):
    """Whether the history is the one that a checkpoint signed, and what does not fit if not."""

    holds: bool
    faults: list[str]


class Vocabulary(Schema):
    """The words that requests take: events of claims, kinds of lists, relations of claims."""

    events: list[str]
    kinds_of_lists: list[str]
    kinds_of_claims: list[str]
    statuses_of_claims: list[str]
    relations: list[str]
    sensitivities: list[str]


class Latest(Schema):
    """The latest entries; ``before`` goes into that of the next request, null at the end."""

    items: list[EntryOut]
    before: int | None


class NewExport(Taken):
    """What is to leave, for what purpose and for whom: as the form of the page asks.

    ``what`` is all, sources, claims, findings, decisions, register or package; ``sources`` are the
    keys of chosen ones (none: all), ``lists`` the names of lists where ``what`` is register,
    ``search`` the query string of a search that narrows the claims.
    """

    what: Literal["all", "sources", "claims", "findings", "decisions", "register", "package"]
    format: Literal["xlsx", "csv", "json", "geojson", "ftm", "prov", "pfif", "bagit"]
    audience: Literal["public", "internal", "restricted"] = "internal"
    statuses: Annotated[list[Short], Field(max_length=20)] = ["confirmed", "corrected"]
    sources: Annotated[list[Short], Field(max_length=2_000)] = []
    search: Short = ""
    lists: Annotated[list[Short], Field(max_length=50)] = []
    purpose: Annotated[str, Field(min_length=1, max_length=2_000), plain_text]
    recipient: Annotated[str, Field(min_length=1, max_length=2_000), plain_text]


class ExportDecision(Taken):
    """What another person decides of an export; a refusal needs a reason."""

    decision: Literal["approve", "refuse"]
    version: Version
    reason: Annotated[str, Field(max_length=2_000), plain_text] = ""


class Seen(Taken):
    """The version of something as it was seen, so that nobody is overtaken."""

    version: Version


class ExportOut(Schema):
    """An export: who asked for what, for what purpose, and what became of it.

    ``state`` is asked (it waits for another person), approved (it is being made), made, refused or
    failed; ``left_out`` says what the rules kept back, ``sha256`` and ``size`` are of the file.
    """

    key: str
    collection: str
    what: str
    format: str
    sensitivity: str
    purpose: str
    recipient: str
    by: str
    asked_at: datetime.datetime
    expires_at: datetime.datetime
    state: str
    decided_by: str | None
    reason: str
    message: str
    filename: str
    sha256: str
    size: int
    rows: int
    left_out: list[str]
    version: int
    address: str
