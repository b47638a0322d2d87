"""Dismissals: findings that a person set aside, with a reason, in a file beside the document.

The file of ``appeal.pdf`` is ``appeal.pdf.muniment.toml``:

    [[dismissed]]
    finding = "3f2a9c01d4e5"
    code = "A101"
    reason = "The list names the largest groups only; see annex 2."
    on = 2024-05-03

A dismissal names a finding by its key, which rests on the code and the quoted words. One that
matches no finding any more is reported, never applied to a look-alike.
"""

from __future__ import annotations

import datetime
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

from muniment.checks.model import Outcome, Result

SUFFIX = ".muniment.toml"


class DismissalError(Exception):
    """A dismissal file that cannot be used; the message is one clear sentence."""


@dataclass(frozen=True, slots=True)
class Dismissal:
    """One finding set aside: its key and code, the reason given and the day."""

    finding: str
    code: str
    reason: str
    on: datetime.date | None = None


def dismissal_file(document: Path) -> Path:
    """Where the dismissals of a document are kept."""
    return document.with_name(document.name + SUFFIX)


def load_dismissals(document: Path) -> list[Dismissal]:
    """The dismissals kept beside a document; none when there is no file.

    Raises DismissalError naming the file and the entry when it is not as described above.
    """
    path = dismissal_file(document)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DismissalError(f"{path}: cannot be read as TOML ({error}).") from error
    rows = data.get("dismissed", [])
    if not isinstance(rows, list):
        raise DismissalError(f"{path}: write each dismissal under [[dismissed]].")
    found = []
    for number, row in enumerate(rows, 1):
        for key in ("finding", "code", "reason"):
            if not isinstance(row, dict) or not str(row.get(key, "")).strip():
                raise DismissalError(f"{path}: dismissal {number} has no {key}; add it.")
        on = row.get("on")
        if on is not None and not isinstance(on, datetime.date):
            raise DismissalError(f"{path}: dismissal {number}: write on = YYYY-MM-DD.")
        found.append(Dismissal(str(row["finding"]), str(row["code"]), str(row["reason"]), on))
    return found


def add_dismissal(document: Path, dismissal: Dismissal) -> Path:
    """Append a dismissal to the document's file, making it if needed; returns the file."""
    path = dismissal_file(document)
    lines = ["[[dismissed]]"]
    for key in ("finding", "code", "reason"):
        # A JSON string is a valid TOML basic string, but for a bare DEL.
        quoted = json.dumps(getattr(dismissal, key), ensure_ascii=False)
        lines.append(f"{key} = {quoted}".replace("\x7f", "\\u007f"))
    if dismissal.on is not None:
        lines.append(f"on = {dismissal.on.isoformat()}")
    before = path.read_text(encoding="utf-8").rstrip() + "\n\n" if path.exists() else ""
    path.write_text(before + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def apply_dismissals(
    results: list[Result], dismissals: list[Dismissal]
) -> tuple[list[Result], list[tuple[Result, Dismissal]], list[Dismissal]]:
    """Split results into (those that stay, those dismissed, dismissals that match nothing).

    Only findings are dismissed; a dismissal applies when both key and code agree.
    """
    by_key = {(d.finding, d.code): d for d in dismissals}
    stay: list[Result] = []
    dismissed: list[tuple[Result, Dismissal]] = []
    used: set[tuple[str, str]] = set()
    for result in results:
        key = (result.key, result.code)
        if result.outcome is Outcome.FIRES and key in by_key:
            dismissed.append((result, by_key[key]))
            used.add(key)
        else:
            stay.append(result)
    return stay, dismissed, [d for d in dismissals if (d.finding, d.code) not in used]
