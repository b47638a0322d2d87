"""What the history tells last of everything but sources and claims: who may what, what left, what
was asked, where places are, and how the ladder of proof stands."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from muniment.workspace.custody import Row
from muniment.workspace.entry_words import words_of

Json = dict[str, Any]
KINDS = frozenset(
    ("workspace", "account", "collection", "token", "export", "question", "place", "rung", "intake")
)
"""What the subjects are called that are heard here."""


@dataclass(slots=True)
class Said:
    """What is told of one row: each field with the number of the entry that told it last.

    ``whole`` where the history told of its beginning.
    """

    number: int
    fields: dict[str, tuple[Any, int]] = field(default_factory=dict)
    whole: bool = True


@dataclass(slots=True)
class Facts:
    """Rows as the entries tell them, by what they are called there.

    Members go by "member:", the collection's short name and the account's name. ``ladder`` are the
    numbers of its steps, the lowest first; None where the history does not tell how it began.
    """

    rows: dict[str, Said] = field(default_factory=dict)
    ladder: list[str] | None = None

    def hear(self, row: Row, detail: Json) -> None:
        """Take in what one entry tells. Its texts are opened where the key is there."""
        kind, _, rest = row.subject.partition(":")
        what = row.action.partition(".")[2]
        words = words_of(row.number, row.subject, row.detail, row.reason)
        if row.action == "workspace.started":
            self._begin(f"account:{detail.get('account')}", row, administrator=True, active=True)
            self._started(row, words.detail)
        elif row.action.startswith("member."):
            self._member(row, rest, detail)
        elif kind == "account":
            self._account(row, what, detail)
        elif kind == "collection":
            self._collection(row, what, words.detail)
        elif kind == "token":
            self._token(row, what, words.detail)
        elif kind == "export":
            self._export(row, what, {**words.detail, "what": detail.get("what")}, words.reason)
        elif kind == "rung":
            self._rung(row, rest, words.detail)
        elif row.action in ("question.put", "place.added", "intake.brought"):
            self._begin(row.subject, row, **words.detail, by=row.actor)
        elif row.action in ("question.changed", "place.changed"):
            self._say(row.subject, row, **_after(words.detail))
        elif row.action == "intake.accepted":
            self._list(row, detail)

    def _begin(self, subject: str, row: Row, **fields: Any) -> None:
        self.rows[subject] = Said(row.number)
        self._say(subject, row, **fields)

    def _say(self, subject: str, row: Row, **fields: Any) -> None:
        said = self.rows.setdefault(subject, Said(row.number, whole=False))
        said.fields |= {name: (value, row.number) for name, value in fields.items()}

    def _account(self, row: Row, what: str, detail: Json) -> None:
        if what == "made":
            made = detail.get("administrator", False)
            self._begin(row.subject, row, administrator=made, active=True)
        elif what == "administrator":
            self._say(row.subject, row, **_after(detail))
        elif what in ("closed", "opened"):
            self._say(row.subject, row, **_after(detail))
            if what == "closed":
                self._end_tokens(row)

    def _end_tokens(self, row: Row) -> None:
        """A closed account's tokens end with it."""
        for subject, said in self.rows.items():
            if subject.startswith("token:") and said.fields["user"][0] == row.subject[8:]:
                self._say(subject, row, ended=True)

    def _collection(self, row: Row, what: str, detail: Json) -> None:
        if what == "made":
            said = {"name": detail.get("name"), "two_people": False, "approval": True}
            self._begin(row.subject, row, **said)
            maker = f"member:{row.subject.partition(':')[2]}:{row.actor}"
            self._begin(maker, row, role="administrator", restricted=True)
        elif what == "changed":
            self._say(row.subject, row, **_after(detail))

    def _member(self, row: Row, slug: str, detail: Json) -> None:
        subject, now = f"member:{slug}:{detail.get('account')}", detail.get("to")
        if isinstance(now, list) and len(now) == 2:
            self._begin(subject, row, role=now[0], restricted=now[1])
        else:
            self.rows.pop(subject, None)

    def _token(self, row: Row, what: str, detail: Json) -> None:
        if what == "made":
            told = {each: detail[each] for each in ("scopes", "until", "mark") if each in detail}
            self._begin(row.subject, row, user=row.actor, ended=False, **told)
        elif what == "revoked":
            self._say(row.subject, row, ended=True)

    def _list(self, row: Row, detail: Json) -> None:
        """A list may be of each collection that accepted one of this name."""
        intake = self.rows.get(row.subject)
        if intake is not None and "collection" in intake.fields:
            subject, slug = f"list:{detail.get('list')}", intake.fields["collection"][0]
            known = self.rows.get(subject)
            before = known.fields["collection"][0] if known else frozenset()
            self._say(subject, row, collection=before | {slug})

    def _export(self, row: Row, what: str, detail: Json, reason: str) -> None:
        if what == "asked":
            state = "asked" if detail.pop("approval", True) else "approved"
            self._begin(
                row.subject,
                row,
                **detail,
                by=row.actor,
                decided_by=None,
                purpose=reason,
                state=state,
            )
        elif what in ("approved", "refused"):
            self._say(row.subject, row, state=what, decided_by=row.actor)
        elif what == "taken-back":
            self._say(row.subject, row, state="refused")
        elif what == "failed":
            self._say(row.subject, row, state="failed")
        elif what == "made":
            file = ("sha256", "sealed_sha256", "size")
            told = {each: detail[each] for each in file if each in detail}
            self._say(row.subject, row, state="made", **told)

    def _started(self, row: Row, detail: Json) -> None:
        """The ladder as it was at first."""
        ladder = detail.get("ladder")
        if isinstance(ladder, list):
            self.ladder = [str(each[0]) for each in ladder]
            for number, name, meaning in ladder:
                self._begin(f"rung:{number}", row, name=name, meaning=meaning)

    def _rung(self, row: Row, number: str, detail: Json) -> None:
        now = detail.pop("now", None)
        rank = detail.pop("rank", None)
        words = _after(detail)
        if now is not None:
            self._begin(f"rung:{now}", row, **words)
        elif isinstance(rank, int):
            self._begin(row.subject, row, **words)
        else:
            self._say(row.subject, row, **words)
        if self.ladder is None:
            return
        if now is not None and number in self.ladder:
            self.ladder[self.ladder.index(number)] = str(now)
        elif rank is not None:
            to = rank[1] if isinstance(rank, list) else rank
            if number in self.ladder:
                self.ladder.remove(number)
            if isinstance(to, int):
                self.ladder.insert(to - 1, number)


def _after(detail: Json) -> Json:
    """What holds after a change that is told as [before, after]."""
    return {
        name: both[1] if isinstance(both, list) and len(both) == 2 else both
        for name, both in detail.items()
    }


def moment(text: str) -> datetime.datetime | None:
    """A moment as the history writes it, None where it is none."""
    try:
        found = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
