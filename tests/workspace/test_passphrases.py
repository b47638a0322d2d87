"""A busy machine is no wrong passphrase and no damage."""

from __future__ import annotations

import pyrage
import pytest

from muniment.workspace.passphrases import TooBusy, unsealed

SEALED = pyrage.passphrase.encrypt(b"a key", "a long enough passphrase")


def _too_much(sealed: bytes) -> bytes:
    """As one sealed it on a machine that is much quicker."""
    mark, work, rest = sealed.split(b"\n", 2)
    return b"\n".join((mark, work.rpartition(b" ")[0] + b" 40", rest))


def test_a_passphrase_opens_what_it_sealed_and_no_other_does() -> None:
    assert unsealed(SEALED, "a long enough passphrase") == b"a key"
    with pytest.raises(pyrage.DecryptError):
        unsealed(SEALED, "another long passphrase")


def test_what_takes_too_long_is_tried_again_and_then_told(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("muniment.workspace.passphrases.time.sleep", pauses.append)
    with pytest.raises(TooBusy, match="try again"):
        unsealed(_too_much(SEALED), "a long enough passphrase")
    assert len(pauses) > 10
