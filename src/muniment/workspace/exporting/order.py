"""What an export is asked to hold."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from muniment.workspace.models import Claim, Finding, Sensitivity

TABLES = ("sources", "documents", "claims", "findings", "decisions")
WHAT = {
    "all": TABLES,
    "sources": ("sources", "documents"),
    "claims": ("claims",),
    "findings": ("findings",),
    "decisions": ("decisions",),
}
"""What can be asked for as tables, and which tables it takes."""
REGISTER, PACKAGE = "register", "package"
FORMATS = {
    "all": ("xlsx", "csv", "json", "ftm", "prov"),
    "sources": ("xlsx", "csv", "json", "ftm"),
    "claims": ("xlsx", "csv", "json", "geojson", "ftm", "prov"),
    "findings": ("xlsx", "csv", "json"),
    "decisions": ("xlsx", "csv", "json"),
    REGISTER: ("xlsx", "csv", "json", "geojson", "ftm", "pfif"),
    PACKAGE: ("bagit",),
}
"""The formats in which each can leave, the usual one first."""
DECIDED = (Claim.Status.CONFIRMED, Claim.Status.CORRECTED)
"""The claims that people stand by: no others leave for the public."""
JUDGED = (Finding.Status.ACCEPTED,)
"""The findings that people stand by."""


class OrderProblem(ValueError):
    """An export that cannot be; the message is a sentence for whoever asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """``what`` is a key of ``FORMATS``, ``sources`` the keys of chosen ones (none: all).

    ``statuses`` are those of the claims that leave; ``search`` is the query of a saved search
    that narrows them, ``lists`` the lists of a register.
    """

    what: str
    format: str
    audience: str = Sensitivity.INTERNAL
    statuses: tuple[str, ...] = tuple(str(each) for each in DECIDED)
    sources: tuple[str, ...] = ()
    search: str = ""
    lists: tuple[str, ...] = ()

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that leave."""
        return WHAT.get(self.what, ())

    def checked(self) -> Order:
        """The order. Raises OrderProblem where it cannot be."""
        if self.what not in FORMATS:
            raise OrderProblem("Choose what leaves.")
        if self.format not in FORMATS[self.what]:
            raise OrderProblem(
                "This cannot leave in that format; choose one of "
                f"{', '.join(NAMES[each] for each in FORMATS[self.what])}."
            )
        if self.audience not in Sensitivity.values:
            raise OrderProblem("Choose for whom it is.")
        if self.what == REGISTER and not self.lists:
            raise OrderProblem("Choose a list of the registers.")
        if unknown := set(self.statuses) - set(Claim.Status.values):
            raise OrderProblem(f"A claim cannot be {sorted(unknown)[0]}.")
        if self.format == "pfif" and self.audience != Sensitivity.RESTRICTED:
            raise OrderProblem(
                "PFIF is made of names, which are restricted: choose an audience that may see what "
                "is restricted, or another format."
            )
        public = self.audience == Sensitivity.PUBLIC
        if public and self.what in ("decisions", PACKAGE):
            raise OrderProblem("Decisions and evidence packages name people: not for the public.")
        if public and self.format == "prov":
            raise OrderProblem("PROV tells who did what: it does not leave for the public.")
        if public and "claims" in self.tables and set(self.statuses) - set(DECIDED):
            raise OrderProblem("Only claims that people confirmed or corrected may be published.")
        if {"claims", "decisions"} & set(self.tables) and not self.statuses:
            raise OrderProblem("Choose the claims that leave by their status.")
        return self

    def to_json(self) -> str:
        """The order as it is kept."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def read(cls, text: str) -> Order:
        """A kept order."""
        kept: dict[str, Any] = json.loads(text)
        said: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in kept.items()}
        return cls(**said)


NAMES = {
    "xlsx": "XLSX",
    "csv": "CSV",
    "json": "JSON",
    "geojson": "GeoJSON",
    "ftm": "FollowTheMoney",
    "prov": "PROV-JSON",
    "pfif": "PFIF",
    "bagit": "BagIt",
}
"""What the formats are called."""
