"""What a check says: results that fire, hold, or cannot be told."""

from __future__ import annotations

import enum
import hashlib
from dataclasses import dataclass
from typing import Literal

from muniment.values.passage import Passage

Level = Literal["error", "warning", "note"]


class Outcome(enum.Enum):
    """What came of one application of a rule to some claims."""

    FIRES = "fires"
    HOLDS = "holds"
    NOT_CHECKABLE = "not checkable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One application of a rule to some claims.

    A result whose outcome is FIRES is a finding. ``message`` is one sentence for the author of
    the text; ``working`` the sum shown ("9 + 14 = 23, not 24"); ``claims`` the ids it rests on;
    ``passages`` where they stand, the leading one first; ``path`` the document of each passage.
    """

    code: str
    level: Level
    outcome: Outcome
    message: str
    working: str | None = None
    claims: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    paths: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """A name for this finding that survives edits elsewhere in the document.

        12 hex digits from the code and the quoted words, spaces and line ends apart.
        """
        words = [" ".join(passage.quote.split()) for passage in self.passages]
        return hashlib.sha256("\n".join([self.code, *words]).encode()).hexdigest()[:12]
