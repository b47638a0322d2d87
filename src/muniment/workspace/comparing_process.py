"""Compares the figures of several documents in a process of its own, by the rules across documents.

What people decided of a figure stands in place of what was read, so that rules compare what counts.
What comes back is plain data: what the rules A108 and X501 to X504 say, and for each two figures
asked about whether they speak of the same thing, or why not.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

from muniment.documents.isolation import run_forked, serve
from muniment.documents.limits import DEFAULT_LIMITS, Limits

if TYPE_CHECKING:
    from muniment.checks.sides import Side

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class File:
    """A file to be read: the key of its source, its name, its bytes, and what people said of it.

    ``decided`` is, by the keys of its documents, what they decided of the figures in it.
    """

    key: str
    name: str
    data: bytes
    issuer: str = ""
    date: str = ""
    decided: dict[str, list[Json]] = field(default_factory=dict)


def compare_files(files: Sequence[File], claims: Sequence[str]) -> Json:
    """What the rules say of the documents in these files, and of each two of these claims.

    Claims are "document:claim". "results" are lists of code, outcome, message, working and claims;
    "pairs" has for "one|other" a reason why they are not comparable, or "" where they are. Raises
    UnreadableDocument when a file cannot be read, or not within the limits.
    """
    decided = json.dumps({k: v for each in files for k, v in each.decided.items()}).encode("ascii")
    order: dict[str, object] = {
        "name": "comparison",
        "claims": list(claims),
        "decided": len(decided),
        "files": [[each.key, each.name, len(each.data), each.issuer, each.date] for each in files],
    }
    packed = run_forked(
        "muniment.workspace.comparing_process",
        order,
        b"".join((decided, *(each.data for each in files))),
        replace(DEFAULT_LIMITS, seconds=DEFAULT_LIMITS.seconds + 2 * len(files)),
        loaded="muniment.workspace.warmed",
    )
    found: Json = json.loads(packed)
    return found


def answer(order: dict[str, Any], data: bytes, limits: Limits) -> bytes:
    """What the other process gives back for an order and the files' bytes."""
    from muniment.checks.checking import check_together
    from muniment.claims.decided import Decided
    from muniment.claims.reader import read_claims
    from muniment.documents.reading import read_bytes

    documents, at = [], int(order["decided"])
    decided = json.loads(data[:at])
    for key, name, size, issuer, date in order["files"]:
        content, at = data[at : at + size], at + size
        for number, read in enumerate(read_bytes(name, content, limits), start=1):
            document = replace(
                read,
                path=f"{key}-{number}",
                issuer=issuer or read.issuer or None,
                date=date or read.date or None,
            )
            said = [Decided(**each) for each in decided.get(document.path, ())]
            documents.append(read_claims(document, second_opinion=False, decided=said))
    results = [
        {
            "code": each.code,
            "outcome": each.outcome.value,
            "message": each.message,
            "working": each.working or "",
            "claims": [
                f"{path}:{claim}" for path, claim in zip(each.paths, each.claims, strict=False)
            ],
        }
        for each in check_together(documents)
    ]
    found = {"results": results, "pairs": _pairs(documents, set(order["claims"]))}
    return json.dumps(found, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def _pairs(documents: Sequence[Any], wanted: set[str]) -> dict[str, str]:
    from muniment.checks.compare import NotComparable, across
    from muniment.checks.sides import shared_sides, sides_of

    with shared_sides():
        sides: dict[str, Side] = {}
        for claims in documents:
            for side in sides_of(claims):
                name = f"{claims.document.path}:{side.figure.id}"
                if name in wanted:
                    sides.setdefault(name, side)
        found = {}
        for one, other in combinations(sorted(sides), 2):
            if one.partition("-")[0] == other.partition("-")[0]:
                continue
            told = across(sides[one], sides[other])
            found[f"{one}|{other}"] = told.reason if isinstance(told, NotComparable) else ""
        return found


if __name__ == "__main__":
    serve(sys.argv[1:], answer)
