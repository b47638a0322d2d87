"""Sessions are kept sealed: in them stands why somebody looked, and what a page is to tell next."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db

from muniment.workspace.opened import opened
from muniment.workspace.sealing import SealBroken


class SessionStore(db.SessionStore):
    """Django's sessions in the database, each sealed for its key."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        """What a session holds, sealed."""
        text = self.serializer().dumps(session_dict).decode("utf-8")
        return opened().sealer.seal(text, self._place())

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        """What a session held; nothing where it was changed or is another's."""
        kept = session_data.decode("ascii") if isinstance(session_data, bytes) else session_data
        try:
            text = opened().sealer.open(kept, self._place())
        except SealBroken:
            return {}
        found: dict[str, Any] = self.serializer().loads(text.encode("utf-8"))
        return found

    def _place(self) -> str:
        return f"session:{self._get_or_create_session_key()}"  # type: ignore[attr-defined]
